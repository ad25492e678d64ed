"""A watch as an Atom feed (RFC 4287): its notices, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

import regex

from tawatur.alert.words import about_watch, one_line, say
from tawatur.model import Notice, Watch

_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot carry at all, escaped or not.
_NOT_XML = regex.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def watch_feed(watch: Watch, notices: Sequence[Notice], base_url: str, self_url: str) -> bytes:
    """The feed's bytes, UTF-8. ``self_url`` is where it stands; ``notices`` the newest first."""
    ElementTree.register_namespace("", _ATOM)
    language = watch.interface_language
    prefix = "/ar" if language == "ar" else ""
    feed = ElementTree.Element(f"{{{_ATOM}}}feed", {"xml:lang": language})
    _add(feed, "id", f"urn:tawatur:watch:{watch.id}")
    _add(feed, "title", f"tawatur: {about_watch(watch, language)}")
    _add(feed, "updated", _iso(max((n.at for n in notices), default=watch.created_at)))
    ElementTree.SubElement(feed, f"{{{_ATOM}}}link", {"rel": "self", "href": self_url})
    author = ElementTree.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", "tawatur")
    for notice in notices:
        entry = ElementTree.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(entry, "id", f"urn:tawatur:notice:{notice.id}")
        _add(entry, "title", notice.subject)
        _add(entry, "updated", _iso(notice.at))
        _add(entry, "summary", say("why", language, about=about_watch(watch, language)))
        ElementTree.SubElement(entry, f"{{{_ATOM}}}category", {"term": notice.kind})
        link = f"{base_url}{prefix}/story/{notice.story_id}"
        ElementTree.SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "href": link})
        article = f"{base_url}{prefix}/article/{notice.article_id}"
        ElementTree.SubElement(entry, f"{{{_ATOM}}}link", {"rel": "related", "href": article})
    content: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}").text = _NOT_XML.sub("", one_line(text))


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
