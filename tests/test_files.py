"""Files of every kind become pages; what cannot be read says so and the rest goes on."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tawatur.encodings import decode
from tawatur.fetch.files import read_inputs
from tawatur.model import Failure, Page
from tawatur.settings import Settings

SEEN = datetime(2025, 3, 1, 8, 0, tzinfo=UTC)
SMALL = Settings(max_page_bytes=20_000)

PAGE = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="{charset}"><title>استئناف المحادثات
في جنيف</title></head><body><article><h1>استئناف المحادثات في جنيف</h1><p>قالت وزيرة الخارجية في مؤتمر
صحفي إن الوفود وصلت إلى المدينة مساء أمس، وإن الجلسة الأولى تبدأ صباح الخميس.</p></article></body></html>"""


def read(*paths: Path | str, settings: Settings = SMALL) -> tuple[list[Page], list[Failure]]:
    found = list(read_inputs(paths, seen_at=SEEN, settings=settings))
    pages = [item for item in found if isinstance(item, Page)]
    return pages, [item for item in found if isinstance(item, Failure)]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


SENTENCES = {
    "ar": "قال وزير الخارجية في مؤتمر صحفي عقد في العاصمة إن المحادثات ستستأنف يوم الخميس المقبل.",
    "fa": "وزیر امور خارجه گفت گفتگوها روز پنجشنبه در استانبول ادامه خواهد یافت",
    "ru": "Министр иностранных дел заявил журналистам, что переговоры продолжатся в четверг.",
    "uk": "Міністр закордонних справ заявив, що переговори триватимуть у четвер у Стамбулі",
    "fr": "Le président a déclaré à la presse que les négociations reprendront après l’été, où çà ?",
    "de": "Die Gespräche über die Botschaften würden in München fortgeführt, erklärte der Außenminister",
    "es": "El ministro señaló que la reunión continuará mañana en España, según informó la agencia",
    "tr": "Dışişleri Bakanı, görüşmelerin Perşembe günü İstanbul’da süreceğini söyledi.",
    "pl": "Minister spraw zagranicznych powiedział, że rozmowy będą kontynuowane. Źródło: święta",
    "el": "Ο υπουργός Εξωτερικών δήλωσε ότι οι συνομιλίες θα συνεχιστούν την Πέμπτη.",
    "he": "שר החוץ אמר לעיתונאים כי השיחות יימשכו ביום חמישי באיסטנבול",
    "zh": "外交部长在记者会上表示，谈判将于星期四在伊斯坦布尔继续进行。这是一个重要的会议",
    "zh-Hant": "外交部長在記者會上表示，談判將於星期四在伊斯坦堡繼續進行。這是一個重要的會議",
    "ja": "外相は記者会見で、協議は木曜日にイスタンブールで続けられると述べた。",
    "ko": "외교부 장관은 기자회견에서 협상이 목요일에 계속될 것이라고 말했다.",
    "th": "รัฐมนตรีต่างประเทศกล่าวว่าการเจรจาจะดำเนินต่อไปในวันพฤหัสบดี",
}
ENCODINGS = {
    "ar": ["windows-1256", "iso-8859-6"], "fa": ["windows-1256"], "uk": ["windows-1251"],
    "ru": ["windows-1251", "koi8-r", "iso-8859-5"], "fr": ["windows-1252"], "de": ["windows-1252"],
    "es": ["windows-1252"], "tr": ["windows-1254"], "pl": ["windows-1250"], "el": ["windows-1253"],
    "he": ["windows-1255"], "zh": ["gb18030"], "zh-Hant": ["big5hkscs"], "ja": ["cp932", "euc_jp"],
    "ko": ["cp949"], "th": ["cp874"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "encoding"), [(lang, enc) for lang in SENTENCES for enc in ENCODINGS[lang]]
)
def test_wrong_declarations_are_seen_through(language: str, encoding: str) -> None:
    body = SENTENCES[language].encode(encoding, "ignore")
    for declared in (
        None,
        "utf-8",
        "iso-8859-1",
        "windows-1251",
        "windows-1256",
        encoding,
        "no-such",
    ):
        text, _ = decode(body, declared, "text/html")
        assert text == body.decode(encoding), declared


def test_byte_order_marks_and_damaged_utf8() -> None:
    assert decode("خبر".encode("utf-16"), None, "text/plain") == ("خبر", "utf-16-le")
    assert decode(b"\xef\xbb\xbf" + "خبر".encode(), "windows-1256", "text/plain")[0] == "خبر"
    cut = ("قال المتحدث " * 50).encode()[:-3]
    assert decode(cut, "windows-1256", "text/html")[1] == "utf-8"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1256"])
def test_arabic_page_in_windows_1256(tmp_path: Path, charset: str) -> None:
    body = PAGE.format(charset=charset).encode("windows-1256")
    pages, failures = read(write(tmp_path / "page.html", body))
    assert not failures
    assert pages[0].media_type == "text/html"
    assert "وزيرة الخارجية" in decode(pages[0].body, pages[0].charset, "text/html")[0]


def test_a_folder_is_read_in_order_and_side_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    write(tmp_path / "b" / "2.txt", "نص خبر آخر")
    write(tmp_path / "a.html", PAGE.format(charset="utf-8"))
    write(tmp_path / "c.txt.gz", gzip.compress("نص مضغوط".encode()))
    write(tmp_path / "style.css", "p {}")
    write(tmp_path / ".hidden", "x")
    pages, failures = read(tmp_path)
    assert [Path(page.name).name for page in pages] == ["a.html", "2.txt", "c.txt.gz"]
    assert not failures
    assert pages[2].body.decode() == "نص مضغوط"
    assert [page.name for page in read(f"{tmp_path}/**/*.txt")[0]] == [
        str(tmp_path / "b" / "2.txt")
    ]


def test_records_with_hints_and_one_broken_line(tmp_path: Path) -> None:
    records = [
        {"url": "https://alnahda.example/1", "title": "عنوان", "body": "نص الخبر كاملا.", "source": "النهضة",
         "lang": "ar", "date": "2025-02-27T10:00:00+03:00", "authors": ["سلمى حداد"]},
        {"headline": None, "text": None, "title": None},
        {"title": "بلا نص", "text": None, "published": "sometime soon", "author": {"name": "رامي نصر"}},
    ]  # fmt: skip
    lines = [json.dumps(records[0], ensure_ascii=False), '{"title": "broken', json.dumps(records[1]),
             "[1, 2]", "", json.dumps(records[2])]  # fmt: skip
    for name, content in (
        ("r.jsonl", "\n".join(lines).encode()),
        ("r2.jsonl.gz", gzip.compress("\n".join(lines).encode())),
    ):
        pages, failures = read(write(tmp_path / name, content))
        assert [page.name.rsplit(" ", 2)[-1] for page in pages] == ["1", "6"]
        hints = pages[0].hints
        assert (hints.title, hints.outlet, hints.language, hints.text) == (
            "عنوان",
            "النهضة",
            "ar",
            "نص الخبر كاملا.",
        )
        assert hints.authors == ("سلمى حداد",)
        assert hints.published == "2025-02-27T10:00:00+03:00"
        assert pages[0].url == "https://alnahda.example/1"
        assert [(f.kind, f.item.rsplit(" ", 1)[-1]) for f in failures] == [
            ("broken-line", "2"), ("empty", "3"), ("broken-line", "4"), ("unknown-date", "6"),
        ]  # fmt: skip


def test_every_bad_file_says_why_and_the_rest_goes_on(tmp_path: Path) -> None:
    whole = gzip.compress(json.dumps({"text": "خبر"}).encode() * 400 + os.urandom(4000))
    bad = {
        "empty": write(tmp_path / "1.html", b""),
        "too-large": write(tmp_path / "2.html", b"<html>" + b"x" * 30_000),
        "not-text": write(tmp_path / "3.html", b"%PDF-1.7 ..."),
        "truncated": write(tmp_path / "4.html.gz", whole[: len(whole) // 2]),
        "missing": tmp_path / "5.html",
    }
    bomb = write(tmp_path / "6.html.gz", gzip.compress(b"0" * 5_000_000))
    binary = write(tmp_path / "7.txt", b"\x00\x01\x02" * 50)
    good = write(tmp_path / "8.txt", "قال المتحدث إن الجلسة انتهت.")
    pages, failures = read(*bad.values(), bomb, binary, good)
    assert [page.name for page in pages] == [str(good)]
    assert [(f.kind, f.item) for f in failures] == [
        *((kind, str(path)) for kind, path in bad.items()), ("too-large", str(bomb)), ("not-text", str(binary)),
    ]  # fmt: skip
    assert all(failure.detail and failure.at == SEEN for failure in failures)


def test_records_before_the_cut_of_a_gzip_are_read(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"{i} " + os.urandom(30).hex()}) + "\n" for i in range(300))
    whole = gzip.compress(lines.encode())
    pages, failures = read(write(tmp_path / "cut.jsonl.gz", whole[: len(whole) // 2]))
    assert 50 < len(pages) < 299
    assert [failure.kind for failure in failures] == ["truncated"]


def test_a_folder_without_permission(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    write(tmp_path / "open.txt", "خبر قصير")
    closed.chmod(0)
    code = (
        "import os, sys\nfrom datetime import datetime, UTC\n"
        "from tawatur.fetch.files import read_inputs\nfrom tawatur.settings import Settings\n"
        "os.geteuid() == 0 and os.setuid(65534)\n"
        "print([getattr(i, 'kind', 'page') for i in read_inputs([sys.argv[1]], seen_at=datetime.now(UTC), settings=Settings())])"
    )
    for parent in (tmp_path, *tmp_path.parents[:3]):  # let "nobody" come this far
        if parent.owner() == tmp_path.owner() and parent != Path("/"):
            parent.chmod(0o755)
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
    )
    closed.chmod(0o755)
    assert run.stdout.strip() == "['no-permission', 'page']", run.stderr


def test_a_saved_feed_is_read_entry_by_entry(tmp_path: Path) -> None:
    feed = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>النهضة</title>
<item><title>استئناف المحادثات</title><link>https://alnahda.example/1</link>
<pubDate>Thu, 27 Feb 2025 07:14:00 GMT</pubDate><content:encoded><![CDATA[<p>بدأت الجلسة الأولى.</p>]]></content:encoded></item>
<item><title>فتح المعبر</title><link>https://alnahda.example/2</link><description>موجز الخبر.</description></item>
</channel></rss>"""
    pages, failures = read(write(tmp_path / "feed.xml", feed))
    assert not failures
    assert [(page.url, page.hints.title) for page in pages] == [
        ("https://alnahda.example/1", "استئناف المحادثات"),
        ("https://alnahda.example/2", "فتح المعبر"),
    ]
    assert "بدأت الجلسة" in pages[0].body.decode()
    assert pages[0].hints.published


def test_half_a_character_costs_only_itself(tmp_path: Path) -> None:
    """Headlines are cut to a length inside an emoji, and JSON escapes the half that is left."""
    path = tmp_path / "cut.jsonl"
    whole, cut, literal = r"\ud83d\udd25", r"\ud83d", r"\\ud83d"
    path.write_text(
        "\n".join(
            f'{{"title": "Fire {which}", "text": "Twelve people were hurt in the fire."}}'
            for which in (whole, cut, literal)
        )
    )
    pages = list(read_inputs([path], seen_at=SEEN, settings=Settings()))
    titles = [page.hints.title for page in pages if isinstance(page, Page)]
    assert titles == ["Fire \U0001f525", "Fire \ufffd", "Fire \\ud83d"]
