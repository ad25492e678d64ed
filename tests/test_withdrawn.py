"""What an edit took out: a point that nobody makes any more, with the words as they stood."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tawatur.model import Dossier, Hints, Page, Point
from tawatur.pipeline import Desk
from tawatur.publish import json as as_json
from tawatur.publish.html import render_story
from tawatur.publish.rows import rows_of, write_csv
from tawatur.publish.site import Site
from tawatur.publish.views import story_view
from tawatur.store import SqliteStore

SEEN = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
BODY = """A ferry ran aground outside the harbour of Marfa on Wednesday evening, the coast guard said.
All 212 passengers were taken ashore before midnight by fishing boats and a tug.
The captain had been drinking wine with two guests on the bridge, members of the crew told this paper.
The ship, the Northern Star, was built in 1998 and was inspected last spring.
"""
ACCUSED = "The captain had been drinking wine"
OTHER = """A ferry with 212 people on board ran aground near Marfa late on Wednesday, the coast guard said.
Divers will look at the hull of the Northern Star on Friday.
"""


def page(name: str, text: str, minutes: int, outlet: str = "The Harbour Ledger") -> Page:
    seen = SEEN + timedelta(minutes=minutes)
    return Page(
        name=name,
        body=b"",
        media_type="application/json",
        seen_at=seen,
        url=f"https://{name}.example/ferry",
        hints=Hints(
            title="Ferry runs aground off Marfa",
            outlet=outlet,
            language="en",
            published="2026-03-12T08:00:00Z",
            text=text,
        ),
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with SqliteStore(tmp_path / "desk.db") as store:
        yield Desk(store)


def edited(desk: Desk, *texts: str) -> Dossier:
    """The story after its first article was seen with each of the texts, an hour apart."""
    desk.take([page("ledger", texts[0], 0), page("mail", OTHER, 5, "Island Mail")])
    for number, text in enumerate(texts[1:], 1):
        desk.take([page("ledger", text, 60 * number)])
    (story_id,) = desk.store.story_ids()
    dossier = desk.store.dossier(story_id)
    assert dossier is not None
    return dossier


def withdrawn(dossier: Dossier) -> list[Point]:
    return [p for p in dossier.sheet.points if p.standing == "withdrawn"]


def without_accusation(text: str = BODY) -> str:
    return "\n".join(line for line in text.splitlines() if ACCUSED not in line) + "\n"


def test_a_statement_that_was_silently_removed_is_withdrawn_with_its_old_words(desk: Desk) -> None:
    dossier = edited(desk, BODY, without_accusation())
    (point,) = withdrawn(dossier)
    (member,) = point.members
    assert member.place.version == 1
    old = dossier.reading_at(member.place)
    assert old is not None
    assert old.text_of(member.place)[member.place.start : member.place.end].startswith(ACCUSED)
    assert point.first_seen_at == SEEN
    assert point.withdrawn_at == SEEN + timedelta(hours=1)
    assert dossier.versions[0].announced is False


def test_every_form_shows_what_was_withdrawn_and_when(desk: Desk) -> None:
    dossier = edited(desk, BODY, without_accusation())
    view = story_view(dossier, "en")
    (group,) = [g for g in view.groups if g.standing == "withdrawn"]
    assert group.points[0].words.text.startswith(ACCUSED)
    record = as_json.story_json(view)
    (shown,) = [p for p in record["points"] if p["standing"] == "withdrawn"]
    assert shown["withdrawn_at"] == "2026-03-12T10:00:00Z"
    assert shown["sources"][0]["version"] == 1
    (row,) = [r for r in rows_of(dossier) if r.standing == "withdrawn"]
    assert (row.version, row.withdrawn_at) == (1, SEEN + timedelta(hours=1))
    assert (row.text or "").startswith(ACCUSED)
    table = io.StringIO()
    write_csv(rows_of(dossier), table)
    assert "2026-03-12T10:00:00Z" in table.getvalue()
    html = render_story(view, Site(language="en", now=SEEN))
    assert ACCUSED in html
    assert "still carries" not in html, "nobody does"


def test_what_is_said_in_other_words_or_in_another_place_is_not_withdrawn(desk: Desk) -> None:
    lines = BODY.splitlines()
    moved = "\n".join([lines[0], lines[2], lines[1], lines[3]]) + "\n"
    reworded = moved.replace(
        "The captain had been drinking wine with two guests on the bridge, members of the crew told this paper.",
        "According to members of the crew, the captain drank wine on the bridge with two guests.",
    )
    assert not withdrawn(edited(desk, BODY, moved, reworded))


def test_a_figure_that_was_replaced_is_an_update_and_no_withdrawal(desk: Desk) -> None:
    assert not withdrawn(
        edited(desk, BODY, BODY.replace("All 212 passengers", "All 209 passengers"))
    )


def test_what_comes_back_is_withdrawn_no_more(desk: Desk) -> None:
    assert not withdrawn(edited(desk, BODY, without_accusation(), BODY))


def test_what_was_added_and_taken_out_again_was_first_seen_when_it_was_added(desk: Desk) -> None:
    dossier = edited(desk, without_accusation(), BODY, without_accusation())
    (point,) = withdrawn(dossier)
    assert point.members[0].place.version == 2
    assert point.first_seen_at == SEEN + timedelta(hours=1)
    assert point.withdrawn_at == SEEN + timedelta(hours=2)


def test_a_withdrawn_statement_with_a_time_stays_in_the_timeline(desk: Desk) -> None:
    told = (
        "The tug Marfa Three had been out of service since 3 March 2026, the harbour office said.\n"
    )
    dossier = edited(desk, BODY + told, BODY)
    (point,) = withdrawn(dossier)
    (entry,) = [e for e in dossier.sheet.timeline if e.point_id == point.id]
    assert entry.when == "2026-03-03"
    html = render_story(story_view(dossier, "ar"), Site(language="ar", now=SEEN))
    assert "Marfa Three" in html
