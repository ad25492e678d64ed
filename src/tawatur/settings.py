"""Settings that change what the system does. Every number says where it comes from.

Stages that need a number of their own keep it beside the code that uses it; here is what an
operator may want to set. Read from the environment by ``Settings.from_environment`` under
``TAWATUR_`` + the upper-case name.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from email.utils import parseaddr

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
    """How often a source that publishes often is asked; none is asked more often."""

    poll_at_most_seconds: float = 3600.0
    """The longest time between two questions to a source that answers, however quiet it is."""

    host_pause_seconds: float = 1.0
    """Between two requests to one host; a longer Crawl-delay of its robots.txt is heeded. Half the
    rate at which widespread rate limits of news sites begin (120 a minute). Hosts listed in
    ``allow_private`` are the operator's own and are not waited for."""

    host_connections: int = 2
    """Requests to one host at the same time; browsers use six."""

    fetch_threads: int = 16
    """Requests to all hosts at the same time. More gains little in one Python process: at 16 a
    round over 300 local feeds is bound by the processor already."""

    round_seconds: float = 30.0
    """What a host's pause would push beyond this time waits for the next round, so that one busy
    host does not hold up the others."""

    keep_fetched_days: float = 14.0
    """How long what was fetched is kept for replays; 0 keeps nothing. The captures that articles
    were read from are kept for good, apart from this."""

    websub_callback: str = ""
    """Public address of this service (``https://news.example.org``), where WebSub hubs can reach
    it. Empty: hubs are not asked to push."""

    user_agent: str = "tawatur/0.1 (+https://tawatur.example/about-our-reader)"
    """Sent with every request; operators set their own contact address."""

    allow_private: tuple[str, ...] = ()
    """``host:port`` pairs in private address space that may be fetched."""

    base_url: str = ""
    """Where readers reach this service (``https://news.example.org``): the links in mails. Empty:
    the address that the page is served at."""

    sender: str = "tawatur <alerts@localhost>"
    """From whom the mails come."""

    bounce_address: str = ""
    """Where undeliverable mails come back to (the envelope's sender). Empty: the sender's own
    address. ``+`` and the mail's id are put before the ``@``, so that a bounce tells which."""

    smtp_host: str = ""
    """The mail server. Empty: mails go into the Maildir beside the database."""

    smtp_port: int = 587
    """Its port; 465 speaks TLS from the first byte."""

    smtp_user: str = ""
    """Who we are to the mail server; empty: we do not log in."""

    smtp_password: str = field(default="", repr=False)
    """Never sent over a connection that is not encrypted, but to this machine itself."""

    smtp_starttls: str = "auto"
    """``auto``: STARTTLS where the server offers it, and always before logging in; ``always``: no
    mail without it, certificate checked; ``never``."""

    smtp_ca_file: str = ""
    """Certificates (PEM) to trust for the mail server beside the system's, e.g. your own."""

    dkim_domain: str = ""
    """The domain that signs the mails; empty: the sender's."""

    dkim_selector: str = "tawatur"
    """Under ``<selector>._domainkey.<domain>`` in the DNS stands the public key."""

    dkim_key_file: str = ""
    """Private key (PEM); with it every mail is signed."""

    secret_key_file: str = ""
    """At least 32 bytes, from which links in mails and webhook secrets are made. Empty: a random
    key kept in the database."""

    confirm_hours: float = 48.0
    """How long a sign-up waits for its confirmation; then the address is forgotten. Two days:
    somebody who signs up on a Friday evening reads it on Sunday."""

    sign_ups_per_address: int = 3
    """Confirmations sent to one address in 24 hours; more would let strangers flood an inbox."""

    sign_ups_per_network: int = 60
    """Sign-ups from one network (IPv4 /24, IPv6 /64) in an hour; a newsroom sits behind one."""

    @property
    def mail_domain(self) -> str:
        """The sender's domain; Message-IDs end in it."""
        return parseaddr(self.sender)[1].rpartition("@")[2] or "localhost"

    @classmethod
    def from_environment(cls) -> Settings:
        """Defaults, overridden by ``TAWATUR_…`` variables.

        Raises:
            SettingError: a variable has a value of the wrong form.
        """
        values: dict[str, object] = {}
        for setting in fields(cls):
            raw = os.environ.get("TAWATUR_" + setting.name.upper())
            if raw is None:
                continue
            try:
                values[setting.name] = _PARSERS[str(setting.type)](raw)
            except ValueError as error:
                raise SettingError(
                    f"TAWATUR_{setting.name.upper()}={raw!r} is not a {setting.type}"
                ) from error
        return cls(**values)  # type: ignore[arg-type]

    def changed(self, pairs: Iterable[str]) -> Settings:
        """These settings with some of them put otherwise: ``["poll_every_seconds=30"]``.

        Raises:
            SettingError: no such setting, or a value of the wrong form.
        """
        types = {setting.name: str(setting.type) for setting in fields(self)}
        values: dict[str, object] = {}
        for pair in pairs:
            name, equals, raw = pair.partition("=")
            name = name.strip().lower().removeprefix("tawatur_")
            if not equals or name not in types:
                raise SettingError(f"{pair!r} is not NAME=VALUE of a setting (docs/settings.md)")
            try:
                values[name] = _PARSERS[types[name]](raw.strip())
            except ValueError as error:
                raise SettingError(f"{pair!r} is not a {types[name]}") from error
        return replace(self, **values)  # type: ignore[arg-type]


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
