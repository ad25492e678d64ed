"""Date expressions and the days they stand for."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawatur.annotate.sentences import split_sentences
from tawatur.annotate.times import find_times, likeliest, with_days_of_speech
from tawatur.model import Quote, Span, Speaker, TimeMention

THURSDAY = date(2025, 2, 27)


def times_of(text: str, language: str, published: date | None = THURSDAY) -> list[TimeMention]:
    return list(
        find_times(text, language, published=published, sentences=split_sentences(text, language))
    )


# (text, expression as it stands there, value)
ARABIC = [
    ("افتتح الوزير المعرض اليوم الخميس في جدة", "اليوم الخميس", "2025-02-27"),
    ("أعلن المتحدث يوم أمس الأربعاء عن اللقاء", "يوم أمس الأربعاء", "2025-02-26"),
    ("التقى الوفدان مساء أمس (الأربعاء) في عمان", "مساء أمس (الأربعاء)", "2025-02-26"),
    ("وصلت السفينة أمس الأول إلى الميناء", "أمس الأول", "2025-02-25"),
    ("غادر أول من أمس الثلاثاء", "أول من أمس الثلاثاء", "2025-02-25"),
    ("يلتقي الفريقان بعد غد السبت", "بعد غد السبت", "2025-03-01"),
    ("تنطلق البطولة غداً الجمعة", "غداً الجمعة", "2025-02-28"),
    ("قتل شخصان يوم الاثنين في غارة", "يوم الاثنين", "2025-02-24"),
    ("ستعقد الجلسة يوم الاثنين في القاهرة", "يوم الاثنين", "2025-03-03"),
    ("من المقرر أن تصل البعثة الأحد", "الأحد", "2025-03-02"),
    ("جرت المباراة الجمعة الماضية", "الجمعة الماضية", "2025-02-21"),
    ("تصدر النتائج الأسبوع المقبل", "الأسبوع المقبل", "2025-W10"),
    ("زار البلاد مطلع الأسبوع الجاري", "مطلع الأسبوع الجاري", "2025-W09"),
    ("وقع الاتفاق العام الماضي", "العام الماضي", "2024"),
    ("وصل قبل ثلاثة أيام إلى بيروت", "قبل ثلاثة أيام", "2025-02-24"),
    ("غادر قبل يومين", "قبل يومين", "2025-02-25"),
    ("مستمرة منذ شهرين", "منذ شهرين", "2024-12"),
    ("هجوم السابع من أكتوبر", "السابع من أكتوبر", "2024-10-07"),
    ("في السابع من أكتوبر 2023", "السابع من أكتوبر 2023", "2023-10-07"),
    ("في 27 شباط/فبراير 2025", "27 شباط/فبراير 2025", "2025-02-27"),
    ("يوم 3 آذار المقبل", "3 آذار المقبل", "2025-03-03"),
    ("في 14 جويلية 2024", "14 جويلية 2024", "2024-07-14"),
    ("في 20 غشت 2024", "20 غشت 2024", "2024-08-20"),
    ("في 5 أوت 2024", "5 أوت 2024", "2024-08-05"),
    ("في ٢٧ شتنبر ٢٠٢٤", "٢٧ شتنبر ٢٠٢٤", "2024-09-27"),
    ("بتاريخ 27/02/2025", "27/02/2025", "2025-02-27"),
    ("الخميس الموافق 20 أغسطس 2015", "الخميس الموافق 20 أغسطس 2015", "2015-08-20"),
    ("في 28 شعبان 1446 هـ", "28 شعبان 1446 هـ", "2025-02-27"),
    ("منذ عام 2022", "عام 2022", "2022"),
    ("خلال الربع الثالث من عام 2024", "الربع الثالث من عام 2024", "2024-Q3"),
    ("في صيف 2023", "صيف 2023", "2023-SU"),
    ("كُشف عنه أمسِ", "أمسِ", "2025-02-26"),
    ("غادر قبل عام واحد من الآن", "قبل عام واحد من الآن", "2024"),
    ("يتواصل منذ ما يزيد على شهر", "منذ ما يزيد على شهر", "2025-01"),
    ("بين عامي 2011 و2014", "2014", "2014"),
    ("تقام خلال الفترة من 3 إلى 5 مارس المقبل", "3", "2025-03-03"),
    ("في رمضان الماضي", "رمضان الماضي", "2024-03"),
    ("عدت للثلاثين", "لثلاثين", "2025-01-30"),
    ("سأعود يوم الأحد الثاني", "يوم الأحد الثاني", "2025-02-09"),
    ("غادر 3 سنوات وشهر و21 يوما من الآن", "3 سنوات وشهر و21 يوما من الآن", "2022-01-06"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expression", "value"), ARABIC)
def test_arabic(text: str, expression: str, value: str) -> None:
    found = [(t.text, t.value) for t in times_of(text, "ar")]
    assert (expression, value) in found


@pytest.mark.parametrize(
    "text",
    [
        "الاحتفال باليوم العالمي للمرأة",
        "في اليوم الثاني من القمة",
        "قالت قناة روسيا اليوم",
        "جمع بين الاثنين في قاعة",
        "أب لثلاثة أطفال",
        "يمارس حقه مارس الرياضة",
        "قتل 2015 شخصا",
    ],
)
def test_arabic_words_that_are_no_days(text: str) -> None:
    assert [t.text for t in times_of(text, "ar") if t.value] == []


# (language, text, expression as it stands there, value)
OTHERS = [
    ("de", "Flohmarkt jeden letzten Samstag im Monat", "jeden letzten Samstag im Monat", "P1M"),
    ("de", "am 3., 4. und 5. Mai, jeweils 20 Uhr", "3.", "2025-05-03"),
    ("de", "Bis zum dritten Trimester 2009 sanken die Exporte", "dritten Trimester 2009", "2009-Q3"),
    ("de", "die von 1943 bis 1945 Zwangsarbeit leisteten", "1945", "1945"),
    ("en", "Talks opened Thursday, the mayor said on Wednesday.", "Wednesday", "2025-02-26"),
    ("en", "The two sides will meet on Monday.", "Monday", "2025-03-03"),
    ("en", "He arrived on the morning of Feb. 3.", "Feb. 3", "2025-02-03"),
    ("en", "On Saturday, March 1, voters go to the polls.", "Saturday, March 1", "2025-03-01"),
    ("en", "Three days ago nobody knew.", "Three days ago", "2025-02-24"),
    ("en", "since the summer of 2023", "the summer of 2023", "2023-SU"),
    ("en", "profit rose in the third quarter of 2024", "the third quarter of 2024", "2024-Q3"),
    ("en", "the second Monday of next month", "the second Monday of next month", "2025-03-10"),
    ("en", "Tuesday's vote was close", "Tuesday", "2025-02-25"),
    ("ru", "Переговоры начались в четверг, сообщил в среду министр.", "среду", "2025-02-26"),
    ("ru", "Встреча состоится в понедельник.", "понедельник", "2025-03-03"),
    ("ru", "Во вторник на прошлой неделе они договорились.", "вторник на прошлой неделе", "2025-02-18"),
    ("ru", "11 сентября 2001 г. и две недели назад", "11 сентября 2001 г.", "2001-09-11"),
    ("ru", "летом прошлого года", "летом прошлого года", "2024-SU"),
    ("tr", "Bakan çarşamba günü açıklama yaptı.", "çarşamba günü", "2025-02-26"),
    ("tr", "Toplantı pazartesi günü yapılacak.", "pazartesi günü", "2025-03-03"),
    ("tr", "Heyet 3 gün önce geldi.", "3 gün önce", "2025-02-24"),
    ("fr", "Les pourparlers ont commencé jeudi, a annoncé mercredi le ministre.", "mercredi", "2025-02-26"),
    ("fr", "La réunion aura lieu lundi.", "lundi", "2025-03-03"),
    ("fr", "il y a trois jours, le 1er mars 2024", "1er mars 2024", "2024-03-01"),
    ("es", "anunció el miércoles el ministro", "miércoles", "2025-02-26"),
    ("es", "La reunión se celebrará el lunes.", "lunes", "2025-03-03"),
    ("es", "tercer trimestre de 2024", "tercer trimestre de 2024", "2024-Q3"),
    ("de", "teilte die Ministerin am Mittwoch mit", "Mittwoch", "2025-02-26"),
    ("de", "Das Treffen findet am Montag statt.", "Montag", "2025-03-03"),
    ("de", "Vor drei Tagen, am 24. Februar", "Vor drei Tagen", "2025-02-24"),
    ("fa", "مذاکرات روز پنجشنبه ۹ اسفند ۱۴۰۳ آغاز شد", "روز پنجشنبه ۹ اسفند ۱۴۰۳", "2025-02-27"),
    ("fa", "وزیر روز چهارشنبه اعلام کرد", "روز چهارشنبه", "2025-02-26"),
    ("it", "giovedì 27 febbraio 2025", "giovedì 27 febbraio 2025", "2025-02-27"),
    ("uk", "минулого тижня", "минулого тижня", "2025-W08"),
    ("zh", "会谈于2月27日举行，上周二结束", "上周二", "2025-02-18"),
    ("hi", "बैठक 2 अक्टूबर 2024 को हुई", "2 अक्टूबर 2024", "2024-10-02"),
    ("pl", "we wtorek, 25 lutego 2025", "wtorek, 25 lutego 2025", "2025-02-25"),
    ("ja", "2025年2月27日に始まった", "2025年2月27日", "2025-02-27"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expression", "value"), OTHERS)
def test_other_languages(language: str, text: str, expression: str, value: str) -> None:
    found = {t.text: t.value for t in times_of(text, language)}
    assert found.get(expression) == value, found


def test_last_tuesday_said_on_a_thursday_stays_open() -> None:
    (t,) = times_of("جرت المحادثات في الرياض، يوم الثلاثاء الماضي.", "ar")
    assert (t.value, t.candidates) == (None, ("2025-02-18", "2025-02-25"))
    assert (t.direction, t.anchor, t.anchor_value) == ("past", "publication", "2025-02-27")
    assert likeliest(t) == "2025-02-25"


def test_a_bare_weekday_without_a_verb_stays_open() -> None:
    (t,) = times_of("حفل يوم السبت", "ar")
    assert (t.value, t.candidates) == (None, ("2025-02-22", "2025-03-01"))


def test_a_weekday_that_contradicts_yesterday_wins() -> None:
    (t,) = times_of("أعلن أمس الثلاثاء عن الاتفاق", "ar")
    assert t.value == "2025-02-25"


def test_without_a_day_of_publication_relative_times_stay_open() -> None:
    found = times_of("أعلن أمس الأربعاء أن اتفاق عام 2014 انتهى الأسبوع الماضي", "ar", None)
    assert [(t.text, t.value, t.candidates) for t in found] == [
        ("أمس الأربعاء", None, ()),
        ("عام 2014", "2014", ()),
        ("الأسبوع الماضي", None, ()),
    ]


def test_tomorrow_inside_a_quotation_counts_from_the_day_of_speech() -> None:
    text = (
        "وأعلن الوزير سمير نادر، يوم أمس الأربعاء، عن اللقاء.\n"
        'وقال نادر للصحفيين: "سيعقد اللقاء غدا في المدينة". ويعود الوفد غدا.'
    )
    sentences = split_sentences(text, "ar")
    content = text.index("سيعقد")
    cue = text.index("وقال")
    quote = Quote(
        content=(Span(start=content, end=text.index('". ')),),
        kind="direct",
        speaker=Speaker(name="سمير نادر", kind="person"),
        cue=Span(start=cue, end=cue + 4),
    )
    first = find_times(text, "ar", published=THURSDAY, sentences=sentences)
    (settled,) = with_days_of_speech(text, [quote], first, sentences)
    assert settled.spoken_on == "2025-02-26"
    found = find_times(text, "ar", published=THURSDAY, sentences=sentences, quotes=[settled])
    assert [(t.text, t.value, t.anchor) for t in found if t.text.startswith("غد")] == [
        ("غدا", "2025-02-27", "speech"),
        ("غدا", "2025-02-28", "publication"),
    ]


def test_the_sentence_before_gives_the_day_only_when_it_names_the_speaker() -> None:
    text = "The council met on Tuesday.\n“We vote tomorrow,” Mayor Ann Orr said."
    sentences = split_sentences(text, "en")
    start = text.index("We vote")
    quote = Quote(
        content=(Span(start=start, end=start + len("We vote tomorrow")),),
        kind="direct",
        speaker=Speaker(name="Ann Orr", kind="person"),
        cue=Span(start=text.index("said"), end=text.index("said") + 4),
    )
    first = find_times(text, "en", published=THURSDAY, sentences=sentences)
    (unsettled,) = with_days_of_speech(text, [quote], first, sentences)
    assert unsettled.spoken_on is None
    named = text.replace("The council", "Mayor Ann Orr's council")
    shift = len(named) - len(text)
    moved = Quote(
        content=(Span(start=start + shift, end=start + shift + len("We vote tomorrow")),),
        kind="direct",
        speaker=quote.speaker,
        cue=Span(start=named.index("said"), end=named.index("said") + 4),
    )
    sentences = split_sentences(named, "en")
    first = find_times(named, "en", published=THURSDAY, sentences=sentences)
    (settled,) = with_days_of_speech(named, [moved], first, sentences)
    assert settled.spoken_on == "2025-02-25"


def test_an_inferred_day_settles_an_undated_text() -> None:
    text = "قال الوزير يوم الأربعاء إن الوفود ستلتقي يوم الخميس."
    assert [t.value for t in times_of(text, "ar", None)] == [None, None]
    assert [t.value for t in times_of(text, "ar", THURSDAY)] == ["2025-02-26", "2025-02-27"]


PIECES = (
    "31 30 29 12 0 9999 2025 99999999999 1446 ه . / - : , ( ) ' \n \u064b \u0640 II last first 24:61 "
    "الأحد الماضي فبراير قبل منذ يوم رمضان عام الربع Feb February Friday next week ago quarter mid- "
    "пятницу прошлой февраля назад vendredi dernier il y a jours Freitag nächste Woche vor Tagen "
    "gün önce Şubat semana pasada hace días 年 月 日 spring 1990s century settimana fa"
)


@pytest.mark.parametrize("language", ["ar", "en", "ru", "tr", "fr", "es", "de", "fa", "it", "ja"])
@given(
    words=st.lists(
        st.sampled_from(PIECES.split(" ")),
        max_size=14,
    ),
    glue=st.sampled_from(["", " "]),
    dated=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_nothing_written_breaks_it(language: str, words: list[str], glue: str, dated: bool) -> None:
    text = glue.join(words)
    last = 0
    for t in times_of(text, language, THURSDAY if dated else None):
        assert last <= t.start < t.end <= len(text)
        assert text[t.start : t.end] == t.text
        last = t.end


def test_seed_document(shared_dir: Path) -> None:
    text = (shared_dir / "seeds" / "000_27103641c5a8e491.txt").read_text("utf-8")
    found = {t.text: t for t in times_of(text, "ar")}
    assert found["اليوم الخميس"].value == "2025-02-27"
    assert found["يوم أمس الأربعاء"].value == "2025-02-26"
    assert found["يوم الثلاثاء الماضي"].candidates == ("2025-02-18", "2025-02-25")


def test_empty_and_unknown() -> None:
    assert find_times("", "ar", published=None) == ()
    assert find_times(None, "und", published=THURSDAY) == ()


MONDAY = date(2024, 11, 4)
# (language, text, expression as it stands there, value), published on a Monday
MORE = [
    ("ar", "غادر المدينة قبل شهر وثلاثة أيام", "قبل شهر وثلاثة أيام", "2024-10-01"),
    ("ar", "غادر قبل سنتين وشهر و12 يوما", "قبل سنتين وشهر و12 يوما", "2022-09-22"),
    ("ar", "سيعود بعد ثلاثة أيام", "بعد ثلاثة أيام", "2024-11-07"),
    ("ar", "التقيا قبل يومين من أمس", "قبل يومين من أمس", "2024-11-01"),
    ("ar", "تبدأ بعد أسبوعين من الآن", "بعد أسبوعين من الآن", "2024-11-18"),
    ("ar", "في أول جمعة من الشهر المقبل", "أول جمعة من الشهر المقبل", "2024-12-06"),
    ("ar", "في الأربعاء الثالث من الشهر الماضي", "الأربعاء الثالث من الشهر الماضي", "2024-10-16"),
    ("ar", "في السابع والعشرين من فبراير ألفين وخمسة وعشرين", "السابع والعشرين من فبراير ألفين وخمسة وعشرين", "2025-02-27"),
    ("ar", "نشر في 2024-10-16 أول مرة", "2024-10-16", "2024-10-16"),
    ("ar", "خلال عام 1445 صدر القرار", "عام 1445", "2024"),
    ("en", "The court sits again two weeks from now", "two weeks from now", "2024-11-18"),
    ("en", "They will meet in three days", "in three days", "2024-11-07"),
    ("en", "It happened two days before yesterday", "two days before yesterday", "2024-11-01"),
    ("en", "due on the 12th of next month", "the 12th of next month", "2024-12-12"),
    ("en", "the third Wednesday of last month", "the third Wednesday of last month", "2024-10-16"),
    ("en", "on September the twenty-first nineteen eighty-four", "September the twenty-first nineteen eighty-four", "1984-09-21"),
    ("en", "The road will stay closed until the 27", "the 27", "2024-11-27"),
    ("ru", "в следующую пятницу откроется мост", "следующую пятницу", "2024-11-08"),
    ("ru", "месяц и 3 дня назад", "месяц и 3 дня назад", "2024-10-01"),
    ("ru", "в третью среду прошлого месяца", "третью среду прошлого месяца", "2024-10-16"),
    ("ru", "27 февраля две тысячи двадцать пятого года", "27 февраля две тысячи двадцать пятого года", "2025-02-27"),
    ("ru", "в минувший вторник", "минувший вторник", "2024-10-29"),
    ("tr", "geçen ayın üçüncü çarşambası", "geçen ayın üçüncü çarşambası", "2024-10-16"),
    ("tr", "dünden iki gün önce", "dünden iki gün önce", "2024-11-01"),
    ("tr", "27 Şubat iki bin yirmi beş", "27 Şubat iki bin yirmi beş", "2025-02-27"),
    ("tr", "bir ay 3 gün önce açıldı", "bir ay 3 gün önce", "2024-10-01"),
    ("tr", "geçen pazar yola çıktı", "geçen pazar", "2024-11-03"),
    ("fa", "جمعه هفته آینده برگزار می‌شود", "جمعه هفته آینده", "2024-11-15"),
    ("fa", "۷ اسفند ۱۴۰۳", "۷ اسفند ۱۴۰۳", "2025-02-25"),
    ("fa", "در تاریخ ۱۴۰۳/۱۲/۰۷ اعلام شد", "۱۴۰۳/۱۲/۰۷", "2025-02-25"),
    ("fa", "دو روز پیش وارد تهران شد", "دو روز پیش", "2024-11-02"),
    ("es", "el vigésimo segundo de junio de 2023", "vigésimo segundo de junio de 2023", "2023-06-22"),
    ("es", "el 20 del mes que viene", "20 del mes que viene", "2024-12-20"),
    ("es", "cuatro días después de ayer", "cuatro días después de ayer", "2024-11-07"),
    ("fr", "le vingt et un mai deux mille vingt-cinq", "vingt et un mai deux mille vingt-cinq", "2025-05-21"),
    ("fr", "le 20 du mois prochain", "20 du mois prochain", "2024-12-20"),
    ("fr", "cette semaine vendredi", "cette semaine vendredi", "2024-11-08"),
    ("de", "am 20. des nächsten Monats", "20. des nächsten Monats", "2024-12-20"),
    ("de", "heute in zwei Wochen", "heute in zwei Wochen", "2024-11-18"),
    ("de", "Am Freitag beginnt das Fest", "Freitag", "2024-11-08"),
    ("de", "Am Freitag trafen sich die Räte", "Freitag", "2024-11-01"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expression", "value"), MORE)
def test_more_expressions(language: str, text: str, expression: str, value: str) -> None:
    found = [(t.text, likeliest(t)) for t in times_of(text, language, MONDAY)]
    assert (expression, value) in found


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("Die Prozession am Seemanns-Sonntag zog durch die Stadt.", "Sonntag"),
        ("Die Brücke wurde ein Jahr früher als geplant fertig.", "ein Jahr früher"),
        ("Davon zehrt die Stadt auch heute noch.", "heute"),
        ("Damals gab es drei Mühlen, heute steht keine mehr.", "heute"),
        ("Die Konzerte am 3. und 4. Mai beginnen jeweils um 20 Uhr.", "jeweils um 20 Uhr"),
        ("Vor mehr als zehn Jahren schloss das Kino.", "Vor mehr als zehn Jahren"),
    ],
)
def test_german_words_that_name_no_day(text: str, expression: str) -> None:
    found = {t.text: likeliest(t) for t in times_of(text, "de")}
    assert found.get(expression) is None


def test_impossible_days_are_no_days() -> None:
    for language, text in [
        ("ar", "يوم 31 من هذا الشهر"),
        ("en", "the 31st of this month"),
        ("es", "el 31 de este mes"),
        ("en", "on 2/29/2019"),
        ("de", "am 30. Februar 2024"),
    ]:
        days = [t for t in times_of(text, language, MONDAY) if t.granularity == "day" and t.value]
        assert not days, text


def test_numbers_in_running_text_are_no_days_without_a_year() -> None:
    long = "Prices rose 22/4 in the first ward and the quake of 5.4 was felt in three towns, the survey of the valley says, while others doubt it."
    assert times_of(long, "en", MONDAY) == []
    assert times_of("زلزال بقوة 5.4", "ar", MONDAY) == []


def test_today_in_an_essay_means_these_days() -> None:
    opening = "Vor 1990 war die Stadt geteilt. Seit 1991 wächst sie, und 2004 kam der Hafen dazu. "
    filler = "Die Werft baut Schiffe, und die Leute leben davon. " * 60
    essay = opening + filler + "Aber heute ist die Werft leer."
    assert [t.value for t in times_of(essay, "de", MONDAY) if t.text == "heute"] == [None]
    news = "Die Werft ist seit heute leer, teilte die Stadt mit."
    assert [t.value for t in times_of(news, "de", MONDAY) if t.text == "heute"] == ["2024-11-04"]


@pytest.mark.parametrize(
    ("language", "text", "expression", "value"),
    [
        ("zh", "会谈将于下个月20日恢复", "下个月20日", "2024-12-20"),
        ("zh", "他们后天返回，三天前抵达", "三天前", "2024-11-01"),
        ("zh", "五月三十一日开幕", "五月三十一日", "2024-05-31"),
        ("ja", "来月の最初の金曜日に始まる", "来月の最初の金曜日", "2024-12-06"),
        ("ja", "二十二日に終わった", "二十二日", "2024-11-22"),
        ("ko", "다음 달 두 번째 월요일에 열린다", "다음 달 두 번째 월요일", "2024-12-09"),
        ("it", "riprende il 20 del prossimo mese", "20 del prossimo mese", "2024-12-20"),
        ("it", "arriverà dopodomani", "dopodomani", "2024-11-06"),
        ("nl", "1 maand en 3 dagen geleden", "1 maand en 3 dagen geleden", "2024-10-01"),
        ("sv", "mötet är den tionde mars", "tionde mars", "2025-03-10"),
        ("pt", "chegou anteontem", "anteontem", "2024-11-02"),
    ],
)
def test_languages_without_a_grammar_of_their_own(
    language: str, text: str, expression: str, value: str
) -> None:
    found = [(t.text, likeliest(t)) for t in times_of(text, language, MONDAY)]
    assert (expression, value) in found


@pytest.mark.parametrize("length", [10, 990, 1010, 5000])
def test_the_sentence_around_a_time_is_found_however_long_it_is(length: int) -> None:
    from tawatur.annotate.numbers import Back
    from tawatur.annotate.times import _bounds

    far = "word " * (length // 5)
    text = f"One stop. {far}on Monday {far}and so on. Another."
    place = re.search("Monday", text)
    assert place is not None
    begin, end = _bounds([], [], place.start(), text, place, text, Back(()))
    assert (text[begin:end], text[end]) == (text[9 : text.index(". Another")], ".")
