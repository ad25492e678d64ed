"""The open stories: what should happen to a new article, and noting what did.

What is decided is a pure function of the set of articles, places, sleeping stories and
constraints: neither the order in which they were put in nor articles that left count. So a window
restored from the store decides as the one that was killed would have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from tawatur.cluster.asleep import LONGEST_SLEEP, Asleep, Waking, sleeper_of, waking_reasons
from tawatur.cluster.candidates import linked
from tawatur.cluster.held import Held
from tawatur.cluster.judging import Proposal, membership_of, ranked
from tawatur.cluster.keys import Entry, entry_of
from tawatur.cluster.later import merges, splits
from tawatur.cluster.likeness import Model, default_model, probability_of
from tawatur.cluster.openstories import OpenStories
from tawatur.cluster.topic_places import topic_of_new, topics_of_changed
from tawatur.model import (
    ArticleJoined,
    ArticleMoved,
    Constraint,
    Derivation,
    Membership,
    Reading,
    Sleeper,
    StoriesMerged,
    StoryChange,
    StoryOpened,
    StorySplit,
    StoryWoken,
    TopicJoined,
)
from tawatur.settings import Settings
from tawatur.text import stable_id


class OpenWindow:
    """The open stories with their articles.

    ``propose`` is pure; ``apply`` and ``add_known`` change the state; ``fall_asleep_before`` lets
    stories fall asleep. ``constraints`` are analysts' decisions, in their order: no pass parts or
    joins what they forbid.
    """

    def __init__(
        self,
        settings: Settings,
        model: Model | None = None,
        constraints: Iterable[Constraint] = (),
    ) -> None:
        self._settings = settings
        self._model = model or default_model()
        self._held = Held(constraints)
        self._opened = OpenStories()
        self._asleep = Asleep()
        self._vector_model = ""
        self._prepared: tuple[Reading, Entry] | None = None

    # ------------------------------------------------------------------ deciding

    def propose(
        self, reading: Reading, derivations: Sequence[Derivation] = ()
    ) -> list[StoryChange]:
        """What should happen to a new article. Changes nothing.

        Returns:
            ``StoryOpened`` or ``ArticleJoined`` for the article itself, the latter after
            ``StoryWoken`` where the story slept; then what the article shows of its story:
            ``StoriesMerged`` with another, or ``StorySplit`` in two; and ``TopicJoined``.
        """
        opened, model, held = self._opened, self._model, self._held
        entry = self.entry(reading)
        proposals = self.rank(entry, linked(opened, entry.article_id, derivations))
        best = proposals[0] if proposals else None
        if best and round(best.score, 6) >= model.join_threshold:
            membership = membership_of(opened, model, entry, best.story_id, best)
            later: Sequence[StoriesMerged | StorySplit] = merges(
                opened, model, held, best, proposals[1:]
            ) or splits(opened, model, held, best.story_id, entry)
            topics = topics_of_changed(opened, best.story_id, later, entry, proposals)
            return [ArticleJoined(membership=membership), *later, *topics]
        waking = self._asleep.likeliest(entry, model)
        if waking and round(waking.score, 6) >= model.join_threshold:
            return self._wake(entry, waking)
        story_id = stable_id("story", entry.article_id)
        membership = membership_of(opened, model, entry, story_id, best)
        topics = topic_of_new(opened, story_id, entry, proposals)
        return [StoryOpened(story_id=story_id, membership=membership), *topics]

    def _wake(self, entry: Entry, waking: Waking) -> list[StoryChange]:
        story_id = waking.sleeper.story_id
        reasons = waking_reasons(waking, self._model, entry.shown)
        membership = Membership(
            article_id=entry.article_id,
            story_id=story_id,
            joined_at=entry.seen_at,
            score=round(probability_of(waking.score), 4),
            reasons=reasons,
        )
        return [
            StoryWoken(story_id=story_id, reasons=reasons),
            ArticleJoined(membership=membership),
        ]

    def entry(self, reading: Reading) -> Entry:
        """The article as the window sees it; the last one is remembered."""
        if self._prepared is None or self._prepared[0] is not reading:
            self._prepared = (reading, entry_of(reading))
        return self._prepared[1]

    def rank(self, entry: Entry, links: dict[int, Derivation]) -> list[Proposal]:
        """The stories that come into question, the likeliest first. ``links``: what ties the entry
        to open articles, by their slots."""
        return ranked(self._opened, self._model, entry, links)

    def look_ahead(self, readings: Sequence[Reading]) -> None:
        """Articles that will be proposed next, in any order. Changes nothing but the time that
        it takes."""
        self._opened.near.look_ahead(readings)

    # ------------------------------------------------------------------ noting

    def apply(self, change: StoryChange, reading: Reading | None = None) -> None:
        """Note a change that was saved. ``reading`` is the article of an opening or joining."""
        opened = self._opened
        match change:
            case StoryOpened(membership=membership) | ArticleJoined(membership=membership):
                if reading is None:
                    raise ValueError(f"{type(change).__name__} needs the reading of its article")
                self.add_known(reading, membership)
            case ArticleMoved(from_story_id=left, membership=membership):
                opened.move([opened.slots[membership.article_id]], left, membership.story_id)
            case StoriesMerged(story_id=story_id, gone_id=gone_id):
                if gone_id in opened.stories:
                    opened.move(opened.stories[gone_id].members, gone_id, story_id)
            case StorySplit(from_story_id=left, story_id=story_id, memberships=memberships):
                leaving = [opened.slots[membership.article_id] for membership in memberships]
                opened.move(leaving, left, story_id)
            case StoryWoken(story_id=story_id):
                sleeper = self._asleep.remove(story_id)
                if sleeper and sleeper.topic_id:
                    self.note_topic(story_id, sleeper.topic_id)
            case TopicJoined(topic_id=topic_id, story_ids=story_ids):
                for story_id in story_ids:
                    self.note_topic(story_id, topic_id)

    def add_known(self, reading: Reading, membership: Membership) -> None:
        """Put an article into its story: a new one, or one restored from the store."""
        self._vector_model = reading.vector.model if reading.vector else self._vector_model
        self._opened.add(self.entry(reading), membership.story_id)
        self._prepared = None

    def note_topic(self, story_id: str, topic_id: str) -> None:
        """A story stands in a topic. A story that is not open is passed over."""
        self._opened.note_topic(story_id, topic_id)

    def add_sleeper(self, sleeper: Sleeper) -> None:
        """A story that slept when the store was closed."""
        self._asleep.add(sleeper)

    def refresh(self, reading: Reading) -> None:
        """An open article has a new version: from now on the window knows that one. An article
        that is not open is passed over."""
        entry = self._opened.entry_at(reading.article.id)
        if entry is not None:
            story_id = entry.story_id
            topic_id = self._opened.stories[story_id].topic_id
            self._prepared = None
            self._opened.add(self.entry(reading), story_id)
            self._prepared = None
            if topic_id:  # lost when this was the story's only article
                self.note_topic(story_id, topic_id)

    def fall_asleep_before(self, instant: datetime) -> list[Sleeper]:
        """Let stories fall asleep whose newest article was seen before ``instant``; their
        articles leave the window. Stories that slept too long are forgotten.

        Returns what to remember of each, sorted by story.
        """
        self._asleep.forget_before(instant - LONGEST_SLEEP)
        opened = self._opened
        sleepers = []
        for story_id in opened.ended_before(instant):
            story = opened.stories[story_id]
            members = [opened.rarity.unpacked(entry) for entry in opened.entries_in(story)]
            sleepers.append(sleeper_of(story_id, members, self._vector_model, story.topic_id))
            opened.close(story_id)
            self._asleep.add(sleepers[-1])
        if sleepers and opened.compact():
            self._prepared = None
        return sleepers

    def close_before(self, instant: datetime) -> list[str]:
        """``fall_asleep_before``, ids only."""
        return [sleeper.story_id for sleeper in self.fall_asleep_before(instant)]

    # ------------------------------------------------------------------ asking

    def articles(self) -> int:
        """How many articles are open."""
        return len(self._opened.slots)

    def keys_known(self) -> int:
        """How many different words and names it remembers."""
        return len(self._opened.rarity)

    def story_of(self, article_id: str) -> str | None:
        """The story of an open article."""
        entry = self._opened.entry_at(article_id)
        return entry.story_id if entry else None

    def articles_of(self, story_id: str) -> set[str]:
        """The ids of an open story's articles."""
        return self._opened.articles_in(self._opened.stories[story_id])
