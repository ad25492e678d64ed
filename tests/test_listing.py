"""Lists of articles as outlets lay them out: which links lead to articles, and which do not."""

from __future__ import annotations

import pytest

from tawatur.fetch.discovery import content_of, feeds_offered, guessed_feeds, looks_like_feed
from tawatur.fetch.listing import article_links, parse_html

HEADLINES = [
    "حريق كبير في مستودع للأخشاب قرب ميناء الشاطئ", "افتتاح جسر جديد للمشاة فوق نهر الوادي",
    "وزير النقل يعلن استئناف الرحلات البحرية غدا", "ارتفاع أسعار القمح في الأسواق المحلية هذا الشهر",
    "انقطاع التيار الكهربائي عن أحياء واسعة من المدينة", "فريق النجم يتصدر الترتيب قبل أربع جولات",
]  # fmt: skip
MENU = "<nav><ul>" + "".join(
    f"<li><a href='/{path}'>{words}</a></li>"
    for path, words in (
        ("politics", "سياسة"), ("economy", "اقتصاد"), ("sport", "رياضة"), ("category/world-news-and-analysis", "أخبار العالم وتحليلات المراسلين"),
        ("about", "من نحن"), ("contact", "اتصل بنا"), ("author/leila-ben-salem", "كل مقالات الكاتبة ليلى بن سالم"),
    )
) + "</ul></nav>"  # fmt: skip
FOOT = (
    "<footer><a href='/privacy-policy-of-this-web-site'>سياسة الخصوصية وشروط استعمال هذا الموقع</a>"
    "<a href='https://www.facebook.com/alshati'>تابعوا صفحة الشاطئ على فيسبوك الآن</a>"
    "<a href='https://partner.example/offers/2026/03/best-prices-of-the-week'>أفضل عروض الأسبوع من شركائنا في المدينة</a></footer>"
)


def layout(name: str) -> tuple[str, list[str]]:
    """(page, addresses of its articles) in the manner of a kind of site."""
    paths = {
        "dated slugs": [f"/2026/03/0{n + 1}/a-long-slug-of-the-article-{n}/" for n in range(6)],
        "numbers": [f"/news/{48_000 + 7 * n}" for n in range(6)],
        "queries": [f"/article.asp?id={300 + n}&lang=ar" for n in range(6)],
        "number and slug": [f"/ar/story/{9000 + n}-harbour-fire-and-what-followed" for n in range(6)],
        "arabic slugs": [f"/أخبار/حريق-كبير-في-مستودع-للأخشاب-رقم-{n}" for n in range(6)],
        "html files": [f"/local/world/{202_603_020 + n}.html" for n in range(6)],
        "sections": [f"/{s}/story-of-the-day-in-{s}-today" for s in ("politics", "sport", "economy", "culture", "world", "local")],
    }[name]  # fmt: skip
    if name == "queries":
        rows = "".join(
            f"<tr><td><img src='/i/{n}.jpg'></td><td><a href='{p}'><b>{h}</b></a></td></tr>"
            for n, (p, h) in enumerate(zip(paths, HEADLINES, strict=True))
        )
        body = f"<table>{rows}</table>"
    elif name == "numbers":
        body = "".join(
            f"<div class=card><a href='{p}'><img alt=''></a><a class=t href='{p}'>{h}</a><a href='/tag/{n}'>وسم من الوسوم</a></div>"
            for n, (p, h) in enumerate(zip(paths, HEADLINES, strict=True))
        )
    else:
        body = (
            "<main>"
            + "".join(
                f"<article><h2><a href='{p}'>{h}</a></h2><p>نص قصير.</p></article>"
                for p, h in zip(paths, HEADLINES, strict=True)
            )
            + "</main>"
        )
    return (
        f"<html><head><title>الشاطئ</title></head><body>{MENU}{body}<a href='?page=2'>الصفحة التالية من قائمة الأخبار كلها</a>{FOOT}</body></html>",
        paths,
    )


@pytest.mark.parametrize(
    "name",
    [
        "dated slugs",
        "numbers",
        "queries",
        "number and slug",
        "arabic slugs",
        "html files",
        "sections",
    ],
)
def test_articles_are_found_and_nothing_else(name: str) -> None:
    page, paths = layout(name)
    found = article_links(page.encode(), "https://alshati.example/", "utf-8")
    assert [link.url for link in found] == [f"https://alshati.example{path}" for path in paths]
    assert [link.words for link in found] == HEADLINES


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html><body><p>لا شيء هنا</p></body></html>",
        f"<html><body>{MENU}<article><h1>خبر</h1><p>{'نص طويل. ' * 90}</p></article>{FOOT}</body></html>",
        "<html><body><main>" + "".join(f"<a href='https://other{n}.example/news/{n}'>{h}</a>" for n, h in enumerate(HEADLINES)) + "</main></body></html>",
    ],
    ids=["empty", "no links", "an article among menus", "links to other sites"],
)  # fmt: skip
def test_a_page_that_is_no_list_gives_none(page: str) -> None:
    assert article_links(page.encode(), "https://alshati.example/news/77", "utf-8") == ()


def test_an_address_once_with_its_longest_words() -> None:
    items = "".join(
        f"<article><a href='/n/{n}#top'>اقرأ المزيد</a><h3><a href='/n/{n}'>{h}</a></h3></article>"
        for n, h in enumerate(HEADLINES)
    )
    found = article_links(f"<main>{items}</main>".encode(), "http://alshati.example/", None)
    assert [link.words for link in found] == HEADLINES


@pytest.mark.parametrize(
    ("head", "offers"),
    [
        ("<link rel='alternate' type='application/rss+xml' href='feed/'>", ["https://a.example/x/feed/"]),
        ("<link rel='ALTERNATE' type='application/atom+xml; charset=utf-8' href='//b.example/atom'>", ["https://b.example/atom"]),
        ("<link rel='alternate' type='application/json' href='/wp-json/wp/v2/pages/7'>", []),
        ("<link rel='alternate' hreflang='ar' href='/ar/'>", []),
        ("<base href='https://c.example/'><link rel='alternate' type='application/feed+json' href='f.json'>", ["https://c.example/f.json"]),
        ("<link rel='alternate' type='application/rss+xml' href='javascript:alert(1)'>", []),
    ],
)  # fmt: skip
def test_feeds_that_a_page_names(head: str, offers: list[str]) -> None:
    tree = parse_html(f"<html><head>{head}</head><body>x</body></html>".encode(), None)
    assert tree is not None
    assert feeds_offered(tree, "https://a.example/x/") == offers


@pytest.mark.parametrize(
    ("body", "media_type", "kind"),
    [
        (b"<?xml version='1.0'?><rss>", "text/html", "xml"),
        (b"\xef\xbb\xbf\n <feed xmlns='x'>", "text/plain", "xml"),
        ("<rss>".encode("utf-16"), "text/xml", "xml"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "text/plain", "json"),
        (b"<!DOCTYPE html><html><body>about the <rss> tag", "text/xml", "html"),
        (b"%PDF-1.7", "application/pdf", "other"),
        (b"just words", "text/plain", "other"),
    ],
)
def test_what_the_bytes_are(body: bytes, media_type: str, kind: str) -> None:
    assert content_of(body, media_type) == kind


def test_where_feeds_are_guessed() -> None:
    assert guessed_feeds("https://a.example/")[0] == "https://a.example/feed"
    assert guessed_feeds("https://a.example/sport/")[0] == "https://a.example/sport/feed"
    assert looks_like_feed("https://a.example/rss") and looks_like_feed("https://a.example/x.xml")
    assert looks_like_feed("https://a.example/?feed=rss") and not looks_like_feed(
        "https://a.example/news"
    )


def test_a_base_that_is_no_address_is_passed_over() -> None:
    body, addresses = layout("dated slugs")
    page = body.replace("<body>", '<head><base href="http://[news"></head><body>', 1).encode()
    assert b"http://[news" in page
    found = [link.url for link in article_links(page, "https://alshati.example/")]
    assert found == ["https://alshati.example" + path for path in addresses]
    tree = parse_html(
        b'<base href="http://[news"><link rel="alternate" type="application/rss+xml" href="/rss">',
        None,
    )
    assert tree is not None
    assert feeds_offered(tree, "https://alshati.example/") == ["https://alshati.example/rss"]
