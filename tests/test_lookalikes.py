"""Like events stay apart, and what follows one of them up finds the right one. Invented news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tawatur.annotate import annotate_text
from tawatur.cluster import OpenWindow
from tawatur.embed import article_text_for_vector, default_encoder, to_vector
from tawatur.model import Article, Finding, Reading
from tawatur.settings import Settings

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)

# (hours, language, headline, text); the first two are one event, the third is a like one.
LIKE_EVENTS = {
    "two earthquakes": [
        (0, "en", "Earthquake of 5.4 injures 17 in eastern Turkey", "An earthquake of magnitude 5.4 shook Erzincan in eastern Turkey on Tuesday, injuring 17 people and damaging dozens of houses, officials said."),
        (2, "ar", "إصابة 17 شخصا في زلزال بقوة 5.4 درجة في تركيا", "هز زلزال بقوة 5.4 درجة مدينة أرزنجان شرقي تركيا يوم الثلاثاء وأدى إلى إصابة 17 شخصا وتضرر عشرات المنازل، بحسب مسؤولين."),
        (5, "en", "Earthquake of 5.2 injures 8 in northern Peru", "An earthquake of magnitude 5.2 shook Trujillo in northern Peru on Tuesday, injuring eight people and cracking walls of houses, officials said."),
    ],
    "two rounds of the same talks": [
        (0, "en", "Second round of Marsala shipping talks ends without a deal", "The second round of talks between Ardenia and Ostrovia on shipping off Marsala ended on Tuesday without a deal. Both delegations spoke of progress."),
        (3, "ar", "ختام الجولة الثانية من محادثات مرسالا للملاحة دون اتفاق", "اختتمت يوم الثلاثاء الجولة الثانية من المحادثات بين أردينيا وأوستروفيا بشأن الملاحة قبالة مرسالا دون اتفاق، وتحدث الوفدان عن تقدم."),
        (50, "en", "Third round of Marsala shipping talks opens", "The third round of talks between Ardenia and Ostrovia on shipping off Marsala opened on Thursday. The delegations are to meet for two days."),
    ],
    "two matches": [
        (0, "en", "Harwick beat Dunmoor 3-1 to reach cup final", "Harwick reached the cup final on Tuesday after a 3-1 win over Dunmoor, with two goals by captain Ivo Stane."),
        (1, "en", "Stane double sends Harwick into the cup final", "Captain Ivo Stane scored twice as Harwick beat Dunmoor 3-1 in the cup semi-final on Tuesday."),
        (26, "en", "Lowick beat Fernham 2-0 in second cup semi-final", "Lowick beat Fernham 2-0 on Wednesday in the other semi-final of the cup, with goals by Abel Toller and Marc Ryde."),
    ],
    "two rate decisions": [
        (0, "en", "Norway's central bank raises key rate to 4 percent", "The central bank of Norway raised its key interest rate by half a point to 4 percent on Tuesday to curb inflation, governor Tomas Velk said."),
        (1, "en", "Norway lifts interest rate to fight inflation", "Norway's central bank lifted interest rates by half a percentage point to 4 percent, as governor Tomas Velk warned of rising prices."),
        (20, "en", "Brazil's central bank cuts key rate to 9 percent", "The central bank of Brazil cut its key interest rate by a quarter point to 9 percent on Wednesday, governor Lena Marsk said, as inflation fell."),
    ],
}  # fmt: skip


def reading(name: str, hours: float, language: str, title: str, text: str) -> Reading:
    encoder = default_encoder()
    row = encoder.encode([article_text_for_vector(title, text)], [language])[0]
    day = (NOON + timedelta(hours=hours)).date()
    return Reading(
        article=Article(
            id=name,
            url=None,
            page_name=name,
            seen_at=NOON + timedelta(hours=hours),
            title=Finding(value=title, where="record", confidence=1.0),
            outlet=Finding(value=f"Outlet {name}", where="record", confidence=1.0),
            text=text,
            raw_text=text,
        ),
        annotations=annotate_text(text, language_hint=language, published=day),
        title_annotations=annotate_text(title, language_hint=language, published=day),
        vector=to_vector(row, encoder.model),
    )


@pytest.mark.parametrize("kind", LIKE_EVENTS)
def test_a_like_event_is_a_story_of_its_own(kind: str) -> None:
    window = OpenWindow(Settings())
    for number, row in enumerate(LIKE_EVENTS[kind]):
        one = reading(str(number), *row)
        for change in window.propose(one):
            window.apply(change, one)
    first, second, like = (window.story_of(name) for name in "012")
    assert first == second
    assert like != first
