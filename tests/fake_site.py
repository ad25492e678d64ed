"""A small outlet on loopback: a real HTTP server whose pages the tests set, and what was asked."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from xml.sax.saxutils import escape

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Served:
    body: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    validators: bool = True


class FakeSite:
    """``site.pages[path]`` is what stands there; ``site.asked`` is every (method, path, headers)."""

    def __init__(self) -> None:
        self.pages: dict[str, Served | Callable[[], Answer]] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.posted: list[tuple[str, bytes]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                site.asked.append(("POST", self.path, dict(self.headers)))
                site.posted.append((self.path, body))
                found = site.pages.get(self.path)
                self.send_response(found.status if isinstance(found, Served) else 202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                site.asked.append(("GET", self.path, dict(self.headers)))
                found = site.pages.get(self.path)
                if callable(found):
                    status, headers, body = found()
                elif found is None:
                    status, headers, body = 404, {}, b"not here"
                else:
                    status, headers, body = found.status, dict(found.headers), found.body
                    headers.setdefault("Content-Type", found.media_type)
                    tag = f'"{hashlib.md5(body).hexdigest()}"'
                    if found.validators and status == 200:
                        headers.setdefault("ETag", tag)
                        if self.headers.get("If-None-Match") == headers["ETag"]:
                            status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_: object) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self.host = f"127.0.0.1:{self.port}"
        self.base = f"http://{self.host}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> FakeSite:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def put(
        self,
        path: str,
        body: str | bytes,
        media_type: str = "text/html; charset=utf-8",
        status: int = 200,
        **headers: str,
    ) -> str:
        """Something at a path; its address."""
        raw = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Served(raw, media_type, status, named)
        return self.base + path

    def feed(
        self,
        path: str,
        *items: tuple[str, str, datetime | None],
        title: str = "صحيفة المرفأ",
        extra: str = "",
    ) -> str:
        """An RSS feed of (path, headline, time) entries; its address."""
        entries = "".join(
            f"<item><title>{escape(headline)}</title><link>{self.base}{where}</link>"
            + (f"<pubDate>{format_datetime(at)}</pubDate>" if at else "")
            + "</item>"
            for where, headline, at in items
        )
        return self.put(
            path,
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">'
            f"<channel><title>{escape(title)}</title><link>{self.base}/</link>{extra}{entries}</channel></rss>",
            "application/rss+xml; charset=utf-8",
        )

    def paths(self, *, robots: bool = False) -> list[str]:
        """What was asked for since the last call."""
        found = [path for _, path, _ in self.asked if robots or path != "/robots.txt"]
        self.asked.clear()
        return found


def article(headline: str, *paragraphs: str, head: str = "") -> str:
    """A page of an invented outlet."""
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='ar' dir='rtl'><head><meta charset='utf-8'><title>{escape(headline)}</title>{head}</head>"
        f"<body><nav><a href='/'>الرئيسية</a></nav><article><h1>{escape(headline)}</h1>{text}</article>"
        "<footer>جميع الحقوق محفوظة</footer></body></html>"
    )
