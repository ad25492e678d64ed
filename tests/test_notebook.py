"""What the library call gives back: rows, files, and a display that a notebook can trust."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from pathlib import Path

import pyarrow.parquet

import tawatur
from dossiers import ferry, hostile
from tawatur.model import Dossier
from tawatur.publish.notebook import Comparison


class Tags(HTMLParser):
    """The start tags of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    return parser.found


def test_it_is_the_dossier_and_says_what_it_holds() -> None:
    sheet = Comparison.of(ferry())
    assert isinstance(sheet, Dossier)
    assert sheet.origins == ferry().origins
    assert repr(sheet).startswith("<Comparison of 6 articles: 3 independent origins (")
    assert "1 disputed" in repr(sheet)


def test_rows_are_dictionaries_with_one_set_of_columns() -> None:
    rows = Comparison.of(ferry()).to_rows()
    assert len({tuple(row) for row in rows}) == 1
    assert rows[0]["kind"] == "article" and rows[0]["outlet"] == "Barid al-Mina"


def test_files_hold_the_rows(tmp_path: Path) -> None:
    sheet = Comparison.of(ferry())
    sheet.to_csv(tmp_path / "t.csv")
    sheet.to_parquet(tmp_path / "t.parquet")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == len(sheet.to_rows())
    assert pyarrow.parquet.read_table(tmp_path / "t.parquet").num_rows == len(sheet.to_rows())


def test_a_notebook_shows_the_sheet_in_a_frame_without_script() -> None:
    shown = Comparison.of(ferry())._repr_html_()
    (frame,) = tags(shown)
    assert frame[0] == "iframe"
    assert "allow-scripts" not in (frame[1]["sandbox"] or "")
    assert "allow-same-origin" not in (frame[1]["sandbox"] or "")
    inside = frame[1]["srcdoc"] or ""
    assert "Ferry with 214 aboard" in inside
    loaded = [a for _, a in tags(inside) if "src" in a or a.get("rel") == "stylesheet"]
    assert not loaded, "the display must not load anything"


def test_what_an_article_says_stays_text_in_a_notebook() -> None:
    shown = Comparison.of(hostile())._repr_html_()
    assert len(tags(shown)) == 1, "an article broke out of its frame"
    inside = tags(shown)[0][1]["srcdoc"] or ""
    names = {tag for tag, _ in tags(inside)}
    assert not names & {"script", "img", "b<x", "object", "embed"}
    assert not [a for _, a in tags(inside) if any(k.startswith("on") for k in a)]
    assert "javascript:" not in "".join(str(a.get("href")) for _, a in tags(inside))


def test_one_name_is_one_document_and_not_its_letters(tmp_path: Path) -> None:
    page = tmp_path / "fire.txt"
    page.write_text("The minister said on Monday that 12 people were hurt in the port.")
    for given in (page, str(page), [str(page)]):
        assert len(tawatur.compare(given).readings) == 1
