"""Who speaks, as the whole article names him."""

from __future__ import annotations

import pytest
from msgspec import structs

from readings import name, quote, reading
from tawatur.align.speakers import with_speakers_settled
from tawatur.model import Quote, Reading, Speaker


def settled(read: Reading) -> list[tuple[str | None, str | None]]:
    """Name and role of the speaker of each quotation."""
    found = with_speakers_settled(read).annotations.quotes
    return [(q.speaker.name, q.speaker.role) for q in found if q.speaker]


def said(text: str, words: str, who: Speaker) -> Quote:
    return structs.replace(quote(text, words, "x", None, "direct"), speaker=who)


TEXT = (
    "قال الرئيس الفلدي سالم الحداد إن المفاوضات ستبدأ غدا.\n"
    "وأضاف الحداد أن الوفد وصل إلى مرفأ.\n"
    "وأكد سموه أن الاتفاق قريب.\n"
)


def test_what_stands_before_a_name_is_no_part_of_it() -> None:
    read = reading(
        "a", "ar", TEXT,
        [
            name(TEXT, "سالم الحداد", "person", "person:haddad"),
            said(TEXT, "المفاوضات ستبدأ غدا", Speaker(name="الفلدي سالم الحداد", kind="person")),
        ],
    )  # fmt: skip
    assert settled(read) == [("سالم الحداد", "الفلدي")]


def test_a_family_name_is_given_in_full_and_an_honorific_is_whoever_spoke_before() -> None:
    read = reading(
        "a", "ar", TEXT,
        [
            name(TEXT, "سالم الحداد", "person", "person:haddad", role="الرئيس"),
            said(TEXT, "الوفد وصل إلى مرفأ", Speaker(name="الحداد", kind="person")),
            said(TEXT, "الاتفاق قريب", Speaker(name="سموه", kind="person")),
        ],
    )  # fmt: skip
    assert settled(read) == [("سالم الحداد", "الرئيس"), ("سالم الحداد", "الرئيس")]


def test_of_two_of_one_family_neither_is_chosen() -> None:
    text = "Karim Dawas and his brother Salem Dawas spoke. “We will go on,” Dawas said.\n"
    read = reading(
        "a", "en", text,
        [
            name(text, "Karim Dawas", "person", "~karim dawas"),
            name(text, "Salem Dawas", "person", "~salem dawas"),
            said(text, "We will go on", Speaker(name="Dawas", kind="person")),
        ],
    )  # fmt: skip
    assert settled(read) == [("Dawas", None)]


@pytest.mark.parametrize("word", ["في", "عليه", "she"])
def test_a_word_of_grammar_is_nobody(word: str) -> None:
    text = f"{word} said that the harbour is closed\n"
    read = reading(
        "a", "en", text, [said(text, "the harbour is closed", Speaker(name=word, kind="person"))]
    )
    (q,) = with_speakers_settled(read).annotations.quotes
    assert q.speaker is not None and (q.speaker.name, q.speaker.kind) == (None, "unknown")


def test_who_stands_in_the_role_is_who_speaks() -> None:
    text = "معالي وزير الخارجية كريم الزواري قال إن الحدود مفتوحة\n"
    read = reading(
        "a", "ar", text,
        [
            name(text, "كريم الزواري", "person", "person:zouari"),
            said(text, "الحدود مفتوحة", Speaker(name="معالي", kind="person", role="وزير الخارجية كريم الزواري")),
        ],
    )  # fmt: skip
    assert settled(read) == [("كريم الزواري", "وزير الخارجية")]
