"""The three witnesses find what the packages' own, slower ways find: n-grams, features, words."""

from __future__ import annotations

import random
from collections import Counter
from importlib import resources
from pathlib import Path

import msgspec
import numpy as np
import pytest
from langdetect.utils.ngram import NGram
from py3langid.langid import visit_counts
from py3langid.modelio import load_model

from pipeline.evaluate.language import read_corpus
from pipeline.story.language import words as words_module
from pipeline.story.language.langid import LangidModel, load_langid
from pipeline.story.language.languages import load_languages
from pipeline.story.language.profiles import Profiles, load_profiles
from pipeline.story.language.words import WordChances, built_words, load_word_chances

CORPUS = Path(__file__).resolve().parents[2] / "corpora" / "language"
LATIN = ["en", "fr", "de", "ro", "tr", "vi"]
ODD = [
    "",
    " ",
    "a",
    "A",
    "NATO",
    "NATO says: NATO, USA-wide",
    "  two  spaces \n and\ta tab ",
    "O'Neill «l'été» 3.5 %",
    "Straße İstanbul ŞEHİR Ș ș ﬁ",
    "🎉 Fest\N{MATHEMATICAL BOLD CAPITAL A}a",
    "\0\ud800",
    "Wörter и слова и كلمات 漢字",
]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Texts that may be read, odd ones, and both with some characters put in, left out or in capitals."""
    plain = [one.text[:300] for part in ("train", "dev") for one in read_corpus(CORPUS / part)][::4] + ODD
    chance = random.Random(1)  # noqa: S311 - damage, not a secret
    damaged = []
    for text in plain:
        characters = [one.upper() if chance.random() < 0.2 else one for one in text if chance.random() > 0.1]
        characters.insert(chance.randrange(len(characters) + 1), chance.choice("\0 ŞA😀é’-"))
        damaged.append("".join(characters))
    return plain + damaged


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    return load_profiles([LATIN])[0]


@pytest.fixture(scope="module")
def langid() -> LangidModel:
    return load_langid([["en", "fr", "ar"]])[0]


@pytest.fixture(scope="module")
def words() -> WordChances:
    return built_words(tuple(one for one in load_languages() if one.tag in {"en", "fr", "gl"})).chances()


def _extracted(text: str) -> list[str]:
    """The n-grams of a text by langdetect's own class; it knows no characters beyond the basic plane."""
    walk = NGram()
    found = []
    for character in text.encode("utf-8", "replace").decode():
        if character <= "\uffff":
            walk.add_char(character)
            found += [gram for length in (1, 2, 3) if (gram := walk.get(length))]
    return found


def test_a_text_scores_as_the_n_grams_that_langdetect_extracts_from_it(profiles: Profiles, texts: list[str]) -> None:
    folder = resources.files("langdetect") / "profiles"
    frequencies = [msgspec.json.decode((folder / code).read_bytes()) for code in LATIN]
    chance: dict[str, list[float]] = {
        gram: [one["freq"].get(gram, 0) / one["n_words"][len(gram) - 1] + 0.5 / 10_000 for one in frequencies]
        for gram in set().union(*(one["freq"] for one in frequencies))
    }
    for text in texts:
        known = [chance[gram] for gram in _extracted(text) if gram in chance]
        score, counted = profiles.score(text)
        assert counted == len(known), text
        assert np.allclose(score, np.log(np.array(known).reshape(-1, len(LATIN))).sum(axis=0), rtol=1e-4), text


def test_n_grams_over_two_words_and_of_words_in_capitals_are_not_counted(profiles: Profiles) -> None:
    assert profiles.score("a e")[1] == profiles.score("a")[1] + profiles.score("e")[1] + 2  # `a_`, `_a_`
    assert profiles.score("WAR")[1] == profiles.score("W")[1]


def test_profiles_that_the_tables_cannot_hold_are_refused() -> None:
    folder = resources.files("langdetect") / "profiles"
    with pytest.raises(ValueError, match="more than the tables can number"):
        load_profiles([sorted(path.name for path in folder.iterdir() if path.is_file())])


def test_all_places_of_a_text_are_walked_to_as_py3langid_walks_to_them(langid: LangidModel, texts: list[str]) -> None:
    *_, next_state, row, feature = load_model(Path(str(resources.files("py3langid"))) / "data" / "model.npz.xz")
    row_start = [at << 8 for at in row]
    for text in texts:
        encoded = text.encode("utf-8", "replace")
        walked = visit_counts(next_state, row_start, feature, encoded) or Counter()
        assert list(Counter(langid.automaton.features(encoded)).items()) == list(walked.items()), text


def test_a_text_without_any_feature_says_nothing(langid: LangidModel) -> None:
    assert langid.score("")[0].tolist() == [0.0, 0.0, 0.0]
    assert langid.score("\0\0")[0].tolist() == [0.0, 0.0, 0.0]


def test_each_text_is_scored_by_its_own_words(words: WordChances) -> None:
    one, none, both = words.score_each([["the"], [], ["the", "maison"]]).tolist()
    assert none == [0.0, 0.0, 0.0]
    assert one[0] > one[1]
    assert both == (words.score_each([["the"]]) + words.score_each([["maison"]]))[0].tolist()


@pytest.mark.parametrize("word", ["the-the", "12", "xqzw", "…", "\ud800", ""])
def test_what_is_in_no_list_speaks_for_no_language_that_has_one(words: WordChances, word: str) -> None:
    assert words.score_each([[word]])[0, :2].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("word", ["The", "«the»", "the,", "’the’"])
def test_capitals_and_marks_around_a_word_change_nothing(words: WordChances, word: str) -> None:
    assert words.score_each([[word]]).tolist() == words.score_each([["the"]]).tolist()


def test_a_word_says_the_same_when_it_is_remembered(words: WordChances) -> None:
    assert words.score_each([["l'été"]]).tolist() == words.score_each([["l'été"]]).tolist()


def test_the_words_are_kept_in_a_file_that_holds_what_a_build_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words_module, "_PACKAGE", tmp_path)
    for name in ("words.py", "words.txt"):
        (tmp_path / name).write_bytes((Path(words_module.__file__).parent / name).read_bytes())
    two = tuple(one for one in load_languages() if one.tag in {"en", "gl"})
    asked = [["the", "minister", "dixo", "unheard"]]
    built = load_word_chances.__wrapped__(two).score_each(asked)
    (file,) = (tmp_path / "built").iterdir()
    monkeypatch.setattr(words_module, "built_words", None)  # what is read now comes from the file
    assert np.array_equal(load_word_chances.__wrapped__(two).score_each(asked), built)
    assert np.array_equal(load_word_chances(two).score_each(asked), built)
    (tmp_path / "words.txt").write_bytes(b"gl dixo\n")
    with pytest.raises(TypeError):  # another list is another file, which has to be built
        load_word_chances.__wrapped__(two)
    assert file.exists()
