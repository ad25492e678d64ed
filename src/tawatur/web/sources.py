"""How the sources do: the health page in both languages, the same as data, and the door at which
WebSub hubs knock.

A hub's GET is answered only for a subscription that we asked for; its POST is kept only with the
signature that our secret makes. Neither says more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from tawatur.model import Failure, Source
from tawatur.publish import html
from tawatur.publish.site import Site
from tawatur.settings import Settings
from tawatur.store.watching import WatchingRows
from tawatur.watching import Hubs

# The worst first: what a person can do something about.
_ORDER = ("blocked", "gone", "malformed", "refusing", "slow", "no-dates", "new", "answering")
_FAILURES = 50


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """All sources, the ones in trouble first, and how many are in which state."""

    counts: tuple[tuple[str, int], ...]
    sources: tuple[Source, ...]


def health(sources: list[Source]) -> Health:
    """The view behind the page and the data."""
    ordered = sorted(sources, key=lambda source: (_ORDER.index(source.state), source.url))
    states = [source.state for source in ordered]
    counts = tuple((state, states.count(state)) for state in _ORDER if state in states)
    return Health(counts=counts, sources=tuple(ordered))


class SourcePages:
    """The pages about sources of one service. ``site_of`` makes the frame from the request."""

    def __init__(
        self,
        sources: Callable[[], list[Source]],
        failures: Callable[[int], list[Failure]],
        site_of: Callable[[Request], Site],
    ) -> None:
        self._sources = sources
        self._failures = failures
        self._site_of = site_of

    def routes(self) -> Iterator[Route]:
        """In English, under /ar, and as data."""
        yield Route("/sources", self.page)
        yield Route("/ar/sources", self.page)
        yield Route("/api/sources", self.data)

    def page(self, request: Request) -> Response:
        view = health(self._sources())
        return HTMLResponse(
            html.render_sources(view, self._failures(_FAILURES), self._site_of(request))
        )

    def data(self, request: Request) -> Response:
        body = msgspec.json.encode(health(self._sources()))
        return Response(body, media_type="application/json")


class HubDoor:
    """Where hubs confirm and deliver: ``/websub/TOKEN``."""

    def __init__(
        self, store: WatchingRows, settings: Settings, clock: Callable[[], datetime]
    ) -> None:
        self._hubs = Hubs(store, settings)
        self._settings = settings
        self._clock = clock

    def routes(self) -> Iterator[Route]:
        yield Route("/websub/{token}", self.confirm, methods=["GET"])
        yield Route("/websub/{token}", self.deliver, methods=["POST"])

    def confirm(self, request: Request) -> Response:
        challenge = self._hubs.confirm(
            request.path_params["token"], dict(request.query_params), self._clock()
        )
        if challenge is None:
            raise HTTPException(404, "no such subscription")
        return PlainTextResponse(challenge)

    async def deliver(self, request: Request) -> Response:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > self._settings.max_page_bytes:
                raise HTTPException(413, "too large")
        taken = await run_in_threadpool(
            self._hubs.take,
            request.path_params["token"],
            request.headers.get("x-hub-signature"),
            request.headers.get("content-type", ""),
            body,
            self._clock(),
        )
        if taken is None:
            raise HTTPException(410, "no such subscription")
        # The same answer for a false signature: whoever tries learns nothing (W3C WebSub, 8).
        return Response(status_code=202)
