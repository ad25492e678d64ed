"""In which topic a story stands: what opens, grows, parts or merges is held against the topics near
it (``topics.py`` says what binds stories into one)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tawatur.cluster.judging import Proposal
from tawatur.cluster.keys import Entry
from tawatur.cluster.later import REVIEW_SIZES
from tawatur.cluster.openstories import OpenStories
from tawatur.cluster.topics import link, topic_label
from tawatur.model import StoriesMerged, StorySplit, TopicJoined
from tawatur.text import stable_id

# Sizes at which a story that stands in no topic is looked at again; the first articles say most
# that is new.
TOPIC_SIZES = REVIEW_SIZES | {2, 3, 4}


def topics_of_changed(
    opened: OpenStories,
    story_id: str,
    changes: Sequence[StoriesMerged | StorySplit],
    entry: Entry,
    proposals: Sequence[Proposal],
) -> list[TopicJoined]:
    """What parts from a story stays in its topic, and what it is merged into comes there. A
    story that stands in none is looked at again when it has grown: its first article need not
    have named what it belongs to."""
    topic_id = opened.stories[story_id].topic_id
    for change in changes:
        if isinstance(change, StorySplit) and topic_id:
            return [_kept_topic(opened, topic_id, change.story_id, entry, proposals)]
        if isinstance(change, StoriesMerged):
            stays, gone = opened.stories[change.story_id], opened.stories[change.gone_id]
            if gone.topic_id and not stays.topic_id:
                return [_kept_topic(opened, gone.topic_id, stays.id, entry, proposals)]
    grown = len(opened.stories[story_id].members) + 1
    if changes or topic_id or grown not in TOPIC_SIZES:
        return []
    return topic_of_new(opened, story_id, entry, [p for p in proposals if p.story_id != story_id])


def _kept_topic(
    opened: OpenStories, topic_id: str, story_id: str, entry: Entry, proposals: Sequence[Proposal]
) -> TopicJoined:
    names = list(opened.core(topic_id).names)
    label = topic_label(names, _written(opened, names, entry, proposals))
    return TopicJoined(topic_id=topic_id, story_ids=(story_id,), label=label, score=1.0)


def topic_of_new(
    opened: OpenStories, story_id: str, entry: Entry, proposals: Sequence[Proposal]
) -> list[TopicJoined]:
    """The topic of a story that opens or has grown: that of the likest story near it, if it
    shares the topic's names; or a new one of the two."""
    best: tuple[float, str, tuple[str, ...], Iterable[str]] | None = None
    for proposal in proposals:
        other = opened.stories[proposal.story_id]
        topic_id = other.topic_id
        theirs = opened.core(topic_id) if topic_id else opened.profile(other)
        score, shared = link(entry.shown, entry.vector, theirs)
        if score and (best is None or score > best[0]):
            if topic_id:
                best = score, topic_id, (story_id,), theirs.names
            else:
                best = score, stable_id("topic", other.id), (other.id, story_id), shared
    if best is None:
        return []
    score, topic_id, stories, names = best
    names = list(names)
    label = topic_label(names, _written(opened, names, entry, proposals))
    return [TopicJoined(topic_id=topic_id, story_ids=stories, label=label, score=score)]


def _written(
    opened: OpenStories, names: Iterable[str], entry: Entry, proposals: Sequence[Proposal]
) -> dict[str, str]:
    """Names as the articles at hand write them, the new one first."""
    near = [e for p in proposals for slot in p.nearest if (e := opened.entries[slot])]
    found = {name: entry.shown[name] for name in names if name in entry.shown}
    for other in near:
        missing = [name for name in names if name not in found]
        found |= opened.rarity.written(other, missing)
    return found
