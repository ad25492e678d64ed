"""Analysts' decisions: they change the store, are listed, undone, exported, and outlive passes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tawatur.curating import Curator, labelled_pairs
from tawatur.errors import InputError
from tawatur.model import Hints, Page, Story
from tawatur.pipeline import Desk
from tawatur.store import SqliteStore
from tawatur.text import stable_id

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
NEWS = [
    ("ferry", "Ferry runs aground off Marsala with 214 aboard", "A passenger ferry ran aground off the island of Marsala on Tuesday with 214 people on board. Coast guard boats are bringing them ashore."),
    ("rescued", "All passengers rescued from stranded Marsala ferry", "All 214 passengers of a ferry that ran aground off Marsala were brought ashore by the coast guard within three hours."),
    ("rates", "Central bank of Ardenia raises key rate to 7 percent", "The central bank of Ardenia raised its key interest rate by half a point to 7 percent to curb inflation, governor Tomas Velk said."),
    ("final", "Harwick beat Dunmoor 3-1 to reach cup final", "Harwick reached the cup final on Tuesday after a 3-1 win over Dunmoor, with two goals by captain Ivo Stane."),
]  # fmt: skip


def page(name: str, title: str, text: str, minute: int) -> Page:
    return Page(
        name=name,
        url=f"https://{name}.example/1",
        body=b"",
        media_type="application/json",
        seen_at=NOON + timedelta(minutes=minute),
        hints=Hints(title=title, text=text, outlet=f"{name.title()} Post", language="en"),
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "desk.db") as opened:
        desk = Desk(opened)
        desk.take(page(*news, i) for i, news in enumerate(NEWS))
        desk.close()
        yield opened


def article_of(store: SqliteStore, name: str) -> str:
    return next(r.article.id for r in store.readings() if name in (r.article.url or ""))


def stories(store: SqliteStore) -> dict[str, str]:
    """Short name of each article -> its story."""
    return {name: store.story_of(article_of(store, name)) or "" for name, *_ in NEWS}


def test_the_machine_alone(store: SqliteStore) -> None:
    found = stories(store)
    assert found["ferry"] == found["rescued"]
    assert len(set(found.values())) == 3


def test_a_merge_redirects_and_its_undoing_restores(store: SqliteStore) -> None:
    before = stories(store)
    made = Curator(store, by="Rima", note="one deal").merge(before["final"], before["rates"], NOON)
    assert made.story_id == before["rates"]  # opened first
    redirected = store.dossier(before["final"])
    assert redirected is not None and redirected.story.id == before["rates"]
    assert store.constraints() == [made]
    Curator(store).undo(made.id, NOON)
    assert stories(store) == before
    assert store.constraints() == []
    assert [c.undone_at for c in store.constraints(undone_too=True)] == [NOON]


def test_a_split_makes_a_story_and_its_undoing_redirects_it(store: SqliteStore) -> None:
    before = stories(store)
    rescued = article_of(store, "rescued")
    made = Curator(store).split(before["ferry"], [rescued], NOON)
    assert stories(store)["rescued"] == made.story_id != before["ferry"]
    Curator(store).undo(made.id, NOON)
    assert stories(store) == before
    again = store.dossier(made.story_id)
    assert again is not None and again.story.id == before["ferry"]
    # The same split once more finds its address again.
    assert Curator(store).split(before["ferry"], [rescued], NOON).story_id == made.story_id
    assert stories(store)["rescued"] == made.story_id


def test_a_split_undone_after_the_merge_before_it_brings_back_what_the_merge_had_brought(
    store: SqliteStore,
) -> None:
    before = stories(store)
    curator = Curator(store)
    at = iter(NOON + timedelta(days=1, minutes=n) for n in range(9))
    merge = curator.merge(before["ferry"], before["rates"], next(at))
    split = curator.split(before["ferry"], [article_of(store, "rates")], next(at))
    curator.undo(merge.id, next(at))
    assert stories(store)["rates"] == split.story_id  # where the later decision put it
    curator.undo(split.id, next(at))
    assert stories(store) == before


def test_moving_the_only_article_of_a_story_leaves_a_redirect(store: SqliteStore) -> None:
    before = stories(store)
    made = Curator(store).move(article_of(store, "final"), before["rates"], NOON)
    assert stories(store)["final"] == before["rates"]
    assert (left := store.dossier(before["final"])) is not None
    assert left.story.id == before["rates"]
    Curator(store).undo(made.id, NOON)
    assert stories(store) == before


def test_sheets_are_brought_up_after_a_decision(store: SqliteStore) -> None:
    before = stories(store)
    Curator(store).split(before["ferry"], [article_of(store, "rescued")], NOON)
    desk = Desk(store)
    desk.settle()
    desk.close()
    assert not store.stale_stories()
    dossier = store.dossier(before["ferry"])
    assert dossier is not None and len(dossier.origins) == 1


def test_decisions_are_labelled_data(store: SqliteStore) -> None:
    before = stories(store)
    curator = Curator(store, by="Rima")
    curator.merge(before["final"], before["rates"], NOON)
    curator.split(before["ferry"], [article_of(store, "rescued")], NOON)
    pairs = {
        frozenset((p["a"]["title"], p["b"]["title"])): p["same_event"]
        for p in labelled_pairs(store)
    }
    titles = {name: title for name, title, _ in NEWS}
    assert pairs == {
        frozenset((titles["final"], titles["rates"])): True,
        frozenset((titles["ferry"], titles["rescued"])): False,
    }
    assert {p["by"] for p in labelled_pairs(store)} == {"Rima"}


def test_the_newest_decision_labels_a_pair(store: SqliteStore) -> None:
    before = stories(store)
    curator = Curator(store)
    split = curator.split(before["ferry"], [article_of(store, "rescued")], NOON)
    curator.merge(before["ferry"], split.story_id, NOON)
    assert [p["same_event"] for p in labelled_pairs(store)] == [True]


def test_impossible_decisions_are_refused_with_their_cause(store: SqliteStore) -> None:
    before = stories(store)
    curator = Curator(store)
    ferry = article_of(store, "ferry")
    for wrong in (
        lambda: curator.merge(before["ferry"], before["ferry"], NOON),
        lambda: curator.merge(before["ferry"], "nowhere", NOON),
        lambda: curator.split(before["rates"], [ferry], NOON),
        lambda: curator.split(before["rates"], [article_of(store, "rates")], NOON),
        lambda: curator.move(ferry, before["ferry"], NOON),
        lambda: curator.move("nothing", before["ferry"], NOON),
        lambda: curator.pin("nothing", NOON),
        lambda: curator.undo(stable_id("x"), NOON),
    ):
        with pytest.raises(InputError):
            wrong()
    assert store.constraints() == [] and stories(store) == before


# ------------------------------------------------------------------ the desk and what it obeys


def test_a_running_desk_obeys_a_decision_made_beside_it(store: SqliteStore) -> None:
    desk = Desk(store)
    before = stories(store)
    made = Curator(store).split(before["ferry"], [article_of(store, "rescued")], NOON)
    late = ("ashore", "Marsala ferry: all 214 passengers and crew now ashore", NEWS[1][2])
    desk.take([page(*late, 30)])
    desk.close()
    after = stories(store)
    assert after["ferry"] == before["ferry"] and after["rescued"] == made.story_id


def test_a_story_sleeps_and_its_follow_up_wakes_it_also_after_a_restart(tmp_path: Path) -> None:
    trial = page("trial", "Mayor of Ostrovia charged over Lemnar bridge collapse", "Prosecutors in Ostrovia charged mayor Selvar Tonian with negligence over the collapse of the Lemnar bridge, which killed nine people in January. The engineer Pavo Ridell was charged as well.", 0)  # fmt: skip
    other = page("rates", NEWS[2][1], NEWS[2][2], 60 * 24 * 9)
    verdict = page("verdict", "Former mayor Tonian jailed over Lemnar bridge", "A court in Ostrovia sentenced former mayor Selvar Tonian to four years in prison for negligence over the collapse of the Lemnar bridge. The engineer Pavo Ridell was acquitted.", 60 * 24 * 16)  # fmt: skip
    told: list[list[tuple[str, int]]] = []
    for restart in (False, True):
        with SqliteStore(tmp_path / f"{restart}.db") as store:
            desk = Desk(store)
            desk.take([trial, other])
            assert [s.story_id for s in store.sleepers(NOON)] == [
                store.story_of(article_of(store, "trial"))
            ]
            if restart:
                desk.close()
                desk = Desk(store)
            desk.take([verdict])
            desk.close()
            assert store.story_of(article_of(store, "verdict")) == store.story_of(
                article_of(store, "trial")
            )
            assert store.sleepers(NOON) == []
            told.append([(s.id, len(s.article_ids)) for s in _stories_of(store)])
    assert told[0] == told[1]


def _stories_of(store: SqliteStore) -> list[Story]:
    return [d.story for s in store.story_ids() if (d := store.dossier(s)) is not None]
