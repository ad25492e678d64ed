"""Does a text read like a (machine) translation? Marks in the text, and a score made from them.

No single mark proves it: newspapers also print a blank before the comma, and every language
borrows idioms. So each kind of mark has a weight, the chance that a text with only this kind is
a translation, and marks are combined as independent evidence (noisy or). A mark counts once,
however often it stands in the text; how often it must stand to count at all is part of it.

The marks stand in ``data/translation_marks.toml``, each with its weight and reason; the few that
need more than a pattern stand here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex
from ahocorasick_rs import AhoCorasick

from tawatur.model import TranslationMark, TranslationSigns

# Above this a reader is told: one strong kind with one or two weak ones. Of 400 articles written
# in Arabic by 14 newspapers (a stream of 2015) and of 496 English news texts none passes it.
SUSPECTED = 0.5

# A text is judged by its opening: later pages of a long one only add chance hits.
JUDGED_CHARACTERS = 6_000

_Match = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str
    weight: float
    find: Callable[[str, set[int]], list[_Match]]  # the text, and which needed words it holds
    at_least: int = 1
    one_in_words: int | None = None
    points_to: str | None = None  # the language this mark betrays


# --------------------------------------------------------------------------- marks with a count


def _blank_before_comma(text: str, present: set[int]) -> list[_Match]:
    """Nearly every comma of the text stands after a blank, and there are several."""
    if text.count(" ،") + text.count(" ؛") < 3:
        return []
    blank = [m.span() for m in regex.finditer(r"(?<=\w) [،؛](?=\s)", text)]
    close = len(regex.findall(r"(?<=[\w)»\"”])[،؛]", text))
    return blank if len(blank) >= 3 and len(blank) >= 2 * close else []


def _latin_commas(text: str, present: set[int]) -> list[_Match]:
    if "،" in text or text.count(", ") + text.count("; ") < 3:
        return []
    latin = [m.span() for m in regex.finditer(r"(?<=\p{Arabic}) ?[,;](?= \p{Arabic})", text)]
    return latin if len(latin) >= 3 else []


def _passive_chains(text: str, present: set[int]) -> list[_Match]:
    """«تم إرسال … تم توقيع»: the passive by way of تم, more than one in forty words."""
    if text.count("تم") < 3:
        return []
    found = [
        m.span() for m in regex.finditer(r"\b[وف]?س?(?:تم|يتم|تمت|تتم)\s+(?:ال)?\p{L}{4,}", text)
    ]
    return found if len(found) >= 3 and len(found) * 40 > text.count(" ") + 1 else []


def _foreign_words(text: str, present: set[int]) -> list[_Match]:
    """Latin words that are no name in brackets, no acronym, no address or account."""
    found = []
    for m in regex.finditer(r"(?<![\w@#./(\"“«])\p{Latin}\p{Ll}{3,}(?![\w@./)])", text):
        before = text[max(0, m.start() - 2) : m.start()]
        if regex.search(r"[\p{Arabic}،] ?$", before) and not before.endswith("("):
            found.append(m.span())
    return found


_COUNTED = {
    "ar": (
        _Mark("space-before-comma", 0.35, _blank_before_comma, points_to="en"),
        _Mark("latin-comma", 0.25, _latin_commas, points_to="en"),
        _Mark("passive-chain", 0.2, _passive_chains),
        _Mark("untranslated-word", 0.25, _foreign_words),
    )
}


@dataclass(frozen=True, slots=True)
class _Language:
    """The marks of one language, and what finds the words they need in one pass over a text."""

    marks: tuple[_Mark, ...]
    needed: AhoCorasick


@cache
def _languages() -> dict[str, _Language]:
    """All marks by language, the table of ``data/translation_marks.toml`` included."""
    table = tomllib.loads((files("tawatur") / "data" / "translation_marks.toml").read_text("utf-8"))
    lists: dict[str, str] = table.pop("words")

    def finder(
        patterns: list[str], numbers: dict[str, int]
    ) -> Callable[[str, set[int]], list[_Match]]:
        compiled = []
        for pattern in patterns:
            for name, words in lists.items():
                pattern = pattern.replace("{" + name + "}", f"(?:{words})")
            needed = [
                {numbers.setdefault(word, len(numbers)) for word in one_of}
                for one_of in needed_words(pattern)
            ]
            compiled.append((needed, regex.compile(pattern)))

        # Most need not run: what they cannot do without is not there. Looked up by the rarest words
        # that each needs, so that a text costs what it holds and not what we know.
        always = [i for i, (needed, _) in enumerate(compiled) if not needed]
        needing: dict[int, list[int]] = {}
        for i, (needed, _) in enumerate(compiled):
            for word in min(needed, key=len, default=set()):
                needing.setdefault(word, []).append(i)
        wanted = frozenset(needing)

        # One by one: the engine looks for what a pattern begins with, an alternation of all is
        # tried at every place.
        def find(text: str, present: set[int]) -> list[_Match]:
            held = wanted & present
            if not held and not always:
                return []
            some = {i for word in held for i in needing[word]}
            return [
                m.span()
                for i in sorted(some.union(always))
                if not any(one_of.isdisjoint(present) for one_of in compiled[i][0])
                for m in compiled[i][1].finditer(text)
            ]

        return find

    found: dict[str, _Language] = {}
    for language, rows in table.items():
        numbers: dict[str, int] = {}
        marks = tuple(
            _Mark(
                kind=row["kind"],
                weight=row["weight"],
                find=finder(row["find"], numbers),
                at_least=row.get("at_least", 1),
                one_in_words=row.get("one_in"),
                points_to=row.get("from"),
            )
            for row in rows
        )
        found[language] = _Language(_COUNTED.get(language, ()) + marks, AhoCorasick(list(numbers)))
    return found


# Pieces of an expression that hold no alternatives of their own: a class, an escape, a bracket.
_PIECE = regex.compile(
    r"""\\p\{\w+\} | \\. | \[(?:\\.|[^\]])*\]
      | (?P<group>\((?P<open>\?(?::|[=!]|<[=!]|m\)))?(?P<body>(?:[^()\\\[]|\\.|\[(?:\\.|[^\]])*\]|(?&group))*)\))
      | (?P<letter>[^\\()\[\]{}|?*+.^$])
      | (?P<count>[?*]|\{0?,?\d*(?:,\d*)?\}) | (?P<bar>\|) | .""",
    regex.VERBOSE | regex.DOTALL,
)


def needed_words(pattern: str) -> tuple[tuple[str, ...], ...]:
    """Sets of literals such that every match of a pattern holds one of each; none where nothing
    can be told.

    Looks at the pattern's own sequence and at plain groups of alternatives in it.
    """
    if "(?i" in pattern:
        return ()
    branches: list[list[tuple[str, ...]]] = [[]]  # of each alternative: its sets
    run = ""
    last_end = 0
    for piece in _PIECE.finditer(pattern):
        if piece["letter"]:
            run += piece["letter"]
            continue
        sets = branches[-1]
        if piece["count"]:
            if run:
                run = run[:-1]  # the letter before it need not be there
            elif sets and piece.start() == last_end:
                sets.pop()
        if run:
            sets.append((run,))
            run = ""
        if piece["bar"]:
            branches.append([])
        elif piece["group"] and piece["open"] == "?:":
            inner = needed_words(piece["body"])
            sets.append(max(inner, key=_narrowness, default=()))
        else:
            sets.append(())
        last_end = piece.end()
    if run:
        branches[-1].append((run,))
    told = [[s for s in sets if s and min(map(len, s)) > 1] for sets in branches]
    if len(told) == 1:
        return tuple(told[0])
    best = [max(sets, key=_narrowness, default=()) for sets in told]
    return (tuple(dict.fromkeys(w for s in best for w in s)),) if all(best) else ()


def _narrowness(words: tuple[str, ...]) -> tuple[int, int]:
    """Long literals and few of them stand in few texts."""
    return min(map(len, words)), -len(words)


# --------------------------------------------------------------------------- the score


def translation_signs(text: str, language: str) -> TranslationSigns | None:
    """Marks of translation in a text and how strongly they speak; None where we have no rules.

    Offsets are code points of ``text``. ``from_language`` is given only when the text is suspected
    and its marks point to one language.
    """
    known = _languages().get("ar" if language == "arz" else language)
    if known is None or not text.strip():
        return None
    judged = text[:JUDGED_CHARACTERS]
    words = judged.count(" ") + 1
    marks: list[TranslationMark] = []
    doubt = 1.0
    pointed: dict[str, float] = {}
    present = {i for i, _, _ in known.needed.find_matches_as_indexes(judged, overlapping=True)}
    for mark in known.marks:
        found = mark.find(judged, present)
        if len(found) < mark.at_least:
            continue
        if mark.one_in_words is not None and len(found) * mark.one_in_words < words:
            continue
        doubt *= 1.0 - mark.weight
        if mark.points_to:
            pointed[mark.points_to] = pointed.get(mark.points_to, 0.0) + mark.weight
        marks.extend(TranslationMark(start=a, end=b, kind=mark.kind) for a, b in found)
    marks.sort(key=lambda m: (m.start, m.end, m.kind))
    score = round(1.0 - doubt, 4)
    suspected = score >= SUSPECTED
    best = max(pointed, key=lambda k: (pointed[k], k)) if pointed and suspected else None
    return TranslationSigns(
        score=score, suspected=suspected, from_language=best, marks=tuple(marks)
    )
