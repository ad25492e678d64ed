"""The words of a notice: what is new, put together from what the sources say.

Nothing here is composed about the event itself; our own words only name the kind of
development, the sources, and the counts (Arabic ones in the six plural forms).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import regex

from tawatur import wording
from tawatur.model import Conflict, Development, Dossier, Notice, Place, Reading, Span, Watch

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
    "on-the-word-of": ("on the word of", "على عهدة"),
    "semicolon": ("; ", "؛ "),
    "and-more": ("and {n} more on the page", "و{n} أخرى في الصفحة"),
    "plus": (" (+{n})", " (+{n})"),
    "digest-subject": ("{stories}: {first}", "{stories}: {first}"),
    "leave-watch": ("Stop this watch", "أوقف هذه المتابعة"),
    "leave-all": ("Stop all mails", "أوقف كل الرسائل"),
    "manage": ("Quiet hours, digest, other settings", "ساعات الصمت والموجز وسائر الإعدادات"),
    # what is watched
    "watch-breaking": ("everything that breaks", "كل ما هو عاجل"),
    "watch-topic": ("the topic {query}", "موضوع {query}"),
    "watch-person": ("the person {query}", "الشخص {query}"),
    "watch-place": ("the place {query}", "المكان {query}"),
    "watch-organisation": ("the organisation {query}", "المنظمة {query}"),
    "watch-story": ("one story", "قصة واحدة"),
    "watch-story-named": ("the story “{query}”", "القصة: {query}"),
    "watch-quotation": ("quotations by {query}", "أقوال {query}"),
    "watch-corrections": ("corrections of {query}", "تصويبات {query}"),
    "why": (
        "You get this because you watch {about}.",
        "تصلك هذه الرسالة لأنك تتابع {about}.",
    ),
    # when it is told
    "at-once": ("at once", "فورًا"),
    "hourly": ("each hour, gathered", "موجز كل ساعة"),
    "daily": ("once a day at {hour}:00", "مرة في اليوم الساعة {hour}:00"),
    "silent": ("silent from {start} to {end}", "بصمت من {start} إلى {end}"),
    "at-most-mails": ("at most {n} a day", "{n} في اليوم على الأكثر"),
    "from-origins": ("from {origins}", "ابتداءً من {origins}"),
    "from-growth": ("from {n} times the usual growth", "ابتداءً من {n} أضعاف النمو المعتاد"),
    "only-languages": ("articles in {languages}", "مقالات بلغة {languages}"),
    "only-kinds": ("only: {kinds}", "فقط: {kinds}"),
    "zone": ("times of {zone}", "بتوقيت {zone}"),
    # the confirmation
    "confirm-subject": ("Confirm your alerts", "أكّد تنبيهاتك"),
    "confirm-title": ("One click and it starts", "نقرة واحدة وتبدأ"),
    "confirm-lead": (
        "Somebody, most likely you, asked tawatur to write to this address. Nothing is sent until you confirm it.",
        "طلب أحدهم، وأنت على الأرجح، أن يكتب «تواتر» إلى هذا العنوان. لن نرسل شيئًا قبل أن تؤكّده.",
    ),
    "confirm-button": ("Confirm alerts", "أكّد التنبيهات"),
    "confirm-not-you": (
        "You did not ask for this? Do nothing. The address is deleted in {hours}.",
        "لم تطلب هذا؟ لا تفعل شيئًا. يُحذف العنوان بعد {hours}.",
    ),
    "about-what": ("About", "بشأن"),
    "when": ("When", "متى"),
}

# Control characters, and those that override the direction of a line: a headline must not
# reorder or forge the list of an inbox.
_UNFIT = regex.compile(
    r"[\p{Cc}\p{Cs}\u200b\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff]+"
)
_OVERRIDES = regex.compile(
    r"[\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\p{Cs}]|[\p{Cc}--[\n\t]]", regex.V1
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


def fit(text: str) -> str:
    """``text`` fit for a mail's body: paragraphs stay, what overrides a line's direction goes."""
    return _OVERRIDES.sub("", text)


def about_watch(watch: Watch, language: str, story: str | None = None) -> str:
    """What is watched, in a few words; ``story`` is the headline of a watched story."""
    if watch.kind == "story":
        named = one_line(story or "")
        return (
            say("watch-story-named", language, query=named)
            if named
            else say("watch-story", language)
        )
    query = one_line(watch.query or "")
    return (
        say(f"watch-{watch.kind}", language, query=query)
        if query
        else say("watch-breaking", language)
    )


def rules_of(watch: Watch, language: str) -> str:
    """When a watch is told, and of what, in one line."""
    if watch.digest is None:
        parts = [say("at-once", language)]
    elif watch.digest == "hourly":
        parts = [say("hourly", language)]
    else:
        parts = [say("daily", language, hour=watch.digest.partition("@")[2])]
    if watch.quiet:
        start, end = watch.quiet.split("-")
        parts.append(say("silent", language, start=start, end=end))
    if watch.daily_cap is not None:
        parts.append(say("at-most-mails", language, n=str(watch.daily_cap)))
    if watch.min_origins is not None:
        origins = wording.count(watch.min_origins, "independent-origins", language)
        parts.append(say("from-origins", language, origins=origins))
    if watch.min_growth is not None:
        parts.append(say("from-growth", language, n=f"{watch.min_growth:g}"))
    if watch.languages:
        listed = say("sep", language).join(watch.languages)
        parts.append(say("only-languages", language, languages=listed))
    if watch.kinds:
        listed = say("sep", language).join(say(kind, language) for kind in watch.kinds)
        parts.append(say("only-kinds", language, kinds=listed))
    if watch.zone != "UTC" and (watch.quiet or watch.digest or watch.daily_cap):
        parts.append(say("zone", language, zone=watch.zone))
    return say("semicolon", language).join(parts)


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


def subject_of_mail(
    notices: Sequence[Notice], developments: Sequence[Development], language: str
) -> str:
    """One line for a mail that tells of several developments of one story: the gravest, else the
    one that says most of the story, and how many there are beside it."""
    if len(notices) == 1:
        return one_line(notices[0].subject) or say(developments[0].kind, language)
    order = {kind: n for n, kind in enumerate(_BY_WEIGHT)}
    lead = min(
        range(len(notices)),
        key=lambda i: (order[developments[i].kind], -developments[i].independent_origins, -i),
    )
    more = say("plus", language, n=str(len(notices) - 1))
    return shortened(one_line(notices[lead].subject), SUBJECT_CODE_POINTS - len(more)) + more


_BY_WEIGHT = (
    "retraction",
    "correction",
    "denial",
    "disputed",
    "figure-changed",
    "settled",
    "confirmed",
    "new-statement",
    "opened",
)


def _subject(parts: list[str | None]) -> str:
    clean = [one_line(p) for p in parts if p]
    kept = [p for i, p in enumerate(clean) if p and p not in clean[:i]]
    # The headline is told in full only where there is room; what is new always leads.
    first = shortened(kept[0], SUBJECT_CODE_POINTS) if kept else ""
    room = SUBJECT_CODE_POINTS - len(first) - 3
    rest = [shortened(p, room) for p in kept[1:] if room > 30 and p not in first]
    return " · ".join([first, *rest])
