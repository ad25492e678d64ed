"""Commands of watches: who is told of what, what waits in the outbox, and what came back."""

from __future__ import annotations

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from tawatur.alert import make_watch
from tawatur.alert.returns import read_report
from tawatur.alert.words import about_watch, one_line, rules_of
from tawatur.cli.common import (
    DEFAULT_DATA,
    DEFAULT_PORT,
    AsJson,
    Data,
    Now,
    app,
    err,
    moment_of,
    open_store,
    out,
    print_json,
    say,
    say_trouble,
    settings_of,
)
from tawatur.errors import SettingError
from tawatur.model import Watch
from tawatur.outbox import keys_of, note_return
from tawatur.publish import json as as_json
from tawatur.publish import terminal
from tawatur.settings import Settings
from tawatur.store import SqliteStore

watch_app = typer.Typer(
    no_args_is_help=True, help="Who is told of what: add, list and stop watches."
)
app.add_typer(watch_app, name="watch")
outbox_app = typer.Typer(
    no_args_is_help=True, help="What is on its way, and what could not be delivered."
)
app.add_typer(outbox_app, name="outbox")
subscriber_app = typer.Typer(
    no_args_is_help=True, help="The people behind e-mail addresses, and their data."
)
app.add_typer(subscriber_app, name="subscriber")


# Where the page is served unless somebody says otherwise.
_HOME = f"http://127.0.0.1:{DEFAULT_PORT}"

# --------------------------------------------------------------------------- watches


@watch_app.command("add")
def watch_add(
    email: Annotated[str | None, typer.Option("--email", metavar="ADDRESS", help="Where the mails go.", show_default=False)] = None,
    webhook: Annotated[str | None, typer.Option("--webhook", metavar="URL", help="Or: where signed webhooks go (https).", show_default=False)] = None,
    apprise: Annotated[str | None, typer.Option("--apprise", metavar="URL", help="Or: Telegram, Slack, ntfy … as apprise writes it.", show_default=False)] = None,
    feed: Annotated[bool, typer.Option("--feed", help="Or: nowhere but the watch's own Atom feed.")] = False,
    breaking: Annotated[bool, typer.Option("--breaking", help="Everything that breaks.")] = False,
    topic: Annotated[str | None, typer.Option("--topic", metavar="WORDS", help="Plain words, any language.", show_default=False)] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="NAME", help="In any spelling and script.", show_default=False)] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="NAME", show_default=False)] = None,
    organisation: Annotated[str | None, typer.Option("--organisation", metavar="NAME", show_default=False)] = None,
    story: Annotated[str | None, typer.Option("--story", metavar="ID", help="When this story moves.", show_default=False)] = None,
    quotation_by: Annotated[str | None, typer.Option("--quotation-by", metavar="NAME", help="Every new quotation by this speaker.", show_default=False)] = None,
    corrections_of: Annotated[str | None, typer.Option("--corrections-of", metavar="OUTLET", help="What this outlet takes back.", show_default=False)] = None,
    min_origins: Annotated[int | None, typer.Option("--min-origins", min=1, help="Independent origins needed.", show_default=False)] = None,
    min_growth: Annotated[float | None, typer.Option("--min-growth", metavar="TIMES", help="Origins an hour, in multiples of what is usual here.", show_default=False)] = None,
    languages: Annotated[list[str], typer.Option("--languages", metavar="ar,en,…", help="Only articles in these languages.", show_default=False)] = [],  # noqa: B006
    kinds: Annotated[list[str], typer.Option("--kinds", "--kind", metavar="KIND,…", help="Only these kinds of development.", show_default=False)] = [],  # noqa: B006
    quiet: Annotated[str | None, typer.Option("--quiet", metavar="22:00-07:00", help="Send nothing then.", show_default=False)] = None,
    zone: Annotated[str, typer.Option("--zone", help="Time zone of the quiet hours, the digest and the day.")] = "UTC",
    daily_cap: Annotated[int | None, typer.Option("--daily-cap", min=1, help="Mails a day; the rest comes as one the next day.", show_default=False)] = None,
    digest: Annotated[str | None, typer.Option("--digest", metavar="hourly|daily@7", help="Gathered instead of at once.", show_default=False)] = None,
    interface: Annotated[str, typer.Option("--language", help="Language of the mails: en or ar.")] = "en",
    data: Data = DEFAULT_DATA,
    now: Now = None,
    json: AsJson = False,
) -> None:  # fmt: skip
    """Tell somebody when something moves. A watch made here needs no confirmation."""
    try:
        made = make_watch(
            now=moment_of(now), email=email, webhook=webhook, apprise=apprise, feed=feed,
            breaking=breaking, topic=topic, person=person, place=place, organisation=organisation,
            story=story, quotation_by=quotation_by, corrections_of=corrections_of,
            min_origins=min_origins, min_growth=min_growth, languages=languages, kinds=kinds,
            quiet=quiet, zone=zone, daily_cap=daily_cap, digest=digest, language=interface,
        )  # fmt: skip
    except SettingError as error:
        raise typer.BadParameter(str(error)) from error
    settings = settings_of()
    with open_store(data, must_exist=False) as store:
        if made.kind == "story" and store.dossier(made.query or "") is None:
            raise typer.BadParameter(f"no story {made.query}", param_hint="--story")
        with store.transaction():
            store.add_watch(made)
        if json:
            print_json(_watch_record(made, store, settings))
        else:
            _say_watch(made, store, settings)


def _watch_record(watch: Watch, store: SqliteStore, settings: Settings) -> dict[str, Any]:
    keys = keys_of(store, settings)
    return {
        **as_json.watch_json(watch),
        "feed": f"{settings.base_url.rstrip('/') or _HOME}/feed/{keys.sign('feed', watch.id)}",
        "webhook_secret": keys.webhook_secret(watch.id) if watch.channel == "webhook" else None,
    }


def _say_watch(watch: Watch, store: SqliteStore, settings: Settings) -> None:
    record = _watch_record(watch, store, settings)
    say(f"watch {watch.id}: {about_watch(watch, 'en', watch.query)}")
    say(f"  {watch.address or 'feed only'} · {rules_of(watch, 'en')}")
    say(f"  its feed: {record['feed']}")
    if record["webhook_secret"]:
        say(f"  signing secret: {record['webhook_secret']}")


@watch_app.command("list")
def watch_list(data: Data = DEFAULT_DATA, json: AsJson = False) -> None:
    """The watches that are on, each with its feed."""
    settings = settings_of()
    with open_store(data) as store:
        watches = store.watches()
        if json:
            print_json([_watch_record(watch, store, settings) for watch in watches])
        else:
            for watch in watches:
                _say_watch(watch, store, settings)


@watch_app.command("stop")
def watch_stop(
    watch_id: Annotated[str, typer.Argument(metavar="WATCH")], data: Data = DEFAULT_DATA
) -> None:
    """Stop a watch."""
    with open_store(data) as store, store.transaction():
        stopped = store.stop_watch(watch_id)
    if not stopped:
        say(f"no watch {watch_id} that is on", to=err)
        raise typer.Exit(1)


# --------------------------------------------------------------------------- the outbox


@outbox_app.command("list")
def outbox_list(
    state: Annotated[Literal["waiting", "sending", "delivered", "dead"] | None, typer.Option("--state", show_default=False)] = None,
    limit: Annotated[int, typer.Option("--limit", min=1)] = 50,
    data: Data = DEFAULT_DATA,
    json: AsJson = False,
) -> None:  # fmt: skip
    """What was sent or is on its way, the newest first; the dead letters with their reasons."""
    with open_store(data) as store:
        deliveries, channels = store.deliveries(state, limit), store.channels()
    if json:
        print_json(
            {
                "deliveries": [as_json.delivery_json(d) for d in deliveries],
                "not_answering": [as_json.channel_json(c) for c in channels],
            }
        )
        return
    terminal.print_deliveries(out, deliveries, channels)


@outbox_app.command("retry")
def outbox_retry(
    delivery_id: Annotated[str | None, typer.Argument(metavar="[DELIVERY]", help="Else all dead letters.", show_default=False)] = None,
    data: Data = DEFAULT_DATA,
) -> None:  # fmt: skip
    """Try dead letters again at the next round."""
    with open_store(data) as store, store.transaction():
        revived = store.revive_deliveries(delivery_id)
    say(f"{revived} to be tried again")
    raise typer.Exit(0 if revived else 1)


# --------------------------------------------------------------------------- what came back


@app.command()
def bounces(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Maildirs, mbox files, messages; - for standard input.", show_default=False)],
    data: Data = DEFAULT_DATA,
    now: Now = None,
    json: AsJson = False,
) -> None:  # fmt: skip
    """Read what came back: delivery status notifications and complaints. Delivery to an address
    stops by the rule of docs/alerts.md."""
    moment, settings = moment_of(now), settings_of()
    read, unread, strangers, noted = 0, 0, 0, []
    with open_store(data) as store:
        keys = keys_of(store, settings)
        for raw in _messages(paths):
            if isinstance(raw, OSError):
                unread += 1
                continue
            read += 1
            for returned in read_report(raw):
                found = store.delivery_by_message_id(returned.message_id or "")
                if found is None and returned.delivery_id:
                    found = store.delivery(returned.delivery_id)
                if found is None or found.channel != "email":
                    strangers += 1  # about a mail that we did not send
                    continue
                with store.transaction():
                    reason = note_return(store, keys, returned, found, moment)
                noted.append(
                    {
                        "address": found.address, "kind": returned.kind, "status": returned.status,
                        "detail": returned.detail, "stopped": reason,
                    }
                )  # fmt: skip
    if json:
        print_json({"messages": read, "reports": noted, "of_unknown_mails": strangers})
    else:
        for one in noted:
            stopped = f": nothing is sent there now ({one['stopped']})" if one["stopped"] else ""
            words = one_line(f"{one['kind']} {one['status'] or ''} {one['detail']}")
            say(f"{one['address']}  {words}{stopped}")
        say(f"{read} messages, {len(noted)} reports, {strangers} about mails we did not send")
    raise typer.Exit(1 if unread and not read else 0)


def _messages(paths: list[Path]) -> Iterator[bytes | OSError]:
    for path in paths:
        try:
            yield from _messages_at(path)
        except OSError as error:
            say_trouble(str(path), error.strerror or str(error))
            yield error


def _messages_at(path: Path) -> Iterator[bytes]:
    if str(path) == "-":
        yield sys.stdin.buffer.read()
    elif (path / "new").is_dir() and (path / "cur").is_dir():
        for message in sorted([*(path / "new").iterdir(), *(path / "cur").iterdir()]):
            yield message.read_bytes()
    elif path.is_dir():
        for message in sorted(p for p in path.iterdir() if p.is_file()):
            yield message.read_bytes()
    else:
        raw = path.read_bytes()
        if raw.startswith(b"From "):
            box = mailbox.mbox(path, create=False)
            yield from (box.get_bytes(key) for key in box.iterkeys())
        else:
            yield raw


# --------------------------------------------------------------------------- people


Address = Annotated[str, typer.Argument(metavar="ADDRESS")]


@subscriber_app.command("list")
def subscriber_list(data: Data = DEFAULT_DATA, json: AsJson = False) -> None:
    """The addresses that watches send to, and whether anything is sent there."""
    with open_store(data) as store:
        keys = keys_of(store, settings_of())
        rows = [
            {
                "address": one.address,
                "by": one.by,
                "confirmed_at": as_json.instant(one.confirmed_at),
                "watches": len(store.watches_of_subscriber(one.id)),
                "held": hold.reason if (hold := store.hold(keys.who(one.address))) else None,
            }
            for one in store.subscribers()
        ]
    if json:
        print_json(rows)
        return
    for row in rows:
        held = f"  nothing is sent: {row['held']}" if row["held"] else ""
        say(f"{row['address']}  {row['watches']} watches  by {row['by']}{held}")


@subscriber_app.command("export")
def subscriber_export(address: Address, data: Data = DEFAULT_DATA) -> None:
    """Everything that is kept under an address, as JSON."""
    with open_store(data) as store:
        keys = keys_of(store, settings_of())
        print_json(as_json.person_json(store.data_of(address), store.bounces(keys.who(address))))


@subscriber_app.command("erase")
def subscriber_erase(address: Address, data: Data = DEFAULT_DATA) -> None:
    """Forget an address with its watches, notices and mails."""
    with open_store(data) as store:
        keys = keys_of(store, settings_of())
        who = keys.who(address)
        known = any((*store.data_of(address).values(), store.bounces(who)))
        with store.transaction():
            erased = store.erase(address)
            store.changed("forget_bounces", who=who)
    if not known:
        say(f"nothing is kept under {address}", to=err)
        raise typer.Exit(1)
    say(f"erased, with {erased} watches")


@subscriber_app.command("lift")
def subscriber_lift(address: Address, data: Data = DEFAULT_DATA) -> None:
    """Send to an address again that bounced or complained."""
    with open_store(data) as store:
        keys = keys_of(store, settings_of())
        with store.transaction():
            lifted = store.lift_hold(keys.who(address))
    if not lifted:
        say("nothing was held", to=err)
        raise typer.Exit(1)
