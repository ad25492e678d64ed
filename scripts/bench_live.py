"""./dev bench live: from an article's appearance at its source to the mail in the inbox.

Starts, each as a process of its own, a site of many feeds (every feed on a loopback address of
its own, so that politeness towards a host works as it would outside), a real SMTP server, and
`tawatur run`; then measures. Articles of the stream (of the sample where that is absent) appear
at random times in random feeds; what the site served when, and what the SMTP server accepted
when, is written down by them.

latency      time to the mail: from appearance, and from the first time the feed served the entry
kills        the same while `tawatur run` is killed (SIGKILL) at random moments and restarted:
             articles and notices lost, mails sent twice
subscribers  one development told to many watches
hours        virtual hours of all feeds in one process: memory as they pass
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import tawatur
from tawatur.extract import extract_article
from tawatur.sample import sample_pages
from tawatur.store import SqliteStore

STREAM = Path(__file__).resolve().parents[2] / "shared/bench/stream/saudinews_aug2015.jsonl.gz"


@dataclass(frozen=True)
class Entry:
    feed: int
    number: int
    at: float  # seconds since the site's beginning
    title: str
    text: str

    @property
    def path(self) -> str:
        return f"/news/{self.feed}/{self.number}"


def texts(stream: Path) -> Iterator[tuple[str, str]]:
    """(title, text) of articles: of the stream, else of the sample, without their dates."""
    if stream.exists():
        with gzip.open(stream, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row.get("title") and len(row.get("text") or "") > 300:
                    yield row["title"], row["text"]
    else:
        for page in sample_pages():
            article = extract_article(page)
            if article.title:
                yield article.title.value, article.text


def plan(options: argparse.Namespace) -> list[Entry]:
    """Everything that the outlets will publish, by time. The same for the same seed."""
    rng = random.Random(options.seed)
    entries: list[Entry] = []
    numbers: Counter[int] = Counter()
    at = 5.0
    for title, text in texts(Path(options.stream or STREAM)):
        if at > options.seconds:
            break
        feed = rng.randrange(options.feeds)
        numbers[feed] += 1
        entries.append(Entry(feed, numbers[feed], at, " ".join(title.split()), text))
        at += rng.expovariate(1 / options.every)
    return entries


# --------------------------------------------------------------------------- the site


def host_of(feed: int) -> str:
    return f"127.0.{1 + feed // 200}.{1 + feed % 200}"


def serve_site(port: int, options: argparse.Namespace) -> None:
    """Feeds and pages as the plan has them; GET /clock?at=SECONDS sets a virtual clock."""
    entries = plan(options)
    by_feed: dict[int, list[Entry]] = {}
    for entry in entries:
        by_feed.setdefault(entry.feed, []).append(entry)
    pages = {entry.path: entry for entry in entries}
    began = time.time()
    virtual: list[float] = []
    log = open(options.log, "a", buffering=1, encoding="utf-8")  # noqa: SIM115
    served: set[tuple[int, int]] = set()

    def elapsed() -> float:
        return virtual[-1] if virtual else time.time() - began

    def stamp(seconds: float) -> datetime:
        return datetime.fromtimestamp(began + seconds, UTC)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            if url.path == "/clock":
                virtual.append(float(parse_qs(url.query)["at"][0]))
                return self.answer(b"set", "text/plain")
            if url.path.startswith("/feed/"):
                return self.feed(int(url.path.rsplit("/", 1)[1]))
            entry = pages.get(url.path)
            if entry is None or entry.at > elapsed():
                return self.answer(b"not here", "text/plain", 404)
            body = (
                f"<!DOCTYPE html><html><head><title>{escape(entry.title)}</title>"
                f'<meta property="og:site_name" content="Outlet {entry.feed}">'
                f'<meta property="article:published_time" content="{stamp(entry.at).isoformat()}"></head>'
                f"<body><article><h1>{escape(entry.title)}</h1>"
                + "".join(
                    f"<p>{escape(part)}</p>" for part in entry.text.splitlines() if part.strip()
                )
                + "</article></body></html>"
            )
            return self.answer(body.encode(), "text/html; charset=utf-8")

        def feed(self, feed: int) -> None:
            now = elapsed()
            shown = [entry for entry in by_feed.get(feed, []) if entry.at <= now]
            tag = f'"{len(shown)}"'
            if self.headers.get("If-None-Match") == tag:
                return self.answer(b"", "application/rss+xml", 304, tag)
            for entry in shown:
                if (entry.feed, entry.number) not in served:
                    served.add((entry.feed, entry.number))
                    row = {"title": entry.title, "path": entry.path,
                           "appeared": began + entry.at, "served": time.time()}  # fmt: skip
                    log.write(json.dumps(row) + "\n")
            items = "".join(
                f"<item><title>{escape(e.title)}</title><guid>http://{host_of(feed)}:{port}{e.path}</guid>"
                f"<link>http://{host_of(feed)}:{port}{e.path}</link>"
                f"<pubDate>{format_datetime(stamp(e.at))}</pubDate></item>"
                for e in reversed(shown[-20:])
            )
            body = (
                f'<rss version="2.0"><channel><title>Outlet {feed}</title>{items}</channel></rss>'
            )
            return self.answer(body.encode(), "application/rss+xml; charset=utf-8", 200, tag)

        def answer(self, body: bytes, media_type: str, status: int = 200, tag: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            if tag:
                self.send_header("ETag", tag)
            self.end_headers()
            if status != 304:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 512
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A reader that hangs up is no news."""

    log.write(json.dumps({"began": began}) + "\n")
    Server(("0.0.0.0", port), Handler).serve_forever()


# --------------------------------------------------------------------------- the SMTP server


def serve_smtp(port: int, log_file: str) -> None:
    """A real SMTP server (aiosmtpd) that writes down what it accepted, and when."""
    from aiosmtpd.controller import Controller

    log = open(log_file, "a", buffering=1, encoding="utf-8")  # noqa: SIM115

    class Accept:
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
            message = message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[attr-defined]
            plain = message.get_body(("plain",))
            row = {
                "accepted": time.time(),
                "to": envelope.rcpt_tos,  # type: ignore[attr-defined]
                "id": message["Message-ID"],
                "subject": message["Subject"],
                "text": plain.get_content() if plain else "",
            }
            log.write(json.dumps(row) + "\n")
            return "250 accepted"

    Controller(Accept(), hostname="127.0.0.1", port=port).start()
    threading.Event().wait()


# --------------------------------------------------------------------------- the parts together


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def rows_of(log: Path) -> list[dict]:
    return (
        [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line]
        if log.exists()
        else []
    )


@dataclass
class Scene:
    """Where everything stands."""

    folder: Path
    site_port: int
    smtp_port: int
    feeds: int

    @property
    def data(self) -> Path:
        return self.folder / "desk.db"

    @property
    def site_log(self) -> Path:
        return self.folder / "site.jsonl"

    @property
    def mail_log(self) -> Path:
        return self.folder / "mail.jsonl"

    @property
    def allowed(self) -> tuple[str, ...]:
        return (
            *(f"{host_of(feed)}:{self.site_port}" for feed in range(self.feeds)),
            f"127.0.0.1:{self.smtp_port}",
        )

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ, "OMP_NUM_THREADS": "1",
            "TAWATUR_ALLOW_PRIVATE": ",".join(self.allowed),
            "TAWATUR_SMTP_HOST": "127.0.0.1", "TAWATUR_SMTP_PORT": str(self.smtp_port),
            "TAWATUR_SMTP_STARTTLS": "never", "TAWATUR_SENDER": "desk@tawatur.example",
            "TAWATUR_POLL_EVERY_SECONDS": "30", "TAWATUR_POLL_AT_MOST_SECONDS": "30",
        }  # fmt: skip

    def mails(self) -> list[dict]:
        return rows_of(self.mail_log)

    def served(self) -> list[dict]:
        return [row for row in rows_of(self.site_log) if "title" in row]


@contextmanager
def scene(options: argparse.Namespace) -> Iterator[Scene]:
    with tempfile.TemporaryDirectory() as folder:
        made = Scene(Path(folder), free_port(), free_port(), options.feeds)
        me = [sys.executable, __file__]
        shape = ["--seed", str(options.seed), "--feeds", str(options.feeds), "--every", str(options.every),
                 "--seconds", str(options.seconds), "--stream", str(options.stream or STREAM)]  # fmt: skip
        site = subprocess.Popen(
            [*me, "site", "--port", str(made.site_port), "--log", str(made.site_log), *shape]
        )
        smtp = subprocess.Popen(
            [*me, "smtp", "--port", str(made.smtp_port), "--log", str(made.mail_log)]
        )
        try:
            for port in (made.site_port, made.smtp_port):
                wait_for(port)
            yield made
        finally:
            site.kill()
            smtp.kill()


def wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers on port {port}")


def add_sources(made: Scene, watches: int) -> None:
    with tawatur.open(made.data, allow_private=made.allowed) as desk:
        now = datetime.now(UTC)
        for feed in range(made.feeds):
            desk.add_source(
                f"http://{host_of(feed)}:{made.site_port}/feed/{feed}", now=now, kind="feed"
            )
        for number in range(watches):
            desk.add_watch(
                breaking=True, min_origins=1, email=f"reader{number}@inbox.example", now=now
            )


def start_run(made: Scene) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tawatur", "run", "--data", str(made.data)],
        env=made.environment, stdout=subprocess.DEVNULL,
        stderr=(made.folder / "run.err").open("ab"),
    )  # fmt: skip


def until_quiet(made: Scene, expected_articles: int, patience_seconds: float) -> None:
    """Wait until every article is stored with what was new by it, or patience ends."""
    until = time.monotonic() + patience_seconds
    while time.monotonic() < until:
        with SqliteStore(made.data) as store:
            if store.counts()["articles"] >= expected_articles and not store.stale_stories():
                break
        time.sleep(1)
    time.sleep(5)  # the mails of the last


def stop(run: subprocess.Popen[bytes]) -> None:
    run.send_signal(signal.SIGTERM)
    try:
        run.wait(30)
    except subprocess.TimeoutExpired:
        run.kill()
        run.wait()


def deliver_rest(made: Scene) -> None:
    """What waits to be told in one mail with what else may come: told now, as if it were later."""
    environment = os.environ | made.environment
    later = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    code = "import sys, tawatur\nwith tawatur.open(sys.argv[1]) as desk: desk.deliver(sys.argv[2])"
    subprocess.run([sys.executable, "-c", code, str(made.data), later], env=environment, check=True)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def told(made: Scene) -> list[tuple[float, float]]:
    """(seconds from appearance, seconds from the feed's answer) to the mail that opens a story
    with an article, for each article that opened one."""
    mails = [(mail["accepted"], " ".join(mail["subject"].split())) for mail in made.mails()]
    waits = []
    for row in made.served():
        accepted = [at for at, subject in mails if row["title"] in subject and at > row["served"]]
        if accepted:
            waits.append((min(accepted) - row["appeared"], min(accepted) - row["served"]))
    return waits


def repeated(mails: list[dict]) -> tuple[int, int]:
    """(mails whose Message-ID had been accepted before for the same address, those whose subject
    had been but under another Message-ID)."""
    ids = Counter((mail["id"], *mail["to"]) for mail in mails)
    by_subject: dict[tuple, set[str]] = {}
    for mail in mails:
        by_subject.setdefault((mail["subject"], *mail["to"]), set()).add(mail["id"])
    return sum(n - 1 for n in ids.values()), sum(len(found) - 1 for found in by_subject.values())


def bench_latency(options: argparse.Namespace) -> dict[str, float]:
    entries = plan(options)
    with scene(options) as made:
        add_sources(made, 1)
        run = start_run(made)
        time.sleep(options.seconds + 5)
        until_quiet(made, len(entries), 120)
        stop(run)
        mails, waits = made.mails(), told(made)
        with SqliteStore(made.data) as store:
            counts = store.counts()
    return {
        "feeds": options.feeds,
        "articles published": len(entries),
        "articles stored": counts["articles"],
        "stories": counts["stories"],
        "articles told by a mail of their own": len(waits),
        "mails": len(mails),
        "mails repeated": sum(repeated(mails)),
        "seconds from appearance, p50": percentile([wait for wait, _ in waits], 0.5),
        "seconds from appearance, p95": percentile([wait for wait, _ in waits], 0.95),
        "seconds without the polling wait, p50": percentile([wait for _, wait in waits], 0.5),
        "seconds without the polling wait, p95": percentile([wait for _, wait in waits], 0.95),
    }


def bench_kills(options: argparse.Namespace) -> dict[str, float]:
    rng = random.Random(options.seed)
    entries = plan(options)
    with scene(options) as made:
        add_sources(made, 1)
        kills = 0
        while kills < options.kills:
            run = start_run(made)
            time.sleep(rng.uniform(0.5, 12))
            run.send_signal(signal.SIGKILL)
            run.wait()
            kills += 1
        run = start_run(made)
        began = rows_of(made.site_log)[0]["began"]
        time.sleep(max(0.0, began + options.seconds - time.time()))
        until_quiet(made, len(entries), 240)
        stop(run)
        deliver_rest(made)
        same_id, other_id = repeated(made.mails())
        with SqliteStore(made.data) as store:
            articles = store.counts()["articles"]
            notices = store.notices(1_000_000)
            ids = {mail["id"] for mail in made.mails()}
            untold = [notice for notice in notices if notice.message_id not in ids]
    return {
        "kills": kills,
        "articles published": len(entries),
        "articles lost": len(entries) - articles,
        "notices": len(notices),
        "notices never mailed": len(untold),
        "mails sent again under the same Message-ID": same_id,
        "mails of the same subject under another Message-ID": other_id,
    }


def bench_subscribers(options: argparse.Namespace) -> dict[str, float]:
    options.feeds, options.seconds, options.every = 3, 6.0, 100.0
    with scene(options) as made:
        add_sources(made, options.subscribers)
        run = start_run(made)
        until = time.monotonic() + 300
        while time.monotonic() < until:
            reached = {mail["to"][0] for mail in made.mails()}
            if len(reached) >= options.subscribers:
                break
            time.sleep(0.5)
        run.kill()
        times = [mail["accepted"] for mail in made.mails()]
        shown = min(row["served"] for row in made.served())
    return {
        "subscribers": options.subscribers,
        "told": len(reached),
        "seconds from the first mail to the last": max(times) - min(times)
        if times
        else float("nan"),
        "seconds from the feed's answer to the last mail": max(times) - shown
        if times
        else float("nan"),
    }


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def bench_hours(options: argparse.Namespace) -> dict[str, float]:

    options.seconds, options.every = options.hours * 3600.0, 240.0
    with scene(options) as made:
        add_sources(made, 1)
        began = rows_of(made.site_log)[0]["began"]
        memory: list[float] = []
        with tawatur.open(made.data, allow_private=made.allowed) as desk:
            for minute in range(options.hours * 60):
                urlopen(f"http://127.0.0.1:{made.site_port}/clock?at={minute * 60}").read()
                desk.poll(now=datetime.fromtimestamp(began, UTC) + timedelta(minutes=minute))
                if minute % 60 == 59:
                    memory.append(resident_megabytes())
            articles = desk.store.counts()["articles"]
    quarter = max(1, len(memory) // 4)
    return {
        "virtual hours": options.hours,
        "articles": articles,
        "megabytes after the first quarter": memory[quarter - 1],
        "megabytes at the end": memory[-1],
        "end against first quarter": memory[-1] / memory[quarter - 1],
    }


def run_parts(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    parts = {
        "latency": bench_latency, "kills": bench_kills, "subscribers": bench_subscribers,
        "hours": bench_hours,
    }  # fmt: skip
    results: dict[str, dict[str, float]] = {}
    for name in options.live_parts or list(parts):
        print(f"live: {name}", file=sys.stderr, flush=True)
        results[f"live, {name}"] = parts[name](argparse.Namespace(**vars(options)))
    return results


def add_options(parser: argparse.ArgumentParser) -> None:
    live = parser.add_argument_group("live")
    live.add_argument("--feeds", type=int, default=300)
    live.add_argument("--seed", type=int, default=7)
    live.add_argument("--every", type=float, default=2.0, help="mean seconds between two articles")
    live.add_argument("--seconds", type=float, default=180.0, help="how long outlets publish")
    live.add_argument("--kills", type=int, default=100)
    live.add_argument("--subscribers", type=int, default=10_000)
    live.add_argument("--hours", type=int, default=24)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("live_parts", nargs="*", metavar="PART")
    parser.add_argument("--port", type=int)
    parser.add_argument("--log")
    parser.add_argument("--stream")
    add_options(parser)
    options = parser.parse_args()
    if options.live_parts == ["site"]:
        serve_site(options.port, options)
    elif options.live_parts == ["smtp"]:
        serve_smtp(options.port, options.log)
    else:
        print(json.dumps(run_parts(options), indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
