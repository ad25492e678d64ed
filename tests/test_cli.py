"""The command as a person uses it: what it prints, what it refuses, and its exit codes."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tawatur import __version__
from tawatur.cli import app
from tawatur.sample import sample_pages

ARTICLE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Bridge at Wadi Halwan reopens</title>
<meta property="og:site_name" content="The Valley Courier">
<meta property="article:published_time" content="2026-03-12T09:30:00+02:00"></head><body><article>
<h1>Bridge at Wadi Halwan reopens</h1>
<p>The stone bridge at Wadi Halwan reopened on Thursday after two years of repairs, the governor said.</p>
<p>“We kept every stone that could be kept,” Governor Selma Ardan told reporters. About 4,000 cars
are expected to cross it each day, according to the roads office.</p>
<p>The bridge was closed in March 2024, when a flood carried away its second pier.</p>
</article></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.html"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def run(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def test_version() -> None:
    assert __version__ in run("--version").output


def test_help_of_every_command_teaches() -> None:
    for command in ("read", "compare", "add", "poll", "run", "serve", "demo", "stories", "story",
                    "search", "export", "status", "predict", "extract", "cluster"):  # fmt: skip
        assert len(run(command, "--help").output) > 200


def test_read_shows_what_the_article_says(page: Path) -> None:
    output = run("read", page).output
    for piece in ("The Valley Courier", "Bridge at Wadi Halwan reopens", "Selma Ardan"):
        assert piece in output


def test_read_json(page: Path) -> None:
    record = json.loads(run("read", "--json", page).stdout)
    assert record["title"] == "Bridge at Wadi Halwan reopens"
    assert record["outlet"] == "The Valley Courier"
    assert record["published"] == "2026-03-12T07:30:00Z"
    assert any(q["speaker"] and "Ardan" in q["speaker"] for q in record["quotations"])
    assert any(d["value"] == "2026-03-12" for d in record["dates"])


@pytest.mark.parametrize("stage", ["extract", "clean", "annotate", "embed"])
def test_each_stage_runs_alone(page: Path, stage: str) -> None:
    assert json.loads(run(stage, page).stdout)


@pytest.mark.parametrize("stage", ["trace", "cluster", "align", "develop"])
def test_each_stage_of_several_documents_runs_alone(page: Path, stage: str) -> None:
    other = page.with_name("other.html")
    other.write_text(ARTICLE.replace("The Valley Courier", "Delta News"), encoding="utf-8")
    assert json.loads(run(stage, page, other).stdout)


def test_compare_writes_one_page(page: Path, tmp_path: Path) -> None:
    other = page.with_name("other.html")
    text = ARTICLE.replace("The Valley Courier", "Delta News").replace("4,000", "2,500")
    other.write_text(text, encoding="utf-8")
    target = tmp_path / "side-by-side.html"
    run("compare", page, other, "--html", target)
    written = target.read_text(encoding="utf-8")
    assert "Delta News" in written and "<script" not in written


# ------------------------------------------------------------------ the desk


def test_add_then_look(page: Path, tmp_path: Path) -> None:
    data = ("--data", tmp_path / "desk.db")
    assert "1 new articles" in run("add", page, *data).output
    stories = json.loads(run("stories", "--json", *data).stdout)["stories"]
    assert len(stories) == 1
    story = json.loads(run("story", stories[0]["id"], "--json", *data).stdout)
    assert story["articles"][0]["outlet"] == "The Valley Courier"
    assert "Wadi Halwan" in run("story", stories[0]["id"], *data).output
    hits = json.loads(run("search", "bridge", "governor", "--json", *data).stdout)["hits"]
    assert [hit["outlet"] for hit in hits] == ["The Valley Courier"]
    run("search", "submarine", *data, code=1)
    exported = json.loads(run("export", "--json", *data).stdout)
    assert exported["articles"][0]["story_id"] == stories[0]["id"]
    assert exported["stories"][0]["independent_origins"] == 1
    table = run("export", *data).stdout.splitlines()
    assert len(table) == 2 and table[0].split("\t")[1] == "url"
    assert json.loads(run("status", "--json", *data).stdout)["counts"]["articles"] == 1
    assert "unchanged" in run("add", page, *data).output


def test_no_database_is_said_plainly(tmp_path: Path) -> None:
    result = run("stories", "--data", tmp_path / "none.db", code=1)
    assert "none.db" in result.output
    assert not (tmp_path / "none.db").exists()


def test_watches(tmp_path: Path) -> None:
    data = ("--data", tmp_path / "desk.db")
    made = json.loads(
        run(
            "watch",
            "add",
            "--topic",
            "سدود الأنهار",
            "--email",
            "desk@example.org",
            "--json",
            *data,
        ).stdout
    )
    assert "سدود الأنهار" in run("watch", "list", *data).output
    run("watch", "stop", made["id"], *data)
    run("watch", "stop", made["id"], *data, code=1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("watch", "add", "--email", "desk@example.org"),
        ("watch", "add", "--breaking", "--topic", "x", "--email", "desk@example.org"),
        ("watch", "add", "--breaking", "--email", "a@b\nBcc: c@d"),
        ("poll", "--now", "yesterday"),
        ("stories", "--order", "alphabet"),
        ("read",),
        ("unknown-command",),
    ],
)
def test_wrong_use_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    extra = () if arguments[0] in {"read", "unknown-command"} else ("--data", tmp_path / "desk.db")
    run(*arguments, *extra, code=2)


def test_archives_are_seen_when_they_were_published(tmp_path: Path) -> None:
    lines = [
        {"url": "https://a.example/1", "title": "Dam level falls", "text": "The level of the dam fell by a metre in June. " * 4,
         "published": "2019-06-03T08:00:00Z", "outlet": "Delta News", "lang": "en"},
    ]  # fmt: skip
    archive = tmp_path / "old.jsonl.gz"
    with gzip.open(archive, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)
    data = ("--data", tmp_path / "desk.db")
    run("add", archive, "--as-published", *data)
    (story,) = json.loads(run("stories", "--json", *data).stdout)["stories"]
    assert story["opened_at"] == "2019-06-03T08:00:00Z"


# ------------------------------------------------------------------ bad input


def bad_inputs(folder: Path) -> dict[str, Path]:
    """One file of each bad kind, by what the message must say."""
    made = {
        "empty": folder / "empty.html",
        "20 MB": folder / "huge.html",
        "PDF": folder / "paper.html",
        "gzip": folder / "cut.html.gz",
        "no such": folder / "nowhere.html",
        "binary": folder / "noise.txt",
    }
    made["empty"].write_bytes(b"")
    made["20 MB"].write_bytes(b"<html><body>" + b"<p>word word word</p>" * 1_000_000)
    made["PDF"].write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    made["gzip"].write_bytes(gzip.compress(ARTICLE.encode())[:200])
    made["binary"].write_bytes(bytes(range(256)) * 40)
    return made


def test_each_bad_input_is_named_and_the_rest_is_done(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    made = bad_inputs(folder)
    data = ("--data", tmp_path / "desk.db")
    result = run("add", *made.values(), page, *data)  # 0: one was read
    for path in made.values():
        assert path.name in result.output
    assert "1 new articles" in result.output
    counts = json.loads(run("status", "--json", *data).stdout)["counts"]
    assert (counts["articles"], counts["failures"]) == (1, len(made))


def test_exit_code_1_when_nothing_could_be_read(tmp_path: Path) -> None:
    for path in bad_inputs(tmp_path).values():
        for command in ("read", "compare", "extract"):
            assert path.name in run(command, path, code=1).output


def test_a_broken_line_of_jsonl_costs_only_that_line(tmp_path: Path) -> None:
    good = {
        "url": "https://a.example/{}",
        "title": "Dam level {}",
        "text": "The dam lost a metre. " * 9,
    }
    path = tmp_path / "some.jsonl"
    path.write_text(
        json.dumps(
            {**good, "url": "https://a.example/1", "text": "The dam lost a metre of water. " * 9}
        )
        + '\n{"url": "https://a.example/2", "title": \n'
        + json.dumps(
            {**good, "url": "https://a.example/3", "published": "the day before the flood"}
        )
        + "\n",
        encoding="utf-8",
    )
    data = ("--data", tmp_path / "desk.db")
    result = run("add", path, *data)
    assert "line 2" in result.output
    assert json.loads(run("status", "--json", *data).stdout)["counts"]["articles"] == 2


def test_a_wrong_declared_encoding_is_seen_through(tmp_path: Path) -> None:
    text = "افتتح المحافظ صباح اليوم جسر الوادي بعد عامين من أعمال الترميم، وقال إن الجسر آمن. "
    html = f"<html lang=ar><head><meta charset=utf-8><title>جسر الوادي</title></head><body><article><h1>جسر الوادي</h1><p>{text * 3}</p><p>{text}</p></article></body></html>"
    path = tmp_path / "wrong.html"
    path.write_bytes(html.encode("cp1256"))
    assert "جسر الوادي" in json.loads(run("read", "--json", path).stdout)["text"]


def test_a_folder_without_permission(page: Path) -> None:
    run("read", page)  # nobody may not be allowed to load what is imported late
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer) / "locked"
        folder.mkdir()
        (folder / "a.html").write_text(ARTICLE)
        Path(outer).chmod(0o755)
        folder.chmod(0)
        was = os.geteuid()
        if was == 0:  # root may read everything, so root asks as nobody
            os.seteuid(65534)
        try:
            output = run("read", folder, code=1).output
        finally:
            os.seteuid(was)
            folder.chmod(0o700)
        assert "locked" in output and "ermission" in output


def test_a_database_that_is_none_is_named(tmp_path: Path, page: Path) -> None:
    data = tmp_path / "notes.db"
    data.write_text("a shopping list " * 100)
    command = [sys.executable, "-m", "tawatur", "add", str(page), "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "notes.db" in done.stderr and "Traceback" not in done.stderr
    assert data.read_text().startswith("a shopping list")


def test_predict_strips_labels_and_names_a_wrong_task(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    row = {
        "id": "x",
        "set": "own",
        "lang": "en",
        "dct": "2026-03-12",
        "text": "They met on Monday.",
        "timexes": "a label",
    }
    gold.write_text(json.dumps(row) + "\n")
    run("predict", "dates", gold, tmp_path / "out.jsonl")
    (made,) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert made["id"] == "x" and made["timexes"]
    command = [
        sys.executable,
        "-m",
        "tawatur",
        "predict",
        "horoscope",
        str(gold),
        str(tmp_path / "o"),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and "horoscope" in done.stderr and "Traceback" not in done.stderr


def test_a_sample_page_from_disk_reads_like_one_from_the_net(tmp_path: Path) -> None:
    page = next(page for page in sample_pages() if b"windows-1256" in page.body[:1000])
    path = tmp_path / "page.html"
    path.write_bytes(page.body)
    assert json.loads(run("read", "--json", path).stdout)["language"] == "ar"


def test_a_private_address_is_watched_with_a_word_of_warning(tmp_path: Path) -> None:
    data = ["--data", str(tmp_path / "desk.db")]
    warned = run("add", "http://127.0.0.1:8099/feed.xml", "http://outlet.example/rss", *data)
    assert warned.exit_code == 0
    assert "--allow-private 127.0.0.1:8099" in warned.stderr
    assert "outlet.example" not in warned.stderr
    allowed = run(
        "add", "http://127.0.0.1:8099/feed.xml", "--allow-private", "127.0.0.1:8099", *data
    )
    assert allowed.exit_code == 0 and not allowed.stderr


# ------------------------------------------------------------------ names and words of others


def test_what_looks_like_markup_is_only_text(page: Path, tmp_path: Path) -> None:
    """A note, a topic and a file name may hold square brackets, as may a headline."""
    data = ("--data", tmp_path / "desk.db")
    empty = tmp_path / "[draft] notes[ :warning: ].txt"
    empty.write_text("")
    odd = tmp_path / "[bold]" / "[old].txt"
    odd.parent.mkdir()
    odd.write_text("")
    result = run("add", page, empty, odd, *data)
    assert "[draft] notes[ :warning: ].txt" in result.stderr and "[bold]/[old].txt" in result.stderr
    made = run("watch", "add", "--feed", "--topic", "bridges [/dim] and dams", *data)
    assert "bridges [/dim] and dams" in made.output
    (story,) = json.loads(run("stories", "--json", *data).stdout)["stories"]
    article = story["outlets"][0]["article_id"]
    pinned = run("curate", "pin", article, "--by", "[/desk]", "--note", "seen [x]", *data).output
    assert "by [/desk]: seen [x]" in pinned and "[/desk]" in run("curate", "list", *data).output


def test_a_file_name_of_other_bytes_is_written_everywhere(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text(
        "The dam lost a metre of water on Monday, the office said.", encoding="utf-8"
    )
    (tmp_path / os.fsdecode(b"vide\xe9.txt")).write_text("")
    record = json.loads(run("read", "--json", tmp_path / name).stdout)
    assert "caf" in record["page_name"]
    result = run("add", tmp_path, "--data", tmp_path / "desk.db")
    assert "1 new articles" in result.output and "vide" in result.output


def test_what_cannot_be_written_is_named(page: Path, tmp_path: Path) -> None:
    data = ("--data", tmp_path / "desk.db")
    run("add", page, *data)
    nowhere = tmp_path / "nowhere" / "out"
    for command in (("export",), ("export", "--json"), ("curate", "export"), ("opml", "export")):
        assert "No such file" in run(*command, "--output", nowhere, *data, code=2).stderr
    assert "exists" in run("demo", "--pages", page, code=2).stderr
    target = tmp_path / "articles.tsv"
    said = run("export", "--output", target, *data)
    assert str(target) in said.stderr and not said.stdout
    assert target.read_text(encoding="utf-8").startswith("id\turl\t")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("read", "x.html", "--now", "0001-01-01T00:00+10:00"), "is not a time"),
        (("compare", "x.html", "--language", "xx"), "'en', 'ar'"),
        (("story", "x", "--language", "xx"), "'en', 'ar'"),
        (("serve", "--port", "99999"), "65535"),
        (("record", "out.db", "--since", "lately"), "--since"),
        (("watch", "add", "--story", "nosuch", "--feed"), "no story nosuch"),
    ],
)
def test_an_impossible_value_is_refused_with_its_option(
    page: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    data = tmp_path / "desk.db"
    run("add", page, "--data", data)
    output = run(
        *arguments, *(() if arguments[0] in ("read", "compare") else ("--data", data)), code=2
    )
    assert said in " ".join(output.stderr.replace("│", " ").split())


def test_a_nameless_file_is_not_the_folder_we_stand_in() -> None:
    assert "without a name" in run("read", "", code=1).stderr


def test_a_taken_port_ends_the_command_with_its_reason(page: Path, tmp_path: Path) -> None:
    data = tmp_path / "desk.db"
    run("add", page, "--data", data)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run("serve", "--data", data, "--port", taken.getsockname()[1], code=1)


def test_nobody_is_not_erased(page: Path, tmp_path: Path) -> None:
    data = ("--data", tmp_path / "desk.db")
    run("watch", "add", "--breaking", "--email", "desk@example.org", *data)
    assert (
        "nothing is kept" in run("subscriber", "erase", "nobody@example.org", *data, code=1).output
    )
    assert "1 watches" in run("subscriber", "erase", "desk@example.org", *data).output


def test_returned_mail_that_cannot_be_read_is_named(page: Path, tmp_path: Path) -> None:
    data = ("--data", tmp_path / "desk.db")
    run("add", page, *data)
    assert "nowhere" in run("bounces", tmp_path / "nowhere", *data, code=1).stderr


def command(*arguments: object, **how: Any) -> subprocess.Popen[str]:
    """The command as a process of its own."""
    line = [sys.executable, "-m", "tawatur", *map(str, arguments)]
    return subprocess.Popen(line, stderr=subprocess.PIPE, text=True, **how)


def test_a_reader_that_hangs_up_and_a_full_disk_are_no_tracebacks(page: Path) -> None:
    hung_up = command("read", "--json", page, stdout=subprocess.PIPE)
    assert hung_up.stdout
    hung_up.stdout.close()
    assert not hung_up.communicate()[1]
    with open("/dev/full", "w") as full:
        _, said = command("read", page, stdout=full).communicate()
    assert "No space left" in said and "Traceback" not in said


def test_an_address_with_a_password_is_not_watched(tmp_path: Path) -> None:
    data = ("--data", tmp_path / "desk.db")
    inputs = ("https://me:secret@outlet.example/rss", "https://other.example/rss")
    result = run("add", *inputs, *data)
    assert "with a password" in result.stderr and "watching https://other" in result.output
    assert "secret" not in run("sources", *data).output


def test_predict_names_the_row_and_the_file(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"pair_id": "1", "a": {}, "b": {}}\n{"pair_id": "2"}\n')
    done = command("predict", "pairs", gold, tmp_path / "out.jsonl")
    said = done.communicate()[1]
    assert done.returncode == 1 and "row 2" in said and "Traceback" not in said
    assert "No such file" in run("predict", "dates", gold, tmp_path / "no" / "out", code=2).stderr
