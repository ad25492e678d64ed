"""Sending to an address that somebody named: webhooks.

Under the same gate as everything that is fetched: the name is resolved and checked by us, the
connection goes to the address that was checked, and no redirect is followed. Only https, but to
what the operator lists by host and port.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import NamedTuple

import httpcore
import httpx

from tawatur.errors import FetchFailed, FetchRefused
from tawatur.fetch.gate import Gate, NoAddress, NotPublic, Resolve, system_resolve
from tawatur.settings import Settings

# An answer to a webhook says nothing but its status; what stands in it is for the log.
_ANSWER_BYTES = 2_000


class Posted(NamedTuple):
    """An answer: its status, the seconds its Retry-After asks for, and how its body begins."""

    status: int
    retry_after_seconds: float | None
    text: str


class Poster:
    """Posts within the limits of ``settings``, over connections that are kept."""

    def __init__(self, settings: Settings, *, resolve: Resolve | None = None) -> None:
        self._settings = settings
        self._gate = Gate(settings, resolve or system_resolve)
        self._pool: httpcore.ConnectionPool | None = None  # most rounds have nothing to post

    def __enter__(self) -> Poster:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.close()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        """What the other side answers.

        Raises:
            FetchRefused: we will not post there: no https, or an address that is not public.
            FetchFailed: no answer.
        """
        here = httpx.URL(url)
        port = here.port or (443 if here.scheme == "https" else 80)
        if here.scheme != "https" and not self._gate.allows(here.host, port):
            raise FetchRefused(url, "webhooks go over https only", kind="scheme")
        if self._pool is None:
            self._pool = httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=self._gate
            )
        seconds = self._settings.fetch_timeout_seconds
        self._gate.start(seconds)
        sent = {
            "Host": here.netloc.decode("ascii"),
            "User-Agent": self._settings.user_agent,
            "Content-Length": str(len(body)),
            **headers,
        }
        limits = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
        try:
            with self._pool.stream(
                "POST", url, headers=list(sent.items()), content=body,
                extensions={"timeout": limits},
            ) as answer:  # fmt: skip
                text = b""
                for part in answer.iter_stream():
                    text += part
                    if len(text) >= _ANSWER_BYTES:
                        break
                later = {k.lower(): v for k, v in answer.headers}.get(b"retry-after", b"")
                return Posted(
                    answer.status,
                    float(later) if later.isdigit() else None,
                    text[:_ANSWER_BYTES].decode("utf-8", "replace"),
                )
        except NotPublic as error:
            raise FetchRefused(url, str(error), kind="private-address") from error
        except NoAddress as error:
            raise FetchFailed(url, str(error), kind="dns") from error
        except httpcore.TimeoutException as error:
            raise FetchFailed(url, f"no answer in {seconds:g} s", kind="timeout") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
            raise FetchFailed(url, f"no answer: {error}", kind="connect") from error
