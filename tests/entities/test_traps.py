"""Sentences of words that are names elsewhere: nothing is found in them, and the names beside them still are.

`traps.json` has them by language: cities, companies, parties and people that are words; what is called after a place
(`Guinea pigs`); months; titles with a weekday or a verb behind them; class words alone; peoples; acronyms of things.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.gazetteer.keys import is_arabic, key_of
from pipeline.story.entities import Tagger
from pipeline.story.model import Cleaned
from tests.entities.marked import marked

TRAPS = [
    (sentence, language)
    for language, sentences in json.loads(Path(__file__).with_name("traps.json").read_text(encoding="utf-8")).items()
    for sentence in sentences
]

SPRUNG_IN_CAPITALS = [
    ("A TURKEY, A GUINEA PIG AND A CHINA CUP WERE STOLEN", "en"),
    ("LET US PRAY, THE BISHOP SAID", "en"),
    ("UN CAFÉ TURC ET UN PAIN SUISSE", "fr"),
    ("COGNAC, BORDEAUX ET BOURGOGNE SE VENDENT MAL", "fr"),
    ("UN JERSEY, UN PANAMA ET UN BIKINI DANS LA VALISE", "fr"),
    ("UN PANAMÁ Y UNA GUAYABERA", "es"),
    ("PORTO SEGURO É O QUE PROCURAM OS BARCOS", "pt"),
    ("O PORTO FOI FECHADO PELA MARINHA", "pt"),
    ("CAMPO GRANDE FOI ARADO PELOS IRMÃOS", "pt"),
    ("A Turkey, A Guinea Pig And A China Cup Were Stolen", "en"),
    ("German Shepherds Guard The Gate", "en"),
    ("THE NURSE SAID WHO WOULD BE NEXT, AND IT WAS US", "en"),
    ("SAVANNAH GRASS FED THE HERDS", "en"),
    ("Savannah Grass Fed The Herds", "en"),
    ("Rubik's Cube Records Fell Again", "en"),
]
"""Only a small letter or the sense told them from names."""


def _headlines() -> list[tuple[str, str]]:
    """The traps of languages with capitals as headlines all in capitals, and the English ones in title case."""
    cased = [(sentence.rstrip("."), language) for sentence, language in TRAPS if not is_arabic(key_of(sentence)[0])]
    titles = [
        (re.sub(r"(?<!\S)\w", lambda m: m[0].upper(), line), "en") for line, language in cased if language == "en"
    ]
    return [*((line.upper(), language) for line, language in cased), *titles]


SPRUNG = [
    ("عمل الشباب بحماس طوال الليل.", "ar"),
    ("سقط قطر من السقف.", "ar"),
    ("Vienne le printemps, les routes rouvriront.", "fr"),
    ("Das Weiße Haus am See steht zum Verkauf.", "de"),
    ("El Universal anhelo de paz.", "es"),
    ("Braga e camisa foram achadas na praia.", "pt"),
    ("Cologne and talcum powder were on offer.", "en"),
    ("Rennes et caribous migrent vers le sud.", "fr"),
    ("Valencia y electrones explicó el maestro de química.", "es"),
    ("أكل الضيوف السلطة الروسية والكنافة النابلسية.", "ar"),
    ('The play "Mother Courage" opens in spring.', "en"),
    ('"Nancy" est le nom de la tempête qui approche.', "fr"),
    ("Une jument nommée Bahia a gagné la course.", "fr"),
    ('"Mérida" se llama la yegua ganadora.', "es"),
    ("Un Ibiza y un viejo Toledo ardieron en el garaje.", "es"),
    ("NATAL SEM PERU E PORTO SEM BARCOS", "pt"),
    ("Bom Jesus, exclamou a avó.", "pt"),
    ("العذراء والأسد لا يتفقان، يقول برج اليوم.", "ar"),
    ("Le père Noël est passé en tracteur.", "fr"),
    ("Herr Ober, bitte zahlen, rief der Gast.", "de"),
    ("El Papa Noel llegó en tractor.", "es"),
    ("O Pai Natal chegou de trator.", "pt"),
    ("الجنرال شتاء انتصر، مازح جندي.", "ar"),
]

NAMES = [
    ("[[Turkey|L]] exports rose by a third.", "en"),
    ("[[Guinea|L]] votes on Sunday.", "en"),
    ("[[Turkey Dinners Ltd|O]] closed.", "en"),
    ("The [[Brussels|L]] attacks were recalled.", "en"),
    ("Shares in [[Hoffner SE|O]] fell.", "en"),
    ("Le commerce avec la [[Chine|L]] et l'[[Inde|L]] progresse.", "fr"),
    ("Le port de [[Marseille|L]] est bloqué.", "fr"),
    ("[[Die Grünen|O]] fordern mehr Geld.", "de"),
    ("Die Grüne Woche beginnt, die [[Grünen|O]] kommen.", "de"),
    ("Der Parteitag der [[Grünen|O]] in [[Bayern|L]] begann.", "de"),
    ("Las ventas a [[China|L]] subieron.", "es"),
    ("Un juez de [[Santiago|L]] ordenó su captura.", "es"),
    ("A prefeitura de [[Natal|L]] fechou as escolas.", "pt"),
    ("O governo do [[Peru|L]] negou.", "pt"),
    ("نفت [[حماس|O]] الاتهامات.", "ar"),
    ("ردت [[مصر|L]] على الاقتراح.", "ar"),
    ("وصل إلى مدينة [[جدة|L]] أمس.", "ar"),
    ("قال الوزير [[بهجت سليمان|P]] إن الخطة جاهزة.", "ar"),
    ("زيارة لل[[يمن|L]] ولل[[هند|L]] ولل[[رياض|L]].", "ar"),
    ("غرق قارب في [[المتوسط|L]].", "ar"),
    ("اندلع حريق قرب [[صور|L]] أمس.", "ar"),
    ("وصل إلى [[قاعدة العديد|L]] أمس.", "ar"),
    ("[[La Réunion|L]] est en alerte.", "fr"),
    ("Das Hotel liegt in [[Leiden|L]].", "de"),
    ("[[Irã|L]] e [[França|L]] negociam.", "pt"),
    ("The [[Charleston|L]] shooting was recalled.", "en"),
    ("Thousands gathered near [[Waterloo|L]] for the anniversary.", "en"),
    ("[[Worcester Sauce Ltd|O]] closed.", "en"),
    ("[[Madeira|L]] bakers went on strike, [[Stockholm|L]] cooks didn't.", "en"),
    ("Tankers crossed the [[Bosphorus|L]] on Monday, then the [[Bahamas|L]].", "en"),
    ("قررت [[المحكمة العليا|O]] والنيابة العسكرية الإفراج عنه.", "ar"),
    ("أعلنت [[الهيئة العامة للاستثمار والمناطق الحرة|O]] ذلك.", "ar"),
    ("قالت [[الجمعية الفلكية والفضائية|O]] أمس.", "ar"),
    ("قالت النجمة [[مريم السالمي|P]] إنها سعيدة.", "ar"),
    ("وزیر خارجه [[ایران|L]] به [[مسکو|L]] سفر کرد.", "fa"),
    ("[[ولادیمیر پوتین|P]] وارد [[تهران|L]] شد.", "fa"),
    ("[[لاہور|L]] اور [[اسلام آباد|L]] میں اسکول بند رہے۔", "ur"),
    ("[[Quito|L]] decretó el estado de alarma.", "es"),
    ("[[Italien|L]] und [[Polen|L]] wählen, das [[Polen|L]] von heute.", "de"),
    ("[[Schweden|L]] liefert, die Hilfe für [[Ungarn|L]] kommt.", "de"),
    ("[[Italien|L]] väljer i dag.", "sv"),
    ("L'[[Italie|L]] et l'[[Inde|L]] ont signé.", "fr"),
    ("[[Palestina|L]] pide ayuda a [[Siria|L]] y a [[Bosnia|L]].", "es"),
    ("O [[Irã|L]] e [[Macau|L]] negociam.", "pt"),
    ("La [[Crète|L]] et [[Gênes|L]] attendent le ferry.", "fr"),
    ("[[Puno|L]] y [[Canadá|L]] reciben ayuda.", "es"),
    ("A [[Manhattan|L]] court ruled on Monday.", "en"),
    ("Una [[Barcelona|L]] nueva nace, dijo.", "es"),
    ("[[WHO|O]] warns of floods. The [[WHO|O]] spoke.", "en"),
    ("[[TURKEY|L]] AND THE [[UN|O]] SIGN A DEAL IN [[NICE|L]]", "en"),
    ("[[LA PAZ|L]] Y [[BOLIVIA|L]] ESPERAN EN [[LA PAZ|L]]", "es"),
    ("وصلت القافلة إلى مدينة [[تدمر|L]] ثم إلى [[الرباط|L]].", "ar"),
    ("عقد الاجتماع في [[سرت|L]] شمال [[ليبيا|L]].", "ar"),
    ("عادت السياحة في [[سوريا|L]] إلى [[تدمر|L]].", "ar"),
    ("سافر من [[حلب|L]] إلى [[حمص|L]] ومن [[جنين|L]] إلى [[عدن|L]].", "ar"),
    ("استقبل [[الشرع|P]] الوفد في [[دمشق|L]].", "ar"),
    ("غادر [[الأسد|P]] البلاد.", "ar"),
    ("زار الوفد [[جدة|L]] و[[مسقط|L]] و[[الجليل|L]].", "ar"),
    ("اعتقل [[الإخوان|O]] في [[مصر|L]].", "ar"),
    ("شركة [[آبل|O]] في [[صنعاء|L]].", "ar"),
    ("[[چین|L]] ته ورسېد", "ps"),
    ("انتخابات [[الهند|L]] و[[اليمن|L]] و[[العراق|L]].", "ar"),
    ("رئیس جمهور [[یمن|L]] به [[هند|L]] رفت.", "fa"),
    ("Crowds filled [[Norman|L]] and [[Savannah|L]] on Sunday.", "en"),
    ("A campaigner at [[Amnesty|O]] said so.", "en"),
    ("[[Adobe|O]] shares rose.", "en"),
    ("[[Deutscher Städtetag|O]] warnt.", "de"),
    ("Ein Werk von [[Ford|O]] brannte, die Aktie von [[Opel|O]] fiel.", "de"),
    ("A [[Boeing|O]] plant closed.", "en"),
    ("Une usine de [[Renault|O]] ferme.", "fr"),
    ("قال الوزير [[أشرف العربي|P]] إن الخطة جاهزة.", "ar"),
    ("Die [[Junge Union|O]] tagt in [[Essen|L]].", "de"),
    ("Los bomberos de [[Granada|L]] ayudaron a [[Honda|O]].", "es"),
    ("Les [[Pyrénées|L]] sont sous la neige, [[Bordeaux|L]] sous l'eau.", "fr"),
    ("Moradores de [[Belém|L]] e da [[Amadora|L]] protestaram.", "pt"),
    ("INCENDIO EN [[LA PAZ|L]] DEJA DOS MUERTOS", "es"),
]

HEADLINES = [
    ("en", "WHO WARNS OF FLOODS", "The World Health Organization (WHO) spoke.", ["WHO"]),
    ("es", "LA PAZ SIN AGUA", "Un incendio arrasó La Paz.", ["LA PAZ"]),
    ("en", "MINISTER MARLOW RESIGNS", "Minister Jane Marlow resigned.", ["MARLOW"]),
    ("en", "Minister Marlow Resigns After Spring Vote", "Minister Jane Marlow resigned.", ["Marlow"]),
    ("en", "Turkey Dinners Cost More", "Shops said so.", []),
    ("en", "Can Makers Raise Their Prices", "Shops said so.", []),
]
"""Language, headline in which a capital says nothing, body, and the names in the headline."""


@pytest.mark.parametrize(("sentence", "language"), TRAPS)
def test_no_name_is_found_where_there_is_none(tagger: Tagger, sentence: str, language: str) -> None:
    assert marked(tagger, sentence, language) == sentence


@pytest.mark.parametrize(
    ("line", "language"),
    [
        pytest.param(
            *one,
            marks=[pytest.mark.xfail(strict=True, reason="without small letters only its sense tells")]
            * (one in SPRUNG_IN_CAPITALS),
        )
        for one in _headlines()
    ],
)
def test_no_name_is_found_in_the_same_words_where_capitals_say_nothing(
    tagger: Tagger, line: str, language: str
) -> None:
    assert _in_headline(tagger, line, "", language) == []


@pytest.mark.parametrize(("language", "headline", "body", "names"), HEADLINES)
def test_the_body_tells_the_names_of_a_headline_whose_capitals_say_nothing(
    tagger: Tagger, language: str, headline: str, body: str, names: list[str]
) -> None:
    assert _in_headline(tagger, headline, body, language) == names


def _in_headline(tagger: Tagger, headline: str, body: str, language: str) -> list[str]:
    cleaned = Cleaned(headline=headline, headline_derived=False, body_text=body)
    found = tagger.tag(cleaned, language)
    mentions = [mention for one in (*found.people, *found.organisations, *found.places) for mention in one.mentions]
    return [mention.text for mention in mentions if mention.field == "headline"]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [pytest.param(*one, marks=pytest.mark.xfail(strict=True, reason="only its sense tells")) for one in SPRUNG],
)
def test_no_name_is_found_where_only_the_sense_tells(tagger: Tagger, sentence: str, language: str) -> None:
    assert marked(tagger, sentence, language) == sentence


@pytest.mark.parametrize(("case", "language"), NAMES)
def test_names_beside_such_words_are_found(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


def test_a_name_in_several_ideographs_of_one_word_goes_with_the_longer_name(tagger: Tagger) -> None:
    assert marked(tagger, "VlADIMIR A普京普京", "en") == "[[VlADIMIR A普京普京|P]]"
