"""The service from outside: pages, JSON, errors and headers."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dossiers import at, ferry, hostile
from fake_store import FakeStore
from tawatur.alert.maildir import deliver, list_mails
from tawatur.errors import StoreError
from tawatur.model import Dossier, Failure, Source, Topic
from tawatur.settings import Settings
from tawatur.web.app import create_app
from test_alert import notice_of

SOURCES = (
    Source(id="1", url="https://marfa.example/feed", kind="feed", added_at=at(0), state="answering"),
    Source(
        id="2", url="https://kiyi.example/feed", kind="feed", added_at=at(0), outlet="Kıyı Postası",
        state="refusing", reason="403 Forbidden",
    ),
)  # fmt: skip


def client(store: FakeStore | None = None, **options: object) -> TestClient:
    store = store or FakeStore(ferry(), hostile(), sources=SOURCES)
    app = create_app(store, settings=Settings(), clock=lambda: at(60), **options)  # type: ignore[arg-type]
    return TestClient(app, raise_server_exceptions=False, base_url="http://desk.example")


@pytest.mark.parametrize(
    "path",
    ["/", "/story/ferry", "/article/marfa", "/article/mawj", "/search?q=Nawras", "/search",
     "/search?q=zzz&language=tr", "/sources", "/how-we-count"],
)  # fmt: skip
def test_every_page_is_there_in_both_languages_with_the_strict_headers(path: str) -> None:
    browser = client()
    for prefix, language in (("", "en"), ("/ar", "ar")):
        answer = browser.get(prefix + path)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_link_to_the_other_language_keeps_the_page() -> None:
    assert 'href="/ar/story/ferry"' in client().get("/story/ferry").text
    assert (
        'href="/search?q=Nawras&amp;language=en"'
        in client().get("/ar/search?q=Nawras&language=en").text
    )
    assert client().get("/ar", follow_redirects=False).headers["location"] == "/ar/"


def test_the_front_page_filters_by_language_and_order() -> None:
    browser = client()
    assert "bad-story" in browser.get("/").text
    turkish = browser.get("/?language=tr").text
    assert "/story/ferry" in turkish and "bad-story" not in turkish
    nothing = browser.get("/?language=ru").text
    assert "No story fits this filter" in nothing and "Русский" in nothing
    assert browser.get("/?language=zz").status_code == 200, "a code that CLDR does not know"
    assert browser.get("/search?q=ferry&language=zz").status_code == 200
    assert browser.get("/?order=origins").status_code == 200
    assert browser.get("/?order=backwards").status_code == 400
    assert browser.get("/?offset=-1").status_code == 400


def test_an_empty_store_has_a_page_that_says_so() -> None:
    text = client(FakeStore()).get("/").text
    assert "No story yet" in text


def test_sources_and_failures_are_shown_with_their_reasons() -> None:
    store = FakeStore(ferry(), sources=SOURCES)
    store.failed = [
        Failure(stage="extract", item="x.html", kind="empty", detail="no text", at=at(0))
    ]
    text = client(store).get("/sources").text
    assert "403 Forbidden" in text and "x.html" in text and "no text" in text
    assert "1 of 2 sources answering" in client(store).get("/").text


def test_a_merged_story_redirects_to_the_one_it_lives_on_in() -> None:
    store = FakeStore(ferry())
    store.redirects["gone"] = "ferry"
    answer = client(store).get("/ar/story/gone", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "/ar/story/ferry")


def test_json_is_the_same_view() -> None:
    browser = client()
    stories = browser.get("/api/stories").json()
    assert [s["id"] for s in stories["stories"]] == ["ferry", "bad-story"]
    assert browser.get("/api/stories.json?limit=1").json()["next_offset"] == 1
    story = browser.get("/api/stories/ferry").json()
    assert story["independent_origins"] == 3
    assert browser.get("/api/stories/ferry?lang=ar").json()["headline"]["language"] == "ar"
    assert browser.get("/api/articles/marfa").json()["story_id"] == "ferry"
    assert browser.get("/api/search?q=Nawras").json()["hits"][0]["article_id"] == "ledger"
    assert browser.get("/api/notices").json() == {"notices": []}


def test_errors_have_one_shape() -> None:
    browser = client()
    page = browser.get("/ar/story/none")
    assert page.status_code == 404 and "لا صفحة بهذا العنوان" in page.text
    record = browser.get("/api/stories/none")
    assert record.status_code == 404
    assert record.json() == {
        "error": {"status": 404, "kind": "not-found", "detail": "no story none"}
    }
    assert browser.get("/api/stories?limit=many").json()["error"]["status"] == 400
    assert browser.get("/no/such/page").status_code == 404
    assert browser.post("/story/ferry").status_code == 405


class BrokenStore(FakeStore):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def dossier(self, story_id: str) -> Dossier | None:
        raise self.error


def test_a_bug_shows_the_error_page_and_not_its_insides() -> None:
    browser = client(BrokenStore(RuntimeError("secret path /var/lib")))
    answer = browser.get("/story/x")
    assert answer.status_code == 500
    assert "This page cannot be shown now" in answer.text and "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert browser.get("/api/stories/x").json()["error"]["kind"] == "internal-error"


def test_a_store_that_does_not_answer_is_said() -> None:
    answer = client(BrokenStore(StoreError("locked"))).get("/api/stories/x")
    assert answer.status_code == 503
    assert answer.json()["error"]["kind"] == "store-unavailable"


def test_without_sign_up_there_is_no_form_and_no_way_to_post_one() -> None:
    browser = client()
    assert "<form" in browser.get("/").text and 'method="post"' not in browser.get("/").text
    form = {"address": "reader@example.org", "kind": "breaking"}
    assert browser.post("/watch", data=form).status_code == 404


def test_the_inbox_shows_mails_in_a_sandbox(tmp_path: Path) -> None:
    box = tmp_path / "outbox"
    browser = client(notices_maildir=box)
    assert "No mail yet" in browser.get("/inbox").text
    notice, mail = notice_of("k-injured", "en")
    deliver(mail, box)
    key = list_mails(box)[0].key
    assert "Figure changed" in browser.get("/ar/inbox").text
    page = browser.get(f"/inbox/{key}").text
    assert "sandbox=" in page and notice.subject.split(" · ")[1] in page
    body = browser.get(f"/inbox/{key}/body")
    assert body.headers["content-security-policy"].startswith("sandbox ")
    assert "unsafe-inline" not in browser.get("/inbox").headers["content-security-policy"]
    assert browser.get("/inbox/nothere").status_code == 404
    assert client().get("/inbox").status_code == 404


def test_live_pages_renew_themselves_without_script() -> None:
    assert 'http-equiv="refresh" content="10"' in client(live=True).get("/").text
    assert "refresh" not in client(live=True).get("/story/ferry").text
    assert "refresh" not in client().get("/").text


def test_fonts_and_stylesheet_come_from_here() -> None:
    browser = client()
    assert browser.get("/static/tawatur.css").headers["content-type"].startswith("text/css")
    assert browser.get("/static/fonts/serif-arabic.woff2").status_code == 200
    assert browser.get("/static/../app.py").status_code == 404


def test_every_route_is_documented(tmp_path: Path) -> None:
    app = create_app(FakeStore(), settings=Settings(), notices_maildir=tmp_path)
    docs = (Path(__file__).parents[1] / "docs" / "web.md").read_text(encoding="utf-8")
    for route in app.routes:
        path = route.path  # type: ignore[attr-defined]
        if path == "/ar" or path.startswith("/ar/"):
            path = path[3:] or "/"
        assert f"`{path}`" in docs, path


def test_a_topic_leads_to_its_stories_and_each_story_to_its_topic() -> None:
    store = FakeStore(ferry(), hostile())
    store.known_topics = [
        Topic(id="strait", story_ids=("ferry", "bad-story"), label=("مرسى النور", "<b>Nawras</b>"))
    ]
    client = TestClient(create_app(store, settings=Settings(), clock=lambda: at(60)))
    front = client.get("/").text
    assert '<a href="/topic/strait">' in front and "2 stories" in front
    story = client.get("/ar/story/ferry").text
    assert "من موضوع:" in story and '<a href="/ar/topic/strait">' in story
    assert '<a href="/ar/story/bad-story"' in story, "the other story of the topic"
    page = client.get("/topic/strait")
    assert page.status_code == 200 and page.text.count('<article class="card">') == 2
    assert "&lt;b&gt;Nawras" in page.text and "<b>Nawras" not in page.text
    assert client.get("/api/topics").json()["topics"][0]["story_ids"] == ["ferry", "bad-story"]
    record = client.get("/api/topics/strait").json()
    assert {s["id"] for s in record["stories"]} == {"ferry", "bad-story"}
    assert client.get("/topic/none").status_code == 404


def test_a_story_for_paper_has_everything_open() -> None:
    client = TestClient(create_app(FakeStore(ferry()), settings=Settings(), clock=lambda: at(60)))
    assert "<details>" in client.get("/story/ferry").text
    page = client.get("/ar/story/ferry?print").text
    assert "<details>" not in page and page.count("<details open>") > 3
    assert 'href="/ar/story/ferry?print"' in page
