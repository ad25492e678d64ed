"""A topic: stories of one large matter, told apart and kept together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tawatur.model import Plain, Topic
from tawatur.publish.views.pieces import StorySummary, Words, name_words

# Names and words of a label that fit on one line.
_LABEL_SHOWN = 4


class TopicBrief(Plain, frozen=True, kw_only=True):
    """A topic as stories and the list name it: by what its stories share."""

    id: str
    label: tuple[Words, ...]
    story_count: int


class TopicView(Plain, frozen=True, kw_only=True):
    """A topic's page: its stories, the newest first."""

    topic: TopicBrief
    stories: tuple[StorySummary, ...]


def topic_brief(topic: Topic) -> TopicBrief:
    return TopicBrief(
        id=topic.id,
        label=tuple(name_words(word, "und") for word in topic.label[:_LABEL_SHOWN]),
        story_count=len(topic.story_ids),
    )


def topic_view(topic: Topic, summaries: Iterable[StorySummary]) -> TopicView:
    """``summaries`` are those of the topic's stories, in any order."""
    stories = sorted(summaries, key=lambda s: (s.newest_at, s.id), reverse=True)
    return TopicView(topic=topic_brief(topic), stories=tuple(stories))


def topics_of(topics: Sequence[Topic]) -> dict[str, TopicBrief]:
    """Story -> its topic, for topics that hold more than one story."""
    return {
        story_id: topic_brief(topic)
        for topic in topics
        if len(topic.story_ids) > 1
        for story_id in topic.story_ids
    }
