"""The headline of a text that comes without one, and where the report begins below it.

A page that was read without its markup, a clipping or a file begins with what stood around the
headline on the page (the outlet's name, its menu, "most read"). The headline is found as outlets
leave it: in the address of the page, where many write it out, and above the body, where many
print it twice.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

import regex

from tawatur.model import Article
from tawatur.text import fold_word, url_parts, word_spans, words


class Headline(NamedTuple):
    """A headline, where in the text it stands (code points; both 0 where it does not), and so
    where the report goes on."""

    text: str
    start: int = 0
    end: int = 0


def headline_of(title: str | None, text: str, address: str | None = None) -> Headline:
    """The title, where there is one; else the headline that the page's address or the top of the
    text gives away; else an empty one.

    What stands in the text before ``end`` is the page's, not the report's.
    """
    if title and title.strip():
        return Headline(title)
    return _found(text[:_SEEN], address or "")


def headline_of_article(article: Article) -> Headline:
    """``headline_of`` an article as it was read."""
    return headline_of(article.title.value if article.title else None, article.text, article.url)


@lru_cache(maxsize=256)  # asked for by the encoder and by the window
def _found(top: str, address: str) -> Headline:
    wanted = words_of_address(address)
    if wanted and (found := _placed(wanted, top)):
        return found
    twice = headline_within(top)
    if wanted and _script(wanted) != _script(words(top[:_SECOND_BEFORE])):
        wanted = []
    # What is said twice without a word of the address is a name, or the lead.
    if twice and not (wanted and set(wanted).isdisjoint(map(fold_word, words(twice.text)))):
        return twice
    return Headline(" ".join(wanted))


# How far down a headline is looked for: below the menus that stand above it, code points.
_SEEN = 2_000
_DEEPEST = 1_000

# ------------------------------------------------------------------ in the address

_ADDRESS_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
# A number of the page, the language, the kind of file: "a-41626758", "c_136762844.htm", "ad-id!4"
_ADDRESS_END = regex.compile(r"(?:[-_](?:a|c|ad-id|ar|en|id)[-_!]?\d[\w!]*)?(?:\.[a-z]{2,5})?$")
_LEAST_ADDRESS_WORDS = 4
_LONGEST_NUMBER = 4  # digits; longer ones count pages
_LONGEST_PART = 400  # code points; longer ones are data, and looking through them is slow


def words_of_address(address: str) -> list[str]:
    """The words of the part of an address that spells out a headline, folded; none where no part
    has four words."""
    best: list[str] = []
    if "%" not in address and "-" not in address and "_" not in address and "+" not in address:
        return best
    for part in url_parts(address).path.split("/"):
        part = unquote(part)
        if len(part) > _LONGEST_PART:
            continue
        part = _ADDRESS_END.sub("", part)
        found = [fold_word(w) for w in _ADDRESS_WORD.findall(part)]
        found = [
            w for w in found if w and (w.isalpha() or (w.isdigit() and len(w) <= _LONGEST_NUMBER))
        ]
        if _letters(found) >= _LEAST_ADDRESS_WORDS and _letters(found) > _letters(best):
            best = found
    return best


def _letters(found: list[str]) -> int:
    return sum(len(w) > 1 and w.isalpha() for w in found)


def _script(found: list[str]) -> str:
    """The script that most of the words are written in, by its first letter's name."""
    arabic = sum("\u0600" <= w[0] <= "\u06ff" for w in found)
    latin = sum(w[0] < "\u0250" and w[0].isalpha() for w in found)
    other = sum(w[0].isalpha() for w in found) - arabic - latin
    return max((arabic, "arabic"), (latin, "latin"), (other, "other"))[1]


# Of the address's words that must stand at one place, in order; short ones are often left out.
_SHARE_PLACED = 0.7
_SKIPPED = 2  # of its words at a time
# Two sentences before it, and other words between: they are words of the body.
_SENTENCE_END = regex.compile(r"[\p{L}\p{N}\"”»]\s?[.!?؟]\s++(?![.])")


def _placed(wanted: list[str], top: str) -> Headline | None:
    """Where the words of an address stand near the top of a text: the closest such place, and of
    those that say it in the same words the last one."""
    spans = word_spans(top)
    folded = [fold_word(top[start:end]) for start, end in spans]
    firsts = set(wanted[:2])
    places: list[tuple[int, int, int]] = []  # words met, words of the place negated, its first
    for first, word in enumerate(folded):
        if spans[first][0] > _DEEPEST:
            break
        if word in firsts:
            met, last = _follow(wanted, folded, first)
            if met >= max(3, _SHARE_PLACED * len(wanted)):
                places.append((met, first - last - 1, first))
    if not places:
        return None
    met, length, first = max(places, key=lambda p: (p[0], p[1], -p[2]))
    run = folded[first : first - length]
    first = max(f for _, _, f in places if folded[f : f - length] == run)
    start, end = spans[first][0], spans[first - length - 1][1]
    if met < -length and len(_SENTENCE_END.findall(top[:start])) >= 2:
        return Headline(top[start:end])  # in the body's words: nothing above it is furniture
    return Headline(top[start:end], start, end)


def _follow(wanted: list[str], folded: list[str], first: int) -> tuple[int, int]:
    """How many of the wanted words follow one another from a place on, and the place of the last."""
    count = len(wanted)
    at, met, last, strange = wanted.index(folded[first]), 0, first, 0
    for place in range(first, len(folded)):
        for offset in range(at, min(count, at + 1 + _SKIPPED)):
            cut_short = offset == count - 1 and len(wanted[offset]) > 1
            if folded[place] == wanted[offset] or (
                cut_short and folded[place].startswith(wanted[offset])
            ):
                met, at, last = met + 1, offset + 1, place
                break
        else:
            strange += 1
            if strange > 4 + count // 2:
                break
        if at >= count:
            break
    return met, last


# ------------------------------------------------------------------ in the text

# A headline that stands twice: at the top of a page that was read without its markup ("Headline |
# Outlet | menu | Headline"), and above its body. Fewer words are a name or an office.
_LEAST_HEADLINE_WORDS = 5
_LEAST_HEADLINE_CHARACTERS = 30
_FIRST_BEFORE, _SECOND_BEFORE = 60, 800  # code points
_AFTER = " \t\n\"'»”’|-–—:."


def headline_within(text: str) -> Headline | None:
    """The headline of a text that has it twice near its top; it ends with the last of them. None
    where no run of words is repeated so."""
    top = text[:_SECOND_BEFORE]
    spans = word_spans(top)
    written = [top[start:end].casefold() for start, end in spans]
    best = (0, 0, 0)
    for first, (start, _) in enumerate(spans):
        if start > _FIRST_BEFORE:
            break
        for second in range(first + _LEAST_HEADLINE_WORDS, len(written)):
            run = 0
            while (
                second + run < len(written)
                and first + run < second
                and written[first + run] == written[second + run]
            ):
                run += 1
            if run >= _LEAST_HEADLINE_WORDS and (run, second) > (best[0], best[2]):
                best = run, first, second
    run, first, second = best
    if not run or 2 * sum(w[0].isdigit() for w in written[first : first + run]) >= run:
        return None  # nothing, or a date
    start, end = spans[first][0], spans[first + run - 1][1]
    if end - start < _LEAST_HEADLINE_CHARACTERS:
        return None
    below = spans[second + run - 1][1]
    below += len(text[below:]) - len(text[below:].lstrip(_AFTER))
    return Headline(text[start:end], start, below)
