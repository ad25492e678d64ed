"""tawatur: news of many outlets, turned into stories with their evidence.

>>> import tawatur
>>> sheet = tawatur.compare(["a.html", "b.txt"])  # shows itself in a notebook
>>> [origin.name for origin in sheet.origins]
>>> rows = sheet.to_rows()

>>> desk = tawatur.open("news.db")
>>> desk.add_source("https://outlet.example/feed")
>>> desk.add_watch(breaking=True, min_origins=3, email="desk@example.org")
>>> desk.poll()  # or poll(now=...): days of a recorded stream pass in seconds
>>> notices = desk.export()["notices"]
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tawatur.pipeline import Desk
    from tawatur.publish.notebook import Comparison
    from tawatur.settings import Settings

__all__ = ["__version__", "compare", "open"]

__version__ = "0.1.0"


def compare(
    inputs: Iterable[str | Path] | str | Path, *, now: datetime | None = None
) -> Comparison:
    """The documents side by side, taken as accounts of one event: origins, points, conflicts,
    quotations, timeline. Files, folders and globs, as ``tawatur compare`` takes them.

    Raises:
        InputError: a document cannot be read; names the first and its cause.
    """
    # Late, so that ``import tawatur`` costs nothing.
    from tawatur.dossiers import compare as compare_pages
    from tawatur.errors import InputError
    from tawatur.fetch.files import read_inputs
    from tawatur.publish.notebook import Comparison
    from tawatur.settings import Settings

    if isinstance(inputs, str | Path):  # its letters would be files, and "/" the whole machine
        inputs = [inputs]
    pages = read_inputs(
        inputs, seen_at=now or datetime.now(UTC), settings=Settings.from_environment()
    )
    dossier, failures = compare_pages(pages)
    if failures or dossier is None:
        first = failures[0] if failures else None
        raise InputError(
            first.item if first else "compare", first.detail if first else "no documents"
        )
    return Comparison.of(dossier)


def open(
    path: str | Path = "tawatur.db",
    *,
    allow_private: Iterable[str] = (),
    settings: Settings | None = None,
    base_url: str | None = None,
    processes: int = 1,
) -> Desk:
    """A desk on a database file, made if it is not there. Close it, or use it in a ``with``.

    ``allow_private``: ``host:port`` pairs in private address space that may be fetched, beside
    those of ``settings`` (default: ``Settings.from_environment()``). ``base_url``: where the page
    is served, for links in mails. ``processes``: that read pages; the result is the same.

    Raises:
        StoreError: the file cannot be opened, or is no database of ours.
        SettingError: a setting of the environment has an impossible value.
    """
    from dataclasses import replace

    from tawatur.pipeline import Desk
    from tawatur.settings import Settings as AllSettings

    chosen = settings or AllSettings.from_environment()
    chosen = replace(chosen, allow_private=(*chosen.allow_private, *allow_private))
    return Desk.open(path, chosen, base_url=base_url, processes=processes)
