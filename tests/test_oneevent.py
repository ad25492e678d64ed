"""What is no conflict: other battles, other hours of a market, other words for one thing; and what
stays one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tawatur.dossiers import compare
from tawatur.model import Conflict, Dossier, Hints, Page

SEEN = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def documents(*texts: str, language: str = "en", days: int = 0) -> Dossier:
    """The texts as articles of invented outlets, half an hour (and ``days``) apart."""
    names = ("Harbour Ledger", "Island Mail", "Northern Post", "Valley Times")
    pages = []
    for number, text in enumerate(texts):
        seen = SEEN + timedelta(minutes=30 * number, days=days * number)
        pages.append(
            Page(
                name=f"{number}.json", body=b"", media_type="application/json", seen_at=seen,
                url=f"https://outlet{number}.example/{number}",
                hints=Hints(
                    title=text.splitlines()[0][:60], outlet=names[number], language=language,
                    published=seen.isoformat(), text=text,
                ),
            )
        )  # fmt: skip
    dossier, failures = compare(pages)
    assert dossier is not None and not failures
    return dossier


def conflicts(*texts: str, language: str = "en", days: int = 0) -> list[Conflict]:
    return list(documents(*texts, language=language, days=days).sheet.conflicts)


def values(found: list[Conflict]) -> list[tuple[str, list[str]]]:
    return [(c.kind, sorted(side.value for side in c.sides)) for c in found]


# ------------------------------------------------------------------ figures

FRONT = """قُتل 12 مسلحا في اشتباكات قرب بلدة الرميلة أمس، بحسب مصدر محلي.
وفي مدينة الشراعية قُتل 30 مقاتلا في غارات جوية، وفق شهود.
وأضاف المصدر أن 5 جنود قتلوا في كمين على طريق المطار.
وسقط 21 قتيلا في قصف مدفعي على حي الزهور.
"""
OTHER_FRONT = """أفاد سكان بمقتل 8 مسلحين في اشتباكات عند مدخل بلدة السويدة أمس.
وقُتل 17 مقاتلا في غارات على معسكر غربي البلاد.
وقال مسعفون إن 3 مدنيين قتلوا في قصف على سوق شعبي.
وقُتل 40 شخصا في معارك الأسبوع، بحسب ناشطين.
"""


def test_the_dead_of_several_battles_are_no_dispute_about_one_number() -> None:
    assert not values(conflicts(FRONT, OTHER_FRONT, language="ar"))


def test_the_dead_of_one_attack_still_are() -> None:
    one = "A bomb went off at the bus station of Marfa on Wednesday, killing 12 people.\n"
    two = "A blast at Marfa bus station on Wednesday killed 17 people, hospitals said.\n"
    assert values(conflicts(one, two)) == [("figure", ["12", "17"])]


def test_what_rose_in_one_hour_and_fell_in_another_is_no_dispute() -> None:
    one = "The Marfa index fell 0.3 percent to 1,084 points at midday on heavy selling of bank shares.\n"
    two = (
        "The Marfa index rose 0.7 percent to 1,096 points at the close on buying of bank shares.\n"
    )
    assert not conflicts(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The port lost 945.4 million dollars last year.", "The port lost 945 million dollars last year."),
        ("The index closed at 291.03 points on Wednesday.", "The index closed at 291 points on Wednesday."),
    ],
)  # fmt: skip
def test_a_rounded_number_is_the_number(one: str, two: str) -> None:
    assert not conflicts(one + "\n", two + "\n")


def test_with_two_of_his_comrades_is_three_dead() -> None:
    one = "استشهد العريف سالم الحداد مع اثنين من زملائه في قصف على مركز الرميلة الحدودي أمس.\n"
    two = "استشهد 3 رجال أمن في قصف على مركز الرميلة الحدودي أمس.\n"
    assert not conflicts(one, two, language="ar")


@pytest.mark.parametrize("written", ["7ر1 مليون", "1،7 مليون"])
def test_a_number_whose_digits_were_torn_apart_is_not_compared(written: str) -> None:
    one = "رفعت الشركة إنتاجها أكثر من 1.7 مليون برميل يوميا منذ نوفمبر الماضي.\n"
    two = f"رفعت الشركة إنتاجها أكثر من {written} برميل يوميا منذ نوفمبر الماضي.\n"
    assert not conflicts(one, two, language="ar")


# ------------------------------------------------------------------ days and hours


def test_yesterday_in_two_papers_may_be_two_days_of_print() -> None:
    one = "أدانت الحكومة بأشد العبارات الهجوم الذي نفذه مسلحون أمس وأدى إلى حرق منزل في قرية الرميلة.\n"
    two = "أدانت الحكومة بأشد العبارات الهجوم الذي نفذه مسلحون اليوم وأدى إلى حرق منزل في قرية الرميلة.\n"
    assert not [c for c in conflicts(one, two, language="ar") if c.kind == "time"]


def test_two_named_days_for_one_meeting_are_a_dispute() -> None:
    one = "The foreign ministers of Veldia and Karnow will meet in Marfa on Friday to sign the border treaty.\n"
    two = "The foreign ministers of Veldia and Karnow will meet in Marfa on Saturday to sign the border treaty.\n"
    assert values(conflicts(one, two)) == [("time", ["2026-03-13", "2026-03-14"])]


# ------------------------------------------------------------------ yes and no


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "عُثر على حطام الطائرة على شاطئ جزيرة لا ريونيون في المحيط الهندي يوم الأربعاء.",
            "عُثر على حطام الطائرة على شاطئ جزيرة ريونيون في المحيط الهندي يوم الأربعاء.",
        ),
        (
            "دعا الخطيب في خطبة الجمعة إلى حماية الشباب من الأفكار الهدامة، لا سيما ما يبثه الإعلام الجديد.",
            "دعا الخطيب في خطبة الجمعة إلى حماية الشباب من الأفكار الهدامة ومما يبثه الإعلام الجديد.",
        ),
    ],
)  # fmt: skip
def test_a_no_that_negates_nothing_is_no_denial(one: str, two: str) -> None:
    assert not [c for c in conflicts(one + "\n", two + "\n", language="ar") if c.kind == "polarity"]


# ------------------------------------------------------------------ towns, offices


def test_two_incidents_of_one_day_in_two_towns_are_two_incidents() -> None:
    one = "The Red Crescent said a boy was hurt when a car hit a lamp post in Sidi Lamine on Friday.\n"
    two = "The Red Crescent said it will open a new hospital with two hundred beds in Oran on Friday.\n"
    assert not conflicts(one, two)


def test_two_soldiers_of_one_rank_are_two_soldiers() -> None:
    rank = "شيع المئات جثمان الجندي أول {} الذي قتل في القصف على الحدود الجنوبية يوم الجمعة.\n"
    assert not conflicts(rank.format("محمد العمري"), rank.format("حسن البصري"), language="ar")


# ------------------------------------------------------------------ what it was due to


def test_who_names_what_it_was_not_contradicts_who_says_that_it_was() -> None:
    one = "A pressure sensor failed and stopped the launch of the Najm satellite on Wednesday, the agency said.\n"
    two = "A leaking valve rather than a sensor stopped the launch of the Najm satellite on Wednesday, an engineer said.\n"
    assert ("name", ["sensor", "valve"]) in values(conflicts(one, two))


def test_a_contrast_of_anything_but_a_cause_is_an_opinion() -> None:
    one = "The minister said the talks are about trade and about the border of the two countries.\n"
    two = "The minister said the talks are about trust rather than trade, and about the border.\n"
    assert not conflicts(one, two)
