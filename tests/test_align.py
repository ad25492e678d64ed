"""The account sheet, on invented reports of an invented fire in a harbour and of real documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest

from readings import (
    START,
    annotations,
    figure,
    name,
    origins,
    quote,
    reading,
    story,
    time,
)
from tawatur.align import build_sheet
from tawatur.align.clocks import clocks_of
from tawatur.align.conflicts import causes_of, negated_words
from tawatur.align.links import link_statements
from tawatur.align.matters import things
from tawatur.align.measures import figures_agree
from tawatur.align.opposites import contradiction, replaced_word, turned
from tawatur.align.renderings import _differing
from tawatur.align.statements import clause_spans, statements_of
from tawatur.align.timeline import days_of, weekday_in
from tawatur.annotate import annotate_article, annotate_text
from tawatur.clean import clean_article
from tawatur.embed import default_encoder
from tawatur.extract import extract_article
from tawatur.fetch.files import read_inputs
from tawatur.model import (
    Annotations,
    Failure,
    Place,
    Point,
    Reading,
    Sheet,
    TextChange,
    VersionChange,
)
from tawatur.settings import Settings
from tawatur.text import fold


def sheet_of(
    *readings: Reading,
    origin_groups: Sequence[str | tuple[str, ...]] | None = None,
    unknown: Sequence[str] = (),
    **more: object,
) -> Sheet:
    groups = origin_groups if origin_groups is not None else [r.article.id for r in readings]
    return build_sheet(
        story(*readings),
        readings,
        origins(*groups, unknown=unknown),
        (),
        default_encoder().encode,
        **more,  # type: ignore[arg-type]
    )


def text_at(place: Place, *readings: Reading) -> str:
    home = next(r for r in readings if r.article.id == place.article_id)
    return home.text_of(place)[place.start : place.end]


def point_with(sheet: Sheet, words: str, *readings: Reading) -> Point:
    return next(
        p for p in sheet.points if any(words in text_at(m.place, *readings) for m in p.members)
    )


ARABIC = """اندلع حريق كبير في مستودع للوقود بميناء طرطورة صباح اليوم الخميس.
وقال محافظ المدينة سالم الحداد إن 17 عاملا أصيبوا بجروح في الحريق.
وأغلقت السلطات الطريق الساحلي أمام حركة المرور حتى إشعار آخر.
"""
ENGLISH = """A large fire broke out at a fuel depot in the port of Tartura on Thursday morning.
Governor Salem al-Haddad said 31 workers were injured in the fire.
Insurance companies expect claims worth millions.
"""
RUSSIAN = """Крупный пожар начался на складе топлива в порту Тартура утром в четверг.
Компания, которой принадлежит склад, была основана в 1987 году.
"""


def harbour() -> tuple[Reading, Reading, Reading]:
    return (
        reading(
            "ar1", "ar", ARABIC,
            [
                figure(ARABIC, "17", 17, counted="عاملا", sense="injured"),
                time(ARABIC, "اليوم الخميس", "2026-03-12"),
                quote(ARABIC, "17 عاملا أصيبوا بجروح في الحريق", "سالم الحداد", "person:haddad", "indirect"),
            ],
            title="حريق في مستودع للوقود بميناء طرطورة",
        ),
        reading(
            "en1", "en", ENGLISH,
            [
                figure(ENGLISH, "31", 31, counted="workers", sense="injured"),
                time(ENGLISH, "Thursday", "2026-03-12"),
                quote(ENGLISH, "31 workers were injured in the fire", "Salem al-Haddad", "person:haddad", "indirect"),
            ],
            title="Fire at Tartura fuel depot", minutes=20,
        ),
        reading(
            "ru1", "ru", RUSSIAN, [time(RUSSIAN, "в четверг", "2026-03-12"), time(RUSSIAN, "1987 году", "1987")],
            title="Пожар на складе топлива в порту Тартура", minutes=40,
        ),
    )  # fmt: skip


def test_three_languages_report_one_fire() -> None:
    readings = harbour()
    sheet = sheet_of(*readings)
    fire = point_with(sheet, "broke out", *readings)
    assert {m.place.article_id for m in fire.members} == {"ar1", "en1", "ru1"}
    assert fire.origin_ids == ("o-ar1", "o-en1", "o-ru1")
    assert fire.standing == "all"
    assert sheet.points[0] is fire  # what the story is about stands first
    assert fire.first_seen_at == readings[0].article.seen_at
    only = point_with(sheet, "Insurance", *readings)
    assert (only.standing, only.origin_ids) == ("one", ("o-en1",))
    assert point_with(sheet, "1987", *readings).background


def test_the_voucher_is_who_said_it() -> None:
    readings = harbour()
    sheet = sheet_of(*readings)
    hurt = next(m for p in sheet.points for m in p.members if "17" in text_at(m.place, *readings))
    assert (hurt.voucher, hurt.voucher_kind) == ("سالم الحداد", "named")
    fire = point_with(sheet, "broke out", *readings)
    assert {m.voucher_kind for m in fire.members} == {"none"}


@pytest.mark.parametrize(
    ("speaker", "kind", "expected"),
    [
        ("مراسلة سبوتنيك في تركيا", "media", "correspondent"),
        ("our correspondent in Ankara", "unknown", "correspondent"),
        ("мэр", "unnamed", "unnamed"),
        ("Foreign Ministry", "organisation", "named"),
        ("a statement", "document", "document"),
        (None, "unknown", "none"),
    ],
)
def test_kinds_of_vouchers(speaker: str | None, kind: str, expected: str) -> None:
    text = "They said that the talks went on for hours behind closed doors.\n"
    one = reading(
        "a", "en", text,
        [quote(text, "the talks went on for hours behind closed doors", speaker, None, "indirect", kind)],
    )  # fmt: skip
    assert sheet_of(one).points[0].members[0].voucher_kind == expected


def test_copies_stand_behind_their_origin_and_unknown_origins_never_count() -> None:
    first, second, _ = harbour()
    copy = reading("copy", "ar", ARABIC, minutes=5)
    stray = reading("stray", "en", ENGLISH, minutes=6)
    sheet = sheet_of(
        first, copy, stray, second, origin_groups=[("ar1", "copy"), "en1"], unknown=["stray"]
    )
    fire = point_with(sheet, "broke out", first, copy, stray, second)
    assert fire.origin_ids == ("o-ar1", "o-en1")
    ids = [m.place.article_id for m in fire.members]
    assert ids.index("copy") > ids.index("ar1")
    assert len(ids) == 4
    alone = sheet_of(stray, reading("s2", "en", ENGLISH), origin_groups=[], unknown=["stray", "s2"])
    assert {(p.origin_ids, p.standing) for p in alone.points} == {((), "one")}


def test_figures_of_two_sources_conflict_with_both_wordings() -> None:
    readings = harbour()
    sheet = sheet_of(*readings)
    (conflict,) = [c for c in sheet.conflicts if c.kind == "figure"]
    assert conflict.relation == "conflict"
    assert [s.value for s in conflict.sides] == ["17", "31"]
    assert [s.origin_ids for s in conflict.sides] == [("o-ar1",), ("o-en1",)]
    disputed = next(p for p in sheet.points if p.id == conflict.point_id)
    assert disputed.standing == "disputed"


def test_a_later_figure_of_the_same_origin_is_an_update() -> None:
    text = "Governor Salem al-Haddad said 17 workers were injured in the fire.\n"
    later = "Governor Salem al-Haddad said 31 workers were injured in the fire.\n"
    a = reading("a", "en", text, [figure(text, "17", 17, counted="workers", sense="injured")])
    b = reading(
        "b", "en", later, [figure(later, "31", 31, counted="workers", sense="injured")], minutes=90
    )
    (conflict,) = sheet_of(a, b, origin_groups=[("a", "b")]).conflicts
    assert conflict.relation == "update"
    assert [s.value for s in conflict.sides] == ["17", "31"]


def test_a_post_that_changes_the_estimate_of_its_own_page() -> None:
    body = "ومن المتوقع أن تستمر المباحثات من 4 إلى 5 ساعات ولن يعقد مؤتمر صحفي بعدها.\n"
    post = "ومن المتوقع أن تستمر المباحثات 5 ساعات على الأقل ولن يعقد مؤتمر صحفي بعدها."
    page = reading(
        "a", "ar", body,
        [figure(body, "من 4 إلى 5 ساعات", 4, 5, unit="hour", counted="ساعات", bound="range")],
        posts={post: [figure(post, "5 ساعات على الأقل", 5, unit="hour", counted="ساعات", bound="at-least")]},
    )  # fmt: skip
    (conflict,) = sheet_of(page).conflicts
    assert (conflict.kind, conflict.relation) == ("figure", "within-source")
    assert {s.value for s in conflict.sides} == {"4-5", "≥5"}
    assert {m.place.post for s in conflict.sides for m in s.members} == {None, 0}


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        ((17, 17, "exact"), (17, 17, "exact"), True),
        ((17, 17, "exact"), (31, 31, "exact"), False),
        ((30, 30, "about"), (31, 31, "exact"), True),
        ((100, 100, "about"), (125, 125, "exact"), False),
        ((60, None, "at-least"), (64, 64, "exact"), True),
        ((60, None, "at-least"), (40, 40, "exact"), False),
        ((4, 5, "range"), (5, None, "at-least"), False),
        ((4, 6, "range"), (5, None, "at-least"), True),
        ((4, 5, "range"), (5, 5, "exact"), True),
        ((None, 10, "at-most"), (12, 12, "exact"), False),
    ],
)
def test_when_figures_agree(
    a: tuple[float, float, str], b: tuple[float, float, str], agree: bool
) -> None:
    x, y = (
        figure("7", "7", None).__class__(
            start=0, end=1, text="7", low=v[0], high=v[1], unit=None, counted=None, bound=v[2]
        )
        for v in (a, b)
    )
    assert figures_agree(x, y) is agree
    assert figures_agree(y, x) is agree


def test_killed_and_injured_are_two_things() -> None:
    one = "The fire at the depot killed 3 people, officials said.\n"
    two = "The fire at the depot injured 17 people, officials said.\n"
    sheet = sheet_of(
        reading("a", "en", one, [figure(one, "3", 3, counted="people", sense="killed")]),
        reading("b", "en", two, [figure(two, "17", 17, counted="people", sense="injured")]),
    )
    assert not sheet.conflicts


def test_days_conflict_only_when_no_reading_of_them_agrees() -> None:
    one = "The delegations will meet in Valmora on Tuesday to discuss the port.\n"
    two = "The delegations will meet in Valmora on Wednesday to discuss the port.\n"
    a = reading("a", "en", one, [time(one, "Tuesday", "2026-03-17")])
    b = reading("b", "en", two, [time(two, "Wednesday", "2026-03-18")])
    (conflict,) = sheet_of(a, b).conflicts
    assert (conflict.kind, [s.value for s in conflict.sides]) == (
        "time",
        ["2026-03-17", "2026-03-18"],
    )
    b = reading("b", "en", two, [time(two, "Wednesday", None, "2026-03-17", "2026-03-18")])
    assert not sheet_of(a, b).conflicts


def test_a_place_in_another_is_no_conflict_but_two_towns_are() -> None:
    one = "The ministers signed the fishing agreement in Istanbul after long talks.\n"
    two = "The ministers signed the fishing agreement in Turkey after long talks.\n"
    three = "The ministers signed the fishing agreement in Ankara after long talks.\n"
    istanbul = reading(
        "a", "en", one, [name(one, "Istanbul", "place", "place:istanbul", country="TR")]
    )
    turkey = reading(
        "b", "en", two, [name(two, "Turkey", "place", "place:country-tr", country="TR")]
    )
    ankara = reading(
        "c", "en", three, [name(three, "Ankara", "place", "place:ankara", country="TR")]
    )
    assert not sheet_of(istanbul, turkey).conflicts
    (conflict,) = sheet_of(istanbul, ankara).conflicts
    assert (conflict.kind, [s.value for s in conflict.sides]) == (
        "place", ["place:istanbul", "place:ankara"],
    )  # fmt: skip


def test_two_holders_of_one_office() -> None:
    one = "Interior Minister Karim Dal opened the new bridge over the river on Monday.\n"
    two = "Interior Minister Omar Fend opened the new bridge over the river on Monday.\n"
    a = reading(
        "a", "en", one, [name(one, "Karim Dal", "person", "~krm dl", role="Interior Minister")]
    )
    b = reading(
        "b", "en", two, [name(two, "Omar Fend", "person", "~mr fnd", role="Interior Minister")]
    )
    (conflict,) = sheet_of(a, b).conflicts
    assert (conflict.kind, conflict.subject) == ("name", "Interior Minister")


YES_AND_NO = {
    "ar": ("تخطط الحكومة لرفع أسعار الوقود هذا العام.", "لا تخطط الحكومة لرفع أسعار الوقود هذا العام."),
    "en": ("The government plans to raise fuel prices this year.", "The government does not plan to raise fuel prices this year."),
    "ru": ("Правительство планирует повысить цены на топливо в этом году.", "Правительство не планирует повысить цены на топливо в этом году."),
    "tr": ("Hükümet bu yıl akaryakıt fiyatlarını artıracak.", "Hükümet bu yıl akaryakıt fiyatlarını artırmayacak."),
    "fr": ("Le gouvernement prévoit d'augmenter les prix du carburant cette année.", "Le gouvernement ne prévoit pas d'augmenter les prix du carburant cette année."),
    "es": ("El gobierno planea subir los precios del combustible este año.", "El gobierno no planea subir los precios del combustible este año."),
    "de": ("Die Regierung plant, die Kraftstoffpreise dieses Jahr zu erhöhen.", "Die Regierung plant nicht, die Kraftstoffpreise dieses Jahr zu erhöhen."),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(YES_AND_NO))
def test_yes_against_no(language: str) -> None:
    yes, no = YES_AND_NO[language]
    (conflict,) = sheet_of(reading("a", language, yes), reading("b", language, no)).conflicts
    assert conflict.kind == "polarity"
    assert [s.value for s in conflict.sides] == ["yes", "no"]
    assert not sheet_of(reading("a", language, no), reading("b", language, no)).conflicts


def test_another_wording_is_no_conflict() -> None:
    one = "The government plans to raise fuel prices this year.\n"
    two = "Fuel will become dearer this year, the government has decided.\n"
    assert not sheet_of(reading("a", "en", one), reading("b", "en", two)).conflicts


def test_a_no_that_belongs_to_something_else() -> None:
    one = "The government plans to raise fuel prices this year.\n"
    two = "The government plans to raise fuel prices this year but gave no details.\n"
    assert not sheet_of(reading("a", "en", one), reading("b", "en", two)).conflicts


def test_turkish_negation_sits_inside_the_verb() -> None:
    (statement,) = statements_of([reading("a", "tr", "Heyetler bu hafta görüşmedi.")])
    assert [statement.words[p][2] for p in negated_words(statement)] == ["gorusmedi"]


def test_one_utterance_in_two_translations() -> None:
    full = 'وقال الوزير للصحفيين: "سيبحث خبراؤنا المشاكل المتراكمة نتيجة قرارات المجلس السابق ونعمل بالمثل على حلها غدا في المدينة".\n'
    cut = "وقال الوزير إنهم سيناقشون “المشكلات المتراكمة نتيجة قرارات المجلس السابق”.\n"
    a = reading("a", "ar", full, [quote(
        full, "سيبحث خبراؤنا المشاكل المتراكمة نتيجة قرارات المجلس السابق ونعمل بالمثل على حلها غدا في المدينة",
        "الوزير", "person:minister", addressee="للصحفيين")])  # fmt: skip
    b = reading("b", "ar", cut, [quote(
        cut, "المشكلات المتراكمة نتيجة قرارات المجلس السابق", "الوزير", "person:minister", "mixed")], minutes=9)  # fmt: skip
    (group,) = sheet_of(a, b).quotes
    fullest, other = group.renderings
    assert (fullest.place.article_id, other.place.article_id) == ("a", "b")
    assert group.addressee == "للصحفيين"
    assert [full[s.start : s.end] for s in fullest.differing] == ["المشاكل"]
    assert [cut[s.start : s.end] for s in other.differing] == ["المشكلات"]
    assert other.cut and not fullest.cut
    assert other.words_missing == 9


def test_one_utterance_in_two_languages_leaves_the_words_unmarked() -> None:
    en = '"We will never accept this unfair agreement," President Lenna Orsk said.\n'
    ru = "«Мы никогда не примем это несправедливое соглашение», — заявила президент Ленна Орск.\n"
    a = reading(
        "a",
        "en",
        en,
        [quote(en, "We will never accept this unfair agreement", "Lenna Orsk", "~ln rsk")],
    )
    b = reading(
        "b",
        "ru",
        ru,
        [quote(ru, "Мы никогда не примем это несправедливое соглашение", "Ленна Орск", "~ln rsk")],
    )
    (group,) = sheet_of(a, b).quotes
    assert group.speaker_names == ("Lenna Orsk", "Ленна Орск")
    assert {r.language for r in group.renderings} == {"en", "ru"}
    assert not any(r.differing for r in group.renderings)


def test_two_speakers_do_not_share_their_words() -> None:
    en = '"We will never accept this unfair agreement," President Lenna Orsk said.\n'
    a = reading(
        "a",
        "en",
        en,
        [quote(en, "We will never accept this unfair agreement", "Lenna Orsk", "person:orsk")],
    )
    b = reading(
        "b",
        "en",
        en,
        [quote(en, "We will never accept this unfair agreement", "Tomas Veld", "person:veld")],
    )
    assert [len(g.renderings) for g in sheet_of(a, b).quotes] == [1, 1]


def test_what_papers_show_is_no_utterance_of_the_spokesman_who_says_it_too() -> None:
    said = "the fire began early in the morning in a carpenter's workshop on the ground floor"
    one, other = f"A spokesman said that {said}.\n", f"According to the files, {said}.\n"
    quotes = [
        quote(one, said, "A spokesman", None, "indirect", "unnamed"),
        quote(other, said, "the files", None, "indirect", "document"),
    ]
    a, b = reading("a", "en", one, quotes[:1]), reading("b", "en", other, quotes[1:])
    assert all(len(group.renderings) == 1 for group in sheet_of(a, b).quotes)


def test_two_translators_of_one_sentence_choose_other_words() -> None:
    ours = [
        "The time has come for women to go to the capital and repair a broken council",
        "We never asked anybody for money",
    ]
    theirs = [
        "It is high time for women to go to town and repair this broken council",
        "Nobody will tell us whom to invite",
    ]
    a, b = (
        reading(name, "en", text, [quote(text, words, "Lenna Orsk", "~ln rsk") for words in said])
        for name, said in (("a", ours), ("b", theirs))
        for text in ["".join(f'"{words}," Orsk said.\n' for words in said)]
    )
    groups = sheet_of(a, b).quotes
    assert sorted(len(group.renderings) for group in groups) == [1, 1, 2]


def test_differing_words_are_those_inside_the_shared_stretch() -> None:
    one, two = statements_of([
        reading("a", "en", "we shall rebuild the old harbour quickly and without help from anyone"),
        reading("b", "en", "rebuild the ancient harbour quickly"),
    ])  # fmt: skip
    marked, outside = _differing(two, one)
    assert ([two.words[p][2] for p in marked], outside) == (["ancient"], 7)
    marked, outside = _differing(one, two)
    assert ([one.words[p][2] for p in marked], outside) == (["old"], 0)


def test_last_tuesday_and_last_week_are_one_day() -> None:
    one = "وجرت محادثات رفيعة المستوى بين البلدين في الرياض يوم الثلاثاء الماضي.\n"
    two = "High-level talks between the two countries were held in Riyadh last week.\n"
    a = reading(
        "a",
        "ar",
        one,
        [time(one, "الثلاثاء الماضي", None, "2025-02-18", "2025-02-25")],
        day=date(2025, 2, 27),
    )
    b = reading("b", "en", two, [time(two, "last week", "2025-W08")], day=date(2025, 2, 27))
    sheet = sheet_of(a, b)
    (settled,) = sheet.settled
    assert settled.value == "2025-02-18"
    assert [text_at(p, a, b) for p in settled.evidence] == ["الثلاثاء الماضي", "last week"]
    (entry,) = sheet.timeline
    assert (entry.when, entry.candidates) == ("2025-02-18", ())
    # an account that means another week settles nothing
    b = reading("b", "en", two, [time(two, "last week", "2025-W06")], day=date(2025, 2, 13))
    sheet = sheet_of(a, b)
    assert not sheet.settled


def test_an_undated_article_gets_its_day_from_the_story() -> None:
    one = (
        "Negotiators from both countries met in Istanbul on Thursday to discuss their embassies.\n"
    )
    two = "يجتمع المفاوضون من البلدين في إسطنبول يوم الخميس لمناقشة سفاراتهم.\n"
    a = reading("a", "en", one, [time(one, "Thursday", "2025-02-27")], day=date(2025, 2, 27))
    b = reading("b", "ar", two, [time(two, "يوم الخميس", None)], day=None)
    asked: list[tuple[str, date]] = []

    def resolve(r: Reading, day: date) -> object:
        asked.append((r.article.id, day))
        return annotations(two, "ar", [time(two, "يوم الخميس", "2025-02-27")])

    sheet = sheet_of(a, b, resolve_times=resolve)
    (inferred,) = sheet.inferred
    assert (inferred.article_id, inferred.day) == ("b", date(2025, 2, 27))
    assert {text_at(p, a, b) for p in inferred.evidence} == {"يوم الخميس", "Thursday"}
    assert asked == [("b", date(2025, 2, 27))]
    assert sheet.timeline[0].when == "2025-02-27"
    assert not sheet_of(b).inferred  # nothing to go by


def test_timeline_tells_when_it_happened_and_who_had_it_first() -> None:
    readings = harbour()
    entries = sheet_of(*readings).timeline
    assert [e.when for e in entries] == ["1987", "2026-03-12"]
    assert entries[1].first_article_id == "ar1"
    assert entries[1].first_reported_at == readings[0].article.seen_at


def test_what_its_source_took_out_is_withdrawn_where_others_still_carry_it() -> None:
    original, rest = (
        ENGLISH,
        ENGLISH.replace("Insurance companies expect claims worth millions.\n", ""),
    )
    edited = reading("en1", "en", rest, version=2)
    carrier = reading("copy", "en", original, minutes=4)
    change = VersionChange(
        article_id="en1", number=2, seen_at=edited.article.seen_at + timedelta(hours=1), substantive=True,
        announced=False, title_changed=False,
        changes=(TextChange(old="Insurance companies expect claims worth millions", new="", old_start=0, new_start=0, kinds=("statement",)),),
    )  # fmt: skip
    sheet = sheet_of(edited, carrier, origin_groups=[("en1", "copy")], versions=[change])
    assert point_with(sheet, "Insurance", edited, carrier).standing == "withdrawn"


def test_long_sentences_are_cut_where_a_new_clause_begins() -> None:
    text = (
        "وبينت المراسلة أن المفاوضات مستمرة منذ ساعات عدة بين الوفدين في المدينة، وبحسب المعلومات "
        "المتوفرة فإن الاجتماع سيستمر من أربع إلى خمس ساعات، ولن يكون هناك مؤتمر صحفي عقب المفاوضات."
    )
    parts = [text[a:b] for a, b in clause_spans(text, 0, len(text))]
    assert len(parts) == 3
    assert parts[2].startswith("ولن يكون")
    quoted = "قال: «" + text + "»"
    assert len(clause_spans(quoted, 0, len(quoted))) == 1
    assert clause_spans("Short one.", 0, 10) == [(0, 10)]


def test_a_notice_of_correction_is_no_statement() -> None:
    text = (
        "Le groupe achète Telmar pour 2 milliards d'euros.\n"
        "Rectificatif : une première version indiquait 3 milliards d'euros pour Telmar.\n"
    )
    sheet = sheet_of(
        reading(
            "a",
            "fr",
            text,
            [
                figure(text, "2 milliards d'euros", 2e9, unit="EUR"),
                figure(text, "3 milliards d'euros", 3e9, unit="EUR"),
            ],
        )
    )
    assert len(sheet.points) == 1
    assert not sheet.conflicts


def test_a_toll_that_grows_and_a_toll_that_is_disputed() -> None:
    def hurt(id: str, number: int, minutes: float) -> Reading:
        text = f"The fire at the depot injured {number} people, the city said.\n"
        found = [figure(text, str(number), number, counted="people", sense="injured")]
        return reading(id, "en", text, found, minutes=minutes)

    first, other, late = hurt("a", 12, 0), hurt("b", 21, 45), hurt("a2", 16, 800)
    sheet = sheet_of(first, other, late, origin_groups=[("a", "a2"), "b"])
    assert {(c.relation, tuple(s.value for s in c.sides)) for c in sheet.conflicts} == {
        ("update", ("12", "16")),
        ("conflict", ("12", "21")),
    }
    grown = sheet_of(first, hurt("c", 30, 900), origin_groups=["a", "c"])
    assert [c.relation for c in grown.conflicts] == ["update"]


def test_the_dateline_is_no_part_of_the_news() -> None:
    text = "KARADERE, March 2 (Northline) — An earthquake shook the district on Monday.\n"
    (statement,) = statements_of([reading("a", "en", text)])
    assert statement.text == "An earthquake shook the district on Monday."
    text = "القضارف - 3 مارس 2026 (مدى برس) - أعلنت الوزارة تسجيل إصابات جديدة.\n"
    (statement,) = statements_of([reading("a", "ar", text)])
    assert statement.text == "أعلنت الوزارة تسجيل إصابات جديدة."
    text = "Talks of 12 – 15 March brought no result.\n"
    (statement,) = statements_of([reading("a", "en", text)])
    assert statement.text == text.strip()


def test_ids_and_order_do_not_depend_on_the_run() -> None:
    readings = harbour()
    first, again = sheet_of(*readings), sheet_of(*readings)
    assert msgspec.json.encode(first) == msgspec.json.encode(again)
    more = sheet_of(
        *readings, reading("late", "en", "Schools near the depot stayed closed.\n", minutes=99)
    )
    assert {p.id for p in first.points} <= {p.id for p in more.points}


def test_odd_input() -> None:
    assert build_sheet(story(), [], (), (), default_encoder().encode).points == ()
    empty = reading("e", "und", "")
    odd = reading("o", "und", "\u200f\ufeff\U0001f4f9\ud7ff \n\n…\n a")
    sheet = sheet_of(empty, odd, reading("t", "en", "", title="Fire at Tartura fuel depot"))
    assert [p.members[0].place.in_title for p in sheet.points] == [True]
    nothing = build_sheet(
        story(empty), [empty], (), (), lambda texts, _: np.zeros((len(texts), 512), np.float32)
    )
    assert nothing.points == ()


def test_days_and_weekdays_of_time_values() -> None:
    assert days_of("2025-02-18T10:00") == (date(2025, 2, 18), date(2025, 2, 18))
    assert days_of("2025-W08") == (date(2025, 2, 17), date(2025, 2, 23))
    assert days_of("2025-12") == (date(2025, 12, 1), date(2025, 12, 31))
    assert days_of("2025-Q4") == (date(2025, 10, 1), date(2025, 12, 31))
    assert days_of("2025-H1") == (date(2025, 1, 1), date(2025, 6, 30))
    assert days_of("2025-SU") is None
    assert days_of("PT3H") is None
    assert weekday_in("يوم الثلاثاء الماضي") == 1
    assert weekday_in("cuma günü") == 4
    assert weekday_in("cumartesi") == 5
    assert weekday_in("в среду") == 2
    assert weekday_in("Monday or Tuesday") is None


# --------------------------------------------------------------------------- the two seed documents


@pytest.fixture(scope="module")
def seeds(shared_dir: Path) -> tuple[Reading, Reading, Sheet]:
    """The two documents read by the real stages, taken as two origins of one story."""
    made = []
    for page in read_inputs([shared_dir / "seeds"], seen_at=START, settings=Settings()):
        assert not isinstance(page, Failure)
        article, read, title, posts = annotate_article(clean_article(extract_article(page)))
        made.append(
            Reading(
                article=article, annotations=read, title_annotations=title, post_annotations=posts
            )
        )
    first, second = made

    def resolve(r: Reading, day: date) -> Annotations:
        return annotate_text(r.article.text, language_hint="ar", published=day)

    return first, second, sheet_of(first, second, resolve_times=resolve)


SHARED = [
    (
        "استهلوا، اليوم الخميس",
        "ستجري محادثات في إسطنبول يوم الخميس",
    ),  # the talks about the embassies
    ("الصراع الأوكراني", "أوكرانيا لن تكون على جدول الأعمال"),
    ("يوم أمس الأربعاء", "يوم الأربعاء"),  # Lavrov's announcement
    ("العاصمة السعودية الرياض", "المملكة العربية السعودية"),
    ("فقد اتفق الطرفان", "وافقت موسكو وواشنطن"),  # what was agreed there
    ("المشاكل النظامية", "المشكلات النظامية"),
]


@pytest.mark.parametrize(("one", "other"), SHARED)
def test_seeds_share(seeds: tuple[Reading, Reading, Sheet], one: str, other: str) -> None:
    first, second, sheet = seeds
    assert any(
        p.standing == "all"
        and len(p.origin_ids) == 2
        and any(one in text_at(m.place, first, second) for m in p.members)
        and any(other in text_at(m.place, first, second) for m in p.members)
        for p in sheet.points
    )


def test_seeds_two_sources_say_that_ukraine_is_not_on_the_agenda(
    seeds: tuple[Reading, Reading, Sheet],
) -> None:
    first, second, sheet = seeds
    point = point_with(sheet, "جدول الأعمال", first, second)
    vouchers = {m.place.article_id: m.voucher_kind for m in point.members}
    assert vouchers[second.article.id] == "unnamed"
    assert vouchers[first.article.id] != "unnamed"


@pytest.mark.parametrize(
    ("words", "document"),
    [
        ("مؤتمر صحفي", 0),
        ("4 إلى 5 ساعات", 0),
        ("كرر كيسيلي", 1),
        ("بعد أن ضمت روسيا القرم", 1),
    ],
)
def test_seeds_only_one_says(
    seeds: tuple[Reading, Reading, Sheet], words: str, document: int
) -> None:
    first, second, sheet = seeds
    point = point_with(sheet, words, first, second)
    assert point.standing == "one"
    assert {m.place.article_id for m in point.members} == {seeds[document].article.id}  # type: ignore[union-attr]


def test_seeds_background_stands_last(seeds: tuple[Reading, Reading, Sheet]) -> None:
    first, second, sheet = seeds
    assert sheet.points[-1].background
    assert "2014" in text_at(sheet.points[-1].members[0].place, first, second)
    assert "استهلوا" in text_at(sheet.points[0].members[0].place, first, second)
    # what both report of the talks comes first, and is told once
    assert sheet.points[0].standing == "all"
    # a sentence that is lent to a second point leads none but its own
    leads = [point.members[0].place for point in sheet.points]
    assert len(set(leads)) == len(leads)


def test_seeds_lavrov_in_two_renderings(seeds: tuple[Reading, Reading, Sheet]) -> None:
    first, second, sheet = seeds
    group = sheet.quotes[0]
    texts = [text_at(r.place, first, second) for r in group.renderings]
    assert any("المشاكل النظامية" in t for t in texts)
    assert any("المشكلات النظامية" in t for t in texts)
    assert group.addressee == "للصحفيين"
    marked = [
        [home.text_of(r.place)[s.start : s.end] for s in r.differing]
        for r in group.renderings
        if (home := first if r.place.article_id == first.article.id else second)
    ]
    assert any("قمنا به" in words for words in marked[0])
    other = texts.index(next(t for t in texts if "المشكلات النظامية" in t))
    assert any("معتادين" in words for words in marked[other])
    assert group.renderings[other].cut


def test_seeds_dates_settled_together(seeds: tuple[Reading, Reading, Sheet]) -> None:
    first, second, sheet = seeds
    (settled,) = sheet.settled
    assert (settled.candidates, settled.value) == (("2025-02-18", "2025-02-25"), "2025-02-18")
    evidence = [text_at(p, first, second) for p in settled.evidence]
    assert "الثلاثاء الماضي" in evidence[0]
    assert "الأسبوع الماضي" in evidence[1]
    (inferred,) = sheet.inferred
    assert (inferred.article_id, inferred.day) == (second.article.id, date(2025, 2, 27))
    assert {p.article_id for p in inferred.evidence} == {first.article.id, second.article.id}


def test_seeds_the_hours_changed_within_one_source(seeds: tuple[Reading, Reading, Sheet]) -> None:
    first, _, sheet = seeds
    (conflict,) = sheet.conflicts
    assert (conflict.kind, conflict.relation) == ("figure", "within-source")
    assert {s.value for s in conflict.sides} == {"4-5", "≥5"}
    assert {m.place.article_id for s in conflict.sides for m in s.members} == {first.article.id}


def test_seeds_timeline(seeds: tuple[Reading, Reading, Sheet]) -> None:
    _, _, sheet = seeds
    whens = [e.when for e in sheet.timeline]
    assert whens == sorted(whens, key=lambda w: days_of(w or "")[0])  # type: ignore[index]
    assert {"2025-02-18", "2025-02-26", "2025-02-27"} <= set(whens)


# --------------------------------------------------------------------------- what a value is of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("تحطمت الطائرة في مطار مرفأ عند الساعة 2:08 مساء أمس.\n", ["14:08"]),
        ("تلقى المكتب عند الساعة 18.02 بالتوقيت المحلي بلاغا بالحادث.\n", ["18:02"]),
    ],
)
def test_a_time_of_day_of_which_the_hour_alone_was_read(text: str, shown: list[str]) -> None:
    read = annotate_text(text, language_hint="ar", published=date(2026, 3, 12))
    made = reading("a", "ar", text, list(read.times))
    (statement,) = statements_of([made])
    assert [clock.shown for clock in clocks_of(statement)] == shown


def test_the_length_of_the_talks_is_compared_wherever_it_stands() -> None:
    one = "The two ministers met for four hours at a hotel by the harbour.\n"
    other = (
        "اختتمت مساء اليوم الجولة الثانية من المحادثات بشأن الملاحة في البحر، بعد جلسة مغلقة استمرت "
        "ست ساعات.\n"
    )
    price = "Grain importers say the higher fees have cost them six dollars a tonne.\n"
    sheet = sheet_of(
        reading("a", "en", one, [figure(one, "four hours", 4, unit="hour")]),
        reading("b", "ar", other, [figure(other, "ست ساعات", 6, unit="hour")]),
        reading("c", "en", price, [figure(price, "six dollars", 6, unit="USD")]),
    )
    (conflict,) = sheet.conflicts
    assert (conflict.subject, conflict.relation) == ("length", "conflict")
    assert {s.value for s in conflict.sides} == {"4", "6"}


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "The fire broke out at 10:30 p.m. behind the station.\n", ["22:30"]),
        ("fr", "Un incendie s'est déclaré vers 22h10 dans un entrepôt.\n", ["22:10"]),
        ("ar", "اندلع الحريق نحو الساعة العاشرة والنصف ليلا في الميناء.\n", ["22:30"]),
        ("ru", "Пуск был назначен на 11:42 по местному времени.\n", ["11:42"]),
        ("en", "The shock hit at 4:17 a.m. (01:17 GMT) near the lake.\n", ["04:17"]),
        ("en", "Shares fell 3.45 percent after a 17.40 dollar bid.\n", []),
    ],
)
def test_times_of_day_as_they_are_written(language: str, text: str, shown: list[str]) -> None:
    (statement,) = statements_of([reading("a", language, text)])
    assert [clock.shown for clock in clocks_of(statement)] == shown


def test_two_hours_for_the_beginning_of_one_fire() -> None:
    one = "Un incendie s'est déclaré mercredi vers 22h10 dans un entrepôt du port.\n"
    other = "وقال شهود إن الحريق اندلع نحو الساعة العاشرة والنصف ليلا بعد انفجار.\n"
    (conflict,) = sheet_of(reading("a", "fr", one), reading("b", "ar", other)).conflicts
    assert conflict.kind == "time"
    assert {s.value for s in conflict.sides} == {"22:10", "22:30"}


def test_two_causes_of_one_fire() -> None:
    one = "The fire in the warehouse was started deliberately, the province said.\n"
    other = "Les constatations orientent vers un court-circuit dans le hangar.\n"
    assert causes_of(statements_of([reading("a", "en", one)])[0]) == ["deliberate"]
    (conflict,) = sheet_of(reading("a", "en", one), reading("b", "fr", other)).conflicts
    assert (conflict.kind, conflict.subject) == ("name", "cause")
    assert {s.value for s in conflict.sides} == {"deliberate", "electrical"}


def test_a_source_that_came_round_to_the_other_had_disputed_it() -> None:
    def missing(id: str, number: int, minutes: float) -> Reading:
        text = f"After the flood {number} people are missing in the valley.\n"
        found = [figure(text, str(number), number, counted="people", sense="missing")]
        return reading(id, "en", text, found, minutes=minutes)

    sheet = sheet_of(
        missing("a", 4, 0),
        missing("b", 3, 30),
        missing("a2", 3, 900),
        origin_groups=[("a", "a2"), "b"],
    )
    assert {c.relation for c in sheet.conflicts} == {"conflict", "update"}


@pytest.mark.parametrize(
    ("language", "one", "other", "is_contrary"),
    [
        ("ar", "ارتفاع أسعار القمح في الأسواق", "هبوط أسعار القمح في الأسواق", True),
        ("ar", "الوزير يوافق على فتح المعبر", "الوزير يرفض فتح المعبر", True),
        ("ar", "ارتفاع أسعار القمح في الأسواق", "أسعار القمح تصعد في الأسواق", False),
        ("en", "Wheat prices rose sharply", "Wheat prices fell sharply", True),
        ("en", "All the injured had minor burns", "Three of them were critically hurt", True),
        ("en", "Wheat prices rose sharply", "Wheat prices were higher again", False),
    ],
)
def test_contrary_words(language: str, one: str, other: str, is_contrary: bool) -> None:
    a, b = statements_of([reading("a", language, one + "\n"), reading("b", language, other + "\n")])
    assert bool(turned(a, b)) is is_contrary


def test_a_contrary_headline_scores_above_a_paraphrase() -> None:
    texts = (
        "ارتفاع أسعار القمح بعد الجفاف",
        "انخفاض أسعار القمح بعد الجفاف",
        "أسعار القمح ترتفع إثر الجفاف",
    )
    statements = statements_of([reading(t, "ar", t + "\n") for t in texts])
    links = link_statements(statements, default_encoder().encode)
    one, contrary, same = statements
    assert contradiction(one, contrary, links.pair_of(one, contrary)) > contradiction(
        one, same, links.pair_of(one, same)
    )


@pytest.mark.parametrize(
    ("one", "other", "replaced"),
    [
        ("غرق عبارة قبالة ساحل كيرم", "غرق عبارة قبالة ساحل سيدون", True),
        ("الوزارة تباشر التحقيق في الحادث", "الوزارة تؤجل التحقيق في الحادث", True),
        ("غرق عبارة قبالة ساحل كيرم", "عبارة تغرق قبالة كيرم وسيدون", False),
        ("غرق عبارة قبالة ساحل كيرم", "غرق العبارة قبالة سواحل كيرم", False),
        ("غرق عبارة", "غرق قارب", False),  # too little stays the same
    ],
)
def test_one_word_in_the_place_of_another(one: str, other: str, replaced: bool) -> None:
    a, b = statements_of(
        [reading(n, "ar", t + "\n") for n, t in (("a", one), ("b", other))], keep_short=True
    )
    assert (replaced_word(a, b) is not None) is replaced


def test_two_things_that_change_their_ways_are_no_paraphrase() -> None:
    texts = ("القمح يصعد مع هبوط النفط", "هبوط القمح وصعود النفط", "صعود القمح مع هبوط النفط")
    statements = statements_of([reading(t, "ar", t + "\n") for t in texts])
    links = link_statements(statements, default_encoder().encode)
    one, contrary, same = statements
    assert contradiction(one, contrary, links.pair_of(one, contrary)) > 0.2 + contradiction(
        one, same, links.pair_of(one, same)
    )


def test_a_value_that_another_source_denies_by_name() -> None:
    one = "Пуск спутника отложен на 24 часа.\n"
    other = "That is two weeks, not one day, an engineer of the supplier said.\n"
    sheet = sheet_of(
        reading("a", "ru", one, [figure(one, "24 часа", 24, unit="hour")]),
        reading(
            "b",
            "en",
            other,
            [figure(other, "two weeks", 2, unit="week"), figure(other, "one day", 1, unit="day")],
        ),
    )
    (conflict,) = sheet.conflicts
    assert conflict.subject == "delay"
    assert {s.value for s in conflict.sides} == {"24 hours", "2 weeks"}


def test_the_numbers_of_a_list_count_nothing() -> None:
    one = "3 ـ تعيين المهندس سعد الراشد على وظيفة مدير عام الطرق بوزارة النقل.\n"
    other = "4 ـ تعيين المهندس سعد الراشد على وظيفة مدير عام الطرق بوزارة النقل.\n"
    sheet = sheet_of(
        reading("a", "ar", one, [figure(one, "3", 3, counted="تعيين")]),
        reading("b", "ar", other, [figure(other, "4", 4, counted="تعيين")]),
    )
    assert sheet.conflicts == ()


def test_a_digit_that_differs_in_what_follows_a_shared_sentence() -> None:
    shared = "The green strip along Harbour Street will be widened and watered from below.\n"
    one = shared + "From the mole to the lighthouse there are 249 pits, and all get new earth.\n"
    other = shared + "Some 349 plane trees are to return to the street.\n"
    round_one = shared + "Some 300 plane trees are to return to the street.\n"
    (conflict,) = sheet_of(reading("a", "en", one), reading("b", "en", other)).conflicts
    assert {side.value for side in conflict.sides} == {"249", "349"}
    assert not sheet_of(reading("a", "en", one), reading("b", "en", round_one)).conflicts


def test_a_quotation_in_two_languages_marks_the_figure_that_differs() -> None:
    english = (
        '"We will send 300 doctors to Tartura on Thursday and they will stay until the water is'
        ' clean", the minister said.\n'
    )
    arabic = 'قال الوزير: "سنرسل 500 طبيب إلى تارتورا يوم الخميس وسيبقون حتى تصبح المياه نظيفة".\n'
    one = reading("a", "en", english, [
        quote(english, english.split('"')[1], "the minister", "person:minister"),
        figure(english, "300", 300, counted="doctors"),
    ])  # fmt: skip
    other = reading("b", "ar", arabic, [
        quote(arabic, arabic.split('"')[1], "الوزير", "person:minister"),
        figure(arabic, "500", 500, counted="طبيب"),
    ])  # fmt: skip
    (group,) = sheet_of(one, other).quotes
    homes = {"a": one, "b": other}
    marked = [
        homes[r.place.article_id].text_of(r.place)[s.start : s.end]
        for r in group.renderings
        for s in r.differing
    ]
    assert marked == ["300", "500"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("زلزال", "quake"), ("تظاهرات", "протеста"), ("agreement", "مذكرة"), ("yangın", "Feuer")],
)
def test_words_that_name_one_thing(one: str, other: str) -> None:
    assert set(things(fold(one))) & set(things(fold(other)))
    assert not set(things(fold(one))) & set(things("water"))
