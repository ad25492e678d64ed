"""Commands on documents alone, without a database: read, compare, one stage."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tawatur.annotate import annotate_article
from tawatur.clean import clean_article
from tawatur.cli.common import (
    AsJson,
    Bidi,
    Inputs,
    Interface,
    Now,
    app,
    moment_of,
    out,
    pages_of,
    print_json,
    say_failure,
    settings_of,
    write_file,
)
from tawatur.cli.tables import AsCsv, AsParquet, write_tables
from tawatur.develop import find_developments
from tawatur.dossiers import compare as compare_pages
from tawatur.embed import article_text_for_vector
from tawatur.errors import InputError, as_failure
from tawatur.extract import extract_article
from tawatur.model import Failure, Page
from tawatur.pipeline import Desk
from tawatur.publish import json as as_json
from tawatur.publish import terminal
from tawatur.publish.html import render_compare
from tawatur.publish.rows import rows_of
from tawatur.reading import encoder, read_page
from tawatur.store import SqliteStore


@app.command()
def read(inputs: Inputs, json: AsJson = False, now: Now = None, bidi: Bidi = False) -> None:
    """Read documents and show all that they say: text, dates, names, who said what, furniture."""
    settings = settings_of()
    done = 0
    for page in pages_of(inputs, moment_of(now), settings):
        result = page if isinstance(page, Failure) else read_page(page, settings)
        if isinstance(result, Failure):
            say_failure(result)
            continue
        done += 1
        if json:
            print_json(as_json.reading_json(result))
        else:
            terminal.print_reading(out, result, bidi=bidi)
    raise typer.Exit(0 if done else 1)


@app.command()
def compare(
    inputs: Inputs,
    json: AsJson = False,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", metavar="FILE", help="Write one printable page.", show_default=False
        ),
    ] = None,
    csv: AsCsv = None,
    parquet: AsParquet = None,
    language: Interface = "en",
    now: Now = None,
    bidi: Bidi = False,
) -> None:
    """Set the accounts of one event side by side: what all say, what one says, where they differ."""
    settings = settings_of()
    dossier, failures = compare_pages(pages_of(inputs, moment_of(now), settings))
    for failure in failures:
        say_failure(failure)
    if dossier is None:
        raise typer.Exit(1)
    if html is not None:
        write_file(html, lambda path: _page(path, render_compare(dossier, language)))
    write_tables(lambda: rows_of(dossier), csv, parquet)
    if json:
        print_json(as_json.compare_json(dossier))
    elif html is None and csv is None and parquet is None:
        terminal.print_compare(out, dossier, language=language, bidi=bidi)


def _page(path: Path, page: str) -> None:
    path.write_text(page, encoding="utf-8")


def _one_stage(inputs: list[str], show: Callable[[Page], Any]) -> None:
    """Run something on each page and print what it made, as JSON."""
    done = 0
    for page in pages_of(inputs, datetime.now(UTC), settings_of()):
        if isinstance(page, Failure):
            say_failure(page)
            continue
        try:
            made = show(page)
        except InputError as error:
            say_failure(as_failure(error, page.seen_at))
            continue
        print_json(made)
        done += 1
    raise typer.Exit(0 if done else 1)


@app.command(rich_help_panel="One stage alone")
def extract(inputs: Inputs) -> None:
    """Page to article: main text, title, dates, outlet, before any furniture is taken out."""
    _one_stage(inputs, extract_article)


@app.command(rich_help_panel="One stage alone")
def clean(inputs: Inputs) -> None:
    """Article without furniture: the text, what was removed and why, the posts."""
    _one_stage(inputs, lambda page: clean_article(extract_article(page)))


@app.command(rich_help_panel="One stage alone")
def annotate(inputs: Inputs) -> None:
    """Language, sentences, times, names, quotations, credits and figures of an article."""

    def show(page: Page) -> Any:
        article, body, title, posts = annotate_article(clean_article(extract_article(page)))
        return {"credits": article.credits, "body": body, "title": title, "posts": posts}

    _one_stage(inputs, show)


@app.command(rich_help_panel="One stage alone")
def embed(inputs: Inputs) -> None:
    """The vector of an article: the model's id and 512 numbers."""

    def show(page: Page) -> Any:
        article, body, _, _ = annotate_article(clean_article(extract_article(page)))
        title = article.title.value if article.title else None
        text = article_text_for_vector(title, article.text, article.url)
        vector = encoder().encode([text], [body.language])[0]
        return {
            "model": encoder().model,
            "text": text,
            "vector": [round(float(x), 5) for x in vector],
        }

    _one_stage(inputs, show)


def _several(inputs: list[str], part: Callable[[Any], Any]) -> None:
    dossier, failures = compare_pages(pages_of(inputs, datetime.now(UTC), settings_of()))
    for failure in failures:
        say_failure(failure)
    if dossier is None:
        raise typer.Exit(1)
    print_json(part(dossier))


@app.command(rich_help_panel="One stage alone")
def trace(inputs: Inputs) -> None:
    """Which of these documents was made from which, and how many origins they have."""
    _several(inputs, lambda d: {"derivations": d.derivations, "origins": d.origins})


@app.command(rich_help_panel="One stage alone")
def cluster(inputs: Inputs) -> None:
    """Which of these documents belong to one story, and why."""
    settings = settings_of()
    with tempfile.TemporaryDirectory() as folder, SqliteStore(Path(folder) / "cluster.db") as store:
        tally = Desk(store, settings=settings).take(pages_of(inputs, datetime.now(UTC), settings))
        for failure in tally.failures:
            say_failure(failure)
        found = [d for story_id in store.story_ids() if (d := store.dossier(story_id))]
        print_json([{"story": d.story, "memberships": d.memberships} for d in found])
    raise typer.Exit(0 if found else 1)


@app.command(rich_help_panel="One stage alone")
def align(inputs: Inputs) -> None:
    """The account sheet of these documents: points, conflicts, quotations, timeline."""
    _several(inputs, lambda d: d.sheet)


@app.command(rich_help_panel="One stage alone")
def develop(inputs: Inputs) -> None:
    """What each of these documents, in their order, brought that was new."""
    _several(inputs, lambda d: find_developments(None, d))
