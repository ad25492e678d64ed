"""How alike two articles are, taken by themselves. Invented news."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from tawatur.annotate import annotate_text
from tawatur.cluster import (
    PairModel,
    Portrait,
    event_likeness,
    graded_features,
    graded_likeness,
    pair_model,
    portray,
    portray_all,
    same_event,
)
from tawatur.embed import article_text_for_vector, default_encoder, to_vector
from tawatur.model import Article, Finding, Reading

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)


def read(language: str, title: str | None, text: str, outlet: str | None = None) -> Reading:
    encoder = default_encoder()
    row = encoder.encode([article_text_for_vector(title, text)], [language])[0]
    return Reading(
        article=Article(
            id=f"{language} {title}",
            url=None,
            page_name=f"{language} {title}",
            seen_at=NOON,
            title=Finding(value=title, where="record", confidence=1.0) if title else None,
            outlet=Finding(value=outlet, where="record", confidence=1.0) if outlet else None,
            text=text,
            raw_text=text,
        ),
        annotations=annotate_text(text, language_hint=language),
        title_annotations=annotate_text(title, language_hint=language) if title else None,
        vector=to_vector(row, encoder.model),
    )


def portrait(language: str, title: str | None, text: str, outlet: str | None = None) -> Portrait:
    encoder = default_encoder()
    return portray(read(language, title, text, outlet), encoder.encode, encoder.encode_closely)


DAM = portrait(
    "en", "Cracks close the Orvela dam, 3,400 people moved",
    "Engineers found cracks in the dam above Orvela on Sunday and 3,400 people were moved to schools and sports halls. The valley road is closed and the reservoir is being lowered by 12 centimetres an hour, the water board said.",
)  # fmt: skip
DAM_TOO = portrait(
    "en", "Valley below Orvela emptied as dam wall leaks",
    "Some 3,400 residents of the Orvela valley spent the night in sports halls after water came through the dam wall. The water board expects to lower the reservoir for a week.",
)  # fmt: skip
DAM_IN_SPANISH = portrait(
    "es", "Evacuadas 3.400 personas por grietas en la presa de Orvela",
    "Los ingenieros hallaron el domingo grietas en la presa situada sobre Orvela y 3.400 personas fueron trasladadas a escuelas y polideportivos. El nivel del embalse baja 12 centímetros por hora.",
)  # fmt: skip
DAM_IN_UKRAINIAN = portrait(
    "uk", "Через тріщини в дамбі Орвели евакуювали 3400 людей",
    "Інженери виявили в неділю тріщини в дамбі над Орвелою, і 3400 людей перевезли до шкіл та спортзалів. Рівень водосховища знижують на 12 сантиметрів за годину, повідомило управління водних ресурсів.",
)  # fmt: skip
OTHER_DAM = portrait(
    "en", "Parliament of Tessaly votes for a dam on the Mirna",
    "Lawmakers in Tessaly approved by 61 votes to 40 a plan for a hydroelectric dam on the Mirna river. Building is to begin in 2031 and farmers' unions announced a suit.",
)  # fmt: skip
CHESS_IN_SPANISH = portrait(
    "es", "Una niña de doce años gana el torneo de ajedrez de Belmora",
    "Lía Quintar, de doce años, venció en la última ronda al gran maestro Oto Brandel y ganó con siete puntos el torneo abierto de Belmora.",
)  # fmt: skip


QUAKE = {
    "he": read(
        "he", "רעידת אדמה בעוצמה 6.2 בקארסט: לפחות 17 הרוגים",
        "רעידת אדמה בעוצמה 6.2 פגעה הלילה במחוז קארסט ולפחות 17 בני אדם נהרגו, כך מסר משרד הפנים. 240 בתים קרסו בעיירה דורנה, וצוותי חילוץ מחפשים לכודים מתחת להריסות. בית החולים במקום קלט 85 פצועים.",
    ),
    "en": read(
        "en", "At least 17 dead as magnitude 6.2 quake hits Karst province",
        "An earthquake of magnitude 6.2 struck Karst province overnight, killing at least 17 people, the interior ministry said. Rescuers were searching the rubble of some 240 collapsed houses in the town of Dorna, and the local hospital was treating 85 injured.",
    ),
    "other": read(
        "en", "Magnitude 5.4 quake shakes the Belmor islands, no victims",
        "A quake of magnitude 5.4 was felt on the Belmor islands on Tuesday morning. Some windows broke in the port of Sella but nobody was hurt, the civil protection agency said, and no tsunami warning was given.",
    ),
}  # fmt: skip
PORT = {
    "fa": read(
        "fa", "آتش‌سوزی در بندر سالمار ۹ کشته بر جای گذاشت",
        "آتش‌سوزی گسترده در انبار مواد شیمیایی بندر سالمار دست‌کم ۹ کشته و ۴۳ زخمی بر جای گذاشت. فرماندار سالمار گفت آتش پس از هفت ساعت مهار شده و ۱۲۰۰ نفر از خانه‌های اطراف تخلیه شده‌اند. علت حادثه در دست بررسی است.",
    ),
    "ar": read(
        "ar", "تسعة قتلى في حريق بمستودع للمواد الكيميائية في ميناء سالمار",
        "قتل تسعة أشخاص على الأقل وأصيب 43 في حريق اندلع في مستودع للمواد الكيميائية بميناء سالمار. وقال محافظ المدينة إن رجال الإطفاء سيطروا على النيران بعد سبع ساعات وإن 1200 شخص غادروا منازلهم القريبة.",
    ),
    "other": read(
        "ar", "ميناء سالمار يستقبل أول سفينة حاويات بعد توسعة الرصيف",
        "استقبل ميناء سالمار يوم الأحد أول سفينة حاويات على رصيفه الجديد الذي كلف بناؤه 80 مليون دولار. وقال مدير الميناء إن طاقته سترتفع إلى مليوني حاوية في السنة.",
    ),
}  # fmt: skip
BRIDGE = {
    "zh": read(
        "zh", "卢纳河大桥垮塌 致12人死亡",
        "周一清晨，连接奥尔诺与梅拉的卢纳河大桥突然垮塌，造成至少12人死亡，另有5人失踪。交通部长安娜·皮雷斯说，大桥去年刚刚通过检查，政府已成立调查组。救援人员正在河中搜寻一辆坠落的公交车。",
    ),
    "es": read(
        "es", "Al menos doce muertos al derrumbarse el puente sobre el río Luna",
        "El puente que une Orno y Mela sobre el río Luna se derrumbó el lunes al amanecer y causó al menos 12 muertos y 5 desaparecidos. La ministra de Transportes, Ana Pires, recordó que la estructura había pasado una inspección el año pasado. Los equipos de rescate buscan en el agua un autobús.",
    ),
    "other": read(
        "es", "El Congreso aprueba el presupuesto de obras públicas para puentes",
        "El Congreso aprobó el martes un presupuesto de 400 millones para reparar puentes y carreteras en todo el país. La oposición votó en contra porque pedía más dinero para los ferrocarriles.",
    ),
}  # fmt: skip
MARCH = {
    "whole": read(
        "en", "Marchers in Velden demand resignation of governor Stann",
        "Some 30,000 people marched through Velden on Saturday calling on governor Piet Stann to resign over the water scandal. They carried empty bottles and blocked the ring road for three hours. Organisers announced another march in two weeks.",
    ),
    "aspect": read(
        "en", "Singer Mara Lind arrested after climbing monument at Velden march",
        "The singer Mara Lind was led away by police on Saturday after she climbed the monument of the founder and sang in front of thousands who had come to the march against governor Piet Stann in Velden. She was released in the evening.",
    ),
    "other": read(
        "en", "Governor Stann opens hospital wing in Velden",
        "Governor Piet Stann opened a new wing of the children's hospital in Velden on Tuesday. The building has 120 beds and cost 45 million. Stann did not answer questions on the water supply.",
    ),
}  # fmt: skip
ARREST = {
    "2018": read(
        "en", "Former minister Tomas Velk arrested in fraud inquiry",
        "Police arrested former finance minister Tomas Velk in the capital on 4 May 2018 on suspicion of fraud in the sale of the state airline. His lawyer called the accusations absurd. A judge ordered him held for 48 hours.",
    ),
    "2018 in Arabic": read(
        "ar", "توقيف وزير المالية السابق توماس فيلك في قضية احتيال",
        "أوقفت الشرطة في العاصمة في 4 مايو 2018 وزير المالية السابق توماس فيلك للاشتباه في ضلوعه في احتيال في صفقة بيع شركة الطيران الحكومية. ووصف محاميه الاتهامات بأنها سخيفة، وأمر قاض باحتجازه 48 ساعة.",
    ),
    "2016": read(
        "en", "Former minister Tomas Velk detained over drunk driving",
        "Former finance minister Tomas Velk was detained on 12 March 2016 after his car was stopped at twice the permitted speed near Harwick. A test showed that he had been drinking, police said. He was freed the next morning.",
    ),
}  # fmt: skip


def one_event(a: Reading, b: Reading) -> float:
    encoder = default_encoder()
    return event_likeness(*portray_all([a, b], encoder.encode, encoder.encode_closely))


@pytest.mark.parametrize(
    ("a", "b", "other"),
    [tuple(some.values()) for some in (QUAKE, PORT, BRIDGE)],
    ids=["he-en", "fa-ar", "zh-es"],
)
def test_one_event_in_two_scripts_and_another_of_its_kind(
    a: Reading, b: Reading, other: Reading
) -> None:
    together = one_event(a, b)
    assert together > 0.75
    assert one_event(a, other) < 0.45
    assert one_event(b, other) < together - 0.3
    assert same_event(a, b)[0] > 0.85
    assert same_event(a, b)[0] > max(same_event(a, other)[0], same_event(b, other)[0])


def test_two_aspects_of_one_march_are_one_event() -> None:
    assert one_event(MARCH["whole"], MARCH["aspect"]) > 0.4
    assert one_event(MARCH["aspect"], MARCH["other"]) < 0.4
    assert same_event(MARCH["whole"], MARCH["aspect"])[0] > 0.85


def test_two_arrests_of_one_man_in_two_years_are_two_events() -> None:
    now, elsewhere, then = ARREST["2018"], ARREST["2018 in Arabic"], ARREST["2016"]
    assert one_event(now, elsewhere) > 0.7
    assert one_event(now, then) < 0.2
    assert one_event(elsewhere, then) < 0.1
    assert same_event(now, elsewhere)[0] > 0.9
    probability, features = same_event(now, then)
    assert probability < 0.5
    assert features["other-days"] == features["other-years"] == 1


def test_days_far_apart_are_told_from_near_ones() -> None:
    def day(written: str) -> Portrait:
        return portrait("en", None, f"The mine at Karsk was flooded on {written} after heavy rain.")

    march = day("3 March 2025")
    assert graded_features(march, day("5 March 2025"))["other-days"] == 0
    assert graded_features(march, day("3 September 2025"))["other-days"] == 1
    assert graded_features(march, day("some day in spring"))["other-days"] == 0


def test_one_event_is_liker_than_one_subject_and_that_than_nothing_in_common() -> None:
    one, subject = graded_likeness(DAM, DAM_TOO), graded_likeness(DAM, OTHER_DAM)
    assert 1 >= one > 0.5 > subject
    assert subject > graded_likeness(DAM_IN_SPANISH, CHESS_IN_SPANISH)


@pytest.mark.parametrize("other", [DAM_IN_SPANISH, DAM_IN_UKRAINIAN], ids=["es", "uk"])
def test_across_languages(other: Portrait) -> None:
    assert graded_likeness(DAM, other) > 0.5
    assert graded_likeness(other, CHESS_IN_SPANISH) < 0.2
    assert graded_likeness(OTHER_DAM, other) < graded_likeness(DAM, other) - 0.2


def test_one_event_is_told_from_one_subject_in_one_language_too() -> None:
    assert event_likeness(DAM, DAM_TOO) > event_likeness(DAM, OTHER_DAM) + 0.2
    assert event_likeness(DAM, DAM_IN_SPANISH) == graded_likeness(DAM, DAM_IN_SPANISH)


def test_many_portraits_are_those_of_one_at_a_time() -> None:
    encoder = default_encoder()
    readings = [
        read("en", "Ferry stuck off Marsala", "The ferry ran aground with 214 people on board."),
        read("uk", None, "Пором сів на мілину біля Марсали, на борту 214 людей."),
        read("und", None, ""),
    ]
    together = portray_all(readings, encoder.encode, encoder.encode_closely)
    for reading, portrayed in zip(readings, together, strict=True):
        alone = portray(reading, encoder.encode, encoder.encode_closely)
        assert graded_features(portrayed, DAM) == graded_features(alone, DAM)
    assert together[1].pieces is None
    assert together[2].headline is None


def test_the_order_of_the_two_is_nothing() -> None:
    everything = [DAM, DAM_TOO, DAM_IN_SPANISH, DAM_IN_UKRAINIAN, OTHER_DAM, CHESS_IN_SPANISH]
    for a in everything:
        for b in everything:
            assert graded_likeness(a, b) == pytest.approx(graded_likeness(b, a), abs=1e-6)
            assert 0 <= graded_likeness(a, b) <= 1
        assert graded_likeness(a, a) > 0.8


def test_figures_and_years_are_told() -> None:
    features = graded_features(DAM, DAM_TOO)
    assert features["figures-shared"] >= 1  # 3,400 people
    assert features["numbers-shared"] >= 1
    then, now = (
        portrait("en", None, f"The mine at Karsk was flooded in {year} after heavy rain in spring.")
        for year in (1987, 2025)
    )
    assert graded_features(then, now)["other-years"] == 1
    assert graded_features(now, now)["other-years"] == 0


def test_texts_without_headline_or_without_anything() -> None:
    bare = portrait("en", None, "Engineers found cracks in the dam above Orvela on Sunday.")
    nothing = portrait("und", None, "")
    marks = portrait("ar", "؟!", "…")
    assert graded_likeness(bare, DAM) > graded_likeness(bare, OTHER_DAM)
    for odd in (nothing, marks):
        for other in (nothing, marks, DAM):
            assert 0 <= graded_likeness(odd, other) <= 1
    assert graded_likeness(nothing, DAM) < 0.3


def test_a_headline_in_the_address_counts_like_a_given_one() -> None:
    text = "Engineers found cracks in the wall on Sunday. The valley road is closed."
    encoder = default_encoder()
    bare = read("en", None, text)
    address = "https://outlet.example/2025/03/cracks-close-the-orvela-dam-3400-people-moved.html"
    addressed = msgspec.structs.replace(
        bare, article=msgspec.structs.replace(bare.article, url=address)
    )
    without, told = portray_all([bare, addressed], encoder.encode, encoder.encode_closely)
    features = graded_features(told, DAM)
    assert features["headline-words"] > graded_features(without, DAM)["headline-words"] + 0.3
    assert features["has-headline"] == 0  # vectors are made of headlines as they were written


def test_the_model_weighs_only_features_that_there_are() -> None:
    model = pair_model()
    known = graded_features(DAM, OTHER_DAM).keys()
    assert model.likeness.keys() <= known
    assert model.one_event.keys() <= known
    double = PairModel(
        likeness={**model.likeness, "close": [(0.0, 5.0)]}, one_event=model.one_event
    )
    assert graded_likeness(DAM, DAM_TOO, double) == 1
    assert msgspec.json.decode(msgspec.json.encode(model), type=PairModel) == model
