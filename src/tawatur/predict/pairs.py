"""Pairs: two articles -> how alike, and who carries whom.

``score`` is the graded likeness of the two (by the slow encoder too: two texts are few);
``relation`` comes from the trace (copy, translation) and, where nothing is carried, from the
likeness of the events. Every text is read and encoded once, in however many pairs it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tawatur import cluster, embed, trace
from tawatur.model import Reading
from tawatur.predict.stories import read_rows

Row = dict[str, Any]

# From which likeness of their events on two texts that carry nothing of one another report one.
# Lower than one half: who asks about a pair has chosen it, so it is likelier to belong together
# than two articles of a stream. Held out, of the pairs of ntrex_provenance that are no translations
# .799 are right (from .1 on .772, from .3 on .760), of saudinews_ar .848. Where pairs are chosen to
# be hard, of one subject (tgcontest, semeval22), .5 tells more of them right: .83 and .87.
# Repeat: scripts/train_pair_model.py.
SAME_EVENT = 0.2

_RELATION = {
    "verbatim": "copy",
    "edited": "copy",
    "rewrite": "copy",
    "translation": "translation",
}


def predict(rows: list[Row], *, folder: Path) -> Iterator[Row]:
    encoder = embed.default_encoder()
    read = _each_once(rows)
    portraits = {
        reading.article.id: portrait
        for reading, portrait in zip(
            read.values(),
            cluster.portray_all(list(read.values()), encoder.encode, encoder.encode_closely),
            strict=True,
        )
    }
    for row in rows:
        a, b = read[_content(row["a"])], read[_content(row["b"])]
        sides = (portraits[a.article.id], portraits[b.article.id])
        score = cluster.graded_likeness(*sides)
        if a is b:  # one text on both sides is still two articles
            b = replace(b, article=replace(b.article, id=f"{b.article.id}, again"))
        derivations = trace.trace_article(b, [a], encoder.encode)
        relation = _RELATION.get(derivations[0].kind) if derivations else None
        if relation is None:
            one_event = cluster.event_likeness(*sides) >= SAME_EVENT
            relation = "independent" if one_event else "different"
        else:  # carried, so surely of the same event
            score = max(score, 0.5 + derivations[0].share_of_copy / 2)
        yield {"pair_id": row["pair_id"], "score": score, "relation": relation}


def _each_once(rows: list[Row]) -> dict[str, Reading]:
    """Every text that stands in the pairs, read once: one may stand in a dozen of them, and
    several under one id."""
    sides = {_content(side): side for row in rows for side in (row["a"], row["b"])}
    readings = read_rows([{**side, "id": f"{n}"} for n, side in enumerate(sides.values())])
    return dict(zip(sides, readings, strict=True))


def _content(side: Row) -> str:
    return json.dumps(side, sort_keys=True)
