"""Which statements stand in one row of the sheet: invented reports of a storm in an invented port."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from readings import reading
from tawatur.align.links import Links, link_statements
from tawatur.align.points import JOINED, JOINED_OF_TWO, group_statements, needed_of
from tawatur.align.statements import Statement, statements_of
from tawatur.embed import default_encoder

ENCODE = default_encoder().encode


def linked(*texts: str) -> tuple[list[Statement], Links]:
    """The statements of some articles, each article one text of a sentence a line."""
    statements = statements_of(
        [reading(f"a{n}", "en", text) for n, text in enumerate(texts)], clauses=False
    )
    return statements, link_statements(statements, ENCODE)


def with_chances(links: Links, chances: dict[tuple[int, int], float]) -> Links:
    links.chance = np.zeros_like(links.chance)
    for (i, j), chance in chances.items():
        links.chance[i, j] = links.chance[j, i] = chance
    return links


ONE = "The storm tore the roof off the fish market in Kerem.\n"


def test_more_articles_ask_for_surer_links() -> None:
    needed = [needed_of(count) for count in range(1, 9)]
    assert needed[0] == needed[1] == pytest.approx(JOINED_OF_TWO)
    assert needed == sorted(needed)
    assert needed[-1] == JOINED


def test_a_doubtful_link_joins_two_articles_laid_side_by_side_but_not_two_of_six() -> None:
    doubtful = {(0, 1): 0.65}
    for count, joined in ((2, True), (6, False)):
        statements, links = linked(*[ONE] * count)
        groups, _ = group_statements(statements, with_chances(links, doubtful))
        assert ([0, 1] in groups) is joined


def test_a_sentence_that_touches_two_facts_does_not_bring_them_together() -> None:
    # 0 and 1 are about the roof, 3 and 4 about the ferry; 2 has a clause on each
    statements, links = linked(*[ONE] * 5)
    sure = {(0, 1): 0.97, (3, 4): 0.97, (0, 2): 0.99, (2, 3): 0.99, (1, 2): 0.9, (2, 4): 0.9}
    rest = {pair: 0.2 for pair in combinations(range(5), 2) if pair not in sure}
    groups, homes = group_statements(statements, with_chances(links, sure | rest))
    assert homes[0] == homes[1] != homes[3] == homes[4]
    assert not any({0, 3} <= set(group) for group in groups)


def test_who_says_a_thing_twice_speaks_once_but_must_agree_both_times() -> None:
    # the second statement of the first article repeats it to the letter, and matches nobody else
    statements, links = linked(ONE + "The fish market of Kerem lost its roof.\n", ONE, ONE)
    chances = {(0, 1): 0.95, (0, 2): 0.95, (0, 3): 0.95, (2, 3): 0.95, (1, 2): 0.1, (1, 3): 0.1}
    _, homes = group_statements(statements, with_chances(links, chances))
    assert homes[2] == homes[3] != homes[1]


def test_equal_sentences_tell_more_when_they_say_more() -> None:
    text = "Ferries stopped running.\n" + ONE
    _, links = linked(text, text)
    short, long = links.chance[0, 2], links.chance[1, 3]
    assert 0.9 < short < long
