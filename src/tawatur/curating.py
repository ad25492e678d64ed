"""What analysts decide about stories: merge, split, move, pin, undo, and the labelled data it makes.

A decision changes the store in one transaction and is kept as a ``Constraint``, which the open
window obeys from then on: no later pass parts what an analyst put together or joins what one set
apart. The sheets of the stories touched are behind afterwards; ``Desk.settle`` brings them up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import product
from typing import Any

import msgspec

from tawatur.errors import InputError
from tawatur.model import Constraint, Dossier, Membership, Reading, Reason
from tawatur.store import Store
from tawatur.text import stable_id

# A split of a story of 300 articles would make 20,000 pairs that say the same.
MAX_PAIRS_PER_DECISION = 200


class Curator:
    """Decides for one analyst. ``by`` names them in the list of decisions."""

    def __init__(self, store: Store, *, by: str | None = None, note: str | None = None) -> None:
        self.store = store
        self.by = by
        self.note = note

    # ---------------------------------------------------------------- decisions

    def merge(self, story_id: str, other_id: str, at: datetime) -> Constraint:
        """Two stories are one: the one opened first keeps its address, the other redirects.

        Raises:
            InputError: no such story, or both are one already.
        """
        stays, gone = self._story(story_id), self._story(other_id)
        if stays.story.id == gone.story.id:
            raise InputError(other_id, f"is story {stays.story.id} already", kind="same-story")
        if (gone.story.opened_at, gone.story.id) < (stays.story.opened_at, stays.story.id):
            stays, gone = gone, stays
        with self.store.transaction():
            self.store.merge_stories(stays.story.id, gone.story.id)
            return self._keep(
                kind="merge",
                at=at,
                story_id=stays.story.id,
                other_story_id=gone.story.id,
                together=(*stays.story.article_ids, *gone.story.article_ids),
                moved=tuple((a, gone.story.id) for a in gone.story.article_ids),
            )

    def split(self, story_id: str, article_ids: Sequence[str], at: datetime) -> Constraint:
        """Some articles of a story are a story of their own.

        Raises:
            InputError: no such story, an article that is not in it, none given, or all of them.
        """
        dossier = self._story(story_id)
        story = dossier.story
        for article_id in article_ids:
            if article_id not in story.article_ids:
                raise InputError(article_id, f"is not in story {story.id}", kind="not-in-story")
        leaving = tuple(a for a in story.article_ids if a in set(article_ids))
        staying = tuple(a for a in story.article_ids if a not in leaving)
        if not leaving or not staying:
            raise InputError(
                story.id,
                "a split needs articles that leave and articles that stay",
                kind="nothing-to-split",
            )
        new_id = stable_id("story", "split", story.id, leaving[0])
        first = dossier.reading(leaving[0])
        assert first is not None
        with self.store.transaction():
            self.store.open_story(new_id, first.article.seen_at)
            self.store.unmerge_story(new_id)  # when this very split was undone before
            for article_id in leaving:
                self._put(dossier, article_id, new_id, "split-by-analyst")
            return self._keep(
                kind="split",
                at=at,
                story_id=new_id,
                other_story_id=story.id,
                together=leaving,
                apart=(leaving, staying),
                moved=tuple((a, story.id) for a in leaving),
            )

    def move(self, article_id: str, story_id: str, at: datetime) -> Constraint:
        """One article belongs to another story. A story that it leaves empty redirects there.

        Raises:
            InputError: no such article or story, or it is there already.
        """
        source, target = self._story_of(article_id), self._story(story_id)
        left = source.story.id
        if left == target.story.id:
            raise InputError(article_id, f"is in story {left} already", kind="same-story")
        others = tuple(a for a in source.story.article_ids if a != article_id)
        with self.store.transaction():
            self._put(source, article_id, target.story.id, "moved-by-analyst")
            if not others:
                self.store.merge_stories(target.story.id, left)
            return self._keep(
                kind="move",
                at=at,
                story_id=target.story.id,
                other_story_id=left,
                together=(article_id, *target.story.article_ids),
                apart=((article_id,), others) if others else (),
                moved=((article_id, left),),
            )

    def pin(self, article_id: str, at: datetime) -> Constraint:
        """The article stays in its story, whatever later passes make of the others.

        Raises:
            InputError: no such article.
        """
        story = self._story_of(article_id).story
        with self.store.transaction():
            return self._keep(
                kind="pin",
                at=at,
                story_id=story.id,
                together=(article_id, *(a for a in story.article_ids if a != article_id)),
            )

    def undo(self, constraint_id: str, at: datetime) -> Constraint:
        """Take a decision back: its articles return to the stories they were in, if they are
        still where it put them.

        Raises:
            InputError: no such decision, or it was undone before.
        """
        constraint = self.store.constraint(constraint_id)
        if constraint is None:
            raise InputError(constraint_id, "no such decision", kind="unknown")
        if constraint.undone_at:
            raise InputError(constraint_id, "was undone before", kind="undone")
        with self.store.transaction():
            here = self.store.dossier(constraint.story_id)
            if here is not None:
                self._put_back(constraint, here)
            undone = msgspec.structs.replace(constraint, undone_at=at)
            self.store.save_constraint(undone)
        return undone

    def _put_back(self, constraint: Constraint, here: Dossier) -> None:
        still_here = [(a, s) for a, s in constraint.moved if a in here.story.article_ids]
        still_here = [(a, self._home(a, before, constraint)) for a, before in still_here]
        for article_id, before in still_here:
            there = self.store.dossier(before)
            if there is None or there.story.id == here.story.id:
                # It was merged away, by this decision or by an emptying move: it stands again.
                self.store.unmerge_story(before)
            elif there.story.id != before:
                before = there.story.id  # merged into a third since
            self._put(here, article_id, before, "decision-undone")
        if len(still_here) == len(here.story.article_ids) and still_here:
            self.store.merge_stories(still_here[0][1], here.story.id)

    def _home(self, article_id: str, story_id: str, constraint: Constraint) -> str:
        """Where an article that ``constraint`` took from a story belongs now: not in that story, if
        only a merge had brought it there that was undone since."""
        decided = self.store.constraints(undone_too=True)
        earlier = decided[: next(n for n, c in enumerate(decided) if c.id == constraint.id)]
        for merge in reversed(earlier):
            if merge.kind == "merge" and merge.undone_at and merge.story_id == story_id:
                brought = dict(merge.moved)
                if article_id in brought:
                    story_id = brought[article_id]
                    self.store.unmerge_story(story_id)  # nothing was left to stand there till now
        return story_id

    # ---------------------------------------------------------------- parts

    def _story(self, story_id: str) -> Dossier:
        dossier = self.store.dossier(story_id)
        if dossier is None:
            raise InputError(story_id, "no such story", kind="unknown")
        return dossier

    def _story_of(self, article_id: str) -> Dossier:
        story_id = self.store.story_of(article_id)
        if story_id is None:
            raise InputError(article_id, "no such article", kind="unknown")
        return self._story(story_id)

    def _put(self, source: Dossier, article_id: str, story_id: str, feature: str) -> None:
        reading = source.reading(article_id)
        assert reading is not None
        self.store.save_membership(
            Membership(
                article_id=article_id,
                story_id=story_id,
                joined_at=reading.article.seen_at,
                score=1.0,
                reasons=(Reason(feature=feature, value=1.0, weight=1.0),),
            ),
            reading.annotations.language,
            reading.article.seen_at,
        )
        self.store.move_developments_of(article_id, story_id, source.story.id)

    def _keep(self, **decided: Any) -> Constraint:
        number = len(self.store.constraints(undone_too=True))
        constraint = Constraint(
            id=stable_id("constraint", str(number), decided["kind"], *decided["together"]),
            by=self.by,
            note=self.note,
            **decided,
        )
        self.store.save_constraint(constraint)
        return constraint


# --------------------------------------------------------------------------- labelled data


def labelled_pairs(store: Store) -> Iterator[dict[str, Any]]:
    """What the decisions that stand say about pairs of articles, as records for training and
    measuring: ``pair_id``, ``same_event``, ``decision``, ``by``, ``at``, and both articles.

    A pair that several decisions speak of has the newest one's label.
    """
    found: dict[tuple[str, str], tuple[bool, Constraint]] = {}
    for constraint in store.constraints():
        for first, second, same in _pairs_of(constraint):
            key = (min(first, second), max(first, second))
            found.pop(key, None)
            found[key] = (same, constraint)
    for (first, second), (same, constraint) in found.items():
        a, b = store.reading(first), store.reading(second)
        if a is None or b is None:
            continue
        yield {
            "pair_id": f"{first}|{second}",
            "same_event": same,
            "decision": constraint.kind,
            "constraint": constraint.id,
            "by": constraint.by,
            "at": constraint.at.isoformat(),
            "a": _record(a),
            "b": _record(b),
        }


def _pairs_of(constraint: Constraint) -> list[tuple[str, str, bool]]:
    moved = [article for article, _ in constraint.moved] or list(constraint.together[:1])
    others = [article for article in constraint.together if article not in moved]
    same = [(a, b, True) for a, b in product(moved, others)]
    sides = constraint.apart
    different = [(a, b, False) for a, b in product(*sides)] if len(sides) == 2 else []
    return same[:MAX_PAIRS_PER_DECISION] + different[:MAX_PAIRS_PER_DECISION]


def _record(reading: Reading) -> dict[str, Any]:
    article = reading.article
    return {
        "id": article.id,
        "lang": reading.annotations.language,
        "title": article.title.value if article.title else None,
        "text": article.text,
        "published": article.published.at.isoformat() if article.published else None,
        "url": article.url,
        "outlet": article.outlet.value if article.outlet else None,
    }
