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


def test_a_second_setup_changes_nothing(searchable: Settings, client: Elasticsearch) -> None:
    names = Names(searchable.index_prefix)
    before = state(client, names)
    assert f"index {names.index(MAPPING_VERSION)}: exists, behind its aliases" in setup_search(searchable)
    assert state(client, names) == before


def test_the_index_that_setup_made_is_as_the_release_makes_it(searchable: Settings, client: Elasticsearch) -> None:
    names = Names(searchable.index_prefix)
    assert list(index_differences(client, names, names.index(MAPPING_VERSION))) == []


def test_a_field_that_is_missing_is_said_with_the_way_on(searchable: Settings, client: Elasticsearch) -> None:
    """An index as an earlier state of this mapping would have made it."""
    names = Names(searchable.index_prefix)
    first = names.index(MAPPING_VERSION)
    found = client.indices.get(index=first)[first]
    del found["mappings"]["properties"]["place_points"]
    found["mappings"]["properties"]["urgency"] = {"type": "keyword"}
    client.indices.delete(index=first)
    analysis = {"analysis": found["settings"]["index"]["analysis"]}
    client.indices.create(index=f"{names.prefix}old", mappings=found["mappings"], settings=analysis)
    client.indices.update_aliases(
        actions=[{"add": {"index": f"{names.prefix}old", "alias": alias}} for alias in (names.readers, names.operators)]
    )
    before = state(client, names)
    with pytest.raises(OperatorError) as said:
        setup_search(searchable)
    assert "place_points is missing" in str(said.value)
    assert "urgency.type is keyword, wanted is byte" in str(said.value)
    assert f"wire replay stories --into {first} --promote" in str(said.value)
    assert state(client, names) == before


def test_setup_says_so_and_ends_with_3_where_readers_see_another_version(wire: Settings, client: Elasticsearch) -> None:
    names = Names(wire.index_prefix)
    first = names.index(MAPPING_VERSION)
    client.indices.put_mapping(index=first, meta={"mapping_version": MAPPING_VERSION - 1})
    done = run_wire(wire, "setup")
    assert done.returncode == 3
    assert f"readers see {first}, of mapping version {MAPPING_VERSION - 1}" in done.stderr
    assert f"--into {first}-2 --promote" in done.stderr


def test_a_lost_alias_and_an_old_filter_are_put_in_place(searchable: Settings, client: Elasticsearch) -> None:
    names = Names(searchable.index_prefix)
    first = names.index(MAPPING_VERSION)
    client.indices.update_aliases(
        actions=[
            {"remove": {"index": first, "alias": names.write}},
            {"add": {"index": first, "alias": names.readers, "filter": {"term": {"pubstatus": "usable"}}}},
        ]
    )
    assert any("put in place again" in sentence for sentence in setup_search(searchable))
    aliases = client.indices.get_alias(index=first)[first]["aliases"]
    assert set(aliases) == {names.readers, names.operators, names.write}
    assert "embargoed" in str(aliases[names.readers]["filter"])


def test_aliases_that_name_two_indexes_are_a_person_s_affair(searchable: Settings, client: Elasticsearch) -> None:
    names = Names(searchable.index_prefix)
    client.indices.create(index=f"{names.prefix}other")
    client.indices.update_aliases(actions=[{"add": {"index": f"{names.prefix}other", "alias": names.operators}}])
    with pytest.raises(OperatorError, match="several indexes"):
        live_index(client, names)


def test_the_next_release_s_template_leaves_this_one_s_alone(
    searchable: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two releases side by side: the new one may make its index, and the old one can still make its own."""
    names = Names(searchable.index_prefix)
    for module in ("names", "template", "setup"):
        monkeypatch.setattr(f"pipeline.search.{module}.MAPPING_VERSION", MAPPING_VERSION + 1)
    setup.put_template(client, searchable)
    for number in (MAPPING_VERSION, MAPPING_VERSION + 1):
        made = f"{names.prefix}stories-v{number}-2"
        client.indices.create(index=made)
        mapping = client.indices.get_mapping(index=made)[made]["mappings"]
        assert mapping["_meta"] == {"mapping_version": number}
    assert names.write == names.write_of(MAPPING_VERSION + 1)
    assert not client.indices.exists_alias(name=names.write), "nothing to write to before the swap"


@pytest.mark.parametrize(
    "document", [{"surprise": 1}, {"text": {"xx": {"body_text": "a"}}}, {"dateline": {"weather": "fine"}}]
)
def test_an_unknown_field_is_refused(searchable: Settings, client: Elasticsearch, document: dict[str, Any]) -> None:
    with pytest.raises(BadRequestError, match="strict_dynamic_mapping_exception"):
        client.index(index=Names(searchable.index_prefix).write, id="x", document={"uri": "x", **document})
