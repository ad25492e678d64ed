"""`tawatur run` as its users run it: a process of its own, real HTTP, a real SMTP server; killed
at random moments and started again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import tawatur
from servers import MailServer
from tawatur.sample.site import SampleServer, serve_site, stream_begins
from tawatur.settings import Settings
from tawatur.store import SqliteStore

FEEDS = 5
KILLS = 4


@pytest.fixture
def site() -> Iterator[SampleServer]:
    """The sample's outlets on the evening of their second day; nothing appears any more."""
    evening = stream_begins() + timedelta(hours=40)
    with serve_site(now=lambda: evening) as running:
        yield running


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path / "mail") as server:
        yield server


@contextmanager
def running(data: Path, site: SampleServer, mail: MailServer) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ, "OMP_NUM_THREADS": "1", "TAWATUR_SMTP_HOST": "127.0.0.1",
        "TAWATUR_SMTP_PORT": str(mail.port), "TAWATUR_SMTP_STARTTLS": "never",
    }  # fmt: skip
    allowed = [f"--allow-private={host}" for host in (site.host_and_port, f"127.0.0.1:{mail.port}")]
    process = subprocess.Popen(
        [sys.executable, "-m", "tawatur", "run", "--data", str(data), "--every", "0.2", *allowed],
        env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(true: Callable[[], object]) -> None:
    until = time.monotonic() + 90
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def prepare(data: Path, site: SampleServer) -> None:
    with tawatur.open(data) as desk:
        for feed in site.feeds[:FEEDS]:
            desk.add_source(feed)
        desk.add_watch(breaking=True, min_origins=1, email="reader@inbox.example")


def test_the_mail_arrives_and_a_polite_stop_is_obeyed(
    tmp_path: Path, site: SampleServer, mail: MailServer
) -> None:
    data = tmp_path / "desk.db"
    prepare(data, site)
    with running(data, site, mail) as process:
        wait_until(mail.mails)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=40) == 0
    first = mail.mails()[0]
    assert first["To"] == "reader@inbox.example"
    with SqliteStore(data) as store:
        subjects = {notice.subject for notice in store.notices()}
    assert first["Subject"] in subjects


def test_killed_at_random_moments_nothing_is_lost_and_nothing_told_twice(
    tmp_path: Path, site: SampleServer, mail: MailServer
) -> None:
    seed = random.randrange(10_000)
    print(f"seed {seed}")
    rng = random.Random(seed)
    undisturbed, data = tmp_path / "undisturbed.db", tmp_path / "desk.db"
    prepare(undisturbed, site)
    with tawatur.open(undisturbed, allow_private=[site.host_and_port]) as desk:
        for _ in range(3):  # what a round left over
            desk.poll()
        expected = {reading.article.url for reading in desk.store.readings()}
    prepare(data, site)
    for _ in range(KILLS):
        with running(data, site, mail):
            time.sleep(rng.uniform(1.0, 5.0))

    def all_done() -> bool:
        with SqliteStore(data) as store:
            return store.counts()["articles"] >= len(expected) and not store.stale_stories()

    with running(data, site, mail):
        wait_until(all_done)
    later = Settings(smtp_host="127.0.0.1", smtp_port=mail.port, smtp_starttls="never")
    with tawatur.open(data, settings=later, allow_private=[f"127.0.0.1:{mail.port}"]) as desk:
        # What more there was to say of a story waits some minutes, to be said in one mail.
        desk.deliver(datetime.now(UTC) + timedelta(hours=2))
        assert desk.store.counts()["deliveries_waiting"] == 0
    with SqliteStore(data) as store:
        assert {reading.article.url for reading in store.readings()} == expected
        notices = store.notices(1000)
    assert len({(n.watch_id, n.development_key) for n in notices}) == len(notices)
    ids = [message["Message-ID"] for message in mail.mails()]
    assert {notice.message_id for notice in notices} == set(ids)
    # The one whose acceptance was under way when the process was killed may go out again.
    assert len(ids) - len(set(ids)) <= KILLS
