"""Our errors.

    TawaturError
    ├── InputError            something given to us cannot be used; names the item and the cause
    │   ├── UnreadablePage    a page, file or record that no article can be read from
    │   ├── FetchRefused      an address we will not or may not fetch
    │   └── FetchFailed       an address that could not be fetched; may be tried again
    ├── StoreError            the database cannot be opened, is newer than we are, or is damaged
    └── SettingError          a setting or an option has an impossible value

Errors of other libraries are turned into these where we call them, once, with the original as
``__cause__``. Anything else that escapes is a bug, keeps its traceback and stops the job.
"""

from __future__ import annotations

from datetime import datetime

from tawatur.model import Failure


class TawaturError(Exception):
    """Base of all errors that a caller may expect."""


class InputError(TawaturError):
    """Something that was given to us cannot be used.

    ``item`` names it (a path, an address, ``file.jsonl line 7``), ``cause`` says why in one
    sentence, ``kind`` is a stable word for the cause (``empty``, ``too-large``, ``not-text``, …).
    """

    stage = "input"

    def __init__(
        self,
        item: str,
        cause: str,
        *,
        kind: str = "unusable",
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(f"{item}: {cause}")
        self.item = item
        self.cause = cause
        self.kind = kind
        self.retry_after_seconds = retry_after_seconds


class UnreadablePage(InputError):
    """No article can be read from this page, file or record."""

    stage = "extract"


class FetchRefused(InputError):
    """An address that we will not fetch (scheme, private network, robots.txt)."""

    stage = "fetch"


class FetchFailed(InputError):
    """An address that could not be fetched."""

    stage = "fetch"


class StoreError(TawaturError):
    """The database cannot be opened, is newer than this program, or is damaged."""


class SettingError(TawaturError):
    """A setting or an option has an impossible value."""


def as_failure(error: InputError, at: datetime) -> Failure:
    """An error about an item as a row that is kept."""
    return Failure(
        stage=error.stage,
        item=error.item,
        kind=error.kind,
        detail=error.cause,
        at=at,
        retry_after_seconds=error.retry_after_seconds,
    )
