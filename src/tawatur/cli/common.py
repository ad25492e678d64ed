"""What the commands share: the application, options, and small parts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from tawatur.errors import InputError, as_failure
from tawatur.fetch.files import read_inputs
from tawatur.fetch.http import Fetcher
from tawatur.model import Failure, Hints, Page
from tawatur.publish.terminal import clean
from tawatur.settings import Settings
from tawatur.store import SqliteStore

app = typer.Typer(
    name="tawatur",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help=(
        "Reads the news of many outlets and turns it into stories with their evidence.\n\n"
        "Try [bold]tawatur demo[/bold]; or [bold]tawatur read FILE[/bold] to see what one article "
        "says, [bold]tawatur compare FILE FILE[/bold] to set accounts side by side, "
        "[bold]tawatur add FEED[/bold] and [bold]tawatur run --serve[/bold] to watch outlets."
    ),
)

out = Console()
err = Console(stderr=True)

DEFAULT_DATA = Path("tawatur.db")
DEFAULT_PORT = 8470

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE…",
        help="HTML, text, JSONL (.gz), saved feeds; folders and globs; or http(s) addresses.",
        show_default=False,
    ),
]
Data = Annotated[
    Path,
    typer.Option("--data", metavar="FILE", envvar="TAWATUR_DATA", help="The database file."),
]
Interface = Annotated[
    Literal["en", "ar"], typer.Option("--language", help="Of our own words: en or ar.")
]
Port = Annotated[int, typer.Option("--port", min=0, max=65_535)]
Output = Annotated[
    Path | None,
    typer.Option("--output", metavar="FILE", help="Else standard output.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print data instead of text (docs/json.md).")]
Now = Annotated[
    str | None,
    typer.Option(
        "--now", metavar="ISO-TIME", help="Do as if it were this time, e.g. 2026-03-12T19:00Z.",
        show_default=False,
    ),
]  # fmt: skip
Bidi = Annotated[
    bool, typer.Option("--bidi", help="Reorder right-to-left text, for terminals that do not.")
]
AllowPrivate = Annotated[
    list[str],
    typer.Option(
        "--allow-private", metavar="HOST:PORT",
        help="A private address that may be fetched; nothing else private is.", show_default=False,
    ),
]  # fmt: skip
Processes = Annotated[
    int,
    typer.Option("--processes", min=1, help="Processes that read pages; the result is the same."),
]


def moment_of(given: str | None, option: str = "--now") -> datetime:
    """The time that ``option`` gives, in UTC; one without a zone is meant so. Default: now."""
    if given is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(given)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise typer.BadParameter(
            f"{given!r} is not a time such as 2026-03-12T19:00Z", param_hint=option
        ) from error


def settings_of(allow_private: Iterable[str] = ()) -> Settings:
    settings = Settings.from_environment()
    return replace(settings, allow_private=(*settings.allow_private, *allow_private))


def as_minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "·"


def json_text(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"


def print_json(value: Any) -> None:
    sys.stdout.write(json_text(value))


def say(*parts: str | tuple[str, str], to: Console = out) -> None:
    """Print one line as it is: parts are texts, or (text, style).

    Names, causes and notes come from others: nothing in them is read as markup, steers the
    terminal or is wrapped.
    """
    shown = (clean(p) if isinstance(p, str) else (clean(p[0]), p[1]) for p in parts)
    to.print(Text.assemble(*shown), soft_wrap=True)


def say_trouble(item: str, cause: str) -> None:
    say((item, "red"), f": {cause}", to=err)


def say_failure(failure: Failure) -> None:
    say_trouble(failure.item, failure.detail)


def is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def pages_of(inputs: list[str], now: datetime, settings: Settings) -> Iterator[Page | Failure]:
    """Pages from files, folders, globs and addresses, in the order given."""
    for given in inputs:
        if not is_address(given):
            yield from read_inputs([given], seen_at=now, settings=settings)
            continue
        try:
            with Fetcher(settings) as fetcher:
                fetched = fetcher.get(given)
        except InputError as error:
            yield as_failure(error, now)
            continue
        yield Page(
            name=given, url=given, body=fetched.body, media_type=fetched.media_type,
            charset=fetched.charset, seen_at=now, hints=Hints(),
        )  # fmt: skip


def write_file(path: Path, write: Callable[[Path], int | None], what: str = "rows") -> None:
    """Write a file that a user named, and say so with the number that ``write`` returns, if any;
    what cannot be written ends the command."""
    try:
        count = write(path)
    except OSError as error:
        say_trouble(str(path), error.strerror or str(error))
        raise typer.Exit(2) from error
    say(f"written: {path}", f" ({count} {what})" if count is not None else "", to=err)


def write_output(text: str, output: Path | None) -> None:
    """To the file that a user named, or to standard output."""
    if output is None:
        sys.stdout.write(text)
    else:
        write_file(output, lambda path: _write_text(path, text))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def open_store(data: Path, *, must_exist: bool = True) -> SqliteStore:
    if must_exist and not data.exists():
        say(f"no database at {data}; ", ("tawatur add", "bold"), " makes one", to=err)
        raise typer.Exit(1)
    return SqliteStore(data)


def outbox_of(data: Path) -> Path:
    """The Maildir beside a database."""
    return data.with_name(data.name + ".outbox")


@contextmanager
def progress_bar(total: int | None, label: str, quiet: bool) -> Iterator[Callable[[object], None]]:
    """A bar on standard error while long work goes on; none when nobody looks."""
    if quiet or not err.is_terminal:
        yield lambda _: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda _: progress.advance(task)


def serve_page(
    store: SqliteStore, settings: Settings, data: Path, host: str, port: int, *, live: bool,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:  # fmt: skip
    import uvicorn

    from tawatur.web.app import create_app

    # The local inbox shows everybody's mails: only to whoever sits at this machine.
    inbox = outbox_of(data) if host in ("127.0.0.1", "::1", "localhost") else None
    application = create_app(
        store, settings=settings, notices_maildir=inbox, live=live, sign_up=store, clock=clock
    )
    say("serving ", (f"http://{host}:{port}/", "bold"), "  (stop with Ctrl-C)", to=err)
    try:
        uvicorn.run(application, host=host, port=port, log_level="warning")
    except SystemExit as stopped:  # it has said why: the port is taken, no such host
        raise typer.Exit(1 if stopped.code else 0) from None
