"""./dev bench stories [--articles N] [--grow N] [--placed N] [--stream FILE] [--json]

Stories and copies beside what others would use, in one run on the same data and machine:

beside  a TF-IDF single pass (scikit-learn) and a MinHash-LSH deduplicator (datasketch) against
        ours, one column each: B-cubed of the labelled sets of stories (of the others the best of
        several thresholds, set by set, by nearest article and by centroid; ours as it ships), recall
        of the stream's copy groups, and how many articles a second of processor time each brings
        into groups, words, annotations and vectors given to ours
alone   tracing and assigning alone on the stream, articles a second of processor time
grow    cost of placing an article while the archive grows (to --grow articles): tracing, assigning
        and the writes of the database, which is on disk, by the pipeline itself; texts made by a
        generator: a tenth are edited copies, four tenths follow an event up; the open window
        stays at 20,000 articles. The first --placed articles of the archive are placed one by one;
        what it grows by after them is older and only written: the window and what sleeps know
        nothing of such articles, the tables by which texts are found again know them all

Ten minutes on two idle cores (--grow 1000000: half an hour more; --placed 110000: as many sleeping
stories as there can be); says on the error stream what it is at.
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
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from rich.console import Console
from rich.table import Table

from tawatur import cluster, trace
from tawatur.embed import default_encoder, to_vector
from tawatur.model import Annotations, Article, Derivation, Finding, Membership, Page, Reading
from tawatur.pipeline import PLACED_TOGETHER, Desk
from tawatur.predict.stories import read_rows
from tawatur.reading import STAGES
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.text import folded_words

Groups = dict[str, str]
# Sets of one language and texts of some length first, where all three have a chance; then headlines
# of nine languages, and full texts of twelve.
SETS = ("arclaims", "basil", "allsides", "og2021", "ntrex")
METHODS = ("TF-IDF single pass", "MinHash-LSH", "ours")
WINDOW_ARTICLES = 20_000
SECONDS_APART = 30
SHINGLE = 5
PERMUTATIONS = 128


def progress(text: str) -> None:
    print(f"{time.perf_counter() - _STARTED:6.0f} s  {text}", file=sys.stderr, flush=True)


_STARTED = time.perf_counter()


def rows_of(path: Path, count: int | None = None) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line, _ in zip(lines, range(count or 10**9), strict=False)]


# --------------------------------------------------------------------------- three ways to group


def by_tfidf(texts: Sequence[str], *, threshold: float, centroid: bool) -> list[int]:
    """Single pass: each article joins the group whose centroid, or whose nearest article, among
    the latest ``TFIDF_WINDOW``, is most like it."""
    return grouped(tfidf_likeness(texts), threshold=threshold, centroid=centroid)


TFIDF_WINDOW = 3000


def tfidf_likeness(texts: Sequence[str]) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each article the earlier ones that share words with it, and the cosines."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(
        tokenizer=folded_words, token_pattern=None, sublinear_tf=True, min_df=2, max_df=0.5
    )
    rows = matrix.fit_transform(texts).tocsr()
    found = []
    for start in range(0, len(texts), 256):
        first = max(0, start - TFIDF_WINDOW)
        block = rows[start : start + 256] @ rows[first : start + 256].T
        for i in range(block.shape[0]):
            row = block.getrow(i)
            others = row.indices + first
            earlier = others < start + i
            found.append((others[earlier], row.data[earlier]))
    return found


def grouped(
    likeness: Sequence[tuple[np.ndarray, np.ndarray]], *, threshold: float, centroid: bool
) -> list[int]:
    group = np.arange(len(likeness))
    squares = np.ones(len(likeness))  # of the length of each group's sum
    for n, (others, cosines) in enumerate(likeness):
        if not len(others):
            continue
        if not centroid:
            best = int(np.argmax(cosines))
            if cosines[best] >= threshold:
                group[n] = group[others[best]]
            continue
        sums = np.bincount(group[others], cosines)
        met = np.unique(group[others])
        values = sums[met] / np.sqrt(squares[met])
        best = int(np.argmax(values))
        if values[best] >= threshold:
            group[n] = met[best]
            squares[met[best]] += 2 * sums[met[best]] + 1
    found: list[int] = group.tolist()
    return found


# What the others' B-cubed F1 is the best of, set by set: they are shown at what they could be set
# to with the labels at hand. Ours is as it ships.
TFIDF_SETTINGS = [(t, c) for c in (False, True) for t in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)]
MINHASH_THRESHOLDS = (0.2, 0.3, 0.5)


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
    return by_ours_timed(readings)[0]


def by_ours_timed(
    readings: Sequence[Reading],
) -> tuple[tuple[Groups, Groups, list[Derivation]], dict[str, float]]:
    """The same, and how many articles a second are traced and assigned."""
    window, copies = cluster.OpenWindow(Settings()), trace.CopyIndex()
    known: dict[str, Reading] = {}
    derived: list[Derivation] = []
    encode = default_encoder().encode
    spent = Counter[str]()
    ordered = sorted(readings, key=lambda r: r.article.seen_at)
    for number, reading in enumerate(ordered):
        at = time.process_time()
        found = trace.trace_article(reading, [known[c] for c in copies.candidates(reading)], encode)
        copies.add(reading)
        traced = time.process_time()
        if number % PLACED_TOGETHER == 0:  # as the pipeline does with an archive
            window.look_ahead(ordered[number : number + PLACED_TOGETHER])
        for change in window.propose(reading, found):
            window.apply(change, reading)
        spent["tracing"] += traced - at
        spent["assigning"] += time.process_time() - traced
        known[reading.article.id] = reading
        derived += found
    ids = [reading.article.id for reading in readings]
    stories = {i: str(window.story_of(i)) for i in ids}
    count = len(readings)
    rates = {f"{part}, articles a second": count / max(s, 1e-9) for part, s in spent.items()}
    rates["both, articles a second"] = count / max(sum(spent.values()), 1e-9)
    return (stories, trace.copy_groups(ids, derived), derived), rates


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


def bench_beside(
    bench: Path, stream: Path, count: int
) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """For each measure what each method reaches; and the speed of tracing and assigning alone."""
    table: dict[str, dict[str, float]] = defaultdict(dict)

    def timed(method: str, measure: str, articles: int, run: Callable[[], Any]) -> Any:
        progress(f"{measure}: {method}")
        started = time.process_time()
        made = run()
        spent = max(1e-9, time.process_time() - started)
        table[f"{measure}, articles a second"][method] = articles / spent
        return made

    for name in SETS:
        path = bench / "stories" / f"{name}.dev.jsonl.gz"
        if not path.exists():
            continue
        rows = rows_of(path)
        gold = {row["id"]: row["gold_story"] for row in rows if row.get("gold_story")}
        ids = [row["id"] for row in rows]
        texts = [f"{row.get('title') or ''}\n{row.get('text') or ''}" for row in rows]
        progress(f"stories/{name}: reading {len(rows)} articles")
        readings = read_rows(rows)
        progress(f"stories/{name}: settings of the others")
        known = tfidf_likeness(texts)
        (near, middle), least = (
            max(TFIDF_SETTINGS, key=lambda s: b_cubed(gold, named(ids, grouped(known, threshold=s[0], centroid=s[1])))),
            max(MINHASH_THRESHOLDS, key=lambda t: b_cubed(gold, named(ids, by_minhash(texts, threshold=t)))),
        )  # fmt: skip
        tfidf, minhash, ours = (
            timed(method, f"stories/{name}", len(rows), run)
            for method, run in zip(
                METHODS,
                (
                    partial(by_tfidf, texts, threshold=near, centroid=middle),
                    partial(by_minhash, texts, threshold=least),
                    partial(by_ours, readings),
                ),
                strict=True,
            )
        )
        found = (named(ids, tfidf), named(ids, minhash), ours[0])
        for method, groups in zip(METHODS, found, strict=True):
            table[f"stories/{name}, B-cubed F1"][method] = b_cubed(gold, groups)
    rows = rows_of(stream, count)
    rows.sort(key=lambda row: row.get("published") or "")
    silver = {r["id"]: r["silver_copy_group"] for r in rows if r.get("silver_copy_group")}
    ids = [row["id"] for row in rows]
    texts = [row.get("text") or "" for row in rows]
    progress(f"stream: reading {len(rows)} articles")
    readings = read_rows(rows)
    tfidf = timed(
        METHODS[0],
        "stream, copies",
        len(rows),
        lambda: by_tfidf(texts, threshold=0.6, centroid=False),
    )
    minhash = timed(
        METHODS[1], "stream, copies", len(rows), lambda: by_minhash(texts, threshold=0.5)
    )
    (_, copies, derived), alone = timed(
        METHODS[2], "stream, copies", len(rows), lambda: by_ours_timed(readings)
    )
    found = (named(ids, tfidf), named(ids, minhash), copies)
    for method, groups in zip(METHODS, found, strict=True):
        table["stream, recall of pairs of copy groups"][method] = pair_recall(silver, groups)
    whole = with_parts(readings, derived)
    table["the same, with who holds a whole shorter text"]["ours"] = pair_recall(silver, whole)
    return table, alone


def named(ids: Sequence[str], group: Sequence[int]) -> Groups:
    return {i: str(g) for i, g in zip(ids, group, strict=True)}


# --------------------------------------------------------------------------- a growing archive


class Generator:
    """An endless stream of 60 to 180 words an article (a news item's headline and lead), with the
    frequencies of language (Zipf), one every 30 seconds. One in ten is an edited copy of a recent
    one, four in ten follow a recent event up: they share its names and point where it points."""

    def __init__(self, seed: int = 7) -> None:
        self.dice = random.Random(seed)
        self.rows = np.random.default_rng(seed)
        self.vocabulary = [f"w{n}" for n in range(60_000)]
        self.texts: deque[list[str]] = deque(maxlen=200)
        self.events: deque[tuple[list[str], np.ndarray]] = deque(maxlen=300)
        self.model = default_encoder().model
        self.number = self.before = 0

    def words(self, count: int) -> list[str]:
        ranks = np.minimum(self.rows.zipf(1.25, count), len(self.vocabulary)) - 1
        return [self.vocabulary[rank] for rank in ranks.tolist()]

    def direction(self) -> np.ndarray:
        row = self.rows.standard_normal(512).astype(np.float32)
        return row / np.linalg.norm(row)

    def article(self) -> Reading:
        number, self.number = self.number, self.number + 1
        kind = self.dice.random()
        row = self.direction()
        if self.texts and kind < 0.1:
            words = list(self.dice.choice(self.texts))
            for _ in range(len(words) // 20):
                words[self.dice.randrange(len(words))] = self.dice.choice(self.vocabulary)
        else:
            if self.events and kind < 0.5:
                names, towards = self.dice.choice(self.events)
                row = towards + 0.8 * row
                row /= np.linalg.norm(row)
            else:
                names = [f"Name{number}x{n}" for n in range(8)]
                self.events.append((names, row))
            words = self.words(self.dice.randint(60, 180))
            for name in names:
                words.insert(self.dice.randrange(len(words)), name)
            self.texts.append(words)
        return self._reading(f"a{number}", number, words, row)

    def older(self, count: int) -> Iterator[Reading]:
        """Articles of before the stream began, as long as its own, of events of their own."""
        lengths = self.rows.integers(60, 180, count).tolist()
        words = iter(self.words(sum(lengths)))
        rows = self.rows.standard_normal((count, 512)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        for length, row in zip(lengths, rows, strict=True):
            self.before += 1
            names = [f"Old{self.before}x{n}" for n in range(8)]
            yield self._reading(
                f"o{self.before}", -self.before, [*names, *islice(words, length)], row
            )

    def _reading(self, name: str, number: int, words: list[str], row: np.ndarray) -> Reading:
        text = " ".join(words)
        at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=SECONDS_APART * number)
        outlet = Finding(value=f"Outlet {number % 97}", where="record", confidence=1.0)
        return Reading(
            article=Article(
                id=name, url=None, page_name=name, seen_at=at,
                title=Finding(value=" ".join(words[:8]), where="record", confidence=1.0),
                outlet=outlet, text=text, raw_text="",
            ),
            annotations=Annotations(
                language="en", language_confidence=1.0, direction="ltr", sentences=()
            ),
            vector=to_vector(row, self.model),
        )  # fmt: skip


class Given:
    """An engine that has read everything already."""

    processes = 1

    def __init__(self) -> None:
        self.readings: list[Reading] = []

    def map_batches(self, _: object, pages: Iterable[object]) -> Iterator[Reading]:
        yield from (reading for _, reading in zip(pages, self.readings, strict=True))


def page_of(reading: Reading) -> Page:
    return Page(
        name=reading.article.id, body=reading.article.text.encode(), media_type="text/plain",
        seen_at=reading.article.seen_at,
    )  # fmt: skip


def write_older(store: SqliteStore, readings: Iterable[Reading]) -> None:
    """Articles as the pipeline writes them, each in a closed story of its own."""
    with store.transaction():
        for reading in readings:
            article, story_id = reading.article, f"s{reading.article.id}"
            page_id = store.save_page(page_of(reading), article.id)
            store.save_reading(reading, page_id=page_id, stages=STAGES)
            store.save_prints(article.id, trace.archive_prints(reading))
            store.open_story(story_id, article.seen_at)
            place = Membership(
                article_id=article.id, story_id=story_id, joined_at=article.seen_at, score=1.0
            )
            store.save_membership(place, "en", article.seen_at)
            store.close_story(story_id)


STEP = 5_000  # articles whose cost is taken, the last ones before each size


def bench_grow(most: int, placed: int) -> dict[str, float]:
    """Processor milliseconds of placing an article at several sizes of the archive, by the
    pipeline and on disk: trace, stories, database; and the memory it all takes."""
    sizes = [n for n in (10_000, 30_000, 100_000, 300_000, 1_000_000) if n <= most] or [most]
    step = min(STEP, most)
    made, engine = Generator(), Given()
    # So that the window holds what it should, in stories that do not grow for ever.
    settings = Settings(open_window_hours=WINDOW_ARTICLES * SECONDS_APART / 3600)
    results: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, SqliteStore(Path(folder) / "a.db") as store:
        desk = Desk(store, settings=settings, engine=engine)  # type: ignore[arg-type]
        for size in sizes:
            while made.number + made.before < size:
                left = size - step - made.number - made.before
                if made.number >= placed and left > 0:
                    write_older(store, made.older(min(1000, left)))
                    if made.before % 50_000 == 0:
                        progress(f"archive of {made.number + made.before:,}")
                    continue
                spent, first = 0.0, made.number
                while made.number < first + step:
                    engine.readings = [made.article() for _ in range(min(1000, step))]
                    pages = [page_of(reading) for reading in engine.readings]
                    at = time.process_time()
                    desk.take(pages, settle_at_once=False)
                    spent += time.process_time() - at
                cost = 1000 * spent / (made.number - first)
                progress(f"archive of {made.number + made.before:,}: {cost:.2f} ms an article")
            results[f"archive of {size:,}: milliseconds an article"] = cost
            results[f"archive of {size:,}: open articles"] = desk.window.articles()
        total = made.number + made.before
        results["database, bytes an article"] = (Path(folder) / "a.db").stat().st_size / total
    costs = [results[f"archive of {n:,}: milliseconds an article"] for n in sizes]
    results["largest archive against smallest (cost)"] = costs[-1] / costs[0]
    if len(sizes) > 2:
        results["largest archive against 30,000, with a full window (cost)"] = costs[-1] / costs[1]
    results["peak megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return results


# --------------------------------------------------------------------------- the part of ./dev bench


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--grow", type=int, default=100_000, help="stories: articles in the archive at the end"
    )
    parser.add_argument(
        "--placed", type=int, default=30_000, help="stories: so many of them placed one by one"
    )


def run_parts(options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """What ``./dev bench stories`` prints: ours beside the others in a table of its own."""
    results: dict[str, dict[str, float]] = {}
    if options.stream is not None:
        bench = options.stream.resolve().parents[1]
        beside, alone = bench_beside(bench, options.stream, options.articles)
        if options.json:
            results |= {f"stories beside others: {row}": found for row, found in beside.items()}
        else:
            show_beside(beside)
        results["stories, tracing and assigning alone"] = alone
    results["stories, archive grows"] = bench_grow(options.grow, options.placed)
    return results


def show_beside(beside: dict[str, dict[str, float]]) -> None:
    table = Table("one run, one machine", *METHODS)
    for column in table.columns[1:]:
        column.justify = "right"
    for row, found in beside.items():
        places = 0 if row.endswith("second") else 3
        table.add_row(row, *(f"{found[m]:,.{places}f}" if m in found else "" for m in METHODS))
    Console().print(table)
