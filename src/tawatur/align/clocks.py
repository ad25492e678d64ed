"""Times of day in a statement, as they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tawatur.align.measures import role_of
from tawatur.align.statements import Statement
from tawatur.text import western_digits


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in a statement."""

    start: int
    end: int
    minutes: int
    is_of_24_hours: bool
    role: str | None = None

    @property
    def shown(self) -> str:
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"


_MINUTES = re.compile(r"[.:٫]([0-5]\d)(?!\d)")
_CLOCK = re.compile(r"T([0-2]\d):([0-5]\d)")
_WRITTEN_CLOCK = re.compile(
    r"(?<![\d.,:/-])([01]?\d|2[0-3])(?:[:.٫]|\s?[hH]\s?)([0-5]\d)(?![\d%]|[.,:/]\d|\s?(?:%|percent|per cent|"
    r"milli|млн|млрд|بالمئة|مليون|مليار))(\s?[ap]\.?m\b)?"
)
# Words that make a number with a full stop a time of day: "17.40" alone may be a price.
_AT = frozenset(
    [
        "at",
        "um",
        "gegen",
        "около",
        "в",
        "saat",
        "saatlerinde",
        "las",
        "عند",
        "الساعه",
        "من",
        "حتي",
        "until",
        "till",
        "bis",
        "jusqu",
        "by",
        "vers",
    ]
)
_ARABIC_HOURS = {
    "الواحده": 1, "الثانيه": 2, "الثالثه": 3, "الرابعه": 4, "الخامسه": 5, "السادسه": 6,
    "السابعه": 7, "الثامنه": 8, "التاسعه": 9, "العاشره": 10,
}  # fmt: skip
_ARABIC_PARTS = {"والنصف": 30, "والربع": 15, "والثلث": 20}
_AFTERNOON = frozenset(
    [
        "مساء",
        "ليلا",
        "ظهرا",
        "عصرا",
        "المساء",
        "الليل",
        "pm",
        "aksam",
        "gece",
        "gecesi",
        "вечера",
        "дня",
        "soir",
        "tarde",
        "noche",
        "abends",
    ]
)
_MORNING = frozenset(
    [
        "صباحا",
        "فجرا",
        "الصباح",
        "الفجر",
        "am",
        "sabah",
        "утра",
        "ночи",
        "matin",
        "madrugada",
        "manana",
        "morgens",
    ]
)


_BEFORE_HOUR = frozenset({"الساعه", "عند", "قرابه", "نحو"})


def clocks_of(statement: Statement) -> list[Clock]:
    """The times of day in a statement, each once, with what happened then where a word near by
    says it began."""
    found: list[Clock] = statement.once("clocks", lambda: _clocks_of(statement))
    return found


def _clocks_of(statement: Statement) -> list[Clock]:
    found: dict[int, Clock] = {}
    offset = statement.place.start
    words = statement.words
    is_arabic = statement.language == "ar"
    # the hours of a clock are named after one of these words: most statements have none
    if is_arabic and not _BEFORE_HOUR.isdisjoint(w for _, _, w in words):
        named = words
    else:
        named = []

    def add(start: int, end: int, minutes: int, *, of_24_hours: bool) -> None:
        clock = Clock(start, end, minutes, of_24_hours)
        role = role_of(clock, statement)
        role = role if role == "beginning" else None
        if any((minutes - other) % 60 == 0 for other in found):
            return  # the same hour in another zone
        found.setdefault(minutes, Clock(start, end, minutes, of_24_hours, role))

    for time in statement.times:
        value = _CLOCK.match((time.value or "")[10:])
        # "a minute before" is counted, not stated
        if value and time.anchor != "text":
            hour, minute = int(value[1]), int(value[2])
            rest = _MINUTES.match(western_digits(statement.text[time.end - offset :][:3]))
            if rest and not minute:
                minute = int(rest[1])  # "18.02", of which the hour alone was read
            after = [w for start, _, w in words if start >= time.end][:2]
            if hour < 12 and set(after) & _AFTERNOON:
                hour += 12
            add(time.start, time.end, hour * 60 + minute, of_24_hours=True)
    has_digit = any(c.isdigit() for c in statement.text)
    for written in _WRITTEN_CLOCK.finditer(western_digits(statement.text)) if has_digit else ():
        start, end = offset + written.start(), offset + written.end()
        if any(c.start < end and start < c.end for c in found.values()):
            continue
        before = [w for _, stop, w in words if stop <= start][-2:]
        if "." in written[0].rstrip(".m") and not set(before) & _AT:
            continue
        hour, afternoon = int(written[1]), (written[3] or "").strip().lower()[:1]
        hour = hour % 12 + 12 * (afternoon == "p") if afternoon else hour
        add(start, end, hour * 60 + int(written[2]), of_24_hours=True)
    for position, (start, end, word) in enumerate(named):
        hour = _ARABIC_HOURS.get(word, 0)
        if not hour or not position or words[position - 1][2] not in _BEFORE_HOUR:
            continue
        following = [w for _, _, w in words[position + 1 : position + 5]]
        if following[:1] == ["عشره"] and hour <= 2:
            hour, following = hour + 10, following[1:]
        minutes = _ARABIC_PARTS.get(following[0] if following else "", 0)
        near = set(following)
        known = bool(near & (_AFTERNOON | _MORNING))
        hour = hour % 12 + 12 * bool(near & _AFTERNOON) if known else hour
        add(start, end, hour * 60 + minutes, of_24_hours=known)
    return list(found.values())
