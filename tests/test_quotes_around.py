"""What stands around reported speech: role, kind of source, addressee, occasion, chain, hedge.

Sentences of our own with invented people, in seven languages.
"""

from __future__ import annotations

import pytest

from tawatur.annotate import annotate_text
from tawatur.model import Quote
from tawatur.text import fold

# (language, text, [(the content begins so, in the speaker's name, kind, what else must be said)])
CASES: list[tuple[str, str, list[tuple[str, str | None, str, dict[str, str]]]]] = [
    ('de', 'Die Brücke werde bis Mai fertig, sagte Verkehrsminister Jonas Feldkamp am Montag in Wiesental.', [('Die Brücke werde bis Mai fertig', 'Jonas Feldkamp', 'indirect', {'role': 'Verkehrsminister'})]),
    ('de', 'Verkehrsminister Jonas Feldkamp sagte, die Brücke werde bis Mai fertig.', [('die Brücke werde bis Mai fertig', 'Jonas Feldkamp', 'indirect', {})]),
    ('de', '„Wir haben nichts zu verbergen“, betonte die Sprecherin der Stadtwerke, Karla Ohm.', [('Wir haben nichts zu verbergen', 'Karla Ohm', 'direct', {})]),
    ('de', 'Feldkamp kündigte an, dass die Straße gesperrt wird.', [('die Straße gesperrt wird', 'Feldkamp', 'indirect', {})]),
    ('de', 'Nach Angaben der Polizei wurden drei Menschen verletzt.', [('wurden drei Menschen verletzt', 'Polizei', 'indirect', {})]),
    ('de', 'Laut einem Sprecher des Ministeriums ist der Schaden gering.', [('ist der Schaden gering', 'Sprecher', 'indirect', {'kind': 'unnamed'})]),
    ('de', 'Der Vorfall sei bedauerlich, hieß es aus Regierungskreisen.', [('Der Vorfall sei bedauerlich', 'Regierungskreise', 'indirect', {'kind': 'unnamed'})]),
    ('de', 'Der Bürgermeister wies die Vorwürfe zurück: „Das ist frei erfunden.“', [('Das ist frei erfunden', 'Bürgermeister', 'direct', {})]),
    ('de', '„Ich habe nichts gesehen“, so die Augenzeugin Petra Lind gegenüber Reportern.', [('Ich habe nichts gesehen', 'Petra Lind', 'direct', {'addr': 'Reportern'})]),
    ('de', 'Weber sagte der Zeitung „Tagblatt“, er habe davon nichts gewusst.', [('er habe davon nichts gewusst', 'Weber', 'indirect', {})]),
    ('de', 'Die Oppositionsführerin Gesa Brandt warf der Regierung vor, die Zahlen zu fälschen.', [('die Zahlen zu fälschen', 'Gesa Brandt', 'indirect', {})]),
    ('ru', 'Мост откроют в мае, сообщил министр транспорта Егор Лапшин.', [('Мост откроют в мае', 'Егор Лапшин', 'indirect', {'role': 'министр транспорта'})]),
    ('ru', '«Мы ничего не скрываем», — подчеркнула пресс-секретарь мэрии Анна Гущина.', [('Мы ничего не скрываем', 'Анна Гущина', 'direct', {})]),
    ('ru', '— Мы ничего не скрываем, — сказала Гущина журналистам.', [('Мы ничего не скрываем', 'Гущина', 'direct', {'addr': 'журналистам'})]),
    ('ru', 'По словам источника в министерстве, переговоры продлятся два дня.', [('переговоры продлятся два дня', 'источник', 'indirect', {'kind': 'unnamed'})]),
    ('ru', 'По данным полиции, пострадали трое.', [('пострадали трое', 'полиц', 'indirect', {})]),
    ('ru', 'Как сообщили очевидцы, взрыв произошёл около полуночи.', [('взрыв произошёл около полуночи', 'очевидцы', 'indirect', {'kind': 'unnamed'})]),
    ('ru', 'Лапшин заявил, что мост безопасен. Он добавил, что ремонт займёт месяц.', [('мост безопасен', 'Лапшин', 'indirect', {}), ('ремонт займёт месяц', 'Лапшин', 'indirect', {})]),
    ('ru', 'Агентство «Вестник» со ссылкой на двух дипломатов сообщает, что встреча перенесена.', [('встреча перенесена', 'диплома', 'indirect', {'chain': 'Вестник'})]),
    ('ru', '«Это ложь», — написал губернатор Пётр Аникин в своём телеграм-канале.', [('Это ложь', 'Пётр Аникин', 'direct', {})]),
    ('ru', 'Мэр опроверг, что школу закроют.', [('школу закроют', 'Мэр', 'indirect', {'strength': 'denied'})]),
    ('ru', 'Аникин: Мы построим новую школу.', [('Мы построим новую школу', 'Аникин', 'direct', {})]),
    ('fr', 'Le pont ouvrira en mai, a annoncé lundi le ministre des Transports, Luc Ferrand.', [('Le pont ouvrira en mai', 'Luc Ferrand', 'indirect', {'role': 'ministre des Transports'})]),
    ('fr', "« Nous n'avons rien à cacher », a déclaré la maire de Belcourt, Anne Solier, lors d'une conférence de presse.", [("Nous n'avons rien à cacher", 'Anne Solier', 'direct', {'occ': 'conférence'})]),
    ('fr', 'Selon la police, trois personnes ont été blessées.', [('trois personnes ont été blessées', 'police', 'indirect', {})]),
    ('fr', "D'après une source proche du dossier, l'accord est prêt.", [("l'accord est prêt", 'source proche du dossier', 'indirect', {'kind': 'unnamed'})]),
    ('fr', "« C'est un mensonge », s'est indigné le directeur général de Velmar, Paul Grandin.", [("C'est un mensonge", 'Paul Grandin', 'direct', {})]),
    ('fr', 'Le ministre a assuré que le pont était sûr. Il a ajouté que les travaux dureraient un mois.', [('le pont était sûr', 'ministre', 'indirect', {}), ('les travaux dureraient un mois', 'ministre', 'indirect', {})]),
    ('fr', '« Nous partirons demain », a-t-elle dit aux journalistes.', [('Nous partirons demain', None, 'direct', {'addr': 'journalistes'})]),
    ('fr', "Le porte-parole a démenti que l'usine ferme.", [("l'usine ferme", 'porte-parole', 'indirect', {'strength': 'denied'})]),
    ('fr', 'Des témoins ont raconté que la fumée était visible de loin.', [('la fumée était visible de loin', 'témoins', 'indirect', {'kind': 'unnamed'})]),
    ('fr', "L'explosion aurait fait deux morts, rapporte le quotidien Le Phare, citant deux diplomates.", [("L'explosion aurait fait deux morts", 'diplomates', 'indirect', {'chain': 'Le Phare'})]),
    ('fr', 'Le directeur général de Velmar, Paul Grandin, a dit : « Nous achetons une rive ».', [('Nous achetons une rive', 'Paul Grandin', 'direct', {})]),
    ('es', 'El puente abrirá en mayo, anunció este lunes el ministro de Transportes, Luis Ferrer.', [('El puente abrirá en mayo', 'Luis Ferrer', 'indirect', {'role': 'ministro de Transportes'})]),
    ('es', '«No tenemos nada que ocultar», dijo la alcaldesa de Belmar, Ana Solís, a los periodistas.', [('No tenemos nada que ocultar', 'Ana Solís', 'direct', {'addr': 'periodistas'})]),
    ('es', '«No vamos a esperar», dijo a este diario la alcaldesa Rosa Melgar.', [('No vamos a esperar', 'Rosa Melgar', 'direct', {'role': 'alcaldesa', 'addr': 'este diario'})]),
    ('es', 'Según fuentes diplomáticas, el acuerdo está listo.', [('el acuerdo está listo', 'fuentes diplomáticas', 'indirect', {'kind': 'unnamed'})]),
    ('es', 'El acuerdo está listo, según comunicó este jueves la empresa Telmar a sus accionistas.', [('El acuerdo está listo', 'Telmar', 'indirect', {})]),
    ('es', 'De acuerdo con la policía, hubo tres heridos.', [('hubo tres heridos', 'policía', 'indirect', {})]),
    ('es', 'La ministra negó que el hospital cierre.', [('el hospital cierre', 'ministra', 'indirect', {'strength': 'denied'})]),
    ('es', 'Ferrer aseguró que el puente es seguro y añadió que las obras durarán un mes.', [('el puente es seguro', 'Ferrer', 'indirect', {}), ('las obras durarán un mes', 'Ferrer', 'indirect', {})]),
    ('es', '«Cuando oí "salgan todos", corrí», relató la vecina Marta Gil.', [('Cuando oí', 'Marta Gil', 'direct', {})]),
    ('es', 'Testigos presenciales contaron que el humo se veía de lejos.', [('el humo se veía de lejos', 'Testigos', 'indirect', {'kind': 'unnamed'})]),
    ('tr', 'Köprünün mayısta açılacağını Ulaştırma Bakanı Kemal Yurtsever açıkladı.', [('Köprünün mayısta açılacağını', 'Kemal Yurtsever', 'indirect', {})]),
    ('tr', 'Ulaştırma Bakanı Kemal Yurtsever, köprünün mayısta açılacağını söyledi.', [('köprünün mayısta açılacağını', 'Kemal Yurtsever', 'indirect', {'role': 'Ulaştırma Bakanı'})]),
    ('tr', 'Yurtsever, "Saklayacak bir şeyimiz yok" dedi.', [('Saklayacak bir şeyimiz yok', 'Yurtsever', 'direct', {})]),
    ('tr', '"Saklayacak bir şeyimiz yok" diyen Yurtsever, köprünün güvenli olduğunu belirtti.', [('Saklayacak bir şeyimiz yok', 'Yurtsever', 'direct', {}), ('köprünün güvenli olduğunu', 'Yurtsever', 'indirect', {})]),
    ('tr', 'Polise göre üç kişi yaralandı.', [('üç kişi yaralandı', 'Polis', 'indirect', {})]),
    ('tr', 'Adının açıklanmasını istemeyen bir yetkiliye göre anlaşma hazır.', [('anlaşma hazır', 'yetkili', 'indirect', {'kind': 'unnamed'})]),
    ('tr', 'Görgü tanıkları, dumanın uzaktan görüldüğünü anlattı.', [('dumanın uzaktan görüldüğünü', 'Görgü tanıkları', 'indirect', {'kind': 'unnamed'})]),
    ('tr', 'Gazetecilere konuşan Vali Nihat Duran, "Yol açık" dedi.', [('Yol açık', 'Nihat Duran', 'direct', {'addr': 'Gazetecilere'})]),
    ('en', 'The bridge will open in May, Transport Minister Jonas Field said on Monday.', [('The bridge will open in May', 'Jonas Field', 'indirect', {'role': 'Transport Minister'})]),
    ('en', '"We have nothing to hide," Field told reporters during a visit to Milltown.', [('We have nothing to hide', 'Field', 'direct', {'addr': 'reporters', 'occ': 'visit'})]),
    ('en', 'According to two diplomats, the talks will resume on Friday.', [('the talks will resume on Friday', 'two diplomats', 'indirect', {'kind': 'unnamed'})]),
    ('en', 'A senior official, speaking on condition of anonymity, said the deal was ready.', [('the deal was ready', 'official', 'indirect', {'kind': 'unnamed'})]),
    ('en', 'Field reportedly said that the deal was dead.', [('the deal was dead', 'Field', 'indirect', {'hedge': 'reportedly'})]),
    ('en', 'The Harbour Post, citing two officials, reported that the port would close.', [('the port would close', 'two officials', 'indirect', {'chain': 'Harbour Post'})]),
    ('en', 'Crews worked in the market street, where two bakers and a 12-year-old girl were believed to be trapped.', []),
    ('en', 'The envoy was said to be on his way, but nobody at the airport would talk.', []),
    ('en', 'Analysts said regulators were likely to ask how the firm would handle the data.', [('regulators were likely to ask', 'Analysts', 'indirect', {})]),
    ('ar', 'قال مصدر دبلوماسي لوكالة الأفق إن المحادثات ستستأنف الجمعة.', [('المحادثات ستستأنف الجمعة', 'مصدر دبلوماسي', 'indirect', {'kind': 'unnamed', 'chain': 'الأفق'})]),
    ('ar', 'نقلت صحيفة الميناء عن مسؤولين قولهم إن المرفأ سيغلق.', [('المرفأ سيغلق', 'مسؤولين', 'indirect', {'kind': 'unnamed', 'chain': 'الميناء'})]),
    ('ar', 'وقال شهود عيان إن الدخان شوهد من بعيد.', [('الدخان شوهد من بعيد', 'شهود عيان', 'indirect', {'kind': 'unnamed'})]),
    ('ar', 'وقال المدير العام لشركة «ساحل نت» كريم الزواري: «نشتري ضفة».', [('نشتري ضفة', 'كريم الزواري', 'direct', {})]),
    ('ar', 'واعتبر المدير العام للمجموعة، كريم الزواري، أن الصفقة تاريخية. وقال المدير العام: «نشتري ضفة».', [('الصفقة تاريخية', 'كريم الزواري', 'indirect', {}), ('نشتري ضفة', 'كريم الزواري', 'direct', {})]),
    ('ar', 'ذكرت تقارير غير مؤكدة أن الطائرة هبطت.', [('الطائرة هبطت', 'تقارير', 'indirect', {})]),
    ('ar', 'أفاد مراسلنا في حلب بأن الطريق أغلق.', [('الطريق أغلق', 'مراسل', 'indirect', {})]),
    ('ar', 'صرح الوزير سامر الخطيب للصحفيين على هامش المؤتمر: سنوقع الاتفاق غدا.', [('سنوقع الاتفاق غدا', 'سامر الخطيب', 'direct', {'addr': 'للصحفيين'})]),
    ('ar', 'نفى المتحدث باسم الجيش العقيد ماهر درويش صحة الأنباء عن انسحاب القوات.', [('صحة الأنباء', 'ماهر درويش', 'indirect', {'strength': 'denied'})]),
]  # fmt: skip


def told(text: str, quote: Quote) -> dict[str, str]:
    """What ``CASES`` may ask of a quotation."""
    speaker = quote.speaker
    return {
        "role": speaker.role or "" if speaker else "",
        "kind": speaker.kind if speaker else "",
        "addr": quote.addressee or "",
        "occ": quote.occasion or "",
        "chain": " ".join(quote.chain),
        "strength": quote.strength,
        "hedge": text[quote.hedge.start : quote.hedge.end] if quote.hedge else "",
    }


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_reported_speech(
    language: str, text: str, expected: list[tuple[str, str | None, str, dict[str, str]]]
) -> None:
    quotes = annotate_text(text, language_hint=language).quotes
    assert len(quotes) == len(expected)
    for quote, (content, speaker, kind, more) in zip(quotes, expected, strict=True):
        assert text[quote.content[0].start :].startswith(content)
        assert quote.kind in ({"indirect", "mixed"} if kind == "indirect" else {kind})
        if speaker is not None:
            assert quote.speaker is not None
            assert fold(speaker) in fold(quote.speaker.name or "")
        found = told(text, quote)
        for key, value in more.items():
            assert fold(value) in fold(found[key]), key


def test_who_is_cited_speaks_and_who_cites_hands_it_on() -> None:
    text = "The Harbour Post, citing two officials, reported that the port would close."
    (quote,) = annotate_text(text, language_hint="en").quotes
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.speaker.kind) == ("two officials", "unnamed")
    assert quote.chain == ("The Harbour Post",)


def test_a_company_in_marks_stands_between_office_and_name() -> None:
    text = "وقال المدير العام لـ«ساحل نت» كريم الزواري في مؤتمر صحافي: «نحن نشتري ضفة»."
    (quote,) = annotate_text(text, language_hint="ar").quotes
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.speaker.role) == ("كريم الزواري", "المدير العام لـ«ساحل نت»")


def test_a_russian_family_name_in_its_case_is_who_was_named_in_full() -> None:
    text = (
        "Об этом сообщил журналистам руководитель пуска Роман Ветлугин. «Пуск отложен на "
        "сутки», — сказал он. По словам Ветлугина, датчик заменят завтра."
    )
    quotes = annotate_text(text, language_hint="ru").quotes
    assert {q.speaker.name for q in quotes if q.speaker} == {"Роман Ветлугин"}


def test_the_press_of_a_press_conference_is_not_spoken_to() -> None:
    text = "Ferrer aseguró en una rueda de prensa en Belmar: «Compramos una orilla»."
    (quote,) = annotate_text(text, language_hint="es").quotes
    assert (quote.addressee, quote.occasion) == (None, "en una rueda de prensa en Belmar")


def test_segun_with_a_verb_names_who_said_it() -> None:
    text = "Telmar comprará la red, según comunicó este jueves la compañía a sus accionistas."
    (quote,) = annotate_text(text, language_hint="es").quotes
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.speaker.kind) == ("la compañía", "unnamed")
