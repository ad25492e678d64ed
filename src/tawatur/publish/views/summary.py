"""A story as the list shows it."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from tawatur.model import (
    Conflict,
    Development,
    Dossier,
    Reading,
)
from tawatur.publish.views.desk import StoryDesk, unit_of, value_place
from tawatur.publish.views.pieces import (
    DEVELOPMENTS_SHOWN,
    DevelopmentBrief,
    DisputeBrief,
    OutletLink,
    StorySummary,
    Words,
    headline_of,
    headlines_of,
    name_words,
    outlet_link,
    outlet_of,
)


def summarise(dossier: Dossier) -> StorySummary:
    """What a list of stories shows of this one."""
    return summary_of(StoryDesk(dossier))


def summary_of(desk: StoryDesk) -> StorySummary:
    dossier = desk.dossier
    newest = newest_first(dossier.developments)
    return StorySummary(
        id=dossier.story.id,
        opened_at=dossier.story.opened_at,
        newest_at=dossier.story.newest_at,
        headlines=headlines_of(dossier),
        independent_origins=sum(o.counts for o in dossier.origins),
        independent_since=dossier.independent_since(),
        unknown_articles=sum(len(o.article_ids) for o in dossier.origins if not o.counts),
        article_count=len(dossier.readings),
        languages=tuple(dict.fromkeys(r.annotations.language for r in dossier.readings)),
        origins=desk.briefs(o.id for o in dossier.origins if o.counts),
        outlets=_one_link_per_outlet(dossier.readings),
        developments=tuple(development_brief(desk, d) for d in newest[:DEVELOPMENTS_SHOWN]),
        disputed=tuple(
            DisputeBrief(
                kind=c.kind,
                subject=subject_of(desk, c),
                values=tuple(shown_value(desk, c, i) for i in range(len(c.sides))),
                unit=unit_of(desk, c, c.sides[0].value, c.sides[0].members) if c.sides else None,
            )
            for c in dossier.sheet.conflicts
            if c.relation == "conflict"
        ),
    )


def newest_first(developments: Sequence[Development]) -> list[Development]:
    """By time; those of one moment, in which they were found in order, turned round as well."""
    return sorted(developments, key=lambda d: d.at)[::-1]


def _one_link_per_outlet(readings: Sequence[Reading]) -> tuple[OutletLink, ...]:
    links: dict[str, OutletLink] = {}
    for reading in readings:
        link = outlet_link(reading)
        links.setdefault(link.name.text if link.name else link.page_name, link)
    return tuple(links.values())


def subject_of(desk: StoryDesk, conflict: Conflict) -> Words:
    """The words a conflict is about; they are a source's, so they have its language."""
    for side in conflict.sides:
        for member in side.members:
            reading = desk.readings.get(member.place.article_id)
            if reading and conflict.subject in reading.text_of(member.place):
                return name_words(conflict.subject, reading.annotations.language)
    return name_words(conflict.subject, "en")


def shown_value(desk: StoryDesk, conflict: Conflict, index: int) -> str:
    shown = side_words(desk, conflict, index)
    return shown.text if shown else conflict.sides[index].value


# Kinds of conflict whose normalised value is an identity and means nothing to a reader: the
# source's own words are shown instead.
_SHOWN_IN_WORDS = frozenset({"place", "name"})


def side_words(desk: StoryDesk, conflict: Conflict, index: int) -> Words | None:
    side = conflict.sides[index]
    # A cause is a class of ours that the sentences below bear out, not a name of theirs.
    ours = conflict.subject == "cause"
    if ours or conflict.kind not in _SHOWN_IN_WORDS or not side.members:
        return None
    place = side.members[0].place
    if place.article_id not in desk.readings:
        return None
    return desk.words_at(value_place(desk, conflict, side.value, place))


_IDENTITY = regex.compile(r"(?:place|person|organisation|other):\S+|~.+")


def _readable(desk: StoryDesk, value: str) -> str:
    """A value of a development; the identity of a name as the first article that has it spells it."""
    if not _IDENTITY.fullmatch(value):
        return value
    for reading in desk.dossier.readings:
        for name in reading.annotations.names:
            if name.identity == value:
                return name.canonical or name.text
    return value.partition(":")[2].replace("-", " ").title() or value.removeprefix("~")


def development_brief(desk: StoryDesk, development: Development) -> DevelopmentBrief:
    reading = desk.readings.get(development.article_id)
    words: Words | None = None
    if development.kind in ("opened", "confirmed") and reading:
        headline = headline_of(reading)
        words = headline.words if headline else None
    for place in development.evidence:
        if words is None and place.article_id in desk.readings:
            words = desk.telling_words_at(place)
    return DevelopmentBrief(
        key=development.key,
        kind=development.kind,
        at=development.at,
        words=words,
        outlet=outlet_of(reading) if reading else None,
        article_id=development.article_id,
        values={key: _readable(desk, value) for key, value in development.values.items()},
        # Of "confirmed by the third", the third; the story may have had five by then.
        independent_origins=int(development.values.get("origins", 0))
        or development.independent_origins,
    )
