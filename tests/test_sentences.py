"""Sentences as a reader counts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawatur.annotate.sentences import split_sentences

CASES = [
    # Arabic: titles, agency initials, question mark, semicolon is no end, stop without space
    ("ar", "قال د. سامي حداد لوكالة أ.ف.ب. إن الاتفاق قريب.| وأضاف أن الوفدين اتفقا؛ لكن الموعد لم يحدد."),
    ("ar", "هل يعود الوفد؟| لا أحد يعلم حتى الآن!| انتظر 3.5 مليون شخص.|وقال الوزير ذلك."),
    ("ar", "وأضاف: \"لا نريد ذلك.| نريد السلام\".| وغادر القاعة."),
    ("ar", "توفي عام 1446 هـ.| ودفن في المدينة."),
    ("ar", "نقلا عن المتحدث. https://example.com/x"),
    # English: titles, U.S., initials, months, quoted question, ellipsis
    ("en", "Mr. Hale met U.S. Senator J. B. Orr at 5 p.m. on Jan. 5 in St. Paul.| They talked."),
    ("en", "He lives in the U.S.| The move was planned."),
    ("en", "“Really?” she asked.| “Go!”| They left."),
    ("en", "He said: \"I came.| I saw.\"| Then he sat down."),
    ("en", "The firm, Acme Inc., paid $3.5 million.| Nobody complained."),
    ("en", "“Are you ready?” Ms. Orr asked.| Nobody was."),
    ("es", "La tormenta llegó a EE. UU. el lunes.| Nadie resultó herido."),
    ("ar", "وسأل: \"لماذا الآن؟\".| ثم غادر."),
    ("ar", "\"هل أنتم مستعدون؟\" تساءلت الوزيرة.| لم يجب أحد."),
    ("en", "And then… nothing happened."),
    # Russian: т.е., г., initials, quotation followed by a dash
    ("ru", "Встреча, т.е. переговоры, прошла в 1998 г. в Москве.| А. С. Орлов уехал."),
    ("ru", "\"Деревья будут!\" - заверил мэр.| Всего 5 тыс. человек пришли."),
    # German ordinals, Turkish ordinals and apostrophes
    ("de", "Am 3. Oktober kam Dr. Meier z.B. nach Bonn.| Es war 1990.| Das war gut."),
    ("tr", "Toplantı 5. kez yapıldı.| Dr. Aydın geldi.| Saat 15.30'da bitti."),
    # French guillemets with spaces
    ("fr", "« Ils sont là. »| Les voisins de M. Dupont partent."),
    ("es", "¿Qué pasó en EE.UU. ayer?| El Sr. Ruiz no lo sabe."),
    # No spaces, other stops
    ("ja", "「行きます。」と述べた。|東京で会談した。"),
    ("zh", "会谈开始了。|没有人说话！|结束了"),
    ("hi", "वार्ता शुरू हुई।| कोई नहीं बोला।"),
    ("ur", "مذاکرات شروع ہو گئے۔| وفد واپس چلا گیا۔"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_sentences(language: str, marked: str) -> None:
    expected = [piece.strip() for piece in marked.split("|")]
    text = marked.replace("|", "")
    assert [text[s.start : s.end] for s in split_sentences(text, language)] == expected


def test_paragraphs_are_never_crossed_and_empty_lines_do_not_count() -> None:
    text = "A headline without a stop\n\nThe first line. The second\ngoes on here.\n"
    found = split_sentences(text, "en")
    assert [(s.paragraph, text[s.start : s.end]) for s in found] == [
        (0, "A headline without a stop"),
        (1, "The first line."),
        (1, "The second"),
        (2, "goes on here."),
    ]


def test_bullets_stand_apart() -> None:
    text = "What we know: • one person hurt • the road closed"
    assert len(split_sentences(text, "en")) == 3


def test_empty_input() -> None:
    assert split_sentences("", "ar") == split_sentences(None, "ar") == ()
    assert split_sentences(" \n\t\n", "und") == ()


@given(st.text(alphabet='aB.!? \n"”“»«،؟م。…1-', max_size=80))
def test_all_that_is_not_space_belongs_to_one_sentence(text: str) -> None:
    found = split_sentences(text, "ar")
    covered = [False] * len(text)
    for s in found:
        assert s.start < s.end
        assert "\n" not in text[s.start : s.end]
        for i in range(s.start, s.end):
            assert not covered[i]
            covered[i] = True
    assert all(seen or c.isspace() for seen, c in zip(covered, text, strict=True))
    assert list(found) == sorted(found, key=lambda s: s.start)
