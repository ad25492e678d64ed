"""Commands that take in: add, poll, run; sources and lists of them."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

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
    Output,
    Port,
    Processes,
    app,
    as_minute,
    err,
    is_address,
    moment_of,
    open_store,
    print_json,
    progress_bar,
    say,
    say_failure,
    serve_page,
    settings_of,
    write_output,
)
from tawatur.engine import LocalEngine
from tawatur.errors import InputError, UnreadablePage, as_failure
from tawatur.fetch.files import read_inputs
from tawatur.fetch.gate import private_pair
from tawatur.fetch.http import checked_url
from tawatur.fetch.opml import is_opml, read_opml, write_opml
from tawatur.model import Failure, Source
from tawatur.publish import json as as_json
from tawatur.worker import Worker


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
    kind: Annotated[
        Literal["feed", "sitemap", "listing", "page"] | None,
        typer.Option(
            "--kind", help="What stands at the address. Else it is found.", show_default=False
        ),
    ] = None,
    as_published: Annotated[
        bool,
        typer.Option(
            "--as-published", help="For archives: first seen when it says it was published."
        ),
    ] = False,
    processes: Processes = 1,
    allow_private: AllowPrivate = [],  # noqa: B006
) -> None:
    """Take in documents; or watch outlets: http(s) addresses, or lists of feeds (OPML)."""
    moment, settings = moment_of(now), settings_of(allow_private)
    watched: list[tuple[str, str | None]] = []
    files: list[str] = []
    unfit: list[Failure] = []
    for given in inputs:
        try:
            if is_address(given):
                checked_url(given, given)
                watched.append((given, outlet))
            elif _is_opml(given):
                outlines = read_opml(Path(given).read_bytes(), given)
                watched += [(outline.url, outline.title) for outline in outlines]
            else:
                files.append(given)
        except InputError as error:
            unfit.append(as_failure(error, moment))
    with open_store(data, must_exist=False) as store, LocalEngine(processes) as engine:
        desk = pipeline.Desk(store, settings=settings, engine=engine)
        sources = [desk.watcher.add_source(url, moment, name, kind) for url, name in watched]
        pages = read_inputs(files, seen_at=moment, settings=settings) if files else iter(())
        with progress_bar(None, "reading", json) as advance:
            tally = desk.take(pages, advance, as_published=as_published, settle_at_once=False)
        with progress_bar(None, "what is new", json) as advance:
            desk.settle(tally, advance)
        tally.delivered = desk.deliver(moment)
    tally.failures = [*unfit, *tally.failures]
    if json:
        print_json({"sources": sources, **as_json.tally_json(tally)})
    else:
        for source in sources:
            say(f"watching {source.url}")
            if private := private_pair(source.url, settings):
                say(
                    f"  {private} is a private address: poll and run ask it only with "
                    f"--allow-private {private}",
                    to=err,
                )
        say_tally(tally, bool(files))
    raise typer.Exit(0 if sources or tally.articles or tally.versions or tally.unchanged else 1)


def say_tally(tally: pipeline.Tally, always: bool = True) -> None:
    for failure in tally.failures:
        say_failure(failure)
    if always:
        say(
            f"{tally.articles} new articles, {tally.versions} new versions, {tally.unchanged} unchanged, "
            f"{len(tally.failures)} failures; {len(tally.story_ids)} stories moved, "
            f"{tally.notices} notices",
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
    if json:
        print_json(as_json.tally_json(tally))
    else:
        say_tally(tally)


@app.command()
def run(
    data: Data = DEFAULT_DATA,
    serve: Annotated[bool, typer.Option("--serve", help="Serve the page as well.")] = False,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Port = DEFAULT_PORT,
    every_seconds: Annotated[
        float, typer.Option("--every", min=0.1, help="Seconds between two looks at what is due.")
    ] = 1.0,
    allow_private: AllowPrivate = [],  # noqa: B006
) -> None:
    """Watch the sources and alert, until stopped."""
    settings = settings_of(allow_private)
    open_store(data, must_exist=False).close()  # made, and brought to the newest form
    worker = Worker(
        data, settings, base_url=f"http://{host}:{port}", every_seconds=every_seconds,
        on_round=_say_round, on_trouble=lambda trouble: say(("error:", "red"), f" {trouble}", to=err),
    )  # fmt: skip
    with worker:
        if serve:
            with open_store(data) as store:
                serve_page(store, settings, data, host, port, live=True)
            return
        signal.signal(signal.SIGTERM, lambda *_: worker.ask_to_stop())
        try:
            worker.wait()
        except KeyboardInterrupt:
            say("stopped", to=err)


def _say_round(tally: pipeline.Tally) -> None:
    for failure in tally.failures:
        say_failure(failure)
    if tally.articles or tally.versions or tally.delivered:
        say(
            f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} · {tally.articles} new, {tally.versions} edited, "
            f"{len(tally.story_ids)} stories moved, {tally.delivered} mails",
        )


# --------------------------------------------------------------------------- sources


def _is_opml(given: str) -> bool:
    try:
        with Path(given).open("rb") as file:
            return is_opml(file.read(4096))
    except OSError:
        return False


@app.command()
def sources(
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
    remove: Annotated[
        str | None,
        typer.Option(
            "--remove", metavar="ADDRESS",
            help="Watch this one no more; what came from it stays.", show_default=False,
        ),
    ] = None,
) -> None:  # fmt: skip
    """The sources that are watched, and how each is doing, with its reason."""
    with open_store(data) as store:
        found = store.sources()
        if remove is not None:
            chosen = [s for s in found if remove in (s.url, s.address, s.id)]
            with store.transaction():
                gone = [store.remove_source(source.id) for source in chosen]
            say(f"{len(gone)} no longer watched", to=err)
            raise typer.Exit(0 if gone else 1)
    if json:
        print_json({"sources": found})
        return
    for source in found:
        name = source.outlet or source.title or ""
        say(f"{source.state:<10} {source.kind:<8} {source.url}  {name}".rstrip())
        notes = [
            f"answered {as_minute(source.answered_at)}",
            f"asked next {as_minute(source.next_poll_at)}",
        ]
        if source.asked_url:
            notes.insert(0, f"read from {source.asked_url}")
        if source.pushed_until:
            notes.append("its hub tells us")
        if source.reason:
            notes.append(source.reason)
        say(f"{'':<19} ", ("; ".join(notes), "dim"))


opml_app = typer.Typer(no_args_is_help=True, help="Lists of feeds, as feed readers exchange them.")
app.add_typer(opml_app, name="opml")


@opml_app.command("import")
def opml_import(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", show_default=False)],
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
    now: Now = None,
) -> None:
    """Watch every feed of these lists."""
    moment = moment_of(now)
    added: list[Source] = []
    with open_store(data, must_exist=False) as store:
        desk = pipeline.Desk(store, settings=settings_of())
        for file in files:
            try:
                body = file.read_bytes()
                outlines = read_opml(body, str(file))
            except OSError as error:
                missing = UnreadablePage(str(file), error.strerror or str(error), kind="missing")
                say_failure(as_failure(missing, moment))
                continue
            except InputError as error:
                say_failure(as_failure(error, moment))
                continue
            for outline in outlines:
                added.append(desk.watcher.add_source(outline.url, moment, outline.title))
    if json:
        print_json({"sources": added})
    else:
        say(f"watching {len(added)} feeds")
    raise typer.Exit(0 if added else 1)


@opml_app.command("export")
def opml_export(
    data: Data = DEFAULT_DATA,
    output: Output = None,
    now: Now = None,
) -> None:
    """All sources as one list, for other readers."""
    with open_store(data) as store:
        body = write_opml(store.sources(), moment_of(now))
    write_output(body.decode(), output)
