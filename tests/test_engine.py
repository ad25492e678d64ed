"""The local engine: several processes give what one gives, in the order of the items."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence

import pytest

from tawatur.engine import LocalEngine


def lengths(words: Sequence[str]) -> list[tuple[str, int]]:
    if "unreadable" in words:
        raise ValueError("unreadable")
    return [(word, len(word)) for word in words]


def slowly_where(numbers: Sequence[int]) -> list[int]:
    """Which process each was worked on in; slow enough that one process would fall behind."""
    time.sleep(0.02)
    return [os.getpid() for _ in numbers]


WORDS = [f"{'x' * (n % 7)}{n}" for n in range(203)]


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_order(processes: int) -> None:
    with LocalEngine(processes) as engine:
        assert list(engine.map_batches(lengths, WORDS)) == [(word, len(word)) for word in WORDS]
        assert list(engine.map(str.upper, WORDS)) == [word.upper() for word in WORDS]
        assert list(engine.map(str.upper, [])) == []


def test_items_are_drawn_as_results_are_taken() -> None:
    drawn = 0

    def words() -> Iterator[str]:
        nonlocal drawn
        for word in WORDS * 50:
            drawn += 1
            yield word

    with LocalEngine(2) as engine:
        results = engine.map(str.upper, words())
        for _ in range(20):
            next(results)
        assert drawn <= 20 + 16 * 7


def test_an_error_comes_in_its_turn() -> None:
    with LocalEngine(2) as engine:
        results = engine.map_batches(lengths, [*WORDS, "unreadable", *WORDS])
        assert [next(results)[0] for _ in WORDS[:192]] == WORDS[:192]  # whole lots
        with pytest.raises(ValueError, match="unreadable"):
            list(results)


def test_this_process_works_too_instead_of_waiting() -> None:
    with LocalEngine(2) as engine:
        where = list(engine.map_batches(slowly_where, range(400)))
    assert os.getpid() in where and len(set(where)) == 2
