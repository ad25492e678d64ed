"""Which section of its outlet an article stands in: by the page's data, its path of links, its address."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from typing import Any
from urllib.parse import unquote

import regex

from tawatur import knowledge
from tawatur.extract.page import (
    Element,
    Metas,
    Records,
    is_elsewhere,
    names_in,
    types_of,
    words_of,
)
from tawatur.extract.script_state import State
from tawatur.model import Finding
from tawatur.text import fold, url_parts

_SURE_ENOUGH = 0.8
_SECTION_MAX_CHARACTERS, _SECTION_MAX_WORDS = 40, 6
# The root of the path, and names that every article of an outlet would bear.
_ROOT = frozenset(
    fold(word) for word in (
        "home", "homepage", "home page", "start", "startseite", "accueil", "inicio", "portada", "главная", "ana sayfa", "anasayfa",
        "الرئيسية", "الصفحة الرئيسية", "strona główna", "domů", "hjem", "hem", "forside", "home pagina", "página inicial", "uncategorized",
        "uncategorised", "غير مصنف", "بدون تصنيف", "sin categoría", "non classé", "allgemein", "без рубрики", "genel", "all", "الكل",
    )
)  # fmt: skip
_GENERAL = frozenset(
    fold(word) for word in (
        "news", "latest", "latest news", "article", "articles", "story", "stories", "top stories", "أخبار", "الأخبار", "اخبار", "آخر الأخبار", "مقالات",
        "новости", "все новости", "haber", "haberler", "son dakika", "actualités", "actualité", "actu", "info", "infos", "noticias", "noticia",
        "nachrichten", "aktuell", "artikel", "notizie", "wiadomości", "nieuws", "nyheter", "nyheder", "ニュース", "新闻", "뉴스", "featured", "mag", "blog", "post", "posts",
    )
)  # fmt: skip
# Of addresses: what says how the site is built, not what it writes about.
_PATH_PARTS = frozenset(
    (
        "www", "index", "amp", "node", "content", "contents", "detail", "details", "id", "a", "p", "s", "n", "d", "c", "web", "site", "public", "archive",
        "archives", "archiv", "wp", "wordpress", "category", "categories", "cat", "tag", "section", "sections", "page", "pages", "read", "view", "show",
        "print", "mobile", "m", "online", "cms", "portal", "portals", "item", "entry", "permalink", "doc", "html", "default", "live", "video", "videos",
        "photos", "gallery", "newsroom", "publication", "texto", "texte", "seite", "date", "share", "user", "users", "author", "static", "app", "apps",
    )
)  # fmt: skip
_CRUMBS = (
    "//*[contains(@class,'breadcrumb') or contains(@class,'Breadcrumb') or contains(@class,'crumbs') or contains(@id,'breadcrumb')"
    " or @aria-label='breadcrumb' or @aria-label='Breadcrumb' or contains(@itemtype,'BreadcrumbList')]//a[normalize-space()]"
)
_CATEGORY_LINKS = (
    "//a[contains(concat(' ', @rel, ' '), ' category ')]"
    " | //*[contains(@class,'cat-links') or contains(@class,'post-category') or contains(@class,'post-cat') or contains(@class,'entry-category')"
    " or contains(@class,'article-section') or contains(@class,'article__section') or contains(@class,'article-category') or contains(@class,'news-category')"
    " or contains(@class,'section-name') or contains(@class,'category-name') or @itemprop='articleSection']"
)
_METAS = (
    "article:section", "section", "parsely-section", "dc.subject.section", "cxenseparse:category", "category", "article.section", "page.section",
    "analytics-section", "sailthru.section", "cxense:section",
)  # fmt: skip
_JOINTS = regex.compile(r"\s*(?:[|>»›;،,]|\s[/–—-]\s|(?<=\p{L})/(?=\p{L}))\s*")


def _pick(names: Iterable[str], not_these: frozenset[str], *, path: bool = False) -> str | None:
    """The first name that can be a section's (of a path the last); a general one for want of another.

    Several names may stand in one value, but not in one link of a path.
    """
    fitting = []
    for name in map(unescape, names):
        for part in [name] if path else _JOINTS.split(name):
            part = " ".join(part.replace("_", " ").split()).strip(" #•·")
            folded = fold(part)
            if (
                1 < len(part) <= _SECTION_MAX_CHARACTERS
                and len(part.split()) <= _SECTION_MAX_WORDS
                and regex.search(r"\p{L}{2}", part)
                and folded not in _ROOT
                and folded not in not_these
            ):
                fitting.append(part)
    if path:
        fitting.reverse()
    telling = [part for part in fitting if fold(part) not in _GENERAL]
    return next(iter(telling or fitting), None)


def _crumbs(record: dict[str, Any]) -> list[str]:
    """Names of a JSON-LD breadcrumb list, in order of position."""
    items = record.get("itemListElement")
    placed = []
    for number, item in enumerate(items if isinstance(items, list) else [items]):
        if isinstance(item, dict):
            inner = item.get("item")
            name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
            place = item.get("position")
            place = place if isinstance(place, int) else number
            placed += [(place, number, n) for n in names_in(name)[:1]]
    return [name for _, _, name in sorted(placed)]


_LABEL_CLASS = regex.compile(
    r"(?:^|[\s_-])(?:sec|section|cat|cats|category|categories|topics?|newssec|rubric|rubrik|ressort|badge|(?:item|news|article|post)[-_]?(?:sec|section|cat|category)|sec[-_]?(?:title|name)|(?:section|category)[-_]?(?:label|title|name|link))(?:$|[\s_-])",
    regex.I,
)
_LABEL_LINK = regex.compile(r"/(?:c|cat|category|categories|section|sections|topic|rubric|rubrik)(?:/|$)", regex.I)  # fmt: skip
_LABEL_WORDS = 4
_ABOVE_HEADLINE, _BELOW_HEADLINE = 40, 25  # elements


def _labels(tree: Element) -> list[str]:
    """What stands beside the headline and is marked or linked as a section, nearest first."""
    elements = [e for e in tree.iter() if isinstance(e.tag, str)]
    at = next((i for i, e in enumerate(elements) if e.tag == "h1"), None)
    if at is None:
        return []
    near = range(max(0, at - _ABOVE_HEADLINE), min(len(elements), at + _BELOW_HEADLINE))
    found = []
    for i in sorted(near, key=lambda i: (abs(i - at), i)):
        element = elements[i]
        marked = _LABEL_CLASS.search(element.get("class") or "")
        if not marked and not (
            element.tag == "a" and _LABEL_LINK.search(element.get("href") or "")
        ):
            continue
        words = words_of(element)
        if words.endswith(":") or regex.search(r"[«»\"“”„]", words):
            continue  # a topic above the headline
        if knowledge.outlet_by_name(words):
            continue  # whose report it is
        in_menu = any(
            holder.tag == "nav" or regex.search(r"menu|navbar|nav-", holder.get("class") or "", regex.I)
            for holder in (element, *element.iterancestors())
        )  # fmt: skip
        if (
            words
            and len(words.split()) <= _LABEL_WORDS
            and not in_menu
            and not is_elsewhere(element)
        ):
            found.append(words)
    return found


def find_section(
    tree: Element, about: Records, records: Records, metas: Metas, state: State | None, *,
    url: str | None, title: str | None, sites: Iterable[str],
) -> Finding | None:  # fmt: skip
    """The section, from the surest witness that names one.

    Args:
        about: JSON-LD of the article, best first; ``records``: all JSON-LD of the page.
        title: the headline; a path of links often ends in it.
        sites: names of the outlet; a path of links often begins with one.
    """
    not_these = frozenset(fold(name) for name in (*sites, title or "") if name)

    def stated(where: str, sure: float, names: Iterable[str], *, path: bool = False) -> None:
        if name := _pick(names, not_these, path=path):
            # a name that any article of the outlet would bear says little
            claims.append((sure - (0.35 if fold(name) in _GENERAL else 0.0), where, name))

    claims: list[tuple[float, str, str]] = []
    for record in about:
        stated("json-ld", 0.9, names_in(record.get("articleSection")))
    for key in _METAS:
        stated(f"meta {key}", 0.85, metas.get(key, ())[:1])
    if state:
        stated("script", 0.75, state.sections)
    for record in records:
        if "BreadcrumbList" in types_of(record):
            crumbs = [name for name in _crumbs(record) if not _is_of(name, title)]
            stated("json-ld breadcrumb", 0.75, crumbs, path=True)
    if all(sure < _SURE_ENOUGH for sure, _, _ in claims):  # the search of a whole page is dear
        links = [words_of(a) for a in tree.xpath(_CRUMBS) if not is_elsewhere(a)]
        stated("breadcrumb", 0.7, [name for name in links if not _is_of(name, title)], path=True)
        marked = [words_of(a) for a in tree.xpath(_CATEGORY_LINKS) if not is_elsewhere(a)]
        stated("category link", 0.65, marked[:1])
        stated("label", 0.55, _labels(tree)[:2])
    if url and (by_address := section_of_address(url, not_these)):
        claims.append((by_address.confidence, by_address.where, by_address.value))
    if not claims:
        return None
    sure, where, name = max(claims, key=lambda claim: claim[0])
    agreeing = {w for _, w, n in claims if fold(n) == fold(name)}
    return Finding(
        value=name, where=where, confidence=round(min(0.97, sure + 0.04 * (len(agreeing) - 1)), 2)
    )


def _is_of(name: str, title: str | None) -> bool:
    """Whether a crumb is the headline, whole or cut short."""
    start = fold(unescape(name)).rstrip(" .…")
    return bool(title) and len(start) > 10 and fold(title or "").startswith(start)


def section_of_address(url: str, not_these: frozenset[str] = frozenset()) -> Finding | None:
    """What the path of an address says; its words stand as they do there."""
    name = _pick(_of_address(url), not_these)
    if name is None:
        return None
    return Finding(value=name, where="url", confidence=0.25 if fold(name) in _GENERAL else 0.5)


def _of_address(url: str) -> list[str]:
    """The first part of the path that names something, with the article's own part below it."""
    parts = [unquote(part) for part in url_parts(url).path.split("/") if part]
    for part in parts[:-1]:
        part = regex.sub(r"\.(?:s?html?|php|aspx?)$", "", part.lower())
        words = regex.split(r"[-_+ ]+", part)
        if (
            regex.search(r"\d", part)
            or part in _PATH_PARTS
            or regex.fullmatch(r"[a-z]{2}(?:[-_][a-z]{2})?|arabic|english|turkce|francais", part)
            or len(words) > 3
        ):
            continue
        return [" ".join(words)]
    return []
