"""./dev bench [PART…] [--articles N] [--processes N] [--stream FILE] [--json]

Times the work on a real stream (default ../shared/bench/stream/saudinews_aug2015.jsonl.gz; the
sample stream when that is absent) and prints articles a second and the peak memory.

read    each stage of reading one article alone: extract (from text), clean, annotate and its
        parts, embed; then all of it as the pipeline does it, sixteen articles at a time; by
        processor time, so per core
whole   the whole way from text to stories, copies and the database; then with sheets and
        developments as well
search  full-text queries on what `whole` stored
stories stories and copies beside a TF-IDF single pass and MinHash-LSH; tracing and assigning alone;
        cost of an article while the archive grows to --grow articles (bench_stories.py)
sheet   the account sheet of 50 articles in five languages, and of one more (bench_sheet.py)
live    against a site of many feeds and a real SMTP server (bench_live.py); its own parts may
        follow: latency, kills, subscribers, hours
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bench_live
import bench_sheet
import bench_stories
from rich.console import Console
from rich.table import Table

from tawatur.annotate import annotate_text
from tawatur.annotate.figures import find_figures
from tawatur.annotate.language import detect_language
from tawatur.annotate.names import find_names
from tawatur.annotate.quotes import find_quotes
from tawatur.annotate.sentences import split_sentences
from tawatur.annotate.times import find_times
from tawatur.annotate.translation import translation_signs
from tawatur.clean import clean_article
from tawatur.embed import article_text_for_vector
from tawatur.engine import LocalEngine
from tawatur.extract import extract_article
from tawatur.fetch.files import read_inputs
from tawatur.model import Page
from tawatur.pipeline import Desk
from tawatur.reading import encoder, read_batch
from tawatur.sample import sample_pages
from tawatur.settings import Settings
from tawatur.store import SqliteStore

ROOT = Path(__file__).resolve().parents[1]
STREAM = ROOT.parent / "shared" / "bench" / "stream" / "saudinews_aug2015.jsonl.gz"
PARTS = ("read", "whole", "search")
ON_DEMAND = ("live", "sheet", "stories")  # take long; not part of a plain `./dev bench`


def peak_megabytes() -> float:
    """Of this process and of all its workers, alive and ended."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ended = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # the largest of them
    alive = sum(_of_process(child.pid, "VmHWM:") for child in multiprocessing.active_children())
    return (own + max(alive, ended)) / 1024


def cpu_seconds() -> float:
    """What this process and its workers have computed so far. On a machine that others use as
    well, the only measure of speed that means anything."""
    ticks = 0
    for child in multiprocessing.active_children():
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(stat[11]) + int(stat[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def _of_process(pid: int | None, field: str) -> int:
    """A figure in kB that Linux tells of a process; 0 elsewhere."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(field):
                return int(line.split()[1])
    return 0


def load(stream: Path | None, count: int) -> Iterator[Page]:
    """Read as they are asked for, as a command reads them: all of them would be counted as ours."""
    if stream is None:
        return iter(sample_pages()[:count])
    pages = read_inputs([stream], seen_at=datetime.now(UTC), settings=Settings())
    return (page for page in itertools.islice(pages, count) if isinstance(page, Page))


def rate(run: Callable[[Any], object], items: Sequence[Any]) -> float:
    """Items a second of processor time: the median of three rounds over equal thirds of the items."""
    thirds = [items[start::3] for start in range(3)]
    rates = []
    for third in thirds:
        started = time.process_time()
        for item in third:
            run(item)
        rates.append(len(third) / (time.process_time() - started))
    return statistics.median(rates)


def bench_read(pages: list[Page], more: list[Page]) -> dict[str, float]:
    """``more`` are read whole, after the processes' tables have met the words of ``pages``."""
    extracted = [extract_article(page) for page in pages]
    cleaned = [clean_article(article) for article in extracted]
    texts = [article.text for article in cleaned]
    languages = [detect_language(text)[0] for text in texts]
    sentences = [split_sentences(*pair) for pair in zip(texts, languages, strict=True)]
    names = [
        find_names(text, language, sentences=found)
        for text, language, found in zip(texts, languages, sentences, strict=True)
    ]
    rows = list(zip(texts, languages, sentences, names, strict=True))
    day = datetime(2015, 8, 5, tzinfo=UTC).date()
    heads = [article_text_for_vector(a.title.value if a.title else None, a.text) for a in cleaned]
    encoder().encode(heads[:8], languages[:8])  # loads the model
    batches = [(heads[i : i + 16], languages[i : i + 16]) for i in range(0, len(heads), 16)]
    lots = [more[i : i + 16] for i in range(0, len(more), 16)]
    characters = sum(len(text) for text in texts) / len(texts)
    times_rate = rate(lambda r: find_times(r[0], r[1], published=day, sentences=r[2]), rows)
    return {
        "characters an article": characters,
        "extract": rate(extract_article, pages),
        "clean": rate(clean_article, extracted),
        "language": rate(detect_language, texts),
        "sentences": rate(lambda r: split_sentences(r[0], r[1]), rows),
        "names": rate(lambda r: find_names(r[0], r[1], sentences=r[2]), rows),
        "quotes": rate(lambda r: find_quotes(r[0], r[1], sentences=r[2], names=r[3]), rows),
        "times": times_rate,
        "times, characters a second": times_rate * characters,
        "figures": rate(lambda r: find_figures(r[0], r[1], sentences=r[2]), rows),
        "translation signs": rate(lambda r: translation_signs(r[0], r[1]), rows),
        "annotate, all of it": rate(lambda r: annotate_text(r[0], published=day), rows),
        "embed": rate(lambda b: encoder().encode(*b), batches) * 16,
        "all of it": (whole := rate(read_batch, lots) * 16),
        "all of it, CPU milliseconds an article": 1000 / whole,
        "megabytes of a process that reads": _of_process(os.getpid(), "VmRSS:") / 1024,
    }


def bench_whole(pages: Iterator[Page], count: int, processes: int, data: Path) -> dict[str, float]:
    with SqliteStore(data) as store, LocalEngine(processes) as engine:
        desk = Desk(store, engine=engine)
        started, cpu_before = time.perf_counter(), cpu_seconds()
        half_at, taken = 0.0, 0
        for index, size in enumerate((count // 2, count - count // 2)):
            tally = desk.take(
                itertools.islice(pages, size), as_published=True, settle_at_once=False
            )
            taken += tally.articles + tally.versions + tally.unchanged + len(tally.failures)
            if index == 0:
                half_at = time.perf_counter()
        ended, cpu = time.perf_counter(), cpu_seconds() - cpu_before
        placed_megabytes = peak_megabytes()
        desk.settle()
        settled, peak = time.perf_counter(), peak_megabytes()
        counts = store.counts()
    return {
        "processes": processes,
        "articles": counts["articles"],
        "stories": counts["stories"],
        "developments": counts["developments"],
        "articles a second, to stories and copies": taken / (ended - started),
        "CPU milliseconds an article, all processes, to stories and copies": cpu
        * 1000
        / max(1, taken),
        "articles a second, with sheets and developments": taken / (settled - started),
        "second half against first half (time)": (ended - half_at) / (half_at - started),
        "peak megabytes, all processes, to stories and copies": placed_megabytes,
        "peak megabytes, all processes, with sheets": peak,
        "database, bytes an article": data.stat().st_size / max(1, taken),
    }


def bench_search(data: Path) -> dict[str, float]:
    queries = ["الرياض", "وزير الصحة", "النفط الأسعار", '"خادم الحرمين"', "Salman", "قطر الهلال"]
    with SqliteStore(data) as store:
        spent = []
        for query in queries * 5:
            started = time.perf_counter()
            store.search(query, limit=30)
            spent.append(time.perf_counter() - started)
    return {"median milliseconds a query": statistics.median(spent) * 1000}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--stream", type=Path, default=STREAM if STREAM.exists() else None)
    parser.add_argument("--json", action="store_true")
    bench_live.add_options(parser)
    bench_stories.add_options(parser)
    options = parser.parse_args()
    parts = options.parts or PARTS
    if "live" in parts:
        options.live_parts = [part for part in parts if part not in (*PARTS, *ON_DEMAND)]
        parts = [part for part in parts if part not in options.live_parts]
    if set(parts) - {*PARTS, *ON_DEMAND}:
        parser.error(f"parts are {', '.join((*PARTS, *ON_DEMAND))}")
    if options.stream is None:
        options.articles = min(options.articles, len(sample_pages()))
    source = options.stream.name if options.stream else "the sample stream"
    print(f"{options.articles} articles of {source}", file=sys.stderr)
    results: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "bench.db"
        if "read" in parts:
            pages = list(load(options.stream, min(1200, options.articles)))
            results["read"] = bench_read(pages[: len(pages) // 2], pages[len(pages) // 2 :])
        if "whole" in parts or "search" in parts:
            results["whole"] = bench_whole(
                load(options.stream, options.articles), options.articles, options.processes, data
            )
        if "search" in parts:
            results["search"] = bench_search(data)
    if "live" in parts:
        results |= bench_live.run_parts(options)
    if "sheet" in parts:
        results |= bench_sheet.run_parts()
    if "stories" in parts:
        results |= bench_stories.run_parts(options)
    results["memory"] = {"peak megabytes": peak_megabytes()}
    if options.json:
        print(json.dumps(results, indent=1))
        return 0
    table = Table("part", "figure", "value")
    table.columns[2].justify = "right"
    for part, figures in results.items():
        for name, value in figures.items():
            table.add_row(part, name, f"{value:,.2f}" if value < 100 else f"{value:,.0f}")
    Console().print(table)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
