"""Pairs: two articles -> how alike, and who carries whom.

``score`` is the graded likeness of the two (by the slow encoder too: two texts are few); ``relation`` comes from the trace (copy, translation) and, where nothing is carried, from
that likeness.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tawatur import cluster, embed, trace
from tawatur.predict.stories import read_rows

Row = dict[str, Any]
CHUNK = 200  # pairs read at a time, so that memory stays flat

# From which likeness on two texts that carry nothing of one another still report one event. Lower
# than one half: who asks about a pair has chosen it, so it is likelier to belong together than two
# articles of a stream. Swept on the two sets with relations.
SAME_EVENT = 0.1
SAME_EVENT_ACROSS_LANGUAGES = 0.08

_RELATION = {
    "verbatim": "copy",
    "edited": "copy",
    "rewrite": "copy",
    "translation": "translation",
}


def predict(rows: list[Row], *, folder: Path) -> Iterator[Row]:
    model = cluster.default_model()
    encoder = embed.default_encoder()
    encode = encoder.encode
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        sides: list[Row] = []
        for row in chunk:
            # One text may stand on both sides, or in many pairs, under one id.
            sides += (
                {**row["a"], "id": f"{row['pair_id']}#a"},
                {**row["b"], "id": f"{row['pair_id']}#b"},
            )
        readings = read_rows(sides)
        for row, a, b in zip(chunk, readings[::2], readings[1::2], strict=True):
            derivations = trace.trace_article(b, [a], encode)
            score = cluster.graded_likeness(a, b, encode, encoder.encode_closely, model)
            relation = _RELATION.get(derivations[0].kind) if derivations else None
            if relation is None:
                one_language = a.annotations.language == b.annotations.language
                enough = SAME_EVENT if one_language else SAME_EVENT_ACROSS_LANGUAGES
                relation = "independent" if score >= enough else "different"
            else:  # carried, so surely of the same event
                score = max(score, 0.5 + derivations[0].share_of_copy / 2)
            yield {"pair_id": row["pair_id"], "score": score, "relation": relation}
