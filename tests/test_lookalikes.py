"""Like events stay apart, and what follows one of them up finds the right one. Invented news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from readings import as_read
from tawatur.cluster import OpenWindow
from tawatur.model import Reading, Sleeper, StoryOpened
from tawatur.settings import Settings

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)

# (hours, language, headline, text); the first two are one event, the third is a like one.
LIKE_EVENTS = {
    "two earthquakes": [
        (0, "en", "Earthquake of 5.4 injures 17 in eastern Turkey", "An earthquake of magnitude 5.4 shook Erzincan in eastern Turkey on Tuesday, injuring 17 people and damaging dozens of houses, officials said."),
        (2, "ar", "إصابة 17 شخصا في زلزال بقوة 5.4 درجة في تركيا", "هز زلزال بقوة 5.4 درجة مدينة أرزنجان شرقي تركيا يوم الثلاثاء وأدى إلى إصابة 17 شخصا وتضرر عشرات المنازل، بحسب مسؤولين."),
        (5, "en", "Earthquake of 5.2 injures 8 in northern Peru", "An earthquake of magnitude 5.2 shook Trujillo in northern Peru on Tuesday, injuring eight people and cracking walls of houses, officials said."),
    ],
    "two rounds of the same talks": [
        (0, "en", "Second round of Marsala shipping talks ends without a deal", "The second round of talks between Ardenia and Ostrovia on shipping off Marsala ended on Tuesday without a deal. Both delegations spoke of progress."),
        (3, "ar", "ختام الجولة الثانية من محادثات مرسالا للملاحة دون اتفاق", "اختتمت يوم الثلاثاء الجولة الثانية من المحادثات بين أردينيا وأوستروفيا بشأن الملاحة قبالة مرسالا دون اتفاق، وتحدث الوفدان عن تقدم."),
        (50, "en", "Third round of Marsala shipping talks opens", "The third round of talks between Ardenia and Ostrovia on shipping off Marsala opened on Thursday. The delegations are to meet for two days."),
    ],
    "two matches": [
        (0, "en", "Harwick beat Dunmoor 3-1 to reach cup final", "Harwick reached the cup final on Tuesday after a 3-1 win over Dunmoor, with two goals by captain Ivo Stane."),
        (1, "en", "Stane double sends Harwick into the cup final", "Captain Ivo Stane scored twice as Harwick beat Dunmoor 3-1 in the cup semi-final on Tuesday."),
        (26, "en", "Lowick beat Fernham 2-0 in second cup semi-final", "Lowick beat Fernham 2-0 on Wednesday in the other semi-final of the cup, with goals by Abel Toller and Marc Ryde."),
    ],
    "two rate decisions": [
        (0, "en", "Norway's central bank raises key rate to 4 percent", "The central bank of Norway raised its key interest rate by half a point to 4 percent on Tuesday to curb inflation, governor Tomas Velk said."),
        (1, "en", "Norway lifts interest rate to fight inflation", "Norway's central bank lifted interest rates by half a percentage point to 4 percent, as governor Tomas Velk warned of rising prices."),
        (20, "en", "Brazil's central bank cuts key rate to 9 percent", "The central bank of Brazil cut its key interest rate by a quarter point to 9 percent on Wednesday, governor Lena Marsk said, as inflation fell."),
    ],
    "two earthquakes of one town": [
        (0, "ar", "زلزال بقوة 5.8 درجات يضرب أرزنجان", "ضرب زلزال بقوة 5.8 درجات مدينة أرزنجان شرقي تركيا يوم الثلاثاء 4 مارس 2025، وأسفر عن مقتل ثلاثة أشخاص."),
        (2, "en", "Magnitude 5.9 earthquake hits Erzincan in Turkey", "An earthquake of magnitude 5.9 hit the city of Erzincan in eastern Turkey on Tuesday, killing five people."),
        (70, "ar", "زلزال جديد بقوة 4.6 درجات يضرب أرزنجان", "ضرب زلزال جديد بقوة 4.6 درجات مدينة أرزنجان شرقي تركيا يوم الجمعة 7 مارس 2025، ولم ترد أنباء عن ضحايا."),
    ],
    "two meetings of the same ministers": [
        (0, "ar", "وزيرا خارجية تركيا وروسيا يجتمعان في أنقرة", "اجتمع وزير الخارجية التركي هاكان فيدان مع نظيره الروسي سيرغي لافروف في أنقرة يوم الثلاثاء، وبحثا الملاحة في البحر الأسود."),
        (1, "en", "Turkish and Russian foreign ministers meet in Ankara", "Foreign minister Hakan Fidan met his Russian counterpart Sergei Lavrov in Ankara on Tuesday to discuss shipping in the Black Sea."),
        (76, "en", "Turkish and Russian foreign ministers meet in Moscow", "Foreign minister Hakan Fidan met his Russian counterpart Sergei Lavrov in Moscow on Friday to discuss shipping in the Black Sea."),
    ],
    "two meetings of the same ministers, the other way": [
        (0, "en", "Turkish and Russian foreign ministers meet in Ankara", "Foreign minister Hakan Fidan met his Russian counterpart Sergei Lavrov in Ankara on Tuesday to discuss shipping in the Black Sea."),
        (1, "ar", "وزيرا خارجية تركيا وروسيا يجتمعان في أنقرة", "اجتمع وزير الخارجية التركي هاكان فيدان مع نظيره الروسي سيرغي لافروف في أنقرة يوم الثلاثاء، وبحثا الملاحة في البحر الأسود."),
        (76, "ar", "وزيرا خارجية تركيا وروسيا يجتمعان في موسكو", "اجتمع وزير الخارجية التركي هاكان فيدان مع نظيره الروسي سيرغي لافروف في موسكو يوم الجمعة، وبحثا الملاحة في البحر الأسود."),
    ],
    "two matches in Arabic": [
        (0, "ar", "الأهلي يهزم الزمالك 3-1 في نصف نهائي الكأس", "فاز الأهلي على الزمالك 3-1 يوم الثلاثاء في نصف نهائي كأس مصر على ملعب القاهرة."),
        (1, "en", "Al Ahly beat Zamalek 3-1 in Egypt cup semi-final", "Al Ahly beat Zamalek 3-1 on Tuesday in the semi-final of the Egypt cup at Cairo stadium."),
        (25, "ar", "الإسماعيلي يهزم المصري 2-0 في نصف نهائي الكأس", "فاز الإسماعيلي على المصري البورسعيدي 2-0 يوم الأربعاء في نصف نهائي كأس مصر على ملعب القاهرة."),
    ],
    "two fires": [
        (0, "ar", "حريق في مصنع للنسيج في طنجة يخلف ثلاثة قتلى", "اندلع حريق في مصنع للنسيج في طنجة شمالي المغرب يوم الثلاثاء وأدى إلى مقتل ثلاثة عمال."),
        (1, "fr", "Un incendie dans une usine textile à Tanger fait trois morts", "Un incendie s'est déclaré mardi dans une usine textile à Tanger, dans le nord du Maroc, tuant trois ouvriers."),
        (60, "ar", "حريق في مصنع للنسيج في مراكش يخلف قتيلين", "اندلع حريق في مصنع للنسيج في مراكش جنوبي المغرب يوم الخميس وأدى إلى مقتل عاملين."),
    ],
    "two bombings": [
        (0, "ar", "تفجير انتحاري في سوق في أرزنجان يخلف ثمانية قتلى", "قتل ثمانية أشخاص يوم الثلاثاء في تفجير انتحاري استهدف سوقا في أرزنجان شرقي تركيا، بحسب مسؤولين."),
        (1, "en", "Suicide bombing at a market in Erzincan kills eight", "A suicide bombing at a market in Erzincan in eastern Turkey killed eight people on Tuesday, officials said."),
        (50, "ar", "تفجير انتحاري في سوق في ديار بكر يخلف أربعة قتلى", "قتل أربعة أشخاص يوم الخميس في تفجير انتحاري استهدف سوقا في ديار بكر جنوب شرقي تركيا، بحسب مسؤولين."),
    ],
    "two collisions": [
        (0, "ru", "Три человека погибли в столкновении автобуса с грузовиком под Казанью", "Во вторник под Казанью автобус столкнулся с грузовиком, авария унесла жизни трёх человек, сообщила полиция."),
        (1, "ru", "Авария под Казанью: автобус столкнулся с грузовиком, трое погибли", "В аварии под Казанью во вторник погибли трое, автобус столкнулся с грузовиком, сообщила полиция Казани."),
        (48, "ru", "Два человека погибли в столкновении автобуса с грузовиком под Самарой", "В четверг под Самарой автобус столкнулся с грузовиком, авария унесла жизни двух человек, сообщила полиция."),
    ],
    "two hearings of one trial": [
        (0, "ar", "المحكمة تستمع إلى شهود في قضية مدير الميناء كريم الزواري", "عقدت محكمة بيروت يوم الثلاثاء جلسة في قضية مدير الميناء كريم الزواري واستمعت إلى ثلاثة شهود."),
        (2, "en", "Beirut court hears witnesses in case of port director Karim Zouari", "A court in Beirut held a hearing on Tuesday in the case of port director Karim Zouari and heard three witnesses."),
        (170, "ar", "المحكمة تستمع إلى الدفاع في قضية مدير الميناء كريم الزواري", "عقدت محكمة بيروت يوم الثلاثاء جلسة في قضية مدير الميناء كريم الزواري واستمعت إلى محامي الدفاع."),
    ],
    "prices of two days": [
        (0, "ar", "أسعار الذهب اليوم الثلاثاء في السعودية", "بلغ سعر غرام الذهب عيار 21 في السعودية اليوم الثلاثاء 300 ريال، وسعر عيار 24 343 ريالا."),
        (1, "ar", "سعر الذهب في السعودية اليوم الثلاثاء 4 مارس", "سجل سعر الذهب عيار 21 في السعودية اليوم 300 ريال للغرام، وسجل عيار 24 343 ريالا."),
        (24, "ar", "أسعار الذهب اليوم الأربعاء في السعودية", "بلغ سعر غرام الذهب عيار 21 في السعودية اليوم الأربعاء 302 ريال، وسعر عيار 24 345 ريالا."),
    ],
    "weather of two days, in Russian": [
        (0, "ru", "Погода в Москве 4 марта: прогноз на вторник", "Во вторник, 4 марта, в Москве ожидается погода без осадков, температура до 5 градусов, прогноз Гидрометцентра."),
        (1, "ru", "Прогноз погоды в Москве на вторник, 4 марта", "Во вторник, 4 марта, погода в Москве будет без осадков, до 5 градусов тепла, таков прогноз Гидрометцентра."),
        (24, "ru", "Погода в Москве 5 марта: прогноз на среду", "В среду, 5 марта, в Москве ожидается погода без осадков, температура до 6 градусов, прогноз Гидрометцентра."),
    ],
    "two rounds by their numbers": [
        (0, "ar", "الجولة 12 من محادثات مرسالا للملاحة تنتهي دون اتفاق", "انتهت الجولة 12 من المحادثات بين أردينيا وأوستروفيا بشأن الملاحة قبالة مرسالا دون اتفاق."),
        (1, "ru", "12-й раунд переговоров о судоходстве у Марсалы завершился без соглашения", "12-й раунд переговоров Ардении и Островии о судоходстве у Марсалы завершился без соглашения."),
        (60, "ru", "13-й раунд переговоров о судоходстве у Марсалы завершился без соглашения", "13-й раунд переговоров Ардении и Островии о судоходстве у Марсалы завершился без соглашения."),
    ],
}  # fmt: skip

# One event, however its reports differ.
ONE_EVENT = {
    "magnitudes and victims that differ": [
        (0, "en", "Magnitude 5.8 earthquake hits Erzincan, three dead", "An earthquake of magnitude 5.8 hit Erzincan in eastern Turkey on Tuesday, killing three people, officials said."),
        (3, "ar", "زلزال بقوة 5.9 درجات يضرب أرزنجان ومقتل سبعة", "ضرب زلزال بقوة 5.9 درجات مدينة أرزنجان شرقي تركيا يوم الثلاثاء وأدى إلى مقتل سبعة أشخاص."),
        (5, "en", "Earthquake of 5.9 in Erzincan, Turkey, kills seven", "An earthquake of magnitude 5.9 in Erzincan, Turkey, killed seven people on Tuesday, rescuers said."),
    ],
    "a follow-up that names the day": [
        (0, "en", "Magnitude 5.8 earthquake hits Erzincan, three dead", "An earthquake of magnitude 5.8 hit Erzincan in eastern Turkey on Tuesday, killing three people, officials said."),
        (1, "ar", "زلزال بقوة 5.8 درجات يضرب أرزنجان", "ضرب زلزال بقوة 5.8 درجات مدينة أرزنجان شرقي تركيا يوم الثلاثاء وأدى إلى مقتل ثلاثة أشخاص."),
        (50, "ar", "ارتفاع عدد قتلى زلزال أرزنجان إلى أحد عشر", "قال مسؤولون يوم الخميس إن عدد قتلى الزلزال الذي ضرب أرزنجان شرقي تركيا يوم الثلاثاء ارتفع إلى أحد عشر."),
    ],
    "the toll of a bombing, days later": [
        (0, "ar", "تفجير انتحاري في سوق في أرزنجان يخلف ثمانية قتلى", "قتل ثمانية أشخاص يوم الثلاثاء في تفجير انتحاري استهدف سوقا في أرزنجان شرقي تركيا، بحسب مسؤولين."),
        (1, "en", "Suicide bombing at a market in Erzincan kills eight", "A suicide bombing at a market in Erzincan in eastern Turkey killed eight people on Tuesday, officials said."),
        (50, "ar", "ارتفاع حصيلة التفجير الانتحاري في سوق أرزنجان إلى عشرة قتلى", "توفي جريحان من ضحايا التفجير الانتحاري الذي استهدف سوقا في أرزنجان، لترتفع الحصيلة إلى عشرة قتلى، بحسب ما قال مسؤولون يوم الخميس."),
    ],
    "a meeting looked back upon": [
        (0, "ar", "وزيرا خارجية تركيا وروسيا يجتمعان في أنقرة", "اجتمع وزير الخارجية التركي هاكان فيدان مع نظيره الروسي سيرغي لافروف في أنقرة يوم الثلاثاء، وبحثا الملاحة في البحر الأسود."),
        (1, "en", "Turkish and Russian foreign ministers meet in Ankara", "Foreign minister Hakan Fidan met his Russian counterpart Sergei Lavrov in Ankara on Tuesday to discuss shipping in the Black Sea."),
        (47, "en", "Ankara talks of Fidan and Lavrov on shipping were useful, Moscow says", "The talks of Hakan Fidan and Sergei Lavrov in Ankara on Tuesday on shipping in the Black Sea were useful, the Russian foreign ministry said on Thursday."),
    ],
}  # fmt: skip


def reading(name: str, hours: float, language: str, title: str, text: str) -> Reading:
    return as_read(name, NOON + timedelta(hours=hours), language, title, text)


@pytest.mark.parametrize("kind", LIKE_EVENTS)
def test_a_like_event_is_a_story_of_its_own(kind: str) -> None:
    window = OpenWindow(Settings())
    for number, row in enumerate(LIKE_EVENTS[kind]):
        one = reading(str(number), *row)
        for change in window.propose(one):
            window.apply(change, one)
    first, second, like = (window.story_of(name) for name in "012")
    assert first == second
    assert like != first


@pytest.mark.parametrize("kind", LIKE_EVENTS)
def test_a_like_event_wakes_no_story_that_sleeps(kind: str) -> None:
    window = OpenWindow(Settings())
    *told, like = LIKE_EVENTS[kind]
    for number, row in enumerate(told):
        one = reading(str(number), *row)
        for change in window.propose(one):
            window.apply(change, one)
    last = told[-1][0]
    (sleeper,) = window.fall_asleep_before(NOON + timedelta(hours=last + 1))
    restored = OpenWindow(Settings())
    restored.add_sleeper(msgspec.json.decode(msgspec.json.encode(sleeper), type=Sleeper))
    late = reading("2", like[0] + 14 * 24, *like[1:])  # the same day of the week
    assert isinstance(window.propose(late)[0], StoryOpened)
    assert restored.propose(late) == window.propose(late)


@pytest.mark.parametrize("kind", ONE_EVENT)
def test_one_event_stays_one_story(kind: str) -> None:
    window = OpenWindow(Settings())
    for number, row in enumerate(ONE_EVENT[kind]):
        one = reading(str(number), *row)
        for change in window.propose(one):
            window.apply(change, one)
    assert len({window.story_of(name) for name in "012"}) == 1
