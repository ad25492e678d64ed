"""Title, outlet, section and stated credits, each with where it was found and how sure."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape

import lxml.html
import regex

from tawatur import knowledge
from tawatur.extract.page import (
    UNSEEN,
    Element,
    Metas,
    Records,
    hinted_value,
    is_elsewhere,
    names_in,
    one_text,
    types_of,
    words_of,
)
from tawatur.model import Credit, Finding, Page
from tawatur.text import fold, url_parts


def find_title(
    page: Page, tree: Element, about: Records, metas: Metas, sites: list[Finding]
) -> Finding | None:
    """Headline by agreement: the page's h1 when head or JSON-LD say the same, else the best of them."""
    if hinted := hinted_value(page.hints.title):
        return hinted
    headings = [text for heading in tree.iter("h1") if 2 < len(text := words_of(heading)) < 400]
    stated = [("json-ld", one) for record in about[:1] if (one := one_text(record.get("headline")))]
    stated += [
        (f"meta {key}", value)
        for key in ("og:title", "twitter:title")
        for value in metas.get(key, ())[:1]
    ]
    if window := _window_title(tree):
        stated.append(("title element", window))
    names = [site.value for site in sites]
    given = [fold(value) for where, value in stated if where != "title element"]
    for heading in headings:
        key = fold(heading)
        if key in map(fold, names):
            continue
        if given and not any(key in value or value in key for value in given):
            continue  # the site's name, which stands in the window's title too
        if any(key in fold(value) or fold(value) in key for _, value in stated if len(value) > 8):
            return Finding(value=heading, where="h1", confidence=0.97)
    for where, value in stated:
        if where == "title element" and (shown := _shown_part(tree, value)):
            return Finding(value=shown, where="headline", confidence=0.85)
        if bare := " ".join(_title_parts(value, names)[0].split()):
            return Finding(value=bare, where=where, confidence=0.9)
    if len(headings) == 1:
        return Finding(value=headings[0], where="h1", confidence=0.7)
    if not headings:
        # A bare page without any head: its only heading of a lower rank.
        lower = [h for h in tree.iter("h2", "h3", "h4") if 2 < len(words_of(h)) < 400]
        if len(lower) == 1:
            return Finding(value=words_of(lower[0]), where=str(lower[0].tag), confidence=0.5)
    return None


_TITLE_SEPARATOR = regex.compile(r"\s+(?:[|–—»«·•~\-]|::|:\s:)+\s+|\s*(?:\||::)\s*")
_STRONG_SEPARATOR = regex.compile(r"[|»~]|::")
_SITE_NAME_WORDS = 4


def _title_parts(title: str, sites: Iterable[str]) -> tuple[str, str | None]:
    """``Talks open | The Example`` as headline and site name; either side may be the name.

    A side is the name when the page calls itself so elsewhere, or when it is the short side of a
    separator that headlines do not use.
    """
    cuts = list(_TITLE_SEPARATOR.finditer(title))
    if not cuts:
        return title, None
    known = [fold(site) for site in sites if len(site) > 1]
    for cut, head_is_name in ((cuts[-1], False), (cuts[0], True)):
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
        name, headline = (head, tail) if head_is_name else (tail, head)
        if not name or not headline:
            continue
        named = any(fold(name) in site or site in fold(name) for site in known)
        short = len(name.split()) <= _SITE_NAME_WORDS < len(headline.split())
        if named or (short and _STRONG_SEPARATOR.search(cut[0])):
            return headline, name
    return title, None


_HEADLINE_MIN_WORDS = 4


def _shown_part(tree: Element, title: str) -> str | None:
    """The side of the window's title that an element of the page shows as a whole: the headline
    of pages that have no ``h1``.
    """
    sides = {
        side for cut in _TITLE_SEPARATOR.finditer(title)
        for side in (title[: cut.start()].strip(), title[cut.end() :].strip())
        if len(side.split()) >= _HEADLINE_MIN_WORDS
    }  # fmt: skip
    if not sides:
        return None
    body = tree.find("body")
    for element in body.iter() if body is not None else ():
        if (
            not isinstance(element.tag, str)
            or element.tag in UNSEEN
            or not (element.text or "").strip()
        ):
            continue
        if (words := words_of(element)) in sides and not is_elsewhere(element):
            return words
    return None


_RIGHTS = regex.compile(
    r"(?:©|&copy;|\(c\)|(?:ال)?حقوق (?:(?:النشر|الطبع) )?محفوظة(?: لـ?(?=[\s\p{L}]))?)\s*(?:copyright)?\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?\s*(?P<name>[^\n|.,،;:—–©\d]{2,50})",
    regex.I,
)
_RIGHTS_WORDS = regex.compile(
    r"\s*(?:all rights.*|جميع الحقوق.*|كل الحقوق.*|الحقوق محفوظة.*|все права.*|tüm hakları.*|tous droits.*|todos los derechos.*|alle rechte.*|copyright|حقوق النشر)\s*",
    regex.I,
)


_HOME = regex.compile(r"^\W*(?:home(?:page)?|logo|الصفحة الرئيسية|الرئيسية|شعار الموقع|الشعار|accueil|inicio|startseite|ana sayfa|главная)\W*$", regex.I)  # fmt: skip


def site_names(tree: Element, about: Records, records: Records, metas: Metas) -> list[Finding]:
    """What the page calls its site, surest first."""
    found: list[Finding] = []
    for key, sure in (
        ("og:site_name", 0.95),
        ("application-name", 0.8),
        ("apple-mobile-web-app-title", 0.75),
    ):
        found += [known_outlet(value, f"meta {key}", sure) for value in metas.get(key, ())[:1]]
    for record in about:
        found += [
            known_outlet(n, "json-ld", 0.9)
            for n in names_in(record.get("publisher"))[:1]
            if n.strip()
        ]
    for record in records:
        if {"NewsMediaOrganization", "WebSite"} & set(types_of(record)) and (
            stated := one_text(record.get("name"))
        ):
            found.append(known_outlet(stated, "json-ld", 0.8))
    for handle in metas.get("twitter:site", ())[:1]:
        if known := knowledge.outlet_by_handle(handle):
            found.append(Finding(value=known.name, where="handle", confidence=0.85))
    for logo in tree.xpath(
        "//header//a[@href='/' or contains(@class,'logo')]//img/@alt | //a[contains(@class,'logo')]//*[local-name()='svg']/*[local-name()='title']/text()"
    )[:1]:
        if 1 < len(logo.strip()) < 40 and not _HOME.search(logo):
            found.append(
                known_outlet(
                    regex.sub(r"^logo\s+|\s+logo$|^شعار\s+", "", logo.strip(), flags=regex.I),
                    "logo",
                    0.75,
                )
            )
    for footer in tree.xpath(
        "//footer | //*[contains(@class,'footer') or contains(@class,'copyright') or contains(@id,'footer')]"
    ):
        if match := _RIGHTS.search(words_of(footer)[:2000]):
            name = _RIGHTS_WORDS.sub("", match["name"]).strip(" -")
            if len(name) > 1 and len(name.split()) <= 5:
                found.append(known_outlet(name, "copyright line", 0.75))
                break
    return found


def find_outlet(
    tree: Element, sites: list[Finding], title: Finding | None, url: str | None
) -> Finding | None:
    host = (url_parts(url).hostname or "") if url else ""
    if host and (known := knowledge.outlet_by_host(host)):
        return Finding(value=known.name, where="host", confidence=0.97)
    window = _window_title(tree)
    if title and fold(window).startswith(fold(title.value)) and len(window) > len(title.value):
        # Headline | Section | Site
        last = regex.split(r"\s*(?:\||::|»)\s*", window[len(title.value) :])
        if len(last) > 1 and 0 < len(last[-1].split()) <= _SITE_NAME_WORDS:
            sites = [*sites, known_outlet(last[-1], "title element", 0.78)]
    if sites:
        return max(sites, key=lambda site: site.confidence)
    _, name = _title_parts(window, ())
    if name is None and title and fold(window).startswith(fold(title.value)):
        rest = window[len(title.value) :].strip(" |–—-:»·•")
        name = rest if 0 < len(rest.split()) <= _SITE_NAME_WORDS else None
    elif name is None and title and fold(window).endswith(fold(title.value)):
        rest = window[: -len(title.value)].strip(" |–—-:»·•")
        name = rest if 0 < len(rest.split()) <= _SITE_NAME_WORDS else None
    if name:
        return known_outlet(name, "title element", 0.6)
    if host:
        return Finding(value=host.removeprefix("www."), where="url", confidence=0.5)
    return None


def _window_title(tree: Element) -> str:
    """The title of the browser's window; drawings have titles too."""
    return next(
        (
            text
            for t in tree.xpath("//title[not(ancestor::*[local-name()='svg'])]")
            if (text := words_of(t))
        ),
        "",
    )


def known_outlet(name: str, where: str, confidence: float) -> Finding:
    name = " ".join(unescape(name).split())
    if regex.match(r"https?://", name):
        name = (url_parts(name).hostname or name).removeprefix("www.")
    known = knowledge.outlet_by_name(name)
    return Finding(value=known.name if known else name, where=where, confidence=confidence)


_SOURCE_METAS = (
    "syndication-source",
    "original-source",
    "dc.source",
    "dcterms.source",
    "article:source",
    "source",
)


NOTHING = lxml.html.Element("html")
_SOURCE_LINE = regex.compile(
    r"^(?:المصدر|المصادر|source|источник|kaynak|fuente|quelle)\s*[:：]\s*(?P<name>\S.{1,60})$",
    regex.I,
)


def stated_credits(
    tree: Element, page: Page, about: Records, metas: Metas, outlet: Finding | None
) -> tuple[Credit, ...]:
    """Whose work the page itself says it carries: the feed's ``<source>``, JSON-LD, meta."""
    claims = [(page.hints.credited_source, "feed")]
    for record in about:
        for key in ("sourceOrganization", "provider"):
            claims += [(name, f"json-ld {key}") for name in names_in(record.get(key))]
    claims += [(value, f"meta {key}") for key in _SOURCE_METAS for value in metas.get(key, ())[:1]]
    for element in tree.xpath("//*[contains(@class,'source') or contains(@class,'Source')]"):
        if match := _SOURCE_LINE.match(words_of(element)):
            claims.append((match["name"], "source line"))
    own = fold(outlet.value) if outlet else ""
    found: dict[str, Credit] = {}
    for text, where in claims:
        text = " ".join(unescape(text or "").split())
        if text and len(text) < 120 and fold(text) != own and not text.startswith("http"):
            found.setdefault(fold(text), Credit(kind="source", text=text, where=where))
    return tuple(found.values())
