"""Commands of recorded streams: record, replay."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tawatur import pipeline
from tawatur.cli.common import (
    DEFAULT_DATA,
    AsJson,
    Data,
    app,
    as_minute,
    err,
    moment_of,
    open_store,
    print_json,
    say,
    settings_of,
)
from tawatur.publish import json as as_json
from tawatur.replay import Differences, differences
from tawatur.replay import replay as replay_stream
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.watching import export_recording


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
    moment = moment_of(since, "--since") if since else None
    with open_store(data) as store, SqliteStore(output) as other:
        copied = export_recording(store, other, since=moment)
    say(f"written: {output}, {copied} answers", to=err)


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
    say(
        f"{counts['articles']} articles, {counts['versions']} versions, {counts['stories']} stories, "
        f"{counts['notices']} notices, {counts['failures']} failures",
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
            say(
                f"{at:%Y-%m-%d %H:%M} · {tally.articles} new, {tally.versions} edited, "
                f"{len(tally.story_ids)} stories moved, {tally.notices} notices",
            )

    return replay_stream(recording, into, settings, times_faster=faster, on_round=said)


def _say_differences(found: Differences) -> None:
    say(
        f"stories: {found.same_stories} the same, {len(found.stories)} differ; "
        f"notices: {found.same_notices} the same, {len(found.notices)} differ",
    )
    for story in found.stories:
        sizes = (
            " + ".join(str(len(s)) for s in side) or "0" for side in (story.before, story.after)
        )
        headline = story.headline or "·"
        say(f"  {story.kind:<12} {' -> '.join(sizes)} articles  {headline}")
    for notice in found.notices:
        times = " -> ".join(as_minute(at) for at in (notice.before_at, notice.after_at))
        say(f"  notice  {times}  {notice.subject}")
