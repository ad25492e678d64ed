"""./dev bench sheet [--json]

The account sheet of one story of 50 articles in five languages, and what one more article costs;
seconds of processor time on one core. The texts are those of the sample stream, read as accounts of
one story: unlike articles, whose sentences share few words, which is the dearer case.

cold      the first sheet of a process: every word and sentence is new (the encoder is loaded)
warm      the same by a memory of its own, in a process that knows the words
one more  the fifty-first article on a story laid out before; the median of several
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence

os.environ.setdefault("OMP_NUM_THREADS", "1")

from tawatur import align, knowledge, trace
from tawatur.model import Reading, Story
from tawatur.reading import encoder, read_batch, resolve_times
from tawatur.sample import outlets_file, sample_pages

ARTICLES = 50
LANGUAGES = ("ar", "en", "ru", "fr", "es")
ONE_MORE_ROUNDS = 4


def story_of(readings: Sequence[Reading]) -> Story:
    return Story(
        id="bench",
        opened_at=readings[0].article.seen_at,
        newest_at=readings[-1].article.seen_at,
        article_ids=tuple(r.article.id for r in readings),
    )


def articles() -> list[Reading]:
    """``ARTICLES`` in five languages, and some more to come."""
    knowledge.load_extra(outlets_file())
    chosen: dict[str, Reading] = {}
    for reading in read_batch(sample_pages()):
        if isinstance(reading, Reading) and reading.annotations.language in LANGUAGES:
            chosen.setdefault(reading.article.id, reading)
    return list(chosen.values())[: ARTICLES + ONE_MORE_ROUNDS]


def spent(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def sheet_of(readings: Sequence[Reading], memory: align.Memory) -> object:
    origins = trace.settle_origins(readings, ())
    return align.build_sheet(
        story_of(readings),
        readings,
        origins,
        (),
        encoder().encode,
        resolve_times=resolve_times,
        memory=memory,
    )


def run_parts() -> dict[str, dict[str, float]]:
    told = articles()
    first, more = told[:ARTICLES], told[ARTICLES:]
    cold = spent(lambda: sheet_of(first, align.Memory()))
    memory = align.Memory()
    warm = spent(lambda: sheet_of(first, memory))
    one_more = [spent(lambda r=r: sheet_of([*first, r], memory)) for r in more]  # type: ignore[misc]
    return {
        "sheet": {
            "articles": len(first),
            "languages": len({r.annotations.language for r in first}),
            "cold, seconds": cold,
            "warm, seconds": warm,
            "one more, seconds": statistics.median(one_more),
        }
    }
