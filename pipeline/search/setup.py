"""Makes index template, first index and aliases. Safe to run again; never deletes, never changes an index in place."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from pipeline.failure import OperatorError
from pipeline.search.client import connect
from pipeline.search.names import Names
from pipeline.search.template import MAPPING_VERSION, index_template, readers_filter
from pipeline.settings import Settings


def setup_search(settings: Settings) -> list[str]:
    """Make what is missing; returns a sentence for each thing. Raises OperatorError where only a person can decide."""
    names = Names(settings.index_prefix)
    with connect(settings) as client:
        body = index_template(names, settings.index_shards, settings.index_replicas)
        client.indices.put_index_template(name=names.template, **body)
        return [f"template {names.template}: mapping version {MAPPING_VERSION}", *_index(client, names)]


def _index(client: Elasticsearch, names: Names) -> list[str]:
    index = names.index(MAPPING_VERSION)
    if not client.indices.exists_alias(name=names.write):
        if not client.indices.exists(index=index):
            client.indices.create(index=index)
        client.indices.update_aliases(
            actions=[
                {"add": {"index": index, "alias": names.readers, "filter": readers_filter()}},
                {"add": {"index": index, "alias": names.operators}},
                {"add": {"index": index, "alias": names.write, "is_write_index": True}},
            ]
        )
        return [f"index {index}: made, behind {names.readers}, {names.operators} and {names.write}"]
    live = sorted(client.indices.get_alias(name=names.write))
    if live != [index]:
        raise OperatorError(
            f"{names.write} points to {', '.join(live)}, this release writes mapping version {MAPPING_VERSION}. "
            f"Nothing was changed. Rebuild with `wire replay stories --into {index} --promote`."
        )
    return [f"index {index}: exists, behind its aliases"]
