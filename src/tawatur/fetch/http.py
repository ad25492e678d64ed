"""One address in, one answer out, whatever stands at the other end.

The other end may be slow, endless, broken or hostile, and the address may come from a stranger's
feed. So each hop of each request is resolved by us, every resolved address is checked, and the
connection goes to the address that was checked (a name that resolves to something else a moment
later changes nothing). Size is counted after decompression, time over the whole request.

Built on httpcore, the layer under httpx, because only there one can hold both promises: it lets
us make the connection ourselves, and it hands over the body before decompression.
"""

from __future__ import annotations

import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urlencode

import httpcore
import httpx
import regex
from protego import Protego

from tawatur.errors import FetchFailed, FetchRefused
from tawatur.fetch.gate import Gate, NoAddress, NotPublic, Resolve, is_public, system_resolve
from tawatur.settings import Settings

__all__ = ["Fetched", "Fetcher", "Fetches", "is_public"]

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"
)
# Redirects that keep GET a GET; 300 and 304 are no redirects.
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# RFC 9309 asks for at least 500 KiB of robots.txt to be read, and for no copy to be used longer
# than a day; an hour keeps us close to what an outlet has just changed.
_ROBOTS_BYTES = 512_000
_ROBOTS_SECONDS = 3600.0
# Kept at most, so that a feed that links to a new host in every entry does not fill the memory.
_MOST_ROBOTS = 5000
# A Retry-After beyond a week is a mistake of the server or a way to be rid of us for good.
_LONGEST_RETRY_SECONDS = 7 * 86_400.0
_SURE_SECONDS = 2.0
_CONTROL = regex.compile(r"[\x00-\x1f\x7f]")
# A longer wait between two requests than a publisher can mean for a reader of news.
_LONGEST_CRAWL_DELAY_SECONDS = 120.0
# Compressed news pages unpack to 3 to 12 times their size, sitemaps to 40 at most; a megabyte that
# came out of 5 kB is no text.
_MOST_RATIO = 200
_RATIO_FROM_BYTES = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """An answer. ``body`` is decompressed, not decoded, and empty for 304.

    ``charset`` is what the transport declared and may be wrong. ``moved_to`` is the address to
    use from now on when every redirect on the way was permanent.
    """

    url: str
    final_url: str
    status: int
    body: bytes
    media_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None
    moved_to: str | None = None
    fresh_seconds: float | None = None
    """How long the server says that this answer holds (Cache-Control max-age less Age)."""
    hub: str | None = None
    topic: str | None = None
    """WebSub hub and self of the Link header."""
    seconds: float = 0.0
    """How long it took."""

    @property
    def not_modified(self) -> bool:
        return self.status == 304


class Fetches(Protocol):
    """What watching asks of a fetcher: the real one, or one that answers from a recording."""

    def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched: ...
    def post(self, url: str, form: dict[str, str]) -> int: ...
    def sitemaps(self, url: str) -> tuple[str, ...]: ...
    def pause_seconds(self, url: str) -> float: ...
    def at(self, moment: datetime) -> None: ...
    def close(self) -> None: ...


class Fetcher:
    """Fetches addresses within the limits of ``settings``. Usable from several threads.

    Args:
        settings: limits of size, time and redirects, the User-Agent, and the private
            ``host:port`` pairs that may be fetched.
        resolve: host and port to IP addresses; the system's resolver unless given.
    """

    def __init__(self, settings: Settings | None = None, *, resolve: Resolve | None = None) -> None:
        self._settings = settings = settings or Settings()
        self._gate = Gate(settings, resolve or system_resolve)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=64,
            max_keepalive_connections=16,
            keepalive_expiry=15.0,
            network_backend=self._gate,
        )
        self._robots: dict[str, tuple[float, Protego]] = {}
        self._robots_turn: dict[str, threading.Lock] = {}
        self._moment: float | None = None

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.close()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        heed_robots: bool = True,
    ) -> Fetched:
        """What stands at this address now.

        Args:
            url: ``http`` or ``https``.
            etag, last_modified: validators of the last answer, for a conditional request.
            heed_robots: ask the host's robots.txt first.

        Raises:
            FetchRefused: we will not (``scheme``, ``bad-address``, ``private-address``) or may
                not (``robots``) fetch it.
            FetchFailed: it cannot be fetched now: ``timeout``, ``dns``, ``connect``, ``tls``,
                ``too-large``, ``too-many-redirects``, ``bad-redirect``, ``protocol``,
                ``truncated``, ``bad-compression``, ``http-404`` and the other statuses, with
                ``retry_after_seconds`` where the server names a time.
        """
        self._gate.start(self._settings.fetch_timeout_seconds)
        began = time.monotonic()
        here, hops, permanent = checked_url(url, url), [], True
        while True:
            if heed_robots:
                self._ask_robots(here, url)
            status, headers, body = self._request(here, url, etag, last_modified)
            if status not in _REDIRECTS:
                break
            permanent &= status in (301, 308)
            hops.append(str(here))
            if len(hops) > self._settings.max_redirects:
                raise FetchFailed(
                    url, f"more than {len(hops) - 1} redirects", kind="too-many-redirects"
                )
            here = self._next_hop(here, headers, url)
            if str(here) in hops:
                raise FetchFailed(url, f"redirects in a circle to {here}", kind="redirect-loop")
        if status != 304 and not 200 <= status < 300:
            raise FetchFailed(
                url,
                f"the server answered {status}",
                kind=f"http-{status}",
                retry_after_seconds=_retry_after(headers),
            )
        media_type, charset = _content_type(headers.get("content-type", ""))
        return Fetched(
            url=url,
            final_url=str(here),
            status=status,
            body=body,
            media_type=media_type,
            charset=charset,
            etag=headers.get("etag"),
            last_modified=_last_modified(headers),
            moved_to=str(here) if hops and permanent else None,
            fresh_seconds=_fresh_seconds(headers),
            hub=_linked(headers, "hub", here),
            topic=_linked(headers, "self", here),
            seconds=time.monotonic() - began,
        )

    def post(self, url: str, form: dict[str, str]) -> int:
        """Send a form; the status of the answer. Redirects are not followed.

        Raises:
            FetchRefused, FetchFailed: as ``get``.
        """
        self._gate.start(self._settings.fetch_timeout_seconds)
        body = urlencode(form).encode("ascii")
        status, _, _ = self._request(checked_url(url, url), url, None, None, form=body)
        return status

    def at(self, moment: datetime) -> None:
        """It is so late now: a robots.txt is read anew after an hour of this clock. Else of the
        machine's own."""
        self._moment = moment.timestamp()

    def _clock(self) -> float:
        return time.monotonic() if self._moment is None else self._moment

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of this address's host names; none if it has none.

        Raises:
            FetchRefused, FetchFailed: as ``get``.
        """
        self._gate.start(self._settings.fetch_timeout_seconds)
        return tuple(dict.fromkeys(self._robots_of(checked_url(url, url), url).sitemaps))

    def pause_seconds(self, url: str) -> float:
        """How long to wait between two requests to this address's host: the operator's pause, or
        the Crawl-delay of a robots.txt that was read. None for what the operator listed as own."""
        try:
            here = checked_url(url, url)
        except FetchRefused:
            return 0.0
        if self._gate.allows(here.host, here.port or (443 if here.scheme == "https" else 80)):
            return 0.0
        known = self._robots.get(_origin(here))
        asked = known[1].crawl_delay(self._settings.user_agent) if known else None
        asked = min(max(asked or 0.0, 0.0), _LONGEST_CRAWL_DELAY_SECONDS)
        return max(self._settings.host_pause_seconds, asked)

    # ------------------------------------------------------------------- one hop

    def _next_hop(self, here: httpx.URL, headers: dict[str, str], item: str) -> httpx.URL:
        location = headers.get("location", "").strip()
        if not location:
            raise FetchFailed(item, "a redirect that leads nowhere", kind="bad-redirect")
        # Header bytes are Latin-1 to HTTP; servers that redirect to Arabic paths send raw UTF-8.
        location = location.encode("latin-1").decode("utf-8", "replace")
        try:
            joined = str(here.join(location))
        except (httpx.InvalidURL, ValueError, UnicodeError) as error:
            raise FetchFailed(item, f"redirects to {location!r}", kind="bad-redirect") from error
        return checked_url(joined, item)

    def _request(
        self,
        here: httpx.URL,
        item: str,
        etag: str | None,
        last_modified: str | None,
        limit_bytes: int | None = None,
        form: bytes | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """(status, headers by lower-case name, body) of one request; redirects are not
        followed. A POST when there is a form."""
        sent = {
            "Host": here.netloc.decode("ascii"),
            "User-Agent": self._settings.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        }
        for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)):
            if value and value.isascii() and not _CONTROL.search(value):
                sent[name] = value
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            sent["Content-Length"] = str(len(form))
        seconds = self._settings.fetch_timeout_seconds
        limits = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
        try:
            with self._pool.stream(
                "GET" if form is None else "POST",
                str(here),
                headers=list(sent.items()),
                content=form,
                extensions={"timeout": limits},
            ) as answer:
                headers: dict[str, str] = {}
                for raw_name, raw_value in answer.headers:
                    name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
                    known = headers.get(name)
                    listed = known and name in ("link", "cache-control", "content-encoding")
                    headers[name] = f"{known}, {value.strip()}" if listed else value.strip()
                if answer.status in _REDIRECTS:
                    return answer.status, headers, b""
                limit = limit_bytes or self._settings.max_page_bytes
                body = _read_body(answer.iter_stream(), headers, item, limit)
                return answer.status, headers, body
        except httpcore.TimeoutException as error:
            raise FetchFailed(item, f"no full answer in {seconds:g} s", kind="timeout") from error
        except httpcore.ConnectError as error:
            kind = "tls" if "SSL" in str(error) or "CERT" in str(error).upper() else "connect"
            raise FetchFailed(item, f"cannot connect to {here.host}: {error}", kind=kind) from error
        except httpcore.RemoteProtocolError as error:
            cut = "complete message body" in str(error) or "incomplete" in str(error)
            raise FetchFailed(
                item,
                f"the answer breaks off or breaks the protocol: {error}",
                kind="truncated" if cut else "protocol",
            ) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
            raise FetchFailed(item, f"the connection broke: {error}", kind="connect") from error
        except NotPublic as error:
            raise FetchRefused(item, str(error), kind="private-address") from error
        except NoAddress as error:
            raise FetchFailed(item, str(error), kind="dns") from error

    # ------------------------------------------------------------------- robots.txt

    def _ask_robots(self, here: httpx.URL, item: str) -> None:
        """RFC 9309: no robots.txt allows everything, one that cannot be reached nothing."""
        if not self._robots_of(here, item).can_fetch(str(here), self._settings.user_agent):
            raise FetchRefused(item, f"{_origin(here)}/robots.txt does not allow it", kind="robots")

    def _robots_of(self, here: httpx.URL, item: str) -> Protego:
        origin = _origin(here)
        with self._robots_turn.setdefault(origin, threading.Lock()):  # asked once, by one thread
            known = self._robots.get(origin)
            if known is None or abs(self._clock() - known[0]) > _ROBOTS_SECONDS:
                rules = Protego.parse(self._read_robots(here, item))
                if len(self._robots) >= _MOST_ROBOTS:
                    self._robots.clear()
                known = self._robots[origin] = (self._clock(), rules)
        return known[1]

    def _read_robots(self, here: httpx.URL, item: str) -> str:
        where = here.copy_with(path="/robots.txt", query=None)
        for _ in range(self._settings.max_redirects + 1):
            try:
                status, headers, body = self._request(where, item, None, None, _ROBOTS_BYTES)
            except FetchFailed as error:
                if error.kind in ("too-large", "bad-compression"):
                    return ""  # whatever that is, it is no robots.txt
                raise
            if status >= 500 or status == 429:
                raise FetchFailed(
                    item,
                    f"robots.txt cannot be read: the server answered {status}",
                    kind=f"http-{status}",
                    retry_after_seconds=_retry_after(headers),
                )
            if status not in _REDIRECTS:
                return body.decode("utf-8", "replace") if status == 200 else ""
            where = self._next_hop(where, headers, item)
        return ""


def checked_url(raw: str, item: str) -> httpx.URL:
    """An address that may be asked, without its fragment. ``item`` names it in the error.

    Raises:
        FetchRefused: no http(s) address, without a host, or with a password in it.
    """
    try:
        here = httpx.URL(raw.strip()).copy_with(fragment=None)
        usable = bool(here.host) and 0 < (here.port or 80) < 65_536
        usable = usable and not _CONTROL.search(raw.strip())
    except (httpx.InvalidURL, ValueError, TypeError, UnicodeError) as error:
        raise FetchRefused(item, f"not an address: {error}", kind="bad-address") from error
    if here.scheme not in ("http", "https"):
        raise FetchRefused(
            item,
            f"only http and https are fetched, not {here.scheme or 'no scheme'}",
            kind="scheme",
        )
    if not usable or here.userinfo:
        raise FetchRefused(
            item,
            "an address without a host, or with a password or an impossible part in it",
            kind="bad-address",
        )
    return here


def _origin(here: httpx.URL) -> str:
    return f"{here.scheme}://{here.netloc.decode('ascii')}"


# --------------------------------------------------------------------------- the body


def _read_body(chunks: Iterable[bytes], headers: dict[str, str], item: str, limit: int) -> bytes:
    coding = headers.get("content-encoding", "").lower().strip()
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise FetchFailed(item, f"{int(declared):,} bytes announced", kind="too-large")
    parts, total, came = [], 0, 0

    def counted() -> Iterator[bytes]:
        nonlocal came
        for chunk in chunks:
            came += len(chunk)
            yield chunk

    try:
        for part in _decompressed(counted(), coding, item):
            total += len(part)
            if total > limit:
                raise FetchFailed(item, f"larger than {limit:,} bytes", kind="too-large")
            if total > _RATIO_FROM_BYTES and total > _MOST_RATIO * came:
                cause = f"{came:,} bytes unpack to more than {total:,}: a bomb"
                raise FetchFailed(item, cause, kind="too-large")
            parts.append(part)
    except zlib.error as error:
        raise FetchFailed(
            item, f"the body is not the {coding} that it says", kind="bad-compression"
        ) from error
    return b"".join(parts)


def _decompressed(chunks: Iterable[bytes], coding: str, item: str) -> Iterator[bytes]:
    """The body in pieces of at most 64 KiB, so that a bomb is noticed before it goes off."""
    if coding in ("", "identity"):
        yield from chunks
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise FetchFailed(item, f"unasked-for compression {coding[:40]!r}", kind="bad-compression")
    first, any_data = True, False
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, by their headers
    for chunk in chunks:
        if first and coding == "deflate" and chunk and (chunk[0] & 0x0F) != 8:
            unpack = zlib.decompressobj(-zlib.MAX_WBITS)  # raw deflate, as some servers send it
        first, any_data = False, any_data or bool(chunk)
        while chunk:
            if part := unpack.decompress(chunk, 65_536):
                yield part
            chunk = unpack.unconsumed_tail
            if unpack.eof and unpack.unused_data:
                # A further gzip member may follow; anything else after the end is ignored.
                chunk = unpack.unused_data
                if not chunk.startswith(b"\x1f\x8b"):
                    return
                unpack = zlib.decompressobj(zlib.MAX_WBITS | 32)
    if any_data and not unpack.eof:
        raise FetchFailed(item, f"the {coding} data breaks off", kind="truncated")


def _content_type(raw: str) -> tuple[str, str | None]:
    """("text/html", "utf-8") of ``text/html; charset="UTF-8"``."""
    media_type = raw.split(";", 1)[0].strip().lower()
    found = regex.search(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", raw, regex.I)
    if not regex.fullmatch(r"[\w.+-]+/[\w.+-]+", media_type):
        media_type = "application/octet-stream"
    return media_type, found[1].lower() if found else None


def _retry_after(headers: dict[str, str]) -> float | None:
    """Seconds to wait, from either form of Retry-After (RFC 9110, 10.2.3)."""
    raw = headers.get("retry-after", "")
    if raw.isascii() and raw.isdigit():
        return min(float(raw), _LONGEST_RETRY_SECONDS)
    try:
        until = parsedate_to_datetime(raw).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
    try:
        # The server's own clock, where it shows it: ours may be off.
        now = parsedate_to_datetime(headers.get("date", "")).timestamp()
    except (TypeError, ValueError, OverflowError):
        now = time.time()
    return min(max(until - now, 0.0), _LONGEST_RETRY_SECONDS)


def _last_modified(headers: dict[str, str]) -> str | None:
    """Last-Modified, when it can tell this answer from the next: it counts in seconds, so that of
    a page that was changed in the second before the answer it may be that of two versions
    (RFC 9110, 8.8.2.2)."""
    stated = headers.get("last-modified")
    try:
        modified = parsedate_to_datetime(stated or "").timestamp()
        answered = parsedate_to_datetime(headers.get("date", "")).timestamp()
    except (TypeError, ValueError, OverflowError):
        return stated
    return None if 0 <= answered - modified < _SURE_SECONDS else stated


def _fresh_seconds(headers: dict[str, str]) -> float | None:
    """How long an answer stays fresh (RFC 9111, 4.2), None when the server does not say."""
    control = headers.get("cache-control", "").lower()
    found = regex.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", control)
    if found is None or regex.search(r"no-(?:cache|store)", control):
        return None
    age = headers.get("age", "")
    return max(0.0, float(found[1]) - (float(age) if age.isascii() and age.isdigit() else 0.0))


def _linked(headers: dict[str, str], rel: str, here: httpx.URL) -> str | None:
    """The target of a Link header (RFC 8288) with this relation."""
    for target, parameters in regex.findall(
        r"<([^<>]{1,2000})>([^<]{0,500})", headers.get("link", "")
    ):
        if regex.search(rf"\brel\s*=\s*\"?[^\";]*\b{rel}\b", parameters, regex.I):
            try:
                return str(here.join(target))
            except (httpx.InvalidURL, ValueError):
                return None
    return None
