"""Pages of many kinds of site systems are read as their gold beside them says.

``pages/`` holds one page and one gold file for each: written for these tests after the templates
that news sites use; outlets, persons and events are invented.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tawatur.clean import clean_article
from tawatur.errors import UnreadablePage
from tawatur.extract import canonical_url, extract_article
from tawatur.model import Article, Hints, Page
from tawatur.settings import Settings
from tawatur.stamps import parse_stamp
from tawatur.text import folded_words

SEEN = datetime(2025, 6, 1, tzinfo=UTC)
PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def page(body: str | bytes, media_type: str = "text/html", **hints: Any) -> Page:
    raw = body.encode() if isinstance(body, str) else body
    return Page(name="p", body=raw, media_type=media_type, seen_at=SEEN, hints=Hints(**hints))


def read(path: Path) -> tuple[Article, dict[str, Any]]:
    gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
    saved = Page(
        name=path.name,
        body=path.read_bytes(),
        media_type="text/html",
        seen_at=SEEN,
        url=gold["url"],
    )
    return clean_article(extract_article(saved)), gold


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    article, gold = read(path)
    # body: every paragraph, in order, and nothing else
    words = folded_words(article.text)
    assert words == [word for paragraph in gold["body"] for word in folded_words(paragraph)]
    for paragraph in gold["body"]:
        assert any(paragraph in line for line in article.text.split("\n")), paragraph
    for furniture in gold["furniture"]:
        assert furniture not in article.text
    # metadata
    assert article.title and article.title.value == gold["title"]
    assert [author.value for author in article.authors] == gold["authors"]
    assert article.published and f"{article.published.at:%Y-%m-%dT%H:%M}" == gold["published"]
    if "updated" in gold:
        assert article.updated and f"{article.updated.at:%Y-%m-%dT%H:%M}" == gold["updated"]
    if "outlet" in gold:
        assert article.outlet and article.outlet.value == gold["outlet"]
    if "section" in gold:
        assert article.section and article.section.value == gold["section"]
    if gold.get("language_hint", True):
        assert article.language_hint == gold["language"]
    assert list(article.captions) == gold.get("captions", [])
    # posts stand apart
    assert len(article.posts) == len(gold.get("posts", []))
    for post, expected in zip(article.posts, gold.get("posts", []), strict=True):
        assert post.account == expected["account"]
        assert post.posted and post.posted.day.isoformat() == expected["day"]
        assert expected["text"] in post.text


@pytest.mark.parametrize(
    ("raw", "instant"),
    [
        ("2025-02-27T07:14:00+03:00", "2025-02-27T04:14"), ("Thu, 27 Feb 2025 07:14:00 +0300", "2025-02-27T04:14"),
        ("1740640440", "2025-02-27T07:14"), ("07:14 GMT 27.02.2025", "2025-02-27T07:14"),
        ("27 شباط/فبراير 2025 - 10:14", "2025-02-27T10:14"), ("31 جويلية 2023", "2023-07-31T00:00"),
        ("الخميس ٢٧ فبراير ٢٠٢٥ | ١٠:١٤ م بتوقيت مكة", "2025-02-27T19:14"), ("20 غشت 2024", "2024-08-20T00:00"),
        ("28 شعبان 1446هـ", "2025-02-27T00:00"), ("۹ اسفند ۱۴۰۳", "2025-02-27T00:00"),
        ("27 февраля 2025, 10:14 мск", "2025-02-27T07:14"), ("27 Şubat 2025 Perşembe 10:14", "2025-02-27T10:14"),
        ("Le 27 février 2025 à 10h14", "2025-02-27T10:14"), ("27 de febrero de 2025", "2025-02-27T00:00"),
        ("27. Februar 2025, 10.14 Uhr", "2025-02-27T10:14"), ("Feb 27, 2025 10:14 PM", "2025-02-27T22:14"),
        ("2/27/2025 7:00 PM", "2025-02-27T19:00"), ("2025年2月27日 21時", "2025-02-27T00:00"),
    ],
)  # fmt: skip
def test_times_as_publishers_write_them(raw: str, instant: str) -> None:
    stamp = parse_stamp(raw, where="test")
    assert stamp and f"{stamp.at:%Y-%m-%dT%H:%M}" == instant


@pytest.mark.parametrize(
    "raw",
    ["", "soon", "31.02.2025", "12:30", "0000-00-00", "1850-01-01", "٣٠ فبراير ٢٠٢٥", "9" * 40],
)
def test_what_is_no_time_is_none(raw: str) -> None:
    assert parse_stamp(raw, where="test") is None


def test_hints_fill_what_the_page_leaves_open() -> None:
    article = extract_article(
        page("{}", "application/json", title="عنوان", text="نص أول.\nنص ثان.", outlet="صوت المدينة",
             published="2025-02-27", language="ar", authors=("سلمى حداد",))
    )  # fmt: skip
    assert article.text == article.raw_text == "نص أول.\nنص ثان."
    assert article.outlet and article.outlet.value == "صوت المدينة"
    assert article.published and article.published.precision == "day"
    assert [a.value for a in article.authors] == ["سلمى حداد"]


def test_the_outlet_is_found_where_pages_name_it() -> None:
    body = "<p>قالت الوزارة إن الطريق سيفتح صباح السبت أمام جميع المركبات.</p>"
    for html in (
        f"<html><head><title>فتح الطريق الجبلي :: جريدة الجهة</title></head><body><h1>فتح الطريق الجبلي</h1>{body}</body></html>",
        f"<html><head><title>جريدة الجهة :: فتح الطريق الجبلي أمام المركبات صباح السبت</title></head><body>{body}</body></html>",
        f"<html><head><title>فتح الطريق</title></head><body>{body}<footer>© 2025 جريدة الجهة - جميع الحقوق محفوظة</footer></body></html>",
        f"<html><head><title>فتح الطريق</title></head><body><header><a class='logo' href='/'><img alt='جريدة الجهة'></a></header>{body}</body></html>",
    ):
        article = extract_article(page(html))
        assert article.outlet and article.outlet.value == "جريدة الجهة", html
        assert article.title and article.title.value.startswith("فتح الطريق")


def test_a_feed_that_names_its_source() -> None:
    article = extract_article(
        page("<p>بدأت الجلسة الأولى.</p>", title="جلسة", credited_source="وكالة النيل")
    )
    assert [(c.kind, c.text, c.where) for c in article.credits] == [
        ("source", "وكالة النيل", "feed")
    ]


def test_a_title_alone_is_an_article_and_nothing_is_not() -> None:
    assert extract_article(page("{}", "application/json", title="عنوان وحده")).text == ""
    for empty in (page("", "text/plain"), page("<html></html>"), page("{}", "application/json")):
        with pytest.raises(UnreadablePage):
            extract_article(empty)


def test_a_page_larger_than_allowed() -> None:
    with pytest.raises(UnreadablePage) as caught:
        extract_article(page("x" * 2000, "text/plain"), settings=Settings(max_page_bytes=1000))
    assert caught.value.kind == "too-large"


def test_feed_content_is_read_whole() -> None:
    article = extract_article(
        page("<p>بدأت الجلسة.</p><ul><li>أولا</li><li>ثانيا</li></ul>", title="جلسة")
    )
    assert article.text == "بدأت الجلسة.\nأولا\nثانيا"


def test_the_same_address_gives_the_same_id() -> None:
    first = "https://Harbour-Gazette.example/news/ferry/?utm_source=feed&id=3#top"
    assert canonical_url(first) == "https://harbour-gazette.example/news/ferry?id=3"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 3000 + "نص" + "</div>" * 3000, "<html><script type='application/ld+json'>{broken</script><p>x</p>",
        "\x00<html>\ud7ff</html>", "<html><h1></h1><time datetime='x'></time><p>نص قصير.</p></html>",
        '<html><script type="application/ld+json">[null, 1, {"@type": null, "author": 3, "datePublished": {}}]</script><p>Text.</p>',
    ],
)  # fmt: skip
def test_hostile_pages_never_crash(body: str) -> None:
    try:
        clean_article(extract_article(page(body)))
    except UnreadablePage as error:
        assert error.cause


def test_a_bare_page_has_its_only_heading_as_headline() -> None:
    html = (
        "<html><body><center><a href=i.htm>index</a></center><h3>ما لا يقال عن سد الوادي</h3>"
        "<p>كتب أحد سكان القرية أن بوابة السد بقيت مفتوحة ليلتين متتاليتين، وأن الحارس لم يكن في مكانه.</p>"
        "<p>ولم تصدر البلدية أي بيان حتى مساء الأحد، كما قال جيرانه.</p></body></html>"
    )
    page = Page(
        name="bare.html", body=html.encode(), media_type="text/html",
        seen_at=datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    article = extract_article(page)
    assert article.title is not None and article.title.value == "ما لا يقال عن سد الوادي"
    assert article.title.confidence <= 0.5


# --------------------------------------------------------------------------- what readings leave out

FERRY = [
    "Die Fähre zwischen Hafenstadt und Selby fährt ab Samstag wieder, sechs Wochen nach dem Schaden an ihrer Maschine.",
    "Der Betreiber teilte mit, die Steuerbordmaschine sei im Januar mit 140 Fahrgästen an Bord ausgefallen.",
    "Niemand wurde verletzt, doch die Inselbewohner waren auf zwei kleinere Boote aus dem Norden angewiesen.",
    "Der Rat von Selby nannte die Rückkehr überfällig und verlangte Gespräche über eine Entschädigung.",
    "Eine zweite Maschine ist bestellt und soll im Frühjahr im Hafen eintreffen, sagte eine Sprecherin.",
]
LEAD = "Sechs Wochen lang lag das Schiff im Dock. Jetzt kehrt die Fähre zurück, aber der Streit bleibt."


def ferry_page(language: str, lead: str = "", body: str | None = None) -> Article:
    paragraphs = body or "".join(f"<p>{text}</p>" for text in FERRY)
    return extract_article(
        page(
            f'<html lang="{language}"><head><title>Fähre fährt wieder</title><meta name="description" content="{LEAD}"></head>'
            f'<body><header><h1>Fähre fährt wieder</h1>{lead}</header><article><div class="text">{paragraphs}</div></article></body></html>'
        )
    )


def test_a_lead_set_apart_is_the_first_paragraph() -> None:
    shown = f'<div class="vorspann"><p>{LEAD}</p></div>'
    assert ferry_page("de", shown).text.split("\n")[0] == LEAD
    assert ferry_page("de", shown).text.count(LEAD) == 1
    # what no reader sees is no text, and English desks put a summary there
    assert LEAD not in ferry_page("de").text
    assert LEAD not in ferry_page("en", shown).text
    caption = f"<figure><figcaption>{LEAD}</figcaption></figure>"
    assert LEAD not in ferry_page("de", caption).text


def test_a_theme_that_calls_arabic_english_does_not_hide_the_lead() -> None:
    paragraphs = [
        "قالت الشركة المشغلة إن العبّارة ستعود إلى العمل يوم السبت بعد إصلاح استمر ستة أسابيع في الميناء.",
        "وأضافت أن المحرك الأيمن كان قد تعطل في كانون الثاني وعلى متنها مئة وأربعون راكبا من أهل الجزيرة.",
        "ولم يصب أحد بأذى، غير أن سكان الجزيرة اعتمدوا منذ ذلك اليوم على قاربين صغيرين من ميناء الشمال.",
        "ووصف مجلس بلدية سلبا عودة العبّارة بأنها متأخرة، وطلب محادثات بشأن تعويض أصحاب المتاجر والركاب.",
    ]
    lead = "ستة أسابيع ظلت العبّارة في الحوض الجاف، وها هي تعود إلى رصيفها بينما يبقى الخلاف على التعويض قائما."
    article = extract_article(
        page(
            f'<html lang="en-US"><head><title>عودة العبّارة</title><meta name="description" content="{lead}"></head><body><h1>عودة العبّارة</h1>'
            f"<h2>{lead}</h2><article><div>{''.join(f'<p>{p}</p>' for p in paragraphs)}</div></article></body></html>"
        )
    )
    assert article.text.split("\n")[0] == lead


def test_a_lead_that_the_text_already_has_is_not_doubled() -> None:
    body = "".join(f"<p>{text}</p>" for text in [LEAD, *FERRY])
    text = ferry_page("de", f"<p>{LEAD}</p>", body).text
    assert text.count("aber der Streit bleibt") == 1


def test_paragraphs_among_paragraphs_are_marked_as_such() -> None:
    """Their shape tells nothing, even without a full stop at the end."""
    unstopped = (
        "Ergänzend gibt es am Anleger einen Markt mit Ständen aus beiden Orten, Musik und einer Ausstellung über "
        "die ersten hundert Jahre der Verbindung über die Bucht bis hinüber nach Selby"
    )
    body = "".join(f"<p>{text}</p>" for text in [*FERRY, unstopped])
    article = ferry_page("de", "", body)
    assert unstopped in article.text
    assert unstopped in article.sentences


BAD_ADDRESSES = ["http://[::1", "http://[x]/", "//[", "http://x.example:99999/", "http://x:y/"]


@pytest.mark.parametrize("bad", BAD_ADDRESSES)
def test_what_cannot_be_an_address_costs_nothing_but_itself(bad: str) -> None:
    """A page may say anything of where it stands; a record may say it for the page."""
    text = "<p>The harbour office said on Monday that twelve people were hurt in the fire.</p>" * 3
    heads = (
        f'<link rel="canonical" href="{bad}">', f'<meta property="og:url" content="{bad}">',
        f'<meta property="og:site_name" content="{bad}">', f'<base href="{bad}">',
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "url": "{bad}"}}</script>',
    )  # fmt: skip
    for head in heads:
        made = page(f"<html><head>{head}</head><body><article>{text}</article></body></html>")
        assert "twelve people" in extract_article(made).text
    for kind, body in (("text/html", f"<article>{text}</article>"), ("text/plain", text[3:80])):
        one, other = (
            extract_article(msgspec.structs.replace(page(body, kind), url=url))
            for url in (bad, bad + "2")
        )
        assert one.text and one.id != other.id


def test_half_a_character_in_what_scripts_carry_can_be_written_down() -> None:
    text = "<p>The harbour office said on Monday that twelve people were hurt in the fire.</p>" * 3
    data = r'{"@type": "NewsArticle", "headline": "Fire at the harbour hurts twelve \ud83d"}'
    article = extract_article(
        page(f'<script type="application/ld+json">{data}</script><article>{text}</article>')
    )
    assert article.title is not None
    assert article.title.value.encode("utf-8").decode() == "Fire at the harbour hurts twelve \ufffd"
