"""python scripts/build_common_words.py [--data DIR]

Makes ``src/tawatur/data/common_words.npz``: hashes of the commonest word stems of each language
and how common they are, so that "said" and "also" weigh less than a name even in a pair of short
articles. Counted over runs of 30 words of the labelled news; no word is kept.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tawatur.align.lexicon import COMMONEST_RARITY, word_hash
from tawatur.align.statements import stem
from tawatur.text import folded_words

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "tawatur" / "data" / "common_words.npz"
RUN = 30  # words: about a sentence
FEWEST_RUNS = 300  # a language with less has no counts of its own


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """(language, text) of all that is counted."""
    stream = rows(data / "stream" / "saudinews_aug2015.jsonl.gz")
    for row in itertools.islice(stream, 0, 15000, 8):
        yield "ar", f"{row.get('title') or ''} {row.get('text') or ''}"
    for name in ("og2021", "ntrex", "basil", "allsides"):
        for row in rows(data / "stories" / f"{name}.dev.jsonl.gz"):
            said = " ".join(str(row.get(key) or "") for key in ("title", "text", "lead"))
            yield row.get("lang") or "en", said
    for name in ("semeval22", "tgcontest"):
        for row in rows(data / "pairs" / f"{name}.dev.jsonl.gz"):
            for side in (row["a"], row["b"]):
                language = (side.get("lang") or row.get("lang") or "und")[:2]
                yield language, f"{side.get('title') or ''} {side.get('text') or ''}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    runs: Counter[str] = Counter()
    for language, text in texts(parser.parse_args().data):
        stems = [stem(word, language) for word in folded_words(text)]
        for at in range(0, len(stems), RUN):
            counts[language].update(set(stems[at : at + RUN]))
            runs[language] += 1
    found: dict[int, float] = {}
    for language in sorted(counts):
        if runs[language] < FEWEST_RUNS:
            continue
        for word, count in counts[language].items():
            rarity = -math.log((count + 0.5) / (runs[language] + 1))
            if rarity < COMMONEST_RARITY:
                found[word_hash(language, word)] = rarity / COMMONEST_RARITY
    keys = np.array(sorted(found), dtype=np.uint32)
    weights = np.array([round(found[int(key)] * 255) for key in keys], dtype=np.uint8)
    np.savez_compressed(OUT, keys=keys, weights=weights)
    print(f"{OUT}: {len(keys)} words, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
