"""A sheet is the same with a memory of earlier ones and without."""

from __future__ import annotations

import random

from readings import figure, origins, quote, reading, story, time
from tawatur.align import Memory, build_sheet
from tawatur.embed import default_encoder
from tawatur.model import Reading, Sheet

PORT = "A fire broke out in the harbour of Porto Lume on Monday evening.\n"
TOLL = "Nine people were injured, the harbour master said.\n"
FULL = "«We have the fire under control and the pier is closed until Friday», the mayor said.\n"
MINA = "اندلع حريق في ميناء بورتو لومي مساء الاثنين.\n"
HURT = "وأصيب اثنا عشر شخصا في الحريق، بحسب مستشفى المدينة.\n"


def accounts() -> list[Reading]:
    english = PORT + TOLL + FULL
    other = "The harbour of Porto Lume burned on Monday evening.\n" + FULL + "Fourteen people were injured.\n"  # fmt: skip
    arabic = MINA + HURT
    late = "Porto Lume counted the damage on Tuesday.\n" + PORT
    undated = "A fire broke out in the harbour of Porto Lume on Monday.\n"
    return [
        reading("a", "en", english, [
            figure(english, "Nine", 9, sense="injured", counted="people"),
            quote(english, FULL.split("»")[0].lstrip("«"), "the mayor"),
            time(english, "Monday", "2026-03-09"),
        ]),
        reading("b", "en", other, [
            figure(other, "Fourteen", 14, sense="injured", counted="people"),
            quote(other, FULL.split("»")[0].lstrip("«"), "the mayor"),
            time(other, "Monday", "2026-03-09"),
        ]),
        reading("c", "ar", arabic, [figure(arabic, "اثنا عشر", 12, sense="injured", counted="شخصا")]),
        reading("d", "en", late),
        reading("e", "en", undated, [time(undated, "Monday", "2026-03-09")]),
    ]  # fmt: skip


def laid_out(chosen: list[Reading], memory: Memory | None) -> Sheet:
    return build_sheet(
        story(*chosen),
        chosen,
        origins(*(r.article.id for r in chosen)),
        (),
        default_encoder().encode,
        memory=memory,
    )


def test_a_memory_changes_nothing() -> None:
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")
    chance = random.Random(seed)
    every = accounts()
    # so small that it forgets all the time, and one that never does
    memories = [Memory(articles=2, pairs=3), Memory()]
    for _ in range(6):
        order = chance.sample(every, len(every))
        for size in range(1, len(order) + 1):
            plain = laid_out(order[:size], None)
            for memory in memories:
                assert laid_out(order[:size], memory) == plain


def test_an_edited_article_is_not_taken_for_its_old_self() -> None:
    first, second, *_ = accounts()
    memory = Memory()
    laid_out([first, second], memory)
    text = first.article.text.replace("Nine", "Fourteen")
    edited = reading(
        "a", "en", text, [figure(text, "Fourteen", 14, sense="injured", counted="people")]
    )
    assert laid_out([edited, second], memory) == laid_out([edited, second], None)
    assert not laid_out([edited, second], memory).conflicts
