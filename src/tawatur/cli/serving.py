"""Commands that serve the page: serve, demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tawatur.cli.common import (
    DEFAULT_DATA,
    DEFAULT_PORT,
    Data,
    Port,
    app,
    err,
    open_store,
    say,
    serve_page,
    settings_of,
    write_file,
)


@app.command()
def serve(
    data: Data = DEFAULT_DATA,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Port = DEFAULT_PORT,
) -> None:
    """Serve the page on what the database holds."""
    with open_store(data) as store:
        serve_page(store, settings_of(), data, host, port, live=False)


@app.command()
def demo(
    port: Port = DEFAULT_PORT,
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
        write_file(pages, lambda folder: len(write_pages(folder)), "pages")
        return
    run_demo(
        port=port, days_per_minute=days_per_minute, data=data, serve=serve_page,
        say=lambda line: say(line, to=err),
    )  # fmt: skip
