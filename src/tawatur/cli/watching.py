"""Commands that take in: add, poll, run."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tawatur import pipeline
from tawatur.cli.common import (
    DEFAULT_DATA,
    DEFAULT_PORT,
    AllowPrivate,
    AsJson,
    Data,
    Inputs,
    Now,
    Processes,
    app,
    err,
    is_address,
    moment_of,
    open_store,
    out,
    outbox_of,
    print_json,
    progress_bar,
    say_failure,
    serve_page,
    settings_of,
)
from tawatur.engine import LocalEngine
from tawatur.fetch.files import read_inputs
from tawatur.publish import json as as_json


@app.command()
def add(
    inputs: Inputs,
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
    now: Now = None,
    outlet: Annotated[
        str | None,
        typer.Option("--outlet", help="Name of the outlet of a feed.", show_default=False),
    ] = None,
    as_published: Annotated[
        bool,
        typer.Option(
            "--as-published", help="For archives: first seen when it says it was published."
        ),
    ] = False,
    processes: Processes = 1,
) -> None:
    """Take in documents; or watch a feed, when given an http(s) address."""
    moment, settings = moment_of(now), settings_of()
    addresses = [given for given in inputs if is_address(given)]
    files = [given for given in inputs if not is_address(given)]
    with open_store(data, must_exist=False) as store, LocalEngine(processes) as engine:
        desk = pipeline.Desk(store, settings=settings, engine=engine)
        sources = [desk.add_source(address, moment, outlet) for address in addresses]
        pages = read_inputs(files, seen_at=moment, settings=settings) if files else iter(())
        with progress_bar(None, "reading", json) as advance:
            tally = desk.take(pages, advance, as_published=as_published, settle_at_once=False)
        with progress_bar(None, "what is new", json) as advance:
            desk.settle(tally, advance)
        tally.delivered = desk.deliver(outbox_of(data), moment)
    if json:
        print_json({"sources": sources, **as_json.tally_json(tally)})
    else:
        for source in sources:
            out.print(f"watching {source.url}", highlight=False)
        say_tally(tally, bool(files))
    raise typer.Exit(0 if sources or tally.articles or tally.versions or tally.unchanged else 1)


def say_tally(tally: pipeline.Tally, always: bool = True) -> None:
    for failure in tally.failures:
        say_failure(failure)
    if always:
        out.print(
            f"{tally.articles} new articles, {tally.versions} new versions, {tally.unchanged} unchanged, "
            f"{len(tally.failures)} failures; {len(tally.story_ids)} stories moved, "
            f"{tally.notices} notices",
            highlight=False,
        )


@app.command()
def poll(
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
    now: Now = None,
    allow_private: AllowPrivate = [],  # noqa: B006
) -> None:
    """Ask every source that is due once, look again at articles that are due, and alert."""
    moment = moment_of(now)
    with open_store(data) as store:
        desk = pipeline.Desk(store, settings=settings_of(allow_private))
        tally = desk.poll(moment)
        tally.delivered = desk.deliver(outbox_of(data), moment)
    if json:
        print_json(as_json.tally_json(tally))
    else:
        say_tally(tally)


@app.command()
def run(
    data: Data = DEFAULT_DATA,
    serve: Annotated[bool, typer.Option("--serve", help="Serve the page as well.")] = False,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port")] = DEFAULT_PORT,
    every_seconds: Annotated[
        float, typer.Option("--every", min=0.1, help="Seconds between two looks at what is due.")
    ] = 10.0,
    allow_private: AllowPrivate = [],  # noqa: B006
) -> None:
    """Watch the sources and alert, until stopped."""
    settings = settings_of(allow_private)
    with open_store(data, must_exist=False) as store:
        desk = pipeline.Desk(store, settings=settings, base_url=f"http://{host}:{port}")
        stop = threading.Event()

        def work() -> None:
            while not stop.is_set():
                _poll_and_report(desk, data, datetime.now(UTC))
                stop.wait(every_seconds)

        if serve:
            worker = threading.Thread(target=work, name="poll", daemon=True)
            worker.start()
            serve_page(store, settings, data, host, port, live=True)
            stop.set()
            worker.join(timeout=30)
            return
        try:
            work()
        except KeyboardInterrupt:
            err.print("stopped")


def _poll_and_report(desk: pipeline.Desk, data: Path, now: datetime) -> None:
    tally = desk.poll(now)
    tally.delivered = desk.deliver(outbox_of(data), now)
    for failure in tally.failures:
        say_failure(failure)
    if tally.articles or tally.versions or tally.delivered:
        out.print(
            f"{now:%Y-%m-%d %H:%M} · {tally.articles} new, {tally.versions} edited, "
            f"{len(tally.story_ids)} stories moved, {tally.delivered} mails",
            highlight=False,
        )
