"""Commands that show what is stored: stories, story, search, export, status."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from tawatur.cli.common import (
    DEFAULT_DATA,
    AsJson,
    Bidi,
    Data,
    Interface,
    Output,
    app,
    err,
    json_text,
    open_store,
    out,
    print_json,
    say,
    write_output,
)
from tawatur.cli.tables import AsCsv, AsParquet, write_tables
from tawatur.dossiers import with_dates_resolved
from tawatur.publish import json as as_json
from tawatur.publish import terminal
from tawatur.publish.rows import rows_of
from tawatur.publish.views import story_view


@app.command()
def stories(
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
    language: Annotated[str | None, typer.Option("--language", show_default=False)] = None,
    limit: Annotated[int, typer.Option("--limit", min=1)] = 20,
    order: Annotated[Literal["newest", "opened", "origins"], typer.Option("--order")] = "newest",
    bidi: Bidi = False,
) -> None:
    """List stories, the newest development first."""
    with open_store(data) as store:
        found = store.stories(limit=limit, language=language, order=order)
    if json:
        print_json(as_json.stories_json(found))
    else:
        terminal.print_stories(out, found, bidi=bidi)


@app.command()
def story(
    story_id: Annotated[str, typer.Argument(metavar="STORY")],
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
    language: Interface = "en",
    bidi: Bidi = False,
) -> None:
    """Show one story: its account sheet, quotations, origins, timeline and articles."""
    with open_store(data) as store:
        dossier = store.dossier(story_id)
    if dossier is None:
        say(f"no story {story_id}", to=err)
        raise typer.Exit(1)
    if json:
        print_json(as_json.story_json(story_view(dossier, language)))
    else:
        terminal.print_story(out, dossier, language=language, bidi=bidi)


@app.command()
def search(
    query: Annotated[list[str], typer.Argument(metavar="WORDS…")],
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
    language: Annotated[str | None, typer.Option("--language", show_default=False)] = None,
    limit: Annotated[int, typer.Option("--limit", min=1)] = 20,
    bidi: Bidi = False,
) -> None:
    """Find articles: Arabic spelling is folded, names are found across scripts."""
    with open_store(data) as store:
        hits = store.search(" ".join(query), limit=limit, language=language)
    if json:
        print_json(as_json.hits_json(hits))
    else:
        terminal.print_hits(out, hits, bidi=bidi)
    raise typer.Exit(0 if hits else 1)


@app.command()
def export(
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
    output: Output = None,
    csv: AsCsv = None,
    parquet: AsParquet = None,
) -> None:
    """Everything: a TSV table of articles; with --json articles, stories and notices; with --csv
    or --parquet a row for each piece of evidence (docs/tables.md)."""
    if csv is not None or parquet is not None:
        with open_store(data) as store:
            write_tables(
                lambda: (
                    row
                    for story_id in store.story_ids()
                    if (dossier := store.dossier(story_id))
                    for row in rows_of(with_dates_resolved(dossier))
                ),
                csv,
                parquet,
            )
        if not json and output is None:
            return
    with open_store(data) as store:
        dossiers = [
            with_dates_resolved(dossier)
            for story_id in store.story_ids()
            if (dossier := store.dossier(story_id))
        ]
        exported = as_json.export_json(dossiers, store.notices(limit=1_000_000))
    write_output(json_text(exported) if json else _tsv(exported["articles"]), output)


_TSV_COLUMNS = (
    "id", "url", "outlet", "language", "title", "published", "updated", "seen_at", "versions",
    "origin_kind", "origin_url", "story_id",
)  # fmt: skip


def _tsv(articles: list[dict[str, Any]]) -> str:
    def cell(value: Any) -> str:
        if isinstance(value, list):
            return str(len(value))
        return "" if value is None else " ".join(str(value).split())

    rows = [[cell(article.get(column)) for column in _TSV_COLUMNS] for article in articles]
    return "".join("\t".join(row) + "\n" for row in [list(_TSV_COLUMNS), *rows])


@app.command()
def status(data: Data = DEFAULT_DATA, json: AsJson = False) -> None:
    """How much there is, how the sources do, and what went wrong lately."""
    with open_store(data) as store:
        counts, sources, failures = store.counts(), store.sources(), store.failures(limit=10)
        dead, silent = store.deliveries("dead", limit=10), store.channels()
    if json:
        letters = [as_json.delivery_json(delivery) for delivery in dead]
        print_json(
            {
                "counts": counts, "sources": sources, "failures": failures, "dead_letters": letters,
                "not_answering": [as_json.channel_json(channel) for channel in silent],
            }
        )  # fmt: skip
    else:
        terminal.print_status(out, counts, sources, failures)
        terminal.print_deliveries(out, dead, silent)
