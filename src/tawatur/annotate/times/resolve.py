"""From the filled slots of an expression to a calendar value.

``read`` says what an expression means apart from any anchor; ``settle`` counts from the anchor.
Conventions of news language, with the cases that decided them:

* A bare weekday is the nearest such day in the direction of the verb, the day of publication
  included ("said on Thursday", published on a Thursday: the same day).
* "Last Tuesday" said on a Thursday may be two days ago or nine: both stay as candidates. Said
  on a Monday it can only be the Tuesday of the week before.
* A day and month without a year is the nearest in time, unless the verb says otherwise.
* "Three days ago" is a day; "two months ago" a month; "two years ago" a year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hijridate import Gregorian, Hijri

from tawatur.annotate.numbers import cardinals, year_of_words
from tawatur.annotate.times.grammar import Grammar, Rule

_UNIT_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
_UNIT_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DURATION = {"second": "PT{}S", "minute": "PT{}M", "hour": "PT{}H", "day": "P{}D", "week": "P{}W", "month": "P{}M",
             "quarter": "P{}Q", "year": "P{}Y", "decade": "P{}0Y", "century": "P{}00Y", "weekend": "P{}WE"}  # fmt: skip
# A two-digit year up to this many years ahead of today's century mark is read as 20xx.
_TWO_DIGIT_TURN = 50


_WRONG_SIDE_DAYS, _WRONG_SIDE_MONTHS = 92, 2


@dataclass(frozen=True)
class Settled:
    """A value, or its candidates; ``nearest`` is the likeliest of them."""

    value: str | None
    candidates: tuple[str, ...] = ()
    granularity: str = "day"
    relative: bool = True
    direction: str | None = None


@dataclass(frozen=True)
class Anchor:
    """What relative expressions count from. ``day`` None: not known."""

    day: date | None
    tense: str | None  # "past", "future" or None, from the verbs around
    text_day: date | None  # the last day the text spoke of
    text_value: str | None = None
    text_period: str | None = None  # the last quarter the text spoke of


def numeral(word: str | None, g: Grammar) -> float | None:
    """The value of a digit group or number word; None when vague or unknown."""
    if word is None:
        return None
    plain = " ".join(word.split())
    if plain[:1].isdigit():
        return float(plain.replace(",", "."))
    return g.number_of.get(plain)


def settle(slots: dict[str, str], rule: Rule, g: Grammar, anchor: Anchor) -> Settled | None:
    """The meaning of one matched expression; None when it is no time after all."""
    s = {k: " ".join(v.split()) for k, v in slots.items()}
    if "one" in s:
        s["unit"] = s.pop("one")
    says = rule.says
    if says.get("kind") in ("set", "duration"):
        return _duration(s, says, g)
    if "HM" in s or "JM" in s or says.get("hijri"):
        return _other_calendar(s, g, anchor)
    year = _year(s, g)
    if year is not None and "M" not in s and _is_lunar_or_jalali(year, g):
        return _other_calendar(s, g, anchor)
    month = g.month_of.get(s["M"].rstrip(".")) if "M" in s else int(s["m"]) if "m" in s else None
    day = _day_number(s, g)
    weekday = g.weekday_of.get(s["W"]) if "W" in s else None
    if month is not None and day is not None and not says.get("nth"):
        return _calendar_day(year, month, day, weekday, s, says, g, anchor)
    if says.get("nth") and weekday is not None:
        return _nth_weekday(s, says, g, weekday, month, year, anchor)
    if "season" in s:
        return _season(s, says, g, year, anchor)
    if month is not None:
        return _month(s, says, g, year, month, anchor)
    if says.get("quarter") or says.get("half"):
        return _part_of_year(s, says, g, year, anchor)
    if says.get("decade"):
        start = int(re.findall(r"\d+", s["Y"])[0]) if "Y" in s else None
        return Settled(f"{start}"[:3], granularity="decade", relative=False) if start else None
    if says.get("century"):
        n = numeral(s.get("n") or s.get("ord"), g) or g.ordinal_of.get(s.get("ord", ""))
        return Settled(f"{int(n) - 1:02d}", granularity="century", relative=False) if n else None
    if says.get("from_text"):
        return _from_text(s, says, g, anchor)
    if says.get("of_week") and weekday is not None:  # 上周五: Friday of last week
        return _weekday_of_week(s, says, g, weekday, anchor)
    if "shift" in says or "unit_is" in says:
        return _fixed_shift(s, says, g, anchor)
    if says.get("of_month") and day is not None:  # 来月の20日: the 20th of next month
        return _day_of_month(s, says, g, day, anchor)
    if says.get("part_of_day"):
        base = anchor.text_day or anchor.day
        return Settled(base.isoformat() if base else None, granularity="hour")
    if "same_period" in says:
        return _same_period(says, anchor)
    if "year_shift" in says and anchor.day is not None:
        return Settled(f"{anchor.day.year + int(str(says['year_shift'])):04d}", granularity="year")
    if (
        "deictic" in says and weekday is not None
    ):  # "am heutigen Samstag": within a day of publication
        return _near_weekday(weekday, anchor)
    if says.get("weekend") and "unit" not in s:
        return _weekend(anchor)
    if "day" in s or "days" in says:
        return _day_word(s, says, g, weekday, anchor)
    if weekday is not None and "n" in s and "unit" in s and "sign" in says:
        return _from_weekday(s, says, g, weekday, anchor)
    if "dual" in s or ("n" in s and "unit" in s) or ("sign" in says and "unit" in s):
        return _distance(s, says, g, anchor)
    if weekday is not None and "unit" in s:
        return _weekday_of_week(s, says, g, weekday, anchor)
    if weekday is not None and day is not None:
        return _weekday_with_number(weekday, day, anchor)
    if weekday is not None:
        return _weekday(s, says, g, weekday, anchor)
    if day is not None and "unit" in s:
        return _day_of_month(s, says, g, day, anchor)
    if day is not None:
        return _bare_day(day, anchor)
    if "unit" in s:
        return _unit(s, says, g, anchor)
    if year is not None:
        return Settled(f"{year:04d}", granularity="year", relative=False)
    if "part" in s:
        return _plus(anchor.day, 0, "present")
    if "h" in s:
        return _clock(s, anchor)
    return None


# ------------------------------------------------------------------ helpers


def _unit_of(s: dict[str, str], g: Grammar) -> str:
    word = s.get("unit", "")
    return g.units.get(word) or g.ones.get(word) or "day"


def _year(s: dict[str, str], g: Grammar) -> int | None:
    if "Y" in s:
        return int(s["Y"])
    if "YW" in s:
        return year_of_words(s["YW"], g.language)
    if "y" in s:
        two = int(s["y"].lstrip("'"))
        return two + (2000 if two < _TWO_DIGIT_TURN else 1900)
    return None


def _day_number(s: dict[str, str], g: Grammar) -> int | None:
    for slot in ("D", "d"):
        if slot in s:
            return int(re.match(r"\d+", s[slot])[0])  # type: ignore[index]
    if "DW" in s:
        return g.ordinal_of.get(s["DW"]) or g.ordinal_of.get("ا" + s["DW"])
    if "DC" in s:
        return cardinals(g.language).get(s["DC"])
    if "W" in s and "n" in s:  # "Friday the fifteen"
        number = numeral(s["n"], g)
        return int(number) if number and 1 <= number <= 31 else None
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(day: date, s: dict[str, str] | None = None) -> str:
    text = day.isoformat()
    if s and "h" in s and "min" in s:
        text += f"T{int(s['h']) % 24:02d}:{s['min']}"
    return text


def _shift_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        found = _date(max(1, min(9999, year)), month + 1, last)
        if found:
            return found
    return day


def _direction(day: date, anchor: Anchor) -> str | None:
    if anchor.day is None:
        return anchor.tense
    return "past" if day < anchor.day else "future" if day > anchor.day else "present"


def _plus(base: date | None, days: int, direction: str | None = None) -> Settled:
    direction = direction or ("past" if days < 0 else "future" if days > 0 else "present")
    if base is None:
        return Settled(None, direction=direction)
    return Settled((base + timedelta(days=days)).isoformat(), direction=direction)


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


# ------------------------------------------------------------------ absolute days


def _calendar_day(
    year: int | None, month: int, day: int, weekday: int | None, s: dict[str, str],
    says: dict[str, object], g: Grammar, anchor: Anchor,
) -> Settled | None:  # fmt: skip
    granularity = "minute" if "min" in s else "day"
    if year is not None:
        found = _date(year, month, day)
        if found is None:
            return None
        return Settled(
            _iso(found, s),
            granularity=granularity,
            relative=False,
            direction=_direction(found, anchor),
        )
    base = anchor.day
    if base is None:
        return Settled(None, direction=anchor.tense)
    options = [d for y in (base.year - 1, base.year, base.year + 1) if (d := _date(y, month, day))]
    if month == 2 and day == 29:
        options = [d for y in range(base.year - 4, base.year + 5) if (d := _date(y, 2, 29))]
    if not options:
        return None
    mod = _mod(s, says, g)
    if mod is not None and "unit" in s:  # "25 June last year"
        options = [d for d in options if d.year == base.year + mod] or options
    elif mod is not None and mod < 0:
        options = [max((d for d in options if d < base), default=options[0])]
    elif mod is not None and mod > 0:
        options = [min((d for d in options if d > base), default=options[-1])]
    named = [d for d in options if weekday is not None and d.weekday() == weekday]
    chosen = _nearest(named or options, base, anchor.tense if not named else None)
    return Settled(_iso(chosen, s), granularity=granularity, direction=_direction(chosen, anchor))


def _nearest(options: list[date], base: date, tense: str | None) -> date:
    """The option nearest to ``base``; the tense may push it to the other side of it.

    Only when the nearest lies more than a quarter of a year on the wrong side: "holders of
    record Dec. 21", written in October, has a verb in the past and means this December.
    """
    nearest = min(options, key=lambda d: (abs((d - base).days), d))
    gap = (nearest - base).days
    if tense == "past" and gap > _WRONG_SIDE_DAYS:
        earlier = [d for d in options if d <= base]
        return max(earlier) if earlier else nearest
    if tense == "future" and gap < -_WRONG_SIDE_DAYS:
        later = [d for d in options if d >= base]
        return min(later) if later else nearest
    return nearest


def _bare_day(day: int, anchor: Anchor) -> Settled | None:
    """A bare day, "the 27th": of this month, unless the tense sends it to the next or the last."""
    base = anchor.day
    if base is None:
        return Settled(None, direction=anchor.tense)
    options = []
    for shift in (-1, 0, 1):
        first = _shift_months(base.replace(day=1), shift)
        if found := _date(first.year, first.month, day):
            options.append(found)
    if not options:
        return None
    before = [d for d in options if d <= base]
    after = [d for d in options if d >= base]
    if anchor.tense == "future" and after:
        chosen = min(after)
    elif anchor.tense == "past" and before:
        chosen = max(before)
    else:
        chosen = next((d for d in options if d.month == base.month), options[0])
    return Settled(chosen.isoformat(), direction=_direction(chosen, anchor))


def _day_of_month(
    s: dict[str, str], says: dict[str, object], g: Grammar, day: int, anchor: Anchor
) -> Settled | None:
    """A day of a month by distance, "the 20th of next month"."""
    if anchor.day is None:
        return Settled(None)
    first = _shift_months(anchor.day.replace(day=1), _mod(s, says, g) or 0)
    found = _date(first.year, first.month, day)
    return Settled(found.isoformat(), direction=_direction(found, anchor)) if found else None


def _weekday_with_number(weekday: int, day: int, anchor: Anchor) -> Settled | None:
    """For "Friday the 22nd", the nearest 22nd that is a Friday."""
    if anchor.day is None:
        return Settled(None)
    for distance in range(200):
        for sign in (-1, 1):
            found = anchor.day + timedelta(days=sign * distance)
            if found.day == day and found.weekday() == weekday:
                return Settled(found.isoformat(), direction=_direction(found, anchor))
    return None


# ------------------------------------------------------------------ weekdays and relative days


def _mod(s: dict[str, str], says: dict[str, object], g: Grammar) -> int | None:
    if "mod" in s:
        return g.mods.get(s["mod"])
    found = says.get("mod")
    return found if isinstance(found, int) else None


def _before(day: date, weekday: int) -> date:
    """The last such weekday strictly before ``day``."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)


def _after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def _weekday(
    s: dict[str, str], says: dict[str, object], g: Grammar, weekday: int, anchor: Anchor
) -> Settled:
    mod = _mod(s, says, g)
    base = anchor.day
    if base is None:
        direction = {-1: "past", 1: "future"}.get(mod or 0, anchor.tense)
        return Settled(None, direction=direction)
    week_begins = base - timedelta(days=(base.weekday() - g.week_start) % 7)
    if mod in (-2, 2):  # "the Tuesday before last", "the one after next"
        near = _before(base, weekday) if mod < 0 else _after(base, weekday)
        return Settled(
            (near + timedelta(days=7 if mod > 0 else -7)).isoformat(),
            direction="past" if mod < 0 else "future",
        )
    if mod == -1:
        near = _before(base, weekday)
        if near >= week_begins:  # earlier this week, or the same day of last week
            far = near - timedelta(days=7)
            return Settled(None, (far.isoformat(), near.isoformat()), direction="past")
        return Settled(near.isoformat(), direction="past")
    if mod == 1:
        near = _after(base, weekday)
        if near < week_begins + timedelta(days=7):
            far = near + timedelta(days=7)
            return Settled(None, (near.isoformat(), far.isoformat()), direction="future")
        return Settled(near.isoformat(), direction="future")
    if base.weekday() == weekday:
        return Settled(base.isoformat(), direction="present")
    before, after = _before(base, weekday), _after(base, weekday)
    if mod == 0:  # "this Thursday", "الخميس الجاري": of this week, else the coming one
        inside = [d for d in (before, after) if week_begins <= d < week_begins + timedelta(days=7)]
        chosen = inside[0] if inside else after
        if anchor.tense == "future":
            chosen = after
        return Settled(chosen.isoformat(), direction=_direction(chosen, anchor))
    if anchor.tense == "past":
        return Settled(before.isoformat(), direction="past")
    if anchor.tense == "future":
        return Settled(after.isoformat(), direction="future")
    return Settled(None, (before.isoformat(), after.isoformat()))


def _nth_weekday(
    s: dict[str, str], says: dict[str, Any], g: Grammar, weekday: int, month: int | None,
    year: int | None, anchor: Anchor,
) -> Settled | None:  # fmt: skip
    """A weekday by count, "the second Monday of next month", "the first Friday of March"; "last" is not an ordinal here."""
    number = g.ordinal_of.get(s["ord"])
    if anchor.day is None or number is None or number > 5:
        return Settled(None) if number else None
    if month is None:
        first = _shift_months(anchor.day.replace(day=1), _mod(s, says, g) or 0)
    else:
        first = date(year or anchor.day.year, month, 1)
    day = 1 + (weekday - first.weekday()) % 7 + 7 * (number - 1)
    found = _date(first.year, first.month, day)
    return Settled(found.isoformat(), direction=_direction(found, anchor)) if found else None


def _fixed_shift(s: dict[str, str], says: dict[str, Any], g: Grammar, anchor: Anchor) -> Settled:
    """A phrase that names its unit itself: "settimana scorsa", "3日前"."""
    if "shift" in says:
        unit, count = says["shift"]
    else:
        unit, count = says["unit_is"], int(says["sign"]) * int(numeral(s["n"], g) or 0)
    if anchor.day is None:
        return Settled(None, granularity=unit, direction="past" if count < 0 else "future")
    return _shifted(anchor.day, unit, count)


def _same_period(says: dict[str, object], anchor: Anchor) -> Settled:
    """For "a year earlier" and "the latest quarter", the quarter spoken of, else the last full one."""
    years = int(str(says["same_period"]))
    m = re.match(r"(\d{4})-Q([1-4])$", anchor.text_period or "")
    if m:
        return Settled(f"{int(m[1]) + years:04d}-Q{m[2]}", granularity="quarter")
    if anchor.day is None:
        return Settled(None, granularity="year")
    if years:
        return Settled(f"{anchor.day.year + years:04d}", granularity="year", direction="past")
    return _shifted(anchor.day, "quarter", -1)


def _near_weekday(weekday: int, anchor: Anchor) -> Settled:
    if anchor.day is None:
        return Settled(None)
    for shift in (0, 1, -1, 2, -2, 3, -3):
        found = anchor.day + timedelta(days=shift)
        if found.weekday() == weekday:
            return Settled(found.isoformat(), direction=_direction(found, anchor))
    return Settled(None)


def _weekend(anchor: Anchor) -> Settled:
    """A bare weekend, "am Wochenende": the coming one, or by tense the one just past."""
    if anchor.day is None:
        return Settled(None, granularity="weekend")
    back = anchor.tense == "past" and anchor.day.weekday() < 5
    value = _week(anchor.day - timedelta(days=7 if back else 0)) + "-WE"
    return Settled(value, granularity="weekend", direction="past" if back else None)


def _weekday_of_week(
    s: dict[str, str], says: dict[str, object], g: Grammar, weekday: int, anchor: Anchor
) -> Settled:
    """A weekday of a week by distance, "Friday of next week"."""
    if anchor.day is None:
        return Settled(None)
    monday = anchor.day - timedelta(days=anchor.day.weekday())
    found = monday + timedelta(days=7 * (_mod(s, says, g) or 0) + weekday)
    return Settled(found.isoformat(), direction=_direction(found, anchor))


def _day_word(
    s: dict[str, str], says: dict[str, object], g: Grammar, weekday: int | None, anchor: Anchor
) -> Settled:
    """A day by its word, "yesterday, Wednesday". A weekday that contradicts the word wins if near.

    Pages are often stamped a day after they were written; the weekday is what the writer
    looked up, "yesterday" what the reader of that day understood.
    """
    offset = g.days[s["day"]] if "day" in s else int(str(says["days"]))
    if "n" in s:  # "two days from tomorrow"
        offset += (
            int(numeral(s["n"], g) or 0)
            * int(str(says.get("sign", 1)))
            * (7 if _unit_of(s, g) == "week" else 1)
        )
    elif "unit" in s and "sign" in says:  # "قبل أسبوع من اليوم"
        offset += _UNIT_DAYS.get(_unit_of(s, g), 1) * int(str(says["sign"]))
    elif "dual" in s:
        count, unit = g.duals[s["dual"]]
        offset += count * _UNIT_DAYS.get(unit, 1) * int(str(says.get("sign", 1)))
    if anchor.day is None:
        return _plus(None, offset)
    found = anchor.day + timedelta(days=offset)
    if weekday is not None and found.weekday() != weekday:
        options = [found + timedelta(days=d) for d in range(-3, 4)]
        found = next(d for d in options if d.weekday() == weekday)
    return Settled(_iso(found, s), direction=_plus(anchor.day, offset).direction)


def _from_weekday(
    s: dict[str, str], says: dict[str, object], g: Grammar, weekday: int, anchor: Anchor
) -> Settled:
    """A distance from a weekday: "a week from Friday", "two weeks ago Monday"."""
    if anchor.day is None:
        return Settled(None)
    sign = int(str(says["sign"]))
    count = int(numeral(s["n"], g) or 1) * _UNIT_DAYS.get(_unit_of(s, g), 1)
    base = _after(anchor.day, weekday) if sign > 0 else _before(anchor.day, weekday)
    found = base + timedelta(days=sign * count)
    return Settled(found.isoformat(), direction=_direction(found, anchor))


def _from_text(
    s: dict[str, str], says: dict[str, object], g: Grammar, anchor: Anchor
) -> Settled | None:
    """Such as "the next day", "a week earlier", "that year": counted from the last time of the text."""
    unit = _unit_of(s, g)
    count = int(numeral(s.get("n"), g) or 1) if "n" in s else 1
    if "dual" in s:
        count, unit = g.duals[s["dual"]]
    sign = int(str(says.get("sign", 0)))
    base = anchor.text_day
    text = anchor.text_value or ""
    if unit == "year" and re.match(r"\d{4}", text):
        return Settled(f"{int(text[:4]) + sign * count:04d}", granularity="year")
    if base is None:
        if says.get("else_today") and anchor.day is not None and unit in _UNIT_DAYS:
            return _plus(anchor.day, sign * count * _UNIT_DAYS[unit])
        return Settled(None, granularity=unit)
    return _shifted(base, unit, sign * count)


def _shifted(base: date, unit: str, count: int) -> Settled:
    direction = "past" if count < 0 else "future" if count > 0 else "present"
    try:
        if unit == "day":
            return Settled((base + timedelta(days=count)).isoformat(), direction=direction)
        if unit in ("week", "fortnight"):
            days = _UNIT_DAYS[unit] * count
            return Settled(
                _week(base + timedelta(days=days)), granularity="week", direction=direction
            )
        if unit == "weekend":
            return Settled(
                _week(base + timedelta(days=7 * count)) + "-WE",
                granularity="weekend",
                direction=direction,
            )
        if unit in ("month", "quarter", "half", "year", "decade"):
            found = _shift_months(base, _UNIT_MONTHS[unit] * count)
            value = {
                "month": f"{found.year:04d}-{found.month:02d}",
                "quarter": f"{found.year:04d}-Q{(found.month + 2) // 3}",
                "half": f"{found.year:04d}-H{1 if found.month < 7 else 2}",
                "year": f"{found.year:04d}",
                "decade": f"{found.year:04d}"[:3],
            }[unit]
            return Settled(value, granularity=unit, direction=direction)
    except OverflowError:
        return Settled(None, granularity=unit, direction=direction)
    return Settled(
        base.isoformat() if abs(count) <= 12 else None, granularity=unit, direction=direction
    )


def _distance(
    s: dict[str, str], says: dict[str, object], g: Grammar, anchor: Anchor
) -> Settled | None:
    """A distance from now: "three days ago", "قبل يومين", "in two weeks"."""
    sign = int(str(says.get("sign", 0)))
    if says.get("by_tense") and anchor.tense == "past":
        sign = -sign  # "غادر قبل … من الآن" without its قبل
    direction = "past" if sign < 0 else "future"
    if says.get("if_future") and anchor.tense != "future":
        return None
    if "dual" in s:
        count: float | None = g.duals[s["dual"]][0]
        unit = g.duals[s["dual"]][1]
    else:
        unit = _unit_of(s, g)
        count = None if says.get("vague") else numeral(s["n"], g) if "n" in s else 1
    if anchor.day is None or (count is None and unit != "hour"):
        return Settled(None, granularity=unit, direction=direction)
    count = 1 if count is None else count
    if count > 5000:
        return None
    if unit in ("hour", "minute", "second"):
        # Without the hour of publication the day is all there is to say.
        near = unit != "hour" or count <= 12
        return Settled(
            anchor.day.isoformat() if near else None, granularity=unit, direction=direction
        )
    if count != int(count):
        return _shifted(anchor.day, unit, 0) if unit in _UNIT_MONTHS else None
    total = _shifted(anchor.day, unit, sign * int(count))
    further = [k for k in ("dual2", "unit2", "dual3", "unit3") if k in s]
    if further or says.get("exact"):
        # "1 month and 21 days ago", "two weeks from now": to the day
        months = int(count) * _UNIT_MONTHS.get(unit, 0)
        days = int(count) * _UNIT_DAYS.get(unit, 0)
        for k in further:
            if k.startswith("dual"):
                amount, other = g.duals[s[k]]
            else:
                other = g.units.get(s[k], "")
                amount = int(numeral(s.get("n" + k[-1]), g) or 1)
            months += amount * _UNIT_MONTHS.get(other, 0)
            days += amount * _UNIT_DAYS.get(other, 0)
        found = _shift_months(anchor.day, sign * months) + timedelta(days=sign * days)
        return Settled(found.isoformat(), direction=direction)
    return Settled(total.value, granularity=total.granularity, direction=direction)


# ------------------------------------------------------------------ months, seasons, years


def _month(
    s: dict[str, str], says: dict[str, object], g: Grammar, year: int | None, month: int, anchor: Anchor
) -> Settled:  # fmt: skip
    if year is not None:
        return Settled(f"{year:04d}-{month:02d}", granularity="month", relative=False)
    mod = _mod(s, says, g)
    base = anchor.day
    if base is None:
        return Settled(None, granularity="month", direction=anchor.tense)
    if mod is not None and "unit" in s:  # "June last year"
        return Settled(f"{base.year + mod:04d}-{month:02d}", granularity="month")
    here = base.year * 12 + base.month - 1
    options = [(base.year + shift) * 12 + month - 1 for shift in (-1, 0, 1)]
    if mod == -1:
        chosen = max(o for o in options if o < here)
    elif mod == 1:
        chosen = min(o for o in options if o > here)
    elif mod == 0:
        chosen = options[1]
    else:
        chosen = min(options, key=lambda o: (abs(o - here), o))
        if anchor.tense == "past" and chosen - here > _WRONG_SIDE_MONTHS:
            chosen = max(o for o in options if o <= here)
        elif anchor.tense == "future" and here - chosen > _WRONG_SIDE_MONTHS:
            chosen = min(o for o in options if o >= here)
    y, m = divmod(chosen, 12)
    direction = "past" if chosen < here else "future" if chosen > here else "present"
    return Settled(f"{y:04d}-{m + 1:02d}", granularity="month", direction=direction)


def _season(
    s: dict[str, str], says: dict[str, object], g: Grammar, year: int | None, anchor: Anchor
) -> Settled:
    code = g.seasons[s["season"]]
    if year is not None:
        return Settled(f"{year:04d}-{code}", granularity="season", relative=False)
    if anchor.day is None:
        return Settled(None, granularity="season")
    base = anchor.day
    begins = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    mod = _mod(s, says, g)
    if "unit" in s:
        return Settled(f"{base.year + (mod or 0):04d}-{code}", granularity="season")
    if mod == -1 or (mod is None and anchor.tense == "past"):
        return Settled(
            f"{base.year - (base.month < begins + 2):04d}-{code}",
            granularity="season",
            direction="past",
        )
    if mod == 1:
        return Settled(
            f"{base.year + (base.month >= begins):04d}-{code}",
            granularity="season",
            direction="future",
        )
    return Settled(f"{base.year:04d}-{code}", granularity="season")


def _part_of_year(
    s: dict[str, str], says: dict[str, object], g: Grammar, year: int | None, anchor: Anchor
) -> Settled | None:
    """Quarters and halves: "the third quarter", "Q3 2024", "النصف الأول من العام"."""
    letter, parts = ("Q", 4) if says.get("quarter") else ("H", 2)
    raw = s.get("ord") or s.get("n") or s.get("D") or s.get("d")
    number = g.ordinal_of.get(raw or "") or (int(raw[0]) if raw and raw[0].isdigit() else None)
    granularity = "quarter" if letter == "Q" else "half"
    if number is None or number > parts:
        return None
    if year is None:
        if anchor.day is None:
            return Settled(None, granularity=granularity)
        year = anchor.day.year + (_mod(s, says, g) or 0)
        first_month = (number - 1) * (12 // parts) + 1
        ahead = (year - anchor.day.year) * 12 + first_month - anchor.day.month
        if _mod(s, says, g) is None and anchor.tense != "future" and ahead > 0:
            year -= 1  # "reported for the fourth quarter" in January
    return Settled(f"{year:04d}-{letter}{number}", granularity=granularity, relative="Y" not in s)


def _unit(s: dict[str, str], says: dict[str, object], g: Grammar, anchor: Anchor) -> Settled | None:
    """A unit by distance: "last week", "this year", "الشهر المقبل"."""
    unit = _unit_of(s, g)
    mod = _mod(s, says, g)
    if mod is None or unit in ("hour", "minute", "second", "century"):
        return None
    direction = "past" if mod < 0 else "future" if mod > 0 else "present"
    if anchor.day is None:
        return Settled(None, granularity=unit, direction=direction)
    found = _shifted(anchor.day, unit, mod)
    return Settled(found.value, granularity=found.granularity, direction=direction)


def _clock(s: dict[str, str], anchor: Anchor) -> Settled | None:
    hour = int(s["h"])
    if hour > 24:
        return None
    base = anchor.text_day or anchor.day
    if base is None:
        return Settled(None, granularity="minute")
    return Settled(f"{base.isoformat()}T{hour % 24:02d}:{s.get('min', '00')}", granularity="minute")


# ------------------------------------------------------------------ durations, other calendars


def _duration(s: dict[str, str], says: dict[str, object], g: Grammar) -> Settled | None:
    if says["kind"] == "set" and "unit" not in s:
        return Settled(None, granularity="day", relative=False)
    if "dual" in s:
        count: float | None
        count, unit = g.duals[s["dual"]]
    else:
        unit = _unit_of(s, g)
        count = numeral(s["n"], g) if "n" in s else 1
    if count is None or unit not in _DURATION:
        return Settled(None, granularity=unit, relative=False)
    amount = f"{count:g}"
    return Settled(_DURATION[unit].format(amount), granularity=unit, relative=False)


def _is_lunar_or_jalali(year: int, g: Grammar) -> bool:
    """A year of the Hijra in Arabic, of the Solar Hijra in Persian, with no word that says so.

    The years of the last two generations; news hardly ever speaks of the 15th century of ours.
    """
    return (g.language == "fa" and 1300 <= year < 1450) or (
        g.language == "ar" and 1420 <= year < 1460
    )


def _other_calendar(s: dict[str, str], g: Grammar, anchor: Anchor) -> Settled | None:
    """Hijri and Solar Hijri days, months and years."""
    if "JM" in s or (g.language == "fa" and "Y" in s and "HM" not in s):
        return _jalali(s, g, anchor)
    month = g.hijri_of.get(s["HM"]) if "HM" in s else None
    day = _day_number(s, g)
    year = int(re.sub(r"\D", "", s["Y"])) if "Y" in s else None
    if month is None and "m" in s:
        month = int(s["m"])
    granularity = "day" if day else "month" if month else "year"
    try:
        if year is None:
            if anchor.day is None:
                return Settled(None, granularity=granularity)
            today = Gregorian(anchor.day.year, anchor.day.month, anchor.day.day).to_hijri()
            options = [
                Hijri(y, month or 1, day or 1).to_gregorian()
                for y in (today.year - 1, today.year, today.year + 1)
            ]
            days = [date(o.year, o.month, o.day) for o in options]
            mod = _mod(s, {}, g)
            if mod is not None and mod < 0:  # "last Ramadan": the one that is over
                days = [d for d in days if d < anchor.day - timedelta(days=29)]
            elif mod is not None and mod > 0:
                days = [d for d in days if d > anchor.day]
            base = anchor.day
            chosen = min(days, key=lambda d: (abs((d - base).days), d))
        else:
            if not 1343 <= year <= 1500:
                return None
            found = Hijri(year, month or 1, day or 1).to_gregorian()
            chosen = date(found.year, found.month, found.day)
    except (ValueError, OverflowError):
        return None
    if granularity == "day":
        return Settled(
            chosen.isoformat(), relative=year is None, direction=_direction(chosen, anchor)
        )
    # A lunar month or year lies across two of ours; the one that holds most of it.
    middle = chosen + timedelta(days=14 if granularity == "month" else 177)
    value = (
        f"{middle.year:04d}-{middle.month:02d}" if granularity == "month" else f"{middle.year:04d}"
    )
    return Settled(value, granularity=granularity, relative=year is None)


def _jalali(s: dict[str, str], g: Grammar, anchor: Anchor) -> Settled | None:
    month = g.jalali_of[s["JM"]] if "JM" in s else int(s.get("m", 0))
    day = _day_number(s, g) if month else None
    if month > 12:
        return None
    if not month:  # most of a year that begins in March
        return Settled(f"{int(s['Y']) + 621:04d}", granularity="year", relative=False)
    if "Y" in s:
        year = int(s["Y"])
        years = [year]
        if not 1300 <= year <= 1500:
            return None
    elif anchor.day is None:
        return Settled(None, granularity="day" if day else "month")
    else:
        years = [anchor.day.year - 622, anchor.day.year - 621]
    options = [_jalali_day(y, month, day or 15) for y in years]
    base = anchor.day or options[0]
    chosen = min(options, key=lambda d: (abs((d - base).days), d))
    if day:
        return Settled(
            chosen.isoformat(), relative="Y" not in s, direction=_direction(chosen, anchor)
        )
    return Settled(
        f"{chosen.year:04d}-{chosen.month:02d}", granularity="month", relative="Y" not in s
    )


def _jalali_day(year: int, month: int, day: int) -> date:
    """Solar Hijri to Gregorian with the 33-year rule, exact for 1178-1633 AP."""
    leaps = {1, 5, 9, 13, 17, 22, 26, 30}
    days = sum(366 if y % 33 in leaps else 365 for y in range(1400, year))
    days -= sum(366 if y % 33 in leaps else 365 for y in range(year, 1400))
    days += (month - 1) * 31 - max(0, month - 7) + day - 1
    return date(2021, 3, 21) + timedelta(days=days)
