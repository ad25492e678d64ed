"""Train src/tawatur/data/name_tagger.bin from labelled sentences.

    uv run --with python-crfsuite scripts/train_names.py ../shared/bench/names/dev.jsonl.gz [--check]

The features hold no text of the sentences (see ``tawatur.annotate.tagger``), so neither do the
weights. ``--check`` trains on four fifths of the documents and measures on the last fifth, five
times round, and writes nothing. **That is the honest figure**: on the very file that the weights
were trained on, ``./dev score names`` shows far more (.86-.96), which says nothing.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pycrfsuite
import zstandard

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from tawatur.annotate import tagger as t  # noqa: E402
from tawatur.text import stable_id  # noqa: E402

TARGET = ROOT / "src" / "tawatur" / "data" / "name_tagger.bin"
# L1 keeps the model small and off the accidents of its sentences; swept .05-1, differences of .01.
L1, L2 = 0.5, 0.5
ROUNDS = 120
SETS = {"ar": ("ar",), "en": ("en",), "es": ("es",), "ru": ("ru",), "latin": ("en", "es")}


def clean_tags(tags: list[str]) -> list[str]:
    """Other kinds than ours become O; an I- without its B- becomes B-."""
    out: list[str] = []
    for tag in tags:
        if tag not in t.LABELS:
            tag = "O"
        if tag.startswith("I-") and (not out or out[-1][2:] != tag[2:]):
            tag = "B-" + tag[2:]
        out.append(tag)
    return out


def train(rows: list[dict[str, Any]], model: str) -> dict[str, Any]:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for row in rows:
        trainer.append(t.item_attributes(row["tokens"], model), clean_tags(row["tags"]))
    trainer.set_params(
        {"c1": L1, "c2": L2, "max_iterations": ROUNDS, "feature.possible_transitions": True}
    )
    with tempfile.NamedTemporaryFile(suffix=".crf") as file:
        trainer.train(file.name)
        crf = pycrfsuite.Tagger()
        crf.open(file.name)
        info = crf.info()
        label = {name: i for i, name in enumerate(t.LABELS)}
        table: dict[str, list[float]] = {}
        for (attribute, name), weight in info.state_features.items():
            table.setdefault(attribute, [0.0] * len(t.LABELS))[label[name]] = weight
        transitions = np.zeros((len(t.LABELS), len(t.LABELS)), dtype=np.float32)
        for (a, b), weight in info.transitions.items():
            transitions[label[a], label[b]] = weight
        crf.close()
    limit = max(abs(w) for weights in table.values() for w in weights)
    scale = limit / 127
    names = sorted(a for a, weights in table.items() if max(map(abs, weights)) >= scale / 2)
    weights = np.array([table[a] for a in names], dtype=np.float32)
    return {
        "attributes": "\n".join(names),
        "weights": np.round(weights / scale).astype(np.int8).tobytes(),
        "scale": float(scale),
        "transitions": transitions.tobytes(),
    }


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    out, start = set(), None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[0] in "OB" or tag[2:] != tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if tag[0] in "BI" and start is None:
            start = i
    return out


def check(rows: list[dict[str, Any]], model: str) -> None:
    """Five-fold over documents, by the code that reads articles."""
    count: Counter[str] = Counter()
    for fold in range(5):
        held = [r for r in rows if sum(map(ord, stable_id(r["doc"]))) % 5 == fold]
        ids = {r["id"] for r in held}
        tagger = t.Tagger(model, train([r for r in rows if r["id"] not in ids], model))
        for _, group in groupby(held, key=lambda r: r["doc"]):
            document = list(group)
            for row, (labels, _) in zip(
                document, tagger.tag_document([r["tokens"] for r in document]), strict=True
            ):
                gold, found = spans(clean_tags(row["tags"])), spans(labels)
                for kind in ("PER", "LOC", "ORG"):
                    g, f = {s for s in gold if s[2] == kind}, {s for s in found if s[2] == kind}
                    count.update({f"{kind}g": len(g), f"{kind}f": len(f), f"{kind}t": len(g & f)})
    for kind in ("PER", "LOC", "ORG"):
        count.update({c: count[kind + c] for c in "gft"})
    f1 = {
        k or "all": round(2 * count[k + "t"] / max(1, count[k + "g"] + count[k + "f"]), 3)
        for k in ("", "PER", "LOC", "ORG")
    }
    precision, recall = count["t"] / max(1, count["f"]), count["t"] / max(1, count["g"])
    print(model, f1, f"P {precision:.3f} R {recall:.3f}", flush=True)


def main() -> None:
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    only = [a for a in sys.argv[2:] if a in SETS]
    models: dict[str, Any] = {}
    for model, languages in SETS.items():
        if only and model not in only:
            continue
        mine = [r for r in rows if r["lang"] in languages]
        if "--check" in sys.argv:
            check(mine, model)
        else:
            models[model] = train(mine, model)
            print(model, models[model]["attributes"].count("\n") + 1, "attributes", flush=True)
    if models and not only:
        TARGET.write_bytes(zstandard.compress(msgspec.msgpack.encode(models), 19))
        print(TARGET, TARGET.stat().st_size)


if __name__ == "__main__":
    main()
