"""What stands at the head of a story: labels, advisory lines, bylines, and kickers in headlines."""

from __future__ import annotations

import re

from pipeline.story.clean.dateline import DATE
from pipeline.story.clean.words import WORDS

_LABELS: dict[str, int | None] = WORDS["labels"]
_SERVICE = {word.casefold() for word in WORDS["service"]}


def _any_of(words: list[str] | dict[str, int | None]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_LABEL = (
    rf"(?:{_any_of(_LABELS)}|{_any_of([w.lower() for w in _LABELS if w[0].isdigit()])}|{_any_of(WORDS['service'])})"
)
_LABEL_LINE = re.compile(rf"[\[(¥*/\s]*(?P<labels>{_LABEL}(?:\s*[/,|+-]\s*{_LABEL})*)\s*[:\])¥*/!-]*")
_LABEL_PREFIX = re.compile(rf"[\[(*]?(?P<labels>{_LABEL})(?:[\])*](?:\s*[:/–—-])?|\s*[:/–—-]|\s*\.{{2,}})\s+(?=\S)")
_BARE_PREFIX = re.compile(
    rf"(?P<labels>{_any_of([w for w in _LABELS if w[-1].isupper() and len(w) > 3])})\s+(?=[A-ZÀ-Þ][a-zß-ÿ])"
)
_TOPIC = rf"(?:{_any_of(WORDS['topics'])})"
_KICKER = re.compile(rf"(?P<kicker>{_TOPIC}(?:\s*[-–/,]\s*{_TOPIC})*(?:\s?:\s+{_TOPIC}(?=\s?:\s))?)\s?:\s+(?=\S)")
_SERVICE_HEADLINE = re.compile(
    rf"(?:{_any_of(WORDS['notices'])})(?!\w)|(?:{_any_of(WORDS['service'])})\s+(?:[^\W\d_]+\.?,?\s+){{0,3}}{DATE}",
    re.IGNORECASE,
)
_ADVISORY = re.compile(
    r"[(\[/¥*]*\s*(?:ATTENTION\b|EDS:|Eds:|Editors:|EDITORS:"
    r"|(?:UPDATES?|UPDATING|ADDS?|RECASTS?|CORRECTS?|REFILES?|REPEATS?|REWRITES?|CLARIFIES|INCLUDES|DELETES|TRIMS|CHANGES)\b"
    r"(?!\s*:\s)"
    r"|RESTRICTED TO EDITORIAL USE|EMBARGOED\b|EMBARGO\b"
    r"|(?:ACTUALISE|ACTUALISÉ|AJOUTE|AJOUTÉ|PRÉCISE|PRECISE|CORRIGE|REMPLACE|REPRISE)\b|Actualisé (?:avec|à)\b"
    r"|(?:AKTUALISIERT|AKTUALISIERUNG|ERGÄNZT|NEU:|KORRIGIERT|ACHTUNG)\b"
    r"|(?:ACTUALIZA|AÑADE|AMPLÍA|CORRIGE|ATENCIÓN)\b|(?:ATUALIZA|ACRESCENTA|CORRIGE|ATENÇÃO)\b"
    r"|(?:إضافة|اضافة) (?:تصريحات|تفاصيل|ردود|خلفية|معلومات|اقتباسات|رد|أقوال)"
    r"|(?:تحديث|تعديل) (?:ب|مع )|تصحيح في |تنويه"
    r"|[Uu]pdates with\b|[Aa]dds (?:details|quotes?|background|reaction|comments?|byline|graphic)\b|[Rr]ecasts with\b)"
    r"[^\n]{0,280}"
)
_NAME = r"(?:[A-ZÀ-ÞŠŽ][^\W\d_]*\.?(?:['’-][A-ZÀ-Þa-z][^\W\d_]*)*|[A-Z]{2,})"
_LINK = r"(?:de|da|do|dos|du|van|von|der|den|del|la|le|di|el|al|bin|ben|zu)"
_NAMES = rf"{_NAME}(?:\s+{_LINK})*(?:\s+(?:{_LINK}\s+)*{_NAME}){{1,4}}"
_BYLINE = re.compile(
    rf"(?:By|BY|Par|PAR|Von|VON|Por|POR|De notre \w+,?)\s+(?P<name>{_NAMES}"
    rf"(?:(?:\s*,\s*|\s+(?:and|with|et|avec|und|y|e|con|com|AND|ET)\s+){_NAMES}){{0,3}})"
    r"(?:\s*,\s*(?:[A-Z][^\n.]{2,40}))?"
    r"|(?:بقلم|إعداد|كتب)\s*:?\s+(?P<arabic>[ء-ي]+(?:[ -][ء-ي]+){1,4})"
)


def labels_of(line: str) -> list[str] | None:
    """The labels that a whole line consists of, or null.

    >>> labels_of("URGENT"), labels_of("ALERT / 2ndlead"), labels_of("Urgent talks")
    (['URGENT'], ['ALERT', '2ndlead'], None)
    """
    m = _LABEL_LINE.fullmatch(line.strip())
    return re.findall(_LABEL, m["labels"]) if m else None


def label_prefix(headline: str) -> tuple[str, int] | None:
    """The label before a headline, and where the headline begins.

    Without a colon or dash, a label in capitals counts when the headline that follows isn't in capitals too.

    Source: AFP's labels, ALERT to FACTFILE, ALERTE to REPÈRES, تنبيه and عاجل; those of other agencies in
    `words.json`.

    >>> label_prefix("عاجل: زلزال قوي"), label_prefix("CHRONO Les dates du pont"), label_prefix("ALERT LEVEL RAISED")
    (('عاجل', 6), ('CHRONO', 7), None)
    """
    m = _LABEL_PREFIX.match(headline) or _BARE_PREFIX.match(headline)
    return (m["labels"], m.end()) if m else None


def urgency_of(label: str) -> int | None:
    """The urgency that a label states: 1 a flash, 2 an alert or urgent.

    >>> urgency_of("FLASH"), urgency_of("ALERTE"), urgency_of("WRAP")
    (1, 2, None)
    """
    return _LABELS.get(label) or _LABELS.get(label.upper())


def is_service(label: str) -> bool:
    """The label of a service item (agenda, forecast, advisory): no news.

    >>> is_service("مذكرة"), is_service("ALERT")
    (True, False)
    """
    return label.casefold() in _SERVICE


def is_service_headline(headline: str) -> bool:
    """The headline of a notice to clients, or of an agenda or forecast for a day.

    >>> is_service_headline("مذكرة إلى المشتركين"), is_service_headline("Agenda du mardi 5 septembre")
    (True, True)
    >>> is_service_headline("Agenda 2030: states fall behind"), is_service_headline("توقعات بأمطار غزيرة")
    (False, False)
    """
    return _SERVICE_HEADLINE.match(headline) is not None


def kicker_of(headline: str) -> tuple[str, int] | None:
    """A short known place or topic before a colon, and where the rest begins. Any other colon is the author's.

    Source: the real story that the rules were made on has a country's name so; in most headlines a colon is part of
    the sentence.

    >>> kicker_of("Ukraine: drone strikes hit Odesa"), kicker_of("Macron: 'We will not yield'")
    (('Ukraine', 9), None)
    """
    m = _KICKER.match(headline)
    return (m["kicker"], m.end()) if m else None


def is_advisory(line: str) -> bool:
    """A note to editors, alone on its line.

    >>> is_advisory("UPDATES with minister's reaction"), is_advisory("Updates on the storm were rare.")
    (True, False)
    """
    return len(line) <= 320 and _ADVISORY.fullmatch(line.strip()) is not None


def byline_of(line: str) -> str | None:
    """The names in a byline that stands alone on its line.

    >>> byline_of("By Jane Doe and John van der Berg"), byline_of("By sea and by land")
    ('Jane Doe and John van der Berg', None)
    """
    m = _BYLINE.fullmatch(line.strip()) if len(line) <= 120 else None
    return (m["name"] or m["arabic"]) if m else None
