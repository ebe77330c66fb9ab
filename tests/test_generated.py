"""What is generated agrees with the code it is made from, and with what the core really gives."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from pipeline.generate import GENERATED
from pipeline.search.document import SOURCE_ONLY, document
from pipeline.search.template import mappings
from pipeline.story.model import RawHeaders, RawStory, Rejected, Story
from pipeline.story.rules import Rules
from pipeline.story.stages import process
from pipeline.topics import TOPICS

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", GENERATED)
def test_generated_file_is_as_the_code_makes_it(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == GENERATED[name](), "run `make docs` and review the change"


@pytest.fixture(scope="module")
def story(rules: Rules) -> Story:
    text = b"Ministers meet in Paris\n\nPARIS (WSP) - Ministers from France met in Paris on Monday.\n"
    (story,) = process(RawStory(value=text, headers=RawHeaders(feed="test", received=1_700_000_000_000)), rules)
    assert isinstance(story, Story)
    return story


def test_a_story_fits_its_schema(story: Story) -> None:
    schema = json.loads((ROOT / "schemas/story.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(msgspec.json.encode(story)), schema)


def test_a_story_without_uri_does_not_fit(story: Story) -> None:
    schema = json.loads((ROOT / "schemas/story.schema.json").read_text(encoding="utf-8"))
    lacking = json.loads(msgspec.json.encode(story))
    del lacking["uri"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(lacking, schema)


def test_every_field_of_the_document_is_in_the_mapping(story: Story) -> None:
    mapped = mappings()["properties"]
    assert set(document(story)) <= set(mapped)
    assert set(Story.__struct_fields__) - set(SOURCE_ONLY) <= set(mapped)


def test_the_topics_are_described(story: Story) -> None:
    described = json.loads((ROOT / "schemas/asyncapi.json").read_text(encoding="utf-8"))
    assert set(described["channels"]) == {topic.name for topic in TOPICS}


def test_a_rejection_fits_its_schema() -> None:
    schema = json.loads((ROOT / "schemas/rejected.schema.json").read_text(encoding="utf-8"))
    rejected = Rejected(reason="no-text", stage="parse", detail="nothing", feed="x")
    jsonschema.validate(json.loads(msgspec.json.encode(rejected)), schema)
