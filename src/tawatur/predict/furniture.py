"""Bench task ``furniture``: which lines of already extracted text ``clean`` would take out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tawatur.clean import judge_lines


def predict(rows: list[dict[str, Any]], *, folder: Path) -> Iterator[dict[str, Any]]:
    """``{"id", "drop": [index of each line]}`` for each row."""
    for row in rows:
        lines = [
            line.get("text") or "" if isinstance(line, dict) else str(line) for line in row["lines"]
        ]
        verdicts = judge_lines(lines, language=row.get("lang"))
        yield {"id": row["id"], "drop": [i for i, verdict in enumerate(verdicts) if verdict]}
