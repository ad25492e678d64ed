"""The same views in a terminal, with nothing lost without colour."""

from __future__ import annotations

import io

from rich.cells import cell_len
from rich.console import Console

from dossiers import at, ferry, hostile
from tawatur.model import Failure, SearchHit, Source
from tawatur.publish import terminal
from tawatur.publish.views import summarise


def console(width: int = 120) -> Console:
    return Console(file=io.StringIO(), width=width, force_terminal=False)


def shown(out: Console) -> str:
    return out.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_an_article_shows_dates_speakers_posts_and_what_was_removed() -> None:
    out = console()
    terminal.print_reading(out, ferry().readings[1])
    text = shown(out)
    assert "غدًا [2026-03-13," in text
    assert "(1)" in text and "1 نادية حرّوق" in text
    assert "@marfa_news, 12 March 2026" in text
    assert "call to follow the outlet" in text
    assert "javascript" not in text


def test_a_narrow_terminal_gets_the_margin_below() -> None:
    out = console(60)
    terminal.print_reading(out, ferry().readings[1])
    assert max(cell_len(line) for line in shown(out).splitlines()) <= 60


def test_the_sheet_shows_counts_disputes_renderings_and_the_tree() -> None:
    out = console()
    terminal.print_compare(out, ferry())
    text = shown(out)
    assert "● ●|| ● ◌  3 independent origins (Barid al-Mina, " in text
    assert "1 of unknown origin, 2 copies." in text and "6 articles · 4 languages" in text
    assert "● All three origins say (1)" in text
    assert "المصابين: 17 ≠ 31" in text
    assert "differs: “coupables seront punis”" in text
    assert "settled to 12 March 2026" in text
    assert "translation of وكالة المرفأ" in text


def test_the_sheet_speaks_arabic() -> None:
    out = console()
    terminal.print_story(out, ferry(), language="ar")
    text = shown(out)
    assert "3 مصادر مستقلة (" in text and "6 مقالات · 4 لغات" in text
    assert "تقوله المصادر الـ3 جميعًا" in text


def test_a_terminal_without_bidi_gets_lines_in_the_order_of_the_eye() -> None:
    out = console()
    terminal.print_reading(out, ferry().readings[1], bidi=True)
    text = shown(out)
    assert "مرسى النور" not in text
    assert "ﺭﻮﻨﻟﺍ ﻰﺳﺮﻣ" in text


def test_text_of_others_cannot_steer_the_terminal() -> None:
    out = console()
    terminal.print_compare(out, hostile())
    terminal.print_hits(
        out,
        [
            SearchHit(
                article_id="a", story_id=None, title="\x1b[2Jclear\x07", outlet=None, language="en",
                seen_at=at(0), snippet="[bold]not markup[/bold]", score=1,
            )
        ],
    )  # fmt: skip
    text = shown(out)
    assert "\x1b" not in text and "\x07" not in text and "\u202e" not in text
    assert "[bold]not markup[/bold]" in text


def test_lists_of_stories_and_the_state_of_things() -> None:
    out = console()
    terminal.print_stories(out, [summarise(ferry())])
    terminal.print_stories(out, [])
    source = Source(id="s", url="https://x.example/feed", kind="feed", added_at=at(0), state="gone")
    failure = Failure(stage="extract", item="a.html", kind="empty", detail="no text", at=at(0))
    terminal.print_status(out, {"articles": 6, "stories": 1}, [source], [failure])
    text = shown(out)
    assert "Disputed: المصابين: 17 ≠ 31" in text
    assert "No story yet" in text
    assert "gone" in text and "a.html: no text (empty)" in text
