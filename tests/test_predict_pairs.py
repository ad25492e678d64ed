"""Pairs: how alike two articles are, and who carries whom. Invented news."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tawatur import predict
from tawatur.predict import pairs, predict_rows, stories

FERRY = {
    "id": "1", "lang": "en", "title": "Ferry runs aground off Marsala with 214 aboard",
    "text": "A passenger ferry ran aground off the island of Marsala on Tuesday with 214 people on board. Coast guard boats are bringing them ashore. The captain, Ivo Stane, said that a steering fault had left the ship adrift for an hour. The port authority of Harwick opened an inquiry and closed the strait to traffic until the evening.",
}  # fmt: skip
FERRY_IN_ARABIC = {
    "id": "1", "lang": "ar", "title": "جنوح عبارة قبالة مرسالا وعلى متنها 214 راكبا",
    "text": "جنحت عبارة ركاب قبالة جزيرة مرسالا يوم الثلاثاء وعلى متنها 214 شخصا. وتنقل زوارق خفر السواحل الركاب إلى الشاطئ. وقال القبطان إيفو ستين إن عطلا في التوجيه ترك السفينة تنجرف ساعة كاملة. وفتحت سلطة ميناء هارويك تحقيقا وأغلقت المضيق أمام الملاحة حتى المساء.",
}  # fmt: skip
RESCUE = {
    "id": "2", "lang": "en", "title": "All passengers brought ashore from stranded Marsala ferry",
    "text": "Nobody was hurt when a ferry got stuck on a sandbank near Marsala, rescuers said on Tuesday night after the last of 214 passengers had been taken to the harbour. Families waited on the quay with blankets.",
}  # fmt: skip
RATES = {
    "id": "3", "lang": "en", "title": "Central bank of Ardenia raises key rate to 7 percent",
    "text": "The central bank of Ardenia raised its key interest rate by half a point to 7 percent to curb inflation, governor Tomas Velk said. Analysts had expected a smaller step.",
}  # fmt: skip
NOTHING = {"id": "4", "lang": None, "title": None, "text": None}


def predicted(*sides: tuple[dict[str, Any], dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [{"pair_id": str(n), "a": a, "b": b} for n, (a, b) in enumerate(sides)]
    return list(predict_rows("pairs", rows, Path()))


def test_relations_and_likeness() -> None:
    translated, reported, other = predicted(
        (FERRY, FERRY_IN_ARABIC), (FERRY, RESCUE), (RATES, RESCUE)
    )
    assert translated["relation"] == "translation"
    assert reported["relation"] == "independent"
    assert other["relation"] == "different"
    assert translated["score"] > reported["score"] > other["score"]


def test_a_text_is_read_once_and_one_id_may_mean_two_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    as_it_is = stories.read_rows

    def counting(rows: list[dict[str, Any]]) -> Any:
        read.extend(row["title"] for row in rows)
        return as_it_is(rows)

    monkeypatch.setattr(pairs, "read_rows", counting)
    one, same, again = predicted((FERRY, FERRY_IN_ARABIC), (FERRY, FERRY), (RESCUE, FERRY))
    assert sorted(read) == sorted(t["title"] for t in (FERRY, FERRY_IN_ARABIC, RESCUE))
    assert one["relation"] == "translation"
    assert same["relation"] == "copy"  # one text on both sides is two articles with one text
    assert same["score"] >= again["score"]


def test_texts_that_are_missing_are_like_nothing() -> None:
    for row in predicted(
        (NOTHING, FERRY), (NOTHING, NOTHING), ({**FERRY, "text": "\ud800"}, RATES)
    ):
        assert 0 <= row["score"] <= 1
        assert row["relation"] in {"different", "independent", "copy"}


def test_labels_do_not_reach_the_predictor() -> None:
    row = {"pair_id": "1", "label": "copy", "a": {**FERRY, "gold": 1}, "b": RATES}
    clean = predict.input_of("pairs", row)
    assert "label" not in clean
    assert "gold" not in clean["a"]
