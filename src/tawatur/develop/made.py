"""A development made, and what its parts are made from: shared by all kinds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tawatur.model import Development, DevelopmentKind, Dossier, Place, Reading, VersionChange
from tawatur.text import stable_id


def make(
    dossier: Dossier,
    kind: DevelopmentKind,
    content: Sequence[str],
    *,
    at: datetime,
    article_id: str,
    evidence: Sequence[Place],
    values: dict[str, str] | None = None,
) -> Development:
    return Development(
        story_id=dossier.story.id,
        key=stable_id(dossier.story.id, kind, *content, length=16),
        kind=kind,
        at=at,
        article_id=article_id,
        evidence=tuple(evidence),
        values=values or {},
        independent_origins=sum(origin.counts for origin in dossier.origins),
        content=stable_id(kind, *content, length=16),
    )


def first_place(reading: Reading) -> Place:
    """The headline, else the first sentence."""
    if reading.article.title:
        return Place(
            article_id=reading.article.id,
            start=0,
            end=len(reading.article.title.value),
            in_title=True,
        )
    sentence = next(iter(reading.annotations.sentences), None)
    return Place(
        article_id=reading.article.id,
        start=sentence.start if sentence else 0,
        end=sentence.end if sentence else len(reading.article.text),
    )


def origin_of(dossier: Dossier, article_id: str) -> str | None:
    return next((o.id for o in dossier.origins if article_id in o.article_ids), None)


_SENSES = frozenset({"killed", "injured", "missing", "cases", "arrested", "displaced", "rescued"})


def subject_key(subject: str) -> tuple[str, ...]:
    """A sense is the same in every language; the words counted are not, so that the key of a
    plain count rests on its values only."""
    return (subject,) if subject in _SENSES else ()


def seen(dossier: Dossier, article_id: str) -> datetime:
    """When what the article now says was first seen: its newest version's time, if edited."""
    versions = [v.seen_at for v in dossier.versions if v.article_id == article_id and v.substantive]
    reading = dossier.reading(article_id)
    first = reading.article.seen_at if reading else dossier.story.opened_at
    return max([first, *versions])


def new_versions(before: Dossier | None, after: Dossier) -> list[VersionChange]:
    old = {(v.article_id, v.number) for v in before.versions} if before is not None else set()
    return [v for v in after.versions if v.substantive and (v.article_id, v.number) not in old]


def number(low: float | None, high: float | None) -> str:
    def plain(value: float) -> str:
        return f"{value:.0f}" if value == int(value) else f"{value:.6g}"

    if low is not None and high is not None and low != high:
        return f"{plain(low)}-{plain(high)}"
    value = low if low is not None else high
    return plain(value) if value is not None else "?"
