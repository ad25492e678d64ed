"""Who carries whom: copies, translations and rewrites, and what independent origins remain.

    candidates     which known articles to compare with: fingerprints, vectors, an archive's table
    words          a text as words that can be compared fast
    passages       the same language: what stands in the source word by word
    translations   other languages: sentences in like order, and whether they were carried
    settle         a story's articles -> independent origins; groups of one text

Cheap gates come first; sentences are only encoded for pairs that pass them. Whose credit, which
family, which direction: ``tawatur.origins``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from tawatur.model import Derivation, EdgeEvidence, Passage, Reading, Span, cosine_scale
from tawatur.origins import (
    credit_evidence,
    direction,
    in_words,
    mentions,
    names_source,
    numbers_in,
)
from tawatur.trace.candidates import (
    MAX_ARCHIVE_CANDIDATES,
    MIN_TRANSLATION_COSINE,
    CopyIndex,
    archive_prints,
)
from tawatur.trace.passages import VERBATIM_SHARE, WHOLE_SHARE, compare_words
from tawatur.trace.settle import copy_groups, settle_origins
from tawatur.trace.translations import Alignment, Encode, Sentences, compare_sentences

__all__ = [
    "MAX_ARCHIVE_CANDIDATES",
    "CopyIndex",
    "archive_prints",
    "copy_groups",
    "settle_origins",
    "trace_article",
]

# From which probability on the linked sentences were carried over. On translations and reports of
# one event in twelve languages (dev half, scored by models that had not seen their documents) it
# keeps 99.9 % of whole translations, 90 % of those cut to half or less, 73 % of those of which
# sentences here and there were left out, 80 % of those with other matter added (56 % where that is of
# the same event), and takes 0.2 % of other reports for one (0.8 % of those cut in the same ways),
# nearly all of them two papers that printed paragraphs of one agency.
CARRIED = 0.9
# Of the copy's text, to be called a translation of the source as a whole.
TRANSLATION_SHARE = 0.5
# A text is put together from two when a second one accounts for so much of what the first leaves.
STITCHED_BESIDE = 0.6
# Of a source so much stands in the copy: as much as puts two texts into one group of shingles.
HELD_WHOLE = 0.7
# A part has to be at least so many linked sentences.
PART_LINKS = 3
# Who names the source and retells it in sentences that are not so close as a translator's. A
# translator names it no oftener than the original (or once: "told the BBC", in another script).
CLOSE_COSINE = 0.65
CLOSE_PROBABILITY = 0.97
RETOLD_MENTIONS = 2
# A retelling adds hardly anything, and gives more than a corner of the source; else a part was taken.
RETOLD_SHARE = 0.8
RETOLD_SOURCE_SHARE = 0.4
RETOLD_PART = 0.35
RETOLD_LENGTH = 1.3
RETOLD_COSINE = 0.55
RETOLD_COSINE_SAME_LANGUAGE = 0.6

Kind = Literal["verbatim", "edited", "translation", "rewrite", "partial"]


def trace_article(
    reading: Reading, candidates: Sequence[Reading], encode: Encode
) -> list[Derivation]:
    """What ``reading`` was made from, or what was made from it, among the candidates.

    Args:
        reading: the article just read.
        candidates: known articles (``CopyIndex.candidates``), any order.
        encode: sentences and their languages to unit vectors.

    Returns:
        One derivation for each candidate that shares text, the greatest share first. As a rule
        ``reading`` is the copy; when credit shows that the earlier one carries it, the derivation
        runs the other way.
    """
    own = Sentences(reading, encode)
    found: list[Derivation] = []
    for candidate in candidates:
        if candidate.article.id == reading.article.id:
            continue
        copy, source, why = direction(reading, candidate)
        derivation = _derive(copy, source, why, own, encode)
        if derivation:
            found.append(derivation)
    lengths = {c.article.id: len(c.article.text) for c in candidates}
    found = [_stitched(d, found, reading, lengths.get(d.source_id, 0)) for d in found]
    return sorted(found, key=lambda d: (-d.share_of_copy, d.source_id, d.article_id))


def _stitched(
    derivation: Derivation, found: Sequence[Derivation], reading: Reading, source_length: int
) -> Derivation:
    """A text put together from two is a copy or a translation of neither: it has a part from each.
    A source that stands in it word by word as a whole, as in a round-up, was copied all the same."""
    held = sum(p.source_end - p.source_start for p in derivation.passages)
    if derivation.kind == "edited" and held >= HELD_WHOLE * source_length:
        return derivation
    if (
        derivation.kind not in ("edited", "translation")
        or derivation.article_id != reading.article.id
        or derivation.share_of_copy >= WHOLE_SHARE
    ):
        return derivation
    taken = _covered(derivation, len(reading.article.text))
    for other in found:
        if other.article_id != derivation.article_id or other is derivation:
            continue
        beside = _covered(other, len(taken)) & ~taken
        if beside.sum() >= STITCHED_BESIDE * (~taken).sum() and other.share_of_copy < WHOLE_SHARE:
            return msgspec.structs.replace(derivation, kind="partial")
    return derivation


def _covered(derivation: Derivation, length: int) -> NDArray[np.bool_]:
    """For each character of the copy whether a passage holds it."""
    covered = np.zeros(length, dtype=bool)
    for passage in derivation.passages:
        covered[passage.start : passage.end] = True
    return covered


def _derive(
    copy: Reading, source: Reading, why: EdgeEvidence, own: Sentences, encode: Encode
) -> Derivation | None:
    same_language = copy.annotations.language == source.annotations.language
    carried = compare_words(copy, source)
    by_words: Derivation | None = None
    # Texts of two languages that share their words are of one language, and one was misjudged.
    if carried and (same_language or carried.whole):
        kind: Kind = "partial"
        if carried.whole:
            kind = "verbatim" if carried.share >= VERBATIM_SHARE else "edited"
        by_words = _derivation(
            copy, source, why, kind, carried.share, 0.5 + carried.own_share / 2,
            carried.passages, carried.added, carried.evidence,
        )  # fmt: skip
        if carried.whole:
            return by_words
    # Like in meaning is not derived within a language, unless it says so: then a few passages word by
    # word may stand in a text that retells the whole, and adds nothing.
    too_long = len(copy.article.text) > RETOLD_LENGTH * len(source.article.text)
    if (by_words and too_long) or (same_language and not names_source(copy, source)):
        return by_words
    if not _worth_aligning(copy, source):
        return by_words
    left, right = (
        (own, Sentences(source, encode)) if own.reading is copy else (Sentences(copy, encode), own)
    )
    alignment = compare_sentences(left, right)
    if alignment is None:
        return by_words
    found = _kind(copy, source, alignment, same_language=same_language)
    if found is None or (by_words and found[0] == "partial"):
        return by_words  # two reports of one event agree in a few sentences
    kind, confidence = found
    evidence = [
        f"{alignment.sentences} of {alignment.of_sentences} sentences match sentences of the "
        "source in like order"
    ]
    if alignment.numbers:
        evidence.append(f"{alignment.numbers_shared} of {alignment.numbers} numbers stand in both")
    return _derivation(
        copy, source, why, kind, alignment.share, confidence, alignment.passages, alignment.added,
        evidence,
    )  # fmt: skip


def _kind(
    copy: Reading, source: Reading, alignment: Alignment, *, same_language: bool
) -> tuple[Kind, float] | None:
    """What the alignment amounts to, and how sure that is; None: nothing was carried."""
    probability = alignment.probability()
    named = names_source(copy, source)
    if not same_language and probability >= CARRIED:
        if alignment.share >= TRANSLATION_SHARE:
            surplus = mentions(copy, source) - mentions(source, source) if named else 0
            retold = surplus >= 1 and probability < CLOSE_PROBABILITY
            if (retold or surplus >= RETOLD_MENTIONS) and alignment.cosine < CLOSE_COSINE:
                return "rewrite", probability
            return "translation", probability
        if len(alignment.links) >= PART_LINKS:
            return "partial", probability
    least = RETOLD_COSINE_SAME_LANGUAGE if same_language else RETOLD_COSINE
    if alignment.cosine < least or not named:
        return None
    confidence = alignment.share * alignment.cosine
    if alignment.share >= RETOLD_SHARE and alignment.source_share >= RETOLD_SOURCE_SHARE:
        return "rewrite", confidence
    return ("partial", confidence) if alignment.share >= RETOLD_PART else None


def _derivation(
    copy: Reading,
    source: Reading,
    why: EdgeEvidence,
    kind: Kind,
    share: float,
    confidence: float,
    passages: tuple[Passage, ...],
    added: tuple[Span, ...],
    evidence: Sequence[str],
) -> Derivation:
    said = [in_words(e) for e in credit_evidence(copy, source)]
    said.append(
        "direction: it credits the source" if why.kind == "credits-source" else in_words(why)
    )
    return Derivation(
        article_id=copy.article.id,
        source_id=source.article.id,
        kind=kind,
        share_of_copy=round(share, 4),
        confidence=round(min(1.0, confidence), 4),
        passages=passages,
        added=added,
        evidence=(*evidence, *said),
    )


def _worth_aligning(copy: Reading, source: Reading) -> bool:
    """Cheap gate before sentences are encoded: near vectors, and numbers that do not disagree."""
    if copy.vector and source.vector and copy.vector.model == source.vector.model:
        one = np.frombuffer(copy.vector.data, dtype="<f4")
        two = np.frombuffer(source.vector.data, dtype="<f4")
        cosine = float(one @ two)
        cosine *= cosine_scale(copy.annotations.language, source.annotations.language)
        if cosine < MIN_TRANSLATION_COSINE:
            return False
    numbers, source_numbers = numbers_in(copy), numbers_in(source)
    return not (len(numbers) >= 4 and len(source_numbers) >= 4 and not numbers & source_numbers)
