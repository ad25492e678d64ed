"""The whole way, on the sample stream: what is stored does not depend on how it was run."""

from __future__ import annotations

import hashlib
import itertools
import multiprocessing
import pickle
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest

import tawatur
from tawatur import knowledge
from tawatur.annotate.sentences import split_sentences
from tawatur.dossiers import compare
from tawatur.engine import LocalEngine
from tawatur.errors import InputError
from tawatur.model import Failure, Page, Reading, Watch
from tawatur.pipeline import Desk
from tawatur.reading import read_batch, read_page
from tawatur.sample import outlets_file, sample_pages
from tawatur.settings import Settings
from tawatur.store import SqliteStore

# Enough for three stories with versions; the whole stream is tested in test_sample_stream.py.
SOME = 18


@pytest.fixture(scope="module", autouse=True)
def known_outlets() -> None:
    knowledge.load_extra(outlets_file())


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return sample_pages()[:SOME]


def content(store: SqliteStore) -> dict[str, object]:
    """All that readers can see, in comparable form."""
    return {
        "articles": [reading.article for reading in store.readings()],
        "dossiers": [store.dossier(story_id) for story_id in store.story_ids()],
        "notices": [msgspec.structs.replace(notice, id="") for notice in store.notices(1000)],
        "failures": store.failures(1000),
        "counts": store.counts(),
    }


def run(
    path: Path, pages: list[Page | Failure], engine: LocalEngine | None = None
) -> dict[str, object]:
    with SqliteStore(path) as store:
        add_watch(store, pages)
        Desk(store, engine=engine).take(pages)
        return content(store)


def add_watch(store: SqliteStore, pages: list[Page]) -> None:
    with store.transaction():
        store.add_watch(
            Watch(
                id="w", kind="breaking", query=None, address="desk@example.org",
                created_at=pages[0].seen_at,
            )
        )  # fmt: skip


@pytest.fixture(scope="module")
def plain_run(tmp_path_factory: pytest.TempPathFactory, pages: list[Page]) -> dict[str, object]:
    return run(tmp_path_factory.mktemp("plain") / "desk.db", pages)


def both_ways(folder: Path) -> tuple[bytes, bytes]:
    """What one process stores and what two store, run in a process of its own: tables of outlets
    are loaded before anything is read there, as they are in every command."""
    knowledge.load_extra(outlets_file())
    pages = sample_pages()[:SOME]
    alone = run(folder / "alone.db", pages)
    with LocalEngine(2, start=partial(knowledge.load_extra, outlets_file())) as engine:
        together = run(folder / "together.db", pages, engine)
    return msgspec.json.encode(alone), msgspec.json.encode(together)


def test_two_processes_store_the_same(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as fresh:
        alone, together = fresh.submit(both_ways, tmp_path).result()
    assert alone[:200] == together[:200] and len(alone) == len(together)
    assert hashlib.sha256(alone).hexdigest() == hashlib.sha256(together).hexdigest()


def test_stopped_anywhere_and_started_again_stores_the_same(
    tmp_path: Path, pages: list[Page], plain_run: dict[str, object]
) -> None:
    seed = random.randrange(10_000)
    print("seed", seed)  # shown when the test fails
    stop_after = random.Random(seed).randrange(1, len(pages))
    path = tmp_path / "desk.db"

    class PowerCut(BaseException):
        pass

    def until_the_power_fails() -> Iterator[Page]:
        yield from pages[:stop_after]
        raise PowerCut

    with SqliteStore(path) as store:
        add_watch(store, pages)
        with pytest.raises(PowerCut):
            Desk(store).take(until_the_power_fails())
    with SqliteStore(path) as store:
        # The page under way may or may not be in; taking it again must change nothing.
        Desk(store).take(pages[max(0, stop_after - 1) :])
        assert content(store) == plain_run


def test_taking_everything_twice_changes_nothing(tmp_path: Path, pages: list[Page]) -> None:
    once_each = list({page.url: page for page in pages}.values())
    with SqliteStore(tmp_path / "desk.db") as store:
        add_watch(store, pages)
        Desk(store).take(once_each)
        before = content(store)
        tally = Desk(store).take(once_each)
        assert (tally.articles, tally.versions, tally.notices) == (0, 0, 0)
        assert tally.unchanged == len(once_each)
        assert content(store) == before


def test_one_bad_page_is_a_row_and_the_rest_goes_on(tmp_path: Path, pages: list[Page]) -> None:
    empty = msgspec.structs.replace(
        pages[0], name="https://leer.example/x", url="https://leer.example/x", body=b""
    )
    with SqliteStore(tmp_path / "desk.db") as store:
        tally = Desk(store).take([empty, pages[0]])
        assert tally.articles == 1
        (failure,) = store.failures()
        assert failure.item == "https://leer.example/x" and failure.detail
        assert not store.link_is_due("https://leer.example/x", empty.seen_at)
        assert store.link_is_due("https://leer.example/x", empty.seen_at + timedelta(minutes=3))


def test_an_error_nobody_foresaw_leaves_the_database_as_it_was(
    tmp_path: Path, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    with SqliteStore(tmp_path / "desk.db") as store:
        desk = Desk(store)
        desk.take(pages[:3])
        before = content(store)

        def broken(*_: object, **__: object) -> object:
            raise RuntimeError("a bug in the sheet")

        with monkeypatch.context() as patched:
            patched.setattr("tawatur.dossiers.align.build_sheet", broken)
            with pytest.raises(RuntimeError, match="a bug in the sheet"):
                desk.take(pages[3:4])
        assert content(store) == before
        desk.take(pages[3:4])  # and the desk goes on
        assert store.counts()["articles"] == 4


def test_mails_wait_for_a_full_disk_to_be_emptied(tmp_path: Path, pages: list[Page]) -> None:
    in_the_way = tmp_path / "desk.db.outbox"
    in_the_way.write_text("a file where the folder should be")
    with SqliteStore(tmp_path / "desk.db") as store:
        add_watch(store, pages)
        desk = Desk(store)
        desk.take(pages)
        waiting = store.counts()["deliveries_waiting"]
        assert waiting > 0
        now = pages[-1].seen_at
        assert desk.deliver(now) == 0
        assert store.counts()["deliveries_waiting"] > 0
        in_the_way.unlink()
        later = now + timedelta(minutes=1)
        mails = desk.deliver(later)
        assert store.counts()["deliveries_waiting"] == 0
        assert desk.deliver(later) == 0
        assert len(list((in_the_way / "new").iterdir())) == mails > 0


def test_compare_needs_no_database(pages: list[Page]) -> None:
    dossier, failures = compare(itertools.islice(pages, 3))
    assert dossier is not None and not failures
    assert len(dossier.readings) == 3
    assert {a for origin in dossier.origins for a in origin.article_ids} == set(
        dossier.story.article_ids
    )


def test_compare_of_nothing_readable() -> None:
    page = Page(
        name="leer.html", body=b"", media_type="text/html", seen_at=sample_pages()[0].seen_at
    )
    dossier, failures = compare([page])
    assert dossier is None
    assert [failure.item for failure in failures] == ["leer.html"]


def test_a_reading_names_its_vector_model(pages: list[Page]) -> None:
    reading = read_page(pages[0], replace(Settings()))
    assert isinstance(reading, Reading)
    assert reading.vector is not None and len(reading.vector.data) == 512 * 4


def test_a_reading_passes_from_process_to_process_whole(pages: list[Page]) -> None:
    readings = read_batch(pages[:6])
    assert pickle.loads(pickle.dumps(readings)) == readings
    assert readings == [read_page(page) for page in pages[:6]]


def test_an_error_nobody_foresaw_names_its_page(
    pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    def split(text: str, language: str) -> object:
        if text == bad.article.text:
            raise RuntimeError("a bug")
        return split_sentences(text, language)

    bad = read_page(pages[2])
    assert isinstance(bad, Reading)
    monkeypatch.setattr("tawatur.annotate.split_sentences", split)
    with pytest.raises(RuntimeError) as found:
        read_batch(pages[:6])
    assert found.value.__notes__ == [f"while reading {pages[2].name}"]


def test_lines_that_an_outlet_prints_on_every_page_are_learnt(tmp_path: Path) -> None:
    teaser = (
        "الضفة صحيفة مستقلة تصدر من سهل النخيل كل صباح منذ أربعين عاماً وتعيش من اشتراكات قرائها."
    )
    stories = [
        "افتتح رئيس بلدية سهل النخيل أمس معرض الكتاب بحضور مئة ناشر من عشرين دولة.",
        "أعلنت هيئة المياه انخفاض منسوب بحيرة السد متراً واحداً خلال شهر فبراير الماضي.",
        "فاز نادي الواحة على ضيفه الشراع بهدفين لهدف في الجولة السابعة من الدوري الممتاز.",
        "وصلت إلى ميناء الرأس سفينة تحمل أربعين ألف طن من القمح قادمة من البحر الأسود.",
        "بدأ المجلس المحلي مناقشة ميزانية العام المقبل وسط خلاف على رسوم النفايات المنزلية.",
    ]
    pages = [
        Page(
            name=f"https://addiffa.example/{i}",
            url=f"https://addiffa.example/{i}",
            body=(
                f"<html lang=ar><head><title>خبر رقم {i} من المدينة</title><meta property='og:site_name' content='الضفة'>"
                f"</head><body><article><h1>خبر رقم {i} من المدينة</h1><p>{story}</p><p>{teaser}</p>"
                f"<p>وأضاف البيان أن التفاصيل ستنشر لاحقاً، وهي الفقرة {i} من النص.</p></article></body></html>"
            ).encode(),
            media_type="text/html",
            seen_at=sample_pages()[0].seen_at + timedelta(minutes=i),
        )
        for i, story in enumerate(stories)
    ]
    with SqliteStore(tmp_path / "desk.db") as store:
        Desk(store).take(pages)
        readings = list(store.readings())
    assert teaser in readings[0].article.text  # nothing was known yet
    last = readings[-1].article
    assert teaser not in last.text and stories[-1] in last.text
    assert [r.reason for r in last.removed if r.text.strip() == teaser] == ["recurring"]


def test_the_library_call_compares_files(tmp_path: Path) -> None:
    from tawatur.demo import write_pages

    files = write_pages(tmp_path)
    assert len(files) == len(sample_pages())
    talks = [file for file in files if "muscat" in file.name][:2]
    dossier = tawatur.compare(talks)
    assert len(dossier.readings) == 2 and dossier.sheet.points
    with pytest.raises(InputError, match=r"nowhere\.html"):
        tawatur.compare([*talks, tmp_path / "nowhere.html"])


def test_an_archive_is_played_at_its_own_pace(tmp_path: Path, pages: list[Page]) -> None:
    now = pages[-1].seen_at + timedelta(days=200)
    undated = next(p for p in sample_pages() if p.url and "freepages" in p.url)
    archive = [msgspec.structs.replace(p, seen_at=now) for p in [*pages[:4], undated, *pages[4:6]]]
    with SqliteStore(tmp_path / "desk.db") as store:
        Desk(store).take(archive, as_published=True)
        seen = [reading.article.seen_at for reading in store.readings()]
    assert all(at < now - timedelta(days=190) for at in seen)
    assert seen[4] == seen[3]  # the undated one: right after the one before it


def test_what_is_new_can_be_worked_out_later(
    tmp_path: Path, pages: list[Page], plain_run: dict[str, object]
) -> None:
    with SqliteStore(tmp_path / "later.db") as store:
        add_watch(store, pages)
        Desk(store).take(pages[:5], settle_at_once=False)
        assert store.stale_stories()
    with SqliteStore(tmp_path / "later.db") as store:  # started again, half the work still to do
        desk = Desk(store)
        desk.take(pages[5:], settle_at_once=False)
        desk.settle()
        assert store.stale_stories() == []
        later = content(store)

    def news(run: dict[str, object]) -> list[list[str]]:
        return [sorted(d.key for d in dossier.developments) for dossier in run["dossiers"]]  # type: ignore[attr-defined]

    assert news(later) == news(plain_run)
    assert len(later["notices"]) == len(plain_run["notices"])  # type: ignore[arg-type]
    for mine, theirs in zip(later["dossiers"], plain_run["dossiers"], strict=True):  # type: ignore[call-overload]
        assert (mine.sheet, mine.origins, mine.memberships) == (
            theirs.sheet, theirs.origins, theirs.memberships,
        )  # fmt: skip
