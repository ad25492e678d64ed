"""What is new in a story, and above all what is not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import msgspec

from readings import START, dossier, figure, origins, quote, reading, time
from tawatur.align import build_sheet
from tawatur.develop import find_developments
from tawatur.embed import default_encoder
from tawatur.model import Development, Dossier, Reading
from tawatur.versions import compare_versions


def state(
    readings: Sequence[Reading],
    *groups: str | tuple[str, ...],
    unknown: Sequence[str] = (),
    versions: Sequence[object] = (),
) -> Dossier:
    found = origins(*groups, unknown=unknown)
    empty = dossier(readings, found, sheet=None)  # type: ignore[arg-type]
    sheet = build_sheet(
        empty.story, readings, found, (), default_encoder().encode, versions=versions
    )  # type: ignore[arg-type]
    return dossier(readings, found, sheet, versions=tuple(versions))


def kinds(developments: Sequence[Development]) -> list[str]:
    return [d.kind for d in developments]


def hurt(id: str, number: int, minutes: float, extra: str = "", version: int = 1) -> Reading:
    text = f"A fire at the Tartura fuel depot injured {number} workers on Thursday.\n{extra}"
    return reading(id, "en", text, [figure(text, str(number), number, counted="workers", sense="injured")],
                   title="Fire at Tartura depot", minutes=minutes, version=version)  # fmt: skip


def test_a_story_opens_once() -> None:
    now = state([hurt("a", 17, 0)], "a")
    (opened,) = find_developments(None, now)
    assert (opened.kind, opened.article_id, opened.at) == ("opened", "a", START)
    assert opened.evidence[0].in_title
    assert find_developments(now, now) == []


def test_the_second_independent_origin_confirms_a_copy_does_not() -> None:
    one = state([hurt("a", 17, 0)], "a")
    copied = state([hurt("a", 17, 0), hurt("b", 17, 5)], ("a", "b"))
    stray = state([hurt("a", 17, 0), hurt("b", 17, 5)], "a", unknown=["b"])
    assert find_developments(one, copied) == []
    assert find_developments(one, stray) == []
    two = state([hurt("a", 17, 0), hurt("b", 17, 5)], "a", "b")
    (confirmed,) = find_developments(one, two)
    assert (confirmed.kind, confirmed.values["origins"], confirmed.article_id) == (
        "confirmed",
        "2",
        "b",
    )
    assert confirmed.independent_origins == 2
    # the copy turns out to be independent: the same confirmation, the same key
    assert [d.key for d in find_developments(copied, two)] == [confirmed.key]


def test_a_figure_is_disputed_once_however_many_say_so() -> None:
    one = state([hurt("a", 17, 0)], "a")
    two = state([hurt("a", 17, 0), hurt("b", 31, 30)], "a", "b")
    changed = next(d for d in find_developments(one, two) if d.kind == "disputed")
    assert (changed.values["old"], changed.values["new"], changed.article_id) == ("17", "31", "b")
    assert len(changed.evidence) == 2
    three = state([hurt("a", 17, 0), hurt("b", 31, 30), hurt("c", 31, 40)], "a", "b", "c")
    assert "disputed" not in kinds(find_developments(two, three))
    # all three arriving at once, in any order, make the same key and not another
    for order in permutations([hurt("a", 17, 0), hurt("b", 31, 30), hurt("c", 31, 40)]):
        later = [
            d for d in find_developments(one, state(order, "a", "b", "c")) if d.kind == "disputed"
        ]
        assert [d.key for d in later] == [changed.key]


def test_the_same_source_replaces_its_figure() -> None:
    one = state([hurt("a", 17, 0)], "a")
    two = state([hurt("a", 17, 0), hurt("a2", 31, 90)], ("a", "a2"))
    (changed,) = find_developments(one, two)
    assert (changed.kind, changed.article_id) == ("figure-changed", "a2")
    # another outlet that confirms the new figure brings no second change
    three = state([hurt("a", 17, 0), hurt("a2", 31, 90), hurt("b", 31, 95)], ("a", "a2"), "b")
    assert kinds(find_developments(two, three)) == ["confirmed"]
    # first disputed, then conceded: that is news of its own
    disputed = state([hurt("a", 17, 0), hurt("b", 31, 30)], "a", "b")
    conceded = state([hurt("a", 17, 0), hurt("b", 31, 30), hurt("a2", 31, 60)], ("a", "a2"), "b")
    assert kinds(find_developments(disputed, conceded)) == ["settled"]


def test_an_edit_that_replaces_a_figure() -> None:
    old, new = hurt("a", 17, 0), hurt("a", 31, 0, version=2)
    version = compare_versions(old, new)
    assert version is not None
    before, after = state([old], "a"), state([new], "a", versions=[version])
    (changed,) = find_developments(before, after)
    assert (changed.kind, changed.values["old"], changed.values["new"]) == (
        "figure-changed",
        "17",
        "31",
    )
    assert find_developments(after, after) == []


def test_cosmetic_versions_yield_nothing() -> None:
    old = reading("a", "en", "The goverment met on the island.\n")
    new = reading("a", "en", "The government met on the island.\n", version=2)
    version = compare_versions(old, new)
    assert version is not None and not version.substantive
    assert find_developments(state([old], "a"), state([new], "a", versions=[version])) == []


def test_an_announced_correction_and_a_retraction() -> None:
    old = hurt("a", 17, 0)
    new = hurt(
        "a", 13, 0, "Correction: An earlier version of this story misstated the number.\n", 2
    )
    version = compare_versions(old, new)
    assert version is not None and version.announced
    found = find_developments(state([old], "a"), state([new], "a", versions=[version]))
    assert "correction" in kinds(found)
    correction = next(d for d in found if d.kind == "correction")
    assert (correction.values["old"], correction.values["new"]) == ("17", "13")
    gone = reading("a", "en", "Retraction: this report has been withdrawn.\n", version=2)
    version = compare_versions(old, gone)
    assert version is not None
    assert kinds(find_developments(state([old], "a"), state([gone], "a", versions=[version]))) == [
        "retraction"
    ]


def said(
    id: str,
    words: str,
    minutes: float,
    speaker: str = "Lenna Orsk",
    identity: str = "person:orsk",
    headline: str = "Orsk speaks on the depot fire",
) -> Reading:
    text = f'The fire burned on.\n"{words}," {speaker} said.\n'
    return reading(
        id, "en", text, [quote(text, words, speaker, identity)], title=headline, minutes=minutes
    )


def test_new_words_of_a_main_actor_once() -> None:
    first = said("a", "We will rebuild the depot at another place", 0)
    second = said("b", "The owners of the company must answer to the court for their neglect", 60)
    before, after = state([first], "a"), state([first, second], "a", "b")
    found = [d for d in find_developments(before, after) if d.kind == "new-statement"]
    assert [(d.article_id, d.values["speaker"]) for d in found] == [("b", "Lenna Orsk")]
    place = found[0].evidence[0]
    assert second.article.text[place.start : place.end].startswith("The owners")
    # the same words in another outlet, and the old words again, are nothing new
    third = said("c", "The owners of the company must answer to the court for their neglect", 70)
    again = said("d", "We will rebuild the depot at another place", 80)
    later = state([first, second, third, again], "a", "b", "c", "d")
    assert "new-statement" not in kinds(find_developments(after, later))


def test_a_bystander_is_no_main_actor() -> None:
    first = said("a", "We will rebuild the depot at another place", 0)
    other = said("b", "I saw the flames from my kitchen window all night", 60, "Pia Runn", "~p rn")
    found = find_developments(state([first], "a"), state([first, other], "a", "b"))
    assert "new-statement" not in kinds(found)


def test_a_denial() -> None:
    yes = reading("a", "en", "The government plans to raise fuel prices this year.\n")
    no = reading(
        "b", "en", "The government does not plan to raise fuel prices this year.\n", minutes=30
    )
    found = find_developments(state([yes], "a"), state([yes, no], "a", "b"))
    assert kinds(found) == ["denial", "confirmed"]


def test_a_date_that_another_account_settles() -> None:
    one = "High-level talks between the two countries were held in Riyadh last Tuesday.\n"
    two = "High-level talks between the two countries were held in Riyadh last week.\n"
    a = reading("a", "en", one, [time(one, "last Tuesday", None, "2026-03-03", "2026-03-10")])
    b = reading("b", "en", two, [time(two, "last week", "2026-W10")], minutes=20)
    settled = [
        d
        for d in find_developments(state([a], "a"), state([a, b], "a", "b"))
        if d.kind == "settled"
    ]
    assert [(d.values["new"], d.article_id) for d in settled] == [("2026-03-03", "b")]


def test_keys_survive_json() -> None:
    now = state([hurt("a", 17, 0), hurt("b", 31, 30)], "a", "b")
    copy = msgspec.json.decode(msgspec.json.encode(now), type=Dossier)
    assert find_developments(None, copy) == find_developments(None, now)
    assert find_developments(copy, now) == []


def test_a_dispute_that_its_own_source_gives_up_is_settled_once() -> None:
    disputed = state([hurt("a", 31, 0), hurt("b", 17, 30)], "a", "b")
    given_up = state([hurt("a", 31, 0), hurt("b", 17, 30), hurt("a2", 17, 900)], ("a", "a2"), "b")
    found = find_developments(disputed, given_up)
    assert [(d.kind, d.article_id, d.values["new"]) for d in found] == [("settled", "a2", "17")]
    assert find_developments(given_up, given_up) == []


def test_an_article_whose_news_is_a_denial_or_a_withdrawal() -> None:
    first = reading("a", "en", "Two men were arrested over the fire in the port, police said.\n")
    no = reading(
        "b",
        "ar",
        "قال مدير الميناء إن أحدا لم يوقف.\n",
        title="مدير الميناء ينفي توقيف أي شخص",
        minutes=60,
    )
    again = reading("c", "fr", "Le directeur du port parle.\n", title="Le port", minutes=70)
    back = reading(
        "d",
        "fr",
        "La préfecture ne dit plus rien de l'incendie.\n",
        title="La préfecture retire son communiqué sur les arrestations",
        minutes=90,
    )
    before = state([first], "a")
    after = state([first, no, again, back], "a", "b", "c", "d")
    found = {(d.kind, d.article_id) for d in find_developments(before, after)}
    assert {("denial", "b"), ("retraction", "d")} <= found
    assert not {("denial", "c"), ("retraction", "c")} & found
    assert not {"denial", "retraction"} & set(kinds(find_developments(after, after)))


def test_nobody_died_after_all() -> None:
    text = "The blast in the warehouse killed 2 workers, a councillor said.\n"
    old = reading("a", "en", text, [figure(text, "2", 2, counted="workers", sense="killed")])
    new = reading(
        "a",
        "en",
        "The blast in the warehouse left no deaths, the fire service said.\n"
        "Correction: an earlier version of this story spoke of dead workers.\n",
        version=2,
    )
    version = compare_versions(old, new)
    assert version is not None and version.announced
    found = find_developments(state([old], "a"), state([new], "a", versions=[version]))
    correction = next(d for d in found if d.kind == "correction")
    assert (correction.values["old"], correction.values["new"]) == ("2", "0")


def launched(id: str, hour: str, minutes: float) -> Reading:
    text = f"The launch of the satellite was set for {hour} on Thursday in Tartura.\n"
    return reading(id, "en", text, [time(text, hour, f"2026-03-12T{hour}", granularity="minute", kind="time")],
                   minutes=minutes)  # fmt: skip


def test_a_third_source_settles_the_hour() -> None:
    disputed = state([launched("a", "11:42", 0), launched("b", "11:24", 30)], "a", "b")
    third = [launched("a", "11:42", 0), launched("b", "11:24", 30), launched("c", "11:42", 90)]
    found = find_developments(disputed, state(third, "a", "b", "c"))
    assert [(d.article_id, d.values["old"], d.values["new"]) for d in found if d.kind == "settled"] == [
        ("c", "11:24", "11:42")
    ]  # fmt: skip
    # a copy of one of the two settles nothing
    carried = find_developments(disputed, state(third, ("a", "c"), "b"))
    assert "settled" not in kinds(carried)
    assert find_developments(state(third, "a", "b", "c"), state(third, "a", "b", "c")) == []


def test_of_one_speech_the_fullest_words_are_told_once() -> None:
    first = said("a", "We will rebuild the depot at another place", 0)
    text = (
        'The fire burned on.\n"The owners must answer to the court for this," Lenna Orsk said.\n'
        '"Nobody who lost a house in this fire will have to pay for a new one," Lenna Orsk said.\n'
    )
    speech = reading(
        "b", "en", text,
        [
            quote(text, "The owners must answer to the court for this", "Lenna Orsk", "person:orsk"),
            quote(text, "Nobody who lost a house in this fire will have to pay for a new one", "Lenna Orsk", "person:orsk"),
        ],
        title="Orsk speaks", minutes=60,
    )  # fmt: skip
    before, after = state([first], "a"), state([first, speech], "a", "b")
    found = [d for d in find_developments(before, after) if d.kind == "new-statement"]
    assert len(found) == 1
    place = found[0].evidence[0]
    assert text[place.start : place.end].startswith("Nobody who lost")
    # another outlet quotes another part of it an hour later: still one speech
    known = msgspec.structs.replace(after, developments=tuple(found))
    part = said("c", "I have asked the army to bring tents for all families tonight", 120)
    later = state([first, speech, part], "a", "b", "c")
    assert "new-statement" not in kinds(find_developments(known, later))
    # the next day she speaks again
    anew = said("d", "The first of the new houses will be ready before the summer ends", 60 * 24)
    next_day = state([first, speech, part, anew], "a", "b", "c", "d")
    before = msgspec.structs.replace(later, developments=tuple(found))
    assert "new-statement" in kinds(find_developments(before, next_day))


def test_who_has_no_name_makes_no_statement_of_a_main_actor() -> None:
    words = "The convoy was hit twice before it reached the crossing point"
    first = said("a", "We will rebuild the depot at another place", 0, "a military source", "")
    again = said("b", words, 60, "a military source", "")
    unnamed = [
        msgspec.structs.replace(
            r,
            annotations=msgspec.structs.replace(
                r.annotations,
                quotes=tuple(
                    msgspec.structs.replace(
                        q, speaker=msgspec.structs.replace(q.speaker, kind="unnamed", identity=None)
                    )
                    for q in r.annotations.quotes
                    if q.speaker
                ),
            ),
        )
        for r in (first, again)
    ]
    found = find_developments(state(unnamed[:1], "a"), state(unnamed, "a", "b"))
    assert "new-statement" not in kinds(found)


def test_at_least_ten_is_ten() -> None:
    def at_least(id: str, number: int, minutes: float) -> Reading:
        text = f"A fire at the Tartura fuel depot injured at least {number} workers on Thursday.\n"
        return reading(
            id, "en", text,
            [figure(text, f"at least {number}", number, counted="workers", sense="injured", bound="at-least")],
            title="Fire at Tartura depot", minutes=minutes,
        )  # fmt: skip

    one = state([hurt("a", 17, 0)], "a")
    exact = find_developments(one, state([hurt("a", 17, 0), hurt("b", 31, 30)], "a", "b"))
    bound = find_developments(one, state([hurt("a", 17, 0), at_least("b", 31, 30)], "a", "b"))
    assert {d.key for d in exact if d.kind == "disputed"} == {
        d.key for d in bound if d.kind == "disputed"
    }
