"""The commands of alerts, run as commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dossiers import at, ferry
from tawatur.cli import app
from tawatur.outbox import Outbox
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from test_alert_rules import ARF, DSN
from test_outbox import SENDER, publish, tell


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    with SqliteStore(path) as store:
        publish(store, ferry())
    return path


def run(data: Path, *arguments: str, exit_code: int = 0, stdin: bytes | None = None) -> str:
    result = CliRunner().invoke(app, [*arguments, "--data", str(data)], input=stdin)
    assert result.exit_code == exit_code, result.output
    return result.output


def as_json(data: Path, *arguments: str) -> Any:
    return json.loads(run(data, *arguments, "--json"))


def test_a_watch_with_all_its_rules(data: Path) -> None:
    made = as_json(
        data, "watch", "add", "--breaking", "--min-origins", "3", "--email", "desk@example.org",
        "--languages", "ar,en", "--quiet", "22:00-07:00", "--zone", "Asia/Riyadh", "--daily-cap", "8",
        "--digest", "daily@7", "--kinds", "denial,correction", "--min-growth", "2.5",
        "--now", "2026-03-12T12:00Z", "--language", "ar",
    )  # fmt: skip
    assert made["created_at"] == "2026-03-12T12:00:00Z" and made["min_origins"] == 3
    assert as_json(data, "watch", "list") == [made]
    assert made["feed"].startswith("http://127.0.0.1:8470/feed/") and made["webhook_secret"] is None
    text = run(data, "watch", "list")
    assert "everything that breaks" in text and "silent from 22:00 to 07:00" in text
    run(data, "watch", "stop", made["id"])
    run(data, "watch", "stop", made["id"], exit_code=1)
    assert as_json(data, "watch", "list") == []


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (["--topic", "زلزال"], "topic"), (["--person", "Lavrov"], "person"),
        (["--place", "Doha"], "place"), (["--organisation", "UN"], "organisation"),
        (["--story", "ferry"], "story"), (["--quotation-by", "Lavrov"], "quotation"),
        (["--corrections-of", "Harbour Ledger"], "corrections"),
    ],
)  # fmt: skip
def test_every_kind_of_watch_and_every_way(data: Path, options: list[str], kind: str) -> None:
    for way in (["--email", "a@example.org"], ["--webhook", "https://x.example/h"],
                ["--apprise", "ntfy://topic"], ["--feed"]):  # fmt: skip
        made = as_json(data, "watch", "add", *options, *way)
        assert (made["kind"], made["query"]) == (kind, options[1])
        assert bool(made["webhook_secret"]) == (way[0] == "--webhook")
    assert len(as_json(data, "watch", "list")) == 4


def test_what_is_no_watch_is_refused(data: Path) -> None:
    for options in (["--breaking"], ["--email", "a@example.org"], ["--breaking", "--email", "nobody"],
                    ["--breaking", "--topic", "x", "--email", "a@example.org"],
                    ["--breaking", "--email", "a@example.org", "--quiet", "late"]):  # fmt: skip
        run(data, "watch", "add", *options, exit_code=2)


def sent(data: Path, *addresses: str) -> list[str]:
    """Message-IDs of mails about the ferry that went to these addresses."""
    for address in addresses:
        run(data, "watch", "add", "--story", "ferry", "--email", address)
    with SqliteStore(data) as store:
        tell(store, ferry())
        Outbox(store, Settings(sender=SENDER), "https://news.example").deliver(
            data.parent / "box", at(60)
        )
        found = {d.address: d.message_id for d in store.deliveries("delivered")}
    return [found[address] for address in addresses]


def test_bounces_and_complaints_stop_delivery(data: Path, tmp_path: Path) -> None:
    gone, angry, _ = sent(data, "gone@example.org", "angry@example.org", "victim@example.org")
    box = tmp_path / "returned"
    for folder in ("new", "cur", "tmp"):
        (box / folder).mkdir(parents=True)
    dsn = DSN.replace("{returned}", "text/rfc822-headers").replace("+0123456789abcdefghjk", "")
    (box / "new" / "1").write_text(dsn.replace("<n1@news.example>", gone))
    (box / "cur" / "2:2,S").write_text(
        ARF.replace("{kind}", "abuse").replace("<n1@news.example>", angry)
    )
    # an invented report about somebody's address names no mail of ours
    (box / "new" / "3").write_text(dsn.replace("Reader@example.org", "victim@example.org"))
    (box / "new" / "4").write_text("Subject: out of office\n\nBack on Monday.\n")
    report = as_json(data, "bounces", str(box))
    assert (report["messages"], report["of_unknown_mails"]) == (4, 2)
    stopped = {one["address"]: one["stopped"] for one in report["reports"] if one["stopped"]}
    assert stopped == {"gone@example.org": "bounced", "angry@example.org": "complained"}
    assert as_json(data, "bounces", str(box))["messages"] == 4, "read again, it is the same"
    held = {row["address"]: row["held"] for row in as_json(data, "subscriber", "list")}
    assert held["victim@example.org"] is None and held["gone@example.org"] == "bounced"

    with SqliteStore(data) as store:
        later = [d for d in ferry().developments if d.key == "k-injured"]
        tell(store, ferry(), "none", also=tuple(_again(later)))
        Outbox(store, Settings(sender=SENDER), "https://news.example").deliver(
            data.parent / "box", at(300)
        )
        dead = {d.address: d.last_error for d in store.deliveries("dead")}
    assert set(dead) == {"gone@example.org", "angry@example.org"}
    assert "complained" in (dead["angry@example.org"] or "")
    letters = as_json(data, "outbox", "list", "--state", "dead")["deliveries"]
    assert {letter["address"] for letter in letters} == set(dead)
    assert "gone@example.org" in run(data, "status")
    assert len(as_json(data, "status")["dead_letters"]) == 2
    run(data, "subscriber", "lift", "gone@example.org")
    run(data, "subscriber", "lift", "gone@example.org", exit_code=1)
    assert "2 to be tried again" in run(data, "outbox", "retry")
    run(data, "outbox", "retry", exit_code=1)


def _again(developments: list[Any]) -> list[Any]:
    import msgspec

    return [msgspec.structs.replace(d, key="again", content="again") for d in developments]


def test_bounces_come_by_pipe_as_well(data: Path) -> None:
    (gone,) = sent(data, "gone@example.org")
    dsn = DSN.replace("{returned}", "message/rfc822").replace("<n1@news.example>", gone)
    assert "nothing is sent there now" in run(data, "bounces", "-", stdin=dsn.encode())
    assert "/nowhere" in run(data, "bounces", "/nowhere", exit_code=1)


def test_a_persons_data_can_be_had_and_erased(data: Path) -> None:
    sent(data, "reader@example.org", "other@example.org")
    kept = json.loads(run(data, "subscriber", "export", "Reader@Example.org"))
    assert len(kept["notices"]) == 3 and len(kept["watches"]) == 1 and len(kept["deliveries"]) == 1
    run(data, "subscriber", "erase", "Reader@Example.org")
    gone = json.loads(run(data, "subscriber", "export", "reader@example.org"))
    assert gone["subscriber"] is None and not any(gone.values())
    assert [row["address"] for row in as_json(data, "subscriber", "list")] == ["other@example.org"]
