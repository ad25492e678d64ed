"""Feeds as outlets write them: RSS, Atom and RDF, broken and hostile ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.errors import UnreadablePage
from tawatur.fetch.feeds import parse_feed

ARABIC = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>صحيفة الشاطئ</title><link>https://alshati.example/</link><language>ar-tn</language>
<item><title>حريق في مصنع للنسيج قرب المهدية</title><link>/article.asp?id=77</link>
<pubDate>الخميس، 27 فبراير 2025 - 14:05</pubDate><dc:creator>منى بن عاشور</dc:creator>
<source url="https://madapress.example/rss">مدى برس</source>
<description>أصيب ثلاثة عمال بجروح طفيفة.</description>
<content:encoded><![CDATA[<p>أصيب ثلاثة عمال بجروح طفيفة.</p><blockquote class="twitter-tweet">…</blockquote>]]></content:encoded>
</item>
<item><title>أسعار الزيت ترتفع</title><guid>https://alshati.example/article.asp?id=78</guid>
<pubDate>٢٧ شباط ٢٠٢٥</pubDate></item>
</channel></rss>"""


def test_rss_in_arabic_with_dates_in_words() -> None:
    fire, oil = parse_feed(ARABIC.encode(), "https://alshati.example/rss.asp", "utf-8")
    assert fire.link == "https://alshati.example/article.asp?id=77"
    assert fire.title == "حريق في مصنع للنسيج قرب المهدية"
    assert fire.published == "2025-02-27T14:05:00+00:00"
    assert fire.authors == ("منى بن عاشور",)
    assert fire.credited_source == "مدى برس"
    assert fire.summary == "أصيب ثلاثة عمال بجروح طفيفة."
    assert fire.content_html is not None and "twitter-tweet" in fire.content_html
    assert fire.language == "ar"
    assert fire.feed_title == "صحيفة الشاطئ"
    assert oil.link == "https://alshati.example/article.asp?id=78"
    assert oil.published == "2025-02-27"


def test_atom_keeps_the_publishers_offset() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Quai</title><id>x</id>
    <entry><title type="html">Grève au port de &lt;b&gt;Sète&lt;/b&gt; &amp;amp; à Fos</title><id>urn:1</id>
    <link rel="alternate" href="/article/1.html"/><link rel="enclosure" href="/a.jpg"/>
    <published>2026-03-02T23:40:00+01:00</published><updated>2026-03-03T08:00:00+01:00</updated>
    <author><name>Aurélien Castagnier</name></author><author><name>Béatrice Lorgeril</name></author>
    <source><title>Northline</title></source><content type="html">&lt;p&gt;Texte.&lt;/p&gt;</content></entry></feed>"""
    (entry,) = parse_feed(atom.encode(), "https://lequai.example/atom.xml", None)
    assert entry.title == "Grève au port de Sète & à Fos"
    assert entry.link == "https://lequai.example/article/1.html"
    assert (entry.published, entry.updated) == (
        "2026-03-02T23:40:00+01:00",
        "2026-03-03T08:00:00+01:00",
    )
    assert entry.authors == ("Aurélien Castagnier", "Béatrice Lorgeril")
    assert entry.credited_source == "Northline"
    assert entry.content_html == "<p>Texte.</p>"
    assert entry.language == "fr"


def test_rdf() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Kurier</title></channel>
    <item rdf:about="https://kurier.example/1"><title>Hochwasser</title><link>https://kurier.example/1</link>
    <dc:date>2026-03-02T10:00:00Z</dc:date></item></rdf:RDF>"""
    (entry,) = parse_feed(rdf.encode(), None, None)
    assert (entry.link, entry.updated or entry.published) == (
        "https://kurier.example/1",
        "2026-03-02T10:00:00Z",
    )


def test_rfc_822_times_become_iso_times() -> None:
    rss = b"<rss version='2.0'><channel><title>x</title><item><title>a</title><link>https://a.example/1</link><pubDate>Mon, 02 Mar 2026 08:38:00 +0300</pubDate></item></channel></rss>"
    (entry,) = parse_feed(rss, None, None)
    assert entry.published == "2026-03-02T08:38:00+03:00"


def test_a_time_nobody_can_read_stays_as_written() -> None:
    rss = b"<rss version='2.0'><channel><title>x</title><item><title>a</title><pubDate>a while ago</pubDate></item></channel></rss>"
    (entry,) = parse_feed(rss, None, None)
    assert entry.published == "a while ago"
    assert entry.link is None


@pytest.mark.parametrize(
    "broken",
    [
        ARABIC.replace("</channel></rss>", ""),
        ARABIC.replace("أصيب ثلاثة", "أصيب & ثلاثة", 1),
        "\n\n  " + ARABIC,
        ARABIC.replace("</item>", "", 1),
        ARABIC.replace("بجروح", "بجر\x0bوح"),
    ],
    ids=["cut off", "bare ampersand", "space before", "item not closed", "control character"],
)
def test_broken_xml_still_gives_its_entries(broken: str) -> None:
    entries = parse_feed(broken.encode(), "https://alshati.example/rss.asp", "utf-8")
    assert entries[0].title == "حريق في مصنع للنسيج قرب المهدية"


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "windows-1256", "no-such"])
def test_the_declared_encoding_may_be_wrong(declared: str | None) -> None:
    body = ARABIC.replace("…", "").encode("windows-1256", "replace")  # and the XML says utf-8
    entries = parse_feed(body, "https://alshati.example/rss.asp", declared)
    assert entries[0].title == "حريق في مصنع للنسيج قرب المهدية"


BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>
<rss version="2.0"><channel><title>&lol2;</title><item><title>&lol2;</title></item></channel></rss>"""


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le"])
def test_entity_bombs_are_refused(codec: str) -> None:
    with pytest.raises(UnreadablePage) as refused:
        parse_feed(BOMB.encode(codec), "https://bad.example/rss", None)
    assert refused.value.kind == "entities"
    assert refused.value.item == "https://bad.example/rss"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"<!doctype html><html><body><p>Page not found</p></body></html>", "not-a-feed"),
        (b'{"version": 1}', "not-a-feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not-a-feed"),
    ],
)
def test_what_is_no_feed_says_so(body: bytes, kind: str) -> None:
    with pytest.raises(UnreadablePage) as refused:
        parse_feed(body, "https://a.example/rss", None)
    assert refused.value.kind == kind


def test_a_feed_without_entries_is_empty_and_fine() -> None:
    assert (
        parse_feed(b"<rss version='2.0'><channel><title>x</title></channel></rss>", None, None)
        == ()
    )


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.example/x", "http://", "data:,x"])
def test_links_that_are_not_of_the_web_are_left_out(link: str) -> None:
    rss = f"<rss version='2.0'><channel><title>x</title><item><title>a</title><link>{link}</link></item></channel></rss>"
    (entry,) = parse_feed(rss.encode(), None, None)
    assert entry.link is None


def test_script_in_a_title_is_plain_text_only() -> None:
    rss = b"<rss version='2.0'><channel><title>x</title><item><title><![CDATA[Storm <script>x()</script> passes]]></title></item></channel></rss>"
    (entry,) = parse_feed(rss, None, None)
    assert entry.title is not None and "<" not in entry.title


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_damaged_feeds_give_entries_or_a_reason(data: st.DataObject) -> None:
    body = bytearray(ARABIC.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(len(body), start + 40)))
        body[start:end] = data.draw(
            st.binary(max_size=12) | st.sampled_from([b"<", b"]]>", b"&#x0;", b"<![CDATA["])
        )
    try:
        entries = parse_feed(
            bytes(body), data.draw(st.sampled_from([None, "https://a.example/", "http://[x"])), None
        )
    except UnreadablePage as refused:
        assert refused.kind in ("empty", "entities", "not-a-feed")
    else:
        assert all(e.link is None or e.link.startswith(("http://", "https://")) for e in entries)


def test_half_a_character_does_not_cost_the_feed() -> None:
    body = r'{"version": "https://jsonfeed.org/version/1.1", "title": "Coast", "items": [{"id": "1", "url": "https://coast.example/1", "title": "Fire \ud83d", "content_text": "x"}]}'
    (entry,) = parse_feed(body.encode(), "https://coast.example/feed.json", None)
    assert entry.title == "Fire \ufffd"
