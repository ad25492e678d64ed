"""What a match may begin with: never less than what matches begin with."""

from __future__ import annotations

import re

import pytest

from tawatur.annotate.times import grammar_of
from tawatur.annotate.times.grammar import _whole
from tawatur.annotate.times.openings import LENGTH, look_ahead, openings, parse

PATTERNS = [
    r"(?:on )?(?:monday|tuesday)(?: evening)?",
    r"(?:3[01]|[12]\d|0?[1-9])(?!\d)/\d\d",
    r"(?<=at )noon|x?y{2,3}z*|[^a]b",
    r"(?:a|b)?c|\s+d|.e",
    r"(?:يوم )?(?:الاثنين|الثلاثاء)",
]
TEXT = (
    "on monday evening, tuesday; 31/12 09/07 7/11 at noon xyyz yyyzzz qb ac bc c\n d ..e "
    "يوم الثلاثاء الاثنين"
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_looking_ahead_loses_no_match(pattern: str) -> None:
    ahead = look_ahead(openings(parse(pattern), {}))
    plain = [m.span() for m in re.finditer(pattern, TEXT)]
    assert plain
    assert [m.span() for m in re.finditer(f"{ahead}(?:{pattern})", TEXT)] == plain


def test_a_part_stands_for_its_expression_even_in_a_class_of_two() -> None:
    parts = {"\ue000": parse("(?:jan|feb)"), "\ue001": parse(r"\d")}
    assert openings(parse("(?:\ue000|\ue001)x"), parts) == {
        ("j", "a", "n", "x"),
        ("f", "e", "b", "x"),
        (r"\d", "x"),
    }
    assert max(map(len, openings(parse("\ue000+"), parts))) == LENGTH


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "He left on Tuesday 26 February 2025, two weeks after the vote; in March he is back.",
        ),
        ("ar", "وقال يوم الثلاثاء 26 فبراير إن اللقاء سيعقد بعد أسبوعين، في العاشر من هذا الشهر."),
        ("ru", "Он уехал во вторник, 26 февраля 2025 года, через две недели после голосования."),
        ("de", "Am Dienstag, dem 26. Februar, zwei Wochen nach der Wahl, Anfang März."),
    ],
)
def test_the_finder_finds_what_all_its_rules_without_looking_ahead_find(
    language: str, text: str
) -> None:
    grammar = grammar_of(language)
    assert grammar is not None
    rules = [grammar._expand(_whole(rule), grammar._unnamed) for rule in grammar.rules]
    before, after = grammar._bounds
    every = "|".join(f"(?P<r{i}>{rule})" for i, rule in enumerate(rules))
    plain = text.lower()
    found = [(m.lastgroup, m.span()) for m in grammar.finder.finditer(plain)]
    assert found
    bare = re.compile(f"{before}(?:{every}){after}")
    assert found == [(m.lastgroup, m.span()) for m in bare.finditer(plain)]
