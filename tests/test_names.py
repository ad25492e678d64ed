"""Names in news text of our own: where they stand, who they are, in which role."""

from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.annotate import tagger as tagging
from tawatur.annotate.names import find_names
from tawatur.annotate.tagger import MODELS, tagger
from tawatur.model import NameMention
from tawatur.naming import alike


def by_identity(text: str, language: str) -> dict[str, NameMention]:
    found = find_names(text, language)
    for name in found:
        assert text[name.start : name.end] == name.text
    assert all(a.end <= b.start for a, b in pairwise(found))
    out: dict[str, NameMention] = {}
    for name in found:
        out.setdefault(name.identity, name)
    return out


LAVROV = [
    ("ar", "وأعلن وزير الخارجية الروسي، سيرغي لافروف، في موسكو أن الوفدين سيلتقيان في إسطنبول."),
    ("ar", "قال وزير الخارجية الروسي سيرجي لافروف للصحفيين في موسكو إن اللقاء سيعقد في إسطنبول."),
    ("en", "Russian Foreign Minister Sergei Lavrov said in Moscow that the delegations would meet in Istanbul."),
    ("ru", "Министр иностранных дел России Сергей Лавров заявил в Москве, что делегации встретятся в Стамбуле."),
    ("es", "El ministro de Exteriores de Rusia, Serguéi Lavrov, dijo en Moscú que las delegaciones se reunirán en Estambul."),
    ("tr", "Rusya Dışişleri Bakanı Sergey Lavrov, Moskova'da yaptığı açıklamada heyetlerin İstanbul'da buluşacağını söyledi."),
    ("fr", "Le ministre russe des Affaires étrangères, Sergueï Lavrov, a déclaré à Moscou que les délégations se réuniraient à Istanbul."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), LAVROV)
def test_one_minister_and_two_cities_in_six_languages(language: str, text: str) -> None:
    found = by_identity(text, language)
    assert {"person:sergey-lavrov", "place:moscow", "place:istanbul"} <= set(found)
    assert found["place:istanbul"].country == "TR"


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("ar", "وأعلن وزير الخارجية الروسي، سيرغي لافروف، موعد اللقاء.", "وزير الخارجية الروسي"),
        ("ar", "وقال الرئيس دونالد ترامب إن الاتفاق قريب.", "الرئيس"),
        ("en", "Russian Foreign Minister Sergei Lavrov said on Friday.", "Russian Foreign Minister"),
        ("ru", "Об этом сообщил министр иностранных дел России Сергей Лавров.", "министр иностранных дел России"),
    ],
)  # fmt: skip
def test_roles(language: str, text: str, role: str) -> None:
    people = [n for n in find_names(text, language) if n.kind == "person"]
    assert people and people[0].role == role


def test_a_role_belongs_to_one_person() -> None:
    text = "Президент Турции Реджеп Тайип Эрдоган обсудил с Владимиром Путиным положение в Сирии."
    people = [n for n in find_names(text, "ru") if n.kind == "person"]
    assert [(n.identity, n.role) for n in people] == [
        ("person:recep-tayyip-erdogan", "Президент Турции"),
        ("person:vladimir-putin", None),
    ]


def test_turkish_endings_and_offices_are_not_part_of_a_person() -> None:
    text = "Ankara'da Rusya Devlet Başkanı Vladimir Putin ile görüştü."
    assert {"place:ankara", "place:ru", "person:vladimir-putin"} <= set(by_identity(text, "tr"))


def test_persons_joined_by_a_letter_are_two() -> None:
    people = [
        n.text
        for n in find_names("وحضر اللقاء سامي الخطيب وأيمن حداد وزير النقل.", "ar")
        if n.kind == "person"
    ]
    assert people == ["سامي الخطيب", "أيمن حداد"]


def test_foreign_policy_is_no_ministry() -> None:
    assert "org:state-department" not in by_identity(
        "تحول في السياسة الخارجية الأمريكية منذ عام.", "ar"
    )
    assert "org:state-department" in by_identity(
        "وقالت وزارة الخارجية الأمريكية إن الوفد وصل.", "ar"
    )


def test_the_tagger_holds_no_words() -> None:
    """Weights are for shapes, classes, flags, and endings of up to three letters."""
    for model in MODELS:
        for attribute in tagger(model)._own:
            kind, _, value = attribute.rpartition("=")
            if kind in ("e", "b"):
                assert len(value) <= 3, attribute
            else:
                assert not regex.search(r"[\p{Cyrillic}]|\p{Arabic}{4}", attribute), attribute


def test_an_invented_person_keeps_one_identity_in_the_text() -> None:
    text = (
        "Mayor Jane Marlow opened the bridge in Beirut on Friday. "
        "Marlow said the work had taken three years."
    )
    people = [n for n in find_names(text, "en") if n.kind == "person"]
    assert [n.text for n in people] == ["Jane Marlow", "Marlow"]
    assert people[0].identity == people[1].identity
    assert people[0].role == "Mayor"


def test_identities_of_unknown_names_compare_across_scripts() -> None:
    arabic = [
        n
        for n in find_names("وقال رئيس البلدية سامي الخطيب إن العمل انتهى.", "ar")
        if n.kind == "person"
    ]
    english = [
        n
        for n in find_names("Mayor Sami Khatib said the work was over.", "en")
        if n.kind == "person"
    ]
    assert arabic and english
    assert alike(arabic[0].identity, english[0].identity) > 0.9


def test_arabic_letters_written_on_to_a_name_are_not_part_of_it() -> None:
    texts = {n.text for n in find_names("ووصل الوفد إلى لبنان وسوريا، وبدمشق التقى وزراء.", "ar")}
    assert {"لبنان", "سوريا", "دمشق"} <= texts
    assert "لبنان" in {n.text for n in find_names("ووصل الوفد إلى سوريا وَلبنان مساء.", "ar")}


def test_adjectives_are_tied_to_their_country() -> None:
    found = [
        n
        for n in find_names("وأكدت السفارة الأمريكية وصول الوفد الروسي.", "ar")
        if n.kind == "other"
    ]
    assert [n.country for n in found] == ["US", "RU"]
    assert [n.identity for n in found] == ["place:us", "place:ru"]
    russian = [
        n for n in find_names("Об этом говорили в российской делегации.", "ru") if n.kind == "other"
    ]
    assert [n.country for n in russian] == ["RU"]


def test_a_capital_that_is_not_named() -> None:
    found = by_identity("وتجري المحادثات في العاصمة التركية منذ ساعات.", "ar")
    assert found["place:ankara"].text == "العاصمة التركية"
    found = by_identity("Talks in the Turkish capital lasted for hours.", "en")
    assert "place:ankara" in found
    named = find_names("وتجري المحادثات في العاصمة السعودية الرياض منذ ساعات.", "ar")
    assert [n.identity for n in named if n.kind == "place"] == ["place:riyadh"]


def test_names_do_not_depend_on_what_was_read_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tagger that remembers few words forgets most of them and learns them anew."""
    texts = [
        f"قال وزير الخارجية التركي سنان إيلكر إن الوفد رقم {n} يصل إلى أنقرة يوم الخميس، "
        f"وأضاف نائبه عمر الكيلاني في عمّان أن الطرف{n} وافق."
        for n in range(30)
    ]
    plenty = [find_names(text, "ar") for text in texts]
    few = tagging.Tagger("ar", tagging._models()["ar"])
    monkeypatch.setattr(tagging, "_CACHE_WORDS", 40)
    monkeypatch.setattr(tagging, "tagger", lambda name: few)
    assert [find_names(text, "ar") for text in texts] == plenty
    assert len(few._keys) < 80
    assert find_names(texts[0], "ar") == plenty[0]


def test_organisations_in_three_scripts() -> None:
    for language, text in (
        ("ar", "ودعت الأمم المتحدة إلى وقف إطلاق النار."),
        ("en", "The United Nations called for a ceasefire."),
        ("ru", "Организация Объединенных Наций призвала к прекращению огня."),
    ):
        assert "org:un" in by_identity(text, language)


def test_short_names_in_capitals_count_only_so() -> None:
    assert "org:who" in by_identity("The WHO said on Friday that the outbreak was over.", "en")
    assert "org:who" not in by_identity("The man who said so left on Friday.", "en")


def test_names_known_from_other_articles_are_taken() -> None:
    known = NameMention(start=0, end=6, text="قرناصة", kind="place", identity="~krns")
    found = find_names("وصل الوفد إلى بلدة قرناصة مساء.", "ar", known=(known,))
    assert any(n.text == "قرناصة" for n in found)


@pytest.mark.parametrize("text", ["", " \n", "—", "🙂🙂", "ـــ", "12:30", "«»", "\u202b\u202c"])
def test_empty_and_odd_text(text: str) -> None:
    assert find_names(text, "ar") == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["ar", "en", "ru", "tr", "he", "el", "zh", "und"]))
def test_any_text_is_bearable(text: str, language: str) -> None:
    for name in find_names(text, language):
        assert text[name.start : name.end] == name.text and name.identity
