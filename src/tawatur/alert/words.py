"""The words of a notice: what is new, put together from what the sources say.

Nothing here is composed about the event itself; our own words only name the kind of
development, the sources, and the counts (Arabic ones in the six plural forms).
"""

from __future__ import annotations

from datetime import UTC, datetime

import regex

from tawatur import wording
from tawatur.model import Conflict, Development, Dossier, Place, Reading, Span

# key: (English, Arabic)
TEXTS: dict[str, tuple[str, str]] = {
    **wording.TEXTS,
    "opened": ("New story", "قصة جديدة"),
    "confirmed": ("Confirmed by another origin", "أكّده مصدر مستقل آخر"),
    "figure-changed": ("Figure changed", "تغيّر رقم"),
    "new-statement": ("New statement", "تصريح جديد"),
    "denial": ("Denied", "نفي"),
    "disputed": ("Disputed", "خلاف"),
    "settled": ("Settled", "حُسم"),
    "correction": ("Corrected", "تصحيح"),
    "retraction": ("Withdrawn", "سُحب"),
    "against": ("{old} / {new}", "{old} / {new}"),
    "headline-of": ("headline: {outlet}", "العنوان: {outlet}"),
    "who-knows": ("Who knows it", "من يعرفه"),
    "who-says-what": ("Who says what", "من يقول ماذا"),
    "open": ("“", "«"),
    "close": ("”", "»"),
    "why-breaking": (
        "You get this because you watch everything that breaks.",
        "تصلك هذه الرسالة لأنك تتابع كل ما هو عاجل.",
    ),
    "why-story": (
        "You get this because you watch this story.",
        "تصلك هذه الرسالة لأنك تتابع هذه القصة.",
    ),
    "why-topic": (
        "You get this because you watch the topic {query}.",
        "تصلك هذه الرسالة لأنك تتابع موضوع {query}.",
    ),
    "why-person": (
        "You get this because you watch the person {query}.",
        "تصلك هذه الرسالة لأنك تتابع الشخص {query}.",
    ),
    "why-place": (
        "You get this because you watch the place {query}.",
        "تصلك هذه الرسالة لأنك تتابع المكان {query}.",
    ),
    "why-organisation": (
        "You get this because you watch the organisation {query}.",
        "تصلك هذه الرسالة لأنك تتابع المنظمة {query}.",
    ),
}

# Control characters, and those that override the direction of a line: a headline must not
# reorder or forge the list of an inbox.
_UNFIT = regex.compile(
    r"[\p{Cc}\p{Cs}\u200b\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+"
)
# Longer subjects are cut by every mail program; the words behind the cut stand in the mail.
SUBJECT_CODE_POINTS = 160


def say(key: str, language: str, **values: str) -> str:
    text = TEXTS[key][language == "ar"]
    return text.format(**values) if values else text


def long_day(at: datetime, language: str) -> str:
    """Weekday and date, in Arabic with both names of the month."""
    return wording.day(at.astimezone(UTC).date(), language, both=True, weekday=True)


def _day(value: str, language: str) -> str:
    """A settled day in words; any other time as it stands."""
    try:
        return long_day(datetime.fromisoformat(value).replace(tzinfo=UTC), language)
    except ValueError:
        return wording.timex(value, language)


def one_line(text: str) -> str:
    """``text`` fit for a mail header: one line, no controls, nothing that turns direction."""
    return " ".join(_UNFIT.sub(" ", text).split())


def shortened(text: str, code_points: int) -> str:
    if len(text) <= code_points:
        return text
    cut = text[: code_points - 1]
    return cut[: cut.rfind(" ")].rstrip() + "…" if " " in cut[-40:] else cut + "…"


def sentence_at(reading: Reading, place: Place) -> Span:
    """The sentence (or sentences) that a place stands in."""
    annotations = reading.annotations_of(place)
    around = [
        s
        for s in (annotations.sentences if annotations else ())
        if s.start < place.end and s.end > place.start
    ]
    return Span(
        start=min((s.start for s in around), default=place.start),
        end=max((s.end for s in around), default=place.end),
    )


def headline_of(dossier: Dossier, language: str) -> str | None:
    """The story's headline for a reader of ``language``; None when no article has one."""
    reading = dossier.headline(language)
    return reading.article.title.value if reading and reading.article.title else None


def evidence_words(development: Development, dossier: Dossier) -> str | None:
    """The source's words that bear the development."""
    for place in development.evidence:
        reading = dossier.reading(place.article_id)
        if reading:
            words = reading.text_of(place)[place.start : place.end].strip()
            if words:
                return words
    return None


def conflict_of(development: Development, dossier: Dossier) -> Conflict | None:
    """The conflict on the sheet that a changed or disputed value belongs to."""
    values = {development.values.get("old"), development.values.get("new")} - {None}
    if not values:
        return None
    return next((c for c in dossier.sheet.conflicts if values <= {s.value for s in c.sides}), None)


def about_words(subject: str, language: str) -> str:
    """What a value is of: our own word for what we count, else the source's. A value is not of
    itself: "at 4:17" beside 04:17 says nothing and is left out."""
    own = wording.figure_subject(subject, language)
    return own or ("" if regex.search(r"\p{N}", subject) else subject)


def subject_of(development: Development, dossier: Dossier, language: str) -> str:
    """What is new, in one line: the kind in our words, the rest in the sources'."""
    values = development.values
    headline = headline_of(dossier, language)
    words = evidence_words(development, dossier)
    kind = say(development.kind, language)
    conflict = conflict_of(development, dossier)
    kind_of_value = conflict.kind if conflict else "figure"
    old, new = (
        wording.value(kind_of_value, values[side], language) if values.get(side) else ""
        for side in ("old", "new")
    )
    about = about_words(values.get("subject", ""), language)
    if development.kind == "opened":
        return _subject([headline or words or say("untitled", language)])
    if development.kind == "confirmed":
        number = int(values.get("origins", 0)) or development.independent_origins
        head = wording.count(number, "independent-origins", language)
        return _subject([f"{head}: {headline or words or say('untitled', language)}"])
    if development.kind == "denial":
        return _subject([f"{kind}: {words or headline or about or ''}", headline])
    if development.kind == "new-statement" and words:
        speaker = values.get("speaker")
        quoted = (
            words
            if words[0] in "«“\"„'"
            else say("open", language) + words + say("close", language)
        )
        return _subject([f"{speaker}: {quoted}" if speaker else quoted, headline])
    if development.kind == "settled" and new:
        return _subject([f"{kind}: {_day(values['new'], language)}", headline])
    if old and new:
        # Values before the words they count: between a number and a word of the other direction
        # nothing may come that a mail program would reorder.
        key = "against" if development.kind == "disputed" else "earlier"
        told = f"{kind}: {say(key, language, old=old, new=new)}"
        return _subject([f"{told} ({about})" if about else told, headline])
    return _subject([f"{kind}: {words or headline or ''}", headline])


def _subject(parts: list[str | None]) -> str:
    clean = [one_line(p) for p in parts if p]
    kept = [p for i, p in enumerate(clean) if p and p not in clean[:i]]
    # The headline is told in full only where there is room; what is new always leads.
    first = shortened(kept[0], SUBJECT_CODE_POINTS) if kept else ""
    room = SUBJECT_CODE_POINTS - len(first) - 3
    rest = [shortened(p, room) for p in kept[1:] if room > 30 and p not in first]
    return " · ".join([first, *rest])
