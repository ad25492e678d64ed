"""An article that was edited is compared as it stands now: before and after a restart, however many
processes read, wherever the run was stopped. Invented news of invented outlets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tawatur.engine import LocalEngine
from tawatur.model import Page, StoryOpened
from tawatur.pipeline import PLACED_TOGETHER, Desk
from tawatur.reading import read_page
from tawatur.store import SqliteStore

MORNING = datetime(2026, 4, 7, 6, 0, tzinfo=UTC)

FIRE = (
    "Smoke over the docks of Lemnar",
    "Smoke rose over the docks of Lemnar early on Tuesday and fire engines were on their way, port "
    "workers said. The harbour master Pavo Ridell gave no cause. Nobody was reported hurt, and the "
    "road along the quay was closed to lorries until noon.",
)
# The same address two hours later: another event took its place.
FERRY = (
    "Ferry Alba Star runs aground off Marsala with 214 aboard",
    "The ferry Alba Star ran aground off the island of Marsala on Tuesday with 214 passengers "
    "aboard, the coast guard commander Iva Stane said. Rescue boats began to bring the passengers "
    "ashore, and two of them were treated for broken arms in the hospital of Marsala. The captain "
    "told the coast guard that the rudder had failed in a squall shortly before dawn.",
)
ECHO = (
    "214 passengers rescued from ferry aground off Marsala",
    "All 214 passengers of the ferry Alba Star, which ran aground off the island of Marsala, were "
    "brought ashore by rescue boats, coast guard commander Iva Stane said on Tuesday. Its rudder "
    "had failed, the captain said.",
)
COPY = (
    "Passengers saved near Marsala",
    "MARSALA. " + FERRY[1],
)
RATES = (
    "Central bank of Ardenia raises key rate to 7 percent",
    "The central bank of Ardenia raised its key interest rate by half a point to 7 percent on "
    "Tuesday to curb inflation, governor Tomas Velk said after a meeting of the board.",
)


def page(outlet: str, story: tuple[str, str], hours: float) -> Page:
    title, text = story
    site = outlet.lower().replace(" ", "")
    html = f"""<!doctype html><html lang="en"><head><title>{title}</title>
      <meta property="og:site_name" content="{outlet}"><meta property="og:title" content="{title}">
      </head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"""
    url = f"https://{site}.example/news/1"
    return Page(
        name=url, url=url, body=html.encode(), media_type="text/html",
        seen_at=MORNING + timedelta(hours=hours),
    )  # fmt: skip


def stream() -> list[Page]:
    return [
        page("Quay Gazette", FIRE, 0),
        page("Ardenia Ledger", RATES, 1),
        page("Quay Gazette", FERRY, 2),
        page("Island Wire", ECHO, 3),
        page("Morning Copy", COPY, 4),
    ]


def content(store: SqliteStore) -> object:
    return [store.dossier(story_id) for story_id in store.story_ids()], store.counts()


def stories_of(store: SqliteStore) -> dict[str, str | None]:
    return {
        r.article.outlet.value: store.story_of(r.article.id)
        for r in store.readings()
        if r.article.outlet
    }


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> object:
    with SqliteStore(tmp_path_factory.mktemp("edited") / "desk.db") as store:
        Desk(store).take(stream())
        return content(store)


def test_what_comes_later_is_held_against_the_edited_text(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "desk.db") as store:
        desk = Desk(store)
        desk.take(stream()[:2])
        echo = read_page(stream()[3])
        before = desk.window.propose(echo)[0]
        assert isinstance(before, StoryOpened)  # no ferry is open yet
        desk.take(stream()[2:])
        of = stories_of(store)
        assert of["Island Wire"] == of["Quay Gazette"] == of["Morning Copy"]
        assert of["Ardenia Ledger"] != of["Quay Gazette"]
        (copy,) = (r for r in store.readings() if r.article.title.value == COPY[0])
        sources = {d.source_id: d for d in store.derivations(copy.article.id)}
        (edited,) = (r for r in store.readings() if r.article.version == 2)
        assert sources[edited.article.id].share_of_copy > 0.9


def test_what_the_edit_took_out_finds_nothing_any_more(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "desk.db") as store:
        desk = Desk(store)
        smoke = read_page(page("Late Post", FIRE, 5))
        desk.take(stream()[:2])
        assert desk.copies.candidates(smoke)
        desk.take(stream()[2:3])
        assert desk.copies.candidates(smoke) == []


@pytest.mark.parametrize("stop_after", range(1, 5))
def test_stopped_and_started_again_the_window_is_the_same(
    tmp_path: Path, unbroken: object, stop_after: int
) -> None:
    echo, copy = (read_page(page("Late Post", story, 6)) for story in (ECHO, COPY))
    path = tmp_path / "desk.db"
    with SqliteStore(path) as store:
        desk = Desk(store)
        desk.take(stream()[:stop_after])
        with SqliteStore(path) as again:
            restored = Desk(again)
            for late in (echo, copy):
                assert restored.window.propose(late) == desk.window.propose(late)
                assert restored.copies.candidates(late) == desk.copies.candidates(late)
    with SqliteStore(path) as store:
        Desk(store).take(stream()[stop_after - 1 :])  # the last one once more: it changes nothing
        assert content(store) == unbroken


def test_two_processes_and_lots_store_the_same(tmp_path: Path, unbroken: object) -> None:
    assert len(stream()) < PLACED_TOGETHER  # all in one transaction
    with SqliteStore(tmp_path / "desk.db") as store, LocalEngine(2) as engine:
        Desk(store, engine=engine).take(stream())
        assert content(store) == unbroken
    with SqliteStore(tmp_path / "alone.db") as store, SqliteStore(tmp_path / "lot.db") as lot:
        for one in stream():
            Desk(store).take([one], settle_at_once=False)
        Desk(lot).take(stream(), settle_at_once=False)
        for each in (store, lot):
            Desk(each).settle()
        assert content(store) == content(lot)


def test_a_lot_that_breaks_leaves_nothing_and_is_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SqliteStore(tmp_path / "desk.db") as store:
        desk = Desk(store)
        desk.take(stream()[:1], settle_at_once=False)
        before = content(store)
        placed = 0

        def broken(*_: object) -> list[int]:
            nonlocal placed
            placed += 1
            if placed == 3:
                raise RuntimeError("the third of a lot")
            return []

        with monkeypatch.context() as patched:
            patched.setattr("tawatur.pipeline.trace.archive_prints", broken)
            with pytest.raises(RuntimeError, match="the third of a lot"):
                desk.take(stream()[1:], settle_at_once=False)
        assert content(store) == before
        desk.take(stream()[1:], settle_at_once=False)
        desk.settle()
        assert len(set(stories_of(store).values())) == 2
