"""Hand-written dossiers for the tests of pages, mails and the service: what earlier stages would
have made of six articles by invented outlets about one ferry, and of one lonely article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import regex

from tawatur.model import (
    Annotations,
    Article,
    Conflict,
    ConflictSide,
    Credit,
    Derivation,
    Development,
    Dossier,
    Figure,
    Finding,
    InferredDate,
    Member,
    Membership,
    NameMention,
    Origin,
    Place,
    Point,
    Post,
    Quote,
    QuoteGroup,
    Reading,
    Reason,
    Removal,
    Rendering,
    Sentence,
    SettledTime,
    Sheet,
    Span,
    Speaker,
    Stamp,
    Story,
    TextChange,
    TimelineEntry,
    TimeMention,
    VersionChange,
)
from tawatur.publish.views import StorySummary, summarise
from tawatur.text import is_rtl

START = datetime(2026, 3, 12, 17, 47, tzinfo=UTC)


def at(minutes: int) -> datetime:
    """That many minutes after the first article was seen."""
    return START + timedelta(minutes=minutes)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def annotate(text: str, language: str, **more: Any) -> Annotations:
    sentences = []
    for number, line in enumerate(regex.finditer(r"[^\n]+", text)):
        for found in regex.finditer(r"\S.*?(?:[.؟!](?=\s|$)|$)", line.group()):
            sentences.append(
                Sentence(
                    start=line.start() + found.start(),
                    end=line.start() + found.end(),
                    paragraph=number,
                )
            )
    return Annotations(
        language=language,
        language_confidence=0.99,
        direction="rtl" if is_rtl(language) else "ltr",
        sentences=tuple(sentences),
        **more,
    )


def read(
    id: str,
    outlet: str | None,
    language: str,
    title: str | None,
    text: str,
    minutes: int,
    *,
    names: Sequence[tuple[str, str, str]] = (),  # (words, kind, identity)
    quotes: tuple[Quote, ...] = (),
    times: tuple[TimeMention, ...] = (),
    figures: tuple[Figure, ...] = (),
    **article: Any,
) -> Reading:
    seen = at(minutes)
    stamp = Stamp(
        at=seen - timedelta(minutes=3),
        day=seen.date(),
        precision="minute",
        where="json-ld",
        confidence=0.95,
    )
    article.setdefault("published", stamp)
    mentions = tuple(
        NameMention(
            start=span(text, words).start,
            end=span(text, words).end,
            text=words,
            kind=kind,  # type: ignore[arg-type]
            identity=identity,
        )
        for words, kind, identity in names
    )
    return Reading(
        article=Article(
            id=id,
            url=f"https://{id}.example/news/1" if outlet else None,
            page_name=f"https://{id}.example/news/1" if outlet else f"{id}.txt",
            seen_at=seen,
            title=Finding(value=title, where="json-ld", confidence=1) if title else None,
            outlet=Finding(value=outlet, where="meta og:site_name", confidence=1)
            if outlet
            else None,
            text=text,
            raw_text=text,
            **article,
        ),
        annotations=annotate(
            text, language, names=mentions, quotes=quotes, times=times, figures=figures
        ),
        title_annotations=annotate(title, language) if title else None,
        post_annotations=tuple(annotate(p.text, language) for p in article.get("posts", ())),
    )


MARFA = (
    "قال مراسل الوكالة من الرصيف إن العبّارة «نورس» جنحت مساء الخميس على بعد ميلين من ميناء مرسى النور.\n"
    "وقالت وزيرة النقل نادية حرّوق للصحفيين: «سنحاسب كل من قصّر، ولن ننتظر نهاية التحقيق». وأضافت أن السحب يبدأ غدًا.\n"
    "وأعلنت مديرية الصحة أن عدد المصابين بلغ 17.\n"
)
BARID = (
    "جنحت «نورس» قبل نحو ربع ساعة على مرأى منّا قرب مرسى النور.\n"
    "وقال نقيب البحّارة إلياس قرطاس إن المصابين 31.\n"
    "وسبقت أربعة قوارب صيد خفر السواحل إلى العبّارة.\n"
)
LEDGER = (
    "The ferry Nawras ran aground on Thursday evening two miles from the port of Marsa Nur.\n"
    "“We will hold to account everyone who fell short, and we will not wait for the end of the inquiry,” "
    "Transport Minister Nadia Harrouk told reporters.\n"
)
COURRIER = (
    "Le ferry Nawras s’est échoué jeudi soir au large de Marsa Nour.\n"
    "« Tous les coupables seront punis », a déclaré la ministre Nadia Harrouk.\n"
)
KIYI = (
    "Şirket yetkilisi telefonda, “Nevras” feribotunun perşembe akşamı karaya oturduğunu doğruladı.\n"
    "Kaptan iki kez kılavuz kaptan istemişti.\n"
)
MAWJ = "عاجل: غرق عبّارة قرب الميناء مساء الخميس.\n"


def place(reading: Reading, words: str) -> Place:
    found = span(reading.article.text, words)
    return Place(article_id=reading.article.id, start=found.start, end=found.end)


def member(reading: Reading, words: str, voucher: str | None = None) -> Member:
    return Member(
        place=place(reading, words), voucher=voucher, voucher_kind="named" if voucher else "none"
    )


def ferry() -> Dossier:
    """Three independent origins, six articles, five languages, a dispute, a withdrawal."""
    words = "«سنحاسب كل من قصّر، ولن ننتظر نهاية التحقيق»"
    tomorrow = span(MARFA, "غدًا")
    barid = read(
        "barid", "Barid al-Mina", "ar", "«نورس» تجنح على مرأى من الرصيف", BARID, 0,
        names=[("إلياس قرطاس", "person", "~lys krts"), ("مرسى النور", "place", "~mrs nr")],
    )  # fmt: skip
    marfa = read(
        "marfa", "وكالة المرفأ", "ar", "جنوح العبّارة «نورس» قبالة مرسى النور وإجلاء ركابها الـ214",
        MARFA, 5,
        names=[("نادية حرّوق", "person", "~nd hrk"), ("مرسى النور", "place", "~mrs nr")],
        times=(
            TimeMention(
                start=span(MARFA, "مساء الخميس").start, end=span(MARFA, "مساء الخميس").end,
                text="مساء الخميس", value="2026-03-12", anchor="publication",
            ),
            TimeMention(
                start=tomorrow.start, end=tomorrow.end, text="غدًا", value="2026-03-13", anchor="speech",
            ),
        ),
        quotes=(
            Quote(
                content=(span(MARFA, words),), kind="direct", cue=span(MARFA, "وقالت"),
                speaker=Speaker(name="نادية حرّوق", kind="person", role="وزيرة النقل"),
                addressee="للصحفيين",
            ),
        ),
        figures=(
            Figure(
                start=span(MARFA, "17").start, end=span(MARFA, "17").end, text="17", low=17, high=17,
                unit=None, counted=None, sense="injured",
            ),
        ),
        removed=(Removal(start=0, end=10, text="تابعنا عبر", reason="follow-us"),),
        posts=(
            Post(
                text="📹 لحظة وصول أول قارب", account="@marfa_news", account_name="وكالة المرفأ",
                posted=Stamp(at=at(3), day=date(2026, 3, 12), precision="day", where="text", confidence=1),
                links=("https://pic.example/x1", "javascript:alert(1)"), spans=(Span(start=0, end=5),),
            ),
        ),
        credits=(Credit(kind="byline", text="سليم الدرويش", people=("سليم الدرويش",)),),
        authors=(Finding(value="سليم الدرويش", where="json-ld", confidence=1),),
        version=2,
    )  # fmt: skip
    ledger = read(
        "ledger", "The Harbour Ledger", "en",
        "Ferry with 214 aboard runs aground off Marsa Nur; all taken ashore", LEDGER, 11,
        names=[("Nadia Harrouk", "person", "~nd hrk"), ("Marsa Nur", "place", "~mrs nr")],
    )  # fmt: skip
    kiyi = read(
        "kiyi",
        "Kıyı Postası",
        "tr",
        "“Nevras” feribotu Marsa Nur açıklarında karaya oturdu",
        KIYI,
        18,
    )
    courrier = read(
        "courrier", "Le Courrier du Détroit", "fr",
        "Un ferry s’échoue au large de Marsa Nour, les passagers évacués", COURRIER, 27,
    )  # fmt: skip
    mawj = read("mawj", None, "ar", None, MAWJ, 35, published=None)
    readings = (barid, marfa, ledger, kiyi, courrier, mawj)
    aground = (
        member(marfa, "العبّارة «نورس» جنحت مساء الخميس على بعد ميلين من ميناء مرسى النور"),
        member(barid, "جنحت «نورس» قبل نحو ربع ساعة على مرأى منّا"),
        member(kiyi, "“Nevras” feribotunun perşembe akşamı karaya oturduğunu"),
        member(ledger, "The ferry Nawras ran aground on Thursday evening"),
        member(courrier, "Le ferry Nawras s’est échoué jeudi soir"),
        member(mawj, "غرق عبّارة"),
    )

    def point(
        id: str, standing: Any, members: tuple[Member, ...], origins: tuple[str, ...]
    ) -> Point:
        return Point(
            id=id, standing=standing, members=members, origin_ids=origins, first_seen_at=at(0)
        )  # fmt: skip

    # One side is the whole statement, as the sheet gives it, the other the bare figure.
    seventeen = member(marfa, "وأعلنت مديرية الصحة أن عدد المصابين بلغ 17.", "مديرية الصحة")
    thirty_one = member(barid, "31", "إلياس قرطاس")
    sheet = Sheet(
        story_id="ferry",
        points=(
            point("p1", "all", aground, ("o-marfa", "o-barid", "o-kiyi")),
            point("p2", "one", (member(barid, "وسبقت أربعة قوارب صيد خفر السواحل إلى العبّارة."),), ("o-barid",)),
            point("p3", "one", (member(kiyi, "Kaptan iki kez kılavuz kaptan istemişti."),), ("o-kiyi",)),
            point("p4", "disputed", (
                member(marfa, "وأعلنت مديرية الصحة أن عدد المصابين بلغ 17."),
                member(barid, "وقال نقيب البحّارة إلياس قرطاس إن المصابين 31."),
            ), ("o-marfa", "o-barid")),
        ),
        conflicts=(
            Conflict(
                id="c1", kind="figure", subject="المصابين", relation="conflict", point_id="p4",
                sides=(
                    ConflictSide(value="17", members=(seventeen,), origin_ids=("o-marfa",), first_seen_at=at(5)),
                    ConflictSide(value="31", members=(thirty_one,), origin_ids=("o-barid",), first_seen_at=at(0)),
                ),
            ),
        ),
        quotes=(
            QuoteGroup(
                id="q1", speaker="نادية حرّوق", speaker_names=("نادية حرّوق", "Nadia Harrouk"),
                role="وزيرة النقل", addressee="للصحفيين",
                renderings=(
                    Rendering(place=place(marfa, words), language="ar", kind="direct", similarity=1.0),
                    Rendering(
                        place=place(ledger, "“We will hold to account everyone who fell short, and we will not wait for the end of the inquiry,”"),
                        language="en", kind="direct", similarity=0.9,
                    ),
                    Rendering(
                        place=place(courrier, "« Tous les coupables seront punis »"), language="fr",
                        kind="direct", similarity=0.6, cut=True, words_missing=9,
                        differing=(span(COURRIER, "coupables seront punis"),),
                    ),
                ),
            ),
        ),
        settled=(
            SettledTime(
                place=place(mawj, "مساء الخميس"), candidates=("2026-03-05", "2026-03-12"),
                value="2026-03-12", evidence=(place(marfa, "مساء الخميس"),),
            ),
        ),
        inferred=(
            InferredDate(article_id="mawj", day=date(2026, 3, 12), evidence=(place(marfa, "مساء الخميس"),)),
        ),
        timeline=(
            TimelineEntry(when="2026-03-12T17:32Z", candidates=(), point_id="p1", first_reported_at=at(0), first_article_id="barid"),
            TimelineEntry(when=None, candidates=(), point_id="p3", first_reported_at=at(18), first_article_id="kiyi"),
        ),
    )  # fmt: skip
    story = Story(
        id="ferry", opened_at=at(0), newest_at=at(44), article_ids=tuple(r.article.id for r in readings)
    )  # fmt: skip
    return Dossier(
        story=story,
        readings=readings,
        memberships=tuple(
            Membership(
                article_id=r.article.id,
                story_id="ferry",
                joined_at=r.article.seen_at,
                score=0.93,
                nearest=("barid",) if r is not barid else (),
                reasons=(
                    Reason(feature="shared-names", value=2, weight=1.4, words=("نورس", "مرسى النور")),
                    Reason(feature="vector", value=0.8, weight=2.0),
                )
                if r is not barid
                else (),
            )
            for r in readings
        ),
        derivations=(
            Derivation(article_id="ledger", source_id="marfa", kind="translation", share_of_copy=0.9, confidence=0.95, evidence=("19 of 21 sentences",)),
            Derivation(article_id="courrier", source_id="ledger", kind="translation", share_of_copy=0.8, confidence=0.9),
        ),
        origins=(
            Origin(id="o-barid", kind="outlet", name="Barid al-Mina", article_ids=("barid",), evidence=("own reporter on the quay",)),
            Origin(id="o-marfa", kind="agency", name="وكالة المرفأ", article_ids=("marfa", "ledger", "courrier")),
            Origin(id="o-kiyi", kind="outlet", name="Kıyı Postası", article_ids=("kiyi",)),
            Origin(id="o-unknown", kind="unknown", name=None, article_ids=("mawj",)),
        ),
        sheet=sheet,
        developments=(
            Development(
                story_id="ferry", key="k-opened", kind="opened", at=at(0), article_id="barid",
                evidence=(place(barid, "جنحت «نورس» قبل نحو ربع ساعة على مرأى منّا"),),
            ),
            Development(
                story_id="ferry", key="k-2", kind="confirmed", at=at(5), article_id="marfa",
                evidence=(aground[0].place,), independent_origins=2,
            ),
            Development(
                story_id="ferry", key="k-injured", kind="figure-changed", at=at(44), article_id="marfa",
                evidence=(place(marfa, "17"),), independent_origins=3,
                values={"subject": "المصابين", "old": "31", "new": "17"},
            ),
        ),
        versions=(
            VersionChange(
                article_id="marfa", number=2, seen_at=at(44), substantive=True, announced=False,
                title_changed=False,
                changes=(TextChange(old="12", new="17", old_start=0, new_start=span(MARFA, "17").start, kinds=("figure",)),),
            ),
        ),
    )  # fmt: skip


def hostile() -> Dossier:
    """One article, by nobody known, that would like to be more than text."""
    text = "<script>alert(1)</script> \u202eevil\u202c said “<b>x</b>”.\n"
    reading = read(
        "bad", None, "en", "<img src=x onerror=alert(1)>\r\nBcc: all@example.org", text, 0
    )
    article = reading.article
    bad = Reading(
        article=Article(
            id="bad", url="javascript:alert(document.cookie)", page_name="bad<page>.html",
            seen_at=article.seen_at, title=article.title,
            outlet=Finding(value='"><script>alert(2)</script>', where="meta", confidence=1),
            text=text, raw_text=text,
        ),
        annotations=reading.annotations,
    )  # fmt: skip
    return Dossier(
        story=Story(id="bad-story", opened_at=at(0), newest_at=at(0), article_ids=("bad",)),
        readings=(bad,),
        memberships=(),
        derivations=(),
        origins=(
            Origin(id="o-x", kind="unknown", name="<i>nobody</i>", article_ids=("bad",)),
        ),
        sheet=Sheet(
            story_id="bad-story",
            points=(
                Point(
                    id="p", members=(member(bad, "<script>alert(1)</script>"),), origin_ids=(),
                    standing="one", first_seen_at=at(0),
                ),
            ),
        ),
        developments=(
            Development(
                story_id="bad-story", key="k-bad", kind="opened", at=at(0), article_id="bad",
                evidence=(member(bad, "evil").place,),
            ),
        ),
    )  # fmt: skip


def summaries() -> list[StorySummary]:
    return [summarise(ferry()), summarise(hostile())]
