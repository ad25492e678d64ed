"""The picture of the house, held: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "tawatur"

GROUND = {"model", "errors", "settings", "text", "naming", "knowledge", "stamps", "encodings",
    "line_shape", "line_reasons", "wording", "origins", "headlines",
}  # fmt: skip
STAGES = {
    "fetch", "extract", "clean", "annotate", "embed", "trace", "cluster", "align", "versions",
    "develop", "publish", "alert",
}  # fmt: skip
# What each part may import of ours beside itself. `pipeline` is the only place where stages,
# store and engine meet; everything above it talks to stages through it.
MAY_IMPORT: dict[str, set[str]] = {
    **dict.fromkeys(GROUND, GROUND),
    **dict.fromkeys(STAGES, GROUND),
    "store": GROUND | {"publish"},  # the type of a story's card, which it keeps ready-made
    "engine": GROUND,
    "watching": GROUND | {"fetch", "store"},
    "curating": GROUND | {"store"},
    "outbox": GROUND | {"alert", "store", "publish"},
    "reading": GROUND | STAGES,
    "dossiers": GROUND | STAGES | {"reading"},
    "pipeline": GROUND | STAGES | {"reading", "dossiers", "store", "engine", "watching", "outbox"},
    "sample": GROUND,
    "web": GROUND | {"publish", "store", "alert", "watching"},  # watching: what hubs deliver
}
NOT_IN_STAGES = {"sqlite3", "httpx", "socket", "time", "random", "subprocess"}


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write the whole name"
            base = node.module or ""
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def ours(names: set[str]) -> set[str]:
    parts = {name.split(".")[1] for name in names if name.startswith("tawatur.")}
    known = {part_of(p) for p in SOURCE.rglob("*.py")}
    return parts & known


FILES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_only_what_its_layer_may(path: Path) -> None:
    part = part_of(path)
    allowed = MAY_IMPORT.get(part)
    if allowed is None:  # cli, predict, worker, package entry points: the top of the house
        return
    extra = ours(imports_of(path)) - allowed - {part}
    assert not extra, f"{path.relative_to(SOURCE)} imports {sorted(extra)}"


@pytest.mark.parametrize("path", [p for p in FILES if part_of(p) in STAGES - {"fetch"}], ids=str)
def test_stages_know_no_database_network_or_clock(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports_of(path)}
    assert not roots & NOT_IN_STAGES
    source = path.read_text(encoding="utf-8")
    assert "datetime.now(" not in source and "utcnow(" not in source and "date.today(" not in source
