"""Learn data/translation_model.json: were linked sentences carried over, or written anew?

    python scripts/train_translations.py ../shared/bench

Data: the dev half of stories/ntrex (news in twelve human-translated languages; ``gold_copy``: one
source text, ``gold_story``: one event). Carried: translations whole, cut to a stretch of half or
less or to a few sentences, with sentences left out here and there, and put before sentences of
another article, also one of the same event. Not carried: other reports of one event, whole, cut and
with sentences left out, and the nearest articles by vector; tenfold, reports of our sample stream
that rest on other origins (short ones, close to one another, of six languages). What is kept: one weight for each named feature of an
alignment (``tawatur.trace.translations.FEATURES``), no text. Prints what five folds by document
reach: no document stands on both sides.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import msgspec
import numpy as np
from sklearn.linear_model import LogisticRegression

from tawatur import knowledge
from tawatur.embed import default_encoder, from_vector
from tawatur.model import Reading, Sentence, cosine_scale
from tawatur.predict.stories import read_rows
from tawatur.reading import encoder, read_page
from tawatur.sample import expected, outlets_file, sample_pages
from tawatur.trace.translations import FEATURES, Sentences, compare_sentences

OUT = Path(__file__).parents[1] / "src/tawatur/data/translation_model.json"
WHOLE, CUT, PUT_BEFORE, SCATTERED, SHORT = 24, 8, 8, 8, 4  # examples of each kind, a document
# At most, a story.
SAME_STORY, SAME_STORY_CUT, SAME_STORY_SCATTERED, SAME_STORY_SHORT = 500, 100, 120, 60
INVERSE_RIDGE = 10.0
SAMPLE_WEIGHT = 10.0


class Texts:
    """The articles with the vectors of their sentences, each encoded once."""

    def __init__(self, readings: list[Reading]) -> None:
        self.encoder = default_encoder()
        self.readings = {r.article.id: r for r in readings}
        self.whole = {r.article.id: Sentences(r, self.encoder.encode) for r in readings}

    def stretch(self, article_id: str, first: int, last: int) -> Sentences:
        part = Sentences(self.readings[article_id], self.encoder.encode)
        part.spans = self.whole[article_id].spans[first:last]
        part._rows = self.whole[article_id].rows[first:last]
        return part

    def scattered(self, article_id: str, dice: random.Random) -> Sentences | None:
        """Half of its sentences or fewer, from here and there."""
        count = len(self.whole[article_id].spans)
        if count < 5:
            return None
        chosen = sorted(dice.sample(range(count), dice.randint(2, max(3, count // 2))))
        part = Sentences(self.readings[article_id], self.encoder.encode)
        part.spans = [self.whole[article_id].spans[n] for n in chosen]
        part._rows = self.whole[article_id].rows[chosen]
        return part

    def short(self, article_id: str, dice: random.Random, *, first: bool) -> Sentences | None:
        """Two to four sentences, the first ones or any."""
        count = len(self.whole[article_id].spans)
        if count < 4:
            return None
        length = dice.choice([2, 3, 3, 4])
        start = 0 if first else dice.choice([0, 0, dice.randint(0, count - length)])
        return self.stretch(article_id, start, start + length)

    def before(self, one: str, two: str, count: int, more: int) -> Sentences:
        """The first ``count`` sentences of one article, then the first ``more`` of another."""
        text, sentences, names = "", [], []
        for article_id, number in ((one, count), (two, more)):
            reading = self.readings[article_id]
            for start, end in self.whole[article_id].spans[:number]:
                shift = len(text) - start
                names += [
                    msgspec.structs.replace(n, start=n.start + shift, end=n.end + shift)
                    for n in reading.annotations.names
                    if start <= n.start and n.end <= end
                ]
                text += reading.article.text[start:end]
                sentences.append(Sentence(start=start + shift, end=end + shift, paragraph=0))
                text += "\n"
        reading = self.readings[one]
        made = msgspec.structs.replace(
            reading,
            article=msgspec.structs.replace(reading.article, text=text),
            annotations=msgspec.structs.replace(
                reading.annotations, sentences=tuple(sentences), names=tuple(names), quotes=()
            ),
        )
        return Sentences(made, self.encoder.encode)


def examples(
    texts: Texts, copy_of: dict[str, str], story_of: dict[str, str], dice: random.Random
) -> Iterator[tuple[str, bool, str, str, Sentences, Sentences]]:
    """(kind, carried?, document of the copy, of the source, copy, source)."""
    ids = sorted(copy_of)
    language = {i: texts.readings[i].annotations.language for i in ids}
    by_language: dict[str, list[str]] = defaultdict(list)
    by_copy: dict[str, list[str]] = defaultdict(list)
    by_story: dict[str, list[str]] = defaultdict(list)
    for i in ids:
        by_language[language[i]].append(i)
        by_copy[copy_of[i]].append(i)
        by_story[story_of[i]].append(i)

    def cut(i: str, any_place: bool) -> Sentences | None:
        count = len(texts.whole[i].spans)
        if count < 6:
            return None
        length = dice.randint(3, count // 2)
        first = dice.choice([0, 0, dice.randint(0, count - length)]) if any_place else 0
        return texts.stretch(i, first, first + length)

    for document, members in sorted(by_copy.items()):
        pairs = [(a, b) for a in members for b in members if language[a] != language[b]]
        for a, b in dice.sample(pairs, min(WHOLE, len(pairs))):
            yield "whole", True, document, document, texts.whole[a], texts.whole[b]
        for a, b in dice.sample(pairs, min(CUT, len(pairs))):
            if part := cut(a, any_place=True):
                yield "cut", True, document, document, part, texts.whole[b]
        for a, b in dice.sample(pairs, min(PUT_BEFORE, len(pairs))):
            other = dice.choice([x for x in by_language[language[a]] if copy_of[x] != copy_of[a]])
            count = dice.randint(3, max(3, len(texts.whole[a].spans)))
            made = texts.before(a, other, count, dice.randint(2, 10))
            yield "with own matter", True, document, document, made, texts.whole[b]
        for a, b in dice.sample(pairs, min(SCATTERED, len(pairs))):
            if part := texts.scattered(a, dice):
                yield "scattered", True, document, document, part, texts.whole[b]
        for a, b in dice.sample(pairs, min(SHORT, len(pairs))):
            if part := texts.short(a, dice, first=False):
                yield "short", True, document, document, part, texts.whole[b]
        for a, b in dice.sample(pairs, min(PUT_BEFORE, len(pairs))):
            story = by_story[story_of[a]]
            others = [x for x in story if copy_of[x] != document and language[x] == language[a]]
            if others:
                count = dice.randint(3, max(3, len(texts.whole[a].spans) // 2))
                made = texts.before(a, dice.choice(others), count, dice.randint(3, 12))
                yield "with matter on it", True, document, document, made, texts.whole[b]
    for _, members in sorted(by_story.items()):
        pairs = [
            (a, b)
            for a in members
            for b in members
            if copy_of[a] != copy_of[b] and language[a] != language[b]
        ]
        for a, b in dice.sample(pairs, min(SAME_STORY, len(pairs))):
            yield "same story", False, copy_of[a], copy_of[b], texts.whole[a], texts.whole[b]
        for a, b in dice.sample(pairs, min(SAME_STORY_CUT, len(pairs))):
            if part := cut(a, any_place=False):
                yield "same story, cut", False, copy_of[a], copy_of[b], part, texts.whole[b]
        for a, b in dice.sample(pairs, min(SAME_STORY_SCATTERED, len(pairs))):
            if part := texts.scattered(a, dice):
                yield "same story, scattered", False, copy_of[a], copy_of[b], part, texts.whole[b]
        for a, b in dice.sample(pairs, min(SAME_STORY_SHORT, len(pairs))):
            if part := texts.short(a, dice, first=True):
                yield "same story, short", False, copy_of[a], copy_of[b], part, texts.whole[b]
    vectors = np.stack([from_vector(v) for i in ids if (v := texts.readings[i].vector)])
    for i, row in zip(ids, vectors, strict=True):
        cosines = vectors @ row
        for n, j in enumerate(ids):
            related = copy_of[i] == copy_of[j] or story_of[i] == story_of[j]
            same = related or language[i] == language[j]
            cosines[n] = -1 if same else cosines[n] * cosine_scale(language[i], language[j])
        for n in np.argsort(-cosines, kind="stable")[:2]:
            j = ids[int(n)]
            yield "near", False, copy_of[i], copy_of[j], texts.whole[i], texts.whole[j]


def sample_reports() -> Iterator[list[float]]:
    """Features of our sample stream's reports of one event in two languages, of other origins."""
    knowledge.load_extra(outlets_file())
    want = expected()["articles"]
    by_url = {article["url"]: name for name, article in want.items()}
    read: dict[str, Sentences] = {}
    for page in sample_pages():
        reading = read_page(page)
        assert isinstance(reading, Reading)
        name = by_url.get(reading.article.url or "") or by_url[reading.article.page_name]
        read.setdefault(name, Sentences(reading, encoder().encode))
    order = sorted(read, key=lambda n: (read[n].reading.article.seen_at, n))
    for place, copy in enumerate(order):
        for source in order[:place]:
            one, two = want[copy], want[source]
            if one["story"] != two["story"] or one["origin"] == two["origin"]:
                continue
            if one["language"] == two["language"]:
                continue
            alignment = compare_sentences(read[copy], read[source])
            if alignment is not None:
                yield [alignment.features[name] for name in FEATURES[1:]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    bench = parser.parse_args().bench
    with gzip.open(bench / "stories/ntrex.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    copy_of = {row["id"]: row["gold_copy"] for row in rows}
    story_of = {row["id"]: row["gold_story"] or row["gold_copy"] for row in rows}
    texts = Texts(read_rows(rows))

    kinds, carried, folds, features = [], [], [], []
    for kind, is_carried, one, two, copy, source in examples(
        texts, copy_of, story_of, random.Random(1)
    ):
        alignment = compare_sentences(copy, source)
        if alignment is None:
            continue
        kinds.append(kind)
        carried.append(is_carried)
        folds.append([zlib.crc32(document.encode()) % 5 for document in (one, two)])
        features.append([alignment.features[name] for name in FEATURES[1:]])
    x, y, fold, kind_of = (np.array(v) for v in (features, carried, folds, kinds))

    sample = np.array(list(sample_reports()))

    def fitted(chosen: np.ndarray) -> LogisticRegression:
        return LogisticRegression(C=INVERSE_RIDGE, max_iter=5000).fit(
            np.vstack((x[chosen], sample)),
            np.concatenate((y[chosen], np.zeros(len(sample), dtype=bool))),
            np.concatenate((np.ones(chosen.sum()), np.full(len(sample), SAMPLE_WEIGHT))),
        )

    probability = np.zeros(len(y))
    for n in range(5):
        held_out = fold[:, 0] == n
        model = fitted((fold != n).all(axis=1))
        probability[held_out] = model.predict_proba(x[held_out])[:, 1]
    for kind in dict.fromkeys(kinds):
        chosen = kind_of == kind
        taken = ", ".join(
            f"{t}: {float((probability[chosen] >= t).mean()):.4f}" for t in (0.5, 0.7, 0.8, 0.9)
        )
        print(f"{kind:22} {int(chosen.sum()):5} taken as carried from probability {taken}")
    model = fitted(np.ones(len(y), dtype=bool))
    weights = {"bias": float(model.intercept_[0])}
    weights |= dict(zip(FEATURES[1:], map(float, model.coef_[0]), strict=True))
    OUT.write_text(json.dumps({k: round(v, 4) for k, v in weights.items()}, indent=1) + "\n")
    print(OUT.read_text())


if __name__ == "__main__":
    main()
