"""Lists of feeds in OPML, as feed readers exchange them (http://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime

import msgspec
import regex
from lxml import etree

from tawatur.encodings import decode
from tawatur.errors import UnreadablePage
from tawatur.model import Source

_OPML = regex.compile(r"<opml[\s>]", regex.I)
# The longest list we met in the wild has some 2,000 feeds.
_MOST_OUTLINES = 20_000
# What XML 1.0 cannot hold.
_NOT_XML = regex.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """One feed of a list: its address, what the list calls it, its web page."""

    url: str
    title: str | None = None
    page_url: str | None = None


def is_opml(body: bytes) -> bool:
    return bool(_OPML.search(body[:4096].replace(b"\0", b"").decode("latin-1")))


def read_opml(body: bytes, item: str) -> tuple[Outline, ...]:
    """The feeds of a list, folders flattened, each address once, in its order.

    Raises:
        UnreadablePage: ``entities``, ``not-opml``.
    """
    text, _ = decode(body, None, "application/xml")
    if regex.search(r"<!\s*ENTITY", text, regex.I):
        raise UnreadablePage(item, "it declares XML entities", kind="entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    bare = regex.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    try:
        root = etree.fromstring(bare.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePage(item, f"it is not OPML: {error}", kind="not-opml") from error
    if root is None or not _OPML.search(bare):
        raise UnreadablePage(item, "it is not OPML", kind="not-opml")
    found: dict[str, Outline] = {}
    for number, element in enumerate(root.iter("outline")):
        if number >= _MOST_OUTLINES:
            break
        named = {key.lower(): str(value).strip() for key, value in element.attrib.items()}
        url = named.get("xmlurl") or (named.get("url") if named.get("type") == "link" else None)
        if url and url.startswith(("http://", "https://")) and url not in found:
            title = named.get("title") or named.get("text") or None
            page_url = named.get("htmlurl") or None
            found[url] = Outline(url=url, title=title, page_url=page_url)
    return tuple(found.values())


def write_opml(sources: Iterable[Source], at: datetime) -> bytes:
    """The sources as a list that other readers take: feeds by the address that is asked."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "tawatur"
    etree.SubElement(head, "dateCreated").text = format_datetime(at)
    body = etree.SubElement(root, "body")
    for source in sources:
        name = _NOT_XML.sub("", source.outlet or source.title or source.url)
        attributes = {"type": "rss", "text": name, "title": name}
        attributes["xmlUrl"] = _NOT_XML.sub("", source.address)
        if source.asked_url:
            attributes["htmlUrl"] = _NOT_XML.sub("", source.url)
        etree.SubElement(body, "outline", attributes)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written
