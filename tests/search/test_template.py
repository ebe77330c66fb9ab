"""The template needs nothing that either Elasticsearch lacks: the full distribution, or the embedded one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.search.fields import ANALYZERS, FIELDS, FORMS, TEXTS
from pipeline.search.names import MAPPING_VERSION, Names
from pipeline.search.template import ANALYSIS, DEFAULT_FIELDS, components, index_template, mappings

ROOT = Path(__file__).parents[2]
PLUGIN = (ROOT / "pipeline" / "stack" / "plugin" / "WireAnalysisPlugin.java").read_text(encoding="utf-8")

CORE: dict[str, set[str]] = {
    "analyzer": {"default", "keyword", "simple", "standard", "stop", "whitespace"},
    "tokenizer": {"standard"},
    "filter": {"hunspell", "lowercase", "shingle", "standard", "stop"},
    "char_filter": set(),
    "type": {"boolean", "byte", "date", "float", "geo_point", "integer", "keyword", "long", "nested", "object", "text"},
}
"""What the server registers by itself, in both. Source: `AnalysisModule` and `IndicesModule` of Elasticsearch 9.2."""

COMMON: dict[str, set[str]] = {
    kind: set(names)
    for kind, names in json.loads(Path(__file__).with_name("distribution.json").read_text(encoding="utf-8")).items()
    if kind != "source"
}
"""What the full distribution has besides, by its names."""


def registered(kind: str) -> set[str]:
    """Names that the embedded server's plugin registers."""
    maps = {"analyzer": "analyzers", "filter": "filters"}
    if kind in maps:
        return set(re.findall(rf'\b{maps[kind]}\.put\("([a-z_]+)"', PLUGIN))
    method = {"char_filter": "getCharFilters", "tokenizer": "getTokenizers"}[kind]
    return set(re.findall(rf'{method}\(\) \{{\s*return Map\.of\("([a-z_]+)"', PLUGIN))


def leaves(properties: dict[str, Any]) -> list[dict[str, Any]]:
    """Every field's mapping, the fields within fields too."""
    found = []
    for mapping in properties.values():
        if "type" in mapping:
            found.append(mapping)
        found += leaves(mapping.get("properties", {})) + leaves(mapping.get("fields", {}))
    return found


def needed() -> dict[str, set[str]]:
    """Names that the template uses and doesn't define itself."""
    used = leaves(mappings()["properties"])
    own = {kind: set(ANALYSIS.get(kind, {})) for kind in ("analyzer", "filter", "char_filter", "tokenizer")}
    need: dict[str, set[str]] = {
        "type": {mapping["type"] for mapping in used},
        "analyzer": {mapping["analyzer"] for mapping in used if "analyzer" in mapping} - own["analyzer"],
        "tokenizer": {analyzer["tokenizer"] for analyzer in ANALYSIS["analyzer"].values()},
    }
    for kind in ("filter", "char_filter"):
        listed = {name for analyzer in ANALYSIS["analyzer"].values() for name in analyzer.get(kind, ())}
        need[kind] = (listed - own[kind]) | {one["type"] for one in ANALYSIS.get(kind, {}).values()}
    return need


@pytest.mark.parametrize("kind", ["type", "analyzer", "tokenizer", "filter", "char_filter"])
def test_nothing_is_needed_that_either_distribution_lacks(kind: str) -> None:
    full = CORE[kind] | COMMON.get(kind, set())
    embedded = CORE[kind] | (registered(kind) if kind != "type" else set())
    assert needed()[kind] - full == set()
    assert needed()[kind] - embedded == set()


@pytest.mark.parametrize("kind", ["analyzer", "tokenizer", "filter", "char_filter"])
def test_the_plugin_stands_in_under_the_full_distribution_s_names_only(kind: str) -> None:
    assert registered(kind) <= COMMON[kind]


def test_what_neither_has_would_be_noticed() -> None:
    assert "wildcard" not in CORE["type"]
    assert not {"klingon"} & (COMMON["analyzer"] | registered("analyzer"))
    assert "arabic" in registered("analyzer")
    assert "asciifolding" in registered("filter")


def test_each_component_holds_the_analyzers_that_its_mapping_names() -> None:
    for name, body in components(Names(), 1, 0).items():
        text = json.dumps(body)
        assert ('"folded"' in text) == name.endswith("mappings")


def test_the_template_matches_indexes_of_its_own_version_only() -> None:
    own, *rebuilt = index_template(Names())["index_patterns"]
    assert own == f"stories-v{MAPPING_VERSION}"
    assert rebuilt == [f"stories-v{MAPPING_VERSION}-*"], "stories-v1* would take stories-v10 too"


def test_every_default_field_exists() -> None:
    properties = mappings()["properties"]
    for path in DEFAULT_FIELDS:
        within = properties
        for step in path.split("."):
            mapping = within[step]
            within = {**mapping.get("properties", {}), **mapping.get("fields", {})}


def test_every_language_has_both_texts_and_the_bare_form() -> None:
    text = mappings()["properties"]["text"]["properties"]
    assert set(text) == {*ANALYZERS, "bare"}
    assert all(set(one["properties"]) == set(TEXTS) for one in text.values())
    assert {"ar", "en", "fr", "de", "es", "pt", "it", "nl", "ru", "tr", "fa"} == set(ANALYZERS)


def test_every_field_is_explained_once_and_every_form_is_used() -> None:
    assert len({field.name for field in FIELDS}) == len(FIELDS)
    assert {field.form for field in FIELDS} == set(FORMS)
    assert all(field.meaning.endswith((".", "…")) and field.source for field in FIELDS)
