"""Language and direction of news texts and headlines."""

from __future__ import annotations

import socket

import pytest

from tawatur.annotate.language import detect_language, direction_of

HEADLINES = [
    ("ar", "انطلاق المحادثات بين الوفدين في العاصمة"),
    ("ar", "محمد بن راشد يستقبل رئيس الوزراء"),
    ("fa", "مذاکرات ایران و آمریکا در استانبول آغاز شد"),
    ("ur", "پاکستان اور بھارت کے درمیان مذاکرات"),
    ("ckb", "وتووێژەکانی ئێران و ئەمریکا لە ئەستەنبوڵ دەستیان پێ کرد"),
    ("ps", "د پاکستان او افغانستان ترمنځ خبرې پیل شوې"),
    ("ru", "Переговоры начались в Стамбуле, сообщили в МИД"),
    ("uk", "Сьогодні ввечері у Києві відбулися переговори"),
    ("be", "Перамовы пачаліся ў Мінску"),
    ("bg", "Преговорите започнаха в София тази сутрин"),
    ("sr", "Преговори су почели у Београду, каже премијер"),
    ("mk", "Преговорите започнаа во Скопје"),
    ("kk", "Келіссөздер Астанада басталды"),
    ("en", "Talks between the two delegations open in the capital"),
    ("tr", "Heyetler arasındaki görüşmeler başkentte başladı"),
    ("fr", "Les pourparlers ont commencé hier à Genève"),
    ("de", "Die Gespräche haben in Genf begonnen"),
    ("es", "Las conversaciones comenzaron ayer en Ginebra"),
    ("he", "השיחות נפתחו אתמול בבירה"),
    ("ja", "東京で会談が始まった"),
    ("zh", "会谈在北京开始"),
    ("ko", "회담이 서울에서 시작됐다"),
    ("el", "Οι συνομιλίες άρχισαν στην Αθήνα"),
    ("hi", "राजधानी में वार्ता शुरू हुई"),
]


@pytest.mark.parametrize(("language", "headline"), HEADLINES)
def test_headlines_of_many_languages(language: str, headline: str) -> None:
    assert detect_language(headline)[0] == language


def test_a_text_without_letters_is_undetermined() -> None:
    for text in ("", "   \n", "12:05 27.02.2025", "— … !", None):
        assert detect_language(text) == ("und", 0.0)


def test_a_hint_settles_what_the_text_leaves_open_but_never_a_clear_text() -> None:
    assert detect_language("12345", "ar-SA") == ("ar", 0.2)
    assert detect_language("تهران", "fa")[0] == "fa"
    assert detect_language("Talks open in the capital on Thursday, officials said", "ar")[0] == "en"
    assert detect_language("Reuters", "ru")[0] != "ru"  # not written in that script
    assert detect_language("نتائج المحادثات بين الوفدين في العاصمة", "en")[0] == "ar"


def test_latin_names_in_an_arabic_text_do_not_turn_it() -> None:
    text = "أطلقت شركة Example Systems هاتفها Nova X9 في الرياض اليوم https://example.com/a/b"
    assert detect_language(text)[0] == "ar"


def test_no_network_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    assert detect_language("Les négociations reprennent demain matin")[0] == "fr"


def test_direction() -> None:
    assert direction_of("ar") == direction_of("fa") == direction_of("ckb") == "rtl"
    assert direction_of("en") == direction_of("und") == "ltr"
