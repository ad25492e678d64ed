"""People, places and organisations in a text, each with an identity that holds across scripts.

The tagger (``tagger``) says where names stand; the gazetteer and the tables of public figures,
organisations, agencies and outlets say who they are; grammar adds roles ("وزير الخارجية الروسي"),
adjectives tied to their country ("التركية"), and capitals that are not named ("العاصمة التركية" is
Ankara). A family name takes the identity of the full name that stands in the same text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
import regex

from tawatur import knowledge
from tawatur.annotate import tagger as tagging
from tawatur.annotate.gazetteer import PLACE_FLAGS, Flag, gazetteer, normal
from tawatur.annotate.name_senses import is_surely_a_place, with_senses
from tawatur.annotate.nationalities import nationality
from tawatur.annotate.sentences import split_sentences
from tawatur.model import NameMention, Sentence
from tawatur.naming import skeleton

KINDS = {"PER": "person", "LOC": "place", "ORG": "organisation"}

_TOKEN = regex.compile(
    r"""
      (?:\p{Lu}\.){2,}                          # U.S.
    | \p{Lu}\.(?=\s?\p{Lu})                     # J. Smith
    | (?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|St|Lt|Col|Sgt|Capt|Sr|Sra|Jr)\.(?=\s)
    | \p{N}+(?:[.,:/]\p{N}+)*%?
    | (?!['’]s\b)[\p{L}\p{M}\p{N}\u0640]+(?:[-'’‑](?!s\b)[\p{L}\p{M}\p{N}]+)*
    | ['’]s\b
    | \S
    """,
    regex.VERBOSE,
)
_SCRIPTS = tuple(
    regex.compile(rf"\p{{{script}}}") for script in ("Arabic", "Cyrillic", "Hebrew", "Latin")
)
_ARABIC, _CYRILLIC, _, _ = _SCRIPTS
_VOWEL_SIGN = regex.compile(r"[\p{Mn}\u0640]")
_TURKISH_ENDING = regex.compile(r"['’]\p{Ll}{1,6}$")
_CYRILLIC_CASE = regex.compile(r"(?:ого|ому|ыми|ими|ами|ым|им|ой|ом|ем|ую|[аеиуыюя])$")
_CONJUNCTIONS = ("و", "ف", "ب", "ل", "ك")
_ROLE_WORDS = (
    8  # how far before a name its role may begin: "نائب وزير الخارجية الأمريكي للشؤون السياسية X"
)

# "the capital" of a country named by an adjective or by its name: العاصمة التركية, столица Турции
_CAPITAL_WORDS = {
    normal(w)
    for w in ("العاصمة", "عاصمة", "capital", "capitale", "столица", "столице", "столицу", "столицы", "столицей", "Hauptstadt", "başkenti", "başkent")
}  # fmt: skip
_CAPITAL_LINKS = {"of", "de", "del", "von", "d", "du"}


class Token(msgspec.Struct, frozen=True, gc=False):
    text: str
    start: int
    end: int


class Entity(msgspec.Struct, frozen=True):
    """Words ``first`` to ``last`` (exclusive) of sentence ``sentence``."""

    sentence: int
    first: int
    last: int
    kind: str  # "PER", "LOC", "ORG"
    margin: float


def tokens_of(text: str, start: int = 0) -> list[Token]:
    """Words and marks of a text, offset by ``start``."""
    return [
        Token(text[a:b], start + a, start + b) for a, b in (m.span() for m in _TOKEN.finditer(text))
    ]


def find_names(
    text: str,
    language: str,
    *,
    sentences: Sequence[Sentence] = (),
    known: Iterable[NameMention] = (),
) -> tuple[NameMention, ...]:
    """All names of a text, in order, without overlaps.

    ``sentences`` as from ``split_sentences`` (made here when not given). ``known`` are names from
    other articles of the same story: where one stands in this text and we saw nothing, it is taken.
    Adjectives of nationality come as kind ``other`` with the identity and country of their place.
    """
    return find_names_in([(text, language, sentences, known)])[0]


def find_names_in(
    texts: Sequence[tuple[str, str, Sequence[Sentence], Iterable[NameMention]]],
) -> list[tuple[NameMention, ...]]:
    """``find_names`` of each (text, language, sentences, known); together they take less time."""
    tokens: list[list[list[Token]]] = []
    for text, language, sentences, _ in texts:
        spans = [(s.start, s.end) for s in sentences or split_sentences(text, language)]
        tokens.append([tokens_of(text[a:b], a) for a, b in spans] if text.strip() else [])
    words = [[[t.text for t in line] for line in lines] for lines in tokens]
    read = _read(words, [language for _, language, _, _ in texts])
    return [
        _mentions(text, language, lines, entities, adjectives, known)
        for (text, language, _, known), lines, (entities, adjectives) in zip(
            texts, tokens, read, strict=True
        )
    ]


def _mentions(
    text: str,
    language: str,
    lines: list[list[Token]],
    entities: list[Entity],
    adjectives: list[list[tuple[int, str]]],
    known: Iterable[NameMention],
) -> tuple[NameMention, ...]:
    if not lines:
        return ()
    entities = [
        shorter
        for e in entities
        if (shorter := _without_adjective_of_capital(lines[e.sentence], e)) is not None
    ]
    entities = [_cut_at_agency(lines[e.sentence], e) for e in entities]
    entities = [part for e in entities for part in _tidy(lines[e.sentence], e, language)]
    people = {(e.sentence, i) for e in entities if e.kind == "PER" for i in range(e.first, e.last)}
    mentions = [_mention(text, lines[e.sentence], e, language, people) for e in entities]
    taken: list[list[tuple[int, int]]] = [[] for _ in lines]
    for e, mention in zip(entities, mentions, strict=True):
        taken[e.sentence].append((mention.start, mention.end))
    for line, of_countries, spans in zip(lines, adjectives, taken, strict=True):
        if of_countries:
            mentions += _adjectives_and_capitals(text, line, language, spans, of_countries)
    mentions += _known_names(text, known, [(m.start, m.end) for m in mentions])
    mentions.sort(key=lambda m: (m.start, m.end))
    words = [(t.text, t.start, t.end) for line in lines for t in line]
    return tuple(with_senses(text, words, _one_identity(_corefer(mentions))))


# --------------------------------------------------------------------------- where names stand


def find_entities(lines: Sequence[Sequence[str]], language: str) -> list[Entity]:
    """Names among the words of a document's sentences: the tagger, then sure gazetteer hits."""
    return _read([lines], [language])[0][0]


Lines = Sequence[Sequence[str]]  # the words of a document's sentences


def _read(
    documents: Sequence[Lines], languages: Sequence[str]
) -> list[tuple[list[Entity], list[list[tuple[int, str]]]]]:
    """``find_entities`` of each, and for each sentence the words that are adjectives of a country."""
    models = [
        tagging.model_for(language, " ".join(" ".join(line) for line in lines[:8]))
        for lines, language in zip(documents, languages, strict=True)
    ]
    tagged = {
        model: iter(
            tagging.tagger(model).read_documents(
                [lines for lines, of in zip(documents, models, strict=True) if of == model]
            )
        )
        for model in dict.fromkeys(models)
        if model is not None
    }
    return [
        _read_one(lines, language, model, next(tagged[model]) if model else None)
        for lines, language, model in zip(documents, languages, models, strict=True)
    ]


def _read_one(
    lines: Lines, language: str, model: str | None, document: tagging.Document | None
) -> tuple[list[Entity], list[list[tuple[int, str]]]]:
    covered: list[set[int]] = [set() for _ in lines]
    found: list[Entity] = []
    if document is not None:
        tagged, keys, phrases, adjectives = document
        for number, (labels, margins) in enumerate(tagged):
            for e in _entities_of_labels(number, labels, margins):
                found.append(e)
                covered[number].update(range(e.first, e.last))
    else:
        keys = [list(map(tagging.normal_cached, line)) for line in lines]
        phrases = [tagging.phrase_hits(line, gazetteer()) for line in keys]
        adjectives = [
            [
                (i, country)
                for i, (word, key) in enumerate(zip(line, line_keys, strict=True))
                if (country := nationality(word, key))
            ]
            for line, line_keys in zip(lines, keys, strict=True)
        ]
    for number, line in enumerate(lines):
        found += _sure_hits(
            number, line, keys[number], phrases[number], covered[number], model is None
        )
    if language in ("es", "fr", "pt", "it"):
        found = [_with_complement(lines[e.sentence], e, covered[e.sentence]) for e in found]
    if model == "ar":
        taken = [set(c) for c in covered]
        for e in found:
            taken[e.sentence].update(range(e.first, e.last))
        for number, line in enumerate(keys):
            found += _arabic_places(number, line, taken[number], language)
    found += _family_names_alone(lines, keys, found, language)
    found.sort(key=lambda e: (e.sentence, e.first))
    return found, adjectives


def _family_names_alone(
    lines: Sequence[Sequence[str]],
    keys: Sequence[Sequence[str]],
    found: Sequence[Entity],
    language: str,
) -> list[Entity]:
    """Words that are the family name of somebody named in full in the same text, passed over so
    far: "Jane Marlow … Marlow said". Only words that the language does not use otherwise."""
    common = gazetteer().common(language if language in ("ar", "ru") else "en")
    families: set[str] = set()
    for e in found:
        if e.kind == "PER" and e.last - e.first > 1:
            key = keys[e.sentence][e.last - 1]
            if len(key) > 3 and key not in common:
                families.add(key)
    out: list[Entity] = []
    if not families:
        return out
    covered = {(e.sentence, i) for e in found for i in range(e.first, e.last)}
    wanted = families | {c + family for family in families for c in _CONJUNCTIONS}
    for number, line in enumerate(keys):
        for i, key in enumerate(line):
            if key in wanted and (number, i) not in covered and not lines[number][i].islower():
                out.append(Entity(number, i, i + 1, "PER", 1.0))
    return out


def _entities_of_labels(
    number: int, labels: Sequence[str], margins: Sequence[float]
) -> list[Entity]:
    out: list[Entity] = []
    start = -1
    for i, label in enumerate([*labels, "O"]):
        if start >= 0 and not label.startswith("I-"):
            margin = sum(margins[start:i]) / (i - start)
            out.append(Entity(number, start, i, labels[start][2:], margin))
            start = -1
        if label.startswith("B-"):
            start = i
    return out


def _sure_hits(
    number: int,
    line: Sequence[str],
    keys: Sequence[str],
    phrases: Sequence[tuple[int, int, int]],
    covered: set[int],
    alone: bool,
) -> list[Entity]:
    """Well-known names of several words that the tagger passed over; with ``alone`` (a language
    without a model) countries and big cities of one word as well."""
    names = gazetteer()
    out: list[Entity] = []
    for first, last, flags in phrases:
        if any(i in covered for i in range(first, last)):
            continue
        if not _capitals_fit(line[first:last]) and not (
            line[first][:1].isupper() and _is_sure_organisation(" ".join(keys[first:last]))
        ):  # Белый дом, Casa blanca
            continue
        if flags & Flag.PERSON:
            out.append(Entity(number, first, last, "PER", 2.0))
        elif flags & (Flag.COUNTRY | Flag.BIG_CITY | Flag.REGION):
            # Towns' and states' names of two words are too often something else.
            if flags & (Flag.COUNTRY | Flag.BIG_CITY) or not flags & Flag.ORGANISATION:
                out.append(Entity(number, first, last, "LOC", 2.0))
        elif _is_sure_organisation(" ".join(keys[first:last])):
            if first and keys[first] == _FOREIGN and keys[first - 1].endswith(_FOREIGN_WHAT):
                continue  # "السياسة الخارجية الأمريكية" is no ministry
            out.append(Entity(number, first, last, "ORG", 2.0))
    people = names.people
    for i, key in enumerate(keys):
        if key in people and i not in covered and len(line[i]) > 3 and not line[i].islower():
            out.append(Entity(number, i, i + 1, "PER", 1.0))
    if alone:
        busy = covered | {i for e in out for i in range(e.first, e.last)}
        for i, word in enumerate(line):
            flags = names.flags.get(keys[i], 0)
            if i in busy or len(word) < 3 or word.islower():
                continue
            if flags & (Flag.COUNTRY | Flag.BIG_CITY):
                out.append(Entity(number, i, i + 1, "LOC", 1.0))
            elif keys[i] in names.people:
                out.append(Entity(number, i, i + 1, "PER", 1.0))
    return out


_DE = frozenset(["de", "del", "du", "des", "d'", "do", "da", "della", "di"])


def _with_complement(line: Sequence[str], entity: Entity, covered: set[int]) -> Entity:
    """An institution with its complement, where nothing else was seen there: «Federación Riojana
    [de Fútbol]», «Hospital Virgen [del Rocío]»."""
    if entity.kind != "ORG":
        return entity
    last = entity.last
    i = last
    if i < len(line) and line[i] in _DE:
        i += 1
        if i < len(line) and line[i] in ("la", "los", "las", "el", "le", "les", "l'"):
            i += 1
        end = i
        while end < len(line) and end not in covered and line[end][:1].isupper() and end - i < 4:
            end += 1
        if end > i and not any(j in covered for j in range(last, end)):
            return msgspec.structs.replace(entity, last=end)
    return entity


# Settlements, which are hardly ever named by a common noun: «بلدة الطويلة», but "مدينة ساحلية".
_SETTLEMENTS = {
    normal(w) for w in ("بلدة", "قرية", "ضيعة", "مديرية", "مخيم", "جزيرة", "مرفأ", "عمدة", "واحة")
}
_SIDI = normal("سيدي")


def _arabic_places(
    number: int, keys: Sequence[str], covered: set[int], language: str
) -> list[Entity]:
    """Places that the tagger passed over: countries and capitals that are nobody's name, what
    follows the word for a settlement, and «سيدي …», a town of the Maghreb."""
    countries, others = _place_words()
    if countries.isdisjoint(keys) and others.isdisjoint(keys):
        return []  # most sentences
    common = gazetteer().common("ar")
    out: list[Entity] = []
    busy = set(covered)

    def take(first: int, last: int, margin: float) -> None:
        out.append(Entity(number, first, last, "LOC", margin))
        busy.update(range(first, last))

    for i, key in enumerate(keys):
        if i in busy or len(key) < 3:
            continue
        bare = key[1:] if key[:1] in "وبلف" and key not in common else key
        before = keys[i - 1] if i else ""
        head = before[1:] if before[:1] in "وبلف" and before not in common else before
        if key == _SIDI or (bare == _SIDI and key != bare):
            if i + 1 < len(keys) and i + 1 not in busy and len(keys[i + 1]) > 2:
                take(i, i + 2, 1.0)
            continue
        if head in _SETTLEMENTS and key[:1].isalpha():
            rank = common.get(key, (9999, 0))[0]
            if key.startswith("ال") or rank > 3000:
                take(i, i + 1, 0.5)
            continue
        if language == "ar" and key in countries:
            take(i, i + 1, 1.0)
    return out


@lru_cache(maxsize=1)
def _place_words() -> tuple[frozenset[str], frozenset[str]]:
    """Names of countries that are nobody's, and words that a place follows or begins with, each
    with what may be written on to it."""
    names = gazetteer()
    countries = {
        key
        for key, flags in names.flags.items()
        if flags & Flag.COUNTRY
        and not flags & (Flag.GIVEN | Flag.FAMILY)
        and "\u0600" <= key[:1] <= "\u06ff"
        and " " not in key
        and len(key) > 2
        and key not in _NO_COUNTRY
    }
    others = {*_SETTLEMENTS, _SIDI}
    return (
        frozenset(cut + w for w in countries for cut in ("", "و", "ف", "ب", "ل", "ول", "وب")),
        frozenset(cut + w for w in others for cut in ("", "و", "ب", "ل", "ف")),
    )


# Countries that are also common words or adjectives.
_NO_COUNTRY = {normal(w) for w in ("الهندي", "عمان", "مالي", "تشاد", "توغو", "بالي")}
_FOREIGN = normal("الخارجية")
_FOREIGN_WHAT = tuple(
    normal(w)
    for w in ("سياسة", "السياسة", "للسياسة", "السياسات", "العلاقات", "التجارة", "الشؤون", "الديون")
)


def _is_sure_organisation(key: str) -> bool:
    """Names of outlets ("اليوم السابع", "the times") are common words too: only the others."""
    names = gazetteer()
    which = names.organisations.get(key)
    return which is not None and (
        which in names.organisation_rows or knowledge.agency_by_id(which) is not None
    )


def _capitals_fit(words: Sequence[str]) -> bool:
    """A name in a script with capitals has them."""
    return not words[0][:1].islower() and not words[-1][:1].islower()


# --------------------------------------------------------------------------- who they are


def _mention(
    text: str,
    line: Sequence[Token],
    entity: Entity,
    language: str,
    people: set[tuple[int, int]],
) -> NameMention:
    tokens = line[entity.first : entity.last]
    start, end = tokens[0].start, tokens[-1].end
    start += _proclitic_length(tokens[0].text, tokens, entity.kind)
    while start < end - 1 and _VOWEL_SIGN.match(text[start]):  # the cut letter's
        start += 1
    surface = text[start:end]
    kind = entity.kind
    if entity.last - entity.first == 1 and _stands_like_a_place(line, entity, language):
        kind = "LOC"
    if (
        kind != "LOC"
        and entity.last - entity.first == 1
        and any(is_surely_a_place(key) for key in _readings(surface, language)[:2])
        and not surface.isupper()
    ):
        kind = "LOC"  # what the tagger took for a person or an office is a capital
    identity, canonical, country = identify(surface, kind, language)
    if kind != "ORG" and identity.startswith("org:") and " " in surface:
        kind = "ORG"
    role = _role(text, line, entity, people, language) if entity.kind == "PER" else None
    return NameMention(
        start=start,
        end=end,
        text=surface,
        kind=KINDS[kind],  # type: ignore[arg-type]
        identity=identity,
        canonical=canonical,
        role=role,
        country=country,
        confidence=round(1 / (1 + math.exp(-entity.margin)), 3),
    )


_TURKISH_PLACE_ENDING = regex.compile(r"['’](?:[dt][ae](?:n|ki)?)$")


def _stands_like_a_place(line: Sequence[Token], entity: Entity, language: str) -> bool:
    """A name nobody bears, behind "à" in French or with the ending of a place in Turkish."""
    word = line[entity.first].text
    if language == "tr" and _TURKISH_PLACE_ENDING.search(word):
        bare = normal(_TURKISH_ENDING.sub("", word))
    elif language == "fr" and entity.first > 0 and line[entity.first - 1].text.lower() == "à":
        bare = normal(word)
    else:
        return False
    flags = gazetteer().flags.get(bare, 0)
    return entity.kind != "LOC" and not flags & (Flag.GIVEN | Flag.FAMILY | Flag.ORGANISATION)


_WANTED = {
    "PER": int(Flag.GIVEN | Flag.FAMILY | Flag.PERSON),
    "LOC": int(PLACE_FLAGS),
    "ORG": int(Flag.ORGANISATION),
}


def _proclitic_length(word: str, tokens: Sequence[Token], kind: str) -> int:
    """How many characters of the first word are Arabic letters written on to the name."""
    if not _ARABIC.match(word):
        return 0
    names = gazetteer()
    key = tagging.normal_cached(word)
    wanted = _WANTED[kind]
    rest = " ".join([key, *(tagging.normal_cached(t.text) for t in tokens[1:])])
    if names.flags.get(rest, 0) & wanted or names.flags.get(key, 0) & wanted:
        return 0
    for prefix in ("وب", "ول", "فب", "فل", "و", "ف", "ب", "ل", "ك"):
        if not key.startswith(prefix) or len(key) - len(prefix) < 3:
            continue
        for candidate in (rest[len(prefix) :], key[len(prefix) :]):
            if names.flags.get(candidate, 0) & wanted:
                return len(prefix)
        if key[len(prefix) :].startswith("ال") and prefix != "ل":
            return len(prefix)
    if word.startswith(("وال", "بال")):
        return 1
    # An unknown word: take the letter off when what is left looks more like a name.
    if key[0] in "وفبل" and len(key) > 4:
        whole, cut = max(names.letters(key)), max(names.letters(key[1:]))
        if cut > whole + 1.0:
            return 1
    return 0


# Words for a gulf that the gazetteer has as a town in Angola.
_NO_PLACES = frozenset(["golfe", "golfo", "golf"])


@lru_cache(maxsize=10_000)
def identify(surface: str, kind: str, language: str) -> tuple[str, str | None, str | None]:
    """(identity, canonical form, country) of a name. ``kind`` is PER, LOC or ORG."""
    names = gazetteer()
    readings = _readings(surface, language)
    if (
        kind == "PER" and " بن " in readings[0]
    ):  # محمد بن سلمان بن عبد العزيز: his father's name too
        parts = readings[0].split(" بن ")
        readings += [" بن ".join(parts[:n]) for n in range(len(parts) - 1, 1, -1)]
    for key in readings:
        if kind == "PER" and key in names.people:
            who = names.people[key]
            row = names.people_rows[who]
            return f"person:{who}", _in_script_of(surface, row["names"]), row.get("country")
        if kind == "ORG" and key in names.organisations:
            if key in names.exact and surface.upper() != surface and not _ARABIC.search(surface):
                continue
            which = names.organisations[key]
            rows = names.organisation_rows.get(which)
            return f"org:{which}", _in_script_of(surface, rows) if rows else surface, None
        if " " in key and names.organisations.get(key) in names.organisation_rows:
            rows = names.organisation_rows[names.organisations[key]]
            return f"org:{names.organisations[key]}", _in_script_of(surface, rows), None
        if kind == "LOC" and key not in _NO_PLACES:
            place = names.place(key)
            if place is not None:
                return f"place:{place.slug}", surface, place.country
        if kind != "LOC" and kind != "PER":
            place = names.place(key)
            if place is not None and names.flags.get(key, 0) & (Flag.COUNTRY | Flag.BIG_CITY):
                return f"place:{place.slug}", surface, place.country  # a team or a government
        if kind == "LOC" and key in names.organisations and key in names.flags:
            which = names.organisations[key]
            if which in names.organisation_rows and key not in names.exact:
                return f"org:{which}", surface, None  # в Кремле
    return "~" + (skeleton(_nominative(surface)) or normal(surface)), None, None


def _readings(surface: str, language: str) -> list[str]:
    """Normalised forms under which a name may stand in a table, best first."""
    names = gazetteer()
    whole = normal(surface)
    key = normal(_TURKISH_ENDING.sub("", surface)) or whole
    out = [whole, key]
    words = key.split()
    if len(words) == 1:
        out += [lemma for _, lemma in tagging.lemmas(key, language, names)]
    elif words and "\u0400" <= words[0][:1] <= "\u04ff":
        # each word in the nominative, as far as the gazetteer knows it
        options = [
            [w, *(lemma for _, lemma in tagging.lemmas(w, language, names))][:4] for w in words[:4]
        ]
        combined = [""]
        for choice in options:
            combined = [f"{c} {o}".strip() for c in combined for o in dict.fromkeys(choice)][:64]
        out += combined
        # "Хаканом Фиданом": of known people any case, whether the words alone are known or not
        bare = [_CYRILLIC_CASE.sub("", w) if len(w) > 4 else w for w in words[:4]]
        out += [k for k in (" ".join(bare), " ".join([*words[:-1], bare[-1]])) if k in names.people]
    if words and "\u0600" <= words[0][:1] <= "\u06ff":
        for prefix in _CONJUNCTIONS:
            if key.startswith(prefix):
                out.append(key[1:])
        if key.startswith("لل"):
            out.append("ال" + key[2:])
        if not key.startswith("ال"):
            out.append("ال" + key)
        else:
            out.append(key[2:])
    if len(words) > 2 and "org_head" in tagging.cues().get(words[0], ()):
        out.append(" ".join(words[1:]))  # منظمة الأمم المتحدة
    if words and words[0] in ("the", "el", "la", "los", "las", "le", "les", "die", "der", "das"):
        out.append(" ".join(words[1:]))
    return [k for k in dict.fromkeys(out) if k]


def _in_script_of(surface: str, spellings: Sequence[str]) -> str:
    """The first of the spellings in the script of the surface form."""
    for script in _SCRIPTS:
        if script.search(surface):
            for spelling in spellings:
                if script.search(spelling):
                    return spelling
    return spellings[0]


def _nominative(surface: str) -> str:
    """A Russian name without its case endings, good enough for a skeleton."""
    if not _CYRILLIC.search(surface):
        return _TURKISH_ENDING.sub("", surface)
    words = [_CYRILLIC_CASE.sub("", w) if len(w) > 4 else w for w in surface.split()]
    return " ".join(words)


# --------------------------------------------------------------------------- roles


def _role(
    text: str,
    line: Sequence[Token],
    entity: Entity,
    people: set[tuple[int, int]],
    language: str,
) -> str | None:
    """The office that stands before a person: "وزير الخارجية الروسي", "Foreign Minister"."""
    i = entity.first - 1
    if i >= 0 and line[i].text in ("،", ","):  # وزير الخارجية الروسي، سيرغي لافروف
        i -= 1
    begin = -1
    stop = max(-1, i - _ROLE_WORDS)
    last = i
    while i > stop:
        word = line[i].text
        if (entity.sentence, i) in people:
            break
        if not any(c.isalpha() for c in word) and word not in ("-", "‑"):
            break
        classes = _cue(word)
        if "role" in classes:
            begin = i
        elif "say" in classes or _is_verb_like(word):
            break
        i -= 1
    if begin < 0:
        return None
    # Latin: adjectives and compound parts before the cue ("Russian Deputy Foreign Minister")
    if not _ARABIC.search(line[begin].text):
        while begin - 1 >= 0 and begin > entity.first - _ROLE_WORDS:
            before = line[begin - 1].text
            known = gazetteer().flags.get(normal(before), 0)
            if (
                before
                in (
                    "Foreign",
                    "Deputy",
                    "Prime",
                    "Vice",
                    "Interior",
                    "Defence",
                    "Defense",
                    "Finance",
                    "foreign",
                    "deputy",
                    "prime",
                    "vice",
                    "former",
                )
                or known & Flag.NATIONALITY
            ):
                begin -= 1
                continue
            if (
                language in ("en", "tr")
                and before[:1].isupper()
                and begin - 1 > 0
                and known & PLACE_FLAGS
            ):
                begin -= 1
                continue
            break
    if language == "tr":  # "Dışişleri Bakanı", "Ulaştırma ve Altyapı Bakanı"
        while (
            begin - 1 > entity.first - _ROLE_WORDS
            and begin > 0
            and (entity.sentence, begin - 1) not in people
            and (line[begin - 1].text[:1].isupper() or line[begin - 1].text == "ve")
            and not _TURKISH_ENDING.search(line[begin - 1].text)
        ):
            begin -= 1
    role = text[line[begin].start : line[last].end].strip(" ،,")
    if _ARABIC.match(role):
        role = _without_conjunction(role)
    return role if len(role) <= 90 else None


def _without_conjunction(role: str) -> str:
    first = role.split()[0]
    if (
        first[0] in "وف"
        and first not in ("وزير", "وزيرة", "وكيل", "وكيلة", "والي", "ولي")
        and "role" in tagging.cues().get(normal(first[1:]), ())
    ):
        return role[1:]
    return role


@lru_cache(maxsize=10_000)
def _cue(word: str) -> tuple[str, ...]:
    key = tagging.normal_cached(word)
    found = tagging.cues().get(key, ())
    if found:
        return found
    if _ARABIC.match(word) and key[0] in "وفبلك":
        return tagging.cues().get(key[1:], ()) or tagging.cues().get(
            "ال" + key[2:] if key.startswith("لل") else "", ()
        )
    if "\u0400" <= key[:1] <= "\u04ff":
        return tagging._russian_cue(key)
    return ()


_NOT_IN_ROLES = """ان الذي التي بعد قبل خلال الي عن مع بين that who when would will was is had has with met told
    to after before что который с в на от к по и во со после que qui con avec a mit und ve ile"""
_NO_PART_OF_ROLE = {normal(word) for word in _NOT_IN_ROLES.split()}
_RUSSIAN_VERB = regex.compile(r"(?:л|ла|ли|ет|ит|ют|ят|ть)(?:ся|сь)?$")


def _is_verb_like(word: str) -> bool:
    """Words that end the search for a role: relative words, prepositions of time, verbs."""
    key = normal(word)
    if key in _NO_PART_OF_ROLE:
        return True
    return (
        len(word) > 4
        and word.islower()
        and "\u0400" <= key[:1] <= "\u04ff"
        and bool(_RUSSIAN_VERB.search(key))
    )


# --------------------------------------------------------------------------- adjectives, capitals


def _adjectives_and_capitals(
    text: str,
    line: Sequence[Token],
    language: str,
    taken: list[tuple[int, int]],
    of_countries: Sequence[tuple[int, str]],
) -> list[NameMention]:
    names = gazetteer()
    out: list[NameMention] = []
    for i, country in of_countries:
        token = line[i]
        if language in ("en", "tr") and token.text[:1].islower():
            continue
        if any(a < token.end and token.start < b for a, b in taken):
            continue
        capital = _capital_beside(line, i)
        place = names.country(country)
        if capital is not None:
            city = names.capital(country)
            follows = max(i, capital) + 1
            named = follows < len(line) and any(
                a <= line[follows].end and line[follows].start < b for a, b in taken
            )
            if city is not None and not named:
                first, last = sorted((line[i], line[capital]), key=lambda t: t.start)
                out.append(
                    NameMention(
                        start=first.start, end=last.end, text=text[first.start : last.end], kind="place",
                        identity=f"place:{city.slug}", canonical=city.name, country=country, confidence=0.9,
                    )
                )  # fmt: skip
                continue
        is_country = language == "fa" and names.flags.get(normal(token.text), 0) & Flag.COUNTRY
        start = token.start + (
            1 if token.text[:2] in ("وا", "فا", "با") and token.text[2:3] == "ل" else 0
        )
        out.append(
            NameMention(
                start=start, end=token.end, text=text[start : token.end],
                kind="place" if is_country else "other",
                identity=f"place:{country.lower()}", canonical=place.name if place else None,
                country=country, confidence=0.95,
            )
        )  # fmt: skip
    return out


_TURKISH_BODIES = (
    "Belediyesi", "Bakanlığı", "Müdürlüğü", "Üniversitesi", "Şirketi", "Partisi", "Başkanlığı", "Kurumu", "Valiliği",
    "Kaymakamlığı", "Birliği", "Derneği", "Ajansı", "Bankası", "Hastanesi", "Savcılığı", "Komutanlığı", "Kulübü", "Vakfı",
)  # fmt: skip
_PERSIAN_VERBS = {
    normal(w)
    for w in [
        "کرد",
        "کردند",
        "کرده",
        "شد",
        "شدند",
        "شده",
        "است",
        "بود",
        "بودند",
        "گفت",
        "گفتند",
        "داد",
        "دادند",
        "داشت",
        "دارد",
        "دارند",
        "می\u200cکند",
        "می\u200cشود",
        "خواهد",
    ]
}


def _tidy(line: Sequence[Token], entity: Entity, language: str) -> list[Entity]:
    """Split what the tagger ran together: "حاتم وأمين", "Ankara'da Rusya Devlet Başkanı X"."""
    names = gazetteer()
    words = [tagging.normal_cached(t.text) for t in line[entity.first : entity.last]]
    if words[-1] in _CAPITAL_WORDS and len(words) == 1:
        return []
    if language == "fa" and entity.kind == "PER" and words[-1] in _PERSIAN_VERBS:
        return []
    if entity.kind == "PER" and entity.last - entity.first > 1:
        keys = words
        for n in range(1, len(keys)):  # "والتقى بوتين شي جين بينغ": two people
            ahead, rest = " ".join(keys[:n]), " ".join(keys[n:])
            first_person, second = names.people.get(ahead), names.people.get(rest)
            if first_person and second and first_person != second:
                return [
                    msgspec.structs.replace(entity, last=entity.first + n),
                    *_tidy(line, msgspec.structs.replace(entity, first=entity.first + n), language),
                ]
        for i in range(entity.first + 1, entity.last):
            key = tagging.normal_cached(line[i].text)
            if (
                key[:1] == "و"
                and i + 1 < entity.last
                and key not in names.flags
                and key[1:] not in names.flags
                and key[1:] in names.common("ar")
            ):  # "فهد وسجل سالم": a verb between two names
                return [
                    msgspec.structs.replace(entity, last=i),
                    msgspec.structs.replace(entity, first=i + 1),
                ]
            if (
                key[:1] == "و"
                and key not in names.flags
                and names.flags.get(key[1:], 0) & Flag.GIVEN
            ):
                return [
                    msgspec.structs.replace(entity, last=i),
                    *_tidy(line, msgspec.structs.replace(entity, first=i), language),
                ]
    if language in ("en", "es", "ar", "ru") or entity.last - entity.first == 1:
        return [entity]
    out: list[Entity] = []
    first = entity.first
    for i in range(entity.first, entity.last - 1):
        if _TURKISH_ENDING.search(line[i].text):
            place = names.place(normal(_TURKISH_ENDING.sub("", line[i].text)))
            out.append(
                Entity(
                    entity.sentence, first, i + 1, "LOC" if place else entity.kind, entity.margin
                )
            )
            first = i + 1
    last_word = _TURKISH_ENDING.sub("", line[entity.last - 1].text)
    if language == "tr" and entity.kind != "ORG" and last_word.endswith(_TURKISH_BODIES):
        return [*out, msgspec.structs.replace(entity, first=first, kind="ORG")]
    if entity.kind == "PER" and "role" in tagging.cues().get(
        tagging.normal_cached(line[entity.last - 1].text), ()
    ):
        return out  # "Ulaştırma Bakanı" alone is an office
    if entity.kind == "PER":  # offices and countries before the person
        while first < entity.last - 1:
            key = tagging.normal_cached(line[first].text)
            if names.flags.get(key, 0) & Flag.COUNTRY:
                out.append(Entity(entity.sentence, first, first + 1, "LOC", entity.margin))
            elif (
                not {"role", "title", "org_head"} & set(tagging.cues().get(key, ()))
                and key != "devlet"
            ):
                break
            first += 1
    out.append(msgspec.structs.replace(entity, first=first))
    return out


def _cut_at_agency(line: Sequence[Token], entity: Entity) -> Entity:
    """ "كتاب أسوشيتد برس سوزان": what follows an agency's name is not part of it."""
    if entity.kind == "ORG" and entity.last - entity.first > 1:
        keys = [tagging.normal_cached(t.text) for t in line[entity.first : entity.last]]
        for n in range(len(keys) - 1, 0, -1):
            which = gazetteer().organisations.get(" ".join(keys[:n]))
            if which and knowledge.agency_by_id(which) and n > 1:
                return msgspec.structs.replace(entity, last=entity.first + n)
    return entity


def _without_adjective_of_capital(line: Sequence[Token], entity: Entity) -> Entity | None:
    """ "العاصمة السعودية" is not Saudi Arabia, "العاصمة السعودية الرياض" is Riyadh."""
    word = line[entity.first].text
    if (
        entity.kind != "LOC"
        or not _ARABIC.match(word)
        or not gazetteer().flags.get(normal(word), 0) & Flag.NATIONALITY
        or _capital_beside(line, entity.first) is None
    ):
        return entity
    if entity.last - entity.first == 1:
        return None
    return msgspec.structs.replace(entity, first=entity.first + 1)


def _capital_beside(line: Sequence[Token], i: int) -> int | None:
    """Index of the word "capital" that an adjective of nationality belongs to."""
    for j in (i - 1, i + 1):
        if 0 <= j < len(line):
            key = tagging.normal_cached(line[j].text)
            if (
                key in _CAPITAL_WORDS
                or (key[:1] in "وبلف" and key[1:] in _CAPITAL_WORDS)
                or key == "للعاصمه"
            ):
                return j
    return None


# --------------------------------------------------------------------------- one text, one identity


def _known_names(
    text: str, known: Iterable[NameMention], taken: list[tuple[int, int]]
) -> list[NameMention]:
    out: list[NameMention] = []
    seen: set[str] = set()
    for name in known:
        if name.text in seen or len(name.text) < 4:
            continue
        seen.add(name.text)
        for match in regex.finditer(
            rf"(?<![\p{{L}}\p{{N}}]){regex.escape(name.text)}(?![\p{{L}}\p{{N}}])", text
        ):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            out.append(
                msgspec.structs.replace(
                    name, start=match.start(), end=match.end(), role=None, confidence=0.6
                )
            )
    return out


def _corefer(mentions: list[NameMention]) -> list[NameMention]:
    """Family names take the identity of the full name in the same text; roles stay where they stand."""
    full: dict[str, NameMention] = {}
    given: dict[str, NameMention | None] = {}
    for mention in mentions:
        words = mention.text.split()
        if mention.kind == "person" and len(words) > 1:
            for key in {_family_key(words[-1]), _family_key(" ".join(words[-2:]))}:
                full.setdefault(key, mention)
            first = _family_key(
                words[0]
            )  # "Elif'in" is Elif Tanrıöver, if nobody else is called so
            same = given.get(first, mention)
            given[first] = mention if same and same.identity == mention.identity else None
    out: list[NameMention] = []
    for mention in mentions:
        if mention.kind == "person" and len(mention.text.split()) == 1:
            whole = full.get(_family_key(mention.text)) or given.get(_family_key(mention.text))
            if whole is not None:
                mention = msgspec.structs.replace(
                    mention,
                    identity=whole.identity,
                    canonical=whole.canonical or whole.text,
                    country=whole.country,
                )
        out.append(mention)
    return out


@lru_cache(maxsize=10_000)
def _family_key(word: str) -> str:
    key = normal(_nominative(word))
    if "\u0600" <= key[:1] <= "\u06ff" and key.startswith("ال") and len(key) > 4:
        key = key[2:]
    return key


def _one_identity(mentions: list[NameMention]) -> list[NameMention]:
    """The same spelling has one identity in one text, the one our tables know if they know any;
    and a word that is a known place once is no person or office elsewhere: "БАЙКОНУР" in a dateline."""
    places = {
        tagging.normal_cached(m.text): m
        for m in mentions
        if m.kind == "place" and m.identity.startswith("place:")
    }
    mentions = [
        msgspec.structs.replace(
            m,
            kind="place",
            identity=place.identity,
            canonical=place.canonical,
            country=place.country,
            role=None,
        )
        if m.kind in ("person", "organisation")
        and m.identity.startswith("~")
        and " " not in m.text
        and (place := places.get(tagging.normal_cached(m.text))) is not None
        else m
        for m in mentions
    ]
    best: dict[tuple[str, str], NameMention] = {}
    for mention in mentions:
        key = (mention.kind, tagging.normal_cached(mention.text))
        if key not in best or (
            best[key].identity.startswith("~") and not mention.identity.startswith("~")
        ):
            best[key] = mention
    out = []
    for mention in mentions:
        first = best[(mention.kind, tagging.normal_cached(mention.text))]
        if first.identity != mention.identity and mention.identity.startswith("~"):
            mention = msgspec.structs.replace(
                mention, identity=first.identity, canonical=first.canonical
            )
        out.append(mention)
    return out
