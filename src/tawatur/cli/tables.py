"""The options that write tables, for the commands that have them (docs/tables.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from tawatur.cli.common import write_file
from tawatur.publish.rows import Row, write_csv, write_parquet

AsCsv = Annotated[
    Path | None,
    typer.Option(
        "--csv", metavar="FILE", show_default=False,
        help="Write a row for each piece of evidence (docs/tables.md).",
    ),
]  # fmt: skip
AsParquet = Annotated[
    Path | None,
    typer.Option("--parquet", metavar="FILE", show_default=False, help="The same as Parquet."),
]


def write_tables(
    rows: Callable[[], Iterable[Row]], csv_path: Path | None, parquet_path: Path | None
) -> None:
    """Write the table that ``rows`` makes, as often as it is asked for."""
    if csv_path is not None:
        write_file(csv_path, lambda path: _csv(rows(), path))
    if parquet_path is not None:
        write_file(parquet_path, lambda path: write_parquet(rows(), path))


def _csv(rows: Iterable[Row], path: Path) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        return write_csv(rows, file)
