"""Commands of analysts: what belongs together and what does not, whatever the machine made of it."""

from __future__ import annotations

import json as plain_json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from tawatur.cli.common import (
    DEFAULT_DATA,
    AsJson,
    Data,
    Now,
    Output,
    app,
    moment_of,
    open_store,
    print_json,
    say,
    write_output,
)
from tawatur.curating import Curator, labelled_pairs
from tawatur.model import Constraint
from tawatur.pipeline import Desk

curate_app = typer.Typer(
    no_args_is_help=True,
    help="Decide what belongs together: merge, split, move, pin; list, undo and export decisions.",
)
app.add_typer(curate_app, name="curate")

By = Annotated[
    str | None, typer.Option("--by", help="Who decides; kept with it.", show_default=False)
]
Note = Annotated[str | None, typer.Option("--note", help="Why; kept with it.", show_default=False)]
Story = Annotated[str, typer.Argument(metavar="STORY")]
Article = Annotated[str, typer.Argument(metavar="ARTICLE")]


def _decide(
    data: Path,
    by: str | None,
    note: str | None,
    json: bool,
    decide: Callable[[Curator], Constraint],
) -> None:
    with open_store(data) as store:
        constraint = decide(Curator(store, by=by, note=note))
        desk = Desk(store)
        try:
            desk.settle()  # the sheets of the stories that it changed
        finally:
            desk.close()
    if json:
        print_json(constraint)
    else:
        say(_line(constraint))


def _line(c: Constraint) -> str:
    match c.kind:
        case "merge":
            said = f"story {c.other_story_id} goes into {c.story_id}"
        case "split":
            said = f"{len(c.together)} of story {c.other_story_id} are story {c.story_id}"
        case "move":
            said = f"article {c.moved[0][0]} belongs to story {c.story_id}, not {c.other_story_id}"
        case "pin":
            said = f"article {c.together[0]} stays in story {c.story_id}"
    tail = "".join(
        (
            f", by {c.by}" if c.by else "",
            f": {c.note}" if c.note else "",
            f" (undone {c.undone_at:%Y-%m-%d %H:%M} UTC)" if c.undone_at else "",
        )
    )
    return f"{c.id}  {c.at:%Y-%m-%d %H:%M}  {c.kind}: {said}{tail}"


@curate_app.command()
def merge(
    story: Story,
    other: Annotated[str, typer.Argument(metavar="OTHER")],
    data: Data = DEFAULT_DATA,
    by: By = None,
    note: Note = None,
    now: Now = None,
    json: AsJson = False,
) -> None:
    """Two stories are one. The one opened first keeps its address, the other's redirects."""
    _decide(data, by, note, json, lambda c: c.merge(story, other, moment_of(now)))


@curate_app.command()
def split(
    story: Story,
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE…")],
    data: Data = DEFAULT_DATA,
    by: By = None,
    note: Note = None,
    now: Now = None,
    json: AsJson = False,
) -> None:
    """These articles of a story are a story of their own."""
    _decide(data, by, note, json, lambda c: c.split(story, articles, moment_of(now)))


@curate_app.command()
def move(
    article: Article,
    story: Story,
    data: Data = DEFAULT_DATA,
    by: By = None,
    note: Note = None,
    now: Now = None,
    json: AsJson = False,
) -> None:
    """An article belongs to another story."""
    _decide(data, by, note, json, lambda c: c.move(article, story, moment_of(now)))


@curate_app.command()
def pin(
    article: Article,
    data: Data = DEFAULT_DATA,
    by: By = None,
    note: Note = None,
    now: Now = None,
    json: AsJson = False,
) -> None:
    """An article stays in its story, whatever later passes make of the others."""
    _decide(data, by, note, json, lambda c: c.pin(article, moment_of(now)))


@curate_app.command()
def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION")],
    data: Data = DEFAULT_DATA,
    now: Now = None,
    json: AsJson = False,
) -> None:
    """Take a decision back; its articles return to the stories they were in."""
    _decide(data, None, None, json, lambda c: c.undo(decision, moment_of(now)))


@curate_app.command("list")
def list_decisions(
    data: Data = DEFAULT_DATA,
    all: Annotated[bool, typer.Option("--all", help="Undone ones too.")] = False,
    json: AsJson = False,
) -> None:
    """The decisions that stand, in the order in which they were made."""
    with open_store(data) as store:
        found = store.constraints(undone_too=all)
    if json:
        print_json(found)
    else:
        for constraint in found:
            say(_line(constraint))


@curate_app.command()
def export(
    data: Data = DEFAULT_DATA,
    output: Output = None,
) -> None:
    """Decisions as labelled data: a JSON line for each pair of articles that they speak of."""
    with open_store(data) as store:
        lines = [
            plain_json.dumps(pair, ensure_ascii=False) + "\n" for pair in labelled_pairs(store)
        ]
    write_output("".join(lines), output)
