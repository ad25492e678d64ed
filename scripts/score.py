"""./dev score [TASK…] [--data DIR] [--sample] [--check] [--raise] [--json]

Predicts every labelled file of DIR (default ../shared/bench) by the code that the pipeline runs,
has each task's own score.py judge it, and prints one table: our figure, the floor on file
(floors.toml), and the best peer or baseline.

--sample  a fixed part of each set, chosen by a hash of the ids, for continuous integration
--check   exit code 1 when a figure is below its floor by more than its noise
--raise   write figures that are better than their floor into floors.toml (lowering one is done by
          hand, with a line that says why)
--json    the figures as JSON, every one that the scorers give
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
import tomllib
import zlib
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tawatur.predict import TASKS, predict_rows, read_rows

ROOT = Path(__file__).resolve().parents[1]

# One part in so many goes into the sample, so that all of it takes some three minutes on two
# cores. Sets in languages that only the slow encoder covers give the smallest part.
SAMPLE_PART = {
    "extraction": 4, "metadata": 4, "names": 10, "dates": 2, "quotes": 6,
    "stories/allsides": 2, "stories/arclaims": 2, "stories/ntrex": 40, "stories/og2021": 6,
    "pairs/semeval22": 8, "pairs/ntrex_provenance": 60,
}  # fmt: skip


def sampled(part: int, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The part of a set that continuous integration scores. Stories are kept whole."""

    def chosen(row: dict[str, Any]) -> bool:
        key = row.get("gold_story") or row.get("gold_copy") or row.get("id") or row.get("pair_id")
        return zlib.crc32(str(key).encode()) % part == 0

    return [row for row in rows if chosen(row)] if part > 1 else rows


def flat(value: Any, prefix: str = "") -> dict[str, float]:
    """Nested scores as {"a.b.c": number}."""
    if isinstance(value, dict):
        found: dict[str, float] = {}
        for key, inner in value.items():
            found |= flat(inner, f"{prefix}.{key}" if prefix else str(key))
        return found
    return {prefix: float(value)} if isinstance(value, int | float) else {}


def judge(scorer: Path, gold: Path, predicted: Path, *options: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(predicted), *options],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{scorer.name} on {gold.name}: {done.stderr.strip()}")
    return flat(json.loads(done.stdout))


def score_file(
    task: str, gold: Path, *, part: int, scratch: Path
) -> tuple[dict[str, float], float]:
    """All figures of one labelled file, and the seconds that predicting took."""
    rows = list(read_rows(gold))
    if part > 1:
        rows = sampled(part, rows)
        gold_used = scratch / f"{task}.{gold.name}"
        with gzip.open(gold_used, "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    else:
        gold_used = gold
    predicted = scratch / f"{task}.{gold.name}.predicted.jsonl"
    started = time.perf_counter()
    with predicted.open("w", encoding="utf-8") as out:
        for record in predict_rows(task, rows, gold.parent):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    seconds = time.perf_counter() - started
    scorer = gold.parent / "score.py"
    takes_json = ("--json",) if task in {"stories", "pairs", "accounts"} else ()
    figures = judge(scorer, gold_used, predicted, *takes_json)
    if task == "accounts":
        edited = judge(scorer, gold_used, predicted, "--edited", "yes", "--json")
        figures |= {f"edited.{key}": value for key, value in edited.items()}
    if task == "stories" and any(row.get("gold_copy") for row in rows):
        # Who carries whom is the trace's to say, whatever story an article is in.
        carried = scratch / f"{predicted.stem}.copies.jsonl"
        with carried.open("w", encoding="utf-8") as out:
            for record in read_rows(predicted):
                out.write(json.dumps({"id": record["id"], "story": record["copy"]}) + "\n")
        copies = judge(scorer, gold_used, carried, "--field", "gold_copy", "--json")
        figures |= {f"copy.{key}": value for key, value in copies.items()}
    if task == "pairs" and any(row.get("label") in {"translation", "copy"} for row in rows):
        relation = judge(gold.parent / "score_relation.py", gold_used, predicted)
        figures |= {f"relation.{key}": value for key, value in relation.items()}
    return figures, seconds


def raise_floors(better: dict[tuple[str, str, str], float], floor_name: str) -> None:
    """Write better figures into floors.toml, leaving everything else as it stands there."""
    file = ROOT / "floors.toml"
    head, *blocks = file.read_text(encoding="utf-8").split("[[measure]]\n")
    for index, block in enumerate(blocks):
        measure = tomllib.loads(block)
        figure = better.get((measure["task"], measure.get("set", ""), measure["path"]))
        if figure is None:
            continue
        lines = [
            line for line in block.rstrip().splitlines() if not line.startswith(f"{floor_name} =")
        ]
        lines.append(f"{floor_name} = {figure:.4f}")
        blocks[index] = "\n".join(lines) + "\n\n"
    text = "[[measure]]\n".join([head, *blocks]).rstrip() + "\n"
    file.write_text(text, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev score", description=__doc__)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=", ".join(TASKS))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--raise", dest="raise_floors", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    for task in options.tasks:
        if task not in TASKS:
            parser.error(f"no such task: {task}; there are {', '.join(TASKS)}")
    if not options.data.is_dir():
        parser.error(f"no such folder: {options.data}")

    measures = tomllib.loads((ROOT / "floors.toml").read_text(encoding="utf-8"))["measure"]
    floor_name = "sample_floor" if options.sample else "floor"
    everything: dict[str, dict[str, float]] = {}
    below: list[str] = []
    better: dict[tuple[str, str, str], float] = {}
    table = Table("task", "set", "measure", "ours", "floor", "peer or baseline", "seconds")
    for column in (3, 4, 6):
        table.columns[column].justify = "right"
    with tempfile.TemporaryDirectory() as scratch:
        for task in options.tasks or TASKS:
            for gold in sorted((options.data / task).glob("*.jsonl.gz")):
                name = gold.name.split(".")[0] if task in {"stories", "pairs"} else ""
                key = f"{task}/{name}".rstrip("/")
                wanted = [m for m in measures if m["task"] == task and m.get("set", "") == name]
                if not wanted and not options.json:
                    continue
                print(f"{task} {gold.name} …", file=sys.stderr, flush=True)
                part = SAMPLE_PART.get(key, 1) if options.sample else 1
                figures, seconds = score_file(task, gold, part=part, scratch=Path(scratch))
                everything[key] = {**figures, "seconds": round(seconds, 2)}
                shown_seconds = f"{seconds:.0f}"
                for measure in wanted:
                    ours = figures.get(measure["path"])
                    floor = measure.get(floor_name)
                    if ours is None:
                        continue
                    lower_is_better = measure.get("lower_is_better", False)
                    miss = (
                        (ours - floor if lower_is_better else floor - ours)
                        if floor is not None
                        else 0.0
                    )
                    if floor is None or miss < 0:
                        better[task, name, measure["path"]] = ours
                    mark = ""
                    if miss > measure.get("noise", 0.0) + 1e-9:
                        mark = " [red]below[/red]"
                        below.append(f"{task} {name} {measure['path']}: {ours:.3f}, floor {floor}")
                    table.add_row(
                        task, name, measure["label"], f"{ours:.3f}{mark}",
                        "" if floor is None else f"{floor:.3f}", measure.get("peer", ""), shown_seconds,
                    )  # fmt: skip
                    shown_seconds = ""
    if options.json:
        print(json.dumps(everything, indent=1, sort_keys=True))
    else:
        Console(width=150).print(table)
    if options.raise_floors:
        raise_floors(better, floor_name)
    if options.check and below:
        print("below the floor:", *below, sep="\n  ", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
