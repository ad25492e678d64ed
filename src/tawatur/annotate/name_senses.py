"""What names mean in their text: governments behind capitals and palaces, which of two like places.

"Washington said" is a government, "in Washington" a city; "طرابلس اللبنانية" is not the one in
Libya; "عاصمة لبنان" is Beirut. All of it is read off the words beside the name and the countries
that the rest of the text speaks of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from tawatur.annotate import tagger as tagging
from tawatur.annotate.gazetteer import Flag, gazetteer, normal
from tawatur.model import NameMention

# Palaces and quarters that stand for the government of a country.
METONYMS = {
    "kremlin": "RU", "white-house": "US", "pentagon": "US", "state-department": "US", "downing-street": "GB", "elysee": "FR",
    "quai-dorsay": "FR", "moncloa": "ES", "bestepe": "TR", "baabda-palace": "LB", "carthage-palace": "TN", "mouradia-palace": "DZ",
    "ittihadiya-palace": "EG", "blue-house": "KR", "zhongnanhai": "CN", "chigi-palace": "IT", "vatican": "VA",
}  # fmt: skip

# What governments do, beside the verbs of saying among the cues: folded, with their proclitic cut.
_ACTS = """
رحبت ترحب رفضت ترفض ادانت تدين نددت تندد وافقت توافق قررت تقرر هددت تهدد اتهمت تتهم فرضت تفرض استدعت طردت تعهدت تعتزم تسعي
تريد تنوي تطالب تدعو تؤكد توكد تقول تعلن تنفي تحذر علقت تعلق جددت تدرس ابلغت تبلغ اعترفت وقعت ابدت تتوقع تنتظر اسقطت
says accuses accused rejects rejected welcomed welcomes condemned condemns imposed imposes vowed vows wants demanded demands agreed
refused refuses summoned expelled threatened threatens urged urges hopes plans expects insists denies warns backs supports waits
обвинил обвиняет отверг осудил ввёл ввел потребовал требует готов намерен призвал пообещал ждёт ждет опроверг поддержал
accuse accusé rejette rejeté salue salué condamne exige promet attend souhaite dément annonce espère
acusa acusó rechaza rechazó saluda condena condenó exige exigió promete espera niega negó anuncia advierte
wirft fordert forderte verlangt verurteilt verurteilte lehnt begrüßt droht kündigt erwartet hofft zeigt schweigt warnt weist
bekliyor suçladı reddetti kınadı istiyor uyardı yalanladı tehdit açıklıyor
"""
_ACTING = frozenset(normal(word) for word in _ACTS.split())

_CAPITAL_OF = {
    normal(w): w
    for w in ("عاصمة", "عاصمه", "capital", "capitale", "столица", "столице", "столицу", "столицы", "столицей", "Hauptstadt",
              "başkenti", "başkentinde", "başkentine", "başkentinden", "پایتخت")
}  # fmt: skip
_LINKS = frozenset(
    ["of", "the", "de", "del", "du", "la", "el", "le", "les", "des", "von", "der", "d"]
)
_AFTER_COUNTRY = frozenset(
    normal(w) for w in ("başkenti", "başkentinde", "başkentine", "başkentinden")
)

# Places of one name where the gazetteer's slug does not tell: default slug -> country -> slug.
_LIKE = {"gd": {"ES": "granada", "NI": "granada-ni", "CO": "granada-co"}, "ge": {"US": "georgia"}}

Word = tuple[str, int, int]  # as written, start, end


def with_senses(
    text: str, words: Sequence[Word], mentions: Sequence[NameMention]
) -> list[NameMention]:
    """The mentions with places settled, capitals of named countries found and governments marked.

    ``words`` are all words of the text in order.
    """
    starts = [start for _, start, _ in words]
    out = _capitals_of_countries(text, words, starts, mentions)
    spoken_of = Counter(m.country for m in out if m.country)
    same = Counter(m.identity for m in out)
    adjectives = {m.start: m.country for m in out if m.kind == "other" and m.country}
    return [_government(_settled(m, spoken_of, same, adjectives), words, starts) for m in out]


def _settled(
    mention: NameMention,
    spoken_of: Counter[str],
    same: Counter[str],
    adjectives: Mapping[int, str],
) -> NameMention:
    """Another place of the same name, when an adjective behind it or the whole text says so."""
    if mention.kind not in ("place", "organisation") or not mention.identity.startswith("place:"):
        return mention
    slug = mention.identity[6:]
    names = gazetteer()
    behind = (mention.end + 1, mention.end + 2)
    beside = {adjectives[place] for place in behind if place in adjectives}
    others = [c for c in spoken_of if c and c != mention.country]
    own = spoken_of[mention.country or ""] - same[mention.identity]
    candidates = [c for c in sorted(beside, key=str) if c != mention.country] or (
        [] if own > 0 else sorted(others, key=lambda c: (-spoken_of[c], c))
    )
    for country in candidates:
        if country is None:
            continue
        like = _LIKE.get(slug, {}).get(country)
        if like is None and (slug not in _LIKE or country in beside):
            like = f"{slug}-{country.lower()}"
        row = names.by_slug(like) if like else None
        if row is not None and (country in beside or spoken_of[country] > 0):
            return msgspec.structs.replace(
                mention, kind="place", identity=f"place:{row.slug}", country=row.country or country
            )
    return mention


def _capitals_of_countries(
    text: str, words: Sequence[Word], starts: Sequence[int], mentions: Sequence[NameMention]
) -> list[NameMention]:
    """«عاصمة لبنان», "the capital of Lebanon", "столица Турции": the city, not the country."""
    names = gazetteer()
    places = {m.start: m for m in mentions if m.kind in ("place", "other")}
    out: list[NameMention] = []
    for mention in mentions:
        country = mention.country
        city = names.capital(country) if country else None
        is_country = country is not None and mention.identity == f"place:{country.lower()}"
        if city is None or not is_country or mention.kind != "place":
            out.append(mention)
            continue
        first = bisect_left(starts, mention.start)
        if first < len(starts) and starts[first] > mention.start:
            first -= 1
        begin, end = None, mention.end
        step = first - 1
        while step >= 0 and step > first - 3 and words[step][0].lower().strip("'’") in _LINKS:
            step -= 1
        if step >= 0 and _is_capital_word(words[step][0]):
            begin = words[step][1] + (1 if words[step][0][:1] in "وفبل" else 0)
        after = bisect_left(starts, mention.end)
        if begin is None and after < len(words) and normal(words[after][0]) in _AFTER_COUNTRY:
            begin, end = mention.start, words[after][2]
        following = bisect_left(starts, end)
        named = following < len(words) and words[following][1] in places  # «عاصمة لبنان بيروت»
        if begin is None or named or any(c in text[begin:end] for c in ".،,؛;:\n"):
            out.append(mention)
            continue
        out.append(
            msgspec.structs.replace(
                mention, start=begin, end=end, text=text[begin:end], identity=f"place:{city.slug}",
                canonical=city.name, confidence=0.9,
            )
        )  # fmt: skip
    return out


def _is_capital_word(word: str) -> bool:
    key = normal(word)
    return key in _CAPITAL_OF or (key[:1] in "وفبل" and key[1:] in _CAPITAL_OF)


def _government(mention: NameMention, words: Sequence[Word], starts: Sequence[int]) -> NameMention:
    """Marks a palace, or a capital that speaks or acts, with the government it stands for."""
    if mention.identity.startswith("org:"):
        country = METONYMS.get(mention.identity[4:])
        if country is None:
            return mention
        return msgspec.structs.replace(
            mention, country=country, stands_for=f"government:{country.lower()}"
        )
    if mention.kind not in ("place", "organisation") or mention.country is None:
        return mention
    capital = gazetteer().capital(mention.country)
    if capital is None or mention.identity != f"place:{capital.slug}":
        return mention
    if not _acts(mention, words, starts):
        return mention
    return msgspec.structs.replace(mention, stands_for=f"government:{mention.country.lower()}")


def _acts(mention: NameMention, words: Sequence[Word], starts: Sequence[int]) -> bool:
    first = bisect_left(starts, mention.start)
    if (first < len(starts) and starts[first] > mention.start) or first == len(starts):
        first -= 1
    last = max(first, bisect_left(starts, mention.end) - 1)
    before = words[first - 1][0] if first > 0 else ""
    behind = words[last + 1][0] if last + 1 < len(words) else ""
    if "\u0600" <= mention.text[:1] <= "\u06ff":
        return _is_act(before) and words[first][1] == mention.start
    if "loc_preposition" in tagging.cues().get(normal(before), ()):
        return False
    return _is_act(behind) and behind[:1].islower()


def _is_act(word: str) -> bool:
    key = normal(word)
    keys = (key, key[1:]) if key[:1] in "وف" else (key,)
    return any(k in _ACTING or "say" in tagging.cues().get(k, ()) for k in keys if len(k) > 1)


def is_surely_a_place(key: str) -> bool:
    """A country or a big city whose name is nobody's; in Arabic and Cyrillic letters any capital,
    since nobody is called by one there: "واشنطن" is no person."""
    names = gazetteer()
    flags = names.flags.get(key, 0)
    if flags & Flag.BIG_CITY and "\u0400" <= key[:1] <= "\u06ff":
        place = names.place(key)
        city = names.capital(place.country) if place and place.country else None
        if place and city and city.slug == place.slug:
            return True
    return bool(flags & (Flag.COUNTRY | Flag.BIG_CITY)) and not flags & (Flag.GIVEN | Flag.FAMILY)
