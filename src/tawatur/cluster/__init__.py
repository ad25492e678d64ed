"""Which story does an article belong to?

One pass in order of first sight. For each article: candidates among the open articles (near
vectors, shared rare words, copies), their stories described by a few named features, a logistic
model over these (``data/story_model.json``, trained by ``scripts/train_story_model.py``), vetoes
for look-alikes, and then either the best story or a new one. Deciding changes nothing:
``OpenWindow.propose`` says what should happen, ``apply`` notes what did.

    keys.py          an article as the window sees it: words, names, where, which of a series
    occasions.py     of like events (two quakes, two matches), which
    roundups.py      news in brief and press reviews, which tell of many events
    keyed.py         words as numbered keys: stems, and names across scripts
    likeness.py      features of two articles, of an article and a story; the models' weights
    openstories.py   the window's state: articles, stories, what finds them (near.py: vectors)
    candidates.py    the open articles that a new one is compared with
    judging.py       their stories, the likeliest first
    later.py         what an article shows of stories: two are one, or one is two (review.py)
    topic_places.py  in which topic a story stands (topics.py: what a topic is)
    held.py          what analysts decided
    asleep.py        stories that fell asleep, and what wakes them
    window.py        all of it together: the decision, and noting it
    graded.py        two articles by themselves
"""

from tawatur.cluster.asleep import LONGEST_SLEEP
from tawatur.cluster.graded import (
    PairModel,
    Portrait,
    event_likeness,
    graded_features,
    graded_likeness,
    pair_model,
    portray,
    portray_all,
    same_event,
)
from tawatur.cluster.keyed import stem
from tawatur.cluster.keys import Entry, entry_of, instances_of, keys_of
from tawatur.cluster.likeness import (
    Evidence,
    Model,
    Rarity,
    bent,
    common_keys,
    default_model,
    likeness,
    mean_vector,
    story_features,
)
from tawatur.cluster.topics import whole_names
from tawatur.cluster.window import OpenWindow

__all__ = [
    "LONGEST_SLEEP",
    "Entry",
    "Evidence",
    "Model",
    "OpenWindow",
    "PairModel",
    "Portrait",
    "Rarity",
    "bent",
    "common_keys",
    "default_model",
    "entry_of",
    "event_likeness",
    "graded_features",
    "graded_likeness",
    "instances_of",
    "keys_of",
    "likeness",
    "mean_vector",
    "pair_model",
    "portray",
    "portray_all",
    "same_event",
    "stem",
    "story_features",
    "whole_names",
]
