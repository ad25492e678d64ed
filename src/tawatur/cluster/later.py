"""The later pass: an article that joins may show that two stories are one, or that one is two.

Only open stories are merged and split, and what readers saw keeps its address: of two that merge
the one opened first stays, of one that parts the side that was there first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from tawatur.cluster.held import Held
from tawatur.cluster.judging import Proposal
from tawatur.cluster.keys import Entry
from tawatur.cluster.likeness import LEAST, Model, likeness, probability_of
from tawatur.cluster.openstories import OpenStories, OpenStory
from tawatur.cluster.review import parting
from tawatur.model import Membership, Reason, StoriesMerged, StorySplit
from tawatur.text import stable_id

# Merging looks at so many other stories, and at so many of the newest articles of each.
MAX_MERGES = 3
MERGE_SAMPLE = 8
# Two headlines of one event share less than two texts of it, above all across languages: where
# all are headlines, stories merge at log-odds lower by this. Links of og2021 across languages: F1
# .475 at 1.8, .561 at 2.6, B-cubed F1 the same; texts merged as readily cost ntrex .08.
SHORT_TEXTS = 2.6
SHORT_WORDS = 25  # different ones
# A story is looked at as a whole when it has grown by half: seldom enough to be cheap, and a
# function of the story alone.
REVIEW_SIZES = frozenset({6, 9, 13, 19, 28, 42})


def merges(
    opened: OpenStories,
    model: Model,
    held: Held,
    best: Proposal,
    others: Sequence[Proposal],
) -> list[StoriesMerged]:
    """Stories that the article would also belong to, and that are like its own all over.

    The one opened first keeps its id.
    """
    changes = []
    stays = opened.stories[best.story_id]
    for other in others[:MAX_MERGES]:
        if other.score < model.join_threshold:
            break
        story = opened.stories[other.story_id]
        if held and held.keeps_apart(opened.articles_in(stays), opened.articles_in(story)):
            continue
        mean, short = _mean_likeness(opened, model, stays, story)
        if mean < model.merge_threshold - short * SHORT_TEXTS:
            continue
        first, second = sorted((stays, story), key=lambda s: (s.opened_at or datetime.max, s.id))
        changes.append(
            StoriesMerged(
                story_id=first.id,
                gone_id=second.id,
                reasons=(Reason(feature="mean-likeness", value=round(mean, 4), weight=1.0),),
            )
        )
        if second is stays:
            break  # the article's story is gone; others are met by the next article
    return changes


def _mean_likeness(
    opened: OpenStories, model: Model, a: OpenStory, b: OpenStory
) -> tuple[float, float]:
    """Mean log-odds over pairs of the newest articles of both, and the share of these
    articles that are little more than a headline."""
    ours, theirs = (
        [e for slot in s.members[-MERGE_SAMPLE:] if (e := opened.entries[slot])] for s in (a, b)
    )
    odds = [value for row in _odds(opened, model, ours, theirs) for value in row]
    short = sum(e.different_words < SHORT_WORDS for e in (*ours, *theirs))
    return sum(odds) / len(odds), short / (len(ours) + len(theirs))


def _odds(
    opened: OpenStories, model: Model, ours: Sequence[Entry], theirs: Sequence[Entry]
) -> list[list[float]]:
    """The log-odds, ``LEAST`` or more, that each of ours and each of theirs report one event."""
    return [
        np.maximum(LEAST, model.odds(likeness(e, theirs, opened.rarity))).tolist() for e in ours
    ]


def splits(
    opened: OpenStories, model: Model, held: Held, story_id: str, newest: Entry
) -> list[StorySplit]:
    """Does the story, with the article that joins it, hold two events? Looked at when it has
    grown to certain sizes. The side that was there first keeps the story's id."""
    story = opened.stories[story_id]
    if len(story.members) + 1 not in REVIEW_SIZES:
        return []
    members = [*opened.entries_in(story), newest]
    parted = parting(_odds(opened, model, members, members))
    if parted is None:
        return []
    leaving, mean = parted
    gone = sorted((members[i] for i in leaving), key=lambda e: (e.seen_at, e.article_id))
    if any(e.article_id in held.articles for e in gone):
        return []
    new_id = stable_id("story", "split", story_id, gone[0].article_id)
    reason = Reason(feature="far-from-the-rest", value=round(mean, 4), weight=round(-mean, 4))
    return [
        StorySplit(
            from_story_id=story_id,
            story_id=new_id,
            memberships=tuple(
                Membership(
                    article_id=e.article_id,
                    story_id=new_id,
                    joined_at=e.seen_at,
                    score=round(probability_of(-mean), 4),
                    nearest=tuple(o.article_id for o in gone if o is not e)[:3],
                    reasons=(reason,),
                )
                for e in gone
            ),
            reasons=(reason,),
        )
    ]
