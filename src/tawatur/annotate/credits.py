"""On whose work a text rests: bylines, datelines, credit and contributor lines.

Looked for where newsrooms put them: in the page's metadata (authors), on the first and last
lines of the raw text, at the head of the first paragraphs, in parentheses at the end, and in what
``clean`` took out. Only forms that a newsroom uses for crediting are read; "Reuters" in the middle
of a sentence is an intermediary of a statement, not a credit (see ``quotes``).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import regex

from tawatur import knowledge
from tawatur.model import Article, Credit, Span
from tawatur.text import fold

# How many non-empty lines from the top and the bottom may carry a byline or a credit line.
# Crawled text often has headline, stand-first, time stamp and share line before the byline.
HEAD_LINES = 8
TAIL_LINES = 6
# A dateline stands at the head of the first paragraphs; later ones belong to tickers.
DATELINE_LINES = 12
LONGEST_CREDIT_LINE = 90  # characters; longer lines are sentences

_DASH = "[-–—‒−‑]"
_WORD = r"[\p{L}\p{M}'’.]+"
_PLACE = rf"(?P<place>{_WORD}(?:[ -]{_WORD}){{0,3}}(?:\s?[،,/]\s?{_WORD}(?: {_WORD}){{0,2}})?)"
_DATE = r"(?:[،,]?\s*(?:\d{1,2}\s*\p{L}{3,9}\.?(?:\s*\d{4})?|\p{L}{3,9}\.?\s*\d{1,2}))?"

# МОСКВА, 27 фев — РИА Новости. | МОСКВА, 27 февраля. /ТАСС/. | Ankara, 3 Mart (AA)
# MOSCOW (Reuters) — | إسطنبول - (أ ف ب) - | القاهرة/ الأناضول | PARIS, March 3 (AFP) -
_DATELINES = [
    regex.compile(rf"^\s*{_PLACE}{_DATE}\.?\s*{_DASH}?\s*[(\[（«](?P<agency>[^()\[\]«»\n]{{1,60}})[)\]）»]\s*(?:{_DASH}+|:|\.|/)?\s*"),
    regex.compile(rf"^\s*{_PLACE}{_DATE}\.?\s*/\s*(?P<agency>[^/\n]{{2,40}}?)\s*/\s*\.?\s*(?:{_DASH}+)?\s*"),
    regex.compile(rf"^\s*{_PLACE}{_DATE}\s*{_DASH}+\s*(?P<agency>[^-–—.:\n]{{2,40}}?)\s*(?:[.:]|{_DASH}+|$)\s*"),
    regex.compile(rf"^\s*{_PLACE}{_DATE}\s*/\s*(?P<agency>[\p{{L}}\p{{M}} .]{{2,40}}?)\s*(?:/|{_DASH}+|:|$)\s*"),
    regex.compile(rf"^\s*[(\[]?(?P<agency>[\p{{L}}\p{{M}} .]{{2,30}}?)[)\]]?\s*(?:{_DASH}+|/)\s*{_PLACE}\s*(?:{_DASH}+|:|/|$)\s*"),
    regex.compile(rf"^\s*{_PLACE}\s*:\s*[(\[（](?P<agency>[^()\[\]\n]{{1,60}})[)\]）]\s*"),
]  # fmt: skip
# الرياض 27 شعبان 1446 هـ الموافق 26 فبراير 2025 م واس
_DATELINES.append(
    regex.compile(
        rf"^\s*{_PLACE}\s+\d{{1,2}}\s+\p{{L}}+(?:\s\p{{L}}+)?\s+\d{{4}}\s*(?:هـ|م)?\s*(?:الموافق\s+[^:\n]{{5,30}}?)?[\s،,(]*(?P<agency>\p{{L}}{{2,10}})\)?\s*(?:[:.]|{_DASH}+|$)\s*"
    )
)
# شفق نيوز/ text: the agency alone before the first words
_AGENCY_FIRST = regex.compile(
    rf"^\s*[(\[«]?(?P<agency>[\p{{L}}\p{{M}} .]{{2,30}}?)[)\]»]?\s*(?:/|:|{_DASH}+)\s+(?=[\p{{L}}\"“«])"
)
# BEIRUT — text: a place in capitals alone
_BARE_DATELINE = regex.compile(
    rf"^\s*(?P<place>\p{{Lu}}[\p{{Lu}}\p{{M}}'’.]+(?:[ -]\p{{Lu}}[\p{{Lu}}'’.]+){{0,3}}(?:, [\p{{L}}.]+(?: \p{{Lu}}\p{{L}}+)?)?){_DATE}\s*(?:{_DASH}{{1,2}})\s+(?=[\p{{L}}\"“«])"
)
_AGENCIES = regex.compile(  # "the agencies", none in particular
    r"\b(?:وكالات|الوكالات|agencies|wire services|news agencies|agences|agencias|agenturen|ajanslar|агентства|информагентства)\b",
    regex.IGNORECASE,
)

_CONTRIBUTORS = regex.compile(
    r"""
      (?:^|(?<=[.؟!»”"]\s)|(?<=[(\[]))\s*(?:
        (?:و)?(?:ساهم|ساهمت|شارك|شاركت|أسهم|أسهمت)\s+(?:(?:في|ب)\s*(?:ال)?(?:تغطية|إعداد|كتابة|تحرير|هذا|التقرير)[^:\n]{0,30}?:?\s*)?(?:(?:كتاب|كتّاب|كاتب|كاتبة|كاتبا|كاتبتا|صحفيو|صحافيو|صحفي|صحافي|مراسلو|مراسل|مراسلة|الكاتب|الكاتبة|الصحفي|الصحفية|الصحفيون)\s+)?
      | (?:additional\s+)?reporting\s+by\b
      | (?:AP|Associated\ Press|The\ Associated\ Press|AFP|Reuters)\s+(?:writers?|journalists?|correspondents?|reporters?)\b
      | (?:при\s+участии|над\s+материалом\s+работал[аи]?)\b
      | (?:avec\s+(?=[\p{Lu}"«])|contribution\s+de\b)
      | (?:con\s+información\s+de\b|con\s+aportes\s+de\b)
      | (?:mit\s+Material\s+von\b|mit\s+Agenturmaterial)
      | (?:katkıda\s+bulunan(?:lar)?\b)
      )
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_SOURCE = regex.compile(
    r"^\W{0,3}(?:المصدر|مصدر|المصادر|sources?|источник(?:и)?|kaynak|fuentes?|quellen?|fonte|منبع|джерело)\s*[:：|\-–—]\s*(?P<rest>\S.*)$",
    regex.IGNORECASE,
)
_BYLINE = regex.compile(
    r"""^\W{0,3}(?:
        (?:by|written\s+by|par|por|von|di)\s+(?=\p{Lu})
      | (?:author|reporter|автор|текст|auteur|autor|autora|yazan|yazar|haber|muhabir)\s*[:：]\s*
      | (?:بقلم|إعداد|تقرير|كتبه|كتب|كتبت|حوار|تحقيق|تحرير|ترجمة|المحرر|الكاتب)\s*[:：\-–—/]\s*
      | (?:بقلم|كتبه|كتبها)\s+
    )(?P<rest>.+)$""",
    regex.VERBOSE | regex.IGNORECASE,
)
_PHOTO = regex.compile(
    r"(?:©|\(c\)|photo(?:graph)?s?\s*(?:by|:|credit)|image\s*credit|تصوير|الصورة|صورة\s*:|عدسة|фото\s*[:：]|foto\s*[:：]|fotoğraf|crédit\s+photo|getty\s+images|AFP\s+PHOTO|via\s+(?:AP|AFP|Getty))",
    regex.IGNORECASE,
)
_COPYRIGHT_LINE = regex.compile(
    r"©|\(c\)\s*\d{4}|copyright|all rights reserved|جميع الحقوق|حقوق النشر", regex.IGNORECASE
)
_TRAILING = regex.compile(
    r"[(\[（/«“\"]\s*(?P<inside>[^()\[\]/«»“”\"\n]{1,50}?(?:\s?[/،,]\s?[^()\[\]/\n]{1,30}?)?)\s*[)\]）/»”\"]\s*[.。]?\s*$"
)
_JOINERS = regex.compile(
    r"[\s()\[\]{}/\\|،,;؛.:–—\-+&*•©\"“”«»_]+|\b(?:و|and|with|by|via|from|for|und|et|y|e|ve|и|mit|avec|con|من|عن|مع|نقلا|نقلاً|وكالة|وكالات|الوكالات|agency|agencies|agence|agencia|agences|agencias|агентство|агентства|news|wire|services?|الأنباء|أنباء|ajansı|ajanslar|متابعات|خاص|الألمانية|الفرنسية|السعودية|copyright|\d{4})\b",
    regex.IGNORECASE,
)  # fmt: skip
_NAME = regex.compile(
    r"^(?:[\p{Lu}\p{Lo}][\p{L}\p{M}'’.-]*)(?:\s+(?:[\p{Lu}\p{Lo}][\p{L}\p{M}'’.-]*|al|el|bin|ben|von|van|der|de|del|da|di|la|le)){1,4}$"
)
_NOT_NAMES = regex.compile(r"\d|https?:|www\.|@")


def find_credits(article: Article) -> tuple[Credit, ...]:
    """All credits of an article: those it has already (agency filled in), then those found.

    In order: known ones, authors, then by place in ``raw_text``. Spans point into ``raw_text``.
    """
    found: list[Credit] = [_with_agency(credit) for credit in article.credits]
    for author in article.authors:
        found.append(_author_credit(author.value, author.where))
    found.extend(_in_text(article))
    kept: list[Credit] = []
    seen: set[tuple[object, ...]] = set()
    for credit in found:
        key = (credit.kind, credit.agency, credit.people, credit.places, credit.span or credit.text)
        same = (credit.kind, fold(credit.text))
        if key not in seen and same not in seen:
            kept.append(credit)
        seen |= {key, same}
    return tuple(kept)


def _with_agency(credit: Credit) -> Credit:
    if credit.agency is None and credit.kind != "photo":
        agency = knowledge.find_agency(credit.text)
        if agency is None and credit.kind == "source":
            agency = _by_adjective(credit.text)
        if agency:
            return msgspec.structs.replace(credit, agency=agency)
    return credit


def _author_credit(value: str, where: str) -> Credit:
    agency = (
        knowledge.find_agency(value)
        if _only_agencies(value) or "/" in value or "," in value
        else None
    )
    people = tuple(
        part for raw in regex.split(r"\s*(?:[,،/|;؛]|\band\b|\bund\b|\bet\b|\sи\s|\by\b|\bve\b)\s*", value)
        if (part := raw.strip()) and _is_name(part) and not knowledge.find_agency(part)
    )  # fmt: skip
    return Credit(kind="byline", text=value, agency=agency, people=people, where=where)


def _in_text(article: Article) -> Iterator[Credit]:
    raw = article.raw_text
    photo_spans = [(r.start, r.end) for r in article.removed if "photo" in r.reason]
    lines = [
        (m.start(), m.end(), m.group()) for m in regex.finditer(r"[^\n]+", raw) if m.group().strip()
    ]
    for number, (start, end, line) in enumerate(lines):
        from_end = len(lines) - 1 - number
        in_photo = any(s < end and e > start for s, e in photo_spans)
        short = len(line.strip()) <= LONGEST_CREDIT_LINE
        # "© 2026 AFP" as the last line of all is whose text it was.
        closing = from_end == 0 and number > 0 and short and _only_agencies(line)
        on_photo = short and _speaks_of_a_photo(line.replace("©", "") if closing else line)
        if from_end < TAIL_LINES and not on_photo and _only_agencies(line):
            in_photo = False  # an agency alone below the text has the text, not the picture
        if (in_photo or on_photo) and short:
            if not _COPYRIGHT_LINE.search(line) or in_photo or "©" in line:
                agency = knowledge.find_agency(line)
                if agency or in_photo:
                    yield _credit("photo", line, start, agency=agency)
            continue
        contributor = _contributors(line, start)
        if contributor:
            yield contributor
            continue
        if number < DATELINE_LINES and (from_end > 0 or number == 0):  # its text comes after it
            dateline = _dateline(line, start)
            if dateline:
                yield dateline
                continue
        at_edge = number < HEAD_LINES or from_end < TAIL_LINES
        if not at_edge:
            continue
        if short and (source := _SOURCE.match(line)):
            rest = source["rest"].strip(" .)]*")
            agency = knowledge.find_agency(rest) or _by_adjective(rest)
            outlet = knowledge.outlet_by_name(rest)
            if agency or outlet or len(rest.split()) <= 5:
                yield _credit("source", line, start, agency=agency)
            continue
        if short and (byline := _BYLINE.match(line)):
            credit = _byline(byline["rest"], line, start)
            if credit:
                yield credit
                continue
        if short and _only_agencies(line):
            agencies = knowledge.find_agencies(line)
            yield _credit("credit", line, start, agency=agencies[0].agency if agencies else None)
            continue
        if from_end < TAIL_LINES and (trailing := _TRAILING.search(line)):
            inside = trailing["inside"]
            if _only_agencies(inside):
                agency = knowledge.find_agency(inside)
                text = line[trailing.start() : trailing.end()]
                yield _credit("credit", text, start + trailing.start(), agency=agency)


# Of what stands in them without letters that have capitals: all that an Arabic line can hold of
# them, and found at a tenth of the cost.
_OF_PHOTOS = ("©", "تصوير", "الصورة", "صورة", "عدسة")
_OF_CONTRIBUTORS = ("ساهم", "شارك", "أسهم")


def _speaks_of_a_photo(line: str) -> bool:
    if not _has_capitals(line) and not any(word in line for word in _OF_PHOTOS):
        return False
    return _PHOTO.search(line) is not None


def _has_capitals(line: str) -> bool:
    """Does it hold letters of a script with capitals?"""
    return line.swapcase() != line


# "الجريدة + الفرنسية": in a list of sources the nationality alone stands for the agency.
_ADJECTIVES = {fold(word): agency for word, agency in (("الفرنسية", "afp"), ("الألمانية", "dpa"))}


def _by_adjective(sources: str) -> str | None:
    parts = regex.split(r"\s*(?:[+،,/;؛&]|\s[-–—]\s|\sو(?=ال))\s*", sources)
    known = (_ADJECTIVES.get(fold(part.strip(" ()."))) for part in parts)
    return next((agency for agency in known if agency), None)


def _credit(
    kind: str, text: str, start: int, *, agency: str | None = None,
    people: tuple[str, ...] = (), places: tuple[str, ...] = (),
) -> Credit:  # fmt: skip
    left = len(text) - len(text.lstrip())
    stripped = text.strip()
    return Credit(
        kind=kind,  # type: ignore[arg-type]
        text=stripped,
        agency=agency,
        people=people,
        places=places,
        where="credit line" if kind in ("credit", "contributor", "source") else "text",
        span=Span(start=start + left, end=start + left + len(stripped)),
    )


def _only_agencies(text: str) -> bool:
    """True when a text is nothing but agencies (or "agencies") and the small words between."""
    if len(text) > LONGEST_CREDIT_LINE:
        return False
    spans = knowledge.find_agencies(text)
    rest = text
    for span in reversed(spans):
        rest = rest[: span.start] + " " + rest[span.end :]
    some = bool(spans) or _AGENCIES.search(text) is not None
    return some and not _JOINERS.sub("", rest)


def _dateline(line: str, start: int) -> Credit | None:
    for pattern in _DATELINES:
        match = pattern.match(line)
        if not match:
            continue
        inside = match["agency"].strip()
        if not _only_agencies(inside):
            continue
        agency = knowledge.find_agency(inside)
        if knowledge.find_agency(match["place"]) and len(match["place"].split()) > 1:
            continue
        places = _places(match["place"])
        if not places and fold(match["place"].strip()) not in _NO_PLACES:
            continue
        return _credit("dateline", match.group().rstrip(), start, agency=agency, places=places)
    first = _AGENCY_FIRST.match(line)
    if first and _only_agencies(first["agency"]) and len(line) > LONGEST_CREDIT_LINE:
        return _credit("dateline", first.group().rstrip(), start, agency=knowledge.find_agency(first["agency"]))  # fmt: skip
    bare = _BARE_DATELINE.match(line)
    if bare and len(line) > bare.end() + 40 and not knowledge.find_agency(bare["place"]):
        return _credit("dateline", bare.group().rstrip(), start, places=_places(bare["place"]))
    return None


def _places(text: str) -> tuple[str, ...]:
    parts = [p.strip(" .،,") for p in regex.split(r"[،,/]", text)]
    places = tuple(p for p in parts if p and not _NOT_NAMES.search(p) and len(p) > 1)
    return tuple(p for p in places if fold(p) not in _NO_PLACES)


# "Capitals" and the like stand for several places: none that we could name.
_NO_PLACES = {
    fold(w)
    for w in (
        "عواصم",
        "العواصم",
        "capitals",
        "متابعات",
        "متابعة",
        "وكالات",
        "خاص",
        "الوكالات",
        "столицы",
    )
}


def _byline(rest: str, line: str, start: int) -> Credit | None:
    parts = [
        p.strip(" .*_")
        for p in regex.split(r"\s*(?:[,،/|;؛]|\band\b|\s-\s|\s–\s|\sи\s|\s&\s)\s*", rest)
    ]
    people = tuple(p for p in parts if _is_name(p) and not _only_agencies(p))
    agency = None
    for p in parts:
        agency = agency or (knowledge.find_agency(p) if _only_agencies(p) else None)
    if not people and not agency:
        return None
    return _credit("byline", line, start, agency=agency, people=people)


def _is_name(text: str) -> bool:
    return bool(_NAME.match(text)) and not _NOT_NAMES.search(text) and len(text) <= 50


# --------------------------------------------------------------------------- contributor lines

_STOP = regex.compile(
    r"\s*(?:[;؛]|\bediting by\b|\bwriting by\b|\bcompiled by\b|\bcontributed\b|\bredigier|\bthe Associated Press\b|"
    r"(?:في\s+)?(?:ال)?(?:تحرير|إعداد|تغطية)\s*:?|\bв подготовке\b)",
    regex.IGNORECASE,
)
_IN = regex.compile(r"\s+(?:في|من|in|at|aus|en|à|в|из)\s+")


def _contributors(line: str, start: int) -> Credit | None:
    if not _has_capitals(line) and not any(word in line for word in _OF_CONTRIBUTORS):
        return None
    match = _CONTRIBUTORS.search(line)
    if not match:
        return None
    text = line[match.start() :]
    agency = knowledge.find_agency(text)
    rest = text[match.end() - match.start() :]
    head = match.group()
    for span in reversed(knowledge.find_agencies(rest)):
        rest = rest[: span.start] + " " + rest[span.end :]
    if stop := _STOP.search(rest, pos=1):
        rest = rest[: stop.start()]
    rest = regex.sub(r"^\s*(?:writers?|journalists?|reporters?)\s+", "", rest.strip(" .)]*_،,:"))
    people, places = _people_and_places(rest)
    arabic = regex.search(r"\p{Arabic}", head) is not None
    if arabic and agency is None and not regex.search(r"تغطية|إعداد|كتابة|تحرير|التقرير", head):
        return None  # "ساهم" in a sentence: somebody contributed to something
    if agency is None and not people:
        return None
    return _credit(
        "contributor", text, start + match.start(), agency=agency, people=people, places=places
    )


def _people_and_places(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """ "X in A, B and Y in C": who stands before each "in", where after it.

    Between two "in"s stand the places of the first and the people of the second; a chunk of one
    word is a place, the last chunk is a person, and so is a chunk of two words after a place.
    """
    people: list[str] = []
    places: list[str] = []
    segments = _IN.split(text)
    for number, segment in enumerate(segments):
        chunks = [
            c
            for c in regex.split(
                r"\s*(?:[,،]|\band\b|\bund\b|\bet\b|\by\b|\sи\s|\sو(?=\p{L}{2}))\s*", segment
            )
            if c and c.strip()
        ]
        for i, chunk in enumerate(chunks):
            name = chunk.strip(" .")
            first, last = number == 0, number == len(segments) - 1
            if first and (len(segments) > 1 or _is_name(name)):
                is_person = True
            elif last:
                is_person = i > 0 and _is_name(name) and len(places) > 0 and len(segments) == 1
            else:
                is_person = i == len(chunks) - 1 or (i > 0 and " " in name)
            if is_person and _is_name(name):
                people.append(name)
            elif not is_person and regex.match(r"[\p{Lu}\p{Lo}]", name) and len(name) <= 30:
                places.append(name)
    return tuple(dict.fromkeys(people)), tuple(dict.fromkeys(places))
