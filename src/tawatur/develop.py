"""Step 9: what is new in a story.

A development is a change of what is *known*, not another article. Its key is made of the story
and of what became known (the ordinal of the confirming origin, the figure's subject and new
value, the utterance), so that a second article saying the same, an edit, another order of
arrival or a restart makes none again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tawatur.model import (
    Conflict,
    ConflictSide,
    Development,
    DevelopmentKind,
    Dossier,
    Place,
    QuoteGroup,
    Reading,
    Rendering,
    VersionChange,
)
from tawatur.text import fold, folded_words, stable_id

# A main actor speaks, or is spoken of, in at least this many of a story's articles (of at least
# two), or is named in a headline.
MAIN_ACTOR_ARTICLES = 2
# An utterance of fewer words says nothing that a reader needs to be told of.
STATEMENT_WORDS = 6
# A new utterance that shares this many of its words with an earlier one of the same speaker
# repeats it.
REPEATED_SHARE = 0.6
# After this many independent origins another one is no news.
CONFIRMATIONS = 5


def find_developments(before: Dossier | None, after: Dossier) -> list[Development]:
    """What is known in ``after`` that was not known in ``before``, in order of first sight.

    The same state twice gives nothing. ``before`` is None for a story just opened. The caller
    drops developments whose key it has stored already.
    """
    found: list[Development] = []
    if before is None or not before.readings:
        found += _opened(after)
    found += _confirmed(before, after)
    if before is not None and before.readings:
        found += _conflicts(before, after)
        found += _new_figures_by_edit(before, after)
        found += _statements(before, after)
        found += _settled(before, after)
    found += _corrections(before, after)
    unique = {development.key: development for development in reversed(found)}
    order = {kind: n for n, kind in enumerate(_ORDER)}
    return sorted(unique.values(), key=lambda d: (d.at, order[d.kind], d.key))


_ORDER: tuple[DevelopmentKind, ...] = (
    "opened",
    "retraction",
    "correction",
    "denial",
    "disputed",
    "figure-changed",
    "settled",
    "new-statement",
    "confirmed",
)


def _make(
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
    )


def _first_place(reading: Reading) -> Place:
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


# --------------------------------------------------------------------------- opened, confirmed


def _opened(after: Dossier) -> list[Development]:
    if not after.readings:
        return []
    first = min(after.readings, key=lambda r: (r.article.seen_at, r.article.id))
    return [
        _make(
            after,
            "opened",
            (),
            at=first.article.seen_at,
            article_id=first.article.id,
            evidence=[_first_place(first)],
        )
    ]


def _confirmed(before: Dossier | None, after: Dossier) -> list[Development]:
    """The n-th independent origin, n counted from 2. A copy, a translation or an article whose
    origin nobody knows confirms nothing."""
    known = sum(origin.counts for origin in before.origins) if before is not None else 0
    arrived = []
    for origin in after.origins:
        carriers = [r for a in origin.article_ids if (r := after.reading(a)) is not None]
        if origin.counts and carriers:
            first = min(carriers, key=lambda r: (r.article.seen_at, r.article.id))
            arrived.append((first.article.seen_at, first.article.id, first, origin))
    arrived.sort(key=lambda entry: entry[:2])
    made = []
    for n, (at, article_id, reading, origin) in enumerate(arrived, 1):
        if n < 2 or n <= known or n > CONFIRMATIONS:
            continue
        made.append(
            _make(
                after,
                "confirmed",
                (str(n),),
                at=at,
                article_id=article_id,
                evidence=[_confirming_place(after, reading)],
                values={"origins": str(n), **({"origin": origin.name} if origin.name else {})},
            )
        )
    return made


def _confirming_place(after: Dossier, reading: Reading) -> Place:
    """Where the article says what others say: its member of the point most origins share."""
    for point in sorted(after.sheet.points, key=lambda p: -len(p.origin_ids)):
        if len(point.origin_ids) >= 2:
            for member in point.members:
                if member.place.article_id == reading.article.id:
                    return member.place
    return _first_place(reading)


# --------------------------------------------------------------------------- values that differ


def _signature(conflict: Conflict, side: ConflictSide) -> tuple[str, ...]:
    """Kind, what is counted, and value: the same in every article of one language and kind."""
    return (conflict.kind, fold(conflict.subject), side.value)


def _values_known(dossier: Dossier) -> set[str]:
    return {f"{c.point_id}:{c.kind}:{s.value}" for c in dossier.sheet.conflicts for s in c.sides}


def _latest(dossier: Dossier, conflict: Conflict) -> ConflictSide:
    return max(conflict.sides, key=lambda s: (s.first_seen_at, s.members[0].place.start, s.value))


def _conflicts(before: Dossier, after: Dossier) -> list[Development]:
    """A value that came to stand against an earlier one."""
    pairs_before = [
        ({s.value for s in c.sides}, c.kind, c.relation) for c in before.sheet.conflicts
    ]
    known_articles = {r.article.id for r in before.readings}
    made = []
    for conflict in after.sheet.conflicts:
        if conflict.relation == "within-source":
            continue
        values = {s.value for s in conflict.sides}
        if any(
            values <= earlier and (kind, relation) == (conflict.kind, conflict.relation)
            for earlier, kind, relation in pairs_before
        ):
            continue
        new = _latest(after, conflict)
        first = min(new.members, key=lambda m: _seen(after, m.place.article_id))
        # what two old articles always said is no development of today
        if all(
            m.place.article_id in known_articles for s in conflict.sides for m in s.members
        ) and not _edited_since(before, after, {m.place.article_id for m in new.members}):
            continue
        old = min(conflict.sides, key=lambda s: (s.first_seen_at, s.value))
        if old is new or old.value == new.value:
            continue
        found: DevelopmentKind
        if conflict.relation == "update" and conflict.kind == "figure":
            found = "figure-changed"
        elif conflict.kind == "polarity":
            found = "denial"
        else:
            found = "disputed"
        made.append(
            _make(
                after,
                found,
                # the new value alone: the same figure against another old one is not news again
                (conflict.kind, *_subject(conflict), new.value),
                at=_seen(after, first.place.article_id),
                article_id=first.place.article_id,
                evidence=[first.place, old.members[0].place],
                values={"subject": conflict.subject, "old": old.value, "new": new.value},
            )
        )
    return made


def _subject(conflict: Conflict) -> tuple[str, ...]:
    # a sense ("injured") or unit would be the same in every language; the words counted are not,
    # so that the key of a plain count rests on the values only
    return (
        (conflict.subject,)
        if conflict.subject.isascii() and conflict.subject.islower() and " " not in conflict.subject
        else ()
    )


def _seen(dossier: Dossier, article_id: str) -> datetime:
    """When what the article now says was first seen: its newest version's time, if edited."""
    versions = [v.seen_at for v in dossier.versions if v.article_id == article_id and v.substantive]
    reading = dossier.reading(article_id)
    first = reading.article.seen_at if reading else dossier.story.opened_at
    return max([first, *versions])


def _edited_since(before: Dossier, after: Dossier, article_ids: set[str]) -> bool:
    old = {(v.article_id, v.number) for v in before.versions}
    return any(
        v.article_id in article_ids and (v.article_id, v.number) not in old and v.substantive
        for v in after.versions
    )


def _new_versions(before: Dossier | None, after: Dossier) -> list[VersionChange]:
    old = {(v.article_id, v.number) for v in before.versions} if before is not None else set()
    return [v for v in after.versions if v.substantive and (v.article_id, v.number) not in old]


def _new_figures_by_edit(before: Dossier, after: Dossier) -> list[Development]:
    """A source that replaced its own figure in an edit, silently or not."""
    made = []
    for version in _new_versions(before, after):
        new, old = after.reading(version.article_id), before.reading(version.article_id)
        if new is None or old is None:
            continue
        for change in version.changes:
            if "figure" not in change.kinds:
                continue
            end = change.new_start + len(change.new)
            old_end = change.old_start + len(change.old)
            now = [f for f in new.annotations.figures if f.start < end and change.new_start < f.end]
            then = [
                f for f in old.annotations.figures if f.start < old_end and change.old_start < f.end
            ]
            if len(now) != 1 or len(then) != 1 or now[0].text == then[0].text:
                continue
            value, earlier = _number(now[0].low, now[0].high), _number(then[0].low, then[0].high)
            if value == earlier:
                continue
            subject = now[0].sense or now[0].unit or now[0].counted or ""
            made.append(
                _make(
                    after,
                    "figure-changed",
                    (
                        "figure",
                        *(
                            (now[0].sense or now[0].unit or "",)
                            if now[0].sense or now[0].unit
                            else ()
                        ),
                        value,
                    ),
                    at=version.seen_at,
                    article_id=version.article_id,
                    evidence=[
                        Place(article_id=version.article_id, start=now[0].start, end=now[0].end)
                    ],
                    values={"subject": subject, "old": earlier, "new": value},
                )
            )
    return made


def _number(low: float | None, high: float | None) -> str:
    def plain(value: float) -> str:
        return f"{value:.0f}" if value == int(value) else f"{value:.6g}"

    if low is not None and high is not None and low != high:
        return f"{plain(low)}-{plain(high)}"
    value = low if low is not None else high
    return plain(value) if value is not None else "?"


# --------------------------------------------------------------------------- statements


def _statements(before: Dossier, after: Dossier) -> list[Development]:
    """New words of a main actor: an utterance that no article had before, not a repetition."""
    known_articles = {r.article.id for r in before.readings}
    edited = {v.article_id for v in _new_versions(before, after)}
    known_ids = {group.id for group in before.sheet.quotes}
    actors = _main_actors(after)
    made = []
    for group in after.sheet.quotes:
        if group.id in known_ids or not group.speaker or fold(group.speaker) not in actors:
            continue
        articles = [r.place.article_id for r in group.renderings]
        if any(a in known_articles and a not in edited for a in articles):
            continue
        rendering = group.renderings[0]
        words = _words(after, rendering)
        if len(words) < STATEMENT_WORDS or rendering.kind == "indirect":
            continue
        if any(
            len(words & earlier) >= REPEATED_SHARE * len(words)
            for earlier in _words_of_speaker(before, group)
        ):
            continue
        first = min(group.renderings, key=lambda r: _seen(after, r.place.article_id))
        made.append(
            _make(
                after,
                "new-statement",
                (group.id,),
                at=_seen(after, first.place.article_id),
                article_id=first.place.article_id,
                evidence=[first.place],
                values={"speaker": group.speaker},
            )
        )
    return made


def _main_actors(dossier: Dossier) -> set[str]:
    """Folded spellings of those who speak in several articles or stand in a headline."""
    actors: set[str] = set()
    heads = [set(folded_words(r.article.title.value)) for r in dossier.readings if r.article.title]
    said_in: dict[str, set[str]] = {}
    for group in dossier.sheet.quotes:
        for name in group.speaker_names:
            said_in.setdefault(fold(name), set()).update(
                r.place.article_id for r in group.renderings
            )
    named_in: dict[str, set[str]] = {}
    for reading in dossier.readings:
        for mention in reading.annotations.names:
            if mention.kind == "person":
                named_in.setdefault(fold(mention.text), set()).add(reading.article.id)
    for name, articles in said_in.items():
        family = name.split()[-1] if name.split() else ""
        in_head = any(family in head for head in heads)
        everywhere = articles | named_in.get(name, set())
        if in_head or len(everywhere) >= MAIN_ACTOR_ARTICLES:
            actors.add(name)
    return actors


def _words(dossier: Dossier, rendering: Rendering) -> set[str]:
    reading = dossier.reading(rendering.place.article_id)
    if reading is None:
        return set()
    text = reading.text_of(rendering.place)
    return set(folded_words(text[rendering.place.start : rendering.place.end]))


def _words_of_speaker(dossier: Dossier, group: QuoteGroup) -> list[set[str]]:
    names = {fold(name) for name in group.speaker_names}
    return [
        _words(dossier, rendering)
        for earlier in dossier.sheet.quotes
        if names & {fold(name) for name in earlier.speaker_names}
        for rendering in earlier.renderings
    ]


# --------------------------------------------------------------------------- settled, corrections


def _settled(before: Dossier, after: Dossier) -> list[Development]:
    """A date that was open and is now known."""
    known = {(s.candidates, s.value) for s in before.sheet.settled}
    articles = {r.article.id for r in before.readings}
    return [
        _make(
            after,
            "settled",
            ("time", settled.value),
            at=max(_seen(after, p.article_id) for p in settled.evidence),
            article_id=max(
                (p.article_id for p in settled.evidence), key=lambda a: (_seen(after, a), a)
            ),
            evidence=settled.evidence,
            values={"new": settled.value, "old": " / ".join(settled.candidates)},
        )
        for settled in after.sheet.settled
        if (settled.candidates, settled.value) not in known and settled.place.article_id in articles
    ]


def _corrections(before: Dossier | None, after: Dossier) -> list[Development]:
    """Edits that the source announces itself, and reports that it takes back."""
    made = []
    for version in _new_versions(before, after):
        if not version.announced:
            continue
        reading = after.reading(version.article_id)
        if reading is None:
            continue
        notice = next((c for c in version.changes if "correction-notice" in c.kinds), None)
        place = (
            Place(
                article_id=version.article_id,
                start=notice.new_start,
                end=notice.new_start + len(notice.new),
            )
            if notice and notice.new
            else _first_place(reading)
        )
        values = _replaced(version, before.reading(version.article_id) if before else None, reading)
        retracted = any("retraction" in c.kinds for c in version.changes)
        made.append(
            _make(
                after,
                "retraction" if retracted else "correction",
                tuple(
                    sorted(
                        fold(c.new)
                        for c in version.changes
                        if set(c.kinds) - {"wording", "spelling"}
                    )
                ),
                at=version.seen_at,
                article_id=version.article_id,
                evidence=[place],
                values=values,
            )
        )
    return made


def _replaced(version: VersionChange, old: Reading | None, new: Reading) -> dict[str, str]:
    """What a correction put in the place of what: the figure if one changed, else the words."""
    for change in version.changes:
        if not {"figure", "name", "date"} & set(change.kinds) or not (change.old and change.new):
            continue
        if "figure" in change.kinds and old is not None:
            then = _figures_at(old, change.old_start, len(change.old))
            now = _figures_at(new, change.new_start, len(change.new))
            if then and now:
                return {"old": _number(*then[0]), "new": _number(*now[0])}
        return {"old": change.old, "new": change.new}
    return {}


def _figures_at(
    reading: Reading, start: int, length: int
) -> list[tuple[float | None, float | None]]:
    return [
        (f.low, f.high)
        for f in reading.annotations.figures
        if f.start < start + length and start < f.end
    ]
