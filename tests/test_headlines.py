"""Headlines of texts that come without one. Invented news."""

from __future__ import annotations

import pytest

from tawatur.headlines import Headline, headline_of, headline_within, words_of_address


@pytest.mark.parametrize(
    ("text", "headline", "rest"),
    [
        (
            "إعادة فتح ميناء مرسالا بعد العاصفة بيومين | صحيفة النورس بحث متقدم إعادة فتح ميناء "
            "مرسالا بعد العاصفة بيومين أعادت السلطات فتح الميناء صباح الأربعاء.",
            "إعادة فتح ميناء مرسالا بعد العاصفة بيومين",
            "أعادت السلطات فتح الميناء صباح الأربعاء.",
        ),
        (
            "Harbour News | Port of Marsala opens again after the storm - Subscribe Log in "
            "Port of Marsala opens again after the storm\nThe port opened on Wednesday.",
            "Port of Marsala opens again after the storm",
            "The port opened on Wednesday.",
        ),
    ],
)
def test_a_headline_that_stands_twice_is_found(text: str, headline: str, rest: str) -> None:
    found = headline_within(text)
    assert found is not None
    assert (found.text, text[found.end :]) == (headline, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The port opened on Wednesday, two days after the storm, its master said.",
        # an office and a name are said twice in any report
        "Foreign minister Tomas Velk spoke. In Marsala foreign minister Tomas Velk met sailors.",
        "12 / 03 / 2025 at 10 : 45 | 12 / 03 / 2025 at 10 : 45 Ferry aground",
        # too far down to be the page's headline
        "Menu News Sport Culture Weather Podcasts Subscribe Log in Newsletters Jobs Contact Help "
        "Port of Marsala opens again after the storm. Port of Marsala opens again after the storm.",
    ],
)
def test_other_repeated_words_are_no_headline(text: str) -> None:
    assert headline_within(text) is None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "https://nawras.example/2026/03/04/إعادة-فتح-ميناء-مرسالا/3573793",
            "اعاده فتح ميناء مرسالا",
        ),
        (
            "https://nawras.example/%D8%A5%D8%B9%D8%A7%D8%AF%D8%A9-%D9%81%D8%AA%D8%AD-"
            "%D9%85%D9%8A%D9%86%D8%A7%D8%A1-%D9%85%D8%B1%D8%B3%D8%A7%D9%84%D8%A7/a-41626758",
            "اعاده فتح ميناء مرسالا",
        ),
        (
            "https://gull.example/2026/port_of_marsala_opens_again.html",
            "port of marsala opens again",
        ),
        ("https://gull.example/p/port-of-marsala-12345678?from=front-page-of-today", ""),
        ("https://gull.example/tag/marsala-port", ""),
        ("https://gull.example/news/1187722", ""),
        ("http://[gull/port-of-marsala-opens-again", ""),
        ("https://gull.example/" + "port_a1" * 30_000 + "-", ""),
        ("", ""),
    ],
)
def test_words_of_an_address(address: str, words: str) -> None:
    assert words_of_address(address) == words.split()


def test_a_title_is_the_headline_and_the_text_is_all_report() -> None:
    assert headline_of("Port opens", "Port opens Port opens", "x") == Headline("Port opens", 0, 0)


HARBOUR = "إعادة فتح ميناء مرسالا بعد العاصفة"


def test_a_headline_of_the_address_is_found_below_the_menu() -> None:
    menu = "النورس الرئيسية سياسة اقتصاد رياضة الطقس تردد القناة اشترك الآن مباشر أسعار العملات "
    text = f"{menu}{HARBOUR} بيومين أعادت السلطات فتح الميناء صباح الأربعاء."
    found = headline_of(None, text, "https://nawras.example/إعادة-فتح-ميناء-مرسالا-بعد-العاصفة/12")
    assert found.text == HARBOUR
    assert (text[: found.start], text[found.end :].split()[0]) == (menu, "بيومين")


def test_of_two_places_of_a_headline_the_report_begins_below_the_last() -> None:
    text = (
        f"{HARBOUR} | صحيفة النورس اشترك في نشرتنا البريدية {HARBOUR} قالت السلطات إن السفن دخلت."
    )
    found = headline_of(None, text, "https://nawras.example/إعادة-فتح-ميناء-مرسالا-بعد-العاصفة")
    assert text[found.end :].strip() == "قالت السلطات إن السفن دخلت."


def test_a_sentence_of_the_body_in_the_words_of_the_address_takes_nothing_away() -> None:
    text = (
        "The storm had passed over the island. Two ferries waited outside the mole. At noon the "
        "port of Marsala was opened again, its master said."
    )
    found = headline_of(None, text, "https://gull.example/port-of-marsala-opened-again")
    assert (found.text, found.end) == ("port of Marsala was opened again", 0)


def test_an_address_in_another_script_than_the_text_is_no_headline() -> None:
    text = "أعادت السلطات فتح ميناء مرسالا صباح الأربعاء بعد عاصفة استمرت يومين."
    assert headline_of(None, text, "https://gull.example/port-of-marsala-opens-again").text == ""
    latin = "The harbour master let in the first ferry on Wednesday."
    found = headline_of(None, latin, "https://gull.example/port-of-marsala-opens-again")
    assert found == Headline("port of marsala opens again", 0, 0)


@pytest.mark.parametrize("text", ["", " ", "\ufffd", "ـــ", "١٢٣ - ٤٥٦"])
def test_odd_texts_have_no_headline(text: str) -> None:
    assert headline_of(None, text, None) == Headline("")
    assert headline_of("  ", text, "::") == Headline("")
