"""What ``tawatur.compare`` returns: a dossier that shows itself in notebooks and writes itself out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup

from tawatur.model import Dossier
from tawatur.publish.html import render_compare
from tawatur.publish.json import compare_json
from tawatur.publish.phrases import count_sentence
from tawatur.publish.rows import COLUMNS, rows_of, write_csv, write_parquet
from tawatur.publish.views import summarise

# Of the frame in a notebook: some two screens of a sheet; the rest scrolls inside.
_FRAME_HEIGHT_REM = 44


class Comparison(Dossier, frozen=True, kw_only=True):
    """A dossier with the ways to show it and to write it out."""

    @classmethod
    def of(cls, dossier: Dossier) -> Comparison:
        """The same facts."""
        return cls(**{name: getattr(dossier, name) for name in Dossier.__struct_fields__})

    def __repr__(self) -> str:
        sheet, summary = self.sheet, summarise(self)
        disputed = sum(c.relation == "conflict" for c in sheet.conflicts)
        return (
            f"<Comparison of {len(self.readings)} articles: {count_sentence(summary, 'en')} "
            f"{len(sheet.points)} points, {disputed} disputed, {len(sheet.quotes)} quotations>"
        )

    def to_rows(self) -> list[dict[str, str | int | float | bool | datetime | None]]:
        """The table of docs/tables.md, a dictionary for each row; ``pandas.DataFrame`` takes it."""
        return [{name: getattr(row, name) for name in COLUMNS} for row in rows_of(self)]

    def to_csv(self, path: str | Path) -> None:
        """The same table as a CSV file."""
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            write_csv(rows_of(self), file)

    def to_parquet(self, path: str | Path) -> None:
        """The same table as a Parquet file."""
        write_parquet(rows_of(self), Path(path))

    def to_html(self, language: Literal["en", "ar"] = "en") -> str:
        """The sheet as one page that needs no other file, made to be printed or sent."""
        return render_compare(self, language)

    def to_json(self) -> dict[str, Any]:
        """The story record of docs/json.md with the article records under ``readings``."""
        return compare_json(self)

    def _repr_html_(self) -> str:
        """For notebooks. The page stands in a frame of its own without script, so that neither
        its style reaches the notebook nor anything in an article does; links open beside it."""
        return Markup(
            '<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="{}" srcdoc="{}"'
            ' style="width:100%;height:{}rem;border:1px solid #82878c"></iframe>'
        ).format("tawatur", render_compare(self, "en"), _FRAME_HEIGHT_REM)
