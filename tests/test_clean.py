"""Furniture goes with its reason and place, posts stand apart, and the news stays whole."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.clean import clean_article, judge_lines
from tawatur.encodings import decode
from tawatur.extract import extract_article
from tawatur.line_shape import shape_features
from tawatur.model import Article, Finding, Hints, Page

SEEN = datetime(2025, 3, 1, 8, 0, tzinfo=UTC)


def read_text(text: str, **hints: str) -> Article:
    page = Page(
        name="t.txt",
        body=text.encode(),
        media_type="text/plain",
        seen_at=SEEN,
        hints=Hints(**hints),
    )
    return clean_article(extract_article(page))


def assert_exact(article: Article) -> None:
    raw = article.raw_text
    assert "".join(raw[s.start : s.end] for s in article.kept) == article.text
    covered = [(s.start, s.end) for s in article.kept]
    covered += [(r.start, r.end) for r in article.removed]
    covered += [(s.start, s.end) for post in article.posts for s in post.spans]
    covered.sort()
    end = 0
    for start, stop in covered:
        assert start >= end, "pieces overlap"
        assert not raw[end:start].strip(), "something was lost without a reason"
        end = stop
    assert not raw[end:].strip()
    assert all(raw[r.start : r.end] == r.text for r in article.removed)


def reasons(article: Article) -> list[str]:
    return [removal.reason for removal in article.removed]


# --------------------------------------------------------------------------- the two seed documents


def seed(shared_dir: Path, start: str) -> Article:
    path = next((shared_dir / "seeds").glob(f"{start}_*.txt"))
    page = Page(name=path.name, body=path.read_bytes(), media_type="text/plain", seen_at=SEEN)
    article = clean_article(extract_article(page))
    assert_exact(article)
    return article


def test_first_seed(shared_dir: Path) -> None:
    article = seed(shared_dir, "000")
    assert article.title and article.title.value.startswith("انطلاق المحادثات")
    assert article.outlet and article.outlet.value == "Sputnik Arabic"
    assert article.published and article.published.at == datetime(2025, 2, 27, 7, 14, tzinfo=UTC)
    assert article.updated and article.updated.at == datetime(2025, 2, 27, 12, 5, tzinfo=UTC)
    assert len(article.posts) == 2
    for post in article.posts:
        assert (post.account, post.account_name) == ("@sputnik_ar", "Sputnik Arabic")
        assert post.posted and post.posted.day == date(2025, 2, 27)
        assert post.links
        assert "twitter" not in post.text and "t.co" not in post.text
    assert "5 ساعات على الأقل" in article.posts[1].text
    for gone in ("©", "تابعنا", "twitter", "t.co", "@sputnik", "انطلاق المحادثات", "📹", "GMT"):
        assert gone not in article.text
    assert article.text.count("\n") == 5
    assert reasons(article).count("headline-repeated") == 1


def test_second_seed(shared_dir: Path) -> None:
    article = seed(shared_dir, "001")
    assert article.title is article.outlet is article.published is article.updated is None
    assert reasons(article) == [
        "shortcode", "newsletter", "separator", "credit-line", "shortcode", "source-line",
    ]  # fmt: skip
    assert article.text.startswith("قال وزير الخارجية روسيا")
    assert article.text.rstrip().endswith("المستقبلية”.")


# --------------------------------------------------------------------------- furniture by language

FURNITURE = [
    ("ar", "تابعونا على تيليغرام", "follow-us"), ("ar", "شارك هذا الخبر", "follow-us"),
    ("ar", "اقرأ أيضًا: وزراء الخارجية يجتمعون الأحد", "read-also"), ("ar", "المصدر: وكالات", "source-line"),
    ("ar", "اشترك في نشرتنا البريدية ليصلك جديدنا", "newsletter"), ("ar", "إعــلان", "advertisement"),
    ("ar", "جميع الحقوق محفوظة © الأفق الجديد 2025", "copyright"), ("ar", "التعليقات", "comments"),
    ("ar", "الخميس ٢٧ شباط ٢٠٢٥ - ١٠:١٤", "time-stamp"), ("ar", "آخر تحديث: 27 فبراير 2025 10:14", "time-stamp"),
    ("ar", "تصوير: سامر عون", "photo-credit"),
    ("en", "Follow us on Twitter and Facebook", "follow-us"), ("en", "READ MORE: Ferry service resumes", "read-also"),
    ("en", "Get breaking news alerts for free, sent straight to your inbox", "newsletter"),
    ("en", "Leave a comment", "comments"), ("en", "Published 2:16 AM EST Nov 20, 2024", "time-stamp"),
    ("en", "(Photo: Harbour Gazette)", "photo-credit"), ("en", "ADVERTISEMENT", "advertisement"),
    ("en", "Copyright © 2025 Harbour Gazette. All rights reserved.", "copyright"),
    ("ru", "Читайте также: Переправа открыта", "read-also"), ("ru", "Подписывайтесь на наш канал", "follow-us"),
    ("ru", "27 февраля 2025, 10:14", "time-stamp"), ("ru", "Реклама", "advertisement"),
    ("tr", "Bizi takip edin", "follow-us"), ("tr", "İlgili Haberler", "read-also"), ("tr", "27 Şubat 2025 10:14", "time-stamp"),
    ("fr", "À lire aussi : Le bac reprend du service", "read-also"), ("fr", "Publicité", "advertisement"),
    ("es", "Suscríbete a nuestro boletín", "newsletter"), ("es", "Lea también: Reabre el puerto", "read-also"),
    ("de", "Lesen Sie auch: Fähre fährt wieder", "read-also"), ("de", "Jetzt Newsletter abonnieren", "newsletter"),
    ("de", "Anzeige", "advertisement"), ("de", "27. Februar 2025, 10.14 Uhr", "time-stamp"),
    ("ar", "الأكثر قراءة", "read-also"), ("ar", "كن أول من يعلق", "comments"), ("it", "Potrebbe interessarti", "read-also"),
    ("pt", "Assine", "newsletter"), ("pl", "Czytaj więcej", "read-also"), ("nl", "Lees meer over de haven", "read-also"),
    ("sv", "Senaste nytt", "read-also"), ("uk", "Найпопулярніше", "read-also"), ("ja", "関連記事", "read-also"), ("ko", "댓글", "comments"),
    ("en", "The ferry leaves Harbour Town on its first trip after the repair. (AP Photo/Ann Mercer)", "photo-credit"),
    ("en", "Passengers wait at the quay in Selby. Photograph: Ann Mercer/Harbour Gazette", "photo-credit"),
    ("en", "FILE - Passengers wait at the quay in Selby on March 1, 2024.", "photo-credit"),
    ("de", "Die Fähre am Anleger von Selby nach der Reparatur. © Jo Bright", "photo-credit"),
    ("und", "[ad_1]", "shortcode"), ("und", "* * *", "separator"), ("und", "#جنيف #محادثات", "tags"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "line", "reason"), FURNITURE)
def test_furniture_is_known_by_its_words(language: str, line: str, reason: str) -> None:
    assert judge_lines([line], language=language) == [reason]


NEWS = [
    'وقال المتحدث: "تابعنا الوضع عبر مراسلينا في المدينة طوال الليل".',
    "أعلنت الوزارة أن المصدر الرئيسي للحريق كان مستودعا للأخشاب قرب الميناء.",
    "كتبت الصحيفة أن المفاوضات وصلت إلى طريق مسدود بعد جلسة استمرت ست ساعات.",
    "بدأت الجلسة الأولى يوم الخميس 27 شباط 2025 في مقر الأمم المتحدة.",
    "قال الوزير إن بلاده تسلمت رسالة عبر البريد الإلكتروني من الوفد المفاوض.",
    "He said the newsletter had printed a false claim about the harbour.",
    "The advertisement cost the campaign $2 million, officials said on Thursday.",
    "By Thursday evening the water had reached the second floor of the town hall.",
    "Published in 1998, the report warned that the dam would not hold.",
    "Sie sagte, die Anzeige sei am 27. Februar 2025 bei der Polizei eingegangen.",
    "Источник в правительстве сообщил, что переговоры продолжатся в четверг.",
    "She put the photo back: the ferry had left by then, and the quay was empty.",
    "File sharing fell by a third last year, the regulator said on Monday.",
    "Most read of all was a letter from the harbour master to his crew.",
    "La publicité comparative reste interdite dans ce secteur, a rappelé la ministre.",
]


@pytest.mark.parametrize("line", NEWS)
def test_news_that_talks_of_such_things_stays(line: str) -> None:
    assert judge_lines([line]) == [None]


PAGES = sorted(
    p for p in (Path(__file__).parent / "pages").glob("*.html") if "nextjs" not in p.name
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pages_as_a_crawler_leaves_them_lose_no_news(path: Path) -> None:
    """All visible text of a page in lines, menus and footers included: what a poor crawler keeps."""
    gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
    tree = lxml.html.document_fromstring(decode(path.read_bytes(), None, "text/html")[0])
    for element in tree.xpath("//script | //title | //form"):
        element.drop_tree()
    text = "\n".join(" ".join(t.split()) for t in tree.itertext() if t.strip())
    article = read_text(text)
    assert_exact(article)
    for paragraph in gold["body"]:
        assert paragraph in article.text
    body = sum(map(len, gold["body"]))
    assert len(article.text) <= 1.15 * body
    if article.title:
        assert article.title.value == gold["title"]


# --------------------------------------------------------------------------- among its neighbours

FERRY = [
    "The ferry between Harbour Town and Selby will run again on Saturday after a repair of six weeks, the operator said.",
    "Its starboard engine had failed in January with 140 passengers aboard, and nobody was hurt in the accident.",
    "The council of Selby called the reopening overdue and asked for talks about compensation to start next week.",
    "The operator said it had ordered a second engine, which would be kept in the port for the next repair.",
]


def test_teasers_below_an_article_go_and_its_subheadings_stay() -> None:
    teasers = [
        "Lighthouse Keeper Retires After 41 Years", "Five Walks for a Wet Sunday | Leisure",
        "Town Hall Clock Stopped Again", "Mayor Opens New School in the North",
    ]  # fmt: skip
    subheading = "Compensation"
    lines = [FERRY[0], FERRY[1], subheading, FERRY[2], FERRY[3], "Most read", *teasers]
    verdicts = judge_lines(lines)
    assert verdicts[:5] == [None] * 5
    assert all(verdicts[5:])


def test_a_short_sentence_among_paragraphs_stays() -> None:
    lines = [FERRY[0], FERRY[1], "Nobody was aboard at the time of the second one.", *FERRY[2:]]
    assert judge_lines(lines) == [None] * 5
    menu, below = ["Home", "News", "Sport"], ["Most read", "Town Hall Clock Stopped Again"]
    crawled = [*menu, *FERRY[:2], "A second engine", *FERRY[2:], *below]
    assert [line for line, gone in zip(crawled, judge_lines(crawled), strict=True) if not gone] == [
        *FERRY[:2], "A second engine", *FERRY[2:],
    ]  # fmt: skip


def test_arabic_verses_and_paragraphs_without_a_full_stop_stay() -> None:
    lead = "أعلنت الحكومة فتح المعبر الشمالي أمام حركة الشاحنات اعتبارا من يوم السبت المقبل بعد إغلاق دام شهرين"
    more = "وقال مدير المعبر إن العمل سيستمر من السادسة صباحا حتى الثامنة مساء في كل أيام الأسبوع، وإن الرسوم لن تتغير."
    verses = ["يا معبر الشمال طال الغياب", "والريح تسأل عنك كل باب", "فافتح ذراعيك للقادمين"]
    lines = [more, lead, more, *verses, more, more]
    assert judge_lines(lines) == [None] * len(lines)


def test_tables_lists_and_numbered_headings_belong_to_the_article() -> None:
    lines = [
        *FERRY[:2], "Day | Boats | Late | Cancelled", "Monday | 12 | 1 | 0", "Tuesday | 11 | 4 | 1",
        "The operator promises:", "a second engine,", "a boat on Sundays,", "and a refund for those who waited.",
        "2. Where the money goes", *FERRY[2:],
    ]  # fmt: skip
    assert judge_lines(lines) == [None] * len(lines)


def test_links_in_capitals_between_paragraphs_and_the_writer_below() -> None:
    lines = [
        *FERRY[:3], "HARBOUR MASTER WARNED OF ENGINE TROUBLE IN LETTER TO THE MINISTRY", FERRY[3],
        "Tom Riley is a transport correspondent for the Harbour Gazette. He lives in Selby.",
    ]  # fmt: skip
    assert judge_lines(lines) == [None, None, None, "read-also", None, "byline-link"]
    turkish = [*FERRY[:3], "2 MAHALLE BOŞALTILDI VE BU SABAH 7 EV DAHA HASAR ALDI", FERRY[3]]
    assert judge_lines(turkish)[3] != "read-also", "a sub-heading there"


def test_who_and_where_above_an_arabic_lead() -> None:
    lead = "أعلنت الحكومة فتح المعبر الشمالي أمام حركة الشاحنات اعتبارا من يوم السبت المقبل بعد إغلاق دام شهرين."
    assert judge_lines(["سامر عون – الأفق الجديد:", lead]) == ["byline", None]
    assert judge_lines([lead, "سامر عون – الأفق الجديد:"])[0] is None


def test_paragraphs_that_trail_off_are_no_excerpts() -> None:
    column = [f"{' '.join(FERRY[:3])[:-1]}...", f"{' '.join(FERRY[1:])[:-1]}..."]
    assert judge_lines(column) == [None, None]


def test_every_weight_has_its_feature() -> None:
    table = tomllib.loads((files("tawatur") / "data" / "line_shape.toml").read_text("utf-8"))
    features = next(f for f in shape_features([*FERRY, "Most read"], [None] * 5) if f)
    assert list(table["weights"]) == list(features)


# --------------------------------------------------------------------------- forms


def test_photo_credit_glued_to_the_headline() -> None:
    title = "الحكومة تعلن فتح المعبر الشمالي أمام الشاحنات"
    article = read_text(
        f"{title}\n10:05 27.02.2025\n© Getty Images{title}\nأعلنت الحكومة فتح المعبر الشمالي أمام حركة "
        "الشاحنات اعتبارا من يوم السبت.\n"
    )
    assert_exact(article)
    assert article.title and article.title.value == title
    assert reasons(article) == ["headline", "time-stamp", "photo-credit", "headline-repeated"]
    assert article.text.startswith("أعلنت الحكومة")


def test_a_given_headline_is_not_repeated_in_the_text() -> None:
    article = read_text(
        "فتح المعبر الشمالي\nأعلنت الحكومة فتح المعبر الشمالي.\n", title="فتح المعبر الشمالي"
    )
    assert article.text == "أعلنت الحكومة فتح المعبر الشمالي."
    assert reasons(article) == ["headline-repeated"]


def test_a_sentence_is_no_headline() -> None:
    article = read_text(
        "قال مدير الميناء إن الرصيف الثاني سيفتح يوم الأحد.\nوأضاف أن العمل يجري ليلا ونهارا في الرصيفين.\n"
    )
    assert article.title is None
    assert article.removed == ()


def test_posts_in_plain_text() -> None:
    article = read_text(
        "قال مدير الميناء إن الرصيف الثاني سيفتح يوم الأحد بعد إغلاق دام أسبوعين.\n"
        "#عاجل فتح الرصيف الثاني أمام السفن pic.twitter.com/AbCdEf1234\n"
        "— مرصد الميناء (@port_watch) February 23, 2025\n"
        "وأضاف أن العمل يجري ليلا ونهارا في الرصيفين الأول والثالث.\n"
    )
    assert_exact(article)
    assert len(article.posts) == 1
    post = article.posts[0]
    assert post.text == "#عاجل فتح الرصيف الثاني أمام السفن"
    assert (post.account, post.account_name) == ("@port_watch", "مرصد الميناء")
    assert post.links == ("pic.twitter.com/AbCdEf1234",)
    assert article.text.count("\n") == 2 or article.text.endswith("والثالث.")
    assert article.outlet is None, "somebody else's post says nothing about the outlet"


def test_lines_that_recur_on_other_pages_of_the_outlet() -> None:
    page = Page(
        name="t.txt", media_type="text/plain", seen_at=SEEN,
        body="فتح المعبر أمام الشاحنات صباح السبت.\nالأفق الجديد نافذتكم على العالم.\nتستمر الحركة حتى المساء.".encode(),
    )  # fmt: skip
    article = clean_article(
        extract_article(page), recurring_lines=lambda line: 12 if "نافذتكم" in line else 0
    )
    assert reasons(article) == ["recurring"]


def test_cleaning_again_changes_nothing() -> None:
    once = read_text("[ad_1]\nأعلنت الحكومة فتح المعبر الشمالي أمام حركة الشاحنات.\nالمصدر\n")
    assert clean_article(once) == once


# --------------------------------------------------------------------------- whatever comes

SNIPPETS = st.sampled_from(
    [
        "© Sputnikانطلاق المحادثات", "© AFP", "[ad_1]", "المصدر", "تابعنا عبر", "📹 نص منشور", "\u200f",
        "— Name Name (@name) February 27, 2025", "https://t.co/abc pic.twitter.com/def", "نص طويل فيه خبر. ",
        "07:14 GMT 27.02.2025 (تم التحديث: 12:05 GMT 27.02.2025)", "___", "", " ", "\t", "Read more: x",
    ]
)  # fmt: skip


@given(
    st.lists(st.one_of(SNIPPETS, st.text(max_size=40)), max_size=12),
    st.sampled_from(["\n", "", "\n\n"]),
)
@settings(max_examples=300, deadline=None)
def test_spans_are_exact_for_any_text(parts: list[str], joint: str) -> None:
    raw = joint.join(parts).replace("\r", "")
    article = Article(
        id="x", url=None, page_name="x", seen_at=SEEN, outlet=None, text=raw, raw_text=raw,
        title=Finding(value="انطلاق المحادثات", where="text", confidence=1.0),
    )  # fmt: skip
    assert_exact(clean_article(article))


NEWS = (
    "قالت الشركة المشغلة إن العبّارة ستعود إلى العمل يوم السبت بعد إصلاح استمر ستة أسابيع في ميناء سلبا.\n"
    "وأضافت أن المحرك الثاني سيصل في الربيع وأن التذاكر القديمة صالحة حتى نهاية العام الجاري.\n"
)


@pytest.mark.parametrize(
    ("line", "outlet", "where"),
    [
        ("جميع الحقوق محفوظة لصحيفة الأفق الجديد © 2025", "الأفق الجديد", "copyright line"),
        ("© 2025 Harbour Gazette. All rights reserved.", "Harbour Gazette", "copyright line"),
        ("© 2025 Reuters. All rights reserved.", "Reuters", "copyright line"),
        ("© 2025 Ровный край. Все права защищены", "Ровный край", "copyright line"),
        ("All rights reserved.", None, None),
        ("تصوير: سامر عون", None, None),
    ],
)
def test_the_outlet_by_its_own_marks(line: str, outlet: str | None, where: str | None) -> None:
    found = read_text(NEWS + line).outlet
    assert (found.value if found else None, found.where if found else None) == (outlet, where)


def test_an_outlet_that_is_known_stays_whatever_the_text_says() -> None:
    article = read_text(
        NEWS + "© 2025 Harbour Gazette. All rights reserved.", outlet="الأفق الجديد"
    )
    assert article.outlet and article.outlet.value == "الأفق الجديد"
