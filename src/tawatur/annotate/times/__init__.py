"""Times in text: every date expression with the calendar value it stands for.

Two passes when speech is reported, since "tomorrow" inside a quotation counts from the day it
was spoken::

    first = find_times(text, language, published=day, sentences=sentences)
    quotes = with_days_of_speech(text, quotes, first, sentences)
    times = find_times(text, language, published=day, sentences=sentences, quotes=quotes)

An article without a date keeps its relative expressions with value None; once a day is inferred
for it, call ``find_times`` again with that day as ``published``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from importlib import import_module

from msgspec.structs import replace

from tawatur.annotate.numbers import Back, with_marks, without_marks
from tawatur.annotate.times.grammar import Grammar, filled
from tawatur.annotate.times.other import build
from tawatur.annotate.times.resolve import Anchor, Settled, settle
from tawatur.model import Quote, Sentence, TimeMention
from tawatur.text import fold

_OWN_GRAMMARS = ("ar", "en", "ru", "tr", "fr", "es", "de", "fa")
# How far from a trigger word an expression may reach: "في ساعة متأخرة من مساء يوم أمس الأول الخميس".
_REACH_BEFORE, _REACH_AFTER = 48, 64


@lru_cache(maxsize=64)
def grammar_of(language: str) -> Grammar | None:
    """The table of a language: its own, else one from CLDR words, or None when there is none."""
    if language in _OWN_GRAMMARS:
        found: Grammar = import_module(f"tawatur.annotate.times.{language}").GRAMMAR
        return found
    return build(language)


def find_times(
    text: str | None,
    language: str,
    *,
    published: date | None,
    sentences: Sequence[Sentence] = (),
    quotes: Sequence[Quote] = (),
) -> tuple[TimeMention, ...]:
    """All date expressions of a text, in order, with their values.

    ``published`` is the calendar day of publication in the publisher's own zone; None leaves
    relative expressions open. ``sentences`` help to find the verb whose tense decides a bare
    weekday. Inside a direct quotation of ``quotes`` that states its day (``spoken_on``),
    relative expressions count from that day (``anchor == "speech"``).
    """
    g = grammar_of(language)
    if not text or g is None:
        return ()
    plain, back = without_marks(text, language)
    spoken = [
        (span.start, span.end, day)
        for q in quotes
        if q.kind != "indirect" and q.spoken_on and (day := _as_day(q.spoken_on))
        for span in q.content
    ]
    starts = [s.start for s in sentences]
    found: list[TimeMention] = []
    text_day: date | None = None
    text_value: str | None = None
    text_period: str | None = None
    text_day_at = -1
    todays: list[tuple[int, re.Match[str]]] = []
    for number, m in _expressions(plain, language):
        spans = filled(m)
        slots = {name: plain[a:b] for name, (a, b) in spans.items()}
        start, end = back(m.start()), with_marks(text, back(m.end() - 1) + 1)
        if not _really_a_name(slots, spans, text, back, g):
            continue
        says = g.rules[number].says
        if ("line_end" in says or "short_line" in says) and not _in_short_line(
            plain, m, "line_end" in says
        ):
            continue
        if g.rules[number].says.get("bare") and text[end : end + 2].strip()[:1].isupper():
            continue  # "2000 Mitarbeiter"
        anchor_day, anchor_name = published, "publication"
        for a, b, day in spoken:
            if a <= start < b:
                anchor_day, anchor_name = day, "speech"
        rule = g.rules[number]
        tense = None
        if g.language == "en" and plain.startswith("'s ", m.end()):
            tense = "past"  # "Tuesday's declaration"
        elif g.language == "es" and plain.endswith("del ", 0, m.start()) and "W" in slots:
            pass  # "el precio de cierre del martes": the verb of the sentence does not tell
        elif _needs_tense(slots, rule.says):
            tense = _tense(plain, m, g, _bounds(starts, sentences, start, plain, m, text, back))
        own_day = (
            text_day
            if "h" not in slots or text_day_at >= _sentence_start(starts, start, plain, m.start())
            else None
        )
        anchor = Anchor(anchor_day, tense, own_day, text_value, text_period)
        pieces = _split_pair(m, slots, spans, rule.says)
        if not slots.keys() - {"day"} and plain[m.start() : m.end()] in g.nowadays:
            todays.append((len(found), m))
        for s, a, b in pieces:
            meaning = settle(s, rule, g, anchor)
            if meaning is None:
                continue
            first, last = (start, end) if len(pieces) == 1 else (back(a), back(b - 1) + 1)
            mention = _mention(
                text, first, last, meaning, rule.says, anchor_day, anchor_name, text_value
            )
            found.append(mention)
            likely = likeliest(mention)
            if likely and mention.kind in ("date", "time"):
                text_value = likely
                if mention.granularity == "quarter" and "same_period" not in rule.says:
                    text_period = likely
                if day := _as_day(likely):
                    text_day, text_day_at = day, first if "h" not in s else text_day_at
    essay = bool(todays) and _is_essay(plain, found)
    for index, m in todays:
        if plain.endswith("bis ", 0, m.start()):
            continue
        bounds = _bounds(starts, sentences, found[index].start, plain, m, text, back)
        sign = g.says_nowadays.search(plain, *bounds)
        if (sign and sign.start() <= m.start() < sign.end()) or (
            essay and _tense(plain, m, g, bounds) != "past"
        ):
            found[index] = replace(found[index], value=None, anchor_value=None)
    return tuple(found)


# In a long text that speaks of years and of hardly any day, "today" means these days.
_ESSAY_CHARACTERS, _ESSAY_YEARS, _ESSAY_DAYS = 2_500, 3, 1


def _is_essay(plain: str, found: Sequence[TimeMention]) -> bool:
    if len(plain) < _ESSAY_CHARACTERS:
        return False
    kinds = [t.granularity for t in found if t.kind == "date" and t.direction != "present"]
    years = sum(k in ("year", "decade", "century") for k in kinds)
    return years >= _ESSAY_YEARS and kinds.count("day") <= _ESSAY_DAYS


def likeliest(mention: TimeMention) -> str | None:
    """The value, or the candidate nearest to the day it was counted from (the past on a tie)."""
    if mention.value is not None or not mention.candidates:
        return mention.value
    base = _as_day(mention.anchor_value or "")
    days = [(d, c) for c in mention.candidates if (d := _as_day(c))]
    if base is None or not days:
        return mention.candidates[0]
    if mention.direction is None:  # a bare weekday: news tells of what was
        past = [(d, c) for d, c in days if d <= base]
        if past:
            return max(past)[1]
    return min(days, key=lambda pair: (abs((pair[0] - base).days), pair[0]))[1]


def with_days_of_speech(
    text: str,
    quotes: Sequence[Quote],
    times: Sequence[TimeMention],
    sentences: Sequence[Sentence],
) -> tuple[Quote, ...]:
    """Quotations with ``spoken_on`` filled where the narration states the day.

    The day is a past or present time outside all quoted words, in the sentence of the cue (or,
    without a cue, of the first quoted words); else in the sentence directly before it, when
    that one names the same speaker ("Lavrov announced the meeting yesterday, Wednesday. Lavrov
    told reporters: …").
    """
    quoted = [(s.start, s.end) for q in quotes for s in q.content]
    days = [
        t
        for t in times
        if t.kind in ("date", "time")
        and t.granularity in ("day", "hour", "minute")
        and t.value
        and t.direction in ("past", "present")
        and not any(a <= t.start < b for a, b in quoted)
    ]
    starts = [s.start for s in sentences]
    filled = []
    for q in quotes:
        place = q.cue or (q.content[0] if q.content else None)
        if q.spoken_on or place is None or not sentences:
            filled.append(q)
            continue
        index = max(0, bisect_right(starts, place.start) - 1)
        inside = _days_in(days, sentences[index])
        if not inside and index > 0 and q.speaker is not None:
            before = sentences[index - 1]
            named = q.speaker.span is not None and before.start <= q.speaker.span.start < before.end
            if named or _names(text[before.start : before.end], q.speaker.name):
                inside = _days_in(days, before)
                place_at = before.start
            else:
                inside = []
        else:
            place_at = place.start
        if inside:
            chosen = min(inside, key=lambda t: (abs(t.start - place_at), t.start))
            filled.append(_with_day(q, str(chosen.value)[:10]))
        else:
            filled.append(q)
    return tuple(filled)


def _days_in(days: Sequence[TimeMention], sentence: Sentence) -> list[TimeMention]:
    return [t for t in days if sentence.start <= t.start < sentence.end]


def _names(sentence: str, name: str | None) -> bool:
    """Does the sentence carry the last name?"""
    last = fold(name or "").split()[-1:]
    return bool(last) and len(last[0]) > 2 and last[0] in fold(sentence)


def _with_day(quote: Quote, day: str) -> Quote:
    return replace(quote, spoken_on=day)


# ------------------------------------------------------------------ finding


# Headings and messages: what is safe at their end ("closed until the 27") is not safe elsewhere.
_SHORT_LINE = 90


def _in_short_line(plain: str, m: re.Match[str], at_its_end: bool) -> bool:
    begin = plain.rfind("\n", 0, m.start()) + 1
    end = plain.find("\n", m.end())
    end = len(plain) if end < 0 else end
    rest = plain[m.end() : end].strip(" .!?؟") if at_its_end else ""
    return end - begin <= _SHORT_LINE and not rest


@lru_cache(maxsize=2)  # a text is read again once the days of its quotations are known
def _expressions(plain: str, language: str) -> tuple[tuple[int, re.Match[str]], ...]:
    """(number of the rule, match with its slots) of each expression, in order."""
    g = grammar_of(language)
    assert g is not None
    finder = g.finder
    found = []
    for begin, end in _windows(plain, g):
        for hit in finder.finditer(plain, begin, end):
            number = int((hit.lastgroup or "r0")[1:])
            start, parser = hit.start(hit.lastgroup or 0), g.parser(number)
            m = parser.match(plain, start)  # what it looks ahead to stands behind the hit
            if m is None or m.end() != hit.end():
                m = parser.match(plain, start, hit.end())
            if m:
                found.append((number, m))
    return tuple(found)


def _windows(plain: str, g: Grammar) -> Iterator[tuple[int, int]]:
    """Stretches of text around trigger words, merged, cut at spaces and ends of lines."""
    if len(plain) <= _SHORT_LINE and "\n" not in plain:
        yield 0, len(plain)
        return
    begin = end = -1
    for t in g.trigger.finditer(plain):
        if t.end() + 24 <= end:
            continue
        a = max(plain.rfind("\n", 0, t.start()) + 1, t.start() - _REACH_BEFORE)
        line_end = plain.find("\n", t.end())
        b = min(len(plain) if line_end < 0 else line_end, t.end() + _REACH_AFTER)
        while a > 0 and b - a < 400 and not plain[a - 1].isspace() and g.word_edge:
            a -= 1
        while b < len(plain) and not plain[b].isspace() and b - t.end() < 200 and g.word_edge:
            b += 1
        if a <= end:
            end = max(end, b)
        else:
            if end > 0:
                yield begin, end
            begin, end = a, b
    if end > 0:
        yield begin, end


def _really_a_name(
    slots: dict[str, str], spans: dict[str, tuple[int, int]], text: str, back: Back, g: Grammar
) -> bool:
    """Words that are also common words count only as they are written when they are names."""
    for slot in ("M", "W"):
        word = slots.get(slot)
        if slot == "W" and "mod" in slots:
            continue  # "geçen pazar" is no market
        if slot == "M" and slots.keys() & {"D", "d"} and len(word or "") == 3 and word != "may":
            continue  # "jan-1"
        if word and word.rstrip(".") in g.capital_words:
            written = text[back(spans[slot][0])]
            if not (written.isupper() or written == "آ"):
                return False
    if g.language == "ar" and slots.get("M") == "اب":
        return text[back(spans["M"][0])] == "آ" or bool(slots.get("M2") or slots.get("Y"))
    return True


def _sentence_start(starts: Sequence[int], start: int, plain: str, position: int) -> int:
    """Where the sentence begins: a clock time belongs to a day named before it there."""
    i = bisect_right(starts, start) - 1
    return starts[i] if i >= 0 else plain.rfind("\n", 0, position) + 1


def _needs_tense(slots: dict[str, str], says: dict[str, object]) -> bool:
    if says.get("weekend"):
        return True
    if says.get("if_future") or says.get("by_tense"):
        return True
    if slots.get("Y") or "sign" in says or says.get("from_text") or slots.get("day"):
        return False
    return any(slots.get(k) for k in ("W", "M", "D", "d", "DW", "season", "ord", "m"))


_STOPS = ("\n", ". ", "؟ ", "! ", "? ")
_LONG_SENTENCE = 1_000  # code points


def _bounds(
    starts: Sequence[int], sentences: Sequence[Sentence], start: int, plain: str,
    m: re.Match[str], text: str, back: Back,
) -> tuple[int, int]:  # fmt: skip
    """The sentence around a match, in offsets of the folded text."""
    if len(text) == len(plain) and starts:
        i = bisect_right(starts, start) - 1
        if i >= 0 and sentences[i].start <= start < sentences[i].end:
            return sentences[i].start, sentences[i].end
    before = -1
    after: list[int] = []
    for reach in (_LONG_SENTENCE, len(plain)):  # hardly ever so far that all has to be searched
        if before < 0:
            low = max(0, m.start() - reach)
            before = max(plain.rfind(stop, low, m.start()) for stop in _STOPS)
        if not after:
            high = m.end() + reach
            after = [p for stop in _STOPS if (p := plain.find(stop, m.end(), high)) >= 0]
    return before + 1, min(after, default=len(plain))


# How far behind "will" its participle may stand.
_VERB_GROUP = 16


def _tense(plain: str, m: re.Match[str], g: Grammar, bounds: tuple[int, int]) -> str | None:
    """Past or future, by the verb nearest on the side where the language puts its verbs."""
    low, high = max(bounds[0], m.start() - 160), min(bounds[1], m.end() + 160)
    before = after = None
    ahead = -_VERB_GROUP  # where the last sign of the future ended
    for hit in g.tense.finditer(plain, low, high):
        sign = hit.lastgroup
        if sign == "future":
            ahead = hit.end()
        elif (
            hit.start() - ahead < _VERB_GROUP
            and plain[ahead : hit.start()].replace(" ", "a").isalpha()
        ):
            sign = "future"  # "will be released", "будет построен": the participle is of the future
        if hit.end() <= m.start():
            before = sign
        elif hit.start() >= m.end() and after is None:
            after = sign
    first, second = (before, after) if g.verb_first else (after, before)
    return first or second or g.unsigned


def _split_pair(
    m: re.Match[str],
    slots: dict[str, str],
    spans: dict[str, tuple[int, int]],
    says: dict[str, object],
) -> list[tuple[dict[str, str], int, int]]:
    """Splits "16 and 17 December" in two expressions; anything else as one."""
    if "h2" in slots:  # "15-18 Uhr"
        opening = {k: v for k, v in slots.items() if k not in ("h2", "min2")}
        closing = {**{k: v for k, v in opening.items() if k != "min"}, "h": slots["h2"]}
        if "min2" in slots:
            closing["min"] = slots["min2"]
        split = spans["min"][1] if "min" in spans else spans["h"][1]
        return [(opening, m.start(), split), (closing, spans["h2"][0], m.end())]
    if not says.get("pair"):
        return [(slots, m.start(), m.end())]
    first = {k: v for k, v in slots.items() if k not in ("D2", "h", "min")}
    second = {**{k: v for k, v in first.items() if k != "W"}, "D": slots["D2"]}
    return [(first, m.start(), spans["D"][1]), (second, spans["D2"][0], m.end())]


def _mention(
    text: str, start: int, end: int, meaning: Settled, says: dict[str, object],
    anchor_day: date | None, anchor_name: str, text_value: str | None,
) -> TimeMention:  # fmt: skip
    anchor, anchor_value = "none", None
    if meaning.relative and says.get("from_text") and text_value:
        anchor, anchor_value = "text", text_value
    elif meaning.relative:
        anchor = anchor_name
        anchor_value = anchor_day.isoformat() if anchor_day else None
    kind = str(
        says.get("kind")
        or ("time" if meaning.granularity in ("minute", "hour", "second") else "date")
    )
    return TimeMention(
        start=start,
        end=end,
        text=text[start:end],
        value=meaning.value,
        candidates=meaning.candidates,
        granularity=meaning.granularity,
        kind=kind,  # type: ignore[arg-type]
        anchor=anchor,  # type: ignore[arg-type]
        anchor_value=anchor_value,
        direction=meaning.direction,  # type: ignore[arg-type]
    )


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _as_day(value: str) -> date | None:
    if _DAY.match(value):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None
