"""Copies, translations and what independent origins remain. All texts and outlets are invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tawatur.annotate.sentences import split_sentences
from tawatur.embed import article_text_for_vector, default_encoder, to_vector
from tawatur.model import (
    Annotations,
    Article,
    Credit,
    Derivation,
    Finding,
    Page,
    Passage,
    Quote,
    Reading,
    Span,
)
from tawatur.origins import main_sources
from tawatur.text import folded_words
from tawatur.trace import (
    CopyIndex,
    archive_prints,
    copy_groups,
    settle_origins,
    trace_article,
)
from tawatur.trace.passages import shared_runs
from tawatur.trace.translations import align_in_order
from tawatur.trace.words import words_in

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)

WIRE = """A passenger ferry ran aground off the island of Marsala on Tuesday morning with 214 people on board.
Coast guard boats brought all passengers ashore within three hours, the harbour master said.
Eleven people were treated for bruises and two for hypothermia at the hospital in the port.
The captain told investigators that the steering had failed shortly after the ship left the channel.
Divers will inspect the hull before the vessel is towed to the mainland on Thursday.
The ferry line has suspended the route and offered to refund all tickets sold for this week."""

WIRE_AR = """جنحت عبارة ركاب قبالة جزيرة مرسالا صباح الثلاثاء وعلى متنها 214 شخصا.
ونقلت قوارب خفر السواحل جميع الركاب إلى الشاطئ خلال ثلاث ساعات، بحسب مدير الميناء.
وعولج أحد عشر شخصا من كدمات واثنان من انخفاض حرارة الجسم في مستشفى الميناء.
وقال القبطان للمحققين إن جهاز التوجيه تعطل بعد وقت قصير من مغادرة السفينة القناة.
وسيفحص غواصون هيكل السفينة قبل قطرها إلى البر الرئيسي يوم الخميس.
وعلقت شركة العبارات الخط وعرضت رد ثمن جميع التذاكر المباعة لهذا الأسبوع."""

OWN = """Rescuers pulled families from a stranded ship near Marsala after it struck a sandbank at dawn.
Our reporter saw lifeboats shuttle between the beach and the listing vessel until noon.
Passengers described a loud bang, then darkness on the lower deck and a long wait for news.
The regional governor promised an inquiry and thanked the fishermen who had come to help.
Hotels on the waterfront opened their rooms to those who had lost their luggage."""

OTHER = """The finance ministry cut its growth forecast for the year to two percent on Tuesday.
Officials blamed weak exports and a dry winter that had hurt the grain harvest.
The central bank meets next week and is expected to leave its main rate where it is."""


def reading(
    name: str,
    text: str,
    *,
    language: str = "en",
    outlet: str | None = "The Quay Gazette",
    title: str | None = None,
    minutes: int = 0,
    credits: Sequence[Credit] = (),
    quotes: Sequence[Quote] = (),
) -> Reading:
    at = NOON + timedelta(minutes=minutes)
    encoder = default_encoder()
    row = encoder.encode([article_text_for_vector(title, text)], [language])[0]
    return Reading(
        article=Article(
            id=name,
            url=None,
            page_name=name,
            seen_at=at,
            title=Finding(value=title, where="record", confidence=1.0) if title else None,
            outlet=Finding(value=outlet, where="record", confidence=1.0) if outlet else None,
            text=text,
            raw_text=text,
            credits=tuple(credits),
        ),
        annotations=Annotations(
            language=language,
            language_confidence=1.0,
            direction="ltr",
            sentences=split_sentences(text, language),
            quotes=tuple(quotes),
        ),
        vector=to_vector(row, encoder.model),
    )


def encode(texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
    return default_encoder().encode(texts, languages)


def no_encoding(texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
    raise AssertionError("sentences were encoded for a pair that the cheap gates decide")


def agency(agency_id: str, text: str) -> Credit:
    return Credit(kind="credit", text=text, agency=agency_id)


# ------------------------------------------------------------------ same language


def test_a_verbatim_copy_with_another_outlets_furniture() -> None:
    source = reading("wire", WIRE, outlet="Marsala Wire")
    copy = reading("copy", WIRE + "\nFollow us for more.", outlet="Island Echo", minutes=9)
    [found] = trace_article(copy, [source], no_encoding)
    assert (found.article_id, found.source_id, found.kind) == ("copy", "wire", "verbatim")
    assert found.share_of_copy > 0.95
    [added] = found.added
    assert copy.article.text[added.start : added.end] == "Follow us for more"
    assert "words stand in the source word by word" in found.evidence[0]


def test_a_lightly_edited_and_cut_copy_keeps_its_passages() -> None:
    lines = WIRE.splitlines()
    edited = "\n".join([lines[0].replace("ran aground", "has run aground"), lines[1], lines[3]])
    copy = reading("copy", edited, outlet="Island Echo", minutes=30)
    source = reading("wire", WIRE, outlet="Marsala Wire")
    [found] = trace_article(copy, [source], no_encoding)
    assert found.kind in ("edited", "verbatim") and found.share_of_copy > 0.85
    for passage in found.passages:
        assert passage.end > passage.start and passage.source_end > passage.source_start
    # The share is that of the copy: half of the wire's text makes all of the copy.
    assert len(edited) < 0.6 * len(WIRE)


def test_a_text_stitched_from_two_wires_is_partly_from_each() -> None:
    second = reading("second", OWN, outlet="Coast News")
    first = reading("first", WIRE, outlet="Marsala Wire")
    stitched = "\n".join([*WIRE.splitlines()[:3], *OWN.splitlines()[1:4]])
    found = trace_article(reading("both", stitched, minutes=60), [first, second], no_encoding)
    assert {d.source_id for d in found} == {"first", "second"}
    assert sum(d.share_of_copy for d in found) > 0.9


def test_a_shared_quotation_is_no_copy() -> None:
    words = (
        '"We searched every cabin twice and we are certain that nobody was left on board, and I '
        'want to thank the crews of the four fishing boats who reached the ferry before anybody else did"'
    )
    a_text = f"{words}, the harbour master told reporters in Marsala. " + OTHER.splitlines()[0]
    b_text = f"A stranded ferry was emptied by noon, and children were first to leave it. {words}, he said. {OWN}"

    def quoted(text: str) -> list[Quote]:
        start = text.index(words)
        return [
            Quote(content=(Span(start=start, end=start + len(words)),), kind="direct", speaker=None)
        ]

    a = reading("a", a_text + OWN.splitlines()[3], quotes=quoted(a_text))
    b = reading("b", b_text.replace(OWN.splitlines()[3], ""), quotes=quoted(b_text), minutes=5)
    assert trace_article(b, [a], no_encoding) == []


def test_independent_reports_of_one_event_are_not_derived() -> None:
    assert trace_article(reading("own", OWN, minutes=5), [reading("wire", WIRE)], no_encoding) == []


def test_credit_turns_the_direction_round() -> None:
    """A carrier seen before the agency's own page is still the copy."""
    carrier = reading(
        "carrier", WIRE, outlet="Island Echo", credits=[agency("reuters", "(Reuters)")]
    )
    original = reading("original", WIRE, outlet="Reuters", minutes=20)
    [found] = trace_article(original, [carrier], no_encoding)
    assert (found.article_id, found.source_id) == ("carrier", "original")
    assert any("credits the source: Reuters" in line for line in found.evidence)


# ------------------------------------------------------------------ other languages


def test_a_translation_is_found_by_its_sentences() -> None:
    source = reading("wire", WIRE, outlet="Marsala Wire")
    translated = reading("translated", WIRE_AR, language="ar", outlet="صدى الجزيرة", minutes=40)
    [found] = trace_article(translated, [source], encode)
    assert (found.article_id, found.source_id, found.kind) == ("translated", "wire", "translation")
    assert found.share_of_copy > 0.7
    assert "sentences of the source in like order" in found.evidence[0]


def test_an_independent_report_in_another_language_is_no_translation() -> None:
    own = reading("own", OWN)
    translated = reading("ar", WIRE_AR, language="ar", minutes=40)
    assert [
        d.kind for d in trace_article(translated, [own], encode) if d.kind == "translation"
    ] == []


RETOLD_FR = """Un ferry s'est échoué mardi près de l'île de Marsala avec 214 personnes à bord, rapporte Marsala Wire.
Tous les voyageurs ont été ramenés à terre en trois heures par les garde-côtes.
Toujours selon Marsala Wire, onze personnes légèrement contusionnées et deux autres en hypothermie ont reçu des soins.
Le commandant évoque une panne de la barre, survenue peu après la sortie du chenal.
Des plongeurs doivent examiner la coque avant le remorquage prévu jeudi."""


def test_who_names_the_source_and_tells_it_in_other_words_has_rewritten_it() -> None:
    source = reading("wire", WIRE, outlet="Marsala Wire")
    retold = reading("retold", RETOLD_FR, language="fr", outlet="Le Phare", minutes=40)

    [found] = trace_article(retold, [source], encode)
    assert (found.source_id, found.kind) == ("wire", "rewrite")


def test_another_event_is_not_even_encoded() -> None:
    assert (
        trace_article(
            reading("x", OTHER, minutes=1), [reading("ar", WIRE_AR, language="ar")], no_encoding
        )
        == []
    )


# ------------------------------------------------------------------ candidates


def test_the_index_finds_short_copies_of_long_texts_and_forgets() -> None:
    index = CopyIndex()
    for name, text in (("wire", WIRE), ("own", OWN), ("other", OTHER)):
        index.add(reading(name, text))
    part = reading("part", " ".join(WIRE.splitlines()[2:4]), minutes=5)
    assert index.candidates(part) == ["wire"]
    index.forget("wire")
    assert index.candidates(part) == []
    index.forget("never seen")


def test_the_index_finds_translations_by_vector() -> None:
    index = CopyIndex()
    index.add(reading("wire", WIRE))
    index.add(reading("other", OTHER))
    assert index.candidates(reading("ar", WIRE_AR, language="ar")) == ["wire"]


@given(st.lists(st.sampled_from("abcdefghij"), min_size=12, max_size=80), st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_any_run_of_twelve_words_is_found(tail: list[str], cut: int) -> None:
    """The promise of winnowing: texts that share twelve words in a row share a fingerprint."""
    shared = [f"w{n}" for n in range(12)]
    one = [*tail[: cut % len(tail)], *shared, *tail]
    other = ["x", "y", *shared, "z"]
    one_prints, other_prints = (words_in(" ".join(text)).prints for text in (one, other))
    assert set(one_prints.tolist()) & set(other_prints.tolist())


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=40),
    st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=40),
)
@settings(max_examples=60, deadline=None)
def test_runs_are_truly_shared_and_do_not_overlap(copy: list[str], source: list[str]) -> None:
    at = 0
    for run in shared_runs(words_in(" ".join(copy)), words_in(" ".join(source))):
        assert run.start >= at
        assert copy[run.start : run.end] == source[run.source : run.source_end]
        at = run.end


def test_odd_texts_harm_nothing() -> None:
    index = CopyIndex()
    for name, text in (
        ("empty", ""),
        ("one", "word"),
        ("marks", "\u064b\u064b 🙂 \u200f"),
        ("nul", "a\0b " * 30),
    ):
        odd = reading(name, text)
        assert trace_article(odd, [reading("wire", WIRE)], encode) == []
        index.candidates(odd)
        index.add(odd)
    assert folded_words("") == []


def test_sentences_align_in_order_only() -> None:
    similarity = np.array([[0.9, 0.1, 0.1], [0.1, 0.1, 0.8], [0.1, 0.9, 0.1]], dtype=np.float32)
    assert align_in_order(similarity - 0.5) in (
        [(0, 1, 0, 1), (1, 2, 2, 3)],
        [(0, 1, 0, 1), (2, 3, 1, 2)],
    )


# ------------------------------------------------------------------ origins


def derivation(copy: str, source: str, kind: str = "edited", share: float = 0.9) -> Derivation:
    return Derivation(
        article_id=copy, source_id=source, kind=kind, share_of_copy=share, confidence=0.9
    )  # type: ignore[arg-type]


def test_copies_stand_behind_their_origin() -> None:
    articles = [
        reading("a", WIRE, outlet="Marsala Wire"),
        reading("b", WIRE, outlet="Island Echo", minutes=1),
        reading("c", OWN, outlet="Coast News", minutes=2),
        reading("d", WIRE, outlet="The Quay Gazette", minutes=3),
    ]
    origins = settle_origins(articles, [derivation("b", "a"), derivation("d", "b")])
    assert [(o.kind, o.name, o.article_ids) for o in origins] == [
        ("outlet", "Marsala Wire", ("a", "b", "d")),
        ("outlet", "Coast News", ("c",)),
    ]
    assert any("Island Echo: edited of Marsala Wire" in line for line in origins[0].evidence)


def test_carriers_of_one_agency_are_one_origin_though_their_texts_differ() -> None:
    articles = [
        reading("a", WIRE, outlet="Island Echo", credits=[agency("afp", "(AFP)")]),
        reading("b", OWN, outlet="Coast News", credits=[agency("afp", "AFP")], minutes=1),
        reading(
            "c",
            OTHER,
            outlet=None,
            credits=[agency("ap", "Associated Press writers contributed")],
            minutes=2,
        ),
    ]
    origins = settle_origins(articles, [])
    assert [(o.kind, o.name, o.article_ids) for o in origins] == [
        ("agency", "Agence France-Presse", ("a", "b")),
        ("agency", "Associated Press", ("c",)),
    ]
    assert all(o.counts for o in origins)


def test_an_unknown_origin_counts_for_nothing() -> None:
    articles = [
        reading("a", WIRE, outlet=None),
        reading("b", OWN, outlet=None, minutes=1),
        reading("c", OTHER, minutes=2),
    ]
    origins = settle_origins(articles, [])
    assert [o.kind for o in origins] == ["unknown", "unknown", "outlet"]
    assert sum(o.counts for o in origins) == 1


def test_an_address_alone_names_no_origin_but_a_signature_does() -> None:
    def from_address(name: str, *credits: Credit) -> Reading:
        one = reading(name, OWN, credits=credits)
        outlet = Finding(value="u52.pages.example", where="url", confidence=0.5)
        return msgspec.structs.replace(
            one, article=msgspec.structs.replace(one.article, outlet=outlet)
        )

    signed = Credit(kind="byline", text="By Mira Solane", people=("Mira Solane",))
    [unsigned_origin] = settle_origins([from_address("a")], [])
    [signed_origin] = settle_origins([from_address("b", signed)], [])
    assert (unsigned_origin.kind, unsigned_origin.counts) == ("unknown", False)
    assert (signed_origin.kind, signed_origin.name) == ("outlet", "u52.pages.example")


def test_who_begins_with_the_agencys_report_and_credits_it_rests_on_it() -> None:
    carrier = reading("carrier", WIRE, outlet="AFP")
    own_part = reading(
        "own-part",
        WIRE[:300] + OWN,
        outlet="Coast News",
        credits=[
            Credit(kind="byline", text="By Mira Solane", people=("Mira Solane",)),
            agency("afp", "with AFP"),
        ],
        minutes=9,
    )
    begins = Passage(start=0, end=300, source_start=0, source_end=300)
    later = Passage(start=400, end=700, source_start=0, source_end=300)
    for passage, origins in ((begins, 1), (later, 2)):
        partial = msgspec.structs.replace(
            derivation("own-part", "carrier", kind="partial", share=0.4), passages=(passage,)
        )
        assert len(settle_origins([carrier, own_part], [partial])) == origins


def test_own_work_beside_an_agencys_credit_is_an_origin_of_its_own() -> None:
    own = reading(
        "own",
        OWN,
        outlet="Coast News",
        credits=[
            Credit(kind="byline", text="By Mira Solane", people=("Mira Solane",)),
            agency("afp", "with AFP"),
        ],
    )
    carrier = reading(
        "carrier", WIRE, outlet="Island Echo", credits=[agency("afp", "(AFP)")], minutes=1
    )
    partial = derivation("own", "carrier", kind="partial", share=0.2)
    assert [o.name for o in settle_origins([own, carrier], [partial])] == [
        "Coast News",
        "Agence France-Presse",
    ]


def test_origins_do_not_depend_on_the_order_given() -> None:
    articles = [
        reading("a", WIRE),
        reading("b", WIRE, outlet="Island Echo", minutes=1),
        reading("c", OWN, outlet=None, minutes=2),
    ]
    links = [derivation("b", "a")]
    assert settle_origins(articles, links) == settle_origins(articles[::-1], links)


@pytest.mark.parametrize("circle", [[("a", "b"), ("b", "a")], [("a", "b"), ("b", "c"), ("c", "a")]])
def test_a_circle_of_claims_still_ends(circle: list[tuple[str, str]]) -> None:
    articles = [reading(name, WIRE, outlet=name, minutes=n) for n, name in enumerate("abc")]
    origins = settle_origins(articles, [derivation(*pair) for pair in circle])
    assert sorted(i for o in origins for i in o.article_ids) == ["a", "b", "c"]


def test_the_two_seed_documents_have_two_independent_origins(shared_dir: Path) -> None:
    """Sputnik's own report and a machine translation of AP's: neither is made from the other."""
    from tawatur.reading import read_page

    readings = []
    for path in sorted((shared_dir / "seeds").glob("*.txt")):
        page = Page(name=path.name, body=path.read_bytes(), media_type="text/plain", seen_at=NOON)
        read = read_page(page)
        assert isinstance(read, Reading)
        readings.append(read)
    derivations = trace_article(readings[1], readings[:1], encode)
    assert derivations == []
    origins = settle_origins(readings, derivations)
    assert [(o.kind, o.name, o.counts) for o in origins] == [
        ("outlet", "Sputnik Arabic", True),
        ("agency", "Associated Press", True),
    ] or [(o.kind, o.name) for o in origins[::-1]] == [
        ("outlet", "Sputnik Arabic"),
        ("agency", "Associated Press"),
    ]


# ------------------------------------------------------------------ harder copies


def test_a_story_put_together_from_two_wires_has_no_report_of_its_own() -> None:
    first = reading("first", WIRE, outlet="Marsala Wire")
    second = reading("second", OWN, outlet="Coast News", minutes=1)
    stitched = "\n".join([*WIRE.splitlines()[:3], *OWN.splitlines()[1:4]])
    both = reading("both", stitched, outlet="Island Echo", minutes=60)
    found = trace_article(both, [first, second], no_encoding)
    assert {d.kind for d in found} == {"partial"}
    origins = settle_origins([first, second, both], found)
    assert [o.name for o in origins] == ["Marsala Wire", "Coast News"]


def test_one_paragraph_of_an_agency_in_a_report_that_names_it_is_a_part() -> None:
    """Too little to be noticed, were it not for the name beside it."""
    wire = reading("wire", WIRE, outlet="Reuters")
    paragraph = WIRE.splitlines()[3]
    own = "\n".join([OWN, OTHER] * 2)
    told = reading("told", own + f"\n{paragraph} (Reuters)", outlet="Coast News", minutes=9)
    [found] = trace_article(told, [wire], no_encoding)
    assert found.kind == "partial" and found.share_of_copy < 0.15
    [passage] = found.passages
    assert told.article.text[passage.start : passage.end] == paragraph.rstrip(".")
    assert len(settle_origins([wire, told], [found])) == 2


def test_two_notices_that_fill_in_one_form_are_no_copies() -> None:
    form = (
        "The Marsala exchange closed {how} on {day}, its main index {by} points {how2} at {level} points, "
        "with {volume} shares changing hands in {deals} deals worth {worth} million. Trading was led by "
        "banks and cement makers, brokers said, while telecoms added {volume2} shares to end little "
        "changed. The index is reckoned from the prices of the largest companies on the exchange."
    )
    monday = form.format(
        how="higher",
        how2="up",
        day="Monday",
        by=21,
        level=8790,
        volume=190415,
        volume2=2044,
        deals=88213,
        worth=4110,
    )
    tuesday = form.format(
        how="lower",
        how2="down",
        day="Tuesday",
        by=76,
        level=8714,
        volume=201377,
        volume2=9713,
        deals=91642,
        worth=4377,
    )
    first = reading("monday", monday, outlet="Coast News")
    [found] = trace_article(
        reading("tuesday", tuesday, outlet="Echo", minutes=1440), [first], no_encoding
    )
    assert found.kind == "partial" and any("one form of words" in line for line in found.evidence)


def test_chinese_copies_are_found_character_by_character() -> None:
    text = (
        "周二上午一艘载有二百一十四人的客轮在马尔萨拉岛附近搁浅。港务局长表示，海岸警卫队的船只在三小时内"
        "将所有乘客送上岸。十一人因擦伤接受治疗，两人因体温过低在港口医院接受治疗。船长告诉调查人员，"
        "船只离开航道后不久舵机就失灵了。潜水员将在周四船只被拖回大陆之前检查船体。"
    )
    source = reading("wire", text, language="zh", outlet="Marsala Wire")
    edited = text.replace("客轮", "渡轮").replace("港务局长表示，", "")[:110]
    copy = reading("copy", edited, language="zh", outlet="Island Echo", minutes=5)
    index = CopyIndex()
    index.add(source)
    assert index.candidates(copy) == ["wire"]
    [found] = trace_article(copy, [source], no_encoding)
    assert found.kind in ("verbatim", "edited") and found.share_of_copy > 0.8
    other = reading("other", "财政部周二将全年增长预期下调至百分之二。官员们将此归咎于出口疲软和冬季干旱，"
                    "干旱损害了粮食收成。中央银行下周开会，预计将维持主要利率不变。", language="zh")  # fmt: skip
    assert index.candidates(other) == []


def test_a_part_translated_and_gone_on_with_is_a_partial_translation() -> None:
    source = reading("wire", WIRE, outlet="Marsala Wire")
    arabic = "\n".join(WIRE_AR.splitlines()[:4])
    own = (
        "خفضت وزارة المالية توقعاتها للنمو هذا العام إلى اثنين في المئة.\n"
        "وعزا مسؤولون ذلك إلى ضعف الصادرات وشتاء جاف أضر بمحصول الحبوب.\n"
        "ويجتمع البنك المركزي الأسبوع المقبل ومن المتوقع أن يبقي سعر الفائدة الرئيسي دون تغيير.\n"
        "وقال خبراء إن أسعار الخبز قد ترتفع قبل نهاية الصيف إذا لم تستورد البلاد قمحا إضافيا.\n"
        "وتراجعت العملة المحلية أمام الدولار للأسبوع الثالث على التوالي في تعاملات محدودة.\n"
        "ونفى متحدث باسم الحكومة وجود نية لرفع الدعم عن الوقود خلال الشهور الستة المقبلة."
    )
    mixed = reading("mixed", f"{arabic}\n{own}", language="ar", outlet="صدى الجزيرة", minutes=40)
    [found] = trace_article(mixed, [source], encode)
    assert found.kind == "partial" and 0.2 < found.share_of_copy < 0.6
    added = " ".join(mixed.article.text[s.start : s.end] for s in found.added)
    assert "البنك المركزي" in added and "خفر السواحل" not in added


def test_the_copy_of_a_translation_has_the_translator_for_its_source() -> None:
    wire = reading("wire", WIRE, outlet="Marsala Wire")
    translated = reading("ar", WIRE_AR, language="ar", outlet="صدى الجزيرة", minutes=40)
    copied = reading("copy", WIRE_AR, language="ar", outlet="بريد الميناء", minutes=50)
    links = trace_article(translated, [wire], encode)
    links += trace_article(copied, [wire, translated], encode)
    assert {(d.article_id, d.source_id, d.kind) for d in links} == {
        ("ar", "wire", "translation"),
        ("copy", "wire", "translation"),
        ("copy", "ar", "verbatim"),
    }
    sources = main_sources([wire, translated, copied], links)
    assert (sources["copy"].source_id, sources["ar"].source_id) == ("ar", "wire")


def test_an_agency_and_the_outlets_of_its_house_are_one_origin() -> None:
    articles = [
        reading("a", WIRE, outlet="Sputnik Arabic"),
        reading("b", OWN, outlet="RIA Novosti", minutes=1),
        reading("c", OTHER, outlet="Coast News", minutes=2),
    ]
    origins = settle_origins(articles, [])
    assert [(o.kind, o.article_ids) for o in origins] == [
        ("agency", ("a", "b")),
        ("outlet", ("c",)),
    ]


def test_an_agencys_own_text_is_the_source_though_a_carrier_was_seen_first() -> None:
    carrier = reading("carrier", WIRE, outlet="Island Echo")
    wire = reading("wire", WIRE, outlet="Reuters", minutes=20)
    [found] = trace_article(wire, [carrier], no_encoding)
    assert (found.article_id, found.source_id) == ("carrier", "wire")


def test_groups_of_one_text_are_bound_by_whole_derivations_only() -> None:
    links = [derivation("c", "b"), derivation("b", "a"), derivation("d", "a", kind="partial")]
    assert copy_groups(["a", "b", "c", "d"], links) == {"a": "a", "b": "a", "c": "a", "d": "d"}


# ------------------------------------------------------------------ window and archive


def numbered(number: int) -> Reading:
    words = [f"w{number}x{n}" for n in range(40)]
    one = reading(f"a{number}", OTHER, minutes=number)
    text = " ".join(words)
    return msgspec.structs.replace(
        one, article=msgspec.structs.replace(one.article, text=text, raw_text=text)
    )


def test_the_index_follows_the_window_and_answers_as_one_made_anew() -> None:
    """What is let go leaves no trace, neither in the answers nor in memory."""
    articles = [numbered(n) for n in range(700)]
    worn, fresh = CopyIndex(), CopyIndex()
    for article in articles:
        worn.add(article)
        worn.forget_before(article.article.seen_at - timedelta(minutes=60))
    for article in articles[-61:]:
        fresh.add(article)
    assert len(worn) == len(fresh) == 61
    assert len(worn._ids) <= 256 + 61
    for article in articles[::50]:
        assert worn.candidates(article) == fresh.candidates(article)


def test_the_index_answers_alike_whatever_came_first_and_what_was_edited() -> None:
    """More carriers of one text than are looked at, in two orders, and one of them edited."""
    wire = reading("wire", WIRE)
    carriers = [
        msgspec.structs.replace(
            wire,
            article=msgspec.structs.replace(
                wire.article, id=f"c{n:02}", seen_at=NOON + timedelta(minutes=n % 7)
            ),
        )
        for n in range(30)
    ]
    onward, backward = CopyIndex(), CopyIndex()
    for carrier in carriers:
        onward.add(carrier)
    for carrier in reversed(carriers):
        backward.add(carrier)
    asked = reading("asked", WIRE, minutes=60)
    found = onward.candidates(asked)
    assert found == backward.candidates(asked)
    assert found[:2] == ["c00", "c07"]  # seen first
    edited = reading("c00", OTHER)
    onward.refresh(edited)
    backward.refresh(edited)
    backward.refresh(reading("never seen", WIRE))  # passed over
    assert onward.candidates(asked) == backward.candidates(asked)
    assert onward.candidates(asked)[0] == "c07"
    assert onward.candidates(reading("late", OTHER, minutes=61)) == ["c00"]


def test_the_archive_finds_copies_and_parts_by_a_few_numbers() -> None:
    long = reading("long", "\n".join([WIRE, OWN, OTHER]))
    part = reading("part", "\n".join([OWN, OTHER]), minutes=9)
    other = reading("other", WIRE_AR, language="ar")
    assert set(archive_prints(part)) & set(archive_prints(long))
    assert not set(archive_prints(other)) & set(archive_prints(long))
    assert archive_prints(long) == tuple(sorted(archive_prints(long)))
    assert all(-(2**63) <= n < 2**63 for n in archive_prints(long))
    assert archive_prints(reading("empty", "")) == ()


def test_a_copy_weeks_later_still_finds_its_source(tmp_path: Path) -> None:
    from tawatur.pipeline import Desk
    from tawatur.store import SqliteStore

    with SqliteStore(tmp_path / "archive.db") as store, Desk(store) as desk:
        for name, days in (("wire", 0), ("between", 10), ("again", 21)):
            text = OWN if name == "between" else WIRE
            page = Page(
                name=name,
                body=f"{name}\n\n{text}".encode(),
                media_type="text/plain",
                seen_at=NOON + timedelta(days=days),
            )
            desk.take([page])
        assert len(desk.copies) <= 2  # what lay between is let go; a story that wakes comes back
        found = [
            d.kind
            for story_id in {s.id for s in store.stories()}
            for d in (store.dossier(story_id) or pytest.fail("no such story")).derivations
        ]
        assert found == ["verbatim"]
