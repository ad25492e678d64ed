"""Lists of feeds as other readers write them, and ours as others read them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from typer.testing import CliRunner

from tawatur.cli import app
from tawatur.errors import UnreadablePage
from tawatur.fetch.opml import is_opml, read_opml, write_opml
from tawatur.model import Source

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LIST = """<?xml version="1.0" encoding="utf-8"?>
<opml version="1.0"><head><title>Sabah</title></head><body>
<outline text="عربي"><outline type="rss" text="صحيفة الشاطئ" xmlUrl="https://alshati.example/rss" htmlUrl="https://alshati.example/"/>
<outline TITLE="المرفأ &amp; الوادي" XMLURL="https://marfa.example/feed?a=1&amp;b=2"/></outline>
<outline type="rss" xmlUrl="https://alshati.example/rss" text="again"/>
<outline type="rss" xmlUrl="file:///etc/passwd" text="no"/><outline text="empty folder"/>
<outline type="link" url="https://kiyi.example/rss.xml" text="Kıyı"/></body></opml>"""


def test_folders_are_flattened_and_each_address_is_there_once() -> None:
    found = read_opml(LIST.encode(), "list.opml")
    assert [(o.url, o.title) for o in found] == [
        ("https://alshati.example/rss", "صحيفة الشاطئ"),
        ("https://marfa.example/feed?a=1&b=2", "المرفأ & الوادي"),
        ("https://kiyi.example/rss.xml", "Kıyı"),
    ]
    assert found[0].page_url == "https://alshati.example/"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-8-sig"])
def test_encodings_and_damage(codec: str) -> None:
    body = LIST.replace("utf-8", codec.removesuffix("-sig")).encode(codec)
    assert is_opml(body) and len(read_opml(body, "x")) == 3
    assert len(read_opml(LIST.replace("</body></opml>", "").encode(), "cut off")) == 3


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body/></opml>', "entities"),
        ("<rss version='2.0'/>", "not-opml"),
        ("", "not-opml"),
    ],
)
def test_what_is_no_list_says_so(body: str, kind: str) -> None:
    with pytest.raises(UnreadablePage) as refused:
        read_opml(body.encode(), "x.opml")
    assert refused.value.kind == kind


def test_out_and_in_again() -> None:
    sources = [
        Source(id="1", url="https://alshati.example/", asked_url="https://alshati.example/rss?x=1&y=2",
               kind="feed", added_at=NOON, outlet='صحيفة "الشاطئ" <أ>\x0b'),
        Source(id="2", url="https://kiyi.example/rss", kind="feed", added_at=NOON),
    ]  # fmt: skip
    body = write_opml(sources, NOON)
    found = read_opml(body, "ours")
    assert [(o.url, o.title) for o in found] == [
        ("https://alshati.example/rss?x=1&y=2", 'صحيفة "الشاطئ" <أ>'),
        ("https://kiyi.example/rss", "https://kiyi.example/rss"),
    ]
    lists = feedparser.parse(body)  # another reader's opinion
    assert not lists.bozo


def test_from_the_command_line(tmp_path: Path) -> None:
    path, data = tmp_path / "list.opml", str(tmp_path / "d.db")
    path.write_text(LIST, encoding="utf-8")
    run = CliRunner()
    done = run.invoke(app, ["opml", "import", str(path), str(tmp_path / "none"), "--data", data])
    assert done.exit_code == 0 and "watching 3 feeds" in done.stdout
    assert run.invoke(app, ["add", str(path), "--data", data]).exit_code == 0  # twice is once
    listed = json.loads(run.invoke(app, ["sources", "--json", "--data", data]).stdout)["sources"]
    assert next((s["url"], s["kind"], s["state"]) for s in listed) == (
        "https://alshati.example/rss", "unknown", "new",
    )  # fmt: skip
    assert len(listed) == 3
    assert "صحيفة الشاطئ" in run.invoke(app, ["sources", "--data", data]).stdout
    out = tmp_path / "out.opml"
    assert run.invoke(app, ["opml", "export", "--output", str(out), "--data", data]).exit_code == 0
    assert len(read_opml(out.read_bytes(), "out")) == 3
    gone = run.invoke(app, ["sources", "--remove", "https://alshati.example/rss", "--data", data])
    assert gone.exit_code == 0
    again = run.invoke(app, ["sources", "--remove", "https://alshati.example/rss", "--data", data])
    assert again.exit_code == 1
    wrong = run.invoke(app, ["add", "https://x.example/", "--kind", "novel", "--data", data])
    assert wrong.exit_code == 2
