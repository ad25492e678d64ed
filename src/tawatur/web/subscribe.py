"""Signing up for alerts without an account: address and watch, one confirming click, and out again.

A GET changes nothing: mail scanners follow links. Confirming, changing and leaving are POSTs, the
one-click unsubscribing of RFC 8058 among them. Signing up answers the same whether an address is
known or not, and does the same work: nothing about a watch is looked up or touched before its
confirmation, so that signing up again never un-confirms anything either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tawatur import wording
from tawatur.alert.feed import watch_feed
from tawatur.alert.links import Keys, Purpose, same, secret_key, token_hash
from tawatur.alert.watches import (
    DEVELOPMENT_KINDS,
    OPTION_OF_KIND,
    make_watch,
    options_of,
    with_rules,
)
from tawatur.alert.words import TEXTS as ALERT_TEXTS
from tawatur.alert.words import about_watch, headline_of, rules_of
from tawatur.errors import SettingError
from tawatur.model import Delivery, Subscriber, Watch
from tawatur.publish import html, strings
from tawatur.publish import json as as_json
from tawatur.publish.site import Site
from tawatur.settings import Settings
from tawatur.store import Store
from tawatur.store.alerting import SignUp
from tawatur.text import stable_id

# The largest form is an address, some words, and a list of kinds.
FORM_BYTES = 8_192
_FORM_FIELDS = 40
_PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
_ADDRESS_WINDOW = timedelta(hours=24)
_NETWORK_WINDOW = timedelta(hours=1)


class SignUps:
    """The pages of one service. ``site_of`` makes the frame of a page from its request."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        clock: Callable[[], datetime],
        site_of: Callable[[Request], Site],
    ) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self._site_of = site_of
        self._keys: Keys | None = None

    def routes(self) -> Iterator[Route]:
        """All routes, in English and under /ar."""
        for prefix in ("", "/ar"):
            for path, page in (
                ("/subscribe", self.subscribe),
                ("/confirm/{token}", self.confirm),
                ("/leave/{signed}", self.leave),
                ("/leave-all/{signed}", self.leave_all),
                ("/manage/{signed}", self.manage),
            ):
                yield Route(prefix + path, page, methods=["GET", "POST"])
            yield Route(prefix + "/watch", self.subscribe, methods=["POST"])
            yield Route(prefix + "/manage/{signed}/data", self.data)
            yield Route(prefix + "/deliveries", self.deliveries)
        yield Route("/feed/{signed}", self.feed)

    @property
    def keys(self) -> Keys:
        if self._keys is None:
            self._keys = Keys(secret_key(self._settings, self._store.key))
        return self._keys

    # ------------------------------------------------------------------- signing up

    async def subscribe(self, request: Request) -> Response:
        """GET: the form with all rules. POST: ask the address to confirm."""
        if request.method != "POST":
            return await run_in_threadpool(self._form, request)
        site = self._site_of(request)
        if _foreign(request):
            raise HTTPException(403, strings.say("foreign-form", site.language))
        form = await _form_of(request)
        return await run_in_threadpool(self._sign_up, request, form, site)

    def _form(self, request: Request) -> Response:
        site = self._site_of(request)
        kind = request.query_params.get("kind") or "breaking"
        words = request.query_params.get("query", "")[:200]
        page = html.render_plain(
            "subscribe.html",
            site,
            title=strings.say("su-title", site.language),
            kinds_of_watch=[k for k in OPTION_OF_KIND if k != "story"],
            kind=kind,
            words=words,
            rules=_no_rules(self._clock()),
            **_kinds(site.language),
        )
        return HTMLResponse(page)

    def _sign_up(self, request: Request, form: FormData, site: Site) -> Response:
        now, settings, store = self._clock(), self._settings, self._store
        language = site.language
        watch = self._watch_of(form, site, now)
        network = self.keys.network(request.client.host if request.client else "")
        who = self.keys.who(watch.address)
        with store.transaction():
            store.knock(network, now)
            knocked = store.knocks(network, now - _NETWORK_WINDOW)
            if knocked <= settings.sign_ups_per_network:
                store.knock(who, now)
                asked = store.knocks(who, now - _ADDRESS_WINDOW)
                held = store.hold(who)
                complained = held is not None and held.reason == "complained"
                if asked <= settings.sign_ups_per_address and not complained:
                    self._ask(watch, asked, now)
        if knocked > settings.sign_ups_per_network:
            raise HTTPException(429, strings.say("su-too-many", language), {"Retry-After": "3600"})
        hours = wording.count(max(1, round(settings.confirm_hours)), "hour", language)
        return _said(site, "su-sent-title", "su-sent", hours=hours)

    def _ask(self, watch: Watch, asked: int, now: datetime) -> None:
        """Put the question into the outbox. Its token is made when the mail is written."""
        id = stable_id("sign-up", watch.id, now.isoformat(), str(asked), length=20)
        expires = now + timedelta(hours=self._settings.confirm_hours)
        if self._store.sign_up(id) is not None:
            return
        self._store.add_sign_up(SignUp(id, watch.address, watch, now, expires, None))
        self._store.add_delivery(
            Delivery(
                id=id, message_id=f"<{id}@{self._settings.mail_domain}>", kind="confirmation",
                channel="email", address=watch.address, state="waiting", made_at=now,
            )
        )  # fmt: skip

    def _watch_of(self, form: FormData, site: Site, now: datetime) -> Watch:
        """The watch that a form asks for. Raises HTTPException 400 for what is no watch."""
        kind = str(form.get("kind") or "breaking")
        query = " ".join(str(form.get("query") or "").split())
        option = OPTION_OF_KIND.get(kind)  # type: ignore[call-overload]
        if option is None:
            raise HTTPException(400, strings.say("words-missing", site.language))
        if kind == "story" and self._store.dossier(query) is None:
            raise HTTPException(404, f"no story {query}")
        if kind != "breaking" and not query:
            raise HTTPException(400, strings.say("words-missing", site.language))
        asked = {option: True if kind == "breaking" else query}
        try:
            watch = make_watch(
                now=now,
                email=str(form.get("address") or ""),
                language="ar" if site.language == "ar" else "en",
                **asked,  # type: ignore[arg-type]
            )
        except SettingError as error:
            bad_address = "address" in str(error)
            said = strings.say("bad-address", site.language) if bad_address else str(error)
            raise HTTPException(400, said) from error
        return _with_form(watch, form)

    # ------------------------------------------------------------------- confirming

    async def confirm(self, request: Request) -> Response:
        """GET: one button. POST: the watch is on."""
        return await run_in_threadpool(self._confirm, request)

    def _confirm(self, request: Request) -> Response:
        site, store, now = self._site_of(request), self._store, self._clock()
        hashed = token_hash(str(request.path_params["token"]))
        found = store.sign_up_by_token(hashed)
        if found is None or not same(hashed, found[0]) or found[1].expires_at <= now:
            return _said(site, "su-dead-title", "su-dead", again=True, status=404)
        sign_up = found[1]
        if request.method == "POST":
            with store.transaction():
                store.confirm_sign_up(sign_up, now)
                held = store.hold(self.keys.who(sign_up.address))
                if held and held.reason == "bounced":  # the mail arrived, after all
                    store.lift_hold(self.keys.who(sign_up.address))
            owner = store.subscriber_by_address(sign_up.address)
            manage = site.url("manage", self.keys.sign("manage", owner.id)) if owner else None
            return _said(site, "su-confirmed-title", "su-confirmed", manage=manage)
        left = max(1, round((sign_up.expires_at - now) / timedelta(hours=1)))
        return self._asks(
            site,
            "su-confirm-title",
            "su-confirm",
            [sign_up.watch],
            lead="su-confirm-lead",
            address=sign_up.address,
            hours=wording.count(left, "hour", site.language),
        )

    # ------------------------------------------------------------------- leaving

    async def leave(self, request: Request) -> Response:
        """GET: one button. POST: the watch is stopped; RFC 8058 one-click comes here as well."""
        return await run_in_threadpool(self._leave, request)

    def _leave(self, request: Request) -> Response:
        site = self._site_of(request)
        watch = self._store.watch(self._read("leave", request) or "")
        if watch is None:
            return _said(site, "su-dead-title", "su-dead", again=True, status=404)
        if request.method == "POST":
            with self._store.transaction():
                self._store.stop_watch(watch.id)
            owner = self._store.subscriber_by_address(watch.address)
            manage = site.url("manage", self.keys.sign("manage", owner.id)) if owner else None
            return _said(site, "su-left-title", "su-left", manage=manage)
        return self._asks(site, "su-leave-title", "su-leave", [watch])

    async def leave_all(self, request: Request) -> Response:
        """GET: one button. POST: every watch of the address is stopped."""
        return await run_in_threadpool(self._leave_all, request)

    def _leave_all(self, request: Request) -> Response:
        site = self._site_of(request)
        owner = self._store.subscriber(self._read("leave-all", request) or "")
        if owner is None:
            return _said(site, "su-dead-title", "su-dead", again=True, status=404)
        watches = self._store.watches_of_subscriber(owner.id)
        if request.method == "POST":
            self._stop_all(owner)
            return _said(site, "su-left-title", "su-left")
        return self._asks(site, "su-leave-all-title", "su-leave-all", watches)

    def _stop_all(self, owner: Subscriber) -> None:
        with self._store.transaction():
            for watch in self._store.watches_of_subscriber(owner.id):
                self._store.stop_watch(watch.id)

    # ------------------------------------------------------------------- managing

    async def manage(self, request: Request) -> Response:
        """GET: the watches of an address and its data. POST: change, stop or erase."""
        form = await _form_of(request) if request.method == "POST" else None
        return await run_in_threadpool(self._manage, request, form)

    def _manage(self, request: Request, form: FormData | None) -> Response:
        site, store = self._site_of(request), self._store
        owner = store.subscriber(self._read("manage", request) or "")
        if owner is None:
            return _said(site, "su-dead-title", "su-dead", again=True, status=404)
        if form is not None:
            done = str(form.get("do") or "")
            if done == "erase":
                with store.transaction():
                    store.erase(owner.address)
                    store.changed("forget_bounces", who=self.keys.who(owner.address))
                return _said(site, "su-erased-title", "su-erased")
            if done == "stop-all":
                self._stop_all(owner)
            elif done in ("save", "stop"):
                self._change(owner, form, done)
            else:
                raise HTTPException(400, "save, stop, stop-all or erase")
            return RedirectResponse(f"{request.url.path}?saved=1", status_code=303)
        watches = store.watches_of_subscriber(owner.id)
        page = html.render_plain(
            "manage.html",
            site,
            title=strings.say("su-manage-title", site.language),
            address=owner.address,
            watches=[self._shown(watch, site.language) for watch in watches],
            saved=bool(request.query_params.get("saved")),
            data=f"{request.url.path}/data",
            zones=sorted(available_timezones()),
            **_kinds(site.language),
        )
        return HTMLResponse(page, headers=_PRIVATE)

    def _change(self, owner: Subscriber, form: FormData, done: str) -> None:
        known = {w.id: w for w in self._store.watches_of_subscriber(owner.id)}
        watch = known.get(str(form.get("watch") or ""))
        if watch is None:
            raise HTTPException(404, "no such watch")
        changed = _with_form(watch, form) if done == "save" else None
        with self._store.transaction():
            if changed is None:
                self._store.stop_watch(watch.id)
            else:
                self._store.add_watch(changed)

    def data(self, request: Request) -> Response:
        """Everything that is kept under an address, as JSON."""
        owner = self._store.subscriber(self._read("manage", request) or "")
        if owner is None:
            raise HTTPException(404, "no such link")
        bounces = self._store.bounces(self.keys.who(owner.address))
        body = msgspec.json.encode(as_json.person_json(self._store.data_of(owner.address), bounces))
        disposition = {"Content-Disposition": 'attachment; filename="tawatur.json"'}
        return Response(
            msgspec.json.format(body, indent=1),
            media_type="application/json",
            headers={**_PRIVATE, **disposition},
        )

    # ------------------------------------------------------------------- state

    def deliveries(self, request: Request) -> Response:
        """How the deliveries stand: dead letters with their reasons, servers that do not answer.
        Everybody may see it, so nobody's address is on it."""
        site, counts = self._site_of(request), self._store.counts()
        page = html.render_plain(
            "deliveries.html",
            site,
            title=strings.say("su-deliveries", site.language),
            waiting=counts["deliveries_waiting"],
            dead_count=counts["deliveries_dead"],
            silent=self._store.channels(),
            dead=[
                {
                    "to": _masked(d.address),
                    "channel": d.channel,
                    "reason": (d.last_error or "").replace(d.address, _masked(d.address)),
                    "at": d.made_at,
                }
                for d in self._store.deliveries("dead", 100)
            ],
        )
        return HTMLResponse(page)

    # ------------------------------------------------------------------- feed

    def feed(self, request: Request) -> Response:
        """A watch as an Atom feed: what it was told, whatever the way it is told."""
        watch = self._store.watch(self._read("feed", request) or "")
        if watch is None or not self._store.watch_is_on(watch.id):
            raise HTTPException(404, "no such feed")
        base = self._settings.base_url.rstrip("/") or str(request.base_url).rstrip("/")
        notices = self._store.notices_of_watch(watch.id)
        content = watch_feed(watch, notices, base, f"{base}{request.url.path}")
        return Response(
            content,
            media_type="application/atom+xml",
            headers={"Cache-Control": "private, max-age=60", "X-Robots-Tag": "noindex"},
        )

    # ------------------------------------------------------------------- parts

    def _read(self, purpose: Purpose, request: Request) -> str | None:
        return self.keys.read(purpose, str(request.path_params["signed"]))

    def _shown(self, watch: Watch, language: str) -> dict[str, object]:
        headline = None
        if watch.kind == "story" and (dossier := self._store.dossier(watch.query or "")):
            headline = headline_of(dossier, language)
        return {
            "id": watch.id,
            "about": about_watch(watch, language, headline),
            "rules": rules_of(watch, language),
            "watch": watch,
            "feed": f"/feed/{self.keys.sign('feed', watch.id)}",
        }

    def _asks(
        self,
        site: Site,
        heading: str,
        button: str,
        watches: list[Watch],
        *,
        lead: str | None = None,
        address: str | None = None,
        hours: str | None = None,
    ) -> Response:
        page = html.render_plain(
            "ask.html",
            site,
            title=strings.say(heading, site.language),
            heading=heading,
            lead=lead,
            address=address,
            watches=[self._shown(watch, site.language) for watch in watches],
            button=button,
            hours=hours,
        )
        return HTMLResponse(page, headers=_PRIVATE)


def _said(
    site: Site,
    heading: str,
    text: str,
    *,
    hours: str | None = None,
    manage: str | None = None,
    again: bool = False,
    status: int = 200,
) -> Response:
    page = html.render_plain(
        "said.html",
        site,
        title=strings.say(heading, site.language),
        heading=heading,
        text=text,
        hours=hours,
        manage=manage,
        again=again,
    )
    return HTMLResponse(page, status_code=status, headers=_PRIVATE)


def _masked(address: str) -> str:
    """``r…@example.org``; of a web address the host alone."""
    if "://" in address:
        return urlsplit(address).hostname or address.partition("://")[0]
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _no_rules(now: datetime) -> Watch:
    return Watch(id="", kind="breaking", query=None, address="", created_at=now)


def _kinds(language: str) -> dict[str, object]:
    return {
        "development_kinds": DEVELOPMENT_KINDS,
        "kind_words": {k: ALERT_TEXTS[k][language == "ar"] for k in DEVELOPMENT_KINDS},
    }


def _with_form(watch: Watch, form: FormData) -> Watch:
    """The watch under the rules of a form; fields that the form does not have stay as they are.

    Raises HTTPException 400 for impossible ones.
    """
    rules = dict(options_of(watch))
    text = {name: str(form.get(name) or "").strip() for name in form}
    try:
        for name, number in (("min_origins", int), ("daily_cap", int), ("min_growth", float)):
            if name in text:
                rules[name] = _number(name, text[name], number)
        for name in ("zone", "digest", "languages", "quiet"):
            if name in text:
                rules[name] = text[name] or ("UTC" if name == "zone" else None)
        if "languages" in text:
            rules["languages"] = text["languages"].replace("،", ",")
        if "quiet_from" in text or "quiet_to" in text:
            start, end = text.get("quiet_from", ""), text.get("quiet_to", "")
            rules["quiet"] = f"{start[:5]}-{end[:5]}" if start or end else None
        if "digest" in text or "kinds" in text:  # a list without choice is not sent at all
            rules["kinds"] = [str(kind) for kind in form.getlist("kinds")]
        return with_rules(watch, **rules)
    except SettingError as error:
        raise HTTPException(400, str(error)) from error


def _number(name: str, given: str, number: type[int] | type[float]) -> float | None:
    """Raises SettingError: it is none."""
    try:
        return number(given) if given else None
    except ValueError as error:
        raise SettingError(f"{name.replace('_', '-')} {given!r} is not a number") from error


async def _form_of(request: Request) -> FormData:
    length = request.headers.get("content-length") or ""
    if not length.isascii() or not length.isdigit() or int(length) > FORM_BYTES:
        raise HTTPException(413, f"a form of at most {FORM_BYTES} bytes")
    return await request.form(max_files=0, max_fields=_FORM_FIELDS)


def _foreign(request: Request) -> bool:
    """Was the form sent from a page of another service, in somebody's browser?

    Browsers say where a POST comes from. Without a word of it, it is no browser, and what it can
    do the limits bound; no address is subscribed without its owner's click.
    """
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and origin.partition("://")[2] != request.headers.get("host")
