"""Notices as data: the body of a webhook, signed by the Standard Webhooks scheme, and as the few
lines that a messenger shows.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: the
signature is over ``id.timestamp.body``; the id is the same in every attempt, so a receiver that
knows it already may drop it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from tawatur.alert.words import headline_of, one_line, say, subject_of_mail
from tawatur.errors import SettingError
from tawatur.model import Development, Dossier, Notice, Watch

EVENT = "tawatur.notices"


def webhook_body(
    watch: Watch,
    told: Sequence[tuple[Notice, Development, Dossier]],
    at: datetime,
    base_url: str,
) -> bytes:
    """The JSON that a receiver gets: the watch, and each notice with its story and article."""
    return msgspec.json.encode(
        {
            "type": EVENT,
            "timestamp": _iso(at),
            "data": {
                "watch": {"id": watch.id, "kind": watch.kind, "query": watch.query},
                "notices": [_notice(*one, watch.interface_language, base_url) for one in told],
            },
        }
    )


def _notice(
    notice: Notice, development: Development, dossier: Dossier, language: str, base_url: str
) -> dict[str, Any]:
    reading = dossier.reading(notice.article_id)
    article = reading.article if reading else None
    return {
        "id": notice.id,
        "kind": notice.kind,
        "at": _iso(notice.at),
        "subject": notice.subject,
        "development": {
            "key": development.key,
            "kind": development.kind,
            "values": development.values,
            "independent_origins": development.independent_origins,
        },
        "article": {
            "id": notice.article_id,
            "url": article.url if article else None,
            "outlet": article.outlet.value if article and article.outlet else None,
            "title": article.title.value if article and article.title else None,
        },
        "story": {
            "id": dossier.story.id,
            "url": f"{base_url}/story/{dossier.story.id}",
            "headline": headline_of(dossier, language),
            "independent_origins": sum(origin.counts for origin in dossier.origins),
            "origins": [origin.name for origin in dossier.origins if origin.counts],
            "articles": len(dossier.readings),
        },
    }


def signed_headers(id: str, at: datetime, body: bytes, secret: str) -> dict[str, str]:
    """The headers that a receiver checks. ``secret`` is ``whsec_`` and base64.

    Raises:
        SettingError: the secret is none.
    """
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError as error:
        raise SettingError("a webhook's secret is whsec_ and base64") from error
    stamp = str(int(at.timestamp()))
    content = f"{id}.{stamp}.".encode() + body
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{signature}",
    }


def messenger_text(
    watch: Watch, told: Sequence[tuple[Notice, Development, Dossier]], base_url: str
) -> tuple[str, str]:
    """(title, body) for Telegram, Slack, ntfy and the like: what is new, and where to read on."""
    language = watch.interface_language
    prefix = "/ar" if language == "ar" else ""
    by_story: dict[str, list[tuple[Notice, Development, Dossier]]] = {}
    for one in told:
        by_story.setdefault(one[2].story.id, []).append(one)
    titles, lines = [], []
    for story_id, ones in by_story.items():
        notices, developments = [n for n, _, _ in ones], [d for _, d, _ in ones]
        titles.append(subject_of_mail(notices, developments, language))
        names = [one_line(o.name) for o in ones[0][2].origins if o.counts and o.name]
        lines.append(titles[-1] if len(by_story) > 1 else "")
        if names:
            lines.append(f"{say('who-knows', language)}: {say('sep', language).join(names)}")
        lines.append(f"{base_url}{prefix}/story/{story_id}")
    return titles[0], "\n".join(line for line in lines if line)


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
