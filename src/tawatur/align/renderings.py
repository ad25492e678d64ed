"""One utterance of one speaker in the words of several outlets.

Quotations are matched by speaker and by what is said: the words of the shorter must be found in
the longer, since most outlets cut. The fullest rendering stands first; within one language the
words in which renderings differ are marked by aligning them word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from tawatur.align.links import ALIKE, Encode, Links, link_statements
from tawatur.align.points import Accounts
from tawatur.align.statements import Statement, stem
from tawatur.model import Place, Quote, QuoteGroup, Reading, Rendering, Span
from tawatur.naming import alike
from tawatur.text import fold_word, stable_id, word_spans

# Share of the shorter quotation's words (by rarity) that the longer must have. Direct speech
# keeps its words within a language; an indirect rendering and a translation keep the sense.
SAME_WORDS = {"direct": 0.6, "indirect": 0.5, "two-languages": 0.36}
# Likeness of the two as wholes that is asked for besides.
SAME_SENSE = {"direct": 0.25, "indirect": 0.45, "two-languages": 0.5}
# Fewer words than this are a phrase anyone may use; they match only word by word.
SHORT_QUOTE_WORDS = 4
# A rendering with less than this share of the fullest one's words is shown as cut.
CUT_BELOW_SHARE = 0.75

QuoteKind = Literal["direct", "indirect", "mixed"]


@dataclass(slots=True)
class Utterance:
    """One quotation of one article, its words as a statement of their own."""

    quote: Quote
    statement: Statement
    reading: Reading


def utterances_of(readings: Sequence[Reading], *, by_sentence: bool = False) -> list[Utterance]:
    """All quotations of all readings, in order. ``by_sentence`` cuts those of several sentences."""
    found: list[Utterance] = []
    for index, reading in enumerate(readings):
        article = reading.article
        parts = [(None, reading.annotations)] + [
            (i, a) for i, a in enumerate(reading.post_annotations[: len(article.posts)])
        ]
        for post, read in parts:
            text = article.text if post is None else article.posts[post].text
            for quote in read.quotes:
                if not quote.content:
                    continue
                stretches: list[tuple[int, int]] = [
                    (min(s.start for s in quote.content), max(s.end for s in quote.content))
                ]
                pieces = [(s.start, s.end) for s in quote.content]
                if by_sentence:
                    stretches = [
                        (max(s.start, start), min(s.end, end))
                        for start, end in stretches
                        for s in read.sentences
                        if s.start < end and start < s.end
                    ]
                for start, end in stretches:
                    words = [
                        (a, b, fold_word(text[a:b]))
                        for p, q in pieces
                        for a, b in (
                            (max(p, start) + x, max(p, start) + y)
                            for x, y in word_spans(
                                text[max(p, start) : max(min(q, end), max(p, start))]
                            )
                        )
                    ]
                    if not words:
                        continue
                    found.append(
                        Utterance(
                            quote,
                            Statement(
                                number=len(found),
                                article=index,
                                place=Place(article_id=article.id, start=start, end=end, post=post),
                                text=text[start:end],
                                language=read.language,
                                position=start / max(len(text), 1),
                                sentence=0,
                                words=words,
                                stems=[stem(w, read.language) for _, _, w in words],
                            ),
                            reading,
                        )
                    )
    return found


def same_speaker(a: Quote, b: Quote) -> bool | None:
    """True or False when both speakers are known by name; None when one is not."""
    x, y = a.speaker, b.speaker
    if x is None or y is None or not x.identity or not y.identity:
        return None
    if x.identity == y.identity:
        return True
    if x.kind == "unnamed" or y.kind == "unnamed":
        return None
    if alike(x.identity, y.identity) >= ALIKE:
        return True
    if x.name and y.name and alike(x.name, y.name) >= ALIKE:
        return True
    # "the minister" for a person and his ministry for him are one voice in the news
    return None if x.kind != y.kind else False


def match_utterances(utterances: Sequence[Utterance], links: Links) -> list[tuple[int, int, float]]:
    """Pairs of one utterance in different articles with how alike they are (0..1)."""
    found = []
    for i, a in enumerate(utterances):
        for j in range(i + 1, len(utterances)):
            b = utterances[j]
            if a.statement.article == b.statement.article:
                continue
            known = same_speaker(a.quote, b.quote)
            if known is False:
                continue
            short, long = (i, j) if len(a.statement.words) <= len(b.statement.words) else (j, i)
            covered = float(links.covered[short, long])
            likeness = (covered + float(links.whole[i, j])) / 2
            kind = _kind_of_pair(a, b)
            if len(utterances[short].statement.words) < SHORT_QUOTE_WORDS:
                equal = set(utterances[short].statement.stems) <= set(
                    utterances[long].statement.stems
                )
                if not (equal and len(utterances[short].statement.words) > 1 and known):
                    continue
            if kind == "direct" and covered >= 0.75:
                found.append((i, j, likeness))  # word by word: the sense needs no asking
            elif (
                covered >= SAME_WORDS[kind]
                and links.whole[i, j] >= SAME_SENSE[kind]
                # without a known speaker the words must do more
                and (known or covered >= SAME_WORDS[kind] + 0.15)
            ):
                found.append((i, j, likeness))
    return found


def _kind_of_pair(a: Utterance, b: Utterance) -> str:
    if a.statement.language != b.statement.language:
        return "two-languages"
    return "direct" if a.quote.kind != "indirect" and b.quote.kind != "indirect" else "indirect"


def group_quotes(
    readings: Sequence[Reading], accounts: Accounts, encode: Encode
) -> list[QuoteGroup]:
    """Every quotation of the story with all its renderings; those told by most outlets first.

    A quotation that one outlet alone has is a group of one.
    """
    utterances = utterances_of(readings)
    if not utterances:
        return []
    links = link_statements([u.statement for u in utterances], encode)
    home = list(range(len(utterances)))
    for i, j, _ in sorted(match_utterances(utterances, links), key=lambda m: (-m[2], m[0], m[1])):
        keep, gone = sorted((home[i], home[j]))
        home = [keep if h == gone else h for h in home]
    groups: dict[int, list[int]] = {}
    for number, h in enumerate(home):
        groups.setdefault(h, []).append(number)
    made = [
        _group([utterances[n] for n in numbers], numbers, links, accounts)
        for numbers in groups.values()
    ]
    made.sort(key=lambda pair: pair[0])
    return [group for _, group in made]


def _group(
    members: Sequence[Utterance], numbers: Sequence[int], links: Links, accounts: Accounts
) -> tuple[tuple[int, int], QuoteGroup]:
    order = sorted(
        range(len(members)),
        key=lambda n: (
            members[n].quote.kind == "indirect",
            -len(members[n].statement.words),
            members[n].statement.article,
            members[n].statement.number,
        ),
    )
    fullest = members[order[0]]
    named = next((m for m in members if m.quote.speaker and m.quote.speaker.name), None)
    spellings: list[str] = []
    for m in members:
        name = m.quote.speaker.name if m.quote.speaker else None
        if name and name not in spellings:
            spellings.append(name)
    speaker = named.quote.speaker if named else None
    first = min(members, key=lambda m: (m.statement.article, m.statement.number))
    renderings = tuple(
        _rendering(members[n], fullest, members, float(links.whole[numbers[n], numbers[order[0]]]))
        for n in order
    )
    outlets = len({m.statement.article for m in members})
    identity = (first.quote.speaker.identity if first.quote.speaker else None) or ""
    group = QuoteGroup(
        # of the first rendering seen: later and fuller ones do not change it
        id=stable_id("quote", identity, " ".join(w for _, _, w in first.statement.words)),
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
    return (-outlets, first.statement.number), group


def _rendering(
    one: Utterance, fullest: Utterance, members: Sequence[Utterance], similarity: float
) -> Rendering:
    same_language = one.statement.language == fullest.statement.language
    if one is fullest:
        rivals = [
            m for m in members if m is not one and m.statement.language == one.statement.language
        ]
        differing: tuple[Span, ...] = ()
        if rivals:
            # words that no other rendering of this stretch has as they are here
            marks = [_differing(one.statement, rival.statement)[0] for rival in rivals]
            common = set(marks[0]).intersection(*map(set, marks[1:]))
            differing = _spans(one.statement, sorted(common))
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
    share = len(one.statement.words) / max(len(fullest.statement.words), 1)
    return Rendering(
        place=one.statement.place,
        language=one.statement.language,
        kind=one.quote.kind,
        similarity=round(similarity, 3),
        differing=marked,
        cut=share < CUT_BELOW_SHARE and one.quote.kind != "indirect",
        words_missing=missing,
    )


def _differing(one: Statement, other: Statement) -> tuple[list[int], int]:
    """Positions of words of ``one`` that ``other`` words otherwise in the stretch both have, and
    how many words of ``other`` lie outside that stretch.

    Words are equal when their stems are: another ending or a prefixed "and" is no difference.
    """
    matcher = SequenceMatcher(None, one.stems, other.stems, autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    # a lone small word far away from the rest is no alignment
    solid = [b for b in blocks if b.size > 1 or len(one.stems[b.a]) > 3] or blocks
    if not solid:
        return list(range(len(one.stems))), len(other.stems)
    first, last = solid[0], solid[-1]
    matched = {p for b in solid for p in range(b.a, b.a + b.size)}
    # where the alignment begins late in this one but early in the other, this one simply has more
    lead = first.a if first.b else 0
    tail = len(one.stems) - (last.a + last.size) if last.b + last.size < len(other.stems) else 0
    low, high = first.a - lead, last.a + last.size + tail
    if len(one.words) > len(other.words):
        low, high = (
            max(low, first.a - first.b),
            min(high, last.a + last.size + len(other.stems) - last.b - last.size),
        )
    outside = max(0, first.b - first.a) + max(
        0, (len(other.stems) - last.b - last.size) - (len(one.stems) - last.a - last.size)
    )
    return [p for p in range(low, high) if p not in matched], outside


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
