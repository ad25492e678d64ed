"""Quotations: who said what, with which words, and by which way it reached this page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec
import regex

from tawatur.annotate.quotes.arabic import ArabicReader
from tawatur.annotate.quotes.arabic_cues import HEDGES as ARABIC_HEDGES
from tawatur.annotate.quotes.marks import Marked, find_marked, outermost
from tawatur.annotate.quotes.turkish import TurkishReader
from tawatur.annotate.quotes.western import WesternReader
from tawatur.annotate.quotes.western_cues import LANGUAGES
from tawatur.model import NameMention, Quote, Sentence, Span

__all__ = ["find_quotes"]

# Sentences of Arabic newspapers reach 1,200 characters; a page that lost its full stops has more.
LONGEST_SENTENCE_CHARACTERS = 3_000
LONGEST_UNIT_CHARACTERS = 9_000  # several sentences in one open quotation

_SENTENCE_END = regex.compile(r"[.!?؟。]+[\"”»“)\]]*(?=\s)|\n+")


def find_quotes(
    text: str,
    language: str,
    *,
    sentences: Sequence[Sentence] = (),
    names: Sequence[NameMention] = (),
    outlet: str | None = None,
) -> tuple[Quote, ...]:
    """Direct, indirect and mixed quotations of a text, in order of their content.

    Offsets are code points of ``text``. A quotation inside another (he said that she said) is
    listed too. ``names`` help to tell a speaker's name from his role, and give identities.
    """
    if not text.strip():
        return ()
    marked = find_marked(text)
    units = _units(text, sentences, marked)
    if language in {"ar", "arz"}:
        quotes = ArabicReader(text, units, marked, names, outlet).read()
    elif language in LANGUAGES:
        reader = TurkishReader if language == "tr" else WesternReader
        quotes = reader(text, language, LANGUAGES[language], units, marked, names).read()
    else:
        quotes = []
    quotes = _with_hedges(text, language, units, quotes)
    quotes.sort(key=lambda q: (q.content[0].start, -q.content[-1].end))
    return tuple(quotes)


def _with_hedges(
    text: str, language: str, units: Sequence[tuple[int, int]], quotes: list[Quote]
) -> list[Quote]:
    """Marks what keeps its distance ("reportedly", أنباء عن) in the sentence around a cue."""
    hedges = (
        ARABIC_HEDGES if language in {"ar", "arz"} else LANGUAGES[language].hedges
        if language in LANGUAGES else ()
    )  # fmt: skip
    if not hedges or not quotes:
        return quotes
    found = [m.span() for m in _any_of(hedges).finditer(text.lower() if language != "ar" else text)]
    if not found:
        return quotes
    starts = [start for start, _ in units]
    out: list[Quote] = []
    for quote in quotes:
        place = quote.cue.start if quote.cue else quote.content[0].start
        unit = units[max(0, bisect_right(starts, place) - 1)]
        inside = [h for h in found if unit[0] <= h[0] < unit[1]]
        outside_words = [
            h for h in inside
            if quote.kind != "direct" or not any(c.start <= h[0] < c.end for c in quote.content)
        ]  # fmt: skip
        if outside_words:
            span = Span(start=outside_words[0][0], end=outside_words[0][1])
            quote = msgspec.structs.replace(quote, hedge=span)
        out.append(quote)
    return out


@lru_cache(maxsize=32)
def _any_of(phrases: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile(r"(?<!\w)(?:" + "|".join(map(regex.escape, phrases)) + r")(?!\w)")


def _units(
    text: str, sentences: Sequence[Sentence], marked: Sequence[Marked]
) -> list[tuple[int, int]]:
    """Sentences, those that end inside a quotation joined with the ones it runs into."""
    if sentences:
        pieces = [(s.start, s.end) for s in sentences]
    else:
        pieces = []
        start = 0
        for match in _SENTENCE_END.finditer(text):
            pieces.append((start, match.end()))
            start = match.end()
        pieces.append((start, len(text)))
    spans = outermost(list(marked))
    units: list[tuple[int, int]] = []
    at = 0
    for start, end in _not_too_long(text, pieces):
        if start >= end:
            continue
        while at < len(spans) and spans[at].end <= start:
            at += 1
        inside = (
            units
            and at < len(spans)
            and spans[at].start < start
            and spans[at].inner_start < units[-1][1]
        )
        if (
            inside
            and end - units[-1][0] < LONGEST_UNIT_CHARACTERS
            and start < spans[at].inner_end
            and units[-1][1] > spans[at].start
        ):
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
    return units


def _not_too_long(text: str, pieces: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cuts what no writer would call a sentence, so that the work stays linear in the text."""
    for start, end in pieces:
        while end - start > LONGEST_SENTENCE_CHARACTERS:
            cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE_CHARACTERS)
            cut = start + LONGEST_SENTENCE_CHARACTERS if cut <= start else cut
            yield start, cut
            start = cut
        yield start, end
