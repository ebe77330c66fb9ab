"""What to tell an operator when a command can't reach Kafka or Elasticsearch, or is turned away."""

from __future__ import annotations

from pipeline.settings import settings


def unreachable(error: Exception) -> str | None:
    """A sentence for an error of a client library that no command caught; None for any other error (a bug)."""
    from elasticsearch import ApiError, TransportError  # noqa: PLC0415  # keeps `wire --help` quick
    from kafka.errors import KafkaError  # noqa: PLC0415  # as above

    if isinstance(error, KafkaError):
        return (
            f"Kafka at {settings().kafka_bootstrap} can't be reached or refused: {error}. "
            "Is it up (`wire up`)? Is WIRE_KAFKA_BOOTSTRAP right?"
        )
    if isinstance(error, (ApiError, TransportError)):
        return (
            f"Elasticsearch at {settings().elasticsearch_url} can't be reached or refused: {error}. "
            "Is it up (`wire up`)? Are WIRE_ELASTICSEARCH_* right?"
        )
    return None
