"""Drawings in SVG, without script or style of their own: the strand and the graph of origins."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from tawatur import wording
from tawatur.publish import phrases, strings
from tawatur.publish.phrases import edge_text
from tawatur.publish.site import Site
from tawatur.publish.views import EdgeView, OriginBrief, OriginView, TreeNode

# More discs, ticks and rings than this nobody counts; a small plus says that there are more.
_MOST_DISCS, _MOST_TICKS, _MOST_RINGS = 10, 10, 6


def strand(origins: Sequence[OriginBrief], unknown_articles: int) -> Markup:
    """The strand: a disc per independent origin, a tick per article carrying it, a broken ring
    per article of unknown origin."""
    discs, ticks, rings = [], [], []
    plus: list[float] = []
    x = 5.0
    right = 0.0
    for origin in origins[:_MOST_DISCS]:
        discs.append(f'<circle cx="{x:g}" cy="6" r="4.5" stroke="none"/>')
        right = x + 5
        for i in range(min(origin.carriers, _MOST_TICKS)):
            right = x + 8 + 5 * i
            ticks.append(f"M{right:g} 2v8")
        if origin.carriers > _MOST_TICKS:
            right += 6
            plus.append(right)
        x = max(right, x + 2) + 14
    if len(origins) > _MOST_DISCS:
        plus.append(x)
        right, x = x + 4, x + 13
    for _ in range(min(unknown_articles, _MOST_RINGS)):
        rings.append(
            f'<circle cx="{x:g}" cy="6" r="3.8" fill="none" stroke-width="1.4"'
            ' stroke-dasharray="2.2 1.8"/>'
        )
        right, x = x + 5, x + 13
    if unknown_articles > _MOST_RINGS:
        plus.append(x)
        right = x + 4
    if not right:
        return Markup("")
    width = f"{right + 3:g}"
    path = "".join(ticks) + "".join(f"M{p - 3:g} 6h6M{p:g} 3v6" for p in plus)
    return Markup(
        f'<svg class="strand" viewBox="0 0 {width} 12" width="{width}" height="12"'
        f' aria-hidden="true">{"".join(discs)}{"".join(rings)}'
        + (f'<path d="{path}" stroke-width="1.6" fill="none"/>' if path else "")
        + "</svg>"
    )


# Geometry of the graph of origins, in its own units (1080 wide): the columns' left edges and
# the height of a row. Right-angled, one row per article: labels never cross an edge.
_GRAPH_WIDTH = 1080.0
_COLUMNS = (4.0, 300.0, 565.0, 830.0)
_ROW = 45.0
# Letters that fit between two columns at the drawing's type sizes.
_LABEL_LETTERS = 22
_NOTE_LETTERS = 40
_NOTE_LETTERS_BESIDE = 32  # of a node with carriers, whose trunk goes down beside it

_EDGE_CLASS = {"verbatim": "e", "agency": "e", "own": "e own", "translation": "e tr"}


class _Drawing:
    """Collects the pieces of the graph; mirrored for a right-to-left page."""

    def __init__(self, edges: Sequence[EdgeView], language: str, site: Site) -> None:
        self.language = language
        self.site = site
        self.mirrored = language == "ar"
        self.pieces: list[Markup] = []
        self.main_edge = {e.copy.id: e for e in reversed(edges) if e.main or e.kind == "family"}
        self.parts: dict[str, list[EdgeView]] = {}
        for edge in edges:
            if not edge.main and edge.kind == "partial":
                self.parts.setdefault(edge.copy.id, []).append(edge)

    def open_edge(self, edge: EdgeView) -> None:
        """What follows leads to the edge's row in the table, and tells its evidence on hover."""
        words = edge_text(edge, self.language)
        self.pieces.append(
            Markup('<a class="edge" href="#edge-{}" aria-label="{}"><title>{}</title>').format(
                edge.number, words, words
            )
        )

    def close_edge(self) -> None:
        self.pieces.append(Markup("</a>"))

    def x(self, x: float) -> str:
        return f"{_GRAPH_WIDTH - x if self.mirrored else x:g}"

    def text(self, x: float, y: float, words: str, kind: str = "") -> None:
        self.pieces.append(
            Markup('<text class="{}" x="{}" y="{:g}">{}</text>').format(kind, self.x(x), y, words)
        )

    def line(self, kind: str, points: Sequence[tuple[float, float]]) -> None:
        path = "M" + "L".join(f"{self.x(x)} {y:g}" for x, y in points)
        self.pieces.append(Markup('<path class="{}" d="{}"/>').format(kind, path))

    def circle(self, x: float, y: float, radius: float, *, ring: bool, broken: bool) -> None:
        extra = Markup(' class="ring"') if ring else ""
        dashes = Markup(' stroke-dasharray="3 2.5"') if broken else ""
        self.pieces.append(
            Markup('<circle{} cx="{}" cy="{:g}" r="{:g}"{}/>').format(
                extra, self.x(x), y, radius, dashes
            )
        )


def graph(
    origins: Sequence[OriginView], edges: Sequence[EdgeView], language: str, site: Site
) -> Markup:
    """Who carries whom, drawn: agencies, own reports, and those of unknown origin. Each carrier is
    a link to the row of the table of evidence that bears its edge, and shows it on hover."""
    drawing = _Drawing(edges, language, site)
    columns = _column_heads(origins, language)
    for x, head in zip(_COLUMNS, columns, strict=True):
        if head:
            drawing.text(x, 16, head, "n2")
    drawing.line("sep", [(0, 24), (_GRAPH_WIDTH, 24)])
    y = 24.0
    bands = (
        ("band-agency", [o for o in origins if o.kind == "agency"]),
        ("band-own", [o for o in origins if o.kind == "outlet"]),
        ("band-unknown", [o for o in origins if o.kind == "unknown"]),
    )
    for key, members in bands:
        roots = [(o, r) for o in members for r in o.roots]
        if not roots:
            continue
        if y > 24:
            drawing.line("sep", [(0, y), (_GRAPH_WIDTH, y)])
        drawing.text(4, y + 20, strings.say(key, language), "n2")
        row = y + 46
        for origin, root in roots:
            row = _draw(drawing, root, 0, row, broken=origin.kind == "unknown")
        y = row - _ROW + 35
    height = f"{y:g}"
    return Markup(
        '<svg class="map" viewBox="0 0 {:g} {}" role="group" aria-label="{}">{}</svg>'
    ).format(
        _GRAPH_WIDTH, height, strings.say("where-from", language), Markup("").join(drawing.pieces)
    )


def _column_heads(origins: Sequence[OriginView], language: str) -> list[str]:
    kinds: list[set[str]] = [set(), set(), set(), set()]

    def walk(node: TreeNode, column: int) -> None:
        kinds[column].add(node.kinship.kind)
        for child in node.children:
            walk(child, _column(child, column))

    for origin in origins:
        for root in origin.roots:
            walk(root, 0)
    translated = {"translation"}
    keys = (
        "col-origin",
        "col-same" if kinds[1] else "",
        ("col-translated" if kinds[2] == translated else "col-on") if kinds[2] else "",
        ("col-again" if kinds[3] == translated else "col-on") if kinds[3] else "",
    )
    return [strings.say(key, language) if key else "" for key in keys]


def _column(child: TreeNode, parent: int) -> int:
    return min(3, max(parent + 1, 2 if child.kinship.kind == "translation" else 1))


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _label(node: TreeNode, language: str) -> str:
    if node.name:
        return node.name.text
    return node.outlet.page_name if node.outlet else strings.say("unnamed-outlet", language)


def _draw(drawing: _Drawing, node: TreeNode, column: int, y: float, *, broken: bool) -> float:
    """Draw a node and what hangs on it from row ``y`` on; returns the next free row."""
    _draw_node(drawing, node, column, y, broken=broken)
    return _draw_below(drawing, node, column, y, broken=broken)


def _draw_below(drawing: _Drawing, node: TreeNode, column: int, y: float, *, broken: bool) -> float:
    left = _COLUMNS[column]
    trunk = _COLUMNS[min(column + 1, 3)] - 64 if column < 3 else left + 9
    row = last = y
    for index, child in enumerate(node.children):
        target = _column(child, column)
        if index or target == column:
            row = max(row, y + _ROW)
        last = row
        edge = drawing.main_edge.get(child.outlet.article_id) if child.outlet else None
        if edge:
            drawing.open_edge(edge)
        ends = [(trunk, row), (_COLUMNS[target] + 4, row)]
        drawing.line("hit", ends)
        drawing.line(_EDGE_CLASS.get(child.kinship.kind, "e ed"), ends)
        _draw_node(drawing, child, target, row, broken=broken)
        if edge:
            drawing.close_edge()
        row = _draw_below(drawing, child, target, row, broken=broken)
    if node.children:
        start = left + (210 if column == 0 else 175)
        corner = (
            [(start, y), (trunk, y), (trunk, last)]
            if column < 3
            else [(trunk, y + 5), (trunk, last)]
        )
        drawing.line("e", corner)
    return max(row, y + _ROW)


def _draw_node(drawing: _Drawing, node: TreeNode, column: int, y: float, *, broken: bool) -> None:
    language, site = drawing.language, drawing.site
    left = _COLUMNS[column]
    root = column == 0
    drawing.circle(
        left + 9, y, 8 if root and not broken else 7 if root else 4.5,
        ring=broken or not root, broken=broken and root,
    )  # fmt: skip
    drawing.text(
        left + 25, y - 1, _short(_label(node, language), _LABEL_LETTERS), "b" if root else ""
    )
    notes = [phrases.edge_words(node.kinship, language)]
    if node.outlet is None:
        notes = [strings.say("agency-unseen", language)]
    elif broken and root:
        notes.append(strings.say("not-counted", language))
    elif node.seen_at is not None and site.first_seen:
        notes.append(wording.moment(node.seen_at, language, near=site.now.date()))
    letters = _NOTE_LETTERS_BESIDE if node.children else _NOTE_LETTERS
    parts = drawing.parts.get(node.outlet.article_id, []) if node.outlet else []
    for edge in parts[:1]:
        source = edge.source.name
        notes.append(strings.say("part-of", language, name=source.text if source else "?"))
    drawing.text(left + 25, y + 16, _short(" · ".join(notes), letters), "n2")
