"""Who rests on whom: credits, families, direction, the graph of a story's origins.

What ``trace`` finds and what pages show are told in the same terms, so these stand below both.

    direction       two articles, one made from the other -> which is the copy, and why
    main_sources    each article's one source, a forest
    origin_graph    nodes and edges with the evidence on each edge, as data
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import regex

from tawatur import knowledge
from tawatur.model import (
    Derivation,
    EdgeEvidence,
    Origin,
    OriginEdge,
    OriginGraph,
    OriginNode,
    Passage,
    Reading,
)
from tawatur.text import fold_word, folded_words, western_digits

# --------------------------------------------------------------------------- credits and families

# A credit of these kinds is about the text; a photo credit is not.
TEXT_CREDITS = ("credit", "byline", "contributor", "source", "dateline")


def names_of(reading: Reading) -> frozenset[str]:
    """Whose own text this is: the families of its outlet, as ``credits_of`` would name them."""
    outlet = reading.article.outlet
    return frozenset({family(outlet.value)}) if outlet else frozenset()


def credits_of(reading: Reading) -> frozenset[str]:
    """Families of the agencies that the article rests on by its own word."""
    return frozenset(family(agency) for agency in credited_agencies(reading))


def credited_agencies(reading: Reading) -> tuple[str, ...]:
    """Agency ids in the article's credit lines and bylines, each once, in order."""
    return tuple(
        dict.fromkeys(
            credit.agency
            for credit in reading.article.credits
            if credit.agency and credit.kind in TEXT_CREDITS
        )
    )


def family(name: str) -> str:
    """The publisher's family of an outlet or agency; its own name when we know of none."""
    return knowledge.family_of(name) or name.strip().casefold()


def agency_name(agency_id: str) -> str:
    """How an agency is shown."""
    agency = knowledge.agency_by_id(agency_id)
    return agency.name if agency else agency_id


def is_agency(reading: Reading) -> bool:
    """Is the article an agency's own?"""
    outlet = reading.article.outlet
    known = knowledge.outlet_by_name(outlet.value) if outlet else None
    return bool(known and known.is_agency)


def credit_line(reading: Reading, agency_id: str) -> str | None:
    """The words by which an article credits an agency."""
    for credit in reading.article.credits:
        if credit.agency == agency_id and credit.kind in TEXT_CREDITS:
            return " ".join(credit.text.split())
    return None


def led_by(reading: Reading) -> str | None:
    """The agency from which an article's first sentence has its news ("... told Reuters", «ذكرت وكالة
    أنباء الأناضول أن»): who nobody was sent to cover is heard through it, credit line or not."""
    sentences = reading.annotations.sentences
    lead_end = sentences[0].end if sentences else 0
    for quote in reading.annotations.quotes:
        if quote.content and min(span.start for span in quote.content) < lead_end:
            names = [*quote.chain]
            if quote.speaker and quote.speaker.kind == "media" and quote.speaker.name:
                names.append(quote.speaker.name)
            for name in names:
                agency = knowledge.find_agency(name)
                if agency and family(agency) not in names_of(reading):
                    return agency
    lead = reading.article.text[:lead_end]
    surely = {span.start for span in knowledge.find_agencies(lead, context="prose")}
    for span in knowledge.find_agencies(lead, context="credit"):
        before, after = folded_words(lead[: span.start])[-2:], folded_words(lead[span.end :])[:3]
        # "dpa" may be anything, "die Nachrichtenagentur dpa" may not.
        named = span.start in surely or (MEDIA_WORDS.issuperset(before[-1:]) and bool(before))
        heard = not HEARSAY_WORDS.isdisjoint((*before, *after))
        if named and heard and family(span.agency) not in names_of(reading):
            return span.agency
    return None


# Beside an agency's name they say that the news is its, in sentences where no quotation is found.
HEARSAY_WORDS = frozenset(
    fold_word(word) for word in (
        "reported", "reports", "according", "told", "quoting", "quoted", "said", "says", "ذكرت",
        "نقلت", "نقلا", "أفادت", "حسب", "بحسب", "وفق", "وفقا", "أوردت", "قالت", "أعلنت",
        "لوكالة", "сообщает", "сообщила", "сообщило", "сообщил", "сообщили", "передает",
        "передало", "данным", "пишет", "ссылкой", "повідомляє", "даними", "bildirdi", "duyurdu",
        "göre", "haberine", "aktardı", "meldet", "berichtet", "berichtete", "meldete", "zufolge",
        "laut", "rapporte", "rapporté", "annonce", "indique", "selon", "informó", "según",
        "reportó", "informa", "گزارش", "نقل",
    )
)  # fmt: skip


def _lead(reading: Reading) -> str:
    return " ".join(reading.article.text[: reading.annotations.sentences[0].end].split())


def label(reading: Reading) -> str:
    """What to call an article in a sentence: its outlet, else its address."""
    article = reading.article
    return article.outlet.value if article.outlet else (article.url or article.page_name)


def mentions(reading: Reading, named: Reading) -> int:
    """How often the body of an article names the outlet of another.

    A name of one word may be a city or a word of the language («الرياض», "Time"): it counts
    where a word for a medium stands beside it.
    """
    outlet = named.article.outlet
    if not outlet:
        return 0
    words = _folded(reading.article.text)
    count = 0
    for name in _folded_names(outlet.value):
        first, length = name[0], len(name)
        for at, word in enumerate(words):
            if word != first or words[at : at + length] != name:
                continue
            beside = {*words[max(0, at - 1) : at], *words[at + length : at + length + 1]}
            count += length > 1 or not beside.isdisjoint(MEDIA_WORDS)
    return count


# Folded; what stands before or behind the name of a paper, an agency or a channel.
MEDIA_WORDS = frozenset(
    (
        "صحيفه", "جريده", "وكاله", "موقع", "قناه", "شبكه", "مجله", "لصحيفه", "لوكاله", "لموقع",
        "لقناه", "بصحيفه", "newspaper", "paper", "agency", "website", "channel", "magazine",
        "outlet", "network", "daily", "news", "газета", "газете", "газеты", "агентство",
        "агентству", "агентства", "телеканал", "телеканала", "издание", "изданию", "gazetesi",
        "gazetesine", "ajansi", "ajansina", "kanali", "sitesi", "dergisi", "haber", "journal",
        "quotidien", "agence", "site", "chaine", "diario", "periodico", "agencia", "cadena",
        "portal", "revista", "zeitung", "agentur", "nachrichtenagentur", "sender", "magazin",
        "روزنامه", "خبرگزاري",
    )
)  # fmt: skip


@lru_cache(maxsize=256)
def _folded(text: str) -> tuple[str, ...]:
    return tuple(folded_words(text))


@lru_cache(maxsize=1024)
def _folded_names(outlet: str) -> tuple[tuple[str, ...], ...]:
    known = knowledge.outlet_by_name(outlet)
    names = {outlet, *(known.names if known else ())}
    return tuple(sorted({tuple(folded_words(name)) for name in names} - {()}))


def cited_by(reading: Reading) -> frozenset[str]:
    """Families of the media that its credits name and that it quotes."""
    names = {name for quote in reading.annotations.quotes for name in quote.chain}
    for quote in reading.annotations.quotes:
        if quote.speaker and quote.speaker.kind == "media" and quote.speaker.name:
            names.add(quote.speaker.name)
    media = (knowledge.family_of(name) for name in names)
    return credits_of(reading) | {name for name in media if name}


@lru_cache(maxsize=1024)
def _agencies_in(text: str) -> frozenset[str]:
    return frozenset(family(span.agency) for span in knowledge.find_agencies(text, context="prose"))


# --------------------------------------------------------------------------- direction


def direction(reading: Reading, other: Reading) -> tuple[Reading, Reading, EdgeEvidence]:
    """(copy, source, why) of two articles of which one was made from the other.

    Settled by credit, then by which is an agency's own text (agencies are carried, they seldom
    carry), then first sight, then the publishers' own times, then marks of translation.
    """
    one, two = credits_source(reading, other), credits_source(other, reading)
    if bool(one) != bool(two):
        return (reading, other, one) if one else (other, reading, two)  # type: ignore[return-value]
    if not one and is_agency(reading) != is_agency(other):
        why = EdgeEvidence(kind="agency-text", text=label(other if is_agency(other) else reading))
        return (reading, other, why) if is_agency(other) else (other, reading, why)
    gap = (reading.article.seen_at - other.article.seen_at).total_seconds()
    if gap:
        why = EdgeEvidence(kind="seen-later", part=abs(gap))
        return (reading, other, why) if gap > 0 else (other, reading, why)
    published, other_published = reading.article.published, other.article.published
    if published and other_published and published.at != other_published.at:
        gap = (published.at - other_published.at).total_seconds()
        why = EdgeEvidence(kind="published-later", part=abs(gap))
        return (reading, other, why) if gap > 0 else (other, reading, why)
    signs, other_signs = reading.annotations.translation, other.annotations.translation
    if bool(signs and signs.suspected) != bool(other_signs and other_signs.suspected):
        why = EdgeEvidence(kind="reads-translated")
        return (reading, other, why) if signs and signs.suspected else (other, reading, why)
    return reading, other, EdgeEvidence(kind="direction-unknown")


def credits_source(copy: Reading, source: Reading) -> EdgeEvidence | None:
    """The credit line of ``copy`` that names the publisher of ``source``, if it has one."""
    names = names_of(source)
    for agency in credited_agencies(copy):
        if family(agency) in names:
            return EdgeEvidence(kind="credits-source", text=agency_name(agency))
    return None


def names_source(copy: Reading, source: Reading) -> bool:
    """Does the copy name the publisher of the source, in its credits or in its text?"""
    names = names_of(source)
    if not names or names & names_of(copy):
        return False
    if names & cited_by(copy) or mentions(copy, source):
        return True
    return is_agency(source) and bool(names & _agencies_in(copy.article.text))


def credit_evidence(copy: Reading, source: Reading) -> Iterator[EdgeEvidence]:
    """What the credits of two articles say about one being made from the other."""
    other = credited_agencies(source)
    for agency in credited_agencies(copy):
        if agency in other:
            yield EdgeEvidence(kind="same-credit", text=agency_name(agency))
        elif family(agency) in names_of(source):
            yield EdgeEvidence(kind="credits-source", text=agency_name(agency))


def in_words(evidence: EdgeEvidence) -> str:
    """A short English statement, as kept in ``Derivation.evidence``."""
    part, whole, text = evidence.part or 0, evidence.whole or 0, evidence.text or ""
    return {
        "passages": f"{part:.0f} of {whole:.0f} words stand in the source word by word",
        "sentences": f"{part:.0f} of {whole:.0f} sentences match sentences of the source in like order",
        "numbers": f"{part:.0f} of {whole:.0f} numbers stand in both",
        "credits-source": f"credits the source: {text}",
        "same-credit": f"same credit: {text}",
        "credit-line": f"credit line: {text}",
        "one-family": f"one publisher: {text}",
        "agency-text": f"direction: the source is an agency's own text, {text}",
        "seen-later": "direction: the source was seen first",
        "published-later": "direction: the source gives the earlier time",
        "reads-translated": "direction: it reads like a translation",
        "direction-unknown": "direction: not known, both were seen at one time",
    }[evidence.kind]


# Thousands may be parted by a comma, a point, an apostrophe or a (narrow, fixed) space.
NUMBER = regex.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)|\d+(?:[.,٫٬،'’]\d+)*")


def numbers_in(reading: Reading) -> frozenset[str]:
    """Digits of two or more figures in the body, separators dropped: equal in all languages."""
    return _numbers_in(reading.article.text)


@lru_cache(maxsize=256)
def _numbers_in(text: str) -> frozenset[str]:
    return frozenset(
        digits
        for m in NUMBER.finditer(western_digits(text))
        if len(digits := regex.sub(r"\D", "", m.group())) >= 2
    )


# --------------------------------------------------------------------------- the forest

# The kinds of an article that rests on its source as a whole.
WHOLE_KINDS = ("verbatim", "edited", "translation", "rewrite")
# Where an article that begins with its agency's report says what happened.
BEGINNING_CHARACTERS = 200
# Parts of several sources that together make so much of an article leave it no report of its own.
STITCHED_SHARE = 0.7
# One statement printed by two newsrooms, each with its own cuts and wording: nowhere long runs, but so
# much of the copy, in so many passages, from its first third to its last. Of the partial copies of
# two days of Saudi news 47 of 248 are such; of 14 read, 13 were one handout, against 7 of 12 with
# shares of .3 to .4. A forecast or a background paragraph taken over stands in one block.
WOVEN_SHARE = 0.4
WOVEN_PASSAGES = 3
# Copies of one text agree with all of its carriers to within a headline or a credit; only a
# greater difference of shares tells whose edits a copy has.
SAME_SHARE = 0.03


def rests_on_source(derivation: Derivation, copy: Reading, source: Reading) -> bool:
    """Is the copy's account of the event its source's?

    Also where the article goes on with matter of its own: when it credits the source and its
    beginning, where it is said what happened, is the source's. And where the source's words run
    all through an article without an author of its own: both print one statement, and two that
    heard one voice are not two witnesses.
    """
    if derivation.kind in WHOLE_KINDS:
        return True
    begins = any(p.start < BEGINNING_CHARACTERS for p in derivation.passages)
    if begins and credits_of(copy) & names_of(source):
        return True
    one_language = copy.annotations.language == source.annotations.language
    return one_language and _woven(derivation, copy) and not has_own_author(copy)


def _woven(derivation: Derivation, copy: Reading) -> bool:
    """Do the source's words run all through the copy, from its beginning to its end?"""
    passages, length = derivation.passages, len(copy.article.text)
    return (
        len(passages) >= WOVEN_PASSAGES
        and derivation.share_of_copy >= WOVEN_SHARE
        and 3 * min(p.start for p in passages) < length
        and 3 * max(p.end for p in passages) > 2 * length
        and not any(SAME_FORM in line for line in derivation.evidence)
    )


# How ``trace`` says in a derivation's evidence that two notices fill in one form.
SAME_FORM = "one form of words"


def has_own_author(reading: Reading) -> bool:
    """Is an article of a named outlet signed by people, without an agency beside them?"""
    return bool(reading.article.outlet) and any(
        credit.kind == "byline" and credit.people and not credit.agency
        for credit in reading.article.credits
    )


def main_sources(
    readings: Sequence[Reading], derivations: Sequence[Derivation]
) -> dict[str, Derivation]:
    """Each copy's one source among the readings: a forest, without circles.

    Whom the copy credits goes before the others; then whose text accounts for more of it (a
    carrier's own edits come along with its text); then whose headline it has; then who was seen
    first.
    """
    ordered = sorted(readings, key=lambda r: (r.article.seen_at, r.article.id))
    by_id = {r.article.id: r for r in ordered}
    position = {r.article.id: i for i, r in enumerate(ordered)}
    among: dict[str, list[Derivation]] = {}
    for derivation in derivations:
        if {derivation.article_id, derivation.source_id} <= by_id.keys() and (
            derivation.article_id != derivation.source_id
        ):
            among.setdefault(derivation.article_id, []).append(derivation)
    of_copy: dict[str, list[Derivation]] = {}
    for article_id, known in among.items():
        copy = by_id[article_id]
        resting = [d for d in known if rests_on_source(d, copy, by_id[d.source_id])]
        if not resting and _stitched(copy, known):
            resting = known
        if resting:
            of_copy[article_id] = resting

    def strength(derivation: Derivation) -> tuple[bool, bool, int, bool, int, str]:
        copy, source = by_id[derivation.article_id], by_id[derivation.source_id]
        return (
            credits_source(copy, source) is None,
            # A translation's copy has the translator's words: they tell more than the sense.
            derivation.kind not in ("verbatim", "edited"),
            -round(derivation.share_of_copy / SAME_SHARE),
            _headline(source) != _headline(copy),
            position[derivation.source_id],
            derivation.source_id,
        )

    chosen: dict[str, Derivation] = {}
    for article_id in sorted(of_copy, key=lambda a: position[a]):
        for derivation in sorted(of_copy[article_id], key=strength):
            if root_of(derivation.source_id, chosen) != article_id:
                chosen[article_id] = derivation  # two texts that claim each other: the first stands
                break
    return chosen


def _headline(reading: Reading) -> tuple[str, ...]:
    title = reading.article.title
    return tuple(folded_words(title.value)) if title else ()


def _stitched(copy: Reading, parts: Sequence[Derivation]) -> bool:
    """Is the article put together from several others, with hardly anything of its own?"""
    if len(parts) < 2:
        return False
    at = covered = 0
    for start, end in sorted((p.start, p.end) for d in parts for p in d.passages):
        covered += max(0, end - max(at, start))
        at = max(at, end)
    return covered >= STITCHED_SHARE * len(copy.article.text)


def root_of(article_id: str, sources: dict[str, Derivation]) -> str:
    """Follow the forest up to where it begins."""
    while article_id in sources:
        article_id = sources[article_id].source_id
    return article_id


# --------------------------------------------------------------------------- the graph


def origin_graph(
    readings: Sequence[Reading], derivations: Sequence[Derivation], origins: Sequence[Origin]
) -> OriginGraph:
    """Who carried whom in a story, with the evidence on every edge.

    Args:
        readings: the story's articles, any order.
        derivations: what is known of copies among them; others are ignored.
        origins: as ``trace.settle_origins`` made them of the same articles.
    """
    ordered = sorted(readings, key=lambda r: (r.article.seen_at, r.article.id))
    by_id = {r.article.id: r for r in ordered}
    position = {r.article.id: i for i, r in enumerate(ordered)}
    origin_of = {article_id: origin for origin in origins for article_id in origin.article_ids}
    main = main_sources(ordered, derivations)

    edges = [
        OriginEdge(
            source=d.source_id,
            copy=d.article_id,
            kind=d.kind,
            main=main.get(d.article_id) is d,
            share_of_copy=d.share_of_copy,
            confidence=d.confidence,
            evidence=tuple(_evidence(d, by_id[d.article_id], by_id[d.source_id])),
        )
        for d in derivations
        if d.article_id in by_id and d.source_id in by_id and d.article_id != d.source_id
    ]
    edges += _credit_edges(ordered, main, origins)
    has_source = {edge.copy for edge in edges if edge.main}
    edges += _family_edges(origins, by_id, has_source)

    main_source = {edge.copy: edge.source for edge in edges if edge.main}
    agencies = dict.fromkeys(e.source for e in edges if e.source.startswith(AGENCY))
    nodes = [_agency_node(node_id, edges, origin_of) for node_id in agencies]
    nodes += [
        OriginNode(
            id=r.article.id,
            kind="article",
            article_id=r.article.id,
            origin_id=origin_of[r.article.id].id if r.article.id in origin_of else None,
            name=r.article.outlet.value if r.article.outlet else None,
            language=r.annotations.language,
            seen_at=r.article.seen_at,
            depth=_depth(r.article.id, main_source),
        )
        for r in ordered
    ]
    edges.sort(key=lambda e: (position[e.copy], not e.main, position.get(e.source, -1), e.source))
    return OriginGraph(nodes=tuple(nodes), edges=tuple(edges))


AGENCY = "agency:"


def _credit_edges(
    ordered: Sequence[Reading],
    main: dict[str, Derivation],
    origins: Sequence[Origin],
) -> Iterator[OriginEdge]:
    """From agencies to those who credit them, beside what was found in the texts themselves."""
    by_id = {r.article.id: r for r in ordered}
    seen_of: dict[str, str] = {}  # family -> its agency's first own article
    for reading in ordered:
        if is_agency(reading):
            for name in names_of(reading):
                seen_of.setdefault(name, reading.article.id)
    done: set[tuple[str, str]] = set()
    for origin in origins:
        if origin.kind != "agency":
            continue
        members = [by_id[a] for a in origin.article_ids if a in by_id]
        named = [
            (r, a)
            for r in members
            for a in (*credited_agencies(r), led_by(r))
            if a and agency_name(a) == origin.name
        ]
        for root in members:
            if not named or root.article.id in main or is_agency(root):
                continue
            # By its own word, else by that of one who carries the same text.
            reading, agency = next(((r, a) for r, a in named if r is root), named[0])
            source = seen_of.get(family(agency), AGENCY + agency)
            if root_of(source, main) == root.article.id:
                continue
            done.add((root.article.id, agency))
            yield _credit_edge(source, root, reading, agency, main=True)
    for reading in ordered:
        article_id = reading.article.id
        source_credits: frozenset[str] = frozenset()
        if article_id in main:
            source_credits = credits_of(by_id[main[article_id].source_id])
        for agency in credited_agencies(reading):
            source = seen_of.get(family(agency), AGENCY + agency)
            if (
                (article_id, agency) in done
                or family(agency) in names_of(reading)
                or family(agency) in source_credits  # the credit came along with the text
                or root_of(article_id, main) == root_of(source, main)
            ):
                continue
            yield _credit_edge(source, reading, reading, agency, main=False)


def _credit_edge(
    source: str, copy: Reading, says: Reading, agency: str, *, main: bool
) -> OriginEdge:
    words = credit_line(says, agency) or (_lead(says) if led_by(says) == agency else None)
    evidence = EdgeEvidence(kind="credit-line", text=words)
    return OriginEdge(
        source=source, copy=copy.article.id, kind="credit", main=main, evidence=(evidence,)
    )


def _family_edges(
    origins: Sequence[Origin], by_id: dict[str, Reading], has_source: set[str]
) -> Iterator[OriginEdge]:
    """From the first to the other own articles of one publisher."""
    for origin in origins:
        own = [a for a in origin.article_ids if a in by_id and a not in has_source]
        if not origin.counts:
            continue
        for article_id in own[1:]:
            names = sorted(names_of(by_id[article_id]) & names_of(by_id[own[0]]))
            if names:
                yield OriginEdge(
                    source=own[0],
                    copy=article_id,
                    kind="family",
                    main=False,
                    evidence=(EdgeEvidence(kind="one-family", text=names[0]),),
                )


def _agency_node(
    node_id: str, edges: Iterable[OriginEdge], origin_of: dict[str, Origin]
) -> OriginNode:
    name = agency_name(node_id.removeprefix(AGENCY))
    carried = (origin_of.get(e.copy) for e in edges if e.source == node_id and e.main)
    origin = next((o for o in carried if o), None)
    return OriginNode(
        id=node_id,
        kind="agency",
        article_id=None,
        origin_id=origin.id if origin else None,
        name=name,
        language=None,
        seen_at=None,
    )


def _depth(node_id: str, main_source: dict[str, str]) -> int:
    depth = 0
    while node_id in main_source and depth <= len(main_source):
        node_id = main_source[node_id]
        depth += 1
    return depth


def _evidence(derivation: Derivation, copy: Reading, source: Reading) -> Iterator[EdgeEvidence]:
    if derivation.kind in ("translation", "rewrite") or (
        copy.annotations.language != source.annotations.language
    ):
        starts = {p.start for p in derivation.passages}
        sentences = [s for s in copy.annotations.sentences if s.end > s.start]
        yield EdgeEvidence(
            kind="sentences", part=len(starts), whole=max(len(sentences), len(starts))
        )
        numbers = numbers_in(copy)
        if numbers:
            yield EdgeEvidence(
                kind="numbers", part=len(numbers & numbers_in(source)), whole=len(numbers)
            )
    elif derivation.passages:
        text = copy.article.text
        longest: Passage = max(derivation.passages, key=lambda p: (p.end - p.start, -p.start))
        words = len(folded_words(text))
        yield EdgeEvidence(
            kind="passages",
            part=round(derivation.share_of_copy * words),
            whole=words,
            text=text[longest.start : longest.end],
        )
    yield from credit_evidence(copy, source)
    found_copy, _, why = direction(copy, source)
    if found_copy is copy and why.kind != "credits-source":
        yield why
