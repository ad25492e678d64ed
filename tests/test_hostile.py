"""Hostile feeds and pages from a real server: each is refused with its reason or made harmless, in
one round of one desk, and whatever else is due in that round is served."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hostile_site import HEADLINE, TEXT, HostileSite, bomb, endless, gzipped, http, item, page, rss
from tawatur.fetch.http import Fetcher
from tawatur.model import Failure, Watch
from tawatur.pipeline import Desk
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.watching import Watcher
from tawatur.web.app import create_app

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
RLO, LRO, RLI, PDF = "\u202e", "\u202d", "\u2067", "\u202c"

# What stands for names on the network: our own resolver, so that nothing leaves the machine.
NAMES = {
    "rebinder.example": ["93.184.216.34", "127.0.0.1"],
    "inside.example": ["10.0.0.8"],
    "metadata.example": ["169.254.169.254"],
    "six.example": ["::ffff:127.0.0.1"],
    "localtest.example": ["127.0.0.1"],
}


@dataclass(frozen=True)
class Case:
    """``answer`` stands at the source's address ({base} and {port} are filled in); ``pages`` are what
    its links lead to. ``kinds``: the failures that must come of it, none: it is read. ``says``:
    the reason's words. ``articles``: how many articles come of it."""

    name: str
    answer: object
    kinds: tuple[str, ...] = ()
    says: str = ""
    articles: int = 0
    state: str = ""
    url: str = ""
    page: object = None


def doctype(entities: str) -> str:
    return f"<!DOCTYPE rss [{entities}]>"


LOLS = '<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
OK_LINK = "{base}/p/{name}"

# --------------------------------------------------------------------------- what stands at a source

SOURCES = [
    # XML that explodes or reads our files
    Case(
        "billion laughs",
        http(rss(item(OK_LINK, "&i;"), head=doctype(LOLS))),
        ("entities",),
        "entities",
        state="malformed",
    ),
    Case(
        "quadratic blow-up",
        http(rss(item(OK_LINK, "&a;" * 5000), head=doctype(f'<!ENTITY a "{"x" * 50_000}">'))),
        ("entities",),
        state="malformed",
    ),
    Case(
        "external entity",
        http(rss(item(OK_LINK, "&x;"), head=doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'))),
        ("entities",),
        state="malformed",
    ),
    Case(
        "parameter entity",
        http(
            rss(item(OK_LINK), head=doctype('<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;'))
        ),
        ("entities",),
        state="malformed",
    ),
    Case(
        "entities in UTF-16",
        http(
            rss(item(OK_LINK, "&i;"), head=doctype(LOLS))
            .replace("utf-8", "utf-16")
            .encode("utf-16")
        ),
        ("entities",),
        state="malformed",
    ),
    Case(
        "external DTD",
        http(rss(item(OK_LINK), head='<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/rss.dtd">')),
        articles=1,
    ),
    Case(
        "entities in a sitemap",
        http(
            '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>',
            "application/xml",
        ),
        ("entities",),
        state="malformed",
    ),
    Case(
        "deep XML",
        http(rss("<a>" * 200_000 + "</a>" * 200_000 + item(OK_LINK))),
        ("too-deep",),
        state="malformed",
    ),
    Case(
        "deep JSON",
        http(
            '{"version":"https://jsonfeed.org/version/1.1","items":'
            + "[" * 200_000
            + "]" * 200_000
            + "}",
            "application/feed+json",
        ),
        ("not-a-feed",),
        state="malformed",
    ),
    Case("a huge attribute", http(rss(f'<x y="{"z" * 4_000_000}"/>', item(OK_LINK))), articles=1),
    Case(
        "a hundred thousand entries",
        http(rss(*["<item><title>سوق</title><link>/p/{name}</link></item>"] * 100_000)),
        articles=1,
        state="no-dates",
    ),
    # size and time
    Case("gzip bomb", http(bomb(), Content_Encoding="gzip"), ("too-large",), state="malformed"),
    Case(
        "deflate bomb",
        http(bomb(wbits=15), Content_Encoding="deflate"),
        ("too-large",),
        state="malformed",
    ),
    Case(
        "gzip bomb below the limit",
        http(bomb(4_000_000), Content_Encoding="gzip"),
        ("too-large",),
        "bomb",
        state="malformed",
    ),
    Case(
        "gzip that breaks off",
        http(gzipped(rss(item(OK_LINK)))[:-30], Content_Encoding="gzip"),
        ("truncated",),
        state="malformed",
    ),
    Case(
        "gzip that is none",
        http(rss(item(OK_LINK)), Content_Encoding="gzip"),
        ("bad-compression",),
        state="malformed",
    ),
    Case(
        "brotli, not asked for",
        http(b"\x1b\xff\xff\xff\x0f" * 99, Content_Encoding="br"),
        ("bad-compression",),
        state="malformed",
    ),
    Case(
        "zstd, not asked for",
        http(b"\x28\xb5\x2f\xfd" * 99, Content_Encoding="zstd"),
        ("bad-compression",),
        state="malformed",
    ),
    Case(
        "gzip in gzip in gzip",
        http(gzipped("x"), Content_Encoding="gzip, gzip, gzip"),
        ("bad-compression",),
        state="malformed",
    ),
    Case(
        "endless body",
        endless(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>", b"<item>again</item>" * 4000
        ),
        ("too-large",),
        state="malformed",
    ),
    Case(
        "slow body",
        endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n", b"<", 0.1),
        ("timeout",),
        state="slow",
    ),
    Case(
        "slow headers",
        endless(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a", 0.1),
        ("timeout",),
        state="slow",
    ),
    Case("silence", endless(b"", b"", 0.5), ("timeout",), state="slow"),
    Case(
        "a flood of 1xx",
        endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 50, 0.01),
        ("timeout", "protocol"),
        state="*",
    ),
    Case(
        "endless headers",
        endless(b"HTTP/1.1 200 OK\r\n", b"X-More: of the same, again and again\r\n" * 100),
        ("protocol",),
        state="malformed",
    ),
    Case(
        "a huge header",
        http(rss(item(OK_LINK)), X_Big="b" * 500_000),
        ("protocol",),
        state="malformed",
    ),
    Case(
        "99 gigabytes announced",
        http(rss(), Content_Length="99999999999"),
        ("too-large",),
        state="malformed",
    ),
    Case(
        "longer announced than sent",
        http(rss(item(OK_LINK)), Content_Length="5000"),
        ("truncated",),
        state="malformed",
    ),
    Case(
        "shorter announced than sent", http(rss(item(OK_LINK)), Content_Length="150"), (), state="*"
    ),
    Case(
        "a negative length",
        http(rss(item(OK_LINK)), Content_Length="-5"),
        ("protocol",),
        state="malformed",
    ),
    Case(
        "two lengths",
        http(rss(item(OK_LINK))).replace(
            b"Content-Length", b"Content-Length: 3\r\nContent-Length", 1
        ),
        ("protocol",),
        state="malformed",
    ),
    Case(
        "chunks of garbage",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnot a chunk\r\n",
        ("protocol", "truncated"),
        state="malformed",
    ),
    Case(
        "a chunk without end",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nshort",
        ("protocol", "truncated"),
        state="malformed",
    ),
    # not HTTP
    Case("HTTP/0.9", rss(item(OK_LINK)).encode(), ("protocol",), state="malformed"),
    Case("garbage", b"\x00\x01\x02 this is no HTTP\r\n\r\n", ("protocol",), state="malformed"),
    Case("hung up", lambda send: None, ("protocol", "connect", "truncated"), state="*"),
    Case(
        "a status beyond numbers",
        b"HTTP/1.1 9999999999 OK\r\n\r\n",
        ("protocol",),
        state="malformed",
    ),
    Case(
        "an upgrade",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nx",
        ("http-101", "protocol", "timeout"),
        state="*",
    ),
    # redirects
    Case(
        "a circle",
        http("", status="302 Found", Location="{base}/s/{name}"),
        ("redirect-loop",),
        state="malformed",
    ),
    Case(
        "a redirect without end",
        lambda send: None,
        ("too-many-redirects",),
        state="malformed",
        url="{base}/step?0",
    ),
    Case(
        "a redirect to the cloud's metadata",
        http("", status="302 Found", Location="http://169.254.169.254/latest/meta-data/"),
        ("private-address",),
        state="blocked",
    ),
    Case(
        "a redirect to another port",
        http("", status="307 Temporary Redirect", Location="http://127.0.0.1:{next_port}/"),
        ("private-address",),
        state="blocked",
    ),
    Case(
        "a redirect to a name inside",
        http("", status="301 Moved Permanently", Location="http://inside.example/feed"),
        ("private-address",),
        state="blocked",
    ),
    Case(
        "a redirect to a file",
        http("", status="302 Found", Location="file:///etc/passwd"),
        ("scheme",),
        state="*",
    ),
    Case(
        "a redirect to script",
        http("", status="302 Found", Location="javascript:alert(1)"),
        ("scheme",),
        state="*",
    ),
    Case(
        "a redirect to nowhere", http("", status="302 Found"), ("bad-redirect",), state="malformed"
    ),
    Case(
        "a redirect with a password",
        http("", status="302 Found", Location="http://user:pass@127.0.0.1:{port}/x"),
        ("bad-address",),
        state="*",
    ),
    Case(
        "header injection in a redirect",
        http("", status="302 Found", Location="{base}/ok%0d%0aX-Injected:%201"),
        ("http-404",),
        state="*",
    ),
    # addresses given by the operator, or by a list of feeds somebody sent
    *[
        Case(f"source at {url}", b"", kinds, state="*", url=url)
        for url, kinds in (
            ("http://169.254.169.254/latest/", ("private-address",)),
            ("http://[::ffff:169.254.169.254]/", ("private-address",)),
            ("http://[::ffff:7f00:1]:{next_port}/", ("private-address",)),
            ("http://2130706433:{next_port}/", ("private-address", "dns")),
            ("http://0177.0.0.1:{next_port}/", ("private-address", "dns", "bad-address")),
            ("http://0x7f.1:{next_port}/", ("private-address", "dns")),
            ("http://0.0.0.0:{next_port}/", ("private-address",)),
            ("http://[::]:{next_port}/", ("private-address",)),
            ("http://rebinder.example/", ("private-address",)),
            ("http://metadata.example/", ("private-address",)),
            ("http://six.example/", ("private-address",)),
            ("http://localtest.example:{port}/", ("private-address",)),
            ("http://localhost.:{next_port}/", ("private-address", "dns")),
            ("http://editor:secret@127.0.0.1:{port}/s/ok", ("bad-address",)),
            ("http://127.0.0.1:{port}@inside.example/", ("bad-address",)),
            ("http://ok.example\\@127.0.0.1:{port}/", ("bad-address", "dns", "private-address")),
            ("http://127.0.0.1:99999/", ("bad-address",)),
            ("http://xn--80ak6aa92e.example/", ("dns",)),
            ("http://\u0430\u0440\u0440\u04cf\u0435.example/", ("dns",)),
            ("http://a\x00b.example/", ("bad-address",)),
        )
    ],
    # encodings
    Case(
        "invalid UTF-8",
        http(rss(item(OK_LINK)).encode().replace("سوق".encode(), b"\xff\xfe\xf8\x80", 1)),
        articles=1,
    ),
    Case(
        "a wrong charset",
        http(rss(item(OK_LINK)).replace("utf-8", "iso-8859-1").encode("windows-1256")),
        articles=1,
    ),
    Case(
        "a charset nobody knows",
        http(rss(item(OK_LINK)).replace("utf-8", "x-none"), "text/xml; charset=x-nonsense"),
        articles=1,
    ),
    Case(
        "UTF-16 with its mark",
        http(rss(item(OK_LINK)).replace("utf-8", "utf-16").encode("utf-16")),
        articles=1,
    ),
    Case("three byte order marks", http("\ufeff" * 3 + rss(item(OK_LINK))), articles=1),
    Case("null bytes", http(rss(item(OK_LINK, HEADLINE + "\0\0"), "\0" * 1000)), articles=1),
    Case(
        "UTF-7",
        http("+ADw-rss+AD4-+ADw-/rss+AD4-", "text/xml; charset=utf-7"),
        ("not-a-feed",),
        state="malformed",
    ),
    # what a feed may hold
    Case(
        "no feed",
        http("<html><body>back soon</body></html>", "text/html"),
        ("not-a-feed",),
        state="malformed",
        url="{base}/s/{name}.xml",
    ),
    Case("nothing", http(""), ("empty", "not-a-feed"), state="malformed"),
    Case(
        "an image",
        http(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "image/png"),
        ("not-a-feed",),
        state="malformed",
    ),
    Case(
        "the year 9999",
        http(rss(item(OK_LINK, more="<pubDate>Fri, 31 Dec 9999 23:59:59 -1200</pubDate>"))),
        articles=1,
    ),
    Case(
        "before the calendar",
        http(rss(item(OK_LINK, more="<pubDate>Mon, 01 Jan -2026 00:00:00 GMT</pubDate>"))),
        articles=1,
    ),
    Case(
        "a date of a kilobyte",
        http(rss(item(OK_LINK, more=f"<pubDate>{'9' * 5000}</pubDate>"))),
        articles=1,
    ),
    Case(
        "links to script, files and data",
        http(
            rss(item("javascript:alert(1)"), item("file:///etc/passwd"), item("data:text/html,x"))
        ),
        state="malformed",
    ),
    Case("one guid for all", http(rss(*[item(OK_LINK, more="<guid>1</guid>")] * 50)), articles=1),
    Case(
        "cookies",
        http(rss(item(OK_LINK)), Set_Cookie="id=7; Path=/"),
        articles=1,
        page=http(page(), "text/html", Set_Cookie="x=y; Path=/"),
    ),
    Case(
        "a link with a NUL", http(rss(item("{base}/p/&#0;x"), item(OK_LINK))), articles=1, state="*"
    ),
    # links of entries
    *[
        Case(
            f"entry at {url}", http(rss(item(url.replace("&", "&amp;")))), kinds, state="answering"
        )
        for url, kinds in (
            ("http://169.254.169.254/latest/meta-data/", ("private-address",)),
            ("http://127.0.0.1:{next_port}/admin", ("private-address",)),
            ("http://inside.example/wiki", ("private-address",)),
            ("http://root:toor@127.0.0.1:{port}/p/x", ("bad-address",)),
            ("http://2852039166/latest/", ("private-address", "dns")),
        )
    ],
    # words that want to be markup, headers, or turned round
    Case(
        "header injection in a headline",
        http(
            rss(
                item(OK_LINK, "سوق السمك&#13;&#10;Bcc: all@victim.example&#13;&#10;&#13;&#10;spam"),
                title="الشاطئ&#10;X-Injected: 1",
            )
        ),
        articles=1,
        page="feed title",
    ),
    Case(
        "header injection in a sender",
        http(rss(item(OK_LINK, more="<author>ليلى&#13;&#10;Bcc: all@victim.example</author>"))),
        articles=1,
    ),
    Case(
        "script in a headline",
        http(rss(item(OK_LINK, "&lt;script&gt;alert(1)&lt;/script&gt;سوق السمك"))),
        articles=1,
        page="feed title",
    ),
    Case(
        "bidi controls in a headline",
        http(rss(item(OK_LINK, f"{RLO}{LRO}{RLI}سوق السمك exe.moc{PDF}"))),
        articles=1,
        page="feed title",
    ),
    Case("a headline of a megabyte", http(rss(item(OK_LINK, "سوق السمك " * 100_000))), articles=1),
    Case(
        "a headline of nothing visible",
        http(rss(item(OK_LINK, "\u200b\u200e&#1;\u202e"))),
        articles=1,
    ),
]

# --------------------------------------------------------------------------- what stands at a page

PAGES = [
    Case("deep page", page(body="<div>" * 100_000 + "</div>" * 100_000), ("too-deep",)),
    Case("deep unclosed page", page(body="<b>" * 50_000 + "x"), ("too-deep",)),
    Case("page with a huge attribute", page(body=f"<p data-x='{'y' * 1_000_000}'>x</p>"), articles=1),
    Case("page with a hundred thousand links", page(body="<a href='/x'>x</a>" * 10_000), articles=1),
    Case("page with script and frames", page(body="<script>alert(1)</script><svg onload=alert(1)><iframe src='http://127.0.0.1:{next_port}/'></iframe>"), articles=1),
    Case("page with images inside", page(body="<img src='{base}/canary.png'><img src='http://169.254.169.254/x'><video src='{base}/canary.mp4'></video>"), articles=1),
    Case("page that refreshes itself away", page(head="<meta http-equiv='refresh' content='0;url=http://169.254.169.254/'>"), articles=1),
    Case("page with a base of script", page(head="<base href='javascript:alert(1)//'><link rel='canonical' href='javascript:alert(1)'>"), articles=1),
    Case("page with script in its title", page(title="&lt;script&gt;alert(1)&lt;/script&gt; سوق السمك"), articles=1),
    Case("page with headers in its title", page(title="سوق السمك&#13;&#10;Bcc: all@victim.example"), articles=1),
    Case("page turned round", page(title=f"{RLO}سوق السمك", text=(RLO + TEXT[0], LRO + TEXT[1], TEXT[2])), articles=1),
    Case("page of one word", page(text=("ا" * 800_000,)), ("too-long",)),
    Case("page of spaces", page(body=" \t" * 800_000), articles=1),
    Case("page of open brackets", page(body="<" * 300_000), articles=-1),
    Case("page of entities", page(body="&amp;lt;" * 40_000), articles=-1),
    Case("page of nulls", page().replace("السوق", "الس\0وق"), articles=1),
    Case("page of comments", page(body="<!--" * 100_000), articles=-1),
    Case("page that is an archive", http(b"PK\x03\x04" + bytes(5000), "application/zip"), articles=-1),
    Case("page that is nothing", http("", "text/html"), articles=-1),
    Case("page that redirects inside", http("", status="302 Found", Location="http://169.254.169.254/"), ("private-address",)),
    Case("page that is a bomb", http(bomb(), "text/html", Content_Encoding="gzip"), ("too-large",)),
    Case("page without end", endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>", b"again and again " * 4000), ("too-large",)),
    Case("page that drips", endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"a", 0.1), ("timeout",)),
    Case("page in surrogates", http(page(title="سوق \ud800 السمك"), "text/html; charset=utf-8"), articles=1),
    Case("page with a date of a million years", page(head="<meta property='article:published_time' content='999999-12-31T00:00:00Z'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"9999-12-31T23:59:59-12:00\"}</script>"), articles=1),
    Case("page with JSON-LD that nests", page(head=f"<script type='application/ld+json'>{'[' * 100_000}</script>"), articles=1),
]  # fmt: skip

CASES = SOURCES + PAGES


def key_of(case: Case) -> str:
    return re.sub(r"\W+", "-", case.name)


@dataclass
class Round:
    """What came of the one round in which everything was asked."""

    store: SqliteStore
    site: HostileSite
    seconds: float
    maildir: Path
    sources: dict[str, str]  # case -> its source's address

    def failures(self, case: Case) -> list[Failure]:
        key = key_of(case)
        own = {self.sources[case.name], f"{self.site.base}/p/{key}"}
        links = set(re.findall(r"<link>(.*?)</link>", str(self.filled(case))))
        return [f for f in self.store.failures(10_000) if f.item in own | links or key in f.item]

    def filled(self, case: Case) -> object:
        return fill(case.answer, case, self.site)

    def articles(self, case: Case) -> list[str]:
        address = f"{self.site.base}/p/{key_of(case)}"
        return [
            r.article.id
            for r in self.store.readings()
            if (r.article.url or "").split("?")[0] == address
        ]


def fill(value: object, case: Case, site: HostileSite) -> object:
    """Addresses put in, lengths made right again."""
    names = {
        "{base}": site.base, "{next_port}": str(site.port + 1), "{port}": str(site.port), "{name}": key_of(case),
    }  # fmt: skip
    if isinstance(value, str):
        for name, filled in names.items():
            value = value.replace(name, filled)
        return value
    if isinstance(value, bytes):
        before = len(value.partition(b"\r\n\r\n")[2])
        if b"\xff\xfe" in value[:400] or b"utf-16" in value[:600]:
            for name, filled in names.items():
                value = value.replace(name.encode("utf-16-le"), filled.encode("utf-16-le"))
        for name, filled in names.items():
            value = value.replace(name.encode(), filled.encode())
        head, gap, body = value.partition(b"\r\n\r\n")
        said = f"Content-Length: {before}\r\n".encode()
        return head.replace(said, f"Content-Length: {len(body)}\r\n".encode()) + gap + body
    return value


def resolve(host: str, port: int) -> list[str]:
    import socket

    if host in NAMES:
        return NAMES[host]
    if re.fullmatch(r"[\d.xa-fA-F:]+|localhost\.?", host):
        return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    raise OSError("Name or service not known")


@pytest.fixture(scope="module")
def the_round(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    folder = tmp_path_factory.mktemp("hostile")
    with HostileSite() as site, SqliteStore(folder / "desk.db") as store:
        for number in range(20):
            site.answers[f"/step?{number}"] = b""
        site.answers["/step"] = http("", status="302 Found", Location=f"{site.base}/step2")
        for number in range(2, 20):
            step = http("", status="302 Found", Location=f"{site.base}/step{number + 1}")
            site.answers[f"/step{number}"] = step
        sources: dict[str, str] = {}
        for case in CASES:
            key = key_of(case)
            if case in PAGES:
                answer = (
                    case.answer
                    if not isinstance(case.answer, str)
                    else http(case.answer, "text/html; charset=utf-8")
                )
                site.answers[f"/p/{key}"] = fill(answer, case, site)  # type: ignore[assignment]
                site.answers[f"/s/{key}"] = http(rss(item(f"{site.base}/p/{key}")))
                sources[case.name] = f"{site.base}/s/{key}"
                continue
            address = str(fill(case.url or "{base}/s/{name}", case, site))
            if address.startswith(f"{site.base}/s/"):
                site.answers[address.removeprefix(site.base)] = fill(case.answer, case, site)  # type: ignore[assignment]
            if case.page == "feed title":  # the page has no headline: the feed's counts
                told = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
                body: bytes = http(
                    f"<html><body><article>{told}</article></body></html>",
                    "text/html; charset=utf-8",
                )
            else:
                body = (
                    case.page
                    if isinstance(case.page, bytes)
                    else http(page(), "text/html; charset=utf-8")
                )
            site.answers[f"/p/{key}"] = body
            sources[case.name] = address
        for name in ("first", "last"):  # what everybody else publishes
            site.answers[f"/s/{name}"] = http(rss(item(f"{site.base}/p/{name}")))
            site.answers[f"/p/{name}"] = http(page(), "text/html; charset=utf-8")
        settings = Settings(
            allow_private=(site.host,), fetch_timeout_seconds=1.5, max_page_bytes=9_000_000
        )
        maildir = folder / "outbox"
        desk = Desk(store, settings=settings, maildir=maildir)
        desk.watcher.close()
        desk.watcher = Watcher(store, settings, fetcher=Fetcher(settings, resolve=resolve))
        with store.transaction():
            store.add_watch(
                Watch(
                    id="w", kind="breaking", query=None, address="desk@example.org", created_at=NOW, min_origins=1,
                )
            )  # fmt: skip
        for url in (f"{site.base}/s/first", *sources.values(), f"{site.base}/s/last"):
            desk.watcher.add_source(url, NOW)
        began = time.process_time()
        desk.poll(NOW)
        seconds = time.process_time() - began
        desk.close()
        yield Round(store, site, seconds, maildir, sources)


def test_there_are_many() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 100


def test_the_round_is_over_soon(the_round: Round) -> None:
    """Seconds of the processor, the server's own work included: bombs are dear to make as well."""
    assert the_round.seconds < 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: key_of(case))
def test_refused_with_its_reason_or_harmless(the_round: Round, case: Case) -> None:
    failures = the_round.failures(case)
    found = [failure.kind for failure in failures]
    if case.kinds:
        assert found and set(found) <= set(case.kinds), failures
        assert len(found) >= min(len(case.kinds), 3) if len(set(case.kinds)) == 1 else True
        assert all(failure.detail for failure in failures)
        assert case.says in failures[0].detail
        assert the_round.articles(case) == []
    articles = the_round.articles(case)
    if case.articles > 0:
        assert len(articles) == case.articles, failures
        assert not failures
    if case in SOURCES and case.state != "*":
        source = next(s for s in the_round.store.sources() if s.url == the_round.sources[case.name])
        assert source.state == (case.state or "answering") or (
            not case.state and source.state == "no-dates"
        ), source
        if source.state not in ("answering", "new"):
            assert source.reason


def test_everybody_else_is_served(the_round: Round) -> None:
    addresses = {reading.article.url for reading in the_round.store.readings()}
    assert {f"{the_round.site.base}/p/first", f"{the_round.site.base}/p/last"} <= addresses


def test_nothing_was_fetched_that_is_not_text(the_round: Round) -> None:
    asked = the_round.site.paths_asked()
    assert not {path for path in asked if "canary" in path}
    assert not [raw for raw in the_round.site.asked if b"\r\ncookie:" in raw.lower()]
    assert not [raw for raw in the_round.site.asked if b"X-Injected" in raw.split(b"\r\n", 1)[1]]
    assert not [raw for raw in the_round.site.asked if b"authorization:" in raw.lower()]


def test_what_is_shown_is_harmless(the_round: Round) -> None:
    app = create_app(the_round.store, settings=Settings())
    client = TestClient(app)
    seen = 0
    paths = ["/", "/sources", "/ar/sources", *(f"/story/{s}" for s in the_round.store.story_ids())]
    paths += [f"/article/{reading.article.id}" for reading in the_round.store.readings()]
    for path in paths[:60]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        body = answer.text.lower()
        assert (
            "<script>alert" not in body
            and "<svg onload" not in body
            and "<iframe src='http" not in body
        )
        assert "javascript:alert" not in re.sub(r">[^<]*<", "><", body)  # in no attribute
        titles = re.findall(r"<h[123][^>]*>.*?</h[123]>|<title>.*?</title>", answer.text, re.S)
        assert not [title for title in titles if set(title) & set(RLO + LRO + RLI)], path
        seen += "سوق السمك" in body
    assert seen


def test_mails_have_the_headers_that_we_wrote(the_round: Round) -> None:
    files = [
        path
        for path in the_round.maildir.rglob("*")
        if path.is_file() and path.parent.name in ("new", "cur")
    ]
    assert files
    for path in files:
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert mail["To"] == "desk@example.org"
        assert "Bcc" not in mail and "X-Injected" not in mail and "Cc" not in mail
        assert not set(str(mail["Subject"])) & set(RLO + LRO + RLI + "\r\n")
        html = mail.get_body(("html",))
        assert html is not None and "<script>alert" not in html.get_content().lower()


def test_headlines_are_words(the_round: Round) -> None:
    for reading in the_round.store.readings():
        title = reading.article.title
        if title is not None:
            assert not set(title.value) & set("\r\n\0" + RLO + LRO + RLI), reading.article.url
            assert len(title.value) < 5000


def test_dates_beyond_tomorrow_are_not_believed(the_round: Round) -> None:
    for reading in the_round.store.readings():
        published = reading.article.published
        assert published is None or published.at.year <= 2026, reading.article.url
