"""One text read as a whole: the readers in their order, titles and posts beside the body."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tawatur.annotate import Unread, annotate_article, annotate_text, annotate_texts
from tawatur.model import Article, Finding, Post, Stamp

SEEN = datetime(2031, 5, 6, 12, tzinfo=UTC)


def test_an_arabic_text_is_read_as_a_whole() -> None:
    text = "قال وزير الزراعة ماهر الجندلي إن الموسم سيبدأ غدا.\nوأضاف أن المياه كافية."
    read = annotate_text(text, published=date(2031, 5, 6))
    assert (read.language, read.direction, len(read.sentences)) == ("ar", "rtl", 2)
    assert [q.speaker.name for q in read.quotes if q.speaker] == ["ماهر الجندلي"] * 2


def test_tomorrow_inside_a_quotation_counts_from_the_day_of_speech() -> None:
    text = (
        "أعلن وزير النقل سامر الخطيب، يوم أمس الاثنين، موعد الافتتاح.\n"
        'وقال الخطيب للصحفيين: "سنفتح الجسر غدا أمام السيارات".'
    )
    read = annotate_text(text, published=date(2031, 5, 6))  # a Tuesday
    direct = [q for q in read.quotes if q.kind == "direct"]
    assert [q.spoken_on for q in direct] == ["2031-05-05"]
    tomorrow = next(t for t in read.times if t.text == "غدا")
    assert (tomorrow.value, tomorrow.anchor) == ("2031-05-06", "speech")


def test_empty_text_gives_empty_annotations() -> None:
    read = annotate_text("")
    assert (read.language, read.sentences, read.quotes) == ("und", (), ())


def test_title_and_posts_are_read_beside_the_body() -> None:
    stamp = Stamp(at=SEEN, day=SEEN.date(), precision="minute", where="text", confidence=1.0)
    article = Article(
        id="a",
        url=None,
        page_name="a.txt",
        seen_at=SEEN,
        title=Finding(value="اجتماع في الميناء", where="json-ld", confidence=1.0),
        outlet=None,
        text="أعلنت وزارة النقل أن الميناء سيفتح أبوابه يوم الأحد.",
        raw_text="",
        posts=(
            Post(
                text="الميناء يفتح غدا",
                account="@harbour",
                account_name=None,
                posted=stamp,
                links=(),
                spans=(),
            ),
        ),
    )
    read, body, title, posts = annotate_article(article)
    assert read.id == "a"
    assert [q.speaker.kind for q in body.quotes if q.speaker] == ["organisation"]
    assert title is not None and title.language == "ar"
    assert [p.language for p in posts] == ["ar"]


def test_texts_read_together_are_read_as_each_alone() -> None:
    unread = [
        Unread("قال الوزير أمس إن «الميناء سيفتح غدا».", published=date(2031, 5, 6)),
        Unread("", "ar"),
        Unread("The minister said on Monday: “We will open it tomorrow.”", None, date(2031, 5, 7)),
        Unread("قال الوزير أمس إن «الميناء سيفتح غدا».", published=date(2031, 6, 6)),
    ]
    alone = [
        annotate_text(text, language_hint=hint, published=day) for text, hint, day, _, _ in unread
    ]
    assert annotate_texts(unread) == alone
    assert len({repr(read.times) for read in alone}) == 4
