"""Learn src/tawatur/data/line_shape.toml from lines labelled drop or keep.

    uv run --group dev scripts/train_line_shape.py ../shared/bench/furniture/dev.jsonl.gz [--check]

Each figure is measured with the pages of one publisher held out together, six parts, three
divisions: first of the lines that shape decides alone, then of all witnesses together, as
``./dev score furniture`` counts. The score of the shipped weights on the very file they were
learnt from is higher, and says less. ``--check`` measures and writes nothing.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from tawatur.clean import judge_lines  # noqa: E402
from tawatur.line_shape import shape_features  # noqa: E402

TARGET = ROOT / "src" / "tawatur" / "data" / "line_shape.toml"
# Swept .003-.3 on standardised features: the first thousandths of lost body lines, which are the
# ones that count, are best at .01.
STRENGTH = 0.01
MANY_LINES = 30
PARTS, DIVISIONS = 6, 3
# Share of all body lines that shape may take, held out, beside what the phrases take.
LOST = 0.0035


def read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def f1(drops: Any, lost: Any, of: int) -> Any:
    return 2 * drops / (drops + lost + of)


def main(path: Path, *, check: bool) -> None:
    pages = read(path)
    names: list[str] = []
    rows, labels, publishers, pages_of = [], [], [], []
    taken = kept = drop_lines = keep_lines = 0
    for page in pages:
        lines = [line["text"] for line in page["lines"] if line["text"].strip()]
        drop = [line["label"] == "drop" for line in page["lines"] if line["text"].strip()]
        reasons = judge_lines(lines, language=page["lang"], by_shape=False)
        drop_lines += sum(drop)
        keep_lines += len(drop) - sum(drop)
        taken += sum(bool(r) and d for r, d in zip(reasons, drop, strict=True))
        kept += sum(bool(r) and not d for r, d in zip(reasons, drop, strict=True))
        for values, label in zip(shape_features(lines, reasons), drop, strict=True):
            if values is not None:
                names = names or list(values)
                rows.append([values[name] for name in names])
                labels.append(label)
                pages_of.append(page["id"])
                publishers.append(str(page["publisher"]))
    x, y = np.array(rows), np.array(labels)
    # pages with many open lines are lists and tickers: one such page must not outweigh ten others
    many = Counter(pages_of)
    weight = np.array([min(1.0, (MANY_LINES / many[p]) ** 0.5) for p in pages_of])
    mean, scale = x.mean(0), np.where(x.std(0) > 0, x.std(0), 1)
    x = (x - mean) / scale

    def fit(where: Any) -> LogisticRegression:
        return LogisticRegression(C=STRENGTH, max_iter=1000).fit(x[where], y[where], weight[where])

    print(f"{len(y)} lines open to shape, {y.sum()} of them furniture")
    print(f"other witnesses: {taken} of {drop_lines} found, {kept} of {keep_lines} lost")
    thresholds = []
    for division in range(DIVISIONS):
        part = np.array([crc32(f"{division} {p}".encode()) % PARTS for p in publishers])
        judged = np.zeros(len(y))
        for k in range(PARTS):
            judged[part == k] = fit(part != k).predict_proba(x[part == k])[:, 1]
        order = np.argsort(-judged, kind="stable")
        lost, found = np.cumsum(~y[order]), np.cumsum(y[order])
        for share in (0.002, LOST, 0.005, 0.01):
            at = int(np.searchsorted(lost, share * keep_lines, side="right")) - 1
            score = f1(taken + found[at], kept + lost[at], drop_lines)
            print(f"  {share:.1%} lost to shape: finds {found[at] / y.sum():.3f}, all witnesses F1 {score:.3f}"
                  f" with {(kept + lost[at]) / keep_lines:.2%} lost, probability {judged[order[at]]:.3f}")  # fmt: skip
            if share == LOST:
                thresholds.append(judged[order[at]])
    if check:
        return
    model = fit(np.ones(len(y), bool))
    weights = model.coef_[0] / scale
    bias = float(model.intercept_[0] - (weights * mean).sum())
    text = [
        "# Weights of a line's shape (line_shape.py), written by scripts/train_line_shape.py, which also prints",
        "# what they are worth on publishers they were not learnt from. Positive speaks for furniture.",
        f"bias = {bias:.3f}",
        f"threshold = {np.mean(thresholds):.3f} # probability at which {LOST:.2%} of the body lines are lost to shape, held out",
        "",
        "[weights]",
        *(f"{name} = {weight:.3f}" for name, weight in zip(names, weights, strict=True)),
    ]
    TARGET.write_text("\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), check="--check" in sys.argv)
