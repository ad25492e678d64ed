"""Copies: articles -> groups that carry one text (copies and translations as a whole), by the trace.

The group stands in the field ``story``, so that the scorer of stories judges it: ``score.py GOLD
PREDICTED --field gold_copy``. Stories play no part here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tawatur import embed, trace
from tawatur.model import Derivation, Reading
from tawatur.predict.stories import read_rows

Row = dict[str, Any]


def predict(rows: list[Row], *, folder: Path) -> Iterator[Row]:
    readings = read_rows(rows)
    carried = copy_groups_of(readings)
    for reading in readings:
        yield {"id": reading.article.id, "story": carried[reading.article.id]}


def copy_groups_of(readings: list[Reading]) -> dict[str, str]:
    """Article id -> the first of the articles with its text, traced in order of first sight."""
    copies = trace.CopyIndex()
    known: dict[str, Reading] = {}
    derived: list[Derivation] = []
    encode = embed.default_encoder().encode
    for reading in sorted(readings, key=lambda r: r.article.seen_at):
        candidates = [known[c] for c in copies.candidates(reading)]
        derived += trace.trace_article(reading, candidates, encode)
        copies.add(reading)
        known[reading.article.id] = reading
    return trace.copy_groups([r.article.id for r in readings], derived)
