"""The ``tawatur`` command.

Output is for people by default; ``--json`` gives the same as data (docs/json.md). Exit codes: 0
done, 1 nothing could be read or found, 2 the command was given wrongly. A file here holds the
commands of one area; the help lists them in the order in which they are imported.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from tawatur import __version__

# isort: off
from tawatur.cli import documents, watching, alerting, looking, curating, serving, measuring

# isort: on
from tawatur.cli.common import app, err, out
from tawatur.errors import InputError, SettingError, StoreError, TawaturError

__all__ = [
    "alerting",
    "app",
    "curating",
    "documents",
    "looking",
    "main",
    "measuring",
    "serving",
    "watching",
]


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
