"""A story's articles side by side: its origins, its account sheet, and what each arrival brought.

No store and no clock: ``compare`` runs on documents alone, and the desk (``pipeline.py``) saves
what ``steps_since`` finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

import msgspec

from tawatur import align, develop, trace
from tawatur.alert import quotations
from tawatur.model import (
    Development,
    Dossier,
    Failure,
    Membership,
    Page,
    Reading,
    Sheet,
    Story,
)
from tawatur.reading import encoder, read_batch, resolve_times
from tawatur.text import stable_id


def compare(pages: Iterable[Page | Failure]) -> tuple[Dossier | None, list[Failure]]:
    """The documents side by side, taken as accounts of one story. No database, no window.

    Returns the dossier (None when nothing could be read) and what could not be read.
    """
    readings: list[Reading] = []
    failures: list[Failure] = []
    for result in read_batch(list(pages)):
        if isinstance(result, Failure):
            failures.append(result)
        elif all(result.article.id != known.article.id for known in readings):
            readings.append(result)
    if not readings:
        return None, failures
    readings.sort(key=lambda reading: reading.article.seen_at)
    derivations = [
        derivation
        for index, reading in enumerate(readings)
        for derivation in trace.trace_article(reading, readings[:index], encoder().encode)
    ]
    story_id = stable_id("story", readings[0].article.id)
    story = Story(
        id=story_id,
        opened_at=readings[0].article.seen_at,
        newest_at=readings[-1].article.seen_at,
        article_ids=tuple(reading.article.id for reading in readings),
    )
    memberships = tuple(
        Membership(
            article_id=reading.article.id,
            story_id=story_id,
            joined_at=reading.article.seen_at,
            score=1.0,
        )
        for reading in readings
    )
    dossier = Dossier(
        story=story,
        readings=tuple(readings),
        memberships=memberships,
        derivations=tuple(derivations),
        origins=(),
        sheet=Sheet(story_id=story_id),
    )
    return with_dates_resolved(with_sheet(dossier)), failures


def with_sheet(dossier: Dossier) -> Dossier:
    """The dossier with its origins and its account sheet made anew."""
    origins = trace.settle_origins(dossier.readings, dossier.derivations, dossier.elsewhere)
    sheet = align.build_sheet(
        dossier.story,
        dossier.readings,
        origins,
        dossier.derivations,
        encoder().encode,
        versions=dossier.versions,
        replaced=dossier.replaced,
        resolve_times=resolve_times,
        memory=_sheet_memory(),
    )
    return msgspec.structs.replace(dossier, origins=tuple(origins), sheet=sheet)


@cache
def _sheet_memory() -> align.Memory:
    """What sheets of this process were made from: a story is laid out anew with each article."""
    return align.Memory()


def with_dates_resolved(dossier: Dossier) -> Dossier:
    """The dossier with the texts of undated articles read again from the day that their story
    gives them. For showing and exporting: what is stored stays as the article itself has it."""
    days = {inferred.article_id: inferred.day for inferred in dossier.sheet.inferred}
    if not days:
        return dossier
    readings = tuple(
        msgspec.structs.replace(
            reading, annotations=resolve_times(reading, days[reading.article.id])
        )
        if reading.article.id in days
        else reading
        for reading in dossier.readings
    )
    return msgspec.structs.replace(dossier, readings=readings)


class Step(NamedTuple):
    """A story after something happened to it, and what was new then."""

    after: Dossier
    new: list[Development]
    spoken: list[Development]  # every new utterance, for those who watch its speaker


def step_between(before: Dossier | None, after: Dossier) -> Step:
    after = with_sheet(after)
    known: set[str] = set()
    for development in before.developments if before else ():
        known |= {development.key, development.content}  # content: told of in a story merged here
    new = [
        development
        for development in develop.find_developments(before, after)
        if not known & ({development.key, development.content} - {""})
    ]
    return Step(after, new, quotations(before, after))


def steps_since(story: tuple[Dossier, dict[str, int]]) -> list[Step]:
    """What the arrivals that a story's sheet does not know yet brought, one after the other.

    ``story``: the dossier with its stored sheet, and for each member that the sheet does not
    know the number of the arrival that brought it. Steps without news are left out but the last.
    """
    dossier, arrivals = story
    before = _as_of(dossier, arrivals, 0)
    steps: list[Step] = []
    # A story that only lost a member has no arrival, and one step all the same.
    for arrival in sorted(set(arrivals.values())) or [0]:
        step = step_between(before, _as_of(dossier, arrivals, arrival) or dossier)
        steps = [*(known for known in steps if known.new or known.spoken), step]
        before = msgspec.structs.replace(
            step.after, developments=(*dossier.developments, *(d for s in steps for d in s.new))
        )
    return steps


def _as_of(dossier: Dossier, arrivals: Mapping[str, int], arrival: int) -> Dossier | None:
    """The dossier with only the members that came by ``arrival``; None if there was none."""
    readings = tuple(r for r in dossier.readings if arrivals.get(r.article.id, 0) <= arrival)
    if len(readings) == len(dossier.readings):
        return dossier
    if not readings:
        return None
    absent = {r.article.id for r in dossier.readings} - {r.article.id for r in readings}
    return msgspec.structs.replace(
        dossier,
        story=msgspec.structs.replace(
            dossier.story,
            newest_at=max(reading.article.seen_at for reading in readings),
            article_ids=tuple(reading.article.id for reading in readings),
        ),
        readings=readings,
        memberships=tuple(m for m in dossier.memberships if m.article_id not in absent),
        derivations=tuple(
            d for d in dossier.derivations if not {d.article_id, d.source_id} & absent
        ),
        versions=tuple(v for v in dossier.versions if v.article_id not in absent),
    )
