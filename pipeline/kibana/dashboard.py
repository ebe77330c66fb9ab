"""Dashboards: which objects stand where, and what a person can narrow them by. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.kibana.saved import NO_QUERY, Json, Saved, inner

COLUMNS = 48
"""Width of Kibana's grid."""


@dataclass(frozen=True)
class Panel:
    """An object on a dashboard. `since` sets its own time window, whatever the dashboard's is."""

    shows: Saved
    width: int
    since: str | None = None


@dataclass(frozen=True)
class Row:
    """Panels side by side."""

    height: int
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class Control:
    """A list of a field's values to choose from."""

    field: str
    label: str


def dashboard(  # noqa: PLR0913  # each is one thing that a dashboard has
    id_: str, title: str, description: str, view: Saved, rows: tuple[Row, ...], controls: tuple[Control, ...]
) -> Saved:
    """A dashboard of the last 24 hours, which follows the clock once a minute."""
    panels, references = _placed(rows)
    names = {f"control-{control.field}": control for control in controls}
    attributes = {
        "title": title,
        "description": description,
        "panelsJSON": inner(panels),
        "optionsJSON": inner({"useMargins": True, "syncColors": True, "syncCursor": True, "hidePanelTitles": False}),
        "controlGroupInput": {
            "controlStyle": "oneLine",
            "chainingSystem": "HIERARCHICAL",
            "ignoreParentSettingsJSON": inner(
                {"ignoreFilters": False, "ignoreQuery": False, "ignoreTimerange": False, "ignoreValidations": False}
            ),
            "panelsJSON": inner({name: _choice(name, control, at) for at, (name, control) in enumerate(names.items())}),
        },
        "timeRestore": True,
        "timeFrom": "now-24h",
        "timeTo": "now",
        "refreshInterval": {"pause": False, "value": 60_000},
        "version": 1,
        "kibanaSavedObjectMeta": {"searchSourceJSON": inner({"query": NO_QUERY, "filter": []})},
    }
    references += [view.refer(f"controlGroup_{name}:optionsListDataView") for name in names]
    return Saved("dashboard", id_, attributes, tuple(references))


def _placed(rows: tuple[Row, ...]) -> tuple[list[Json], list[Json]]:
    """The panels on the grid, row below row, and the references to what they show."""
    panels: list[Json] = []
    references: list[Json] = []
    top = 0
    for row in rows:
        left = 0
        for panel in row.panels:
            name = str(len(panels) + 1)
            window = {"timeRange": {"from": panel.since, "to": "now"}} if panel.since else {}
            panels.append(
                {
                    "type": panel.shows.type,
                    "panelIndex": name,
                    "panelRefName": f"panel_{name}",
                    "gridData": {"x": left, "y": top, "w": panel.width, "h": row.height, "i": name},
                    "embeddableConfig": {"enhancements": {}, **window},
                }
            )
            references.append(panel.shows.refer(f"{name}:panel_{name}"))
            left += panel.width
        top += row.height
    return panels, references


def _choice(name: str, control: Control, at: int) -> Json:
    chosen = {
        "id": name,
        "fieldName": control.field,
        "title": control.label,
        "selectedOptions": [],
        "searchTechnique": "prefix",
        "sort": {"by": "_count", "direction": "desc"},
        "enhancements": {},
    }
    return {"type": "optionsListControl", "order": at, "width": "medium", "grow": True, "explicitInput": chosen}
