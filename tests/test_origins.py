"""The graph of a story's origins. All outlets, texts and persons are invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from tawatur.model import (
    Annotations,
    Article,
    Credit,
    Derivation,
    Finding,
    OriginGraph,
    Passage,
    Reading,
)
from tawatur.origins import direction, main_sources, origin_graph
from tawatur.trace import settle_origins

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
QUAY = "The harbour of Marsala was closed on Tuesday after a crane fell onto the northern quay. "


def reading(
    name: str, outlet: str | None, minutes: int, *credits: Credit, text: str = QUAY
) -> Reading:
    return Reading(
        article=Article(
            id=name,
            url=None,
            page_name=name,
            seen_at=NOON + timedelta(minutes=minutes),
            title=None,
            outlet=Finding(value=outlet, where="record", confidence=1.0) if outlet else None,
            text=text,
            raw_text=text,
            credits=credits,
        ),
        annotations=Annotations(
            language="en", language_confidence=1.0, direction="ltr", sentences=()
        ),
    )


def credit(agency: str, text: str) -> Credit:
    return Credit(kind="credit", text=text, agency=agency)


def carried(copy: str, source: str, kind: str = "edited", share: float = 0.9) -> Derivation:
    return Derivation(
        article_id=copy,
        source_id=source,
        kind=kind,  # type: ignore[arg-type]
        share_of_copy=share,
        confidence=0.9,
        passages=(Passage(start=0, end=40, source_start=0, source_end=40),),
    )


def graph_of(
    readings: Sequence[Reading], derivations: Sequence[Derivation]
) -> tuple[OriginGraph, list[str | None]]:
    """The graph, and the names of the origins that count."""
    origins = settle_origins(readings, derivations)
    return origin_graph(readings, derivations, origins), [o.name for o in origins if o.counts]


def test_from_the_agency_to_the_first_carrier_to_the_carriers_carrier() -> None:
    readings = [
        reading("wire", "Reuters", 0),
        reading("echo", "Island Echo", 5, credit("reuters", "(Reuters)")),
        reading("blog", "Harbour Blog", 9),
    ]
    # The blog has the echo's edits: more of it stands there than in the agency's own text.
    derivations = [
        carried("echo", "wire"),
        carried("blog", "wire"),
        carried("blog", "echo", share=1),
    ]
    graph, counting = graph_of(readings, derivations)

    assert [(n.id, n.depth) for n in graph.nodes] == [("wire", 0), ("echo", 1), ("blog", 2)]
    main = [(e.source, e.copy) for e in graph.edges if e.main]
    assert main == [("wire", "echo"), ("echo", "blog")]
    assert [(e.source, e.copy) for e in graph.edges if not e.main] == [("wire", "blog")]
    evidence = {e.kind: e for e in graph.edges[0].evidence}
    assert evidence["credits-source"].text == "Reuters"
    assert evidence["passages"].text == QUAY[:40]
    assert counting == ["Reuters"]


def test_an_agency_nobody_saw_stands_at_the_root_with_the_line_that_names_it() -> None:
    readings = [
        reading("echo", "Island Echo", 0),
        reading("gazette", "The Quay Gazette", 3, credit("afp", "With reporting by AFP")),
        reading("coast", "Coast News", 4, credit("afp", "(AFP)")),
    ]
    graph, counting = graph_of(readings, [carried("gazette", "echo")])

    assert (graph.nodes[0].id, graph.nodes[0].article_id) == ("agency:afp", None)
    assert graph.nodes[0].origin_id == graph.nodes[1].origin_id
    credits = {e.copy: e for e in graph.edges if e.kind == "credit"}
    # The echo does not say whose text it carries; the gazette, which has it from there, does.
    assert credits["echo"].evidence[0].text == "With reporting by AFP"
    assert credits["echo"].main and credits["coast"].main and not credits["gazette"].main
    assert {n.id: n.depth for n in graph.nodes} == {
        "agency:afp": 0, "echo": 1, "gazette": 2, "coast": 1,
    }  # fmt: skip
    assert counting == ["Agence France-Presse"]


def test_own_work_that_quotes_an_agency_keeps_its_own_root() -> None:
    own = reading(
        "own",
        "Coast News",
        5,
        Credit(kind="byline", text="By Mira Solane", people=("Mira Solane",)),
        credit("ap", "with AP"),
    )
    graph, counting = graph_of([own], [])
    [edge] = graph.edges
    assert (edge.source, edge.copy, edge.main) == ("agency:ap", "own", False)
    assert graph.nodes[0].origin_id is None
    assert counting == ["Coast News"]


def test_articles_of_one_publisher_are_bound_but_carry_nothing() -> None:
    readings = [reading("one", "Coast News", 0), reading("two", "Coast News", 60)]
    graph, counting = graph_of(readings, [])
    [edge] = graph.edges
    assert (edge.source, edge.copy, edge.kind, edge.main) == ("one", "two", "family", False)
    assert counting == ["Coast News"]


def test_unknown_origins_never_count() -> None:
    readings = [
        reading("a", None, 0),
        reading("b", None, 1),
        reading("c", "Coast News", 2),
        reading("d", "Island Echo", 3),
    ]
    _, counting = graph_of(readings, [carried("b", "a"), carried("d", "c")])
    assert counting == ["Coast News"]


def test_of_equal_texts_the_first_seen_is_the_source() -> None:
    """Ids are hashes: they must not decide who carried whom."""
    readings = [reading("z", "Coast News", 0), reading("m", "Echo", 5), reading("c", "Blog", 9)]
    links = [carried("m", "z"), carried("c", "m", share=0.905), carried("c", "z", share=0.9)]
    assert main_sources(readings, links)["c"].source_id == "z"


def test_of_equal_texts_the_one_with_the_copys_headline_is_the_source() -> None:
    """The carrier changed the agency's headline, and with it the text went on."""

    def titled(of: Reading, title: str) -> Reading:
        article = structs.replace(of.article, title=Finding(value=title, where="t", confidence=1.0))
        return structs.replace(of, article=article)

    articles = [
        titled(reading("wire", "Reuters", 0), "Crane falls onto quay"),
        titled(reading("first", "Coast News", 10), "Marsala: port closed"),
        titled(reading("second", "Island Echo", 20), "Marsala: port closed"),
    ]
    links = [
        carried("first", "wire", share=0.98),
        carried("second", "wire", share=0.98),
        carried("second", "first", share=1.0),
    ]
    sources = main_sources(articles, links)
    assert (sources["second"].source_id, sources["first"].source_id) == ("first", "wire")


@pytest.mark.parametrize("circle", [[("a", "b"), ("b", "a")], [("a", "b"), ("b", "c"), ("c", "a")]])
def test_a_circle_of_claims_is_cut(circle: list[tuple[str, str]]) -> None:
    readings = [reading(name, name.upper(), n) for n, name in enumerate("abc")]
    graph, counting = graph_of(readings, [carried(*pair) for pair in circle])
    assert max(n.depth for n in graph.nodes) <= 2
    assert counting


def test_a_story_of_nobody_has_an_empty_graph() -> None:
    graph, counting = graph_of([], [])
    assert (graph.nodes, graph.edges, counting) == ((), (), [])


def test_who_copied_whom_is_told_by_credit_before_first_sight() -> None:
    carrier = reading("carrier", "Island Echo", 0, credit("reuters", "(Reuters)"))
    wire = reading("wire", "Reuters", 30)
    copy, source, why = direction(wire, carrier)
    assert (copy.article.id, source.article.id, why.kind) == ("carrier", "wire", "credits-source")
