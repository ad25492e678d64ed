"""python scripts/build_word_space.py [--data DIR]

Makes ``src/tawatur/data/word_space.npz``: the mean of single-word vectors of each language, and
the axes along which the words of all languages differ most (principal components). Learnt from
the commonest words of the labelled stories; no word is kept.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from tawatur.embed import default_encoder
from tawatur.model import DIRECTLY_ENCODED
from tawatur.text import words

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "tawatur" / "data" / "word_space.npz"
# Share of the variance that so many axes hold: 96 .72, 128 .80, 192 .90.
AXES = 128
COMMONEST = 1500  # words of each language
FEWEST = 200  # with fewer a language has no mean of its own


def counted(data: Path) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)

    def count(text: str, language: str) -> None:
        counts[language].update(w for w in words(text) if not any(c.isdigit() for c in w))

    for name in ("og2021", "ntrex", "arclaims"):
        with gzip.open(data / "stories" / f"{name}.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                text = " ".join(str(row.get(key) or "") for key in ("title", "text", "lead"))
                count(text, "ar" if name == "arclaims" else row.get("lang") or "und")
    with gzip.open(data / "pairs" / "semeval22.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for side in (row["a"], row["b"]):
                language = (side.get("lang") or row.get("lang") or "und")[:2]
                count(f"{side.get('title') or ''} {str(side.get('text') or '')[:600]}", language)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench")
    counts = counted(parser.parse_args().data)
    encode = default_encoder().encode
    means, centred = {}, []
    for language in sorted(DIRECTLY_ENCODED):
        ranked = sorted(counts[language].items(), key=lambda pair: (-pair[1], pair[0]))
        chosen = [word for word, _ in ranked[:COMMONEST]]
        if len(chosen) >= FEWEST:
            rows = encode(chosen, [language] * len(chosen))
            means[language] = rows.mean(axis=0)
            centred.append(rows - means[language])
    axes = np.linalg.svd(np.concatenate(centred), full_matrices=False)[2][:AXES].T
    np.savez_compressed(
        OUT,
        axes=axes.astype(np.float16),
        means=(np.stack(list(means.values())) @ axes).astype(np.float16),
        languages=np.frombuffer(" ".join(means).encode(), dtype=np.uint8),
    )
    print(f"{OUT}: {len(means)} languages, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
