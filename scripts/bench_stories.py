"""./dev bench stories [--articles N] [--grow N] [--stream FILE] [--json]

Stories and copies beside what others would use, in one run on the same data and machine:

beside  a TF-IDF single pass (scikit-learn) and a MinHash-LSH deduplicator (datasketch) against
        ours: B-cubed of the labelled sets of stories, recall of the stream's copy groups, and how
        many articles a second each brings into groups, annotations and vectors given
alone   tracing and assigning alone on the stream, articles a second of processor time
grow    cost of an article while the archive grows (default to 100,000; --grow 1000000 takes its
        time): texts made by a generator from the stream's words, a tenth of them edited copies, the
        open window kept at 20,000 articles, the archive's fingerprints in an SQLite file
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from tawatur import cluster, trace
from tawatur.embed import default_encoder, to_vector
from tawatur.model import Annotations, Article, Derivation, Finding, Reading
from tawatur.predict.stories import read_rows
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.text import folded_words

Groups = dict[str, str]
# Sets of one language and of texts long enough for all three to have a chance.
SETS = ("arclaims", "basil", "allsides")
WINDOW_ARTICLES = 20_000
SHINGLE = 5
PERMUTATIONS = 128


def rows_of(path: Path, count: int | None = None) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line, _ in zip(lines, range(count or 10**9), strict=False)]


# --------------------------------------------------------------------------- three ways to group


def by_tfidf(texts: Sequence[str], *, threshold: float, window: int = 3000) -> list[int]:
    """Single pass: each article joins the group of its nearest one of the latest ``window``."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(tokenizer=folded_words, token_pattern=None, sublinear_tf=True)
    rows = matrix.fit_transform(texts).tocsr()
    group = list(range(len(texts)))
    for start in range(0, len(texts), 256):
        first = max(0, start - window)
        block = rows[start : start + 256] @ rows[first : start + 256].T
        for i in range(block.shape[0]):
            row = block.getrow(i)
            earlier = row.indices < start + i - first
            if earlier.any():
                best = int(np.argmax(np.where(earlier, row.data, -1)))
                if row.data[best] >= threshold:
                    group[start + i] = group[first + row.indices[best]]
    return group


def by_minhash(texts: Sequence[str], *, threshold: float) -> list[int]:
    """MinHash-LSH: each article joins the group of the first that it resembles."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    group = list(range(len(texts)))
    for n, text in enumerate(texts):
        words = folded_words(text)
        shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([s.encode() for s in shingles])
        known = index.query(sketch)
        if known:
            group[n] = group[min(known)]
        index.insert(n, sketch)
    return group


def by_ours(readings: Sequence[Reading]) -> tuple[Groups, Groups, list[Derivation]]:
    """(stories, copies, derivations) as the pipeline makes them of what was read."""
    window, copies = cluster.OpenWindow(Settings()), trace.CopyIndex()
    known: dict[str, Reading] = {}
    derived: list[Derivation] = []
    encode = default_encoder().encode
    for reading in sorted(readings, key=lambda r: r.article.seen_at):
        found = trace.trace_article(reading, [known[c] for c in copies.candidates(reading)], encode)
        for change in window.propose(reading, found):
            window.apply(change, reading)
        copies.add(reading)
        known[reading.article.id] = reading
        derived += found
    ids = [reading.article.id for reading in readings]
    stories = {i: str(window.story_of(i)) for i in ids}
    return stories, trace.copy_groups(ids, derived), derived


# --------------------------------------------------------------------------- how good


def b_cubed(gold: Groups, predicted: Groups) -> float:
    """F1 of B-cubed over the articles of ``gold``."""
    size, found, both = Counter(gold.values()), Counter[str](), Counter[tuple[str, str]]()
    for i, label in gold.items():
        found[predicted[i]] += 1
        both[label, predicted[i]] += 1
    precision = sum(n * n / found[p] for (_, p), n in both.items()) / len(gold)
    recall = sum(n * n / size[g] for (g, _), n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def pair_recall(gold: Groups, predicted: Groups) -> float:
    """Share of the pairs of one gold group that stand in one group."""
    size = Counter(gold.values())
    both = Counter((label, predicted[i]) for i, label in gold.items())
    pairs = sum(n * (n - 1) for n in size.values())
    return sum(n * (n - 1) for n in both.values()) / pairs if pairs else 1.0


def with_parts(readings: Sequence[Reading], derived: Sequence[Derivation]) -> Groups:
    """Groups of one text in which also stands who holds the whole of an earlier, shorter one."""
    import msgspec

    length = {r.article.id: max(1, len(r.article.text)) for r in readings}

    def held(derivation: Derivation) -> float:
        carried = sum(p.source_end - p.source_start for p in derivation.passages)
        return carried / length[derivation.source_id]

    bound = [
        msgspec.structs.replace(d, kind="edited") if d.kind == "partial" and held(d) >= 0.65 else d
        for d in derived
    ]
    return trace.copy_groups([r.article.id for r in readings], bound)


def bench_beside(bench: Path, stream: Path, count: int) -> dict[str, dict[str, float]]:
    """Each method's groups on the labelled sets and on the stream."""
    results: dict[str, dict[str, float]] = defaultdict(dict)
    for name in SETS:
        path = bench / "stories" / f"{name}.dev.jsonl.gz"
        if not path.exists():
            continue
        rows = rows_of(path)
        gold = {row["id"]: row["gold_story"] for row in rows if row.get("gold_story")}
        ids = [row["id"] for row in rows]
        texts = [f"{row.get('title') or ''}\n{row.get('text') or ''}" for row in rows]
        for method, groups in (
            ("TF-IDF single pass", named(ids, by_tfidf(texts, threshold=0.25))),
            ("MinHash-LSH", named(ids, by_minhash(texts, threshold=0.5))),
            ("ours", by_ours(read_rows(rows))[0]),
        ):
            results[method][f"stories/{name}, B-cubed F1"] = b_cubed(gold, groups)
    rows = rows_of(stream, count)
    rows.sort(key=lambda row: row.get("published") or "")
    silver = {r["id"]: r["silver_copy_group"] for r in rows if r.get("silver_copy_group")}
    ids = [row["id"] for row in rows]
    texts = [row.get("text") or "" for row in rows]
    print(f"reading {len(rows)} articles of the stream …", file=sys.stderr)
    readings = read_rows(rows)

    def timed(method: str, run: Callable[[], Any]) -> Any:
        started = time.process_time()
        made = run()
        results[method]["stream, articles a second"] = len(rows) / (time.process_time() - started)
        return made

    tfidf = timed("TF-IDF single pass", lambda: by_tfidf(texts, threshold=0.6))
    minhash = timed("MinHash-LSH", lambda: by_minhash(texts, threshold=0.5))
    _, copies, derived = timed("ours", lambda: by_ours(readings))
    for method, groups in (
        ("TF-IDF single pass", named(ids, tfidf)),
        ("MinHash-LSH", named(ids, minhash)),
        ("ours", copies),
    ):
        results[method]["copy groups, recall of pairs"] = pair_recall(silver, groups)
    whole = with_parts(readings, derived)
    results["ours"]["the same, with who holds a whole shorter text"] = pair_recall(silver, whole)
    results["alone"] = bench_alone(readings)
    return results


def named(ids: Sequence[str], group: Sequence[int]) -> Groups:
    return {i: str(g) for i, g in zip(ids, group, strict=True)}


def bench_alone(readings: Sequence[Reading]) -> dict[str, float]:
    """Tracing and assigning alone, annotations and vectors given."""
    spent = Counter[str]()
    window, copies = cluster.OpenWindow(Settings()), trace.CopyIndex()
    known: dict[str, Reading] = {}
    encode = default_encoder().encode
    for reading in sorted(readings, key=lambda r: r.article.seen_at):
        at = time.process_time()
        candidates = [known[c] for c in copies.candidates(reading)]
        found = trace.trace_article(reading, candidates, encode)
        copies.add(reading)
        traced = time.process_time()
        for change in window.propose(reading, found):
            window.apply(change, reading)
        known[reading.article.id] = reading
        spent["tracing"] += traced - at
        spent["assigning"] += time.process_time() - traced
    count = len(readings)
    rates = {f"{part}, articles a second": count / max(s, 1e-9) for part, s in spent.items()}
    return rates | {"both, articles a second": count / max(sum(spent.values()), 1e-9)}


# --------------------------------------------------------------------------- a growing archive


class Generator:
    """An endless stream: random words of a vocabulary with the frequencies of language (Zipf),
    180 to 420 of them, one article in ten an edited copy of a recent one."""

    def __init__(self, seed: int = 7) -> None:
        self.dice = random.Random(seed)
        self.rows = np.random.default_rng(seed)
        self.vocabulary = [f"w{n}" for n in range(60_000)]
        self.recent: list[list[str]] = []
        self.model = default_encoder().model

    def article(self, number: int) -> Reading:
        if self.recent and self.dice.random() < 0.1:
            words = list(self.dice.choice(self.recent))
            for _ in range(len(words) // 20):
                words[self.dice.randrange(len(words))] = self.dice.choice(self.vocabulary)
        else:
            ranks = np.minimum(self.rows.zipf(1.25, self.dice.randint(180, 420)), 60_000) - 1
            words = [self.vocabulary[rank] for rank in ranks.tolist()]
        self.recent = [*self.recent[-199:], words]
        row = self.rows.standard_normal(512).astype(np.float32)
        text = " ".join(words)
        at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=30 * number)
        outlet = Finding(value=f"Outlet {number % 97}", where="record", confidence=1.0)
        return Reading(
            article=Article(
                id=f"a{number}", url=None, page_name=f"a{number}", seen_at=at, title=None,
                outlet=outlet, text=text, raw_text="",
            ),
            annotations=Annotations(
                language="ar", language_confidence=1.0, direction="rtl", sentences=()
            ),
            vector=to_vector(row / np.linalg.norm(row), self.model),
        )  # fmt: skip


def bench_grow(most: int) -> dict[str, float]:
    """Processor milliseconds of tracing an article at several sizes of the archive: look-ups in
    the window and in the archive's table, comparing, noting; and the memory it all takes."""
    sizes = [n for n in (10_000, 30_000, 100_000, 300_000, 1_000_000) if n <= most]
    made, window_span = Generator(), timedelta(seconds=30 * WINDOW_ARTICLES)
    copies = trace.CopyIndex()
    known: dict[str, Reading] = {}
    oldest = 0
    results: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, SqliteStore(Path(folder) / "a.db") as store:
        spent, counted = 0.0, 0
        for number in range(most):
            reading = made.article(number)
            at = time.process_time()
            with store.transaction():
                copies.forget_before(reading.article.seen_at - window_span)
                prints = trace.archive_prints(reading)
                old = store.articles_sharing_prints(prints, trace.MAX_ARCHIVE_CANDIDATES)
                ids = dict.fromkeys((*copies.candidates(reading), *old))
                trace.trace_article(reading, [known[i] for i in ids if i in known], _no_encoding)
                copies.add(reading)
                _add_row(store, reading)
                store.save_prints(reading.article.id, prints)
            spent, counted = spent + time.process_time() - at, counted + 1
            known[reading.article.id] = reading
            if len(known) > WINDOW_ARTICLES:
                del known[f"a{oldest}"]
                oldest += 1
            if number + 1 in sizes:
                results[f"archive of {number + 1:,}: milliseconds an article"] = (
                    1000 * spent / counted
                )
            if number + 1 in sizes or (number + 1) % 10_000 == 0:
                spent, counted = 0.0, 0  # the last ten thousand before each size
        results["database, bytes an article"] = (Path(folder) / "a.db").stat().st_size / most
    first, last = (
        results[f"archive of {sizes[0]:,}: milliseconds an article"],
        results[f"archive of {sizes[-1]:,}: milliseconds an article"],
    )
    results["largest archive against smallest (cost)"] = last / first
    results["peak megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return results


def _add_row(store: SqliteStore, reading: Reading) -> None:
    """The least that makes an article known to the store."""
    article = reading.article
    store.rows(
        "add_article", id=article.id, url=None, page_url=None, outlet=None, language="ar",
        title=None, seen_at=article.seen_at.isoformat(), published_at=None, version=1, page_id="",
        stages="{}", reading=b"", vector_model=None, vector=None, look_at=None,
    )  # fmt: skip


def _no_encoding(texts: Sequence[str], languages: Sequence[str]) -> Any:
    raise AssertionError("texts of one language need no vectors of sentences")


# --------------------------------------------------------------------------- the part of ./dev bench


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--grow", type=int, default=100_000, help="stories: articles in the archive at the end"
    )


def run_parts(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """What ``./dev bench stories`` prints."""
    results: dict[str, dict[str, float]] = {}
    if options.stream is not None:
        bench = options.stream.resolve().parents[1]
        beside = bench_beside(bench, options.stream, options.articles)
        results |= {f"stories, {method}": figures for method, figures in beside.items()}
    results["stories, archive grows"] = bench_grow(options.grow)
    return results
