"""The graph of a story's origins and their count. All outlets, texts and persons are invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from tawatur.model import (
    Annotations,
    Article,
    Credit,
    Derivation,
    Finding,
    OriginCount,
    OriginGraph,
    Passage,
    Reading,
)
from tawatur.origins import count_origins, count_sentence, direction, main_sources, origin_graph
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
) -> tuple[OriginGraph, OriginCount]:
    origins = settle_origins(readings, derivations)
    return origin_graph(readings, derivations, origins), count_origins(
        readings, derivations, origins
    )


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
    graph, count = graph_of(readings, derivations)

    assert [(n.id, n.depth) for n in graph.nodes] == [("wire", 0), ("echo", 1), ("blog", 2)]
    main = [(e.source, e.copy) for e in graph.edges if e.main]
    assert main == [("wire", "echo"), ("echo", "blog")]
    assert [(e.source, e.copy) for e in graph.edges if not e.main] == [("wire", "blog")]
    evidence = {e.kind: e for e in graph.edges[0].evidence}
    assert evidence["credits-source"].text == "Reuters"
    assert evidence["passages"].text == QUAY[:40]
    assert (count.independent, count.own, count.copies) == (1, 1, 2)


def test_an_agency_nobody_saw_stands_at_the_root_with_the_line_that_names_it() -> None:
    readings = [
        reading("echo", "Island Echo", 0),
        reading("gazette", "The Quay Gazette", 3, credit("afp", "With reporting by AFP")),
        reading("coast", "Coast News", 4, credit("afp", "(AFP)")),
    ]
    graph, count = graph_of(readings, [carried("gazette", "echo")])

    assert (graph.nodes[0].id, graph.nodes[0].article_id) == ("agency:afp", None)
    assert graph.nodes[0].origin_id == graph.nodes[1].origin_id
    credits = {e.copy: e for e in graph.edges if e.kind == "credit"}
    # The echo does not say whose text it carries; the gazette, which has it from there, does.
    assert credits["echo"].evidence[0].text == "With reporting by AFP"
    assert credits["echo"].main and credits["coast"].main and not credits["gazette"].main
    assert {n.id: n.depth for n in graph.nodes} == {
        "agency:afp": 0, "echo": 1, "gazette": 2, "coast": 1,
    }  # fmt: skip
    assert (count.independent, count.own, count.copies) == (1, 0, 3)


def test_own_work_that_quotes_an_agency_keeps_its_own_root() -> None:
    own = reading(
        "own",
        "Coast News",
        5,
        Credit(kind="byline", text="By Mira Solane", people=("Mira Solane",)),
        credit("ap", "with AP"),
    )
    graph, count = graph_of([own], [])
    [edge] = graph.edges
    assert (edge.source, edge.copy, edge.main) == ("agency:ap", "own", False)
    assert graph.nodes[0].origin_id is None
    assert (count.independent, count.names, count.copies) == (1, ("Coast News",), 0)


def test_articles_of_one_publisher_are_bound_but_carry_nothing() -> None:
    readings = [reading("one", "Coast News", 0), reading("two", "Coast News", 60)]
    graph, count = graph_of(readings, [])
    [edge] = graph.edges
    assert (edge.source, edge.copy, edge.kind, edge.main) == ("one", "two", "family", False)
    assert (count.independent, count.own, count.copies) == (1, 2, 0)


def test_unknown_origins_stand_apart_and_their_copies_are_copies() -> None:
    readings = [
        reading("a", None, 0),
        reading("b", None, 1),
        reading("c", "Coast News", 2),
        reading("d", "Island Echo", 3),
    ]
    _, count = graph_of(readings, [carried("b", "a"), carried("d", "c")])
    assert (count.independent, count.unknown, count.copies, count.articles) == (1, 1, 2, 4)


def test_of_equal_texts_the_first_seen_is_the_source() -> None:
    """Ids are hashes: they must not decide who carried whom."""
    readings = [reading("z", "Coast News", 0), reading("m", "Echo", 5), reading("c", "Blog", 9)]
    links = [carried("m", "z"), carried("c", "m", share=0.905), carried("c", "z", share=0.9)]
    assert main_sources(readings, links)["c"].source_id == "z"


@pytest.mark.parametrize("circle", [[("a", "b"), ("b", "a")], [("a", "b"), ("b", "c"), ("c", "a")]])
def test_a_circle_of_claims_is_cut(circle: list[tuple[str, str]]) -> None:
    readings = [reading(name, name.upper(), n) for n, name in enumerate("abc")]
    graph, count = graph_of(readings, [carried(*pair) for pair in circle])
    assert max(n.depth for n in graph.nodes) <= 2
    assert count.articles == 3 and count.own >= 1


def test_a_story_of_nobody_has_an_empty_graph() -> None:
    graph, count = graph_of([], [])
    assert (graph.nodes, graph.edges, count.articles) == ((), (), 0)


def test_who_copied_whom_is_told_by_credit_before_first_sight() -> None:
    carrier = reading("carrier", "Island Echo", 0, credit("reuters", "(Reuters)"))
    wire = reading("wire", "Reuters", 30)
    copy, source, why = direction(wire, carrier)
    assert (copy.article.id, source.article.id, why.kind) == ("carrier", "wire", "credits-source")


def counted(independent: int, unknown: int, copies: int, *names: str) -> OriginCount:
    articles = independent + unknown + copies
    return OriginCount(
        independent=independent, names=names, unknown=unknown, copies=copies, own=independent,
        articles=articles,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("count", "english", "arabic"),
    [
        (
            counted(2, 1, 9, "Coast News", "Associated Press"),
            "2 independent origins (Coast News, Associated Press), 1 of unknown origin, 9 copies.",
            "مصدران مستقلان (Coast News، Associated Press)، مقال واحد مجهول المصدر، 9 نسخ.",
        ),
        (counted(1, 0, 1, "Echo"), "1 independent origin (Echo), 1 copy.",
         "مصدر مستقل واحد (Echo)، نسخة واحدة."),
        (counted(0, 3, 0), "No independent origins, 3 of unknown origin.",
         "لا مصدر مستقلا معروفا، 3 مقالات مجهولة المصدر."),
        (counted(7, 0, 11, *"ABCDEFG"),
         "7 independent origins (A, B, C, D, E and 2 more), 11 copies.",
         "7 مصادر مستقلة (A، B، C، D، E، و2 أخرى)، 11 نسخة."),
        (counted(0, 0, 0), "No independent origins.", "لا مصدر مستقلا معروفا."),
    ],
)  # fmt: skip
def test_the_count_in_one_sentence(count: OriginCount, english: str, arabic: str) -> None:
    assert count_sentence(count, "en") == english
    assert count_sentence(count, "ar") == arabic
    assert count_sentence(count, "fr") == english
