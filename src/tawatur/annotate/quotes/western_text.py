"""A text with capitals and commas cut into words, with its quotation marks and names at hand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from tawatur.annotate.quotes.marks import Marked
from tawatur.annotate.quotes.western_cues import Language
from tawatur.model import NameMention

_TOKEN = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:[-'’.][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*")
EDGE = " \t\n\r\u00a0,;:–—-"


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    word: str  # lower case
    gap: str  # what stands before it, without blanks
    capital: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens ``first`` to ``last`` inclusive."""

    first: int
    last: int


def tokenise(text: str, language: str) -> list[Token]:
    tokens: list[Token] = []
    before = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        raw = match.group()
        gap = text[before:start]
        squeezed = "" if gap == " " else ("\n" + gap.strip() if "\n" in gap else gap.strip())
        word = raw.lower().replace("’", "'")
        if language == "tr":
            word = raw.replace("İ", "i").replace("I", "ı").lower().replace("’", "'")
            if "'" in word:  # Kaya'nın: the case ending is not part of the name
                end = start + word.index("'")
                word = word[: word.index("'")]
        if (
            language == "fr"
            and "'" in word
            and word.split("'")[0] in {"l", "d", "qu", "n", "s", "j", "c"}
        ):
            cut = raw.replace("’", "'").index("'") + 1
            tokens.append(Token(start, start + cut, word[: cut - 1], squeezed, raw[0].isupper()))
            if cut < len(raw):
                tokens.append(Token(start + cut, end, word[cut:], "", raw[cut].isupper()))
            before = end
            continue
        if language == "en" and word.endswith("'s") and len(word) > 3:
            end -= 2
            word = word[:-2]
        tokens.append(Token(start, end, word, squeezed, raw[0].isupper()))
        before = match.end()
    return tokens


class WesternText:
    """One text with its words, marks and names, and the tables of its language."""

    def __init__(
        self,
        text: str,
        language: str,
        tables: Language,
        marked: Sequence[Marked],
        names: Sequence[NameMention],
    ) -> None:
        self.text = text
        self.language = language
        self.tables = tables
        self.marked = [m for m in marked if not m.single or m.inner_end - m.inner_start > 20]
        self.mark_starts = [m.start for m in self.marked]
        self.mark_ends = sorted((m.end, i) for i, m in enumerate(self.marked))
        self.names = sorted(names, key=lambda n: (n.start, -n.end))
        self.name_starts = [n.start for n in self.names]
        self.tokens = tokenise(text, language)
        self.starts = [t.start for t in self.tokens]

    def person_at(self, start: int) -> NameMention | None:
        """The person's name that begins here."""
        at = bisect_left(self.name_starts, start)
        while at < len(self.names) and self.names[at].start == start:
            if self.names[at].kind == "person":
                return self.names[at]
            at += 1
        return None

    def mark_around(self, at: int) -> Marked | None:
        position = bisect_right(self.mark_starts, at) - 1
        best = None
        for back in range(position, max(-1, position - 6), -1):
            mark = self.marked[back]
            if mark.start <= at < mark.end:
                best = mark
        return best

    def mark_in_gap(self, token: int) -> Marked | None:
        """The quotation that opens between this token and the one before."""
        low = self.tokens[token - 1].end if token else 0
        position = bisect_left(self.mark_starts, low)
        if position < len(self.marked) and self.marked[position].start < self.tokens[token].start:
            return self.marked[position]
        return None

    def mark_ending_at(self, at: int, previous: int, first: int) -> Marked | None:
        """The quotation that ends right before this place, only a comma or dash between."""
        if previous < first:
            return None
        position = bisect_right(self.mark_ends, (at, len(self.marked))) - 1
        best = None
        for back in range(position, max(-1, position - 3), -1):
            end, which = self.mark_ends[back]
            if not self.text[end:at].strip(EDGE):
                mark = self.marked[which]
                if best is None or mark.start < best.start:
                    best = mark
        return best

    def mark_exactly(self, start: int, end: int) -> Marked | None:
        position = bisect_left(self.mark_starts, start - 1)
        if position < len(self.marked):
            mark = self.marked[position]
            if mark.start <= start + 1 and mark.end >= end - 1:
                return mark
        return None

    def holds_mark(self, start: int, end: int) -> bool:
        position = bisect_left(self.mark_starts, start)
        return position < len(self.marked) and self.marked[position].start < end

    def follows(self, index: int, words: tuple[str, ...], last: int) -> bool:
        return index + len(words) < last and all(
            self.tokens[index + i].word == w for i, w in enumerate(words)
        )


def breaks(gap: str) -> bool:
    """Does this stretch between two words end a clause?"""
    return any(c in gap for c in ',;:.!?–—\n()"“”«»„') if gap else False


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE + ".":
        end -= 1
    return start, end
