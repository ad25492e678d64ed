"""Ten thousand subscribers told of one development: matched, written, composed, accepted by a real
SMTP server in a process of its own.

    .venv/bin/python scripts/bench_alerts.py [--readers 10000] [--dkim KEY.pem]

Prints seconds for each step. The aim is 60 s for the whole on two cores.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from dossiers import at, ferry
from servers import MailServer
from tawatur.alert import make_watch
from tawatur.outbox import Alerts, Outbox
from tawatur.reading import encoder, identities
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from test_outbox import SENDER, publish

KINDS = (
    {"breaking": True}, {"breaking": True, "language": "ar"}, {"topic": "ferry aground"},
    {"person": "Nadia Harrouk"}, {"story": "ferry", "language": "ar"}, {"place": "Marsa Nur"},
)  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--readers", type=int, default=10_000)
    arguments.add_argument("--dkim", default="")
    given = arguments.parse_args()
    encoder().encode(["warm"], ["en"])
    with tempfile.TemporaryDirectory() as folder, MailServer(Path(folder) / "mail") as server:
        settings = Settings(
            smtp_host="127.0.0.1", smtp_port=server.port, sender=SENDER, dkim_key_file=given.dkim
        )
        with SqliteStore(Path(folder) / "desk.db") as store:
            publish(store, ferry())
            with store.transaction():
                for number in range(given.readers):
                    options = KINDS[number % len(KINDS)]
                    address = f"reader{number}@example.org"
                    store.add_watch(make_watch(now=at(0), email=address, **options))  # type: ignore[arg-type]
                # as many who ask for other things, each for his own
                for number in range(given.readers):
                    store.add_watch(
                        make_watch(
                            now=at(0),
                            email=f"other{number}@example.org",
                            person=f"Ola Berg{number}",
                        )
                    )
            alerts = Alerts(store, settings, encoder, identities)
            began = time.perf_counter()
            with store.transaction():
                written = alerts.tell(ferry(), ferry().developments[2:])
            told = time.perf_counter()
            print(f"matched and written  {told - began:7.2f} s  {written} notices", flush=True)
            outbox = Outbox(store, settings, "https://news.example")
            sent = outbox.deliver(Path(folder) / "box", at(60) + timedelta(seconds=1))
            done = time.perf_counter()
            print(f"accepted             {done - told:7.2f} s  {sent} mails", flush=True)
            print(f"whole                {done - began:7.2f} s", flush=True)
            assert len(list((Path(folder) / "mail").glob("*.eml"))) == sent == given.readers
            began = time.perf_counter()
            with store.transaction():
                alerts.tell(ferry(), ferry().developments[1:2])
            print(f"matched again        {time.perf_counter() - began:7.2f} s", flush=True)


if __name__ == "__main__":
    main()
