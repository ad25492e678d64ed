"""Words that pages, terminal and mails share: counts, figures and dates in English and Arabic.

Arabic nouns after numbers follow the six plural forms (Unicode CLDR's plural rules); digits are
Western, as in most sources; months are written in both usages on dates (آذار/مارس) and in the
Western-derived one in running text.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources

import regex
from babel import Locale

# key: (English, Arabic)
TEXTS: dict[str, tuple[str, str]] = {
    "at-least": ("at least {n}", "{n} على الأقل"),
    "at-most": ("at most {n}", "{n} على الأكثر"),
    "about-n": ("about {n}", "نحو {n}"),
    "range": ("{low} to {high}", "{low} إلى {high}"),
    "or": (" or ", " أو "),
    "polarity-yes": ("says so", "يُثبت"),
    "polarity-no": ("denies it", "ينفي"),
    "cause-deliberate": ("deliberate", "متعمَّد"),
    "cause-electrical": ("electrical", "كهربائي"),
    "cause-negligence": ("negligence", "إهمال"),
    "cause-weather": ("weather", "الطقس"),
    "cause-gas": ("gas", "غاز"),
    "cause-human error": ("human error", "خطأ بشري"),
    "earlier": ("{new}, earlier {old}", "{new} بعد {old}"),
    "sep": (", ", "، "),
    "unnamed-outlet": ("outlet not known", "جهة غير معروفة"),
    "untitled": ("Without a headline", "بلا عنوان"),
}

# noun: (English one, English other, Arabic one, two, few, many, other)
NOUNS: dict[str, tuple[str, str, str, str, str, str, str]] = {
    "independent-origins": (
        "{n} independent origin", "{n} independent origins",
        "مصدر مستقل واحد", "مصدران مستقلان", "{n} مصادر مستقلة", "{n} مصدرًا مستقلًّا", "{n} مصدر مستقل",
    ),
    "article": (
        "{n} article", "{n} articles",
        "مقال واحد", "مقالان", "{n} مقالات", "{n} مقالًا", "{n} مقال",
    ),
    "story": (
        "{n} story", "{n} stories",
        "قصة واحدة", "قصتان", "{n} قصص", "{n} قصة", "{n} قصة",
    ),
    "language": (
        "{n} language", "{n} languages",
        "لغة واحدة", "لغتان", "{n} لغات", "{n} لغة", "{n} لغة",
    ),
    "no-origin": (
        "{n} article has no known origin and is not counted", "{n} articles have no known origin and are not counted",
        "مقال واحد بلا مصدر معروف لا يُحتسب", "مقالان بلا مصدر معروف لا يُحتسبان", "{n} مقالات بلا مصدر معروف لا تُحتسب", "{n} مقالًا بلا مصدر معروف لا تُحتسب", "{n} مقال بلا مصدر معروف لا تُحتسب",
    ),
    "minute": ("{n} minute", "{n} minutes", "دقيقة واحدة", "دقيقتان", "{n} دقائق", "{n} دقيقة", "{n} دقيقة"),
    "hour": ("{n} hour", "{n} hours", "ساعة واحدة", "ساعتان", "{n} ساعات", "{n} ساعة", "{n} ساعة"),
    "day": ("{n} day", "{n} days", "يوم واحد", "يومان", "{n} أيام", "{n} يومًا", "{n} يوم"),
    "week": ("{n} week", "{n} weeks", "أسبوع واحد", "أسبوعان", "{n} أسابيع", "{n} أسبوعًا", "{n} أسبوع"),
    "month": ("{n} month", "{n} months", "شهر واحد", "شهران", "{n} أشهر", "{n} شهرًا", "{n} شهر"),
    "year": ("{n} year", "{n} years", "سنة واحدة", "سنتان", "{n} سنوات", "{n} سنة", "{n} سنة"),
}  # fmt: skip


def say(key: str, language: str, **values: object) -> str:
    text = TEXTS[key][language == "ar"]
    return text.format(**values) if values else text


def plural_form(number: int, language: str) -> int:
    """Index into a noun's forms of ``language``: English one/other, Arabic one…other.

    Zero takes Arabic's last form ("0 مقال"), since a bare "no article" is a sentence of its own.
    """
    if language != "ar":
        return 0 if number == 1 else 1
    if number in (1, 2):
        return number - 1
    if 3 <= number % 100 <= 10:
        return 2
    return 3 if number % 100 >= 11 else 4


def digits(number: int, language: str) -> str:
    return f"{number:,}" if language != "ar" or number >= 10_000 else str(number)


def count(number: int, noun: str, language: str) -> str:
    """A number with its noun: "14 articles", "14 مقالًا", "مقالان"."""
    forms = NOUNS[noun]
    form = plural_form(number, language)
    return forms[2 + form if language == "ar" else form].format(n=digits(number, language))


# ------------------------------------------------------------------------------- dates


@cache
def _months(locale: str) -> dict[int, str]:
    # CLDR has the Levantine names (آذار) only in the form used inside a date.
    return dict(Locale.parse(locale).months["format"]["wide"])


@cache
def _weekdays(locale: str) -> dict[int, str]:
    return dict(Locale.parse(locale).days["stand-alone"]["wide"])


def month(number: int, language: str, *, both: bool = False) -> str:
    """A month's name; ``both`` gives the Levantine and the Western-derived name in Arabic."""
    if language != "ar":
        return _months("en")[number]
    western = _months("ar")[number]
    return f"{_months('ar_SY')[number]}/{western}" if both else western


def day(value: date, language: str, *, both: bool = False, weekday: bool = False) -> str:
    """A day in words: "Thursday 12 March 2026", "الخميس 12 آذار/مارس 2026"."""
    text = f"{value.day} {month(value.month, language, both=both)} {value.year}"
    name = _weekdays("ar" if language == "ar" else "en")[value.weekday()] if weekday else ""
    return f"{name} {text}".strip()


def clock(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%H:%M")


def moment(at: datetime, language: str, *, near: date | None = None) -> str:
    """An instant: the hour on the day ``near``, else day and hour."""
    at = at.astimezone(UTC)
    if near is not None and at.date() == near:
        return clock(at)
    shown = f"{at.day} {month(at.month, language)}"
    if near is None or at.year != near.year:
        shown += f" {at.year}"
    return f"{shown} {clock(at)}"


# ------------------------------------------------------------------------------- figures


@cache
def _figure_subjects() -> dict[str, tuple[str, str]]:
    table = resources.files("tawatur.data").joinpath("figure_subjects.toml").read_text("utf-8")
    return {code: (english, arabic) for code, (english, arabic) in tomllib.loads(table).items()}


def figure_subject(code: str, language: str) -> str | None:
    """What a figure counts, in words, when ``code`` is one of our own; None for a source's words."""
    found = _figure_subjects().get(code)
    return found[language == "ar"] if found else None


# Long numbers, also in the short form of machines ("2.4e+09"); not those inside a word or code.
_LONG_NUMBER = regex.compile(
    r"(?<![\w.])(?:\d+(?:\.\d+)?e\+?\d{1,2}|\d{5,}(?:\.\d+)?)(?!\w)", regex.I
)


def grouped(value: str) -> str:
    """Long numbers in groups of three: "2040000000" and "2.04e+09" as "2,040,000,000"."""

    def spelt(found: regex.Match[str]) -> str:
        number = Decimal(found[0])
        return f"{number:,f}" if number != number.to_integral_value() else f"{int(number):,}"

    return _LONG_NUMBER.sub(spelt, value)


_BOUNDS = {"≥": "at-least", "≤": "at-most", "~": "about-n"}
_LENGTH_OF_TIME = regex.compile(r"(\d+) (minute|hour|day|week|month|year)s?")


def value(kind: str, shown: str, language: str, unit: str | None = None) -> str:
    """A conflict's normalised value as a reader reads it; ``unit`` is a code of ours for what a
    figure counts in ("hour", "percent"), where the value itself does not say it."""
    if kind == "polarity" and f"polarity-{shown}" in TEXTS:
        return say(f"polarity-{shown}", language)
    if kind == "name" and f"cause-{shown}" in TEXTS:
        return say(f"cause-{shown}", language)
    if kind == "time":
        return say("or", language).join(timex(part, language) for part in shown.split("/"))
    if kind != "figure":
        return shown
    # Signs are put into words: a reader of a right-to-left line cannot tell ≥ from ≤.
    sign, rest = (shown[0], shown[1:]) if shown[:1] in _BOUNDS else ("", shown)
    if found := _LENGTH_OF_TIME.fullmatch(rest):
        rest = count(int(found[1]), found[2], language)
    elif found := regex.fullmatch(r"([\d.]+(?:e\+?\d+)?)-([\d.]+(?:e\+?\d+)?)(.*)", rest):
        rest = say("range", language, low=found[1], high=found[2]) + found[3]
    elif unit in NOUNS and rest.isdecimal():
        rest, unit = count(int(rest), unit or "", language), None
    rest = grouped(rest)
    if unit and not regex.search(r"\p{L}{3}", shown):
        rest = f"{rest} {figure_subject(unit, language) or unit}"
    return say(_BOUNDS[sign], language, n=rest) if sign else rest


_SEASONS = {
    "SP": ("spring", "ربيع"),
    "SU": ("summer", "صيف"),
    "FA": ("autumn", "خريف"),
    "AU": ("autumn", "خريف"),
    "WI": ("winter", "شتاء"),
}


def timex(value: str, language: str) -> str:
    """A TIMEX3-like value in words; a form this does not know is returned as it is."""
    arabic = language == "ar"
    if found := regex.fullmatch(
        r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?::\d\d)?|T(\d\d))?Z?", value
    ):
        try:
            shown = day(date(int(found[1]), int(found[2]), int(found[3])), language)
        except ValueError:
            return value
        hour = found[4] or (f"{found[5]}:00" if found[5] else "")
        return f"{shown} {hour}".strip()
    if found := regex.fullmatch(r"(\d{4})-(\d\d)", value):
        number = int(found[2])
        return f"{month(number, language)} {found[1]}" if 1 <= number <= 12 else value
    if found := regex.fullmatch(r"(\d{4})-W(\d\d)", value):
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            return value
        sunday = day(monday + timedelta(days=6), language)
        first = f"{monday.day} {month(monday.month, language)}"
        return f"{first} – {sunday}"
    if found := regex.fullmatch(r"(\d{4})-Q([1-4])", value):
        return f"الربع {found[2]} من {found[1]}" if arabic else f"quarter {found[2]} of {found[1]}"
    if found := regex.fullmatch(r"(\d{4})-H([12])", value):
        return f"النصف {found[2]} من {found[1]}" if arabic else f"half {found[2]} of {found[1]}"
    if (found := regex.fullmatch(r"(\d{4})-(SP|SU|FA|AU|WI)", value)) is not None:
        return f"{_SEASONS[found[2]][arabic]} {found[1]}"
    if found := regex.fullmatch(r"(\d{3})X", value):
        return f"عقد {found[1]}0" if arabic else f"the {found[1]}0s"
    return value
