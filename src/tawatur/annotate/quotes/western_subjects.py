"""Which words of a sentence name its speaker: before the verb, behind it, with their apposition."""

from __future__ import annotations

from bisect import bisect_left

from tawatur.annotate.quotes.western_text import Phrase, WesternText, breaks

LONGEST_SUBJECT_WORDS = 12
MOST_APPOSITIONS = 4  # «, 52, of Northport, a retired nurse, who …»
LONGEST_APPOSITION_WORDS = 24  # «, a professor of communication at the University of …»

_OPENS_APPOSITION = frozenset(["who", "whose", "of", "from", "formerly", "then", "now", "also"])
_FROM = frozenset(["aus", "bei", "von", "vonseiten"])
_TO = frozenset(["a", "al", "à", "au", "aux", "gegenüber", "zu", "to", "ante", "devant"])
OWN_TALK = frozenset(
    [
        "i",
        "we",
        "you",
        "i'm",
        "i've",
        "we've",
        "you've",
        "don't",
        "didn't",
        "doesn't",
        "can't",
        "won't",
        "it'd",
        "i'd",
        "you'll",
        "i'll",
        "he'd",
        "let's",
        "ich",
        "wir",
        "du",
        "je",
        "nous",
        "vous",
        "yo",
        "я",
        "мы",
        "вы",
        "ты",
    ]
)


class SubjectFinder:
    """Finds subjects in one text."""

    def __init__(self, page: WesternText) -> None:
        self.page = page
        self.text = page.text
        self.language = page.language
        self.tables = page.tables
        self.tokens = page.tokens
        self.starts = page.starts

    def subject_before(self, previous: int, first: int) -> Phrase | None:
        tokens = self.tokens
        tables = self.tables
        if previous < first:
            return None
        token = tokens[previous]
        if token.word in tables.pronouns:
            if (
                token.word in {"who", "qui", "который", "которая", "quien", "которые"}
                and previous > first
            ):
                antecedent = self.noun_phrase(previous - 1, first)
                return antecedent or Phrase(previous, previous)
            return Phrase(previous, previous)
        return self.noun_phrase(previous, first)

    def noun_phrase(self, last: int, first: int) -> Phrase | None:
        """The noun phrase that ends here, read leftwards."""
        tokens = self.tokens
        tables = self.tables
        start = last
        if tokens[last].word in tables.boundaries or (
            tokens[last].word in tables.joints and not tokens[last].capital
        ):
            return None
        while start > first and last - start < LONGEST_SUBJECT_WORDS:
            gap = tokens[start].gap
            if (
                gap
                and breaks(gap)
                and not (
                    gap == "."
                    and tokens[start - 1].capital
                    and tokens[start - 1].end - tokens[start - 1].start <= 4
                )
            ):
                break
            before = tokens[start - 1]
            if before.word in tables.boundaries and not (
                before.word in {"and", "et", "y", "und", "и"}
                and tokens[start].capital
                and start >= 2
                and tokens[start - 2].capital
            ):
                break
            if (
                before.word in tables.strong
                or (before.word in tables.weak and not before.capital)
                or before.word in tables.that
            ):
                break
            if before.word in tables.pronouns and before.word not in tables.determiners:
                break
            word = tokens[start].word
            if (
                word in tables.determiners
                and word not in tables.joints
                and before.word not in tables.joints
            ):
                break
            start -= 1
        while (
            start < last
            and tokens[start].word in tables.adjuncts | tables.joints
            and not tokens[start].capital
        ):
            start += 1
        if start == last and tokens[start].word in tables.adverbs:
            return None
        return Phrase(start, last)

    def apposed_subject(self, previous: int, first: int) -> Phrase | None:
        """«Smith, a spokesman for the party, said»."""
        tokens = self.tokens
        comma = previous
        while comma > first and previous - comma < 16 and "," not in tokens[comma].gap:
            if breaks(tokens[comma].gap):
                return None
            comma -= 1
        if comma <= first or "," not in tokens[comma].gap:
            return None
        opener = tokens[comma].word
        if opener in self.tables.boundaries and opener != "who":
            return None
        head = self.noun_phrase(comma - 1, first)
        if head is None or not (
            tokens[head.last].capital
            or tokens[head.first].capital
            or tokens[head.first].word in self.tables.determiners
        ):
            return None
        return Phrase(head.first, previous)

    def subject_after(self, after: int, last: int) -> Phrase | None:
        tokens = self.tokens
        tables = self.tables
        if after >= last or breaks(tokens[after].gap):
            return None
        if (
            self.language == "de"
            and after + 2 < last
            and tokens[after].word == "es"
            and tokens[after + 1].word in _FROM
        ):  # «hieß es aus Regierungskreisen»
            after += 2
        if tokens[after].word in tables.pronouns:
            return Phrase(after, after)
        position = after
        while position < last and position < after + 3:
            behind = self._past_circumstances(position, last)
            if behind > position:
                after += behind - position  # only bare adverbs are counted
                position = behind
                continue
            if (
                tokens[position].word not in tables.adverbs | tables.adjuncts
                or tokens[position].capital
                or tokens[position].word in tables.determiners
            ):
                break
            position += 1
        if position >= last or tokens[position].word in tables.that or breaks(tokens[position].gap):
            return None
        start = position
        if not (
            tokens[start].capital
            or tokens[start].word in tables.determiners
            or tokens[start].word
            in tables.unnamed
            | tables.people
            | tables.organisations
            | tables.documents
            | tables.media
        ):
            return None
        seen_capital = False
        while position < last and position - start < LONGEST_SUBJECT_WORDS:
            token = tokens[position]
            if position > start:
                if breaks(token.gap) and not (
                    token.gap == "."
                    and tokens[position - 1].end - tokens[position - 1].start <= 3
                    and tokens[position - 1].capital
                ):
                    break
                if token.word in tables.that or token.word in tables.boundaries:
                    break
                if (
                    seen_capital
                    and token.word in tables.adjuncts
                    and not token.capital
                    and not self._goes_on_with_name(position, last)
                ):
                    break
                if self.language == "es" and token.word in {"a", "ante"} and position > start + 1:
                    break  # «la compañía | a sus accionistas»
                if token.word in {
                    "in",
                    "on",
                    "during",
                    "after",
                    "told",
                    "lors",
                    "durante",
                    "am",
                    "в",
                    "во",
                } and (seen_capital or token.word in {"during", "lors", "durante"}):
                    break
            seen_capital = seen_capital or token.capital
            position += 1
        if position < last and tokens[position].gap.startswith(","):
            named = self._name_behind_comma(position, last)
            if named is not None:  # «dit le ministre, Luc Ferrand»
                return Phrase(start, named)
        if seen_capital and position < last and tokens[position].gap == ",":
            position = self._past_apposition(position, last)
        return Phrase(start, position - 1)

    def _past_circumstances(self, position: int, last: int) -> int:
        """«dijo | a este diario | la alcaldesa», «anunció | este lunes | el ministro»."""
        tokens, tables = self.tokens, self.tables
        while position < last:
            word = tokens[position].word
            following = tokens[position + 1].word if position + 1 < last else ""
            if (
                word in tables.determiners
                and following in tables.adjuncts
                and len(following) > 4
                and not tokens[position + 1].gap
            ):
                position += 2
                continue
            if word in _TO and not tokens[position].capital:
                near = range(position + 1, min(last, position + 4))
                heard = [p for p in near if tokens[p].word in tables.media | tables.reporters]
                if heard:
                    position = heard[0] + 1
                    continue
            break
        return position

    def _name_behind_comma(self, position: int, last: int) -> int | None:
        """The last token of a person's name that stands between this comma and a stop."""
        name = self.page.person_at(self.tokens[position].start)
        end = position
        if name is not None:
            end = bisect_left(self.starts, name.end) - 1
        else:  # two or three words with capitals will do
            while (
                end + 1 < last
                and end - position < 3
                and self.tokens[end + 1].capital
                and not self.tokens[end + 1].gap
            ):
                end += 1
            if end == position or not self.tokens[position].capital:
                return None
        closed = end + 1 >= last or breaks(self.tokens[end + 1].gap)
        known_word = self.tokens[end + 1].word in self.tables.adjuncts if end + 1 < last else True
        return end if closed or known_word else None

    def _goes_on_with_name(self, position: int, last: int) -> bool:
        """«Smith | of the Council», «Smith | with Harvard», but not «Smith | on Monday»."""
        tokens = self.tokens
        if tokens[position].word in {"on", "in", "at", "during", "to"}:
            return False
        following = position + 1
        if (
            tokens[position].word in {"of", "from"}
            and following + 1 < last
            and tokens[following].word == "the"
        ):
            following += 1
        return following < last and tokens[following].capital

    def _past_apposition(self, position: int, last: int) -> int:
        """«said Smith, 32, a spokesman for the party, who voted against.»: behind all of it."""
        tokens = self.tokens
        tables = self.tables
        opens = tables.determiners | tables.people | tables.unnamed | _OPENS_APPOSITION
        for _ in range(MOST_APPOSITIONS):
            if position >= last or tokens[position].gap != ",":
                break
            word = tokens[position].word
            age = word.isdigit() and len(word) <= 2
            title = (
                tokens[position + 1].word in tables.joints
                if position + 1 < last and not tokens[position].capital
                else False
            )  # «, editor of the Times»
            if not (word in opens or age or title) or word in tables.pronouns.keys() - {"who"}:
                return position
            step = position + 1
            while step < last and step - position < LONGEST_APPOSITION_WORDS:
                gap = tokens[step].gap
                if breaks(gap) and gap[0] in ',.;–—\n"“(:':
                    break
                step += 1
            if step - position >= LONGEST_APPOSITION_WORDS:
                return position
            position = step
        return position

    def acting_subject(self, index: int, unit_start: int) -> Phrase | None:
        """Whoever the sentence is about, for «…, saying that» and «went on to say that»."""
        tokens = self.tokens
        tables = self.tables
        first = bisect_left(self.starts, unit_start)
        for position in range(first, index):
            token = tokens[position]
            if self.page.mark_around(token.start) is not None:
                return None
            if (
                token.word in tables.pronouns
                and token.word not in OWN_TALK
                and tables.pronouns[token.word]
            ):
                return Phrase(position, position)
            starts_name = (
                token.capital
                and token.word not in tables.boundaries | tables.adjuncts | tables.adverbs
            )
            if not (starts_name or (position == first and token.word in tables.determiners)):
                continue
            if (
                position > first
                and tokens[position - 1].word in tables.joints | tables.adjuncts
                and not tokens[position - 1].capital
            ):
                continue
            end = position
            while end + 1 < index and end - position < 8 and not breaks(tokens[end + 1].gap):
                following = tokens[end + 1]
                if not (
                    following.capital
                    or following.word in {"of", "the", "de", "du", "der", "for"}
                    or following.word in tables.people | tables.organisations | tables.unnamed
                ):
                    break
                end += 1
            return Phrase(position, end)
        return None

    def only_adjuncts(self, first: int, previous: int) -> bool:
        """German: «Am Montag sagte Weber»: what stands before the verb is not its subject."""
        return (
            self.tokens[first].word
            in {
                "am",
                "im",
                "in",
                "bei",
                "nach",
                "vor",
                "auf",
                "zuvor",
                "später",
                "dazu",
                "dabei",
                "zugleich",
                "gleichzeitig",
                "gestern",
                "heute",
                "seit",
            }
            and previous - first < 8
        )
