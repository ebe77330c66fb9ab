"""Setting up the index: what is missing is made, what differs is said, nothing is changed in place."""

from __future__ import annotations

from typing import Any

import pytest
from elasticsearch import BadRequestError, Elasticsearch

from pipeline.failure import OperatorError
from pipeline.search import setup
from pipeline.search.names import MAPPING_VERSION, Names
from pipeline.search.setup import index_differences, live_index, setup_search
from pipeline.settings import Settings
from tests.stack_fixtures import run_wire

pytestmark = pytest.mark.stack


def state(client: Elasticsearch, names: Names) -> dict[str, Any]:
    """Everything that setup could have changed."""
    return {
        "indexes": client.indices.get(index=f"{names.prefix}*").body,
        "templates": client.indices.get_index_template(name=f"{names.prefix}*").body,
    }


def test_a_second_setup_changes_nothing(wire: Settings, search_client: Elasticsearch) -> None:
    names = Names(wire.index_prefix)
    before = state(search_client, names)
    assert f"index {names.index(MAPPING_VERSION)}: exists, behind its aliases" in setup_search(wire)
    assert state(search_client, names) == before


def test_the_index_that_setup_made_is_as_the_release_makes_it(wire: Settings, search_client: Elasticsearch) -> None:
    names = Names(wire.index_prefix)
    assert list(index_differences(search_client, names, names.index(MAPPING_VERSION))) == []


def test_a_field_that_is_missing_is_said_with_the_way_on(wire: Settings, search_client: Elasticsearch) -> None:
    """An index as an earlier state of this mapping would have made it."""
    names = Names(wire.index_prefix)
    index = names.index(MAPPING_VERSION)
    found = search_client.indices.get(index=index)[index]
    del found["mappings"]["properties"]["place_points"]
    found["mappings"]["properties"]["urgency"] = {"type": "keyword"}
    search_client.indices.delete(index=index)
    analysis = {"analysis": found["settings"]["index"]["analysis"]}
    search_client.indices.create(index=f"{names.prefix}old", mappings=found["mappings"], settings=analysis)
    search_client.indices.update_aliases(
        actions=[{"add": {"index": f"{names.prefix}old", "alias": alias}} for alias in (names.readers, names.operators)]
    )
    before = state(search_client, names)
    with pytest.raises(OperatorError) as said:
        setup_search(wire)
    assert "place_points is missing" in str(said.value)
    assert "urgency.type is keyword, wanted is byte" in str(said.value)
    assert f"wire replay stories --into {index} --promote" in str(said.value)
    assert state(search_client, names) == before


def test_setup_says_so_and_ends_with_3_where_readers_see_another_version(
    wire: Settings, search_client: Elasticsearch
) -> None:
    names = Names(wire.index_prefix)
    index = names.index(MAPPING_VERSION)
    search_client.indices.put_mapping(index=index, meta={"mapping_version": MAPPING_VERSION - 1})
    done = run_wire(wire, "setup")
    assert done.returncode == 3
    assert f"readers see {index}, of mapping version {MAPPING_VERSION - 1}" in done.stderr
    assert f"--into {index}-2 --promote" in done.stderr


def test_a_lost_alias_and_an_old_filter_are_put_in_place(wire: Settings, search_client: Elasticsearch) -> None:
    names = Names(wire.index_prefix)
    index = names.index(MAPPING_VERSION)
    search_client.indices.update_aliases(
        actions=[
            {"remove": {"index": index, "alias": names.write}},
            {"add": {"index": index, "alias": names.readers, "filter": {"term": {"pubstatus": "usable"}}}},
        ]
    )
    assert any("put in place again" in sentence for sentence in setup_search(wire))
    aliases = search_client.indices.get_alias(index=index)[index]["aliases"]
    assert set(aliases) == {names.readers, names.operators, names.write}
    assert "embargoed" in str(aliases[names.readers]["filter"])


def test_aliases_that_name_two_indexes_are_a_person_s_affair(wire: Settings, search_client: Elasticsearch) -> None:
    names = Names(wire.index_prefix)
    search_client.indices.create(index=f"{names.prefix}other")
    search_client.indices.update_aliases(actions=[{"add": {"index": f"{names.prefix}other", "alias": names.operators}}])
    with pytest.raises(OperatorError, match="several indexes"):
        live_index(search_client, names)


def test_the_next_release_s_template_leaves_this_one_s_alone(
    wire: Settings, search_client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two releases side by side: the new one may make its index, and the old one can still make its own."""
    names = Names(wire.index_prefix)
    for module in ("names", "template", "setup"):
        monkeypatch.setattr(f"pipeline.search.{module}.MAPPING_VERSION", MAPPING_VERSION + 1)
    setup.put_template(search_client, wire)
    for number in (MAPPING_VERSION, MAPPING_VERSION + 1):
        index = f"{names.prefix}stories-v{number}-2"
        search_client.indices.create(index=index)
        mapping = search_client.indices.get_mapping(index=index)[index]["mappings"]
        assert mapping["_meta"] == {"mapping_version": number}
    assert names.write == names.write_of(MAPPING_VERSION + 1)
    assert not search_client.indices.exists_alias(name=names.write), "nothing to write to before the swap"


@pytest.mark.parametrize(
    "document", [{"surprise": 1}, {"text": {"xx": {"body_text": "a"}}}, {"dateline": {"weather": "fine"}}]
)
def test_an_unknown_field_is_refused(wire: Settings, search_client: Elasticsearch, document: dict[str, Any]) -> None:
    with pytest.raises(BadRequestError, match="strict_dynamic_mapping_exception"):
        search_client.index(index=Names(wire.index_prefix).write, id="x", document={"uri": "x", **document})
