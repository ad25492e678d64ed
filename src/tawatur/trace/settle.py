"""A story's articles -> the independent origins they rest on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tawatur import knowledge
from tawatur.model import Derivation, Origin, Reading
from tawatur.origins import (
    TEXT_CREDITS,
    WHOLE_KINDS,
    agency_name,
    credited_agencies,
    family,
    has_own_author,
    label,
    led_by,
    main_sources,
    root_of,
)
from tawatur.text import stable_id


def settle_origins(
    readings: Sequence[Reading],
    derivations: Sequence[Derivation],
    elsewhere: Sequence[Reading] = (),
) -> tuple[Origin, ...]:
    """The independent roots of a story's articles: a partition of them.

    Order of evidence: articles that are made from one another stand together; each group is
    named by the agency that its articles credit, else by the outlet at its root; groups of one
    agency or one publisher's family are one origin. A group nobody can name is unknown and
    counts for nothing, even if there are several.

    Args:
        readings: the story's articles, any order.
        derivations: what is known of copies among them; others are ignored.
        elsewhere: articles of other stories that some of these carry. They give their name to
            these and are no part of the story.
    """
    own_ids = {reading.article.id for reading in readings}
    ordered = sorted(
        {r.article.id: r for r in (*readings, *elsewhere)}.values(),
        key=lambda r: (r.article.seen_at, r.article.id),
    )
    by_id = {r.article.id: r for r in ordered}
    via = main_sources(ordered, derivations)

    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in ordered:
        groups[root_of(reading.article.id, via)].append(reading)

    # Agencies, outlets and language services of one owner are one origin.
    families: dict[tuple[bool, str], list[_Root]] = defaultdict(list)
    for root_id, members in groups.items():
        root = _root(by_id[root_id], members)
        families[root.kind == "unknown", root.family].append(root)

    origins = []
    for (_, family_id), roots in families.items():
        # An agency gives its name to what it shares with the outlets of its house.
        first = next((r for r in roots if r.kind == "agency"), roots[0])
        members = sorted(
            (reading for r in roots for reading in r.members),
            key=lambda reading: (reading.article.seen_at, reading.article.id),
        )
        why = dict.fromkeys(line for r in (first, *roots) for line in r.evidence)
        evidence = [*why, *_member_evidence(members, via, by_id)]
        if len(roots) > 1 and len({r.name for r in roots}) + (first.kind == "outlet") > 1:
            evidence.append(f"one publisher: {family_id}")
        origins.append(
            Origin(
                id=stable_id("origin", first.kind, family_id),
                kind=first.kind,
                name=first.name,
                article_ids=tuple(r.article.id for r in members if r.article.id in own_ids),
                evidence=tuple(evidence),
            )
        )
    position = {r.article.id: i for i, r in enumerate(ordered)}
    kept = (origin for origin in origins if origin.article_ids)
    return tuple(sorted(kept, key=lambda o: position[o.article_ids[0]]))


@dataclass(frozen=True, slots=True)
class _Root:
    """What stands behind articles that carry one text."""

    kind: Literal["agency", "outlet", "unknown"]
    family: str
    name: str | None
    evidence: tuple[str, ...]
    members: list[Reading]


def _root(root: Reading, members: list[Reading]) -> _Root:
    outlet = root.article.outlet
    if outlet and _is_only_an_address(root):
        outlet = None
    known = knowledge.outlet_by_name(outlet.value) if outlet else None
    if known and known.is_agency:
        why = (f"outlet: {known.name}, an agency",)
        return _Root("agency", known.family, known.name, why, members)
    # An article with its own author beside the agency's credit rests on its own work too.
    if not has_own_author(root):
        credited: Counter[str] = Counter()
        for reading in members:
            credited.update(credited_agencies(reading))
        own = credited_agencies(root)
        if credited:
            # What the root itself says goes before what its carriers say.
            agency = own[0] if own else min(credited, key=lambda a: (-credited[a], a))
            lines = tuple(_credit_lines(members, agency))
            return _Root("agency", family(agency), agency_name(agency), lines, members)
        told = led_by(root)
        if told:
            line = f"its first sentence has it from: {agency_name(told)}"
            return _Root("agency", family(told), agency_name(told), (line,), members)
    if outlet:
        name = known.name if known else outlet.value
        why = (f"outlet: {outlet.value} ({outlet.where})",)
        return _Root("outlet", family(outlet.value), name, why, members)
    address = root.article.outlet
    line = f"no name but the address: {address.value}" if address else "no outlet, no credit line"
    return _Root("unknown", root.article.id, None, (line,), members)


def _is_only_an_address(reading: Reading) -> bool:
    """An outlet that nobody knows but by the host of its URL, and nobody signs for the text."""
    outlet = reading.article.outlet
    if not outlet or outlet.where not in ("url", "host") or knowledge.outlet_by_name(outlet.value):
        return False
    return not any(credit.people or credit.agency for credit in reading.article.credits)


def _credit_lines(members: Iterable[Reading], agency: str) -> Iterator[str]:
    for reading in members:
        for credit in reading.article.credits:
            if credit.agency == agency and credit.kind in TEXT_CREDITS:
                yield f"{credit.kind} line: {' '.join(credit.text.split())}"
                return


def _member_evidence(
    members: Sequence[Reading], via: dict[str, Derivation], by_id: dict[str, Reading]
) -> Iterator[str]:
    for reading in members:
        derivation = via.get(reading.article.id)
        if derivation:
            copy, source = label(reading), label(by_id[derivation.source_id])
            yield (
                f"{copy}: {derivation.kind} of {source}, {round(100 * derivation.share_of_copy)} %"
            )


def copy_groups(article_ids: Sequence[str], derivations: Sequence[Derivation]) -> dict[str, str]:
    """Article id -> id of the first of the articles (in the order given) that carry one text.

    Only derivations as a whole bind: copies, translations and rewrites.
    """
    parent = {article_id: article_id for article_id in article_ids}
    position = {article_id: n for n, article_id in enumerate(article_ids)}

    def top(article_id: str) -> str:
        while parent[article_id] != article_id:
            parent[article_id] = parent[parent[article_id]]
            article_id = parent[article_id]
        return article_id

    for derivation in derivations:
        if derivation.kind not in WHOLE_KINDS:
            continue
        if derivation.article_id in parent and derivation.source_id in parent:
            one, two = top(derivation.article_id), top(derivation.source_id)
            if one != two:
                first, second = sorted((one, two), key=lambda a: position[a])
                parent[second] = first
    return {article_id: top(article_id) for article_id in article_ids}
