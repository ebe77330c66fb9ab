"""Alert rules and dashboard: they ask only for metrics and labels that exist, and each alert leads into the runbook."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.metrics import REGISTRY
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
OWN = tuple(REGISTRY._collector_to_names)
WORDS = {"absent", "and", "or", "max", "min", "rate", "scalar", "sum", "increase", "histogram_quantile"}


def declared() -> dict[str, set[str]]:
    """Series → its labels."""
    found: dict[str, set[str]] = {}
    for metric in OWN:
        (family,) = metric.describe()
        for ending in SERIES[family.type]:
            found[family.name + ending] = set(metric._labelnames)
    return found


def faults(expression: str) -> list[str]:
    """What an expression asks for and does not exist, and what of its form is no PromQL that is used here."""
    known = declared()
    found = [f"no metric {name}" for name in re.findall(r"\bwire_\w+", expression) if name not in known]
    if re.sub(r"[^()\[\]{}]", "", expression).count("(") != expression.count(")"):
        found.append("brackets")
    for name, inside in re.findall(r"\b(wire_\w+)\{([^}]*)\}", expression):
        found += [
            f"no label {one} of {name}" for one in re.findall(r"(\w+)\s*=", inside) if one not in known.get(name, ())
        ]
    for inside, name in re.findall(r"\bby \(([^)]*)\).*?\b(wire_\w+)", expression):
        labels = known.get(name, set()) | FROM_PROMETHEUS
        found += [f"no label {one} of {name}" for one in re.split(r",\s*", inside) if one not in labels]
    bare = re.sub(r'"[^"]*"|\{[^}]*\}|\[\w+\]|\bby \([^)]*\)|\bwire_\w+', " ", expression)
    return found + [f"no word {word}" for word in re.findall(r"[a-z_]\w*", bare) if word not in WORDS]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_asks_for_what_exists(expression: str) -> None:
    assert re.search(r"\bwire_\w+", expression)
    assert faults(expression) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "sum(wire_nothing_total)",
        "sum(rate(wire_stories_total[5m])",
        'sum(wire_stories_total{colour="red"})',
        "sum by (colour) (wire_stories_total)",
        "average(wire_lag_records)",
        "wire_batch_seconds > 1",
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
