"""What one line says of itself: furniture of each kind in each language, and news that only sounds like it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from time import perf_counter

import pytest

from tawatur.clean import judge_lines
from tawatur.line_reasons import (
    _NOTIONS,
    _RARE_NOTIONS,
    _notions_reason,
    _phrases,
    _triggers,
    glued_credit,
    line_reason,
)
from tawatur.text import fold

KINDS = tomllib.loads((Path(__file__).parent / "furniture_lines.toml").read_text("utf-8"))
LINES = [
    (kind, language, line, tuple(lists["reasons"]))
    for kind, lists in KINDS.items()
    for language, lines in lists.items()
    if language != "reasons"
    for line in lines
]


@pytest.mark.parametrize(
    ("kind", "language", "line", "wanted"), LINES, ids=lambda v: v if isinstance(v, str) else ""
)
def test_furniture_of_each_kind_in_each_language(
    kind: str, language: str, line: str, wanted: tuple[str, ...]
) -> None:
    assert judge_lines([line], language=language)[0] in wanted


def test_every_kind_is_tried_in_seven_languages() -> None:
    for kind, lists in KINDS.items():
        assert {"ar", "en", "ru", "tr", "fr", "es", "de"} <= lists.keys(), kind


# Each holds a notion or two of furniture, and is news.
NEWS = [
    "The regulator fined the network for sharing the personal data of 40,000 ferry passengers.",
    "Die Behörde prüft, ob personenbezogene Daten der Fahrgäste an Drittanbieter flossen.",
    "La mairie a réagi sur Facebook quelques heures après l'annonce de la compagnie.",
    "Der Bürgermeister schrieb auf Facebook, die Fähre werde am Samstag wieder fahren.",
    "He wrote on Twitter and Instagram that the ferry would be back on Saturday.",
    "El alcalde respondió en Facebook a los comentarios de los vecinos del puerto.",
    "В комментариях под записью жители порта требовали вернуть паром.",
    "Bakanlık, kişisel verilerin korunması için yeni bir yönetmelik hazırladığını duyurdu.",
    "قال الوزير إن البيانات الشخصية للركاب لم تتسرب إلى أي طرف ثالث.",
    "نشرت البلدية على صفحتها في فيسبوك مواعيد العبّارة الجديدة ابتداء من السبت.",
    "The company changed its privacy policy in March after a complaint from passengers.",
    "Según el informe, en 2024 viajaron en el transbordador 27.000 personas",
    "Reporter aus zwölf Ländern warteten am Anleger auf die erste Fahrt.",
    "记者从港务局获悉，渡轮将于星期六恢复运营。",
    "周日，安娜·梅瑟、汤姆·赖利、约翰·布赖特和米拉·科斯塔在码头等候渡轮。",
    "This video shows the ferry listing to port minutes before the engine failed.",
    "Sarah Riley posted a photo of her visit to the harbour on her Facebook page.",
    "Hace 36 años que no se repara el muelle.",
    "Members of the union join the strike on Monday for free public transport.",
    "The magazine supports the strikers, its editor said, and so do most of its readers.",
    "Poll: Two in three passengers want the old ferry back.",
    "Комментарий министерства транспорта поступил в редакцию в четверг вечером.",
    "طالعت اللجنة تقرير الخبراء قبل اتخاذ قرارها بشأن العبّارة.",
]


@pytest.mark.parametrize("line", NEWS)
def test_news_that_shares_a_notion_with_furniture_stays(line: str) -> None:
    assert line_reason(line) is None


def test_a_quotation_is_not_read_for_notions() -> None:
    asked = "Sign up for free and your e-mail will fill with news of our harbour"
    assert line_reason(asked) == "newsletter"
    assert line_reason(f"“{asked},” the mayor joked.") is None


@pytest.mark.parametrize(
    "line", ["", " ", "\u200f", "\ud83d\ude80"[:1], "٠", "—", "\x00", "a" * 5000]
)
def test_odd_lines_do_no_harm(line: str) -> None:
    line_reason(line)


@pytest.mark.parametrize(
    ("credit", "text"),
    [
        ("© Sputnik", "انطلاق المحادثات في الميناء"), ("© Reuters", "عادت العبّارة"), ("رويترز", "عادت العبّارة إلى الميناء يوم السبت"),
        ("صورة: رويترز", "عادت العبّارة إلى الميناء يوم السبت"), ("© AFP", "Thousands of passengers waited at the quay"),
        ("Photo: Ann Mercer", "The ferry returned to the harbour"), ("(AP Photo/Ann Mercer)", "The ferry returned to the harbour"),
        ("Getty Images", "The ferry returned to the harbour"), ("© REUTERS/Ann Mercer", "The ferry returned to the harbour"),
        ("© РИА Новости", "Паром вернулся в порт в субботу"), ("Фото: Анна Мерцалова", "Паром вернулся в порт в субботу"),
        ("© AA", "Vapur altı hafta sonra limana döndü"), ("Foto: Ayşe Mercan", "Vapur altı hafta sonra limana döndü"),
        ("© AFP / Anne Mercier", "Le bac est revenu au port samedi"), ("© EFE", "El transbordador volvió al puerto el sábado"),
        ("Foto: Ana Mercado/EFE", "El transbordador volvió al puerto"), ("© dpa", "Die Fähre ist am Samstag zurückgekehrt"),
        ("Foto: Anna Merz/dpa", "Die Fähre ist am Samstag zurückgekehrt"),
    ],
)  # fmt: skip
def test_a_credit_glued_to_the_next_word_goes_and_the_news_stays(credit: str, text: str) -> None:
    assert glued_credit(credit + text) == len(credit)


@pytest.mark.parametrize(
    "line",
    [
        "واستأنفت العبّارة رحلاتها يوم السبت بعد إصلاح استمر أسابيع", "Reuters أعلنت الشركة عودة العبّارة إلى الميناء",
        "AFP hat am Samstag über die Rückkehr der Fähre berichtet", "© Ann McDonald waits for the ferry in the harbour",
        "(Reuters) The ferry returned to the harbour on Saturday", "AP-NORC survey finds that most passengers are content",
        "Photo: the ferry at its quay on the morning of the first trip", "الأناضولية القديمة تعود إلى واجهة المتحف البحري في المدينة", "", "©",
    ],
)  # fmt: skip
def test_nothing_is_cut_without_a_seam(line: str) -> None:
    assert glued_credit(line) is None


def test_the_search_for_notions_skips_no_line_that_holds_them() -> None:
    """Lines without a trigger are not looked at: none of our furniture may be such a line."""
    missed = [
        line
        for _, _, line, _ in LINES
        if _notions_reason(line, " ".join(fold(line).split()), len(line.split()))
        and not any(
            _phrases().contained_reasons[number] is None
            for number, _, _ in _phrases().contained.find_matches_as_indexes(
                " ".join(fold(line).split()), overlapping=True
            )
        )
    ]
    assert missed == []


def test_every_alternative_of_a_rare_notion_has_a_trigger() -> None:
    for name in _RARE_NOTIONS:
        assert all(_triggers(_NOTIONS[name].pattern)), name


@pytest.mark.parametrize("line", [
    "© " + "Ann" * 60_000, "window.x = " + "({[" * 30_000, "© " + "a" * 200_000, "- " * 60_000, "(" * 100_000, "رويترز" * 40_000,
    "Photo: " + "MercerThe" * 20_000, "a | " * 40_000, "#x " * 50_000, "1 " * 60_000,
])  # fmt: skip
def test_a_hostile_line_is_read_at_once(line: str) -> None:
    began = perf_counter()
    line_reason(line)
    glued_credit(line)
    assert perf_counter() - began < 2.0
