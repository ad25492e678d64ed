"""When a page says it was published and updated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
import regex

from tawatur.extract.page import UNSEEN, Element, Metas, Records, is_elsewhere, one_text, words_of
from tawatur.extract.script_state import State
from tawatur.model import Stamp
from tawatur.stamps import parse_stamp
from tawatur.text import url_parts, western_digits

_UPDATED_WORDS = (
    "تم التحديث|آخر تحديث|اخر تحديث|حدثت|حُدّث|التحديث|محدث|تحديث|updated|last updated|modified|обновлено|изменено|"
    "güncelleme|güncellendi|son güncelleme|mis à jour|mise à jour|modifié|actualizado|actualizada|última actualización|"
    "aktualisiert|stand|aggiornato|atualizado|به‌روزرسانی"
)
_UPDATED = regex.compile(rf"(?<!\p{{L}})(?:{_UPDATED_WORDS})(?!\p{{L}})\s*[:：في-]?\s*", regex.I)
_PUBLISHED = regex.compile(
    r"(?<!\p{L})(?:نشر(?:ت)?(?: في| بتاريخ)?|تاريخ النشر|نُشر|published(?: on| at)?|posted(?: on)?|опубликовано|"
    r"yayınlanma(?: tarihi)?|yayın tarihi|giriş tarihi|publié(?: le)?|publicado(?: el| en)?|veröffentlicht(?: am)?|"
    r"erstellt|pubblicato(?: il)?)(?!\p{L})\s*[:：]?\s*",
    regex.I,
)
# A line that is little more than a time: this many letters at most beside month names.
_STAMP_LINE_LETTERS = 60
STAMP_LINES_SEEN = 12  # below the head of a page, dates belong to the news


def stamps_in_line(line: str, *, where: str = "text") -> tuple[Stamp | None, Stamp | None]:
    """(published, updated) that a short line states, e.g.
    ``07:14 GMT 27.02.2025 (تم التحديث: 12:05 GMT 27.02.2025)``.
    """
    if len(regex.findall(r"\p{L}", line)) > _STAMP_LINE_LETTERS or not regex.search(r"\d{2}", line):
        return None, None
    mark = _UPDATED.search(line)
    before, after = (line[: mark.start()], line[mark.end() :]) if mark else (line, "")
    published = parse_stamp(_PUBLISHED.sub(" ", before), where=where, confidence=0.9)
    updated = parse_stamp(after, where=where, confidence=0.9) if mark else None
    return published, updated


_PUBLISHED_METAS = (
    "article:published_time", "og:published_time", "datepublished", "article:published", "date", "pubdate", "publishdate",
    "publish-date", "publish_date", "parsely-pub-date", "cxenseparse:recs:publishtime", "dc.date.issued", "dc.date",
    "dcterms.created", "dc.date.created", "dcterms.date", "sailthru.date", "article.published", "og:article:published_time",
    "publication_date", "date.available", "rnews:datepublished", "originalpublicationdate", "citation_publication_date",
    "published", "created", "last-published", "mediator_published_time", "ptime", "displaydate", "timestamp",
)  # fmt: skip
_UPDATED_METAS = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified", "revision_date", "modified",
)  # fmt: skip
_URL_DATE = regex.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_.-]?(0?[1-9]|1[0-2])[/_.-]?(0?[1-9]|[12]\d|3[01])(?!\d)"
)
_TIME_QUERY = (
    "//*[@itemprop='datePublished' or @pubdate or contains(@class,'published') or contains(@class,'pubdate') "
    "or contains(@class,'publish-date') or contains(@class,'post-date') or contains(@class,'entry-date') "
    "or contains(@class,'article-date') or contains(@class,'article__date') or contains(@class,'news-date') "
    "or contains(concat(' ',@class,' '),' date ') or contains(concat(' ',@class,' '),' time ') "
    "or contains(@class,'timestamp') or contains(@class,'datetime') or contains(@class,'byline')]"
)


def find_times(
    tree: Element,
    about: Records,
    metas: Metas,
    url: str | None,
    language: str | None,
    seen_at: datetime,
    state: State | None = None,
) -> tuple[Stamp | None, Stamp | None]:
    """(published, updated), from the surest place that states them."""
    published = _first_stamp(
        (
            ("json-ld", 0.97, one_text(r.get(key)))
            for key in ("datePublished", "dateCreated", "uploadDate")
            for r in about
        ),
        language,
    )
    updated = _first_stamp(
        (("json-ld", 0.95, one_text(r.get("dateModified"))) for r in about), language
    )
    published = published or _first_stamp(
        (
            (f"meta {key}", 0.92, value)
            for key in _PUBLISHED_METAS
            for value in metas.get(key, ())[:1]
        ),
        language,
    )
    updated = updated or _first_stamp(
        ((f"meta {key}", 0.9, value) for key in _UPDATED_METAS for value in metas.get(key, ())[:1]),
        language,
    )
    published = published or _first_stamp(
        (
            (f"meta {key}", 0.85, values[0])
            for key, values in metas.items()
            if _PUBLISHED_KEY.search(key)
        ),
        language,
    )
    if published is None and state:
        published = _first_stamp([("script", 0.8, state.published)], language)
        updated = updated or _first_stamp([("script", 0.75, state.updated)], language)
    if published is None:
        published = _script_stamp(tree)
    if published is None or updated is None:
        seen, said_updated = _visible_times(tree, language)
        published, updated = published or seen, updated or said_updated
    if published is None:
        by_url = _url_stamp(url)
        near, said_updated = _times_near_headline(tree, language)
        # the address knows the day for sure, the line beside the headline perhaps the minute
        published = near if near and (by_url is None or near.day == by_url.day) else by_url
        updated = updated or said_updated
    latest = seen_at + timedelta(days=1)  # publishers' zones run ahead of ours by less than this
    published = published if published and published.at <= latest else None
    updated = updated if updated and updated.at <= latest else None
    if updated and published and updated.at < published.at:
        updated = None  # a clock or a template gone wrong
    return published, updated


_PUBLISHED_KEY = regex.compile(
    r"publi\w*[-_:. ]?(?:time|date|on|at)|(?:date|time)[-_:. ]?publi|(?:post|release|issue|creat)\w*[-_:.]?date|date[-_:.]?(?:creat|issued|post)",
    regex.I,
)
_SCRIPT_DATE = regex.compile(
    r"""["']?(?:date|first|original)?_?publi(?:sh(?:ed)?|cation)_?(?:date|time|at|on)?(?:_?(?:gmt|utc|iso))?["']?\s*[:=]\s*["'](\d{4}-?\d\d-?\d\d[^"']{0,20})["']""",
    regex.I,
)


def _script_stamp(tree: Element) -> Stamp | None:
    """A publication date in a script's data, when all that the page's scripts state agree."""
    stamps = [
        stamp for script in tree.iter("script") if script.text
        for match in _SCRIPT_DATE.finditer(script.text)
        if (stamp := parse_stamp(match[1], where="script", confidence=0.75))
    ]  # fmt: skip
    return stamps[0] if stamps and len({stamp.day for stamp in stamps}) == 1 else None


# Text nodes around the headline among which a dateline is looked for.
_NODES_AFTER, _NODES_BEFORE = 60, 15
NODES_BYLINE = 12


def near_headline(tree: Element) -> list[str]:
    """Visible text nodes by nearness to the headline: those after it, then those before."""
    nodes: list[str] = []
    headline_at = None
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in UNSEEN or element.tag == "title":
            continue
        if element.tag in {"h1", "h2"} and headline_at is None:
            headline_at = len(nodes)
        for text in (element.text, *(child.tail for child in element)):
            if text and (text := " ".join(text.split())):
                nodes.append(text)
    at = headline_at or 0
    return [*nodes[at : at + _NODES_AFTER], *reversed(nodes[max(0, at - _NODES_BEFORE) : at])]


def _times_near_headline(tree: Element, language: str | None) -> tuple[Stamp | None, Stamp | None]:
    """A line of time that stands near the headline without any markup to say so."""
    for text in near_headline(tree):
        if 6 <= len(text) <= 100 and regex.search(r"\d{4}|\d{2}[./]\d{2}", western_digits(text)):
            published, updated = stamps_in_line(text, where="visible date")
            if published:
                return msgspec.structs.replace(published, confidence=0.6), updated
    return None, None


def _first_stamp(
    claims: Iterable[tuple[str, float, str | None]], language: str | None
) -> Stamp | None:
    for where, confidence, value in claims:
        if value and (
            stamp := parse_stamp(value, where=where, confidence=confidence, language=language)
        ):
            return stamp
    return None


def _url_stamp(url: str | None) -> Stamp | None:
    if not url:
        return None
    for match in _URL_DATE.finditer(url_parts(url).path):
        if stamp := parse_stamp(
            "-".join(filter(None, match.groups())), where="url", confidence=0.7
        ):
            return stamp
    return None


def _visible_times(tree: Element, language: str | None) -> tuple[Stamp | None, Stamp | None]:
    """Times that a reader sees: ``time`` elements, then elements named after dates."""
    updated: Stamp | None = None
    seen: list[Stamp] = []
    for element in tree.iter("time"):
        shown = words_of(element)
        stamp = parse_stamp(
            element.get("datetime") or "", where="time element", confidence=0.85, language=language
        )
        stamp = stamp or parse_stamp(shown, where="time element", confidence=0.8, language=language)
        if stamp is None or is_elsewhere(element):
            continue
        around = f"{element.get('class') or ''} {element.get('itemprop') or ''} {_before(element)} {shown}"
        if _UPDATED.search(around) or "odified" in around:
            updated = updated or stamp
        else:
            seen.append(stamp)
    if seen:
        return seen[0], updated
    places = _nodes_from_headline(tree)
    dated = [
        (places.get(element, 0), element)
        for element in tree.xpath(_TIME_QUERY)
        if not is_elsewhere(element)
    ]
    for place, element in sorted(dated, key=lambda pair: (abs(pair[0]), pair[0] < 0)):
        for raw in (
            element.get("content"),
            element.get("datetime"),
            element.get("title"),
            words_of(element),
        ):
            if raw and len(raw) < 200 and regex.search(r"\d", western_digits(raw)):
                published, changed = stamps_in_line(raw, where="visible date")
                if published and place < -_TODAY_ABOVE:
                    # the day of the visit, in the head of the page
                    below, said = _times_near_headline(tree, language)
                    published, changed = (below, said) if below else (published, changed)
                updated = updated or changed
                if published:
                    return published, updated
    return None, updated


# Dates this many text nodes above the headline may be today's, in the site's head.
_TODAY_ABOVE = 4


def _nodes_from_headline(tree: Element) -> dict[Element, int]:
    """For each element, how many text nodes after the headline it begins; negative above it."""
    places: dict[Element, int] = {}
    count, headline = 0, None
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in UNSEEN or element.tag == "title":
            continue
        if element.tag in {"h1", "h2"} and headline is None:
            headline = count
        places[element] = count
        count += sum(1 for t in (element.text, *(c.tail for c in element)) if t and t.strip())
    return {element: place - (headline or 0) for element, place in places.items()}


def _before(element: Element) -> str:
    previous = element.getprevious()
    tail = (
        (previous.tail or "")
        if previous is not None
        else ((element.getparent().text or "") if element.getparent() is not None else "")
    )
    return str(tail)[-60:]
