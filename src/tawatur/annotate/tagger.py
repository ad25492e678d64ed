"""A small trained tagger: which words belong to a name, and of which kind.

A linear-chain CRF whose features hold no text: shapes of words, two- and three-letter endings and
beginnings, gazetteer hits, cue classes (``data/name_cues.toml``), how common a word is and its
class of meaning (k-means over a sentence encoder's vectors, the same classes in all languages).
Trained by ``scripts/train_names.py``; the weights are ``data/name_tagger.bin``.

A word's features do not depend on its neighbours, so what it adds to the scores of itself and of
the words around it is computed once per distinct word and remembered; a text is then a few array
operations and a Viterbi pass over the stretches where a name is possible at all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple

import msgspec
import numpy as np
import regex
import zstandard
from numpy.typing import NDArray

from tawatur.annotate.gazetteer import (
    PLACE_FLAGS,
    Flag,
    Gazetteer,
    gazetteer,
    normal,
    normal_folded,
)
from tawatur.annotate.nationalities import nationality
from tawatur.naming import skeleton
from tawatur.text import fold, fold_word

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
OFFSETS = (-2, -1, 0, 1, 2)
MODELS = ("ar", "en", "es", "ru", "latin")

# Rows remembered per model (half a kB each). When full, the half used least goes: every second
# word of news is met once. Starting anew cost a document a fifth more on average.
_CACHE_WORDS = 50_000
_SLACK = 4.0  # a word whose best name label scores this much below O is taken as O without a look

# How much of the mean over a document's occurrences of a word goes to each of them, and from which
# rank of commonness on a word is rare enough to be the same thing everywhere. SHARE swept 0-.8 on
# documents held out: .757 to .765 (ar), .729 to .734 (es), flat from .6. RARE_FROM is a guess.
SHARE = 0.6
RARE_FROM = 1000

_FLAG_NAMES = [(int(flag), flag.name or "") for flag in Flag]  # plain ints: many times faster
_PLACE = int(PLACE_FLAGS)
_STRONG = int(Flag.COUNTRY | Flag.BIG_CITY | Flag.REGION)
_SIGNATURE = [
    ("p", int(Flag.GIVEN)),
    ("f", int(Flag.FAMILY)),
    ("l", _PLACE),
    ("n", int(Flag.NATIONALITY)),
    ("o", int(Flag.ORGANISATION | Flag.CLUB)),
    ("y", int(Flag.PATRONYMIC)),
]
_BONES = [("p", int(Flag.GIVEN)), ("f", int(Flag.FAMILY)), ("l", _PLACE)]
_NUMBER = regex.compile(r"\p{N}[\p{N}.,:/-]*")
_PROCLITICS = ("وال", "فال", "بال", "كال", "لل", "ال", "وب", "ول", "وك", "فب", "فل", *"وفبكل")
# By their first letter, in the same order: most words begin with none of these.
_PROCLITICS_OF = {c: tuple(p for p in _PROCLITICS if p[0] == c) for c in "وفبكلا"}
_WITH_ARTICLE = frozenset(("لل", "بال", "وال", "فال", "كال"))
_ENDINGS_AS_WRITTEN = (  # Russian, longest first: what to cut and what may stand there in the lemma
    ("ого", ("ий", "ый", "ое")), ("ому", ("ий", "ый")), ("ыми", ("ые",)), ("ами", ("а", "ы", "")), ("ями", ("я", "и")),
    ("ской", ("ская",)), ("ском", ("ский", "ск")), ("ским", ("ский",)), ("ях", ("я", "и")), ("ах", ("а", "ы")),
    ("ой", ("а", "ая", "ый")), ("ей", ("я", "а", "ь", "ея")), ("ом", ("", "о")), ("ем", ("й", "ь", "е")), ("ым", ("", "ый")), ("им", ("ий", "")),
    ("ую", ("ая",)), ("ов", ("ы", "")), ("ев", ("и",)), ("ии", ("ия", "ий")), ("ию", ("ия", "ий")), ("ия", ("ий",)), ("ью", ("ь",)),
    ("а", ("", "о")), ("у", ("", "а", "о")), ("е", ("", "а", "о", "я", "ь", "й")), ("ы", ("", "а")), ("и", ("ь", "я", "а", "ия")), ("ю", ("я", "й", "ь")), ("я", ("й", "ь")),
)  # fmt: skip
# Looked-up words are folded, and folding takes the breve off й.
_CASE_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (fold(cut), tuple(fold(e) for e in stands)) for cut, stands in _ENDINGS_AS_WRITTEN
)
_TURKISH_TAIL = regex.compile(r"['’]\p{Ll}{1,6}$")


# Marks of a word: the same thing everywhere in a document; names of several words may begin so;
# an adjective of a country.
_SHARED, _STARTS, _ADJECTIVE = 1, 2, 4

Features = tuple[str, ...]


class View(msgspec.Struct):
    """Features of one word: of itself, as a neighbour, as a far neighbour; and its class for pairs.

    Those of itself come in groups that many words share, so that a group's names are put together
    and looked up once.
    """

    own: list[Features]
    side: Features
    far: Features
    klass: str
    key: str  # as looked up
    rank: int  # among the commonest words of the language; -1 for others


@lru_cache(maxsize=1)
def cues() -> dict[str, tuple[str, ...]]:
    """folded word -> its cue classes, in the order of the file."""
    table = tomllib.loads((files("tawatur") / "data" / "name_cues.toml").read_text("utf-8"))
    found: dict[str, list[str]] = {}
    for name, text in table.items():
        for word in text.split():
            classes = found.setdefault(normal(word), [])
            if name not in classes:
                classes.append(name)
    return {k: tuple(v) for k, v in found.items()}


def lemmas(key: str, language: str, names: Gazetteer) -> list[tuple[str, str]]:
    """Ways to read a word as a name with something attached: (what is cut, what is left).

    Arabic proclitics, Russian case endings, Turkish endings after an apostrophe. Only readings
    that the gazetteer knows.
    """
    found: list[tuple[str, str]] = []
    if key in names.flags:
        found.append(("", key))
    first = key[:1]
    if "\u0600" <= first <= "\u06ff":
        for prefix in _PROCLITICS_OF.get(first, ()):
            rest = key[len(prefix) :]
            if key.startswith(prefix) and len(rest) >= 3:
                if rest in names.flags:
                    found.append((prefix, rest))
                if prefix in _WITH_ARTICLE and "ال" + rest in names.flags:
                    found.append((prefix, "ال" + rest))
    elif "\u0400" <= first <= "\u04ff" and len(key) > 3:
        for ending, lemma_endings in _CASE_ENDINGS:
            if key.endswith(ending) and len(key) - len(ending) >= 2:
                stem = key[: -len(ending)]
                found.extend((ending, stem + e) for e in lemma_endings if stem + e in names.flags)
    return found


def _bin(value: float) -> int:
    """A log ratio in steps of two, from -4 to 5."""
    return max(-4, min(5, int(value // 2)))


def _shape(word: str) -> str:
    if word.isalpha() and word.lower() == word.upper():
        return "letters"  # a script without capitals
    if word.isdigit() or _NUMBER.fullmatch(word):
        return "number"
    if not any(c.isalpha() for c in word):
        return "mark " + (
            word if len(word) == 1 and word in ".,،؛:;()[]\"'«»“”!?؟-–—/&_" else "other"
        )
    if word.islower():
        return "lower"
    if word.isupper():
        if len(word) == 1:
            return "letter"
        if len(word) == 2 and word[1] == ".":
            return "initial"
        return "upper"
    if word[0].isupper():
        if len(word) <= 3 and word.endswith("."):
            return "initial"
        return "capital" if word[1:].islower() or "-" in word or "'" in word else "mixed"
    if word[:1].islower():
        return "camel"
    return "letters"


def view(word: str, language: str, position: str) -> View:
    """The features of a word. ``position``: "start", "mid", or "caps" in a line of capitals.

    ``language`` "latin" leaves out what belongs to one language.
    """
    names = gazetteer()
    bare = fold_word(word)
    key = normal_folded(bare)
    if language == "tr" or ("'" in word or "’" in word):
        key = normal(_TURKISH_TAIL.sub("", word)) or key
    shape = _shape(word)
    flags = 0
    cut = ""
    arabic = "\u0600" <= bare[:1] <= "\u06ff"
    readings = lemmas(key, language, names) if shape[:4] != "mark" and shape != "number" else []
    if readings:
        cut = readings[0][0]
        for other_cut, other in readings:
            if other_cut == cut:
                flags |= names.flags[other]
    kind = "exact" if readings and not cut else "cut"
    table = names.common(language if language != "latin" else "en")
    rank, meaning, clitic = _commonness(bare, table)
    size = "none" if rank < 0 else str(min(6, ((rank + 2).bit_length() - 1) // 2))
    own = [_plain_features(shape, position, flags, kind, size, meaning, clitic)]
    foreign = ""
    if rank < 0 and len(bare) > 2 and bare[0].isalpha():
        stem = bare
        person, place = names.letters(bare)
        derived = front = ""
        if arabic:
            derived = "derived" if _derived(bare, table) else "underived"
            foreign = "" if derived == "derived" else "x"
            if bare[0] in "وفبلك" and len(bare) > 4 and not flags:
                # the reading without the letter before it, when its letters look more like a name
                without = names.letters(bare[1:])
                if max(without) > max(person, place):
                    stem, (person, place) = bare[1:], without
                front = f"front={bare[0] if stem is not bare else ''}"
        likelier = _bin(max(person, place))
        own.append(_letter_features(derived, front, _bin(person), _bin(place), likelier, flags))
        if bare[0] > "\u0370":
            bones = skeleton(stem)
            if len(bones) >= 3:
                value = names.skeletons.get(bones, 0)
                kinds = "".join(c for c, mask in _BONES if value & mask)
                own.append((f"k={kinds}/{min(len(bones), 5)}",))
        foreign += str(likelier > 0)[0]
    classes = cues().get(key, ())
    if not classes and cut == "" and "\u0600" <= key[:1] <= "\u06ff":
        for prefix in _PROCLITICS_OF.get(key[0], ()):
            if key.startswith(prefix) and len(key) - len(prefix) >= 3:
                rest = key[len(prefix) :]
                classes = cues().get(rest, ()) or cues().get("ال" + rest, ())
                if classes:
                    break
    elif not classes and "\u0400" <= key[:1] <= "\u04ff":
        classes = _russian_cue(key)
    if classes:
        own.append((*(f"q={name}" for name in classes), f"q={classes[0]}/{shape[:5]}"))
    if (
        language != "latin"
        and (rank < 0 or rank > 1500)
        and len(bare if bare.isalpha() else [c for c in bare if c.isalpha()]) > 2
    ):
        own.append((f"e={bare[-1:]}", f"e={bare[-2:]}", f"e={bare[-3:]}", f"b={bare[:2]}"))
        own.append((f"len={min(len(bare), 9)}",))
    if "-" in word[1:-1]:
        own.append(("hyphen",))
    if "." in word[:-1]:
        own.append(("inner dot",))
    article = ""
    if arabic:
        article = "al" if bare.startswith(("ال", "وال", "بال", "لل")) else "no al"
    side = _side_features(shape, flags, size, classes, clitic, article, foreign if arabic else "")
    far = _far_features(shape, flags, classes)
    klass = _klass(shape, flags, classes, "c" if 0 <= rank < 3000 else foreign)
    return View(own, side, far, klass, key, rank)


@lru_cache(maxsize=8192)
def _plain_features(
    shape: str, position: str, flags: int, kind: str, size: str, meaning: int, clitic: str
) -> Features:
    gaz, signature, strong = _of_flags(flags)
    own = ["bias", f"s={shape}", f"s={shape}/{position}"]
    own += [f"g={name}/{kind}" for name in gaz]
    own.append(f"gs={signature}{strong}/{kind}/{position}")
    own += [f"r={size}", f"r={size}/{shape}", f"r={size}/gs={signature}{strong}"]
    if meaning >= 0:
        own += [f"m={meaning}", f"m={meaning}/{shape[:5]}"]
    if clitic:
        own.append(f"clitic={clitic}")
    return tuple(own)


@lru_cache(maxsize=4096)
def _letter_features(
    derived: str, front: str, person: int, place: int, likelier: int, flags: int
) -> Features:
    _, signature, strong = _of_flags(flags)
    own = [feature for feature in (derived, front) if feature]
    own += [f"lp={person}", f"ll={place}", f"lx={likelier}/{signature}{strong}"]
    return tuple(own)


@lru_cache(maxsize=8192)
def _side_features(
    shape: str,
    flags: int,
    size: str,
    classes: tuple[str, ...],
    clitic: str,
    article: str,
    foreign: str,
) -> Features:
    gaz, signature, strong = _of_flags(flags)
    side = [f"s={shape}", f"gs={signature}{strong}", f"r={size}", *(f"q={n}" for n in classes)]
    side += [f"g={name}" for name in gaz]
    if clitic:
        side.append(f"clitic={clitic}")
    if article:
        side.append(article)
    if foreign:
        side.append(f"x={foreign}")
    return tuple(side)


@lru_cache(maxsize=4096)
def _far_features(shape: str, flags: int, classes: tuple[str, ...]) -> Features:
    return (f"s={shape}", f"gs={_of_flags(flags)[1]}", *(f"q={name}" for name in classes))


@lru_cache(maxsize=4096)
def _klass(shape: str, flags: int, classes: tuple[str, ...], common: str) -> str:
    _, signature, strong = _of_flags(flags)
    return f"{shape[:6]}|{signature}{strong}|{classes[0] if classes else ''}|{common}"


@lru_cache(maxsize=4096)
def _of_flags(flags: int) -> tuple[tuple[str, ...], str, str]:
    """Names of the flags, the short signature, and whether it is a country or a big place."""
    return (
        tuple(name for flag, name in _FLAG_NAMES if flags & flag),
        "".join(letter for letter, mask in _SIGNATURE if flags & mask),
        "c" if flags & _STRONG else "",
    )


_ARABIC_ENDINGS = (
    "هما",
    "ها",
    "هم",
    "هن",
    "نا",
    "كم",
    "ات",
    "ين",
    "ون",
    "ان",
    "يه",
    "وا",
    *"هياتكن",
)
_ENDINGS_OF = {
    c: tuple(e for e in _ARABIC_ENDINGS if e[-1] == c)
    for c in sorted({e[-1] for e in _ARABIC_ENDINGS})
}
_FRONTS = (*_PROCLITICS, "س", "سي", "ست", *"يتانم")
_FRONTS_OF = {c: tuple(p for p in _FRONTS if p[0] == c) for c in sorted({p[0] for p in _FRONTS})}


def _derived(bare: str, table: dict[str, tuple[int, int]]) -> bool:
    """Is a rare Arabic word a common one with something attached before, behind or both?"""
    size = len(bare)
    endings = _ENDINGS_OF.get(bare[-1], ())
    for prefix in ("", *_FRONTS_OF.get(bare[0], ())):
        cut = len(prefix)
        if size - cut < 3 or not bare.startswith(prefix):
            continue
        front = bare[cut:]
        if prefix and (front in table or "ال" + front in table):
            return True
        for ending in endings:
            if size - cut - len(ending) >= 3 and front.endswith(ending):
                stem = front[: -len(ending)]
                if stem in table or stem + "ه" in table or "ال" + stem in table:
                    return True
    return False


def _commonness(bare: str, table: dict[str, tuple[int, int]]) -> tuple[int, int, str]:
    """(rank, class of meaning, what was cut to find it); -1 for words that are not common."""
    found = table.get(bare)
    if found:
        return found[0], found[1], ""
    first = bare[:1]
    if "\u0600" <= first <= "\u06ff":
        for prefix in _PROCLITICS_OF.get(first, ()):
            rest = bare[len(prefix) :]
            if bare.startswith(prefix) and len(rest) >= 2:
                found = table.get(rest) or table.get("ال" + rest)
                if found:
                    return found[0], found[1], prefix
    return -1, -1, ""


@lru_cache(maxsize=20_000)
def _russian_cue(key: str) -> tuple[str, ...]:
    for ending, lemma_endings in _CASE_ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= 3:
            for e in lemma_endings:
                found = cues().get(key[: -len(ending)] + e)
                if found:
                    return found
    return ()


def positions(words: Sequence[str]) -> list[str]:
    """ "start" for the first word and those after a full stop or an opening quotation mark."""
    capitals = sum(1 for w in words if w.isupper() and len(w) > 1)
    lower = sum(1 for w in words if w.islower() and len(w) > 1)
    if capitals >= 2 and capitals > 2 * lower:
        return ["caps"] * len(words)
    out: list[str] = []
    start = True
    for word in words:
        out.append("start" if start else "mid")
        start = (
            word in (".", "!", "?", "؟", "…", ":", "«", "“", '"', "-", "—", "*")
            if not start
            else not word[:1].isalpha()
        )
    return out


PADDING = View([("edge",)], ("edge",), ("edge",), "edge", "", -1)


def phrase_attributes(keys: Sequence[str], language: str) -> dict[int, list[str]]:
    """Names of several words that the gazetteer knows, as features of the words they cover."""
    names = gazetteer()
    found: dict[int, list[str]] = {}
    for start, end, flags in phrase_hits(keys, names):
        for flag, name in _FLAG_NAMES:
            if flags & flag:
                for i in range(start, end):
                    found.setdefault(i, []).append(f"ph={'B' if i == start else 'I'}-{name}")
    return found


def phrase_hits(
    keys: Sequence[str],
    names: Gazetteer,
    starts: Sequence[tuple[int, tuple[str, ...]]] | None = None,
) -> list[tuple[int, int, int]]:
    """(first word, last word + 1, flags) of the longest known names of two words or more.

    ``starts``: the words that such a name may begin with, and how it then begins.
    """
    if starts is None:
        starts = [(i, ways) for i, key in enumerate(keys) if (ways := _phrase_starts(key))]
    hits: list[tuple[int, int, int]] = []
    phrases, flags = names.phrases, names.flags
    free = 0
    for i, ways in starts:
        if i < free:
            continue
        best = None
        for start in ways:
            for n in range(min(phrases[start], len(keys) - i), 1, -1):
                value = flags.get(" ".join((start, *keys[i + 1 : i + n])))
                if value is not None:
                    if best is None or n > best[1] - best[0]:
                        best = (i, i + n, value)
                    break
        if best:
            hits.append(best)
            free = best[1]
    return hits


_view_again = lru_cache(maxsize=120_000)(view)  # training meets the same words all over


def item_attributes(words: Sequence[str], language: str) -> list[list[str]]:
    """All attributes of each word, written out: what training sees."""
    places = positions(words)
    views = [_view_again(w, language, p) for w, p in zip(words, places, strict=True)]
    padded = [PADDING, PADDING, *views, PADDING, PADDING]
    phrases = phrase_attributes([normal(w) for w in words], language)
    out: list[list[str]] = []
    for i in range(len(words)):
        a, b, c, d, e = padded[i : i + 5]
        row = list(chain.from_iterable(c.own))
        row += [f"-1:{x}" for x in b.side]
        row += [f"+1:{x}" for x in d.side]
        row += [f"-2:{x}" for x in a.far]
        row += [f"+2:{x}" for x in e.far]
        row += [f"{b.klass}>{c.klass}", f"{c.klass}<{d.klass}", f"{b.klass}^{d.klass}"]
        row += phrases.get(i, ())
        out.append(row)
    return out


class Document(NamedTuple):
    """What was read off a document's words, by sentence."""

    tagged: list[tuple[list[str], list[float]]]
    """Labels, and how far each is ahead of O (0 for O)."""
    keys: list[list[str]]
    """Words as looked up."""
    phrases: list[list[tuple[int, int, int]]]
    """Known names of several words, as from ``phrase_hits``."""
    adjectives: list[list[tuple[int, str]]]
    """Words that say of which country something is, with its code."""


class Tagger:
    """One model, ready to tag."""

    def __init__(self, language: str, data: dict[str, Any]) -> None:
        self.language = language
        attributes: list[str] = data["attributes"].split("\n")
        scale = data["scale"]
        weights = (
            np.frombuffer(data["weights"], dtype=np.int8)
            .reshape(-1, len(LABELS))
            .astype(np.float32)
            * scale
        )
        # All weights under a row of zeros, and where a feature's stand: for a word itself, and for
        # the words before and behind a neighbour (one step, two steps away).
        self._stack = np.concatenate([np.zeros((1, len(LABELS)), np.float32), weights])
        self._own = {a: i for i, a in enumerate(attributes, 1)}
        self._side = self._both_ways("+1:", "-1:")
        self._far = self._both_ways("+2:", "-2:")
        self._transitions = np.frombuffer(data["transitions"], dtype=np.float32).reshape(
            len(LABELS), len(LABELS)
        )
        self._allowed = np.where(
            [[_allowed(p, q) for q in range(len(LABELS))] for p in range(len(LABELS))],
            self._transitions.astype(np.float64),
            -np.inf,
        )
        self._alone = self._transitions[0] + self._transitions[:, 0]
        self._alone[[2, 4, 6]] = -1e9  # I- after O
        self._phrase_weights: dict[int, tuple[list[NDArray[np.float32]], ...]] = {}
        self._reset()

    def _both_ways(self, before: str, behind: str) -> dict[str, tuple[int, int]]:
        own = self._own
        bare = dict.fromkeys(a[len(before) :] for a in own if a.startswith((before, behind)))
        return {a: (own.get(before + a, 0), own.get(behind + a, 0)) for a in bare}

    def _reset(self) -> None:
        """No words yet (the tables grow with the number of distinct words seen)."""
        self._rows: dict[tuple[str, str], int] = {}  # in the order of the rows
        self._klass_numbers: dict[str, int] = {}
        self._klass_names: list[str] = []
        self._keys: list[str] = []  # per row
        self._starts: list[tuple[str, ...]] = []  # per row: names of several words may begin so
        self._countries: list[str] = []  # per row: whose adjective it is; else empty
        # Rows of the weights that a group of features has: for a word itself, for its neighbours.
        self._own_runs: dict[Features, list[int]] = {}
        self._side_runs: dict[Features, tuple[list[int], list[int]]] = {}
        self._far_runs: dict[Features, tuple[list[int], list[int]]] = {}
        self._matrix = np.zeros((1024, len(OFFSETS), len(LABELS)), dtype=np.float32)
        self._klasses = np.zeros(1024, dtype=np.int32)
        self._marks = np.zeros(1024, dtype=np.uint8)
        self._used = np.zeros(1024, dtype=np.int32)  # by so many documents of late
        # Rows of pairs of classes, by kind of pair; row 0 is nothing, -1 not looked up yet.
        self._pairs = np.full((3, 256, 256), -1, dtype=np.int32)
        self._pair_matrix = np.zeros((1024, len(LABELS)), dtype=np.float32)
        self._pair_count = 1
        self._add([("", "")], [PADDING])

    def _forget(self) -> None:
        """The half of the words that most documents had of late stays; of the others the newest."""
        used = self._used[: len(self._keys)]
        used[0] = np.iinfo(used.dtype).max  # the edge
        latest_first = np.argsort(-used[::-1], kind="stable")
        stay = np.sort(len(used) - 1 - latest_first[: len(used) // 2])
        for table in (self._matrix, self._klasses, self._marks):
            table[: len(stay)] = table[stay]
        self._used[: len(stay)] = used[stay] // 2
        self._used[len(stay) :] = 0
        rows, words = stay.tolist(), list(self._rows)
        self._rows = {words[row]: number for number, row in enumerate(rows)}
        self._keys = [self._keys[row] for row in rows]
        self._starts = [self._starts[row] for row in rows]
        self._countries = [self._countries[row] for row in rows]
        self._own_runs.clear()

    def _add(self, words: Sequence[tuple[str, str]], views: Sequence[View]) -> None:
        """New words get the next rows, in order."""
        first_row = len(self._keys)
        while first_row + len(words) > len(self._matrix):
            self._matrix, self._klasses, self._marks, self._used = (
                np.concatenate([table, np.zeros_like(table)])
                for table in (self._matrix, self._klasses, self._marks, self._used)
            )
        # What a word adds to the word two before it, one before it, to itself, and so on: the
        # weights of all words in one stack, five runs a word, each led by the row of zeros.
        stack: list[int] = []
        runs: list[int] = []
        for word, seen in zip(words, views, strict=True):
            near_before, near_behind = self._both(seen.side, self._side, self._side_runs)
            far_before, far_behind = self._both(seen.far, self._far, self._far_runs)
            for run in (
                far_before,
                near_before,
                [row for group in seen.own for row in self._own_run(group)],
                near_behind,
                far_behind,
            ):
                runs.append(len(stack))
                stack.append(0)
                stack += run
            row = len(self._keys)
            self._rows[word] = row
            self._klasses[row] = self._klass_number(seen.klass)
            # The word itself, without a Turkish ending's cut.
            plain = self.language != "tr" and "'" not in word[0] and "’" not in word[0]
            key = seen.key if plain else normal(word[0])
            starts = _phrase_starts(key)
            country = nationality(word[0], key)
            first = word[0][:1]
            written_as_name = len(word[0]) > 2 and (
                first.isupper() or "\u0600" <= first <= "\u06ff"
            )
            self._keys.append(key)
            self._starts.append(starts)
            self._countries.append(country or "")
            self._marks[row] = (
                (_SHARED if written_as_name and self._is_rare(key, seen) else 0)
                | (_STARTS if starts else 0)
                | (_ADJECTIVE if country else 0)
            )
        self._matrix[first_row : first_row + len(words)] = np.add.reduceat(
            self._stack[stack], runs, axis=0
        ).reshape(len(words), len(OFFSETS), len(LABELS))

    def _own_run(self, group: Features) -> list[int]:
        run = self._own_runs.get(group)
        if run is None:
            own = self._own
            run = [row for feature in group if (row := own.get(feature))]
            if not group[0].startswith("e="):  # endings: hardly ever the same four again
                self._own_runs[group] = run
        return run

    def _klass_number(self, klass: str) -> int:
        number = self._klass_numbers.setdefault(klass, len(self._klass_names))
        if number == len(self._klass_names):
            self._klass_names.append(klass)
            size = self._pairs.shape[1]
            if number == size:
                pairs = np.full((3, 2 * size, 2 * size), -1, dtype=np.int32)
                pairs[:, :size, :size] = self._pairs
                self._pairs = pairs
        return number

    @staticmethod
    def _both(
        group: Features,
        rows: Mapping[str, tuple[int, int]],
        known: dict[Features, tuple[list[int], list[int]]],
    ) -> tuple[list[int], list[int]]:
        runs = known.get(group)
        if runs is None:
            pairs = [pair for feature in group if (pair := rows.get(feature))]
            runs = known[group] = [before for before, _ in pairs], [behind for _, behind in pairs]
        return runs

    def _is_rare(self, key: str, seen: View) -> bool:
        rank = seen.rank
        if key != seen.key:
            language = self.language if self.language != "latin" else "en"
            rank = _commonness(key, gazetteer().common(language))[0]
        return rank < 0 or rank > RARE_FROM

    def _pair_row(self, attribute: str) -> int:
        found = self._own.get(attribute)
        if found is None:
            return 0
        row = self._pair_count
        if row == len(self._pair_matrix):
            self._pair_matrix = np.concatenate(
                [self._pair_matrix, np.zeros_like(self._pair_matrix)]
            )
        self._pair_matrix[row] = self._stack[found]
        self._pair_count += 1
        return row

    def _pairs_of(
        self, kind: int, mark: str, left: NDArray[np.int32], right: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        rows = self._pairs[kind, left, right]
        new = rows < 0
        if new.any():
            names = self._klass_names
            for a, b in set(zip(left[new].tolist(), right[new].tolist(), strict=True)):
                self._pairs[kind, a, b] = self._pair_row(f"{names[a]}{mark}{names[b]}")
            rows = self._pairs[kind, left, right]
        scores: NDArray[np.float32] = self._pair_matrix[rows]
        return scores

    def tag(self, words: Sequence[str]) -> tuple[list[str], list[float]]:
        """Labels of the words of one sentence, and for each how far it is ahead of O (0 for O)."""
        return self.tag_document([words])[0]

    def tag_document(self, lines: Sequence[Sequence[str]]) -> list[tuple[list[str], list[float]]]:
        """As ``tag`` for each sentence, but what one occurrence of a rare word shows speaks for
        the others too: "Marlow" alone is a person where "Jane Marlow" was one."""
        return self.read_documents([lines])[0].tagged

    def read_documents(self, documents: Sequence[Sequence[Sequence[str]]]) -> list[Document]:
        """``tag_document`` of each, and what else is known of the words."""
        if len(self._keys) > _CACHE_WORDS:
            self._forget()
        edge = ("", "")
        words = [edge, edge]  # two edges before, between and after sentences
        ends: list[int] = []  # of each document
        for lines in documents:
            for line in lines:
                words += zip(line, positions(line), strict=True)
                words += (edge, edge)
            ends.append(len(words))
        try:
            rows = list(map(self._rows.__getitem__, words))
        except KeyError:
            new = [word for word in dict.fromkeys(words) if word not in self._rows]
            self._add(new, [view(word, self.language, position) for word, position in new])
            rows = list(map(self._rows.__getitem__, words))
        index = np.array(rows)
        self._used[index] += 1
        keys = list(map(self._keys.__getitem__, rows))
        marks = self._marks[index]
        hits = self._phrases(rows, keys, marks)
        scores = self._emissions(index, hits)
        self._share(scores, keys, marks, ends)
        labels, margins = self._decode(scores)
        adjectives = [
            (i, self._countries[rows[i]]) for i in np.flatnonzero(marks & _ADJECTIVE).tolist()
        ]
        out: list[Document] = []
        at, next_hit, next_adjective = 2, 0, 0
        for lines in documents:
            document = Document([], [], [], [])
            for line in lines:
                end = at + len(line)
                document.tagged.append((labels[at:end], margins[at:end]))
                document.keys.append(keys[at:end])
                last_hit, last_adjective = next_hit, next_adjective
                while last_hit < len(hits) and hits[last_hit][0] < end:
                    last_hit += 1
                while last_adjective < len(adjectives) and adjectives[last_adjective][0] < end:
                    last_adjective += 1
                document.phrases.append(
                    [(i - at, j - at, flags) for i, j, flags in hits[next_hit:last_hit]]
                )
                document.adjectives.append(
                    [(i - at, country) for i, country in adjectives[next_adjective:last_adjective]]
                )
                next_hit, next_adjective = last_hit, last_adjective
                at = end + 2
            out.append(document)
        return out

    def _emissions(
        self, index: NDArray[np.int64], hits: Sequence[tuple[int, int, int]]
    ) -> NDArray[np.float32]:
        """(words, labels) scores before transitions. ``index``, rows of the words, begins and ends
        with two edges."""
        window = self._matrix[index]
        n = len(index)
        scores: NDArray[np.float32] = np.zeros((n, len(LABELS)), dtype=np.float32)
        scores[2 : n - 2] = (
            window[4:n, 0]
            + window[3 : n - 1, 1]
            + window[2 : n - 2, 2]
            + window[1 : n - 3, 3]
            + window[0 : n - 4, 4]
        )
        klasses = self._klasses[index]
        before, here, after = klasses[1 : n - 3], klasses[2 : n - 2], klasses[3 : n - 1]
        scores[2 : n - 2] += self._pairs_of(0, ">", before, here)
        scores[2 : n - 2] += self._pairs_of(1, "<", here, after)
        scores[2 : n - 2] += self._pairs_of(2, "^", before, after)
        for i, j, flags in hits:
            begins, goes_on = self._of_phrase(flags)
            for weights in begins:
                scores[i] += weights
            for weights in goes_on:
                scores[i + 1 : j] += weights
        scores[index == 0, 0] = 50.0  # an edge is never part of a name
        return scores

    def _of_phrase(self, flags: int) -> tuple[list[NDArray[np.float32]], ...]:
        """What a known name of several words adds to its first word, and to each further one."""
        found = self._phrase_weights.get(flags)
        if found is None:
            found = self._phrase_weights[flags] = tuple(
                [
                    self._stack[row]
                    for flag, name in _FLAG_NAMES
                    if flags & flag and (row := self._own.get(f"ph={place}-{name}"))
                ]
                for place in "BI"
            )
        return found

    def _phrases(
        self, rows: Sequence[int], keys: Sequence[str], marks: NDArray[np.uint8]
    ) -> list[tuple[int, int, int]]:
        where = np.flatnonzero(marks & _STARTS).tolist()
        return phrase_hits(keys, gazetteer(), [(i, self._starts[rows[i]]) for i in where])

    def _share(
        self,
        scores: NDArray[np.float32],
        keys: Sequence[str],
        marks: NDArray[np.uint8],
        ends: Sequence[int],
    ) -> None:
        """Within each document, which ends at one of ``ends``."""
        groups: list[list[int]] = []
        where: dict[str, list[int]] = {}
        document = iter(ends)
        end = 0
        for i in np.flatnonzero(marks & _SHARED).tolist():
            while i >= end:
                groups += [indices for indices in where.values() if len(indices) > 1]
                where = {}
                end = next(document)
            places = where.get(keys[i])
            if places is None:
                where[keys[i]] = [i]
            else:
                places.append(i)
        groups += [indices for indices in where.values() if len(indices) > 1]
        if not groups:
            return
        indices = list(chain.from_iterable(groups))
        sizes = np.array([len(group) for group in groups])
        mine = scores[indices]
        ahead = np.maximum(mine[:, 1::2], mine[:, 2::2]) - mine[:, :1]
        starts = np.concatenate([[0], np.cumsum(sizes[:-1])])
        mean = (np.add.reduceat(ahead, starts, axis=0) / sizes[:, None]).astype(np.float32)
        lift = SHARE * (np.repeat(mean, sizes, axis=0) - ahead)
        mine[:, 1::2] += lift
        mine[:, 2::2] += lift
        scores[indices] = mine

    def _decode(self, scores: NDArray[np.float32]) -> tuple[list[str], list[float]]:
        """The best sequence of labels (Viterbi). Words far behind O are O without a look, so only
        the stretches between them are decoded."""
        out = ["O"] * len(scores)
        margins = [0.0] * len(scores)
        active = np.flatnonzero(scores[:, 1:].max(axis=1) - scores[:, 0] > -_SLACK).tolist()
        if not active:
            return out, margins
        begin = previous = active[0]
        runs = []
        for i in active[1:]:
            if i != previous + 1:
                runs.append((begin, previous + 1))
                begin = i
            previous = i
        runs.append((begin, previous + 1))
        single = [begin for begin, end in runs if end == begin + 1]
        if single:  # most runs: one word between two that are O
            alone = scores[single] + self._alone
            for i, q in zip(single, alone.argmax(axis=1).tolist(), strict=True):
                if q:
                    out[i] = LABELS[q]
                    margins[i] = float(scores[i, q] - scores[i, 0])
        several = sorted((r for r in runs if r[1] > r[0] + 1), key=lambda r: r[0] - r[1])
        if several:
            self._decode_runs(scores, several, out, margins)
        return out, margins

    def _decode_runs(
        self,
        scores: NDArray[np.float32],
        runs: list[tuple[int, int]],
        out: list[str],
        margins: list[float],
    ) -> None:
        """Viterbi over all stretches side by side; ``runs`` longest first, so that those still
        under way at a step are always the first ones."""
        lengths = [end - begin for begin, end in runs]
        begins = np.array([begin for begin, _ in runs])
        steps = lengths[0]
        left = [sum(1 for n in lengths if n > step) for step in range(steps)]
        moves = self._allowed
        paths = np.full((len(runs), len(LABELS)), -1e9)
        paths[:, 0] = 0.0
        back = np.zeros((steps, len(runs), len(LABELS)), dtype=np.int64)
        for step, n in enumerate(left):
            arrivals = paths[:n, :, None] + moves
            back[step, :n] = arrivals.argmax(axis=1)
            paths[:n] = arrivals.max(axis=1) + scores[begins[:n] + step]
        last = (paths + moves[:, 0]).argmax(axis=1).tolist()
        best = back.tolist()
        for number, (begin, _) in enumerate(runs):
            q = last[number]
            for step in range(lengths[number] - 1, -1, -1):
                if q:
                    i = begin + step
                    out[i] = LABELS[q]
                    margins[i] = float(scores[i, q]) - float(scores[i, 0])
                q = best[step][number][q]


def _phrase_starts(key: str) -> tuple[str, ...]:
    """With which words a name of several words may begin that begins with this one."""
    phrases = gazetteer().phrases
    starts = [key] if key in phrases else []
    if "\u0600" <= key[:1] <= "\u06ff" and len(key) > 3:
        for prefix in ("و", "ب", "ل", "ف", "وب", "ول"):
            if key.startswith(prefix) and key[len(prefix) :] in phrases:
                starts.append(key[len(prefix) :])
        if key.startswith("لل") and "ال" + key[2:] in phrases:
            starts.append("ال" + key[2:])
    return tuple(starts)


@lru_cache(maxsize=20_000)
def normal_cached(word: str) -> str:
    return normal(word)


def _allowed(p: int, q: int) -> bool:
    """I-X only after B-X or I-X."""
    label = LABELS[q]
    return not label.startswith("I-") or LABELS[p][2:] == label[2:]


@lru_cache(maxsize=1)
def _models() -> dict[str, Any]:
    body = (files("tawatur") / "data" / "name_tagger.bin").read_bytes()
    models: dict[str, Any] = msgspec.msgpack.decode(zstandard.decompress(body))
    return models


@lru_cache(maxsize=len(MODELS))
def tagger(name: str) -> Tagger:
    """The model of this name (one of ``MODELS``), loaded on first use."""
    return Tagger(name, _models()[name])


_BY_LANGUAGE = {
    "ar": "ar",
    "en": "en",
    "es": "es",
    "ru": "ru",
    "uk": "ru",
    "be": "ru",
    "bg": "ru",
    "fa": "ar",
    "ur": "ar",
    "arz": "ar",
    "ckb": "ar",
}


def model_for(language: str, text: str) -> str | None:
    """Which model reads a language: its own, else the one of its script; None when there is none."""
    if language in _BY_LANGUAGE:
        return _BY_LANGUAGE[language]
    latin = len(regex.findall(r"\p{Latin}", text[:400]))
    for script, name in ((r"\p{Cyrillic}", "ru"), (r"\p{Arabic}", "ar"), (r"\p{Latin}", "latin")):
        count = len(regex.findall(script, text[:400]))
        if count and count >= latin:
            return name
    return "latin" if latin else None
