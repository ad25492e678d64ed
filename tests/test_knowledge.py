"""The tables of agencies and outlets, and how they are looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tawatur import knowledge
from tawatur.errors import SettingError


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("(أ ف ب)", "afp"),
        ("(أ.ف.ب)", "afp"),
        ("أ ب", "ap"),
        ("AP", "ap"),
        ("Reuters", "reuters"),
        ("رويترز", "reuters"),
        ("واس", "spa"),
        ("إسطنبول/ الأناضول", "aa"),
        ("KAHİRE (AA)", "aa"),
        ("МОСКВА, 27 фев — РИА Новости", "ria"),
        ("ТАСС", "tass"),
        ("د ب أ", "dpa"),
        ("dpa", "dpa"),
        ("MADRID (EFE)", "efe"),
        ("ساهم كتاب أسوشيتد برس سوزان فريزر في أنقرة", "ap"),
        ("وكالات", None),
        ("", None),
        ("Sarah Map", None),  # "MAP" only in capitals
    ],
)
def test_credit_names_its_agency(text: str, agency: str | None) -> None:
    assert knowledge.find_agency(text) == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("وقال مصدر لوكالة فرانس برس إن الطريق أغلق", "afp"),
        ("ونقلت رويترز عن مسؤول", "reuters"),
        ("بحسب ما أفادت به وكالة الأنباء السعودية", "spa"),
        ("officials told Agence France-Presse on Monday", "afp"),
        ("сообщило агентство Интерфакс", "interfax"),
        ("يوم واس آخر", None),
        ("حرف أ ب ت", None),
        ("the AA battery", None),
        ("وفا بوعده", None),
    ],
)
def test_prose_needs_a_spelling_that_is_nothing_else(text: str, agency: str | None) -> None:
    assert knowledge.find_agency(text, context="prose") == agency


def test_two_agencies_in_one_credit() -> None:
    text = "بيروت - (أ ف ب، رويترز)"
    found = knowledge.find_agencies(text)
    assert [s.agency for s in found] == ["afp", "reuters"]
    assert text[found[0].start : found[0].end] == "أ ف ب"


def test_outlets_by_host_handle_and_name() -> None:
    sputnik = knowledge.outlet_by_handle("@Sputnik_AR")
    assert sputnik is not None and sputnik.name == "Sputnik Arabic"
    assert knowledge.outlet_by_host("www.sputnikarabic.ae") == sputnik
    assert knowledge.outlet_by_name("سبوتنيك") == sputnik
    apnews = knowledge.outlet_by_host("m.apnews.com")
    assert apnews is not None and apnews.is_agency and apnews.id == "ap"
    bbc = knowledge.outlet_by_host("www.bbc.com", "/arabic/articles/x")
    assert bbc is not None and bbc.id == "bbc-arabic"
    assert knowledge.outlet_by_host("unknown.example") is None
    assert knowledge.outlet_by_host("") is None
    assert knowledge.outlet_by_name("") is None


def test_families() -> None:
    assert knowledge.family_of("ria") == knowledge.family_of("Sputnik Arabic") == "rossiya-segodnya"
    assert knowledge.family_of("ap") != knowledge.family_of("afp")
    assert knowledge.family_of("صحيفة لا نعرفها") is None
    assert knowledge.family_of("العربية") == knowledge.family_of("Al Arabiya") is not None


def test_every_id_is_its_own_and_every_host_has_one_owner() -> None:
    hosts = [h for o in knowledge.outlets() for h in o.hosts]
    hosts += [h for a in knowledge.agencies() for h in a.hosts]
    doubled = {h for h in hosts if hosts.count(h) > 1}
    assert not doubled


def test_operator_adds_and_extends(tmp_path: Path) -> None:
    table = tmp_path / "mine.toml"
    table.write_text(
        '[outlets.barid-test]\nname = "Barid Test"\nnames = ["بريد الاختبار"]\n'
        'hosts = ["barid-test.example"]\nfamily = "sahil-test"\n'
        '[agencies.sahil-test]\nname = "Sahil Wire Test"\nspellings = ["وكالة الساحل التجريبية"]\nshort = ["SWT"]\n',
        encoding="utf-8",
    )
    knowledge.load_extra(table)
    knowledge.load_extra(table)
    assert knowledge.family_of("Barid Test") == knowledge.family_of("sahil-test") == "sahil-test"
    assert knowledge.find_agency("(SWT)") == "sahil-test"
    assert knowledge.find_agency("swt", context="credit") is None
    with pytest.raises(SettingError, match=r"nowhere\.toml"):
        knowledge.load_extra(tmp_path / "nowhere.toml")
    table.write_text('[outlets.bad]\nname = "x"\ncolour = "red"\n', encoding="utf-8")
    with pytest.raises(SettingError, match="colour"):
        knowledge.load_extra(table)
