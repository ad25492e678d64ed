"""The views in a terminal, for people.

Most terminals of today order Arabic themselves; for those that do not, ``bidi=True`` joins the
letters and puts every line into the order of the eye. Marks do not hang on colour alone: dates
carry their meaning in brackets, speech carries a number, standings carry their sign, so a pipe
or a file loses nothing.

Text of others is freed of control characters first: an article must not move the cursor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import regex
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from tawatur import wording
from tawatur.model import Delivery, Dossier, Failure, Reading, SearchHit, Source
from tawatur.publish import strings
from tawatur.publish.phrases import (
    conflict_value,
    count_sentence,
    development_text,
    evidence_words,
    feature_words,
    kinship_text,
    origin_evidence,
    subject_text,
)
from tawatur.publish.views import (
    ArticleRow,
    ArticleView,
    ConflictView,
    OriginBrief,
    OutletLink,
    ParagraphView,
    PointView,
    QuoteView,
    RenderingView,
    Segment,
    SourceView,
    Standing,
    StorySummary,
    StoryView,
    TimeView,
    TreeNode,
    Words,
    article_view,
    name_words,
    story_view,
)

GLYPHS: dict[Standing, tuple[str, str]] = {
    "all": ("●", "blue"),
    "several": ("◒", "cyan"),
    "one": ("○", "default"),
    "disputed": ("◆", "dark_orange"),
    "withdrawn": ("⊘", "bright_black"),
}
# Under this width the margin goes below its paragraph instead of beside it.
_NARROW = 90

_CONTROLS = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_RTL = regex.compile(r"[\p{Arabic}\p{Hebrew}]")


def clean(text: str) -> str:
    """``text`` without what would steer a terminal."""
    return _CONTROLS.sub("", text)


class _Screen:
    """A console that knows about direction."""

    def __init__(self, out: Console, language: str, bidi: bool) -> None:
        self.out = out
        self.language = language
        self.bidi = bidi

    def say(self, key: str, **values: object) -> str:
        return strings.say(key, self.language, **values)

    def shape(self, text: Text, *, rtl: bool, width: int | None = None) -> Text:
        """``text`` as this terminal needs it, at its own edge."""
        text = text.copy()
        text.justify = "right" if rtl else "left"
        if not self.bidi or not _RTL.search(text.plain):
            return text
        from arabic_reshaper import ArabicReshaper
        from bidi import get_display

        shaper = ArabicReshaper({"delete_harakat": False})
        lines = text.wrap(self.out, width or self.out.width)
        shown = [
            Text(
                get_display(shaper.reshape(line.plain.rstrip()), base_dir="R" if rtl else "L"),
                style=text.style,
            )
            for line in lines
        ]
        return Text("\n", justify=text.justify).join(shown)

    def line(self, text: Text | str, *, rtl: bool | None = None, indent: int = 0) -> None:
        text = Text(clean(text)) if isinstance(text, str) else text
        rtl = self.language == "ar" if rtl is None else rtl
        width = max(20, self.out.width - 2 * indent)
        shown = self.shape(text, rtl=rtl, width=width)
        # Only padding stretches a text to the full width, which the right edge needs.
        self.out.print(Padding(shown, (0, indent)) if indent or rtl else shown, highlight=False)

    def foreign(self, words: Words, style: str = "", indent: int = 0) -> None:
        self.line(Text(clean(words.text), style=style), rtl=words.direction == "rtl", indent=indent)

    def caption(self, facts: Sequence[str], *, rtl: bool, indent: int) -> None:
        """Whose words stand above: in the page's word order, at the edge of those words."""
        shown = Text(clean("— " + " · ".join(facts)), style="bright_black")
        width = max(20, self.out.width - 2 * indent)
        shown = self.shape(shown, rtl=self.language == "ar", width=width)
        shown.justify = "right" if rtl else "left"
        self.out.print(Padding(shown, (0, indent)), highlight=False)

    def heading(self, text: str) -> None:
        self.out.print()
        self.line(Text(text, style="bold reverse"))

    def cell(self, text: str, width: int = 40) -> Text:
        """A short string in a table: it keeps the page's edge."""
        shown = self.shape(Text(clean(text)), rtl=False, width=width)
        shown.justify = "right" if self.language == "ar" else "left"
        return shown


def _segments(segments: Iterable[Segment], style: str) -> Text:
    text = Text()
    for segment in segments:
        text.append(clean(segment.text), style=style if segment.marked else "")
    return text


def _outlet(link: OutletLink, language: str) -> str:
    if link.name:
        return clean(link.name.text)
    return f"{strings.say('unnamed-outlet', language)} ({clean(link.page_name)})"


def _when(at: datetime, language: str) -> str:
    return wording.moment(at, language)


# ------------------------------------------------------------------------------- one article


def print_reading(out: Console, reading: Reading, *, bidi: bool = False) -> None:
    """An article as read: the text with its spans, and beside it who said what, when."""
    screen = _Screen(out, "en", bidi)
    view = article_view(reading)
    _head(screen, view)
    for paragraph in view.paragraphs:
        _paragraph(screen, view, paragraph)
    _names(screen, view)
    _posts(screen, view)
    if view.removed:
        screen.heading("Taken out of the page")
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column(style="bright_black", ratio=3)
        table.add_column()
        for removal in view.removed:
            table.add_row(
                screen.cell(" ".join(removal.text.split()), out.width // 2),
                strings.reason(removal.reason, "en"),
            )
        out.print(table)
    out.print()


def _head(screen: _Screen, view: ArticleView) -> None:
    out = screen.out
    out.rule(clean(view.page_name), style="bright_black")
    if view.title:
        screen.foreign(view.title, "bold")
    else:
        screen.line(Text("no headline", style="bright_black"))
    facts = Table(box=None, pad_edge=False, show_header=False)
    facts.add_column(style="bright_black")
    facts.add_column()

    def fact(name: str, value: str | None, note: str | None = None) -> None:
        shown = screen.cell(value or "not known", out.width - 16)
        if note and value:
            shown.append(f"  ({note})", style="bright_black")
        facts.add_row(name, shown)

    fact("outlet", view.outlet.text if view.outlet else None, view.outlet_where)
    for name, claim in (("published", view.published), ("updated", view.updated)):
        if claim:
            value = wording.moment(claim.at, "en") + " UTC"
            fact(
                name,
                value if claim.precision == "minute" else wording.day(claim.day, "en"),
                claim.where,
            )
        elif name == "published":
            fact(name, None)
    if view.authors:
        fact("by", ", ".join(view.authors))
    where = next((f.where for f in view.found if f.field == "section"), None)
    if view.section:
        fact("section", view.section, where)
    fact("language", f"{strings.language_name(view.language, 'en')}, {view.direction}")
    for credit in view.credits:
        fact(credit.kind, credit.text, credit.agency_name)
    signs = view.translation
    if signs and signs.suspected:
        source = strings.language_name(signs.from_language, "en") if signs.from_language else ""
        fact(
            "translation",
            "reads like a machine translation" + (f" from {source}" if source else ""),
            f"{signs.score:.0%}; " + ", ".join(dict.fromkeys(k for k, _ in signs.marks)),
        )
    out.print(facts)
    out.print()


def _time_gloss(time: TimeView) -> str | None:
    if time.kind not in ("date", "time"):
        return None
    value = time.settled_value or time.value or " or ".join(time.candidates)
    if not value or value == time.text:
        return None
    return value + (", from the day of speech" if time.anchor == "speech" else "")


def _paragraph(screen: _Screen, view: ArticleView, paragraph: ParagraphView) -> None:
    rtl = view.direction == "rtl"
    text = Text()
    for piece in paragraph.pieces:
        style = " ".join(
            s
            for s, on in (
                ("cyan", piece.quote),
                ("underline", piece.name),
                ("bold green", piece.time),
                ("on dark_orange3", piece.disputed),
            )
            if on
        )
        text.append(clean(piece.text), style=style)
        for time in piece.times_ending:
            if gloss := _time_gloss(time):
                text.append(f" [{gloss}]", style="green")
        for number in piece.quotes_ending:
            text.append(f" ({number})", style="bold cyan")
    notes = [_note(q) for q in paragraph.quotes]
    if screen.out.width < _NARROW or not notes:
        wide = screen.out.width if screen.out.width < _NARROW else screen.out.width * 6 // 10
        shown = screen.shape(text, rtl=rtl, width=wide)
        screen.out.print(Padding(shown, (0, screen.out.width - wide, 0, 0)))
        for note in notes:
            screen.line(note, rtl=False, indent=2)
    else:
        left = screen.out.width * 6 // 10
        right = screen.out.width - left - 3
        grid = Table.grid(padding=(0, 3, 0, 0))
        grid.add_column(width=left)
        grid.add_column(width=right)
        margin = Text("\n").join(screen.shape(n, rtl=False, width=right) for n in notes)
        grid.add_row(screen.shape(text, rtl=rtl, width=left), margin)
        screen.out.print(grid)
    screen.out.print()


def _note(quote: QuoteView) -> Text:
    note = Text()
    note.append(f"{quote.number} ", style="bold cyan")
    note.append(clean(quote.speaker or "speaker not named"), style="bold")
    facts = [quote.kind, quote.strength]
    if quote.speaker_role and quote.speaker_role != quote.speaker:
        facts.insert(0, quote.speaker_role)
    if quote.resolved_by in ("pronoun", "bare-verb"):
        facts.append(f"speaker from the {quote.resolved_by.replace('-', ' ')}")
    if quote.spoken_on:
        facts.append(f"spoken on {quote.spoken_on}")
    if quote.addressee:
        facts.append(f"said to {quote.addressee}")
    if quote.occasion:
        facts.append(f"occasion {quote.occasion}")
    if quote.hedge:
        facts.append(f"hedged: {quote.hedge}")
    if quote.chain:
        facts.append("via " + ", ".join(quote.chain))
    note.append(": " + clean(", ".join(facts)), style="bright_black")
    return note


def _names(screen: _Screen, view: ArticleView) -> None:
    if not view.names:
        return
    screen.heading("Names")
    for kind in ("person", "organisation", "place", "other"):
        names = [n for n in view.names if n.kind == kind]
        if names:
            parts = [
                n.text + (f" ({n.role})" if n.role else "") + (f" ×{k}" if k > 1 else "")
                for n in names
                for k in (len(n.spans),)
            ]
            screen.line(Text(kind, style="bright_black"), rtl=False)
            screen.line(" · ".join(parts), rtl=view.direction == "rtl", indent=2)


def _posts(screen: _Screen, view: ArticleView) -> None:
    if not view.posts:
        return
    screen.heading("Embedded posts")
    for post in view.posts:
        who = " ".join(clean(x) for x in (post.account_name, post.account) if x)
        when = wording.day(post.posted.day, "en") if post.posted else "not dated"
        screen.line(Text(f"{who or 'account not known'}, {when}", style="bright_black"), rtl=False)
        text = Text(clean(post.text))
        for time in post.times:
            if gloss := _time_gloss(time):
                text.append(f" [{clean(time.text)} = {gloss}]", style="green")
        screen.line(text, rtl=post.direction == "rtl", indent=2)
        for link in post.links:
            screen.line(Text(clean(link), style="bright_black"), rtl=False, indent=2)


# ------------------------------------------------------------------------------- a story


def print_compare(
    out: Console, dossier: Dossier, *, language: str = "en", bidi: bool = False
) -> None:
    """The sheet: shared points, those of one account, disputes, quotations, dates, origins."""
    told = len({r.article.seen_at for r in dossier.readings}) > 1
    _story(_Screen(out, language, bidi), story_view(dossier, language), first_seen=told)


def print_story(
    out: Console, dossier: Dossier, *, language: str = "en", bidi: bool = False
) -> None:
    """Everything that a story's page shows."""
    _story(_Screen(out, language, bidi), story_view(dossier, language), first_seen=True)


def _story(screen: _Screen, view: StoryView, *, first_seen: bool) -> None:
    summary, language = view.summary, screen.language
    if view.headline:
        screen.foreign(view.headline.words, "bold")
        if view.headline.kind == "first-sentence":
            screen.line(Text(f"({screen.say('first-sentence')})", style="bright_black"))
    else:
        screen.line(Text(screen.say("untitled"), style="bold"))
    for headline in view.other_headlines:
        screen.foreign(headline.words, indent=2)
    screen.out.print()
    screen.line(
        f"{strand_text(summary.origins, summary.unknown_articles)}  {count_sentence(summary, language)}"
    )
    screen.line(Text(size_text(summary, language), style="bright_black"))
    for group in view.groups:
        glyph, colour = GLYPHS[group.standing]
        if group.standing == "all":
            title = strings.count(summary.independent_origins, "all-say", language)
        elif group.standing == "one" and summary.independent_origins < 2:
            one = summary.independent_origins == 1
            title = screen.say("group-one-of-one" if one else "group-unknown")
        else:
            title = screen.say(f"group-{group.standing}")
        screen.out.print()
        screen.line(Text(f"{glyph} {title} ({len(group.points)})", style=f"bold {colour}"))
        for point in group.points:
            _point(screen, point, first_seen)
    conflicts = [c for c in view.conflicts if c.relation == "conflict"]
    changes = [c for c in view.conflicts if c.relation != "conflict"]
    for title, some in ((screen.say("disputed"), conflicts), (screen.say("changed"), changes)):
        if some:
            screen.heading(title)
            for conflict in some:
                screen.out.print()
                _conflict(screen, conflict, first_seen)
    if view.said:
        screen.heading(screen.say("said"))
        for said in view.said:
            screen.out.print()
            who = said.speaker.text if said.speaker else screen.say("speaker-unknown")
            others = [w.text for w in said.spellings] + ([said.role.text] if said.role else [])
            screen.line(Text(clean(" · ".join([who, *others])), style="bold"))
            for index, (rendering, also) in enumerate(said.distinct):
                _rendering(screen, rendering, index == 0 and len(said.renderings) > 1, also)
    _hedges(screen, view, first_seen)
    _dates(screen, view, first_seen)
    _origins(screen, view, first_seen)
    _timeline(screen, view, first_seen)
    if first_seen and view.developments:
        screen.heading(screen.say("developments"))
        for brief in view.developments:
            facts = [_when(brief.at, language), development_text(brief, language)]
            if brief.outlet:
                facts.append(brief.outlet.text)
            screen.out.print()
            screen.line(Text(clean(" · ".join(facts)), style="bright_black"), indent=1)
            if brief.words:
                screen.foreign(brief.words, indent=2)
    _articles(screen, view, first_seen)


def strand_text(origins: Sequence[OriginBrief], unknown: int) -> str:
    """The strand in letters: ● an origin, | an article carrying it, ◌ an unknown origin."""
    parts = ["●" + "|" * min(o.carriers, 10) for o in origins]
    return " ".join(parts + (["◌" * min(unknown, 10)] if unknown else []))


def size_text(summary: StorySummary, language: str) -> str:
    """As "9 articles · 3 languages"."""
    return " · ".join(
        (
            strings.count(summary.article_count, "article", language),
            strings.count(len(summary.languages), "language", language),
        )
    )


def counts_text(summary: StorySummary, language: str) -> str:
    """As "2 independent origins · 9 articles · 3 languages"."""
    known = (
        strings.count(summary.independent_origins, "independent-origins", language)
        if summary.independent_origins
        else strings.say("no-origin-known", language)
    )
    return f"{known} · {size_text(summary, language)}"


# A point at the margin, what bears it one step in.
_POINT_INDENT, _SOURCE_INDENT = 2, 4


def _point(screen: _Screen, point: PointView, first_seen: bool) -> None:
    screen.out.print()
    screen.foreign(point.words, "bold", indent=_POINT_INDENT)
    told = {_bare(point.words.text)}
    for source in point.sources:
        # Words already shown, as the point or by another source, are not printed again.
        words = _bare("".join(s.text for s in source.segments))
        marked = {_bare(s.text) for s in source.segments if s.marked}
        same = words in told or bool(marked & told)
        told.add(words)
        _source(screen, source, first_seen, GLYPHS[point.standing][1], facts_only=same)
    if point.withdrawn_at:
        since = screen.say("withdrawn-since", time=_when(point.withdrawn_at, screen.language))
        screen.line(Text(since, style="bright_black"), indent=_SOURCE_INDENT)
    if point.copies:
        names = screen.say("sep").join(_outlet(c, screen.language) for c in point.copies)
        screen.line(
            Text(f"{screen.say('same-copies')} {names}", style="bright_black"),
            indent=_SOURCE_INDENT,
        )


def _bare(text: str) -> str:
    """``text`` for comparing: without what stands around its words."""
    return regex.sub(r"^\W+|\W+$", "", " ".join(text.split()))


def _source(
    screen: _Screen,
    source: SourceView,
    first_seen: bool,
    colour: str,
    *,
    facts_only: bool = False,
) -> None:
    rtl = source.direction == "rtl"
    if not facts_only:
        text = _segments(source.segments, f"underline {colour}")
        screen.line(text, rtl=rtl, indent=_SOURCE_INDENT)
    facts = [_outlet(source.outlet, screen.language)]
    if first_seen:
        facts.append(_when(source.seen_at, screen.language))
    if source.kinship.kind != "own":
        facts.append(kinship_text(source.kinship, screen.language))
    if source.part != "text":
        facts.append(screen.say("in-a-post" if source.part == "post" else "in-the-headline"))
    if source.version:
        facts.append(screen.say("earlier-version", n=source.version))
    if source.voucher:
        facts.append(f"{screen.say('on-the-word-of')} {source.voucher.text}")
    elif source.voucher_kind in ("unnamed", "correspondent"):
        facts.append(screen.say(f"voucher-{source.voucher_kind}"))
    screen.caption(facts, rtl=rtl, indent=_SOURCE_INDENT)


def _conflict(screen: _Screen, conflict: ConflictView, first_seen: bool) -> None:
    language = screen.language
    values = [conflict_value(conflict.kind, s, language).striptags() for s in conflict.sides]
    join = {"conflict": " ≠ ", "update": f" {screen.say('then')} "}.get(conflict.relation, " / ")
    relation = screen.say(f"relation-{conflict.relation}")
    about = subject_text(conflict, language)
    title = f"◆ {about}: {join.join(values)}  ({relation})"
    screen.line(Text(clean(title), style="bold dark_orange"))
    for side in conflict.sides:
        for source in side.sources[: max(1, min(3, len(side.origins)))]:
            _source(screen, source, first_seen, "dark_orange")


_DIFFERING_SHOWN = 3


def _rendering(
    screen: _Screen, rendering: RenderingView, fullest: bool, others: Sequence[OutletLink]
) -> None:
    text = _segments(rendering.segments, "underline dark_orange")
    screen.line(text, rtl=rendering.direction == "rtl", indent=2)
    facts = [
        strings.language_name(rendering.language, screen.language),
        _outlet(rendering.outlet, screen.language),
        screen.say(f"kind-{rendering.kind}"),
    ]
    if rendering.cut:
        words = strings.count(rendering.words_missing, "word", screen.language)
        facts.append(
            screen.say("cut-words", words=words) if rendering.words_missing else screen.say("cut")
        )
    if rendering.differing:
        left, right = ("«", "»") if screen.language == "ar" else ("“", "”")
        # Three of them show what kind of difference it is; all are underlined above.
        parts = [f"{left}{d}{right}" for d in rendering.differing[:_DIFFERING_SHOWN]]
        if rest := len(rendering.differing) - len(parts):
            parts.append(screen.say("n-more", n=rest))
        quoted = screen.say("sep").join(parts)
        facts.append(screen.say("differs", words=quoted))
    elif fullest:
        facts.append(screen.say("fullest"))
    if others:
        names = screen.say("sep").join(_outlet(o, screen.language) for o in others)
        facts.append(f"{screen.say('word-for-word')} {names}")
    screen.caption(facts, rtl=rendering.direction == "rtl", indent=2)


def _hedges(screen: _Screen, view: StoryView, first_seen: bool) -> None:
    if not view.hedges:
        return
    screen.heading(screen.say("hedges"))
    for hedge in view.hedges:
        screen.out.print()
        screen.line(Text(clean(f"{screen.say('hedged')}: {hedge.hedge.text}"), style="bold"))
        _source(screen, hedge.source, first_seen, "dark_orange")
        screen.line(Text(screen.say("flat"), style="bold"))
        _source(screen, hedge.copy, first_seen, "dark_orange")


def _dates(screen: _Screen, view: StoryView, first_seen: bool) -> None:
    if not view.settled and not view.inferred:
        return
    language = screen.language
    screen.heading(screen.say("settled"))
    for settled in view.settled:
        screen.out.print()
        choices = screen.say("or").join(wording.timex(c, language) for c in settled.candidates)
        value = wording.timex(settled.value, language)
        title = screen.say("left-open", candidates=choices) + screen.say("sep")
        screen.line(Text(f"{title}{screen.say('settled-to')} {value}", style="bold"))
        for source in (settled.source, *settled.evidence):
            _source(screen, source, first_seen, "green")
    for inferred in view.inferred:
        screen.out.print()
        name = _outlet(inferred.outlet, language)
        text = f"{name}: {screen.say('inferred')}{screen.say('sep')}{wording.day(inferred.day, language)}"
        screen.line(Text(text, style="bold"))
        for source in inferred.evidence:
            _source(screen, source, first_seen, "green")


def _origins(screen: _Screen, view: StoryView, first_seen: bool) -> None:
    if not view.origins:
        return
    screen.heading(screen.say("where-from"))
    edges = {e.copy.id: e for e in reversed(view.edges) if e.main}

    def label(node: TreeNode, mark: str) -> Text:
        name = node.name.text if node.name else ""
        name = name or (_outlet(node.outlet, screen.language) if node.outlet else "")
        facts = [
            kinship_text(node.kinship, screen.language)
            if node.outlet
            else screen.say("agency-unseen")
        ]
        if node.seen_at and first_seen:
            facts.append(_when(node.seen_at, screen.language))
        edge = edges.get(node.outlet.article_id) if node.outlet else None
        if edge:
            facts += [evidence_words(e, screen.language).striptags() for e in edge.evidence]
        else:
            told = origin_evidence(node.kinship.evidence, screen.language).striptags()
            facts += [told] if told else []
        text = Text(clean(f"{mark}{name}"))
        text.append(clean("  " + " · ".join(facts)), style="bright_black")
        return screen.shape(text, rtl=False)

    def grow(branch: Tree, node: TreeNode) -> None:
        for child in node.children:
            grow(branch.add(label(child, "| ")), child)

    for origin in view.origins:
        mark = "◌ " if origin.kind == "unknown" else "● "
        for root in origin.roots:
            tree = Tree(label(root, mark), guide_style="bright_black")
            grow(tree, root)
            screen.out.print(tree)


def _timeline(screen: _Screen, view: StoryView, first_seen: bool) -> None:
    if not view.timeline:
        return
    screen.heading(screen.say("timeline"))
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(style="bright_black")
    for entry in view.timeline:
        choices = [entry.when] if entry.when else list(entry.candidates)
        when = " / ".join(wording.timex(c, screen.language) for c in choices)
        by = _outlet(entry.first_outlet, screen.language)
        if first_seen:
            by += f"{screen.say('sep')}{_when(entry.first_reported_at, screen.language)}"
        table.add_row(
            when or screen.say("not-stated"), screen.cell(entry.words.text), screen.cell(by)
        )
    screen.out.print(table)


def _articles(screen: _Screen, view: StoryView, first_seen: bool) -> None:
    language = screen.language
    count = strings.count(len(view.articles), "article", language)
    screen.heading(screen.say("all-articles", articles=count))
    table = Table(box=None, pad_edge=False, header_style="bright_black")
    table.add_column(screen.say("th-outlet"), ratio=3)
    table.add_column(screen.say("First-seen" if first_seen else "says-published"))
    table.add_column(screen.say("th-kind"))
    for row in view.articles:
        name = _outlet(row.outlet, language)
        title = f"{name}: {row.title.text}" if row.title else name
        if first_seen:
            when = _when(row.seen_at, language)
        elif row.published:
            when = _when(row.published.at, language)
        elif row.inferred_day:
            when = screen.say("date-inferred", day=wording.day(row.inferred_day, language))
        else:
            when = screen.say("date-unknown")
        kind = kinship_text(row.kinship, language)
        if row.gone_at:
            gone = screen.say("gone-since", time=_when(row.gone_at, language))
            kind += f"{screen.say('sep')}{gone}"
        table.add_row(screen.cell(title), screen.cell(when), screen.cell(kind))
        if because := _because(row, language):
            table.add_row(Text(clean(f"  {because}"), style="bright_black"))
    screen.out.print(table)


def _because(row: ArticleRow, language: str) -> str:
    """Why an article is in its story, in one line; nothing for the one that opened it."""
    if row.opened:
        return ""
    sep = strings.say("sep", language)
    parts = [
        f"{strings.say(f'because-{b.kind}', language)} {sep.join(w.text for w in b.words)}".strip()
        for b in row.because
    ]
    if row.why:
        words = sep.join(feature_words(w.feature, language) for w in row.why)
        parts.append(f"{strings.say('decided-by', language)} {words}")
    return f"{strings.say('th-why', language)}: {'; '.join(parts)}" if parts else ""


# ------------------------------------------------------------------------------- lists


def print_stories(
    out: Console, summaries: Sequence[StorySummary], *, language: str = "en", bidi: bool = False
) -> None:
    """A list of stories with their counts and newest development."""
    screen = _Screen(out, language, bidi)
    if not summaries:
        screen.line(screen.say("no-stories"))
    for summary in summaries:
        headline = summary.headline(language)
        screen.line(
            Text(f"{summary.id}  {_when(summary.newest_at, language)}", style="bright_black")
        )
        if headline:
            screen.foreign(headline.words, "bold", indent=1)
        else:
            screen.line(Text(screen.say("untitled"), style="bold"), indent=1)
        strand = strand_text(summary.origins, summary.unknown_articles)
        screen.line(f"{strand}  {counts_text(summary, language)}", indent=1)
        for dispute in summary.disputed[:1]:
            values = " ≠ ".join(
                wording.value(dispute.kind, v, language, unit=dispute.unit) for v in dispute.values
            )
            about = subject_text(dispute, language)
            shown = f"◆ {screen.say('disputed:')} {about}: {values}"
            screen.line(Text(clean(shown), style="dark_orange"), indent=1)
        out.print()


def print_hits(out: Console, hits: Sequence[SearchHit], *, bidi: bool = False) -> None:
    """What a search found."""
    screen = _Screen(out, "en", bidi)
    if not hits:
        screen.line(screen.say("nothing-found"))
    for hit in hits:
        name = hit.outlet or screen.say("unnamed-outlet")
        screen.line(
            Text(clean(f"{name} · {hit.language} · {_when(hit.seen_at, 'en')}"), "bright_black")
        )
        words = name_words(hit.title or screen.say("untitled"), hit.language)
        screen.foreign(words, "bold", indent=1)
        screen.foreign(name_words(hit.snippet, hit.language), indent=1)
        where = f"article {hit.article_id}" + (f", story {hit.story_id}" if hit.story_id else "")
        screen.line(Text(where, style="bright_black"), indent=1)
        out.print()


def print_status(
    out: Console,
    counts: dict[str, int],
    sources: Sequence[Source],
    failures: Sequence[Failure],
) -> None:
    """How much there is, how the sources do, and what went wrong lately."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, number in counts.items():
        table.add_row(f"{number:,}", name.replace("_", " "))
    out.print(table)
    if sources:
        out.print(Text("\nSources", style="bold"))
        table = Table(box=None, pad_edge=False, show_header=False)
        for source in sources:
            read = wording.moment(source.polled_at, "en") if source.polled_at else "not read yet"
            table.add_row(
                clean(source.outlet or source.url), source.state, read, clean(source.reason or "")
            )
        out.print(table)
    if failures:
        out.print(Text("\nWhat could not be read, newest first", style="bold"))
        for failure in failures:
            when = wording.moment(failure.at, "en")
            out.print(
                Text(clean(f"{when}  {failure.item}: {failure.detail} ({failure.kind})")),
                highlight=False,
            )


def print_deliveries(out: Console, deliveries: Sequence[Delivery], silent: Sequence[Any]) -> None:
    """Mails and messages on their way, and servers that do not answer."""
    for channel in silent:
        again = wording.moment(channel.next_try_at, "en")
        said = f"{channel.name}: no answer {channel.failures} times, again {again}"
        out.print(Text(clean(f"{said}: {channel.last_error}"), style="bold"))
    if deliveries:
        out.print(Text("\nDeliveries, newest first", style="bold"))
    for delivery in deliveries:
        parts = (
            delivery.id,
            wording.moment(delivery.made_at, "en"),
            delivery.state,
            delivery.address,
            f"{delivery.attempts} attempts",
            delivery.last_error or "",
        )
        out.print(Text(clean("  ".join(parts).rstrip())), highlight=False, soft_wrap=True)
