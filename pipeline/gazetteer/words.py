"""Compiles the word lists: titles, edges, verbs, parts of names, demonyms."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.gazetteer.common import common_words
from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.known import ANY_PLACE, Words
from pipeline.gazetteer.lists import lines_of, words_of

_PEOPLES_IN_CAPITALS = ("en", "fr", "de")
"""Languages in which a people's name has a capital, as a place's has."""
_SMALL = {"of", "in", "article", "and"}
"""Kinds of small words that count as ordinary words."""


class CompiledNames(NamedTuple):
    """What the word lists are compared with: keys of names, by what they name.

    `given`: first words of listed persons. `cities`: those that only the libraries have. `own_names`: (key, language)
    of what a country is called in a language. `acronyms`: names all in capitals. `of_two_words`: all such names but
    those of countries.
    """

    given: set[str]
    cities: set[str]
    countries: set[str]
    own_names: set[tuple[str, str]]
    acronyms: set[str]
    of_two_words: set[str]


def compiled_words(folder: Path, names: CompiledNames) -> Words:
    """The words of the lists in `folder`."""
    parts = words_of(folder / "name-parts.txt")
    edges: dict[str, set[str]] = {}
    nouns: set[str] = set()
    verbs: dict[str, set[str]] = {}
    for file in ("edge-words.txt", "edge-core.txt", "verbs.txt"):
        for heading, words in words_of(folder / file).items():
            language, _, kind = heading.partition(" kind=")
            keys = {key_of(word) for word in words}
            if kind == "noun":
                nouns |= keys
                continue
            edges.setdefault(language, set()).update(keys)
            if kind == "verb" or file == "verbs.txt":
                verbs.setdefault(language, set()).update(keys)
    return Words(
        titles=_titles(folder, edges),
        title_endings={
            language.removesuffix(" kind=ending"): _keys(words)
            for language, words in sorted(words_of(folder / "titles.txt").items())
            if language.endswith(" kind=ending")
        },
        edges={language: sorted(words) for language, words in sorted(edges.items())},
        nouns=sorted(nouns),
        verbs={language: sorted(words) for language, words in sorted(verbs.items())},
        given=sorted({*_keys(parts.get("given", ())), *_given(names.given, folder, edges)}),
        family_first=_keys(parts.get("family-first", ())),
        particles=_keys(parts.get("particles", ())),
        stop=_stop(folder, edges, names.cities),
        locative=_locative(folder),
        demonyms=demonyms_of(folder),
        organisations=_kinds(folder / "organisation-words.txt"),
        places=_kinds(folder / "place-words.txt"),
        small=_kinds(folder / "small-words.txt"),
        sport={language: _keys(words) for language, words in sorted(words_of(folder / "sport-words.txt").items())},
        things=_things(folder / "things.txt"),
        words_in_capitals=_words_in_capitals(folder, edges, names),
        others=_others(folder, names),
        not_organisations=_keys(words_of(folder / "not-organisations.txt").get("*", ())),
    )


def _keys(words: Iterable[str]) -> list[str]:
    return sorted({key for word in words if len(key := key_of(word)) > 1})


def _kinds(path: Path) -> dict[str, dict[str, list[str]]]:
    """Language → kind → words, of a list `language | kind=… | words`."""
    kinds: dict[str, dict[str, list[str]]] = {}
    for heading, words in words_of(path).items():
        language, _, kind = heading.partition(" kind=")
        kinds.setdefault(language, {})[kind] = sorted({key for word in words if (key := key_of(word))})
    return {language: dict(sorted(of.items())) for language, of in sorted(kinds.items())}


def _things(path: Path) -> dict[str, dict[str, list[tuple[int, str]]]]:
    """Language → name → (offset of the name, the thing), of a list `language | name | words around ~`.

    Of `ANY_PLACE` a thing is the word behind it.
    """
    things: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for heading, listed in words_of(path).items():
        language, _, name = heading.partition(" ")
        for words in listed:
            before, _, after = words.rpartition("~") if "~" in words else ("", "", words)
            parts = [key_of(before), key_of(name), key_of(after)]
            thing = " ".join(part for part in parts if part)
            offset = len(parts[0]) + 1 if parts[0] else 0
            things.setdefault(language, {}).setdefault(parts[1] or ANY_PLACE, []).append((offset, thing))
    return {language: dict(sorted(of.items())) for language, of in sorted(things.items())}


def _stop(folder: Path, edges: dict[str, set[str]], cities: set[str]) -> dict[str, list[str]]:
    """The stop names of the list, and the unlisted cities whose name is a common word or a people (Para, Sueca)."""
    stop = {language: set(_keys(words)) for language, words in words_of(folder / "stop-names.txt").items()}
    peoples: dict[str, set[str]] = {}
    for _, language, word in _peoples(folder):
        peoples.setdefault(language, set()).add(key_of(word))
    for language, words in _ordinary(folder, edges).items():
        stop.setdefault(language, set()).update(cities & (words | peoples.get(language, set())))
    return {language: sorted(names) for language, names in sorted(stop.items())}


def _ordinary(folder: Path, edges: dict[str, set[str]]) -> dict[str, set[str]]:
    """Language → its common words, small words and words that end a name."""
    words = {language: set(of) for language, of in common_words(folder).items()}
    for language, ends in edges.items():
        words.setdefault(language, set()).update(ends)
    for language, kinds in _kinds(folder / "small-words.txt").items():
        for kind in _SMALL & kinds.keys():
            words.setdefault(language, set()).update(kinds[kind])
    words.pop("*", None)
    return words


def _words_in_capitals(folder: Path, edges: dict[str, set[str]], names: CompiledNames) -> dict[str, list[str]]:
    """Acronyms that are ordinary words (WHO), and names of an article and one (La Paz): in a line all in capitals.

    Left alone: what isn't in `common-words.txt`, because on the wires it is nearly always the name (US).
    """
    found: dict[str, list[str]] = {}
    articles = {language: kinds.get("article", []) for language, kinds in _kinds(folder / "small-words.txt").items()}
    for language, words in _ordinary(folder, edges).items():
        pairs = {f"{article} {word}" for article in articles.get(language, ()) for word in words}
        found[language] = sorted(names.acronyms & words | names.of_two_words & pairs)
    return dict(sorted(found.items()))


def _given(listed: Iterable[str], folder: Path, edges: dict[str, set[str]]) -> set[str]:
    """First words of listed names that are given names: no title (Queen Rania), particle (De Gaulle) or common word.

    `name-parts.txt` has the given names that are also words (Mark, Will).
    """
    words = {
        key for of in (*_titles(folder, edges).values(), *edges.values(), *common_words(folder).values()) for key in of
    }
    return {key for key in _keys(listed) if " " not in key} - words


def _titles(folder: Path, edges: dict[str, set[str]]) -> dict[str, dict[str, str]]:
    """Titles, without those that fold to a particle: إمام, a title, has the key of أمام, "before"."""
    titles: dict[str, dict[str, str]] = {}
    for file in ("titles.txt", "introductions.txt"):
        for heading, words in words_of(folder / file).items():
            language, _, kind = heading.partition(" kind=")
            if kind in ("person", "role", "first"):
                titles.setdefault(language, {}).update(
                    {key: kind for word in words if (key := key_of(word)) not in edges.get(language, ())}
                )
    return {language: dict(sorted(of.items())) for language, of in sorted(titles.items())}


def _locative(folder: Path) -> dict[str, list[str]]:
    locative: dict[str, set[str]] = {}
    for file in ("titles.txt", "introductions.txt"):
        for heading, words in words_of(folder / file).items():
            language, _, kind = heading.partition(" kind=")
            if kind == "place":
                locative.setdefault(language, set()).update(key_of(word) for word in words)
    return {language: sorted(words) for language, words in sorted(locative.items())}


def _others(folder: Path, names: CompiledNames) -> dict[str, list[str]]:
    """Words that have a name's key and are never that name, as they are spelled: those listed, and peoples.

    A people's name is no place (`l'Italien`, `the Brits`), unless its country is called so in the language (`Polen`).
    Left alone: Arabic, where a country may be called by the adjective (سورية); Spanish and Portuguese cities, because
    there a people has no capital, so that they are stop names (Russas).
    """
    others = {language: set(map(_spelled, words)) for language, words in words_of(folder / "other-words.txt").items()}
    for _, language, word in _peoples(folder):
        key = key_of(word)
        is_place = key in names.countries or (key in names.cities and language in _PEOPLES_IN_CAPITALS)
        if is_place and language != "ar" and (key, language) not in names.own_names:
            others.setdefault(language, set()).add(_spelled(word))
    return {language: sorted(words) for language, words in sorted(others.items())}


def _spelled(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()


def demonyms_of(folder: Path) -> dict[str, str]:
    """Adjective or name of a people → ISO code of the country."""
    demonyms: dict[str, str] = {}
    for code, _, word in _peoples(folder):
        if key := key_of(word):
            demonyms.setdefault(key, code)
    return dict(sorted(demonyms.items()))


def _peoples(folder: Path) -> Iterator[tuple[str, str, str]]:
    """ISO code, language and word of each adjective or name of a people."""
    path = folder / "demonyms.txt"
    for _, line in lines_of(path) if path.exists() else ():
        code, _, forms = line.partition("|")
        for by_language in forms.split(";"):
            language, _, words = by_language.rpartition(":")
            for word in words.split(","):
                yield code.strip(), language.strip(), word.strip()
