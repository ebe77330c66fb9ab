"""Sixty events of a day's news: for each kind four templates, and a row of words for each event. All made up."""

# ruff: noqa: E501  # texts of stories, one a line

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """Four templates, and for each event the words for `{0}` … of them."""

    name: str
    feed: str
    templates: tuple[str, str, str, str]
    events: tuple[tuple[str, ...], ...]


KINDS = (
    Kind(
        "accident",
        "wsp-en",
        (
            "At least {2} people killed when {3} {4} near {0}, {1}: police",
            "{2} dead as {3} {4} near {0}\n\n{0}, {1} (WSP) - At least {2} people were killed on Monday when {3} {4} near {0}, police said.\n\nRescuers were still searching.",
            "Death toll rises after {3} {4} in {1}\n\n{0}, {1} (WSP) - Rescue crews pulled more bodies from the wreckage on Monday after {3} {4} near {0}, killing at least {2} people, police said.\n\nSurvivors described scenes of panic.",
            "{1} in mourning after deadly crash near {0}\n\n{0}, {1} (WSP) - Families gathered at a hospital in {0} on Monday to identify the victims after {3} {4}, one of the worst such disasters in {1} for years.\n\nThe government ordered an inquiry.",
        ),
        (
            ("Cusco", "Peru", "17", "a tourist bus", "plunged into a ravine"),
            ("Chittagong", "Bangladesh", "31", "an overloaded ferry", "capsized in a storm"),
            ("Ankara", "Turkey", "9", "a high-speed train", "hit a maintenance engine"),
            ("Mombasa", "Kenya", "22", "a fuel tanker", "overturned and exploded"),
            ("Salzburg", "Austria", "6", "a cable car", "tore loose from its rope"),
        ),
    ),
    Kind(
        "attack",
        "wsp-en",
        (
            "{2} wounded in {3} outside {4} in {0}: officials",
            "{3} outside {4} in {0} wounds {2}\n\n{0}, {1} (WSP) - {2} people were wounded in {3} outside {4} in {0} on Tuesday, officials said.",
            "Suspect held after {3} in {0}\n\n{0}, {1} (WSP) - Police arrested a suspect on Tuesday after {3} outside {4} in {0} that left {2} people wounded.\n\nThe motive was unclear.",
            "Security tightened across {1} after {0} attack\n\n{0}, {1} (WSP) - Officers patrolled around {4} in {0} on Tuesday, hours after {3} wounded {2} people and shocked the city.\n\nThe president called for calm.",
        ),
        (
            ("Hamburg", "Germany", "4", "a knife attack", "the central station"),
            ("Lahore", "Pakistan", "12", "a grenade blast", "a district court"),
            ("Denver", "United States", "5", "a shooting", "a shopping mall"),
            ("Nairobi", "Kenya", "8", "a car bombing", "the customs house"),
            ("Lyon", "France", "3", "an arson attack", "a synagogue"),
        ),
    ),
    Kind(
        "vote",
        "wsp-en",
        (
            "{2} wins {1} {3}: electoral commission",
            "{2} declared winner of {1} {3}\n\n{0} (WSP) - {2} has won the {3} in {1} with {4} percent of the vote, the electoral commission said on Sunday.",
            "{2} wins {1} {3}, rival cries foul\n\n{0} (WSP) - {2} won the {3} in {1} with {4} percent of the vote, final results showed on Sunday, but the defeated camp alleged fraud.\n\nObservers saw no major incident.",
            "{1}'s {2} vows unity after {3} win\n\n{0} (WSP) - {2} promised to reach out to opponents on Sunday after winning a bitterly fought {3} in {1} that observers called largely fair.\n\nThousands celebrated in {0}.",
        ),
        (
            ("Accra", "Ghana", "Kofi Antwelle", "presidential run-off", "52.1"),
            ("Riga", "Latvia", "Ilze Branders", "parliamentary election", "31.4"),
            ("Bogota", "Colombia", "Marta Quillen", "presidential election", "50.8"),
            ("Tbilisi", "Georgia", "Levan Oresidze", "mayoral election", "48.9"),
            ("Suva", "Fiji", "Josaia Ratunabe", "snap election", "44.2"),
        ),
    ),
    Kind(
        "court",
        "wsp-en",
        (
            "{0} court sentences {2} to {3} years in prison for {4}",
            "{2} gets {3} years for {4}\n\n{0} (WSP) - A court in {0} sentenced {2} to {3} years in prison for {4} on Wednesday.",
            "{2} jailed {3} years over {4}\n\n{0} (WSP) - {2} was sentenced to {3} years in prison by a court in {0} on Wednesday after being found guilty of {4}.\n\nLawyers said they would appeal.",
            "Jailed {2} to appeal against {4} verdict\n\n{0} (WSP) - Lawyers for {2} said on Wednesday they would appeal after a judge in {0} handed down {3} years in prison for {4}, a ruling that supporters denounced.\n\nThe case divided {1}.",
        ),
        (
            ("Milan", "Italy", "banker Aldo Ferrantini", "11", "fraud"),
            ("Seoul", "South Korea", "former minister Han Jae-wook", "7", "bribery"),
            ("Cape Town", "South Africa", "rhino trader Piet Vandermeul", "19", "smuggling"),
            ("Tunis", "Tunisia", "blogger Sami Belhouche", "3", "insulting the army"),
            ("Dallas", "United States", "nurse Carol Whitlam", "25", "murder"),
        ),
    ),
    Kind(
        "company",
        "wsp-en",
        (
            "{1} to cut {2} jobs, closes {3} plant",
            "{1} to cut {2} jobs\n\n{0} (WSP) - {1} said on Thursday it would cut {2} jobs and close its plant in {3}.",
            "{1} slashes {2} jobs as {4}\n\n{0} (WSP) - {1} will cut {2} jobs and close its {3} plant, it said on Thursday, as {4}.\n\nShares rose three percent.",
            "Unions vow to fight {1} job cuts\n\n{0} (WSP) - Unions promised strikes on Thursday after {1} announced the loss of {2} jobs and the closure of its {3} plant, blaming the fact that {4}.\n\nThe minister called an emergency meeting.",
        ),
        (
            ("Stockholm", "Nordvarg Motors", "4,200", "Gothenburg", "demand for electric lorries slumps"),
            ("Tokyo", "Hanakura Electric", "9,000", "Osaka", "memory prices tumble"),
            ("Toronto", "Lakeshore Airlines", "1,350", "Halifax", "fuel costs soar"),
            ("Madrid", "Banco Verdelo", "2,800", "Seville", "customers move online"),
            ("Zurich", "Helvamed", "640", "Basel", "a patent expires"),
        ),
    ),
    Kind(
        "weather",
        "wsp-en",
        (
            "{2} makes landfall near {0}, {1}: weather service",
            "{2} slams into {1}\n\n{0}, {1} (WSP) - {2} made landfall near {0} with winds of {3} kilometres an hour, the weather service said on Friday.",
            "{2} batters {1}, {4} evacuated\n\n{0}, {1} (WSP) - {2} battered the coast of {1} on Friday after making landfall near {0} with winds of {3} kilometres an hour, forcing {4} people from their homes.\n\nPower was cut.",
            "{1} counts cost of {2}\n\n{0}, {1} (WSP) - Residents of {0} returned to flooded streets on Friday as {2} weakened inland, after {4} people were evacuated along the coast of {1}.\n\nDamage may reach billions.",
        ),
        (
            ("Tacloban", "Philippines", "Typhoon Amihan", "185", "300,000"),
            ("Veracruz", "Mexico", "Hurricane Odile", "160", "45,000"),
            ("Beira", "Mozambique", "Cyclone Dineo", "140", "80,000"),
            ("Darwin", "Australia", "Cyclone Trevor", "170", "12,000"),
            ("Charleston", "United States", "Hurricane Wilfred", "150", "500,000"),
        ),
    ),
    Kind(
        "talks",
        "wsp-en",
        (
            "{1} and {2} agree {3} after {0} talks: mediator",
            "{1}, {2} agree {3}\n\n{0} (WSP) - {1} and {2} agreed {3} in talks in {0}, the mediator {4} said on Saturday.",
            "{1} and {2} strike deal on {3}\n\n{0} (WSP) - {1} and {2} struck a deal on {3} after three days of talks in {0}, mediator {4} announced on Saturday.\n\nIt takes effect at midnight.",
            "World hails {1}-{2} deal\n\n{0} (WSP) - World leaders welcomed on Saturday the agreement between {1} and {2} on {3}, reached in {0} under mediator {4}, but warned of hurdles.\n\nFighters began to withdraw.",
        ),
        (
            ("Geneva", "Armenia", "Azerbaijan", "a prisoner exchange", "Lena Forsgren"),
            ("Doha", "Chad", "Sudan", "a border truce", "Khalid Marzouqi"),
            ("Oslo", "Bolivia", "Chile", "a water treaty", "Knut Halvorsrud"),
            ("Vienna", "Serbia", "Kosovo", "the reopening of a bridge", "Eva Lindqvist"),
            ("Muscat", "Eritrea", "Djibouti", "joint sea patrols", "Hamad Balushi"),
        ),
    ),
    Kind(
        "fire",
        "wsp-en",
        (
            "Fire guts {3} in {0}, {2} missing: fire brigade",
            "Fire destroys {3} in {0}\n\n{0}, {1} (WSP) - A fire gutted {3} in {0} before dawn on Sunday and {2} people were missing, the fire brigade said.",
            "{2} missing in blaze at {3}\n\n{0}, {1} (WSP) - Firefighters searched for {2} missing people on Sunday after a blaze gutted {3} in {0}, {4}.\n\nSmoke hung over the city.",
            "Questions mount after fire at {3}\n\n{0}, {1} (WSP) - The mayor of {0} promised answers on Sunday after a fire that gutted {3} and left {2} people missing, {4}.\n\nExits had been locked, survivors said.",
        ),
        (
            ("Porto", "Portugal", "14", "a nightclub", "its roof having collapsed within minutes"),
            ("Manila", "Philippines", "27", "a toy factory", "where solvents were stored"),
            ("Leeds", "Britain", "5", "a nursing home", "the alarms having failed"),
            ("Casablanca", "Morocco", "11", "a covered market", "packed with fabric"),
            ("Krasnodar", "Russia", "19", "a shopping centre", "built without sprinklers"),
        ),
    ),
    Kind(
        "sport",
        "wsp-en",
        (
            "{0} sack coach {1} after {2} defeat",
            "{0} sack {1}\n\n{3} (WSP) - {0} sacked coach {1} on Monday, a day after the {2} defeat by {4}.",
            "{0} part with coach {1} after {4} humiliation\n\n{3} (WSP) - {0} dismissed coach {1} on Monday following the {2} defeat by {4} that left them in the relegation zone.\n\nAn assistant takes over.",
            "Who next for {0} after {1}?\n\n{3} (WSP) - {0} began the search for a successor on Monday after sacking coach {1}, whose side lost {2} to {4} and slid into the relegation zone.\n\nFans protested at the gates.",
        ),
        (
            ("Valverde CF", "Iker Sandoval", "5-0", "Bilbao", "Real Costanera"),
            ("Northgate United", "Gary Pelham", "3-1", "Newcastle", "Harbour Town"),
            ("SC Rheinau", "Dirk Weberling", "4-2", "Mannheim", "FC Altstadt"),
            ("Olympique Rivage", "Bruno Castellan", "6-1", "Marseille", "Stade Corbier"),
            ("AS Lupara", "Dino Vescari", "2-0", "Naples", "Calcio Montano"),
        ),
    ),
    Kind(
        "resignation-fr",
        "wsp-fr",
        (
            "{1}, {2}, démissionne après {3}",
            "{1} démissionne\n\n{0} (WSP) - {1}, {2}, a annoncé jeudi sa démission après {3}.",
            "Démission de {1} après {3}\n\n{0} (WSP) - {2}, {1}, a présenté jeudi sa démission, mis en cause par la presse après {3}.\n\nSon remplaçant sera nommé vendredi.",
            "L'opposition réclame des élections après le départ de {1}\n\n{0} (WSP) - Le départ de {1}, {2}, après {3}, a ouvert jeudi une crise politique, l'opposition exigeant un scrutin anticipé.\n\nLe chef de l'Etat consulte.",
        ),
        (
            ("Bruxelles", "Joris Vanhaelen", "ministre belge de l'Intérieur", "l'évasion de trois détenus"),
            ("Dakar", "Awa Ndiourel", "ministre sénégalaise du Budget", "un rapport sur des marchés truqués"),
            ("Québec", "Rémi Lacasse", "ministre québécois de la Santé", "la panne des urgences"),
            ("Berne", "Heidi Zurbrigg", "cheffe de l'armée suisse", "un accident de tir"),
            ("Antananarivo", "Tiana Rakotobe", "Premier ministre malgache", "des coupures d'eau"),
        ),
    ),
    Kind(
        "quake-fr",
        "wsp-fr",
        (
            "Un séisme de magnitude {2} frappe {0} ({1})",
            "Séisme de magnitude {2} à {0}\n\n{0} ({1}) (WSP) - Un séisme de magnitude {2} a frappé vendredi la région de {0}, selon l'institut de géophysique.",
            "{1}: au moins {3} morts dans un séisme\n\n{0} ({1}) (WSP) - Au moins {3} personnes ont péri vendredi dans un séisme de magnitude {2} qui a frappé la région de {0}, {4}.\n\nLes secours arrivent.",
            "{1}: course contre la montre à {0}\n\n{0} ({1}) (WSP) - Les secouristes fouillaient vendredi les décombres à {0}, quelques heures après le séisme de magnitude {2} qui a fait au moins {3} morts, {4}.\n\nLa nuit tombe.",
        ),
        (
            ("Ambato", "Equateur", "6,8", "24", "coupant les routes"),
            ("Patras", "Grèce", "5,9", "7", "renversant un clocher"),
            ("Blida", "Algérie", "6,1", "13", "faisant fuir les habitants"),
            ("Padang", "Indonésie", "7,2", "88", "provoquant un petit tsunami"),
            ("Izmir", "Turquie", "6,5", "35", "éventrant des immeubles"),
        ),
    ),
    Kind(
        "visit-ar",
        "wsp-ar",
        (
            "{1} يصل إلى {0} في زيارة لبحث {2}",
            "{1} يصل إلى {0}\n\n{0} (و ص ب) - وصل {1} إلى {0} الاثنين في زيارة تستمر {3} لبحث {2}.",
            "{1} يبحث في {0} {2}\n\n{0} (و ص ب) - بدأ {1} الاثنين محادثات في {0} لبحث {2} في زيارة تستمر {3}.\n\nومن المقرر أن يعقد مؤتمرا صحافيا.",
            "بيان مشترك في ختام محادثات {1} في {0}\n\n{0} (و ص ب) - اتفق الجانبان في {0} على مواصلة المشاورات بعد زيارة {1} التي خصصت لبحث {2}.\n\nولم تعلن تفاصيل أخرى.",
        ),
        (
            ("القاهرة", "الوزير النرويجي أندرس هولم", "إعادة إعمار الجسور", "يومين"),
            ("بغداد", "المبعوث الأممي توماس ليندر", "تقاسم مياه الأنهار", "ثلاثة أيام"),
            ("الرباط", "الرئيس المالاوي جيمس باندا", "صادرات الأسمدة", "أسبوعا"),
            ("عمان", "رئيسة الوزراء الإستونية كارين تام", "أمن الشبكات", "يوما واحدا"),
            ("مسقط", "وزير النقل الماليزي رازاق يونس", "خطوط الشحن البحري", "أربعة أيام"),
        ),
    ),
)
