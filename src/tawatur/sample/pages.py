"""Renders the sample articles as the pages of their outlets, furniture and all.

Each layout imitates one kind of real site: what it states in metadata and what it leaves out.
``Furniture`` remembers each string that a page used, so that the expected result can say what
must not be left in the cleaned text.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import jinja2
from markupsafe import Markup

from tawatur.model import Page
from tawatur.sample.stream import SampleArticle, Sighting, articles, read_toml
from tawatur.text import is_rtl

_MONTHS = {
    "gulf": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "levant": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "maghreb": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_WEEKDAYS = {
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "tr": "Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}


def sample_pages() -> list[Page]:
    """Every page of the stream as first fetched and as fetched again after each edit.

    In order of sight; an edited article appears once more under the same ``url``.
    """
    seen = [(s.seen_at, a.id, a, s) for a in articles() for s in a.sightings]
    return [page_of(article, sighting) for _, _, article, sighting in sorted(seen, key=_order)]


def _order(row: tuple[datetime, str, SampleArticle, Sighting]) -> tuple[datetime, str, int]:
    return row[0], row[1], row[3].number


def page_of(article: SampleArticle, sighting: Sighting) -> Page:
    """One sighting as a fetched page."""
    text, _ = render(article, sighting)
    charset = article.site.encoding
    return Page(
        name=article.url,
        url=article.url,
        body=text.encode(charset, "xmlcharrefreplace"),
        media_type="text/html",
        seen_at=sighting.seen_at,
        # Old servers that write windows-1256 rarely say so in the transport.
        charset=charset if charset == "utf-8" else None,
    )


@dataclass
class Furniture:
    """The strings around an article in one language; remembers which were used."""

    strings: dict[str, str]
    headlines: list[str]
    nav: list[str]
    used: list[str] = field(default_factory=list)

    def __getitem__(self, key: str) -> str:
        return self.keep(self.strings[key])

    def keep(self, text: str) -> str:
        if text not in self.used:
            self.used.append(text)
        return text

    def headline(self, number: int) -> str:
        return self.keep(self.headlines[number % len(self.headlines)])


def render(article: SampleArticle, sighting: Sighting) -> tuple[str, tuple[str, ...]]:
    """The page, and the strings of its furniture that must not be taken for the article."""
    words = _furniture()[article.language]
    furniture = Furniture(words["text"], words["headlines"], words["nav"])
    if article.photo:
        furniture.keep(article.photo[1])
    site = article.site
    published = article.published if article.show_date else None
    page = (
        _templates()
        .get_template(f"{site.layout}.html")
        .render(
            a=article,
            s=sighting,
            site=site,
            f=furniture,
            lang=article.language,
            dir="rtl" if is_rtl(article.language) else "ltr",
            rtl=is_rtl(article.language),
            url=article.url,
            blocks=_blocks(article, sighting),
            lead=_lead(article, sighting),
            published=published,
            updated=sighting.updated if published else None,
            shown=lambda moment: written_date(moment, article.language, site.months, site.tz),
            jsonld=lambda kind: _json_ld(article, sighting, kind, published),
            next_data=lambda: _next_data(article, sighting, published),
        )
    )
    body = "\n".join((sighting.title, sighting.body))
    return page, tuple(t for t in furniture.used if len(t) >= 5 and t not in body)


def written_date(moment: datetime, language: str, months: str, tz: str | None = None) -> str:
    """A date as the outlets of a language print it.

    ``tz`` is the zone named beside it, GMT or the publisher's own; without one, the reader has to
    guess, as on many real pages.
    """
    if tz in ("GMT", "غرينتش"):
        moment = moment.astimezone(UTC)
    month_names = _MONTHS[months if language == "ar" and months != "both" else _months_of(language)]
    month = month_names.split()[moment.month - 1].replace("_", " ")
    if language == "ar" and months == "both":
        month = f"{_MONTHS['levant'].split()[moment.month - 1].replace('_', ' ')}/{month}"
    weekday = (
        _WEEKDAYS[language].split()[moment.weekday()].replace("_", " ")
        if language in _WEEKDAYS
        else ""
    )
    clock = f"{moment:%H:%M}"
    if language == "ar":
        zone = f" بتوقيت {tz}" if tz else ""
        return f"{weekday} {moment.day} {month} {moment.year} - {clock}{zone}"
    if language == "en":
        return f"{month} {moment.day}, {moment.year} {clock} {tz or ''}".strip()
    if language == "tr":
        return f"{moment.day} {month} {moment.year} {weekday}, {clock}"
    if language == "fr":
        return f"{weekday} {moment.day} {month} {moment.year} à {clock.replace(':', 'h')}"
    if language == "es":
        return f"{moment.day} de {month} de {moment.year} · {clock}"
    return f"{moment.day} {month} {moment.year}, {clock}{f' ({tz})' if tz else ''}"


def _months_of(language: str) -> str:
    return "gulf" if language == "ar" else language


def _blocks(article: SampleArticle, sighting: Sighting) -> list[dict[str, Any]]:
    """The body as paragraphs, subheadings and posts; the dateline stands in the first paragraph."""
    blocks: list[dict[str, Any]] = []
    posts = iter(article.posts)
    for text in sighting.body.split("\n\n"):
        if text.strip() == "[[post]]":
            blocks.append({"kind": "post", "post": next(posts)})
        elif text.startswith("## "):
            blocks.append({"kind": "h2", "text": text[3:]})
        else:
            blocks.append({"kind": "p", "text": " ".join(text.split())})
    if article.dateline:
        dash = ". " if article.language == "ru" else " — " if article.language != "ar" else " - "
        blocks[0]["text"] = article.dateline + dash + blocks[0]["text"]
    return blocks


def paragraphs(article: SampleArticle, sighting: Sighting) -> list[str]:
    """The paragraphs as the page shows them, posts left out."""
    return [b["text"] for b in _blocks(article, sighting) if b["kind"] != "post"]


def _lead(article: SampleArticle, sighting: Sighting) -> str:
    first = " ".join(sighting.body.split("\n\n")[0].split())
    return first if len(first) <= 160 else first[:157].rsplit(" ", 1)[0] + "…"


def _json_ld(
    article: SampleArticle, sighting: Sighting, kind: str, published: datetime | None
) -> Markup:
    record: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "mainEntityOfPage": article.url,
        "headline": sighting.title,
        "inLanguage": article.language,
        "publisher": {"@type": "Organization", "name": article.site.name},
    }
    if published:
        record["datePublished"] = published.isoformat()
        record["dateModified"] = (sighting.updated or published).isoformat()
    if article.byline:
        record["author"] = {"@type": "Person", "name": article.byline.removeprefix("By ")}
    if article.section:
        record["articleSection"] = article.section
    return _script_json({"@graph": [record]} if kind == "NewsArticle" else record)


def _next_data(article: SampleArticle, sighting: Sighting, published: datetime | None) -> Markup:
    return _script_json(
        {
            "props": {
                "pageProps": {
                    "article": {
                        "id": article.path.rsplit("/", 1)[-1],
                        "title": sighting.title,
                        "publishedAt": published.isoformat() if published else None,
                        "updatedAt": sighting.updated.isoformat() if sighting.updated else None,
                        "author": article.byline,
                        "content": [
                            {"type": "paragraph", "html": html.escape(block["text"], quote=False)}
                            for block in _blocks(article, sighting)
                            if block["kind"] == "p"
                        ],
                    },
                    "channel": {"name": article.site.name, "handle": article.site.handle},
                }
            },
            "page": "/news/[...slug]",
            "buildId": "k2Jx0Qa9",
        }
    )


def _script_json(value: dict[str, Any]) -> Markup:
    return Markup(json.dumps(value, ensure_ascii=False).replace("</", "<\\/"))


@lru_cache(maxsize=1)
def _furniture() -> dict[str, Any]:
    return read_toml("furniture.toml")


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("tawatur.sample", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
