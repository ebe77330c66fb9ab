"""`wire status` on the real servers: what it says is what is so, and it changes nothing."""

from __future__ import annotations

import json
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaConsumer, OffsetAndMetadata

from pipeline.kafka.producer import RawProducer
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.stack.ports import free_port
from pipeline.status.kafka import Offsets, _committed, look_at_kafka
from pipeline.story.model import RawHeaders, RawStory
from pipeline.topics import RAW, group
from tests.stack_fixtures import run_wire, wait_until, working

pytestmark = pytest.mark.stack


def send(settings: Settings, values: list[bytes], feed: str = "desk") -> None:
    """Produce stories, each with a uri of its own, versioned now."""
    now = time.time_ns() // 1_000_000
    failed: list[Exception] = []
    with RawProducer(settings) as producer:
        for number, value in enumerate(values):
            uri = f"urn:t:{feed}:{number}"
            headers = RawHeaders(feed=feed, received=now, uri=uri, version=now)
            producer.send(RawStory(value=value, headers=headers), uri, lambda e: failed.append(e) if e else None)
        producer.flush()
    assert not failed


def status(settings: Settings, *arguments: str, **more: Any) -> tuple[int, dict[str, Any]]:
    """Exit code and what it says."""
    done = run_wire(settings, "status", "--json", *arguments, **more)
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    assert told["exit_code"] == done.returncode
    return done.returncode, told


def test_a_pipeline_without_stories_is_well(wire: Settings) -> None:
    code, told = status(wire)
    assert (code, told["findings"]) == (0, [])
    assert [flow["lag"] for flow in told["kafka"]["flows"]] == [0, 0]
    assert [index["name"] for index in told["search"]["indexes"]] == [Names(wire.index_prefix).index(1)]


def test_work_without_workers_is_an_alarm_and_done_work_is_well(wire: Settings, search_client: Elasticsearch) -> None:
    good = [f"Ministers met in Paris on day {n}.\n\nThey said that talks would go on.".encode() for n in range(30)]
    send(wire, [*good, b"", b""])
    code, told = status(wire)
    assert code == 2
    assert [one["about"] for one in told["findings"]] == ["lag-rises"]
    enrich = told["kafka"]["flows"][0]
    assert (enrich["lag"], enrich["members"]) == (32, 0)
    assert 0 <= told["at"] - enrich["oldest"] < 600_000
    assert told["kafka"]["per_second"][wire.topic_prefix + "wire.raw"] > 0

    with working(wire):
        names = Names(wire.index_prefix)

        def is_done() -> bool:
            search_client.indices.refresh(index=names.operators)
            lags = [flow["lag"] for flow in status(wire)[1]["kafka"]["flows"]]
            return int(search_client.count(index=names.operators)["count"]) == 30 and lags == [0, 0]

        wait_until(is_done, "30 stories indexed and committed")
        code, told = status(wire)
        assert [flow["members"] for flow in told["kafka"]["flows"]] == [1, 1]
    assert told["letters"]["open"] == {"no-text": 2}
    assert (code, [one["about"] for one in told["findings"]]) == (1, ["dead-letters-rise"])
    assert [(one["feed"], one["language"], one["stories"]) for one in told["search"]["sources"]] == [("desk", "en", 30)]
    assert told["search"]["rhythms"][0]["verdict"] == "usual"
    assert told["search"]["indexes"][0]["generations"] == {"1": 30}

    table = run_wire(wire, "status", "--partitions")
    assert table.returncode == 1
    assert "attention: 2 dead letters in the last hour" in table.stdout
    assert table.stdout.count(wire.topic_prefix + "wire.raw") == 1 + wire.topic_partitions


def test_a_batch_that_takes_longer_than_the_sample_is_no_standstill(
    wire: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offsets are committed once a batch, so a late worker is watched longer; but not for ever."""
    send(wire, [b"Ministers met.\n\nThey talked."] * 20)
    topic, name = RAW.with_prefix(wire.topic_prefix), group("enrich", wire.topic_prefix)
    monkeypatch.setattr("pipeline.status.kafka.LATE_SECONDS", 0.0)
    consumer = KafkaConsumer(
        bootstrap_servers=wire.kafka_bootstrap,
        group_id=name,
        enable_auto_commit=False,
        metadata_max_age_ms=1_000,  # a group that was formed before it knew of the partitions is formed again
    )
    with closing(consumer) as one:
        one.subscribe([topic])
        wait_until(lambda: one.poll(200) is not None and bool(one.assignment()), "it is a member")
        begun = next(partition for partition in one.assignment() if one.end_offsets([partition])[partition] > 1)
        one.commit({begun: OffsetAndMetadata(0, "", -1)})
        monkeypatch.setattr("pipeline.status.kafka.LONGEST_SAMPLE", 1.0)
        assert look_at_kafka(wire, 0.1).flows[0].per_second == 0
        monkeypatch.setattr("pipeline.status.kafka.LONGEST_SAMPLE", 60.0)
        looks: list[Offsets] = []

        def counted(admin: Any, settings: Settings) -> dict[str, Offsets]:
            """As asked of Kafka; a batch becomes final after the look that ends the sample."""
            found = _committed(admin, settings)
            looks.append(found["enrich"])
            if len(looks) == 2:
                one.commit({begun: OffsetAndMetadata(1, "", -1)})
            return found

        monkeypatch.setattr("pipeline.status.kafka._committed", counted)
        flow = look_at_kafka(wire, 0.1).flows[0]
    assert (len(looks), flow.members, flow.per_second > 0) == (3, 1, True)


def test_a_read_only_index_is_an_alarm(wire: Settings, search_client: Elasticsearch) -> None:
    """By the block that stays: the one of a full disk is taken away by Elasticsearch as soon as there is room."""
    name = Names(wire.index_prefix).index(1)
    search_client.indices.put_settings(index=name, settings={"index.blocks.write": True})
    code, told = status(wire)
    assert (code, [one["about"] for one in told["findings"]]) == (2, ["the-disk-is-full"])


def test_a_feed_that_stopped_against_its_habit_is_an_alarm(wire: Settings, search_client: Elasticsearch) -> None:
    hour, name = 3_600_000, Names(wire.index_prefix)
    now = time.time_ns() // 1_000_000
    lines: list[dict[str, Any]] = []
    for feed, silent in (("stopped", 3), ("going", 0)):
        for back in range(silent, 24 * 12):
            for place in range(6):
                lines += [{"index": {}}, {"feed": feed, "language": "en", "versioncreated": now - back * hour - place}]
    search_client.bulk(index=name.write, operations=lines, refresh=True)
    code, told = status(wire)
    silent = [one for one in told["findings"] if one["about"] == "a-feed-is-silent"]
    assert code == 2
    assert [(one["level"], one["sentence"].split()[0]) for one in silent] == [("alarm", "stopped")]


def test_with_one_server_away_the_rest_is_told(wire: Settings) -> None:
    code, told = status(wire, more={"WIRE_ELASTICSEARCH_URL": f"http://127.0.0.1:{free_port()}"})
    assert code == 2
    assert [one["about"] for one in told["findings"]] == ["elasticsearch-is-away"]
    assert told["kafka"]["flows"]
    code, told = status(wire, more={"WIRE_KAFKA_BOOTSTRAP": f"127.0.0.1:{free_port()}"})
    assert code == 2
    assert [one["about"] for one in told["findings"]] == ["kafka-is-away"]
    assert told["search"]["indexes"]


def test_the_metrics_file_has_what_was_found(wire: Settings, tmp_path: Path) -> None:
    file = tmp_path / "wire.prom"
    numbered = [f"\x01bas{number:04} 4 pol 12\r\nport\r\n\x02words\x03\r\n".encode() for number in (101, 102, 105, 90)]
    send(wire, numbered, feed="dpx")
    code, told = status(wire, "--metrics", str(file))
    lines = file.read_text().splitlines()
    assert f"wire_status_level {code}.0" in lines
    assert 'wire_sequence_missing{channel="bas",feed="dpx"} 2.0' in lines
    assert 'wire_sequence_steps_back{channel="bas",feed="dpx"} 1.0' in lines
    seconds = next(float(line.split()[1]) for line in lines if line.startswith("wire_status_timestamp_seconds "))
    assert abs(seconds - told["at"] / 1000) < 1

    nowhere = run_wire(wire, "status", "--metrics", str(tmp_path / "none" / "wire.prom"))
    assert (nowhere.returncode, nowhere.stdout) == (3, "")
    assert "can't write" in nowhere.stderr


def test_what_is_not_set_up_or_away_altogether_can_not_be_asked(wire: Settings) -> None:
    away = f"127.0.0.1:{free_port()}"
    cases = [
        ({"WIRE_TOPIC_PREFIX": "nobody-"}, "wire setup"),
        ({"WIRE_KAFKA_BOOTSTRAP": away, "WIRE_ELASTICSEARCH_URL": f"http://{away}"}, "neither"),
    ]
    for more, sentence in cases:
        done = run_wire(wire, "status", more=more)
        assert (done.returncode, done.stdout) == (3, "")
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
