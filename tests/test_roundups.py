"""Round-ups: what tells of many events joins none but that which it begins with. Invented news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from readings import as_read
from tawatur.cluster import OpenWindow, entry_of
from tawatur.cluster.roundups import is_roundup
from tawatur.headlines import Headline
from tawatur.model import Reading
from tawatur.settings import Settings

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "headline",
    [
        "عام / اهتمامات الصحف الأردينية",
        "افتتاحيات الصحف ليوم الثلاثاء 4 آذار",
        "موجز أخبار الساعة",
        "جولة «النورس» الإخبارية المسائية",
        "أحداث الأربعاء 5 آذار 2025",
        "News in brief: ports, wheat, football",
        "Marsala Daily briefing for Tuesday",
        "Revue de presse du mardi 4 mars",
        "Обзор прессы Марсалы за вторник",
        "Günün özeti: 4 Mart",
        "Presseschau vom Dienstag",
    ],
)
def test_a_round_up_says_so_in_its_headline(headline: str) -> None:
    assert is_roundup(Headline(headline), None)


@pytest.mark.parametrize(
    "headline",
    [
        "",
        "حكومة أردينيا تصدر أهم قرارات العام",
        "نقابة الصحفيين تدين أحداث الميناء",
        "وزير الخارجية يبدأ جولة في أردينيا",
        "Port of Marsala briefly closed after the storm",
        "Minister's briefing on the ferry disaster ends in silence",
        "Пресса узнала главное о порте Марсалы",
    ],
)
def test_a_report_is_no_round_up(headline: str) -> None:
    assert not is_roundup(Headline(headline), None)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://nawras.example/tag/مرسالا", True),
        ("https://nawras.example/category/world/page/2/", True),
        ("https://gull.example/category/world/port-of-marsala-opens-again", False),
        ("https://gull.example/news/1187722", False),
        ("https://gull.example/tag", False),
        ("http://[gull/tag/x", False),
    ],
)
def test_the_page_of_a_keyword_is_one(address: str, is_one: bool) -> None:
    assert is_roundup(Headline(""), address) is is_one


def reading(name: str, hours: float, title: str, text: str) -> Reading:
    return as_read(name, NOON + timedelta(hours=hours), "ar", title, text)


STRIKE = "أعلنت نقابة عمال ميناء مرسالا إضرابا مفتوحا ابتداء من صباح الثلاثاء احتجاجا على خفض الأجور، وقال رئيس النقابة توماس ريدل إن المفاوضات مع الشركة المشغلة انهارت ليلا بعد ثلاث ساعات من الحوار."
WHEAT = "رفعت وزارة الزراعة في أوستروفيا سعر شراء القمح من الفلاحين بنسبة عشرة في المئة هذا الموسم، وقالت الوزيرة لينا مارسك إن القرار جاء بعد موجة جفاف أضرت بالمحصول في سهول لمنار الشمالية."
MUSEUM = "أعاد متحف كاراداغ فتح أبوابه بعد ترميم استمر عامين، وعرض للمرة الأولى مخطوطات القرن التاسع التي عثر عليها المنقب إيفو هارمان قرب بحيرة توسان، بحسب ما ذكرت مديرة المتحف سيلفا تونيان."


def test_a_round_up_is_compared_by_what_it_begins_with() -> None:
    text = f"{STRIKE}\n{WHEAT}\n{MUSEUM}"
    named = entry_of(reading("a", 0, "اهتمامات الصحف الأردينية", text))
    plain = entry_of(reading("b", 0, "إضراب في ميناء مرسالا", text))
    assert "قمح" in plain.words and "مخطوطات" in plain.words
    assert "مرسالا" in named.words
    assert "مخطوطات" not in named.words
    assert not any("tonian" in key or "هارمان" in key for key in named.names)


def test_a_round_up_does_not_bring_unlike_events_together() -> None:
    window = OpenWindow(Settings())
    rows = [
        ("brief", 0, "اهتمامات الصحف الأردينية", f"{STRIKE}\n{WHEAT}\n{MUSEUM}"),
        ("wheat", 1, "أوستروفيا ترفع سعر شراء القمح بعد الجفاف", WHEAT),
        ("museum", 2, "متحف كاراداغ يفتح أبوابه بعد ترميم استمر عامين", MUSEUM),
        ("wheat2", 3, "رفع سعر شراء القمح في أوستروفيا عشرة في المئة", WHEAT + " ورحب الفلاحون بالقرار."),
    ]  # fmt: skip
    for row in rows:
        one = reading(*row)
        for change in window.propose(one):
            window.apply(change, one)
    stories = {name: window.story_of(name) for name, *_ in rows}
    assert stories["wheat"] == stories["wheat2"]
    assert len({stories["brief"], stories["wheat"], stories["museum"]}) == 3
