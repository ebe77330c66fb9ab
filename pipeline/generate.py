"""Writes what is made from the code: `python -m pipeline.generate` (`make docs`). A test holds the files against it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from prometheus_client import CollectorRegistry

from pipeline import __version__
from pipeline.intake.http.openapi import openapi
from pipeline.kibana.boards import kibana
from pipeline.kibana.saved import ndjson
from pipeline.metrics import OF_STATUS, REGISTRY
from pipeline.search.fields import fields_page
from pipeline.search.names import Names
from pipeline.search.template import components, index_template, readers_filter
from pipeline.settings import Settings
from pipeline.story.model import RawHeaders, Rejected, Story
from pipeline.story.quality import FLAGS
from pipeline.topics import RAW, REJECTED, STORIES, TOPICS

STORY_HEADERS = {
    "feed": "Name of the feed.",
    "generation": "Generation of the rules that made the story: a whole number.",
    "raw": "Record of wire.raw that it was made from: topic/partition/offset.",
}
DEAD_LETTER_HEADERS = {"origin": "Where the record was read that was refused: topic/partition/offset."}
"""Beside the reason, and the headers that the original came with."""

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: type, title: str) -> dict[str, Any]:
    """JSON Schema of a type of the model."""
    (schema,), components = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    return {"$schema": DRAFT, "title": title, **schema, "$defs": components}


def asyncapi() -> dict[str, Any]:
    """AsyncAPI 3 description of the topics."""
    records = {
        RAW.name: {"contentType": "application/octet-stream", "headers": {"$ref": "raw-headers.schema.json"}},
        STORIES.name: {
            "contentType": "application/json",
            "headers": _headers(STORY_HEADERS),
            "payload": {"$ref": "story.schema.json"},
        },
        REJECTED.name: {
            "contentType": "application/octet-stream",
            "headers": {"allOf": [{"$ref": "rejected.schema.json"}, _headers(DEAD_LETTER_HEADERS)]},
        },
    }
    key = {"bindings": {"kafka": {"key": {"type": "string", "description": "uri"}, "bindingVersion": "0.5.0"}}}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Wire-story pipeline", "version": __version__, "license": {"name": "Apache-2.0"}},
        "defaultContentType": "application/octet-stream",
        "channels": {
            topic.name: {
                "address": topic.name,
                "description": topic.carries,
                "messages": {"record": {**records[topic.name], **key}},
                "bindings": {
                    "kafka": {"topicConfiguration": _topic_configuration(topic.config), "bindingVersion": "0.5.0"}
                },
            }
            for topic in TOPICS
        },
        "operations": {
            "enrichReads": _operation("receive", RAW.name),
            "enrichSends": _operation("send", STORIES.name),
            "enrichRejects": _operation("send", REJECTED.name),
            "indexReads": _operation("receive", STORIES.name),
            "indexRejects": _operation("send", REJECTED.name),
        },
    }


def _headers(described: dict[str, str]) -> dict[str, Any]:
    properties = {name: {"type": "string", "description": meaning} for name, meaning in described.items()}
    return {"type": "object", "required": list(described), "properties": properties}


def _topic_configuration(config: dict[str, str]) -> dict[str, Any]:
    typed: dict[str, Any] = dict(config)
    typed["cleanup.policy"] = [config["cleanup.policy"]]
    return {name: int(value) if name.startswith("retention") else value for name, value in typed.items()}


def _operation(action: str, channel: str) -> dict[str, Any]:
    return {"action": action, "channel": {"$ref": f"#/channels/{channel}"}}


def settings_page() -> str:
    """`docs/settings.md`."""
    lines = [
        "# Settings",
        "",
        "Made from `pipeline/settings.py` by `make docs`. A setting comes from the environment, else from `wire.toml`",
        "in the working folder (there in small letters, without `WIRE_`), else the default holds.",
        "",
        "| setting | default | what it is for |",
        "|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else f"`{field.default}`"
        lines.append(f"| `WIRE_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(lines) + "\n"


def quality_page() -> str:
    """`docs/quality.md`."""
    rows = [f"| `{flag}` | {meaning} |" for flag, meaning in sorted(FLAGS.items())]
    head = [
        "# Quality flags",
        "",
        "Made from `pipeline/story/quality.py` by `make docs`.",
        "",
        "| flag | meaning |",
        "|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def metrics_page() -> str:
    """`docs/metrics.md`."""
    head = [
        "# Metrics",
        "",
        "Made from `pipeline/metrics.py` by `make docs`. A counter's name ends in `_total`; times are in seconds.",
        "",
        "| metric | type | what it says, and what to do |",
        "|---|---|---|",
    ]
    between = [
        "",
        "What `wire status --metrics FILE` writes, of the whole pipeline:",
        "",
        "| metric | type | what it says, and what to do |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *_metric_rows(REGISTRY), *between, *_metric_rows(OF_STATUS)]) + "\n"


def _metric_rows(registry: CollectorRegistry) -> list[str]:
    return [
        f"| `{metric.name}{'_total' if metric.type == 'counter' else ''}` | {metric.type} | {metric.documentation} |"
        for metric in registry.collect()
    ]


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


GENERATED: dict[str, Callable[[], str]] = {
    "schemas/story.schema.json": lambda: _json(json_schema(Story, "A story of wire.stories")),
    "schemas/rejected.schema.json": lambda: _json(json_schema(Rejected, "Why a record is in wire.rejected")),
    "schemas/raw-headers.schema.json": lambda: _json(json_schema(RawHeaders, "Headers of a record of wire.raw")),
    "schemas/asyncapi.json": lambda: _json(asyncapi()),
    "schemas/stories.template.json": lambda: _json(index_template(Names())),
    "schemas/stories.components.json": lambda: _json(components(Names(), shards=1, replicas=0)),
    "schemas/fields.md": fields_page,
    "schemas/openapi.json": lambda: _json(openapi()),
    "schemas/stories.readers-filter.json": lambda: _json(readers_filter()),
    "deploy/kibana/newsroom.ndjson": lambda: ndjson(kibana(Names()).newsroom),
    "deploy/kibana/operators.ndjson": lambda: ndjson(kibana(Names()).operators),
    "docs/settings.md": settings_page,
    "docs/quality.md": quality_page,
    "docs/metrics.md": metrics_page,
}
"""Each generated file with what makes its content."""


def main() -> None:
    """Write every generated file below the current folder."""
    for name, content in GENERATED.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content(), encoding="utf-8")


if __name__ == "__main__":
    main()
