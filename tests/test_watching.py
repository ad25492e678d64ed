"""Watching a real site on loopback: found, asked in time, read once, looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fake_site import FakeSite, Served, article
from tawatur.errors import SettingError
from tawatur.model import Failure, Gone, Page
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.watching import Watcher

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FIRE = (
    "اندلع حريق كبير في مستودع للأخشاب قرب ميناء الشاطئ فجر اليوم الاثنين، وقالت فرق الإطفاء إنها سيطرت عليه بعد أربع ساعات.",
    "وقال قائد الفرقة إن ثلاثة عمال أصيبوا بجروح طفيفة ونقلوا إلى المستشفى، وإن سبب الحريق لم يعرف بعد.",
    "وأضاف أن التحقيق بدأ، وأن الطريق المؤدية إلى الميناء ستبقى مغلقة حتى مساء اليوم أمام حركة الشاحنات.",
)
BRIDGE = (
    "افتتحت بلدية الوادي اليوم جسرا جديدا للمشاة فوق النهر بعد عامين من الأشغال التي تأخرت مرتين بسبب الفيضانات.",
    "وقال رئيس البلدية إن كلفة الجسر بلغت أربعة ملايين دينار، وإنه سيربط الحي القديم بالسوق والمدرسة.",
    "وشارك في الافتتاح مئات السكان، وينتظر أن يبدأ العمل في جسر ثان شمال المدينة خلال العام المقبل.",
)


@pytest.fixture
def site() -> Iterator[FakeSite]:
    with FakeSite() as made:
        yield made


@pytest.fixture
def settings(site: FakeSite) -> Settings:
    return Settings(allow_private=(site.host,), fetch_timeout_seconds=3.0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "watch.db") as made:
        yield made


@pytest.fixture
def watcher(store: SqliteStore, settings: Settings) -> Iterator[Watcher]:
    made = Watcher(store, settings)
    yield made
    made.close()


def read(watcher: Watcher, now: datetime) -> list[Page | Failure]:
    """A round, its pages placed as the desk places them."""
    found = []
    for each in watcher.new_pages(now):
        found.append(each)
        if isinstance(each, Page):
            with watcher.store.transaction():
                watcher.placed(each, f"a{each.url}")
    return found


def urls(found: list[Page | Failure]) -> list[str | None]:
    assert all(isinstance(each, Page) for each in found), found
    return [each.url for each in found if isinstance(each, Page)]


def two_articles(site: FakeSite) -> None:
    site.put("/news/fire", article("حريق في مستودع للأخشاب قرب الميناء", *FIRE))
    site.put("/news/bridge", article("جسر جديد للمشاة فوق نهر الوادي", *BRIDGE))


# --------------------------------------------------------------------------- kinds of sources


def test_a_kind_of_source_that_there_is_not_is_refused(watcher: Watcher) -> None:
    """It would be in the database, where no later round could read it."""
    with pytest.raises(SettingError, match="'rss' is not one of unknown, feed"):
        watcher.add_source("https://outlet.example/rss", NOON, kind="rss")  # type: ignore[arg-type]
    assert watcher.store.sources() == []


def test_a_feed_is_read_once_and_asked_conditionally(site: FakeSite, watcher: Watcher) -> None:
    two_articles(site)
    feed = site.feed(
        "/rss",
        ("/news/fire", "حريق", NOON - 5 * MINUTE),
        ("/news/bridge", "جسر", NOON - 9 * MINUTE),
    )
    watcher.add_source(feed, NOON)
    pages = read(watcher, NOON)
    assert urls(pages) == [f"{site.base}/news/bridge", f"{site.base}/news/fire"]  # as published
    assert isinstance(pages[0], Page) and pages[0].hints.outlet == "صحيفة المرفأ"
    (source,) = watcher.store.sources()
    assert (source.kind, source.state, source.title) == ("feed", "answering", "صحيفة المرفأ")
    site.paths()
    assert read(watcher, NOON + MINUTE) == []
    assert [(path, "If-None-Match" in headers) for _, path, headers in site.asked] == [
        ("/rss", True)
    ]


def test_an_unread_entry_survives_a_process_that_dies(
    site: FakeSite, watcher: Watcher, settings: Settings
) -> None:
    two_articles(site)
    watcher.add_source(site.feed("/rss", ("/news/fire", "حريق", NOON)), NOON)
    for each in watcher.new_pages(NOON):  # given to a desk that dies before it has placed it
        assert isinstance(each, Page)
        break
    later = Watcher(watcher.store, settings)
    assert urls(read(later, NOON + MINUTE)) == [f"{site.base}/news/fire"]  # the feed says 304
    assert read(later, NOON + 2 * MINUTE) == []


def test_json_feed(site: FakeSite, watcher: Watcher) -> None:
    two_articles(site)
    feed = site.put(
        "/feed.json",
        '{"version":"https://jsonfeed.org/version/1.1","title":"المرفأ","language":"ar","items":['
        '{"id":"1","url":"/news/fire","title":"حريق","date_published":"2026-03-02T11:00:00+03:00","authors":[{"name":"ليلى"}]},'
        '{"id":"2","title":"بلا رابط"}, 7]}',
        "application/feed+json",
    )
    watcher.add_source(feed, NOON)
    (page,) = read(watcher, NOON)
    assert isinstance(page, Page) and page.url == f"{site.base}/news/fire"
    assert (page.hints.authors, page.hints.language) == (("ليلى",), "ar")


NEWS_SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{base}/news/fire</loc><news:news><news:publication><news:name>المرفأ</news:name><news:language>ar</news:language></news:publication>
<news:publication_date>2026-03-02T09:00:00Z</news:publication_date><news:title>حريق قرب الميناء</news:title></news:news></url>
<url><loc>{base}/news/old</loc><news:news><news:publication><news:name>المرفأ</news:name><news:language>ar</news:language></news:publication>
<news:publication_date>2025-11-02T09:00:00Z</news:publication_date><news:title>خبر قديم</news:title></news:news></url>
</urlset>"""


def test_a_news_sitemap_and_an_index_that_leads_to_it(site: FakeSite, watcher: Watcher) -> None:
    two_articles(site)
    site.put("/news.xml", NEWS_SITEMAP.format(base=site.base), "application/xml")
    index = site.put(
        "/sitemap.xml",
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{site.base}/archive-2019.xml</loc></sitemap>"
        f"<sitemap><loc>{site.base}/news.xml</loc></sitemap></sitemapindex>",
        "application/xml",
    )
    watcher.add_source(index, NOON)
    (page,) = read(watcher, NOON)  # the old one is an archive
    assert isinstance(page, Page) and page.url == f"{site.base}/news/fire"
    assert (page.hints.outlet, page.hints.published) == ("المرفأ", "2026-03-02T09:00:00Z")
    assert "/archive-2019.xml" not in site.paths()
    grown = NEWS_SITEMAP.replace("/news/old", "/news/bridge").replace("2025-11-02", "2026-03-02")
    site.put("/news.xml", grown.format(base=site.base), "application/xml")
    assert urls(read(watcher, NOON + 3 * MINUTE)) == [f"{site.base}/news/bridge"]  # the index stays


def listing(site: FakeSite, *slugs: str) -> str:
    items = "".join(
        f"<div class='teaser'><h3><a href='/news/2026/03/{slug}'>{slug.replace('-', ' ')} and what the mayor said of it</a></h3>"
        f"<a href='/news/2026/03/{slug}#comments'>3</a></div>"
        for slug in slugs
    )
    return site.put(
        "/",
        "<html><head><title>Harbour Gazette</title></head><body><nav><ul>"
        + "".join(
            f"<li><a href='/{name}'>{name}</a></li>"
            for name in ("politics", "sport", "about", "tag/fire", "login")
        )
        + f"</ul></nav><main>{items}</main><footer><a href='https://facebook.com/harbour'>Follow Harbour Gazette on Facebook now</a>"
        "<a href='/about/privacy-policy-of-the-harbour-gazette'>Privacy policy of the Harbour Gazette</a></footer></body></html>",
    )


def test_a_list_without_a_feed(site: FakeSite, watcher: Watcher) -> None:
    slugs = [
        "fire-near-the-harbour",
        "new-bridge-opened",
        "council-votes-on-budget",
        "storm-expected",
        "school-reopens-today",
    ]
    for slug in [*slugs, "ferry-runs-aground"]:
        site.put(f"/news/2026/03/{slug}", article(slug, *FIRE))
    home = listing(site, *slugs)
    watcher.add_source(home, NOON)
    assert sorted(u.rsplit("/", 1)[1] for u in urls(read(watcher, NOON)) if u) == sorted(slugs)
    (source,) = watcher.store.sources()
    assert (source.kind, source.title) == ("listing", "Harbour Gazette")
    listing(site, "ferry-runs-aground", *slugs)
    assert urls(read(watcher, NOON + MINUTE)) == [f"{site.base}/news/2026/03/ferry-runs-aground"]


@pytest.mark.parametrize(
    ("offer", "path"),
    [
        ("<link rel='alternate' type='application/rss+xml' href='/x/rss-1'>", "/x/rss-1"),
        ("<link rel='alternate' type='application/rss+xml' title='Comments' href='/comments/feed'>"
         "<link rel='alternate' type='application/atom+xml' href='/main.atom'>", "/main.atom"),
        ("<a href='/extra/rss.xml'>RSS</a>", "/extra/rss.xml"),
        ("", "/feed"),
        ("", "/rss.xml"),
    ],
    ids=["rel=alternate", "not the comments", "a link", "common path", "another common path"],
)  # fmt: skip
def test_the_feed_is_found_from_the_front_page(
    site: FakeSite, watcher: Watcher, offer: str, path: str
) -> None:
    two_articles(site)
    site.feed("/comments/feed", title="comments")
    home = site.put(
        "/",
        f"<html><head><title>المرفأ</title>{offer}</head><body>{offer}<p>أهلا</p></body></html>",
    )
    site.feed(path, ("/news/fire", "حريق", NOON))
    watcher.add_source(home, NOON)
    assert urls(read(watcher, NOON)) == [f"{site.base}/news/fire"]
    (source,) = watcher.store.sources()
    assert (source.kind, source.url, source.address) == ("feed", home, site.base + path)


def test_the_sitemap_is_found_in_robots_txt(site: FakeSite, watcher: Watcher) -> None:
    two_articles(site)
    home = site.put("/", "<html><head><title>المرفأ</title></head><body><p>أهلا</p></body></html>")
    site.put("/maps/n.xml", NEWS_SITEMAP.format(base=site.base), "application/xml")
    site.put(
        "/robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.base}/maps/n.xml\n", "text/plain"
    )
    watcher.add_source(home, NOON)
    assert urls(read(watcher, NOON)) == [f"{site.base}/news/fire"]
    assert watcher.store.sources()[0].kind == "sitemap"


def test_a_single_page_is_watched_for_change(site: FakeSite, watcher: Watcher) -> None:
    head = "<meta property='og:type' content='article'>"
    page = site.put("/statement", article("بيان البلدية", *FIRE, head=head))
    watcher.add_source(page, NOON)
    assert urls(read(watcher, NOON)) == [page]
    assert watcher.store.sources()[0].kind == "page"
    site.put("/statement", article("بيان البلدية", *FIRE, head=head + "<script>1</script>"))
    assert read(watcher, NOON + MINUTE) == []  # other bytes, the same words


# --------------------------------------------------------------------------- feed or page


def full_text_feed(site: FakeSite, *paragraphs: str) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return site.put(
        "/rss",
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>المرفأ</title>'
        f"<item><title>حريق</title><link>{site.base}/news/fire</link><content:encoded><![CDATA[{text}]]></content:encoded></item></channel></rss>",
        "application/rss+xml",
    )


def test_the_feed_where_the_page_is_walled(site: FakeSite, watcher: Watcher) -> None:
    site.put("/news/fire", article("حريق", "سجل الدخول لقراءة المقال كاملا."))
    watcher.add_source(full_text_feed(site, *FIRE, *BRIDGE), NOON)
    (page,) = read(watcher, NOON)
    assert isinstance(page, Page) and page.hints.carried_by_feed and FIRE[2] in page.body.decode()


def test_the_page_where_the_feed_has_a_teaser(site: FakeSite, watcher: Watcher) -> None:
    two_articles(site)
    watcher.add_source(full_text_feed(site, FIRE[0]), NOON)
    (page,) = read(watcher, NOON)
    assert isinstance(page, Page) and not page.hints.carried_by_feed and b"<nav>" in page.body


# --------------------------------------------------------------------------- states and politeness


@pytest.mark.parametrize(
    ("status", "body", "state", "reason"),
    [
        (403, "no", "blocked", "403"),
        (401, "no", "blocked", "401"),
        (410, "", "gone", "410"),
        (500, "", "refusing", "500"),
        (200, "<html><body>maintenance, back soon</body></html>", "malformed", "web page"),
        (200, '<!DOCTYPE x [<!ENTITY a "b">]><rss version="2.0"><channel><title>&a;</title></channel></rss>', "malformed", "entities"),
    ],
)  # fmt: skip
def test_states_with_a_reason_that_recover(
    site: FakeSite, watcher: Watcher, status: int, body: str, state: str, reason: str
) -> None:
    two_articles(site)
    feed = site.put("/rss", body, status=status)
    watcher.add_source(feed, NOON)
    (failure,) = read(watcher, NOON)
    assert isinstance(failure, Failure) and failure.item.startswith(site.base)
    (source,) = watcher.store.sources()
    assert source.state == state and reason in (source.reason or "")
    assert source.next_poll_at and source.next_poll_at > NOON + MINUTE
    assert read(watcher, NOON + MINUTE) == []  # not due
    site.feed("/rss", ("/news/fire", "حريق", NOON))
    assert urls(read(watcher, source.next_poll_at)) == [f"{site.base}/news/fire"]
    assert watcher.store.sources()[0].state == "answering"


def test_robots_txt_blocks_and_lets_in_again(site: FakeSite, watcher: Watcher) -> None:
    two_articles(site)
    site.put("/robots.txt", "User-agent: *\nDisallow: /rss\n", "text/plain")
    watcher.add_source(site.feed("/rss", ("/news/fire", "حريق", NOON)), NOON)
    (failure,) = read(watcher, NOON)
    assert isinstance(failure, Failure) and failure.kind == "robots"
    assert watcher.store.sources()[0].state == "blocked"
    site.put("/robots.txt", "User-agent: *\nAllow: /\n", "text/plain")
    assert urls(read(watcher, NOON + 2 * 60 * MINUTE)) == [f"{site.base}/news/fire"]


def test_a_feed_without_dates_says_so(site: FakeSite, watcher: Watcher) -> None:
    two_articles(site)
    feed = site.feed("/rss", ("/news/fire", "حريق", None), ("/news/bridge", "جسر", None))
    watcher.add_source(feed, NOON)
    assert len(urls(read(watcher, NOON))) == 2
    assert watcher.store.sources()[0].state == "no-dates"
    read(watcher, NOON + MINUTE)  # 304 says nothing else
    assert watcher.store.sources()[0].state == "no-dates"
    site.feed("/rss", ("/news/fire", "حريق", NOON), ("/news/bridge", "جسر", NOON))
    read(watcher, NOON + 3 * MINUTE)
    assert watcher.store.sources()[0].state == "answering"


@pytest.mark.parametrize(
    ("answer", "seconds"), [("240", 240), ("Mon, 02 Mar 2026 12:30:00 GMT", 1800)]
)
def test_retry_after_is_kept(site: FakeSite, watcher: Watcher, answer: str, seconds: int) -> None:
    feed = site.put(
        "/rss", "", status=503, Retry_After=answer, Date="Mon, 02 Mar 2026 12:00:00 GMT"
    )
    watcher.add_source(feed, NOON)
    read(watcher, NOON)
    due = watcher.store.sources()[0].next_poll_at
    assert due and due >= NOON + timedelta(seconds=seconds)


def test_an_answer_holds_as_long_as_it_says(site: FakeSite, watcher: Watcher) -> None:
    feed = site.feed("/rss", ("/news/fire", "حريق", NOON))
    served = site.pages["/rss"]
    assert isinstance(served, Served)
    served.headers["Cache-Control"] = "public, max-age=600"
    watcher.add_source(feed, NOON)
    read(watcher, NOON)
    due = watcher.store.sources()[0].next_poll_at
    assert due and NOON + 9 * MINUTE <= due <= NOON + 10 * MINUTE


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(
    site: FakeSite, watcher: Watcher
) -> None:
    two_articles(site)
    old = site.put("/rss", "", status=301, Location="/new/rss")
    site.feed("/new/rss", ("/news/fire", "حريق", NOON))
    watcher.add_source(old, NOON)
    assert len(urls(read(watcher, NOON))) == 1
    site.paths()
    read(watcher, NOON + MINUTE)
    assert site.paths() == ["/new/rss"]


def test_an_entry_whose_page_fails_is_tried_again_without_the_feed_saying_so(
    site: FakeSite, watcher: Watcher
) -> None:
    watcher.add_source(site.feed("/rss", ("/news/fire", "حريق", NOON)), NOON)
    (failure,) = read(watcher, NOON)
    assert isinstance(failure, Failure) and failure.kind == "http-404"
    two_articles(site)
    assert read(watcher, NOON + MINUTE) == []
    assert urls(read(watcher, NOON + 3 * MINUTE)) == [f"{site.base}/news/fire"]


def test_hosts_are_not_hurried(site: FakeSite, tmp_path: Path) -> None:
    """Without the operator's word that it is his own, a host is asked once in a pause; what does
    not fit into the round waits for the next."""
    import time

    from tawatur.fetch.http import Fetcher
    from tawatur.fetch.rounds import Ask, Lanes

    class Paced(Fetcher):
        def pause_seconds(self, url: str) -> float:
            return 0.2

    for number in range(6):
        site.put(f"/{number}", "<p>x</p>")
    settings = Settings(allow_private=(site.host,), round_seconds=0.7)
    with Paced(settings) as fetcher:
        lanes = Lanes(fetcher, settings)
        began = time.monotonic()
        answers = list(lanes.ask([Ask(url=f"{site.base}/{n}") for n in range(6)]))
    assert time.monotonic() - began < 2
    waiting = [getattr(answer, "kind", "ok") for answer in answers]
    assert waiting[:3] == ["ok", "ok", "ok"] and waiting[-1] == "host-waits"


# --------------------------------------------------------------------------- looking again


def looked(watcher: Watcher, now: datetime) -> list[Page | Failure | Gone]:
    return list(watcher.pages_looked_at_again(now))


@pytest.fixture
def desk_run(site: FakeSite, settings: Settings, tmp_path: Path) -> Iterator[object]:
    from tawatur.pipeline import Desk

    two_articles(site)
    with SqliteStore(tmp_path / "desk.db") as store:
        desk = Desk(store, settings=settings)
        desk.add_source(
            site.feed("/rss", ("/news/fire", "حريق", NOON), ("/news/bridge", "جسر", NOON)), NOON
        )
        assert desk.poll(NOON).articles == 2
        yield desk


def test_looks_are_conditional_and_find_edits(site: FakeSite, desk_run) -> None:  # type: ignore[no-untyped-def]
    desk = desk_run
    for minutes in (11, 31):
        assert desk.poll(NOON + minutes * MINUTE).versions == 0
    site.paths()
    site.put(
        "/news/fire",
        article(
            "حريق في مستودع للأخشاب قرب الميناء",
            FIRE[0],
            FIRE[1].replace("ثلاثة عمال", "سبعة عمال"),
            FIRE[2],
        ),
    )
    assert desk.poll(NOON + 61 * MINUTE).versions == 1
    asked = {path: headers for _, path, headers in site.asked}
    assert "If-None-Match" in asked["/news/bridge"]
    assert desk.poll(NOON + 181 * MINUTE).versions == 0


def test_an_entry_that_says_something_new_is_looked_at_at_once(site: FakeSite, desk_run) -> None:  # type: ignore[no-untyped-def]
    desk = desk_run
    for minutes in (11, 31, 61):
        desk.poll(NOON + minutes * MINUTE)
    site.put(
        "/news/fire",
        article(
            "حريق الميناء: سبعة جرحى", FIRE[0], FIRE[1].replace("ثلاثة عمال", "سبعة عمال"), FIRE[2]
        ),
    )
    site.feed(
        "/rss", ("/news/fire", "حريق الميناء: سبعة جرحى", NOON), ("/news/bridge", "جسر", NOON)
    )
    assert desk.poll(NOON + 64 * MINUTE).versions == 1  # the schedule has its next look at 180


def test_gone_twice_is_gone_once_is_not(site: FakeSite, desk_run) -> None:  # type: ignore[no-untyped-def]
    desk = desk_run
    kept = site.pages.pop("/news/fire")
    first = NOON + 11 * MINUTE
    assert looked(desk.watcher, first) == []
    site.pages["/news/fire"] = kept  # back again: the server had stumbled
    assert looked(desk.watcher, first + 11 * MINUTE) == []
    site.put("/news/fire", "", status=410)
    second = NOON + 31 * MINUTE
    assert looked(desk.watcher, second) == []
    (gone,) = looked(desk.watcher, second + 11 * MINUTE)
    assert isinstance(gone, Gone)
    assert (gone.url, gone.status, gone.first_at) == (f"{site.base}/news/fire", 410, second)
    # The desk died before it had placed that: it is told again, and then no more.
    assert desk.gather(second + 22 * MINUTE).versions == 1
    for minutes in (66, 181, 361):
        assert looked(desk.watcher, NOON + minutes * MINUTE) == []
    site.pages["/news/fire"] = kept
    (back,) = looked(desk.watcher, NOON + 721 * MINUTE)  # the same bytes, and news all the same
    assert isinstance(back, Page)


def test_a_deletion_is_a_version_and_told_as_taken_back(site: FakeSite, desk_run) -> None:  # type: ignore[no-untyped-def]
    desk = desk_run
    desk.add_watch(corrections_of="المرفأ", email="checker@inbox.example", now=NOON)
    site.put("/news/fire", "", status=410)
    assert desk.poll(NOON + 11 * MINUTE).versions == 0  # servers stumble
    tally = desk.poll(NOON + 22 * MINUTE)
    assert tally.versions == 1
    (deletion,) = [v for r in desk.store.readings() for v in desk.store.versions(r.article.id)]
    assert deletion.deleted and deletion.substantive and not deletion.announced
    reading = desk.store.reading(deletion.article_id)
    assert reading.article.text.startswith(FIRE[0][:20])  # what stood there is kept
    dossier = desk.store.dossier(desk.store.story_of(deletion.article_id))
    assert [d.kind for d in dossier.developments] == ["opened", "retraction"]
    assert desk.poll(NOON + 200 * MINUTE).versions == 0  # told once


@pytest.mark.parametrize(
    "how", ["redirect to the front page", "front page in its place", "another article"]
)
def test_what_is_another_page_is_no_new_version(site: FakeSite, desk_run, how: str) -> None:  # type: ignore[no-untyped-def]
    desk = desk_run
    site.put(
        "/",
        "<html><head><title>المرفأ</title></head><body><p>أهلا بكم في موقع صحيفة المرفأ اليومية</p></body></html>",
    )
    if how == "redirect to the front page":
        site.put("/news/fire", "", status=302, Location="/")
    elif how == "front page in its place":
        head = "<link rel='canonical' href='/'>"
        site.put("/news/fire", article("المرفأ", BRIDGE[0], BRIDGE[1], head=head))
    else:
        site.put(
            "/news/fire",
            article(
                "نتائج مباريات الجولة العاشرة",
                "فاز فريق النجم على ضيفه بثلاثة أهداف لهدف في مباراة جرت مساء الأحد.",
                "وتصدر النجم الترتيب بفارق نقطتين عن الاتحاد قبل أربع جولات من نهاية الموسم.",
            ),
        )
    tally = desk.poll(NOON + 11 * MINUTE)
    assert (tally.versions, tally.articles) == (0, 0)
    assert [f.kind for f in tally.failures] in (["led-elsewhere"], ["another-article"])


def test_a_report_that_is_written_anew_is_a_version(site: FakeSite, desk_run) -> None:  # type: ignore[no-untyped-def]
    desk = desk_run
    site.put(
        "/news/fire",
        article(
            "السيطرة على حريق مستودع الأخشاب في ميناء الشاطئ",
            "أعلنت فرق الإطفاء بعد ظهر الاثنين السيطرة تماما على النيران التي التهمت مستودع الأخشاب قرب ميناء الشاطئ.",
            "وارتفع عدد الجرحى إلى سبعة عمال، اثنان منهم في حال حرجة، بحسب إدارة المستشفى الجامعي في المدينة.",
        ),
    )
    assert desk.poll(NOON + 11 * MINUTE).versions == 1


# --------------------------------------------------------------------------- many at once


def test_three_hundred_quiet_feeds_take_little(
    site: FakeSite, watcher: Watcher, settings: Settings
) -> None:
    import time

    for number in range(300):
        watcher.add_source(site.feed(f"/f{number}/rss"), NOON)
    assert read(watcher, NOON) == []
    assert all(source.kind == "feed" for source in watcher.store.sources())
    site.paths()
    began = time.process_time()
    assert read(watcher, NOON + MINUTE) == []
    spent = time.process_time() - began  # the server's share included: it runs in this process
    assert len(site.paths()) == 300
    assert spent < 5


def test_the_same_round_gives_the_same_pages_in_the_same_order(
    site: FakeSite, settings: Settings, tmp_path: Path
) -> None:
    two_articles(site)
    for number in range(20):
        site.put(f"/n/{number}", article(f"خبر رقم {number}", *FIRE))
        site.feed(
            f"/f{number}/rss", (f"/n/{number}", f"خبر {number}", NOON - (number % 3) * MINUTE)
        )
    runs = []
    for name in ("one", "two"):
        with SqliteStore(tmp_path / f"{name}.db") as store:
            watcher = Watcher(store, replace(settings, fetch_threads=16 if name == "one" else 1))
            for number in range(20):
                watcher.add_source(f"{site.base}/f{number}/rss", NOON)
            runs.append(urls(read(watcher, NOON)))
            watcher.close()
    assert runs[0] == runs[1] and len(runs[0]) == 20
