"""Figures: numbers with what they count, their unit and their bound.

``at least 5 hours`` is low 5, high None, unit ``hour``; ``4 to 5`` a range; ``قتيلان`` two killed.
What befell the counted (killed, injured, …) is one of a few canonical senses, so that figures of
different languages can be compared; it is looked for behind the number first ("12 people were
killed"), then before it ("killing 12"), inside the sentence and up to the next number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from tawatur.annotate import figures_east
from tawatur.annotate.figure_words import (
    AFTER,
    BEFORE,
    DUALS,
    PEOPLE,
    RANGES,
    SENSES,
    SINGLES,
    STOPS,
    UNITS,
)
from tawatur.annotate.numbers import SCALES, Back, any_of, cardinals, with_marks, without_marks
from tawatur.model import Figure, Sentence, TimeMention

Bound = Literal["exact", "at-least", "at-most", "about", "range"]

# Languages that write 1.500 for a thousand and a half, and 1,5 for one and a half.
_COMMA_DECIMAL = frozenset({"de", "fr", "es", "ru", "tr", "pt", "it", "nl", "uk", "pl", "fa"})
# "une femme", "bir kadın": the word for one mostly counts nothing.
_ONE_IS_AN_ARTICLE = frozenset({"fr", "es", "de", "tr", "it", "pt", "nl", "sv"})
# Words that stand for a number but mostly mean something else: they count only before a known noun.
_SHY_BELOW = 3
# More digits than this without grouping are telephone numbers and identifiers.
_MONEY_OR_PARTS = re.compile(r"[$€£₽₺¥₪]|us\$|%|٪|yüzde")
_ROUGHLY = re.compile(r"(?:aine|illier)s?\b|\bdozen")
_MOST_DIGITS = 9
# How many characters behind and before a number may tell what befell the counted.
_SENSE_REACH = 60


@dataclass(frozen=True)
class _Number:
    start: int
    end: int
    value: float
    words: bool  # written out
    plain_digits: bool  # digits only, no grouping, decimals or scale
    definite: bool = False  # Arabic "الخمسة آلاف", the five thousand


@dataclass(frozen=True)
class _Table:
    """The compiled expressions of one language."""

    number: re.Pattern[str]
    token: re.Pattern[str]
    cardinal: dict[str, int]
    scale: dict[str, float]
    unit: re.Pattern[str]
    units: dict[str, str]
    people: re.Pattern[str]
    sense: re.Pattern[str] | None
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    ranges: tuple[tuple[re.Pattern[str] | None, re.Pattern[str]], ...]
    stops: frozenset[str]
    dual: re.Pattern[str] | None
    single: re.Pattern[str] | None


_DIGITS = r"\d+(?:[.,' \u00a0]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
# Plurals that alone are no number: "thousands of people", "ملايين".
_VAGUE = frozenset({"الاف", "ملايين", "مليارات", "тысячи", "тысяч", "миллионы", "millionen", "milliarden", "millions", "milliards",
                    "milliers", "millones", "cientos"})  # fmt: skip
_NEVER = re.compile(r"(?!)")


@lru_cache(maxsize=32)
def _table(language: str) -> _Table:
    cardinal, scale = cardinals(language), SCALES.get(language, {})
    joint = (
        r"(?:\s+و\s*|\s+)"
        if language in ("ar", "fa")
        else r"(?:\s+(?:and|и|y|et|und)\s+|[\s-]+|(?<=\d))"
    )
    word = any_of([*cardinal, *scale]) if cardinal or scale else "(?!)"
    scaled = any_of(scale) if scale else "(?!)"
    clitic = r"(?:[وف]?(?P<the>[بك]?ال\s?|لل)|[وفبلك])?" if language == "ar" else ""
    # "12شخصا": a noun glued to the digits
    behind = (
        r"(?:(?<=\d)(?=[ء-ي]{3})|(?![\w]|[.,:/]\d))" if language == "ar" else r"(?![\w]|[.,:/]\d)"
    )
    digits = rf"(?:{_DIGITS})"
    more = f"|{digits}" if language == "ar" else ""  # "ألف و500"
    # "33 ألفا و288", "2 bin 300"
    rest = {
        "ar": rf"(?:\s+و\s?{digits})?",
        "tr": rf"(?:\s\d{{1,3}}\s(?:{scaled})(?!\w))*(?:\s\d{{1,3}}(?![\w.,]|\s(?:{scaled})(?!\w)))?",
    }.get(language, "")
    # "3.5 million", "12 ألفا و500"; digits must not be followed by unrelated digits
    number = re.compile(
        rf"(?<![\w.,/:+#@])(?<!(?<!\d)-)(?P<money>[$€£₽₺¥₪]\s?|us\$\s?|%|٪)?{clitic}"
        rf"(?P<n>{digits}(?:(?:{joint}?(?:{scaled})(?!\w))+{rest})?|(?:{word})(?:{joint}(?:{word}{more}))*){behind}"
        if language != "tr"
        else rf"(?<![\w.,/:+#@])(?<!(?<!\d)-)(?P<money>[$€£₽₺¥₪%]\s?|yüzde\s)?(?P<n>{digits}(?:(?:{joint}?(?:{scaled})(?!\w))+{rest})?|(?:{word})(?:{joint}(?:{word}))*)(?!\w|[.,:/]\d)"
    )
    units = {**UNITS[""], **UNITS.get(language, {})}
    senses = SENSES.get(language)
    ends = r"(?!\w)"

    def named(table: dict[str, str] | None, prefix: str = "") -> re.Pattern[str] | None:
        if not table:
            return None
        body = "|".join(f"(?P<{k.replace('-', '_')}>{v})" for k, v in table.items())
        return re.compile(rf"(?<!\w){prefix}(?:{body}){ends}")

    before = BEFORE.get(language)
    after = AFTER.get(language)
    arabic = r"(?:[وفبلك]|ال|بال|وال|لل)?" if language == "ar" else ""
    return _Table(
        number=number,
        token=re.compile(rf"{_DIGITS}|{word}" if word != "(?!)" else _DIGITS),
        cardinal=cardinal,
        scale=scale,
        unit=re.compile(rf"(?:\s(?:de\s|di\s|d'))?\s?-?(?:(?P<unit>{any_of(units)})(?:'\w{{1,3}}|s\b)?)(?!\w)"),
        units=units,
        people=re.compile(rf"(?:{PEOPLE[language]}){ends}") if language in PEOPLE else _NEVER,
        sense=named(senses, arabic),
        before=re.compile(rf"(?<!\w){arabic}(?:{_alternatives(before)})\s*(?:من |عن )?$") if before else None,
        after=re.compile(rf"[\s،,]*(?:{_alternatives(after)}){ends}") if after else None,
        ranges=tuple(
            (
                re.compile(rf"(?<!\w){re.escape(first)}\s+$") if first else None,
                re.compile(rf"{second}" if second.startswith((r"\s", "'")) else rf"\s*(?:{second})\s*" if second == "و" else rf"\s+(?:{second})\s+"),
            )
            for first, second in [*RANGES.get(language, []), *RANGES[""]]
        ),
        stops=frozenset(STOPS.get(language, "").split()),
        dual=re.compile(rf"(?<!\w)(?:[وفبلك]|لل)?(?P<dual>{any_of(DUALS)})(?:\s+(?:اثنين|اثنان|اثنتين|اخرين|اخران))?(?!\w)")
        if language == "ar"
        else None,
        single=re.compile(
            rf"(?<!\w)(?:[وفبلك]|لل)?(?P<dual>{any_of(SINGLES)})\s+واحده?(?!\w)"
            rf"|(?<!\w)(?:لمده|مدته|مدتها)\s+(?:نحو\s+|حوالي\s+)?(?P<alone>{any_of(w for w, (unit, _) in SINGLES.items() if unit)})(?!\w|\s+(?:\d|واحد))"
        )
        if language == "ar"
        else None,
    )  # fmt: skip


def _alternatives(table: dict[str, str] | None) -> str:
    return "|".join(f"(?P<{k.replace('-', '_')}>{v})" for k, v in (table or {}).items())


def find_figures(
    text: str | None,
    language: str,
    *,
    sentences: Sequence[Sentence] = (),
    times: Sequence[TimeMention] = (),
) -> tuple[Figure, ...]:
    """All figures of a text, in order, without overlap.

    ``times`` are the dates found in it: numbers inside them are no figures (durations are).
    ``low`` and ``high`` are in the unit as written; million and the like are multiplied out.
    """
    if not text:
        return ()
    plain, back = without_marks(text, language)
    dates = [(t.start, t.end) for t in times if t.kind in ("date", "time")]
    taken = [start for start, _ in dates]

    def is_date(start: int, end: int) -> bool:
        i = bisect_right(taken, end - 1) - 1
        return i >= 0 and dates[i][1] > start

    if language in figures_east.LANGUAGES:
        return _east_figures(text, plain, back, language, is_date)
    table = _table(language)
    numbers = [
        n
        for m in _written_numbers(plain, table, language)
        if (n := _read(m, table, language)) and not is_date(back(n.start), back(n.end - 1) + 1)
    ]
    edges = _sentence_edges(plain, sentences, text)
    found: list[Figure] = []
    i = 0
    while i < len(numbers):
        first = numbers[i]
        second = numbers[i + 1] if i + 1 < len(numbers) else None
        joined = _range(plain, first, second, table) if second else None
        last = second if joined and second else first
        following = (
            numbers[i + (2 if joined else 1)] if i + (2 if joined else 1) < len(numbers) else None
        )
        figure = _figure(
            plain,
            first,
            last,
            joined,
            following,
            numbers[i - 1] if i else None,
            table,
            language,
            edges,
        )
        if figure is not None:
            low, high, unit, counted, sense, bound, start, end = figure
            if found and back(start) < found[-1].end:  # "5 % 5", "5 yüzde 5": it is the first's
                start = first.start
                while start + 1 < last.end and (
                    back(start) < found[-1].end or not plain[start].isalnum()
                ):
                    start += 1
            a, b = back(start), with_marks(text, back(end - 1) + 1)
            noun = (
                text[back(counted[0]) : with_marks(text, back(counted[1] - 1) + 1)]
                if counted
                else None
            )
            found.append(
                Figure(
                    start=a,
                    end=b,
                    text=text[a:b],
                    low=low,
                    high=high,
                    unit=unit,
                    counted=noun,
                    sense=sense,
                    bound=bound,
                )
            )
        i += 2 if joined and figure is not None else 1
    for pattern, words, value in (
        (table.dual, DUALS, 2.0),
        (table.single, SINGLES, 1.0),
    ):
        if pattern is not None:
            found += _counted_by_form(
                plain, text, back, pattern, words, value, table, edges, numbers, found, is_date
            )
    return tuple(sorted(found, key=lambda f: (f.start, f.end)))


def _east_figures(
    text: str, plain: str, back: Back, language: str, is_date: Callable[[int, int], bool]
) -> tuple[Figure, ...]:
    def original(a: int, b: int) -> tuple[int, int]:
        return back(a), back(b - 1) + 1

    result = []
    for f in figures_east.find_east(plain, language, lambda a, b: is_date(*original(a, b))):
        a, b = original(f.start, f.end)
        noun = original(*f.counted) if f.counted else None
        result.append(
            Figure(
                start=a,
                end=b,
                text=text[a:b],
                low=f.low,
                high=f.high,
                unit=f.unit,
                counted=text[noun[0] : noun[1]] if noun else None,
                sense=f.sense,
                bound=f.bound,
            )
        )
    return tuple(result)


# ------------------------------------------------------------------ numbers

_ONE_AND_DIGITS = re.compile(r"(?:و?احده?|احدي)(?=\s+و\s?\d)")


def _written_numbers(plain: str, table: _Table, language: str) -> Iterator[re.Match[str]]:
    position = 0
    while m := table.number.search(plain, position):
        if language == "ar" and (one := _ONE_AND_DIGITS.match(m["n"])):
            # "قتيل واحد و12 جريحا" are two numbers, "ألف و12" is one
            m = table.number.search(plain, m.start(), m.start("n") + one.end()) or m
        yield m
        position = m.end()


def _read(m: re.Match[str], table: _Table, language: str) -> _Number | None:
    """The value of a matched number, or None when it is a year, a code or a telephone number."""
    written = m["n"]
    value = _evaluate(written, table, language)
    if value is None:
        return None
    start = m.start("money") if m["money"] else m.start("n")
    digits = written.isdigit()
    if digits and len(written) > _MOST_DIGITS:
        return None
    if (written[0] == "0" and written[1:2].isdecimal()) or written in _VAGUE:
        return None
    definite = "the" in m.re.groupindex and bool(m["the"])
    return _Number(start, m.end("n"), value, not written[0].isdigit(), digits, definite)


def _evaluate(written: str, table: _Table, language: str) -> float | None:
    total = current = 0.0
    seen = False
    for token in table.token.findall(written):
        plain = " ".join(token.split())
        if plain[:1].isdigit():
            number = _digits(plain, language)
            if number is None:
                return None
            current += number
        elif plain in table.scale:
            factor = table.scale[plain]
            if factor in (200.0, 2e3, 2e6, 2e9):  # Arabic duals: مئتان, ألفان, مليونان
                if factor == 200.0:
                    current += factor
                else:
                    total += factor
            elif factor < 1000:
                current = (
                    current + factor
                    if current % 1000 >= 100 or factor > 100
                    else max(current, 1) * factor
                )
            else:
                total += max(current, 1) * factor if current or not seen else factor
                current = 0.0
        elif plain in table.cardinal:
            current += table.cardinal[plain]
        else:
            return None
        seen = True
    return total + current if seen else None


def _digits(token: str, language: str) -> float | None:
    bare = token.replace(" ", "").replace("'", "")
    marks = [c for c in bare if c in ".,"]
    if len(marks) == 1:
        left, right = re.split(r"[.,]", bare)
        decimal = "," if language in _COMMA_DECIMAL else "."
        # 1.500 in German is a group, in English a decimal; other lengths decide themselves
        grouping = len(right) == 3 and marks[0] != decimal and len(left) <= 3 and left != "0"
        bare = left + right if grouping else f"{left}.{right}"
    elif marks:
        last = marks[-1]
        if marks.count(last) == 1 and marks[0] != last:
            bare = bare.replace(marks[0], "").replace(last, ".")
        else:
            bare = bare.replace(".", "").replace(",", "")
    try:
        return float(bare)
    except ValueError:
        return None


def _range(plain: str, first: _Number, second: _Number, table: _Table) -> str | None:
    """Says "range" when two numbers are the ends of one: from 4 to 5, 4-5, between 4 and 5."""
    between = plain[first.end : second.start]
    if len(between) > 8 or (
        first.value >= second.value and not (second.value < 100 <= first.value)
    ):
        return None
    for before, middle in table.ranges:
        if not middle.fullmatch(between):
            continue
        if before is None or before.search(plain[max(0, first.start - 12) : first.start]):
            return "range" if first.value < second.value else None
    return None


# ------------------------------------------------------------------ one figure


def _figure(
    plain: str, first: _Number, last: _Number, joined: str | None, following: _Number | None,
    previous: _Number | None, table: _Table, language: str, edges: Sequence[int],
) -> tuple[float | None, float | None, str | None, tuple[int, int] | None, str | None, Bound, int, int] | None:  # fmt: skip
    end = last.end
    unit: str | None = None
    money = _MONEY_OR_PARTS.match(plain, first.start, first.start + 6)
    if money:
        unit = (
            "USD"
            if money[0] in ("$", "us$")
            else "percent"
            if money[0] in ("%", "٪", "yüzde")
            else UNITS[""][money[0]]
        )
    after_unit = table.unit.match(plain, end)
    if after_unit:
        name = table.units[" ".join(after_unit["unit"].split())]
        unit = unit or name
        end = after_unit.end()
        half = _HALF.match(plain, end) if language == "ar" and not joined else None
        if half:  # "ثلاث ساعات ونصف الساعة"
            last = replace(last, value=last.value + 0.5, end=half.end())
            first, end = last, half.end()
    low_edge, high_edge = _edges_around(edges, first.start, len(plain))
    limit = min(high_edge, following.start if following else high_edge)
    counted = _counted(plain, end, limit, table, language)
    known = bool(counted and _holds_people(plain, counted, table))
    if (
        unit is not None
        and counted
        and not known
        and not re.match(r"\s+(?:of|de|des|от|der)\s", plain[end:])
    ):
        counted = None  # "rose 5 percent yesterday": nothing is counted
    sense = (
        _sense(
            plain,
            first,
            end,
            limit,
            max(low_edge, previous.end if previous else 0),
            table,
            language,
        )
        if unit is None or known
        else None
    )
    if _not_a_figure(plain, first, last, joined, unit, counted, known, sense, language):
        return None
    bound: Bound = "range" if joined else "exact"
    low: float | None = first.value
    high: float | None = last.value
    start = first.start
    if not joined:
        bound, start, end = _bound(plain, first, end, counted, table)
        if counted is None and unit is None and end > last.end:  # "30'dan fazla kişi"
            counted = _counted(plain, end, limit, table, language)
        if bound == "exact" and _ROUGHLY.search(plain[first.start : first.end]):
            bound = "about"
        if bound == "at-least":
            high = None
        elif bound == "at-most":
            low = None
    elif joined:
        for before, middle in table.ranges:
            if before is not None and middle.fullmatch(plain[first.end : last.start]):
                m = before.search(plain[max(0, first.start - 12) : first.start])
                if m:
                    start = max(0, first.start - 12) + m.start()
                    break
    return low, high, unit, counted, sense, bound, start, end


def _holds_people(plain: str, counted: tuple[int, int], table: _Table) -> bool:
    return any(
        table.people.match(plain, m.start()) for m in _WORD.finditer(plain, counted[0], counted[1])
    )


def _bound(
    plain: str, first: _Number, end: int, counted: tuple[int, int] | None, table: _Table
) -> tuple[Bound, int, int]:
    if table.before is not None:
        window = max(0, first.start - 28)
        m = table.before.search(plain, window, first.start)
        if m:
            kind = (m.lastgroup or "exact").replace("_", "-")
            return kind, m.start(m.lastgroup or 0), end  # type: ignore[return-value]
    if table.after is not None:
        for place in (end, counted[1] if counted else end, first.end):
            m = table.after.match(plain, place)
            if m:
                kind = (m.lastgroup or "exact").replace("_", "-")
                return kind, first.start, max(end, m.end())  # type: ignore[return-value]
    return "exact", first.start, end


_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def _counted(
    plain: str, end: int, limit: int, table: _Table, language: str
) -> tuple[int, int] | None:
    """The noun behind a number, with at most two words more: span, or None."""
    most = 1 if language in ("ar", "fa", "tr") else 3
    position, start, stop = end, None, end
    for _ in range(most + 1):
        if start is None and language == "ar" and plain[end - 1 : end].isdigit():
            glued = _WORD.match(plain, end)
            if glued and glued.end() <= limit and glued[0] not in table.stops:
                return glued.span()
        m = (
            re.compile(r"\s+(?:(?:of|de|من)\s+(?:the\s+|los\s+|les\s+|las\s+)?)?").match(
                plain, position
            )
            if start is None
            else re.compile(r"\s+").match(plain, position)
        )
        if not m:
            break
        word = _WORD.match(plain, m.end())
        if not word or word.end() > limit or word[0] in table.stops:
            break
        if language == "ar" and start is not None:
            break
        if start is None:
            start = word.start()
        stop = word.end()
        position = word.end()
        if most == 1 or stop - start > 40 or table.people.match(plain, word.start()):
            break
    return (start, stop) if start is not None else None


_HELD = ("arrested", "captured", "hostages")


def _sense(
    plain: str, number: _Number, end: int, limit: int, low_edge: int, table: _Table, language: str
) -> str | None:
    if table.sense is None:
        return None
    stop = min(limit, end + _SENSE_REACH)
    # What follows a conjunction belongs to the next count ("killing 12 people and injuring 30").
    clause = re.compile(
        r"[,،;؛:.]|\s(?:and|but|while|и|а|et|y|und|ve|e|і|й|та)\s|\s(?:و(?=اصاب|اصيب|مقتل|جرح|فقد|اعتق|نزوح|تشريد|انقاذ))"
    ).search(plain, end, stop)
    behind = table.sense.search(plain, end, clause.start() if clause else stop)
    if language == "ar" and behind and plain[behind.start()] in "وف":
        behind = None  # a conjunction: it tells of the next
    start = max(low_edge, number.start - _SENSE_REACH)
    before = None
    for hit in table.sense.finditer(plain, start, number.start):
        if hit.lastgroup != "cases":  # "cases" are counted, they befall nobody
            before = hit
    if before is None:
        return behind.lastgroup if behind else None
    between = plain[before.end() : number.start]
    if behind is not None:
        if before.lastgroup in ("released", "rescued") and behind.lastgroup in _HELD:
            return before.lastgroup  # "freed 15 detainees": what they were is not what befell them
        same_clause = not re.search(r"[,،;؛.]|\s(?:and|but|и|а|et|y|und|ve|e|і|й|та|و)\s", between)
        if same_clause and len(between) <= behind.start() - end:
            return before.lastgroup
        return behind.lastgroup
    return None if re.search(r"[.;؛]", between) else before.lastgroup


_ORDINAL_BEHIND = {
    "en": r"(?:st|nd|rd|th)\b", "ru": r"-?(?:й|го|я|е|м|х|ю|му|ая|ой|ый|ых)\b", "de": r"\.(?=\s[^\W\d])", "tr": r"\.(?=\s\w)|'?[ıiuü]nc[ıiuü]",
    "fr": r"(?:e|er|ère|ème|è)\b", "es": r"[ºª°]", "fa": r"\s?(?:ام|م)\b",
}  # fmt: skip
_CODE_BEFORE = re.compile(
    r"(?:[^\W\d_]-?|№\s?|#|رقم\s|no\.\s|номер\s|п\.\s|ст\.\s|page\s|article\s|الماده\s|القرار\s|resolution\s|boeing\s|airbus\s)$"
)


def _not_a_figure(
    plain: str, first: _Number, last: _Number, joined: str | None, unit: str | None,
    counted: tuple[int, int] | None, known: bool, sense: str | None, language: str,
) -> bool:  # fmt: skip
    if unit is not None:
        return False
    pattern = _ORDINAL_BEHIND.get(language)
    if pattern and re.match(pattern, plain[last.end : last.end + 6]) and not first.words:
        return True
    code = _CODE_BEFORE.search(plain, max(0, first.start - 12), first.start)
    if (
        code
        and not known
        and not re.match(r"(?<!\w)(?:[وفبلك]|لل)$", plain[code.start() : first.start])
    ):
        return True
    if first.definite and first.words and first.value < 1000 and not known and sense is None:
        return True  # "مجموعة العشرين", the Group of Twenty
    if first.words and not joined:
        if first.value == 1 and language in _ONE_IS_AN_ARTICLE:
            return True
        if re.match(r"\s(?:binlerce|yüzlerce|milyonlarca)", plain[last.end : last.end + 14]):
            return True  # "on binlerce": tens of thousands
        if first.value < _SHY_BELOW:
            return (not known and sense is None) or (first.value == 1 and not known)
        if counted is None:
            return first.value < 100 and sense is None
        return False
    if first.plain_digits and not joined:
        if 1900 <= first.value <= 2099 and not known and sense is None:
            return True  # a year that no rule of times took
        if counted is None and sense is None:
            behind = plain[last.end : last.end + 1]
            return first.value < 1000 or behind in "-/:"
    return bool(joined and counted is None and sense is None)


def _sentence_edges(plain: str, sentences: Sequence[Sentence], text: str) -> list[int]:
    if sentences and len(plain) == len(text):
        return [s.start for s in sentences] + [len(plain)]
    return [0, *[m.end() for m in re.finditer(r"\n|[.!?؟]\s", plain)], len(plain)]


def _edges_around(edges: Sequence[int], position: int, length: int) -> tuple[int, int]:
    i = bisect_right(edges, position)
    return (edges[i - 1] if i else 0), (edges[i] if i < len(edges) else length)


# ------------------------------------------------------------------ Arabic forms that count


_HALF = re.compile(r"\s+ونصف(?:\s+ال\w+)?(?!\w)")


def _counted_by_form(
    plain: str, text: str, back: Back, pattern: re.Pattern[str],
    words: dict[str, tuple[str | None, str | None]], value: float, table: _Table,
    edges: Sequence[int], numbers: Sequence[_Number], found: Sequence[Figure],
    is_date: Callable[[int, int], bool],
) -> list[Figure]:  # fmt: skip
    """Duals, and nouns that "one" or "for" counts: قتيلان، عام واحد، لمدة شهر ونصف."""
    result = []
    spans = [(f.start, f.end) for f in found]
    for m in pattern.finditer(plain):
        group = m.lastgroup or "dual"
        start, end = m.span(group)
        noun_end, amount = end, value
        a, b = back(start), with_marks(text, back(end - 1) + 1)
        if is_date(a, b) or any(s < b and a < e for s, e in spans):
            continue
        unit, sense = words[" ".join(m[group].split())]
        half = _HALF.match(plain, end) if unit else None
        if half:
            amount += 0.5
            end = half.end()
        elif value == 1.0 and group == "dual":
            end = m.end()
        number = _Number(start, end, amount, True, False)
        low_edge, high_edge = _edges_around(edges, start, len(plain))
        nearest = min((n.start for n in numbers if n.start >= end), default=high_edge)
        before_it = max((n.end for n in numbers if n.end <= start), default=0)
        if unit is None and sense is None:
            sense = _sense(
                plain, number, end, min(high_edge, nearest), max(low_edge, before_it), table, "ar"
            )
        bound, begin, stop = _bound(plain, number, end, None, table)
        a, b = back(begin), with_marks(text, back(stop - 1) + 1)
        result.append(
            Figure(
                start=a,
                end=b,
                text=text[a:b],
                low=None if bound == "at-most" else amount,
                high=None if bound == "at-least" else amount,
                unit=unit,
                counted=None if unit else text[back(start) : back(noun_end - 1) + 1],
                sense=sense,
                bound=bound,
            )
        )
    return result
