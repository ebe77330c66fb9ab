"""Alert rules and dashboard: they ask only for metrics and labels that exist, and each alert leads into the runbook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml

from pipeline.metrics import OF_STATUS, REGISTRY
from tests.operations.test_runbook import headings

ROOT = Path(__file__).parents[2]
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((ROOT / "deploy/prometheus/wire.rules.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]
]
DASHBOARD: dict[str, Any] = json.loads((ROOT / "deploy/grafana/wire.json").read_text("utf-8"))
TARGETS = [target for panel in DASHBOARD["panels"] for target in panel["targets"]]
EXPRESSIONS = [rule["expr"] for rule in RULES] + [target["expr"] for target in TARGETS]
SERIES = {"histogram": ("_bucket", "_sum", "_count"), "counter": ("_total",), "gauge": ("",)}
FROM_PROMETHEUS = {"instance", "job", "le"}
OWN = (*REGISTRY._collector_to_names, *OF_STATUS._collector_to_names)


def declared() -> dict[str, set[str]]:
    """Series → its labels."""
    found: dict[str, set[str]] = {}
    for metric in OWN:
        (family,) = metric.describe()
        for ending in SERIES[family.type]:
            found[family.name + ending] = set(metric._labelnames)
    return found


def faults(expression: str) -> list[str]:
    """What is no PromQL, by Prometheus's own grammar and types, or asks for a metric or a label that does not exist."""
    known = declared()
    found: list[str] = []

    def missing(labels: Iterable[str], name: str) -> list[str]:
        return [f"no label {one} of {name}" for one in labels if one not in known.get(name, set()) | FROM_PROMETHEUS]

    def look(node: promql_parser.Expr) -> None:
        if isinstance(node, promql_parser.AggregateExpr) and node.modifier:
            for name in selected(node.expr):
                found.extend(missing(node.modifier.labels, name))
        for selector in own(node):
            if selector.name not in known:
                found.append(f"no metric {selector.name}")
            found.extend(missing((one.name for one in selector.matchers.matchers), selector.name))

    try:
        promql_parser.walk(promql_parser.parse(expression), look)
    except ValueError as error:
        found.append(str(error))
    return found


def own(node: promql_parser.Expr) -> list[promql_parser.VectorSelector]:
    """The selector that a node is, or holds with a range."""
    if isinstance(node, promql_parser.MatrixSelector):
        return [node.vector_selector]
    return [node] if isinstance(node, promql_parser.VectorSelector) else []


def selected(expression: promql_parser.Expr) -> list[str]:
    """The metrics below an expression."""
    names: list[str] = []
    promql_parser.walk(expression, lambda node: names.extend(one.name for one in own(node)))
    return names


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_asks_for_what_exists(expression: str) -> None:
    assert selected(promql_parser.parse(expression))
    assert faults(expression) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "sum(wire_nothing_total)",
        "sum(rate(wire_stories_total[5m])",
        'sum(wire_stories_total{colour="red"})',
        "sum by (colour) (wire_stories_total)",
        "average(wire_lag_records)",
        "rate(wire_stories_total)",
        'wire_lag_records{role="enrich"} and',
        "sum(wire_lag_records{role=enrich})",
        "wire_batch_seconds > 1",
        "sum by (role) (wire_lag_records) + sum by (colour) (wire_lag_records)",
    ],
)
def test_an_expression_that_asks_for_something_else_would_be_noticed(wrong: str) -> None:
    assert faults(wrong)


@pytest.mark.parametrize("rule", RULES, ids=[rule["alert"] for rule in RULES])
def test_an_alert_leads_to_a_heading_of_the_runbook(rule: dict[str, Any]) -> None:
    page, heading = rule["annotations"]["runbook"].split("#")
    assert page == "docs/runbook.md"
    assert heading in headings()
    assert rule["labels"]["severity"] in {"alarm", "attention"}


@pytest.mark.parametrize("text", [*(t["legendFormat"] for t in TARGETS), *(r["annotations"]["summary"] for r in RULES)])
def test_a_text_shows_only_labels_that_exist(text: str) -> None:
    everywhere = set.union(*declared().values()) | FROM_PROMETHEUS
    shown = set(re.findall(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}", text))
    assert shown - everywhere == set()


def test_the_dashboard_s_panels_lie_beside_each_other() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places) == len({panel["id"] for panel in DASHBOARD["panels"]})
