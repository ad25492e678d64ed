"""The documentation names every command, option, setting and route, and its links lead somewhere."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
import regex
import typer.main

from tawatur.cli import app
from tawatur.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def commands() -> list[tuple[str, list[str]]]:
    """(name, long options) of every command and subcommand."""
    found = []
    root = typer.main.get_command(app)
    pending = [("tawatur", root)]
    while pending:
        name, command = pending.pop()
        for child_name, child in getattr(command, "commands", {}).items():
            pending.append((f"{name} {child_name}", child))
        if not getattr(command, "commands", None):
            options = [
                option
                for parameter in command.params
                for option in parameter.opts
                if option.startswith("--") and option != "--help"
            ]
            found.append((name, options))
    return sorted(found)


@pytest.mark.parametrize(("name", "options"), commands(), ids=lambda value: str(value)[:40])
def test_every_command_and_option_is_documented(name: str, options: list[str]) -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"`{name}" in text, f"docs/commands.md does not name {name}"
    missing = [option for option in options if option not in text]
    assert not missing, f"docs/commands.md does not name {missing}"


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert f"TAWATUR_{name.upper()}" in text


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in regex.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
