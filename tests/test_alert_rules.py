"""Watches from plain options, when they may be told, and what is made of mail that comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawatur.alert import make_watch
from tawatur.alert.links import Keys, secret_key, token_hash
from tawatur.alert.returns import judge, read_report
from tawatur.alert.schedule import next_digest, quiet_until, stops, when
from tawatur.alert.words import rules_of
from tawatur.errors import SettingError
from tawatur.model import Watch
from tawatur.settings import Settings

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def watch(**options: Any) -> Watch:
    if not set(options) & {"topic", "person", "story"}:
        options.setdefault("breaking", True)
    return make_watch(**{"now": NOON, "email": "reader@example.org", **options})


# --------------------------------------------------------------------------- options


def test_the_same_options_make_the_same_watch() -> None:
    assert watch().id == watch(email="READER@example.org").id == watch(digest="hourly").id
    assert watch(topic="dams").id != watch(person="dams").id


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"topic": "dams", "person": "Ola Berg"}, "exactly one"),
        ({"email": None}, "email, webhook"),
        ({"webhook": "https://x.example/h"}, "email, webhook"),
        ({"email": "nobody"}, "not an e-mail address"),
        ({"email": "a@b@c.example"}, "not an e-mail address"),
        ({"email": "a b@example.org"}, "not an e-mail address"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "not an e-mail address"),
        ({"email": "a@example..org"}, "not an e-mail address"),
        ({"email": "x" * 250 + "@example.org"}, "not an e-mail address"),
        ({"email": None, "webhook": "ftp://x.example/h"}, "not a web address"),
        ({"email": None, "webhook": "https://user:pw@x.example/h"}, "not a web address"),
        ({"email": None, "apprise": "no address"}, "not an apprise address"),
        ({"topic": "  "}, "nothing to look for"),
        ({"topic": "w" * 201}, "longer than"),
        ({"quiet": "22-7"}, "22:00-07:00"),
        ({"quiet": "25:00-07:00"}, "22:00-07:00"),
        ({"quiet": "07:00-07:00"}, "silence for ever"),
        ({"zone": "Riyadh"}, "no time zone"),
        ({"zone": "../../etc/passwd"}, "no time zone"),
        ({"digest": "daily@24"}, "daily@7"),
        ({"digest": "weekly"}, "daily@7"),
        ({"daily_cap": 0}, "daily-cap"),
        ({"min_origins": 0}, "min-origins"),
        ({"min_growth": 0.0}, "min-growth"),
        ({"kinds": "gossip"}, "'gossip' is not one of"),
        ({"languages": "arabic!"}, "language code"),
        ({"language": "fr"}, "neither en nor ar"),
    ],
)
def test_impossible_options_are_refused_by_name(options: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingError, match=named):
        watch(**options)


def test_options_are_kept_in_one_form() -> None:
    made = watch(
        quiet="22:00 – 7:00", zone=" Asia/Riyadh ", digest="DAILY", languages="AR, en",
        kinds=["correction", "denial,denial"], email="reader@bücher.example",
    )  # fmt: skip
    assert (made.quiet, made.zone, made.digest) == ("22:00-07:00", "Asia/Riyadh", "daily@7")
    assert made.languages == ("ar", "en")
    assert made.kinds == ("correction", "denial")
    assert watch(kinds="new").kinds == ("opened", "confirmed")
    assert made.address == "reader@xn--bcher-kva.example"
    said = rules_of(made, "en")
    assert "silent from 22:00 to 07:00" in said and "Asia/Riyadh" in said and "Denied" in said
    assert "بصمت من 22:00 إلى 07:00" in rules_of(made, "ar")


@given(st.text(max_size=60))
def test_no_address_brings_a_header_with_it(raw: str) -> None:
    try:
        made = watch(email=raw)
    except SettingError:
        return
    assert "@" in made.address and made.address.isascii() and made.address.isprintable()
    assert not set(made.address) & set(' ,;<>\r\n\\"()')


# --------------------------------------------------------------------------- silence


@pytest.mark.parametrize(
    ("quiet", "zone", "at", "until"),
    [
        ("22:00-07:00", "UTC", "2026-03-12T21:59", None),
        ("22:00-07:00", "UTC", "2026-03-12T22:00", "2026-03-13T07:00"),
        ("22:00-07:00", "UTC", "2026-03-13T06:59", "2026-03-13T07:00"),
        ("22:00-07:00", "UTC", "2026-03-13T07:00", None),
        ("22:00-07:00", "Asia/Riyadh", "2026-03-12T19:00", "2026-03-13T04:00"),
        ("13:00-14:30", "UTC", "2026-03-12T13:30", "2026-03-12T14:30"),
        # the night of 29 March 2026 has no 02:30 in Berlin; silence ends when clocks say 03:30
        ("22:00-02:30", "Europe/Berlin", "2026-03-28T23:00", "2026-03-29T01:30"),
        ("22:00-07:00", "Europe/Berlin", "2026-10-24T21:00", "2026-10-25T06:00"),
        ("22:00-07:00", "Asia/Kathmandu", "2026-03-12T16:15", "2026-03-13T01:15"),
    ],
)
def test_silence_by_the_readers_clock(quiet: str, zone: str, at: str, until: str | None) -> None:
    found = quiet_until(watch(quiet=quiet, zone=zone), moment(at))
    assert found == (moment(until) if until else None)


@given(st.integers(0, 525_600), st.sampled_from(["UTC", "Asia/Riyadh", "America/St_Johns"]))
def test_silence_always_ends_within_a_day_and_then_it_is_over(minutes: int, zone: str) -> None:
    silent = watch(quiet="21:30-06:15", zone=zone)
    end = quiet_until(silent, NOON + timedelta(minutes=minutes))
    if end:
        assert timedelta(0) < end - (NOON + timedelta(minutes=minutes)) <= timedelta(hours=9)
        assert quiet_until(silent, end) is None


# --------------------------------------------------------------------------- digests, pace


@pytest.mark.parametrize(
    ("digest", "zone", "since", "due"),
    [
        ("hourly", "UTC", "2026-03-12T12:10", "2026-03-12T13:00"),
        ("hourly", "UTC", "2026-03-12T12:00", "2026-03-12T13:00"),
        ("hourly", "Asia/Kathmandu", "2026-03-12T12:10", "2026-03-12T12:15"),
        ("daily@7", "UTC", "2026-03-12T06:59", "2026-03-12T07:00"),
        ("daily@7", "UTC", "2026-03-12T07:00", "2026-03-13T07:00"),
        ("daily@7", "Asia/Riyadh", "2026-03-12T03:59", "2026-03-12T04:00"),
        ("daily@7", "Europe/Berlin", "2026-03-28T06:30", "2026-03-29T05:00"),
        ("daily@0", "America/New_York", "2026-03-12T12:00", "2026-03-13T04:00"),
    ],
)
def test_digests_by_the_readers_clock(digest: str, zone: str, since: str, due: str) -> None:
    assert next_digest(watch(digest=digest, zone=zone), moment(since)) == moment(due)


def verdict(sent_minutes_ago: Sequence[float], **more: Any) -> tuple[float, str]:
    asked = {"correction": False, **more}
    found = when(
        asked.pop("watch", watch()), NOON, NOON,
        sent_of_story=[NOON - timedelta(minutes=m) for m in sent_minutes_ago], **asked,
    )  # fmt: skip
    return (found.at - NOON) / timedelta(minutes=1), found.why


def test_at_most_two_mails_about_one_story_in_an_hour_ten_minutes_apart() -> None:
    assert verdict([]) == (0, "now")
    assert verdict([3]) == (7, "gathering")
    assert verdict([10]) == (0, "now")
    assert verdict([40, 15]) == (20, "gathering")
    assert verdict([61, 20]) == (0, "now")
    assert verdict([3], correction=True) == (0, "now")


def test_what_holds_a_notice() -> None:
    silent = watch(quiet="11:00-13:00")
    assert verdict([], watch=silent) == (60, "quiet")
    assert verdict([], watch=silent, correction=True) == (60, "quiet"), "silence is silence"
    capped = watch(daily_cap=2)
    assert verdict([], watch=capped, sent_today=1) == (0, "now")
    assert verdict([], watch=capped, sent_today=2) == (12 * 60, "cap")
    assert verdict([], watch=capped, sent_today=2, correction=True) == (0, "now")
    assert verdict([], watch=watch(digest="hourly")) == (60, "digest")


# --------------------------------------------------------------------------- keys


def test_a_signature_fits_one_purpose_and_one_id() -> None:
    keys = Keys(b"k" * 32)
    signed = keys.sign("leave", "w1")
    assert keys.read("leave", signed) == "w1"
    assert keys.read("manage", signed) is None
    assert keys.read("leave", signed.replace("w1", "w2")) is None
    assert Keys(b"l" * 32).read("leave", signed) is None
    for bad in ("", ".", "w1", "w1.", "\ud800.x", signed + "=", "ö.ö"):
        assert keys.read("leave", bad) is None
    assert keys.who("A@example.org") == keys.who(" a@EXAMPLE.org") != keys.who("b@example.org")
    assert (
        keys.network("203.0.113.7")
        == keys.network("203.0.113.99")
        == keys.network("::ffff:203.0.113.1")
    )
    assert keys.network("2001:db8:1:2::1") == keys.network("2001:db8:1:2:ffff::")
    assert keys.network("203.0.113.7") != keys.network("203.0.114.7")
    assert token_hash("x") != "x" and len(token_hash("\ud800")) == 64


def test_the_operators_key_must_be_long_enough(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"short")
    for bad in (path, tmp_path / "absent"):
        with pytest.raises(SettingError, match="secret_key_file"):
            secret_key(Settings(secret_key_file=str(bad)), lambda name, new: new)
    path.write_bytes(b"s" * 40 + b"\n")
    assert secret_key(Settings(secret_key_file=str(path)), lambda name, new: new) == b"s" * 40


# --------------------------------------------------------------------------- what comes back

DSN = """\
From: MAILER-DAEMON@mx.example
To: bounces+0123456789abcdefghjk@news.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

لم تُسلَّم الرسالة.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; Reader@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <Reader@example.org>:
 no such user

Final-Recipient: rfc822; other@example.org
Action: delayed
Status: 4.4.1

Final-Recipient: rfc822; relayed@example.org
Action: relayed
Status: 2.0.0

--b
Content-Type: {returned}

Message-ID:
 <n1@news.example>
Subject: =?utf-8?b?2LLZhNiy2KfZhA==?=

--b--
"""


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_delivery_status_notification(returned: str) -> None:
    raw = DSN.replace("{returned}", returned).replace("\n", "\r\n").encode()
    hard, delayed = read_report(raw)
    assert (hard.address, hard.status, hard.message_id) == (
        "Reader@example.org", "5.1.1", "<n1@news.example>",
    )  # fmt: skip
    assert hard.delivery_id == "0123456789abcdefghjk"
    assert "no such user" in hard.detail and "\n" not in hard.detail
    assert (judge(hard), judge(delayed)) == ("hard", None)


ARF = """\
From: complaints@inbox.example
To: bounces@news.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is a complaint.

--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: InboxExample/1.0
Version: 1
Original-Rcpt-To: <reader@example.org>

--b
Content-Type: message/rfc822

From: alerts@news.example
Message-ID: <n1@news.example>
Subject: x

text
--b--
"""


def test_a_complaint() -> None:
    (found,) = read_report(ARF.replace("{kind}", "abuse").encode())
    assert (found.address, found.message_id) == ("reader@example.org", "<n1@news.example>")
    assert judge(found) == "complaint"
    assert read_report(ARF.replace("{kind}", "not-spam").encode()) == []


def test_what_is_no_report_is_none() -> None:
    for raw in (b"", b"\xff\xfe\x00", b"Subject: out of office\n\nBack on Monday",
                DSN.replace("delivery-status; boundary", "disposition-notification; boundary").encode(),
                b"Content-Type: multipart/report; report-type=delivery-status\n\nno parts"):  # fmt: skip
        assert read_report(raw) == []


@given(st.binary(max_size=400))
def test_no_returned_mail_stops_the_reading(raw: bytes) -> None:
    read_report(raw)
    read_report(DSN.encode()[:300] + raw + DSN.encode()[300:])


def test_when_delivery_stops() -> None:
    days = [NOON - timedelta(days=d) for d in (0, 1, 2, 40, 41)]
    assert stops([("soft", days[0]), ("soft", days[0]), ("soft", days[1])], NOON) is None
    assert stops([("soft", d) for d in days[:3]], NOON) == "bounced"
    assert stops([("soft", days[0]), ("soft", days[3]), ("soft", days[4])], NOON) is None
    assert stops([("hard", days[4])], NOON) == "bounced"
    assert stops([("hard", days[0]), ("complaint", days[1])], NOON) == "complained"
