"""Stories: what joins, what stays apart, and that a restart changes nothing. Invented news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from tawatur.annotate.sentences import split_sentences
from tawatur.cluster import (
    OpenWindow,
    Rarity,
    entry_of,
    instances_of,
    likeness,
    same_event,
    stem,
)
from tawatur.embed import article_text_for_vector, default_encoder, to_vector
from tawatur.model import (
    Annotations,
    Article,
    ArticleJoined,
    ArticleMoved,
    Derivation,
    Finding,
    Membership,
    NameMention,
    Reading,
    StoriesMerged,
    StoryChange,
    StoryOpened,
)
from tawatur.settings import Settings
from tawatur.text import stable_id

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)

# (id, hours, language, title, text)
STREAM = [
    ("ferry-1", 0.0, "en", "Ferry runs aground off Marsala with 214 aboard", "A passenger ferry ran aground off the island of Marsala on Tuesday with 214 people on board. Coast guard boats are bringing them ashore."),
    ("rates-1", 0.5, "en", "Central bank of Ardenia raises key rate to 7 percent", "The central bank of Ardenia raised its key interest rate by half a point to 7 percent to curb inflation, governor Tomas Velk said."),
    ("ferry-2", 1.0, "en", "All passengers rescued from stranded Marsala ferry", "All 214 passengers of a ferry that ran aground off Marsala were brought ashore by the coast guard within three hours."),
    ("ferry-3", 1.5, "ar", "جنوح عبارة قبالة مرسالا وعلى متنها 214 راكبا", "جنحت عبارة ركاب قبالة جزيرة مرسالا يوم الثلاثاء وعلى متنها 214 شخصا، ونقلت قوارب خفر السواحل الركاب إلى الشاطئ."),
    ("rates-2", 2.0, "en", "Ardenia lifts interest rate to fight inflation", "Ardenia's central bank lifted interest rates by half a percentage point to 7 percent, as governor Velk warned of rising prices."),
    ("final-1", 3.0, "en", "Harwick beat Dunmoor 3-1 to reach cup final", "Harwick reached the cup final on Tuesday after a 3-1 win over Dunmoor, with two goals by captain Ivo Stane."),
    ("ferry-4", 4.0, "ru", "У острова Марсала сел на мель паром с 214 пассажирами", "Паром, на борту которого было 214 человек, сел на мель у острова Марсала. Береговая охрана доставила пассажиров на берег."),
    ("final-2", 5.0, "en", "Stane double sends Harwick into the cup final", "Captain Ivo Stane scored twice as Harwick beat Dunmoor 3-1 in the cup semi-final on Tuesday."),
    ("quake-1", 6.0, "en", "Earthquake shakes Karadag, 17 injured", "An earthquake of magnitude 5.4 shook the town of Karadag, injuring 17 people and damaging dozens of houses."),
]  # fmt: skip


def reading(name: str, hours: float, language: str, title: str | None, text: str) -> Reading:
    encoder = default_encoder()
    row = encoder.encode([article_text_for_vector(title, text)], [language])[0]
    return Reading(
        article=Article(
            id=name,
            url=None,
            page_name=name,
            seen_at=NOON + timedelta(hours=hours),
            title=Finding(value=title, where="record", confidence=1.0) if title else None,
            outlet=None,
            text=text,
            raw_text=text,
        ),
        annotations=Annotations(
            language=language,
            language_confidence=1.0,
            direction="rtl" if language == "ar" else "ltr",
            sentences=split_sentences(text, language),
        ),
        vector=to_vector(row, encoder.model),
    )


def run(window: OpenWindow, readings: Sequence[Reading]) -> dict[str, str]:
    for one in readings:
        for change in window.propose(one):
            window.apply(change, one)
    return {r.article.id: window.story_of(r.article.id) or "" for r in readings}


def topics(stories: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for article, story in stories.items():
        found.setdefault(story, []).append(article)
    return found


def stream() -> list[Reading]:
    return [reading(*row) for row in STREAM]


def test_a_stream_becomes_its_stories_across_languages() -> None:
    found = topics(run(OpenWindow(Settings()), stream()))
    assert sorted(map(sorted, found.values())) == [
        ["ferry-1", "ferry-2", "ferry-3", "ferry-4"],
        ["final-1", "final-2"],
        ["quake-1"],
        ["rates-1", "rates-2"],
    ]


def test_the_story_is_named_after_its_first_article() -> None:
    assert run(OpenWindow(Settings()), stream())["ferry-3"] == stable_id("story", "ferry-1")


def test_proposing_changes_nothing_and_is_repeatable() -> None:
    window = OpenWindow(Settings())
    readings = stream()
    run(window, readings[:5])
    first = window.propose(readings[6])
    assert window.propose(readings[6]) == first
    assert window.story_of(readings[6].article.id) is None


def test_a_window_restored_from_what_was_saved_decides_alike() -> None:
    readings = stream()
    straight = OpenWindow(Settings())
    saved: list[tuple[Reading, Membership]] = []
    expected: list[list[StoryChange]] = []
    for one in readings:
        changes = straight.propose(one)
        expected.append(changes)
        for change in changes:
            straight.apply(change, one)
            if isinstance(change, StoryOpened | ArticleJoined):
                saved.append((one, change.membership))
    for killed_after in range(1, len(readings)):
        restored = OpenWindow(Settings())
        for known, membership in saved[:killed_after]:
            restored.add_known(known, membership)
        assert restored.propose(readings[killed_after]) == expected[killed_after]


def test_closing_old_stories_leaves_the_state_of_a_window_that_never_knew_them() -> None:
    readings = stream()
    late = [
        reading(
            "late-1",
            200.0,
            "en",
            "Volcano erupts on Tarn island",
            "A volcano erupted on Tarn island and sent ash over three villages.",
        )
    ]
    window = OpenWindow(Settings())
    run(window, readings)
    gone = window.close_before(NOON + timedelta(hours=100))
    assert gone == sorted(set(gone)) and len(gone) == 4
    fresh = OpenWindow(Settings())
    assert window.propose(late[0]) == fresh.propose(late[0])
    run(window, late)
    run(fresh, late)
    follow_up = reading(
        "late-2",
        201.0,
        "en",
        "Ash from Tarn volcano closes airport",
        "Ash from the volcano on Tarn island closed the airport.",
    )
    assert window.propose(follow_up) == fresh.propose(follow_up)


def test_a_copy_belongs_where_its_source_is() -> None:
    window = OpenWindow(Settings())
    readings = stream()
    run(window, readings)
    bare = reading("photo", 7.0, "en", None, "Pictures of the day.")
    alone = window.propose(bare)
    assert isinstance(alone[0], StoryOpened)
    copied = Derivation(
        article_id="photo", source_id="quake-1", kind="verbatim", share_of_copy=1.0, confidence=1.0
    )
    joined = window.propose(bare, [copied])[0]
    assert isinstance(joined, ArticleJoined)
    assert joined.membership.story_id == window.story_of("quake-1")
    assert any(r.feature == "copy" for r in joined.membership.reasons)


def test_reasons_say_what_decided() -> None:
    window = OpenWindow(Settings())
    readings = stream()
    run(window, readings[:2])
    [change] = window.propose(readings[2])
    assert isinstance(change, ArticleJoined)
    assert change.membership.nearest[0] == "ferry-1"
    assert 0.5 > 1 - change.membership.score >= 0.0
    words = {w.casefold() for r in change.membership.reasons for w in r.words}
    assert words & {"marsala", "214", "ferry"}


def test_merging_and_moving_are_noted() -> None:
    window = OpenWindow(Settings())
    readings = stream()
    run(window, readings)
    ferry, quake = window.story_of("ferry-1") or "", window.story_of("quake-1") or ""
    window.apply(StoriesMerged(story_id=ferry, gone_id=quake))
    assert window.story_of("quake-1") == ferry
    away = Membership(article_id="quake-1", story_id=quake, joined_at=NOON, score=1.0)
    window.apply(ArticleMoved(from_story_id=ferry, membership=away))
    assert window.story_of("quake-1") == quake and window.story_of("ferry-2") == ferry


def test_articles_without_title_text_or_vector_are_ordinary() -> None:
    window = OpenWindow(Settings())
    odd = [
        reading("empty", 0, "und", None, ""),
        reading("marks", 1, "und", "!!! \u200f …", "\u064b 🙂"),
        reading("title", 2, "en", "Ferry runs aground off Marsala", ""),
        reading("text", 3, "en", None, STREAM[0][4]),
    ]
    stories = run(window, odd)
    assert stories["empty"] != stories["marks"]
    assert stories["title"] == stories["text"]


def test_words_that_open_articles_share_weigh_less() -> None:
    rarity = Rarity()
    entries = [entry_of(r) for r in stream()]
    before = likeness(entries[0], [entries[2]], rarity)[0]["words"]
    for entry in entries:
        rarity.add(entry)
    after = likeness(entries[0], [entries[2]], rarity)[0]["words"]
    for entry in entries:
        rarity.remove(entry)
    assert after < before
    assert likeness(entries[0], [entries[2]], rarity)[0]["words"] == before


def test_stems_meet_across_inflection() -> None:
    assert stem("olympique") == stem("olympischen") == stem("olympics")
    assert stem("والسفارات") == stem("سفارات")


def test_two_articles_by_themselves() -> None:
    ferry, rates, again = (reading(*STREAM[i]) for i in (0, 1, 2))
    assert same_event(ferry, again)[0] > 0.5 > same_event(ferry, rates)[0]


# ------------------------------------------------------------------ follow-ups and like events


def named(one: Reading, *names: tuple[str, str, str | None]) -> Reading:
    """The reading with names recognised in its body: (words, identity, country)."""
    text = one.article.text
    mentions = tuple(
        NameMention(
            start=text.index(words),
            end=text.index(words) + len(words),
            text=words,
            kind="place",
            identity=identity,
            country=country,
        )
        for words, identity, country in names
    )
    return msgspec.structs.replace(
        one, annotations=msgspec.structs.replace(one.annotations, names=mentions)
    )


def signature_of(reports: Sequence[Reading], late: Reading) -> dict[str, float]:
    """Features of a late article beside the one story that the reports make."""
    window = OpenWindow(Settings())
    for one in reports:
        window.add_known(
            one,
            Membership(
                article_id=one.article.id, story_id="s", joined_at=one.article.seen_at, score=1.0
            ),
        )
    return window.rank(window.entry(late), {})[0].features


def test_names_that_only_one_story_has_bring_its_follow_up_home() -> None:
    karadag = ("Karadag", "~krdk", "AM")
    mayor = ("Selvar Tonian", "~slfr dnn", None)
    reports = [
        named(reading("q1", 0, "en", "Quake hits Karadag", "An earthquake shook Karadag, mayor Selvar Tonian said."), karadag, mayor),
        named(reading("q2", 1, "en", "17 hurt in quake", "At least 17 people were hurt in Karadag, according to Selvar Tonian."), karadag, mayor),
    ]  # fmt: skip
    same = reading("q3", 30, "en", "Girl found alive", "A girl was pulled from a cellar in Karadag as Selvar Tonian looked on.")  # fmt: skip
    other = reading("o1", 30, "en", "Girl found alive", "A girl was pulled from a well in Ostrovia as the fire chief looked on.")  # fmt: skip
    assert signature_of(reports, same)["signature"] > 0.5
    assert signature_of(reports, other)["signature"] == 0


def test_a_name_says_less_where_a_text_has_very_many() -> None:
    karadag = ("Karadag", "~krdk", "AM")
    reports = [
        named(reading("q1", 0, "en", "Quake hits Karadag", "An earthquake shook Karadag at dawn."), karadag),
        named(reading("q2", 1, "en", "17 hurt in quake", "At least 17 people were hurt in Karadag."), karadag),
    ]  # fmt: skip
    told = "A girl was pulled from a cellar in Karadag."
    syllables = ("ba", "do", "ki", "lu", "me", "ra", "sto", "vi")
    others = " ".join(f"{a}{b}{c}n" for a in syllables for b in syllables for c in syllables)
    brief = signature_of(reports, reading("q3", 30, "en", "Girl found alive", told))
    long = signature_of(reports, reading("q4", 30, "en", "Girl found alive", f"{told} {others}"))
    assert brief["signature"] > long["signature"]


def test_a_window_of_lone_stories_asks_for_more_than_one_of_full_ones() -> None:
    def company(stories: int) -> float:
        window = OpenWindow(Settings())
        for i in range(60):
            one = reading(f"a{i:02}", i, "en", f"Ferry {i} sinks off Karadag", "")
            window.add_known(
                one,
                Membership(
                    article_id=one.article.id,
                    story_id=f"s{i % stories}",
                    joined_at=one.article.seen_at,
                    score=1.0,
                ),
            )
        late = reading("z", 61, "en", "Ferry 7 sinks off Karadag", "")
        return window.rank(window.entry(late), {})[0].features["company"]

    assert company(60) < company(30) < company(20) <= company(10)


def test_a_like_event_in_another_country_is_seen_to_be_elsewhere() -> None:
    text = "An earthquake of magnitude 5.4 shook {}, injuring several people."
    reports = [
        named(reading(f"q{i}", i, "en", None, text.format("Karadag")), ("Karadag", "~krdk", "AM"))
        for i in range(2)
    ]
    there = named(reading("x", 3, "en", None, text.format("Tosan")), ("Tosan", "~dsn", "IR"))
    here = named(reading("y", 3, "en", None, text.format("Meghri")), ("Meghri", "~mkr", "AM"))
    assert signature_of(reports, there)["other-country"] == 1
    assert signature_of(reports, here)["other-country"] == 0


@pytest.mark.parametrize(
    ("title", "instances"),
    [
        ("Second round of shipping talks ends", {2}),
        ("ختام الجولة الثالثة من المحادثات", {3}),
        ("Завершился второй раунд переговоров", {2}),
        ("Une troisième session de négociations", {3}),
        ("Two killed in the second attack", set()),
    ],
)
def test_rounds_are_told_apart(title: str, instances: set[int]) -> None:
    assert instances_of(reading("r", 0, "en", title, "Talks.")) == instances
