"""Builds the lexicon from pyspellchecker's frequency lists, and keeps it in a file.

The file isn't in the repository: it is built at the first load (some seconds) into this package's folder, or the
user's cache where that is read-only, under a name that is the digest of everything it is made from. Writing is atomic
(a temporary file, then a rename): processes that build at the same time write the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import msgspec
from spellchecker import SpellChecker

from pipeline.gazetteer.lists import LISTS, words_of
from pipeline.lexicon.words import Words, checksums_of

LANGUAGES = ("ar", "de", "en", "es", "fr", "pt")
COMMON = 20_000
"""Words of a language that a misspelt one may be meant for: rarer ones are names, dialect and noise."""
_HARAKAT = dict.fromkeys(range(0x64B, 0x653))


def load_words() -> Words:
    """The lexicon from its file; built first where there is none for this code and these lists."""
    name = f"lexicon-{_digest()}.msgpack"
    for folder in _folders():
        if (path := folder / name).exists():
            return msgspec.msgpack.decode(path.read_bytes(), type=Words)
    built = _built()
    _write(name, msgspec.msgpack.encode(built))
    return built


def _built() -> Words:
    counts = {language: _counts(SpellChecker(language=language)) for language in LANGUAGES}
    given = sorted({name for name in words_of(LISTS / "name-parts.txt")["given"] if name.isalpha()})
    return Words(
        known=checksums_of(chain(*counts.values(), map(str.lower, given))),
        common={language: sorted(of, key=lambda w: (-of[w], w))[:COMMON] for language, of in counts.items()},
        given=given,
    )


def _counts(checker: SpellChecker) -> dict[str, int]:
    """Word, in lower case and without harakat → its count; single letters and abbreviations with a dot left out."""
    counts: dict[str, int] = {}
    for word, count in checker.word_frequency.items():
        plain = word.lower().translate(_HARAKAT)
        if plain.isalpha():
            counts[plain] = counts.get(plain, 0) + count
    return counts


def _folders() -> list[Path]:
    return [Path(__file__).parent / "built", Path.home() / ".cache" / "wire" / "lexicon"]


def _write(name: str, content: bytes) -> None:
    for folder in _folders():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(content)
            os.chmod(file.name, 0o644)  # temporary files are private, but a package installed by root is read by others
            os.replace(file.name, folder / name)
        except OSError:  # read-only: the next folder, and with none the lexicon is built again at the next load
            continue
        for old in folder.glob("lexicon-*.msgpack"):
            if old.name != name:
                old.unlink(missing_ok=True)
        return


def _digest() -> str:
    digest = hashlib.sha256(f"pyspellchecker {version('pyspellchecker')}\n".encode())
    for path in sorted([*Path(__file__).parent.glob("*.py"), LISTS / "name-parts.txt"]):
        digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()[:16]
