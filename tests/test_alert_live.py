"""``tawatur run`` from outside: five local feeds, one watch, a real mail server, and a reader who
signs up, confirms, reads and leaves over real HTTP. And the same stream in one process, twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
import regex

import tawatur
from servers import MailServer, free_port
from tawatur import knowledge
from tawatur.curating import Curator
from tawatur.model import Page
from tawatur.sample import outlets_file, sample_pages
from tawatur.sample.site import SampleServer, serve_site, stream_begins


class Clock:
    """The time at the outlets; moves when the test says so."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def site() -> Iterator[tuple[SampleServer, Clock]]:
    clock = Clock(stream_begins() + timedelta(minutes=5))
    with serve_site(now=clock) as running:
        yield running, clock


def wait(what: Callable[[], Any], seconds: float = 90) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def links(mail: EmailMessage, path: str) -> list[str]:
    body = mail.get_body(("plain",))
    assert body is not None
    return regex.findall(rf"https?://\S+/{path}/[^\s<>\"]+", body.get_content())


def test_five_feeds_a_watch_and_a_reader_who_comes_and_goes(
    tmp_path: Path, site: tuple[SampleServer, Clock]
) -> None:
    server, clock = site
    data, port = str(tmp_path / "desk.db"), free_port()
    with MailServer(tmp_path / "mail") as mail:
        environment = {
            **os.environ, "TAWATUR_SMTP_HOST": "127.0.0.1", "TAWATUR_SMTP_PORT": str(mail.port),
            "TAWATUR_SENDER": "tawatur <alerts@news.example>", "TAWATUR_POLL_EVERY_SECONDS": "1",
            "TAWATUR_ALLOW_PRIVATE": server.host_and_port, "TAWATUR_KNOWLEDGE": str(outlets_file()),
            "TAWATUR_POLL_AT_MOST_SECONDS": "1",
        }  # fmt: skip

        def command(*arguments: str) -> None:
            subprocess.run(
                [sys.executable, "-m", "tawatur", *arguments, "--data", data],
                env=environment, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip

        command("add", *server.feeds)
        command("watch", "add", "--topic", "earthquake", "--email", "desk@example.org")
        running = subprocess.Popen(
            [sys.executable, "-m", "tawatur", "run", "--serve", "--port", str(port), "--every",
             "0.5", "--data", data], env=environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            base = f"http://127.0.0.1:{port}"
            first = wait(lambda: [m for m in mail.mails() if m["To"] == "desk@example.org"])
            assert "Karadere" in str(first[0]["Subject"])
            story = regex.search(
                rf"{base}/story/\S+", str(first[0].get_body(("plain",)).get_content())
            )
            assert story and httpx.get(story[0]).status_code == 200

            answer = httpx.post(
                base + "/ar/subscribe",
                data={"address": "reader@example.org", "kind": "topic", "query": "زلزال"},
            )
            assert answer.status_code == 200
            (question,) = wait(lambda: [m for m in mail.mails() if m["To"] == "reader@example.org"])
            (confirm,) = links(question, "confirm")
            assert httpx.get(confirm).status_code == 200
            assert "بدأت المتابعة" in httpx.post(confirm).text

            clock.now = stream_begins() + timedelta(hours=4)
            told = wait(
                lambda: [
                    m for m in mail.mails()
                    if m["To"] == "reader@example.org" and m["X-Tawatur-Kind"] == "new"
                ]
            )  # fmt: skip
            assert told[0]["Content-Language"] == "ar"
            one_click = str(told[0]["List-Unsubscribe"]).strip("<>")
            assert httpx.post(one_click, data={"List-Unsubscribe": "One-Click"}).status_code == 200
            had = len([m for m in mail.mails() if m["To"] == "reader@example.org"])
            desk_had = len(mail.mails()) - had
            clock.now = stream_begins() + timedelta(hours=30)
            time.sleep(4)
            assert len([m for m in mail.mails() if m["To"] == "reader@example.org"]) == had
            assert len({str(m["Message-ID"]) for m in mail.mails()}) == len(mail.mails())
            assert desk_had >= 1
        finally:
            running.send_signal(signal.SIGINT)
            try:
                running.wait(30)
            except subprocess.TimeoutExpired:
                running.kill()


def test_the_quake_is_told_once_whatever_is_edited_redated_or_restarted(tmp_path: Path) -> None:
    knowledge.load_extra(outlets_file())
    begin = stream_begins()
    pages = [p for p in sample_pages() if p.seen_at < begin + timedelta(hours=12)]
    path = tmp_path / "desk.db"

    def live(given: list[Page]) -> None:
        """A new desk for every fourth page, as after a restart."""
        for start in range(0, len(given), 4):
            with tawatur.open(path) as desk:
                for page in given[start : start + 4]:
                    desk.take([page])
                    desk.deliver(page.seen_at)

    with tawatur.open(path) as desk:
        for options in (
            {"breaking": True}, {"topic": "earthquake"}, {"person": "Nihat Erdemgil"},
            {"quotation_by": "نيهات أرديمغيل"}, {"topic": "زلزال", "language": "ar", "digest": "hourly"},
        ):  # fmt: skip
            desk.add_watch(now=begin, email="desk@example.org", **options)
    live(pages)
    with tawatur.open(path) as desk:
        desk.deliver(begin + timedelta(hours=13))
        told = desk.store.notices(1_000_000)
        box = [*(desk.maildir / "new").iterdir()]
        mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in box]
    assert {n.kind for n in told} >= {"new", "development"}
    per_watch = Counter(n.watch_id for n in told)
    assert len(per_watch) == 5, "every watch was told something"
    assert max(Counter((n.watch_id, n.subject) for n in told).values()) == 1
    assert all(n.message_id in {str(m["Message-ID"]) for m in mails} for n in told)

    # the same again: other bytes, other dates, another hour
    again = [
        Page(
            name=page.name, url=page.url, media_type=page.media_type, charset=page.charset,
            seen_at=page.seen_at + timedelta(hours=13),
            body=page.body.replace(b"2026-03-02T", b"2026-03-03T") + b"<!-- fetched again -->",
        )
        for page in pages
    ]  # fmt: skip
    newest = {page.url or page.name: page for page in again}  # the last version of each address
    live(list(newest.values()))
    with tawatur.open(path) as desk:
        desk.deliver(begin + timedelta(days=2))
        assert [n.id for n in desk.store.notices(1_000_000)] == [n.id for n in told]
        assert len([*(desk.maildir / "new").iterdir()]) == len(mails)

    # an analyst parts the story and puts it together again
    with tawatur.open(path) as desk:
        (story_id,) = {n.story_id for n in told}
        dossier = desk.store.dossier(story_id)
        assert dossier is not None
        curator, now = Curator(desk.store), begin + timedelta(days=2, hours=1)
        curator.split(story_id, dossier.story.article_ids[-3:], now)
        desk.settle()
        assert [n.id for n in desk.store.notices(1_000_000)] == [n.id for n in told]
        (other,) = set(desk.store.story_ids()) - {story_id}
        curator.merge(story_id, other, now)
        desk.settle()
        after = desk.store.notices(1_000_000)
        assert max(Counter((n.watch_id, n.subject) for n in after).values()) == 1
