"""Connects to Elasticsearch, with the settings' credentials. Retries are the callers' affair."""

from __future__ import annotations

from typing import Any

from elasticsearch import AsyncElasticsearch, Elasticsearch

from pipeline.settings import Settings


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
