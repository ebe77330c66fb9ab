"""The OpenAPI description of the HTTP intake, made from what the code checks; `schemas/openapi.json` is its print."""

from __future__ import annotations

from typing import Any

from pipeline import __version__
from pipeline.intake.http.post import FORMAT_CHOICES, MAX_VERSION
from pipeline.intake.http.refused import REASONS, RETRY_SECONDS
from pipeline.settings import FEED_NAME
from pipeline.story.parse.naming import MAX_URI_BYTES

_CONTENT_TYPES = ("application/octet-stream", "application/xml", "application/json", "text/plain")
_POST_REASONS = [name for name in REASONS if name not in {"not-found", "not-allowed"}]
_INFO = {
    "title": "Wire-story pipeline: HTTP intake",
    "version": __version__,
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "description": "Post stories as they are. 202 means that Kafka has the bytes; after any other answer post again.",
}


def openapi() -> dict[str, Any]:
    """OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": _INFO,
        "paths": {
            "/feeds/{feed}/stories": {"post": _post()},
            "/health/live": {"get": _get("live", "Whether the process answers.", {"200": _json("It does.", _STATE)})},
            "/health/ready": {"get": _get("ready", "Whether posts can be confirmed.", _readiness())},
            "/metrics": {"get": _get("metrics", "Prometheus's text form.", {"200": _text("The metrics.")})},
            "/openapi.json": {"get": _get("description", "This page.", {"200": _json("It.", {"type": "object"})})},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "The feed's token."}},
            "schemas": {"Taken": _TAKEN, "Refused": _refused_schema()},
        },
    }


_STATE = {
    "type": "object",
    "required": ["status"],
    "properties": {"status": {"type": "string"}, "kafka": {"type": "string"}},
}
_TAKEN = {
    "type": "object",
    "required": ["feed", "uri", "received", "bytes"],
    "properties": {
        "feed": {"type": "string"},
        "uri": {"type": "string", "description": "Its identity if the story carries none: the bytes' hash, or yours."},
        "received": {"type": "integer", "description": "When it was taken, milliseconds since the epoch."},
        "bytes": {"type": "integer", "minimum": 1},
    },
}


def _refused_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["error", "detail"],
        "properties": {
            "error": {"enum": list(REASONS)},
            "detail": {"type": "string", "description": "One sentence for a person."},
        },
    }


def _post() -> dict[str, Any]:
    raw = {"schema": {"type": "string", "minLength": 1}}
    return {
        "operationId": "postStory",
        "summary": "Post a story: its bytes as they are, in any format that the pipeline reads.",
        "security": [{"token": []}],
        "parameters": _parameters(),
        "requestBody": {"required": True, "content": dict.fromkeys(_CONTENT_TYPES, raw)},
        "responses": {"202": _json("Kafka has it.", {"$ref": "#/components/schemas/Taken"}), **_refusals()},
    }


def _parameters() -> list[dict[str, Any]]:
    return [
        _parameter("feed", "path", {"type": "string", "pattern": FEED_NAME}, "The feed that the token is for."),
        _parameter("format", "query", {"enum": list(FORMAT_CHOICES)}, "What it is; `auto`, the default, judges."),
        _parameter(
            "uri",
            "query",
            {"type": "string", "pattern": "^[!-~]+$", "minLength": 1, "maxLength": MAX_URI_BYTES},
            "Identity of a story that carries none, so that a later version replaces it.",
        ),
        _parameter(
            "version",
            "query",
            {"type": "integer", "minimum": 0, "maximum": MAX_VERSION},
            "Version of a story that carries none: milliseconds since the epoch; else the time of the post.",
        ),
    ]


def _parameter(name: str, place: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": schema, "description": description}


def _refusals() -> dict[str, Any]:
    """A response for each status, with the reasons that share it."""
    found: dict[str, Any] = {}
    for name in _POST_REASONS:
        status, meaning = REASONS[name]
        response = found.setdefault(str(status), _json("", {"$ref": "#/components/schemas/Refused"}))
        response["description"] = f"{response['description']} `{name}`: {meaning}".strip()
        if name in RETRY_SECONDS:
            response["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "required": True}}
    return found


def _readiness() -> dict[str, Any]:
    return {"200": _json("They can.", _STATE), "503": _json("Not now; `kafka` says why.", _STATE)}


def _get(name: str, summary: str, responses: dict[str, Any]) -> dict[str, Any]:
    return {"operationId": name, "summary": summary, "security": [], "responses": responses}


def _json(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _text(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"text/plain": {"schema": {"type": "string"}}}}
