"""What the pages show, before any wording: counts, evidence, the tree of origins, margins."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from msgspec import structs

from dossiers import MARFA, at, ferry, hostile, member, read, span
from tawatur import wording
from tawatur.align.hedges import find_lost_hedges, hedge_of
from tawatur.model import (
    Derivation,
    Dossier,
    Member,
    Origin,
    Place,
    Point,
    Quote,
    Sheet,
    Speaker,
    Story,
    TextChange,
)
from tawatur.publish import json as as_json
from tawatur.publish import strings
from tawatur.publish.html import render_story
from tawatur.publish.phrases import count_sentence
from tawatur.publish.site import Site
from tawatur.publish.views import (
    article_view,
    front_view,
    name_words,
    safe_url,
    story_view,
    summarise,
)
from tawatur.settings import Settings


def test_a_summary_counts_origins_and_sets_the_unknown_apart() -> None:
    summary = summarise(ferry())
    assert summary.independent_origins == 3
    assert summary.article_count == 6
    assert summary.unknown_articles == 1
    assert summary.languages == ("ar", "en", "tr", "fr")
    assert [(o.name.text, o.carriers) for o in summary.origins if o.name] == [
        ("Barid al-Mina", 0),
        ("وكالة المرفأ", 2),
        ("Kıyı Postası", 0),
    ]
    assert [d.values for d in summary.disputed] == [("17", "31")]


def test_the_headline_is_one_in_the_readers_language_else_the_first_seen() -> None:
    summary = summarise(ferry())
    english, russian = summary.headline("en"), summary.headline("ru")
    assert english and english.words.text.startswith("Ferry with 214")
    assert russian and russian.words.text == "«نورس» تجنح على مرأى من الرصيف"


def test_a_story_without_any_headline_shows_a_first_sentence_and_says_so() -> None:
    reading = read("x", None, "ar", None, "اجتمع الوفدان اليوم. ثم غادرا.\n", 0)
    dossier = Dossier(
        story=Story(id="s", opened_at=at(0), newest_at=at(0), article_ids=("x",)),
        readings=(reading,), memberships=(), derivations=(), sheet=Sheet(story_id="s"),
        origins=(Origin(id="o", kind="unknown", name=None, article_ids=("x",)),),
    )  # fmt: skip
    headline = story_view(dossier, "ar").headline
    assert headline and headline.kind == "first-sentence"
    assert headline.words.text == "اجتمع الوفدان اليوم."


def test_breaking_means_growth_of_independent_origins() -> None:
    summary, settings = summarise(ferry()), Settings()
    assert summary.breaking(at(20), settings)
    assert not summary.breaking(at(0), settings), "one origin is a claim"
    assert not summary.breaking(at(18) + timedelta(hours=4), settings)


def test_the_front_page_leads_with_the_breaking_story_unless_filtered() -> None:
    summaries = [summarise(hostile()), summarise(ferry())]
    view = front_view(summaries, now=at(60), settings=Settings())
    assert view.breaking and view.breaking.id == "ferry"
    assert [s.id for s in view.stories] == ["bad-story"]
    filtered = front_view(summaries, now=at(60), settings=Settings(), language="ar")
    assert filtered.breaking is None
    assert len(filtered.stories) == 2


def test_a_page_of_the_list_knows_where_the_next_begins() -> None:
    summaries = [summarise(ferry())] * 4
    view = front_view(summaries, now=at(9999), settings=Settings(), limit=3, offset=6)
    assert len(view.stories) == 3
    assert view.next_offset == 9


def test_a_point_shows_one_sentence_per_origin_and_lists_the_copies() -> None:
    view = story_view(ferry(), "ar")
    point = view.groups[0].points[0]
    assert view.groups[0].standing == "all"
    assert [s.outlet.article_id for s in point.sources] == ["marfa", "barid", "kiyi", "mawj"]
    assert [c.article_id for c in point.copies] == ["ledger", "courrier"]
    first = point.sources[0]
    assert "".join(s.text for s in first.segments) == MARFA.split("\n")[0]
    assert [s.text for s in first.segments if s.marked] == [
        "العبّارة «نورس» جنحت مساء الخميس على بعد ميلين من ميناء مرسى النور"
    ]


def test_a_point_is_worded_in_the_readers_language_if_an_outlet_has_it() -> None:
    english, arabic = (story_view(ferry(), x).groups[0].points[0] for x in ("en", "ar"))
    assert arabic.words.text.startswith("العبّارة") and arabic.words.language == "ar"
    assert english.words.text == "The ferry Nawras ran aground on Thursday evening"
    # The words shown lead to their sentence, though their outlet only carries the agency; the
    # evidence is the same beside it.
    ids = [s.outlet.article_id for s in english.sources]
    assert ids == ["ledger", "marfa", "barid", "kiyi", "mawj"]
    assert [c.article_id for c in english.copies] == ["courrier"]
    # Nobody says it in English: the outlet's own words stay.
    only = next(g for g in story_view(ferry(), "en").groups if g.standing == "one")
    assert {p.words.language for p in only.points} == {"ar", "tr"}
    assert story_view(ferry(), "en").timeline[0].words == english.words


def test_one_sentence_does_not_stand_for_two_points_if_another_can() -> None:
    dossier = ferry()
    sheet = dossier.sheet
    twin = structs.replace(sheet.points[0], id="p1b")
    dossier = structs.replace(dossier, sheet=structs.replace(sheet, points=(*sheet.points, twin)))
    first, second = story_view(dossier, "ar").groups[0].points
    assert first.words.language == second.words.language == "ar"
    assert first.words != second.words


def test_the_count_is_one_sentence_that_names_the_origins() -> None:
    summary = summarise(ferry())
    assert (summary.independent_origins, summary.unknown_articles, summary.copies) == (3, 1, 2)
    assert count_sentence(summary, "en") == (
        "3 independent origins (Barid al-Mina, وكالة المرفأ, Kıyı Postası), "
        "1 of unknown origin, 2 copies."
    )
    assert count_sentence(summary, "ar") == (
        "3 مصادر مستقلة (Barid al-Mina، وكالة المرفأ، Kıyı Postası)، "
        "ومقال واحد مجهول المصدر، ومقالان منقولان."
    )


def test_a_story_of_unknown_origin_says_so_once() -> None:
    say = strings.count_sentence_plain
    assert say([], unknown=1, copies=0, language="en") == "No origin is known."
    assert say([], unknown=2, copies=0, language="en") == "No origin is known (2 articles)."
    assert say([], unknown=2, copies=0, language="ar") == "لا مصدر معروف (مقالان)."


def test_every_number_of_the_count_has_its_noun() -> None:
    say = strings.count_sentence_plain
    names = [f"O{n}" for n in range(11)]
    assert say(names[:2], unknown=1, copies=9, language="en") == (
        "2 independent origins (O0, O1), 1 of unknown origin, 9 copies."
    )
    assert say(names[:2], unknown=1, copies=9, language="ar") == (
        "مصدران مستقلان (O0، O1)، ومقال واحد مجهول المصدر، و9 مقالات منقولة."
    )
    assert say(names[:1], unknown=0, copies=1, further=1, language="en") == (
        "1 independent origin (O0), 1 further report of its own, 1 copy."
    )
    assert say(names[:1], unknown=0, copies=1, further=1, language="ar") == (
        "مصدر مستقل واحد (O0)، ومقال آخر منه، ومقال واحد منقول."
    )
    assert say(names[:3], unknown=11, copies=2, further=3, language="ar") == (
        "3 مصادر مستقلة (O0، O1، O2)، و3 مقالات أخرى منها، و11 مقالًا مجهول المصدر، ومقالان منقولان."
    )
    assert say(names, unknown=2, copies=12, further=2, language="ar") == (
        "11 مصدرًا مستقلًّا (O0، O1، O2، O3، O4، O5، O6، O7، و3 غيرها)، ومقالان آخران منها، "
        "ومقالان مجهولا المصدر، و12 مقالًا منقولًا."
    )


def test_a_second_report_of_an_outlets_own_is_no_copy() -> None:
    """Barid al-Mina comes back with a follow-up: one origin still, and no copy more."""
    dossier = ferry()
    first = dossier.reading("barid")
    assert first is not None
    article = structs.replace(first.article, id="barid-2", seen_at=at(50))
    origins = tuple(
        structs.replace(o, article_ids=(*o.article_ids, "barid-2"))
        if "barid" in o.article_ids
        else o
        for o in dossier.origins
    )
    later = structs.replace(first, article=article)
    dossier = structs.replace(dossier, readings=(*dossier.readings, later), origins=origins)
    summary = summarise(dossier)
    assert (summary.article_count, summary.independent_origins, summary.copies) == (7, 3, 2)
    assert summary.further_reports == 1
    assert "3 independent origins" in count_sentence(summary, "en")
    assert "1 further report of their own, 1 of unknown origin, 2 copies" in count_sentence(
        summary, "en"
    )


def test_two_carriers_of_an_agency_nobody_saw_are_one_origin_and_one_copy() -> None:
    dossier = ferry()
    origins = tuple(
        structs.replace(o, kind="agency", name="Agence Rivage", article_ids=("barid", "kiyi"))
        for o in dossier.origins
        if "barid" in o.article_ids
    )
    readings = tuple(r for r in dossier.readings if r.article.id in ("barid", "kiyi"))
    summary = summarise(structs.replace(dossier, readings=readings, origins=origins))
    assert count_sentence(summary, "en") == "1 independent origin (Agence Rivage), 1 copy."


def test_why_here_lists_what_an_article_shares_with_the_nearest() -> None:
    rows = {r.outlet.article_id: r for r in story_view(ferry(), "en").articles}
    assert rows["barid"].opened and not rows["marfa"].opened
    reasons = {b.kind: [w.text for w in b.words] for b in rows["ledger"].because}
    assert reasons == {"places": ["Marsa Nur"], "words": ["نورس"]}, "no name said twice"


def test_the_tree_follows_who_was_made_from_whom() -> None:
    origins = {o.id: o for o in story_view(ferry(), "en").origins}
    agency = origins["o-marfa"].roots[0]
    assert agency.outlet and agency.outlet.article_id == "marfa"
    assert agency.children[0].kinship.kind == "translation"
    assert agency.children[0].children[0].outlet.article_id == "courrier"  # type: ignore[union-attr]
    assert [r.outlet.article_id for r in origins["o-unknown"].roots if r.outlet] == ["mawj"]


def test_an_agency_whose_own_text_was_not_seen_is_a_root_without_article() -> None:
    one = read("one", "Coastline Daily", "en", "A", "First. Second.\n", 0)
    two = read("two", "Quai", "fr", "B", "Premier.\n", 1)
    dossier = Dossier(
        story=Story(id="s", opened_at=at(0), newest_at=at(1), article_ids=("one", "two")),
        readings=(one, two), memberships=(), derivations=(), sheet=Sheet(story_id="s"),
        origins=(Origin(id="o", kind="agency", name="Agence du Phare", article_ids=("one", "two")),),
    )  # fmt: skip
    view = story_view(dossier, "en")
    root = view.origins[0].roots[0]
    assert root.outlet is None and root.name and root.name.text == "Agence du Phare"
    assert [c.kinship.kind for c in root.children] == ["agency", "agency"]
    assert view.summary.origins[0].carriers == 2


def test_articles_derived_in_a_circle_still_make_a_tree() -> None:
    readings = tuple(read(n, n, "en", n, f"Text of {n}.\n", i) for i, n in enumerate("abc"))
    dossier = Dossier(
        story=Story(id="s", opened_at=at(0), newest_at=at(2), article_ids=tuple("abc")),
        readings=readings, memberships=(), sheet=Sheet(story_id="s"),
        derivations=tuple(
            Derivation(article_id=x, source_id=y, kind="edited", share_of_copy=0.8, confidence=0.9)
            for x, y in ("ab", "bc", "ca")
        ),
        origins=(Origin(id="o", kind="outlet", name="a", article_ids=tuple("abc")),),
    )  # fmt: skip
    seen: list[str] = []

    def walk(node: object) -> None:
        seen.append(node.outlet.article_id)  # type: ignore[attr-defined]
        for child in node.children:  # type: ignore[attr-defined]
            walk(child)

    for root in story_view(dossier, "en").origins[0].roots:
        walk(root)
    assert sorted(seen) == ["a", "b", "c"]


def test_the_article_page_has_marks_glosses_and_margin_notes() -> None:
    dossier = ferry()
    view = article_view(dossier.readings[1], "en", dossier=dossier)
    first, second, third = view.paragraphs
    assert [p.text for p in first.pieces if p.time] == ["مساء الخميس"]
    assert [t.value for p in first.pieces for t in p.times_ending] == ["2026-03-12"]
    assert [p.text for p in second.pieces if p.quote] == [
        "«سنحاسب كل من قصّر، ولن ننتظر نهاية التحقيق»"
    ]
    assert [q.speaker for q in second.quotes] == ["نادية حرّوق"]
    assert {w.text for n in second.names for w in n.spellings} == {"نادية حرّوق", "Nadia Harrouk"}
    assert [s.value for n in third.disputes for s in n.others] == ["31"]
    assert "".join(p.text for x in view.paragraphs for p in x.pieces) == MARFA.replace("\n", "")
    change = view.versions[0].changes[0]
    assert (change.old, change.new) == ("12", "17")
    (line,) = view.versions[0].lines
    assert [(x.kind, x.text) for x in line if x.kind != "same"] == [("old", "12"), ("new", "17")]
    assert line[0].text.endswith("عدد المصابين بلغ ")


def test_the_undated_article_is_dated_from_its_story() -> None:
    dossier = ferry()
    view = article_view(dossier.readings[5], "en", dossier=dossier)
    assert view.published is None
    assert view.inferred_day == date(2026, 3, 12)
    assert view.times == ()
    assert story_view(dossier, "en").settled[0].value == "2026-03-12"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Sputnik Arabic", "ar", ("und", "ltr")),
        ("بريد المينا", "en", ("ar", "rtl")),
        ("Портовый вестник", "ru", ("ru", "ltr")),
        ("Kıyı Postası", "tr", ("tr", "ltr")),
    ],
)
def test_a_names_own_script_decides_its_direction(
    text: str, language: str, expected: tuple[str, str]
) -> None:
    words = name_words(text, language)
    assert (words.language, words.direction) == expected


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://a b", 'https://a"b', "", None]
)
def test_only_plain_web_addresses_are_links(url: str | None) -> None:
    assert safe_url(url) is None


def test_arabic_nouns_follow_the_six_plural_forms() -> None:
    said = [strings.count(n, "article", "ar") for n in (0, 1, 2, 3, 10, 11, 99, 100, 103)]
    assert said == [
        "0 مقال", "مقال واحد", "مقالان", "3 مقالات", "10 مقالات", "11 مقالًا", "99 مقالًا",
        "100 مقال", "103 مقالات",
    ]  # fmt: skip
    assert strings.count(1, "article", "en") == "1 article"
    assert strings.count(3, "all-say", "en") == "All three origins say"


def test_arabic_dates_have_both_names_of_the_month() -> None:
    day = date(2026, 3, 12)
    assert wording.day(day, "ar", both=True, weekday=True) == "الخميس 12 آذار/مارس 2026"
    assert wording.day(day, "ar") == "12 مارس 2026"
    assert wording.day(day, "en", weekday=True) == "Thursday 12 March 2026"


@pytest.mark.parametrize(
    ("value", "english", "arabic"),
    [
        ("2025-02-27", "27 February 2025", "27 فبراير 2025"),
        ("2025-02-27T12:05", "27 February 2025 12:05", "27 فبراير 2025 12:05"),
        ("2025-02", "February 2025", "فبراير 2025"),
        ("2025-W09", "24 February – 2 March 2025", "24 فبراير – 2 مارس 2025"),
        ("2025-SU", "summer 2025", "صيف 2025"),
        ("2025-13-45", "2025-13-45", "2025-13-45"),
    ],
)
def test_times_in_words(value: str, english: str, arabic: str) -> None:
    assert wording.timex(value, "en") == english
    assert wording.timex(value, "ar") == arabic


def test_every_text_has_both_languages_and_the_same_places_to_fill() -> None:
    for key, (english, arabic) in strings.TEXTS.items():
        assert english and arabic, key
        holes = [sorted(x.split("}")[0] for x in t.split("{")[1:]) for t in (english, arabic)]
        assert holes[0] == holes[1], key


def test_json_of_a_story_says_what_the_page_says() -> None:
    dossier = ferry()
    record = as_json.story_json(story_view(dossier, "en"))
    json.dumps(record)  # plain values only
    assert record["independent_origins"] == 3
    assert record["headline"]["text"].startswith("Ferry with 214")
    assert record["points"][0]["origins"][1]["name"] == "Barid al-Mina"
    assert record["conflicts"][0]["sides"][0]["value"] == "17"
    assert record["quotations"][0]["renderings"][2]["differing"] == ["coupables seront punis"]
    assert record["settled_dates"][0]["value"] == "2026-03-12"
    assert record["articles"][2]["origin_kind"] == "translation"
    assert record["articles"][2]["origin_url"] == "https://marfa.example/news/1"


def test_the_export_has_articles_stories_and_notices() -> None:
    record = as_json.export_json([ferry(), hostile()], [])
    assert set(record) == {"articles", "stories", "notices"}
    articles = {a["id"]: a for a in record["articles"]}
    marfa = articles["marfa"]
    assert marfa["outlet"] == "وكالة المرفأ"
    assert marfa["published"] == "2026-03-12T17:49:00Z"
    assert marfa["origin_kind"] == "independent"
    assert marfa["story_id"] == "ferry"
    assert marfa["version"] == 2 and marfa["versions"][0]["changes"][0]["new"] == "17"
    assert [d["value"] for d in marfa["dates"]] == ["2026-03-12", "2026-03-13"]
    assert marfa["quotations"][0]["speaker"] == "نادية حرّوق"
    assert articles["mawj"]["outlet"] is None and articles["mawj"]["published"] is None
    assert articles["mawj"]["origin_kind"] == "unknown"
    assert record["stories"][0]["independent_origins"] == 3


def test_of_a_disputed_statement_the_value_itself_is_marked() -> None:
    conflict = story_view(ferry(), "en").conflicts[0]
    marked = [
        [s.text for s in x.segments if s.marked] for side in conflict.sides for x in side.sources
    ]
    assert marked == [["17"], ["31"]]


@pytest.mark.parametrize(
    ("kind", "value", "english", "arabic"),
    [
        ("figure", "17", "17", "17"),
        ("figure", "3 hours", "3 hours", "3 ساعات"),
        ("figure", "≥5", "at least 5", "5 على الأقل"),
        ("figure", "≤3 days", "at most 3 days", "3 أيام على الأكثر"),
        ("figure", "4-5", "4 to 5", "4 إلى 5"),
        ("figure", "2040000000", "2,040,000,000", "2,040,000,000"),
        ("figure", "2.4e+09", "2,400,000,000", "2,400,000,000"),
        ("figure", "≥1.5e+06", "at least 1,500,000", "1,500,000 على الأقل"),
        ("figure", "1e+06-2e+06", "1,000,000 to 2,000,000", "1,000,000 إلى 2,000,000"),
        ("time", "2025-02-18/2025-02-25", "18 February 2025 or 25 February 2025",
         "18 فبراير 2025 أو 25 فبراير 2025"),
        ("polarity", "no", "denies it", "ينفي"),
        ("name", "deliberate", "deliberate", "متعمَّد"),
    ],
)  # fmt: skip
def test_values_of_conflicts_in_words(kind: str, value: str, english: str, arabic: str) -> None:
    assert wording.value(kind, value, "en") == english
    assert wording.value(kind, value, "ar") == arabic


def test_what_a_figure_counts_is_named_in_the_readers_language() -> None:
    assert wording.figure_subject("injured", "ar") == "مصابون"
    assert wording.figure_subject("USD", "en") == "US dollars"
    assert wording.figure_subject("beginning", "ar") == "وقت البدء"
    assert wording.figure_subject("passengers", "en") is None, "a source's words stay"


def hedged(copy_language: str, copy_text: str) -> Dossier:
    """A French report on the word of a source without a name, and an article made from it."""
    text = "L’accord sera signé lundi, selon une source proche du dossier.\n"
    words = span(text, "L’accord sera signé lundi")
    source = read(
        "quai", "Le Quai", "fr", "Accord", text, 0,
        quotes=(
            Quote(
                content=(words,), kind="indirect",
                speaker=Speaker(
                    name="une source proche du dossier", kind="unnamed",
                    span=span(text, "une source proche du dossier"),
                ),
            ),
        ),
    )  # fmt: skip
    copy = read("copy", "Bawaba", copy_language, "Copy", copy_text, 9)
    members = (
        structs.replace(
            member(source, text.strip(), "une source proche du dossier"),
            hedge=span(text, "une source proche du dossier"),
        ),
        Member(place=Place(article_id="copy", start=0, end=len(copy_text.strip()))),
    )
    return with_hedges(Dossier(
        story=Story(id="s", opened_at=at(0), newest_at=at(9), article_ids=("quai", "copy")),
        readings=(source, copy), memberships=(),
        origins=(Origin(id="o", kind="outlet", name="Le Quai", article_ids=("quai", "copy")),),
        derivations=(
            Derivation(article_id="copy", source_id="quai", kind="translation", share_of_copy=0.9, confidence=0.9),
        ),
        sheet=Sheet(
            story_id="s",
            points=(Point(id="p", members=members, origin_ids=("o",), standing="one", first_seen_at=at(0)),),
        ),
    ))  # fmt: skip


def with_hedges(dossier: Dossier) -> Dossier:
    """The dossier with the lost hedges that its points show."""
    sheet = dossier.sheet
    lost = find_lost_hedges(sheet.points, dossier.readings, dossier.derivations)
    return structs.replace(dossier, sheet=structs.replace(sheet, lost_hedges=tuple(lost)))


def test_a_hedge_that_a_translation_lost_is_shown_with_both_sentences() -> None:
    (lost,) = story_view(hedged("ar", "يوقَّع الاتفاق يوم الاثنين.\n"), "en").hedges
    assert lost.hedge.text == "une source proche du dossier"
    assert [s.text for s in lost.source.segments if s.marked] == ["une source proche du dossier"]
    assert "".join(s.text for s in lost.copy.segments) == "يوقَّع الاتفاق يوم الاثنين."
    record = as_json.story_json(story_view(hedged("ar", "يوقَّع الاتفاق يوم الاثنين.\n"), "en"))
    assert record["lost_hedges"][0]["copy"]["outlet"] == "Bawaba"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "يوقَّع الاتفاق يوم الاثنين، بحسب مصدر مطلع.\n"),  # the hedge is carried over
        ("en", "The deal will reportedly be signed on Monday.\n"),
        ("sw", "Mkataba utatiwa saini Jumatatu.\n"),  # a language whose attributions we cannot tell
    ],
)
def test_a_hedge_that_was_kept_or_cannot_be_judged_is_not_called_lost(
    language: str, text: str
) -> None:
    assert story_view(hedged(language, text), "en").hedges == ()


def test_a_deleted_article_is_marked_wherever_it_bears_something() -> None:
    dossier = structs.replace(ferry(), gone={"barid": at(50)})
    view = story_view(dossier, "en")
    assert {a.outlet.article_id for a in view.articles if a.gone_at} == {"barid"}
    sources = [s for g in view.groups for p in g.points for s in p.sources]
    assert {s.outlet.article_id for s in sources if s.gone_at} == {"barid"}
    page = render_story(view, Site(language="en", now=at(60)))
    assert "deleted by the outlet; gone since" in page
    record = as_json.story_json(view)
    assert [a["gone_at"] for a in record["articles"] if a["gone_at"]] == ["2026-03-12T18:37:00Z"]


def test_a_point_says_on_whose_word_and_where_it_was_first_seen() -> None:
    points = {p.id: p for g in story_view(ferry(), "en").groups for p in g.points}
    assert points["p1"].first_outlet and points["p1"].first_outlet.article_id == "barid"
    assert points["p1"].first_seen_at == at(0)


def test_a_speaker_is_named_as_the_reader_can_read_it() -> None:
    english, arabic = (story_view(ferry(), language).said[0] for language in ("en", "ar"))
    assert english.speaker and english.speaker.text == "Nadia Harrouk"
    assert arabic.speaker and arabic.speaker.text == "نادية حرّوق"
    assert [w.text for w in english.spellings] == ["نادية حرّوق"]


def test_changes_that_stand_near_one_another_are_shown_in_one_line() -> None:
    dossier = ferry()
    text = dossier.readings[1].article.text
    seventeen, health = text.index("17"), text.index("مديرية الصحة")
    changes = (
        TextChange(old="12", new="17", old_start=0, new_start=seventeen, kinds=("figure",)),
        TextChange(old="وزارة", new="مديرية", old_start=0, new_start=health, kinds=("name",)),
    )
    change = structs.replace(
        dossier.versions[0], changes=changes, title_changed=True, old_title="ق", new_title="ج"
    )
    dossier = structs.replace(dossier, versions=(change,))
    (version,) = article_view(dossier.readings[1], "en", dossier=dossier).versions
    (line,) = version.lines
    assert [x.text for x in line if x.kind == "old"] == ["وزارة", "12"]
    assert (version.old_title, version.new_title) == ("ق", "ج")
    gone_on = structs.replace(changes[0], new="19")  # the text was changed again since
    dossier = structs.replace(dossier, versions=(structs.replace(change, changes=(gone_on,)),))
    (version,) = article_view(dossier.readings[1], "en", dossier=dossier).versions
    assert [[x.text for x in line] for line in version.lines] == [["12", "19"]]


def test_a_hedge_is_lost_in_one_language_only_where_the_same_sentence_stands_without_it() -> None:
    told = "The deal will be signed on Monday in the capital"
    text = f"{told}, a source close to the talks said. Both sides are content.\n"
    quote = Quote(
        content=(span(text, told),), kind="indirect",
        speaker=Speaker(
            name="a source close to the talks", kind="unnamed",
            span=span(text, "a source close to the talks"),
        ),
    )  # fmt: skip
    source = read("one", "Northline", "en", "Deal", text, 0, quotes=(quote,))

    def hedges(copy_text: str, sentence: str) -> int:
        copy = read("two", "Daily Lantern", "en", "Deal", copy_text, 9)
        point = Point(
            id="p", members=(
                structs.replace(
                    member(source, told),
                    hedge=hedge_of(source.annotations.quotes, Place(article_id="one", start=0, end=len(told))),
                ),
                member(copy, sentence),
            ),
            origin_ids=("o",), standing="one", first_seen_at=at(0),
        )  # fmt: skip
        dossier = Dossier(
            story=Story(id="s", opened_at=at(0), newest_at=at(9), article_ids=("one", "two")),
            readings=(source, copy), memberships=(), sheet=Sheet(story_id="s", points=(point,)),
            origins=(Origin(id="o", kind="outlet", name="Northline", article_ids=("one", "two")),),
            derivations=(
                Derivation(article_id="two", source_id="one", kind="edited", share_of_copy=0.8, confidence=0.9),
            ),
        )  # fmt: skip
        return len(story_view(with_hedges(dossier), "en").hedges)

    assert hedges(f"{told}.\n", f"{told}.") == 1
    other = "Both sides are content."
    assert hedges(f"{other} {told}, a source close to the talks said.\n", other) == 0
    assert hedges(f"{other}\n", other) == 0, "another sentence, not the same one without its hedge"


def test_a_development_about_a_place_names_it_as_a_source_does() -> None:
    dossier = ferry()
    development = structs.replace(
        dossier.developments[2], kind="disputed", values={"old": "place:nowhere-town", "new": "~mrs nr"}
    )  # fmt: skip
    (brief,) = story_view(structs.replace(dossier, developments=(development,)), "en").developments
    assert brief.values["old"] == "Nowhere Town", "an identity is nothing for readers"
    assert brief.values["new"] in {"مرسى النور", "Marsa Nur"}


def test_a_wording_carried_to_the_letter_is_shown_once_with_its_carriers() -> None:
    dossier = ferry()
    group = dossier.sheet.quotes[0]
    again = structs.replace(group.renderings[0])  # the same words, in the same outlet or another
    sheet = structs.replace(
        dossier.sheet, quotes=(structs.replace(group, renderings=(*group.renderings, again)),)
    )
    said = story_view(structs.replace(dossier, sheet=sheet), "en").said[0]
    assert len(said.renderings) == 4, "data keep every one"
    shown = [(r.language, [o.article_id for o in others]) for r, others in said.distinct]
    assert shown == [("ar", ["marfa"]), ("en", []), ("fr", [])]
