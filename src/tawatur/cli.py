"""The ``tawatur`` command.

Output is for people by default; ``--json`` gives the same as data (docs/json.md). Exit codes: 0
done, 1 nothing could be read or found, 2 the command was given wrongly.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tawatur import __version__, pipeline
from tawatur.annotate import annotate_article
from tawatur.clean import clean_article
from tawatur.develop import find_developments
from tawatur.embed import article_text_for_vector
from tawatur.engine import LocalEngine
from tawatur.errors import InputError, SettingError, StoreError, TawaturError, as_failure
from tawatur.extract import extract_article
from tawatur.fetch.files import read_inputs
from tawatur.fetch.http import Fetcher
from tawatur.model import Failure, Hints, Page, Watch
from tawatur.publish import json as as_json
from tawatur.publish import terminal
from tawatur.publish.html import render_compare
from tawatur.publish.views import story_view
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.text import stable_id

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
watch_app = typer.Typer(
    no_args_is_help=True, help="Who is told of what: add, list and stop watches."
)
app.add_typer(watch_app, name="watch")

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


# --------------------------------------------------------------------------- small shared parts


def _now(given: str | None) -> datetime:
    if given is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise typer.BadParameter(
            f"{given!r} is not a time such as 2026-03-12T19:00Z", param_hint="--now"
        ) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _settings(allow_private: Iterable[str] = ()) -> Settings:
    settings = Settings.from_environment()
    return replace(settings, allow_private=(*settings.allow_private, *allow_private))


def _print_json(value: Any) -> None:
    encoded = msgspec.json.format(msgspec.json.encode(value), indent=1)
    sys.stdout.write(encoded.decode() + "\n")


def _say_failure(failure: Failure) -> None:
    err.print(f"[red]{failure.item}[/red]: {failure.detail}", highlight=False, soft_wrap=True)


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _pages(inputs: list[str], now: datetime, settings: Settings) -> Iterator[Page | Failure]:
    """Pages from files, folders, globs and addresses, in the order given."""
    for given in inputs:
        if not _is_address(given):
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


def _open(data: Path, *, must_exist: bool = True) -> SqliteStore:
    if must_exist and not data.exists():
        err.print(f"no database at {data}; [bold]tawatur add[/bold] makes one", highlight=False)
        raise typer.Exit(1)
    return SqliteStore(data)


def _outbox(data: Path) -> Path:
    """The Maildir beside a database."""
    return data.with_name(data.name + ".outbox")


@contextmanager
def _progress(total: int | None, label: str, quiet: bool) -> Iterator[Callable[[object], None]]:
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


# --------------------------------------------------------------------------- one document, no database


@app.command()
def read(inputs: Inputs, json: AsJson = False, now: Now = None, bidi: Bidi = False) -> None:
    """Read documents and show all that they say: text, dates, names, who said what, furniture."""
    settings = _settings()
    done = 0
    for page in _pages(inputs, _now(now), settings):
        result = page if isinstance(page, Failure) else pipeline.read_page(page, settings)
        if isinstance(result, Failure):
            _say_failure(result)
            continue
        done += 1
        if json:
            _print_json(as_json.reading_json(result))
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
    language: Annotated[
        str, typer.Option("--language", help="Of the page's own words: en or ar.")
    ] = "en",
    now: Now = None,
    bidi: Bidi = False,
) -> None:
    """Set the accounts of one event side by side: what all say, what one says, where they differ."""
    settings = _settings()
    dossier, failures = pipeline.compare(_pages(inputs, _now(now), settings))
    for failure in failures:
        _say_failure(failure)
    if dossier is None:
        raise typer.Exit(1)
    if html is not None:
        html.write_text(render_compare(dossier, language), encoding="utf-8")
        err.print(f"written: {html}", highlight=False)
    if json:
        _print_json(as_json.compare_json(dossier))
    elif html is None:
        terminal.print_compare(out, dossier, language=language, bidi=bidi)


def _one_stage(inputs: list[str], show: Callable[[Page], Any]) -> None:
    """Run something on each page and print what it made, as JSON."""
    done = 0
    for page in _pages(inputs, datetime.now(UTC), _settings()):
        if isinstance(page, Failure):
            _say_failure(page)
            continue
        try:
            made = show(page)
        except InputError as error:
            _say_failure(as_failure(error, page.seen_at))
            continue
        _print_json(made)
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
        encoder = pipeline.encoder()
        text = article_text_for_vector(article.title.value if article.title else None, article.text)
        vector = encoder.encode([text], [body.language])[0]
        return {
            "model": encoder.model,
            "text": text,
            "vector": [round(float(x), 5) for x in vector],
        }

    _one_stage(inputs, show)


def _several(inputs: list[str], part: Callable[[Any], Any]) -> None:
    dossier, failures = pipeline.compare(_pages(inputs, datetime.now(UTC), _settings()))
    for failure in failures:
        _say_failure(failure)
    if dossier is None:
        raise typer.Exit(1)
    _print_json(part(dossier))


@app.command(rich_help_panel="One stage alone")
def trace(inputs: Inputs) -> None:
    """Which of these documents was made from which, and how many origins they have."""
    _several(inputs, lambda d: {"derivations": d.derivations, "origins": d.origins})


@app.command(rich_help_panel="One stage alone")
def cluster(inputs: Inputs) -> None:
    """Which of these documents belong to one story, and why."""
    settings = _settings()
    with tempfile.TemporaryDirectory() as folder, SqliteStore(Path(folder) / "cluster.db") as store:
        tally = pipeline.Desk(store, settings=settings).take(
            _pages(inputs, datetime.now(UTC), settings)
        )
        for failure in tally.failures:
            _say_failure(failure)
        found = [d for story_id in store.story_ids() if (d := store.dossier(story_id))]
        _print_json([{"story": d.story, "memberships": d.memberships} for d in found])
    raise typer.Exit(0 if found else 1)


@app.command(rich_help_panel="One stage alone")
def align(inputs: Inputs) -> None:
    """The account sheet of these documents: points, conflicts, quotations, timeline."""
    _several(inputs, lambda d: d.sheet)


@app.command(rich_help_panel="One stage alone")
def develop(inputs: Inputs) -> None:
    """What each of these documents, in their order, brought that was new."""
    _several(inputs, lambda d: find_developments(None, d))


# --------------------------------------------------------------------------- the desk


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
    moment, settings = _now(now), _settings()
    addresses = [given for given in inputs if _is_address(given)]
    files = [given for given in inputs if not _is_address(given)]
    with _open(data, must_exist=False) as store, LocalEngine(processes) as engine:
        desk = pipeline.Desk(store, settings=settings, engine=engine)
        sources = [desk.add_source(address, moment, outlet) for address in addresses]
        pages = read_inputs(files, seen_at=moment, settings=settings) if files else iter(())
        with _progress(None, "reading", json) as advance:
            tally = desk.take(pages, advance, as_published=as_published)
        tally.delivered = desk.deliver(_outbox(data), moment)
    if json:
        _print_json({"sources": sources, **as_json.tally_json(tally)})
    else:
        for source in sources:
            out.print(f"watching {source.url}", highlight=False)
        _say_tally(tally, bool(files))
    raise typer.Exit(0 if sources or tally.articles or tally.versions or tally.unchanged else 1)


def _say_tally(tally: pipeline.Tally, always: bool = True) -> None:
    for failure in tally.failures:
        _say_failure(failure)
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
    moment = _now(now)
    with _open(data) as store:
        desk = pipeline.Desk(store, settings=_settings(allow_private))
        tally = desk.poll(moment)
        tally.delivered = desk.deliver(_outbox(data), moment)
    if json:
        _print_json(as_json.tally_json(tally))
    else:
        _say_tally(tally)


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
    settings = _settings(allow_private)
    with _open(data, must_exist=False) as store:
        desk = pipeline.Desk(store, settings=settings, base_url=f"http://{host}:{port}")
        stop = threading.Event()

        def work() -> None:
            while not stop.is_set():
                _poll_and_report(desk, data, datetime.now(UTC))
                stop.wait(every_seconds)

        if serve:
            worker = threading.Thread(target=work, name="poll", daemon=True)
            worker.start()
            _serve(store, settings, data, host, port, live=True)
            stop.set()
            worker.join(timeout=30)
            return
        try:
            work()
        except KeyboardInterrupt:
            err.print("stopped")


def _poll_and_report(desk: pipeline.Desk, data: Path, now: datetime) -> None:
    tally = desk.poll(now)
    tally.delivered = desk.deliver(_outbox(data), now)
    for failure in tally.failures:
        _say_failure(failure)
    if tally.articles or tally.versions or tally.delivered:
        out.print(
            f"{now:%Y-%m-%d %H:%M} · {tally.articles} new, {tally.versions} edited, "
            f"{len(tally.story_ids)} stories moved, {tally.delivered} mails",
            highlight=False,
        )


@app.command()
def serve(
    data: Data = DEFAULT_DATA,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port")] = DEFAULT_PORT,
) -> None:
    """Serve the page on what the database holds."""
    with _open(data) as store:
        _serve(store, _settings(), data, host, port, live=False)


def _serve(
    store: SqliteStore, settings: Settings, data: Path, host: str, port: int, *, live: bool,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:  # fmt: skip
    import uvicorn

    from tawatur.web.app import create_app

    application = create_app(
        store, settings=settings, notices_maildir=_outbox(data), live=live,
        clock=clock,
    )  # fmt: skip
    err.print(f"serving [bold]http://{host}:{port}/[/bold]  (stop with Ctrl-C)", highlight=False)
    uvicorn.run(application, host=host, port=port, log_level="warning")


@app.command()
def demo(
    port: Annotated[int, typer.Option("--port")] = DEFAULT_PORT,
    days_per_minute: Annotated[
        float, typer.Option("--days-per-minute", min=0.1, help="How fast the sample week passes.")
    ] = 2.0,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="FILE",
            help="Keep the database; else it is thrown away.",
            show_default=False,
        ),
    ] = None,
    pages: Annotated[
        Path | None,
        typer.Option(
            "--pages",
            metavar="FOLDER",
            help="Only write the sample's pages there, to try other commands on.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """See the whole machine at work: invented outlets publish, stories grow, alerts arrive."""
    from tawatur.demo import run_demo, write_pages

    if pages is not None:
        err.print(f"{len(write_pages(pages))} pages written to {pages}", highlight=False)
        return
    run_demo(port=port, days_per_minute=days_per_minute, data=data, serve=_serve, say=err.print)


# --------------------------------------------------------------------------- looking


@app.command()
def stories(
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
    language: Annotated[str | None, typer.Option("--language", show_default=False)] = None,
    limit: Annotated[int, typer.Option("--limit", min=1)] = 20,
    order: Annotated[str, typer.Option("--order", help="newest, opened or origins.")] = "newest",
    bidi: Bidi = False,
) -> None:
    """List stories, the newest development first."""
    if order not in {"newest", "opened", "origins"}:
        raise typer.BadParameter("newest, opened or origins", param_hint="--order")
    with _open(data) as store:
        found = store.stories(limit=limit, language=language, order=order)
    if json:
        _print_json(as_json.stories_json(found))
    else:
        terminal.print_stories(out, found, bidi=bidi)


@app.command()
def story(
    story_id: Annotated[str, typer.Argument(metavar="STORY")],
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
    language: Annotated[str, typer.Option("--language", help="Of our own words: en or ar.")] = "en",
    bidi: Bidi = False,
) -> None:
    """Show one story: its account sheet, quotations, origins, timeline and articles."""
    with _open(data) as store:
        dossier = store.dossier(story_id)
    if dossier is None:
        err.print(f"no story {story_id}", highlight=False)
        raise typer.Exit(1)
    if json:
        _print_json(as_json.story_json(story_view(dossier, language)))
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
    with _open(data) as store:
        hits = store.search(" ".join(query), limit=limit, language=language)
    if json:
        _print_json(as_json.hits_json(hits))
    else:
        terminal.print_hits(out, hits, bidi=bidi)
    raise typer.Exit(0 if hits else 1)


@app.command()
def export(
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Else standard output.", show_default=False),
    ] = None,
) -> None:
    """Everything: a TSV table of articles, or with --json articles, stories and notices."""
    with _open(data) as store:
        dossiers = [
            pipeline.with_dates_resolved(dossier)
            for story_id in store.story_ids()
            if (dossier := store.dossier(story_id))
        ]
        exported = as_json.export_json(dossiers, store.notices(limit=1_000_000))
    if json:
        encoded = msgspec.json.format(msgspec.json.encode(exported), indent=1) + b"\n"
    else:
        encoded = _tsv(exported["articles"]).encode()
    if output:
        output.write_bytes(encoded)
    else:
        sys.stdout.write(encoded.decode())


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
    with _open(data) as store:
        counts, sources, failures = store.counts(), store.sources(), store.failures(limit=10)
    if json:
        _print_json({"counts": counts, "sources": sources, "failures": failures})
    else:
        terminal.print_status(out, counts, sources, failures)


# --------------------------------------------------------------------------- watches


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
        created_at=_now(now),
        min_origins=min_origins,
        kinds=tuple(kind),
        interface_language=interface,  # type: ignore[arg-type]
    )
    with _open(data, must_exist=False) as store, store.transaction():
        store.add_watch(made)
    if json:
        _print_json(made)
    else:
        out.print(f"watch {made.id}: {name} {query}".rstrip(), highlight=False)


@watch_app.command("list")
def watch_list(data: Data = DEFAULT_DATA, json: AsJson = False) -> None:
    """The watches that are on."""
    with _open(data) as store:
        watches = store.watches()
    if json:
        _print_json(watches)
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
    with _open(data) as store, store.transaction():
        stopped = store.stop_watch(watch_id)
    if not stopped:
        err.print(f"no watch {watch_id} that is on", highlight=False)
        raise typer.Exit(1)


# --------------------------------------------------------------------------- measuring


@app.command(rich_help_panel="Measuring")
def predict(
    task: Annotated[str, typer.Argument(metavar="TASK")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl.gz")],
    predictions: Annotated[Path, typer.Argument(metavar="OUT.jsonl")],
) -> None:
    """Write predictions for a labelled file, by the code that the pipeline runs; labels are stripped."""
    from tawatur.predict import predict_file

    written = predict_file(task, gold, predictions)
    err.print(f"{written} records written to {predictions}", highlight=False)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        out.print(f"tawatur {__version__}", highlight=False)
        raise typer.Exit()


def main() -> None:
    """The command, with our own errors said in one line and Ctrl-C without a traceback."""
    try:
        app()
    except (InputError, StoreError, SettingError, TawaturError) as error:
        err.print(f"[red]error:[/red] {error}", highlight=False, soft_wrap=True)
        raise SystemExit(1) from None
    except BrokenPipeError:  # `tawatur stories | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        raise SystemExit(130) from None
