"""Connects to Elasticsearch, with the settings' credentials. Retries are the callers' affair."""

from __future__ import annotations

from typing import Any

from elasticsearch import AsyncElasticsearch, Elasticsearch

from pipeline.settings import Settings

SERVER_WAITS = "20s"
"""How long Elasticsearch itself may wait in a bulk request for what it lacks (a master, a shard) before it names it.

Less than the default of WIRE_ELASTICSEARCH_TIMEOUT, after which we would know only that it hung; its own is 1 minute.
"""


def _options(settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {
        "hosts": [settings.elasticsearch_url],
        "request_timeout": settings.elasticsearch_timeout,
        "max_retries": 0,
        "retry_on_timeout": False,
    }
    if settings.elasticsearch_api_key:
        options["api_key"] = settings.elasticsearch_api_key.get_secret_value()
    elif settings.elasticsearch_username and settings.elasticsearch_password:
        options["basic_auth"] = (settings.elasticsearch_username, settings.elasticsearch_password.get_secret_value())
    if settings.elasticsearch_ca:
        options["ca_certs"] = str(settings.elasticsearch_ca)
    return options


def connect(settings: Settings) -> Elasticsearch:
    """A client for commands."""
    return Elasticsearch(**_options(settings))


def connect_async(settings: Settings) -> AsyncElasticsearch:
    """A client for agents."""
    return AsyncElasticsearch(**_options(settings))
