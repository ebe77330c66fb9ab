"""Lines at the end of a story that are not text: initials of the desk, copyright, photo credits."""

from __future__ import annotations

import re

_ORDINARY = {"he/she", "she/he", "his/her", "him/her", "and/or", "his/hers", "s/he", "on/off", "in/out", "or/and",
             "et/ou", "il/elle", "elle/il", "und/oder", "er/sie", "sie/er", "y/o", "el/la", "e/ou", "ele/ela", "o/a",
             "un/una", "los/las", "os/as", "yes/no", "win/lose", "n/a", "km/h", "m/s", "w/o", "a/c", "c/o",
             "و/أو"}  # fmt: skip
_INITIALS = r"[a-zß-öø-ÿœ]{1,5}(?:[-.][a-zß-öø-ÿœ]{1,5})*"
_LATIN = rf"(?:burs?-?)?{_INITIALS}(?:/{_INITIALS}){{1,5}}/?"
_ARABIC = r"[ء-ي]{1,4}(?:[ -][ء-ي]{1,4}){0,2}(?:\s?/\s?[ء-ي]{1,4}(?:[ -][ء-ي]{1,4}){0,2}){1,4}/?"
_LINE = re.compile(rf"(?:{_LATIN}|{_ARABIC})\s*\.?")
_RUN_IN = re.compile(rf"(?<=[.!?؟”\"»…)])[ ](?P<signoff>{_LATIN})$")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)\s|Copyright\s+(?:©|\(c\)|\d{4}|(?:by\s+)?[A-Z]))[^\n]{0,160}"
    r"|(?:All rights reserved|Tous droits (?:de reproduction[^\n]{0,60} )?réservés|Alle Rechte vorbehalten"
    r"|Todos los derechos reservados|Todos os direitos reservados|جميع الحقوق محفوظة|حقوق النشر محفوظة)[^\n]{0,100}"
    r"|حقوق (?:النشر|الطبع)[^\n]{0,100}",
    re.IGNORECASE,
)
_NAME = r"[A-ZÀ-Þ][^\W\d_]*\.?(?:['’-][^\W\d_]+)*"
_NAMES = rf"{_NAME}(?:\s+(?:(?:de|da|do|dos|del|la|van|von|der|den|di|al|bin|and|et|und|y|e)\s+)*{_NAME}){{0,5}}"
_PHOTO = re.compile(
    r"[\[(]?\s*(?:Photos?(?: credit)?|Picture|Image|Crédits? photos?|Crédit|Fotos?"
    r"|Bild(?:nachweis)?|Imagen|Imagem|Crédito"
    r"|الصورة|صورة|تصوير)(?:\s*[:©/]\s*[^\n.!?]{2,70}"
    rf"|\s+(?:by|par|von|por|de)\s+{_NAMES}(?:\s*[/,(–-]\s*[^\n.!?]{{2,50}})?)\s*[\])]?"
    r"|[\[(]?\s*(?:AFP|REUTERS|Reuters|AP|dpa|EFE|Getty Images)\s*/\s*"
    r"[A-ZÀ-Þ][^\W\d_]+(?:[ -][A-ZÀ-Þ][^\W\d_]+){1,3}\s*[\])]?",
)


def is_signoff(line: str) -> bool:
    """A line of initials: `hh/ph/ts/hd`, `burs-xxx/yyy`, `ففف/ح س/كام`. The caller knows if it is last.

    >>> is_signoff("burs-jd/ab"), is_signoff("بور-ايم/جص"), is_signoff("and/or"), is_signoff("TCP/IP")
    (True, True, False, False)
    """
    if "/" not in line:
        return False
    line = " ".join(line.split())
    return _LINE.fullmatch(line) is not None and line.rstrip("./ ") not in _ORDINARY and len(line) <= 40


def run_in_signoff(text: str) -> int | None:
    """Where initials begin that run in with the last sentence.

    >>> run_in_signoff("He left. hh/ph"), run_in_signoff("It does 30 km/h")
    (9, None)
    """
    tail = text[-60:]
    m = _RUN_IN.search(tail) if "/" in tail else None
    if m is None or m["signoff"] in _ORDINARY:
        return None
    return len(text) - len(m["signoff"])


def is_copyright(line: str) -> bool:
    """A copyright line, alone on its line.

    >>> is_copyright("© 2023 AFP. All rights reserved."), is_copyright("Copyright law divides the parties.")
    (True, False)
    """
    return len(line) <= 200 and _COPYRIGHT.fullmatch(line.strip()) is not None and not _is_about_law(line)


def _is_about_law(line: str) -> bool:
    return re.match(r"\s*copyright\s+(?!by\b)[a-z]", line, re.IGNORECASE) is not None and not re.search(
        r"\d{4}|©", line
    )


def is_photo_credit(line: str) -> bool:
    """A photographer's credit, alone on its line.

    >>> is_photo_credit("Photo: Jane Doe / AFP"), is_photo_credit("Foto von Karl von der Heide")
    (True, True)
    >>> is_photo_credit("Photos of the ship were shown on Monday."), is_photo_credit("Foto de Ana gana premio")
    (False, False)
    """
    return len(line) <= 110 and _PHOTO.fullmatch(line.strip()) is not None
