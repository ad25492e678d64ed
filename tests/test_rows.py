"""The table for researchers: what stands in it can be traced to the text, in CSV and Parquet alike."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow.parquet
import pytest
import regex
from typer.testing import CliRunner

from dossiers import ferry, hostile
from tawatur.cli import app
from tawatur.model import Dossier
from tawatur.publish.rows import COLUMNS, Row, rows_of, write_csv, write_parquet

ROOT = Path(__file__).resolve().parents[1]


def text_at(dossier: Dossier, row: Row) -> str:
    reading = next(r for r in dossier.readings if r.article.id == row.article_id)
    assert row.part == "text" and row.start is not None and row.end is not None
    return reading.article.text[row.start : row.end]


def test_every_span_is_the_text_of_its_row() -> None:
    dossier = ferry()
    rows = [r for r in rows_of(dossier) if r.start is not None and r.kind != "version"]
    assert {r.kind for r in rows} >= {"point", "conflict", "quotation", "settled-date"}
    for row in rows:
        assert row.text and row.text == text_at(dossier, row), row


def test_a_point_has_a_row_for_each_account_and_says_whose_it_is() -> None:
    rows = [r for r in rows_of(ferry()) if r.kind == "point" and r.id == "p1"]
    assert [r.number for r in rows] == list(range(6))
    by_outlet = {r.outlet: r for r in rows}
    assert by_outlet["The Harbour Ledger"].origin == "وكالة المرفأ"
    assert by_outlet["The Harbour Ledger"].origin_kind == "translation"
    assert by_outlet["The Harbour Ledger"].source_article_id == "marfa"
    assert by_outlet["Barid al-Mina"].origin_kind == "independent"
    assert by_outlet[None].origin_counts is False  # nobody knows whose it is
    assert {r.happened for r in rows} == {"2026-03-12T17:32Z"}


def test_both_sides_of_a_conflict_lead_to_the_figure_itself() -> None:
    rows = [r for r in rows_of(ferry()) if r.kind == "conflict"]
    assert [(r.side, r.value, r.text, r.voucher) for r in rows] == [
        (0, "17", "17", "مديرية الصحة"),
        (1, "31", "31", "إلياس قرطاس"),
    ]


def test_a_cut_quotation_is_marked_as_cut_with_the_words_it_changed() -> None:
    rows = [r for r in rows_of(ferry()) if r.kind == "quotation"]
    assert [r.cut for r in rows] == [False, False, True]
    assert rows[2].words_missing == 9
    assert rows[2].differing == "coupables seront punis"
    assert rows[2].language == "fr"


def test_csv_and_parquet_say_the_same(tmp_path: Path) -> None:
    rows = [*rows_of(ferry()), *rows_of(hostile())]
    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
        assert write_csv(rows, file) == len(rows)
    write_parquet(rows, tmp_path / "t.parquet")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        from_csv = list(csv.DictReader(file))
    table = pyarrow.parquet.read_table(tmp_path / "t.parquet")
    assert tuple(table.column_names) == COLUMNS
    from_parquet = table.to_pylist()
    assert len(from_csv) == len(from_parquet) == len(rows)
    for left, right, row in zip(from_csv, from_parquet, rows, strict=True):
        assert right == {c: getattr(row, c) for c in COLUMNS}
        assert left["text"] == (row.text or "")
        assert left["start"] == ("" if row.start is None else str(row.start))
        assert left["origin_counts"] == {True: "true", False: "false", None: ""}[row.origin_counts]
        assert left["seen_at"] == (
            row.seen_at.strftime("%Y-%m-%dT%H:%M:%SZ") if row.seen_at else ""
        )


def test_a_table_without_rows_still_has_its_columns(tmp_path: Path) -> None:
    file = io.StringIO()
    assert write_csv([], file) == 0
    assert file.getvalue().strip().split(",") == list(COLUMNS)
    assert write_parquet([], tmp_path / "none.parquet") == 0
    assert pyarrow.parquet.read_table(tmp_path / "none.parquet").num_rows == 0


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_documented(column: str) -> None:
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert regex.search(rf"^\|[^|]*`{column}`", text, regex.MULTILINE), column


def test_every_kind_of_row_is_documented() -> None:
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    for kind in {r.kind for r in rows_of(ferry())}:
        assert f"| `{kind}` |" in text, kind


TALKS = (
    "Talks on the grain corridor ended in Muscat on Tuesday after four hours, the Omani foreign "
    "ministry said.\n\n“We agreed on nine insurers,” Minister Arkady Lozovsky told reporters.\n"
)
AGAIN = (
    "The second round on the grain corridor closed in Muscat on Tuesday, a diplomat said. It "
    "lasted six hours.\n\nNine insurers were agreed on, according to Lozovsky.\n"
)


def test_the_commands_write_the_tables(tmp_path: Path) -> None:
    page = "<html lang=en><title>{0}</title><article><h1>{0}</h1><p>{1}</article>"
    for name, text in (("one", TALKS), ("two", AGAIN)):
        body = page.format(f"Grain talks end in Muscat, {name}", text.replace("\n\n", "<p>"))
        (tmp_path / f"{name}.html").write_text(body, "utf-8")
    files = [str(tmp_path / "one.html"), str(tmp_path / "two.html")]
    csv_file, parquet_file = tmp_path / "t.csv", tmp_path / "t.parquet"
    run = CliRunner().invoke(
        app, ["compare", *files, "--csv", str(csv_file), "--parquet", str(parquet_file)]
    )
    assert run.exit_code == 0, run.output
    with csv_file.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["kind"] for r in rows].count("article") == 2
    assert {"point", "quotation"} <= {r["kind"] for r in rows}
    assert pyarrow.parquet.read_table(parquet_file).num_rows == len(rows)

    data = tmp_path / "desk.db"
    assert CliRunner().invoke(app, ["add", *files, "--data", str(data)]).exit_code == 0
    exported = tmp_path / "all.parquet"
    run = CliRunner().invoke(app, ["export", "--data", str(data), "--parquet", str(exported)])
    assert run.exit_code == 0, run.output
    kinds = pyarrow.parquet.read_table(exported).column("kind").to_pylist()
    assert kinds.count("article") == 2


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TALKS, "utf-8")
    for option in ("--csv", "--parquet", "--html"):
        nowhere = tmp_path / "no such folder" / "t"
        run = CliRunner().invoke(app, ["compare", str(tmp_path / "one.txt"), option, str(nowhere)])
        assert run.exit_code == 2, run.output
        assert "No such file or directory" in " ".join(run.output.split())
