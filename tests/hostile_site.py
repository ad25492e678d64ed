"""A server that answers as no server should. Each path is a way to hurt whoever reads it.

Raw sockets, since a real HTTP server would not send most of this.
"""

from __future__ import annotations

import gzip
import socket
import socketserver
import threading
import time
import zlib
from collections.abc import Callable
from types import TracebackType

Send = Callable[[bytes], None]
Answer = bytes | Callable[[Send], None]

HEADLINE = "افتتاح سوق السمك الجديد في ميناء الشاطئ"
TEXT = (
    "افتتح رئيس بلدية الشاطئ صباح اليوم الاثنين سوقا جديدة للسمك قرب الميناء القديم بعد عام ونصف من الأشغال.",
    "وقال رئيس البلدية إن السوق تتسع لستين بائعا وإن كلفتها بلغت ثلاثة ملايين دينار دفعت الوزارة نصفها.",
    "وأضاف أن السوق القديمة ستهدم في الخريف المقبل، وأن مكانها سيصير حديقة عامة وملعبا للأطفال.",
)


def http(
    body: bytes | str,
    media_type: str = "application/rss+xml; charset=utf-8",
    status: str = "200 OK",
    **headers: str,
) -> bytes:
    """A well-formed answer, to be spoilt."""
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    named = {"Content-Type": media_type, "Content-Length": str(len(raw))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{lines}Connection: close\r\n\r\n".encode("latin-1") + raw


def rss(*items: str, title: str = "صحيفة الشاطئ", head: str = "") -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def item(link: str, title: str = HEADLINE, more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def page(
    title: str = HEADLINE, head: str = "", body: str = "", text: tuple[str, ...] = TEXT
) -> str:
    told = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    head = head or "<meta property='article:published_time' content='2026-03-02T11:00:00Z'>"
    return f"<!doctype html><html lang='ar'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{told}{body}</article></body></html>"


def bomb(size: int = 60_000_000, wbits: int = 31) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return packer.compress(b"<item>" * (size // 6)) + packer.flush()


def endless(start: bytes, piece: bytes, pause: float = 0.0) -> Callable[[Send], None]:
    def run(send: Send) -> None:
        send(start)
        for _ in range(100_000):
            send(piece)
            if pause:
                time.sleep(pause)

    return run


class HostileSite:
    """``site.answers[path]`` is sent as it is; ``site.asked`` is what was asked, raw."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[bytes] = []
        site = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                connection: socket.socket = self.request
                connection.settimeout(10)
                raw = b""
                try:
                    while b"\r\n\r\n" not in raw:
                        part = connection.recv(65_536)
                        if not part:
                            return
                        raw += part
                    site.asked.append(raw)
                    path = raw.split(b" ", 2)[1].decode("latin-1")
                    answer = site.answers.get(path.split("?")[0])
                    if answer is None:
                        answer = http("not here", "text/plain", "404 Not Found")
                    if callable(answer):
                        answer(connection.sendall)
                    else:
                        connection.sendall(answer)
                except OSError:
                    pass  # whoever reads this hangs up, as it should

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 128

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self.host = f"127.0.0.1:{self.port}"
        self.base = f"http://{self.host}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> HostileSite:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def paths_asked(self) -> set[str]:
        return {raw.split(b" ", 2)[1].decode("latin-1").split("?")[0] for raw in self.asked}


def gzipped(text: str) -> bytes:
    return gzip.compress(text.encode())
