"""The stories that an article may belong to, the likeliest first, and what is said of its place."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tawatur.cluster.candidates import candidates
from tawatur.cluster.keys import Entry
from tawatur.cluster.likeness import (
    SIGNATURE_RARITY,
    Evidence,
    Model,
    Pairs,
    Rarity,
    likeness,
    probability_of,
    story_features,
)
from tawatur.cluster.occasions import another_occasion
from tawatur.cluster.openstories import OpenStories, OpenStory
from tawatur.model import Derivation, Membership, Reason

# Of the stories met, those with the likeliest single article are looked at as a whole.
MAX_JUDGED = 6
# How many articles a story has in a window that holds little as yet, and how many stories that
# guess counts for.
USUAL_COMPANY = 3.0
NEW_WINDOW = 10
# Where that is little more than one article to a story it counts for less, and where it is near the
# usual number for what a list of many outlets has (logarithms; see decision 0016).
FULL_COMPANY = 1.5
STRETCHED_BY, STRETCHED_FROM = 3.0, 1.2
# Rare keys of a headline, or of a text of about a hundred words. A text with more of them shares
# some by chance with every story of its affair: with these weighed as in a headline B-cubed F1 of
# arclaims' 3, 6, 12 and 30 largest outlets is .800, .849, .842, .822, else .837, .877, .868, .859.
FEW_KEYS = 120
# A whole copy or translation of a story's article belongs to its story whatever else is said: one
# identity of "same" for origins and stories. A partial one says nothing: 4 of 10 on the Arabic
# claims share background paragraphs of other events.
WHOLE_COPY_ODDS = 4.0
# Half of a badly cleaned page may be another page's forms and teasers; headline and lead show it.
SURELY_WHOLE = 0.9
SAME_LEAD = 0.5


@dataclass(slots=True)
class Proposal:
    """A story for an article, and what speaks for it."""

    story_id: str
    score: float  # log-odds
    features: dict[str, float]
    nearest: list[int]  # slots
    evidence: Evidence


def ranked(
    opened: OpenStories, model: Model, entry: Entry, links: dict[int, Derivation]
) -> list[Proposal]:
    """The stories that come into question, the likeliest first."""
    slots = candidates(opened, entry, links)
    others = [other for slot in slots if (other := opened.entries[slot]) is not None]
    pairs = likeness(entry, others, opened.rarity)
    odds = model.odds(pairs).tolist()
    by_story: defaultdict[str, list[int]] = defaultdict(list)  # places among the candidates
    best: dict[str, float] = {}
    for place, (other, value) in enumerate(zip(others, odds, strict=True)):
        by_story[other.story_id].append(place)
        best[other.story_id] = max(value, best.get(other.story_id, value))
    likely = sorted(best, key=lambda s: (-best[s], s))[:MAX_JUDGED]
    likely += [s for slot in links if (s := opened.story_at(slot)) and s not in likely]
    telling = _telling(opened, entry) if likely else {}
    proposals = [
        _judge(
            opened,
            model,
            entry,
            opened.stories[story_id],
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


def _judge(
    opened: OpenStories,
    model: Model,
    entry: Entry,
    story: OpenStory,
    places: Sequence[int],
    slots: Sequence[int],
    others: Sequence[Entry],
    pairs: Pairs,
    odds: Sequence[float],
    links: dict[int, Derivation],
    telling: dict[int, float],
) -> Proposal:
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
        company=_company(opened),
        hours=abs((entry.seen_at - story.newest_at).total_seconds()) / 3600,
        signature=_signature(telling, story),
        other_country=_other_country(entry, story),
        other_instance=_other_instance(entry, story),
        other_occasion=another_occasion(entry.occasions, (others[p].occasions for p in places)),
        copy_share=max((link.share_of_copy for link, _ in made), default=0.0),
        whole_copy=any(_carries_the_event(link, pairs[place]) for link, place in made),
    )
    features = story_features(evidence, model, [odds[place] for place in places])
    weights = model.story
    score = weights["bias"] + sum(weights[k] * v for k, v in features.items() if k in weights)
    if evidence.whole_copy:
        lift = max(0.0, WHOLE_COPY_ODDS + evidence.copy_share - score)
        features["copy"] = lift
        score += lift
    nearest = sorted(places, key=lambda p: (-round(odds[p], 9), opened.orders[slots[p]]))[:3]
    return Proposal(story.id, score, features, [slots[p] for p in nearest], evidence)


def _company(opened: OpenStories) -> float:
    """Articles to a story in the whole window, as a logarithm, stretched around the usual number.

    The stories of a few outlets stand mostly alone, and joining asks for more. Those of many are
    cut too fine for a while, and would stay so if that told against joining.
    """
    company = math.log(
        (opened.rarity.articles + USUAL_COMPANY * NEW_WINDOW) / (len(opened.stories) + NEW_WINDOW)
    )
    return max(company, min(FULL_COMPANY, STRETCHED_BY * company - STRETCHED_FROM))


def _telling(opened: OpenStories, entry: Entry) -> dict[int, float]:
    """What each of the entry's rare keys would say for a story that has it, by its number,
    were the story alone to have it. Of a long text each says less: it has many more to share by
    chance."""
    keys = opened.rarity.bag(entry).keys
    rarity = opened.rarity.of(keys) - SIGNATURE_RARITY
    rare = rarity > 0
    keys = keys[rare]
    weights = rarity[rare] / (opened.rarity.counts(keys) + 1)
    weights *= min(1.0, FEW_KEYS / max(1, len(keys))) ** 2
    return dict(zip(keys.tolist(), weights.tolist(), strict=True))


def membership_of(
    opened: OpenStories, model: Model, entry: Entry, story_id: str, proposal: Proposal | None
) -> Membership:
    """The article's place in a story, with what speaks for it: of the ``proposal`` it joins, or of
    the one that was not enough, where it opens a story."""
    is_new = proposal is None or proposal.story_id != story_id
    probability = probability_of(model.calibration * proposal.score) if proposal else 0.0
    reasons: list[Reason] = []
    nearest: list[str] = []
    if proposal:
        weights = {**model.story, "copy": 1.0}
        entries = [e for slot in proposal.nearest if (e := opened.entries[slot])]
        nearest = [e.article_id for e in entries]
        reasons = [
            Reason(
                feature=name,
                value=round(value, 4),
                weight=round(weights.get(name, 0.0) * value, 4),
                words=_shared_words(entry, entries[0], opened.rarity)
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
        score=round(1 - probability if is_new else probability, 4),
        nearest=tuple(nearest),
        reasons=tuple(reasons),
    )


def _signature(telling: dict[int, float], story: OpenStory) -> float:
    """Weight of the keys that article and story share and other stories do not have.

    What follows a story up days later may share neither words nor angle with any one article
    of it, but it names the same people and the same small town.
    """
    within = story.proper
    # fsum: the same whatever the order of a set
    return math.fsum([telling[key] * within[key] for key in telling.keys() & within.keys()])


def _other_country(entry: Entry, story: OpenStory) -> bool:
    """Do both say in which country it happens, and none of the story's is the article's?"""
    if not entry.countries or 2 * story.placed < len(story.members):
        return False
    return all(4 * story.countries.get(c, 0) < story.placed for c in entry.countries)


def _other_instance(entry: Entry, story: OpenStory) -> bool:
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
