"""Pages as HTML: foreign strings carry language and direction, and nothing of others gets out."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest
import regex
from lxml import html as lxml_html

from dossiers import at, ferry, hostile
from tawatur import wording
from tawatur.model import Conflict, Derivation, DevelopmentKind, EdgeEvidence, OriginEdge, Point
from tawatur.publish import strings
from tawatur.publish.html import (
    Site,
    render_article,
    render_compare,
    render_front,
    render_how_we_count,
    render_story,
    strand,
)
from tawatur.publish.phrases import evidence_words, origin_evidence
from tawatur.publish.views import OriginBrief, article_view, front_view, story_view, summarise
from tawatur.settings import Settings


def site(language: str = "en") -> Site:
    return Site(language=language, now=at(60))


def story_page(language: str) -> str:
    return render_story(story_view(ferry(), language), site(language))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_story_page_shows_every_part(language: str) -> None:
    page = lxml_html.fromstring(story_page(language))
    assert page.get("lang") == language
    assert page.get("dir") == ("rtl" if language == "ar" else "ltr")
    ids = {e.get("id") for e in page.iter() if e.get("id")}
    assert {"known", "disputed", "said", "settled", "origins", "timeline", "sources"} <= ids
    assert len(page.xpath("//h1")) == 1
    assert [e.text for e in page.xpath("//*[@id='disputed']//mark")] == ["17", "31"]
    assert (
        page.xpath("//section[@id='said']//span[@class='df']")[0].text == "coupables seront punis"
    )
    assert len(page.xpath("//svg[@class='strand']")[0].xpath(".//circle")) == 4
    assert len(page.xpath("//table[contains(@class,'stack')]//tr")) >= 6


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_foreign_sentence_has_its_language_and_direction(language: str) -> None:
    page = lxml_html.fromstring(story_page(language))
    for quote in page.xpath("//blockquote"):
        assert quote.get("lang") and quote.get("dir")
        theirs = "".join(quote.xpath(".//text()[not(ancestor::*[@class='cut'])]"))
        arabic = regex.search(r"\p{Arabic}", theirs) is not None
        assert (quote.get("dir") == "rtl") == arabic


def test_the_two_interface_languages_show_the_same_evidence() -> None:
    marks = [
        sorted(m.text for m in lxml_html.fromstring(story_page(x)).xpath("//mark"))
        for x in ("en", "ar")
    ]
    # The English page also marks the English words that stand for a point.
    more = [m for m in marks[0] if m not in marks[1]]
    assert more == ["The ferry Nawras ran aground on Thursday evening"]
    assert sorted(marks[1] + more) == marks[0]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_text_of_others_stays_text(language: str) -> None:
    dossier = hostile()
    pages = [
        render_story(story_view(dossier, language), site(language)),
        render_article(
            article_view(dossier.readings[0], language, dossier=dossier), site(language)
        ),
        render_compare(dossier, language),
        render_front(
            front_view([summarise(dossier)], now=at(60), settings=Settings()), site(language)
        ),
    ]
    for page in pages:
        tree = lxml_html.fromstring(page)
        assert not tree.xpath("//script"), "no page has script"
        assert not tree.xpath("//img")
        assert not tree.xpath("//@*[starts-with(name(), 'on')]")
        assert not [h for h in tree.xpath("//@href") if h.lower().startswith("javascript")]
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_have_no_inline_style_and_nothing_from_elsewhere(language: str) -> None:
    dossier = ferry()
    pages = [
        story_page(language),
        render_article(
            article_view(dossier.readings[1], language, dossier=dossier), site(language)
        ),
        render_how_we_count(site(language)),
    ]
    for page in pages:
        tree = lxml_html.fromstring(page)
        assert not tree.xpath("//@style") and not tree.xpath("//style")
        loaded = tree.xpath("//link/@href | //script/@src | //img/@src | //iframe/@src")
        assert all(x.startswith("/") for x in loaded)


def test_the_comparison_is_one_file_that_needs_no_other() -> None:
    page = render_compare(ferry(), "ar")
    tree = lxml_html.fromstring(page)
    assert not tree.xpath("//link | //script | //img | //iframe | //form")
    assert "@font-face" not in page and "url(" not in page
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']")
    assert "@media print" in page
    # links lead to the outlets, since there are no pages of ours beside this file
    assert all(h.startswith(("#", "https://")) for h in tree.xpath("//a/@href"))


def test_articles_read_in_one_go_claim_no_first_sight() -> None:
    import msgspec

    dossier = ferry()
    readings = tuple(
        msgspec.structs.replace(r, article=msgspec.structs.replace(r.article, seen_at=at(0)))
        for r in dossier.readings
    )
    page = render_compare(msgspec.structs.replace(dossier, readings=readings), "en")
    assert "first seen" not in page.lower()


def test_the_article_page_puts_dates_in_brackets_and_speech_in_the_margin() -> None:
    dossier = ferry()
    page = render_article(article_view(dossier.readings[1], "en", dossier=dossier), site())
    tree = lxml_html.fromstring(page)
    glosses = [e.text for e in tree.xpath("//bdi[@class='at']")]
    assert glosses == ["[12 March 2026]", "[13 March 2026, from the day of speech]"]
    assert tree.xpath("//div[@class='note']//bdi[text()='نادية حرّوق']")
    assert tree.xpath("//section[@id='versions']//del")[0].text == "12"
    assert "call to follow the outlet" in page
    assert not [h for h in tree.xpath("//a/@href") if "javascript" in h]


def test_the_strand_has_a_disc_an_origin_a_tick_a_carrier_a_ring_an_unknown() -> None:
    origins = [
        OriginBrief(id="a", kind="agency", name=None, carriers=6),
        OriginBrief(id="b", kind="outlet", name=None, carriers=2),
        OriginBrief(id="c", kind="outlet", name=None, carriers=1),
    ]
    drawn = str(strand(origins, 2))
    assert drawn.count('stroke="none"') == 3
    assert drawn.count("v8") == 9
    assert drawn.count("stroke-dasharray") == 2
    assert strand([], 0) == ""


def test_a_very_wide_strand_says_that_there_is_more() -> None:
    many = [OriginBrief(id=str(i), kind="outlet", name=None, carriers=40) for i in range(30)]
    width = float(regex.search(r'width="([\d.]+)"', str(strand(many, 90)))[1])  # type: ignore[index]
    assert width < 1000
    assert "h6" in str(strand(many, 90))


@pytest.mark.parametrize(
    ("value", "unit", "english", "arabic"),
    [
        ("4-5", "hour", "4 to 5 hours", "4 إلى 5 ساعات"),
        ("≥5", "hour", "at least 5 hours", "5 ساعات على الأقل"),
        ("61", "percent", "61 percent", "61 في المئة"),
        ("17", None, "17", "17"),
        ("3 hours", "hour", "3 hours", "3 ساعات"),  # says its unit already
    ],
)
def test_a_figure_is_shown_with_its_unit_in_the_order_of_the_language(
    value: str, unit: str | None, english: str, arabic: str
) -> None:
    assert wording.value("figure", value, "en", unit=unit) == english
    assert wording.value("figure", value, "ar", unit=unit) == arabic


def test_by_what_an_origin_is_known_is_told_in_the_readers_language() -> None:
    lines = (
        "outlet: Sputnik Arabic (handle)",
        "contributor line: ساهم كتاب أسوشيتد برس",
        "Quai: edited of Northline, 89 %",
        "no outlet, no credit line",
    )
    english, arabic = (origin_evidence(lines, x).striptags() for x in ("en", "ar"))
    assert english == (
        "its outlet: Sputnik Arabic (from: handle), contributors: ساهم كتاب أسوشيتد برس, "
        "no outlet and no credit line"
    )
    assert arabic.startswith("الجهة: Sputnik Arabic (من: handle)، المساهمون: ساهم")
    assert "Quai" not in english, "the table of edges tells it better"


def kinds_of(struct: type, field: str) -> list[str]:
    return list(get_args(get_type_hints(struct)[field]))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_kind_that_the_types_know_has_its_words(language: str) -> None:
    for kind in kinds_of(EdgeEvidence, "kind"):
        evidence = EdgeEvidence(kind=kind, part=3, whole=4, text="Northline")  # type: ignore[arg-type]
        assert str(evidence_words(evidence, language)).strip(), kind
    for kind in kinds_of(OriginEdge, "kind"):
        assert strings.known(f"edge-{kind}"), kind
    for kind in kinds_of(Derivation, "kind"):
        assert strings.known(f"kin-{kind}"), kind
    for kind in get_args(DevelopmentKind):
        assert kind == "confirmed" or strings.known(f"dev-{kind}"), kind
    for standing in kinds_of(Point, "standing"):
        assert strings.known(f"standing-{standing}") or standing == "all", standing
    for relation in kinds_of(Conflict, "relation"):
        assert strings.known(f"relation-{relation}"), relation
