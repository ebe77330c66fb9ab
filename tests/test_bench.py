"""Benchmarks are run by hand; here only that each can be, and that what they compare is what they measure."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from bench.__main__ import NAMES, ON_REQUEST
from bench.figures import PROPORTIONS, Figure, percentile, proportions
from bench.stories import MIX, raw, text
from pipeline.story.model import Story
from pipeline.story.rules import Rules
from pipeline.story.stages import process

BENCH = Path(__file__).parents[1] / "bench"


@pytest.mark.parametrize("name", NAMES + ON_REQUEST)
def test_every_benchmark_has_a_title_and_measures(name: str) -> None:
    module = import_module(f"bench.{name}")
    assert isinstance(module.TITLE, str)
    assert callable(module.measure)


def test_no_benchmark_is_forgotten() -> None:
    with_a_title = {path.stem for path in BENCH.glob("*.py") if re.search(r"^TITLE = ", path.read_text(), re.MULTILINE)}
    assert with_a_title == {*NAMES, *ON_REQUEST}


def test_every_proportion_is_of_figures_that_a_benchmark_gives() -> None:
    sources = "".join(path.read_text() for path in BENCH.glob("*.py") if path.stem in NAMES)
    for _, above, below in PROPORTIONS:
        assert f'Figure("{above}"' in sources
        assert f'Figure("{below}"' in sources


def test_a_proportion_needs_both_figures() -> None:
    core, bulk = Figure("core: stories", 1000, "stories/s"), Figure("raw bulk: stories", 2500, "stories/s")
    assert [figure.value for figure in proportions([core, bulk])] == [2.5]
    assert proportions([core]) == []


@pytest.mark.parametrize(("share", "value"), [(0.5, 3), (0.99, 5), (0.0, 1)])
def test_a_percentile_is_one_of_the_values(share: float, value: float) -> None:
    assert percentile([1, 2, 3, 4, 5], share) == value


def test_the_mixed_set_is_what_it_says_and_the_same_each_time() -> None:
    assert MIX.count("ar") / len(MIX) == 0.4
    assert {MIX.count(language) / len(MIX) for language in ("en", "fr", "de", "es", "pt")} == {0.12}
    texts = [text(number) for number in range(200)]
    assert len(set(texts)) == 200
    assert all(1800 <= len(one.encode()) <= 2700 for one in texts)
    assert texts[7] == text(7)


def test_every_text_of_the_mixed_set_becomes_a_story_in_its_language(rules: Rules) -> None:
    for number in range(len(MIX)):
        (story,) = process(raw(number), rules)
        assert isinstance(story, Story)
        assert story.language == MIX[number]
        assert story.places
