"""What somebody denies or takes back, and what an outlet corrects, withdraws or deletes."""

from __future__ import annotations

import regex

from tawatur.develop.made import first_place, make, new_versions, number
from tawatur.model import Development, Dossier, Place, Reading, VersionChange
from tawatur.text import fold

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


def find_denials(before: Dossier, after: Dossier) -> list[Development]:
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
        at, evidence = article.seen_at, [first_place(reading)]
        if _DENIED.search(title) or denials:
            speaker = next((q.speaker for q in denials if q.speaker), None)
            who = (speaker.identity or speaker.name or "") if speaker else ""
            words = {"speaker": speaker.name or "" if speaker else ""}
            content = (who or title,)
            made.append(
                make(
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
                make(
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


def find_corrections(before: Dossier | None, after: Dossier) -> list[Development]:
    """Edits that the source announces itself, and reports that it takes back."""
    made = []
    for version in new_versions(before, after):
        reading = after.reading(version.article_id)
        if reading is None or not (version.announced or version.deleted):
            continue
        if version.deleted:
            made.append(
                make(
                    after,
                    "retraction",
                    ("deleted", version.article_id),
                    at=version.seen_at,
                    article_id=version.article_id,
                    evidence=[first_place(reading)],
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
            else first_place(reading)
        )
        values = _replaced(version, before.reading(version.article_id) if before else None, reading)
        retracted = any("retraction" in c.kinds for c in version.changes)
        made.append(
            make(
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
            "old": number(dead[0].low, dead[0].high) if dead else "?",
            "new": "0",
        }
    for change in version.changes:
        if not {"figure", "name", "date"} & set(change.kinds) or not (change.old and change.new):
            continue
        if "figure" in change.kinds and old is not None:
            then = _figures_at(old, change.old_start, len(change.old))
            now = _figures_at(new, change.new_start, len(change.new))
            if then and now:
                return {"old": number(*then[0]), "new": number(*now[0])}
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
