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
