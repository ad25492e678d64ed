"""Commands of watches: who is told of what."""

from __future__ import annotations

from typing import Annotated

import typer

from tawatur.cli.common import (
    DEFAULT_DATA,
    AsJson,
    Data,
    Now,
    app,
    err,
    moment_of,
    open_store,
    out,
    print_json,
)
from tawatur.model import Watch
from tawatur.text import stable_id

watch_app = typer.Typer(
    no_args_is_help=True, help="Who is told of what: add, list and stop watches."
)
app.add_typer(watch_app, name="watch")


@watch_app.command("add")
def watch_add(
    email: Annotated[str, typer.Option("--email", help="Where the notices go.")],
    breaking: Annotated[bool, typer.Option("--breaking", help="Everything that breaks.")] = False,
    topic: Annotated[str | None, typer.Option("--topic", help="Plain words, any language.", show_default=False)] = None,
    person: Annotated[str | None, typer.Option("--person", show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", show_default=False)] = None,
    organisation: Annotated[str | None, typer.Option("--organisation", show_default=False)] = None,
    story: Annotated[str | None, typer.Option("--story", metavar="ID", show_default=False)] = None,
    min_origins: Annotated[int, typer.Option("--min-origins", min=1, help="Independent origins needed.")] = 1,
    kind: Annotated[list[str], typer.Option("--kind", help="Only these kinds of development.", show_default=False)] = [],  # noqa: B006
    interface: Annotated[str, typer.Option("--language", help="Language of the mails: en or ar.")] = "en",
    data: Data = DEFAULT_DATA,
    now: Now = None,
    json: AsJson = False,
) -> None:  # fmt: skip
    """Tell somebody when something moves."""
    chosen = [
        (name, value)
        for name, value in (
            ("breaking", "" if breaking else None), ("topic", topic), ("person", person),
            ("place", place), ("organisation", organisation), ("story", story),
        )
        if value is not None
    ]  # fmt: skip
    if len(chosen) != 1:
        raise typer.BadParameter(
            "give exactly one of --breaking, --topic, --person, --place, --organisation, --story"
        )
    if "@" not in email or any(c in email for c in "\r\n ,;<>"):
        raise typer.BadParameter(f"{email!r} is not an address", param_hint="--email")
    if interface not in {"ar", "en"}:
        raise typer.BadParameter("en or ar", param_hint="--language")
    name, query = chosen[0]
    made = Watch(
        id=stable_id("watch", name, query, email),
        kind=name,  # type: ignore[arg-type]
        query=query or None,
        address=email,
        created_at=moment_of(now),
        min_origins=min_origins,
        kinds=tuple(kind),
        interface_language=interface,  # type: ignore[arg-type]
    )
    with open_store(data, must_exist=False) as store, store.transaction():
        store.add_watch(made)
    if json:
        print_json(made)
    else:
        out.print(f"watch {made.id}: {name} {query}".rstrip(), highlight=False)


@watch_app.command("list")
def watch_list(data: Data = DEFAULT_DATA, json: AsJson = False) -> None:
    """The watches that are on."""
    with open_store(data) as store:
        watches = store.watches()
    if json:
        print_json(watches)
    else:
        for watch in watches:
            out.print(
                f"{watch.id}  {watch.kind}  {watch.query or '·'}  {watch.address}", highlight=False
            )


@watch_app.command("stop")
def watch_stop(
    watch_id: Annotated[str, typer.Argument(metavar="WATCH")], data: Data = DEFAULT_DATA
) -> None:
    """Stop a watch."""
    with open_store(data) as store, store.transaction():
        stopped = store.stop_watch(watch_id)
    if not stopped:
        err.print(f"no watch {watch_id} that is on", highlight=False)
        raise typer.Exit(1)
