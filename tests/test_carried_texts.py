"""One agency's report through many hands and languages, and others' reports of the same event.

Texts of ``carried_texts.toml`` are read as pages are, so that language, sentences, names and
vectors are those of the real way.
"""

from __future__ import annotations

import random
import tomllib
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import regex

from tawatur.embed import default_encoder
from tawatur.model import Derivation, Hints, Page, Reading
from tawatur.origins import origin_graph
from tawatur.reading import read_page
from tawatur.trace import CopyIndex, copy_groups, settle_origins, trace_article

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
TEXTS = tomllib.loads((Path(__file__).parent / "carried_texts.toml").read_text("utf-8"))
LANGUAGES = list(TEXTS["wire"])
UNSPACED = ("zh", "ja", "th")


def wire(language: str) -> list[str]:
    sentences: list[str] = TEXTS["wire"][language]["sentences"]
    return sentences


def own(language: str) -> list[str]:
    sentences: list[str] = TEXTS["own"][language]["sentences"]
    return sentences


def read(outlet: str, title: str, sentences: Sequence[str], language: str, minute: int) -> Reading:
    between = "" if language in ("zh", "ja") else " "
    body = [between.join(sentences[n : n + 2]) for n in range(0, len(sentences), 2)]
    page = Page(
        name=outlet,
        url=f"https://{minute}.{language}.example/news",
        body=b"",
        media_type="application/json",
        seen_at=NOON + timedelta(minutes=minute),
        hints=Hints(title=title, text="\n\n".join(body), outlet=outlet, language=language),
    )
    reading = read_page(page)
    assert isinstance(reading, Reading)
    return reading


@cache
def source(language: str) -> Reading:
    return read(f"Wire {language}", TEXTS["wire"][language]["title"], wire(language), language, 0)


@cache
def report(language: str) -> Reading:
    title = TEXTS["own"][language]["title"]
    return read(f"Own {language}", title, own(language), language, 30)


def carrier(sentences: Sequence[str], language: str, title: str = "") -> Reading:
    title = title or TEXTS["wire"][language]["title"]
    return read(f"Carrier {language}", title, sentences, language, 60)


def traced(copy: Reading, *sources: Reading) -> list[Derivation]:
    return trace_article(copy, sources, default_encoder().encode)


def copied(copy: Reading, of: Reading) -> Derivation:
    """The one derivation, found by the index as well; its passages say the same on both sides."""
    index = CopyIndex()
    index.add(of)
    assert index.candidates(copy) == [of.article.id]
    [found] = traced(copy, of)
    assert (found.article_id, found.source_id) == (copy.article.id, of.article.id)
    for p in found.passages:
        there, here = (
            regex.findall(r"\w+", text[start:end])
            for text, start, end in (
                (of.article.text, p.source_start, p.source_end),
                (copy.article.text, p.start, p.end),
            )
        )
        assert there and here
    return found


# ------------------------------------------------------------------ the same language


@pytest.mark.parametrize("language", LANGUAGES)
def test_copies_of_every_kind_in_every_script(language: str) -> None:
    text, of = wire(language), source(language)
    for sentences in (
        text,
        text[:4],  # cut
        text[3:7],
        [*text[:1], text[2], text[5], text[8]],  # every other paragraph
        [*text[5:], *text[:5]],  # turned round
    ):
        whole = copied(carrier(sentences, language), of)
        assert whole.kind == "verbatim" and whole.share_of_copy > 0.95
    other_headline = copied(carrier(text, language, title=text[4][:70]), of)
    assert other_headline.kind == "verbatim"
    other_figures = [s.replace("14", "17").replace("600", "750") for s in text]
    assert copied(carrier(other_figures, language), of).kind in ("verbatim", "edited")
    if language not in UNSPACED:
        edited = [" ".join(w for n, w in enumerate(s.split()) if n % 9 != 5) for s in text]
        assert copied(carrier(edited, language), of).kind in ("verbatim", "edited")


@pytest.mark.parametrize("language", list(TEXTS["own"]))
def test_the_share_is_that_of_the_copy(language: str) -> None:
    text, more, of = wire(language), own(language), source(language)
    gone_on = copied(carrier([*text, *more[:3]], language), of)
    assert gone_on.kind == "edited" and 0.6 < gone_on.share_of_copy < 0.9
    added = " ".join(
        carrier([*text, *more[:3]], language).article.text[s.start : s.end] for s in gone_on.added
    )
    assert more[1][:20] in added and text[1][:20] not in added
    with_a_part = copied(carrier([*more, *text[:3]], language), of)
    assert with_a_part.kind == "partial" and 0.15 < with_a_part.share_of_copy < 0.5
    assert traced(report(language), of) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Grain train derails near Lindava, nobody hurt, railway company says."),
        ("ar", "خروج قطار محمل بالحبوب عن القضبان قرب ليندافا دون وقوع إصابات."),
        ("ja", "速報：リンダバ近郊で穀物列車が脱線、けが人なし。"),
        ("th", "ด่วน รถไฟขนธัญพืชตกรางใกล้เมืองลินดาวา ไม่มีผู้ได้รับบาดเจ็บ"),
    ],
)
def test_a_flash_of_one_sentence(language: str, sentence: str) -> None:
    first = read("Wire", "", [sentence], language, 0)
    assert copied(read("Carrier", "", [sentence], language, 5), first).kind == "verbatim"


def _pointed(text: str) -> str:
    dice = random.Random(2)
    return regex.sub(r"(\p{Arabic})(?=\p{Arabic})", lambda m: m[1] + dice.choice("ًَُِّْ"), text)


def _drawn_out(text: str) -> str:
    return regex.sub("([بتثجحخسشصضطظعغفقكلمنهي])(?=[بتحسعمنهي])", "\\1ـ", text)


_FORMS = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0xFE80, 0xFEFD)}
DISGUISES = {
    "pointed": ("ar", _pointed),
    "drawn out": ("ar", _drawn_out),
    "presentation forms": ("ar", lambda t: "".join(_FORMS.get(c, c) for c in t)),
    "other digits": ("ar", lambda t: t.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))),
    "marks of direction": ("ar", lambda t: " ".join(f"\u200f{w}\u200e" for w in t.split(" "))),
    "Arabic letters in Persian": ("fa", lambda t: t.replace("ی", "ي").replace("ک", "ك")),
    "vowel points": ("he", lambda t: regex.sub(r"(\p{Hebrew})", "\\1\u05b8", t)),
    "soft hyphens": ("de", lambda t: regex.sub(r"(\w{4})(?=\w{3})", "\\1\u00ad", t)),
    "spaces of no width": ("ru", lambda t: regex.sub(r"(\w{2})(?=\w)", "\\1\u200b", t)),
    "letters of another alphabet": (
        "en",
        lambda t: t.translate(str.maketrans("aeopcxy", "аеорсху")),
    ),
    "capitals": ("en", str.upper),
    "wide letters": (
        "en",
        lambda t: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t),
    ),
    "accents apart": ("fr", lambda t: unicodedata.normalize("NFD", t)),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_copy_in_disguise(disguise: str) -> None:
    language, change = DISGUISES[disguise]
    found = copied(carrier([change(s) for s in wire(language)], language), source(language))
    assert found.kind in ("verbatim", "edited") and found.share_of_copy > 0.8


def test_a_text_stitched_from_two_has_a_part_from_each_and_no_origin_of_its_own() -> None:
    stitched = carrier([*wire("en")[:5], *own("en")[:5]], "en")
    links = traced(stitched, source("en"), report("en"))
    assert [d.kind for d in links] == ["partial", "partial"]
    assert sum(d.share_of_copy for d in links) == pytest.approx(1, abs=0.05)
    articles = [source("en"), report("en"), stitched]
    assert [o.name for o in settle_origins(articles, links)] == ["Wire en", "Own en"]
    groups = copy_groups([r.article.id for r in articles], links)
    assert (
        len(set(groups.values())) == 3
    )  # two reports are not of one text because a third has both


# ------------------------------------------------------------------ on whose word


HANDOUT = [
    "The ministry of works in Ardenia will resurface 42 kilometres of the coastal road between Marsala and Kostel this summer.",
    "Work begins on 3 May at the Marsala end and is to be finished before the schools open in September, the ministry said in a statement.",
    "Traffic will be led over one lane during the day, and the road will be closed between midnight and five in the morning.",
    "The contract, worth 18 million, went to a consortium of three local companies after a tender in which nine firms took part.",
    "The minister, Tomas Velk, said that the road had last been repaired in 2009 and that 11,000 vehicles used it every day.",
]


def test_one_statement_in_the_wording_of_two_newsrooms_is_one_origin() -> None:
    """Neither carries the other as a whole, but what they say is one voice's."""
    first = read("Coast News", "Coastal road to be resurfaced", HANDOUT, "en", 0)
    reworded = [
        "Drivers must be patient: the coastal road between Marsala and Kostel gets a new surface on 42 kilometres.",
        "Machines roll in on 3 May at the Marsala end and are to be finished before the schools open in September, it was announced yesterday.",
        "Traffic will be led over one lane during the day, and nobody will pass before five in the morning.",
        "Eighteen million go to a consortium of three local companies; nine firms had tendered, some of them foreign.",
        "Velk, who is minister, recalled that the road had last been repaired in 2009, when hardly anybody drove there.",
    ]
    second = read("Island Echo", "Machines on the coast from May", reworded, "en", 40)
    [found] = traced(second, first)
    assert found.kind == "partial" and 0.4 <= found.share_of_copy < 0.6
    [origin] = settle_origins([first, second], [found])
    assert origin.name == "Coast News"
    # A paragraph of it in a report of one's own is a dependence, and the report its own origin.
    own_report = [*own("en"), HANDOUT[1], HANDOUT[2]]
    third = read("Bay Post", "Roads and rails", own_report, "en", 50)
    links = traced(third, first)
    assert [d.kind for d in links] == ["partial"]
    assert len(settle_origins([first, third], links)) == 2


@pytest.mark.parametrize(
    ("language", "lead", "agency"),
    [
        ("ar", "ذكرت وكالة أنباء الأناضول أن قطار حبوب خرج عن القضبان قرب بلدة ليندافا ليل الاثنين.", "Anadolu Agency"),
        ("ar", "قال مدير الميناء لوكالة رويترز إن الخط سيبقى مغلقا حتى نهاية الأسبوع.", "Reuters"),
        ("en", 'The line will stay closed until the weekend, the head of the port, Marko Vidal, told Reuters on Tuesday.', "Reuters"),
        ("fr", "Un train a déraillé près de Lindava, a rapporté l'AFP, citant la police.", "Agence France-Presse"),
        ("de", "Ein Zug ist bei Lindava entgleist, wie die Nachrichtenagentur dpa meldet.", "dpa"),
        ("ar", "خرج القطار عن القضبان قرب بلدة ليندافا، وفق ما أفادت به وكالة فرانس برس.", "Agence France-Presse"),
        ("ru", "Как сообщает агентство ТАСС, поезд с зерном сошёл с рельсов близ города Линдава.", "TASS"),
    ],
)  # fmt: skip
def test_a_report_led_by_an_agencys_word_rests_on_the_agency(
    language: str, lead: str, agency: str
) -> None:
    """Two papers tell in their own words what one agency reported: one origin, never seen."""
    more = {
        "ar": "والقطار كان في طريقه إلى ميناء كوستيل محملا بالقمح حين وقع الحادث.",
        "ru": "Служба ремонта работает на месте, движение обещают открыть к выходным.",
        "en": "Repair crews were working through the night on the bridge over the river.",
        "fr": "Les équipes de réparation ont travaillé toute la nuit sur le pont.",
        "de": "Die Reparaturtrupps arbeiteten die ganze Nacht auf der Brücke.",
    }[language]
    one = read("Bay Post", "", [lead, more], language, 0)
    two = read("Hill Courier", "", [f"{lead} ", own(language)[1], own(language)[4]], language, 9)
    origins = settle_origins([one, two], [])
    assert [(o.kind, o.name, len(o.article_ids)) for o in origins] == [("agency", agency, 2)]
    graph = origin_graph([one, two], [], origins)
    assert {(e.source.split(":")[0], e.kind) for e in graph.edges} == {("agency", "credit")}
    assert all(e.evidence[0].text and e.evidence[0].text in lead for e in graph.edges)


# ------------------------------------------------------------------ other languages


RING = list(zip(LANGUAGES, LANGUAGES[1:] + LANGUAGES[:1], strict=True))


@pytest.mark.parametrize(("language", "from_language"), RING)
def test_a_translation_from_any_language_into_any(language: str, from_language: str) -> None:
    found = copied(carrier(wire(language), language), source(from_language))
    assert found.kind == "translation" and found.share_of_copy > 0.9
    assert not found.added


CUT_PAIRS = [("ar", "en"), ("en", "ru"), ("tr", "ar"), ("fr", "zh"), ("fa", "en"), ("he", "fr"),
             ("hi", "en"), ("uk", "tr"), ("id", "es"), ("ja", "ru"), ("ur", "ar")]  # fmt: skip


@pytest.mark.parametrize(("language", "from_language"), CUT_PAIRS)
def test_a_translation_cut_thinned_or_gone_on_with(language: str, from_language: str) -> None:
    text, of = wire(language), source(from_language)
    for part in (text[:5], text[1:6], [text[0], text[2], text[5], text[6], text[9]]):
        found = copied(carrier(part, language), of)
        assert found.kind == "translation" and found.share_of_copy > 0.8
    if language in TEXTS["own"]:
        more = own(language)[3:7]
        found = copied(carrier([*text, *more], language), of)
        assert found.kind == "translation" and 0.55 < found.share_of_copy < 0.95
        assert found.added


@pytest.mark.parametrize("language", ["ru", "tr", "zh"])
def test_a_translation_stitched_from_two_has_a_part_from_each(language: str) -> None:
    stitched = carrier([*wire(language)[:8], *own(language)[:8]], language)
    links = traced(stitched, source("en"), report("en"))
    assert {(d.source_id, d.kind) for d in links} == {
        (source("en").article.id, "partial"),
        (report("en").article.id, "partial"),
    }
    origins = settle_origins([source("en"), report("en"), stitched], links)
    assert [o.name for o in origins] == ["Wire en", "Own en"]


def test_sentences_merged_and_parted_by_the_translator() -> None:
    arabic = wire("ar")
    merged = [
        f"{arabic[0].rstrip('.')}، {arabic[1].removeprefix('و')}",
        *arabic[2:4],
        *(part.strip() + "." for part in arabic[5].rstrip(".").split("،")),
        *arabic[6:],
    ]
    found = copied(carrier(merged, "ar"), source("en"))
    assert found.kind == "translation" and found.share_of_copy > 0.85


@pytest.mark.parametrize("language", list(TEXTS["own"]))
def test_another_reporter_in_another_language_has_translated_nobody(language: str) -> None:
    others = [source(other) for other in ("en", "ar", "ru", "fr") if other != language]
    others += [report(other) for other in ("en", "ru") if other == "fr" != language]
    assert traced(report(language), *others) == []


def test_a_translation_of_a_translation_and_back() -> None:
    """English agency, Arabic translation, a Turkish one of that, and back into English."""
    english = source("en")
    chain = [
        read("صحيفة", "قطار الحبوب", wire("ar"), "ar", 20),
        read("Gazete", "Tahıl treni", wire("tr"), "tr", 60),
        read("Back Post", "A train of grain", [s.replace("train", "rail convoy").replace("said", "stated").replace("week", "weekend") for s in wire("en")], "en", 90),
    ]  # fmt: skip
    known, links = [english], []
    for reading in chain:
        links += traced(reading, *known)
        known.append(reading)
    [origin] = settle_origins(known, links)
    assert origin.name == "Wire en" and len(origin.article_ids) == 4
    nodes = {n.article_id: n for n in origin_graph(known, links, [origin]).nodes}
    assert all(nodes[r.article.id].depth for r in chain)


RETOLD = {
    "en": [
        "A train that carried grain left the rails near Lindava late on Monday and cut the only line to the port of Kostel, Wire en reports.",
        "No one was injured, though 14 of its 32 wagons derailed and four ended up in the Mirna river.",
        "According to Wire en, the accident occurred around 11:40 p.m. on a bridge dating from 1962.",
        "The driver felt a heavy blow before the first wagon overturned, and about 600 tonnes of wheat spilled.",
        "Minister Irena Dolsak promised on Tuesday to reopen the line by the weekend.",
    ],
    "ar": [
        "أفادت صحيفة Wire ar بأن قطارا ينقل الحبوب انحرف عن سكته بالقرب من ليندافا في ساعة متأخرة من مساء الاثنين فتوقفت الحركة على الخط الوحيد إلى ميناء كوستيل.",
        "ولم تسجل إصابات، لكن 14 عربة من أصل 32 خرجت عن السكة وانتهت أربع منها إلى مياه نهر ميرنا.",
        "وبحسب صحيفة Wire ar فإن الحادث جرى قرابة الساعة 11:40 مساء فوق جسر يعود إلى عام 1962.",
        "وأحس السائق بضربة شديدة قبل أن تنقلب أول عربة، وانسكب من القطار زهاء 600 طن من القمح.",
        "وتعهدت الوزيرة إيرينا دولشاك الثلاثاء بأن يفتح الخط من جديد قبل نهاية الأسبوع.",
    ],
}


@pytest.mark.parametrize("language", list(RETOLD))
def test_who_retells_a_paper_that_no_table_knows_and_adds_nothing_has_rewritten_it(
    language: str,
) -> None:
    told = read(f"Courier {language}", "", RETOLD[language], language, 60)
    found = copied(told, source(language))
    assert found.kind == "rewrite" and found.share_of_copy >= 0.8
    assert len(settle_origins([source(language), told], [found])) == 1
    silent = [s.replace(f"Wire {language}", "Bay Post") for s in RETOLD[language]]
    unnamed = read(f"Courier {language}", "", silent, language, 60)
    assert all(d.kind == "partial" for d in traced(unnamed, source(language)))


def page(outlet: str, paragraphs: Sequence[str], *, days: int = 0, minutes: int = 0) -> Page:
    return Page(
        name=outlet,
        url=f"https://{outlet.split()[0].lower()}.example/news",
        body=b"",
        media_type="application/json",
        seen_at=NOON + timedelta(days=days, minutes=minutes),
        hints=Hints(
            title=paragraphs[0], text="\n\n".join(paragraphs), outlet=outlet, language="en"
        ),
    )


def test_a_year_old_report_printed_again_is_a_copy_of_it(tmp_path: Path) -> None:
    """Its story closed long ago: the archive finds the text, and the count names who wrote it."""
    from tawatur.pipeline import Desk
    from tawatur.publish.html import render_story
    from tawatur.publish.phrases import count_sentence
    from tawatur.publish.site import Site
    from tawatur.publish.views import story_view
    from tawatur.store import SqliteStore

    with SqliteStore(tmp_path / "archive.db") as store, Desk(store) as desk:
        desk.take([page("Coast News", wire("en")), page("Bay Post", HANDOUT, days=100)])
        desk.take([page("Island Echo", wire("en"), days=365)])
        newest = max(store.stories(), key=lambda s: s.newest_at)
        dossier = store.dossier(newest.id)
        assert dossier is not None and len(dossier.readings) == 1
        [origin] = dossier.origins
        assert (origin.kind, origin.name) == ("outlet", "Coast News")
        view = story_view(dossier, "en")
        assert count_sentence(view.summary, "en") == "1 independent origin (Coast News)."
        [row] = view.articles
        assert row.kinship.kind == "verbatim" and row.kinship.source_name
        assert row.kinship.source_name.text == "Coast News"
        assert [(e.source.name and e.source.name.text, e.kind) for e in view.edges] == [
            ("Coast News", "verbatim")
        ]
        for language in ("en", "ar"):
            site = Site(language=language, now=NOON + timedelta(days=366))
            assert "Coast News" in render_story(story_view(dossier, language), site)


def test_a_paragraph_taken_over_speaks_for_its_source_and_not_for_the_article() -> None:
    """Two papers of their own beside an agency: what one of them has from it confirms nothing."""
    from tawatur.dossiers import compare

    with_a_part = [*own("en"), *wire("en")[3:6]]
    dossier, failures = compare(
        [page("Wire", wire("en")), page("Coast News", with_a_part, minutes=40)]
    )
    assert dossier is not None and not failures
    assert [o.name for o in dossier.origins] == ["Wire", "Coast News"]
    texts = {r.article.id: r.article.text for r in dossier.readings}
    spilled = [
        point
        for point in dossier.sheet.points
        if any("600 tonnes" in texts[m.place.article_id][m.place.start : m.place.end] for m in point.members)
    ]  # fmt: skip
    assert spilled
    for point in spilled:
        assert len(point.members) == 2 and len(point.origin_ids) == 1 and point.standing == "one"
