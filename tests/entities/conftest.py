"""One tagger for all tests of entities: it holds only what it loaded."""

import pytest

from pipeline.story.entities import Tagger, load_tagger


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return load_tagger()
