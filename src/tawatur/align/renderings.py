"""One utterance of one speaker in the words of several outlets.

Quotations are matched by speaker and by what is said: the words of the shorter must be found in
the longer, since most outlets cut. The fullest rendering stands first; within one language the
words in which renderings differ are marked by aligning them word by word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import regex
from numpy.typing import NDArray

from tawatur.align.links import ALIKE, Pair, alike
from tawatur.align.measures import figures_agree
from tawatur.align.statements import Statement
from tawatur.model import NameMention, Place, Quote, QuoteGroup, Reading, Rendering, Span, Speaker
from tawatur.text import fold_word, stable_id, word_spans


# What two quotations must share to be one utterance. Within a language the words of the shorter
# (by rarity) tell: direct speech keeps them, an indirect rendering keeps most. A translation keeps
# the sense: words and the likeness of the sentences as a whole, and both added up. Set on the
# account bench and the sample stream, where pairs below are other utterances of the same press
# conference.
@dataclass(frozen=True, slots=True)
class _Needed:
    words: float
    sense: float = 0.0
    both: float = 0.0
    known_speaker: bool = False


_NEEDED = {
    "direct": _Needed(0.6),
    "indirect": _Needed(0.55, known_speaker=True),
    # nearly all the words of a long one: whoever the speaker was taken for
    "indirect, word by word": _Needed(0.8),
    "direct, two languages": _Needed(0.3, 0.3, 0.75),
    # two translators of one sentence choose other words: nothing else in either article is as near
    "nearest": _Needed(0.55),
    "nearest, two languages": _Needed(0.2, 0.5, 0.7, known_speaker=True),
    # the one thing that either article quotes of this speaker
    "only one, two languages": _Needed(0.2, 0.4, 0.65, known_speaker=True),
    "indirect, two languages": _Needed(0.36, 0.45, 0.85, known_speaker=True),
}
# Below this share of words no rule below can hold.
LEAST_WORDS = min(needed.words for needed in _NEEDED.values())
# Two utterances with a smaller share of equal words (of the shorter, counted plainly) never reach
# the least of the shares above, which counts rare words more and half-equal ones in part.
FEW_WORDS = 0.25
# Direct speech with this share of its words in the other is the same, word by word.
VERBATIM_WORDS = 0.75
# Added to what is needed when the speaker of one of the two is not known.
UNKNOWN_SPEAKER = 0.03
# Fewer words than this are a phrase anyone may use; they match only word by word.
SHORT_QUOTE_WORDS = 4
# From here on the same words are no coincidence.
LONG_QUOTE_WORDS = 8
# A rendering with less than this share of the fullest one's words is shown as cut.
CUT_BELOW_SHARE = 0.75
# Of two languages one needs more words: Arabic and Turkish do with about 0.65 of the English.
CUT_BELOW_SHARE_ACROSS = 0.5

QuoteKind = Literal["direct", "indirect", "mixed"]


@dataclass(slots=True)
class Utterance:
    """One quotation of one article, its words as a statement of their own."""

    quote: Quote
    statement: Statement
    reading: Reading

    @property
    def stems(self) -> frozenset[str]:
        """Its different words."""
        found: frozenset[str] = self.statement.once("bag", lambda: frozenset(self.statement.stems))
        return found


def utterances_in(reading: Reading, *, by_sentence: bool = False) -> list[Utterance]:
    """All quotations of one reading, in order. ``by_sentence`` cuts those of several sentences.

    Words in quotation marks without a cue (a decree's articles, a phrase taken over) are
    utterances of an unknown speaker.
    """
    found: list[Utterance] = []
    article = reading.article
    parts = [(None, article.text, reading.annotations)] + [
        (i, post.text, read)
        for i, (post, read) in enumerate(zip(article.posts, reading.post_annotations, strict=False))
    ]
    for post, text, read in parts:
        for quote in sorted(
            [*read.quotes, *_uncued(text, read.quotes)], key=lambda q: q.content[0].start
        ):
            start, end = quote.content[0].start, quote.content[-1].end
            stretches = [(start, end)]
            if by_sentence:
                stretches = [
                    (max(s.start, start), min(s.end, end))
                    for s in read.sentences
                    if s.start < end and start < s.end
                ]
            for low, high in stretches:
                known: dict[str, Any] = {}
                if len(quote.content) > 1:  # what stands between its pieces is not of it
                    known["words"] = [
                        (at + x, at + y, fold_word(text[at + x : at + y]))
                        for span in quote.content
                        if (at := max(span.start, low)) < (until := min(span.end, high))
                        for x, y in word_spans(text[at:until])
                    ]
                if not known.get("words", True) or not _A_LETTER.search(text, low, high):
                    continue
                statement = Statement(
                    number=len(found),
                    article=0,
                    local=len(found),
                    place=Place(article_id=article.id, start=low, end=high, post=post),
                    text=text[low:high],
                    language=read.language,
                    position=low / max(len(text), 1),
                    sentence=0,
                    known=known,
                )
                found.append(Utterance(quote, statement, reading))
    return found


_A_LETTER = regex.compile(r"[\p{L}\p{N}]")
_IN_MARKS = regex.compile(r"«[^»]+»|“[^”]+”|„[^“”]+[“”]|\"[^\"\n]+\"|”[^“”\n]+“")
_UNCUED_WORDS = 5  # fewer are a name, a title or irony


def _uncued(text: str, quotes: Sequence[Quote]) -> list[Quote]:
    made = []
    for match in _IN_MARKS.finditer(text):
        start, end = match.start() + 1, match.end() - 1
        if len(word_spans(text[start:end])) < _UNCUED_WORDS:
            continue
        if not any(s.start < end and start < s.end for q in quotes for s in q.content):
            made.append(Quote(content=(Span(start=start, end=end),), kind="direct", speaker=None))
    return made


def same_speaker(a: Quote, b: Quote) -> bool | None:
    """True or False when both speakers are known by name; None when one is not."""
    x, y = a.speaker, b.speaker
    if x is None or y is None:
        return None
    if x.identity and x.identity == y.identity:
        return True
    pairs = [(x.identity, y.identity), (x.name, y.name)]
    likeness = [alike(p, q) for p, q in pairs if p and q]
    if not likeness:
        return None
    if max(likeness) >= ALIKE:
        return True
    # "the minister" for a person and his ministry for him are one voice in the news, and an
    # unnamed source may be anybody
    if x.kind != "person" or y.kind != "person" or not x.identity or not y.identity:
        return None
    # a speaker guessed from the surroundings is no evidence against the words themselves
    if {x.resolved_by, y.resolved_by} & {"context", "pronoun", "bare-verb", "none"}:
        return None
    # two of one family: "Basaleh said" may be either
    families = [(name or "").split()[-1:] for name in (x.name, y.name)]
    if all(families) and alike(families[0][0], families[1][0]) >= ALIKE:
        return None
    return False


def may_share_words(ours: Sequence[Utterance], theirs: Sequence[Utterance]) -> bool:
    """False when no utterance of one language has even a few of another's words: then there is
    nothing to weigh."""
    for a in ours:
        for b in theirs:
            if a.statement.language != b.statement.language:
                return True
            x, y = a.stems, b.stems
            if len(x & y) >= FEW_WORDS * min(len(x), len(y)):
                return True
    return False


def match_utterances(
    ours: Sequence[Utterance], theirs: Sequence[Utterance], pair: Pair
) -> list[tuple[int, int, float]]:
    """Pairs of one utterance in two articles with how alike they are (0..1)."""
    found = []
    nearest: NDArray[np.bool_] | None = None
    share = np.maximum(pair.forth, pair.back.T)
    for i, j in np.argwhere(share >= LEAST_WORDS).tolist():
        a, b = ours[i], theirs[j]
        short, long = (a, b) if len(a.statement.words) <= len(b.statement.words) else (b, a)
        covered = pair.covered(short.statement, long.statement)
        if covered < LEAST_WORDS:
            continue
        known = same_speaker(a.quote, b.quote)
        if known is False:
            continue
        if len(short.statement.words) < SHORT_QUOTE_WORDS:
            equal = set(short.statement.stems) <= set(long.statement.stems)
            if not (equal and len(short.statement.words) > 1 and known):
                continue
        kind = _kind_of_pair(a, b)
        if kind == "direct" and covered >= VERBATIM_WORDS:
            found.append((i, j, covered))
            continue
        rules = [_NEEDED[kind]]
        if kind == "indirect":
            if len(short.statement.words) < LONG_QUOTE_WORDS:
                continue  # a clause of reported speech that anyone may have said
            if not known and _only_one_spoke(a.quote.speaker, b.quote.speaker):
                continue  # "according to data" against a spokesman: one fact, not one utterance
            rules.append(_NEEDED["indirect, word by word"])
        if kind in ("direct", "direct, two languages"):
            if nearest is None:
                nearest = _nearest(ours, theirs, pair)
            if nearest[i, j]:
                rules.append(_NEEDED[kind.replace("direct", "nearest")])
                if kind != "direct" and known and _speaks_once(a, ours) and _speaks_once(b, theirs):
                    rules.append(_NEEDED["only one, two languages"])
        room = 0.0 if known else UNKNOWN_SPEAKER
        rules = [r for r in rules if covered >= r.words and (known or not r.known_speaker)]
        if a.statement.language == b.statement.language:
            if any(covered >= needed.words + room for needed in rules):
                found.append((i, j, covered))
        elif rules:
            # the dear part comes last: few pairs get here
            sense = pair.sense(a.statement, b.statement)
            if any(
                sense >= needed.sense and covered + sense >= needed.both + room for needed in rules
            ):
                found.append((i, j, (covered + sense) / 2))
    return found


def _speaks_once(utterance: Utterance, told: Sequence[Utterance]) -> bool:
    """Is it all that its article quotes of its speaker word for word?"""
    return all(
        other is utterance
        or other.quote.kind != "direct"
        or same_speaker(utterance.quote, other.quote) is False
        for other in told
    )


def _only_one_spoke(a: Speaker | None, b: Speaker | None) -> bool:
    """A paper or a medium reported what, in the other article, somebody said."""
    kinds = {s.kind for s in (a, b) if s is not None}
    return bool(kinds & {"document", "media"}) and bool(kinds & {"person", "unnamed"})


def _nearest(
    ours: Sequence[Utterance], theirs: Sequence[Utterance], pair: Pair
) -> NDArray[np.bool_]:
    """``[i, j]``: of the direct utterances of either article none is nearer to the other one."""
    near = (pair.forth + pair.back.T) / 2
    if "whole" in pair.features:
        near = near + pair.features["whole"]
    direct = np.outer(
        [u.quote.kind != "indirect" for u in ours], [u.quote.kind != "indirect" for u in theirs]
    )
    near = np.where(direct, near, -1)
    return np.asarray(
        direct
        & (near >= near.max(axis=1, keepdims=True))
        & (near >= near.max(axis=0, keepdims=True))
    )


def _kind_of_pair(a: Utterance, b: Utterance) -> str:
    kind = "indirect" if "indirect" in (a.quote.kind, b.quote.kind) else "direct"
    return kind if a.statement.language == b.statement.language else f"{kind}, two languages"


def group_quotes(
    utterances: Sequence[Sequence[Utterance]],
    matches: Iterable[tuple[int, int, Sequence[tuple[int, int, float]]]],
    pair_of: Callable[[int, int], Pair],
) -> list[QuoteGroup]:
    """Every quotation of the story with all its renderings; those told by most outlets first.

    ``utterances`` of each article; ``matches`` of each two articles (by number); ``pair_of``
    gives the words of two articles' utterances against each other.

    A direct or mixed quotation that one outlet alone has is a group of one; indirect speech that
    nobody else renders is a statement like any other and stands among the points.
    """
    starts = [0]
    for told in utterances:
        starts.append(starts[-1] + len(told))
    every = [u for told in utterances for u in told]
    article = [n for n, told in enumerate(utterances) for _ in told]
    pairs = [
        (starts[p] + i, starts[q] + j, likeness)
        for p, q, found in matches
        for i, j, likeness in found
    ]
    home = list(range(len(every)))
    members = {n: [n] for n in home}
    for i, j, _ in sorted(pairs, key=lambda m: (-m[2], m[0], m[1])):
        keep, gone = sorted((home[i], home[j]))
        if keep != gone:
            for n in members[gone]:
                home[n] = keep
            members[keep] += members.pop(gone)
    made = [
        _group([every[n] for n in numbers], [article[n] for n in numbers], numbers[0], pair_of)
        for numbers in map(sorted, members.values())
        if len(numbers) > 1
        or (
            every[numbers[0]].quote.kind != "indirect"
            and every[numbers[0]].quote.speaker is not None
        )
    ]
    made.sort(key=lambda pair: pair[0])
    return [group for _, group in made]


def _group(
    members: Sequence[Utterance],
    articles: Sequence[int],
    first_number: int,
    pair_of: Callable[[int, int], Pair],
) -> tuple[tuple[int, int], QuoteGroup]:
    """One utterance; ``articles[n]`` is that of ``members[n]``, which stand in order of sight."""
    order = (
        [0]
        if len(members) == 1
        else sorted(
            range(len(members)),
            key=lambda n: (
                members[n].quote.kind == "indirect",
                -len(members[n].statement.words),
                n,
            ),
        )
    )
    fullest = members[order[0]]

    def similarity(n: int) -> float:
        one, other = members[n].statement, fullest.statement
        low, high = sorted((articles[n], articles[order[0]]))
        pair = pair_of(low, high)
        return (pair.covered(one, other) + pair.covered(other, one)) / 2

    named = next((m for m in members if m.quote.speaker and m.quote.speaker.name), None)
    spellings: list[str] = []
    for m in members:
        name = m.quote.speaker.name if m.quote.speaker else None
        if name and name not in spellings:
            spellings.append(name)
    speaker = named.quote.speaker if named else None
    first = members[0]
    renderings = tuple(
        _rendering(members[n], fullest, members, 1.0 if n == order[0] else similarity(n))
        for n in order
    )
    outlets = len(set(articles))
    identity = (first.quote.speaker.identity if first.quote.speaker else None) or ""
    group = QuoteGroup(
        # of the first rendering seen: later and fuller ones do not change it
        id=stable_id("quote", identity, first.statement.key),
        speaker=speaker.name if speaker else None,
        speaker_names=tuple(spellings),
        role=next(
            (m.quote.speaker.role for m in members if m.quote.speaker and m.quote.speaker.role),
            None,
        ),
        renderings=renderings,
        addressee=next((m.quote.addressee for m in members if m.quote.addressee), None),
        occasion=next((m.quote.occasion for m in members if m.quote.occasion), None),
    )
    return (-outlets, first_number), group


def _rendering(
    one: Utterance, fullest: Utterance, members: Sequence[Utterance], similarity: float
) -> Rendering:
    same_language = one.statement.language == fullest.statement.language
    if one is fullest:
        rivals = [
            m for m in members if m is not one and m.statement.language == one.statement.language
        ]
        # each rival renders its own stretch: what any of them words otherwise is marked
        marks = {p for rival in rivals for p in _differing(one.statement, rival.statement)[0]}
        differing = _spans(one.statement, sorted(marks)) if rivals else ()
        foreign = [m for m in members if m.statement.language != one.statement.language]
        others = {span for m in foreign for span in _differing_values(one, m)}
        new = [
            span
            for span in others
            if not any(d.start < span.end and span.start < d.end for d in differing)
        ]
        differing = tuple(sorted([*differing, *new], key=lambda span: span.start))
        return Rendering(
            place=one.statement.place,
            language=one.statement.language,
            kind=one.quote.kind,
            similarity=1.0,
            differing=differing,
        )
    missing = 0
    marked: tuple[Span, ...] = ()
    if same_language:
        mine, missing = _differing(one.statement, fullest.statement)
        marked = _spans(one.statement, mine)
    else:
        marked = _differing_values(one, fullest)
    share = len(one.statement.words) / max(len(fullest.statement.words), 1)
    return Rendering(
        place=one.statement.place,
        language=one.statement.language,
        kind=one.quote.kind,
        similarity=round(similarity, 3),
        differing=marked,
        cut=share < (CUT_BELOW_SHARE if same_language else CUT_BELOW_SHARE_ACROSS)
        and one.quote.kind != "indirect",
        words_missing=missing,
    )


def _differing_values(one: Utterance, other: Utterance) -> tuple[Span, ...]:
    """Figures, days and names of ``one`` in the place of which ``other``, of another language, has
    other ones. What one of them leaves out is no difference."""
    mine, theirs = _values_in(one), _values_in(other)
    spans = []
    for kind, same in _SAME_VALUE.items():
        lone = [x for x in mine[kind] if not any(same(x, y) for y in theirs[kind])]
        if any(not any(same(x, y) for x in mine[kind]) for y in theirs[kind]):
            spans += [Span(start=x.start, end=x.end) for x in lone]
    return tuple(sorted(spans, key=lambda span: span.start))


def _values_in(one: Utterance) -> dict[str, list[Any]]:
    place = one.statement.place
    read = one.reading.annotations_of(place)
    if read is None:
        return {kind: [] for kind in _SAME_VALUE}

    def inside(found: Sequence[Any]) -> list[Any]:
        return [x for x in found if place.start <= x.start and x.end <= place.end]

    days = [t for t in inside(read.times) if t.value and len(t.value) >= 10 and t.kind == "date"]
    dated = [(t.start, t.end) for t in inside(read.times)]
    figures = [
        f for f in inside(read.figures) if not any(a < f.end and f.start < b for a, b in dated)
    ]
    names = inside(read.names)
    return {
        "figure": figures,
        "day": days,
        "person": [n for n in names if n.kind == "person"],
        "place": [n for n in names if n.kind == "place"],
    }


def _same_name(a: NameMention, b: NameMention) -> bool:
    return (
        a.identity == b.identity
        or max(alike(a.identity, b.identity), alike(a.canonical or a.text, b.canonical or b.text))
        >= ALIKE
    )


_SAME_VALUE: dict[str, Callable[[Any, Any], bool]] = {
    "figure": figures_agree,
    "day": lambda a, b: bool(a.value[:10] == b.value[:10]),
    "person": _same_name,
    "place": _same_name,
}


def _differing(one: Statement, other: Statement) -> tuple[list[int], int]:
    """Positions of words of ``one`` that ``other`` words otherwise in the stretch both have, and
    how many words of ``other`` lie outside that stretch.

    Words are equal when their stems are: another ending or a prefixed "and" is no difference.
    """
    pairs = _aligned(one.stems, other.stems)
    if not pairs:
        return list(range(len(one.stems))), len(other.stems)
    matched = {i for i, _ in pairs}
    (first, first_other), (last, last_other) = pairs[0], pairs[-1]
    # a reworded beginning or end still belongs to the stretch, if both have one
    lead = min(first, first_other, _REWORDED_EDGE)
    tail = min(len(one.stems) - 1 - last, len(other.stems) - 1 - last_other, _REWORDED_EDGE)
    outside = len(other.stems) - (last_other + tail - first_other + lead + 1)
    return [p for p in range(first - lead, last + tail + 1) if p not in matched], outside


# Local alignment (Smith and Waterman 1981) of words: an equal word earns more the longer it is,
# a skipped or replaced one costs little beside it, so that a stretch runs on over reworded
# passages but does not reach for a lone "in" twenty words away.
_EQUAL, _EQUAL_SHORT, _REPLACED, _SKIPPED = 3.0, 1.0, -0.8, -0.6
_LONGEST_ALIGNED = 400
_REWORDED_EDGE = 2


def _aligned(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of equal words in the best common stretch, in order."""
    one, other = one[:_LONGEST_ALIGNED], other[:_LONGEST_ALIGNED]
    if one == other:
        return [(n, n) for n in range(len(one))]
    return list(_best_stretch(tuple(one), tuple(other)))


@lru_cache(maxsize=4000)
def _best_stretch(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    width = len(other) + 1
    score = [[0.0] * width for _ in range(len(one) + 1)]
    step = [[0] * width for _ in range(len(one) + 1)]  # 0 stop, 1 both, 2 skip in one, 3 in other
    best, at = 0.0, (0, 0)
    for i, x in enumerate(one, 1):
        above, row = score[i - 1], score[i]
        for j, y in enumerate(other, 1):
            gain = (_EQUAL if len(x) > 3 else _EQUAL_SHORT) if x == y else _REPLACED
            value, way = above[j - 1] + gain, 1
            if above[j] + _SKIPPED > value:
                value, way = above[j] + _SKIPPED, 2
            if row[j - 1] + _SKIPPED > value:
                value, way = row[j - 1] + _SKIPPED, 3
            if value <= 0:
                continue
            row[j], step[i][j] = value, way
            if value > best:
                best, at = value, (i, j)
    pairs = []
    i, j = at
    while step[i][j]:
        if step[i][j] == 1:
            if one[i - 1] == other[j - 1]:
                pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif step[i][j] == 2:
            i -= 1
        else:
            j -= 1
    return tuple(pairs[::-1])


def _spans(statement: Statement, positions: Sequence[int]) -> tuple[Span, ...]:
    """The words at these positions, neighbours joined."""
    spans: list[Span] = []
    previous = -2
    for position in positions:
        start, end, _ = statement.words[position]
        if position == previous + 1 and spans:
            spans[-1] = Span(start=spans[-1].start, end=end)
        else:
            spans.append(Span(start=start, end=end))
        previous = position
    return tuple(spans)
