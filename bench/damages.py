"""The kinds of damage that the experiment does to a story: what wires, charsets, scanners and web pages do to text."""

from __future__ import annotations

import html.entities
import random
import re
import unicodedata
from collections.abc import Callable

from bench.lookalikes import TEMPLATES, LookAlike

Damage = Callable[[LookAlike, random.Random], str | None]
"""The story as sent, damaged; null where this story has nothing to damage so."""


def misread(charset: str, times: int = 1) -> Damage:
    """UTF-8 read in another charset; where a byte is open in it, as browsers show it (a control character)."""

    def damage(story: LookAlike, _: random.Random) -> str | None:
        text = story.sent
        for _again in range(times):
            text = text.encode().decode(charset)
        return text if text != story.sent else None

    return damage


def _arabic_misread(story: LookAlike, _: random.Random) -> str | None:
    return story.sent.encode("cp1256").decode("sloppy-windows-1252") if story.language == "ar" else None


def _escaped(times: int) -> Damage:
    def damage(story: LookAlike, _: random.Random) -> str | None:
        text = "".join(f"&{name};" if (name := _NAMES.get(c)) else c for c in story.sent)
        for _again in range(times - 1):
            text = text.replace("&", "&amp;")
        return text if text != story.sent else None

    return damage


_NAMES = {chr(code): name for code, name in html.entities.codepoint2name.items() if name not in ("lt", "gt")}


def _sprinkled(*signs: str, between: str = r"(?<=[^\W\d_])(?=[^\W\d_])", share: float = 0.03) -> Damage:
    """A sign put at some of the places where `between` matches."""

    def damage(story: LookAlike, chance: random.Random) -> str | None:
        places = [m.start() for m in re.finditer(between, story.sent)]
        text = story.sent
        for at in sorted(chance.sample(places, k=max(int(len(places) * share), 1)), reverse=True):
            text = text[:at] + chance.choice(signs) + text[at:]
        return text

    return damage


def _replaced(pattern: str, by: str, share: float = 0.1) -> Damage:
    def damage(story: LookAlike, chance: random.Random) -> str | None:
        places = list(re.finditer(pattern, story.sent))
        text = story.sent
        for m in reversed([m for m in places if chance.random() < share] or places[:1]):
            text = text[: m.start()] + m.expand(by) + text[m.end() :]
        return text if text != story.sent else None

    return damage


def _presented(story: LookAlike, _: random.Random) -> str | None:
    return story.sent.translate(_FORMS) if story.language == "ar" else None


_FORMS = {
    ord(unicodedata.normalize("NFKC", form)): form
    for form in map(chr, range(0xFE80, 0xFEFD))
    if len(unicodedata.normalize("NFKC", form)) == 1 and unicodedata.decomposition(form).startswith("<isolated>")
}


def _stretched(story: LookAlike, chance: random.Random) -> str | None:
    if story.language != "ar":
        return None
    return re.sub(r"(?<=[بتسشنيمكل])(?=[ابتسشنيمكلهة])", lambda _m: "ـ" * (chance.random() < 0.2), story.sent)


def _decomposed(story: LookAlike, _: random.Random) -> str | None:
    text = unicodedata.normalize("NFD", story.sent)
    return text if text != story.sent else None


def _c1_quotes(story: LookAlike, _: random.Random) -> str | None:
    text = "".join(c.encode("cp1252").decode("latin-1") if c in "“”„–—…" else c for c in story.sent)
    return text if text != story.sent else None


def _wrapped(width: int) -> Damage:
    def damage(story: LookAlike, _: random.Random) -> str | None:
        first, *rest = (_fill(p, width) for p in [story.dateline + story.paragraphs[0], *story.paragraphs[1:]])
        return "\n\n".join([story.headline, first, *rest, story.signoff])

    return damage


def _fill(paragraph: str, width: int) -> str:
    lines = [""]
    for word in paragraph.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


def with_paragraphs(story: LookAlike, paragraphs: list[str]) -> str:
    """The story as sent, with other paragraphs."""
    return story._replace(paragraphs=paragraphs).sent


def _repeated(story: LookAlike, chance: random.Random) -> str | None:
    n = chance.randrange(len(story.paragraphs))
    return with_paragraphs(story, [*story.paragraphs[: n + 1], *story.paragraphs[n:]])


def _torn(story: LookAlike, chance: random.Random) -> str | None:
    words = "|".join(TEMPLATES[story.language]["torn"])
    places = [(n, m.end()) for n, p in enumerate(story.paragraphs) for m in re.finditer(rf"(?<= )(?:{words}) ", p)]
    if not places:
        return None
    n, at = chance.choice(places)
    text = story.paragraphs[n]
    halves = [text[: at - 1], text[at:]]
    return with_paragraphs(story, [*story.paragraphs[:n], *halves, *story.paragraphs[n + 1 :]])


def _torn_and_reordered(story: LookAlike, chance: random.Random) -> str | None:
    """The sample's damage: torn inside a quotation, its closing mark at the start of the second half."""
    if story.language != "ar":
        return None
    found = [
        (n, m)
        for n, p in enumerate(story.paragraphs)
        if (m := re.search(r"«[^»]* (?:في|من|على|إلى|حتى) (?=[^»]*»\.$)", p))
    ]
    if not found:
        return None
    n, m = chance.choice(found)
    text = story.paragraphs[n]
    halves = [text[: m.end() - 1], "«" + text[m.end() :].replace("».", ".")]
    return with_paragraphs(story, [*story.paragraphs[:n], *halves, *story.paragraphs[n + 1 :]])


def _quotation(change: Callable[[str, str, str], str]) -> Damage:
    """One of the story's quotations, changed."""

    def damage(story: LookAlike, chance: random.Random) -> str | None:
        opening, closing = (TEMPLATES[story.language][side] for side in ("open", "close"))
        n = chance.choice([n for n, p in enumerate(story.paragraphs) if opening in p])
        changed = change(story.paragraphs[n], opening, closing)
        return with_paragraphs(story, [*story.paragraphs[:n], changed, *story.paragraphs[n + 1 :]])

    return damage


def _spurious(paragraph: str, opening: str, closing: str) -> str:
    """An opening mark inside, the closing one lost: the sample's other damage."""
    start = paragraph.index(opening) + len(opening)
    at = paragraph.index(" ", start + 12) + 1
    return paragraph[:at] + opening.strip() + paragraph[at:].replace(closing, "")


def _mirrored(story: LookAlike, _: random.Random) -> str | None:
    return story.sent.translate({ord("«"): "»", ord("»"): "«"}) if story.language == "ar" else None


def _mixed(story: LookAlike, chance: random.Random) -> str | None:
    if story.language == "de":
        return None
    return _quotation(lambda p, _opening, closing: p.replace(closing.strip(), '"'))(story, chance)


def _bracket_moved(story: LookAlike, _: random.Random) -> str | None:
    if story.language != "ar":
        return None
    place = story.dateline.split(" (", maxsplit=1)[0]
    return f"{story.headline}\n\n({place} (و س ب\n\n{story.body}\n\n{story.signoff}"


def mistyped(story: LookAlike, chance: random.Random) -> str | None:
    """Two neighbouring letters of a word swapped, not its first and not at its end."""
    words = [w for w in TEMPLATES[story.language]["typo"] if story.body.count(w) >= 1]
    if not words:
        return None
    word = chance.choice(words)
    n = chance.randrange(1, len(word) - 2)
    wrong = word[:n] + word[n + 1] + word[n] + word[n + 2 :]
    return story.sent.replace(word, wrong, 1) if wrong != word else None


ONE_ANSWER: dict[str, Damage] = {
    "UTF-8 read as Windows-1252": misread("sloppy-windows-1252"),
    "UTF-8 read as ISO 8859-1": misread("latin-1"),
    "UTF-8 read as Windows-1252, twice": misread("sloppy-windows-1252", 2),
    "UTF-8 read as Windows-1256": misread("sloppy-windows-1256"),
    "Windows-1256 read as Windows-1252 (Arabic)": _arabic_misread,
    "HTML references": _escaped(1),
    "HTML references, escaped twice": _escaped(2),
    "quotation marks and dashes as C1 controls": _c1_quotes,
    "control characters": _sprinkled("\x00", "\x02", "\x03", "\x1a", "\x7f"),
    "zero-width spaces, byte-order marks": _sprinkled("\N{ZERO WIDTH SPACE}", "\N{ZERO WIDTH NO-BREAK SPACE}"),
    "soft hyphens": _sprinkled("\N{SOFT HYPHEN}"),
    "bidi controls": _sprinkled("\N{RIGHT-TO-LEFT MARK}", "\N{LEFT-TO-RIGHT MARK}", "\N{RIGHT-TO-LEFT EMBEDDING}"),
    "presentation forms (Arabic)": _presented,
    "tatweel (Arabic)": _stretched,
    "decomposed letters": _decomposed,
    "fixed spaces between words": _replaced(r"(?<=[^\W\d_]) (?=[^\W\d_])", "\N{NO-BREAK SPACE}"),
    "spaces in a row": _replaced(r"(?<=[^\W\d_]) (?=[^\W\d_])", "   "),
    "spaces at line ends": _replaced(r"\n", r"  \n", 0.5),
    "carriage returns": _replaced(r"\n", r"\r\n", 1.0),
    "blank lines in heaps": _replaced(r"\n\n", r"\n\n \n\n", 0.5),
    "lines wrapped at 69 columns": _wrapped(69),
    "lines wrapped at 60 columns": _wrapped(60),
    "a paragraph sent twice": _repeated,
    "a sentence torn after a function word": _torn,
    "torn, closing mark reordered (Arabic)": _torn_and_reordered,
    "closing mark lost": _quotation(lambda p, _opening, closing: p.replace(closing, "")),
    "spurious inner mark, closing mark lost": _quotation(_spurious),
    "closing mark of another style": _mixed,
    "guillemets mirrored (Arabic)": _mirrored,
    "dateline's bracket moved (Arabic)": _bracket_moved,
}
"""Damage that has one right answer."""

OPEN: dict[str, Damage] = {
    "opening mark lost": _quotation(lambda p, opening, _closing: p.replace(opening, "")),
    "a sentence torn anywhere": _replaced(r"(?<=[^\W\d_]{5}) (?=[^\W\d_]{5})", r"\n\n", 0.0),
    "two letters swapped in a word": mistyped,
}
"""Damage that a cleaner can't or mustn't undo: left is right, and changed is wrong."""
