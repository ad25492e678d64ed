"""What full-text search compares: folded words, Arabic ones without article and proclitics.

Searching أخبار finds الأخبار and وبالأخبار; searching Lavrov finds لافروف and Лавров, since
the names of an article are also indexed by their skeleton, which is the same in every script.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from tawatur.model import Reading
from tawatur.naming import skeleton
from tawatur.text import fold_word, words

_ARABIC = regex.compile(r"\p{Arabic}")
# One conjunction, one preposition, the article: the order Arabic allows. Cut only when at least
# three letters remain, so that words such as والد and بلاد survive mostly whole.
_PROCLITICS = regex.compile(r"^[وف]?(?:[بكل]?ال|لل)(?=.{3})")


@lru_cache(maxsize=50_000)
def search_word(word: str) -> str:
    """One word as it is indexed and looked up."""
    folded = fold_word(word)
    if _ARABIC.search(folded):
        return _PROCLITICS.sub("", folded)
    return folded


def search_text(text: str) -> str:
    """A text as it is indexed: its search words, separated by spaces."""
    return " ".join(map(search_word, words(text)))


def name_terms(reading: Reading) -> str:
    """Skeletons of all words of all names of an article, for search across scripts."""
    found = {
        bones
        for annotations in (reading.annotations, reading.title_annotations)
        if annotations
        for name in annotations.names
        for word in words(name.text)
        if (bones := _bones(word))
    }
    return " ".join(sorted(found))


def match_expression(query: str) -> str | None:
    """The FTS5 expression for what a person typed; None when there is no word in it.

    Every word must be there, in the text or (by skeleton) among the names. A phrase in
    quotation marks must stand together.
    """
    parts: list[str] = []
    for piece in regex.findall(r'"[^"]*"|“[^”]*”|«[^»]*»|\S+', query):
        looked_up = [search_word(word) for word in words(piece)]
        if not looked_up:
            continue
        if piece[0] in '"“«':
            parts.append('{title body} : "' + " ".join(looked_up) + '"')
            continue
        for word, raw in zip(looked_up, words(piece), strict=True):
            bones = _bones(raw)
            by_text = '{title body} : "' + word + '"'
            parts.append(f'({by_text} OR names : "{bones}")' if bones else f"({by_text})")
    return " AND ".join(parts) if parts else None


def _bones(word: str) -> str:
    # Two consonants and fewer fit too many names to be of use.
    bones = skeleton(word)
    return bones if len(bones) >= 3 else ""
