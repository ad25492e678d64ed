"""Who has spoken so far in a text, so that «he», «the minister» and a bare verb find their speaker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from tawatur.model import NameMention, Quote, Span
from tawatur.text import fold_word, folded_words

# Whoever spoke longer ago than this many others is not meant by a pronoun or a bare role; also
# keeps the work linear on a text with thousands of cues.
REMEMBERED_VOICES = 40


@dataclass(slots=True, eq=False)
class Voice:
    """Somebody or something that speaks in a text."""

    name: str
    kind: str  # as in model.Speaker
    span: tuple[int, int] | None
    role: str | None = None
    identity: str | None = None
    gender: str = ""  # "m", "f", "" unknown
    number: str = "s"  # "s", "d", "p"
    words: frozenset[str] = frozenset()  # folded words of name and role, without the article
    is_named: bool = False
    chain: tuple[str, ...] = ()
    last_at: int = -1


@dataclass(slots=True)
class Voices:
    """The voices of one text, in order of first mention."""

    voices: list[Voice] = field(default_factory=list)
    latest: list[Voice] = field(default_factory=list)  # by when they spoke, the last one last
    seen: set[int] = field(default_factory=set)

    def spoke(self, voice: Voice, at: int) -> None:
        voice.last_at = max(voice.last_at, at)
        if id(voice) not in self.seen:
            self.seen.add(id(voice))
            self.voices.append(voice)
            self.latest.append(voice)
        else:
            self.latest.remove(voice) if voice in self.latest else None
            self.latest.append(voice)
        del self.latest[:-REMEMBERED_VOICES]

    def last(self, at: int, *, gender: str = "", number: str = "", kinds: str = "") -> Voice | None:
        """Whoever spoke last before ``at`` and agrees; the last one at all if none agrees."""
        for voice in reversed(self.latest):
            if not 0 <= voice.last_at < at or (kinds and voice.kind not in kinds):
                continue
            if gender and voice.gender and voice.gender != gender:
                continue
            if number == "p" and voice.number == "s" and voice.kind == "person":
                continue
            return voice
        return None


class Spoken:
    """What has been found in a text, asked by place: who spoke last, what is somebody's word."""

    def __init__(self, found: Sequence[tuple[Quote, Voice | None]]) -> None:
        self._found = found
        self._cues = sorted((q.cue.start, i) for i, (q, _) in enumerate(found) if q.cue)
        spans = sorted((s.start, s.end) for q, _ in found for s in q.content)
        self._starts = [start for start, _ in spans]
        self._reach = list(accumulate((end for _, end in spans), max))

    def last_before(self, at: int) -> tuple[Quote, Voice] | None:
        """The quotation whose cue stands last before this place, if somebody is known to speak."""
        position = bisect_left(self._cues, (at, 0)) - 1
        if position < 0:
            return None
        quote, voice = self._found[self._cues[position][1]]
        return None if voice is None else (quote, voice)

    def holds(self, at: int) -> bool:
        """Is this place part of a quotation already?"""
        position = bisect_right(self._starts, at) - 1
        return position >= 0 and at < self._reach[position]


def overlapping_name(
    names: Sequence[NameMention], start: int, end: int, kinds: frozenset[str]
) -> NameMention | None:
    """The longest name of these kinds that stands within the span."""
    best = None
    for i in range(bisect_left(names, start, key=_start), len(names)):
        name = names[i]
        if name.start >= end:
            break
        if (
            name.kind in kinds
            and name.start >= start
            and name.end <= end
            and (best is None or name.end - name.start > best.end - best.start)
        ):
            best = name
    return best


def _start(name: NameMention) -> int:
    return name.start


def fuller_names(names: Sequence[NameMention]) -> dict[str, str]:
    """Family name to the first full name that ends in it, wherever the text gives it."""
    found: dict[str, str] = {}
    for name in names:
        if name.kind == "person" and " " in name.text.strip():
            found.setdefault(bare_word(name.text.split()[-1]), name.text)
    return found


def content_words(text: str, drop: frozenset[str] = frozenset()) -> frozenset[str]:
    """Folded words without the Arabic article and joined prepositions, for comparing roles."""
    return frozenset(
        stripped for word in folded_words(text) if (stripped := bare_word(word)) not in drop
    )


def bare_word(word: str) -> str:
    """A folded word without the article and what is written onto it (وال، بال، لل)."""
    word = fold_word(word)
    for prefix in ("وال", "بال", "فال", "كال", "ال", "لل"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return word[len(prefix) :]
    return word


def span_of(pair: tuple[int, int] | None) -> Span | None:
    return None if pair is None else Span(start=pair[0], end=pair[1])
