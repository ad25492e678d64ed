"""Fetching from a real server on loopback that misbehaves in the ways servers do."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tawatur.errors import FetchFailed, FetchRefused
from tawatur.fetch.http import Fetcher, is_public
from tawatur.settings import Settings

PAGE = "<html><body><p>وصلت أول شحنة قمح إلى الميناء.</p></body></html>".encode()
HUGE = zlib.compressobj(9, zlib.DEFLATED, 31)
BOMB = HUGE.compress(b"\0" * 60_000_000) + HUGE.flush()


class Misbehaving(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, dict[str, str]]]

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, body: bytes = PAGE, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        port = self.server.server_address[1]
        match self.path.split("?")[0]:
            case "/robots.txt":
                self.answer(b"User-agent: *\nDisallow: /private/\n", Content_Type="text/plain")
            case "/page":
                self.answer(Content_Type='text/html; charset="UTF-8"')
            case "/latin":
                self.answer(
                    "مرحبا".encode("windows-1256"), Content_Type="text/html;charset=iso-8859-1"
                )
            case "/untyped":
                self.answer()
            case "/validators":
                if self.headers.get("If-None-Match") == '"v1"':
                    self.answer(b"", 304, ETag='"v1"')
                else:
                    self.answer(ETag='"v1"', Last_Modified="Mon, 02 Mar 2026 08:00:00 GMT")
            case "/just-now":
                self.answer(Last_Modified=formatdate(usegmt=True))
            case "/moved":
                self.answer(b"", 301, Location="/page")
            case "/found":
                self.answer(b"", 302, Location="/moved")
            case "/circle":
                self.answer(b"", 302, Location="/circle2")
            case "/circle2":
                self.answer(b"", 302, Location="/circle")
            case "/long":
                number = int(self.path.partition("?")[2] or 0)
                self.answer(b"", 302, Location=f"/long?{number + 1}")
            case "/nowhere":
                self.answer(b"", 302)
            case "/to-file":
                self.answer(b"", 302, Location="file:///etc/passwd")
            case "/to-metadata":
                self.answer(b"", 302, Location="http://169.254.169.254/latest/meta-data/")
            case "/to-other-port":
                self.answer(b"", 302, Location=f"http://127.0.0.1:{port + 1}/")
            case "/busy":
                self.answer(b"slow down", 429, Retry_After="120")
            case "/closed":
                self.answer(
                    b"back later",
                    503,
                    Date="Mon, 02 Mar 2026 08:00:00 GMT",
                    Retry_After="Mon, 02 Mar 2026 08:10:00 GMT",
                )
            case "/gone":
                self.answer(b"", 410)
            case "/gzip":
                self.answer(gzip.compress(PAGE), Content_Encoding="gzip")
            case "/two-members":
                self.answer(
                    gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]), Content_Encoding="gzip"
                )
            case "/deflate":
                self.answer(zlib.compress(PAGE), Content_Encoding="deflate")
            case "/raw-deflate":
                raw = zlib.compressobj(9, zlib.DEFLATED, -15)
                self.answer(raw.compress(PAGE) + raw.flush(), Content_Encoding="deflate")
            case "/bomb":
                self.answer(BOMB, Content_Encoding="gzip")
            case "/not-gzip":
                self.answer(PAGE, Content_Encoding="gzip")
            case "/half-gzip":
                self.answer(gzip.compress(PAGE * 50)[:-40], Content_Encoding="gzip")
            case "/odd-coding":
                self.answer(PAGE, Content_Encoding="br")
            case "/announced":
                self.answer(b"x", Content_Length="99999999")
            case "/short":
                self.answer(PAGE[:10], Content_Length=str(len(PAGE)), Connection="close")
                self.close_connection = True
            case "/endless":
                self.stream(b"<p>again and again</p>" * 3000, pause=0.0)
            case "/drip":
                self.stream(b".", pause=0.05)
            case "/drip-header":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                for _ in range(200):
                    self.wfile.write(b"a")
                    self.wfile.flush()
                    time.sleep(0.05)
            case "/garbage":
                self.wfile.write(b"\x00\x01 this is not HTTP\r\n\r\n")
                self.close_connection = True
            case _:
                self.answer(b"", 404)

    def stream(self, piece: bytes, pause: float) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for _ in range(2000):
            self.wfile.write(piece)
            time.sleep(pause)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    seen: list[tuple[str, dict[str, str]]]

    def handle_error(self, *_: object) -> None:
        pass  # clients that hang up are what these tests are about


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    site = Server(("127.0.0.1", 0), Misbehaving)
    site.seen = []
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()


@pytest.fixture
def base(server: Server) -> str:
    server.seen.clear()
    return f"http://127.0.0.1:{server.server_address[1]}"


@pytest.fixture
def settings(base: str) -> Settings:
    return Settings(
        allow_private=(base.removeprefix("http://"),),
        fetch_timeout_seconds=1.0,
        max_page_bytes=1_000_000,
    )


@pytest.fixture
def fetcher(settings: Settings) -> Iterator[Fetcher]:
    with Fetcher(settings) as made:
        yield made


def test_a_page(fetcher: Fetcher, base: str, server: Server) -> None:
    got = fetcher.get(f"{base}/page")
    assert (got.status, got.body, got.media_type, got.charset) == (200, PAGE, "text/html", "utf-8")
    assert got.final_url == f"{base}/page" and got.moved_to is None
    path, headers = server.seen[-1]
    assert path == "/page" and headers["User-Agent"].startswith("tawatur/")


def test_the_declared_charset_is_only_reported(fetcher: Fetcher, base: str) -> None:
    got = fetcher.get(f"{base}/latin")
    assert got.charset == "iso-8859-1"
    assert got.body.decode("windows-1256") == "مرحبا"
    assert fetcher.get(f"{base}/untyped").media_type == "application/octet-stream"


def test_an_arabic_path_is_escaped(fetcher: Fetcher, base: str, server: Server) -> None:
    with pytest.raises(FetchFailed):
        fetcher.get(f"{base}/أخبار/1")
    assert server.seen[-1][0] == "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1"


def test_conditional_requests(fetcher: Fetcher, base: str) -> None:
    first = fetcher.get(f"{base}/validators")
    assert (first.etag, first.last_modified) == ('"v1"', "Mon, 02 Mar 2026 08:00:00 GMT")
    again = fetcher.get(f"{base}/validators", etag=first.etag, last_modified=first.last_modified)
    assert again.not_modified and again.body == b""
    assert not fetcher.get(f"{base}/validators", etag='"v1"\r\nX: y').not_modified


def test_redirects_are_followed_and_permanent_ones_told(fetcher: Fetcher, base: str) -> None:
    assert fetcher.get(f"{base}/moved").moved_to == f"{base}/page"
    got = fetcher.get(f"{base}/found")
    assert (got.url, got.final_url, got.moved_to) == (f"{base}/found", f"{base}/page", None)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/circle", "redirect-loop"),
        ("/long", "too-many-redirects"),
        ("/nowhere", "bad-redirect"),
        ("/bomb", "too-large"),
        ("/announced", "too-large"),
        ("/endless", "too-large"),
        ("/drip", "timeout"),
        ("/drip-header", "timeout"),
        ("/not-gzip", "bad-compression"),
        ("/odd-coding", "bad-compression"),
        ("/half-gzip", "truncated"),
        ("/short", "truncated"),
        ("/garbage", "protocol"),
        ("/gone", "http-410"),
        ("/missing", "http-404"),
    ],
)
def test_what_cannot_be_fetched_says_why(fetcher: Fetcher, base: str, path: str, kind: str) -> None:
    began = time.monotonic()
    with pytest.raises(FetchFailed) as failed:
        fetcher.get(base + path)
    assert failed.value.kind == kind
    assert failed.value.item == base + path
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("path", ["/gzip", "/two-members", "/deflate", "/raw-deflate"])
def test_compressed_bodies(fetcher: Fetcher, base: str, path: str) -> None:
    assert fetcher.get(base + path).body == PAGE


def test_a_server_may_name_when_to_come_back(fetcher: Fetcher, base: str) -> None:
    for path, seconds in (("/busy", 120.0), ("/closed", 600.0)):
        with pytest.raises(FetchFailed) as failed:
            fetcher.get(base + path)
        assert failed.value.retry_after_seconds == seconds


def test_robots_txt_is_heeded_and_read_once(fetcher: Fetcher, base: str, server: Server) -> None:
    with pytest.raises(FetchRefused) as refused:
        fetcher.get(f"{base}/private/draft")
    assert refused.value.kind == "robots"
    fetcher.get(f"{base}/page")
    assert [path for path, _ in server.seen] == ["/robots.txt", "/page"]
    with pytest.raises(FetchFailed):  # 404: it was asked for
        fetcher.get(f"{base}/private/draft", heed_robots=False)


@pytest.mark.parametrize("path", ["/to-metadata", "/to-other-port", "/to-file"])
def test_each_hop_is_checked(fetcher: Fetcher, base: str, path: str) -> None:
    with pytest.raises(FetchRefused) as refused:
        fetcher.get(base + path)
    assert refused.value.kind in ("private-address", "scheme")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://outlet.example/feed", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("outlet.example/feed", "scheme"),
        ("http://", "bad-address"),
        ("http://editor:secret@outlet.example/", "bad-address"),
        ("http://outlet.example:99999/", "bad-address"),
        ("http://[::1", "bad-address"),
        ("http://a.example/\r\nX-Injected: 1", "bad-address"),
    ],
)
def test_addresses_we_do_not_fetch(fetcher: Fetcher, url: str, kind: str) -> None:
    with pytest.raises(FetchRefused) as refused:
        fetcher.get(url)
    assert refused.value.kind == kind


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]"])
def test_loopback_is_refused_in_every_spelling(base: str, settings: Settings, host: str) -> None:
    port = base.rsplit(":", 1)[1]
    with Fetcher(replace(settings, allow_private=())) as strict:
        with pytest.raises((FetchRefused, FetchFailed)) as refused:
            strict.get(f"http://{host}:{port}/page")
        assert refused.value.kind in ("private-address", "dns", "bad-address")


def test_a_name_that_changes_its_address_gains_nothing(base: str, settings: Settings) -> None:
    """DNS rebinding: public for the check, loopback for the connection."""
    answers = iter([["8.8.8.8", "127.0.0.1"], ["127.0.0.1"]])
    with Fetcher(replace(settings, allow_private=()), resolve=lambda *_: next(answers)) as strict:
        for _ in range(2):
            with pytest.raises(FetchRefused) as refused:
                strict.get(f"http://rebinder.example:{base.rsplit(':', 1)[1]}/page")
            assert refused.value.kind == "private-address"


def test_the_connection_goes_to_the_address_that_was_checked(
    base: str, settings: Settings, server: Server
) -> None:
    port = base.rsplit(":", 1)[1]
    allowed = replace(settings, allow_private=(f"paper.example:{port}",))
    with Fetcher(allowed, resolve=lambda *_: ["127.0.0.1"]) as named:
        assert named.get(f"http://paper.example:{port}/page").body == PAGE
    assert server.seen[-1][1]["Host"] == f"paper.example:{port}"


def test_a_name_nobody_knows_and_a_slow_resolver(settings: Settings) -> None:
    def unknown(*_: object) -> list[str]:
        raise OSError("Name or service not known")

    with Fetcher(settings, resolve=unknown) as fetcher:
        with pytest.raises(FetchFailed) as failed:
            fetcher.get("http://no-such.example/")
        assert failed.value.kind == "dns"
    slow = replace(settings, fetch_timeout_seconds=0.2)

    def sleeping(*_: object) -> list[str]:
        time.sleep(1)
        return []

    with Fetcher(slow, resolve=sleeping) as fetcher:
        with pytest.raises(FetchFailed) as failed:
            fetcher.get("http://slow-names.example/")
        assert failed.value.kind == "timeout"


def test_several_threads_share_a_fetcher(fetcher: Fetcher, base: str) -> None:
    got: list[bytes] = []
    workers = [
        threading.Thread(target=lambda: got.append(fetcher.get(f"{base}/page").body))
        for _ in range(8)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert got == [PAGE] * 8


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.9.9", "192.168.1.1", "100.64.0.1", "169.254.169.254", "127.9.9.9", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "x",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_a_page_changed_in_this_very_second_has_no_validator_by_time(
    fetcher: Fetcher, base: str
) -> None:
    """Last-Modified counts in seconds: the next version may carry the same."""
    fresh = fetcher.get(f"{base}/just-now")
    assert fresh.last_modified is None
    assert fetcher.get(f"{base}/validators").last_modified
