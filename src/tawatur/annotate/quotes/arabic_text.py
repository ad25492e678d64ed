"""An Arabic text cut into words, with its quotation marks and names at hand.

What the other readers of Arabic quotations share: the words with their folded form and what
stands between them, and which marks and names stand where.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import regex

from tawatur import knowledge
from tawatur.annotate.quotes import arabic_cues as words
from tawatur.annotate.quotes.arabic_cues import CUES
from tawatur.annotate.quotes.marks import Marked
from tawatur.model import NameMention
from tawatur.text import fold_word

_TOKEN = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}ـ]*")
_BRACKETED = regex.compile(r"\(([^()\n]{20,1500})\)")
EDGE = " \t\n\r\u00a0\u200e\u200f.,،؛;:!-–—*ـ"


class Token(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    fold: str
    gap: str  # what stands between the word before and this one, without blanks


@dataclass(frozen=True, slots=True)
class Subject:
    """The words that name a speaker: tokens ``first`` to ``last`` inclusive."""

    first: int
    last: int


def tokenise(text: str) -> list[Token]:
    tokens: list[Token] = []
    before = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        one_blank = start - before == 1 and text[before] == " "
        gap = "" if one_blank else _squeeze(text[before:start])
        tokens.append(Token(start, end, fold_word(text[start:end]), gap))
        before = end
    return tokens


def _squeeze(gap: str) -> str:
    return "\n" + gap.strip() if "\n" in gap else gap.strip()


class ArabicText:
    """One text with its words, marks and names. Places are code points, words are counted."""

    def __init__(self, text: str, marked: Sequence[Marked], names: Sequence[NameMention]) -> None:
        self.text = text
        self.tokens = tokenise(text)
        self.starts = [t.start for t in self.tokens]
        self.marked = self._with_brackets(marked)
        self.mark_starts = [m.start for m in self.marked]
        self.names = sorted(names, key=lambda n: (n.start, -n.end))
        self.person_starts = {n.start: n for n in self.names if n.kind == "person"}
        self.place_starts = {n.start: n for n in self.names if n.kind == "place"}
        self.organisation_starts = {n.start: n for n in self.names if n.kind == "organisation"}

    def medium_told(self, position: int) -> NameMention | None:
        """The agency or outlet that this word says somebody spoke to: «لمدى برس»."""
        token = self.tokens[position]
        if not token.fold.startswith("ل"):
            return None
        name = self.organisation_starts.get(token.start + 1)
        if name is None or not name.identity.startswith("org:"):
            return None
        which = name.identity[4:]
        known = knowledge.agency_by_id(which) or any(o.id == which for o in knowledge.outlets())
        return name if known else None

    def mark_around(self, at: int) -> Marked | None:
        """The outermost quotation that holds this place."""
        if not self.marked:
            return None
        position = bisect_right(self.mark_starts, at) - 1
        best = None
        for back in range(position, max(-1, position - 6), -1):
            mark = self.marked[back]
            if mark.start <= at < mark.end and not mark.single:
                best = mark
        return best

    def mark_starting_in(self, start: int, end: int) -> Marked | None:
        position = bisect_left(self.mark_starts, start)
        while position < len(self.marked) and self.marked[position].start < end:
            if not self.marked[position].single:
                return self.marked[position]
            position += 1
        return None

    def mark_at(self, token: int) -> Marked | None:
        return self.mark_starting_in(
            self.tokens[token - 1].end if token else 0, self.tokens[token].start
        )

    def mark_ending_before(self, at: int) -> Marked | None:
        position = bisect_left(self.mark_starts, at)
        for back in range(position - 1, max(-1, position - 4), -1):
            mark = self.marked[back]
            if mark.end <= at and not self.text[mark.end : at].strip(EDGE) and not mark.single:
                return mark
        return None

    def mark_exactly(self, start: int, end: int) -> Marked | None:
        mark = self.mark_starting_in(start, start + 2)
        if mark is None or mark.start > start + 1:
            return None
        return mark if mark.end >= end - 1 else None

    def holds_quotation(self, start: int, end: int) -> bool:
        position = bisect_left(self.mark_starts, start)
        while position < len(self.marked) and self.marked[position].start < end:
            mark = self.marked[position]
            if not mark.single and not self._is_name_in_marks(mark):
                return True
            position += 1
        return False

    def _is_name_in_marks(self, mark: Marked) -> bool:
        """مستشفى "السلام": a name of one to three words after what it names."""
        before = bisect_left(self.starts, mark.start) - 1
        length = self.text.count(" ", mark.inner_start, mark.inner_end) + 1
        return before >= 0 and length <= 3 and self.tokens[before].fold in words.NAMED_THINGS

    def with_marks(self, span: tuple[int, int]) -> tuple[int, int]:
        """A span that holds one half of a pair of marks takes the other half too."""
        start, end = span
        position = bisect_left(self.mark_starts, start - 1)
        for mark in self.marked[position : position + 6]:
            if mark.start > end:
                break
            if start <= mark.inner_start < end and mark.end > end and mark.inner_end <= end + 1:
                end = mark.end
            if mark.start == start - 1 and mark.end <= end:
                start = mark.start
        return start, end

    def is_adjunct(self, position: int) -> bool:
        tokens = self.tokens
        fold = tokens[position].fold
        if fold in words.ADJUNCT or fold in words.MEDIA_ADDRESSEES:
            return True
        if fold == "ل":  # «قال لـ"الأفق"»; but «المدير العام لـ"ساحل كوم" كريم الزواري»
            return position == 0 or not (
                tokens[position - 1].fold.startswith("ال") and tokens[position].gap == ""
            )
        if fold in {"في", "وفي", "من", "عبر"} and position + 1 < len(tokens):
            following = tokens[position + 1].fold
            return following in words.OCCASIONS or following in {"جهته", "جهتها", "جانبه", "جانبها"}
        return position > 0 and tokens[position - 1].fold == "في" and fold in words.OCCASIONS

    def adjunct_before(self, step: int) -> bool:
        return self.is_adjunct(step) or self.is_adjunct(step - 1)

    def clean(self, start: int, end: int) -> str:
        start, end = self.with_marks((start, end))
        return " ".join(self.text[start:end].split()).strip(" ،,:")

    def clean_name(self, name: str) -> str:
        return " ".join(regex.sub(r"[«»\"“”()]", " ", name).split())

    def _with_brackets(self, marked: Sequence[Marked]) -> list[Marked]:
        """Some newspapers print speech in brackets: وقال (سنمضي في …)."""
        found = list(marked)
        for match in _BRACKETED.finditer(self.text):
            before = bisect_left(self.starts, match.start()) - 1
            if before < 0 or match.group(1).count(" ") < 3:
                continue
            fold = self.tokens[before].fold
            if fold in words.THAT or (fold in CUES and self.text[self.tokens[before].end] in " :"):
                found.append(
                    Marked(match.start(), match.end(), match.start(1), match.end(1), 0, True)
                )
        found.sort(key=lambda m: (m.start, -m.end))
        return found


def is_with(fold: str, shortest: int = 4) -> bool:
    """Written together with the preposition ب (and not بعد، بين، بن …)."""
    return (
        len(fold) >= shortest
        and fold[0] == "ب"
        and fold
        not in {
            "بعد",
            "بين",
            "بينهم",
            "بشكل",
            "باسم",
            "بلاده",
            "بلادها",
            "بحسب",
            "بيان",
            "برنامج",
            "بنك",
            "بعض",
            "بدوره",
            "بدورها",
            "بشان",
            "بريطانيا",
            "باريس",
            "بيروت",
            "بغداد",
            "برلين",
            "بكين",
            "بلديه",
            "بعثه",
            "بيانات",
            "بحضور",
            "بوتين",
            "بايدن",
        }
        and (
            fold[1:3] in {"ال", "ات", "اع", "ان", "اس"}
            or (fold[1] in "تمسضحخعشقفنروكاجطتثدزصهىيغظذ" and fold[:3] not in {"بعد", "بين"})
        )
    )


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end
