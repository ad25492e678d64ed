"""Predictions for labelled data, made by the same code that the pipeline runs.

A task is a module with ``predict(rows, *, folder) -> iterator of records``. What a predictor is
given is made from a list of allowed fields, so no label can reach it, whatever a file holds.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from tawatur.errors import InputError

Row = dict[str, Any]

_ARTICLE = ("id", "lang", "title", "text", "published", "url", "outlet")

# The fields of a row that are input; everything else in it is a label or says where it is from.
INPUT_FIELDS: dict[str, tuple[str, ...]] = {
    "extraction": ("id", "set", "lang", "url", "html"),
    "metadata": ("id", "set", "lang", "url", "html"),
    "furniture": ("id", "lang", "publisher", "lines"),
    "quotes": ("id", "set", "lang", "publisher", "date", "text"),
    "quotes_ar": ("id", "lang", "outlet", "title", "text"),
    "dates": ("id", "set", "lang", "dct", "text"),
    "names": ("id", "set", "lang", "doc", "tokens"),
    "stories": _ARTICLE,
    "copies": _ARTICLE,
    "pairs": ("pair_id", "a", "b"),
    "accounts": ("id", "articles"),
}
TASKS = tuple(INPUT_FIELDS)


def input_of(task: str, row: Row) -> Row:
    """A row without its labels."""
    clean = {key: row[key] for key in INPUT_FIELDS[task] if key in row}
    if task == "furniture":
        clean["lines"] = [{"text": line["text"]} for line in row.get("lines") or []]
    if task == "pairs":
        for side in ("a", "b"):
            clean[side] = {key: row[side].get(key) for key in _ARTICLE}
    if task == "accounts":
        clean["articles"] = [
            {
                **{key: article.get(key) for key in ("id", "lang", "outlet", "published", "title")},
                "sentences": [{"id": s["id"], "text": s["text"]} for s in article["sentences"]],
            }
            for article in row.get("articles") or []
        ]
    return clean


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a ``.jsonl`` or ``.jsonl.gz`` file.

    Raises:
        InputError: the file cannot be opened, or a line of it is no JSON object; names the line.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise InputError(f"{path} line {number}", f"not JSON: {error}") from error
                if not isinstance(row, dict):
                    raise InputError(f"{path} line {number}", "a record must be an object")
                yield row
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(str(path), str(error)) from error


def predict_rows(task: str, rows: list[Row], folder: Path) -> Iterator[Row]:
    """Predictions for the rows of one file; labels are stripped first.

    Raises:
        InputError: a row lacks what the task reads; names the row by its number.
    """
    module = import_module(f"tawatur.predict.{task}")
    inputs = []
    for number, row in enumerate(rows, start=1):
        try:
            inputs.append(input_of(task, row))
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(f"row {number}", f"no row of {task}: {error!r}") from error
    yield from module.predict(inputs, folder=folder)


def predict_file(task: str, gold: Path, out: Path) -> int:
    """Write the predictions for a labelled file. Returns how many records were written.

    Raises:
        InputError: no such task, or the file is not of its form; names the line.
        OSError: ``out`` cannot be written.
    """
    if task not in INPUT_FIELDS:
        raise InputError(task, f"no such task; there are {', '.join(TASKS)}")
    rows = list(read_rows(gold))
    opened = gzip.open if out.suffix == ".gz" else open
    with opened(out, "wt", encoding="utf-8") as lines:
        written = 0
        for record in predict_rows(task, rows, gold.resolve().parent):
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
            written += 1
    return written
