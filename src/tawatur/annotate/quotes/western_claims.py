"""Where reported words begin and end: what introduces them, whom they were told, what ends them."""

from __future__ import annotations

from bisect import bisect_left

from tawatur.annotate.quotes.marks import Marked
from tawatur.annotate.quotes.western_text import WesternText, breaks

# «said late on Monday in an interview with the broadcaster that»
LONGEST_WAY_TO_CLAIM_WORDS = 18


class ClaimFinder:
    """Finds the bounds of claims in one text."""

    def __init__(self, page: WesternText) -> None:
        self.page = page
        self.text = page.text
        self.language = page.language
        self.tables = page.tables
        self.tokens = page.tokens
        self.starts = page.starts

    def introduction(self, cue_last: int, last: int) -> tuple[int, str] | None:
        """(token, "that" | "mark" | "colon"): the first token of the claim and what introduced it."""
        tokens = self.tokens
        stop = min(last, cue_last + 1 + LONGEST_WAY_TO_CLAIM_WORDS)
        for position in range(cue_last + 1, stop):
            token = tokens[position]
            if token.gap:
                mark = self.page.mark_in_gap(position)
                if mark is not None:
                    words_inside = self.text.count(" ", mark.inner_start, mark.inner_end) + 1
                    near = position == cue_last + 1 or "," in token.gap or ":" in token.gap
                    if near or words_inside >= 4:
                        return position, "mark"
                if ":" in token.gap:
                    return position, "colon"
                if ";" in token.gap or "\n" in token.gap:
                    return None
            if position > cue_last and token.word in self.tables.that and position + 1 < last:
                if token.word in {"what", "how", "why", "whether", "if", "si", "ob", "wie", "как"}:
                    if position <= cue_last + 3:
                        return position, "that"
                    continue
                return position + 1, "that"
            if position > cue_last + 1 and (
                token.word in self.tables.strong or token.word in self.tables.participles
            ):
                return None
        return None

    def claim_end(self, claim: int, last: int, end: int) -> int:
        """To the end of the sentence, or to where another reporting takes over."""
        tokens = self.tokens
        tables = self.tables
        position = claim + 1
        while position < last:
            token = tokens[position]
            around = self.page.mark_around(token.start)
            if around is not None and around.start >= tokens[claim].start - 3:
                position = max(position + 1, bisect_left(self.starts, around.end))
                continue
            if token.gap and "," in token.gap:
                if token.word in tables.participles:
                    return token.start
                if any(
                    token.word == p[0] and self.page.follows(position, p, last)
                    for p in tables.according
                ):
                    return token.start
                if token.word in {
                    "but",
                    "while",
                    "mais",
                    "но",
                    "aber",
                    "pero",
                    "а",
                    "though",
                    "although",
                }:
                    for step in range(position + 1, min(last, position + 7)):
                        if tokens[step].word in tables.strong:
                            return token.start
            if token.gap and "," in token.gap and self._trailing_attribution(position, last):
                return token.start
            if (
                token.word in {"and", "but", "et", "и", "y", "und"}
                and position + 1 < last
                and tokens[position + 1].word in tables.strong
            ):
                return token.start
            if any(
                token.word == p[0] and len(p) > 1 and self.page.follows(position, p, last)
                for p in tables.according
            ):
                return token.start
            position += 1
        return end

    def _trailing_attribution(self, position: int, last: int) -> bool:
        """Does «, an official said.» start here?"""
        tokens = self.tokens
        if tokens[position].word in self.tables.boundaries:
            return False
        for step in range(position + 1, min(last, position + 7)):
            if breaks(tokens[step].gap):
                return False
            if tokens[step].word in self.tables.strong:
                return step + 1 >= last or breaks(tokens[step + 1].gap)
        return False

    def past_addressee(self, position: int, last: int) -> int:
        tokens = self.tokens
        if position >= last:
            return position
        word = tokens[position].word
        if word in {"him", "her", "them", "me", "us", "you", "it"}:
            return position + 1
        step = position
        if tokens[step].word in self.tables.determiners:
            step += 1
        while step < last and step < position + 6:
            if step > position and (
                breaks(tokens[step].gap)
                or tokens[step].word in self.tables.pronouns
                or tokens[step].word in self.tables.determiners
                or tokens[step].word in self.tables.that
            ):
                break
            if not tokens[step].capital and step > position and tokens[step - 1].capital:
                break
            if not tokens[step].capital and tokens[position].word not in self.tables.determiners:
                return step + 1
            step += 1
        return step

    def past_adjunct(self, position: int, last: int) -> int:
        """«said Tuesday …», «said on Monday …», «said in a statement …»."""
        tokens = self.tokens
        days = {
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "today",
            "yesterday",
        }
        step = position
        if (
            step < last
            and tokens[step].word in {"on", "late", "early"}
            and step + 1 < last
            and tokens[step + 1].word in days | {"on"}
        ):
            step += 1
        if step < last and tokens[step].word in days:
            step += 1
            if step < last and tokens[step].word in {"night", "morning", "evening", "afternoon"}:
                step += 1
            return step
        if step < last and tokens[step].word in {"in", "during"}:
            for ahead in range(step + 1, min(last, step + 10)):
                if tokens[ahead].word in self.tables.occasions:
                    return min(last, ahead + 1)
                if breaks(tokens[ahead].gap):
                    break
        return position

    def adjunct_to_end(self, position: int, last: int) -> bool:
        tokens = self.tokens
        if position >= last:
            return True
        if (
            tokens[position].word not in self.tables.adjuncts
            and tokens[position].word not in self.tables.reporters
        ) and self.tokens[position - 1].word not in self.tables.telling:
            return False
        return not any(t.word in self.tables.that for t in tokens[position : position + 8])

    def has_own_cue(self, mark: Marked) -> bool:
        """Is this quotation followed by its own «, she said»?"""
        after = bisect_left(self.starts, mark.end)
        for position in range(after, min(len(self.tokens), after + 6)):
            ended = "." in self.tokens[position].gap or "\n" in self.tokens[position].gap
            if ended and (position > after or self.text[mark.inner_end - 1] in ".!?"):
                return False
            if self.tokens[position].word in self.tables.strong:
                return True
        return False

    def _is_an_occasion(self, position: int) -> bool:
        """«rueda de prensa», "press conference": the press is no addressee there."""
        tokens, occasions = self.tokens, self.tables.occasions
        following = tokens[position + 1].word if position + 1 < len(tokens) else ""
        return following in occasions or (
            position > 1
            and tokens[position - 1].word in ("de", "der", "of")
            and tokens[position - 2].word in occasions
        )

    def addressee(self, cue_last: int, stop: int) -> str | None:
        tokens = self.tokens
        if cue_last >= len(tokens):
            return None
        telling = tokens[cue_last].word in self.tables.telling
        for position in range(cue_last + 1, stop):
            token = tokens[position]
            if breaks(token.gap):
                return None
            if token.word in self.tables.reporters and not self._is_an_occasion(position):
                return self.text[token.start : token.end]
            if telling and position == cue_last + 1:
                end = position
                while (
                    end < stop
                    and (tokens[end].capital or tokens[end].word in {"the", "of"})
                    and (end == position or not breaks(tokens[end].gap))
                ):
                    end += 1
                if end > position and tokens[end - 1].capital:
                    return self.text[tokens[position].start : tokens[end - 1].end]
        return None
