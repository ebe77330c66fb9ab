"""Compiles the word lists: titles, edges, verbs, parts of names, demonyms."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.gazetteer.common import common_words
from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.known import ANY_PLACE, Words
from pipeline.gazetteer.lists import lines_of, words_of


def compiled_words(folder: Path, given: Iterable[str], cities: set[str]) -> Words:
    """The words of the lists in `folder`; `given`: first words of listed persons, `cities`: keys of unlisted cities."""
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
        given=sorted({*_keys(parts.get("given", ())), *_given(given, folder, edges)}),
        family_first=_keys(parts.get("family-first", ())),
        particles=_keys(parts.get("particles", ())),
        stop=_stop(folder, edges, cities),
        locative=_locative(folder),
        demonyms=demonyms_of(folder),
        organisations=_kinds(folder / "organisation-words.txt"),
        places=_kinds(folder / "place-words.txt"),
        small=_kinds(folder / "small-words.txt"),
        sport={language: _keys(words) for language, words in sorted(words_of(folder / "sport-words.txt").items())},
        things=_things(folder / "things.txt"),
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
    """The stop names of the list, and the unlisted cities whose name is a common word (León, Natal, Para)."""
    stop = {language: set(_keys(words)) for language, words in words_of(folder / "stop-names.txt").items()}
    common = common_words(folder)
    for language in common.keys() | edges.keys():
        words = common.get(language, frozenset()) | edges.get(language, set())
        stop.setdefault(language, set()).update(cities & words)
    return {language: sorted(names) for language, names in sorted(stop.items())}


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


def demonyms_of(folder: Path) -> dict[str, str]:
    """Adjective or name of a people → ISO code of the country."""
    path = folder / "demonyms.txt"
    demonyms: dict[str, str] = {}
    for _, line in lines_of(path) if path.exists() else ():
        code, _, forms = line.partition("|")
        for by_language in forms.split(";"):
            for word in by_language.rpartition(":")[2].split(","):
                if key := key_of(word):
                    demonyms.setdefault(key, code.strip())
    return dict(sorted(demonyms.items()))
