"""The web service: pages in Arabic and English, JSON of the same views, the local inbox.

A GET changes nothing; POSTs are those of ``web.subscribe`` and of hubs (``web.sources``). Every
answer carries the strict headers of ``_HEADERS``; every error has one shape, as a page or as JSON.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import msgspec
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tawatur.alert.maildir import list_mails, read_mail
from tawatur.errors import StoreError
from tawatur.model import Dossier, Failure, Notice, Reading, SearchHit, Source, Topic
from tawatur.publish import html, strings
from tawatur.publish import json as as_json
from tawatur.publish.site import Site
from tawatur.publish.views import (
    ORDERS,
    FrontView,
    Order,
    StorySummary,
    TopicView,
    article_view,
    front_view,
    story_view,
    topic_view,
    topics_of,
)
from tawatur.settings import Settings
from tawatur.store import Store as FullStore
from tawatur.store.watching import WatchingRows
from tawatur.web.sources import HubDoor, SourcePages
from tawatur.web.subscribe import SignUps

log = logging.getLogger("tawatur.web")

PAGE_STORIES = 30
SEARCH_HITS = 30
# Topics whose stories are told apart on the front page; more than its stories can belong to.
FRONT_TOPICS = 60
# Longer than any query somebody types; shorter than what would make the search slow.
QUERY_CODE_POINTS = 400

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# A mail's body has styles on its elements; it is shown in a sandbox without script, forms or
# anything from elsewhere.
_MAIL_HEADERS = {
    "Content-Security-Policy": (
        "sandbox allow-top-navigation-by-user-activation; default-src 'none'; "
        "style-src 'unsafe-inline'; base-uri 'self'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}


class Store(Protocol):
    """What the pages ask of the store."""

    def stories(
        self,
        *,
        limit: int = 30,
        offset: int = 0,
        language: str | None = None,
        order: str = "newest",
    ) -> list[StorySummary]: ...
    def dossier(self, story_id: str) -> Dossier | None: ...
    def reading(self, article_id: str) -> Reading | None: ...
    def story_of(self, article_id: str) -> str | None: ...
    def search(
        self, query: str, *, limit: int = 30, language: str | None = None
    ) -> list[SearchHit]: ...
    def sources(self) -> list[Source]: ...
    def failures(self, limit: int = 50) -> list[Failure]: ...
    def notices(self, limit: int = 50) -> list[Notice]: ...
    def counts(self) -> dict[str, int]: ...
    def summary(self, story_id: str) -> StorySummary | None: ...
    def topics(self, limit: int = 30) -> list[Topic]: ...
    def topic(self, topic_id: str) -> Topic | None: ...
    def topic_of(self, story_id: str) -> Topic | None: ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(
    store: Store,
    *,
    settings: Settings,
    notices_maildir: Path | None = None,
    live: bool = False,
    sign_up: FullStore | None = None,
    clock: Callable[[], datetime] = _utc_now,
) -> Starlette:
    """The service over ``store``.

    ``notices_maildir`` shows the local inbox.
    ``sign_up`` lets everybody ask for alerts, by double opt-in, over this store.
    ``live`` lets the front page and the inbox renew themselves every ten seconds.
    """
    pages = _Pages(store, settings, notices_maildir, sign_up is not None, live, clock)
    both = [
        ("/", pages.front),
        ("/story/{story_id}", pages.story),
        ("/topic/{topic_id}", pages.topic),
        ("/article/{article_id}", pages.article),
        ("/search", pages.search),
        ("/how-we-count", pages.how_we_count),
    ]
    if notices_maildir is not None:
        both += [("/inbox", pages.inbox), ("/inbox/{key}", pages.mail)]
    routes: list[Route | Mount] = []
    if sign_up is not None:
        routes += SignUps(sign_up, settings, clock, pages.site).routes()
    routes += SourcePages(store.sources, store.failures, pages.site).routes()
    if isinstance(store, WatchingRows):
        routes += HubDoor(store, settings, clock).routes()
    for prefix in ("", "/ar"):
        routes += [Route(prefix + path, page) for path, page in both]
    routes += [
        Route("/ar", lambda request: RedirectResponse("/ar/", status_code=308)),
        Route("/api/stories", pages.api_stories),
        Route("/api/stories.json", pages.api_stories),
        Route("/api/stories/{story_id}", pages.api_story),
        Route("/api/topics", pages.api_topics),
        Route("/api/topics/{topic_id}", pages.api_topic),
        Route("/api/articles/{article_id}", pages.api_article),
        Route("/api/search", pages.api_search),
        Route("/api/notices", pages.api_notices),
        Mount("/static", StaticFiles(directory=html.STATIC)),
    ]
    if notices_maildir is not None:
        routes.append(Route("/inbox/{key}/body", pages.mail_body))
    return Starlette(
        routes=routes,
        middleware=[Middleware(_SafeHeaders)],
        exception_handlers={
            HTTPException: pages.http_error,
            StoreError: pages.store_error,
            Exception: pages.broken,
        },
    )


class _SafeHeaders:
    """Puts the strict headers on every answer that does not bring its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    if name not in headers:
                        headers[name] = value
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class _Json(Response):
    media_type = "application/json"

    def __init__(self, record: object, status_code: int = 200) -> None:
        super().__init__(msgspec.json.encode(record), status_code=status_code)


class _Pages:
    def __init__(
        self,
        store: Store,
        settings: Settings,
        maildir: Path | None,
        sign_up: bool,
        live: bool,
        clock: Callable[[], datetime],
    ) -> None:
        self.store = store
        self.settings = settings
        self.maildir = maildir
        self.sign_up = sign_up
        self.live = live
        self.clock = clock

    # ------------------------------------------------------------------- helpers

    def site(self, request: Request, *, renews: bool = False) -> Site:
        path = request.url.path
        arabic = path == "/ar" or path.startswith("/ar/")
        query = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
        return Site(
            language="ar" if arabic else "en",
            now=self.clock(),
            # A form's answer has no address of its own in the other language.
            path=((path[3:] or "/") if arabic else path) + query
            if request.method == "GET"
            else "/",
            sign_up=self.sign_up,
            inbox=self.maildir is not None,
            live=self.live and renews,
        )

    def dossier_or_404(self, story_id: str) -> Dossier:
        dossier = self.store.dossier(story_id)
        if dossier is None:
            raise HTTPException(404, f"no story {story_id}")
        return dossier

    def reading_or_404(self, article_id: str) -> tuple[Reading, Dossier | None]:
        reading = self.store.reading(article_id)
        if reading is None:
            raise HTTPException(404, f"no article {article_id}")
        story_id = self.store.story_of(article_id)
        return reading, self.store.dossier(story_id) if story_id else None

    # ------------------------------------------------------------------- pages

    def front(self, request: Request) -> Response:
        site = self.site(request, renews=True)
        view = self._front_view(request)
        topics = topics_of(self.store.topics(limit=FRONT_TOPICS))
        return HTMLResponse(html.render_front(view, site, topics))

    def _front_view(self, request: Request) -> FrontView:
        language = request.query_params.get("language") or None
        order = _order(request)
        offset = _number(request, "offset", 0, 0, 1_000_000)
        limit = _number(request, "limit", PAGE_STORIES, 1, 200)
        found = self.store.stories(limit=limit + 1, offset=offset, language=language, order=order)
        return front_view(
            found,
            now=self.clock(),
            settings=self.settings,
            language=language,
            order=order,
            offset=offset,
            limit=limit,
            languages=self._languages_on_offer(language),
            counts=self.store.counts(),
            sources=self.store.sources(),
        )

    def _languages_on_offer(self, chosen: str | None) -> Sequence[str]:
        """What the filter offers: the languages of the newest stories, and the one it is set
        to, even when no story is left in it."""
        newest = self.store.stories(limit=PAGE_STORIES)
        return [x for s in newest for x in s.languages] + ([chosen] if chosen else [])

    def story(self, request: Request) -> Response:
        unfolded = "print" in request.query_params
        site = replace(self.site(request), unfolded=unfolded)
        asked = request.path_params["story_id"]
        dossier = self.dossier_or_404(asked)
        if dossier.story.id != asked:
            # Merged into another story, under whose name it lives on, until somebody undoes it:
            # a browser must not remember the way for good.
            return RedirectResponse(site.url("story", dossier.story.id), status_code=302)
        topic = self.store.topic_of(dossier.story.id)
        view = self._topic_view(topic) if topic else None
        return HTMLResponse(html.render_story(story_view(dossier, site.language), site, view))

    def topic(self, request: Request) -> Response:
        topic = self.topic_or_404(request.path_params["topic_id"])
        return HTMLResponse(html.render_topic(self._topic_view(topic), self.site(request)))

    def topic_or_404(self, topic_id: str) -> Topic:
        topic = self.store.topic(topic_id)
        if topic is None:
            raise HTTPException(404, f"no topic {topic_id}")
        return topic

    def _topic_view(self, topic: Topic) -> TopicView:
        found = (self.store.summary(story_id) for story_id in topic.story_ids)
        return topic_view(topic, (s for s in found if s is not None))

    def article(self, request: Request) -> Response:
        site = self.site(request)
        reading, dossier = self.reading_or_404(request.path_params["article_id"])
        view = article_view(reading, site.language, dossier=dossier)
        return HTMLResponse(html.render_article(view, site))

    def search(self, request: Request) -> Response:
        query, language, hits = self._search(request)
        site = self.site(request)
        languages = sorted({h.language for h in hits} | ({language} if language else set()))
        page = html.render_search(query, hits, site, filter_language=language, languages=languages)
        return HTMLResponse(page)

    def _search(self, request: Request) -> tuple[str, str | None, Sequence[SearchHit]]:
        query = request.query_params.get("q", "").strip()[:QUERY_CODE_POINTS]
        language = request.query_params.get("language") or None
        limit = _number(request, "limit", SEARCH_HITS, 1, 200)
        hits = self.store.search(query, limit=limit, language=language) if query else []
        return query, language, hits

    def how_we_count(self, request: Request) -> Response:
        return HTMLResponse(html.render_how_we_count(self.site(request)))

    def inbox(self, request: Request) -> Response:
        assert self.maildir is not None
        site = self.site(request, renews=True)
        return HTMLResponse(html.render_inbox(list_mails(self.maildir), site))

    def mail(self, request: Request) -> Response:
        assert self.maildir is not None
        mail = read_mail(self.maildir, request.path_params["key"])
        if mail is None:
            raise HTTPException(404, "no such mail")
        return HTMLResponse(html.render_mail(mail, self.site(request)))

    def mail_body(self, request: Request) -> Response:
        assert self.maildir is not None
        mail = read_mail(self.maildir, request.path_params["key"])
        if mail is None or mail.html is None:
            raise HTTPException(404, "no such mail")
        # Links of the mail leave its frame.
        body = mail.html.replace("<head>", '<head><base target="_top">', 1)
        return HTMLResponse(body, headers=_MAIL_HEADERS)

    # ------------------------------------------------------------------- JSON

    def api_stories(self, request: Request) -> Response:
        language = request.query_params.get("language") or None
        offset = _number(request, "offset", 0, 0, 1_000_000)
        limit = _number(request, "limit", PAGE_STORIES, 1, 200)
        found = self.store.stories(
            limit=limit + 1, offset=offset, language=language, order=_order(request)
        )
        more = offset + limit if len(found) > limit else None
        return _Json(as_json.stories_json(found[:limit], next_offset=more))

    def api_story(self, request: Request) -> Response:
        dossier = self.dossier_or_404(request.path_params["story_id"].removesuffix(".json"))
        language = "ar" if request.query_params.get("lang") == "ar" else "en"
        return _Json(as_json.story_json(story_view(dossier, language)))

    def api_topics(self, request: Request) -> Response:
        topics = self.store.topics(limit=_number(request, "limit", PAGE_STORIES, 1, 200))
        return _Json({"topics": [as_json.topic_json(topic) for topic in topics]})

    def api_topic(self, request: Request) -> Response:
        topic = self.topic_or_404(request.path_params["topic_id"].removesuffix(".json"))
        stories = [as_json.summary_json(s) for s in self._topic_view(topic).stories]
        return _Json({**as_json.topic_json(topic), "stories": stories})

    def api_article(self, request: Request) -> Response:
        article_id = request.path_params["article_id"].removesuffix(".json")
        reading, dossier = self.reading_or_404(article_id)
        return _Json(as_json.reading_json(reading, dossier))

    def api_search(self, request: Request) -> Response:
        return _Json(as_json.hits_json(self._search(request)[2]))

    def api_notices(self, request: Request) -> Response:
        notices = self.store.notices(_number(request, "limit", 50, 1, 1000))
        records = [as_json.notice_json(n) for n in notices]
        if self.maildir is None:  # from elsewhere: which watch was told would tell of its reader
            for record in records:
                for name in ("id", "watch_id", "message_id"):
                    del record[name]
        return _Json({"notices": records})

    # ------------------------------------------------------------------- errors

    def http_error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        kinds = {404: "not-found", 405: "not-allowed", 403: "not-allowed"}
        kind = kinds.get(error.status_code, "bad-request")
        response = self._error(request, error.status_code, kind, error.detail)
        response.headers.update(error.headers or {})
        return response

    def store_error(self, request: Request, error: Exception) -> Response:
        log.error("%s %s: %s", request.method, request.url.path, error)
        return self._error(request, 503, "store-unavailable", str(error), retry=True)

    def broken(self, request: Request, error: Exception) -> Response:
        # The traceback is logged by the server; what it says is not for the reader.
        response = self._error(request, 500, "internal-error", type(error).__name__, retry=True)
        response.headers.update(_HEADERS)  # this answer is made outside of all middleware
        return response

    def _error(
        self, request: Request, status: int, kind: str, detail: str, *, retry: bool = False
    ) -> Response:
        if request.url.path.startswith("/api/"):
            return _Json(as_json.error_json(status, kind, detail), status_code=status)
        site = self.site(request)
        if status == 404:
            heading, text = "not-found", strings.say("not-found-lead", site.language)
        elif status >= 500:
            heading, text = "broken", strings.say("broken-lead", site.language)
        else:
            heading, text = ("not-allowed" if status in (403, 405) else "bad-request"), detail
        page = html.render_error(
            status, kind, strings.say(heading, site.language), text, site, retry=retry
        )
        return HTMLResponse(page, status_code=status)


def _order(request: Request) -> Order:
    asked = request.query_params.get("order") or "newest"
    found = next((o for o in ORDERS if o == asked), None)
    if found is None:
        raise HTTPException(400, f"order is one of {', '.join(ORDERS)}")
    return found


def _number(request: Request, name: str, default: int, least: int, most: int) -> int:
    raw = request.query_params.get(name)
    if not raw:
        return default
    if not raw.isascii() or not raw.isdigit() or not least <= int(raw) <= most:
        raise HTTPException(400, f"{name} is a number from {least} to {most}")
    return int(raw)
