"""Reported speech in Turkish, where the verb stands last.

Kaya, toplantının yarın yapılacağını söyledi.      subject, nominalised claim, verb
"Yarın toplanacağız" diye konuştu.                 quotation, verb
Kaya şunları söyledi: "…"                          subject, verb, colon, quotation
"…" diyen Kaya                                     quotation, participle, subject
Bakanlığa göre …                                   source with göre, claim
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

import regex

from tawatur.annotate.quotes.marks import Marked
from tawatur.annotate.quotes.western import Clause, Report, WesternReader
from tawatur.annotate.quotes.western_cues import TURKISH_VERBS
from tawatur.annotate.quotes.western_text import Phrase

# -dığını, -eceğini, -mesini … in their vowel harmonies: "that he did", "that he will", "that he do"
_NOMINALISED = regex.compile(
    r"(?:[dt][ıiuü]ğ[ıiuü]n[ıi]?[ıiuü]?|[ae]c?[ae]ğ[ıi]n[ıi]|m[ae]s[ıi]n[ıi]|m[ae]l[ae]r[ıi]n[ıi]|"
    r"[dt][ıiuü]kl[ae]r[ıi]n[ıi]|[ae]c[ae]kl[ae]r[ıi]n[ıi]|m[ae]y[ae]c[ae]ğ[ıi]n[ıi])$"
)
_BETWEEN_QUOTATION_AND_VERB = 6  # words: «… diyerek şu değerlendirmede bulundu»
_SOURCE_STEMS = ("yetkili", "kaynak", "tanık", "diplomat", "uzman", "görevli")
_FOLLOWED = frozenset({"diyen", "belirten", "söyleyen"})


class TurkishReader(WesternReader):
    def _at(self, index: int, clause: Clause) -> int:
        tokens, first, last = self.tokens, clause.first, clause.last
        word = tokens[index].word
        if self.page.mark_around(tokens[index].start) is not None:
            return index + 1
        if word == "göre":
            return self._by(index, clause)
        cue_last = index
        strength = TURKISH_VERBS.get(word)
        if index + 1 < last and f"{word} {tokens[index + 1].word}" in TURKISH_VERBS:
            strength = TURKISH_VERBS[f"{word} {tokens[index + 1].word}"]
            cue_last = index + 1
        if strength is None:
            return index + 1
        after = cue_last + 1
        report = Report(index, index, cue_last, strength, "strong", clause)
        quoted = self._quotation_before(index, first)
        if quoted is not None:
            subject = None
            if word in _FOLLOWED:
                subject = self._following(after, last)
            if subject is None:
                subject = self._leading(first, bisect_left(self.starts, quoted.start))
            if subject is None:
                between = bisect_left(self.starts, quoted.end)
                subject = self._leading(between, index)
            self._keep(
                replace(report, subject=subject),
                [(quoted.inner_start, quoted.inner_end)],
                marks=[quoted],
            )
            return after
        if after < len(tokens) and ":" in tokens[after].gap:
            mark = self.page.mark_in_gap(after)
            subject = self._leading(first, index)
            if mark is not None:
                self._keep(
                    replace(report, subject=subject),
                    [(mark.inner_start, mark.inner_end)],
                    marks=[mark],
                )
            else:
                self._keep(replace(report, subject=subject), [(tokens[after].start, clause.end)])
            return after
        first = self._past_quotation(index, clause)
        if index > first and _NOMINALISED.search(tokens[index - 1].word):
            subject = self._leading(first, index - 1)
            begin = first if subject is None else subject.last + 1
            begin = self._past_comma_adjunct(begin, index)
            if begin < index:
                mark = self.page.mark_in_gap(begin)
                begin_at = mark.start if mark is not None else tokens[begin].start
                self._keep(replace(report, subject=subject), [(begin_at, tokens[index - 1].end)])
        elif (turned := self._turned_round(index, first)) is not None:
            last_of_claim, subject = turned
            claim = (tokens[first].start, tokens[last_of_claim].end)
            self._keep(replace(report, subject=subject), [claim])
        return after

    def _past_quotation(self, index: int, clause: Clause) -> int:
        """«"…" diyen | Kaya, toplantının …»: where the words behind a quotation begin."""
        first = clause.first
        for mark in self.page.marked:
            if clause.start <= mark.start and mark.end <= self.tokens[index].start:
                first = max(first, bisect_left(self.starts, mark.end))
        if first > clause.first and first < index and self.tokens[first].word in _FOLLOWED:
            first += 1
        return first

    def _turned_round(self, index: int, first: int) -> tuple[int, Phrase] | None:
        """«Toplantının yarın yapılacağını Bakan Kaya açıkladı»: the claim before its subject."""
        for position in range(index - 2, max(first, index - 9), -1):
            if self.tokens[position + 1].gap.strip(","):
                return None
            if _NOMINALISED.search(self.tokens[position].word):
                subject = self._leading(position + 1, index)
                if subject is not None and subject.last == index - 1:
                    return position, subject
                return None
        return None

    def _quotation_before(self, index: int, first: int) -> Marked | None:
        """The long quotation of this sentence that ends a few words before the verb."""
        tokens = self.tokens
        for position in range(index, max(first, index - _BETWEEN_QUOTATION_AND_VERB) - 1, -1):
            if position == 0:
                break
            mark = self.page.mark_ending_at(tokens[position].start, position - 1, first - 1)
            if mark is not None:
                inside = self.text.count(" ", mark.inner_start, mark.inner_end) + 1
                fewest = 2 if position == index else 3
                return mark if inside >= fewest and "." not in tokens[position].gap[1:] else None
            if tokens[position].gap and position < index:
                break
        return None

    def _leading(self, first: int, stop: int) -> Phrase | None:
        """The subject at the head of a sentence: up to its comma, or a run of capitals and roles."""
        tokens = self.tokens
        if first + 1 < stop and tokens[first].word in {"iddiaya", "iddialara"}:
            first += 2
        if first >= stop:
            return None
        for position in range(first + 1, min(stop + 1, first + 11, len(tokens))):
            gap = tokens[position].gap
            if "," in gap or (position == stop and self.page.mark_in_gap(position) is not None):
                return Phrase(first, position - 1) if self._could_speak(first, position) else None
            if gap and gap not in {"'", "’"}:
                break
        end = first
        tables = self.tables
        while end < stop and end - first < 8:
            token = tokens[end]
            role = (
                token.word in tables.people | tables.unnamed | tables.organisations | tables.media
            )
            if not (token.capital or role):
                break
            end += 1
        if end == first or not self._could_speak(first, end):
            return None
        return Phrase(first, end - 1)

    def _following(self, first: int, last: int) -> Phrase | None:
        """«"…" diyen muhalefet lideri Kemal Oruç salonu terk etti»: to the end of the name."""
        end = None
        for position in range(first, min(last, first + 7)):
            if self.tokens[position].gap:
                break
            if self.tokens[position].capital:
                end = position
            elif end is not None:
                break
        return None if end is None else Phrase(first, end)

    def _could_speak(self, first: int, stop: int) -> bool:
        tables = self.tables
        voices = (
            tables.people | tables.unnamed | tables.organisations | tables.media | tables.documents
        )
        return any(
            self.tokens[p].word in voices or self.tokens[p].word in tables.pronouns
            or (self.tokens[p].capital and (p > first or stop - first <= 2))
            or self.tokens[p].word.startswith(_SOURCE_STEMS)  # yetkiliye, kaynaklara
            for p in range(first, stop)
        )  # fmt: skip

    def _past_comma_adjunct(self, begin: int, stop: int) -> int:
        """«Kaya, düzenlediği basın toplantısında, …»"""
        tokens = self.tokens
        for position in range(begin, min(stop, begin + 9)):
            if position > begin and "," in tokens[position].gap:
                if tokens[position - 1].word.endswith(
                    ("nda", "nde", "ında", "inde", "ada", "ede", "nın ardından")
                ):
                    return position
                break
        return begin

    def _by(self, index: int, clause: Clause) -> int:
        """«Bakanlığa göre …»: what stands before göre is the source."""
        tokens, first, last = self.tokens, clause.first, clause.last
        if index - first > 8 or index == first or index + 1 >= last:
            return index + 1
        if tokens[index - 1].word in {
            "iddiaya",
            "iddialara",
            "buna",
            "habere",
            "planına",
            "plana",
            "kanuna",
            "yasaya",
        }:
            return index + 1
        if not self._could_speak(first, index):
            return index + 1
        mark = self.page.mark_in_gap(index + 1)
        begin = mark.start if mark is not None else tokens[index + 1].start
        source = Phrase(first, index - 1)
        self._keep(
            Report(index, index, index, "said", "strong", clause, source), [(begin, clause.end)]
        )
        return index + 1
