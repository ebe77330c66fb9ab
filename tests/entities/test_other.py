"""Another tagger fills gaps and takes nothing away; the adapter runs a model that this test trains."""

from __future__ import annotations

import doctest
from functools import cache
from pathlib import Path

import pytest

from pipeline.failure import OperatorError
from pipeline.story.entities import Tagger, crf
from pipeline.story.entities.crf import features_of, load_crf, tokens_of
from pipeline.story.entities.other import OtherMention, OtherTagger
from pipeline.story.model import Cleaned, Entities
from tests import loaded


class Lent:
    """A place for another tagger: a `Tagger` takes long to make, and the tests differ only in what stands here."""

    finds: OtherTagger

    def __call__(self, text: str, language: str) -> list[OtherMention]:
        """What the one that stands here finds."""
        return self.finds(text, language)


LENT = Lent()


@cache
def tagger() -> Tagger:
    return Tagger(loaded.gazetteer(), other=LENT)


def tagged(other: OtherTagger, body: str, headline: str = "") -> Entities:
    cleaned = Cleaned(headline=headline, headline_derived=not headline, body_text=body)
    LENT.finds = other
    return tagger().tag(cleaned, "en")


def finds(word: str, kind: str) -> OtherTagger:
    def other(text: str, language: str) -> list[OtherMention]:
        at = text.find(word)
        return [OtherMention(kind, at, at + len(word))] if at >= 0 else []  # type: ignore[arg-type]  # wrong on purpose

    return other


def test_the_examples_in_the_docstrings_are_true() -> None:
    failed, tried = doctest.testmod(crf)
    assert tried
    assert not failed


def test_what_another_tagger_finds_is_added_in_both_fields() -> None:
    places = tagged(finds("zorblat", "place"), "Rain fell on zorblat.", "Snow on zorblat").places
    assert [(m.field, m.text) for m in places[0].mentions] == [("headline", "zorblat"), ("body_text", "zorblat")]


def test_a_name_of_ours_stays_where_another_tagger_says_otherwise() -> None:
    entities = tagged(finds("Japan", "person"), "They met in Japan.")
    assert [one.id for one in entities.places] == ["wd:Q17"]
    assert entities.people == []


@pytest.mark.parametrize("mention", [(-3, 2), (5, 5), (4, 400), (9, 3)])
def test_a_mention_that_is_not_in_the_text_is_left_out(mention: tuple[int, int]) -> None:
    assert tagged(lambda *_: [OtherMention("person", *mention)], "Rain fell all day.").people == []


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that has learnt that a word before `zorped` is a person and one after `upon` a place."""
    pycrfsuite = pytest.importorskip("pycrfsuite", reason="the extra crf isn't installed")
    trainer = pycrfsuite.Trainer(verbose=False)
    for name, town in (("aqa", "ixo"), ("bem", "uvo"), ("cil", "oro"), ("dum", "eno"), ("epa", "ilo")):
        words = [name, "zorped", "upon", town, "."]
        trainer.append(features_of(words, "en"), ["B-person", "O", "O", "B-place", "O"])
    for plain in ("rain fell all day .", "snow fell on the hills .", "prices rose again .", "the court sat ."):
        trainer.append(features_of(plain.split(), "en"), ["O"] * len(plain.split()))
    trainer.set_params({"c1": 0.01, "c2": 0.01, "max_iterations": 50})
    path = tmp_path_factory.mktemp("crf") / "names.crfsuite"
    trainer.train(str(path))
    return path


def test_a_trained_model_finds_names_that_it_never_saw(model: Path) -> None:
    entities = tagged(load_crf(model), "yorgu zorped upon quexil.")
    assert [one.name for one in entities.people] == ["yorgu"]
    assert [one.name for one in entities.places] == ["quexil"]


def test_a_trained_model_finds_nothing_in_other_text(model: Path) -> None:
    entities = tagged(load_crf(model), "rain fell all day.")
    assert (entities.people, entities.places, entities.organisations) == ([], [], [])


def test_a_file_that_is_no_model_is_said_so(tmp_path: Path) -> None:
    pytest.importorskip("pycrfsuite", reason="the extra crf isn't installed")
    path = tmp_path / "empty"
    path.write_bytes(b"")
    with pytest.raises(OperatorError, match="no CRFsuite model"):
        load_crf(path)


def test_tokens_are_words_and_marks() -> None:
    assert tokens_of("قال: نعم") == [(0, 3), (3, 4), (5, 8)]
