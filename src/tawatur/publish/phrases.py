"""The facts of a view in words: kinship, values, counts, developments, evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import regex
from markupsafe import Markup, escape

from tawatur import wording
from tawatur.model import EdgeEvidence
from tawatur.publish import strings
from tawatur.publish.views import (
    DevelopmentBrief,
    EdgeView,
    Kinship,
    StorySummary,
    TimeView,
    Words,
    name_words,
    words_of,
)


def time_tag(at: datetime, language: str, near: date) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(
        at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), wording.moment(at, language, near=near)
    )


def gloss(time: TimeView, language: str) -> str | None:
    """What stands in brackets behind a date expression; None when it would only repeat it."""
    if time.kind not in ("date", "time"):
        return None
    if time.settled_value:
        return f"{wording.timex(time.settled_value, language)}{strings.say('sep', language)}" + (
            strings.say("settled-in-story", language)
        )
    if time.value is None:
        shown = [wording.timex(c, language) for c in time.candidates]
        return strings.say("or", language).join(shown) or None
    shown_value = wording.timex(time.value, language)
    if shown_value == time.text:
        return None
    if time.anchor == "speech":
        shown_value += strings.say("sep", language) + strings.say("from-speech", language)
    return shown_value


def name(words: Words | None, language: str) -> Markup:
    if words is None:
        return Markup(escape(strings.say("unnamed-outlet", language)))
    if words.language == "und":
        return Markup('<bdi dir="{}">{}</bdi>').format(words.direction, words.text)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(
        words.language, words.direction, words.text
    )


def kin(kinship: Kinship, language: str) -> Markup:
    """How an article stands to its origin, in a few words."""
    text = Markup(escape(strings.say(f"kin-{kinship.kind}", language)))
    return text.format(source=name(kinship.source_name, language))


def kinship_text(kinship: Kinship, language: str) -> str:
    """The same without markup, for the terminal."""
    source = kinship.source_name
    return strings.say(f"kin-{kinship.kind}", language).format(
        source=source.text if source else strings.say("unnamed-outlet", language)
    )


def count_markup(summary: StorySummary, language: str) -> Markup:
    return strings.count_sentence(
        [name(o.name, language) for o in summary.origins],
        unknown=summary.unknown_articles,
        copies=summary.copies,
        language=language,
        further=summary.further_reports,
    )


def count_sentence(summary: StorySummary, language: str) -> str:
    """The count in one sentence that names the origins, without markup."""
    return strings.count_sentence_plain(
        [
            o.name.text if o.name else strings.say("unnamed-outlet", language)
            for o in summary.origins
        ],
        unknown=summary.unknown_articles,
        copies=summary.copies,
        language=language,
        further=summary.further_reports,
    )


def edge_words(kinship: Kinship, language: str) -> str:
    text = strings.say(f"edge-{kinship.kind}", language)
    if kinship.kind == "edited":
        if kinship.share_of_copy is None:
            return strings.say("edge-partial", language)
        return text.format(share=f"{kinship.share_of_copy:.0%}")
    if kinship.kind == "translation":
        return text.format(
            language=strings.language_name(kinship.source_language or "und", language)
        )
    return text


_COUNTED = {"passages": "word", "sentences": "sentence", "numbers": "number"}


def evidence_words(evidence: EdgeEvidence, language: str) -> Markup:
    """What bears an edge of the graph, in words; words of a page stand in quotation marks."""
    key = f"ev-{evidence.kind}"
    text = Markup(escape(strings.say(key, language)))
    whole = round(evidence.whole or 0)
    if noun := _COUNTED.get(evidence.kind):
        words = text.format(
            part=wording.digits(round(evidence.part or 0), language),
            whole=strings.count(whole, noun, language),
        )
        if evidence.text:
            shown = Markup(escape(strings.say("ev-longest", language)))
            words += strings.say("sep", language) + shown.format(
                text=_quoted(evidence.text, language)
            )
        return words
    if evidence.kind in ("seen-later", "published-later"):
        return text.format(time=span_of_time(evidence.part or 0, language))
    return text.format(text=Markup('<bdi dir="auto">{}</bdi>').format(evidence.text or ""))


# What ``Origin.evidence`` says, and how it is said here; what is not listed stands as it is.
_ORIGIN_EVIDENCE = (
    (regex.compile(r"outlet: (.+), an agency"), "known-agency"),
    (regex.compile(r"outlet: (.+) \((.+)\)"), "known-outlet"),
    (regex.compile(r"(byline|dateline|credit|contributor|source) line: (.+)"), "known-line"),
    (regex.compile(r"no name but the address: (.+)"), "known-address"),
    (regex.compile(r"no outlet, no credit line()"), "known-nothing"),
    (regex.compile(r"one publisher: (.+)"), "ev-one-family"),
)
# "A: edited of B, 89 %": the table of edges tells it better.
_CARRIED = regex.compile(r".+: (?:verbatim|edited|translation|rewrite|partial) of .+, \d+ %")


def origin_evidence(lines: Iterable[str], language: str) -> Markup:
    """By what an origin is known, in words."""
    told = [_origin_line(line, language) for line in lines if not _CARRIED.fullmatch(line)]
    return Markup(escape(strings.say("sep", language))).join(told)


def _origin_line(line: str, language: str) -> Markup:
    for pattern, key in _ORIGIN_EVIDENCE:
        if found := pattern.fullmatch(line):
            groups = list(found.groups())
            if key == "known-line":
                groups[0] = strings.say(f"credit-{groups[0]}", language)
            text = Markup(escape(strings.say(key, language)))
            parts = [Markup('<bdi dir="auto">{}</bdi>').format(g) for g in groups]
            return text.format(*parts, text=parts[0])
    return Markup('<bdi dir="auto">{}</bdi>').format(line)


# A passage is shown by its beginning: enough to find it.
_PASSAGE_LETTERS = 90


def _quoted(text: str, language: str) -> Markup:
    shown = " ".join(text.split())
    if len(shown) > _PASSAGE_LETTERS:
        shown = shown[:_PASSAGE_LETTERS].rsplit(" ", 1)[0] + "…"
    left, right = ("«", "»") if language == "ar" else ("“", "”")
    return Markup('{}<bdi dir="auto">{}</bdi>{}').format(left, shown, right)


def span_of_time(seconds: float, language: str) -> str:
    """A length of time in its largest fitting unit: "12 minutes", "3 hours", "2 days"."""
    minutes = max(1, round(seconds / 60))
    if minutes < 120:
        return strings.count(minutes, "minute", language)
    if minutes < 48 * 60:
        return strings.count(round(minutes / 60), "hour", language)
    return strings.count(round(minutes / 60 / 24), "day", language)


def edge_kind(edge: EdgeView, language: str) -> str:
    """How a copy was made, in a word or two."""
    if edge.kind == "translation" and edge.source.language:
        spoken = strings.language_name(edge.source.language, language)
        return strings.TEXTS["edge-translation"][language == "ar"].format(language=spoken)
    return strings.say("edge-changed" if edge.kind == "edited" else f"edge-{edge.kind}", language)


def edge_text(edge: EdgeView, language: str) -> str:
    """An edge with all its evidence as one plain text, for a tip on hover."""
    names = [
        node.name.text
        if node.name
        else node.outlet.page_name
        if node.outlet
        else strings.say("unnamed-outlet", language)
        for node in (edge.source, edge.copy)
    ]
    arrow = " ← " if language == "ar" else " → "
    lines = [arrow.join(names) + ": " + edge_kind(edge, language)]
    lines += [f"· {evidence_words(e, language).striptags()}" for e in edge.evidence]
    return "\n".join(lines)


def feature_words(feature: str, language: str) -> str:
    """What a feature of the decision about a story means; its own name when nobody told us."""
    key = f"why-{feature}"
    return strings.say(key, language) if strings.known(key) else feature.replace("-", " ")


# A probability of 1 would claim more than any model knows.
_SUREST_PERCENT = 99


def percent(share: float) -> str:
    return f"{min(_SUREST_PERCENT, round(share * 100))}%"


def conflict_value(kind: str, side: Any, language: str) -> Markup:
    if side.shown is not None:
        return name(side.shown, language)
    shown = wording.value(kind, side.value, language, unit=side.unit)
    return Markup("<bdi>{}</bdi>").format(shown)


def subject(conflict: Any, language: str) -> Words:
    """What a conflict is about: the source's words, or our own for what we count ourselves."""
    own = wording.figure_subject(conflict.subject.text, language)
    words = conflict.subject.text.strip()
    # A time or figure is not about itself: "at 4:17" over "04:17 ≠ 04:27" explains nothing.
    if not own and (not words or (conflict.kind in ("time", "figure") and _NUMBER.search(words))):
        key = f"about-{conflict.kind}"
        own = strings.say(key, language) if strings.known(key) else None
    return words_of(own, language) if own else conflict.subject


_NUMBER = regex.compile(r"\p{N}")


def subject_text(conflict: Any, language: str) -> str:
    """The same for the terminal."""
    return subject(conflict, language).text


# A report more than a day after the event is background, and "+4000 min" tells nobody anything.
_LAG_SHOWN_MINUTES = 600


def lag(when: str | None, reported_at: datetime, language: str) -> str | None:
    """Minutes from the event to its first report, when the event's hour is known (in UTC)."""
    found = regex.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)Z", when or "")
    if not found:
        return None
    happened = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
    minutes = round((reported_at - happened).total_seconds() / 60)
    if not 0 <= minutes <= _LAG_SHOWN_MINUTES:
        return None
    return strings.count(minutes, "minute-later", language)


def development(brief: DevelopmentBrief, language: str) -> Markup:
    """The kind of a development in words, with its old and new value where it has them."""
    if brief.kind == "confirmed":
        return escape(strings.count(brief.independent_origins, "confirmed", language))
    text = escape(strings.say(f"dev-{brief.kind}", language))
    old, new = brief.values.get("old"), brief.values.get("new")
    if brief.kind == "settled":
        old = None  # what was open before is many values, or a list of days
    if not new or not (old or brief.kind == "settled"):
        return text
    # A disputed value may be a day or a yes or no; those have their own shape.
    kind = "time" if regex.fullmatch(r"\d{4}-\d\d.*", new) else "figure"
    for own_kind, prefix in (("polarity", "polarity"), ("name", "cause")):
        if f"{prefix}-{new}" in wording.TEXTS:
            kind = own_kind
    after = wording.value(kind, new, language)
    before = wording.value(kind, old, language) if old else ""
    if brief.kind == "settled":
        told = after
    elif brief.kind == "disputed":
        told = f"{before} / {after}"
    else:
        told = wording.say("earlier", language, old=before, new=after)
    subject = brief.values.get("subject", "")
    about = wording.figure_subject(subject, language)
    if about is None and subject and brief.words and not _NUMBER.search(subject):
        # The words of a source; which one's, the development does not say.
        return Markup("{}: {} ({})").format(text, told, name(name_words(subject, "und"), language))
    if about is None:
        return Markup("{}: {}").format(text, told)
    return Markup("{}: {} ({})").format(text, told, about)


def development_text(brief: DevelopmentBrief, language: str) -> str:
    """The same without markup, for the terminal."""
    return development(brief, language).striptags()
