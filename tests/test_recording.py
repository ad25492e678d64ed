"""What was fetched can be run again: the same stories without a network, others under others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fake_site import FakeSite, article
from tawatur.cli import app
from tawatur.model import Watch
from tawatur.pipeline import Desk
from tawatur.replay import differences, replay
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.watching import export_recording

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
QUAKE = (
    "ضرب زلزال بقوة ست درجات مدينة الوادي فجر اليوم الاثنين، وقالت إدارة الدفاع المدني إن سبعة عشر شخصا أصيبوا بجروح.",
    "وقال مدير الدفاع المدني في الوادي إن عشرات المنازل تضررت في الحي القديم وإن فرق الإنقاذ تبحث عن مفقودين.",
    "وأضاف أن الكهرباء انقطعت عن المدينة، وأن المستشفى الجهوي يستقبل الجرحى منذ الساعة الرابعة صباحا.",
)
QUAKE_TOO = (
    "أصيب سبعة عشر شخصا على الأقل في زلزال هز مدينة الوادي قبل طلوع فجر الاثنين وبلغت قوته ست درجات على مقياس ريختر.",
    "وأفاد مراسلنا بأن السكان خرجوا إلى الشوارع، وبأن عمال الإنقاذ يرفعون الأنقاض في الحي القديم من مدينة الوادي.",
    "وأعلنت وزارة الداخلية إرسال مئة رجل من الدفاع المدني وطائرتين مروحيتين إلى المنطقة.",
)
FERRY = (
    "جنحت عبارة على متنها مئتا راكب قرب جزيرة الملح مساء الأحد بسبب الضباب، ولم يصب أحد بأذى.",
    "وقالت سلطات الميناء إن الركاب نقلوا بقوارب صغيرة إلى الجزيرة، وإن تحقيقا فتح في الحادث.",
)


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Path]:
    """Two outlets, an edit, a failing feed, over four rounds; the site is gone afterwards."""
    path = tmp_path / "live.db"
    with FakeSite() as site, SqliteStore(path) as store:
        desk = Desk(store, settings=Settings(allow_private=(site.host,)))
        with store.transaction():
            store.add_watch(
                Watch(id="w", kind="breaking", query=None, address="d@example.org", created_at=NOON)
            )
        site.put("/a/quake", article("زلزال يضرب الوادي", *QUAKE))
        site.put("/b/quake", article("سبعة عشر جريحا في زلزال الوادي", *QUAKE_TOO))
        site.put("/b/ferry", article("عبارة تجنح قرب جزيرة الملح", *FERRY))
        desk.add_source(
            site.feed("/a/rss", ("/a/quake", "زلزال يضرب الوادي", NOON), title="صحيفة ألف"), NOON
        )
        desk.add_source(
            site.feed("/b/rss", ("/b/quake", "سبعة عشر جريحا", NOON), title="صحيفة باء"), NOON
        )
        desk.add_source(site.put("/c/rss", "", status=500), NOON)
        desk.poll(NOON)
        site.feed(
            "/b/rss",
            ("/b/quake", "سبعة عشر جريحا", NOON),
            ("/b/ferry", "عبارة", NOON + 2 * MINUTE),
            title="صحيفة باء",
        )
        desk.poll(NOON + 5 * MINUTE)
        site.put(
            "/a/quake",
            article("زلزال يضرب الوادي", QUAKE[0].replace("سبعة عشر", "واحدا وثلاثين"), *QUAKE[1:]),
        )
        desk.poll(NOON + 11 * MINUTE)
        desk.poll(NOON + 60 * MINUTE)
        assert store.counts()["articles"] == 3 and store.counts()["versions"] == 1
        desk.close()
    yield path


def content(store: SqliteStore) -> list[object]:
    dossiers = [store.dossier(story_id) for story_id in store.story_ids()]
    return [
        [
            (d.story.id, [r.article.text for r in d.readings], [x.key for x in d.developments])
            for d in dossiers
            if d
        ],
        [(n.watch_id, n.development_key, n.at) for n in store.notices(100)],
        [(s.url, s.kind, s.state, s.reason, s.next_poll_at) for s in store.sources()],
        [(f.item, f.kind, f.at) for f in store.failures(100)],
    ]


def test_a_replay_makes_the_same_database(recorded: Path, tmp_path: Path) -> None:
    with SqliteStore(recorded) as recording, SqliteStore(tmp_path / "again.db") as again:
        rounds: list[datetime] = []
        replay(recording, again, Settings(), on_round=lambda at, _: rounds.append(at))
        assert rounds == recording.rounds() and len(rounds) == 4
        assert content(again) == content(recording)
        assert differences(recording, again).none


def test_an_exported_recording_holds_what_is_needed(recorded: Path, tmp_path: Path) -> None:
    with SqliteStore(recorded) as recording, SqliteStore(tmp_path / "out.db") as taken_out:
        assert export_recording(recording, taken_out) == len(list(recording.fetches()))
        assert taken_out.counts()["articles"] == 0
        with SqliteStore(tmp_path / "again.db") as again:
            replay(taken_out, again, Settings())
            assert content(again) == content(recording)


def test_its_own_pace(recorded: Path, tmp_path: Path) -> None:
    slept: list[float] = []
    with SqliteStore(recorded) as recording, SqliteStore(tmp_path / "again.db") as again:
        replay(recording, again, Settings(), times_faster=60, sleep=slept.append)
    assert slept == [5.0, 6.0, 49.0]


def test_pages_taken_in_by_hand_are_part_of_a_recording(tmp_path: Path) -> None:
    page = tmp_path / "ferry.html"
    page.write_text(article("عبارة تجنح قرب جزيرة الملح", *FERRY), encoding="utf-8")
    data = tmp_path / "hand.db"
    added = CliRunner().invoke(
        app, ["add", str(page), "--data", str(data), "--now", "2026-03-02T12:00Z"]
    )
    assert added.exit_code == 0, added.output
    with SqliteStore(data) as recording, SqliteStore(tmp_path / "again.db") as again:
        replay(recording, again, Settings())
        assert content(again) == content(recording)


def test_what_would_differ(recorded: Path, tmp_path: Path) -> None:
    """Under a window too short for anything to be joined, and with more origins to an alert."""
    run = CliRunner().invoke(
        app,
        ["replay", str(recorded), "--compare", "--json", "--settings", "breaking_min_origins=5"],
    )
    assert run.exit_code == 0, run.output
    found = json.loads(run.stdout)
    assert found["counts"]["articles"] == 3
    told = found["differences"]["notices"]
    with SqliteStore(recorded) as recording:
        assert len(told) == recording.counts()["notices"] - found["counts"]["notices"]
        assert recording.counts()["notices"] > 0
    assert all(notice["after_at"] is None for notice in told)
    same = CliRunner().invoke(
        app, ["replay", str(recorded), "--compare", "--against", "breaking_min_origins=2"]
    )
    assert "0 differ; notices:" in same.output and same.output.count(" 0 differ") == 2


@pytest.mark.parametrize(
    "wrong",
    [["--settings", "no_such=1"], ["--settings", "poll_every_seconds=soon"], ["--pace", "fast"]],
)
def test_what_cannot_be_replayed_says_so(recorded: Path, wrong: list[str]) -> None:
    run = CliRunner().invoke(app, ["replay", str(recorded), *wrong])
    assert run.exit_code != 0


def test_the_same_answer_is_kept_once(recorded: Path) -> None:
    with SqliteStore(recorded) as recording:
        feeds = [f for f in recording.fetches() if f.url.endswith("/a/rss")]
        assert [(f.status, f.times) for f in feeds] == [(200, 4)]
        assert recording.fetched_body(feeds[0].body_hash or "")
        with recording.transaction():
            recording.forget_fetches(NOON + timedelta(days=20))
        assert list(recording.fetches()) == [] and recording.rounds() == []
        assert recording.fetched_body(feeds[0].body_hash or "") is None
