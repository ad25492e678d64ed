"""Commands that take in: add, poll, run; sources and lists of them; recordings and replays."""

from __future__ import annotations

import signal
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.markup import escape

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
    print_json,
    progress_bar,
    say_failure,
    serve_page,
    settings_of,
)
from tawatur.engine import LocalEngine
from tawatur.errors import InputError, UnreadablePage, as_failure
from tawatur.fetch.files import read_inputs
from tawatur.fetch.gate import private_pair
from tawatur.fetch.opml import is_opml, read_opml, write_opml
from tawatur.model import Source, SourceKind
from tawatur.publish import json as as_json
from tawatur.replay import Differences, differences
from tawatur.replay import replay as replay_stream
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.watching import export_recording
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
        str | None,
        typer.Option(
            "--kind",
            help="What stands at the address: feed, sitemap, listing or page. Else it is found.",
            show_default=False,
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
    watched: list[tuple[str, str | None]] = [(g, outlet) for g in inputs if is_address(g)]
    files = []
    for given in (g for g in inputs if not is_address(g)):
        if _is_opml(given):
            outlines = read_opml(Path(given).read_bytes(), given)
            watched += [(outline.url, outline.title) for outline in outlines]
        else:
            files.append(given)
    with open_store(data, must_exist=False) as store, LocalEngine(processes) as engine:
        desk = pipeline.Desk(store, settings=settings, engine=engine)
        sources = [desk.watcher.add_source(url, moment, name, _kind(kind)) for url, name in watched]
        pages = read_inputs(files, seen_at=moment, settings=settings) if files else iter(())
        with progress_bar(None, "reading", json) as advance:
            tally = desk.take(pages, advance, as_published=as_published, settle_at_once=False)
        with progress_bar(None, "what is new", json) as advance:
            desk.settle(tally, advance)
        tally.delivered = desk.deliver(moment)
    if json:
        print_json({"sources": sources, **as_json.tally_json(tally)})
    else:
        for source in sources:
            out.print(f"watching {source.url}", highlight=False)
            if private := private_pair(source.url, settings):
                err.print(
                    f"  {private} is a private address: poll and run ask it only with "
                    f"--allow-private {private}",
                    highlight=False,
                )
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
            soft_wrap=True,
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
    port: Annotated[int, typer.Option("--port")] = DEFAULT_PORT,
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
        on_round=_say_round, on_trouble=lambda trouble: err.print(f"[red]error:[/red] {trouble}"),
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
            err.print("stopped")


def _say_round(tally: pipeline.Tally) -> None:
    for failure in tally.failures:
        say_failure(failure)
    if tally.articles or tally.versions or tally.delivered:
        out.print(
            f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} · {tally.articles} new, {tally.versions} edited, "
            f"{len(tally.story_ids)} stories moved, {tally.delivered} mails",
            highlight=False,
        )


# --------------------------------------------------------------------------- sources


def _is_opml(given: str) -> bool:
    try:
        with Path(given).open("rb") as file:
            return is_opml(file.read(4096))
    except OSError:
        return False


def _kind(given: str | None) -> SourceKind | None:
    if given is None:
        return None
    known = [kind for kind in get_args(SourceKind) if kind not in ("unknown", "folder")]
    if given not in known:
        raise typer.BadParameter(", ".join(known), param_hint="--kind")
    return given  # type: ignore[return-value]


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
            err.print(f"{len(gone)} no longer watched", highlight=False)
            raise typer.Exit(0 if gone else 1)
    if json:
        print_json({"sources": found})
        return
    for source in found:
        name = source.outlet or source.title or ""
        out.print(
            f"{source.state:<10} {source.kind:<8} {escape(source.url)}  {escape(name)}".rstrip(),
            highlight=False, soft_wrap=True,
        )  # fmt: skip
        notes = [
            f"answered {_when(source.answered_at)}",
            f"asked next {_when(source.next_poll_at)}",
        ]
        if source.asked_url:
            notes.insert(0, f"read from {source.asked_url}")
        if source.pushed_until:
            notes.append("its hub tells us")
        if source.reason:
            notes.append(source.reason)
        out.print(
            f"{'':<19} [dim]{escape('; '.join(notes))}[/dim]", highlight=False, soft_wrap=True
        )


def _when(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "·"


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
        out.print(f"watching {len(added)} feeds", highlight=False)
    raise typer.Exit(0 if added else 1)


@opml_app.command("export")
def opml_export(
    data: Data = DEFAULT_DATA,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Else standard output.", show_default=False),
    ] = None,
    now: Now = None,
) -> None:
    """All sources as one list, for other readers."""
    with open_store(data) as store:
        body = write_opml(store.sources(), moment_of(now))
    if output is None:
        typer.echo(body.decode(), nl=False)
    else:
        output.write_bytes(body)
        err.print(f"written: {output}", highlight=False)


# --------------------------------------------------------------------------- recordings


@app.command()
def record(
    output: Annotated[Path, typer.Argument(metavar="OUT", show_default=False)],
    data: Data = DEFAULT_DATA,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="ISO-TIME", help="Only from then on.", show_default=False),
    ] = None,
) -> None:
    """Write what was fetched, with sources and watches, into a file that replay takes.

    Everything that is fetched is kept in the database as it is (TAWATUR_KEEP_FETCHED_DAYS);
    this takes it out without the articles and stories that were made of it.
    """
    if output.exists():
        raise typer.BadParameter(f"{output} is there already", param_hint="OUT")
    with open_store(data) as store, SqliteStore(output) as other:
        copied = export_recording(store, other, since=moment_of(since) if since else None)
    err.print(f"written: {output}, {copied} answers", highlight=False)


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    settings: Annotated[
        list[str],
        typer.Option(
            "--settings", metavar="NAME=VALUE", help="A setting put otherwise; may be repeated.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    pace: Annotated[
        str, typer.Option("--pace", help="1: its own; 60: sixty times faster; full: as it goes.")
    ] = "full",
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="OUT", help="Keep the replay's database; else it is thrown away.",
            show_default=False,
        ),
    ] = None,
    compare: Annotated[
        bool,
        typer.Option("--compare", help="Show which stories and alerts would differ."),
    ] = False,
    against: Annotated[
        list[str],
        typer.Option(
            "--against", metavar="NAME=VALUE", show_default=False,
            help="With --compare: set against a replay under this setting, not against what FILE holds.",
        ),
    ] = [],  # noqa: B006
    json: AsJson = False,
) -> None:  # fmt: skip
    """Run a recorded stream again: without network, under the same settings or others.

    FILE is a database, or what [bold]tawatur record[/bold] made of one. Nothing is sent.
    """
    faster = _pace(pace)
    if data is not None and data.exists():
        raise typer.BadParameter(f"{data} is there already", param_hint="--data")
    base = settings_of()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tawatur-replay-")))
        recording = stack.enter_context(open_store(file))
        replayed = stack.enter_context(SqliteStore(data or folder / "replay.db"))
        tally = _replayed(recording, replayed, base.changed(settings), faster, quiet=json)
        found: Differences | None = None
        if compare or against:
            before: SqliteStore = recording
            if against or not recording.counts()["stories"]:
                before = stack.enter_context(SqliteStore(folder / "against.db"))
                _replayed(recording, before, base.changed(against), None, quiet=True)
            found = differences(before, replayed)
        counts = replayed.counts()
    if json:
        print_json(
            {
                "counts": counts,
                **as_json.tally_json(tally),
                **({"differences": found} if found is not None else {}),
            }
        )
        return
    out.print(
        f"{counts['articles']} articles, {counts['versions']} versions, {counts['stories']} stories, "
        f"{counts['notices']} notices, {counts['failures']} failures",
        highlight=False,
    )
    if found is not None:
        _say_differences(found)


def _pace(given: str) -> float | None:
    if given == "full":
        return None
    try:
        faster = float(given)
    except ValueError:
        faster = 0.0
    if faster <= 0:
        raise typer.BadParameter("1, another number above 0, or full", param_hint="--pace")
    return faster


def _replayed(
    recording: SqliteStore,
    into: SqliteStore,
    settings: Settings,
    faster: float | None,
    *,
    quiet: bool,
) -> pipeline.Tally:
    def said(at: datetime, tally: pipeline.Tally) -> None:
        if not quiet and (tally.articles or tally.versions or tally.notices):
            out.print(
                f"{at:%Y-%m-%d %H:%M} · {tally.articles} new, {tally.versions} edited, "
                f"{len(tally.story_ids)} stories moved, {tally.notices} notices",
                highlight=False,
            )

    return replay_stream(recording, into, settings, times_faster=faster, on_round=said)


def _say_differences(found: Differences) -> None:
    out.print(
        f"stories: {found.same_stories} the same, {len(found.stories)} differ; "
        f"notices: {found.same_notices} the same, {len(found.notices)} differ",
        highlight=False,
    )
    for story in found.stories:
        sizes = (
            " + ".join(str(len(s)) for s in side) or "0" for side in (story.before, story.after)
        )
        headline = escape(story.headline or "·")
        out.print(f"  {story.kind:<12} {' -> '.join(sizes)} articles  {headline}", highlight=False)
    for notice in found.notices:
        times = " -> ".join(_when(at) for at in (notice.before_at, notice.after_at))
        out.print(f"  notice  {times}  {escape(notice.subject)}", highlight=False)
