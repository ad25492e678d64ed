"""A notice as a mail: plain text and HTML, in the reader's language, right-to-left where due.

Mail programs ignore logical properties and most style sheets, so the HTML part has its
directions, alignments and styles on every element. All text of others is escaped; what goes
into a header is one line without controls.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import jinja2

from tawatur import wording
from tawatur.alert.words import (
    about_words,
    conflict_of,
    headline_of,
    long_day,
    one_line,
    say,
    sentence_at,
)
from tawatur.errors import SettingError
from tawatur.model import Conflict, Development, Dossier, Notice, Place, Reading, Watch
from tawatur.text import is_rtl, stable_id


class _Policy(EmailPolicy):
    """Python's own folding loses and doubles blanks where a subject mixes plain and encoded
    words; a subject that is not ASCII is encoded as a whole."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() != "subject" or str(value).isascii():
            return str(super().fold(name, value))
        encoded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {encoded}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() != "subject":
            return bytes(super().fold_binary(name, value))
        return self.fold(name, value).encode("ascii")


_POLICY = _Policy(linesep="\r\n")
# Sentences of evidence in one mail; the page has the rest.
_EVIDENCE_SHOWN = 3


@dataclass(frozen=True)
class _Evidence:
    before: str
    marked: str
    after: str
    language: str
    outlet: str
    url: str | None
    clock: str

    @property
    def rtl(self) -> bool:
        return is_rtl(self.language)


@dataclass(frozen=True)
class _Side:
    value: str
    outlets: str
    clock: str


def compose_mail(
    notice: Notice, watch: Watch, dossier: Dossier, development: Development, base_url: str
) -> EmailMessage:
    """The mail that tells ``watch`` of ``development``.

    ``base_url`` is where this service's pages are reached, without a slash at its end. The same
    arguments give the same bytes.

    Raises:
        SettingError: the watch's address is no e-mail address.
    """
    language = watch.interface_language
    facts = _facts(notice, watch, dossier, development, base_url, language)
    message = EmailMessage(policy=_POLICY)
    host = urlsplit(base_url).hostname or "localhost"
    message["From"] = Address("tawatur", "alerts", host)
    try:
        message["To"] = Address(addr_spec=one_line(watch.address))
    except (ValueError, IndexError) as error:
        raise SettingError(f"watch {watch.id}: {watch.address!r} is not an address") from error
    message["Subject"] = one_line(notice.subject) or say(development.kind, language)
    message["Date"] = format_datetime(notice.at)
    message["Message-ID"] = notice.message_id
    # Mails of one story hang together in the inbox.
    message["References"] = f"<story-{stable_id(notice.story_id)}@tawatur.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_template("mail.txt").render(**facts).strip() + "\n")
    message.add_alternative(_template("mail.html").render(**facts), subtype="html")
    # Set last: making it multipart would move it into the first part.
    message["Content-Language"] = language
    # Python draws boundaries at random; ours come from the notice.
    message.set_boundary("=_" + stable_id("boundary", notice.id, length=24))
    return message


def _facts(
    notice: Notice,
    watch: Watch,
    dossier: Dossier,
    development: Development,
    base_url: str,
    language: str,
) -> dict[str, object]:
    head = dossier.headline(language)
    conflict = conflict_of(development, dossier)
    names = [o.name or say("unnamed-outlet", language) for o in dossier.origins if o.counts]
    unknown = sum(len(o.article_ids) for o in dossier.origins if not o.counts)
    languages = len({r.annotations.language for r in dossier.readings})
    counts = say("sep", language).join(
        [
            wording.count(len(dossier.readings), "article", language),
            wording.count(languages, "language", language),
        ]
    )
    prefix = "/ar" if language == "ar" else ""
    return {
        "language": language,
        "rtl": language == "ar",
        "subject": notice.subject,
        "kind": say(development.kind, language),
        "correction": notice.kind == "correction",
        "date": long_day(notice.at, language),
        "clock": _clock(notice.at),
        "headline": one_line(headline_of(dossier, language) or "") or say("untitled", language),
        "headline_language": head.annotations.language if head else language,
        "headline_rtl": is_rtl(head.annotations.language) if head else language == "ar",
        "headline_outlet": say("headline-of", language, outlet=_outlet(head, language))
        if head
        else None,
        "evidence": [
            e
            for p in development.evidence[:_EVIDENCE_SHOWN]
            if (e := _evidence(p, dossier, language))
        ],
        "dispute": about_words(conflict.subject, language) or say("disputed", language)
        if conflict
        else None,
        "sides": _sides(conflict, dossier, language) if conflict else [],
        "origins": wording.count(len(names), "independent-origins", language) if names else None,
        "counts": counts,
        "names": names,
        "unknown": wording.count(unknown, "no-origin", language) if unknown else None,
        "link": f"{base_url.rstrip('/')}{prefix}/story/{notice.story_id}",
        "why": say(f"why-{watch.kind}", language, query=one_line(watch.query or "")),
        "t": lambda key: say(key, language),
        "is_rtl": is_rtl,
    }


def _clock(at: object) -> str:
    return f"{at:%H:%M} UTC"


def _outlet(reading: Reading | None, language: str) -> str:
    outlet = reading.article.outlet if reading else None
    return outlet.value if outlet else say("unnamed-outlet", language)


def _evidence(place: Place, dossier: Dossier, language: str) -> _Evidence | None:
    reading = dossier.reading(place.article_id)
    if reading is None:
        return None
    text, around = reading.text_of(place), sentence_at(reading, place)
    annotations = reading.annotations_of(place) or reading.annotations
    url = reading.article.url
    return _Evidence(
        before=text[around.start : place.start],
        marked=text[place.start : place.end],
        after=text[place.end : around.end],
        language=annotations.language,
        outlet=_outlet(reading, language),
        url=url if url and url.startswith(("http://", "https://")) else None,
        clock=_clock(reading.article.seen_at),
    )


def _sides(conflict: Conflict, dossier: Dossier, language: str) -> list[_Side]:
    sides = []
    for side in conflict.sides:
        readings = (dossier.reading(m.place.article_id) for m in side.members)
        outlets = dict.fromkeys(_outlet(r, language) for r in readings if r)
        sides.append(
            _Side(
                value=wording.value(conflict.kind, side.value, language),
                outlets=say("sep", language).join(outlets),
                clock=_clock(side.first_seen_at),
            )
        )
    return sides


@cache
def _template(name: str) -> jinja2.Template:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=name.endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    ).get_template(name)
