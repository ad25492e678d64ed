"""Watching the outlets: what is asked when, and what came of it.

watcher.py    a round: sources that are due, the pages of their new entries, known pages again
schedule.py   when a source is asked again, and how it is doing
finding.py    what stands at an address that was added: its feed, its sitemap, its list, itself
pushing.py    WebSub: asking hubs to tell us, and what they tell
recording.py  everything that was fetched, and a fetcher that answers from it
"""

from __future__ import annotations

from tawatur.watching.pushing import Hubs
from tawatur.watching.recording import Replayer, export_recording
from tawatur.watching.watcher import LOOK_AGAIN_AFTER, Watcher

__all__ = ["LOOK_AGAIN_AFTER", "Hubs", "Replayer", "Watcher", "export_recording"]
