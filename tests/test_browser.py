"""The pages in a real browser: nothing overflows, nothing is refused, everything can be used."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from dossiers import at, ferry, hostile
from fake_store import FakeStore
from tawatur.publish.html import render_compare
from tawatur.publish.notebook import Comparison
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.web.app import create_app

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def store() -> FakeStore:
    return FakeStore(ferry(), hostile())


@pytest.fixture(scope="module")
def sign_ups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path_factory.mktemp("desk") / "desk.db") as store:
        yield store


@pytest.fixture(scope="module")
def address(
    store: FakeStore, sign_ups: SqliteStore, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    app = create_app(
        store, settings=Settings(), clock=lambda: at(60), sign_up=sign_ups,
        notices_maildir=tmp_path_factory.mktemp("outbox"),
    )  # fmt: skip
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    yield page
    page.close()
    assert not complaints, complaints


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_no_page_is_wider_than_the_window(page: Any, address: str, prefix: str) -> None:
    for path in ("/", "/story/ferry", "/article/marfa", "/story/bad-story", "/search?q=Nawras"):
        page.goto(address + prefix + path)
        for width in (320, 390, 768, 1024, 1440, 1600):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(OVERFLOW) <= 0, (prefix + path, width)


def test_a_reader_goes_from_the_front_page_to_the_sentence_that_bears_a_point(
    page: Any, address: str
) -> None:
    page.goto(address + "/")
    page.get_by_role("link", name="See who says what").click()
    assert page.url.endswith("/story/ferry")
    point = page.locator("#point-p2")
    assert not point.locator("mark").is_visible()
    point.locator("summary").click()
    assert point.locator("mark").inner_text().startswith("وسبقت أربعة قوارب")
    point.get_by_role("link", name="Barid al-Mina").click()
    assert "/article/barid" in page.url
    page.get_by_role("link", name="العربية").click()
    assert page.url.split("#")[0].endswith("/ar/article/barid")
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_filters_and_the_form_work_without_script(
    browser: Any, address: str, sign_ups: SqliteStore
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/")
    page.select_option("#lang", "tr")
    page.get_by_role("button", name="Show").click()
    assert "language=tr" in page.url
    assert page.locator("article.card").count() == 1
    page.fill("#em", "reader@example.org")
    page.select_option("#wh", "topic")
    page.fill("#wq", "عبّارة")
    page.get_by_role("button", name="Send me alerts").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Look into your inbox"
    (asked,) = sign_ups.data_of("reader@example.org")["sign_ups"]
    assert asked["watch"].query == "عبّارة"
    context.close()


def test_arabic_text_is_set_in_the_arabic_face_we_ship(page: Any, address: str) -> None:
    page.goto(address + "/ar/story/ferry")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert any("TW Serif Ar" in family for family in loaded)


def test_the_standalone_comparison_opens_and_prints(page: Any, tmp_path: Path) -> None:
    file = tmp_path / "compare.html"
    file.write_text(render_compare(ferry(), "en"), encoding="utf-8")
    page.goto(file.as_uri())
    assert page.locator("h1").inner_text().startswith("Ferry with 214")
    assert page.evaluate("getComputedStyle(document.querySelector('.toc')).display") == "flex"
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.toc')).display") == "none"


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_an_edge_of_the_graph_tells_its_evidence_and_leads_to_its_row(
    page: Any, address: str, prefix: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address + prefix + "/story/ferry")
    edge = page.locator("svg.map a.edge").first
    told = edge.locator("title").text_content()
    assert "The Harbour Ledger" in told
    assert {"": "seen 6 minutes after the source", "/ar": "رُصد بعد الأصل بـ6 دقائق"}[prefix] in told
    edge.focus()
    page.keyboard.press("Enter")
    row = page.locator(page.url[page.url.index("#") :])
    assert row.locator("td").first.inner_text().startswith("The Harbour Ledger")
    assert row.evaluate("e => e.matches(':target')")
    # What the drawing says stands in the table as well, for who cannot see or hover.
    shares = page.locator("table.edges tbody tr").all_inner_texts()
    assert len(shares) == page.locator("svg.map a.edge").count()


def test_on_a_phone_the_drawing_gives_way_to_the_list_and_the_table(
    page: Any, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address + "/ar/story/ferry")
    assert not page.locator("svg.map").is_visible()
    assert page.locator("ul.tree").is_visible()
    assert page.locator("table.edges").is_visible()


def test_why_an_article_is_here_opens_in_place(page: Any, address: str) -> None:
    page.goto(address + "/story/ferry")
    why = page.locator("#sources details.why").nth(2)
    assert not why.locator("li").first.is_visible()
    why.locator("summary").click()
    told = why.inner_text()
    assert "translation of وكالة المرفأ" in told and "same places: Marsa Nur" in told
    assert "what decided:" in told and "% sure" in told


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_comparison_as_a_pdf_holds_all_that_was_folded(
    page: Any, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "compare.html"
    file.write_text(render_compare(ferry(), language), encoding="utf-8")  # type: ignore[arg-type]
    page.set_viewport_size({"width": 688, "height": 1000})  # A4 between its margins
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOW) <= 0
    closed = "[...document.querySelectorAll('details:not([open]) blockquote')]"
    hidden = page.evaluate(
        closed + ".filter(b => !b.closest('.same') && !b.checkVisibility()).length"
    )
    assert page.evaluate(closed + ".length") > 0 and hidden == 0
    assert page.locator("svg.map").is_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page") > 1


def test_a_notebook_shows_the_sheet_and_nothing_of_it_leaks(page: Any, tmp_path: Path) -> None:
    cells = "".join(Comparison.of(d)._repr_html_() for d in (ferry(), hostile()))
    file = tmp_path / "notebook.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><h1>My notebook</h1>{cells}", "utf-8")
    before = "getComputedStyle(document.querySelector('h1')).fontFamily"
    page.goto("data:text/html,<h1>My notebook</h1>")
    plain = page.evaluate(before)
    page.goto(file.as_uri())
    page.on("dialog", lambda dialog: pytest.fail(f"an article ran script: {dialog.message}"))
    assert page.evaluate(before) == plain
    sheet, bad = page.frames[1], page.frames[2]
    assert sheet.locator("h1").inner_text().startswith("Ferry with 214")
    sheet.locator("#point-p2 summary").click()
    assert sheet.locator("#point-p2 mark").is_visible()
    assert bad.locator("h1").inner_text().startswith("<img src=x")
