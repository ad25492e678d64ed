"""A watch from plain options: the same for the command line, Python, and the sign-up form.

Every option is checked here, once; what is impossible is refused with its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from typing import Any, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
import regex

from tawatur.errors import SettingError
from tawatur.model import DevelopmentKind, Watch, WatchKind
from tawatur.text import fold, stable_id

# The option that asks for each kind; its value is the watch's query.
OPTION_OF_KIND: dict[WatchKind, str] = {
    "breaking": "breaking",
    "topic": "topic",
    "person": "person",
    "place": "place",
    "organisation": "organisation",
    "story": "story",
    "quotation": "quotation_by",
    "corrections": "corrections_of",
}
DEVELOPMENT_KINDS: tuple[str, ...] = get_args(DevelopmentKind)
# What a notice says of itself may be asked for as well (``correction`` is a kind of both).
_KINDS_OF_NOTICE = {
    "new": ("opened", "confirmed"),
    "development": tuple(
        k for k in DEVELOPMENT_KINDS if k not in ("opened", "confirmed", "correction", "retraction")
    ),
}
# An hour for the daily digest when none is named: when most desks hold their morning meeting.
DIGEST_HOUR = 7
_LONGEST_QUERY = 200
_LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets
_TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d"
_QUIET = regex.compile(rf"(?P<start>{_TIME})\s*[-–]\s*(?P<end>{_TIME})")
_LANGUAGE = regex.compile(r"[a-z]{2,3}")


def make_watch(
    *,
    now: datetime,
    email: str | None = None,
    webhook: str | None = None,
    apprise: str | None = None,
    feed: bool = False,
    breaking: bool = False,
    topic: str | None = None,
    person: str | None = None,
    place: str | None = None,
    organisation: str | None = None,
    story: str | None = None,
    quotation_by: str | None = None,
    corrections_of: str | None = None,
    min_origins: int | None = None,
    min_growth: float | None = None,
    languages: Iterable[str] | str = (),
    kinds: Iterable[str] | str = (),
    quiet: str | None = None,
    zone: str = "UTC",
    daily_cap: int | None = None,
    digest: str | None = None,
    language: str = "en",
) -> Watch:
    """The watch that these options ask for. The same options give the same id.

    Exactly one of ``breaking`` … ``corrections_of`` says what is watched, exactly one of
    ``email``, ``webhook``, ``apprise`` and ``feed`` where the notices go (``feed``: only into the
    watch's Atom feed, which every watch has).

    Raises:
        SettingError: an option has an impossible value; names it.
    """
    asked = {
        "breaking": "" if breaking else None, "topic": topic, "person": person, "place": place,
        "organisation": organisation, "story": story, "quotation": quotation_by,
        "corrections": corrections_of,
    }  # fmt: skip
    chosen = [(kind, value) for kind, value in asked.items() if value is not None]
    if len(chosen) != 1:
        names = ", ".join(option.replace("_", "-") for option in OPTION_OF_KIND.values())
        raise SettingError(f"give exactly one of {names}")
    kind, given = chosen[0]
    query = " ".join(given.split())
    if kind != "breaking" and not fold(query).strip():
        raise SettingError(f"{OPTION_OF_KIND[kind]}: nothing to look for")  # type: ignore[index]
    if len(query) > _LONGEST_QUERY:
        raise SettingError(f"{kind}: longer than {_LONGEST_QUERY} characters")
    ways = {
        "email": checked_address(email) if email is not None else None,
        "webhook": _web_address(webhook) if webhook is not None else None,
        "apprise": _apprise_address(apprise) if apprise is not None else None,
        "feed": "" if feed else None,
    }
    taken = [(channel, address) for channel, address in ways.items() if address is not None]
    if len(taken) != 1:
        raise SettingError("give exactly one of email, webhook, apprise, feed")
    channel, address = taken[0]
    if language not in ("ar", "en"):
        raise SettingError(f"language {language!r} is neither en nor ar")
    watch = Watch(
        id=stable_id("watch", kind, query, address.casefold() if channel == "email" else address),
        kind=kind,  # type: ignore[arg-type]
        query=query or None,
        address=address,
        created_at=now,
        channel=channel,  # type: ignore[arg-type]
        interface_language=language,  # type: ignore[arg-type]
    )
    return with_rules(
        watch, min_origins=min_origins, min_growth=min_growth, languages=languages, kinds=kinds,
        quiet=quiet, zone=zone, daily_cap=daily_cap, digest=digest,
    )  # fmt: skip


def with_rules(
    watch: Watch,
    *,
    min_origins: int | None = None,
    min_growth: float | None = None,
    languages: Iterable[str] | str = (),
    kinds: Iterable[str] | str = (),
    quiet: str | None = None,
    zone: str = "UTC",
    daily_cap: int | None = None,
    digest: str | None = None,
) -> Watch:
    """The watch under these rules instead of its own.

    Raises:
        SettingError: a rule has an impossible value; names it.
    """
    if min_origins is not None and not 1 <= min_origins <= 100:
        raise SettingError(f"min-origins {min_origins} is not between 1 and 100")
    if min_growth is not None and not 0 < min_growth <= 1000:
        raise SettingError(f"min-growth {min_growth} is not above 0")
    if daily_cap is not None and not 1 <= daily_cap <= 1000:
        raise SettingError(f"daily-cap {daily_cap} is not between 1 and 1000")
    return msgspec.structs.replace(
        watch,
        min_origins=min_origins,
        min_growth=min_growth,
        languages=_languages(languages),
        kinds=_kinds(kinds),
        quiet=_quiet(quiet),
        zone=checked_zone(zone),
        daily_cap=daily_cap,
        digest=_digest(digest),
    )


def checked_address(raw: str) -> str:
    """An e-mail address that mail can be sent to, its domain in ASCII.

    Raises:
        SettingError: it is none.
    """
    address = raw.strip()
    local, at, domain = address.rpartition("@")
    try:
        if not domain.isascii():
            domain = domain.encode("idna").decode("ascii")
        parsed = Address(addr_spec=f"{local}{at}{domain}")
        plain = parsed.addr_spec
    except (ValueError, IndexError, UnicodeError, MessageError) as error:
        raise SettingError(f"{raw!r} is not an e-mail address") from error
    unfit = not parsed.username or not parsed.domain or len(plain) > _LONGEST_ADDRESS
    if unfit or not plain.isascii() or regex.search(r"[\s\p{C},;<>\"\\()]", plain):
        raise SettingError(f"{raw!r} is not an e-mail address")
    if domain.startswith((".", "-", "[")) or domain.endswith((".", "-")) or ".." in domain:
        raise SettingError(f"{raw!r} is not an e-mail address")
    return plain


def _web_address(raw: str) -> str:
    address = raw.strip()
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise SettingError(f"webhook {raw!r} is not a web address")
    if not address.isascii() or regex.search(r"[\s\p{Cc}]", address):
        raise SettingError(f"webhook {raw!r} is not a web address")
    return address


def _apprise_address(raw: str) -> str:
    address = raw.strip()
    if not regex.match(r"[a-z][a-z0-9+.-]*://\S+$", address):
        raise SettingError(f"apprise {raw!r} is not an apprise address (scheme://…)")
    return address


def _parts(raw: Iterable[str] | str) -> list[str]:
    given = [raw] if isinstance(raw, str) else list(raw)
    return [part.strip() for one in given for part in one.split(",") if part.strip()]


def _languages(raw: Iterable[str] | str) -> tuple[str, ...]:
    found = [part.lower() for part in _parts(raw)]
    for code in found:
        if not _LANGUAGE.fullmatch(code):
            raise SettingError(f"languages: {code!r} is no language code such as ar or en")
    return tuple(dict.fromkeys(found))


def _kinds(raw: Iterable[str] | str) -> tuple[str, ...]:
    found: list[str] = []
    for kind in _parts(raw):
        if kind in DEVELOPMENT_KINDS:
            found.append(kind)
        elif kind in _KINDS_OF_NOTICE:
            found += _KINDS_OF_NOTICE[kind]
        else:
            known = ", ".join((*DEVELOPMENT_KINDS, *_KINDS_OF_NOTICE))
            raise SettingError(f"kinds: {kind!r} is not one of {known}")
    return tuple(dict.fromkeys(found))


def _quiet(raw: str | None) -> str | None:
    if raw is None or not raw.strip():
        return None
    found = _QUIET.fullmatch(raw.strip())
    if not found:
        raise SettingError(f"quiet {raw!r} is not like 22:00-07:00")
    start, end = (found[name].zfill(5) for name in ("start", "end"))
    if start == end:
        raise SettingError(f"quiet {raw!r} would be silence for ever")
    return f"{start}-{end}"


def checked_zone(raw: str) -> str:
    """The name of a time zone that we know. Raises SettingError."""
    name = raw.strip()
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise SettingError(f"zone {raw!r} is no time zone such as Asia/Riyadh") from error
    return name


def _digest(raw: str | None) -> str | None:
    if raw is None or raw.strip() in ("", "instant"):
        return None
    given = raw.strip().lower()
    if given == "hourly":
        return given
    found = regex.fullmatch(r"daily(?:@(\d{1,2})(?::00)?)?", given)
    if not found or int(found[1] or 0) > 23:
        raise SettingError(f"digest {raw!r} is neither hourly nor like daily@7")
    return f"daily@{int(found[1]) if found[1] else DIGEST_HOUR}"


def options_of(watch: Watch) -> Mapping[str, Any]:
    """The rules of a watch as ``with_rules`` takes them."""
    return {
        name: getattr(watch, name)
        for name in (
            "min_origins", "min_growth", "languages", "kinds", "quiet", "zone", "daily_cap",
            "digest",
        )
    }  # fmt: skip
