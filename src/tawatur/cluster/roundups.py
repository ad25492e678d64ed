"""Is an article a round-up: news in brief, a press review, the page of a keyword?

It tells of many events, each in some lines, so it is like a report of each of them, and through
it stories of unlike events would meet. It says so itself, in its headline or its address. (How
often the names of one part come again in another does not tell: opinion pieces and verse have
less of that than round-ups.)
"""

from __future__ import annotations

import regex

from tawatur.headlines import Headline, words_of_address
from tawatur.text import url_parts

# Only names of forms. "The most important news", "in numbers" or "tour" stand above reports too.
_FORMS = (
    r"(?:اهتمامات|[اأ]قوال|عناوين|[اأ]ضواء على|جولة في|قراءة في)\s(?:أبرز\s|اهم\s|أهم\s)?الصحف",
    r"افتتاحيات\sال(?:صحف|صحيفة)",
    r"موجز\s(?:ال)?(?:[اأ]خبار|[اأ]نباء|نشرة|صحفي|اليوم)",
    r"(?:نشرة|جولة)\s\S{0,20}\s?\S?\s?ال[اإ]خبارية",
    r"(?:أخبار|اخبار)\s(?:قصيرة|متفرقة|سريعة)",
    r"(?:[اأ]هم|[اأ]برز)\s(?:[اأ]حداث|[اأ]خبار|[اأ]نباء|عناوين)\s(?:اليوم|الأسبوع|الاسبوع|الساعة|ال\w+\s\d)",
    r"(?:أحداث|حصاد|يوميات)\s(?:يوم\s)?ال(?:سبت|[اأ]حد|[اإ]ثنين|ثلاثاء|[اأ]ربعاء|خميس|جمعة|يوم|[اأ]سبوع|عام)\b",
    r"news in brief|in brief:|briefs?:|press review|(?:daily|morning|evening|weekly) (?:brief|briefing|digest|roundup|round-up|headlines)",
    r"(?:news|week|world|sports?|market) (?:roundup|round-up|wrap|digest)|what the papers say|five things to know|week in review|^roundup:",
    r"revue de (?:la )?presse|l['’]essentiel de l['’]actu|en bref\b|revista de prensa|titulares del d[ií]a|noticias breves|en breve:",
    r"presseschau|kurz gemeldet|kurzmeldungen|nachrichten des tages|das wichtigste (?:des tages|am \w+tag)",
    r"обзор прессы|дайджест|коротко о главном|главн(?:ое|ые новости) за (?:день|неделю|сутки)|новости к этому часу",
    r"bas[ıi]n [öo]zeti|g[üu]n[üu]n (?:[öo]zeti|man[şs]etleri|geli[şs]meleri)|gazete man[şs]etleri|k[ıi]sa k[ıi]sa",
    r"rassegna stampa|notizie in breve|resumo do dia|revista de imprensa|not[ií]cias em resumo",
    r"روزنامه‌?های|مرور (?:روزنامه|مطبوعات)|اخبار کوتاه|خلاصه اخبار",
)  # fmt: skip
_FORM = regex.compile("|".join(rf"(?:{form})" for form in _FORMS), regex.IGNORECASE)
# A part of each form: of a hundred headlines 97 hold none, and looking for these costs a tenth.
_TELLING_PARTS = """صحف موجز خبارية أخبار اخبار أحداث احداث أنباء انباء عناوين حصاد يوميات brief press
    review digest round headlines wrap papers things week actu breve prensa titulares gemeldet meldungen
    nachrichten wichtigste пресс дайджест главн новости özeti ozeti manşet manset günün gunun kısa
    kisa stampa imprensa resumo روزنامه مرور خلاصه"""
_TELLING = tuple(_TELLING_PARTS.split())
# Pages that gather what was published under a word.
_LISTING = regex.compile(r"/(?:tags?|listbytags|categor(?:y|ies)|topic|label)/", regex.IGNORECASE)


def is_roundup(headline: Headline, address: str | None) -> bool:
    """Do the headline or the page's address call the article a round-up?"""
    lower = headline.text.lower()
    if any(part in lower for part in _TELLING) and _FORM.search(headline.text):
        return True
    if not address or not _LISTING.search(address) or words_of_address(address):
        return False
    return bool(_LISTING.search(url_parts(address).path))


# The first paragraph may be no more than a date or a greeting.
_LEAST_PART = 60  # code points


def first_part(text: str, most: int) -> int:
    """Where the first of a round-up's parts ends: at a line's end, or after ``most`` code points."""
    end = text.find("\n", _LEAST_PART)
    return min(most, len(text) if end < 0 else end)
