"""What a language's table of time words looks like, and how it becomes regular expressions.

Each language module (``ar.py``, ``en.py``, …) fills a ``Grammar``: words with their values, and
rules, which are regular expressions with slots. ``{W} {D} {M}`` reads "weekday, day of the
month, name of a month"; a space stands for white space. What an expression means follows from
which slots it filled (see ``resolve.py``), so a rule carries no code.

Finding goes in two steps. One expression of trigger words and digit groups is run over the
text; only around its hits are the rules tried, all in one alternation, first that matches wins.
Text without times costs the trigger scan alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tawatur.annotate.numbers import any_of, cardinals, ordinals, years_in_words
from tawatur.annotate.times.openings import Openings, look_ahead, openings, parse


@dataclass(frozen=True)
class Rule:
    """``pattern`` with slots; ``says`` adds to what the slots say.

    Keys of ``says``: ``sign`` (-1 past, 1 future: a distance from now), ``from_text`` (counted
    from the last time of the text, not from publication), ``days`` (a fixed offset), ``kind``,
    ``pair`` (two days of one month: two mentions), ``mod``, ``edge``, ``year_only``, ``exact``
    (a distance that is counted to the day), ``line_end`` (only at the end of a short line), ``short_line`` (only in one),
    ``if_future`` (a distance only beside a verb of the future: "will open in three days").
    """

    pattern: str
    says: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Grammar:
    """The time words of one language; all in the spelling of ``numbers.plain_letters``."""

    language: str
    months: Sequence[str]  # twelve entries, variants by "|"
    weekdays: Sequence[str]  # seven, Monday first, variants by "|"
    days: dict[str, int]  # "yesterday" -> -1
    units: dict[str, str]  # "weeks" -> "week", any number
    ones: dict[str, str]  # "week" -> "week", the singular that "last" and "this" stand with
    mods: dict[str, int]  # "last" -> -1, "this" -> 0, "next" -> 1
    rules: Sequence[Rule]
    parts: Sequence[str] = ()  # parts of the day: "morning", "tonight"
    seasons: dict[str, str] = field(default_factory=dict)  # "summer" -> "SU"
    edges: Sequence[str] = ()  # "early", "the end of"
    quantities: dict[str, int | None] = field(
        default_factory=dict
    )  # more than the cardinals; None: vague
    duals: dict[str, tuple[int, str]] = field(default_factory=dict)  # Arabic "يومين" -> (2, "day")
    day_ending: str = ""  # what may follow the digits of a day: "(?:st|nd|rd|th)?"
    day_first: bool = True  # 5/3/2025 is the 5th of March
    # Weekdays as they stand after "first" and "third", where they differ: Arabic without article
    counted_weekdays: Sequence[str] = ()
    prefix: str = ""  # clitics that may stand before a word
    article: str = ""  # words that may stand before any expression and are not part of it
    month_dot: bool = True
    capital_words: frozenset[str] = (
        frozenset()
    )  # count only when written with a capital: "may", "march"
    hijri_months: Sequence[str] = ()
    jalali_months: Sequence[str] = ()
    future: str = r"(?!)"  # words near a time that make it future
    past: str = r"(?!)"
    # Words for today that essays use for "these days".
    nowadays: frozenset[str] = frozenset()
    nowadays_beside: str = r"(?!)"  # words in the sentence that say so: "damals … heute"
    # What a time without a sign of the tense beside it is: German tells the past in tenses that
    # show, and the present of "Am Freitag beginnt" speaks of the coming Friday.
    unsigned: str | None = None
    # The first day of the week, 0 for Monday: decides between two readings of "last Tuesday".
    week_start: int = 0
    verb_first: bool = True  # where to look for the verb first: before the time, or behind it
    word_edge: bool = True  # False for scripts without spaces
    whole_words: bool = True  # False where endings are glued to words
    digit_triggers: str = ""  # further triggers that begin with a digit
    extra_triggers: Sequence[str] = ()

    # ---------------------------------------------------------------- tables by word

    @cached_property
    def month_of(self) -> dict[str, int]:
        return _by_word(self.months)

    @cached_property
    def weekday_of(self) -> dict[str, int]:
        words = {**_by_word(self.counted_weekdays), **_by_word(self.weekdays)}
        return {w: i - 1 for w, i in words.items()}

    @cached_property
    def hijri_of(self) -> dict[str, int]:
        return _by_word(self.hijri_months)

    @cached_property
    def jalali_of(self) -> dict[str, int]:
        return _by_word(self.jalali_months)

    @cached_property
    def number_of(self) -> dict[str, int | None]:
        return {**cardinals(self.language), **self.quantities}

    @cached_property
    def ordinal_of(self) -> dict[str, int]:
        return ordinals(self.language)

    # ---------------------------------------------------------------- expressions

    @cached_property
    def _slots(self) -> dict[str, str]:
        short = [w for w in self.month_of if len(w) <= 4]
        full = [w for w in self.month_of if len(w) > 4]
        dotted = (
            rf"(?:{any_of(short) or '(?!)'})\.?|{any_of(full) or '(?!)'}"
            if self.month_dot
            else any_of(self.month_of)
        )
        never = "(?!)"
        return {
            "Y": r"(?:1[0-9]\d\d|20\d\d)(?!\d)",
            "y": r"(?:'?\d\d)(?!\d)",
            "YW": years_in_words(self.language) or never,
            "D": r"(?:3[01]|[12]\d|0?[1-9])(?!\d)" + self.day_ending,
            "d": r"(?:3[01]|[12]\d|0?[1-9])(?!\d)",
            "m": r"(?:1[0-2]|0?[1-9])(?!\d)",
            "h": r"(?:2[0-4]|[01]?\d)(?!\d)",
            "min": r"[0-5]\d(?!\d)",
            "M": dotted if self.months else never,
            "ML": f"(?:{any_of(_long(self.months))})" if self.months else never,
            "WL": f"(?:{any_of(_long(self.weekdays))})" if self.weekdays else never,
            "W": f"(?:{any_of(_by_word(self.weekdays))})" if self.weekdays else never,
            "WC": any_of(_by_word(self.counted_weekdays)) or never,
            "DW": self._written_days or never,
            "DC": any_of(w for w, n in cardinals(self.language).items() if n <= 31) or never,
            "day": any_of(self.days) or never,
            "unit": any_of(self.units) or never,
            "one": any_of(self.ones) or never,
            "dual": any_of(self.duals) or never,
            "mod": any_of(self.mods) or never,
            "part": any_of(self.parts) or never,
            "season": any_of(self.seasons) or never,
            "edge": any_of(self.edges) or never,
            "n": rf"(?:\d+(?:[.,]\d+)?|{any_of(self.number_of) or never})",
            "ord": any_of(self.ordinal_of) or never,
            "HM": any_of(self.hijri_of) or never,
            "JM": any_of(self.jalali_of) or never,
        }

    @property
    def _written_days(self) -> str:
        body = any_of(self.ordinal_of)
        if self.language == "ar":  # للسابع: the article has become a ل behind the first
            body += f"|(?<=ل)(?:{any_of(w[1:] for w in self.ordinal_of if w.startswith('ال'))})"
        return body

    def _unnamed(self, name: str) -> str:
        return f"(?:{self._slots[name.rstrip('23')]})"

    def _named(self) -> Callable[[str], str]:
        seen: dict[str, int] = {}

        def slot(name: str) -> str:
            # A slot may stand in two branches of a rule; ``filled`` merges them again.
            seen[name] = seen.get(name, 0) + 1
            return f"(?P<{name}__{seen[name]}>{self._slots[name.rstrip('23')]})"

        return slot

    @staticmethod
    def _expand(pattern: str, slot: Callable[[str], str]) -> str:
        # The group keeps " ?" and " *" what they say; a look-behind wants a fixed width.
        pattern = re.sub(r"\(\?<[!=][^()]*\)", lambda m: m[0].replace(" ", r"\s"), pattern)
        pattern = pattern.replace(" ", r"(?:\s+)")
        return re.sub(r"\{([A-Za-z]+[23]?)\}", lambda m: slot(m[1]), pattern)

    @cached_property
    def _bounds(self) -> tuple[str, str]:
        if not self.word_edge:
            return r"(?<![0-9a-z])", r"(?![0-9])"
        return rf"(?<![\w@#/]){self.article}{self.prefix}", r"(?![\w@])"

    @cached_property
    def finder(self) -> re.Pattern[str]:
        """All rules in one; the group that matched is named after the rule's number."""
        before, after = self._bounds
        # Each slot is parsed once and stands for itself in the rules, as a letter of private use.
        letters = {name: chr(0xE000 + i) for i, name in enumerate(self._slots)}
        parsed = {letters[name]: parse(body) for name, body in self._slots.items()}
        every: Openings = set()
        rules = []
        for i, rule in enumerate(map(_whole, self.rules)):
            told = self._expand(rule, lambda name: letters[name.rstrip("23")])
            own = openings(parse(told), parsed)
            every |= own
            rules.append(f"{look_ahead(own)}(?P<r{i}>{self._expand(rule, self._unnamed)})")
        return re.compile(f"{before}{look_ahead(every)}(?:{'|'.join(rules)}){after}")

    def parser(self, number: int) -> re.Pattern[str]:
        """The rule of this number with its slots named; compiled when it is first met."""
        known = self._parsers.get(number)
        if known is None:
            body = self._expand(_whole(self.rules[number]), self._named())
            known = self._parsers[number] = re.compile(body + self._bounds[1])
        return known

    @cached_property
    def _parsers(self) -> dict[int, re.Pattern[str]]:
        return {}

    @cached_property
    def trigger(self) -> re.Pattern[str]:
        words = {
            *self.month_of, *_by_word(self.weekdays), *self.days, *self.units, *self.ones, *self.seasons, *self.duals,
            *self.hijri_of, *self.jalali_of, *self.extra_triggers,
        }  # fmt: skip
        edge = rf"(?<!\w){self.prefix}" if self.word_edge else ""
        digits = r"\d[./:-]\d|(?<!\d)[12]\d{3}(?!\d)" + (
            "|" + self.digit_triggers if self.digit_triggers else ""
        )
        end = r"(?!\w)" if self.whole_words and self.word_edge else ""
        return re.compile(f"{edge}(?:{any_of(words)}){end}|{digits}")

    @cached_property
    def says_nowadays(self) -> re.Pattern[str]:
        """Signs that a word for today means these days."""
        return re.compile(self.nowadays_beside)

    @cached_property
    def tense(self) -> re.Pattern[str]:
        """Signs of the tense; the group says which."""
        return re.compile(f"(?P<future>{self.future})|(?P<past>{self.past})")


def _whole(rule: Rule) -> str:
    if "line_end" in rule.says:
        return rf"(?:{rule.pattern})(?=[\s.!?؟]*(?:\n|\Z))"
    return rule.pattern


_SAME_SLOT = {"ML": "M", "WL": "W", "WC": "W"}


def filled(m: re.Match[str]) -> dict[str, tuple[int, int]]:
    """Slot -> span of what filled it; branches of a rule and long forms under one name."""
    spans = {}
    for name, value in m.groupdict().items():
        if value:
            slot = name.partition("__")[0]
            spans[_SAME_SLOT.get(slot, slot)] = m.span(name)
    return spans


def _long(entries: Sequence[str]) -> list[str]:
    """The first variant of each entry and all of five letters and more: no abbreviations."""
    return [
        word
        for entry in entries
        for i, word in enumerate(entry.split("|"))
        if word and (i == 0 or len(word) >= 5)
    ]


def _by_word(entries: Sequence[str]) -> dict[str, int]:
    return {
        word.strip(): i
        for i, entry in enumerate(entries, start=1)
        for word in entry.split("|")
        if word.strip()
    }


# ------------------------------------------------------------------ rules all languages share

ISO = [
    Rule(r"{Y}-{m}-{d}(?:[t ]{h}:{min}(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?"),
    Rule(r"{Y}\.{m}\.{d}"),
    Rule(r"{Y}/{m}/{d}"),
]


def numeric_dates(day_first: bool) -> list[Rule]:
    """27.02.2025, 27/2/2025, 27-2-2025, 05/05/89; the order of day and month as in the language.

    A number over 12 in the place of the month settles the order the other way round.
    """
    rules: list[Rule] = []
    for separator in (r"\.", "/", "-"):
        for order in (
            (["{d}", "{m}"], ["{m}", "{d}"]) if day_first else (["{m}", "{d}"], ["{d}", "{m}"])
        ):
            head = separator.join(order)
            rules.append(Rule(rf"{head}{separator}{{Y}}(?: ?[,.]? ?{{h}}:{{min}})?"))
            rules.append(Rule(rf"{head}{separator}{{y}}(?![\d.,/:%-]*\d)"))
        if separator == "/":
            for order in (
                (["{d}", "{m}"], ["{m}", "{d}"]) if day_first else (["{m}", "{d}"], ["{d}", "{m}"])
            ):
                rules.append(Rule(rf"{'/'.join(order)}, ?(?:{{Y}}|{{y}}(?![\d.,/:%-]*\d))"))
    return rules


def days_without_year(day_first: bool, words: str = "(?!)") -> list[Rule]:
    """Day and month in digits and no year: "Tuesday, 26/2"; "until 22/4" at the end of a short line.

    ``words`` may stand before a day with a dot ("bis 22.4"), which else is a decimal number.
    """
    order = (["{d}", "{m}"], ["{m}", "{d}"]) if day_first else (["{m}", "{d}"], ["{d}", "{m}"])
    return [
        *[Rule(rf"{{W}},? {'/'.join(pair)}(?![\d./])") for pair in order],
        *[Rule("/".join(pair), {"line_end": True}) for pair in order],
        *[Rule(rf"(?:{words}) {'[.]'.join(pair)}", {"line_end": True}) for pair in order],
        # a zero in front of the month, or a day beyond the months, is hardly a decimal: 21.04, 22.4
        *(
            [Rule(r"(?=1[3-9]|2\d|3[01]){d}\.{m}|{m}\.(?=1[3-9]|2\d|3[01]){d}", {"line_end": True})]
            if day_first
            else []
        ),
        Rule(r"{d}[.-](?=0[1-9](?!\d)){m}", {"line_end": True}),
        Rule(r"(?=0[1-9][.-]){m}[.-]{d}", {"line_end": True}),
    ]


CLOCK = [
    # 07:14 GMT 27.02.2025
    Rule(r"{h}:{min}(?: ?(?:gmt|utc|est|msk|мск))? {d}[./-]{m}[./-]{Y}"),
]
