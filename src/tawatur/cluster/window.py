"""The open stories with their articles: what should happen to a new one, and noting what did.

The window's state is a pure function of the set of articles, places, sleeping stories and
constraints in it: neither the order in which they were put in nor articles that left it count. So
a window restored from the store decides as the one that was killed would have.
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

from tawatur.cluster.asleep import LONGEST_SLEEP, Asleep, Waking, sleeper_of, waking_reasons
from tawatur.cluster.held import Held
from tawatur.cluster.keys import Entry, entry_of, row_of
from tawatur.cluster.likeness import (
    LEAST,
    SIGNATURE_RARITY,
    Evidence,
    Model,
    Pairs,
    Rarity,
    default_model,
    likeness,
    probability_of,
    story_features,
)
from tawatur.cluster.occasions import another_occasion
from tawatur.cluster.review import parting
from tawatur.cluster.topics import (
    CORE_STORIES,
    Profile,
    core_of,
    link,
    profile_of,
    topic_label,
)
from tawatur.model import (
    ArticleJoined,
    ArticleMoved,
    Constraint,
    Derivation,
    Membership,
    Reading,
    Reason,
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

# Rarer words point to a story, commoner ones to a topic.
MAX_CANDIDATE_POSTINGS = 120
CANDIDATES_BY_VECTOR = 24
CANDIDATES_BY_WORDS = 24
# Of the stories met, those with the likeliest single article are looked at as a whole.
MAX_JUDGED = 6
# The nearest are looked for among those above a step; few articles have none above .3.
NEAR_STEPS = (0.6, 0.45, 0.3, 1e-5)
ROUNDING = 2e-5
CANDIDATE_KEYS = 24  # an article's rarest keys that others have

# How many articles a story has in a window that holds little as yet, and how many stories that
# guess counts for.
USUAL_COMPANY = 3.0
NEW_WINDOW = 10

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
# The same for the topic of a story that stands in none; the first articles say most that is new.
TOPIC_SIZES = REVIEW_SIZES | {2, 3, 4}


@dataclass(slots=True)
class _OpenStory:
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


# A whole copy or translation of a story's article belongs to its story whatever else is said: one
# identity of "same" for origins and stories. A partial one says nothing: 4 of 10 on the Arabic
# claims share background paragraphs of other events.
WHOLE_COPY_ODDS = 4.0
# Half of a badly cleaned page may be another page's forms and teasers; headline and lead show it.
SURELY_WHOLE = 0.9
SAME_LEAD = 0.5


@dataclass(slots=True)
class _Proposal:
    story_id: str
    score: float  # log-odds
    features: dict[str, float]
    nearest: list[int]
    evidence: Evidence


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
        self._asleep = Asleep()
        self._topics: defaultdict[str, set[str]] = defaultdict(set)  # topic -> its open stories
        self._cores: dict[str, Profile] = {}
        self._vector_model = ""
        self._entries: list[Entry | None] = []
        self._slots: dict[str, int] = {}
        self._stories: dict[str, _OpenStory] = {}
        self._postings: dict[int, list[int]] = defaultdict(list)
        self._rarity = Rarity()
        self._rows: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        # What the articles of the slots are sorted by: first sight, whatever slot they came to.
        self._orders: list[tuple[float, str]] = []
        self._alive: NDArray[np.bool_] = np.zeros(256, dtype=bool)  # is the article still open?
        # When stories were last added to, the earliest first; some entries are out of date.
        self._ends: list[tuple[datetime, str]] = []
        self._ahead: dict[str, NDArray[np.float32]] = {}  # article -> cosines with the first slots
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
        entry = self.entry(reading)
        links = self._linked(entry.article_id, derivations)
        proposals = self.rank(entry, links)
        best = proposals[0] if proposals else None
        if best and round(best.score, 6) >= self._model.join_threshold:
            membership = self._membership(entry, best.story_id, best)
            later = self._merges(best, proposals[1:]) or self._splits(best.story_id, entry)
            topics = self._topics_of_changed(best.story_id, later, entry, proposals)
            return [ArticleJoined(membership=membership), *later, *topics]
        waking = self._asleep.likeliest(entry, self._model)
        if waking and round(waking.score, 6) >= self._model.join_threshold:
            return self._wake(entry, waking)
        story_id = stable_id("story", entry.article_id)
        opened = StoryOpened(story_id=story_id, membership=self._membership(entry, story_id, best))
        return [opened, *self._topic_of_new(story_id, entry, proposals)]

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

    # ------------------------------------------------------------------ the later pass

    def _merges(self, best: _Proposal, others: Sequence[_Proposal]) -> list[StoriesMerged]:
        """Stories that the article would also belong to, and that are like its own all over.

        The one opened first keeps its id.
        """
        changes = []
        stays = self._stories[best.story_id]
        for other in others[:MAX_MERGES]:
            if other.score < self._model.join_threshold:
                break
            story = self._stories[other.story_id]
            if self._held and self._held.keeps_apart(self._articles(stays), self._articles(story)):
                continue
            mean, short = self._mean_likeness(stays, story)
            if mean < self._model.merge_threshold - short * SHORT_TEXTS:
                continue
            first, second = sorted(
                (stays, story), key=lambda s: (s.opened_at or datetime.max, s.id)
            )
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

    def _mean_likeness(self, a: _OpenStory, b: _OpenStory) -> tuple[float, float]:
        """Mean log-odds over pairs of the newest articles of both, and the share of these
        articles that are little more than a headline."""
        ours, theirs = (
            [e for slot in s.members[-MERGE_SAMPLE:] if (e := self._entries[slot])] for s in (a, b)
        )
        odds = [value for row in self._odds(ours, theirs) for value in row]
        short = sum(e.different_words < SHORT_WORDS for e in (*ours, *theirs))
        return sum(odds) / len(odds), short / (len(ours) + len(theirs))

    def _odds(self, ours: Sequence[Entry], theirs: Sequence[Entry]) -> list[list[float]]:
        """The log-odds, ``LEAST`` or more, that each of ours and each of theirs report one event."""
        return [
            np.maximum(LEAST, self._model.odds(likeness(e, theirs, self._rarity))).tolist()
            for e in ours
        ]

    def articles_of(self, story_id: str) -> set[str]:
        """The ids of an open story's articles."""
        return self._articles(self._stories[story_id])

    def _articles(self, story: _OpenStory) -> set[str]:
        return {e.article_id for slot in story.members if (e := self._entries[slot])}

    def _splits(self, story_id: str, newest: Entry) -> list[StorySplit]:
        """Does the story, with the article that joins it, hold two events? Looked at when it has
        grown to certain sizes. The side that was there first keeps the story's id."""
        story = self._stories[story_id]
        if len(story.members) + 1 not in REVIEW_SIZES:
            return []
        members = [e for slot in story.members if (e := self._entries[slot])]
        members.append(newest)
        parted = parting(self._odds(members, members))
        if parted is None:
            return []
        leaving, mean = parted
        gone = sorted((members[i] for i in leaving), key=lambda e: (e.seen_at, e.article_id))
        if any(e.article_id in self._held.articles for e in gone):
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

    # ------------------------------------------------------------------ topics

    def _topics_of_changed(
        self,
        story_id: str,
        changes: Sequence[StoriesMerged | StorySplit],
        entry: Entry,
        proposals: Sequence[_Proposal],
    ) -> list[TopicJoined]:
        """What parts from a story stays in its topic, and what it is merged into comes there. A
        story that stands in none is looked at again when it has grown: its first article need not
        have named what it belongs to."""
        topic_id = self._stories[story_id].topic_id
        for change in changes:
            if isinstance(change, StorySplit) and topic_id:
                return [self._kept_topic(topic_id, change.story_id, entry, proposals)]
            if isinstance(change, StoriesMerged):
                stays, gone = self._stories[change.story_id], self._stories[change.gone_id]
                if gone.topic_id and not stays.topic_id:
                    return [self._kept_topic(gone.topic_id, stays.id, entry, proposals)]
        grown = len(self._stories[story_id].members) + 1
        if changes or topic_id or grown not in TOPIC_SIZES:
            return []
        return self._topic_of_new(story_id, entry, [p for p in proposals if p.story_id != story_id])

    def _kept_topic(
        self, topic_id: str, story_id: str, entry: Entry, proposals: Sequence[_Proposal]
    ) -> TopicJoined:
        names = list(self._core(topic_id).names)
        label = topic_label(names, self._written(names, entry, proposals))
        return TopicJoined(topic_id=topic_id, story_ids=(story_id,), label=label, score=1.0)

    def _topic_of_new(
        self, story_id: str, entry: Entry, proposals: Sequence[_Proposal]
    ) -> list[TopicJoined]:
        """The topic of a story that opens or has grown: that of the likest story near it, if it
        shares the topic's names; or a new one of the two."""
        best: tuple[float, str, tuple[str, ...], Iterable[str]] | None = None
        for proposal in proposals:
            other = self._stories[proposal.story_id]
            topic_id = other.topic_id
            theirs = self._core(topic_id) if topic_id else self._profile(other)
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
        label = topic_label(names, self._written(names, entry, proposals))
        return [TopicJoined(topic_id=topic_id, story_ids=stories, label=label, score=score)]

    def _profile(self, story: _OpenStory) -> Profile:
        if story.profile is None:
            names = {self._rarity.key(number): count for number, count in story.proper.items()}
            story.profile = profile_of(names, len(story.members), story.total)
        return story.profile

    def _core(self, topic_id: str) -> Profile:
        """What holds a topic's newest open stories together; remembered until one changes."""
        known = self._cores.get(topic_id)
        if known is None:
            known = self._cores[topic_id] = self._core_anew(topic_id)
        return known

    def _core_anew(self, topic_id: str) -> Profile:
        stories = [self._stories[story_id] for story_id in self._topics[topic_id]]
        stories.sort(key=lambda s: (s.newest_at or datetime.min, s.id))
        return core_of([self._profile(story) for story in stories[-CORE_STORIES:]])

    def _written(
        self, names: Iterable[str], entry: Entry, proposals: Sequence[_Proposal]
    ) -> dict[str, str]:
        """Names as the articles at hand write them, the new one first."""
        near = [e for p in proposals for slot in p.nearest if (e := self._entries[slot])]
        found = {name: entry.shown[name] for name in names if name in entry.shown}
        for other in near:
            missing = [name for name in names if name not in found]
            found |= self._rarity.written(other, missing)
        return found

    def note_topic(self, story_id: str, topic_id: str) -> None:
        """A story stands in a topic. A story that is not open is passed over."""
        story = self._stories.get(story_id)
        if story is not None:
            story.topic_id = topic_id
            self._topics[topic_id].add(story_id)
            self._cores.pop(topic_id, None)

    def _leave_topic(self, story: _OpenStory) -> None:
        if story.topic_id:
            self._cores.pop(story.topic_id, None)
            self._topics[story.topic_id].discard(story.id)
            if not self._topics[story.topic_id]:
                del self._topics[story.topic_id]

    # ------------------------------------------------------------------ candidates

    def entry(self, reading: Reading) -> Entry:
        """The article as the window sees it; the last one is remembered."""
        if self._prepared is None or self._prepared[0] is not reading:
            self._prepared = (reading, entry_of(reading))
        return self._prepared[1]

    def _linked(self, article_id: str, derivations: Iterable[Derivation]) -> dict[int, Derivation]:
        """Open articles that this one was made from, or that were made from it."""
        links: dict[int, Derivation] = {}
        for derivation in derivations:
            other = (
                derivation.source_id
                if derivation.article_id == article_id
                else derivation.article_id
            )
            slot = self._slots.get(other)
            if slot is not None:
                links.setdefault(slot, derivation)
        return links

    def rank(self, entry: Entry, links: dict[int, Derivation]) -> list[_Proposal]:
        """The stories that come into question, the likeliest first."""
        slots = self._candidates(entry, links)
        others = [other for slot in slots if (other := self._entries[slot]) is not None]
        pairs = likeness(entry, others, self._rarity)
        odds = self._model.odds(pairs).tolist()
        by_story: dict[str, list[int]] = defaultdict(list)  # places among the candidates
        for place, other in enumerate(others):
            by_story[other.story_id].append(place)
        likely = sorted(by_story, key=lambda s: (-max(odds[place] for place in by_story[s]), s))[
            :MAX_JUDGED
        ]
        likely += [s for slot in links if (s := self._story_at(slot)) and s not in likely]
        telling = self._telling(entry) if likely else {}
        proposals = [
            self._judge(
                entry,
                self._stories[story_id],
                by_story[story_id],
                slots,
                others,
                pairs,
                odds,
                links,
                telling,
            )
            for story_id in dict.fromkeys(likely)
        ]
        return sorted(proposals, key=lambda p: (-round(p.score, 9), p.story_id))

    def _story_at(self, slot: int) -> str | None:
        entry = self._entries[slot]
        return entry.story_id if entry else None

    def _candidates(self, entry: Entry, links: Iterable[int]) -> list[int]:
        found = {*links, *self._by_vector(entry), *self._by_words(entry)}
        return sorted(
            (s for s in found if self._entries[s] is not None), key=self._orders.__getitem__
        )

    def _by_vector(self, entry: Entry) -> list[int]:
        """The open articles nearest to the entry."""
        count, own = len(self._entries), entry.vector
        if own is None or not count or self._rows.shape[1] != len(own):
            return []
        ahead = self._ahead.get(entry.article_id)
        if ahead is None:
            cosines: NDArray[np.float32] = self._rows[:count] @ own
        else:
            cosines = np.concatenate((ahead, self._rows[len(ahead) : count] @ own))
        wanted = CANDIDATES_BY_VECTOR
        for least in NEAR_STEPS:
            near = np.flatnonzero(cosines >= least)
            if len(near) >= wanted:
                break
        if len(near) > wanted:
            # The last bits of a product of matrices depend on a row's place: who is among the
            # nearest is settled by sums of its own row alone.
            edge = np.partition(cosines[near], len(near) - wanted)[len(near) - wanted]
            near = near[cosines[near] >= edge - ROUNDING]
        if len(near) > wanted:
            exact = np.round(np.einsum("ij,j->i", self._rows[near], own), 5).tolist()
            nearest = sorted(
                zip(exact, near.tolist(), strict=True), key=lambda e: (-e[0], self._orders[e[1]])
            )
            return [slot for _, slot in nearest[:wanted]]
        return near.tolist()

    def look_ahead(self, readings: Sequence[Reading]) -> None:
        """Articles that will be proposed next, in any order. Changes nothing but the time that
        it takes: their cosines with what is open are found together, at a tenth of the cost."""
        count, width = len(self._entries), self._rows.shape[1]
        rows = {r.article.id: row_of(r.vector) for r in readings if r.vector}
        rows = {article_id: row for article_id, row in rows.items() if len(row) == width}
        self._ahead = {}
        if len(rows) > 1 and count:
            cosines = np.stack(list(rows.values())) @ self._rows[:count].T
            self._ahead = dict(zip(rows, cosines, strict=True))

    def _by_words(self, entry: Entry) -> list[int]:
        """Open articles that share the entry's rarest keys, the most telling ones first."""
        keys, rarity = self._rarity.rarest_first(entry, MAX_CANDIDATE_POSTINGS, CANDIDATE_KEYS)
        postings = [self._postings[key] for key in keys]
        if not postings:
            return []
        slots = np.concatenate(postings)
        weights = np.repeat(rarity, [len(found) for found in postings])
        here = self._alive[slots]
        met, places = np.unique(slots[here], return_inverse=True)
        scores = np.bincount(places, weights[here])
        if len(met) > CANDIDATES_BY_WORDS:
            wanted = len(met) - CANDIDATES_BY_WORDS
            edge = np.partition(scores, wanted)[wanted]
            met, scores = met[scores >= edge], scores[scores >= edge]
        found: list[int] = met.tolist()
        if len(found) > CANDIDATES_BY_WORDS:
            best = sorted(
                zip(scores.tolist(), found, strict=True), key=lambda e: (-e[0], self._orders[e[1]])
            )
            found = [slot for _, slot in best[:CANDIDATES_BY_WORDS]]
        return found

    def _judge(
        self,
        entry: Entry,
        story: _OpenStory,
        places: Sequence[int],
        slots: Sequence[int],
        others: Sequence[Entry],
        pairs: Pairs,
        odds: Sequence[float],
        links: dict[int, Derivation],
        telling: dict[int, float],
    ) -> _Proposal:
        """``places``: those of the story's articles among the candidates, of which ``slots``,
        ``others``, ``pairs`` and ``odds`` tell."""
        centroid = 0.0
        if entry.vector is not None and story.total is not None:
            centroid = float(story.total @ entry.vector) / story.length
        assert story.newest_at is not None
        made = [(links[slots[place]], place) for place in places if slots[place] in links]
        evidence = Evidence(
            pairs=pairs.of(places),
            centroid=centroid,
            size=len(story.members),
            company=math.log(
                (self._rarity.articles + USUAL_COMPANY * NEW_WINDOW)
                / (len(self._stories) + NEW_WINDOW)
            ),
            hours=abs((entry.seen_at - story.newest_at).total_seconds()) / 3600,
            signature=_signature(telling, story),
            other_country=_other_country(entry, story),
            other_instance=_other_instance(entry, story),
            other_occasion=another_occasion(entry.occasions, (others[p].occasions for p in places)),
            copy_share=max((link.share_of_copy for link, _ in made), default=0.0),
            whole_copy=any(_carries_the_event(link, pairs[place]) for link, place in made),
        )
        features = story_features(evidence, self._model, [odds[place] for place in places])
        weights = self._model.story
        score = weights["bias"] + sum(weights.get(k, 0.0) * v for k, v in features.items())
        if evidence.whole_copy:
            lift = max(0.0, WHOLE_COPY_ODDS + evidence.copy_share - score)
            features["copy"] = lift
            score += lift
        nearest = sorted(places, key=lambda p: (-round(odds[p], 9), self._orders[slots[p]]))[:3]
        return _Proposal(story.id, score, features, [slots[p] for p in nearest], evidence)

    def _telling(self, entry: Entry) -> dict[int, float]:
        """What each of the entry's rare keys would say for a story that has it, by its number,
        were the story alone to have it."""
        keys = self._rarity.bag(entry).keys
        rarity = self._rarity.of(keys) - SIGNATURE_RARITY
        rare = rarity > 0
        keys = keys[rare]
        weights = rarity[rare] / (self._rarity.counts(keys) + 1)
        return dict(zip(keys.tolist(), weights.tolist(), strict=True))

    def _membership(self, entry: Entry, story_id: str, proposal: _Proposal | None) -> Membership:
        opened = proposal is None or proposal.story_id != story_id
        probability = probability_of(self._model.calibration * proposal.score) if proposal else 0.0
        reasons: list[Reason] = []
        nearest: list[str] = []
        if proposal:
            weights = {**self._model.story, "copy": 1.0}
            entries = [e for slot in proposal.nearest if (e := self._entries[slot])]
            nearest = [e.article_id for e in entries]
            reasons = [
                Reason(
                    feature=name,
                    value=round(value, 4),
                    weight=round(weights.get(name, 0.0) * value, 4),
                    words=_shared_words(entry, entries[0], self._rarity)
                    if name == "best-article"
                    else (),
                )
                for name, value in proposal.features.items()
                if weights.get(name)
            ]
            reasons.sort(key=lambda r: (-abs(r.weight), r.feature))
        return Membership(
            article_id=entry.article_id,
            story_id=story_id,
            joined_at=entry.seen_at,
            score=round(1 - probability if opened else probability, 4),
            nearest=tuple(nearest),
            reasons=tuple(reasons),
        )

    # ------------------------------------------------------------------ noting

    def apply(self, change: StoryChange, reading: Reading | None = None) -> None:
        """Note a change that was saved. ``reading`` is the article of an opening or joining."""
        match change:
            case StoryOpened(membership=membership) | ArticleJoined(membership=membership):
                if reading is None:
                    raise ValueError(f"{type(change).__name__} needs the reading of its article")
                self.add_known(reading, membership)
            case ArticleMoved(from_story_id=left, membership=membership):
                slot = self._slots[membership.article_id]
                self._leave(slot, left)
                self._join(slot, membership.story_id)
            case StoriesMerged(story_id=story_id, gone_id=gone_id):
                gone = self._stories.get(gone_id)
                for slot in list(gone.members) if gone else ():
                    self._leave(slot, gone_id)
                    self._join(slot, story_id)
            case StorySplit(from_story_id=left, memberships=memberships):
                for membership in memberships:
                    slot = self._slots[membership.article_id]
                    self._leave(slot, left)
                    self._join(slot, membership.story_id)
            case StoryWoken(story_id=story_id):
                sleeper = self._asleep.remove(story_id)
                if sleeper and sleeper.topic_id:
                    self.note_topic(story_id, sleeper.topic_id)
            case TopicJoined(topic_id=topic_id, story_ids=story_ids):
                for story_id in story_ids:
                    self.note_topic(story_id, topic_id)

    def add_known(self, reading: Reading, membership: Membership) -> None:
        """Put an article into its story: a new one, or one restored from the store."""
        article_id = reading.article.id
        if article_id in self._slots:
            self._forget(self._slots[article_id])
        entry = self.entry(reading)
        self._vector_model = reading.vector.model if reading.vector else self._vector_model
        slot = len(self._entries)
        self._entries.append(entry)
        self._orders.append((entry.seen_seconds, article_id))
        if slot == len(self._alive):
            self._alive = np.concatenate((self._alive, np.zeros(slot, dtype=bool)))
        self._alive[slot] = True
        self._slots[article_id] = slot
        self._store_row(slot, entry.vector)
        self._rarity.add(entry)
        postings = self._postings
        for key in self._rarity.bag(entry).keys.tolist():
            postings[key].append(slot)
        self._rarity.pack(entry)
        self._prepared = None
        self._join(slot, membership.story_id)

    def _store_row(self, slot: int, row: NDArray[np.float32] | None) -> None:
        width = self._rows.shape[1]
        if row is not None and width != len(row):
            if width:
                return  # another model's vector: this article is compared by words alone
            self._rows = np.zeros((len(self._rows), len(row)), dtype=np.float32)
        if slot >= len(self._rows):
            grown = np.zeros((max(256, 2 * slot), self._rows.shape[1]), dtype=np.float32)
            grown[: len(self._rows)] = self._rows
            self._rows = grown
        if row is not None:
            self._rows[slot] = row

    def _join(self, slot: int, story_id: str) -> None:
        entry = self._entries[slot]
        assert entry is not None
        entry.story_id = story_id
        story = self._stories.setdefault(story_id, _OpenStory(story_id))
        story.profile = None
        if story.topic_id:
            self._cores.pop(story.topic_id, None)
        proper = story.proper
        for key in self._rarity.proper(entry):
            proper[key] = proper.get(key, 0) + 1
        for country in entry.countries:
            story.countries[country] = story.countries.get(country, 0) + 1
        story.placed += bool(entry.countries)
        for instance in entry.instances:
            story.instances[instance] = story.instances.get(instance, 0) + 1
        if story.newest_at is None or entry.seen_at > story.newest_at:
            story.newest_at = entry.seen_at
            heappush(self._ends, (entry.seen_at, story_id))
        story.opened_at = min(entry.seen_at, story.opened_at or entry.seen_at)
        insort(story.members, slot, key=self._orders.__getitem__)
        newest = story.members[-1] == slot
        added = [slot] if newest else story.members  # a sum in order, to the last bit
        story.total = story.total if newest else None
        for each in added:
            vector = entry.vector if each == slot else self._vector(each)
            if vector is not None:
                story.total = vector.copy() if story.total is None else story.total + vector
        if story.total is not None:
            story.length = math.sqrt(float(story.total @ story.total)) or 1.0

    def _vector(self, slot: int) -> NDArray[np.float32] | None:
        entry = self._entries[slot]
        return entry.vector if entry else None

    def _leave(self, slot: int, story_id: str) -> None:
        """Take an article out of a story; the story is described anew from those that stay."""
        story = self._stories.pop(story_id)
        self._leave_topic(story)
        for other in story.members:
            if other != slot:
                self._join(other, story_id)
        if story.topic_id:
            self.note_topic(story_id, story.topic_id)

    def _forget(self, slot: int) -> None:
        """Take an article out of the window; its story is described anew."""
        entry = self._entries[slot]
        assert entry is not None
        self._leave(slot, entry.story_id)
        self._vacate(slot)

    def _vacate(self, slot: int) -> None:
        """Nothing knows the article of a slot any more; the postings forget it when they are
        packed."""
        entry = self._entries[slot]
        assert entry is not None
        self._rarity.remove(entry)
        self._entries[slot] = None
        self._alive[slot] = False
        del self._slots[entry.article_id]
        if self._rows.shape[1]:
            self._rows[slot] = 0
        for cosines in self._ahead.values():
            cosines[slot : slot + 1] = 0

    def articles(self) -> int:
        """How many articles are open."""
        return len(self._slots)

    def keys_known(self) -> int:
        """How many different words and names it remembers."""
        return len(self._rarity)

    def story_of(self, article_id: str) -> str | None:
        """The story of an open article."""
        slot = self._slots.get(article_id)
        entry = self._entries[slot] if slot is not None else None
        return entry.story_id if entry else None

    def fall_asleep_before(self, instant: datetime) -> list[Sleeper]:
        """Let stories fall asleep whose newest article was seen before ``instant``; their
        articles leave the window. Stories that slept too long are forgotten.

        Returns what to remember of each, sorted by story.
        """
        self._asleep.forget_before(instant - LONGEST_SLEEP)
        gone: set[str] = set()
        while self._ends and self._ends[0][0] < instant:
            _, story_id = heappop(self._ends)
            story = self._stories.get(story_id)
            if story is not None and story.newest_at is not None and story.newest_at < instant:
                gone.add(story_id)
        sleepers = []
        for story_id in sorted(gone):
            story = self._stories.pop(story_id)
            self._leave_topic(story)
            members = [self._rarity.unpacked(e) for s in story.members if (e := self._entries[s])]
            sleepers.append(sleeper_of(story_id, members, self._vector_model, story.topic_id))
            for slot in story.members:
                self._vacate(slot)
            self._asleep.add(sleepers[-1])
        if gone and len(self._slots) < len(self._entries) / 2:
            self._compact()
        return sleepers

    def add_sleeper(self, sleeper: Sleeper) -> None:
        """A story that slept when the store was closed."""
        self._asleep.add(sleeper)

    def close_before(self, instant: datetime) -> list[str]:
        """``fall_asleep_before``, ids only."""
        return [sleeper.story_id for sleeper in self.fall_asleep_before(instant)]

    def refresh(self, reading: Reading) -> None:
        """An open article has a new version: from now on the window knows that one. An article
        that is not open is passed over."""
        slot = self._slots.get(reading.article.id)
        entry = self._entries[slot] if slot is not None else None
        if entry is not None:
            topic_id = self._stories[entry.story_id].topic_id
            self.add_known(
                reading,
                Membership(
                    article_id=entry.article_id,
                    story_id=entry.story_id,
                    joined_at=entry.seen_at,
                    score=1.0,
                ),
            )
            if topic_id:  # lost when this was the story's only article
                self.note_topic(entry.story_id, topic_id)

    def _compact(self) -> None:
        """Close the gaps that sleeping stories left; order is kept."""
        kept = [slot for slot, entry in enumerate(self._entries) if entry is not None]
        moved = {slot: i for i, slot in enumerate(kept)}
        self._entries = [self._entries[slot] for slot in kept]
        self._orders = [self._orders[slot] for slot in kept]
        self._alive = np.arange(max(256, 2 * len(kept))) < len(kept)
        self._rows = self._rows[kept].copy()
        self._ahead = {}
        self._slots = {article_id: moved[slot] for article_id, slot in self._slots.items()}
        packed = {
            key: [moved[slot] for slot in postings if slot in moved]
            for key, postings in self._postings.items()
        }
        self._postings = defaultdict(list, {key: slots for key, slots in packed.items() if slots})
        for story in self._stories.values():
            story.members = [moved[slot] for slot in story.members]
        self._rename_keys()

    def _rename_keys(self) -> None:
        """Let go of keys that only sleeping stories had."""
        renamed = self._rarity.compact()
        if renamed is None:
            return
        self._prepared = None
        for entry in self._entries:
            if entry is not None and entry.bag is not None:
                entry.bag = replace(entry.bag, keys=renamed[entry.bag.keys])
                entry.proper_numbers = renamed[entry.proper_numbers or []].tolist()
        self._postings = defaultdict(
            list, {int(renamed[key]): slots for key, slots in self._postings.items()}
        )
        for story in self._stories.values():
            story.proper = {int(renamed[key]): count for key, count in story.proper.items()}


def _signature(telling: dict[int, float], story: _OpenStory) -> float:
    """Weight of the keys that article and story share and other stories do not have.

    What follows a story up days later may share neither words nor angle with any one article
    of it, but it names the same people and the same small town.
    """
    within = story.proper
    # fsum: the same whatever the order of a set
    return math.fsum([telling[key] * within[key] for key in telling.keys() & within.keys()])


def _other_country(entry: Entry, story: _OpenStory) -> bool:
    """Do both say in which country it happens, and none of the story's is the article's?"""
    if not entry.countries or 2 * story.placed < len(story.members):
        return False
    return all(4 * story.countries.get(c, 0) < story.placed for c in entry.countries)


def _other_instance(entry: Entry, story: _OpenStory) -> bool:
    """Is this the third round, where the story is the second?"""
    if not entry.instances or not story.instances:
        return False
    return not any(instance in story.instances for instance in entry.instances)


def _carries_the_event(link: Derivation, pair: dict[str, float]) -> bool:
    """A whole copy, and not of what stands around two unlike articles."""
    if link.kind == "partial":
        return False
    return link.share_of_copy >= SURELY_WHOLE or pair["vector"] >= SAME_LEAD


def _shared_words(a: Entry, b: Entry, rarity: Rarity, limit: int = 6) -> tuple[str, ...]:
    """The most telling words that two articles share, as the first one writes them."""
    shared = rarity.shared(a, b)
    weights = rarity.of(shared)
    if len(shared) > 4 * limit:  # a word may stand for three keys: stem, skeleton, identity
        wanted = len(shared) - 4 * limit
        telling = weights >= np.partition(weights, wanted)[wanted]
        shared, weights = shared[telling], weights[telling]
    ranked = sorted(
        (-weight, rarity.key(number))
        for weight, number in zip(weights.tolist(), shared.tolist(), strict=True)
    )
    return tuple(dict.fromkeys(a.shown[key] for _, key in ranked))[:limit]
