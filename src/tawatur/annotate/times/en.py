"""Times in English."""

from __future__ import annotations

from tawatur.annotate.times.grammar import (
    CLOCK,
    ISO,
    Grammar,
    Rule,
    days_without_year,
    numeric_dates,
)

_PART = r"(?:(?: |-){part})?"
_COMMA = r"(?:,\s*|\s+)"
_CLOCK_AT = r"(?:{h}(?::{min})? ?(?:a\.m\.?|p\.m\.?|am|pm)(?: (?:gmt|est|edt|pst|pdt|local time))?,? (?:on )?)?"
_ABOUT = r"(?:about |almost |nearly |around |more than |less than |over |just )?"

GRAMMAR = Grammar(
    language="en",
    months=(
        "january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
        "september|sept|sep", "october|oct", "november|nov", "december|dec",
    ),
    article=r"(?:on\s+)?",
    weekdays=(
        "monday|mon", "tuesday|tues|tue", "wednesday|wed", "thursday|thurs|thu", "friday|fri", "saturday|sat", "sunday|sun",
    ),
    capital_words=frozenset({"may", "march", "mar", "sat", "sun", "wed", "mon", "dec", "jan"}),
    days={
        "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2,
        "day before yesterday": -2, "day after tomorrow": 2, "last night": -1, "this morning": 0, "this afternoon": 0,
        "this evening": 0, "overnight": 0, "the last day": -1, "the past day": -1, "past day": -1, "this day": 0, "yesterday's": -1,
        "today's": 0, "tomorrow's": 1,
    },
    units={
        "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month", "year": "year",
        "years": "year", "hour": "hour", "hours": "hour", "minute": "minute", "minutes": "minute", "decade": "decade",
        "decades": "decade", "quarter": "quarter", "quarters": "quarter", "century": "century", "centuries": "century",
        "weekend": "weekend", "weekends": "weekend", "fortnight": "fortnight",
    },
    ones={
        "week": "week", "month": "month", "year": "year", "decade": "decade", "quarter": "quarter", "century": "century",
        "weekend": "weekend", "fiscal year": "year", "financial year": "year", "season": "season", "calendar year": "year",
        "week's": "week", "month's": "month", "year's": "year",
    },
    mods={
        "last": -1, "past": -1, "previous": -1, "the last": -1, "the past": -1, "this past": -1, "this": 0, "the current": 0, "current": 0,
        "this coming": 1, "upcoming": 1, "next": 1, "the next": 1, "the coming": 1, "coming": 1, "this year's": 0,
    },
    parts=("morning", "afternoon", "evening", "night", "nights", "midday", "noon", "midnight", "mid-morning", "mid-afternoon", "lunchtime"),
    seasons={"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"},
    edges=(
        "early", "late", "earlier", "later", "mid", "mid-", "middle of", "the middle of", "end of", "the end of", "beginning of", "the beginning of",
        "start of", "the start of", "the first half of", "the second half of", "early in", "late in", "in early", "in late", "the rest of",
    ),
    quantities={"a": 1, "an": 1, "a couple of": 2, "couple of": 2, "several": None, "a few": None, "few": None, "some": None, "many": None, "half a": None},
    day_ending=r"(?:st|nd|rd|th)?",
    day_first=False,
    extra_triggers=("the following", "the same", "that", "daily", "weekly", "every", "each", "century", "ago"),
    digit_triggers=r"\b\d\d?(?:st|nd|rd|th)\b|\d0s|\b[12]?\d(?::\d\d)? ?[ap]\.?m\b",
    future=(
        r"\b(?:will|won't|shall|would|'ll|scheduled|expected|due|planned|plans|plan|set to|is to|are to|going to|upcoming|deadline|expires?|payable|as soon as|as early as|likely|"
        r"looks? forward|to be|to begin|to start|to meet|to hold|to discuss|to vote|ahead of|to take place)\b"
    ),
    past=(
        r"\b(?:was|were|had|did|said|told|met|held|began|came|went|made|took|became|found|got|gave|saw|left|lost|won|fell|rose|sent|spoke|struck|shot|hit|"
        r"brought|broke|led|ran|sold|bought|built|killed|died|wrote|read out|[a-z]{2,}ed)\b"
    ),
    rules=[
        *ISO, *CLOCK,
        # Thursday, 27 February 2025; the 27th of February; 27 Feb
        Rule(rf"{_CLOCK_AT}(?:{{W}}{_PART}(?:,? (?:the )?))?(?:the )?{{D}}(?: of)? {{M}}(?:{_COMMA}(?:of )?(?:{{Y}}|{{one}}))?(?! ?\d)"),
        Rule(r"{D}\.? ?{M}[ ,.-]*{Y}"),
        Rule(rf"{{D}}(?: ?(?:-|to|and|or|through) ?){{D2}} {{M}}(?:{_COMMA}{{Y}})?", {"pair": True}),
        # Thursday, Feb. 27, 2025; February 27th; 9 a.m. Tuesday, Feb 4
        Rule(rf"{{M}} {{D}}(?: ?(?:-|to|and|or|through) ?){{D2}}(?!:\d|%)(?:{_COMMA}{{Y}})?(?! {{M}})", {"pair": True}),
        Rule(rf"{_CLOCK_AT}(?:{{W}}{_PART}{_COMMA})?(?:{{mod}} )?{{M}}[ -](?:the )?{{D}}(?!:\d|%)(?:{_COMMA}{{Y}}|,? {{mod}} {{one}})?"),
        Rule(r"{M} (?:the )?{DW}(?:,? (?:{Y}|{YW}))?(?! (?:quarter|half|time|week|place|round|day|year))"),
        Rule(r"(?:{W},? )?(?:the )?{DW}(?: day)? of {M}(?:,? (?:{Y}|{YW}))?"),
        Rule(r"{M}\. (?:{D}|{DW})", {"line_end": True}),
        Rule(r"(?:the )?(?:{D}|{DW}) of (?:{mod} {one}|the (?:{one}))", {"mod": 0}),
        Rule(r"{Y}-{M}-{d}"),
        *numeric_dates(False), *days_without_year(False, "on|by|until|till|since|from"),
        Rule(r"{ord} {W}", {"nth": True, "line_end": True}),
        Rule(r"(?:the )?{ord} {W} (?:of|in) (?:{mod} {one}|{M}(?:,? {Y})?)", {"nth": True}),
        Rule(r"(?:the )?{ord} {W} (?:of|in) the month", {"nth": True, "mod": 0}),
        Rule(r"{d}[-/]{M}(?:[-/ ](?:{Y}|{y}))?(?![\d/-])"),
        # set: every Friday, each week, daily
        Rule(r"(?:every|each) (?:other )?(?:{n} )?{unit}", {"kind": "set"}),
        Rule(r"(?:every|each) (?:mon|tues|wednes|thurs|fri|satur|sun)days?|on (?:mon|tues|wednes|thurs|fri|satur|sun)days|(?:every|each) (?:{M}|{season}|{part})", {"kind": "set"}),
        # Friday of next week, next week on Friday
        Rule(r"{mod} {one},? (?:on )?{W}"),
        Rule(r"{W},? (?:of )?{mod} {one}"),
        Rule(rf"{{day}}{_PART}{_COMMA}{{W}}"),
        Rule(rf"(?:{{edge}} )?{{W}}{_COMMA}{{day}}"),
        Rule(r"(?:the )?{W} after next", {"mod": 2}),
        Rule(r"(?:the )?{W} before last", {"mod": -2}),
        Rule(rf"(?:{{edge}} )?{{mod}} {{W}}{_PART}"),
        Rule(r"{W},? the (?:{D}|{DW}|{n})(?! {unit})"),
        Rule(rf"{_CLOCK_AT}(?:(?:{{edge}}|{{part}}|{{part}} on) )?(?:{{WL}}|{{W}}\.){_PART}(?!s\b)"),
        Rule(r"{n} {unit} (?:from|after) {day}", {"sign": 1}),
        Rule(r"{n} {unit} before {day}", {"sign": -1}),
        Rule(r"{n} {unit} ago (?:today|this day)", {"sign": -1, "exact": True}),
        Rule(r"{n} {unit} (?:from|after) (?:{mod} )?{W}", {"sign": 1}),
        Rule(r"{n} {unit} ago (?:last )?{W}", {"sign": -1}),
        Rule(r"{mod} {one},? (?:on )?the {D}"),
        Rule(r"(?:the )?{D},? {mod} {one}"),
        # counted from the text
        Rule(r"(?:a|the) year[ -](?:earlier|ago|before)(?: (?:fiscal )?(?:{ord} )?(?:quarter|period))?|year-(?:earlier|ago)(?: (?:quarter|period))?", {"same_period": -1}),
        Rule(r"(?:the )?(?:latest|most recent) (?:quarter|period)|(?:for|in|during) the quarter", {"same_period": 0}),
        Rule(r"(?:the )?(?:same|that) (?:day|{one})", {"from_text": True}),
        Rule(r"later that (?:day|{one})", {"from_text": True}),
        Rule(r"(?:the )?(?:following|next) (?:day|morning)", {"from_text": True, "sign": 1, "else_today": True}),
        Rule(r"(?:the )?following {one}", {"from_text": True, "sign": 1}),
        Rule(r"(?:the )?previous day", {"from_text": True, "sign": -1, "else_today": True}),
        Rule(r"(?:the )?previous {one}|(?:the day|a day) (?:before(?! (?:yesterday|the {d}|{M}|{W}))|earlier)", {"from_text": True, "sign": -1}),
        Rule(r"{n} {unit} (?:earlier|before(?! yesterday))", {"from_text": True, "sign": -1}),
        Rule(r"{n} {unit} later", {"from_text": True, "sign": 1}),
        # distance
        Rule(rf"{_ABOUT}{{n}} {{unit}}(?:,? (?:and )?{{n2}} {{unit2}})?(?:,? (?:and )?{{n3}} {{unit3}})? ago", {"sign": -1}),
        Rule(r"in {n} (?:more )?{unit}(?! of)", {"sign": 1, "if_future": True}),
        Rule(rf"{_ABOUT}{{n}} {{unit}}(?:,? (?:and )?{{n2}} {{unit2}})? (?:from now|from today|hence)", {"sign": 1, "exact": True}),
        Rule(r"in {n} {unit}'? time", {"sign": 1}),
        Rule(rf"(?:earlier |late |early )?{{day}}{_PART}"),
        Rule(r"next day", {"days": 1}),
        # the third quarter of 2024, Q3 2024
        Rule(r"(?:the )?(?:fiscal )?{ord}(?: fiscal)?(?: |-)quarter(?: (?:of )?(?:{Y}|{mod} {one}))?", {"quarter": True}),
        Rule(r"q(?P<n>[1-4])(?:,? (?:of )?(?:fy ?)?{Y})".replace("(?P<n>", "(?:").replace("[1-4])", "{d})"), {"quarter": True}),
        Rule(r"(?:the )?(?:first|second) half of (?:{Y}|{mod} {one}|the year)", {"edge": True}),
        # past five years
        Rule(r"(?:the )?(?:last|past|next|coming|recent) {n} {unit}", {"kind": "duration"}),
        # early next week, the end of this month, this weekend
        Rule(r"(?:{edge} )?(?:in )?{mod} {one}(?!-)"),
        Rule(r"(?:earlier|later) {mod} {one}"),
        Rule(r"(?:the )?(?:end|beginning|start|middle) of the (?:{one})|year-end|year's end", {"mod": 0}),
        # summer of 2024, last summer
        Rule(r"(?:{edge} )?(?:the )?{season}(?: of|,)? {Y}"),
        Rule(r"(?:{edge} )?{mod} {season}"),
        # February 2025, early March, last November, June last year
        Rule(rf"(?:{{edge}}[ -]?)?{{M}}(?:{_COMMA}(?:of )?){{Y}}"),
        Rule(r"(?:{edge}[ -]?)?{M},? (?:of )?{mod} {one}"),
        Rule(r"(?:{edge}[ -]?)?{mod} {M}(?! ?\d)"),
        Rule(r"(?:{edge}[ -]?)?{ML}(?! ?\d)(?! day\b)(?! of\b)"),
        # the 1990s, the 20th century
        Rule(r"(?:the )?(?:early |late |mid-?)?{Y}'?s", {"decade": True}),
        Rule(r"(?:the )?(?:{D}|{ord})[ -]century", {"century": True}),
        # 2014
        Rule(r"(?:the year |fiscal |fy |mid-|early |late |{edge} |(?<![$€£#.,/-]))(?=1[5-9]|20)(?:19\d\d|20[0-4]\d)(?!(?:,\d|\.\d|%|-))(?! (?:people|times|miles|votes|points|shares|tons|troops|feet|deaths|cases|soldiers|meters|students|dollars|men|women|jobs|km|kilometers))".replace("(?:19\\d\\d|20[0-4]\\d)", "{Y}")),
        Rule(r"the {D}(?=\s*(?:[.!?,](?!\d)|$))"),
        Rule(r"the {DW}", {"line_end": True}),
    ],
)  # fmt: skip
