"""Commands for measuring."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tawatur.cli.common import app, write_file


@app.command(rich_help_panel="Measuring")
def predict(
    task: Annotated[str, typer.Argument(metavar="TASK")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl.gz")],
    predictions: Annotated[Path, typer.Argument(metavar="OUT.jsonl")],
) -> None:
    """Write predictions for a labelled file, by the code that the pipeline runs; labels are stripped."""
    from tawatur.predict import predict_file

    write_file(predictions, lambda path: predict_file(task, gold, path), "records")
