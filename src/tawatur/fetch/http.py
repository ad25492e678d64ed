"""One address in, one answer out, whatever stands at the other end.

The other end may be slow, endless, broken or hostile, and the address may come from a stranger's
feed. So each hop of each request is resolved by us, every resolved address is checked, and the
connection goes to the address that was checked (a name that resolves to something else a moment
later changes nothing). Size is counted after decompression, time over the whole request.

Built on httpcore, the layer under httpx, because only there one can hold both promises: it lets
us make the connection ourselves, and it hands over the body before decompression.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, TypeVar

import httpcore
import httpx
import regex
from protego import Protego

from tawatur.errors import FetchFailed, FetchRefused
from tawatur.settings import Settings

T = TypeVar("T")
Resolve = Callable[[str, int], list[str]]

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.9, */*;q=0.5"
)
# Redirects that keep GET a GET; 300 and 304 are no redirects.
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# RFC 9309 asks for at least 500 KiB of robots.txt to be read, and for no copy to be used longer
# than a day; an hour keeps us close to what an outlet has just changed.
_ROBOTS_BYTES = 512_000
_ROBOTS_SECONDS = 3600.0
# A Retry-After beyond a week is a mistake of the server or a way to be rid of us for good.
_LONGEST_RETRY_SECONDS = 7 * 86_400.0
_CONTROL = regex.compile(r"[\x00-\x1f\x7f]")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


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

    @property
    def not_modified(self) -> bool:
        return self.status == 304


class Fetcher:
    """Fetches addresses within the limits of ``settings``. Usable from several threads.

    Args:
        settings: limits of size, time and redirects, the User-Agent, and the private
            ``host:port`` pairs that may be fetched.
        resolve: host and port to IP addresses; the system's resolver unless given.
    """

    def __init__(self, settings: Settings | None = None, *, resolve: Resolve | None = None) -> None:
        self._settings = settings = settings or Settings()
        self._gate = _Gate(settings, resolve or _system_resolve)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=64,
            max_keepalive_connections=16,
            keepalive_expiry=15.0,
            network_backend=self._gate,
        )
        self._robots: dict[str, tuple[float, Protego]] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
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
        here, hops, permanent = self._checked(url, url), [], True
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
            last_modified=headers.get("last-modified"),
            moved_to=str(here) if hops and permanent else None,
        )

    # ------------------------------------------------------------------- one hop

    def _checked(self, raw: str, item: str) -> httpx.URL:
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
        return self._checked(joined, item)

    def _request(
        self,
        here: httpx.URL,
        item: str,
        etag: str | None,
        last_modified: str | None,
        limit_bytes: int | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """(status, headers by lower-case name, body) of one GET; redirects are not followed."""
        sent = {
            "Host": here.netloc.decode("ascii"),
            "User-Agent": self._settings.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        }
        for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)):
            if value and value.isascii() and not _CONTROL.search(value):
                sent[name] = value
        seconds = self._settings.fetch_timeout_seconds
        limits = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
        try:
            with self._pool.stream(
                "GET", str(here), headers=list(sent.items()), extensions={"timeout": limits}
            ) as answer:
                headers = {
                    name.decode("latin-1").lower(): value.decode("latin-1").strip()
                    for name, value in answer.headers
                }
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
        except _Refused as error:
            raise FetchRefused(item, str(error), kind="private-address") from error
        except _NotFound as error:
            raise FetchFailed(item, str(error), kind="dns") from error

    # ------------------------------------------------------------------- robots.txt

    def _ask_robots(self, here: httpx.URL, item: str) -> None:
        """RFC 9309: no robots.txt allows everything, one that cannot be reached nothing."""
        origin = f"{here.scheme}://{here.netloc.decode('ascii')}"
        known = self._robots.get(origin)
        if known is None or known[0] < time.monotonic():
            known = (time.monotonic() + _ROBOTS_SECONDS, Protego.parse(self._read_robots(here)))
            self._robots[origin] = known
        if not known[1].can_fetch(str(here), self._settings.user_agent):
            raise FetchRefused(item, f"{origin}/robots.txt does not allow it", kind="robots")

    def _read_robots(self, here: httpx.URL) -> str:
        where = here.copy_with(path="/robots.txt", query=None)
        for _ in range(self._settings.max_redirects + 1):
            try:
                status, headers, body = self._request(where, str(where), None, None, _ROBOTS_BYTES)
            except FetchFailed as error:
                if error.kind in ("too-large", "bad-compression"):
                    return ""  # whatever that is, it is no robots.txt
                raise
            if status >= 500 or status == 429:
                raise FetchFailed(
                    str(where),
                    f"robots.txt cannot be read: the server answered {status}",
                    kind=f"http-{status}",
                    retry_after_seconds=_retry_after(headers),
                )
            if status not in _REDIRECTS:
                return body.decode("utf-8", "replace") if status == 200 else ""
            where = self._next_hop(where, headers, str(where))
        return ""


# --------------------------------------------------------------------------- the body


def _read_body(chunks: Iterable[bytes], headers: dict[str, str], item: str, limit: int) -> bytes:
    coding = headers.get("content-encoding", "").lower().strip()
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise FetchFailed(item, f"{int(declared):,} bytes announced", kind="too-large")
    parts, total = [], 0
    try:
        for part in _decompressed(chunks, coding, item):
            total += len(part)
            if total > limit:
                raise FetchFailed(item, f"larger than {limit:,} bytes", kind="too-large")
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


# --------------------------------------------------------------------------- the gate


class _Refused(Exception):
    """The address lies where we do not go."""


class _NotFound(Exception):
    """The host has no address."""


class _Gate(httpcore.NetworkBackend):
    """Makes every connection: resolves, checks, and connects to what was checked.

    It also holds the deadline of the request that runs in the current thread; reads and writes
    get what is left of it, so a server that sends a byte now and then gains nothing.
    """

    def __init__(self, settings: Settings, resolve: Resolve) -> None:
        self._allowed = {_pair(pair) for pair in settings.allow_private}
        self._resolve = resolve
        self._plain = httpcore.SyncBackend()
        self._running = threading.local()

    def start(self, seconds: float) -> None:
        self._running.deadline = time.monotonic() + seconds

    def left(self) -> float:
        seconds: float = self._running.deadline - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout("the time for this request is over")
        return seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._within(self.left(), lambda: self._resolve(host, port))
        if _pair(f"{host}:{port}") not in self._allowed:
            for address in addresses:
                if not _is_public(address):
                    raise _Refused(f"{host} lies at {address}, which is not on the public internet")
        last: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in addresses[:4]:
            try:
                stream = self._plain.connect_tcp(
                    address, port, min(self.left(), 10.0), socket_options=socket_options
                )
                return _Timed(stream, self.left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or _NotFound(f"{host} has no address")

    @staticmethod
    def _within(seconds: float, work: Callable[[], list[str]]) -> list[str]:
        """The system's resolver knows no timeout, so it works aside and we stop waiting."""
        done: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def aside() -> None:
            try:
                done.put(work())
            except Exception as error:
                done.put(error)

        threading.Thread(target=aside, daemon=True).start()
        try:
            found = done.get(timeout=seconds)
        except queue.Empty:
            raise httpcore.ConnectTimeout("the name was not resolved in time") from None
        if isinstance(found, OSError | UnicodeError):
            raise _NotFound(f"the name cannot be resolved: {found}") from found
        if isinstance(found, Exception):
            raise found
        return found


class _Timed(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline of the request."""

    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self._stream, self._left = stream, left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._left())
        return _Timed(inner, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _pair(host_and_port: str) -> str:
    return host_and_port.strip().lower().replace("[", "").replace("]", "")


def _system_resolve(host: str, port: int) -> list[str]:
    rows = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def _is_public(address: str) -> bool:
    """False for everything but globally routed unicast, also when wrapped in an IPv6 address."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if wrapped is not None:
            return _is_public(str(wrapped))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast
