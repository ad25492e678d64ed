"""The ``tawatur`` command.

Output is for people by default; ``--json`` gives the same as data (docs/json.md). Exit codes: 0
done, 1 nothing could be read or found, 2 the command was given wrongly. A file here holds the
commands of one area; the help lists them in the order in which they are imported.
"""

from __future__ import annotations

import errno
from typing import Annotated

import typer

from tawatur import __version__

# isort: off
from tawatur.cli import (
    documents,
    watching,
    recording,
    alerting,
    looking,
    curating,
    serving,
    measuring,
)

# isort: on
from tawatur.cli.common import app, err, say
from tawatur.errors import TawaturError

__all__ = [
    "alerting",
    "app",
    "curating",
    "documents",
    "looking",
    "main",
    "measuring",
    "recording",
    "serving",
    "watching",
]


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        say(f"tawatur {__version__}")
        raise typer.Exit()


def main() -> None:
    """The command, with our own errors and a full disk said in one line.

    Ctrl-C and a reader that hangs up (``tawatur stories | head``) are typer's: it ends quietly.
    """
    try:
        app()
    except TawaturError as error:
        say(("error:", "red"), f" {error}", to=err)
        raise SystemExit(1) from None
    except OSError as error:
        if error.errno != errno.ENOSPC:  # a bug, or a machine that fails: with its traceback
            raise
        say(("error:", "red"), f" what was to be written: {error.strerror}", to=err)
        raise SystemExit(1) from None
