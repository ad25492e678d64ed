"""WebSub over real HTTP: our service is the callback, the test is the hub."""

from __future__ import annotations

import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest
import uvicorn

from fake_site import FakeSite, article
from tawatur.fetch.websub import is_signed
from tawatur.model import Page
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.watching import Watcher
from tawatur.web.app import create_app

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TEXT = "عاد التيار الكهربائي إلى الحي القديم في مدينة الوادي مساء اليوم بعد انقطاع دام تسع ساعات."


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def site() -> Iterator[FakeSite]:
    with FakeSite() as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "hub.db") as made:
        yield made


@pytest.fixture
def service(store: SqliteStore, clock: Clock) -> Iterator[str]:
    """Our web service on a free port."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = create_app(store, settings=Settings(), clock=clock)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def watcher(store: SqliteStore, site: FakeSite, service: str) -> Iterator[Watcher]:
    settings = Settings(allow_private=(site.host,), websub_callback=service)
    made = Watcher(store, settings)
    yield made
    made.close()


def feed(site: FakeSite, *items: tuple[str, str, datetime | None]) -> str:
    links = f'<atom:link rel="hub" href="{site.base}/hub"/><atom:link rel="self" href="{site.base}/rss"/>'
    return site.feed("/rss", *items, extra=links)


def read(watcher: Watcher, now: datetime) -> list[str]:
    found = []
    for each in watcher.new_pages(now):
        assert isinstance(each, Page), each
        with watcher.store.transaction():
            watcher.placed(each, f"a{each.url}")
        found.append(each.url or "")
    return found


def asked(site: FakeSite) -> dict[str, str]:
    (path, body) = site.posted[-1]
    assert path == "/hub"
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def confirm(form: dict[str, str], **other: str) -> httpx.Response:
    query = {
        "hub.mode": "subscribe", "hub.topic": form["hub.topic"], "hub.challenge": "c-4711",
        "hub.lease_seconds": "86400", **{f"hub.{name}": value for name, value in other.items()},
    }  # fmt: skip
    return httpx.get(form["hub.callback"], params=query, trust_env=False)


def push(form: dict[str, str], body: bytes, secret: str | None = None) -> httpx.Response:
    digest = hmac.new((secret or form["hub.secret"]).encode(), body, hashlib.sha256).hexdigest()
    return httpx.post(
        form["hub.callback"], content=body, trust_env=False,
        headers={"X-Hub-Signature": f"sha256={digest}", "Content-Type": "application/rss+xml"},
    )  # fmt: skip


def test_subscribed_confirmed_told_and_renewed(
    site: FakeSite, watcher: Watcher, clock: Clock
) -> None:
    site.put("/news/1", article("عودة الكهرباء", TEXT, TEXT))
    site.put("/news/2", article("عودة الماء", TEXT, TEXT))
    watcher.add_source(feed(site, ("/news/1", "عودة الكهرباء", NOON)), NOON)
    assert read(watcher, NOON) == [f"{site.base}/news/1"]
    form = asked(site)
    assert form["hub.mode"] == "subscribe" and form["hub.topic"] == f"{site.base}/rss"
    assert len(form["hub.secret"]) >= 32
    answer = confirm(form)
    assert (answer.status_code, answer.text) == (200, "c-4711")

    # While the hub tells us, the feed is asked once an hour.
    site.paths()
    read(watcher, NOON + 2 * MINUTE)
    read(watcher, NOON + 20 * MINUTE)
    assert site.paths().count("/rss") <= 1

    feed(site, ("/news/2", "عودة الماء", NOON + 21 * MINUTE))
    served = site.pages["/rss"]
    clock.now = NOON + 21 * MINUTE
    assert push(form, served.body).status_code == 202  # type: ignore[union-attr]
    assert read(watcher, NOON + 21 * MINUTE) == [f"{site.base}/news/2"]
    assert read(watcher, NOON + 22 * MINUTE) == []

    posted = len(site.posted)
    read(watcher, NOON + timedelta(hours=12))
    assert len(site.posted) == posted  # not yet
    read(watcher, NOON + timedelta(hours=23))
    assert len(site.posted) == posted + 1  # before the lease ends
    assert asked(site)["hub.callback"] == form["hub.callback"]


def test_only_what_is_signed_is_taken(site: FakeSite, watcher: Watcher, store: SqliteStore) -> None:
    site.put("/news/1", article("عودة الكهرباء", TEXT, TEXT))
    watcher.add_source(feed(site), NOON)
    read(watcher, NOON)
    form = asked(site)
    assert confirm(form).status_code == 200
    feed(site, ("/news/1", "عودة الكهرباء", NOON))
    body = site.pages["/rss"].body  # type: ignore[union-attr]
    assert push(form, body, secret="guessed").status_code == 202  # no word of it
    assert httpx.post(form["hub.callback"], content=body, trust_env=False).status_code == 202
    assert store.pushed() == []
    assert read(watcher, NOON + MINUTE / 2) == []


def test_what_we_did_not_ask_is_not_confirmed(
    site: FakeSite, watcher: Watcher, service: str
) -> None:
    watcher.add_source(feed(site), NOON)
    read(watcher, NOON)
    form = asked(site)
    assert confirm(form, topic="https://other.example/rss").status_code == 404
    assert confirm(form, mode="unsubscribe").status_code == 404
    assert confirm({**form, "hub.callback": f"{service}/websub/guess"}).status_code == 404
    assert push({**form, "hub.callback": f"{service}/websub/guess"}, b"x").status_code == 410
    assert watcher.store.sources()[0].pushed_until is None


def test_a_hub_that_refuses_leaves_us_asking(site: FakeSite, watcher: Watcher) -> None:
    site.put("/hub", "no", status=403)
    watcher.add_source(feed(site), NOON)
    read(watcher, NOON)
    assert watcher.store.subscription(watcher.store.sources()[0].id).state == "refused"  # type: ignore[union-attr]
    site.paths()
    read(watcher, NOON + 2 * MINUTE)
    assert "/rss" in site.paths() and len(site.posted) == 1


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_signatures(method: str) -> None:
    digest = hmac.new(b"secret", b"body", method).hexdigest()
    assert is_signed(b"body", f"{method}={digest}", "secret")
    assert not is_signed(b"body2", f"{method}={digest}", "secret")
    assert not is_signed(b"body", f"md5={digest}", "secret")
    assert not is_signed(b"body", None, "secret") and not is_signed(b"body", "=", "secret")


def test_the_health_page_in_both_languages(site: FakeSite, watcher: Watcher, service: str) -> None:
    watcher.add_source(feed(site), NOON, outlet="صحيفة الوادي")
    watcher.add_source(site.put("/shut", "", status=403), NOON)
    watcher.add_source(site.put("/gone", "", status=410), NOON)
    list(watcher.new_pages(NOON))
    english = httpx.get(f"{service}/sources", trust_env=False).text
    assert "blocked <b>1</b>" in english and "the server answered 403" in english
    assert english.index("/shut") < english.index("/gone") < english.index("/rss")  # worst first
    arabic = httpx.get(f"{service}/ar/sources", trust_env=False).text
    assert "محجوب" in arabic and "يمنعنا" in arabic and "صحيفة الوادي" in arabic
    data = httpx.get(f"{service}/api/sources", trust_env=False).json()
    assert [s["state"] for s in data["sources"]] == ["blocked", "gone", "answering"]
