"""Notices that fill in one form are no copies of one another; edited copies stay copies.

Invented news; towns are real, so that they are recognised as names.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tawatur.annotate import annotate_text
from tawatur.model import Article, Derivation, Finding, Reading
from tawatur.trace import trace_article

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

FIRE = (
    "تمكنت فرق الدفاع المدني في {town} مساء أمس من إخماد حريق اندلع في مستودع للأخشاب دون وقوع "
    "إصابات. وأوضح المتحدث باسم الدفاع المدني أن الفرق باشرت الموقع فور تلقي البلاغ وحاصرت النيران "
    "قبل امتدادها إلى المباني المجاورة، مشيرا إلى أن التحقيق جار لمعرفة الأسباب."
)
FIRE_EN = (
    "Firefighters in {town} put out a blaze in a timber warehouse on Sunday evening. Nobody was "
    "hurt, a spokesman for the civil defence said, adding that the crews reached the place a few "
    "minutes after the call and kept the flames from the houses next to it. The cause is not known."
)
WEATHER = (
    "تتوقع هيئة الأرصاد في تقريرها عن حالة الطقس لهذا اليوم {day} أن تنشط الرياح السطحية المثيرة "
    "للأتربة والغبار على {where} تحد من مدى الرؤية الأفقية، كما تتهيأ الفرصة لهطول أمطار رعدية على "
    "{rain} تمتد حتى الأجزاء الساحلية، وتكون حركة الرياح السطحية على البحر شمالية غربية بسرعة "
    "{wind} كيلومترا في الساعة، وارتفاع الموج من متر إلى متر ونصف، وحالة البحر خفيف الموج."
)
PLANE = (
    "وصلت اليوم {day} إلى مطار بورتو الدولي طائرة الإغاثة {ordinal} التي تسيرها جمعية الأيدي البيضاء "
    "محملة بـ {tons} طنا من المواد الغذائية والطبية، وكان في استقبالها مندوبو الجمعية ومدير المطار. "
    "وقال مدير الجمعية إن الحملة مستمرة حتى تصل المعونات إلى جميع المحتاجين في المدن والقرى المتضررة "
    "وإن طائرات أخرى ستصل في الأيام المقبلة بالتنسيق مع السلطات المحلية."
)


def article(
    name: str, text: str, hours: float = 0.0, language: str = "ar", title: str = ""
) -> Reading:
    at = MONDAY + timedelta(hours=hours)
    return Reading(
        article=Article(
            id=name,
            url=None,
            page_name=name,
            seen_at=at,
            title=Finding(value=title, where="record", confidence=1.0) if title else None,
            outlet=Finding(value=f"Outlet {name}", where="record", confidence=1.0),
            text=text,
            raw_text=text,
        ),
        annotations=annotate_text(text, language_hint=language, published=at.date()),
    )


def found(earlier: Reading, later: Reading) -> Derivation | None:
    def no_encoding(*_: object) -> object:
        raise AssertionError("texts of one language need no vectors of sentences")

    return next(iter(trace_article(later, [earlier], no_encoding)), None)  # type: ignore[arg-type]


def is_copy(derivation: Derivation | None) -> bool:
    return derivation is not None and derivation.kind in ("verbatim", "edited")


@pytest.mark.parametrize(
    ("form", "language", "one", "other"),
    [(FIRE, "ar", "الدمام", "تبوك"), (FIRE_EN, "en", "Leipzig", "Rotterdam")],
)
def test_the_same_words_about_another_town_are_no_copy(
    form: str, language: str, one: str, other: str
) -> None:
    earlier = article("a", form.format(town=one), language=language)
    later = article("b", form.format(town=other), 5, language=language)
    derivation = found(earlier, later)
    assert not is_copy(derivation)
    assert derivation is None or any("one form of words" in line for line in derivation.evidence)
    assert is_copy(found(earlier, article("c", form.format(town=one), 5, language=language)))


def test_a_town_spelt_otherwise_is_the_same_town() -> None:
    earlier = article("a", FIRE.format(town="جازان"))
    assert is_copy(found(earlier, article("b", FIRE.format(town="جيزان"), 5)))


def test_the_weather_of_another_day_is_no_copy() -> None:
    monday = WEATHER.format(day="الاثنين", where="شمال نجران", rain="عسير والباحة", wind="15 - 38")
    tuesday = WEATHER.format(day="الثلاثاء", where="شرق تبوك", rain="حائل والقصيم", wind="20 - 42")
    assert not is_copy(found(article("a", monday), article("b", tuesday, 24)))
    cut = monday.replace("، وارتفاع الموج من متر إلى متر ونصف", "")
    assert is_copy(found(article("a", monday), article("c", cut, 3)))


def test_the_next_plane_of_a_relief_campaign_is_another_event() -> None:
    fourth = PLANE.format(day="الاثنين", ordinal="الرابعة", tons=10)
    fifth = PLANE.format(day="الجمعة", ordinal="الخامسة", tons=12)
    for old, new in (
        ("وكان في استقبالها مندوبو الجمعية ومدير المطار", "واستقبلها القائمون على التوزيع"),
        ("إن الحملة مستمرة حتى تصل المعونات", "إن المعونات ستصل تباعا"),
        ("وإن طائرات أخرى ستصل", "وإن شحنات أخرى تحط"),
    ):
        fifth = fifth.replace(old, new)
    later = article("b", fifth, 24 * 4)
    assert is_copy(found(article("a", fifth), later))
    assert not is_copy(found(article("a", fourth), later))


def test_a_copy_of_yesterdays_report_stays_a_copy() -> None:
    report = PLANE.format(day="الاثنين", ordinal="الرابعة", tons=10)
    late = report.replace("وصلت اليوم الاثنين", "حطت أمس الاثنين").replace(
        "وكان في استقبالها", "واستقبلها"
    )
    assert is_copy(found(article("a", report), article("b", late, 26)))


def test_one_name_put_right_in_a_long_text_leaves_it_a_copy() -> None:
    text = " ".join(
        PLANE.format(day="الاثنين", ordinal=ordinal, tons=tons)
        for ordinal, tons in (("الرابعة", 10), ("السابعة", 14), ("التاسعة", 17))
    )
    text += " وحضر الاستقبال وفد من مدينة الخرطوم."
    put_right = text.replace("الخرطوم", "نواكشوط")
    assert is_copy(found(article("a", text), article("b", put_right, 2)))
