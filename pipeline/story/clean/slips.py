"""Words one slip apart: what a scanner misreads and a hand mistypes, and what merely looks so.

Left out are the differences that make another form of the same word: endings in languages with Latin letters, long
vowels and the letters of derivation in Arabic (كاتب، كتاب، مكتوب). A slip there can't be told from grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain, product

_MARKS = re.compile("[\u0640\u064b-\u0655\u0670]")
"""One by one: most texts have none, and a class alone is looked for faster than a class repeated."""
_SHAPES = ("بتثنيئ", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "كل", "هة", "ءأ")
"""Arabic letters that differ in their dots, or whose joined forms a scanner mixes up."""
_LOOK_ALIKE = {letter: group.replace(letter, "") for group in _SHAPES for letter in group}
_FORMATIVE = frozenset("اأإآويىتةءئؤسمن")
"""Letters with which Arabic derives and inflects: their presence or absence is grammar."""
_NONE: frozenset[str] = frozenset()
_BEFORE = frozenset(["", "و", "ف", "ب", "ل", "ك", "س", "أ", "ال", "وال", "بال", "فال", "كال", "لل", "ولل", "وب",
                     "ول", "وس", "فس", "وك"])  # fmt: skip
_BEHIND = frozenset(["", "ه", "ها", "هم", "نا", "ك", "كم", "هما", "هن", "ي", "ة", "ات", "ين", "ون", "ان", "ية", "يا",
                     "ا", "وا", "تي", "ته", "تها", "تهم", "ت", "تا", "يين", "يون", "تين"])  # fmt: skip
_LONGEST = 3
"""Letters of a particle or ending."""
_LATIN = "abcdefghijklmnopqrstuvwxyzàâäáãçéèêëíîïñóôöõúûüß"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def plain_of(word: str) -> str:
    """A word, or a text, as the lexicon has it: lower case, without harakat and tatweel.

    >>> plain_of("حذّرنا"), plain_of("Moskau")
    ('حذرنا', 'moskau')
    """
    return bare_of(word).lower()


def bare_of(word: str) -> str:
    """A word, or a text, without harakat and tatweel."""
    return word if word.isascii() else _MARKS.sub("", word)


def is_arabic(word: str) -> bool:
    """Whether a word begins in Arabic script."""
    return "\u0600" <= word[:1] <= "\u06ff"


def stems(word: str) -> Iterator[str]:
    """An Arabic word without its attached particles and endings, of three letters or more; nothing for others.

    >>> "كتاب" in set(stems("وبكتابهم")), list(stems("books"))
    (True, [])
    """
    if not is_arabic(word):
        return
    befores = [before for n in range(_LONGEST + 1) if (before := word[:n]) in _BEFORE]
    behinds = [behind for n in range(_LONGEST + 1) if (behind := word[len(word) - n :]) in _BEHIND]
    for before, behind in product(befores, behinds):
        if not (before or behind):
            continue
        stem = word[len(before) : len(word) - len(behind)]
        if len(stem) > 2:
            yield stem
            if behind in ("ته", "تها", "تهم", "تي"):
                yield stem + "ة"


@lru_cache(maxsize=4096)
def look_alikes(word: str) -> tuple[str, ...]:
    """The word with one Arabic letter as a scanner confuses it. Remembered: a rare word comes again for some days.

    >>> "حذرنا" in look_alikes("حدرنا")
    True
    """
    return tuple(
        word[:n] + other + word[n + 1 :] for n, letter in enumerate(word) for other in _LOOK_ALIKE.get(letter, "")
    )


def slips(word: str) -> Iterator[str]:
    """What the word may have been before one slip: a letter dropped, doubled, swapped with its neighbour or changed.

    >>> set(slips("govenment")) & {"government"}, set(slips("ministers")) & {"minister"}
    ({'government'}, set())
    """
    return chain(look_alikes(word), _shifted(word, _ARABIC)) if is_arabic(word) else _latin(word)


def is_slip(word: str, other: str) -> bool:
    """Whether `other` is among the `slips` of a word, told without making them.

    >>> is_slip("govenment", "government"), is_slip("recieve", "receive"), is_slip("ministers", "minister")
    (True, True, False)
    >>> is_slip("الجكومة", "الحكومة"), is_slip("مكتب", "مكتوب")
    (True, False)
    """
    at = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    last = len(word) - 1
    arabic, inside = is_arabic(word), 0 < at < last - 1
    if len(word) == len(other):
        if at <= last and word[at + 1 :] == other[at + 1 :]:
            return other[at] in _LOOK_ALIKE.get(word[at], "") if arabic else inside and other[at] in _LATIN
        return inside and word[at : at + 2] == other[at + 1] + other[at] and word[at + 2 :] == other[at + 2 :]
    alphabet, grammar = (_ARABIC, _FORMATIVE) if arabic else (_LATIN, _NONE)
    at = min(at, last - 1)
    if at < 1:
        return False
    if len(word) < len(other):
        return other[at] in alphabet and other[at] not in grammar and other[at + 1 :] == word[at:]
    return word[at] not in grammar and word[at + 1 :] == other[at:]


def slips_among(word: str, shapes: Mapping[tuple[str, str, int], str]) -> set[str]:
    r"""The `slips` of a word among words kept by first letter, last letter and length, each on a line.

    A slip leaves the first letter and the last, and the first half of the word or the second: by that they are found.
    In Arabic it may be a look-alike of the first letter or the last, too: those are not among what is found here.

    >>> slips_among("govenment", {("g", "t", 10): "\ngovernment\ngrievement\n"})
    {'government'}
    """
    half = len(word) // 2
    head, tail = "\n" + word[:half], word[half + 1 :] + "\n"
    near: set[str] = set()
    for length in (len(word) - 1, len(word), len(word) + 1):
        if lines := shapes.get((word[0], word[-1], length)):
            near.update(lines[at + 1 : at + 1 + length] for at in _places(head, lines))
            near.update(lines[at + len(tail) - 1 - length : at + len(tail) - 1] for at in _places(tail, lines))
    return {
        other
        for other in near
        # One that touches the second letter leaves all from the fourth on; one before the last leaves all but three.
        if (other[1] == word[1] or other.endswith(word[3:]))
        and (other[-2] == word[-2] or other.startswith(word[:-3]))
        and is_slip(word, other)
    }


def _places(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def substitutions(word: str) -> Iterator[str]:
    """The word with any one letter changed, for words too short for other evidence than their neighbours."""
    return (word[:n] + letter + word[n + 1 :] for n in range(len(word)) for letter in _ARABIC if letter != word[n])


def _latin(word: str) -> Iterator[str]:
    yield from _shifted(word, _LATIN)
    for n in range(1, len(word) - 2):
        before, changed, behind = word[:n], word[n], word[n + 1 :]
        for letter in _LATIN:
            if letter != changed:
                yield before + letter + behind


def _shifted(word: str, alphabet: str) -> Iterator[str]:
    """Dropped, doubled and swapped letters, not the first and not at the end."""
    formative = _FORMATIVE if alphabet is _ARABIC else _NONE
    last = len(word) - 1
    for n in range(1, last):
        before, behind = word[:n], word[n:]
        for letter in alphabet:
            if letter not in formative:
                yield before + letter + behind
        if word[n] not in formative:
            yield word[:n] + word[n + 1 :]
        if n + 1 < last and word[n] != word[n + 1]:
            yield word[:n] + word[n + 1] + word[n] + word[n + 2 :]


def slip_between(word: str, meant: str) -> str:
    """One slip in words for a person.

    >>> slip_between("حدرنا", "حذرنا"), slip_between("govenment", "government"), slip_between("recieve", "receive")
    ('د for ذ', 'r is missing', 'ie for ei')
    """
    start = next((n for n, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), min(len(word), len(meant)))
    if len(word) < len(meant):
        return f"{meant[start]} is missing"
    if len(word) > len(meant):
        return f"{word[start]} is too much"
    end = next(n for n in range(len(word), 0, -1) if word[n - 1] != meant[n - 1])
    return f"{word[start:end]} for {meant[start:end]}"
