"""The store: what went in comes out, nothing half-written, search folds Arabic."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tawatur.errors import StoreError
from tawatur.model import (
    Annotations,
    Article,
    Derivation,
    Development,
    Failure,
    Finding,
    Hints,
    Membership,
    NameMention,
    Notice,
    Page,
    Place,
    Reading,
    Sentence,
    Source,
    Stamp,
    Vector,
    VersionChange,
    Watch,
)
from tawatur.naming import skeleton
from tawatur.store import SqliteStore
from tawatur.store.rows import named_queries

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


def a_reading(
    article_id: str,
    title: str,
    text: str,
    *,
    language: str = "ar",
    minutes: int = 0,
    name: str = "",
) -> Reading:
    names = ()
    if name:
        at = text.index(name)
        names = (
            NameMention(
                start=at,
                end=at + len(name),
                text=name,
                kind="person",
                identity="~" + skeleton(name),
            ),
        )
    return Reading(
        article=Article(
            id=article_id,
            url=f"https://nahar-alwadi.example/{article_id}",
            page_name=article_id,
            seen_at=NOON + timedelta(minutes=minutes),
            title=Finding(value=title, where="meta og:title", confidence=0.9),
            outlet=Finding(value="نهار الوادي", where="host", confidence=1.0),
            text=text,
            raw_text=text,
            published=Stamp(
                at=NOON, day=date(2026, 3, 12), precision="minute", where="json-ld", confidence=0.95
            ),
        ),
        annotations=Annotations(
            language=language,
            language_confidence=0.99,
            direction="rtl" if language == "ar" else "ltr",
            sentences=(Sentence(start=0, end=len(text), paragraph=0),),
            names=names,
        ),
        vector=Vector(model="test/1", data=b"\x00\x01\x02\x03"),
    )


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "desk.db")


def put(store: SqliteStore, reading: Reading, story_id: str = "s1") -> None:
    membership = Membership(
        article_id=reading.article.id,
        story_id=story_id,
        joined_at=reading.article.seen_at,
        score=0.9,
    )
    with store.transaction():
        store.save_reading(reading, page_id="p", stages={"extract": 1})
        store.open_story(story_id, reading.article.seen_at)
        store.save_membership(membership, reading.annotations.language, reading.article.seen_at)


def test_a_reading_comes_back_as_it_went_in(store: SqliteStore) -> None:
    reading = a_reading("a1", "افتتاح جسر الوادي", "افتتح الوزير جسر الوادي صباح اليوم.")
    put(store, reading)
    assert store.reading("a1") == reading
    assert store.reading("nobody") is None


def test_pages_are_kept_as_they_were_fetched(store: SqliteStore) -> None:
    page = Page(
        name="https://nahar-alwadi.example/a1",
        url="https://nahar-alwadi.example/a1",
        body="<html><p>نص</p>".encode("cp1256"),
        media_type="text/html",
        charset="windows-1256",
        seen_at=NOON,
        hints=Hints(title="نص"),
    )
    with store.transaction():
        page_id = store.save_page(page, "a1")
        assert store.save_page(page, "a1") == page_id
    assert store.page(page_id) == page
    assert store.pages_of("a1") == [page]


@pytest.mark.parametrize(
    "query",
    [
        "الإمارات",
        "الامارات",
        "إمارات",
        "بالإمارات",
        "الْإِمَارَات",
        "قمه الامارات",
        '"قمة في الإمارات"',
    ],
)
def test_search_folds_arabic_spelling(store: SqliteStore, query: str) -> None:
    put(
        store,
        a_reading("a1", "قمة اقتصادية", "انطلقت قمة في الإمارات بحضور رؤساء البنوك المركزية."),
    )
    put(store, a_reading("a2", "أمطار غزيرة", "هطلت أمطار غزيرة على الساحل الشمالي."))
    assert [hit.article_id for hit in store.search(query)] == ["a1"]


def test_search_finds_a_name_in_another_script(store: SqliteStore) -> None:
    put(store, a_reading("a1", "لقاء", "التقى سمير الدرويش وفدا من البلدية.", name="سمير الدرويش"))
    put(store, a_reading("a2", "Visite", "Un convoi est arrivé au port.", language="fr"))
    assert [hit.article_id for hit in store.search("Darwish")] == ["a1"]


@pytest.mark.parametrize("query", ["", "  ", '"', "* OR (", "NEAR/", "title:", "؟!", 'a" OR "b'])
def test_search_survives_anything_typed(store: SqliteStore, query: str) -> None:
    put(store, a_reading("a1", "قمة", "نص قصير."))
    assert store.search(query) == []


def test_search_shows_the_articles_own_words(store: SqliteStore) -> None:
    text = "جملة أولى طويلة لا تعني الباحث في شيء. " * 12 + "ثم وصل المحافظ إلى السد."
    put(store, a_reading("a1", "السد", text))
    (hit,) = store.search("المحافظ")
    assert "وصل المحافظ إلى السد" in hit.snippet
    assert hit.snippet.startswith("…") and len(hit.snippet) <= 165
    assert hit.story_id == "s1"


def test_a_new_version_takes_the_place_of_the_old_in_search(store: SqliteStore) -> None:
    before = a_reading("a1", "حريق", "اندلع حريق في المستودع.")
    put(store, before)
    after = msgspec.structs.replace(
        before,
        article=msgspec.structs.replace(
            before.article, text="أخمد رجال الإطفاء النيران.", version=2
        ),
    )
    change = VersionChange(
        article_id="a1", number=2, seen_at=NOON, substantive=True, announced=False,
        title_changed=False, changes=(),
    )  # fmt: skip
    with store.transaction():
        store.save_version(change, before)
        store.save_reading(after, page_id="p2", stages={"extract": 1})
    assert store.search("المستودع") == []
    assert [hit.article_id for hit in store.search("النيران")] == ["a1"]
    assert store.versions("a1") == [change]
    kept = store.version_before("a1", 2)
    assert kept is not None and kept.article == before.article


def test_what_fails_inside_a_transaction_leaves_nothing(store: SqliteStore) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        store.open_story("s9", NOON)
        raise RuntimeError("power cut")
    assert store.dossier("s9") is None


def test_a_merged_story_redirects_and_keeps_its_articles(store: SqliteStore) -> None:
    put(store, a_reading("a1", "زلزال", "ضرب زلزال المدينة."), "s1")
    put(store, a_reading("a2", "زلزال ثان", "هزة أرضية في المدينة.", minutes=5), "s2")
    put(store, a_reading("a3", "هزات", "هزات ارتدادية.", minutes=9), "s3")
    with store.transaction():
        store.merge_stories("s2", "s3")
        store.merge_stories("s1", "s2")
    for address in ("s1", "s2", "s3"):
        dossier = store.dossier(address)
        assert dossier is not None
        assert dossier.story.id == "s1"
        assert dossier.story.article_ids == ("a1", "a2", "a3")
    assert store.story_ids() == ["s1"]


def test_one_notice_per_watch_and_development(store: SqliteStore) -> None:
    watch = Watch(id="w1", kind="breaking", query=None, address="desk@example.org", created_at=NOON)
    development = Development(
        story_id="s1", key="opened", kind="opened", at=NOON, article_id="a1",
        evidence=(Place(article_id="a1", start=0, end=4),),
    )  # fmt: skip
    notice = Notice(
        id="n1", watch_id="w1", story_id="s1", development_key="opened", kind="new", article_id="a1",
        at=NOON, message_id="<n1@example>", subject="جسر الوادي",
    )  # fmt: skip
    with store.transaction():
        store.add_watch(watch)
        assert store.save_development(development)
        assert not store.save_development(development)
        assert store.save_notice(notice)
        assert not store.save_notice(msgspec.structs.replace(notice, id="n2"))
    assert [n.id for n in store.notices()] == ["n1"]
    assert [waiting.notice.id for waiting in store.waiting_notices(["w1"])] == ["n1"]


def test_a_stopped_watch_is_gone_from_the_list_but_known(store: SqliteStore) -> None:
    watch = Watch(id="w1", kind="topic", query="سدود", address="desk@example.org", created_at=NOON)
    with store.transaction():
        store.add_watch(watch)
        assert store.stop_watch("w1")
        assert not store.stop_watch("w1")
    assert store.watches() == [] and store.watch("w1") == watch


def test_links_wait_then_are_left_alone(store: SqliteStore) -> None:
    url = "https://nahar-alwadi.example/a7"
    assert store.link_is_due(url, NOON)
    with store.transaction():
        store.save_link(url, None, 1, NOON + timedelta(minutes=2))
    assert not store.link_is_due(url, NOON)
    assert store.link_is_due(url, NOON + timedelta(minutes=3))
    with store.transaction():
        store.save_link(url, "a7", 2)
        store.save_link(url, None, 3, NOON)  # a later failure does not make it unread
    assert not store.link_is_due(url, NOON + timedelta(days=1))


def test_sources_and_failures_come_back(store: SqliteStore) -> None:
    source = Source(id="x", url="https://nahar-alwadi.example/rss", kind="feed", added_at=NOON)
    failure = Failure(
        stage="fetch", item="feed", kind="timeout", detail="no answer in 20 s", at=NOON
    )
    with store.transaction():
        store.save_source(source)
        store.save_failure(failure)
    assert store.sources() == store.sources_due(NOON) == [source]
    with store.transaction():
        store.save_source(msgspec.structs.replace(source, next_poll_at=NOON + timedelta(minutes=1)))
    assert store.sources_due(NOON) == []
    assert store.failures() == [failure]


def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text(
        "this is a shopping list, not a database at all, and it goes on for a while" * 9
    )
    with pytest.raises(StoreError, match=r"notes\.db"):
        SqliteStore(path)


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    SqliteStore(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreError, match="newer tawatur"):
        SqliteStore(path)


def test_opening_again_finds_everything(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with SqliteStore(path) as store:
        put(store, a_reading("a1", "سد", "نص."))
    with SqliteStore(path) as store:
        assert [reading.article.id for reading in store.readings()] == ["a1"]
        assert [r.article.id for r, _ in store.open_articles()] == ["a1"]
        assert store.counts()["articles"] == 1


def test_a_derivation_is_filed_under_the_article_that_was_made(store: SqliteStore) -> None:
    put(store, a_reading("copy", "سد", "نص منقول."))
    put(store, a_reading("source", "سد", "نص أصلي.", minutes=5))
    found = Derivation(
        article_id="copy", source_id="source", kind="verbatim", share_of_copy=1.0, confidence=0.9
    )
    with store.transaction():
        store.save_derivations("source", [found])  # found when the source was seen, after its copy
    assert store.derivations("copy") == [found]
    assert store.derivations("source") == []
    dossier = store.dossier("s1")
    assert dossier is not None and dossier.derivations == (found,)


def test_an_old_text_is_found_again_by_its_prints(tmp_path: Path) -> None:
    """Two shared numbers are a trace; one that stands in dozens of articles is a set phrase."""
    with SqliteStore(tmp_path / "prints.db") as store, store.transaction():
        for number in range(60):
            article = a_reading(f"a{number}", "Ferry", "A ferry ran aground.", minutes=number)
            store.save_reading(article, page_id=f"p{number}", stages={})
            store.save_prints(article.article.id, [7, 1000 + number, 2000 + number, 3000 + number])
        assert store.articles_sharing_prints([7, 1030, 3030, 5], limit=3) == ["a30"]
        assert store.articles_sharing_prints([7, 1030, 999], limit=3) == []
        assert store.articles_sharing_prints([3004], limit=3) == ["a4"]
        assert store.articles_sharing_prints([1001, 2001, 1002, 2002, 3002], limit=1) == ["a2"]
        assert store.articles_sharing_prints([], limit=3) == []


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE visits (url TEXT)")
    with pytest.raises(StoreError, match=r"history\.sqlite: is a database of another program"):
        SqliteStore(path)
    with sqlite3.connect(path) as theirs:
        assert theirs.execute("SELECT name FROM sqlite_master").fetchall() == [("visits",)]


@pytest.mark.parametrize(
    "query",
    [
        "article",
        "articles_with_prints",
        "delivery_by_message_id",
        "deliveries_due",
        "deliveries_leased",
        "move_deliveries",
        "move_members",
        "open_articles",
        "open_story_topics",
        "redirect_merged",
        "save_prints",
        "stories_merged_into",
        "topic_of_story",
    ],
)
def test_what_is_asked_for_each_article_or_mail_reads_no_table_from_end_to_end(
    store: SqliteStore, query: str
) -> None:
    sql = named_queries("queries.sql")[query]
    parameters = dict.fromkeys(re.findall(r":([a-z_]+)", sql))
    with closing(sqlite3.connect(store.path)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)]
    read_whole = [step for step in plan if step.startswith("SCAN") and "INDEX" not in step]
    assert not read_whole, plan
