"""From the outbox to real servers: mail with STARTTLS and login, webhooks, messengers; refused,
unreachable, killed, merged, gathered, silent, capped."""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import dkim
import msgspec
import pytest
import trustme
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from standardwebhooks import Webhook

from dossiers import at, ferry
from servers import MailServer, Receiver
from tawatur.alert import make_watch
from tawatur.errors import SettingError
from tawatur.fetch.post import Poster
from tawatur.model import Development, Dossier, Watch
from tawatur.outbox import Alerts, Outbox, keys_of
from tawatur.outbox.carriers import Outcome, OverSmtp
from tawatur.outbox.signing import signer
from tawatur.publish.views import summarise
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from test_alert import no_likeness

SENDER = "tawatur <alerts@news.example>"


class _NoEncoder:
    model = "none"
    encode = staticmethod(no_likeness)


def publish(store: SqliteStore, dossier: Dossier, settings: Settings | None = None) -> None:
    """Store a story whole, as the pipeline would, without telling anybody."""
    with store.transaction():
        store.open_story(dossier.story.id, dossier.story.opened_at)
        for reading in dossier.readings:
            store.save_reading(reading, page_id=f"page-{reading.article.id}", stages={})
        for membership in dossier.memberships:
            reading = dossier.reading(membership.article_id)
            assert reading
            language = reading.annotations.language
            store.save_membership(membership, language, reading.article.seen_at)
        store.save_sheet(
            dossier.story.id, dossier.origins, dossier.sheet, summarise(dossier), at(60)
        )
        for development in dossier.developments:
            store.save_development(development)


def tell(
    store: SqliteStore,
    dossier: Dossier,
    *keys: str,
    settings: Settings | None = None,
    also: tuple[Development, ...] = (),
) -> int:
    """Put notices of the developments with these keys (else of all) into the outbox."""
    alerts = Alerts(store, settings or Settings(sender=SENDER), lambda: _NoEncoder(), lambda _: ())
    new = [d for d in dossier.developments if not keys or d.key in keys]
    with store.transaction():
        return alerts.tell(dossier, [*new, *also])


def development(number: int, minutes: float, **more: Any) -> Development:
    """One of many: the same words, another figure."""
    dossier = ferry()
    made = msgspec.structs.replace(
        dossier.developments[2], key=f"burst-{number}", content=f"c-{number}",
        at=at(0) + timedelta(minutes=minutes),
    )  # fmt: skip
    return msgspec.structs.replace(made, **more)


def watch(store: SqliteStore, **options: Any) -> Watch:
    options = {"email": "reader@example.org", "now": at(0), **options}
    if not set(options) & {"breaking", "topic", "person", "story", "corrections_of"}:
        options["story"] = "ferry"
    made = make_watch(**options)
    with store.transaction():
        store.add_watch(made)
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "desk.db") as opened:
        publish(opened, ferry())
        yield opened


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with MailServer(tmp_path_factory.mktemp("mail")) as running:
        yield running


class Delivering:
    """An outbox over a store and a mail server: what each round brought."""

    def __init__(self, store: SqliteStore, server: MailServer, box: Path, **settings: Any) -> None:
        self.store, self.server, self.box = store, server, box
        self.settings = Settings(
            smtp_host="localhost", smtp_port=server.port, sender=SENDER, **settings
        )

    def at(self, now: datetime) -> list[EmailMessage]:
        before = self.server.count()
        Outbox(self.store, self.settings, "https://news.example").deliver(self.box, now)
        return self.server.mails(before)


@pytest.fixture
def mail(store: SqliteStore, server: MailServer, tmp_path: Path) -> Delivering:
    return Delivering(store, server, tmp_path / "box")


# --------------------------------------------------------------------------- SMTP


def certificate(folder: Path) -> tuple[Path, Path]:
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    chain, trusted = folder / "server.pem", folder / "ca.pem"
    issued.private_key_and_cert_chain_pem.write_to_path(str(chain))
    authority.cert_pem.write_to_path(str(trusted))
    return chain, trusted


def test_mail_over_starttls_with_login(store: SqliteStore, tmp_path: Path) -> None:
    chain, trusted = certificate(tmp_path)
    watch(store)
    tell(store, ferry())
    login = {"user": "desk", "password": "تواتر-pässword"}
    with MailServer(
        tmp_path / "mail", certificate=str(chain), require_tls=True, **login
    ) as guarded:
        wrong = Delivering(
            store, guarded, tmp_path / "box", smtp_user="desk", smtp_password="no",
            smtp_ca_file=str(trusted),
        )  # fmt: skip
        assert wrong.at(at(60)) == []
        (channel,) = store.channels()
        assert "535" in channel.last_error or "credentials" in channel.last_error.lower()
        stranger = Delivering(
            store, guarded, tmp_path / "box", smtp_user="desk",
            smtp_password=login["password"], smtp_starttls="always",
        )  # fmt: skip
        assert stranger.at(at(70)) == [], "a certificate nobody vouches for gets no password"
        right = Delivering(
            store, guarded, tmp_path / "box", smtp_user="desk",
            smtp_password=login["password"], smtp_ca_file=str(trusted),
        )  # fmt: skip
        (mail,) = right.at(at(80))
        (envelope,) = guarded.envelopes()
        assert envelope["tls"] and envelope["user"] == "desk"
        assert envelope["from"] == "alerts@news.example"
        assert mail["To"] == "reader@example.org"
    assert store.channels() == [] and store.counts()["deliveries_waiting"] == 0


def test_no_mail_without_tls_when_it_must_be(store: SqliteStore, mail: Delivering) -> None:
    watch(store)
    tell(store, ferry())
    strict = Delivering(store, mail.server, mail.box, smtp_starttls="always")
    assert strict.at(at(60)) == []
    assert "STARTTLS" in store.channels()[0].last_error
    with pytest.raises(SettingError):
        Delivering(store, mail.server, mail.box, smtp_starttls="perhaps").at(at(60))


def test_many_mails_over_one_connection(store: SqliteStore, mail: Delivering) -> None:
    for number in range(30):
        watch(store, email=f"reader{number}@example.org")
    tell(store, ferry())
    before = len(mail.server.envelopes())
    assert len(mail.at(at(60))) == 30
    assert len({e["peer"] for e in mail.server.envelopes()[before:]}) == 1


def test_a_connection_that_ends_between_two_mails_is_made_anew(tmp_path: Path) -> None:
    server = MailServer(tmp_path / "mail")
    settings = Settings(smtp_host="127.0.0.1", smtp_port=server.port, sender=SENDER)
    content = b"Subject: x\r\n\r\nx\r\n"
    with OverSmtp(settings, lambda raw: raw) as carrier:
        for number in range(3):
            with server:
                outcome = carrier.carry(content, "r@example.org", f"<{number}@x>", f"d{number}")
                assert outcome == Outcome("accepted")
        assert carrier.carry(content, "r@example.org", "<3@x>", "d3").kind == "unreachable"
    assert server.count() == 3


def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_not(
    store: SqliteStore, mail: Delivering
) -> None:
    watch(store, email="later@example.org")
    watch(store, email="nobody@example.org")
    watch(store, email="reader@example.org")
    tell(store, ferry())
    assert [m["To"] for m in mail.at(at(60))] == ["reader@example.org"]
    waiting = {d.address: d for d in store.deliveries("waiting")}
    assert waiting["later@example.org"].attempts == 1
    assert "451 4.7.1" in (waiting["later@example.org"].last_error or "")
    (dead,) = store.deliveries("dead")
    assert dead.address == "nobody@example.org" and "550" in (dead.last_error or "")
    assert mail.at(at(60) + timedelta(seconds=30)) == [], "not before its time"
    forgiving = mail.server.folder / "forgiving"
    forgiving.touch()
    try:
        (late,) = mail.at(at(62))
        assert late["To"] == "later@example.org"
        assert late["Message-ID"] == waiting["later@example.org"].message_id
        # nothing goes to who does not exist, until the operator lifts it
        tell(store, ferry(), also=(development(1, 65),))
        assert {m["To"] for m in mail.at(at(180))} == {"later@example.org", "reader@example.org"}
        keys = keys_of(store, mail.settings)
        with store.transaction():
            assert store.lift_hold(keys.who("Nobody@example.org"))
            assert store.revive_deliveries() == 2
        assert {m["To"] for m in mail.at(at(181))} == {"nobody@example.org"}
    finally:
        forgiving.unlink()


def test_a_refusal_of_ourselves_is_no_bounce_of_the_reader(
    store: SqliteStore, server: MailServer, tmp_path: Path
) -> None:
    watch(store)
    tell(store, ferry())
    who = keys_of(store, Settings()).who("reader@example.org")
    refused = Delivering(store, server, tmp_path / "box", bounce_address="b@stranger.example")
    assert refused.at(at(60)) == []
    assert "sender not allowed" in store.channels()[0].last_error
    assert store.hold(who) is None and store.bounces(who) == []
    mail = Delivering(store, server, tmp_path / "box")
    assert len(mail.at(at(80))) == 1
    watch(store, email="elsewhere@example.org")
    tell(store, ferry(), "none", also=(development(1, 200),))
    mail.at(at(200))
    assert store.hold(keys_of(store, mail.settings).who("elsewhere@example.org")) is None
    # content that is refused says nothing about the address either
    marker = server.folder / "no-digests"
    marker.touch()
    try:
        publish(store, quake())
        watch(store, breaking=True, email="bulk@example.org", digest="hourly")
        tell(store, ferry(), "k-2")
        tell(store, quake(), "q-2")
        mail.at(at(400))
        bulk = keys_of(store, mail.settings).who("bulk@example.org")
        assert [row["kind"] for row in store.bounces(bulk)] == ["soft"]
        assert store.hold(bulk) is None
    finally:
        marker.unlink()


def test_after_many_refusals_a_mail_is_a_dead_letter(store: SqliteStore, mail: Delivering) -> None:
    watch(store, email="later@example.org")
    tell(store, ferry())
    now = at(60)
    for _ in range(12):
        mail.at(now)
        now += timedelta(days=1)
    (dead,) = store.deliveries("dead")
    assert dead.attempts == 9 and store.counts()["deliveries_dead"] == 1


def test_three_days_of_a_full_mailbox_are_the_end(store: SqliteStore, mail: Delivering) -> None:
    watch(store, email="full@example.org")
    who = keys_of(store, mail.settings).who("full@example.org")
    for day in range(4):
        assert (store.hold(who) is not None) == (day >= 3)
        tell(store, ferry(), also=(development(day, day * 1440),))
        mail.at(at(day * 1440 + 60))


def test_a_server_that_is_down_loses_nothing(store: SqliteStore, tmp_path: Path) -> None:
    for number in range(5):
        watch(store, email=f"reader{number}@example.org")
    tell(store, ferry())
    away = MailServer(tmp_path / "mail")
    mail = Delivering(store, away, tmp_path / "box")
    now = at(60)
    for _ in range(6):
        assert mail.at(now) == []
        now += timedelta(minutes=1)
    assert all(d.attempts == 0 for d in store.deliveries()), "it says nothing about the mails"
    assert "localhost" in store.channels()[0].last_error
    with away:
        now += timedelta(minutes=16)
        assert len(mail.at(now)) == 5
    assert store.channels() == []


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_mails_are_signed_when_there_is_a_key(
    store: SqliteStore, server: MailServer, tmp_path: Path, kind: str
) -> None:
    key = (
        rsa.generate_private_key(public_exponent=65537, key_size=2048)
        if kind == "rsa"
        else ed25519.Ed25519PrivateKey.generate()
    )
    path = tmp_path / "dkim.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    watch(store, language="ar")
    tell(store, ferry())
    signing = Delivering(store, server, tmp_path / "box", dkim_key_file=str(path))
    before = server.count()
    signing.at(at(60))
    (raw,) = server.raw(before)
    assert b"d=news.example" in raw and b"s=tawatur" in raw
    head = raw.partition(b"\r\n\r\n")[0]
    signed = b"".join(head.partition(b" h=")[2].partition(b";")[0].split()).split(b":")
    assert b"list-unsubscribe-post" in signed and b"list-unsubscribe" in signed, "RFC 8058, 4"
    if kind == "ed25519":
        assert b"a=ed25519-sha256" in head
        return  # dkimpy checks these only with another library beside it
    public = base64.b64encode(
        key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )

    def dns(name: bytes, timeout: float = 5) -> bytes | None:
        known = name == b"tawatur._domainkey.news.example."
        return b"v=DKIM1; k=rsa; p=" + public if known else None

    assert dkim.verify(raw, dnsfunc=dns)
    for was, becomes in (
        (b"List-Unsubscribe: <https", b"List-Unsubscribe: <http"),
        (b"Subject: ", b"Subject: x"),
        (raw[-60:-50], b"A" * 10),
    ):
        assert was in raw and not dkim.verify(raw.replace(was, becomes), dnsfunc=dns)


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dkim.pem"
    path.write_text("no key")
    for bad in (str(path), str(tmp_path / "absent")):
        with pytest.raises(SettingError, match="dkim_key_file"):
            signer(Settings(dkim_key_file=bad))


def test_mails_come_back_to_an_address_that_tells_which(
    store: SqliteStore, server: MailServer, tmp_path: Path
) -> None:
    watch(store)
    tell(store, ferry())
    before = len(server.envelopes())
    Delivering(store, server, tmp_path / "b", bounce_address="bounces@news.example").at(at(60))
    (delivery,) = store.deliveries("delivered")
    assert server.envelopes()[before]["from"] == f"bounces+{delivery.id}@news.example"


def test_a_maildir_needs_no_server(store: SqliteStore, tmp_path: Path) -> None:
    watch(store)
    tell(store, ferry())
    outbox = Outbox(store, Settings(sender=SENDER), "https://news.example")
    assert outbox.deliver(tmp_path / "box", at(60)) == 1
    assert outbox.deliver(tmp_path / "box", at(61)) == 0
    (file,) = (tmp_path / "box" / "new").iterdir()
    assert b"\r\n" not in file.read_bytes()


# --------------------------------------------------------------------------- once


def test_developments_of_one_story_gather_in_one_mail(store: SqliteStore, mail: Delivering) -> None:
    watch(store)
    assert tell(store, ferry()) == 3
    (first,) = mail.at(at(60))
    assert str(first["Subject"]).endswith("(+2)")
    notices = store.notices()
    assert {n.message_id for n in notices} == {str(first["Message-ID"])}
    assert sorted(n.kind for n in notices) == ["development", "development", "new"]


def test_a_burst_is_few_mails(store: SqliteStore, mail: Delivering) -> None:
    watch(store)
    mails = []
    for number in range(40):
        minutes = 60 + number * 1.5
        tell(store, ferry(), "none", also=(development(number, minutes),))
        mails += mail.at(at(0) + timedelta(minutes=minutes))
    assert len(mails) == 2, "the first at once, one more in the hour"
    (rest,) = mail.at(at(60 * 3))
    assert store.counts()["deliveries_waiting"] == 0 and store.counts()["notices"] == 40
    # one thread in the inbox
    assert mails[1]["In-Reply-To"] == mails[0]["Message-ID"]
    assert rest["In-Reply-To"] == mails[1]["Message-ID"]
    roots = {str(m["References"]).split()[0] for m in (*mails, rest)}
    assert len(roots) == 1 and str(mails[0]["Message-ID"]) in str(rest["References"])


def test_a_correction_does_not_wait_and_reaches_those_who_were_told(
    store: SqliteStore, mail: Delivering
) -> None:
    watch(store, email="told@example.org", breaking=True, min_origins=2)
    watch(store, email="choosy@example.org", breaking=True, min_origins=9)
    watch(store, email="kinds@example.org", kinds="confirmed")
    tell(store, ferry())
    mail.at(at(60))
    correction = development(7, 61, kind="correction")
    for _ in range(3):
        tell(store, ferry(), "none", also=(correction,))
    sent = mail.at(at(61))
    assert sorted(m["To"] for m in sent) == ["kinds@example.org", "told@example.org"]
    assert {m["X-Tawatur-Kind"] for m in sent} == {"correction"}
    assert mail.at(at(600)) == []


def test_a_merge_tells_nothing_twice(store: SqliteStore, mail: Delivering) -> None:
    """Two stories turn out to be one; what either told is not told again under the other's name."""
    watch(store, topic="ferry")
    watch(store, story="ferry", email="story@example.org")
    tell(store, ferry())
    assert len(mail.at(at(60))) == 2
    with store.transaction():
        store.open_story("wreck", at(0))
        store.merge_stories("wreck", "ferry")
    merged = store.dossier("wreck")
    assert merged and merged.story.id == "wreck"
    again = [
        msgspec.structs.replace(
            d, story_id="wreck", key=f"other-{d.key}", content=d.content or d.key
        )
        for d in ferry().developments
    ]
    assert tell(store, merged, "none", also=tuple(again)) == 0
    # and who watched the story that went follows it
    assert tell(store, merged, "none", also=(development(1, 90, story_id="wreck"),)) == 2


def test_a_split_story_does_not_open_again_for_who_was_told(
    store: SqliteStore, mail: Delivering
) -> None:
    watch(store, topic="ferry")
    tell(store, ferry())
    assert len(mail.at(at(60))) == 1
    whole = ferry()
    moved = whole.developments[2].article_id
    part = msgspec.structs.replace(
        whole,
        story=msgspec.structs.replace(whole.story, id="split", article_ids=(moved,)),
        readings=tuple(r for r in whole.readings if r.article.id == moved),
    )
    opened = development(9, 50, kind="opened", story_id="split", content="opened")
    opened = msgspec.structs.replace(opened, article_id=moved)
    assert tell(store, part, "none", also=(opened,)) == 0


def test_killed_at_any_moment_nothing_is_lost_and_one_at_most_repeated(
    tmp_path: Path, server: MailServer
) -> None:
    database, now = tmp_path / "desk.db", at(60)
    addresses = [f"r{number:03}@example.org" for number in range(120)]
    with SqliteStore(database) as store:
        publish(store, ferry())
        for address in addresses:
            watch(store, email=address)
        tell(store, ferry())
    chance, before, kills = random.Random(5), server.count(), 0
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "outbox_child.py"), str(database),
             str(server.port), now.isoformat()], stdout=subprocess.PIPE,
        )  # fmt: skip
        assert child.stdout and child.stdout.readline() == b"ready\n"
        try:
            child.wait(timeout=chance.uniform(0.02, 0.2))
            break
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            kills += 1
    else:
        subprocess.run(child.args, check=True)
    assert kills >= 2, "the test would show nothing"
    sent = Counter(str(m["To"]) for m in server.mails(before))
    ids = Counter(str(m["Message-ID"]) for m in server.mails(before))
    assert set(sent) == set(addresses), "none lost"
    assert sum(sent.values()) - len(addresses) <= kills, "at most the one in flight, each time"
    assert len(ids) == len(addresses), "a repeated mail has the same Message-ID"
    with SqliteStore(database) as store:
        assert store.counts()["deliveries_waiting"] == 0


# --------------------------------------------------------------------------- silence, caps, digests


def test_quiet_hours_end_with_one_mail(store: SqliteStore, mail: Delivering) -> None:
    watch(store, quiet="22:00-07:00", zone="Asia/Riyadh")
    other = quake()
    publish(store, other)
    watch(store, story="quake", quiet="22:00-07:00", zone="Asia/Riyadh", email="two@example.org")
    evening = datetime.fromisoformat("2026-03-12T19:30+00:00")  # 22:30 in Riyadh
    tell(store, ferry())
    for minutes in range(0, 500, 50):
        assert mail.at(evening + timedelta(minutes=minutes)) == []
    morning = datetime.fromisoformat("2026-03-13T04:00+00:00")
    assert mail.at(morning - timedelta(seconds=1)) == []
    (woken,) = mail.at(morning)
    assert "(+2)" in str(woken["Subject"])


def quake() -> Dossier:
    raw = msgspec.json.encode(ferry()).replace(b'"ferry"', b'"quake"')
    for reading in ferry().readings:
        raw = raw.replace(f'"{reading.article.id}"'.encode(), f'"{reading.article.id}2"'.encode())
    raw = raw.replace(b'"key":"k-', b'"key":"q-')
    return msgspec.json.decode(raw, type=Dossier)


def test_a_daily_cap_gathers_the_rest_for_the_next_day(
    store: SqliteStore, mail: Delivering
) -> None:
    publish(store, quake())
    watch(store, breaking=True, daily_cap=1, zone="Europe/Istanbul")
    tell(store, ferry())
    assert len(mail.at(at(10))) == 1
    tell(store, quake())
    tell(store, ferry(), "none", also=(development(3, 120),))
    assert mail.at(at(130)) == []
    midnight = datetime.fromisoformat("2026-03-12T21:00+00:00")
    assert mail.at(midnight - timedelta(minutes=1)) == []
    (rest,) = mail.at(midnight)
    assert rest["X-Tawatur-Kind"] == "digest" and "2 stories" in str(rest["Subject"])


def test_a_digest_at_its_hour_with_what_came_late(store: SqliteStore, mail: Delivering) -> None:
    publish(store, quake())
    watch(store, breaking=True, digest="daily@7", zone="Asia/Riyadh", language="ar")
    tell(store, ferry())
    assert mail.at(at(60)) == []
    seven = datetime.fromisoformat("2026-03-13T04:00+00:00")
    tell(store, quake())  # a late arrival joins it
    (digest,) = mail.at(seven + timedelta(minutes=3))
    body = digest.get_body(("plain",))
    assert (
        body and "/ar/story/ferry" in body.get_content() and "/ar/story/quake" in body.get_content()
    )
    assert mail.at(seven + timedelta(hours=3)) == []
    assert store.counts()["deliveries_waiting"] == 0


def test_an_hourly_digest_goes_on_the_hour(store: SqliteStore, mail: Delivering) -> None:
    watch(store, digest="hourly")
    tell(store, ferry())  # from 17:47
    assert mail.at(datetime.fromisoformat("2026-03-12T17:59:59+00:00")) == []
    assert len(mail.at(datetime.fromisoformat("2026-03-12T18:00+00:00"))) == 1


def test_new_settings_hold_for_what_waits(store: SqliteStore, mail: Delivering) -> None:
    watch(store, digest="daily@7")
    tell(store, ferry())
    assert mail.at(at(60)) == []
    watch(store)  # the same watch, at once
    assert len(mail.at(at(61))) == 1


def test_a_stopped_watch_hears_nothing_more(store: SqliteStore, mail: Delivering) -> None:
    stopped = watch(store, digest="hourly")
    tell(store, ferry())
    mail.at(at(1))
    with store.transaction():
        store.stop_watch(stopped.id)
    assert mail.at(at(600)) == [] and store.counts()["deliveries_waiting"] == 0


# --------------------------------------------------------------------------- other channels


def posting(store: SqliteStore, settings: Settings, now: datetime) -> int:
    with Poster(settings) as poster:
        outbox = Outbox(store, settings, "https://news.example", post=poster.post)
        return outbox.deliver(Path("/nonexistent"), now)


def test_webhooks_are_signed_and_repeated_until_taken(store: SqliteStore) -> None:
    with Receiver() as receiver:
        made = watch(store, email=None, webhook=f"http://127.0.0.1:{receiver.port}/hook")
        settings = Settings(sender=SENDER, allow_private=(f"127.0.0.1:{receiver.port}",))
        tell(store, ferry(), settings=settings)
        receiver.answers = [(503, {"Retry-After": "600"}), (302, {"Location": "/elsewhere"})]
        now = at(60)
        for later in (0, 1, 599, 600, 900, 1000):
            posting(store, settings, now + timedelta(seconds=later))
        assert len(receiver.got) == 3, "Retry-After is heeded, a redirect is a failure"
        secret = keys_of(store, settings).webhook_secret(made.id)
        ids = set()
        for headers, body in receiver.got:
            ids.add(headers["webhook-id"])
            sent = {name: headers[name] for name in headers if name.startswith("webhook-")}
            event = verified(secret, body, sent)
            assert event["type"] == "tawatur.notices"
            assert [n["kind"] for n in event["data"]["notices"]] == [
                "new",
                "development",
                "development",
            ]
            assert event["data"]["notices"][0]["story"]["id"] == "ferry"
        assert len(ids) == 1
        with pytest.raises(Exception, match="signature"):
            verified(secret, receiver.got[0][1].replace(b"ferry", b"berry"), sent)
        (done,) = store.deliveries()
        assert (done.state, done.attempts) == ("delivered", 3)


def verified(secret: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """By the reference implementation; its five minutes of tolerance are of the wall clock."""
    checker = Webhook(secret)
    checker._Webhook__verify_timestamp = lambda stamp: datetime.fromtimestamp(
        int(stamp), tz=at(0).tzinfo
    )  # type: ignore[attr-defined]
    found = checker.verify(body, headers)
    return found if isinstance(found, dict) else json.loads(body)


def test_webhooks_go_nowhere_private_and_over_https_only(store: SqliteStore) -> None:
    with Receiver() as receiver:
        watch(store, email=None, webhook=f"http://127.0.0.1:{receiver.port}/hook")
        watch(store, email=None, webhook=f"https://127.0.0.1:{receiver.port}/hook")
        watch(store, email=None, webhook="https://169.254.169.254/latest/meta-data")
        tell(store, ferry())
        posting(store, Settings(sender=SENDER), at(60))
        reasons = {d.address: d.last_error or "" for d in store.deliveries("dead")}
        assert receiver.got == [] and len(reasons) == 3
        assert any("https only" in r for r in reasons.values())
        assert sum("not on the public internet" in r for r in reasons.values()) == 2


def test_a_receiver_that_is_gone_ends_the_watch(store: SqliteStore) -> None:
    with Receiver() as receiver:
        made = watch(store, email=None, webhook=f"http://127.0.0.1:{receiver.port}/hook")
        settings = Settings(sender=SENDER, allow_private=(f"127.0.0.1:{receiver.port}",))
        tell(store, ferry())
        receiver.answers = [(410, {})]
        posting(store, settings, at(60))
        assert not store.watch_is_on(made.id)


def test_messengers_through_apprise(store: SqliteStore) -> None:
    pytest.importorskip("apprise")
    got: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    messenger = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=messenger.serve_forever, daemon=True).start()
    port = messenger.server_address[1]
    watch(store, email=None, apprise=f"json://127.0.0.1:{port}/notify", language="ar")
    watch(store, email=None, apprise="nonsense://x")
    tell(store, ferry())
    assert posting(store, Settings(sender=SENDER), at(60)) == 1
    messenger.shutdown()
    (message,) = got
    assert "https://news.example/ar/story/ferry" in message["message"]
    assert "(+2)" in message["title"]
    assert [d.last_error for d in store.deliveries("dead")] == ["apprise does not know nonsense://"]


def test_a_feed_only_watch_sends_nothing(store: SqliteStore, mail: Delivering) -> None:
    made = watch(store, email=None, feed=True)
    assert tell(store, ferry()) == 3
    assert mail.at(at(60)) == [] and store.counts()["deliveries_waiting"] == 0
    assert len(store.notices_of_watch(made.id)) == 3


def test_ten_thousand_readers_are_no_ten_thousand_drafts(
    store: SqliteStore, tmp_path: Path
) -> None:
    """The shape of the cost on a small scale; scripts/bench_alerts.py measures the real one."""
    for number in range(300):
        watch(store, email=f"r{number}@example.org", language="ar" if number % 2 else "en")
    tell(store, ferry())
    outbox = Outbox(store, Settings(sender=SENDER), "https://news.example")
    import tawatur.outbox as module

    drafted: list[object] = []
    real = module.draft_story
    module.draft_story = lambda *a: drafted.append(a) or real(*a)  # type: ignore[assignment,func-returns-value,misc]
    try:
        began = time.perf_counter()
        assert outbox.deliver(tmp_path / "box", at(60)) == 300
        assert time.perf_counter() - began < 30
    finally:
        module.draft_story = real
    assert len(drafted) == 2
