"""Quotations: who said what, with which words, and by which way it reached this page."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from tawatur.annotate.quotes.arabic import ArabicReader
from tawatur.annotate.quotes.marks import Marked, find_marked, outermost
from tawatur.annotate.quotes.western import WesternReader
from tawatur.annotate.quotes.western_cues import LANGUAGES
from tawatur.model import NameMention, Quote, Sentence

__all__ = ["find_quotes"]

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
        quotes = WesternReader(text, language, LANGUAGES[language], units, marked, names).read()
    else:
        quotes = []
    quotes.sort(key=lambda q: (q.content[0].start, -q.content[-1].end))
    return tuple(quotes)


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
    for start, end in pieces:
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
        if inside and start < spans[at].inner_end and units[-1][1] > spans[at].start:
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
    return units
