"""Figures: value, unit, bound, and what befell the counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tawatur.annotate.figures import find_figures
from tawatur.annotate.sentences import split_sentences
from tawatur.annotate.times import find_times
from tawatur.model import Figure


def figures_of(text: str, language: str) -> list[Figure]:
    sentences = split_sentences(text, language)
    times = find_times(text, language, published=date(2025, 2, 27), sentences=sentences)
    return list(find_figures(text, language, sentences=sentences, times=times))


# (language, text, [(low, high, unit, sense, bound)])
CASES = [
    ("ar", "الاجتماع سيستمر من 4 إلى 5 ساعات", [(4, 5, "hour", None, "range")]),
    ("ar", "تستمر المحادثات 5 ساعات على الأقل", [(5, None, "hour", None, "at-least")]),
    ("ar", "أسفر الهجوم عن مقتل 12 شخصا وإصابة 30 آخرين", [(12, 12, None, "killed", "exact"), (30, 30, None, "injured", "exact")]),
    ("ar", "سقط قتيلان و17 جريحا في انفجار استمر ساعتين", [(2, 2, None, "killed", "exact"), (17, 17, None, "injured", "exact"), (2, 2, "hour", None, "exact")]),
    ("ar", "نزح ما لا يقل عن مئة وخمسة وعشرين ألف شخص", [(125000, None, None, "displaced", "at-least")]),
    ("ar", "بلغت القيمة ٣٫٥ مليون دولار بزيادة 12.5 في المئة", [(3.5e6, 3.5e6, "USD", None, "exact"), (12.5, 12.5, "percent", None, "exact")]),
    ("ar", "أصيب نحو عشرين شخصا", [(20, 20, None, "injured", "about")]),
    ("ar", "فقدان ثلاثة بحارة", [(3, 3, None, "missing", "exact")]),
    ("ar", "مذكرة تفاهم تسري عاما واحدا أو لمدة عام واحد", [(1, 1, "year", None, "exact")]),
    ("ar", "وقعا مذكرة لمدة عام قابلة للتجديد", [(1, 1, "year", None, "exact")]),
    ("ar", "استمر ثلاث ساعات ونصف الساعة ثم توقف ساعتين ونصف الساعة", [(3.5, 3.5, "hour", None, "exact"), (2.5, 2.5, "hour", None, "exact")]),
    ("ar", "سقط قتيل واحد و12 جريحا", [(1, 1, None, "killed", "exact"), (12, 12, None, "injured", "exact")]),
    ("ar", "قتل شخص واحد على الأقل", [(1, None, None, "killed", "at-least")]),
    ("tr", "Depremde hayatını kaybedenlerin sayısı 10'a yükseldi", [(10, 10, None, "killed", "exact")]),
    ("tr", "Kentte 2 bin 300 kişi barınıyor, 1 milyon 250 bin ton buğday var", [(2300, 2300, None, None, "exact"), (1.25e6, 1.25e6, "tonne", None, "exact")]),
    ("en", "At least 12 people were killed and more than 30 injured.", [(12, None, None, "killed", "at-least"), (30, None, None, "injured", "at-least")]),
    ("en", "The blast, killing 17 civilians and wounding 31 others, cost $3.5 million.", [(17, 17, None, "killed", "exact"), (31, 31, None, "injured", "exact"), (3.5e6, 3.5e6, "USD", None, "exact")]),
    ("en", "between 4 and 5 hours", [(4, 5, "hour", None, "range")]),
    ("en", "10-15 people arrested", [(10, 15, None, "arrested", "range")]),
    ("en", "up to twenty-five thousand euros", [(None, 25000, "EUR", None, "at-most")]),
    ("ru", "Погибли 12 человек, более 30 ранены, около 5 тыс. эвакуированы", [(12, 12, None, "killed", "exact"), (30, None, None, "injured", "at-least"), (5000, 5000, None, "displaced", "about")]),
    ("ru", "от 4 до 5 часов", [(4, 5, "hour", None, "range")]),
    ("tr", "En az 12 kişi öldü, 30'dan fazla kişi yaralandı", [(12, None, None, "killed", "at-least"), (30, None, None, "injured", "at-least")]),
    ("tr", "Fiyatlar yüzde 5 arttı", [(5, 5, "percent", None, "exact")]),
    ("fr", "1 200 morts et 3,5 millions d'euros", [(1200, 1200, None, "killed", "exact"), (3.5e6, 3.5e6, "EUR", None, "exact")]),
    ("fr", "Au moins douze personnes ont été tuées", [(12, None, None, "killed", "at-least")]),
    ("es", "más de 1.500 personas detenidas", [(1500, None, None, "arrested", "at-least")]),
    ("de", "Mindestens 12 Menschen wurden getötet; der Schaden: rund 1.500 Euro", [(12, None, None, "killed", "at-least"), (1500, 1500, "EUR", None, "about")]),
    ("ar", "تهريب 33 ألفا و288 زجاجة", [(33288, 33288, None, None, "exact")]),
    ("es", "Un 58 % de los votantes", [(58, 58, "percent", None, "exact")]),
    ("uk", "щонайменше двоє людей загинули, 12 поранено", [(2, None, None, "killed", "at-least"), (12, 12, None, "injured", "exact")]),
    ("it", "Almeno dodici persone sono morte e 30 ferite", [(12, None, None, "killed", "at-least"), (30, 30, None, "injured", "exact")]),
    ("pt", "cerca de 1.500 pessoas e 3,5 milhões de euros", [(1500, 1500, None, None, "about"), (3.5e6, 3.5e6, "EUR", None, "exact")]),
    ("uk", "загалом 3,2 млн глядачів", [(3.2e6, 3.2e6, None, None, "exact")]),
    ("ar", "نزح الخمسة آلاف شخص من البلدة", [(5000, 5000, None, "displaced", "exact")]),
    ("ar", "أفرج عن الـ 15 معتقلا", [(15, 15, None, "released", "exact")]),
    ("ar", "مقتل 12شخصا وإصابة 5آخرين", [(12, 12, None, "killed", "exact"), (5, 5, None, "injured", "exact")]),
    ("ar", "قمة مجموعة العشرين الاقتصادية", []),
    ("zh", "地震造成至少12人死亡，34人受伤，另有5名儿童失踪。", [(12, None, None, "killed", "at-least"), (34, 34, None, "injured", "exact"), (5, 5, None, "missing", "exact")]),
    ("zh", "事故已致3死17伤，约200万人受影响，损失3.5亿元。", [(3, 3, None, "killed", "exact"), (17, 17, None, "injured", "exact"), (2e6, 2e6, None, None, "about"), (3.5e8, 3.5e8, "CNY", None, "exact")]),
    ("zh", "第3次会议持续2小时，三十二人遇难", [(2, 2, "hour", None, "exact"), (32, 32, None, "killed", "exact")]),
    ("zh", "有10余人被捕，价格上涨5至7%", [(10, None, None, "arrested", "at-least"), (5, 7, "percent", None, "range")]),
    ("ja", "この事故で3人が死亡、12人がけがをした。約1万2000人が避難した。", [(3, 3, None, "killed", "exact"), (12, 12, None, "injured", "exact"), (12000, 12000, None, "displaced", "about")]),
    ("ko", "이 사고로 3명이 숨지고 12명이 다쳤다. 최소 120만 명이 대피했다.", [(3, 3, None, "killed", "exact"), (12, 12, None, "injured", "exact"), (1.2e6, None, None, "displaced", "at-least")]),
    ("fa", "دست کم ۱۲ نفر کشته شدند", [(12, None, None, "killed", "at-least")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_figures(language: str, text: str, expected: list[tuple[object, ...]]) -> None:
    found = [(f.low, f.high, f.unit, f.sense, f.bound) for f in figures_of(text, language)]
    assert found == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The 5th round of talks on Feb. 27, 2025"),
        ("en", "Call +1 555 0134 778 about the F-16 and the Boeing 737"),
        ("en", "One of them left at 10:30"),
        ("ar", "في 27 فبراير 2025 الساعة 10:30"),
        ("ar", "كوفيد-19 وقرار رقم 242"),
        ("ru", "27 февраля 2025 года, 5-й раунд"),
        ("de", "Am 3. Oktober 1990"),
    ],
)
def test_numbers_that_count_nothing(language: str, text: str) -> None:
    assert figures_of(text, language) == []


def test_the_span_is_that_of_the_text_as_written() -> None:
    text = "أُصيبَ ٣٠ شخصاً على الأقل"
    (figure,) = figures_of(text, "ar")
    assert text[figure.start : figure.end] == figure.text == "٣٠ شخصاً على الأقل"
    assert (figure.counted, figure.low, figure.high) == ("شخصاً", 30, None)


PIECES = (
    "5 12 1,250 1.500 3.5 0 007 99999999999 % $ € - من إلى بين و ألف مئة وخمسة قتيلان ساعتين على الأقل نحو "
    "million thousand hundred twenty-five two at least killed people от до тысяч погибли yüzde milyon "
    "entre et millions de morts más de zwischen und Tote , . ( ) \n \u064b \u0640 '"
)


@pytest.mark.parametrize("language", ["ar", "en", "ru", "tr", "fr", "es", "de", "fa", "und"])
@given(
    words=st.lists(
        st.sampled_from(PIECES.split(" ")),
        max_size=14,
    ),
    glue=st.sampled_from(["", " "]),
)
@example(words=["5", "yüzde", "5"], glue=" ")
@settings(max_examples=60, deadline=None)
def test_nothing_written_breaks_it(language: str, words: list[str], glue: str) -> None:
    text = glue.join(words)
    last = 0
    for f in find_figures(text, language):
        assert last <= f.start < f.end <= len(text)
        assert text[f.start : f.end] == f.text
        assert f.low is not None or f.high is not None
        last = f.end


def test_seed_document(shared_dir: Path) -> None:
    text = (shared_dir / "seeds" / "000_27103641c5a8e491.txt").read_text("utf-8")
    hours = [(f.low, f.high, f.bound) for f in figures_of(text, "ar") if f.unit == "hour"]
    assert (4, 5, "range") in hours
    assert (5, None, "at-least") in hours


def test_empty_and_unknown_language() -> None:
    assert find_figures("", "ar") == find_figures(None, "und") == ()
    assert [(f.low, f.unit) for f in find_figures("30%", "und")] == [(30, "percent")]
