"""Who wrote an article, by the page's data and by its byline."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape

import regex

from tawatur.extract.page import (
    Element,
    Metas,
    Records,
    is_elsewhere,
    json_ld_of,
    names_in,
    words_of,
)
from tawatur.extract.script_state import State
from tawatur.extract.times import NODES_BYLINE, near_headline
from tawatur.model import Finding
from tawatur.stamps import is_city
from tawatur.text import fold

_BY = regex.compile(
    r"^\s*(?:by|written by|story by|reporting by|von|por|par|di|da|door|av|af|autor(?:in|es)?|author|yazan|haber|muhabir|автор|"
    r"текст|kirjoittaja|بقلم|كتب(?:ت|ه|ها|ته)?(?: وصور)?|إعداد(?: وتحرير)?|اعداد|تقرير|تحرير|نص|حوار|تحقيق|ترجمة|المصدر|(?:مرسلة |نشر |نشرت |أضيف )?بواسطة|"
    r"(?:مراسل|محرر|صحفي|صحافي|(?:ال)?كاتب|المحرر|المراسل)(?:نا|تنا|ة|ه)?(?: (?:الخبر|التقرير|المقال))?(?: في [^:：\n]{2,25}(?=[:：])|(?: ال\p{L}+){1,2}(?=\s*[:：]))?|"
    r"نویسنده|خبرنگار)(?:\s*[:：|\-–/]\s*|\s+)",
    regex.I,
)
# The same at the start of a text node that nothing else marks as a byline: with its colon, or
# in words that introduce nothing but names.
_BY_STRICT = regex.compile(
    r"^\s*(?:(?:by|von|por|par|yazan|haber|muhabir|автор|текст|بقلم|كتب(?:ت|ه|ها|ته)?(?: وصور)?|إعداد(?: وتحرير)?|اعداد|تقرير|تحرير|نص|"
    r"(?:مراسل|محرر|صحفي|صحافي|(?:ال)?كاتب)(?:نا|تنا|ة|ه)?(?: (?:الخبر|التقرير|المقال))?(?: في [^:：\n]{2,25}|(?: ال\p{L}+){1,2})?)\s*[:：]\s*|(?:بقلم|كتبت?|By)(?:\s+|\s*[-–/]\s*)|(?:\p{L}+\s*[-–:]\s*)?(?:مراسلنا|مراسلتنا)(?: في \p{L}+)?\s*:?\s+)\p{L}",
)
# The dash between the parts of a byline: place, outlet, name, role in any order.
_BYLINE_DASH = regex.compile(
    r"\s+[-–—|]\s*|\s*[-–—|]\s+|\s*:\s+|(?<=\p{Arabic}{2})[-–—](?=\p{Arabic}{2})"
)
# أحمد وسلمى: the Arabic "and" is written with its word; given names that begin with the letter
_ARABIC_AND = regex.compile(
    r"\s+و(?!(?:ليد|ائل|سام|سيم|فاء|فيق|حيد|حيدة|جدي|جيه|داد|ديع|سن|صفي|ضاح|عد|لاء|هيب|هبة|هبي|سيلة|ردة|رد|جدان|ئام|اصف|اثق|دود|الي|هيبة|افي|لي|يس|اعر)(?:\s|$))(?=\p{Arabic}{2,}\s+\p{Arabic}{2,})"
)
_BYLINE_PLACE = regex.compile(
    r"^(?:مكة المكرمة|المدينة المنورة|رام الله|القدس المحتلة|الدار البيضاء|(?:أم|دير|بيت|رأس|عين|بني|كفر|سيدي|خان|بئر|شرم|تيزي|حفر) \p{L}+|نيويورك|new york|los angeles|washington d\.?c\.?)$",
    regex.I,
)
_BYLINE_ROLE = regex.compile(
    r"(?<!\p{L})(?:مراسل(?:نا|تنا|ة|و)?|موفد(?:نا|ة)?|محرر(?:ة)?|صحفي(?:ة)?|صحافي(?:ة)?|كاتب(?:ة)?|خاص(?: ب\p{L}+)?|متابع(?:ة|ات)|وكالات|correspondent|reporter|special to|staff writer)(?!\p{L})",
    regex.I,
)
_AUTHOR_SPLIT = regex.compile(
    r"\s*(?:[,،;؛/|•·\n]|\s(?:and|und|et|y|e|en|og|och|ve|и|та|oraz|i|&|و)\s|\s&\s)\s*", regex.I
)
_NOT_AUTHOR = regex.compile(
    r"https?://|www\.|@|\d{3}|\d:\d|^(?:images?|photos?|pictures?|foto|bild|صورة|تصوير)\s*[:：]|getty images|istock|shutterstock|^(?:admin|administrator|editor|webmaster|null|none|undefined|n/a|unknown|staff|author|redaktion|redacción|"
    r"rédaction|(?:ال)?محرر(?:ة|ون)?|(?:إدارة|ادارة|هيئة|فريق|أسرة|اسرة|قسم|سكرتارية) (?:ال)?(?:تحرير|أخبار|اخبار|متابعة)|التحرير|غرفة (?:ال)?(?:أخبار|اخبار|تحرير)|خاص|متابع(?:ة|ات)|وكالات|مراسلنا|مراسلون|(?:آخر تحديث|منذ|قبل|نشر في|updated|published)(?:\s.*)?|"
    r"مواقع إلكترونية|مدير الموقع|super user)$|^\W*$",
    regex.I,
)
_AUTHOR_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "byl",
    "cxenseparse:author",
    "article:author_name",
    "citation_author",
    "twitter:data1",
)
# Class and id names are compared in lower case, without hyphens and underscores: lblWriter,
# Byline_root__Qq1, post-meta-author, writeBy.
_NAMED = (
    "translate(concat(@class,' ',@id),'ABCDEFGHIJKLMNOPQRSTUVWXYZ-_','abcdefghijklmnopqrstuvwxyz')"
)
_BYLINE_QUERY = (
    "//*[@rel='author' or @itemprop='author' or contains(concat(' ',normalize-space(@class),' '),' author ') "
    "or contains(concat(' ',normalize-space(@class),' '),' by ') "
    f"or (@class or @id) and ({' or '.join(f'contains({_NAMED},{name!r})' for name in ('byline', 'authorname', 'typeauthor', 'itemauthor', 'postedby', 'postby', 'metaauthor', 'articleauthor', 'postauthor', 'fieldauthor', 'writer', 'writeby', 'writtenby', 'storyby', 'reporter'))})]"
)
# بيروت – سلمى حداد: a city that outlets print above their reports, and a name
_CITY_AND_NAME = regex.compile(r"^(?P<city>[\p{Arabic}\p{M}]+)\s*[-–—/:]\s*[\p{Arabic}\p{M}]{2,}(?:\s+[\p{Arabic}\p{M}]{2,}){1,4}\s*:?$")  # fmt: skip
# A pen or a person drawn before a name
_BYLINE_ICONS = "//i[contains(@class,'fa-user') or contains(@class,'fa-pen') or contains(@class,'icon-user') or contains(@class,'icon-pen')]"
# Parts of a page that are about other articles, or not about articles.


_LONGEST_NAME_WORDS = 7


def people_in(raw: str, sites: Iterable[str] = ()) -> list[str]:
    """The names in a byline; ``sites`` are names of the site, which some bylines carry too."""
    raw = " ".join(unescape(regex.sub(r"<[^>]+>", " ", raw)).split())
    raw = regex.sub(r"^[(\[]([^()\[\]]+)[)\]]$", r"\1", raw)
    raw = _BY.sub("", raw, count=1)
    names = []
    parts = [
        name for part in _AUTHOR_SPLIT.split(_name_part(raw, sites)) for name in _ARABIC_AND.split(part)
    ]  # fmt: skip
    for part in parts:
        name = regex.sub(r"\s*[(\[].*$", "", part).strip(" .:-–—|،,")
        if (
            1 < len(name) <= 80
            and len(name.split()) <= _LONGEST_NAME_WORDS
            and not _NOT_AUTHOR.search(name)
        ):
            names.append(name)
    return names


def _name_part(raw: str, sites: Iterable[str]) -> str:
    """What names people among the parts of ``غزة - سلمى حداد - خاص``, in which places, outlet and
    role stand beside the name with a dash or a colon.
    """
    raw = regex.sub(r"(?<=\p{Arabic})\s+من\s+\p{Arabic}+$", "", raw)
    parts = [part.strip() for part in _BYLINE_DASH.split(raw) if part.strip()]
    if len(parts) < 2 or not regex.search(r"\p{Arabic}", raw):
        return raw
    own = [fold(site) for site in sites]
    names = []
    for part in parts:
        if _BYLINE_PLACE.match(part) or any(
            fold(part) in site or site in fold(part) for site in own
        ):
            continue
        if role := _BYLINE_ROLE.match(part):
            part = regex.sub(r"^\s*(?:في \p{L}+)?\s*:?\s*", "", part[role.end() :])
        elif _BYLINE_ROLE.search(part):
            continue
        if len(part.split()) > 1:
            names.append(part)
    return names[0] if names else parts[-1] if len(parts[-1].split()) > 1 else ""


def find_authors(
    tree: Element, about: Records, metas: Metas, sites: Iterable[str] = (), state: State | None = None
) -> tuple[Finding, ...]:  # fmt: skip
    """Byline names: JSON-LD first, then meta, the page's own data, then the visible byline."""
    sites = list(sites)
    by_id = {
        r["@id"]: r for r in json_ld_of(tree) if isinstance(r.get("@id"), str) and r.get("name")
    }
    for record in about:
        value = record.get("author") or record.get("creator")
        items = value if isinstance(value, list) else [value]
        items = [
            by_id.get(i.get("@id"), i) if isinstance(i, dict) and not i.get("name") else i
            for i in items
        ]
        names = [person for name in names_in(items) for person in people_in(name, sites)]
        if names:
            return as_findings(names, "json-ld", 0.95)
    for key in _AUTHOR_METAS:
        if key == "twitter:data1" and not regex.search(
            r"written|by|auteur|autor|كتب", " ".join(metas.get("twitter:label1", [])), regex.I
        ):
            continue
        names = [person for value in metas.get(key, ()) for person in people_in(value, sites)]
        if names:
            return as_findings(names, f"meta {key}", 0.85)
    if state and (names := [p for name in state.authors for p in people_in(name, sites)]):
        return as_findings(names, "script", 0.8)
    marked = tree.xpath(_BYLINE_QUERY)
    for element in marked:
        if any(inner in marked for inner in element.iterdescendants()) or is_elsewhere(element):
            continue  # a card with name, portrait and biography: the name is marked inside it
        text = element.get("content") or words_of(element)
        if 2 < len(text) < 160 and (names := people_in(text, sites)):
            return as_findings(names, "byline", 0.7)
    for icon in tree.xpath(_BYLINE_ICONS):
        text = words_of(icon.getparent())
        if 2 < len(text) < 80 and not is_elsewhere(icon) and (names := people_in(text, sites)):
            return as_findings(names, "byline", 0.6)
    own = [fold(site) for site in sites]
    for text in near_headline(tree)[:NODES_BYLINE]:
        if len(text) >= 80:
            continue
        head = _BYLINE_DASH.split(text)[0]
        ours = len(text) > len(head) and fold(head) in own  # The Outlet - Jane Doe
        placed = _CITY_AND_NAME.match(text)
        ours = ours or bool(placed and is_city(placed["city"]))
        if (ours or _BY_STRICT.match(text)) and (names := people_in(text, sites)):
            return as_findings(names, "text", 0.6)
    return ()


def as_findings(names: list[str], where: str, confidence: float) -> tuple[Finding, ...]:
    unique = {fold(name): name for name in reversed(names)}
    ordered = [name for name in names if unique.get(fold(name)) is name]
    return tuple(Finding(value=name, where=where, confidence=confidence) for name in ordered)
