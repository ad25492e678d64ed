"""``tawatur demo``: the sample stream, published by a local site, watched by a real desk.

Nothing here is simulated but the clock: the site is a real HTTP server whose feeds grow and whose
pages are edited as its week passes; the desk polls them as it would poll any outlet; mails land
in a real Maildir.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from tawatur import knowledge
from tawatur.pipeline import Desk
from tawatur.reading import encoder
from tawatur.sample import expected, outlets_file, sample_pages
from tawatur.sample.site import serve_site, site_feeds, stream_begins, stream_ends
from tawatur.settings import Settings
from tawatur.store import SqliteStore

# Sample minutes between two polls of one feed, and the longest step of the sample's clock: an
# outlet's edit half an hour after publishing is then seen as an edit on any machine.
_POLL_MINUTES = 10
_LONGEST_STEP = timedelta(minutes=20)
_WATCHER = "reader@localhost"


class SampleClock:
    """The sample week's time. It moves when told to, as far as real time allows and never further
    than one step, so that a slow machine sees the same week, only slower."""

    def __init__(self, days_per_minute: float) -> None:
        self.now = stream_begins() - timedelta(minutes=30)
        self.end = stream_ends() + timedelta(hours=6)
        self._speed = days_per_minute * 86_400 / 60
        self._moved = time.monotonic()

    def __call__(self) -> datetime:
        return self.now

    def move(self) -> None:
        real = time.monotonic()
        step = min(_LONGEST_STEP, timedelta(seconds=(real - self._moved) * self._speed))
        self._moved = real
        self.now = min(self.now + step, self.end)


def write_pages(folder: Path) -> list[Path]:
    """The sample's pages as files to try commands on, named by time of first sight and event."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {article["url"]: name for name, article in expected()["articles"].items()}
    written: list[Path] = []
    for page in sample_pages():
        path = folder / f"{page.seen_at:%m-%d-%H%M}-{names[page.url or page.name]}.html"
        path.write_bytes(page.body)
        written.append(path)
    # Who these invented outlets are: TAWATUR_KNOWLEDGE=FOLDER/outlets.toml
    (folder / "outlets.toml").write_bytes(outlets_file().read_bytes())
    return written


def run_demo(
    *,
    port: int,
    days_per_minute: float,
    data: Path | None,
    serve: Callable[..., None],
    say: Callable[[str], None],
) -> None:
    """Serve the demo until stopped. ``serve`` is what ``tawatur serve`` uses; ``say`` prints."""
    with ExitStack() as stack:
        if data is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tawatur-demo-"))
            data = Path(folder) / "demo.db"
        knowledge.load_extra(outlets_file())
        encoder()  # load the model before the clock starts
        clock = SampleClock(days_per_minute)
        site = stack.enter_context(serve_site("127.0.0.1", 0, now=clock))
        store = stack.enter_context(SqliteStore(data))
        settings = replace(
            Settings.from_environment(),
            allow_private=(f"127.0.0.1:{site.port}",),
            poll_every_seconds=_POLL_MINUTES * 60,
            poll_at_most_seconds=_POLL_MINUTES * 60,
        )
        desk = Desk(store, settings=settings, base_url=f"http://127.0.0.1:{port}")
        for feed in site_feeds(site.base_url):
            desk.add_source(feed, clock.now)
        desk.add_watch(breaking=True, email=_WATCHER, now=clock.now)
        stop = threading.Event()

        def work() -> None:
            while not stop.is_set():
                now = clock()
                tally = desk.poll(now)
                if tally.articles or tally.versions or tally.delivered:
                    say(
                        f"{now:%a %d %b %H:%M} · {tally.articles} new articles, "
                        f"{tally.versions} edited, {tally.delivered} mails"
                    )
                for failure in tally.failures:
                    say(f"{failure.item}: {failure.detail}")
                stop.wait(0.02)
                clock.move()

        worker = threading.Thread(target=work, name="demo-desk", daemon=True)
        worker.start()
        days = (clock.end - clock.now) / timedelta(days=1)
        say(
            f"{days:.0f} days of news of invented outlets pass in {days / days_per_minute:.1f} minutes"
        )
        try:
            serve(store, settings, data, "127.0.0.1", port, live=True, clock=clock)
        finally:
            stop.set()
            worker.join(timeout=30)
