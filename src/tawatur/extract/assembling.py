"""An article from what was found on the page and what came beside it."""

from __future__ import annotations

from urllib.parse import urlunsplit

import regex

from tawatur import knowledge
from tawatur.extract.metadata import NOTHING, known_outlet, stated_credits
from tawatur.extract.people import as_findings, people_in
from tawatur.extract.section import section_of_address
from tawatur.model import Article, Credit, Finding, Page, Post, Stamp
from tawatur.stamps import parse_stamp
from tawatur.text import stable_id, url_parts


def canonical_url(url: str) -> str:
    """An address without what does not name the article: fragment, tracking, trailing slash."""
    parts = url_parts(url)
    if not parts.hostname:  # no address, but what names it all the same
        return url.strip()
    kept = [
        pair for pair in parts.query.split("&")
        if pair and not regex.match(r"(?:utm_\w+|fbclid|gclid|ref|amp|outputType|at_\w+|xtor|cmpid)(?:=|$)", pair)
    ]  # fmt: skip
    path = parts.path.rstrip("/") or "/"
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port not in (None, 80, 443) else "")
    return urlunsplit((parts.scheme.lower(), host, path, "&".join(kept), ""))


def assemble(
    page: Page, *, url: str | None, title: Finding | None, text: str, outlet: Finding | None = None,
    authors: tuple[Finding, ...] = (), published: Stamp | None = None, updated: Stamp | None = None,
    section: Finding | None = None, posts: tuple[Post, ...] = (), captions: tuple[str, ...] = (),
    headings: tuple[str, ...] = (), sentences: tuple[str, ...] = (),
    language: str = "", credits: tuple[Credit, ...] = (),
) -> Article:  # fmt: skip
    """An article from what was found on the page and what came beside it.

    Hints fill what the page leaves open; the page's own word on times and names comes first,
    save for the outlet, which whoever gave us the page knows best.
    """
    hints = page.hints
    where = "record" if page.media_type == "application/json" else "feed"
    if hints.outlet:
        outlet = known_outlet(hints.outlet, where, 0.9)
    elif outlet is None and url and (host := url_parts(url).hostname):
        known = knowledge.outlet_by_host(host)
        outlet = Finding(
            value=known.name if known else host.removeprefix("www."),
            where="host" if known else "url", confidence=0.97 if known else 0.5,
        )  # fmt: skip
    if not authors and hints.authors:
        authors = as_findings([p for name in hints.authors for p in people_in(name)], where, 0.9)
    base = hints.language or language or None
    if published is None and hints.published:
        published = parse_stamp(hints.published, where=where, confidence=0.9, language=base)
    if updated is None and hints.updated:
        updated = parse_stamp(hints.updated, where=where, confidence=0.85, language=base)
        if updated and published and updated.at <= published.at:
            updated = None
    text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be stored
    identity = canonical_url(url) if url else (text.strip() or (title.value if title else ""))
    return Article(
        id=stable_id(identity), url=url, page_name=page.name, seen_at=page.seen_at, title=title,
        outlet=outlet, text=text, raw_text=text, posts=posts, captions=captions, headings=headings, sentences=sentences, authors=authors,
        credits=credits or stated_credits(NOTHING, page, [], {}, outlet), published=published, updated=updated, section=section or (section_of_address(url) if url else None),
        language_hint=(base or "").replace("_", "-").split("-")[0].lower() or None,
    )  # fmt: skip
