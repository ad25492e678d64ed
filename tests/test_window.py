"""The open window over days: stories that sleep and wake, part, stand in topics, and obey."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from readings import as_read
from tawatur.cluster import (
    OpenWindow,
    Rarity,
    candidates,
    default_model,
    entry_of,
    likeness,
    openstories,
)
from tawatur.cluster.review import parting
from tawatur.cluster.topic_places import topics_of_changed
from tawatur.cluster.topics import topic_label, whole_names
from tawatur.model import (
    ArticleJoined,
    Constraint,
    Membership,
    Reading,
    Sleeper,
    StoriesMerged,
    StoryChange,
    StoryOpened,
    StorySplit,
    StoryWoken,
    TopicJoined,
)
from tawatur.settings import Settings

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)

TRIAL = [
    ("t1", 0, "en", "Mayor of Ostrovia charged over Lemnar bridge collapse", "Prosecutors in Ostrovia charged mayor Selvar Tonian with negligence over the collapse of the Lemnar bridge, which killed nine people in January. The engineer Pavo Ridell was charged as well."),
    ("t2", 3, "en", "Tonian charged with negligence in Lemnar bridge case", "Selvar Tonian, mayor of Ostrovia, and the engineer Pavo Ridell are accused of negligence over the Lemnar bridge, whose collapse killed nine."),
]  # fmt: skip
VERDICT = ("t9", 24 * 16, "en", "Former mayor Tonian jailed over Lemnar bridge", "A court in Ostrovia sentenced former mayor Selvar Tonian to four years in prison for negligence over the collapse of the Lemnar bridge. The engineer Pavo Ridell was acquitted.")  # fmt: skip
OTHER_BRIDGE = ("o9", 24 * 16, "en", "Bridge in Valdehoces closed for repairs", "The old bridge of Valdehoces was closed to traffic on Monday for repairs that are expected to take two months, the town hall said.")  # fmt: skip

# Three events of one war, and a football match.
WAR = [
    ("w1", 0, "en", "Rebels shell Tosan airport as Karadag war enters second week", "Rebels of the Karadag Front shelled the airport of Tosan on Tuesday, the army said. General Ivo Harman said two aircraft were destroyed."),
    ("w2", 50, "en", "Schools reopen in Meghran as families flee Tosan", "Three schools in Meghran took in 1,200 children on Thursday whose families fled Tosan. Teachers said most arrived on foot. General Ivo Harman let buses pass once a day, they said."),
    ("m1", 31, "en", "Harwick beat Dunmoor 3-1 to reach cup final", "Harwick reached the cup final on Tuesday after a 3-1 win over Dunmoor, with two goals by captain Ivo Stane."),
]  # fmt: skip


def reading(name: str, hours: float, language: str, title: str, text: str) -> Reading:
    return as_read(name, NOON + timedelta(hours=hours), language, title, text)


def take(window: OpenWindow, *readings: Reading) -> list[StoryChange]:
    changes: list[StoryChange] = []
    for one in readings:
        proposed = window.propose(one)
        for change in proposed:
            window.apply(change, one)
        changes += proposed
    return changes


def asleep() -> tuple[OpenWindow, list[Sleeper], str]:
    """A window whose one story fell asleep."""
    window = OpenWindow(Settings())
    take(window, *(reading(*row) for row in TRIAL))
    story = window.story_of("t1")
    assert story is not None and window.story_of("t2") == story
    return window, window.fall_asleep_before(NOON + timedelta(days=9)), story


# ------------------------------------------------------------------ sleeping


def test_a_follow_up_weeks_later_wakes_its_story() -> None:
    window, (sleeper,), story = asleep()
    assert sleeper.story_id == story and window.story_of("t1") is None
    woken, joined = take(window, reading(*VERDICT))[:2]
    assert isinstance(woken, StoryWoken) and woken.story_id == story
    assert isinstance(joined, ArticleJoined) and joined.membership.story_id == story
    words = {w.casefold() for reason in woken.reasons for w in reason.words}
    assert words & {"tonian", "lemnar", "ridell", "ostrovia"}


def test_another_bridge_lets_it_sleep() -> None:
    window, _, _ = asleep()
    assert isinstance(take(window, reading(*OTHER_BRIDGE))[0], StoryOpened)


def test_a_restored_sleeper_is_woken_alike() -> None:
    window, sleepers, _ = asleep()
    restored = OpenWindow(Settings())
    for sleeper in sleepers:
        raw = msgspec.json.encode(sleeper)
        restored.add_sleeper(msgspec.json.decode(raw, type=Sleeper))
    late = reading(*VERDICT)
    assert restored.propose(late) == window.propose(late)


def test_what_slept_too_long_is_forgotten() -> None:
    window, _, _ = asleep()
    window.fall_asleep_before(NOON + timedelta(days=60))
    assert isinstance(window.propose(reading(*VERDICT))[0], StoryOpened)


# ------------------------------------------------------------------ topics


def test_events_of_one_war_are_stories_of_one_topic() -> None:
    window = OpenWindow(Settings())
    changes = take(window, *(reading(*row) for row in WAR))
    assert len({window.story_of(name) for name, *_ in WAR}) == 3
    (topic,) = [c for c in changes if isinstance(c, TopicJoined)]
    assert set(topic.story_ids) == {window.story_of("w1"), window.story_of("w2")}
    assert {word.casefold() for word in topic.label} >= {"harman", "tosan"}


def test_a_story_joins_a_topic_when_it_has_grown() -> None:
    window = OpenWindow(Settings())
    vague = ("v1", 45, "en", "Families sleep in school gyms of Meghran", "Families slept in the gyms of three schools in Meghran on Wednesday, teachers said. Most arrived on foot.")  # fmt: skip
    opened = take(window, reading(*WAR[0]), reading(*vague))
    assert not [c for c in opened if isinstance(c, TopicJoined)]
    changes = take(window, reading(*WAR[1]))
    assert window.story_of("w2") == window.story_of("v1")
    (topic,) = [c for c in changes if isinstance(c, TopicJoined)]
    assert set(topic.story_ids) == {window.story_of("w1"), window.story_of("v1")}


def test_what_parts_from_a_story_and_what_it_is_merged_into_stay_in_its_topic() -> None:
    window = OpenWindow(Settings())
    take(window, *(reading(*row) for row in WAR))
    story = window.story_of("w1") or ""
    split = StorySplit(from_story_id=story, story_id="new", memberships=())
    late = window.entry(reading(*FERRY[0]))
    (topic,) = topics_of_changed(window._opened, story, [split], late, [])
    assert topic.story_ids == ("new",)
    match = window.story_of("m1") or ""
    (moved,) = topics_of_changed(
        window._opened, story, [StoriesMerged(story_id=match, gone_id=story, reasons=())], late, []
    )
    assert (moved.topic_id, moved.story_ids) == (topic.topic_id, (match,))


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ({"place:doha": "Дохе", "дохе": "Дохе"}, ("Doha",)),
        ({"place:doha": "ДОХА", "place:samsun": "Samsun'da"}, ("Doha", "Samsun")),
        ({"place:samsun": "Samsuna"}, ("Samsun",)),
        ({"place:doha": "الدوحة", "دوحه": "الدوحة"}, ("الدوحة",)),
        ({"place:warsaw": "Varsovia"}, ("Varsovia",)),
        ({"place:istanbul": "ISTANBUL"}, ("Istanbul",)),
        ({"harman": "Harman"}, ("Harman",)),
        ({"place:asia": "آسيا", "واسيا": "وآسيا"}, ("آسيا",)),
        ({"org:united": "مانشستر يونايتد", "مانشستر": "مانشستر"}, ("مانشستر يونايتد",)),
    ],
)
def test_labels_of_topics_are_in_base_form(written: dict[str, str], label: tuple[str, ...]) -> None:
    assert topic_label(written, written) == label


def test_a_name_cut_in_two_is_put_together_as_the_text_has_it() -> None:
    text = "حريق في ميناء سيدي الأمين\nأغلق ميناء سيدي الأمين، وقال الأمين العام إن الميناء مغلق."
    assert whole_names(("سيدي", "الأمين"), text) == ("سيدي الأمين",)
    assert whole_names(("الأمين", "حريق"), text) == ("الأمين", "حريق")
    assert whole_names(("Doha", "Muscat"), "From Doha to Muscat") == ("Doha", "Muscat")


# ------------------------------------------------------------------ the later pass


def test_two_knots_of_articles_are_told_apart() -> None:
    # 0-2 and 3-5 hold together and are far from each other.
    odds = [[2.0 if (i < 3) == (j < 3) else -6.0 for j in range(6)] for i in range(6)]
    assert parting(odds) == ([3, 4, 5], -6.0)


def test_one_knot_with_a_straggler_is_one_story() -> None:
    odds = [[2.0 if i < 5 and j < 5 else -6.0 for j in range(6)] for i in range(6)]
    assert parting(odds) is None
    assert parting([[1.0] * 6 for _ in range(6)]) is None


def test_a_split_is_noted_and_spares_what_an_analyst_put_together() -> None:
    window = OpenWindow(Settings())
    first, second = reading(*WAR[0]), reading(*WAR[2])
    for one in (first, second):
        window.add_known(one, membership(one, "s"))
    moved = membership(second, "new")
    window.apply(StorySplit(from_story_id="s", story_id="new", memberships=(moved,)))
    assert (window.story_of("w1"), window.story_of("m1")) == ("s", "new")


# ------------------------------------------------------------------ constraints


def membership(one: Reading, story_id: str) -> Membership:
    return Membership(
        article_id=one.article.id, story_id=story_id, joined_at=one.article.seen_at, score=1.0
    )


FERRY = [
    ("f1", 0, "en", "Ferry runs aground off Marsala with 214 aboard", "A passenger ferry ran aground off the island of Marsala on Tuesday with 214 people on board. Coast guard boats are bringing them ashore."),
    ("f2", 1, "en", "Marsala ferry: 214 people brought ashore", "All 214 people on board a passenger ferry that ran aground off the island of Marsala on Tuesday were brought ashore by the coast guard."),
    ("f3", 2, "en", "Stranded Marsala ferry: all 214 passengers safe", "The 214 passengers of the ferry that ran aground off the island of Marsala are safe ashore, the coast guard said on Tuesday."),
]  # fmt: skip


@pytest.mark.parametrize("apart", [False, True])
def test_what_an_analyst_set_apart_is_not_merged_again(apart: bool) -> None:
    split = Constraint(
        id="c", kind="split", at=NOON, story_id="b", together=("f2",), apart=(("f2",), ("f1",))
    )
    window = OpenWindow(Settings(), constraints=(split,) if apart else ())
    first, second, third = (reading(*row) for row in FERRY)
    window.add_known(first, membership(first, "a"))
    window.add_known(second, membership(second, "b"))
    merged = any(isinstance(change, StoriesMerged) for change in window.propose(third))
    assert merged is not apart


def test_a_later_merge_overrules_an_earlier_split() -> None:
    split = Constraint(
        id="c", kind="split", at=NOON, story_id="b", together=("f2",), apart=(("f2",), ("f1",))
    )
    merge = Constraint(id="d", kind="merge", at=NOON, story_id="a", together=("f1", "f2"))
    window = OpenWindow(Settings(), constraints=(split, merge))
    first, second, third = (reading(*row) for row in FERRY)
    window.add_known(first, membership(first, "a"))
    window.add_known(second, membership(second, "b"))
    assert any(isinstance(change, StoriesMerged) for change in window.propose(third))


# ------------------------------------------------------------------ a function of its articles


def restored(readings: Sequence[tuple[Reading, str]]) -> OpenWindow:
    window = OpenWindow(Settings())
    for one, story in readings:
        window.add_known(one, membership(one, story))
    return window


def test_the_order_of_putting_in_does_not_count() -> None:
    known = [
        (reading(*row), story)
        for row, story in zip((*TRIAL, *WAR, *FERRY[:2]), "aabcdff", strict=True)
    ]
    late = [reading(*FERRY[2]), reading(*VERDICT), reading(*OTHER_BRIDGE)]
    expected = [restored(known).propose(one) for one in late]
    for seed in range(3):
        shuffled = known[:]
        random.Random(seed).shuffle(shuffled)
        assert [restored(shuffled).propose(one) for one in late] == expected


def test_a_new_version_refreshes_what_the_window_knows() -> None:
    known = [(reading(*row), "a") for row in TRIAL]
    window = restored(known)
    name, hours, language, _, _ = TRIAL[1]
    edited = reading(name, hours, language, *FERRY[0][3:])
    window.refresh(edited)
    late = reading(*FERRY[1])
    assert window.propose(late) == restored([known[0], (edited, "a")]).propose(late)
    window.refresh(reading(*OTHER_BRIDGE))  # not open: passed over
    assert window.story_of("o9") is None


# ------------------------------------------------------------------ speed changes nothing


def invented(count: int, hours_apart: float = 5.0) -> list[Reading]:
    """A stream of events in words of no language, each with a report and its echo."""
    found = []
    for n in range(count):
        dice = random.Random(n // 2)
        words = ["".join(dice.choices("bdfgklmnprstvz", k=2)).join("aoeiu"[:3]) for _ in range(24)]
        dice.shuffle(words)
        place, *rest = words
        title = f"{place.title()} {' '.join(rest[:5])}"
        text = f"{title} {' '.join(rest)}. {'Officials' if n % 2 else 'Witnesses'} of {place.title()} spoke."
        found.append(reading(f"i{n}", n * hours_apart, "en", title, text))
    return found


def test_looking_ahead_changes_nothing_but_the_time_it_takes() -> None:
    plain, ahead = OpenWindow(Settings()), OpenWindow(Settings())
    readings = invented(40)
    for start in range(0, 40, 8):
        batch = readings[start : start + 8]
        ahead.look_ahead(batch)
        for one in batch:
            horizon = one.article.seen_at - timedelta(hours=60)
            assert ahead.fall_asleep_before(horizon) == plain.fall_asleep_before(horizon)
            assert take(ahead, one) == take(plain, one)


def test_postings_of_common_words_that_are_not_kept_are_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def changes() -> list[list[StoryChange]]:
        window, found = OpenWindow(Settings()), []
        for one in (*invented(30), *invented(30, hours_apart=5.5)):
            one = msgspec.structs.replace(
                one, article=msgspec.structs.replace(one.article, id=f"{len(found)}")
            )
            window.fall_asleep_before(one.article.seen_at - timedelta(hours=40))
            found.append(take(window, one))
        return found

    monkeypatch.setattr(candidates, "MAX_CANDIDATE_POSTINGS", 3)
    kept = changes()
    monkeypatch.setattr(openstories, "MOST_POSTINGS", 4)  # more than are looked up by
    assert changes() == kept


def test_what_left_the_window_leaves_nothing_behind() -> None:
    window = OpenWindow(Settings())
    readings = invented(60)
    for one in readings:
        window.fall_asleep_before(one.article.seen_at - timedelta(hours=30))
        take(window, one)
    open_now = [r for r in readings if window.story_of(r.article.id)]
    fresh = OpenWindow(Settings())
    for one in open_now:
        fresh.add_known(
            one,
            Membership(
                article_id=one.article.id,
                story_id=window.story_of(one.article.id) or "",
                joined_at=one.article.seen_at,
                score=1.0,
            ),
        )
    assert len(open_now) < 20
    for one in invented(64)[60:]:
        (change, *_), (other, *_) = window.propose(one), fresh.propose(one)
        if not isinstance(change, StoryWoken):
            assert change == other
    kept, needed = window.keys_known(), fresh.keys_known()
    assert kept <= 4 * needed  # words of what sleeps are forgotten in time


def test_an_article_in_the_window_is_packed_and_loses_nothing() -> None:
    rarity = Rarity()
    for one in invented(4):
        entry = entry_of(one)
        before = replace(entry)
        rarity.add(entry)
        rarity.pack(entry)
        assert not entry.words and not entry.shown
        after = rarity.unpacked(entry)
        assert after.words == pytest.approx(before.words)
        assert after.names == pytest.approx(before.names)
        assert after.shown == before.shown
        assert after.proper == before.proper & (before.words.keys() | before.names.keys())
        assert rarity.written(entry, list(before.shown)) == before.shown


def test_many_at_once_are_compared_as_one_by_one() -> None:
    rarity, model = Rarity(), default_model()
    entries = [entry_of(one) for one in (*invented(6), reading(*VERDICT))]
    for entry in entries[1:]:
        rarity.add(entry)
    pairs = likeness(entries[0], entries[1:], rarity)
    odds = model.odds(pairs)
    for n, other in enumerate(entries[1:]):
        (alone,) = likeness(entries[0], [other], rarity)
        assert alone == pairs[n]
        assert model.pair(alone) == pytest.approx(odds[n])
    assert list(pairs.of([2, 0])) == [pairs[2], pairs[0]]


def test_a_story_that_goes_on_stays_and_one_that_woke_sleeps_again() -> None:
    window = OpenWindow(Settings())
    first, second = (reading(*row) for row in TRIAL)
    take(window, first)
    assert window.fall_asleep_before(NOON - timedelta(hours=1)) == []
    take(window, second)  # three hours later: the story's end has moved
    assert window.fall_asleep_before(NOON + timedelta(hours=2)) == []
    (sleeper,) = window.fall_asleep_before(NOON + timedelta(hours=4))
    assert (sleeper.size, window.articles()) == (2, 0)
    assert isinstance(take(window, reading(*VERDICT))[0], StoryWoken)
    (again,) = window.fall_asleep_before(NOON + timedelta(days=17))
    assert again.story_id == sleeper.story_id
    assert window.fall_asleep_before(NOON + timedelta(days=18)) == []
