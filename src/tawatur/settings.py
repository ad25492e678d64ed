"""Settings that change what the system does. Every number says where it comes from.

Stages that need a number of their own keep it beside the code that uses it; here is what an
operator may want to set. Read from the environment by ``Settings.from_environment`` under
``TAWATUR_`` + the upper-case name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, fields

from tawatur.errors import SettingError


@dataclass(frozen=True, slots=True)
class Settings:
    max_page_bytes: int = 10_000_000
    """Largest page or file read, decompressed. Of 314 real article pages the largest has 2.2 MB
    and the median 0.14 MB; what is four times the largest is an attack or a data dump."""

    fetch_timeout_seconds: float = 20.0
    """Whole time for one request, redirects included."""

    max_redirects: int = 5
    """As miniflux and most feed readers."""

    open_window_hours: float = 168.0
    """How long a story without a new article can still be joined: seven days, the long clock."""

    breaking_window_hours: float = 3.0
    """The short clock: a story breaks while enough independent origins were first seen within
    this time. Three hours, as long as a desk keeps an item at the top of its rundown."""

    breaking_min_origins: int = 2
    """How many independent origins within the window make a story break: one is a claim, two
    are the smallest growth there is."""

    poll_every_seconds: float = 60.0
    """How often a source is asked while it answers."""

    user_agent: str = "tawatur/0.1 (+https://tawatur.example/about-our-reader)"
    """Sent with every request; operators set their own contact address."""

    allow_private: tuple[str, ...] = ()
    """``host:port`` pairs in private address space that may be fetched."""

    @classmethod
    def from_environment(cls) -> Settings:
        """Defaults, overridden by ``TAWATUR_…`` variables.

        Raises:
            SettingError: a variable has a value of the wrong form.
        """
        values: dict[str, object] = {}
        for field in fields(cls):
            raw = os.environ.get("TAWATUR_" + field.name.upper())
            if raw is None:
                continue
            try:
                values[field.name] = _PARSERS[str(field.type)](raw)
            except ValueError as error:
                raise SettingError(
                    f"TAWATUR_{field.name.upper()}={raw!r} is not a {field.type}"
                ) from error
        return cls(**values)  # type: ignore[arg-type]


def _flag(raw: str) -> bool:
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError(raw)


_PARSERS: dict[str, Callable[[str], object]] = {
    "int": int,
    "float": float,
    "bool": _flag,
    "str": str,
    "tuple[str, ...]": lambda raw: tuple(part.strip() for part in raw.split(",") if part.strip()),
}
