"""What names mean in their text: governments behind capitals, capitals behind countries, like names."""

from __future__ import annotations

import pytest

from tawatur.annotate import annotate_text
from tawatur.model import NameMention


def names_of(text: str, language: str) -> dict[str, NameMention]:
    return {n.text: n for n in annotate_text(text, language_hint=language).names}


@pytest.mark.parametrize(
    ("language", "text", "name", "identity", "government"),
    [
        ("ar", "قالت واشنطن إنها لن تشارك في المحادثات.", "واشنطن", "place:washington", "us"),
        ("ar", "ورحبت موسكو بالقرار.", "موسكو", "place:moscow", "ru"),
        ("ar", "ونفى الكرملين ذلك مساء الأحد.", "الكرملين", "org:kremlin", "ru"),
        ("en", "Washington said it would wait.", "Washington", "place:washington", "us"),
        ("en", "The White House welcomed it.", "White House", "org:white-house", "us"),
        ("ru", "Вашингтон заявил протест.", "Вашингтон", "place:washington", "us"),
        ("ru", "Вчера Белый дом молчал.", "Белый дом", "org:white-house", "us"),
        ("de", "Der Kreml dementierte die Meldung.", "Kreml", "org:kremlin", "ru"),
        ("tr", "Beyaz Saray sessiz kaldı.", "Beyaz Saray", "org:white-house", "us"),
        ("fr", "Le Quai d'Orsay a salué la décision.", "Le Quai d'Orsay", "org:quai-dorsay", "fr"),
        ("es", "La Moncloa y la Casa Blanca callan.", "Casa Blanca", "org:white-house", "us"),
    ],
)
def test_a_government_behind_its_seat(
    language: str, text: str, name: str, identity: str, government: str
) -> None:
    found = names_of(text, language)[name]
    assert (found.identity, found.stands_for) == (identity, f"government:{government}")


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ar", "وصل الوفد إلى واشنطن مساء الأحد.", "واشنطن"),
        ("en", "The delegation arrived in Washington on Sunday.", "Washington"),
        ("fr", "La délégation est arrivée à Moscou dimanche.", "Moscou"),
    ],
)
def test_a_city_that_is_only_a_city(language: str, text: str, name: str) -> None:
    assert names_of(text, language)[name].stands_for is None


@pytest.mark.parametrize(
    ("language", "text", "name", "identity"),
    [
        ("ar", "التقى في عاصمة لبنان مسؤولين.", "عاصمة لبنان", "place:beirut"),
        ("ar", "وصل إلى العاصمة التركية أمس.", "العاصمة التركية", "place:ankara"),
        ("en", "They met in the capital of Lebanon.", "capital of Lebanon", "place:beirut"),
        (
            "tr",
            "Toplantı dün Türkiye'nin başkentinde buluştu.",
            "Türkiye'nin başkentinde",
            "place:ankara",
        ),
        ("fa", "پایتخت ترکیه آرام بود.", "پایتخت ترکیه", "place:ankara"),
        ("ar", "وفي طرابلس اللبنانية خرجت مظاهرة.", "طرابلس", "place:tripoli-lb"),
        ("ar", "اندلعت اشتباكات في طرابلس بليبيا.", "طرابلس", "place:tripoli"),
        ("fr", "En Espagne, le maire de Grenade a parlé.", "Grenade", "place:granada"),
        ("ar", "اندلع حريق في مرفأ سيدي الأمين.", "سيدي الأمين", "~sd mn"),
    ],
)
def test_places_settled_by_what_stands_beside_them(
    language: str, text: str, name: str, identity: str
) -> None:
    found = names_of(text, language)[name]
    assert (found.kind, found.identity) == ("place", identity)


def test_a_gulf_is_no_town_in_angola() -> None:
    found = names_of("Les pays du Golfe se réunissent dimanche.", "fr")
    assert all(n.country != "AO" for n in found.values())


def test_two_people_side_by_side_are_two() -> None:
    found = names_of("والتقى بوتين شي جين بينغ في بكين.", "ar")
    assert found["بوتين"].identity == "person:vladimir-putin"
    assert found["شي جين بينغ"].identity == "person:xi-jinping"


def test_known_people_in_any_case_and_with_their_fathers_names() -> None:
    russian = names_of("Министр встретился с Хаканом Фиданом в Дохе.", "ru")
    assert russian["Хаканом Фиданом"].identity == "person:hakan-fidan"
    arabic = names_of("زار الأمير محمد بن سلمان بن عبد العزيز المصنع.", "ar")
    (prince,) = [n for n in arabic.values() if n.kind == "person"]
    assert prince.identity == "person:mohammed-bin-salman"


def test_a_turkish_office_is_no_person() -> None:
    found = names_of("Ulaştırma Bakanı Kemal Yurtsever köprüyü açtı.", "tr")
    assert found["Kemal Yurtsever"].role == "Ulaştırma Bakanı"
    assert "Ulaştırma Bakanı" not in found


def test_a_spanish_institution_keeps_its_complement() -> None:
    found = names_of("Lo anunció la Federación Belmarense de Remo en la ciudad.", "es")
    assert found["Federación Belmarense de Remo"].kind == "organisation"


def test_a_word_that_is_a_place_once_is_none_else_elsewhere() -> None:
    found = names_of("АСТАНА, 4 марта. Пуск в Астане отложен. В Астане ждут.", "ru")
    assert {n.kind for n in found.values() if n.identity == "place:astana"} == {"place"}


def test_turkish_bodies_and_given_names() -> None:
    found = names_of(
        "Depremde 12 yaşındaki Elif Tanrıöver kurtarıldı. Burak Tezcan, Elif'in boşlukta bulunduğunu "
        "söyledi. Karadere Belediyesi yemek dağıtıldığını duyurdu.",
        "tr",
    )
    assert found["Karadere Belediyesi"].kind == "organisation"
    assert found["Elif'in"].identity == found["Elif Tanrıöver"].identity
