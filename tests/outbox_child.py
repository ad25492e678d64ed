"""Delivers what waits in a database, in a process that a test can kill: DATABASE PORT NOW."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from tawatur.outbox import Outbox
from tawatur.settings import Settings
from tawatur.store import SqliteStore

database, port, now = sys.argv[1:]
settings = Settings(
    smtp_host="127.0.0.1", smtp_port=int(port), sender="tawatur <alerts@news.example>"
)
with SqliteStore(database) as store:
    print("ready", flush=True)
    Outbox(store, settings, "https://news.example").deliver(
        Path(database).with_suffix(".box"), datetime.fromisoformat(now)
    )
