"""To whom, on which occasion and through whom somebody spoke: للصحفيين، خلال زيارة، في بيان."""

from __future__ import annotations

from tawatur.annotate.quotes import arabic_cues as words
from tawatur.annotate.quotes.arabic_claims import LONGEST_WAY_TO_CLAIM_WORDS
from tawatur.annotate.quotes.arabic_text import ArabicText, Subject


def around(
    page: ArabicText, index: int, claim_token: int, subject: Subject | None
) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Addressee, occasion and intermediaries, from the words between cue and claim."""
    tokens = page.tokens
    addressee: str | None = None
    occasion: str | None = None
    via: list[str] = []
    stop = min(claim_token, index + LONGEST_WAY_TO_CLAIM_WORDS, len(tokens))
    position = index + 1
    while position < stop:
        fold = tokens[position].fold
        inside_subject = subject is not None and subject.first <= position <= subject.last
        told = page.medium_told(position)
        if told is not None:
            addressee = page.clean(tokens[position].start, told.end)
            via.append(page.clean_name(told.text))
            while position < stop and tokens[position].start < told.end:
                position += 1
            continue
        if fold in words.MEDIA_ADDRESSEES or (fold == "ل" and tokens[position + 1 : position + 2]):
            end = position
            while (
                end + 1 < stop
                and not tokens[end + 1].gap.strip('"«»“”()')
                and not page.is_adjunct(end + 1)
                and tokens[end + 1].fold not in words.THAT
                and end - position < 4
            ):
                end += 1
            addressee = page.clean(tokens[position].start, tokens[end].end)
            if fold not in {"للصحفيين", "للصحافيين", "لوسايل", "للاعلام", "للصحافه"}:
                via.append(
                    page.clean_name(
                        addressee[1:] if not addressee.startswith("لل") else "ال" + addressee[2:]
                    )
                )
            position = end + 1
            continue
        if (not inside_subject and fold in {"خلال", "اثناء", "عقب"}) or (
            fold in {"في", "وفي"}
            and position + 1 < stop
            and tokens[position + 1].fold in words.OCCASIONS
            and tokens[position + 1].fold != "وقت"
        ):
            end = position
            while (
                end + 1 < stop
                and not any(c in tokens[end + 1].gap for c in "،:؛.,")
                and tokens[end + 1].fold not in words.THAT
                and end - position < 10
            ):
                if tokens[end + 1].fold in words.RELATIVE:
                    break
                end += 1
            occasion = occasion or page.clean(tokens[position].start, tokens[end].end)
            first_noun = tokens[position + 1].fold if position + 1 < len(tokens) else ""
            if first_noun in {"بيان", "تغريده", "حسابه", "حسابها", "تدوينه", "منشور"}:
                via.append(page.clean(tokens[position + 1].start, tokens[end].end))
            position = end + 1
            continue
        position += 1
    if occasion is None:
        occasion, to_whom = _occasion_before(page, index)
        addressee = addressee or to_whom
    return addressee, occasion, tuple(via)


def _occasion_before(page: ArabicText, index: int) -> tuple[str | None, str | None]:
    """«في حديثه إلى الصحفيين خلال زيارة إلى قطر ، قال»."""
    tokens = page.tokens
    if index == 0 or not ("،" in tokens[index].gap or "," in tokens[index].gap):
        return None, None
    position = index - 1
    while (
        position > 0
        and index - position < 14
        and not any(c in tokens[position].gap for c in ".؟!،,؛:\n")
    ):
        position -= 1
    folds = [t.fold for t in tokens[position:index]]
    if len(folds) < 2 or not (
        (folds[0] in {"في", "وفي"} and folds[1] in words.OCCASIONS)
        or folds[0] in {"خلال", "وخلال", "عقب"}
    ):
        return None, None
    addressee = None
    end = index - 1
    for offset, fold in enumerate(folds):
        if fold in {"الصحفيين", "الصحافيين"} or fold in words.MEDIA_ADDRESSEES:
            at = position + offset
            start = at - 1 if tokens[at - 1].fold == "الي" else at
            addressee = page.clean(tokens[start].start, tokens[at].end)
            if "خلال" in folds[offset:]:
                position = position + folds.index("خلال", offset)
            break
    return page.clean(tokens[position].start, tokens[end].end), addressee
