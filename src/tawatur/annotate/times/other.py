"""Times in languages without a table of their own, from the CLDR words that dateparser carries.

Absolute dates, weekdays, the words for yesterday, today and tomorrow, last and next week, and
"three days ago" work in about two hundred languages; what a grammar of its own adds (tense,
edges, seasons) is missing here.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from tawatur.annotate.numbers import plain_letters
from tawatur.annotate.times.grammar import (
    CLOCK,
    ISO,
    Grammar,
    Rule,
    days_without_year,
    numeric_dates,
)

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = ("day", "week", "month", "year", "hour", "decade")
_HAN_MONTHS = [
    f"{n}月" for n in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
]
_NO_SPACES = frozenset({"zh", "ja", "th", "lo", "km", "my", "yue"})
_NUMBER = re.compile(r"\(\\d\+\+\[\.,\]\?\\d\*\+\)")
_OF = r"(?:de |di |da |del |den |of |do |dia |il |den |d\. )?"

# Forms in the CLDR words that mostly mean something else: Ukrainian "among".
_NOT_TIMES = {"uk": frozenset({"серед"})}

# Calendar dates as scripts without spaces write them, and weekdays of last, this and next week.
_EAST = {
    "zh": (["{Y}年{m}月{d}[日号]", "{m}月{d}[日号]", "{Y}年{m}月", "{Y}年", "{d}[日号](?![间本])"],
           {"上": -1, "上个": -1, "这": 0, "本": 0, "下": 1, "下个": 1}, "{mod}{W}"),
    "ja": (["{Y}年{m}月{d}日", "{m}月の?{d}日", "{Y}年{m}月", "{Y}年(?!間)", "{d}日(?![間本目])"],
           {"先週": -1, "今週": 0, "来週": 1}, "{mod}の?{W}"),
    "ko": ([r"{Y}년 ?{m}월 ?{d}일", r"{m}월 ?{d}일", r"{Y}년 ?{m}월", r"{Y}년", r"{d}일(?! ?(?:간|동안|전|후))"],
           {"지난주": -1, "지난 주": -1, "이번 주": 0, "이번주": 0, "다음 주": 1, "다음주": 1}, "{mod} ?{W}"),
}  # fmt: skip
# Day words that CLDR lacks.
_MORE_DAYS = {
    "it": {"dopodomani": 2, "dopo domani": 2, "altroieri": -2, "l'altroieri": -2, "l'altro ieri": -2, "stamattina": 0, "stasera": 0, "stanotte": 0},
    "nl": {"overmorgen": 2, "eergisteren": -2, "vanavond": 0, "vanochtend": 0, "vannacht": 0, "gisteravond": -1},
    "sv": {"i övermorgon": 2, "övermorgon": 2, "i förrgår": -2, "förrgår": -2, "i kväll": 0, "ikväll": 0, "i natt": 0},
    "pt": {"depois de amanhã": 2, "anteontem": -2, "antes de ontem": -2, "hoje": 0, "esta noite": 0, "ontem à noite": -1},
    "pl": {"pojutrze": 2, "przedwczoraj": -2, "dziś wieczorem": 0},
    "uk": {"післязавтра": 2, "позавчора": -2, "сьогодні ввечері": 0, "учора": -1, "вчора": -1},
    "he": {"מחרתיים": 2, "שלשום": -2},
    "el": {"μεθαύριο": 2, "προχθές": -2, "προχτές": -2},
    "zh": {"后天": 2, "後天": 2, "前天": -2, "大后天": 3, "大前天": -3, "昨日": -1, "今日": 0, "明日": 1, "今晚": 0, "昨晚": -1, "次日": 1},
    "ja": {"明後日": 2, "あさって": 2, "一昨日": -2, "おととい": -2, "昨夜": -1, "今朝": 0, "今夜": 0, "翌日": 1},
    "ko": {"모레": 2, "내일모레": 2, "내일 모레": 2, "그저께": -2, "그제": -2, "엊그제": -2, "어젯밤": -1, "오늘밤": 0},
}  # fmt: skip
# Last, this and next month, before a day of it or a weekday counted in it.
_EAST_MONTHS = {
    "zh": {
        -1: "上个?月的?|上個月的?",
        0: "本月的?|这个?月的?|這個月的?",
        1: "下个?月的?|下個月的?",
    },
    "ja": {-1: "先月の?", 0: "今月の?", 1: "来月の?"},
    "ko": {-1: "지난 ?달 ?|저번 ?달 ?", 0: "이번 ?달 ?", 1: "다음 ?달 ?"},
}
_EAST_DAY = {"zh": "[日号號]", "ja": "日", "ko": "일"}


def _east_rules(language: str) -> list[Rule]:
    day, months = _EAST_DAY[language], _EAST_MONTHS[language]
    number = "(?:{d}|{DC})" if language != "ko" else "{d}"
    month = "(?:{m}月|{M})" if language != "ko" else "{m}월"
    linked = {"zh": "", "ja": "の?", "ko": " ?"}[language]
    rules = [
        *[
            Rule(f"(?:{words}){number}{day}", {"of_month": True, "mod": n})
            for n, words in months.items()
        ],
        *[
            Rule(f"(?:{words})(?:{{ord}}) ?{{W}}", {"nth": True, "mod": n})
            for n, words in months.items()
        ],
        Rule(f"{{Y}}[年년] ?{month}{linked}{number}{day}"),
        Rule(f"{month}{linked}{number}{day}"),
        *[
            Rule(p + r"(?![\d/.%])", {"short_line": True})
            for p in (r"(?<![\d/.]){m}/{d}", r"(?<![\d/.]){d}/{m}")
        ],
    ]
    from_day = {"zh": "(?:之?后|起)?的?", "ja": "(?:から|の)", "ko": "(?:로)?부터 ?"}[language]
    count = {"zh": "{n}天", "ja": "{n}日", "ko": "{n} ?일"}[language]
    back, on = {"zh": ("之?前", "之?[后後]"), "ja": ("前", "後"), "ko": (" ?전", " ?[후뒤]")}[
        language
    ]
    rules += [
        Rule(f"{{day}}{from_day}{count}{back}", {"sign": -1}),
        Rule(f"{{day}}{from_day}{count}{on}", {"sign": 1}),
    ]
    if language == "zh":
        rules.append(Rule(r"{y}-{m}-{d}(?![\d-])"))
    if language == "ko":
        return rules
    return [
        *rules,
        Rule(r"{M}{DC}", {"line_end": True}),
        Rule(rf"(?<![第\d]){{DC}}{day}(?![间間本目内前後后])"),
    ]


_EAST_WEEKDAYS = {
    "zh": (*(f"周{c}|星期{c}|礼拜{c}" for c in "一二三四五六"), "周日|周天|星期日|星期天|礼拜天"),
    "ja": tuple(f"{c}曜日|{c}曜" for c in "月火水木金土日"),
    "ko": tuple(f"{c}요일" for c in "월화수목금토일"),
}


def build(language: str) -> Grammar | None:
    """The grammar of a language from its CLDR words; None when there are none."""
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return None
    try:
        info: dict[str, Any] = import_module(
            f"dateparser.data.date_translation_data.{language}"
        ).info
    except ImportError:
        return None
    east = _EAST.get(language)
    months = (
        _HAN_MONTHS
        if language in ("zh", "ja")
        else []
        if east
        else [_words(info, name, language) for name in _MONTHS]
    )
    weekdays = _EAST_WEEKDAYS.get(language) or [_words(info, name, language) for name in _WEEKDAYS]
    units = {
        plain_letters(word, language): unit
        for unit in _UNITS
        for word in info.get(unit, [])
        if len(word) > 1 or east
    }
    days, fixed, mods = _relative(info, units, language)
    days |= _MORE_DAYS.get(language, {})
    if east:
        mods = dict(east[1])
    distances = _distances(info, language)
    rules = [
        *ISO,
        *(_east_rules(language) if east else []),
        *([Rule(p) for p in east[0]] if east else []),
        *([Rule(east[2], {"of_week": True})] if east else []),
        *CLOCK,
        *([] if east else _spelled_dates()),
        *numeric_dates("M" not in str(info.get("date_order", "DMY"))[:1]),
        *([] if east else [
            *days_without_year("M" not in str(info.get("date_order", "DMY"))[:1]),
            Rule(r"{W},? (?:\w{1,3} )?(?:{D}|{DW}|{n})", {"line_end": True}),
            Rule(r"(?:(?<=\bil )|(?<=\bde )|(?<=\bden )|(?<=\bdia )|(?<=\bdnia )){D}", {"line_end": True}),
            Rule(r"(?:{D}|{DW}) (?:\w{1,3} )?{mod} {one}|(?:{D}|{DW}) (?:\w{1,3} )?{one} {mod}"),
            Rule(r"{ord} {WL} (?:\w{1,3} )?(?:{mod} {one}|{one} {mod})", {"nth": True}),
            Rule(r"{mod} {one},? (?:\w{1,3} )?{WL}|{one} {mod},? (?:\w{1,3} )?{WL}", {"of_week": True}),
            Rule(r"{WL} (?:\w{1,5} ){mod} {one}|{WL} (?:\w{1,5} ){one} {mod}", {"of_week": True}),
        ]),
        *[Rule(re.escape(p).replace(r"\ ", " "), {"shift": s}) for p, s in fixed],
        *([] if east else _sums(distances, units)),
        *distances,
        Rule(r"{day},? {W}|{W},? {day}"),
        *([] if east else [Rule(r"{mod} {WL}|{WL} {mod}"), Rule(r"{mod} {one}|{one} {mod}")]),
        Rule(r"{WL}" if not east else r"{W}"),
        Rule(r"{day}"),
    ]  # fmt: skip
    return Grammar(
        language=language,
        months=months,
        weekdays=weekdays,
        days=days,
        units=units,
        ones=units,
        mods=mods,
        rules=rules,
        word_edge=language not in _NO_SPACES and not east,
        day_ending=r"(?:\.|º|°|er|e|:e)?",
        extra_triggers=[p for p, _ in fixed],
        digit_triggers=r"\d ?[年月日号년월일天周週か个달개]" if east else "",
        article=r"(?:(?:il|la|lo|den|de|o|a|el|le|op|på|em|no|na|am)\s+|l')?" if not east else "",
    )


def _spelled_dates() -> list[Rule]:
    return [
        Rule(
            rf"(?:{{W}},? {_OF})?(?:{{D}}|{{DW}}|{{DC}})(?: {_OF}|[-/ ]){{M}}(?:,? (?:de |del )?{{Y}})?"
        ),
        Rule(r"(?:{W},? )?{ML} {D}(?:,? {Y})?"),
        Rule(r"{Y}\.? {M} {D}"),
        Rule(rf"{{M}} {_OF}{{Y}}"),
    ]


def _sums(distances: list[Rule], units: dict[str, str]) -> list[Rule]:
    """Distances of several units, "1 maand en 21 dagen geleden", from those of days."""
    rules = []
    for rule in distances:
        head, _, tail = rule.pattern.partition("{n}")
        word, _, rest = tail.strip().partition(" ")
        if rule.says["unit_is"] == "day" and units.get(word) == "day":
            more = r"(?:,|(?:,? \w{1,3})?) "
            pattern = rf"{head}{{n}} {{unit}}{more}{{n2}} {{unit2}}(?:{more}{{n3}} {{unit3}})?"
            rules.append(Rule(pattern + (" " + rest if rest else ""), {"sign": rule.says["sign"]}))
    return rules


def _words(info: dict[str, Any], name: str, language: str) -> str:
    found = [
        plain_letters(word, language)
        for word in info.get(name, [])
        if len(word) > 2 or not word.isascii()
    ]
    found = [w for w in found if w not in _NOT_TIMES.get(language, ())]
    # The full name first: it counts alone, an abbreviation only beside a number.
    return "|".join(
        sorted({w.strip(".") for w in found if "(" not in w}, key=lambda w: (-len(w), w))
    )


def _relative(
    info: dict[str, Any], units: dict[str, str], language: str
) -> tuple[dict[str, int], list[tuple[str, tuple[str, int]]], dict[str, int]]:
    """Day words, whole phrases for weeks, months and years, and the "last" and "next" in them."""
    days: dict[str, int] = {}
    fixed: list[tuple[str, tuple[str, int]]] = []
    mods: dict[str, int] = {}
    for key, phrases in sorted(info.get("relative-type", {}).items()):
        m = re.fullmatch(r"(\d+) (\w+) ago|in (\d+) (\w+)", key)
        if not m:
            continue
        shift = -int(m[1]) if m[1] else int(m[3])
        unit = m[2] or m[4]
        for phrase in phrases:
            words = plain_letters(phrase, language)
            if unit == "day":
                days.setdefault(words, shift)
            elif unit in ("week", "month", "year") and (" " in words or len(words) > 1):
                fixed.append((words, (unit, shift)))
                rest = [w for w in words.split() if w not in units]
                if len(rest) == 1 and len(words.split()) == 2 and abs(shift) <= 1:
                    mods.setdefault(rest[0], shift)
    return days, sorted(fixed, key=lambda pair: (-len(pair[0]), pair[0])), mods


def _distances(info: dict[str, Any], language: str) -> list[Rule]:
    """Rules for "tre giorni fa", "3日前": the phrases with a number in them."""
    rules = []
    for key, phrases in sorted(info.get("relative-type-regex", {}).items()):
        m = re.fullmatch(r"\\1 (\w+) ago|in \\1 (\w+)", key)
        if not m or (m[1] or m[2]) not in ("day", "week", "month", "year"):
            continue
        for phrase in phrases:
            pieces = _NUMBER.split(phrase)
            if len(pieces) != 2 or max(map(len, pieces)) < 2:
                continue
            head, tail = (re.escape(plain_letters(p, language)).replace(r"\ ", " ") for p in pieces)
            rules.append(
                Rule(head + "{n}" + tail, {"unit_is": m[1] or m[2], "sign": -1 if m[1] else 1})
            )
    return rules
