"""tawatur: news of many outlets, turned into stories with their evidence.

>>> import tawatur
>>> sheet = tawatur.compare(["a.html", "b.txt"])  # shows itself in a notebook
>>> [origin.name for origin in sheet.origins]
>>> rows = sheet.to_rows()
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tawatur.publish.notebook import Comparison

__all__ = ["__version__", "compare"]

__version__ = "0.1.0"


def compare(inputs: Iterable[str | Path], *, now: datetime | None = None) -> Comparison:
    """The documents side by side, taken as accounts of one event: origins, points, conflicts,
    quotations, timeline. Files, folders and globs, as ``tawatur compare`` takes them.

    Raises:
        InputError: a document cannot be read; names the first and its cause.
    """
    # Late, so that ``import tawatur`` costs nothing.
    from tawatur import pipeline
    from tawatur.errors import InputError
    from tawatur.fetch.files import read_inputs
    from tawatur.publish.notebook import Comparison
    from tawatur.settings import Settings

    pages = read_inputs(
        inputs, seen_at=now or datetime.now(UTC), settings=Settings.from_environment()
    )
    dossier, failures = pipeline.compare(pages)
    if failures or dossier is None:
        first = failures[0] if failures else None
        raise InputError(
            first.item if first else "compare", first.detail if first else "no documents"
        )
    return Comparison.of(dossier)
