"""Charts, as Lens keeps them: bars over time, tables of the most frequent, single numbers; and a map. Pure.

A chart is one layer with at most two groupings and one measure, which is one Elasticsearch aggregation each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.kibana.saved import NO_QUERY, Filter, Json, Saved, inner

LAYER = "stories"
VALUE, GROUP, HOUR = "value", "group", "hour"
"""Columns of a layer: what is measured, by which field, by which hour."""


@dataclass(frozen=True)
class Measure:
    """What is measured: the number of stories, or the latest instant of a date field."""

    label: str
    latest: str | None = None

    def column(self) -> Json:
        """The column of a layer."""
        shared = {"label": self.label, "customLabel": True, "isBucketed": False, "scale": "ratio"}
        if self.latest:
            return {**shared, "dataType": "date", "operationType": "max", "sourceField": self.latest, "params": {}}
        # Zero is said as zero: an empty number looks like a broken panel.
        return {
            **shared,
            "dataType": "number",
            "operationType": "count",
            "sourceField": "___records___",
            "params": {"emptyAsNull": False},
        }


STORIES = Measure("Stories")


@dataclass(frozen=True)
class By:
    """The values of a field with most of the measure, or with least (`order` asc: the feed longest silent first)."""

    field: str
    label: str
    size: int = 10
    order: Literal["asc", "desc"] = "desc"
    type: Literal["string", "number", "boolean"] = "string"

    def column(self) -> Json:
        """The column of a layer."""
        params = {
            "size": self.size,
            "orderBy": {"type": "column", "columnId": VALUE},
            "orderDirection": self.order,
            "otherBucket": False,
            "missingBucket": False,
            "parentFormat": {"id": "terms"},
        }
        return {
            "label": self.label,
            "customLabel": True,
            "dataType": self.type,
            "isBucketed": True,
            "operationType": "terms",
            "scale": "ordinal",
            "sourceField": self.field,
            "params": params,
        }


_PER_HOUR: Json = {
    "label": "Hour",
    "customLabel": True,
    "dataType": "date",
    "isBucketed": True,
    "operationType": "date_histogram",
    "scale": "interval",
    "sourceField": "versioncreated",
    "params": {"interval": "1h", "includeEmptyRows": True, "dropPartials": False},
}


def bars_by_hour(id_: str, title: str, view: Saved, by: By, filters: tuple[Filter, ...] = ()) -> Saved:
    """Stories in each hour, stacked by a field."""
    columns = {GROUP: by.column(), HOUR: _PER_HOUR, VALUE: STORIES.column()}
    layer = {
        "layerId": LAYER,
        "layerType": "data",
        "seriesType": "bar_stacked",
        "xAccessor": HOUR,
        "splitAccessor": GROUP,
        "accessors": [VALUE],
    }
    shape = {
        "layers": [layer],
        "preferredSeriesType": "bar_stacked",
        "legend": {"isVisible": True, "position": "right"},
        "valueLabels": "hide",
        "fittingFunction": "None",
        "axisTitlesVisibilitySettings": {"x": False, "yLeft": True, "yRight": False},
    }
    return _lens(id_, title, view, "lnsXY", columns, shape, filters)


def table(  # noqa: PLR0913  # each is one thing that a chart has
    id_: str, title: str, view: Saved, by: By, measure: Measure = STORIES, filters: tuple[Filter, ...] = ()
) -> Saved:
    """The values of a field with their measure, in order."""
    columns = {GROUP: by.column(), VALUE: measure.column()}
    shape = {
        "layerId": LAYER,
        "layerType": "data",
        "columns": [{"columnId": GROUP}, {"columnId": VALUE, "alignment": "right"}],
        "paging": {"size": 10, "enabled": by.size > 10},
    }
    return _lens(id_, title, view, "lnsDatatable", columns, shape, filters)


def number(id_: str, title: str, view: Saved, filters: tuple[Filter, ...] = ()) -> Saved:
    """How many stories."""
    shape = {"layerId": LAYER, "layerType": "data", "metricAccessor": VALUE}
    return _lens(id_, title, view, "lnsMetric", {VALUE: Measure(title).column()}, shape, filters)


def _lens(  # noqa: PLR0913  # each is one thing that a chart has
    id_: str, title: str, view: Saved, kind: str, columns: Json, shape: Json, filters: tuple[Filter, ...]
) -> Saved:
    # Of a filter's data view, Lens keeps the reference's name where other objects keep `indexRefName`.
    names = [f"filter-index-pattern-{at}" for at in range(len(filters))]
    layers = {LAYER: {"columns": columns, "columnOrder": list(columns), "incompleteColumns": {}, "sampling": 1}}
    state = {
        "datasourceStates": {"formBased": {"layers": layers}, "textBased": {"layers": {}}},
        "visualization": shape,
        "query": NO_QUERY,
        "filters": [one.shown({"index": name}) for one, name in zip(filters, names, strict=True)],
        "internalReferences": [],
        "adHocDataViews": {},
    }
    attributes = {"title": title, "description": "", "visualizationType": kind, "state": state}
    references = (f"indexpattern-datasource-layer-{LAYER}", *names)
    return Saved("lens", id_, attributes, tuple(view.refer(name) for name in references))


def places_map(id_: str, title: str, view: Saved, field: str) -> Saved:
    """Stories by where their places are, in clusters; the ground is Elastic's own map service."""
    index = "layer_1_source_index_pattern"
    ground = {
        "id": "ground",
        "type": "EMS_VECTOR_TILE",
        "label": None,
        "alpha": 1,
        "visible": True,
        "minZoom": 0,
        "maxZoom": 24,
        "style": {"type": "EMS_VECTOR_TILE", "color": ""},
        "sourceDescriptor": {"type": "EMS_TMS", "isAutoSelect": True, "lightModeDefault": "road_map_desaturated"},
    }
    stories = {
        "id": LAYER,
        "type": "GEOJSON_VECTOR",
        "label": title,
        "alpha": 0.75,
        "visible": True,
        "minZoom": 0,
        "maxZoom": 24,
        "joins": [],
        "style": {
            "type": "VECTOR",
            "isTimeAware": True,
            "properties": {"iconSize": _by_count(), "labelText": _count()},
        },
        "sourceDescriptor": {
            "id": "stories-by-place",
            "type": "ES_GEO_GRID",
            "requestType": "point",
            "resolution": "FINE",
            "geoField": field,
            "metrics": [{"type": "count"}],
            "indexPatternRefName": index,
            "applyGlobalQuery": True,
            "applyGlobalTime": True,
            "applyForceRefresh": True,
        },
    }
    whole = {"lat": 25, "lon": 15}
    state = {
        "zoom": 1.6,
        "center": whole,
        "timeFilters": {"from": "now-24h", "to": "now"},
        "refreshConfig": {"isPaused": True, "interval": 0},
        "query": NO_QUERY,
        "filters": [],
        "settings": {"autoFitToDataBounds": False, "initialLocation": "LAST_SAVED_LOCATION"},
    }
    attributes = {
        "title": title,
        "description": "",
        "layerListJSON": inner([ground, stories]),
        "mapStateJSON": inner(state),
        "uiStateJSON": inner({"isLayerTOCOpen": False, "openTOCDetails": []}),
    }
    return Saved("map", id_, attributes, (view.refer(index),))


_DOC_COUNT: Json = {"name": "doc_count", "origin": "source"}


def _by_count() -> Json:
    options = {"field": _DOC_COUNT, "minSize": 7, "maxSize": 26, "fieldMetaOptions": {"isEnabled": False, "sigma": 3}}
    return {"type": "DYNAMIC", "options": options}


def _count() -> Json:
    return {"type": "DYNAMIC", "options": {"field": _DOC_COUNT}}
