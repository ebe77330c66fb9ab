"""Makes the topics, or says clearly in what an existing one differs. Never changes or deletes a topic."""

from __future__ import annotations

from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from pipeline.failure import OperatorError
from pipeline.kafka import BOOTSTRAP_MS
from pipeline.settings import Settings
from pipeline.topics import TOPICS, Topic


def setup_topics(settings: Settings) -> list[str]:
    """Make every topic that is missing; returns a sentence for each topic.

    Raises OperatorError where a topic exists with another clean-up policy, retention or fewer partitions than set:
    partitions decide where a key goes, so changing them is a person's decision.
    """
    admin = KafkaAdminClient(
        bootstrap_servers=settings.kafka_bootstrap.split(","), client_id="wire-setup", bootstrap_timeout_ms=BOOTSTRAP_MS
    )
    try:
        found = {topic["name"]: topic for topic in admin.describe_topics() if not topic.get("error_code")}
        said = []
        for topic in TOPICS:
            name = topic.with_prefix(settings.topic_prefix)
            if name in found:
                _hold_against(admin, topic, name, found[name], settings)
                said.append(f"topic {name}: exists, as it should be")
            else:
                _create(admin, topic, name, settings)
                said.append(f"topic {name}: made, {settings.topic_partitions} partitions")
        return said
    finally:
        admin.close()


def _wanted(topic: Topic) -> dict[str, str]:
    return {**topic.config, "max.message.bytes": str(topic.max_record_bytes)}


def _create(admin: Any, topic: Topic, name: str, settings: Settings) -> None:
    shape = {
        "num_partitions": settings.topic_partitions,
        "replication_factor": settings.topic_replication,
        "configs": _wanted(topic),
    }
    admin.create_topics({name: shape}, wait_for_metadata=True)


def _hold_against(admin: Any, topic: Topic, name: str, found: dict[str, Any], settings: Settings) -> None:
    partitions = len(found["partitions"])
    resource = ConfigResource(ConfigResourceType.TOPIC, name)
    config = admin.describe_configs([resource], config_filter="all")["topic"][name]
    faults = [
        f"{key} is {config[key]['value']} (wanted {value})"
        for key, value in _wanted(topic).items()
        if str(config[key]["value"]) != value
    ]
    if partitions != settings.topic_partitions:
        faults.append(f"it has {partitions} partitions (wanted {settings.topic_partitions})")
    if faults:
        raise OperatorError(
            f"topic {name} exists with another shape: {'; '.join(faults)}. Nothing was changed. "
            "Alter the topic with Kafka's own tools, or the settings, then run `wire setup` again."
        )
