"""Who has what from whom in a story: nodes and edges, each edge with its evidence."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Literal

from tawatur.model import EdgeEvidence, OriginNode, Plain
from tawatur.origins import origin_graph
from tawatur.publish.views.desk import StoryDesk
from tawatur.publish.views.pieces import (
    OutletLink,
    Words,
    name_words,
    outlet_link,
    outlet_of,
    title_words,
)


class NodeView(Plain, frozen=True, kw_only=True):
    """An article, or an agency whose own text nobody saw (then ``outlet`` is None)."""

    id: str
    name: Words | None
    title: Words | None  # of an article whose outlet has others in the story
    outlet: OutletLink | None
    origin_id: str | None
    origin_kind: Literal["agency", "outlet", "unknown"] | None
    language: str | None
    seen_at: datetime | None
    depth: int


class EdgeView(Plain, frozen=True, kw_only=True):
    """``copy`` has something from ``source``. ``number`` counts the edges of the story from 1.

    ``main`` edges are those that origins are counted by; the others tell of parts.
    """

    number: int
    source: NodeView
    copy: NodeView
    kind: Literal["verbatim", "edited", "translation", "rewrite", "partial", "credit", "family"]
    main: bool
    share_of_copy: float | None
    confidence: float
    evidence: tuple[EdgeEvidence, ...]


def edges_of(desk: StoryDesk) -> tuple[EdgeView, ...]:
    """The edges of the story's graph in the order of first sight of the copies."""
    dossier = desk.dossier
    graph = origin_graph(tuple(desk.known.values()), dossier.derivations, dossier.origins)
    names = Counter(node.name for node in graph.nodes)
    nodes = {node.id: _node(desk, node, names[node.name] > 1) for node in graph.nodes}
    return tuple(
        EdgeView(
            number=number,
            source=nodes[edge.source],
            copy=nodes[edge.copy],
            kind=edge.kind,
            main=edge.main,
            share_of_copy=edge.share_of_copy,
            confidence=edge.confidence,
            evidence=edge.evidence,
        )
        for number, edge in enumerate(graph.edges, 1)
    )


def _node(desk: StoryDesk, node: OriginNode, with_title: bool) -> NodeView:
    reading = desk.known.get(node.article_id) if node.article_id else None
    origin = next((o for o in desk.dossier.origins if o.id == node.origin_id), None)
    return NodeView(
        id=node.id,
        name=outlet_of(reading) if reading else name_words(node.name, "en") if node.name else None,
        outlet=outlet_link(reading) if reading else None,
        title=title_words(reading) if reading and with_title else None,
        origin_id=node.origin_id,
        origin_kind=origin.kind if origin else None,
        language=node.language,
        seen_at=node.seen_at,
        depth=node.depth,
    )
