"""Values that came to stand against others, changed, or were settled."""

from __future__ import annotations

import regex

from tawatur.develop.made import make, new_versions, number, origin_of, seen, subject_key
from tawatur.model import Conflict, ConflictSide, Development, DevelopmentKind, Dossier, Place
from tawatur.text import folded_words


def _latest(dossier: Dossier, conflict: Conflict) -> ConflictSide:
    # what an article says first is its news, what it repeats of others comes after
    return max(conflict.sides, key=lambda s: (s.first_seen_at, -s.members[0].place.start, s.value))


def find_changes(before: Dossier, after: Dossier) -> list[Development]:
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
        if not new.origin_ids:
            continue  # a value that nobody known stands for
        members = new.members
        if conflict.relation == "update":
            # who replaced its value, not who had the new one all along
            moved = {o for side in conflict.sides if side is not new for o in side.origin_ids}
            members = (
                tuple(m for m in members if origin_of(after, m.place.article_id) in moved)
                or members
            )
        first = min(members, key=lambda m: seen(after, m.place.article_id))
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
        elif conflict.kind == "polarity" and values == {"yes", "no"}:
            found = "denial"
        else:
            found = "disputed"
        made.append(
            make(
                after,
                found,
                # the new value alone: the same figure against another old one is not news again
                (conflict.kind, *_subject(conflict), new.value.lstrip("≥≤~")),
                at=seen(after, first.place.article_id),
                article_id=first.place.article_id,
                evidence=[first.place, old.members[0].place],
                values={"subject": conflict.subject, "old": old.value, "new": new.value},
            )
        )
    return made


def find_settled_disputes(before: Dossier, after: Dossier) -> list[Development]:
    """Two sources differed, and one has come to give the other's value."""
    made = []
    known = {r.article.id for r in before.readings}
    for update in after.sheet.conflicts:
        if update.relation != "update":
            continue
        for dispute in before.sheet.conflicts:
            if dispute.relation != "conflict" or dispute.kind != update.kind:
                continue
            disputed = {s.value: s for s in dispute.sides}
            for side in update.sides:
                others = {v: s for v, s in disputed.items() if v != side.value}
                if side.value not in disputed or not others:
                    continue
                for member in side.members:
                    article = member.place.article_id
                    origin = origin_of(after, article)
                    given_up = [v for v, s in others.items() if origin in s.origin_ids]
                    if (
                        article in known
                        or not given_up
                        or origin in disputed[side.value].origin_ids
                    ):
                        continue
                    made.append(
                        make(
                            after,
                            "settled",
                            (update.kind, *_subject(update), side.value),
                            at=seen(after, article),
                            article_id=article,
                            evidence=[member.place, others[given_up[0]].members[0].place],
                            values={
                                "subject": update.subject,
                                "old": given_up[0],
                                "new": side.value,
                            },
                        )
                    )
    return made


def _subject(conflict: Conflict) -> tuple[str, ...]:
    return subject_key(conflict.subject)


def _edited_since(before: Dossier, after: Dossier, article_ids: set[str]) -> bool:
    old = {(v.article_id, v.number) for v in before.versions}
    return any(
        v.article_id in article_ids and (v.article_id, v.number) not in old and v.substantive
        for v in after.versions
    )


def find_figures_by_edit(before: Dossier, after: Dossier) -> list[Development]:
    """A source that replaced its own figure in an edit, silently or not."""
    made = []
    for version in new_versions(before, after):
        if version.announced:
            continue  # told as a correction
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
            value, earlier = number(now[0].low, now[0].high), number(then[0].low, then[0].high)
            if value == earlier:
                continue
            subject = now[0].sense or now[0].unit or now[0].counted or ""
            made.append(
                make(
                    after,
                    "figure-changed",
                    (
                        "figure",
                        *subject_key(now[0].sense or ""),
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


def find_settled_dates(before: Dossier, after: Dossier) -> list[Development]:
    """A date that was open and is now known."""
    known = {(s.candidates, s.value) for s in before.sheet.settled}
    articles = {r.article.id for r in before.readings}
    return [
        make(
            after,
            "settled",
            ("time", settled.value),
            at=max(seen(after, p.article_id) for p in settled.evidence),
            article_id=max(
                (p.article_id for p in settled.evidence), key=lambda a: (seen(after, a), a)
            ),
            evidence=settled.evidence,
            values={"new": settled.value, "old": " / ".join(settled.candidates)},
        )
        for settled in after.sheet.settled
        if (settled.candidates, settled.value) not in known
        and settled.place.article_id in articles
        and not _is_bare_day(after, settled.place)
    ]


def _is_bare_day(dossier: Dossier, place: Place) -> bool:
    """ "Friday" alone: which one it is was open to us, hardly to a reader."""
    reading = dossier.reading(place.article_id)
    words = folded_words(reading.text_of(place)[place.start : place.end]) if reading else []
    return (
        len([w for w in words if w not in ("يوم", "on", "am", "в", "во", "le", "el", "gunu")]) < 2
    )


_HOUR = regex.compile(r"\d\d:\d\d")


def find_settled_hours(before: Dossier, after: Dossier) -> list[Development]:
    """Two sources differed about the hour, and a third, independent one gives it: one of the two,
    not the other."""
    made = []
    known = {r.article.id for r in before.readings}
    derived = {d.article_id for d in after.derivations}
    counting = {a for origin in after.origins if origin.counts for a in origin.article_ids}
    for dispute in before.sheet.conflicts:
        hours = {s.value: s for s in dispute.sides if _HOUR.fullmatch(s.value)}
        if (dispute.kind, dispute.relation, len(hours)) != ("time", "conflict", 2):
            continue
        taken = {o for side in dispute.sides for o in side.origin_ids}
        for reading in after.readings:
            article = reading.article
            if article.id in known | derived or article.id not in counting:
                continue
            if origin_of(after, article.id) in taken:
                continue
            given = {
                t.value[11:16]: t for t in reading.annotations.times if t.value and "T" in t.value
            }
            said = sorted(given.keys() & hours.keys())
            if len(said) != 1:
                continue
            (other,) = hours.keys() - set(said)
            time = given[said[0]]
            made.append(
                make(
                    after,
                    "settled",
                    ("time", said[0]),
                    at=seen(after, article.id),
                    article_id=article.id,
                    evidence=[
                        Place(article_id=article.id, start=time.start, end=time.end),
                        hours[other].members[0].place,
                    ],
                    values={"subject": dispute.subject, "old": other, "new": said[0]},
                )
            )
    return made
