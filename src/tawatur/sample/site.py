"""The invented outlets on a local web server: live feeds and pages that change as time goes on.

Each outlet lives under ``/OUTLET/`` of one server; its feed is ``/OUTLET/feed.xml``. Only what
has appeared by ``now()`` is there, and an edited page shows its new text from the minute of the
edit. Links in feeds lead to this server, ``<link rel=canonical>`` in a page names the invented
host, so articles keep the address they would have in the world.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

from tawatur.sample.pages import paragraphs, render, written_date
from tawatur.sample.stream import SampleArticle, Sighting, Site, articles, read_toml, sites

Clock = Callable[[], datetime]

# As many as most outlets keep in their feeds.
_FEED_ENTRIES = 20
_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
)


def stream_begins() -> datetime:
    """When the first article of the sample appears."""
    return articles()[0].seen_at


def stream_ends() -> datetime:
    """When the last article or edit of the sample appears."""
    return max(s.seen_at for a in articles() for s in a.sightings)


def site_feeds(base_url: str) -> list[str]:
    """The feeds of all outlets of the sample under a server's address."""
    return [f"{base_url.rstrip('/')}/{site_id}/feed.xml" for site_id in sites()]


class SampleServer:
    """A running site. ``base_url`` is its address; ``close()``, or leaving ``with``, stops it."""

    def __init__(self, host: str, port: int, now: Clock) -> None:
        self._server = ThreadingHTTPServer((host, port), _Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        shown = f"[{host}]" if ":" in host else host
        self.host_and_port = f"{shown}:{self.port}"
        self.base_url = f"http://{self.host_and_port}"
        self.feeds = site_feeds(self.base_url)
        self._server.site = _Site(self.base_url, now)  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> SampleServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def serve_site(host: str = "127.0.0.1", port: int = 0, *, now: Clock) -> SampleServer:
    """Serve the sample outlets in the background.

    Args:
        host, port: where to listen; port 0 takes a free one.
        now: the time it is at the site, in UTC. A clock that runs fast plays the week in minutes.

    Raises:
        OSError: the port is taken.
    """
    return SampleServer(host, port, now)


class _Site:
    """What the server answers, by path and time."""

    def __init__(self, base_url: str, now: Clock) -> None:
        self.base_url, self.now = base_url, now
        self.pages = {f"/{a.site.id}{a.path}": a for a in articles()}
        self.nav = read_toml("furniture.toml")

    def answer(self, path: str) -> tuple[bytes, str, datetime] | None:
        """(body, content type, last change) of what stands at a path now."""
        moment = self.now()
        if path == "/robots.txt":
            return b"User-agent: *\nAllow: /\n", "text/plain", stream_begins()
        if path == "/":
            return self._index(), "text/html; charset=utf-8", stream_begins()
        if article := self.pages.get(path):
            return self._page(article, moment)
        site_id, _, rest = path[1:].partition("/")
        site = sites().get(site_id)
        if site is None or rest not in ("", "feed.xml"):
            return None
        out = [(a, s) for a in articles() if a.site.id == site_id and (s := _shown(a, moment))]
        out = out[::-1][:_FEED_ENTRIES]
        changed = max((s.seen_at for _, s in out), default=stream_begins())
        if rest == "":
            return self._front(site, out), "text/html; charset=utf-8", changed
        if site.feed == "atom":
            text, kind = self._atom(site, out, changed), "application/atom+xml"
        else:
            text, kind = self._rss(site, out), "application/rss+xml"
        return text.encode(), f"{kind}; charset=utf-8", changed

    def _page(self, article: SampleArticle, moment: datetime) -> tuple[bytes, str, datetime] | None:
        sighting = _shown(article, moment)
        if sighting is None:
            return None
        text, _ = render(article, sighting)
        encoding = article.site.encoding
        kind = "text/html; charset=utf-8" if encoding == "utf-8" else "text/html"
        return text.encode(encoding, "xmlcharrefreplace"), kind, sighting.seen_at

    def _index(self) -> bytes:
        rows = "".join(
            f'<li><a href="/{site.id}/">{escape(site.name or site.host)}</a> '
            f'<a href="/{site.id}/feed.xml">feed</a></li>'
            for site in sites().values()
        )
        return f"<!DOCTYPE html><meta charset=utf-8><title>Sample outlets</title><ul>{rows}</ul>".encode()

    def _front(self, site: Site, out: list[tuple[SampleArticle, Sighting]]) -> bytes:
        rows = "".join(
            f'<li><a href="{escape(self._link(a))}">{escape(s.title)}</a></li>' for a, s in out
        )
        name = escape(site.name or "")
        return (
            f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{name}</title>"
            f'<link rel="alternate" type="application/rss+xml" href="/{site.id}/feed.xml"></head>'
            f"<body><h1>{name}</h1><ul>{rows}</ul></body></html>"
        ).encode()

    def _link(self, article: SampleArticle) -> str:
        return f"{self.base_url}/{article.site.id}{article.path}"

    # ------------------------------------------------------------------- feeds

    def _rss(self, site: Site, out: list[tuple[SampleArticle, Sighting]]) -> str:
        language = f"<language>{site.languages[0]}</language>" if site.languages else ""
        items = "\n".join(self._item(site, a, s) for a, s in out)
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {_NAMESPACES}>\n<channel>'
            f"<title>{escape(site.name or '')}</title><link>https://{site.host}/</link>"
            f"<description>{escape(site.name or '')}</description>{language}\n{items}\n"
            "</channel>\n</rss>\n"
        )

    def _item(self, site: Site, article: SampleArticle, sighting: Sighting) -> str:
        link = escape(self._link(article))
        parts = [f"<title>{escape(sighting.title)}</title>", f"<link>{link}</link>"]
        parts.append(f'<guid isPermaLink="false">{site.id}-{article.path[-12:].strip("/")}</guid>')
        published = article.published if article.show_date else None
        if published and site.feed == "rss-arabic-dates":
            words = written_date(published, "ar", site.months).replace(" ", "، ", 1)
            parts.append(f"<pubDate>{words}</pubDate>")
        elif published:
            parts.append(f"<pubDate>{format_datetime(published)}</pubDate>")
        if article.byline:
            parts.append(f"<dc:creator><![CDATA[{article.byline}]]></dc:creator>")
        if article.section:
            parts.append(f"<category>{escape(article.section)}</category>")
        source = next((o for o in sites().values() if o.name and o.name == article.credit), None)
        if source:
            url = f"https://{source.host}/"
            parts.append(f'<source url="{url}">{escape(source.name or "")}</source>')
        texts = paragraphs(article, sighting)
        parts.append(f"<description><![CDATA[{texts[0]}]]></description>")
        if site.feed == "rss-full":
            body = "".join(f"<p>{escape(text)}</p>" for text in texts)
            parts.append(f"<content:encoded><![CDATA[{body}]]></content:encoded>")
        return f"<item>{''.join(parts)}</item>"

    def _atom(
        self, site: Site, out: list[tuple[SampleArticle, Sighting]], changed: datetime
    ) -> str:
        entries = "\n".join(
            f"<entry><title>{escape(s.title)}</title><id>tag:{site.host},2026:{escape(a.path)}</id>"
            f'<link rel="alternate" type="text/html" href="{escape(self._link(a))}"/>'
            + (f"<published>{a.published.isoformat()}</published>" if a.published else "")
            + f"<updated>{(s.updated or a.published or s.seen_at).isoformat()}</updated>"
            + (f"<author><name>{escape(a.byline)}</name></author>" if a.byline else "")
            + f'<summary type="text">{escape(paragraphs(a, s)[0])}</summary></entry>'
            for a, s in out
        )
        language = f' xml:lang="{site.languages[0]}"' if site.languages else ""
        return (
            f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"{language}>'
            f"<title>{escape(site.name or '')}</title><id>https://{site.host}/</id>"
            f'<link rel="self" href="{self.base_url}/{site.id}/feed.xml"/>'
            f"<updated>{changed.isoformat()}</updated>\n{entries}\n</feed>\n"
        )


def _shown(article: SampleArticle, moment: datetime) -> Sighting | None:
    """What the article's page shows at a moment: its newest text so far, or nothing yet."""
    return next((s for s in reversed(article.sightings) if s.seen_at <= moment), None)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """The demo's terminal belongs to the demo."""

    def do_GET(self) -> None:
        site: _Site = self.server.site  # type: ignore[attr-defined]
        found = site.answer(self.path)
        if found is None:
            self._send(HTTPStatus.NOT_FOUND, b"not here (yet)\n", {"Content-Type": "text/plain"})
            return
        body, kind, changed = found
        etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        changed = changed.astimezone(UTC).replace(microsecond=0)
        headers = {
            "Content-Type": kind,
            "ETag": etag,
            "Last-Modified": format_datetime(changed, usegmt=True),
            "Cache-Control": "max-age=0",
        }
        if self._has(etag, changed):
            self._send(HTTPStatus.NOT_MODIFIED, b"", headers)
        else:
            self._send(HTTPStatus.OK, body, headers)

    do_HEAD = do_GET

    def _has(self, etag: str, changed: datetime) -> bool:
        """RFC 9110, 13.2.2: If-None-Match, when sent, decides alone."""
        if tags := self.headers.get("If-None-Match"):
            return etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except (TypeError, ValueError):
            return False
        return since.tzinfo is not None and changed <= since

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status != HTTPStatus.NOT_MODIFIED:
            self.wfile.write(body)
