"""Where a page stands: what every page is made with beside its view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Site:
    """Where a page stands: what it may link to and offer.

    ``linked`` is False for a standalone file, which has no other pages. ``now`` decides which
    times are shown without their day.
    """

    language: str
    now: datetime
    path: str = "/"  # of this page, without the language prefix
    linked: bool = True
    sign_up: bool = False  # everybody may ask for alerts, by double opt-in
    inbox: bool = False
    live: bool = False
    unfolded: bool = False  # for paper: everything that folds is open
    first_seen: bool = True  # False where all was read at once and first sight tells nothing

    def url(self, *parts: str) -> str:
        """A path of this site in this page's language."""
        return ("/ar" if self.language == "ar" else "") + "/" + "/".join(parts)

    @property
    def other_language(self) -> str:
        return "en" if self.language == "ar" else "ar"

    @property
    def other_url(self) -> str:
        return ("/ar" if self.other_language == "ar" else "") + self.path
