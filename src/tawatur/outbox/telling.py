"""Into the outbox: who is to be told of what is new in a story.

Called inside the transaction that stores the developments, so that neither is there without the
other. Between two calls the index of the watches is kept; a number in the store says when it is
old.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tawatur.alert import Told, WatchIndex, match_watches
from tawatur.alert.matching import CORRECTIONS, NAME_LIKENESS, fastest_growth
from tawatur.model import Development, Dossier, Place, cosine_scale
from tawatur.naming import alike
from tawatur.settings import Settings
from tawatur.store import Store

# The usual growth is that of the last week: a weekend is in it, and an election campaign passes.
_USUAL_OVER = timedelta(days=7)
# Below this many stories a mean says nothing, and one origin an hour counts as usual.
_USUAL_FROM_STORIES = 20


# Two utterances of one speaker in one story, in two languages, are one above this cosine. On seven
# utterances of our own in Arabic, English, Russian and Turkish 37 of 42 pairs of translations lay
# above it, and one of 252 other pairs (.59: two sentences about the same talks); within one story
# a foreign rendering is likelier than a second, like statement.
RENDERING_LIKENESS = 0.5


class Encoder(Protocol):
    """Texts to unit vectors; ``model`` names what made them."""

    @property
    def model(self) -> str: ...

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[Any]: ...


class Alerts:
    """Writes notices for one store.

    Args:
        encoder: called for an encoder when the first topic is watched.
        identify: the identities of a name in our tables.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        encoder: Callable[[], Encoder],
        identify: Callable[[str], Collection[str]],
    ) -> None:
        self._store = store
        self._settings = settings
        self._encoder = encoder
        self._identify = identify
        self._index = WatchIndex(())
        self._number = 0

    def tell(
        self, after: Dossier, new: Sequence[Development], spoken: Sequence[Development] = ()
    ) -> int:
        """Put a notice into the outbox for every watch that asks for what is new in a story.

        Returns how many.
        """
        store, story_id = self._store, after.story.id
        since = after.independent_since()
        store.save_growth(story_id, after.story.newest_at, fastest_growth(since))
        if not new and not spoken:
            return 0
        index = self._watches()
        if not index.watches:
            return 0
        now = max(d.at for d in (*new, *spoken))
        usual, stories = store.usual_growth(now - _USUAL_OVER, now, but=story_id)
        known_topics = len(index.vectors)
        article_ids = [reading.article.id for reading in after.readings]
        told = Told(
            watch_ids=store.told_watches(story_id),
            elsewhere=store.told_elsewhere(story_id, article_ids),
            former_ids=store.merged_into(story_id),
        )
        if told.elsewhere and any(d.kind in CORRECTIONS for d in new):
            told = Told(
                set(told.watch_ids) | {w for w, _ in told.elsewhere},
                told.elsewhere,
                told.former_ids,
            )
        spoken = self._not_a_rendering(after, spoken) if "quotation" in index.by_kind else ()
        notices = match_watches(
            index,
            new,
            after,
            self._encode,
            settings=self._settings,
            spoken=spoken,
            told=told,
            usual_growth=usual if stories >= _USUAL_FROM_STORIES else 1.0,
        )
        if len(index.vectors) > known_topics:
            self._keep_vectors()
        developments = {d.key: d for d in (*new, *spoken)}
        for key in dict.fromkeys(n.development_key for n in notices):
            store.save_told_development(developments[key])
        by_feed = {w.id for w in index.by_channel("feed")}
        return sum(
            store.save_notice(n, "told" if n.watch_id in by_feed else "waiting") for n in notices
        )

    def _not_a_rendering(self, after: Dossier, spoken: Sequence[Development]) -> list[Development]:
        """Without those that only say in another language what the same speaker said before."""
        by_place = {g.renderings[0].place: g for g in after.sheet.quotes if g.renderings}
        kept: list[Development] = []
        told = {d.evidence[0] for d in spoken}
        earlier = [
            (place, group) for place, group in by_place.items()
            if not any(r.place in told for r in group.renderings)
        ]  # fmt: skip
        for development in spoken:
            place = development.evidence[0]
            speaker = development.values["speaker"]
            language, words = _utterance(after, place)
            same = [
                _utterance(after, other)
                for other, group in earlier
                if any(alike(speaker, name) >= NAME_LIKENESS for name in group.speaker_names)
            ]
            foreign = [(code, text) for code, text in same if code != language]
            if foreign:
                rows = self._encode(
                    [words, *(text for _, text in foreign)], [language, *(c for c, _ in foreign)]
                )
                likeness = (rows[1:] @ rows[0]).tolist()
                if any(
                    value * cosine_scale(language, code) >= RENDERING_LIKENESS
                    for value, (code, _) in zip(likeness, foreign, strict=True)
                ):
                    continue
            kept.append(development)
        return kept

    def _encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[Any]:
        return self._encoder().encode(texts, languages)

    def _watches(self) -> WatchIndex:
        number = self._store.watches_number()
        if number != self._number:
            watches = self._store.watches()
            vectors = dict(self._index.vectors)
            if not vectors and any(w.kind == "topic" for w in watches):
                stored = self._store.topic_vectors(self._encoder().model)
                vectors = {t: np.frombuffer(data, np.float32) for t, data in stored.items()}
            self._index = WatchIndex(watches, identify=self._identify, vectors=vectors)
            self._number = number
        return self._index

    def _keep_vectors(self) -> None:
        model = self._encoder().model
        for (words, language), vector in self._index.vectors.items():
            data = np.asarray(vector, np.float32).tobytes()
            self._store.save_topic_vector(words, language, model, data)


def _utterance(dossier: Dossier, place: Place) -> tuple[str, str]:
    """(language, words) of what was said there."""
    reading = dossier.reading(place.article_id)
    if reading is None:
        return "und", ""
    annotations = reading.annotations_of(place) or reading.annotations
    return annotations.language, reading.text_of(place)[place.start : place.end]
