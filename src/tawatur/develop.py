"""Step 9: what is new in a story.

A development is a change of what is *known*, not another article. Its key is made of the story
and of what became known (the ordinal of the confirming origin, the figure's subject and new
value, the utterance), so that a second article saying the same, an edit, another order of
arrival or a restart makes none again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import regex

from tawatur.model import (
    Conflict,
    ConflictSide,
    Development,
    DevelopmentKind,
    Dossier,
    Place,
    QuoteGroup,
    Reading,
    Rendering,
    VersionChange,
)
from tawatur.text import fold, folded_words, stable_id

# A main actor speaks, or is spoken of, in at least this many of a story's articles (of at least
# two), or is named in a headline.
MAIN_ACTOR_ARTICLES = 2
# An utterance of fewer words says nothing that a reader needs to be told of.
STATEMENT_WORDS = 6
# A new utterance that shares this many of its words with an earlier one of the same speaker
# repeats it.
REPEATED_SHARE = 0.6
# Within it words of one person are taken for one speech or one interview, told in parts.
SAME_SPEECH = timedelta(hours=3)
# After this many independent origins another one is no news.
CONFIRMATIONS = 5


def find_developments(before: Dossier | None, after: Dossier) -> list[Development]:
    """What is known in ``after`` that was not known in ``before``, in order of first sight.

    The same state twice gives nothing. ``before`` is None for a story just opened. The caller
    drops developments whose key it has stored already.
    """
    found: list[Development] = []
    if before is None or not before.readings:
        found += _opened(after)
    found += _confirmed(before, after)
    if before is not None and before.readings:
        settled = _disputes_settled(before, after)
        found += settled
        found += _without(_conflicts(before, after), settled)
        found += _new_figures_by_edit(before, after)
        found += _denied_or_withdrawn(before, after)
        found += _statements(before, after)
        found += _settled(before, after)
        found += _hours_settled(before, after)
    corrections = _corrections(before, after)
    found = [*_without(found, corrections), *corrections]
    unique = {development.key: development for development in reversed(found)}
    order = {kind: n for n, kind in enumerate(_ORDER)}
    return sorted(unique.values(), key=lambda d: (d.at, order[d.kind], d.key))


def _without(found: list[Development], told: list[Development]) -> list[Development]:
    """Changes of a value that another development of the same article tells already."""
    values = {(d.article_id, d.values.get("new")) for d in told}
    denied = {d.article_id for d in found if d.kind == "denial" and "speaker" in d.values}
    moved = {(d.article_id, d.values["new"]) for d in found if d.kind == "figure-changed"}
    return [
        d
        for d in found
        if not (d.kind == "figure-changed" and (d.article_id, d.values.get("new")) in values)
        and not (d.kind == "disputed" and (d.article_id, d.values["new"]) in moved)
        and not (d.kind == "denial" and "speaker" not in d.values and d.article_id in denied)
    ]


_ORDER: tuple[DevelopmentKind, ...] = (
    "opened",
    "retraction",
    "correction",
    "denial",
    "disputed",
    "figure-changed",
    "settled",
    "new-statement",
    "confirmed",
)


def _make(
    dossier: Dossier,
    kind: DevelopmentKind,
    content: Sequence[str],
    *,
    at: datetime,
    article_id: str,
    evidence: Sequence[Place],
    values: dict[str, str] | None = None,
) -> Development:
    return Development(
        story_id=dossier.story.id,
        key=stable_id(dossier.story.id, kind, *content, length=16),
        kind=kind,
        at=at,
        article_id=article_id,
        evidence=tuple(evidence),
        values=values or {},
        independent_origins=sum(origin.counts for origin in dossier.origins),
        content=stable_id(kind, *content, length=16),
    )


def _first_place(reading: Reading) -> Place:
    """The headline, else the first sentence."""
    if reading.article.title:
        return Place(
            article_id=reading.article.id,
            start=0,
            end=len(reading.article.title.value),
            in_title=True,
        )
    sentence = next(iter(reading.annotations.sentences), None)
    return Place(
        article_id=reading.article.id,
        start=sentence.start if sentence else 0,
        end=sentence.end if sentence else len(reading.article.text),
    )


# --------------------------------------------------------------------------- opened, confirmed


def _opened(after: Dossier) -> list[Development]:
    if not after.readings:
        return []
    first = min(after.readings, key=lambda r: (r.article.seen_at, r.article.id))
    return [
        _make(
            after,
            "opened",
            (),
            at=first.article.seen_at,
            article_id=first.article.id,
            evidence=[_first_place(first)],
        )
    ]


def _confirmed(before: Dossier | None, after: Dossier) -> list[Development]:
    """The n-th independent origin, n counted from 2. A copy, a translation or an article whose
    origin nobody knows confirms nothing."""
    known = sum(origin.counts for origin in before.origins) if before is not None else 0
    arrived = []
    for origin in after.origins:
        carriers = [r for a in origin.article_ids if (r := after.reading(a)) is not None]
        if origin.counts and carriers:
            first = min(carriers, key=lambda r: (r.article.seen_at, r.article.id))
            arrived.append((first.article.seen_at, first.article.id, first, origin))
    arrived.sort(key=lambda entry: entry[:2])
    made = []
    for n, (at, article_id, reading, origin) in enumerate(arrived, 1):
        if n < 2 or n <= known or n > CONFIRMATIONS:
            continue
        made.append(
            _make(
                after,
                "confirmed",
                (str(n),),
                at=at,
                article_id=article_id,
                evidence=[_confirming_place(after, reading)],
                values={"origins": str(n), **({"origin": origin.name} if origin.name else {})},
            )
        )
    return made


def _confirming_place(after: Dossier, reading: Reading) -> Place:
    """Where the article says what others say: its member of the point most origins share."""
    for point in sorted(after.sheet.points, key=lambda p: -len(p.origin_ids)):
        if len(point.origin_ids) >= 2:
            for member in point.members:
                if member.place.article_id == reading.article.id:
                    return member.place
    return _first_place(reading)


# --------------------------------------------------------------------------- values that differ


def _signature(conflict: Conflict, side: ConflictSide) -> tuple[str, ...]:
    """Kind, what is counted, and value: the same in every article of one language and kind."""
    return (conflict.kind, fold(conflict.subject), side.value)


def _values_known(dossier: Dossier) -> set[str]:
    return {f"{c.point_id}:{c.kind}:{s.value}" for c in dossier.sheet.conflicts for s in c.sides}


def _latest(dossier: Dossier, conflict: Conflict) -> ConflictSide:
    # what an article says first is its news, what it repeats of others comes after
    return max(conflict.sides, key=lambda s: (s.first_seen_at, -s.members[0].place.start, s.value))


def _conflicts(before: Dossier, after: Dossier) -> list[Development]:
    """A value that came to stand against an earlier one."""
    pairs_before = [
        ({s.value for s in c.sides}, c.kind, c.relation) for c in before.sheet.conflicts
    ]
    known_articles = {r.article.id for r in before.readings}
    made = []
    for conflict in after.sheet.conflicts:
        if conflict.relation == "within-source":
            continue
        values = {s.value for s in conflict.sides}
        if any(
            values <= earlier and (kind, relation) == (conflict.kind, conflict.relation)
            for earlier, kind, relation in pairs_before
        ):
            continue
        new = _latest(after, conflict)
        if not new.origin_ids:
            continue  # a value that nobody known stands for
        members = new.members
        if conflict.relation == "update":
            # who replaced its value, not who had the new one all along
            moved = {o for side in conflict.sides if side is not new for o in side.origin_ids}
            members = (
                tuple(m for m in members if _origin_of(after, m.place.article_id) in moved)
                or members
            )
        first = min(members, key=lambda m: _seen(after, m.place.article_id))
        # what two old articles always said is no development of today
        if all(
            m.place.article_id in known_articles for s in conflict.sides for m in s.members
        ) and not _edited_since(before, after, {m.place.article_id for m in new.members}):
            continue
        old = min(conflict.sides, key=lambda s: (s.first_seen_at, s.value))
        if old is new or old.value == new.value:
            continue
        found: DevelopmentKind
        if conflict.relation == "update" and conflict.kind == "figure":
            found = "figure-changed"
        elif conflict.kind == "polarity" and values == {"yes", "no"}:
            found = "denial"
        else:
            found = "disputed"
        made.append(
            _make(
                after,
                found,
                # the new value alone: the same figure against another old one is not news again
                (conflict.kind, *_subject(conflict), new.value.lstrip("≥≤~")),
                at=_seen(after, first.place.article_id),
                article_id=first.place.article_id,
                evidence=[first.place, old.members[0].place],
                values={"subject": conflict.subject, "old": old.value, "new": new.value},
            )
        )
    return made


def _origin_of(dossier: Dossier, article_id: str) -> str | None:
    return next((o.id for o in dossier.origins if article_id in o.article_ids), None)


def _disputes_settled(before: Dossier, after: Dossier) -> list[Development]:
    """Two sources differed, and one has come to give the other's value."""
    made = []
    known = {r.article.id for r in before.readings}
    for update in after.sheet.conflicts:
        if update.relation != "update":
            continue
        for dispute in before.sheet.conflicts:
            if dispute.relation != "conflict" or dispute.kind != update.kind:
                continue
            disputed = {s.value: s for s in dispute.sides}
            for side in update.sides:
                others = {v: s for v, s in disputed.items() if v != side.value}
                if side.value not in disputed or not others:
                    continue
                for member in side.members:
                    article = member.place.article_id
                    origin = _origin_of(after, article)
                    given_up = [v for v, s in others.items() if origin in s.origin_ids]
                    if (
                        article in known
                        or not given_up
                        or origin in disputed[side.value].origin_ids
                    ):
                        continue
                    made.append(
                        _make(
                            after,
                            "settled",
                            (update.kind, *_subject(update), side.value),
                            at=_seen(after, article),
                            article_id=article,
                            evidence=[member.place, others[given_up[0]].members[0].place],
                            values={
                                "subject": update.subject,
                                "old": given_up[0],
                                "new": side.value,
                            },
                        )
                    )
    return made


def _subject(conflict: Conflict) -> tuple[str, ...]:
    return _subject_key(conflict.subject)


def _subject_key(subject: str) -> tuple[str, ...]:
    """A sense is the same in every language; the words counted are not, so that the key of a
    plain count rests on its values only."""
    return (subject,) if subject in _SENSES else ()


_SENSES = frozenset({"killed", "injured", "missing", "cases", "arrested", "displaced", "rescued"})


def _seen(dossier: Dossier, article_id: str) -> datetime:
    """When what the article now says was first seen: its newest version's time, if edited."""
    versions = [v.seen_at for v in dossier.versions if v.article_id == article_id and v.substantive]
    reading = dossier.reading(article_id)
    first = reading.article.seen_at if reading else dossier.story.opened_at
    return max([first, *versions])


def _edited_since(before: Dossier, after: Dossier, article_ids: set[str]) -> bool:
    old = {(v.article_id, v.number) for v in before.versions}
    return any(
        v.article_id in article_ids and (v.article_id, v.number) not in old and v.substantive
        for v in after.versions
    )


def _new_versions(before: Dossier | None, after: Dossier) -> list[VersionChange]:
    old = {(v.article_id, v.number) for v in before.versions} if before is not None else set()
    return [v for v in after.versions if v.substantive and (v.article_id, v.number) not in old]


def _new_figures_by_edit(before: Dossier, after: Dossier) -> list[Development]:
    """A source that replaced its own figure in an edit, silently or not."""
    made = []
    for version in _new_versions(before, after):
        if version.announced:
            continue  # told as a correction
        new, old = after.reading(version.article_id), before.reading(version.article_id)
        if new is None or old is None:
            continue
        for change in version.changes:
            if "figure" not in change.kinds:
                continue
            end = change.new_start + len(change.new)
            old_end = change.old_start + len(change.old)
            now = [f for f in new.annotations.figures if f.start < end and change.new_start < f.end]
            then = [
                f for f in old.annotations.figures if f.start < old_end and change.old_start < f.end
            ]
            if len(now) != 1 or len(then) != 1 or now[0].text == then[0].text:
                continue
            value, earlier = _number(now[0].low, now[0].high), _number(then[0].low, then[0].high)
            if value == earlier:
                continue
            subject = now[0].sense or now[0].unit or now[0].counted or ""
            made.append(
                _make(
                    after,
                    "figure-changed",
                    (
                        "figure",
                        *_subject_key(now[0].sense or ""),
                        value,
                    ),
                    at=version.seen_at,
                    article_id=version.article_id,
                    evidence=[
                        Place(article_id=version.article_id, start=now[0].start, end=now[0].end)
                    ],
                    values={"subject": subject, "old": earlier, "new": value},
                )
            )
    return made


def _number(low: float | None, high: float | None) -> str:
    def plain(value: float) -> str:
        return f"{value:.0f}" if value == int(value) else f"{value:.6g}"

    if low is not None and high is not None and low != high:
        return f"{plain(low)}-{plain(high)}"
    value = low if low is not None else high
    return plain(value) if value is not None else "?"


# --------------------------------------------------------------------------- statements


def _statements(before: Dossier, after: Dossier) -> list[Development]:
    """New words of a main actor: an utterance that no article had before, not a repetition.

    Of all that an article quotes of one person the fullest is told, and nothing more of him for a
    while: a speech that thirty outlets quote in parts is one.
    """
    known_articles = {r.article.id for r in before.readings}
    edited = {v.article_id for v in _new_versions(before, after)}
    known_ids = {group.id for group in before.sheet.quotes}
    actors = _main_actors(after)
    found: dict[tuple[str, str], tuple[int, Place, QuoteGroup]] = {}
    for group in after.sheet.quotes:
        if group.id in known_ids or not group.speaker or fold(group.speaker) not in actors:
            continue
        articles = [r.place.article_id for r in group.renderings]
        if any(a in known_articles and a not in edited for a in articles):
            continue
        rendering = group.renderings[0]
        words = _words(after, rendering)
        if len(words) < STATEMENT_WORDS or rendering.kind == "indirect":
            continue
        if not _is_said_by_somebody(after, rendering):
            continue
        if any(
            len(words & earlier) >= REPEATED_SHARE * len(words)
            for earlier in _words_of_speaker(before, group)
        ):
            continue
        first = min(group.renderings, key=lambda r: _seen(after, r.place.article_id))
        key = (first.place.article_id, _family(group.speaker))
        if key not in found or found[key][0] < len(words):
            found[key] = (len(words), first.place, group)
    told = [
        (_family(d.values.get("speaker", "")), d.at)
        for d in before.developments
        if d.kind == "new-statement"
    ]
    made = []
    for (article_id, family), (_, place, group) in found.items():
        at = _seen(after, article_id)
        if any(family == who and abs(at - then) < SAME_SPEECH for who, then in told):
            continue
        told.append((family, at))
        made.append(
            _make(
                after,
                "new-statement",
                (group.id,),
                at=at,
                article_id=article_id,
                evidence=[place],
                values={"speaker": group.speaker or ""},
            )
        )
    return made


def _family(name: str) -> str:
    """The last word of a name: titles and first names are written in many ways."""
    words = folded_words(name)
    return words[-1] if words else ""


_QUOTED = regex.compile(r"[«“„\"]([^«»“”„\"]+)[»”“\"]")


def _is_said_by_somebody(dossier: Dossier, rendering: Rendering) -> bool:
    """False for what a source without a name says, and for a few quoted words within a sentence of
    the outlet's."""
    reading = dossier.reading(rendering.place.article_id)
    read = reading.annotations_of(rendering.place) if reading else None
    if reading is None or read is None:
        return False
    place = rendering.place
    kinds = {
        quote.speaker.kind
        for quote in read.quotes
        if quote.speaker and any(s.start < place.end and place.start < s.end for s in quote.content)
    }
    if kinds and not kinds & {"person", "organisation"}:
        return False
    if rendering.kind == "direct":
        return True
    text = reading.text_of(place)[place.start : place.end]
    return sum(len(folded_words(part)) for part in _QUOTED.findall(text)) >= STATEMENT_WORDS


def _main_actors(dossier: Dossier) -> set[str]:
    """Folded spellings of those who speak in several articles or stand in a headline."""
    actors: set[str] = set()
    heads = [set(folded_words(r.article.title.value)) for r in dossier.readings if r.article.title]
    said_in: dict[str, set[str]] = {}
    for group in dossier.sheet.quotes:
        for name in group.speaker_names:
            said_in.setdefault(fold(name), set()).update(
                r.place.article_id for r in group.renderings
            )
    named_in: dict[str, set[str]] = {}
    for reading in dossier.readings:
        for mention in reading.annotations.names:
            if mention.kind == "person":
                named_in.setdefault(fold(mention.text), set()).add(reading.article.id)
    for name, articles in said_in.items():
        family = name.split()[-1] if name.split() else ""
        in_head = any(family in head for head in heads)
        everywhere = articles | named_in.get(name, set())
        if in_head or len(everywhere) >= MAIN_ACTOR_ARTICLES:
            actors.add(name)
    return actors


def _words(dossier: Dossier, rendering: Rendering) -> set[str]:
    reading = dossier.reading(rendering.place.article_id)
    if reading is None:
        return set()
    text = reading.text_of(rendering.place)
    return set(folded_words(text[rendering.place.start : rendering.place.end]))


def _words_of_speaker(dossier: Dossier, group: QuoteGroup) -> list[set[str]]:
    names = {fold(name) for name in group.speaker_names}
    return [
        _words(dossier, rendering)
        for earlier in dossier.sheet.quotes
        if names & {fold(name) for name in earlier.speaker_names}
        for rendering in earlier.renderings
    ]


# --------------------------------------------------------------------------- denials, withdrawals

# How headlines say that somebody says no; folded, one line per language.
_DENIED = regex.compile(
    r"\b(?:"
    r"(?:و|ف)?(?:ينفي|تنفي|نفي|نفت|ينفون|نافيا|نافيه|يكذب|تكذب|تكذيب)"
    r"|den(?:y|ies|ied|ial)"
    r"|опроверг\w*|опровержени\w*|отрица\w*"
    r"|yalanla\w*"
    r"|dement(?:i|ent|is|ir|ies)?|nie|nient"
    r"|niega\w*|nego|desmient\w*|desminti\w*"
    r"|dementier\w*|bestreite\w*|bestritt\w*"
    r")\b"
)
# A statement that its own author takes back: the verb, and what is taken back within a few words.
_TAKEN_BACK = (
    (r"(?:و|ف)?(?:ي|ت)?(?:سحب|سحبت|تراجعت?|يتراجع|تتراجع)(?: عن)?", r"(?:ال|ب)*(?:بيان|تصريح|خبر|تقرير|اعلان)\w*"),
    (r"withdr[ae]ws?|withdrew|withdrawn|retract\w*|takes? back|took back", r"statements?|claims?|reports?|announcements?|accusations?"),
    (r"отозва\w*|отзыва\w*", r"заявлени\w*|сообщени\w*|публикаци\w*"),
    (r"geri cek\w*", r"aciklama\w*|bildiri\w*|haber\w*"),
    (r"retire\w*|est revenue? sur", r"communique\w*|declaration\w*|annonce\w*|information\w*"),
    (r"retir[aoó]\w*|se retract\w*", r"comunicad\w*|declaracion\w*|anunci\w*"),
    (r"zieht|zog|zuruckgezogen|widerruf\w*", r"erklarung\w*|mitteilung\w*|meldung\w*|bericht\w*"),
)  # fmt: skip
_WITHDRAWN = regex.compile(
    "|".join(
        rf"\b(?:{verb})\b(?:\W+\w+){{0,4}}?\W+(?:{noun})\b"
        rf"|\b(?:{noun})\b(?:\W+\w+){{0,4}}?\W+(?:{verb})\b"
        for verb, noun in _TAKEN_BACK
    )
)


def _denied_or_withdrawn(before: Dossier, after: Dossier) -> list[Development]:
    """Articles whose news is that somebody denies, or takes back what was said: it stands in
    their headline, or their first sentence is such a denial. Copies bring no news."""
    known = {r.article.id for r in before.readings}
    derived = {d.article_id for d in after.derivations}
    made = []
    for reading in after.readings:
        article = reading.article
        if article.id in known | derived:
            continue
        title = fold(article.title.value) if article.title else ""
        lead = next(iter(reading.annotations.sentences), None)
        first = fold(article.text[lead.start : lead.end]) if lead else ""
        denials = [
            q
            for q in reading.annotations.quotes
            if q.strength == "denied" and q.cue and lead and q.cue.start < lead.end
        ]
        at, evidence = article.seen_at, [_first_place(reading)]
        if _DENIED.search(title) or denials:
            speaker = next((q.speaker for q in denials if q.speaker), None)
            who = (speaker.identity or speaker.name or "") if speaker else ""
            words = {"speaker": speaker.name or "" if speaker else ""}
            content = (who or title,)
            made.append(
                _make(
                    after,
                    "denial",
                    content,
                    at=at,
                    article_id=article.id,
                    evidence=evidence,
                    values=words,
                )
            )
        if _WITHDRAWN.search(title) or _WITHDRAWN.search(first):
            made.append(
                _make(
                    after,
                    "retraction",
                    # whoever reports it that day, in whatever language, reports the same one
                    ("reported", at.date().isoformat()),
                    at=at,
                    article_id=article.id,
                    evidence=evidence,
                )
            )
    return made


# --------------------------------------------------------------------------- settled, corrections


def _settled(before: Dossier, after: Dossier) -> list[Development]:
    """A date that was open and is now known."""
    known = {(s.candidates, s.value) for s in before.sheet.settled}
    articles = {r.article.id for r in before.readings}
    return [
        _make(
            after,
            "settled",
            ("time", settled.value),
            at=max(_seen(after, p.article_id) for p in settled.evidence),
            article_id=max(
                (p.article_id for p in settled.evidence), key=lambda a: (_seen(after, a), a)
            ),
            evidence=settled.evidence,
            values={"new": settled.value, "old": " / ".join(settled.candidates)},
        )
        for settled in after.sheet.settled
        if (settled.candidates, settled.value) not in known
        and settled.place.article_id in articles
        and not _is_bare_day(after, settled.place)
    ]


def _is_bare_day(dossier: Dossier, place: Place) -> bool:
    """ "Friday" alone: which one it is was open to us, hardly to a reader."""
    reading = dossier.reading(place.article_id)
    words = folded_words(reading.text_of(place)[place.start : place.end]) if reading else []
    return (
        len([w for w in words if w not in ("يوم", "on", "am", "в", "во", "le", "el", "gunu")]) < 2
    )


_HOUR = regex.compile(r"\d\d:\d\d")


def _hours_settled(before: Dossier, after: Dossier) -> list[Development]:
    """Two sources differed about the hour, and a third, independent one gives it: one of the two,
    not the other."""
    made = []
    known = {r.article.id for r in before.readings}
    derived = {d.article_id for d in after.derivations}
    counting = {a for origin in after.origins if origin.counts for a in origin.article_ids}
    for dispute in before.sheet.conflicts:
        hours = {s.value: s for s in dispute.sides if _HOUR.fullmatch(s.value)}
        if (dispute.kind, dispute.relation, len(hours)) != ("time", "conflict", 2):
            continue
        taken = {o for side in dispute.sides for o in side.origin_ids}
        for reading in after.readings:
            article = reading.article
            if article.id in known | derived or article.id not in counting:
                continue
            if _origin_of(after, article.id) in taken:
                continue
            given = {
                t.value[11:16]: t for t in reading.annotations.times if t.value and "T" in t.value
            }
            said = sorted(given.keys() & hours.keys())
            if len(said) != 1:
                continue
            (other,) = hours.keys() - set(said)
            time = given[said[0]]
            made.append(
                _make(
                    after,
                    "settled",
                    ("time", said[0]),
                    at=_seen(after, article.id),
                    article_id=article.id,
                    evidence=[
                        Place(article_id=article.id, start=time.start, end=time.end),
                        hours[other].members[0].place,
                    ],
                    values={"subject": dispute.subject, "old": other, "new": said[0]},
                )
            )
    return made


def _corrections(before: Dossier | None, after: Dossier) -> list[Development]:
    """Edits that the source announces itself, and reports that it takes back."""
    made = []
    for version in _new_versions(before, after):
        reading = after.reading(version.article_id)
        if reading is None or not (version.announced or version.deleted):
            continue
        if version.deleted:
            made.append(
                _make(
                    after,
                    "retraction",
                    ("deleted", version.article_id),
                    at=version.seen_at,
                    article_id=version.article_id,
                    evidence=[_first_place(reading)],
                )
            )
            continue
        notice = next((c for c in version.changes if "correction-notice" in c.kinds), None)
        place = (
            Place(
                article_id=version.article_id,
                start=notice.new_start,
                end=notice.new_start + len(notice.new),
            )
            if notice and notice.new
            else _first_place(reading)
        )
        values = _replaced(version, before.reading(version.article_id) if before else None, reading)
        retracted = any("retraction" in c.kinds for c in version.changes)
        made.append(
            _make(
                after,
                "retraction" if retracted else "correction",
                tuple(
                    sorted(
                        fold(c.new)
                        for c in version.changes
                        if set(c.kinds) - {"wording", "spelling"}
                    )
                ),
                at=version.seen_at,
                article_id=version.article_id,
                evidence=[place],
                values=values,
            )
        )
    return made


# "Nobody died": the one figure that is written without a number; folded.
_NO_DEATHS = regex.compile(
    r"\b(?:no (?:one|body) (?:was|were|had been|has been)? ?(?:killed|died)|no (?:deaths|fatalities|dead)"
    r"|(?:لا|دون) (?:قتلي|وفيات|ضحايا)|(?:لم|دون|عدم)(?: \w+){1,3} (?:وفاه|وفيات|قتلي|قتيل|ضحايا)"
    r"|погибших нет|нет погибших|никто не погиб|обошлось без жертв"
    r"|can kaybi (?:yok|olmadi|yasanmadi)|olen (?:yok|olmadi)"
    r"|aucun (?:mort|deces)|aucune victime|sin (?:victimas mortales|muertos|fallecidos)"
    r"|ningun (?:muerto|fallecido)|no (?:hay|hubo) (?:muertos|victimas mortales)"
    r"|keine (?:toten|todesopfer)|niemand (?:starb|wurde getotet))\b"
)


def _told(reading: Reading) -> str:
    title = reading.article.title.value if reading.article.title else ""
    return fold(f"{title}\n{reading.article.text}")


def _replaced(version: VersionChange, old: Reading | None, new: Reading) -> dict[str, str]:
    """What a correction put in the place of what: the figure if one changed, else the words."""
    if old is not None and _NO_DEATHS.search(_told(new)) and not _NO_DEATHS.search(_told(old)):
        dead = [f for r in (old, new) for f in r.annotations.figures if f.sense == "killed"]
        return {
            "subject": "killed",
            "old": _number(dead[0].low, dead[0].high) if dead else "?",
            "new": "0",
        }
    for change in version.changes:
        if not {"figure", "name", "date"} & set(change.kinds) or not (change.old and change.new):
            continue
        if "figure" in change.kinds and old is not None:
            then = _figures_at(old, change.old_start, len(change.old))
            now = _figures_at(new, change.new_start, len(change.new))
            if then and now:
                return {"old": _number(*then[0]), "new": _number(*now[0])}
        return {"old": change.old, "new": change.new}
    return {}


def _figures_at(
    reading: Reading, start: int, length: int
) -> list[tuple[float | None, float | None]]:
    return [
        (f.low, f.high)
        for f in reading.annotations.figures
        if f.start < start + length and start < f.end
    ]
