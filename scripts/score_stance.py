"""python scripts/score_stance.py [--data DIR]

Does the account sheet tell a denial from an agreement, in Arabic? Pairs of ``ans_ar`` (two
headlines) and ``arclaims_stance`` (a claim and an article) labelled ``agree`` or ``disagree``:
the area under the curve of the score by which the sheet holds statements against one another.
Prints one line for each set, and the same for the word coverage alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tawatur.align.links import link_statements
from tawatur.align.opposites import contradiction
from tawatur.align.statements import Statement, statements_of
from tawatur.annotate import annotate_text
from tawatur.embed import default_encoder
from tawatur.model import Article, Reading

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "bench"
SETS = ("ans_ar", "arclaims_stance")
_SEEN = datetime(2000, 1, 1, tzinfo=UTC)
# The statements of an article that are nearest to the claim are held against it.
NEAREST = 3


def reading(name: str, text: str) -> Reading:
    article = Article(
        id=name, url=None, page_name=name, seen_at=_SEEN, title=None, outlet=None, text=text, raw_text=text
    )  # fmt: skip
    return Reading(article=article, annotations=annotate_text(text, language_hint="ar"))


def said(side: dict[str, Any]) -> str:
    return "\n".join(part for part in (side.get("title"), side.get("text")) if part)


def scores(a: dict[str, Any], b: dict[str, Any]) -> tuple[float, float]:
    """(score of contradiction, one minus the coverage) of a pair."""
    statements = statements_of(
        [reading("a", said(a)), reading("b", said(b))], clauses=False, keep_short=True
    )
    links = link_statements(statements, default_encoder().encode)
    ours = [s for s in statements if s.article == 0]
    theirs = [s for s in statements if s.article == 1]
    if not ours or not theirs:
        return 0.5, 0.5
    claim = max(ours, key=lambda s: len(s.words))

    def near(s: Statement) -> float:
        return float(links.covered[claim.number, s.number])

    nearest: Sequence[Statement] = sorted(theirs, key=near, reverse=True)[:NEAREST]
    weights = [near(s) ** 2 + 1e-6 for s in nearest]
    mean = sum(
        w * contradiction(claim, s, links.pair_of(claim, s))
        for w, s in zip(weights, nearest, strict=True)
    ) / sum(weights)
    return mean, 1 - near(nearest[0])


def area(rows: Sequence[tuple[float, bool]]) -> float:
    """Area under the ROC curve; ties count half."""
    wins = ties = 0
    yes = [value for value, label in rows if label]
    no = [value for value, label in rows if not label]
    for value in yes:
        wins += sum(value > other for other in no)
        ties += sum(value == other for other in no)
    return (wins + ties / 2) / max(len(yes) * len(no), 1)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=DATA)
    folder = arguments.parse_args().data / "pairs"
    for name in SETS:
        with gzip.open(folder / f"{name}.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            pairs = [json.loads(line) for line in lines]
        pairs = [pair for pair in pairs if pair["label"] in ("agree", "disagree")]
        found = [(scores(p["a"], p["b"]), p["label"] == "disagree") for p in pairs]
        print(
            f"{name}: {len(pairs)} pairs, conflict score {area([(s[0], y) for s, y in found]):.3f},"
            f" coverage alone {area([(s[1], y) for s, y in found]):.3f}"
        )


if __name__ == "__main__":
    main()
