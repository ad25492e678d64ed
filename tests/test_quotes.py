"""Who said what: sentences of our own, with invented people, in seven languages."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tawatur.annotate.quotes import find_quotes
from tawatur.annotate.quotes.marks import find_marked
from tawatur.model import NameMention, Quote


def contents(text: str, quotes: tuple[Quote, ...]) -> list[str]:
    return [" … ".join(text[s.start : s.end] for s in q.content) for q in quotes]


def speakers(quotes: tuple[Quote, ...]) -> list[str | None]:
    return [q.speaker.name if q.speaker else None for q in quotes]


# --------------------------------------------------------------------------- Arabic


def test_role_before_the_name_and_an_adjunct_between_subject_and_claim() -> None:
    text = "قال وزير النقل الأردني سامر الخطيب، في مؤتمر صحفي، إن الجسر سيفتتح يوم الجمعة."
    (quote,) = find_quotes(text, "ar")
    assert contents(text, (quote,)) == ["الجسر سيفتتح يوم الجمعة"]
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.speaker.role) == ("سامر الخطيب", "وزير النقل الأردني")
    assert (quote.kind, quote.occasion) == ("indirect", "في مؤتمر صحفي")


def test_name_before_the_role() -> None:
    text = "وقالت هناء الرفاعي المتحدثة باسم البلدية إن الطريق مغلق."
    (quote,) = find_quotes(text, "ar")
    assert speakers((quote,)) == ["هناء الرفاعي"]


def test_subject_before_its_verb() -> None:
    text = "لكن محافظ البنك المركزي حذر من تراجع الاحتياطيات إذا انخفضت الأسعار."
    (quote,) = find_quotes(text, "ar")
    assert contents(text, (quote,)) == ["تراجع الاحتياطيات إذا انخفضت الأسعار"]
    assert (speakers((quote,)), quote.strength) == (["محافظ البنك المركزي"], "warned")


def test_bare_verbs_and_participles_go_on_with_the_last_speaker() -> None:
    text = (
        "أكدت مديرة المستشفى ليلى حداد أن الحالات مستقرة، مشيرة إلى أن المصابين تسعة.\n"
        'وأضافت أن العلاج مستمر.\nوتابعت: "سنعلن النتائج غدا صباحا".'
    )
    quotes = find_quotes(text, "ar")
    assert contents(text, quotes) == [
        "الحالات مستقرة",
        "المصابين تسعة",
        "العلاج مستمر",
        "سنعلن النتائج غدا صباحا",
    ]
    assert speakers(quotes) == ["ليلى حداد"] * 4
    assert [q.kind for q in quotes] == ["indirect", "indirect", "indirect", "direct"]
    resolved = [q.speaker.resolved_by for q in quotes if q.speaker]
    assert resolved == ["named", "bare-verb", "bare-verb", "bare-verb"]


def test_a_bare_verb_agrees_with_its_speaker() -> None:
    text = (
        "قال وزير الصحة فادي الأسعد إن اللقاح متوفر. وقالت النائبة رنا شاهين إن الكميات قليلة. "
        "وأضافت أن التوزيع بطيء."
    )
    assert speakers(find_quotes(text, "ar"))[-1] == "رنا شاهين"


def test_a_quotation_without_a_verb_is_his_who_spoke_before_it() -> None:
    text = (
        "قال المدير سامر الخطيب إن المعمل سيغلق أبوابه.\n"
        "«لم يبق لدينا ما ندفعه للعمال منذ أربعة أشهر كاملة».\n"
        "وقالت رئيسة النقابة هناء الرفاعي إنها سترفع دعوى.\n"
        "وقال سامر الخطيب إنه يتفهم ذلك."
    )
    quotes = find_quotes(text, "ar")
    assert quotes[1].kind == "direct"
    assert speakers(quotes) == ["سامر الخطيب", "سامر الخطيب", "هناء الرفاعي", "سامر الخطيب"]


def test_the_minister_is_the_one_named_later() -> None:
    text = (
        "قال وزير العمل التركي إن البرنامج سيبدأ قريبا.\n"
        "وذكر تقرير أن البطالة مرتفعة.\n"
        "لكن جلال أوزدمير وزير العمل والضمان الاجتماعي التركي قال لرويترز إن الخطة لم تكتمل."
    )
    quotes = find_quotes(text, "ar")
    assert speakers(quotes)[0] == speakers(quotes)[-1] == "جلال أوزدمير"
    assert quotes[-1].chain == ("رويترز",)


def test_mixed_quotation_keeps_its_whole_clause() -> None:
    text = "وقال الناطق إن الخطوة «غير مقبولة إطلاقا» وإن الحكومة سترد."
    (quote,) = find_quotes(text, "ar")
    assert quote.kind == "mixed"
    assert contents(text, (quote,)) == ["الخطوة «غير مقبولة إطلاقا» وإن الحكومة سترد"]


def test_a_name_in_quotation_marks_is_no_quotation() -> None:
    text = 'أوضح الطبيب أن المصابين نقلوا إلى مستشفى "الرحمة" في المدينة.'
    (quote,) = find_quotes(text, "ar")
    assert quote.kind == "indirect"


def test_a_quotation_over_two_paragraphs() -> None:
    text = "وقال متحدث باسم الشركة في بيان “الحادث نادر للغاية.\n “نعمل مع الشرطة على كشف أسبابه.”"
    (quote,) = find_quotes(text, "ar")
    assert text[quote.content[0].start :].startswith("الحادث")
    assert contents(text, (quote,))[0].endswith("كشف أسبابه")
    assert quote.speaker is not None and quote.speaker.kind == "unnamed"


@pytest.mark.parametrize(
    ("text", "content", "speaker", "strength"),
    [
        ("نفى الحزب مشاركة أعضائه في الاجتماع.", "مشاركة أعضائه في الاجتماع", "الحزب", "denied"),
        ("وطالب النائب كريم عساف بإقالة المدير.", "إقالة المدير", "كريم عساف", "demanded"),
        ("اتهمت الحكومة المعارضين بعرقلة الحوار.", "المعارضين بعرقلة الحوار", "الحكومة", "accused"),
        ("وبحسب مصادر في البلدية، أصيب 12 شخصا.", "أصيب 12 شخصا", "مصادر في البلدية", "said"),
        ("أصيب تسعة أشخاص، وفق ما أعلنت الشرطة.", "أصيب تسعة أشخاص", "الشرطة", "announced"),
        (
            "ونقلت وكالة الساحل عن مسؤول قوله إن المفاوضات تعثرت.",
            "المفاوضات تعثرت",
            "مسؤول",
            "said",
        ),
        ("علمت «الميدان» من مصادر أمنية أن الحدود أغلقت.", "الحدود أغلقت", "مصادر أمنية", "said"),
    ],
)  # fmt: skip
def test_frames_of_arabic_verbs(text: str, content: str, speaker: str, strength: str) -> None:
    quotes = find_quotes(text, "ar")
    assert contents(text, quotes) == [content]
    assert speakers(quotes) == [speaker]
    assert quotes[0].strength == strength


def test_chain_of_intermediaries() -> None:
    text = "ونقلت وكالة الساحل للأنباء عن مسؤول قوله إن المفاوضات تعثرت."
    (quote,) = find_quotes(text, "ar")
    assert quote.chain == ("وكالة الساحل للأنباء",)
    assert quote.speaker is not None and quote.speaker.kind == "unnamed"


def test_what_is_no_report_is_left_alone() -> None:
    for text in (
        "وفقا للقانون يحق للمواطن الاعتراض.",
        "ورد في الملف أسماء كثيرة بين المدينة والقرية.",
        "انتهت المباراة دون أن يسجل أحد.",
        "لم يقل الوزير شيئا.",
    ):
        assert find_quotes(text, "ar") == ()


def test_a_hedge_is_marked() -> None:
    text = "قال ناشطون إن هناك أنباء عن سقوط جرحى."
    (quote,) = find_quotes(text, "ar")
    assert quote.hedge is not None
    assert text[quote.hedge.start : quote.hedge.end] == "أنباء عن"


def test_identities_come_from_the_names() -> None:
    text = "قال سامر الخطيب إن الجسر جاهز."
    start = text.index("سامر")
    name = NameMention(
        start=start, end=start + 11, text="سامر الخطيب", kind="person", identity="~smr.ktb"
    )
    (quote,) = find_quotes(text, "ar", names=(name,))
    assert quote.speaker is not None and quote.speaker.identity == "~smr.ktb"


# --------------------------------------------------------------------------- other languages

OTHERS: list[tuple[str, str, list[tuple[str, str]]]] = [
    (
        "en",
        'Transport Minister Peter Garland said the bridge would open on Friday. "We finished a week '
        'early," he told reporters. "Nobody will pay a toll." According to the city council, twelve '
        "people were injured. Two diplomats told Meridian News that talks would resume.",
        [
            ("the bridge would open on Friday", "Peter Garland"),
            ("We finished a week early … Nobody will pay a toll", "Peter Garland"),
            ("twelve people were injured", "the city council"),
            ("talks would resume", "Two diplomats"),
        ],
    ),
    (
        "ru",
        "Министр транспорта Игорь Лаптев заявил, что мост откроют в пятницу. «Мы закончили работы "
        "раньше срока», — сказал Лаптев журналистам. По словам министра, движение будет бесплатным. "
        "Он добавил, что второй этап начнется весной.",
        [
            ("мост откроют в пятницу", "Игорь Лаптев"),
            ("Мы закончили работы раньше срока", "Игорь Лаптев"),
            ("движение будет бесплатным", "Игорь Лаптев"),
            ("второй этап начнется весной", "Игорь Лаптев"),
        ],
    ),
    (
        "tr",
        "Dışişleri Bakanı Murat Selvi, görüşmelerin perşembe günü yapılacağını söyledi. "
        '"Takvim üzerinde anlaştık" diye konuştu. Sözcü Elif Aras şunları kaydetti: '
        '"Heyetler yarın yeniden toplanacak." "Bu karar yanlıştır" diyen muhalefet lideri Kemal '
        "Oruç salonu terk etti.",
        [
            ("görüşmelerin perşembe günü yapılacağını", "Murat Selvi"),
            ("Takvim üzerinde anlaştık", "Murat Selvi"),
            ("Heyetler yarın yeniden toplanacak", "Elif Aras"),
            ("Bu karar yanlıştır", "Kemal Oruç"),
        ],
    ),
    (
        "fr",
        "Le ministre des Transports, Luc Ardant, a déclaré que le pont ouvrirait vendredi. « Nous "
        "avons terminé les travaux plus tôt », a-t-il ajouté. Selon la mairie, douze personnes ont "
        "été blessées.",
        [
            ("le pont ouvrirait vendredi", "Luc Ardant"),
            ("Nous avons terminé les travaux plus tôt", "Luc Ardant"),
            ("douze personnes ont été blessées", "la mairie"),
        ],
    ),
    (
        "es",
        'El ministro de Transporte, Julio Peralta, dijo que el puente abrirá el viernes. "Terminamos '
        'las obras una semana antes", afirmó Peralta a los periodistas. Según la alcaldía, doce '
        "personas resultaron heridas.",
        [
            ("el puente abrirá el viernes", "Julio Peralta"),
            ("Terminamos las obras una semana antes", "Julio Peralta"),
            ("doce personas resultaron heridas", "la alcaldía"),
        ],
    ),
    (
        "de",
        "Verkehrsminister Jens Harder sagte, die Brücke werde am Freitag eröffnet. „Wir sind eine "
        "Woche früher fertig geworden“, sagte Harder. Am Montag teilte die Polizei mit, dass zwölf "
        "Menschen verletzt worden seien. Laut dem Ministerium steigen die Kosten.",
        [
            ("die Brücke werde am Freitag eröffnet", "Jens Harder"),
            ("Wir sind eine Woche früher fertig geworden", "Jens Harder"),
            ("zwölf Menschen verletzt worden seien", "die Polizei"),
            ("steigen die Kosten", "dem Ministerium"),
        ],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), OTHERS, ids=[o[0] for o in OTHERS])
def test_other_languages(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    quotes = find_quotes(text, language)
    found = list(zip(contents(text, quotes), speakers(quotes), strict=True))
    assert found == expected


def test_the_addressee_by_name_is_an_intermediary() -> None:
    text = "Two diplomats told Meridian News that talks would resume."
    (quote,) = find_quotes(text, "en")
    assert (quote.addressee, quote.chain) == ("Meridian News", ("Meridian News",))


def test_a_speaker_with_brackets_and_apposition() -> None:
    text = (
        "Rep. Ann Lowe (R-WI) said the vote was lost. “We tried,” said Keith Nagel, a veteran aide."
    )
    quotes = find_quotes(text, "en")
    assert contents(text, quotes) == ["the vote was lost", "We tried"]
    assert speakers(quotes) == ["Ann Lowe", "Keith Nagel"]


def test_an_attribution_at_the_end_of_its_sentence() -> None:
    text = "The company warned staff that layoffs were near, an official said."
    quotes = find_quotes(text, "en")
    assert "an official" in speakers(quotes)
    assert all("official said" not in c for c in contents(text, quotes))


# --------------------------------------------------------------------------- marks and limits


def mentions(text: str, quotes: tuple[Quote, ...]) -> list[str | None]:
    spans = [q.speaker.mention if q.speaker else None for q in quotes]
    return [text[s.start : s.end] if s else None for s in spans]


def test_a_long_apposition_belongs_to_the_speaker_who_closes_the_sentence() -> None:
    text = (
        '"The harbour is silting up," said Ann Lowe, 52, a professor of geology at the '
        "University of Northport, who advised the council."
    )
    quotes = find_quotes(text, "en")
    assert mentions(text, quotes) == [
        "Ann Lowe, 52, a professor of geology at the University of Northport, who advised the council"
    ]
    assert speakers(quotes) == ["Ann Lowe"]


def test_a_quotation_without_a_cue_goes_on_with_the_last_speaker_before_it() -> None:
    text = (
        "“We close the ferry in May,” said Councilman Peter Marsh.\n\n"
        "“It costs too much, and nobody has offered to pay for a new engine.”\n\n"
        "Dana Price, who runs the café, said she would sell.\n\nMarsh said he was sorry."
    )
    quotes = find_quotes(text, "en")
    assert speakers(quotes) == ["Peter Marsh", "Peter Marsh", "Dana Price", "Peter Marsh"]


def test_a_signature_and_a_lead_with_a_colon_name_the_speaker() -> None:
    text = (
        "Peter Marsh said the ferry would close.\n"
        "As Ann Lowe, his rival, put it: “This is the last thing the island can afford now.”\n"
        "“I have taken this boat to school every day of my life.” — Rosa Field"
    )
    quotes = find_quotes(text, "en")
    assert speakers(quotes) == ["Peter Marsh", "Ann Lowe", "Rosa Field"]


def test_and_said_keeps_the_subject_of_its_sentence() -> None:
    text = "Mayor Ann Lowe thanked the crew and said the council should buy a new boat."
    quotes = find_quotes(text, "en")
    assert contents(text, quotes) == ["the council should buy a new boat"]
    assert speakers(quotes) == ["Ann Lowe"]


def test_verbs_of_saying_inside_a_quotation_are_its_speakers_own() -> None:
    text = "“People say it is late, but I think we can still win,” Ann Lowe said."
    assert speakers(find_quotes(text, "en")) == ["Ann Lowe"]


def test_two_apostrophes_are_a_quotation_mark() -> None:
    text = "''It will take a year to dredge,'' Ann Lowe said at the time."
    (quote,) = find_quotes(text, "en")
    assert (contents(text, (quote,)), quote.kind) == (["It will take a year to dredge"], "direct")


def test_marks_of_every_kind() -> None:
    text = '“a ‘b’ c” «د "هـ" و» „ja“ »nein« 「日本」 O’Hara “one\n\n“two.”'
    inner = [text[m.inner_start : m.inner_end] for m in find_marked(text)]
    assert inner == ["a ‘b’ c", "b", 'د "هـ" و', "هـ", "ja", "nein", "日本", "one\n\n“two."]


def test_a_mark_turned_the_wrong_way() -> None:
    text = "وقالت المصادر لـ»الميدان»: إن الطريق مغلق."
    (quote,) = find_quotes(text, "ar")
    assert contents(text, (quote,)) == ["الطريق مغلق"]


@pytest.mark.parametrize("language", ["ar", "en", "tr", "und", "zz"])
@pytest.mark.parametrize(
    "text", ["", " \n", '"', "قال", "said", "“", "\u200f\u202e\ufeff", "a" * 99]
)
def test_nothing_breaks_on_scraps(language: str, text: str) -> None:
    assert isinstance(find_quotes(text, language), tuple)


@pytest.mark.parametrize(
    ("language", "piece"),
    [
        ("ar", "وبحسب مصادر ، كما أكد "),
        ("ar", "قال «"),
        ("en", "he said “ that "),
        ("tr", 'dedi "'),
    ],
)
def test_a_long_line_costs_no_more_than_its_length(language: str, piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        start = time.perf_counter()
        find_quotes(text, language)
        return time.perf_counter() - start

    seconds(1_000)
    assert seconds(48_000) < 20 * max(seconds(12_000), 0.02)  # 4 times the length


@pytest.mark.parametrize(
    ("language", "piece"),
    [("en", "said "), ("en", "he said "), ("en", "said: a "), ("ar", "قال: "), ("ar", "قال ")],
)
def test_a_cue_repeated_without_end_is_read_in_seconds(language: str, piece: str) -> None:
    """A page of nothing but "said", without a line end: 200 kB of it took fifteen seconds."""
    text = (piece * 50_000)[:200_000]
    start = time.process_time()
    find_quotes(text, language)
    assert time.process_time() - start < 6  # 1.2 s on one core of 2020; others work here too


# --------------------------------------------------------------------------- the seeds


def test_the_speakers_of_the_seeds(shared_dir: Path) -> None:
    text = (shared_dir / "seeds" / "000_27103641c5a8e491.txt").read_text(encoding="utf-8")
    quotes = find_quotes(text, "ar", outlet="Sputnik Arabic")
    direct = [q for q in quotes if q.kind == "direct"]
    assert [(q.speaker.name, q.speaker.role) for q in direct if q.speaker] == [
        ("سيرغي لافروف", "وزير الخارجية الروسي")
    ]
    assert direct[0].addressee == "للصحفيين"
    media = [q for q in quotes if q.speaker and q.speaker.kind == "media"]
    assert len(media) == 4
    assert all("مراسلة" in (q.speaker.name or "") for q in media if q.speaker)

    text = (shared_dir / "seeds" / "001_b09c0ae2a416ad43.txt").read_text(encoding="utf-8")
    quotes = find_quotes(text, "ar")
    by_name = [(q.speaker.name, q.speaker.kind) for q in quotes if q.speaker]
    assert by_name.count(("سيرجي لافروف", "person")) == 4
    assert by_name.count(("مسؤول في السفارة الأمريكية في أنقرة", "unnamed")) == 2
    assert ("الكرملين", "organisation") in by_name
    assert by_name.count(("أونكو كيسيلي", "person")) == 2
