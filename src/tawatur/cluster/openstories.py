"""The open stories with their articles: the window's state.

It is a pure function of the set of articles, places and topics in it: neither the order in which
they were put in nor articles that left it count. Articles stand in numbered slots; a slot says
nothing, and whatever has to be sorted is sorted by first sight.
"""

from __future__ import annotations

import math
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from tawatur.cluster.keys import Entry
from tawatur.cluster.likeness import Rarity
from tawatur.cluster.near import Nearest
from tawatur.cluster.topics import CORE_STORIES, Profile, core_of, profile_of

# Postings of commoner keys are not kept: nothing is looked up by them. Should so many of their
# articles leave that they are rare, they are found again by a look at all articles.
MOST_POSTINGS = 240


@dataclass(slots=True)
class OpenStory:
    """A story that still takes articles in, as those that stand in it describe it."""

    id: str
    members: list[int] = field(default_factory=list)  # slots, in order of first sight
    newest_at: datetime | None = None
    opened_at: datetime | None = None
    total: NDArray[np.float32] | None = None  # sum of the members' vectors
    length: float = 0.0  # of total
    proper: dict[int, int] = field(default_factory=dict)  # key of names -> members that have it
    countries: dict[str, int] = field(default_factory=dict)
    placed: int = 0  # members that name a country
    instances: dict[int, int] = field(default_factory=dict)
    topic_id: str | None = None
    profile: Profile | None = None  # made when asked for, anew when the story changes


class OpenStories:
    """Articles in slots, their stories, and what finds them: words, vectors, ends."""

    def __init__(self) -> None:
        self.entries: list[Entry | None] = []
        self.slots: dict[str, int] = {}
        self.stories: dict[str, OpenStory] = {}
        self.rarity = Rarity()
        self.near = Nearest()
        self._postings: dict[int, list[int]] = {}  # key -> slots, some of them empty by now
        # What the articles of the slots are sorted by: first sight, whatever slot they came to.
        self.orders: list[tuple[float, str]] = []
        self.alive: NDArray[np.bool_] = np.zeros(256, dtype=bool)  # is the article still open?
        # When stories were last added to, the earliest first; some entries are out of date.
        self._ends: list[tuple[datetime, str]] = []
        self._topics: defaultdict[str, set[str]] = defaultdict(set)  # topic -> its open stories
        self._cores: dict[str, Profile] = {}

    # ------------------------------------------------------------------ articles

    def add(self, entry: Entry, story_id: str) -> None:
        """Put an article into its story; one that is here already is replaced."""
        if entry.article_id in self.slots:
            self._forget(self.slots[entry.article_id])
        slot = len(self.entries)
        order = (entry.seen_seconds, entry.article_id)
        self.entries.append(entry)
        self.orders.append(order)
        if slot == len(self.alive):
            self.alive = np.concatenate((self.alive, np.zeros(slot, dtype=bool)))
        self.alive[slot] = True
        self.slots[entry.article_id] = slot
        self.near.add(order, entry.vector)
        self.rarity.add(entry)
        self._post(self.rarity.bag(entry).keys, slot)
        self.rarity.pack(entry)
        self._join([slot], story_id)

    def _post(self, keys: NDArray[np.int32], slot: int) -> None:
        counts = self.rarity.counts(keys)
        postings = self._postings
        for key in keys[(counts > 1) & (counts <= MOST_POSTINGS)].tolist():
            known = postings.get(key)
            if known is not None:
                known.append(slot)
        for key in keys[counts == 1].tolist():
            postings[key] = [slot]
        for key in keys[counts == MOST_POSTINGS + 1].tolist():
            postings.pop(key, None)

    def having(self, key: int) -> list[int]:
        """The slots of the articles that have a key, and of some that had it and left."""
        found = self._postings.get(key)
        if found is None:
            found = self._postings[key] = [
                slot
                for slot, entry in enumerate(self.entries)
                if entry is not None and entry.bag is not None and key in entry.bag.keys
            ]
        return found

    def move(self, slots: Iterable[int], left: str, story_id: str) -> None:
        """Take articles out of one story and put them into another."""
        slots = list(slots)
        self._leave(slots, left)
        self._join(slots, story_id)

    def _join(self, slots: Sequence[int], story_id: str) -> None:
        """Put articles into a story, which is opened if it is not there."""
        if not slots:
            return
        story = self.stories.setdefault(story_id, OpenStory(story_id))
        story.profile = None
        if story.topic_id:
            self._cores.pop(story.topic_id, None)
        last = story.members[-1] if story.members else None
        newest_at = story.newest_at
        for slot in slots:
            entry = self.entries[slot]
            assert entry is not None
            entry.story_id = story_id
            for key in self.rarity.proper(entry):
                story.proper[key] = story.proper.get(key, 0) + 1
            for country in entry.countries:
                story.countries[country] = story.countries.get(country, 0) + 1
            story.placed += bool(entry.countries)
            for instance in entry.instances:
                story.instances[instance] = story.instances.get(instance, 0) + 1
            if story.newest_at is None or entry.seen_at > story.newest_at:
                story.newest_at = entry.seen_at
            story.opened_at = min(entry.seen_at, story.opened_at or entry.seen_at)
            insort(story.members, slot, key=self.orders.__getitem__)
        if story.newest_at is not None and story.newest_at != newest_at:
            heappush(self._ends, (story.newest_at, story_id))
        # The vectors are summed in order of first sight, to be equal to the last bit.
        kept = len(story.members) - len(slots)
        added = story.members[kept:]
        if last is not None and story.members[kept - 1] != last:
            story.total, added = None, story.members
        for slot in added:
            vector = self._vector(slot)
            if vector is not None:
                story.total = vector.copy() if story.total is None else story.total + vector
        if story.total is not None:
            story.length = math.sqrt(float(story.total @ story.total)) or 1.0

    def _vector(self, slot: int) -> NDArray[np.float32] | None:
        entry = self.entries[slot]
        return entry.vector if entry else None

    def _leave(self, slots: Iterable[int], story_id: str) -> None:
        """Take articles out of a story; it is described anew from those that stay."""
        story = self.stories.pop(story_id)
        self._leave_topic(story)
        leaving = set(slots)
        self._join([slot for slot in story.members if slot not in leaving], story_id)
        if story.topic_id:
            self.note_topic(story_id, story.topic_id)

    def _forget(self, slot: int) -> None:
        """Take an article out of the window; its story is described anew."""
        entry = self.entries[slot]
        assert entry is not None
        self._leave([slot], entry.story_id)
        self._vacate(slot)

    def _vacate(self, slot: int) -> None:
        """Nothing knows the article of a slot any more; the postings forget it when they are
        packed."""
        entry = self.entries[slot]
        assert entry is not None
        self.rarity.remove(entry)
        self.entries[slot] = None
        self.alive[slot] = False
        del self.slots[entry.article_id]
        self.near.clear(slot)

    def entry_at(self, article_id: str) -> Entry | None:
        """An open article."""
        slot = self.slots.get(article_id)
        return self.entries[slot] if slot is not None else None

    def story_at(self, slot: int) -> str | None:
        entry = self.entries[slot]
        return entry.story_id if entry else None

    def entries_in(self, story: OpenStory) -> list[Entry]:
        """A story's articles, in order of first sight."""
        return [e for slot in story.members if (e := self.entries[slot])]

    def articles_in(self, story: OpenStory) -> set[str]:
        return {entry.article_id for entry in self.entries_in(story)}

    # ------------------------------------------------------------------ topics

    def note_topic(self, story_id: str, topic_id: str) -> None:
        """A story stands in a topic. A story that is not open is passed over."""
        story = self.stories.get(story_id)
        if story is not None:
            story.topic_id = topic_id
            self._topics[topic_id].add(story_id)
            self._cores.pop(topic_id, None)

    def _leave_topic(self, story: OpenStory) -> None:
        if story.topic_id:
            self._cores.pop(story.topic_id, None)
            self._topics[story.topic_id].discard(story.id)
            if not self._topics[story.topic_id]:
                del self._topics[story.topic_id]

    def profile(self, story: OpenStory) -> Profile:
        """A story as topics see it."""
        if story.profile is None:
            names = {self.rarity.key(number): count for number, count in story.proper.items()}
            story.profile = profile_of(names, len(story.members), story.total)
        return story.profile

    def core(self, topic_id: str) -> Profile:
        """What holds a topic's newest open stories together; remembered until one changes."""
        known = self._cores.get(topic_id)
        if known is None:
            known = self._cores[topic_id] = self._core_anew(topic_id)
        return known

    def _core_anew(self, topic_id: str) -> Profile:
        stories = [self.stories[story_id] for story_id in self._topics[topic_id]]
        stories.sort(key=lambda s: (s.newest_at or datetime.min, s.id))
        return core_of([self.profile(story) for story in stories[-CORE_STORIES:]])

    # ------------------------------------------------------------------ what ends

    def ended_before(self, instant: datetime) -> list[str]:
        """The stories whose newest article was seen before ``instant``, sorted. Asked once for
        each: they are expected to be closed."""
        gone: set[str] = set()
        while self._ends and self._ends[0][0] < instant:
            _, story_id = heappop(self._ends)
            story = self.stories.get(story_id)
            if story is not None and story.newest_at is not None and story.newest_at < instant:
                gone.add(story_id)
        return sorted(gone)

    def close(self, story_id: str) -> None:
        """Let go of a story and its articles."""
        story = self.stories.pop(story_id)
        self._leave_topic(story)
        for slot in story.members:
            self._vacate(slot)

    def compact(self) -> bool:
        """Close the gaps that closed stories left, where most slots are such; order is kept. Says
        whether keys were given other numbers, of which only entries here are told."""
        if len(self.slots) >= len(self.entries) / 2:
            return False
        kept = [slot for slot, entry in enumerate(self.entries) if entry is not None]
        moved = {slot: i for i, slot in enumerate(kept)}
        self.entries = [self.entries[slot] for slot in kept]
        self.orders = [self.orders[slot] for slot in kept]
        self.alive = np.arange(max(256, 2 * len(kept))) < len(kept)
        self.near.keep(kept)
        self.slots = {article_id: moved[slot] for article_id, slot in self.slots.items()}
        packed = {
            key: [moved[slot] for slot in postings if slot in moved]
            for key, postings in self._postings.items()
        }
        self._postings = {key: slots for key, slots in packed.items() if slots}
        for story in self.stories.values():
            story.members = [moved[slot] for slot in story.members]
        return self._rename_keys()

    def _rename_keys(self) -> bool:
        """Let go of keys that only closed stories had."""
        renamed = self.rarity.compact()
        if renamed is None:
            return False
        for entry in self.entries:
            if entry is not None and entry.bag is not None:
                entry.bag = replace(entry.bag, keys=renamed[entry.bag.keys])
                entry.proper_numbers = renamed[entry.proper_numbers or []].tolist()
        self._postings = {int(renamed[key]): slots for key, slots in self._postings.items()}
        for story in self.stories.values():
            story.proper = {int(renamed[key]): count for key, count in story.proper.items()}
        return True
