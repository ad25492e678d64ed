"""Bylines, datelines, credit and contributor lines, as newsrooms write them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tawatur.annotate.credits import find_credits
from tawatur.model import Article, Credit, Finding, Removal

BODY = (
    "\nوقال مسؤول محلي إن الطريق أعيد فتحه بعد ساعات من الإغلاق."
    "\nوأضاف أن فرق الصيانة ما زالت تعمل في المكان."
)


def article(text: str, **more: object) -> Article:
    return Article(
        id="a", url=None, page_name="page", seen_at=datetime(2025, 3, 1, tzinfo=UTC), title=None,
        outlet=None, text=text, raw_text=text, **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("head", "agency", "places"),
    [
        ("إسطنبول - (أ ف ب) - قال مسؤول إن الطريق أغلق.", "afp", ("إسطنبول",)),
        ("إسطنبول (أ.ف.ب) قال مسؤول إن الطريق أغلق.", "afp", ("إسطنبول",)),
        ("القاهرة/ الأناضول", "aa", ("القاهرة",)),
        ("الرياض / واس / قال مسؤول", "spa", ("الرياض",)),
        ("واس - الرياض", "spa", ("الرياض",)),
        ("عواصم - وكالات", None, ()),
        ("MOSCOW (Reuters) — The road was closed, officials said.", "reuters", ("MOSCOW",)),
        ("BEIRUT, Lebanon (AP) — The road was closed.", "ap", ("BEIRUT", "Lebanon")),
        ("PARIS (AFP) - The road was closed.", "afp", ("PARIS",)),
        ("KAHİRE (AA) - Yol kapatıldı.", "aa", ("KAHİRE",)),
        ("МОСКВА, 27 фев — РИА Новости. Дорога закрыта.", "ria", ("МОСКВА",)),
        ("МОСКВА, 27 февраля. /ТАСС/. Дорога закрыта.", "tass", ("МОСКВА",)),
        ("BEIRUT — The road to the airport was closed for hours on Friday.", None, ("BEIRUT",)),
    ],
)
def test_datelines(head: str, agency: str | None, places: tuple[str, ...]) -> None:
    text = "عنوان الخبر\n" + head + BODY
    (credit,) = find_credits(article(text))
    assert (credit.kind, credit.agency, credit.places) == ("dateline", agency, places)
    assert credit.span is not None
    assert text[credit.span.start : credit.span.end] == credit.text


@pytest.mark.parametrize(
    ("line", "kind", "agency", "people", "places"),
    [
        ("المصدر: رويترز", "source", "reuters", (), ()),
        ("Source: AFP", "source", "afp", (), ()),
        ("Источник: Интерфакс", "source", "interfax", (), ()),
        ("(وكالات)", "credit", None, (), ()),
        ("(dpa/AFP)", "credit", "dpa", (), ()),
        ("Mit Material von dpa", "contributor", "dpa", (), ()),
        (
            "Associated Press writers Jane Marlow in Ankara, Turkey, and Omar Said in Beirut contributed to this report.",
            "contributor", "ap", ("Jane Marlow", "Omar Said"), ("Ankara", "Turkey", "Beirut"),
        ),
        (
            "(Reporting by Jane Marlow in Cairo and Omar Said in Beirut; Editing by Tom Hill)",
            "contributor", None, ("Jane Marlow", "Omar Said"), ("Cairo", "Beirut"),
        ),
        (
            "شارك في التغطية صحفيو رويترز هند العمري في عمّان ولؤي حداد في دمشق.",
            "contributor", "reuters", ("هند العمري", "لؤي حداد"), ("عمّان", "دمشق"),
        ),
        ("By Jane Marlow and Omar Said, Reuters", "byline", "reuters", ("Jane Marlow", "Omar Said"), ()),
        ("بقلم: سامي الخطيب", "byline", None, ("سامي الخطيب",), ()),
        ("© Sputnik / Alexei Invented", "photo", "sputnik", (), ()),
    ],
)  # fmt: skip
def test_lines_of_their_own(
    line: str, kind: str, agency: str | None, people: tuple[str, ...], places: tuple[str, ...]
) -> None:
    (credit,) = find_credits(article("عنوان" + BODY + "\n" + line))
    assert (credit.kind, credit.agency) == (kind, agency)
    assert (credit.people, credit.places) == (people, places)


def test_agency_in_parentheses_at_the_end() -> None:
    (credit,) = find_credits(article("عنوان" + BODY + "\nوانتهت الأعمال مساء (د ب أ)"))
    assert (credit.kind, credit.agency, credit.text) == ("credit", "dpa", "(د ب أ)")


@pytest.mark.parametrize(
    ("end", "agency"),
    [
        ("وانتهت الأعمال مساء. «أ. ب»", "ap"),
        ("وانتهت الأعمال مساء. “أ ف ب”", "afp"),
        ('Work ended in the evening. "Reuters"', "reuters"),
        ("Work ended in the evening.\n© 2026 AFP", "afp"),
        ("Work ended in the evening.\n© Agence France-Presse", "afp"),
    ],
)
def test_an_agency_in_quotation_marks_or_behind_a_sign_of_copyright_at_the_very_end(
    end: str, agency: str
) -> None:
    (credit,) = find_credits(article("عنوان" + BODY + "\n" + end))
    assert (credit.kind, credit.agency) == ("credit", agency)


@pytest.mark.parametrize(
    "line",
    [
        "وقال مسؤول إن الخبر نقلته «رويترز» عن مصدر",
        "المصدر",
        "وساهم الرئيس في إعداد الاتفاق مع البنك المركزي",
        "وقالت رويترز إن الطريق أغلق (حتى الصباح)",
        "By Friday the road was open again, officials said",
        "بيروت (لبنان) مدينة على البحر",
        "",
    ],
)
def test_sentences_are_not_credits(line: str) -> None:
    assert find_credits(article("عنوان" + BODY + "\n" + line)) == ()


def test_authors_from_the_page() -> None:
    credits = find_credits(
        article(
            "نص",
            authors=(
                Finding(value="AFP", where="json-ld", confidence=0.9),
                Finding(value="Jane Marlow, Reuters", where="meta author", confidence=0.8),
            ),
        )
    )
    assert [(c.agency, c.people, c.where) for c in credits] == [
        ("afp", (), "json-ld"),
        ("reuters", ("Jane Marlow",), "meta author"),
    ]


def test_known_credits_get_their_agency_and_stay_once() -> None:
    source = Credit(kind="source", text="Agence France-Presse", where="feed")
    (credit,) = find_credits(article("نص", credits=(source,)))
    assert credit.agency == "afp" and credit.where == "feed"
    again = find_credits(article("نص", credits=(credit,)))
    assert again == (credit,)


def test_photo_credit_says_nothing_of_the_text() -> None:
    text = "عنوان\nرجال الإطفاء في المكان (رويترز)" + BODY
    removal = Removal(start=6, end=37, text=text[6:37], reason="photo-credit")
    (credit,) = find_credits(article(text, removed=(removal,)))
    assert credit.kind == "photo"


def test_the_second_seed_credits_ap(shared_dir: Path) -> None:
    text = (shared_dir / "seeds" / "001_b09c0ae2a416ad43.txt").read_text("utf-8")
    (credit,) = find_credits(article(text))
    assert (credit.kind, credit.agency) == ("contributor", "ap")
    assert len(credit.people) == 2 and len(credit.places) == 3
