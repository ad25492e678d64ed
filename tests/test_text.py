"""Operations on text that every stage shares. Invented news."""

from __future__ import annotations

import pytest

from tawatur.text import headline_within


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
    assert headline_within(text) == (headline, rest)


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
