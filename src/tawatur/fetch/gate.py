"""Where connections may lead: every name is resolved by us and every address checked.

The connection goes to the very address that was checked, so that a name which resolves to
something else a moment later changes nothing (docs/decisions/0004).
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

import httpcore

from tawatur.settings import Settings

Resolve = Callable[[str, int], list[str]]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotPublic(Exception):
    """The address lies where we do not go."""


class NoAddress(Exception):
    """The host has no address."""


class Gate(httpcore.NetworkBackend):
    """Makes every connection: resolves, checks, and connects to what was checked.

    It also holds the deadline of the request that runs in the current thread; reads and writes
    get what is left of it, so a server that sends a byte now and then gains nothing.
    """

    def __init__(self, settings: Settings, resolve: Resolve) -> None:
        self._allowed = {pair_of(pair) for pair in settings.allow_private}
        self._resolve = resolve
        self._plain = httpcore.SyncBackend()
        self._running = threading.local()

    def allows(self, host: str, port: int) -> bool:
        """Did the operator list this host and port, wherever it lies?"""
        return pair_of(f"{host}:{port}") in self._allowed

    def start(self, seconds: float) -> None:
        """The request of this thread has so long, from now."""
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
        if not self.allows(host, port):
            for address in addresses:
                if not is_public(address):
                    raise NotPublic(
                        f"{host} lies at {address}, which is not on the public internet"
                    )
        last: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in addresses[:4]:
            try:
                stream = self._plain.connect_tcp(
                    address, port, min(self.left(), 10.0), socket_options=socket_options
                )
                return TimedStream(stream, self.left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or NoAddress(f"{host} has no address")

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
            raise NoAddress(f"the name cannot be resolved: {found}") from found
        if isinstance(found, Exception):
            raise found
        return found


class TimedStream(httpcore.NetworkStream):
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
        return TimedStream(inner, self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def pair_of(host_and_port: str) -> str:
    return host_and_port.strip().lower().replace("[", "").replace("]", "")


def system_resolve(host: str, port: int) -> list[str]:
    rows = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def is_public(address: str) -> bool:
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
            return is_public(str(wrapped))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast


def private_pair(url: str, settings: Settings) -> str | None:
    """``host:port`` of an address that names a private place and that the operator did not list;
    None for all others, and for names, which only a request resolves."""
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname or ""
        literal = "127.0.0.1" if host == "localhost" else str(ipaddress.ip_address(host))
    except ValueError:
        return None
    pair = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    listed = pair_of(pair) in {pair_of(known) for known in settings.allow_private}
    return None if listed or is_public(literal) else pair
