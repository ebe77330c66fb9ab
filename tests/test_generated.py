"""What is generated agrees with the code it is made from, and with what the core really gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from pipeline.generate import GENERATED
from pipeline.search.document import SOURCE_ONLY, document
from pipeline.search.template import mappings
from pipeline.story.headers import Origin, raw_to_pairs, rejected_to_pairs, story_pairs
from pipeline.story.model import RawHeaders, RawStory, Rejected, Story
from pipeline.story.rules import Rules
from pipeline.story.stages import process
from pipeline.topics import STORIES, TOPICS

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


def references(node: Any) -> Iterator[str]:
    """Every `$ref` in it."""
    if isinstance(node, dict):
        yield from (value for name, value in node.items() if name == "$ref")
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_reference_of_the_description_leads_somewhere() -> None:
    described = json.loads((ROOT / "schemas/asyncapi.json").read_text(encoding="utf-8"))
    found = set(references(described))
    assert {"story.schema.json", "#/channels/wire.raw"} <= found
    for reference in found:
        if reference.startswith("#/"):
            node = described
            for step in reference[2:].split("/"):
                node = node[step]
        else:
            assert (ROOT / "schemas" / reference).is_file(), reference


def test_the_description_gives_the_topics_the_configuration_that_setup_gives_them() -> None:
    channels = json.loads((ROOT / "schemas/asyncapi.json").read_text(encoding="utf-8"))["channels"]
    for topic in TOPICS:
        bound = channels[topic.name]["bindings"]["kafka"]["topicConfiguration"]
        flat = {name: value[0] if isinstance(value, list) else str(value) for name, value in bound.items()}
        assert flat == topic.config


def test_the_headers_that_are_written_are_those_described(story: Story) -> None:
    channels = json.loads((ROOT / "schemas/asyncapi.json").read_text(encoding="utf-8"))["channels"]
    origin = Origin("wire.raw", 0, 1)
    described = channels[STORIES.name]["messages"]["record"]["headers"]
    assert {name for name, _ in story_pairs(story, origin)} == set(described["properties"])
    rejected = Rejected(reason="no-text", stage="parse", detail="nothing", feed="x", uri="urn:x", part=2)
    named = set(json.loads((ROOT / "schemas/rejected.schema.json").read_text())["$defs"]["Rejected"]["properties"])
    assert {name for name, _ in rejected_to_pairs(rejected, origin, [])} <= named | {"origin"}
    raw = RawHeaders(feed="x", received=1, uri="u", version=1, format="plain", charset="utf-8", attempt=1)
    schema = json.loads((ROOT / "schemas/raw-headers.schema.json").read_text())
    assert {name for name, _ in raw_to_pairs(raw)} == set(schema["$defs"]["RawHeaders"]["properties"])


def test_a_rejection_fits_its_schema() -> None:
    schema = json.loads((ROOT / "schemas/rejected.schema.json").read_text(encoding="utf-8"))
    rejected = Rejected(reason="no-text", stage="parse", detail="nothing", feed="x")
    jsonschema.validate(json.loads(msgspec.json.encode(rejected)), schema)
