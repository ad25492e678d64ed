"""Watches, notices, mails and the Maildir: once per development, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from dossiers import at, ferry, hostile, read
from tawatur.alert import Told, WatchIndex, match_watches, quotations
from tawatur.alert.mail import Envelope, compose_mail, draft_story, write
from tawatur.alert.maildir import deliver, list_mails, read_mail
from tawatur.alert.matching import fastest_growth
from tawatur.alert.words import about_words
from tawatur.errors import SettingError
from tawatur.model import Development, Dossier, Notice, Place, Sheet, Story, Watch
from tawatur.reading import identities

BASE = "https://news.example"


def no_likeness(texts: Sequence[str], languages: Sequence[str]) -> NDArray[Any]:
    """An encoder that finds nothing like anything."""
    return np.zeros((len(texts), 4), dtype=np.float32)


def watch(kind: str = "breaking", query: str | None = None, **more: Any) -> Watch:
    return Watch(
        id=more.pop("id", "w1"), kind=kind, query=query, address="reader@example.org",  # type: ignore[arg-type]
        created_at=at(0), **more,
    )  # fmt: skip


def told(a_watch: Watch, dossier: Dossier | None = None, encode: Any = no_likeness) -> list[str]:
    dossier = dossier or ferry()
    notices = match_watches([a_watch], dossier.developments, dossier, encode)
    return [n.development_key for n in notices]


def test_breaking_needs_two_independent_origins_within_the_short_clock() -> None:
    assert told(watch()) == ["k-2", "k-injured"], "the first report alone is a claim"


def test_a_story_that_grew_slowly_does_not_break() -> None:
    dossier = ferry()
    late = tuple(
        msgspec.structs.replace(
            r,
            article=msgspec.structs.replace(
                r.article, seen_at=r.article.seen_at + timedelta(hours=5 * i)
            ),
        )
        for i, r in enumerate(dossier.readings)
    )
    assert told(watch(), msgspec.structs.replace(dossier, readings=late)) == []


def test_a_correction_reaches_those_who_were_told_even_days_later() -> None:
    dossier = ferry()
    correction = Development(
        story_id="ferry", key="k-fix", kind="correction", at=at(60 * 50), article_id="marfa",
        evidence=dossier.developments[2].evidence, independent_origins=3,
    )  # fmt: skip
    notices = match_watches([watch()], [correction], dossier, no_likeness)
    assert [n.kind for n in notices] == ["correction"]


def test_one_notice_per_watch_and_development_with_ids_that_never_change() -> None:
    dossier = ferry()
    watches = [watch(id="w2"), watch(id="w1", interface_language="ar")]
    first = match_watches(watches, dossier.developments, dossier, no_likeness)
    again = match_watches(watches[::-1], dossier.developments, dossier, no_likeness)
    assert first == again
    assert len({n.id for n in first}) == len(first) == 4
    assert len({n.message_id for n in first}) == 4


@pytest.mark.parametrize(
    ("a_watch", "expected"),
    [
        (watch(min_origins=3), ["k-injured"]),
        (watch(languages=("tr",)), []),
        (watch(kinds=("figure-changed",)), ["k-injured"]),
        (watch("story", "ferry"), ["k-opened", "k-2", "k-injured"]),
        (watch("story", "another"), []),
        (watch("person", "Nadia Harrouk"), ["k-2", "k-injured"]),
        (watch("person", "Hanadi Barak"), []),
        (watch("place", "Marsa Nur"), ["k-opened", "k-2", "k-injured"]),
        (watch("person", "Marsa Nur"), []),
        (watch("organisation", "Nadia Harrouk"), []),
        (watch("topic", "نورس"), ["k-opened", "k-2", "k-injured"]),
        (watch("topic", "ferry aground"), ["k-opened", "k-2", "k-injured"]),
        (watch("topic", "interest rates"), []),
        (watch("topic", "  "), []),
    ],
)
def test_who_is_told(a_watch: Watch, expected: list[str]) -> None:
    assert told(a_watch) == expected


def test_a_topic_is_found_by_meaning_where_no_word_is_shared() -> None:
    def encode(texts: Sequence[str], languages: Sequence[str]) -> NDArray[Any]:
        # "shipwreck" means what the Arabic headline says, and nothing else
        return np.array(
            [[1.0, 0.0] if t == "shipwreck" or "جنوح" in t else [0.0, 1.0] for t in texts]
        )

    assert told(watch("topic", "shipwreck"), encode=encode) == ["k-opened", "k-2", "k-injured"]
    assert told(watch("topic", "harvest"), encode=no_likeness) == []


def test_topics_across_languages_with_the_encoder_that_is_used() -> None:
    """Repeats the measurement behind TOPIC_LIKENESS on some of its pairs."""
    from tawatur.embed import default_encoder

    headlines = {
        "talks": ("محادثات روسية أمريكية في إسطنبول بشأن عمل السفارات", "ar"),
        "rates": ("Velmora central bank holds rate at 7.25% for a third month", "en"),
        "quake": ("5.8-magnitude quake shakes Velmora, no injuries reported", "en"),
        "strike": ("Grève des remorqueurs : les ports du Détroit à l’arrêt lundi", "fr"),
    }
    asked = {
        "embassies of Russia and the United States": "talks",
        "زلزال": "quake",
        "earthquake": "quake",
        "football transfers": None,
    }
    encode = default_encoder().encode
    for topic, expected in asked.items():
        for name, (headline, language) in headlines.items():
            reading = read("x", "Coastline Daily", language, headline, headline + ".\n", 0)
            dossier = Dossier(
                story=Story(id=name, opened_at=at(0), newest_at=at(0), article_ids=("x",)),
                readings=(reading,),
                memberships=(),
                derivations=(),
                origins=(),
                sheet=Sheet(story_id=name),
                developments=(
                    Development(
                        story_id=name,
                        key=name,
                        kind="opened",
                        at=at(0),
                        article_id="x",
                        evidence=(),
                    ),
                ),
            )
            found = told(watch("topic", topic), dossier, encode)
            assert found == ([name] if name == expected else []), (topic, name)


def notice_of(key: str, language: str, dossier: Dossier | None = None) -> tuple[Notice, Any]:
    dossier = dossier or ferry()
    a_watch = watch("story", dossier.story.id, interface_language=language)
    development = next(d for d in dossier.developments if d.key == key)
    (notice,) = match_watches([a_watch], [development], dossier, no_likeness)
    return notice, compose_mail(notice, a_watch, dossier, development, BASE)


def test_the_subject_says_what_is_new_in_the_sources_words() -> None:
    assert notice_of("k-opened", "en")[0].subject.startswith("Ferry with 214 aboard runs aground")
    assert notice_of("k-2", "ar")[0].subject == "مصدران مستقلان: «نورس» تجنح على مرأى من الرصيف"
    subject = notice_of("k-injured", "en")[0].subject
    assert subject.startswith("Figure changed: 17, earlier 31 (المصابين) · Ferry with")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_mail_has_both_parts_and_its_direction(language: str) -> None:
    notice, mail = notice_of("k-injured", language)
    read_back = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert read_back["Message-ID"] == notice.message_id
    assert read_back["To"] == "reader@example.org"
    assert read_back["Subject"] == notice.subject
    assert read_back["Content-Language"] == language
    text = read_back.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = read_back.get_body(("html",)).get_content()  # type: ignore[union-attr]
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in html
    link = f"{BASE}/ar/story/ferry" if language == "ar" else f"{BASE}/story/ferry"
    assert link in text and link in html
    for part in (text, html):
        assert "وأعلنت مديرية الصحة أن عدد المصابين بلغ" in part
        assert "17" in part and "31" in part
        assert "Kıyı Postası" in part
    assert notice_of("k-injured", language)[1].as_bytes() == mail.as_bytes()


def test_nothing_of_others_gets_into_headers_or_markup() -> None:
    notice, mail = notice_of("k-bad", "en", hostile())
    assert "\n" not in notice.subject and "\r" not in notice.subject
    assert "\u202e" not in notice.subject
    read_back = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert read_back["Bcc"] is None and read_back["To"] == "reader@example.org"
    html = mail.get_body(("html",)).get_content()
    assert "<script>" not in html and "<img" not in html
    assert "javascript:" not in html


def test_an_address_that_is_none_is_refused() -> None:
    dossier = ferry()
    bad = msgspec.structs.replace(watch("story", "ferry"), address="no address\nBcc: x@example.org")
    notice = match_watches([bad], dossier.developments, dossier, no_likeness)[0]
    with pytest.raises(SettingError):
        compose_mail(notice, bad, dossier, dossier.developments[0], BASE)


def test_a_mail_is_delivered_once_and_can_be_read_back(tmp_path: Path) -> None:
    box = tmp_path / "box"
    assert list_mails(box) == []
    notice, mail = notice_of("k-injured", "ar")
    deliver(mail, box)
    deliver(mail, box)
    (found,) = list_mails(box)
    assert found.subject == notice.subject
    assert (found.language, found.direction) == ("ar", "rtl")
    assert found.html and "<html" in found.html
    assert "المصابين" in found.text
    assert not list((box / "tmp").iterdir())
    # a mail program reads it: it moves to cur with its flags, and is not delivered again
    seen = box / "new" / found.key
    seen.rename(box / "cur" / (found.key + ":2,S"))
    deliver(mail, box)
    assert len(list_mails(box)) == 1
    assert read_mail(box, found.key) is not None
    assert read_mail(box, "../../etc/passwd") is None


def test_a_settled_day_is_told_in_words() -> None:
    dossier = ferry()
    settled = Development(
        story_id="ferry", key="k-s", kind="settled", at=at(50), article_id="marfa", evidence=(),
        values={"new": "2026-03-12", "old": "2026-03-05 / 2026-03-12"}, independent_origins=3,
    )  # fmt: skip
    for language, day in (("en", "Thursday 12 March 2026"), ("ar", "الخميس 12 آذار/مارس 2026")):
        (notice,) = match_watches(
            [watch("story", "ferry", interface_language=language)], [settled], dossier, no_likeness
        )
        assert day in notice.subject


def test_a_subject_of_mixed_scripts_keeps_its_blanks(tmp_path: Path) -> None:
    notice, _ = notice_of("k-injured", "en")
    subject = (
        "Nihat Erdemgil: “We will not leave before we have reached everyone we heard under "
        "the rubble” · Three killed as 5.8-magnitude quake hits Karadere · ثلاثة قتلى"
    )
    notice = msgspec.structs.replace(notice, subject=subject)
    dossier = ferry()
    development = next(d for d in dossier.developments if d.key == "k-injured")
    watch = Watch(
        id="w", kind="breaking", query=None, address="reader@example.org", created_at=at(0)
    )
    mail = compose_mail(notice, watch, dossier, development, BASE)
    assert all(len(line) < 100 for line in mail.as_bytes().split(b"\n\r\n")[0].splitlines())
    deliver(mail, tmp_path)
    assert list_mails(tmp_path)[0].subject == subject


def test_a_time_is_not_about_itself() -> None:
    assert about_words("عند الساعة 4:17", "en") == ""
    assert about_words("injured", "en") == "injured"
    assert about_words("المصابين", "en") == "المصابين"


# --------------------------------------------------------------------------- told before, growth


def test_a_correction_is_for_those_who_were_told_whatever_they_asked_for() -> None:
    dossier = ferry()
    watches = [
        watch(id="told", min_origins=9),
        watch(id="not-told"),
        watch("story", "ferry", id="story", kinds=("confirmed",)),
    ]
    correction = Development(
        story_id="ferry", key="k-fix", kind="retraction", at=at(50), article_id="marfa",
        evidence=dossier.developments[2].evidence, independent_origins=3,
    )  # fmt: skip
    told_ids = Told(watch_ids={"told", "gone"})
    notices = match_watches(watches, [correction], dossier, no_likeness, told=told_ids)
    assert [(n.watch_id, n.kind) for n in notices] == [("told", "correction")]


def test_the_first_that_a_watch_hears_of_a_story_is_new() -> None:
    dossier = ferry()
    first = match_watches([watch("story", "ferry")], dossier.developments, dossier, no_likeness)
    assert [n.kind for n in first] == ["new", "development", "development"]
    again = match_watches(
        [watch("story", "ferry")], dossier.developments[2:], dossier, no_likeness,
        told=Told(watch_ids={"w1"}),
    )  # fmt: skip
    assert [n.kind for n in again] == ["development"]


def test_growth_against_what_is_usual() -> None:
    fast = watch("story", "ferry", min_growth=2.0)
    dossier = ferry()
    since = dossier.independent_since()
    assert fastest_growth(since) == 3
    for usual, expected in ((1.0, True), (1.5, True), (1.6, False)):
        found = match_watches(
            [fast], dossier.developments[2:], dossier, no_likeness, usual_growth=usual
        )
        assert bool(found) == expected, usual


def test_one_origin_breaks_when_one_is_asked_for() -> None:
    assert told(watch(min_origins=1)) == ["k-opened", "k-2", "k-injured"]


def test_corrections_of_an_outlet_in_any_spelling() -> None:
    dossier = ferry()
    made = [
        Development(
            story_id="ferry", key=article, kind="correction", at=at(50), article_id=article,
            evidence=(), independent_origins=3,
        )
        for article in ("kiyi", "marfa")
    ]  # fmt: skip
    for asked in ("Kıyı Postası", "kiyi postasi"):
        notices = match_watches([watch("corrections", asked)], made, dossier, no_likeness)
        assert [n.article_id for n in notices] == ["kiyi"], asked


# --------------------------------------------------------------------------- quotations


def test_every_new_quotation_of_a_speaker_and_no_repetition() -> None:
    after = ferry()
    made = quotations(None, after)
    assert made, "the ferry's minister speaks"
    asked = watch("quotation", "نادية حرّوق")
    notices = match_watches([asked], (), after, no_likeness, spoken=made)
    assert notices and all("Harrouk" in n.subject or "حرّوق" in n.subject for n in notices)
    assert quotations(after, after) == []
    assert match_watches([watch()], (), after, no_likeness, spoken=made) == []
    other = watch("quotation", "Elias Qartas")
    assert not {n.id for n in match_watches([other], (), after, no_likeness, spoken=made)} & {
        n.id for n in notices
    }


# --------------------------------------------------------------------------- ten thousand


def test_the_index_says_what_asking_one_by_one_says() -> None:
    """The cheap second way to the answer: each watch alone."""
    dossier = ferry()
    names = [
        "Nadia Harrouk", "نادية حرّوق", "Harrouk", "Надя Харрук", "Marsa Nur", "Elias Qartas", "Nawras",
        "Hanadi Barak", "Нурс", "مرسى النور", "إلياس قرطاس", "Ilyas Kartas", "x", "李", "Ola Berg",
    ]  # fmt: skip
    watches = [
        watch(kind, name, id=f"{kind}-{i}")
        for i, name in enumerate(names)
        for kind in ("person", "place", "organisation", "topic", "story")
    ]
    together = match_watches(WatchIndex(watches), dossier.developments, dossier, no_likeness)
    alone = [
        notice
        for one in watches
        for notice in match_watches([one], dossier.developments, dossier, no_likeness)
    ]
    assert {n.id for n in together} == {n.id for n in alone} and len(together) == len(alone)


def test_a_name_of_our_tables_is_found_in_every_language() -> None:
    text = "دعت منظمة الصحة العالمية إلى التطعيم.\n"
    reading = read(
        "who", "Coastline Daily", "ar", "دعوة إلى التطعيم", text, 0,
        names=[("منظمة الصحة العالمية", "organisation", "org:who")],
    )  # fmt: skip
    dossier = Dossier(
        story=Story(id="s", opened_at=at(0), newest_at=at(0), article_ids=("who",)),
        readings=(reading,), memberships=(), derivations=(), origins=(), sheet=Sheet(story_id="s"),
        developments=(
            Development(
                story_id="s", key="k", kind="opened", at=at(0), article_id="who",
                evidence=(Place(article_id="who", start=0, end=10),),
            ),
        ),
    )  # fmt: skip
    index = WatchIndex([watch("organisation", "World Health Organization")], identify=identities)
    assert match_watches(index, dossier.developments, dossier, no_likeness)
    plain = WatchIndex([watch("organisation", "World Trade Organization")], identify=identities)
    assert not match_watches(plain, dossier.developments, dossier, no_likeness)


# --------------------------------------------------------------------------- the mail


def test_direction_overrides_of_a_headline_stay_out_of_mail_and_inbox() -> None:
    mail = notice_of("k-bad", "en", hostile())[1]
    for part in ("plain", "html"):
        body = mail.get_body((part,))
        assert body is not None
        assert not set(body.get_content()) & set(
            "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        )


def test_what_looks_like_a_slot_in_a_text_gets_no_link_of_the_reader() -> None:
    raw = msgspec.json.encode(ferry()).replace(
        "Kıyı Postası".encode(), "\ufdd0manage\ufdd1".encode()
    )
    dossier = msgspec.json.decode(raw, type=Dossier)
    notice, _ = notice_of("k-injured", "en", dossier)
    draft = draft_story(
        [notice], [d for d in dossier.developments if d.key == "k-injured"], dossier, "en", BASE
    )
    mail = write(
        draft,
        Envelope(
            sender="tawatur <alerts@news.example>", address="r@example.org",
            message_id="<x@news.example>", at=at(0), links={"manage": "https://secret.example/m"},
        ),
    )  # fmt: skip
    read_back = message_from_bytes(mail, policy=policy.default)
    body = read_back.get_body(("html",))
    assert body and body.get_content().count("https://secret.example/m") == 1


def test_no_image_no_style_sheet_no_script_in_any_mail() -> None:
    for language in ("en", "ar"):
        body = notice_of("k-injured", language)[1].get_body(("html",))
        assert body is not None
        html = body.get_content()
        assert not any(
            word in html for word in ("<img", "<link", "<style", "<script", "url(", "src=")
        )


def test_times_are_the_readers_own() -> None:
    dossier = ferry()
    notice, _ = notice_of("k-injured", "en")
    developments = [d for d in dossier.developments if d.key == "k-injured"]
    draft = draft_story([notice], developments, dossier, "en", BASE, "Asia/Riyadh")
    assert f"{notice.at + timedelta(hours=3):%H:%M}" in draft.text and "UTC" not in draft.text


def test_every_line_of_a_mail_is_short_ascii() -> None:
    for language in ("en", "ar"):
        notice, _ = notice_of("k-injured", language)
        dossier = ferry()
        developments = [d for d in dossier.developments if d.key == "k-injured"]
        draft = draft_story([notice], developments, dossier, language, BASE)
        raw = write(
            draft,
            Envelope(
                sender="تواتر <alerts@news.example>", address="r@example.org",
                message_id="<x@news.example>", at=at(0),
                earlier=[f"<n{i:020}@news.example>" for i in range(30)],
            ),
        )  # fmt: skip
        assert raw.isascii() and b"\n" not in raw.replace(b"\r\n", b"")
        assert max(map(len, raw.split(b"\r\n"))) < 200
        assert len(str(message_from_bytes(raw, policy=policy.default)["References"]).split()) == 9
