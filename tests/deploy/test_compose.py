"""`docker-compose.yml` is read by a parser of the Compose Specification, and asks only for what the pipeline has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from compose_spec.compose_spec import PyCompose  # type: ignore[import-untyped, import-not-found, unused-ignore]  # stubs hide it
from typer import Context
from typer.main import get_group

from pipeline.cli import app
from pipeline.settings import Settings

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
OWN = {"setup", "kibana-setup", "enrich", "index", "serve", "wire"}
"""Services that run the pipeline's own image; the others run a vendor's."""


def interpolated(text: str) -> str:
    """The file as Compose reads it where none of its variables is set. Only `${NAME:-default}` is allowed in it."""
    text = re.sub(r"\$\{[A-Z][A-Z0-9_]*:-([^${}]*)\}", r"\1", text)
    assert "$" not in text, "a variable without a default, or an interpolation that this test can't do"
    return text


def document(text: str = TEXT) -> dict[str, Any]:
    """The file with its defaults, merge keys resolved and the `x-` templates left out."""
    loaded = cast("dict[str, Any]", yaml.safe_load(interpolated(text)))
    return {key: value for key, value in loaded.items() if not key.startswith("x-")}


def check(text: str) -> None:
    """Raise ValueError where a strict parser of the Compose Specification finds a fault."""
    PyCompose.from_dict(document(text)).validate()


SERVICES = document()["services"]


def wire_arguments(name: str) -> list[str]:
    return [str(argument) for argument in SERVICES[name]["command"]]


def test_the_file_is_valid() -> None:
    check(TEXT)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("restart: unless-stopped", "restrat: unless-stopped"),
        ("restart: on-failure", "restart: sometimes"),
        ("condition: service_healthy", "condition: service_helthy"),
        ("interval: 10s", "interval: soon"),
        ("127.0.0.1:29092:9092", "127.0.0.1:kafka:9092"),
        ("init: true", "init: 7"),
        ("stop_grace_period: 30s", "stop_grace_period: [30]"),
    ],
)
def test_the_parser_refuses_what_compose_would_refuse(right: str, wrong: str) -> None:
    assert right in TEXT
    with pytest.raises(ValueError, match=r".+"):
        check(TEXT.replace(right, wrong))


def test_a_variable_without_a_default_is_refused() -> None:
    with pytest.raises(AssertionError, match="without a default"):
        interpolated("image: ${IMAGE}")


def test_every_service_that_another_waits_for_exists_and_can_reach_the_state_waited_for() -> None:
    for name, service in SERVICES.items():
        for other, wanted in service.get("depends_on", {}).items():
            assert other in SERVICES, f"{name} waits for {other}"
            if wanted["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other], f"{name} waits for the health of {other}"
            if wanted["condition"] == "service_completed_successfully":
                assert SERVICES[other].get("restart", "no") == "no", f"{other} would never be complete"


def test_workers_start_after_setup_and_setup_after_healthy_servers() -> None:
    setup = SERVICES["setup"]["depends_on"]
    assert {name: wanted["condition"] for name, wanted in setup.items()} == {
        "kafka": "service_healthy",
        "elasticsearch": "service_healthy",
    }
    for name in ("enrich", "index"):
        assert SERVICES[name]["depends_on"] == {"setup": {"condition": "service_completed_successfully"}}


@pytest.mark.parametrize("name", sorted(OWN))
def test_every_setting_passed_to_the_pipeline_exists_and_its_value_is_allowed(name: str) -> None:
    environment = SERVICES[name]["environment"]
    assert environment
    settings = {variable.removeprefix("WIRE_").lower(): value for variable, value in environment.items()}
    assert set(settings) <= set(Settings.model_fields)
    Settings(**{setting: value for setting, value in settings.items() if value is not None})  # None: from the shell


def test_every_wire_variable_that_the_user_can_set_is_a_setting_or_explained() -> None:
    names = set(re.findall(r"\$\{([A-Z_]+):-", TEXT))
    of_the_file = {"WIRE_ENRICH_PROCESSES", "ELASTICSEARCH_HEAP"}
    assert of_the_file <= names
    assert {name.removeprefix("WIRE_").lower() for name in names - of_the_file} <= set(Settings.model_fields)
    readme = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names) if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("name", sorted(OWN - {"wire"}))
def test_every_command_given_to_the_image_is_one_of_wire_s_with_options_that_it_has(name: str) -> None:
    command, *arguments = wire_arguments(name)
    wire = get_group(app)
    found = wire.get_command(Context(wire), command)
    assert found is not None
    known = {flag for parameter in found.params for flag in parameter.opts}
    assert {argument for argument in arguments if argument.startswith("--")} <= known


def test_enrich_and_index_are_each_run_by_a_worker_of_that_role() -> None:
    for role in ("enrich", "index"):
        arguments = wire_arguments(role)
        assert arguments[:3] == ["worker", "--role", role]


def test_ports_are_bound_to_this_machine_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert len(ports) >= 4
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_published_ports_are_the_defaults_of_the_settings() -> None:
    defaults = Settings.model_fields
    assert f"{defaults['kafka_bootstrap'].default}:9092" in SERVICES["kafka"]["ports"]
    elasticsearch = str(defaults["elasticsearch_url"].default).removeprefix("http://")
    assert f"{elasticsearch}:9200" in SERVICES["elasticsearch"]["ports"]
    port = defaults["http_port"].default
    assert SERVICES["serve"]["ports"] == [f"127.0.0.1:{port}:{port}"]


def test_kafka_tells_each_kind_of_client_an_address_that_it_reaches() -> None:
    kafka = SERVICES["kafka"]["environment"]
    inside = SERVICES["enrich"]["environment"]["WIRE_KAFKA_BOOTSTRAP"]
    outside = Settings.model_fields["kafka_bootstrap"].default
    assert set(kafka["KAFKA_ADVERTISED_LISTENERS"].split(",")) == {f"INTERNAL://{inside}", f"EXTERNAL://{outside}"}
    assert f"INTERNAL://:{inside.split(':')[1]}" in kafka["KAFKA_LISTENERS"].split(",")


def test_every_named_volume_is_declared_and_used() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(document()["volumes"])


def test_data_of_kafka_and_elasticsearch_outlives_the_containers() -> None:
    assert SERVICES["kafka"]["environment"]["KAFKA_LOG_DIRS"] == SERVICES["kafka"]["volumes"][0].split(":")[1]
    assert SERVICES["elasticsearch"]["volumes"][0].endswith(":/usr/share/elasticsearch/data")


def test_images_are_pinned_and_elastic_s_two_agree() -> None:
    images = {name: service["image"] for name, service in SERVICES.items()}
    tags = {name: image.rsplit(":", 1)[1] for name, image in images.items()}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", tag) for tag in tags.values()), tags
    assert tags["elasticsearch"] == tags["kibana"]
    assert len({images[name] for name in OWN}) == 1


@pytest.mark.parametrize("name", sorted(OWN))
def test_the_pipeline_s_own_containers_may_write_nowhere_but_in_their_folders(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
