"""Signing up, confirming, changing and leaving, over real HTTP, with the mails that really came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
import regex
from lxml import etree, html

from dossiers import at, ferry
from servers import MailServer, served
from tawatur.alert.links import Keys
from tawatur.model import Dossier
from tawatur.outbox import Alerts, Outbox, keys_of
from tawatur.publish.views import summarise
from tawatur.settings import Settings
from tawatur.store import SqliteStore
from tawatur.store.alerting import Hold
from tawatur.web.app import create_app
from test_alert import no_likeness


class Desk:
    """A store with one story, the service over it, and a mail server."""

    def __init__(self, folder: Path, server: MailServer, base_url: str = "") -> None:
        self.now = at(60)
        self.server = server
        self.folder = folder
        self.settings = Settings(
            smtp_host="127.0.0.1",
            smtp_port=server.port,
            sender="tawatur <alerts@news.example>",
            base_url=base_url,
        )
        self.store = SqliteStore(folder / "desk.db")
        self.base_url = ""

    def clock(self) -> datetime:
        return self.now

    def deliver(self, minutes: float = 1) -> list[EmailMessage]:
        """The mails of the next round."""
        before = self.server.count()
        self.now += timedelta(minutes=minutes)
        Outbox(self.store, self.settings, self.base_url).deliver(self.folder / "box", self.now)
        return self.server.mails(before)

    def publish(self, dossier: Dossier) -> None:
        """As the pipeline stores what is new in a story."""
        with self.store.transaction():
            self.store.open_story(dossier.story.id, dossier.story.opened_at)
            for reading in dossier.readings:
                page_id = f"page-{reading.article.id}"
                self.store.save_reading(reading, page_id=page_id, stages={})
            for membership in dossier.memberships:
                reading = dossier.reading(membership.article_id)
                assert reading
                self.store.save_membership(
                    membership, reading.annotations.language, reading.article.seen_at
                )
            self.store.save_sheet(
                dossier.story.id, dossier.origins, dossier.sheet, summarise(dossier), at(60)
            )
            for development in dossier.developments:
                self.store.save_development(development)
            alerts = Alerts(self.store, self.settings, lambda: _NoEncoder(), lambda _: ())
            alerts.tell(dossier, dossier.developments)


class _NoEncoder:
    model = "none"
    encode = staticmethod(no_likeness)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with MailServer(tmp_path_factory.mktemp("mail")) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: MailServer) -> Iterator[Desk]:
    made = Desk(tmp_path, server)
    app = create_app(made.store, settings=made.settings, sign_up=made.store, clock=made.clock)
    with served(app) as base_url:
        made.base_url = base_url
        yield made
    made.store.close()


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def link(mail: EmailMessage, path: str) -> str:
    found = regex.search(rf"https?://\S+/{path}/[^\s<>\"]+", text_of(mail))
    assert found, text_of(mail)
    return found[0]


def sign_up(desk: Desk, address: str, prefix: str = "", **fields: str) -> httpx.Response:
    form = {"address": address, "kind": "breaking", "query": "", **fields}
    return httpx.post(f"{desk.base_url}{prefix}/subscribe", data=form)


def test_from_the_form_on_the_front_page_to_the_last_mail(desk: Desk) -> None:
    page = html.fromstring(httpx.get(desk.base_url + "/").text)
    (form,) = [f for f in page.forms if "address" in f.fields]
    form.fields["address"] = "reader@example.org"
    answer = httpx.request(
        form.method, desk.base_url + form.action, data=dict(form.form_values()),
        headers={"Origin": desk.base_url, "Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    assert answer.status_code == 200 and "Look into your inbox" in answer.text
    desk.publish(ferry())
    (question,) = desk.deliver()
    assert question["Subject"] == "Confirm your alerts"
    assert question["To"] == "reader@example.org"
    assert desk.store.watches() == [], "nothing is watched before the confirmation"

    confirm = link(question, "confirm")
    for _ in range(3):  # mail scanners follow links
        looked = httpx.get(confirm)
        assert looked.status_code == 200 and "One click and it starts" in looked.text
        assert len(html.fromstring(looked.text).xpath("//main//form//button")) == 1
    httpx.head(confirm)
    assert desk.store.watches() == []
    for _ in range(2):  # pressing twice is no mistake
        done = httpx.post(confirm)
        assert done.status_code == 200 and "It has started" in done.text
    (watch,) = desk.store.watches()
    assert (watch.kind, watch.address) == ("breaking", "reader@example.org")

    desk.publish(quake())
    (mail,) = desk.deliver()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    one_click = str(mail["List-Unsubscribe"]).strip("<>")
    assert httpx.get(one_click).status_code == 200
    assert desk.store.watches(), "a GET changes nothing"
    left = httpx.post(
        one_click,
        content="List-Unsubscribe=One-Click",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert left.status_code == 200
    assert desk.store.watches() == []


def quake() -> Dossier:
    """The ferry's story under another name: another story."""
    import msgspec

    raw = msgspec.json.encode(ferry()).replace(b'"ferry"', b'"quake"')
    for reading in ferry().readings:
        name = reading.article.id
        raw = raw.replace(f'"{name}"'.encode(), f'"{name}2"'.encode())
    raw = regex.sub(rb'"key":"k-', b'"key":"q-', raw)
    return msgspec.json.decode(raw, type=Dossier)


def test_an_answer_does_not_tell_whether_an_address_is_known(desk: Desk) -> None:
    sign_up(desk, "known@example.org")
    (question,) = desk.deliver()
    httpx.post(link(question, "confirm"))
    known, unknown = sign_up(desk, "known@example.org"), sign_up(desk, "strange@example.org")
    assert known.text == unknown.text and known.status_code == unknown.status_code
    assert dict(known.headers) | {"date": ""} == dict(unknown.headers) | {"date": ""}
    # both get the same question, and the one that was on stays on
    assert {str(m["To"]) for m in desk.deliver()} == {"known@example.org", "strange@example.org"}
    assert [w.address for w in desk.store.watches()] == ["known@example.org"]


def test_signing_up_again_never_unconfirms_and_changes_nothing_before_its_own_click(
    desk: Desk,
) -> None:
    sign_up(desk, "reader@example.org")
    (first,) = desk.deliver()
    httpx.post(link(first, "confirm"))
    sign_up(desk, "Reader@Example.org", digest="hourly")
    (watch,) = desk.store.watches()
    assert watch.digest is None
    (second,) = desk.deliver()
    httpx.post(link(second, "confirm"))
    (watch,) = desk.store.watches()
    assert watch.digest == "hourly"
    assert len(desk.store.subscribers()) == 1


def test_a_confirmation_expires_and_the_address_is_forgotten(desk: Desk) -> None:
    sign_up(desk, "slow@example.org")
    (question,) = desk.deliver()
    confirm = link(question, "confirm")
    desk.now += timedelta(hours=48)
    late = httpx.post(confirm)
    assert late.status_code == 404 and "no longer valid" in late.text
    desk.deliver()
    assert desk.store.watches() == [] and desk.store.subscribers() == []
    assert desk.store.data_of("slow@example.org") == {
        "subscriber": None, "watches": [], "notices": [], "deliveries": [], "sign_ups": [],
    }  # fmt: skip


def test_a_made_up_token_or_signature_is_nothing(desk: Desk) -> None:
    sign_up(desk, "reader@example.org")
    (question,) = desk.deliver()
    httpx.post(link(question, "confirm"))
    (watch,) = desk.store.watches()
    signed = keys_of(desk.store, desk.settings).sign("leave", watch.id)
    forged = Keys(b"another key of thirty-two bytes!").sign("leave", watch.id)
    wrong_purpose = keys_of(desk.store, desk.settings).sign("feed", watch.id)
    for path in (
        f"/leave/{forged}", f"/leave/{wrong_purpose}", f"/leave/{signed[:-1]}", f"/leave/{watch.id}",
        f"/leave/{signed}x", "/confirm/guess", f"/manage/{signed}", f"/leave-all/{signed}",
    ):  # fmt: skip
        assert httpx.post(desk.base_url + path, data={"do": "stop-all"}).status_code == 404, path
    assert httpx.get(f"{desk.base_url}/feed/{forged}").status_code == 404
    assert desk.store.watches() == [watch]


def test_tokens_are_kept_as_hashes_only(desk: Desk) -> None:
    sign_up(desk, "reader@example.org")
    (question,) = desk.deliver()
    token = link(question, "confirm").rpartition("/")[2]
    desk.store.close()
    everything = b"".join(path.read_bytes() for path in desk.folder.glob("desk.db*"))
    assert token.encode() not in everything
    desk.store = SqliteStore(desk.folder / "desk.db")


def test_how_often_is_limited_for_an_address_and_for_a_network(desk: Desk) -> None:
    texts = {sign_up(desk, "flood@example.org", query=f"{i}", kind="topic").text for i in range(8)}
    assert len(texts) == 1, "the limit does not show"
    assert len(desk.deliver()) == desk.settings.sign_ups_per_address
    limit = desk.settings.sign_ups_per_network
    codes = [sign_up(desk, f"p{i}@example.org").status_code for i in range(limit)]
    assert codes[0] == 200 and codes[-1] == 429
    desk.now += timedelta(hours=1)
    assert sign_up(desk, "later-today@example.org").status_code == 200


def test_forms_of_other_sites_are_refused(desk: Desk) -> None:
    form = {"address": "reader@example.org", "kind": "breaking"}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = httpx.post(desk.base_url + "/subscribe", data=form, headers=headers)
        assert answer.status_code == 403
    assert desk.deliver() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"address": "no address"}, {"address": "a@example.org\r\nBcc: b@example.org"},
        {"kind": "topic", "query": " "}, {"kind": "nonsense"}, {"zone": "Mars/Base"},
        {"digest": "daily@25"}, {"quiet_from": "22:00"}, {"daily_cap": "many"},
        {"kinds": "gossip"},
    ],
)  # fmt: skip
def test_what_is_no_watch_is_refused_with_its_reason(desk: Desk, fields: dict[str, str]) -> None:
    answer = sign_up(desk, **{"address": "reader@example.org", **fields})
    assert answer.status_code == 400
    assert desk.deliver() == []


def test_a_number_that_is_none_is_refused_by_its_name(desk: Desk) -> None:
    answer = sign_up(desk, "reader@example.org", daily_cap="many")
    assert "daily-cap &#39;many&#39; is not a number" in answer.text


def test_an_unknown_story_cannot_be_watched(desk: Desk) -> None:
    assert sign_up(desk, "a@example.org", kind="story", query="none").status_code == 404
    desk.publish(ferry())
    assert sign_up(desk, "a@example.org", kind="story", query="ferry").status_code == 200
    (question,) = desk.deliver()
    assert "Ferry with 214 aboard" in text_of(question)


def test_the_settings_page_changes_stops_exports_and_erases(desk: Desk) -> None:
    sign_up(desk, "reader@example.org", prefix="/ar")
    sign_up(desk, "reader@example.org", kind="person", query="نادية حرّوق")
    for question in desk.deliver():
        httpx.post(link(question, "confirm"))
    desk.publish(quake())
    mail = next(m for m in desk.deliver() if m["Content-Language"] == "ar")
    manage = link(mail, "manage")
    assert "/ar/manage/" in manage
    page = httpx.get(manage).text
    assert 'dir="rtl"' in page and "reader@example.org" in page and "نادية حرّوق" in page

    tree = html.fromstring(page)
    save = next(f for f in tree.forms if f.fields.get("do") == "save")
    values = dict(save.form_values()) | {
        "quiet_from": "22:00", "quiet_to": "07:00", "zone": "Asia/Riyadh", "daily_cap": "5",
        "digest": "daily@8", "min_origins": "3", "languages": "ar,en", "kinds": "denial",
    }  # fmt: skip
    saved = httpx.post(manage, data=values)
    assert saved.status_code == 303
    watch = next(w for w in desk.store.watches() if w.id == values["watch"])
    assert (watch.quiet, watch.zone, watch.daily_cap) == ("22:00-07:00", "Asia/Riyadh", 5)
    assert (watch.digest, watch.min_origins) == ("daily@8", 3)
    assert (watch.languages, watch.kinds) == (("ar", "en"), ("denial",))

    kept = httpx.get(manage + "/data").json()
    assert len(kept["watches"]) == 2 and kept["deliveries"] and kept["notices"]
    assert json.dumps(kept, ensure_ascii=False).count("reader@example.org") >= 3
    httpx.post(manage, data={"do": "stop", "watch": watch.id})
    assert watch.id not in {w.id for w in desk.store.watches()}
    httpx.post(manage, data={"do": "erase"})
    assert desk.store.watches() == [] and desk.store.subscribers() == []
    assert desk.store.data_of("reader@example.org")["deliveries"] == []
    assert httpx.get(manage).status_code == 404
    desk.store.close()
    with SqliteStore(desk.folder / "desk.db") as store:
        dump = "\n".join(store._connection.iterdump())
    assert "reader@example.org" not in dump
    desk.store = SqliteStore(desk.folder / "desk.db")


def test_leaving_all_by_link(desk: Desk) -> None:
    for words in ("ferry", "Nawras"):
        sign_up(desk, "reader@example.org", kind="topic", query=words)
    for question in desk.deliver():
        httpx.post(link(question, "confirm"))
    desk.publish(ferry())
    mail = desk.deliver()[0]
    leave_all = link(mail, "leave-all")
    assert "Stop all mails?" in httpx.get(leave_all).text
    assert len(desk.store.watches()) == 2
    httpx.post(leave_all)
    assert desk.store.watches() == []


def test_a_watch_has_an_atom_feed_at_an_address_nobody_guesses(desk: Desk) -> None:
    sign_up(desk, "reader@example.org", kind="story", query="quake")
    desk.publish(quake())
    sign_up(desk, "reader@example.org", kind="story", query="quake")
    (question,) = desk.deliver()
    httpx.post(link(question, "confirm"))
    (watch,) = desk.store.watches()
    alerts = Alerts(desk.store, desk.settings, lambda: _NoEncoder(), lambda _: ())
    with desk.store.transaction():
        alerts.tell(quake(), quake().developments)
    signed = keys_of(desk.store, desk.settings).sign("feed", watch.id)
    answer = httpx.get(f"{desk.base_url}/feed/{signed}")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.content)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    titles = feed.xpath("//a:entry/a:title/text()", namespaces=atom)
    assert len(titles) == 3 and any("Ferry with 214" in title for title in titles)
    (kind,) = set(feed.xpath("//a:entry[last()]/a:category/@term", namespaces=atom))
    assert kind == "new"
    links = feed.xpath("//a:entry/a:link[@rel='alternate']/@href", namespaces=atom)
    assert httpx.get(links[0]).status_code == 200


def test_the_state_of_deliveries_names_nobody(desk: Desk) -> None:
    sign_up(desk, "nobody@example.org")
    assert desk.deliver() == []
    for prefix in ("", "/ar"):
        page = httpx.get(f"{desk.base_url}{prefix}/deliveries").text
        assert "550 5.1.1 no such user" in page and "n…@example.org" in page
        assert "nobody@" not in page
    # a bounce of the question: a new sign-up may ask again, and its confirmation starts anew
    forgiving = desk.server.folder / "forgiving"
    forgiving.touch()
    try:
        sign_up(desk, "nobody@example.org")
        (question,) = desk.deliver()
        httpx.post(link(question, "confirm"))
        assert desk.store.hold(keys_of(desk.store, desk.settings).who("nobody@example.org")) is None
    finally:
        forgiving.unlink()


def test_who_complained_is_left_alone(desk: Desk) -> None:
    who = keys_of(desk.store, desk.settings).who("angry@example.org")
    with desk.store.transaction():
        desk.store.add_hold(who, Hold("complained", desk.now, "abuse"))
    assert sign_up(desk, "angry@example.org").text == sign_up(desk, "calm@example.org").text
    assert {m["To"] for m in desk.deliver()} == {"calm@example.org"}


def test_every_route_is_documented(desk: Desk) -> None:
    docs = (Path(__file__).parents[1] / "docs" / "web.md").read_text(encoding="utf-8")
    app = create_app(desk.store, settings=desk.settings, sign_up=desk.store)
    paths = {regex.sub("^/ar(?=/|$)", "", route.path) or "/" for route in app.routes}  # type: ignore[attr-defined]
    assert not {path for path in paths if f"`{path}`" not in docs}


def test_nobody_learns_from_the_notices_who_watches(desk: Desk) -> None:
    sign_up(desk, "reader@example.org")
    (question,) = desk.deliver()
    httpx.post(link(question, "confirm"))
    desk.publish(ferry())
    (watch,) = desk.store.watches()
    told = httpx.get(desk.base_url + "/api/notices").json()["notices"]
    assert told and "watch_id" not in told[0]
    assert watch.id not in httpx.get(desk.base_url + "/api/notices").text
    assert 'href="/subscribe"' in httpx.get(desk.base_url + "/").text
