"""Every setting, declared once: its name, type, default and what it is for.

A setting comes from the environment (`WIRE_` and its name in capitals), else from `wire.toml` in the working folder,
else from here. `docs/settings.md` is generated from this file (`make docs`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

HEAP = r"^[1-9][0-9]*[mg]$"

FEED_NAME = r"^[a-z0-9][a-z0-9._-]*$"
"""A feed's name; it is part of uris and of a drop folder's paths."""

FeedName = Annotated[str, StringConstraints(pattern=FEED_NAME)]
TokenHash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Settings(BaseSettings):
    """The settings of one process."""

    model_config = SettingsConfigDict(env_prefix="WIRE_", toml_file="wire.toml", extra="forbid", frozen=True)

    kafka_bootstrap: str = Field("127.0.0.1:29092", description="Kafka brokers, `host:port`, comma-separated.")
    topic_prefix: str = Field("", pattern=r"^[a-z0-9._-]*$", description="Put before every topic and consumer group.")
    topic_partitions: int = Field(12, ge=1, description="Partitions of topics that `wire setup` makes.")
    topic_replication: int = Field(1, ge=1, description="Replicas of topics that `wire setup` makes; 3 in production.")

    elasticsearch_url: str = Field("http://127.0.0.1:29200", description="Elasticsearch, `http(s)://host:port`.")
    elasticsearch_api_key: SecretStr | None = Field(None, description="API key (encoded form).")
    elasticsearch_username: str | None = Field(None, description="User, where there is no API key.")
    elasticsearch_password: SecretStr | None = Field(None, description="That user's password.")
    elasticsearch_ca: Path | None = Field(None, description="Certificate authority (PEM) of Elasticsearch.")
    elasticsearch_timeout: float = Field(30.0, gt=0, description="Seconds until a request counts as hanging.")
    index_prefix: str = Field(
        "", pattern=r"^([a-z0-9][a-z0-9._-]*)?$", description="Put before every index, alias and template."
    )
    index_shards: int = Field(1, ge=1, description="Primary shards of a new index.")
    index_replicas: int = Field(0, ge=0, description="Replicas of a new index; 1 or more in production.")

    kibana_url: str | None = Field(
        None, pattern=r"^https?://", description="Kibana that `wire setup` loads its objects into; none: it doesn't."
    )
    kibana_api_key: SecretStr | None = Field(
        None, description="API key (encoded form) for Kibana; without it Elasticsearch's user and password are used."
    )
    kibana_ca: Path | None = Field(None, description="Certificate authority (PEM) of Kibana.")

    feed_languages: dict[str, list[str]] = Field(
        {},
        description='Languages of a feed, BCP 47, as JSON: `{"afp-ar": ["ar"], "*": ["ar", "en", "fr"]}`. '
        "`*` is every other feed. A feed that is not named may be in any language that the stage knows; "
        "text that is clearly in a language which its feed lacks is `und`.",
    )

    entity_model: Path | None = Field(
        None,
        description="CRFsuite model that finds names beside the gazetteer's; needs the extra `crf`. Off by default.",
    )

    http_host: str = Field("127.0.0.1", description="Address that `wire serve` listens on.")
    http_port: int = Field(28080, ge=0, le=65535, description="Port that `wire serve` listens on; 0 takes a free one.")
    http_certificate: Path | None = Field(None, description="Certificate chain (PEM) of `wire serve`: turns TLS on.")
    http_key: Path | None = Field(None, description="Private key (PEM) of that certificate.")
    http_tokens: dict[FeedName, list[TokenHash]] = Field(
        {}, description="SHA-256 of the tokens of each feed, as `wire token FEED` gives them; JSON in the environment."
    )
    http_story_bytes: int = Field(
        8_388_608, ge=1, le=16_000_000, description="Bytes of one post, at most; the core rejects above 8 MiB."
    )
    http_waiting_bytes: int = Field(
        67_108_864,
        ge=1,
        description="Bytes of posts that may wait for Kafka before `wire serve` answers 429; a post must fit in.",
    )
    http_body_wait: float = Field(30.0, gt=0, description="Seconds a sender has for one post's body.")
    http_confirm_wait: float = Field(
        15.0, gt=0, description="Seconds a post waits for Kafka's confirmation before `wire serve` answers 503."
    )

    batch_records: int = Field(500, ge=1, description="Records an agent takes at once, at most.")
    batch_wait: float = Field(0.1, gt=0, description="Seconds an agent waits for a batch to fill: idle latency.")
    bulk_bytes: int = Field(8_000_000, ge=100_000, description="Bytes of one bulk request, about.")
    bugs_in_a_row: int = Field(
        100, ge=1, description="Stories in a row that may fail by a bug before the worker stops itself."
    )
    worker_host: str = Field(
        "127.0.0.1", description="Address at which workers show `/metrics`, `/health/live` and `/health/ready`."
    )
    worker_port: int = Field(
        28100,
        ge=0,
        le=65000,
        description="Port of the first worker process; the second of one `wire worker` has the next, and so on. One "
        "that is taken is replaced by a free one, which the log names; 0 always takes a free one.",
    )
    worker_stalled: float = Field(
        300.0, gt=0, description="Seconds without a record made final, while there is lag, until a worker is not live."
    )
    session_timeout: float = Field(10.0, gt=0, description="Seconds until Kafka gives a dead worker's work away.")

    stack_folder: Path = Field(Path(".wire/stack"), description="Where the embedded stack keeps its servers' data.")
    stack_kafka_port: int = Field(29092, ge=0, le=65535, description="The embedded Kafka's port; 0 takes a free one.")
    stack_elasticsearch_port: int = Field(
        29200, ge=0, le=65535, description="The embedded Elasticsearch's port; 0 takes a free one."
    )
    stack_kafka_heap: str = Field("512m", pattern=HEAP, description="Java heap of the embedded Kafka.")
    stack_elasticsearch_heap: str = Field("1g", pattern=HEAP, description="Java heap of the embedded Elasticsearch.")
    stack_repository: str | None = Field(
        None, description="Mirror of the Maven repository, where the embedded stack's files can't be fetched directly."
    )
    work_folder: Path = Field(Path(".wire/work"), description="Where workers keep what they need while they run.")
    log_format: str = Field("console", pattern="^(json|console)$", description="`json` or `console`.")
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="Least level that is logged.")

    @field_validator("feed_languages")
    @classmethod
    def _known_languages(cls, feeds: dict[str, list[str]]) -> dict[str, list[str]]:
        """A wrong code would silence a feed's language: refuse it at the start."""
        if feeds:
            from pipeline.story.language.languages import load_languages, matching  # noqa: PLC0415  # imports detectors

            known = [one.tag for one in load_languages()]
            for feed, codes in feeds.items():
                if not codes:
                    raise ValueError(f"no language for feed {feed}")
                if unknown := [code for code in codes if not matching(code, known)]:
                    raise ValueError(
                        f"unknown language {', '.join(unknown)} for feed {feed}; known: {', '.join(known)}"
                    )
        return feeds

    @model_validator(mode="after")
    def _a_post_fits(self) -> Settings:
        if self.http_waiting_bytes < self.http_story_bytes:
            raise ValueError("WIRE_HTTP_WAITING_BYTES is less than WIRE_HTTP_STORY_BYTES: no large post would fit")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then `wire.toml`."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


@cache
def settings() -> Settings:
    """The settings of this process, read once.

    Raises pydantic's ValidationError, which names each wrong setting, its value's fault and nothing secret.
    """
    return Settings()
