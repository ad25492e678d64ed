"""Two versions of one article: what a reader must be told of, and what not."""

from __future__ import annotations

import pytest

from readings import figure, name, quote, reading, time
from tawatur.model import VersionChange
from tawatur.versions import compare_versions, correction_notice, retraction_notice


def change(
    language: str,
    old: str,
    new: str,
    old_found: list[object] | None = None,
    new_found: list[object] | None = None,
    titles: tuple[str | None, str | None] = (None, None),
) -> VersionChange:
    found = compare_versions(
        reading("a", language, old, old_found or (), title=titles[0]),
        reading("a", language, new, new_found or (), title=titles[1], version=2, minutes=30),
    )
    assert found is not None
    return found


def test_the_same_text_and_title_is_no_version() -> None:
    one = reading("a", "en", "The bridge is closed.\n", title="Bridge closed")
    assert (
        compare_versions(one, reading("a", "en", "The bridge is closed.\n", title="Bridge closed"))
        is None
    )


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("ar", "أعلنت الوزاره إن المباحثات انتهت.\n", "أعلنت الوزارة أن المباحثات انتهت.\n"),
        ("ar", "المسؤول حضر الاجتماع، ثم غادر.\n", "المسئول حضر الاجتماع ثم غادر.\n"),
        ("en", "The goverment met on the island .\n", "The government met on the island.\n\n"),
        ("en", "The e-mail was sent.\n", "The email was sent.\n"),
        ("ru", "Президент обьявил о встрече.\n", "Президент объявил о встрече.\n"),
        ("fr", "Le ministre a annonce l'accord.\n", "Le ministre a annoncé l’accord.\n"),
    ],
)
def test_spelling_punctuation_and_layout_are_cosmetic(language: str, old: str, new: str) -> None:
    found = change(language, old, new)
    assert not found.substantive
    assert not found.announced
    assert {k for c in found.changes for k in c.kinds} <= {"spelling", "punctuation", "wording"}


def test_a_changed_figure_is_substantive_and_shown_with_its_place() -> None:
    old, new = "At least 17 workers were hurt.\n", "At least 31 workers were hurt.\n"
    found = change("en", old, new)
    assert found.substantive and not found.announced and found.number == 2
    (one,) = found.changes
    assert (one.old, one.new, one.kinds) == ("17", "31", ("figure",))
    assert old[one.old_start :].startswith("17") and new[one.new_start :].startswith("31")


def test_a_figure_in_words_and_in_eastern_digits() -> None:
    old, new = "أصيب سبعة عشر عاملا.\n", "أصيب واحد وثلاثون عاملا.\n"
    found = change("ar", old, new, [figure(old, "سبعة عشر", 17)], [figure(new, "واحد وثلاثون", 31)])
    assert found.substantive
    assert not change("ar", "أصيب ١٧ عاملا.\n", "أصيب 17 عاملا.\n").substantive


def test_a_changed_name_date_and_quotation() -> None:
    old, new = "Karim Dal opened the bridge.\n", "Omar Fend opened the bridge.\n"
    kinds = change("en", old, new, [name(old, "Karim Dal", "person", "~krm dl")],
                   [name(new, "Omar Fend", "person", "~mr fnd")]).changes[0].kinds  # fmt: skip
    assert "name" in kinds
    old, new = "They meet on Tuesday.\n", "They meet on Wednesday.\n"
    kinds = change("en", old, new, [time(old, "Tuesday", "2026-03-17")],
                   [time(new, "Wednesday", "2026-03-18")]).changes[0].kinds  # fmt: skip
    assert kinds == ("date",)
    old, new = 'He said: "We will wait."\n', 'He said: "We will fight."\n'
    found = change(
        "en", old, new, [quote(old, "We will wait.", "He")], [quote(new, "We will fight.", "He")]
    )
    assert "quotation" in found.changes[0].kinds and found.substantive


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "The minister will resign.\n", "The minister will not resign.\n"),
        ("ar", "سيستقيل الوزير قريبا.\n", "لن يستقيل الوزير قريبا.\n"),
        ("ru", "Министр уйдет в отставку.\n", "Министр не уйдет в отставку.\n"),
        ("de", "Der Minister tritt zurück.\n", "Der Minister tritt nicht zurück.\n"),
    ],
)
def test_a_denial_that_comes_or_goes(language: str, old: str, new: str) -> None:
    found = change(language, old, new)
    assert found.substantive
    assert any("denial" in c.kinds for c in found.changes)


NOTICES = {
    "ar": "تصحيح: ورد في نسخة سابقة من هذا الخبر عدد خاطئ للمصابين.",
    "en": "Correction: An earlier version of this story misstated the number of injured.",
    "ru": "Исправлено: в предыдущей версии было указано неверное число пострадавших.",
    "tr": "Düzeltme: Haberin önceki sürümünde yaralı sayısı yanlış verilmişti.",
    "fr": "Rectificatif : une version précédente donnait un nombre erroné de blessés.",
    "es": "Corrección: una versión anterior daba un número erróneo de heridos.",
    "de": "Korrektur: In einer früheren Version war die Zahl der Verletzten falsch.",
}


@pytest.mark.parametrize("language", sorted(NOTICES))
def test_a_correction_notice_is_announced(language: str) -> None:
    body = "Text about 12 000.\n"
    found = change(language, body, body + NOTICES[language] + "\n")
    assert found.announced and found.substantive
    assert any("correction-notice" in c.kinds for c in found.changes)
    span = correction_notice(body + NOTICES[language] + "\n")
    assert span is not None and span.start == len(body)


def test_a_notice_that_was_there_before_announces_nothing_new() -> None:
    body = NOTICES["en"] + "\nThere were 17 hurt.\n"
    assert not change("en", body, body.replace("17", "18")).announced


def test_ordinary_uses_of_the_word_are_no_notice() -> None:
    line = ("Shares fell for a fourth day on Tuesday as traders, who had long warned of overvalued "
            "companies, spoke of a healthy correction after a year of nearly uninterrupted gains.")  # fmt: skip
    assert correction_notice(line) is None


def test_a_retraction() -> None:
    body = "The mayor resigned.\n"
    found = change("en", body, "Retraction: this report has been withdrawn.\n")
    assert any("retraction" in c.kinds for c in found.changes)
    assert retraction_notice("سحب الخبر: تبين عدم صحته") is not None


def test_a_new_headline() -> None:
    body = "The mayor spoke.\n"
    found = change("en", body, body, titles=("17 hurt in fire", "31 hurt in fire"))
    assert found.title_changed and found.substantive and not found.changes
    assert not change("en", body, body, titles=("Mayor speaks", "Mayor Speaks")).substantive


def test_a_new_sentence_is_news_a_new_word_is_not() -> None:
    old = "The bridge is closed.\n"
    added = old + "Engineers found deep cracks in two of its supporting pillars overnight.\n"
    assert change("en", old, added).substantive
    assert not change("en", old, "The old bridge is closed.\n").substantive


def test_empty_texts() -> None:
    assert change(
        "en", "", "The bridge is closed because engineers found some cracks.\n"
    ).substantive
    assert change("und", "\u200f", "").changes
