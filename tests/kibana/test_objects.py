"""Kibana's objects, without a server: they hold together, and name nothing that isn't there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.kibana.boards import kibana
from pipeline.kibana.saved import Saved, ndjson
from pipeline.search.names import Names
from pipeline.search.template import mappings
from tests.kibana.asked import FIT, fields_used, filters, inside, names_used, search_source

ROOT = Path(__file__).parents[2]
LINES = [
    json.loads(line)
    for name in ("newsroom", "operators")
    for line in (ROOT / f"deploy/kibana/{name}.ndjson").read_text(encoding="utf-8").splitlines()
]
BY_ID = {one["id"]: one for one in LINES}
ids = pytest.mark.parametrize("one", LINES, ids=[one["id"] for one in LINES])


def type_of(field: str) -> str | None:
    """A field's type in the mapping; None: the strict mapping has no such field."""
    node: dict[str, Any] = {"properties": mappings()["properties"]}
    for step in field.split("."):
        node = {**node.get("properties", {}), **node.get("fields", {})}.get(step, {})
    return node.get("type")


def of_type(kind: str) -> list[dict[str, Any]]:
    return [one for one in LINES if one["type"] == kind]


def test_no_two_objects_have_one_id() -> None:
    assert len(BY_ID) == len(LINES)


@ids
def test_every_reference_leads_to_an_object_of_the_set_that_stands_before_it(one: dict[str, Any]) -> None:
    before = {(other["type"], other["id"]) for other in LINES[: LINES.index(one)]}
    assert {(reference["type"], reference["id"]) for reference in one["references"]} <= before


@ids
def test_the_names_used_inside_an_object_are_those_of_its_references(one: dict[str, Any]) -> None:
    named = [reference["name"] for reference in one["references"]]
    assert len(set(named)) == len(named)
    assert set(named) == names_used(one)


@ids
def test_every_field_exists_with_a_type_fit_for_its_use(one: dict[str, Any]) -> None:
    for use in fields_used(one):
        found = type_of(use.field)
        assert found, f"{use.field} is not in the mapping"
        fit = FIT[use.purpose]
        assert fit is None or found in fit, f"{use.field} is {found}: no good for {use.purpose}"


@pytest.mark.parametrize(
    ("field", "purpose", "fits"),
    [
        ("headline", "terms", False),  # text has no values to count
        ("slugline", "terms", False),
        ("slugline.keyword", "terms", True),
        ("people", "terms", True),
        ("headlin", "column", False),
        ("subjects.code", "choice", True),
        ("subjects", "choice", False),
        ("place_points", "date_histogram", False),
        ("places", "point", False),
    ],
)
def test_a_field_of_the_wrong_type_would_be_noticed(field: str, purpose: str, fits: bool) -> None:
    found, fit = type_of(field), FIT[purpose]
    assert (found is not None and (fit is None or found in fit)) is fits


@pytest.mark.parametrize("board", of_type("dashboard"), ids=lambda one: str(one["id"]))
def test_panels_fill_the_grid_s_width_and_do_not_overlap(board: dict[str, Any]) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in inside(board["attributes"]["panelsJSON"]):
        grid = panel["gridData"]
        cells = {
            (x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])
        }
        assert not cells & taken
        assert grid["i"] == panel["panelIndex"]
        taken |= cells
    height = max(y for _, y in taken) + 1
    assert taken == {(x, y) for x in range(48) for y in range(height)}


@pytest.mark.parametrize("board", of_type("dashboard"), ids=lambda one: str(one["id"]))
def test_a_panel_s_type_is_that_of_what_it_shows(board: dict[str, Any]) -> None:
    shown = {reference["name"]: reference["type"] for reference in board["references"]}
    for panel in inside(board["attributes"]["panelsJSON"]):
        assert shown[f"{panel['panelIndex']}:{panel['panelRefName']}"] == panel["type"]


def test_every_object_is_on_a_dashboard_or_is_a_view_or_a_dashboard() -> None:
    shown = {reference["id"] for board in of_type("dashboard") for reference in board["references"]}
    assert [one["id"] for one in LINES if one["id"] not in shown and one["type"] != "dashboard"] == []


def test_readers_objects_ask_the_readers_alias_only() -> None:
    newsroom = (ROOT / "deploy/kibana/newsroom.ndjson").read_text(encoding="utf-8").splitlines()
    views = [one for line in newsroom if (one := json.loads(line))["type"] == "index-pattern"]
    assert [view["attributes"]["title"] for view in views] == [Names().readers]


@pytest.mark.parametrize("one", of_type("lens"), ids=lambda one: str(one["id"]))
def test_a_chart_s_shape_names_the_columns_that_its_layer_has(one: dict[str, Any]) -> None:
    state = one["attributes"]["state"]
    (columns,) = [layer["columns"] for layer in state["datasourceStates"]["formBased"]["layers"].values()]
    shape = state["visualization"]
    (layer,) = shape.get("layers", [shape])
    used = [
        layer.get("xAccessor"),
        layer.get("splitAccessor"),
        layer.get("metricAccessor"),
        *layer.get("accessors", ()),
    ]
    used += [column["columnId"] for column in layer.get("columns", ())]
    assert {name for name in used if name} == set(columns)


def pills(one: dict[str, Any]) -> list[dict[str, Any]]:
    if one["type"] == "search":
        return list(search_source(one)["filter"])
    return list(one["attributes"].get("state", {}).get("filters", []))


def test_each_pill_shows_the_query_that_it_is() -> None:
    shown = [(pill, query) for one in LINES for pill, query in zip(pills(one), filters(one), strict=True)]
    assert len(shown) >= 10
    for pill, query in shown:
        assert json.loads(pill["meta"]["value"]) == query
        assert pill["meta"]["alias"]


def test_objects_of_a_prefix_have_its_ids_and_ask_its_aliases() -> None:
    desk, plain = kibana(Names("desk-")), kibana(Names())
    assert [one.id for one in desk.objects] == [f"desk-{one.id}" for one in plain.objects]
    titles = [one.attributes["title"] for one in desk.objects if one.type == "index-pattern"]
    assert titles == ["desk-stories", "desk-stories-all"]
    assert all(reference["id"].startswith("desk-") for one in desk.objects for reference in one.references)


def test_a_line_is_one_line_whatever_is_in_it() -> None:
    text = ndjson([Saved("visualization", "x", {"title": "a\nb\N{LINE SEPARATOR}c"})])
    assert text.count("\n") == 1
    assert json.loads(text)["attributes"]["title"] == "a\nb\N{LINE SEPARATOR}c"
