"""Dead letters on the real servers: refused by the mapping, mended, sent back; parked; exported and produced again."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from pipeline.kafka.reading import read_to_end
from pipeline.letters.reading import by_reason, read_letters
from pipeline.search.names import Names
from pipeline.search.setup import put_template
from pipeline.settings import Settings
from pipeline.story.model import RawHeaders, RawStory
from pipeline.topics import RAW, STORIES
from tests.replay.feeds import DAY, MORNING, drained, live, no_story, raw, replay, send, text
from tests.stack_fixtures import run_wire, wait_until, working

pytestmark = pytest.mark.stack


def rejected(settings: Settings, *arguments: str, status: int = 0) -> dict[str, Any]:
    """`wire rejected … --json`: its result."""
    done = run_wire(settings, "rejected", *arguments, "--json")
    assert done.returncode == status, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def narrow(client: Elasticsearch, settings: Settings) -> dict[str, Any]:
    """Put a live index without the field `signoff` in place of the real one; returns that field's mapping."""
    names = Names(settings.index_prefix)
    old, new = names.index(1), f"{names.index(1)}-narrow"
    made = client.indices.simulate_index_template(name=new)["template"]
    field: dict[str, Any] = made["mappings"]["properties"].pop("signoff")
    client.indices.delete(index=old)
    client.indices.delete_index_template(name=names.template)
    client.indices.create(
        index=new,
        settings=made["settings"],
        mappings=made["mappings"],
        aliases={names.readers: {}, names.operators: {}, names.write: {"is_write_index": True}},
    )
    put_template(client, settings)
    return field


SIGNED = text(1) + b"\nhd/ph\n"


def test_refused_by_the_mapping_mended_and_sent_back(wire: Settings, search_client: Elasticsearch) -> None:
    names = Names(wire.index_prefix)
    field = narrow(search_client, wire)
    with working(wire):
        send(wire, [raw("urn:t:1", SIGNED), raw("urn:t:old", SIGNED)])
        send(wire, [raw("urn:t:fine", text(2)), no_story("urn:t:bad")])
        wait_until(lambda: drained(wire), "everything is final")
        assert set(live(search_client, wire)) == {"urn:t:fine"}
        assert by_reason(read_letters(wire).open) == {"mapping": 2, "no-text": 1}
        send(wire, [raw("urn:t:old", text(3), MORNING + DAY)])  # overtakes its letter

        search_client.indices.put_mapping(index=names.write, properties={"signoff": field})
        plan = rejected(wire, "retry", "--reason", "mapping", "--dry-run")
        assert (plan["would_send"], plan["would_park"], plan["by_reason"]) == (2, 0, {"mapping": 2})
        assert by_reason(read_letters(wire).open)["mapping"] == 2, "a dry run does nothing"
        wait_until(lambda: drained(wire) and len(live(search_client, wire)) == 2, "the newer version is indexed")

        told = rejected(wire, "retry", "--reason", "mapping")
        assert (told["sent"], told["superseded"]) == (1, 1)
        wait_until(lambda: drained(wire) and "urn:t:1" in live(search_client, wire), "what was sent back is indexed")
    assert live(search_client, wire)["urn:t:1"][1]["signoff"] == "hd/ph"
    assert live(search_client, wire)["urn:t:old"][0] // 1000 == MORNING + DAY
    assert by_reason(read_letters(wire).open) == {"no-text": 1}, "gone from the count"
    last = [r for r in read_to_end(wire, STORIES) if r.key == b"urn:t:1"][-1]
    assert dict(last.headers)["attempt"] == b"1"

    done = run_wire(wire, "rejected", "list", "--state", "all")
    assert "3 letters" in done.stdout
    assert "superseded" in done.stdout


def is_open_with(settings: Settings, attempt: int) -> bool:
    """Whether there is one open letter, of this attempt."""
    return [letter.attempt for letter in read_letters(settings).open] == [attempt]


def test_sent_back_in_vain_it_is_parked_at_last(wire: Settings) -> None:
    headers = RawHeaders(feed="desk", received=MORNING, uri="urn:t:bad", version=MORNING, charset="cp1256")
    value = b"\x01\x02 ... --- \x00"
    with working(wire, "--role", "enrich"):
        send(wire, [("urn:t:bad", RawStory(value=value, headers=headers))])
        for attempt in range(2):
            wait_until(partial(is_open_with, wire, attempt), "it is rejected (again)")
            assert rejected(wire, "retry", "--max-attempts", "2")["sent"] == 1
        wait_until(partial(is_open_with, wire, 2), "it is rejected again")
        assert rejected(wire, "retry", "--max-attempts", "2", status=1)["parked"] == 1
    letters = read_letters(wire)
    assert letters.open == []
    assert len(letters.all) == 3
    (parked,) = letters.parked
    sent = list(read_to_end(wire, RAW))
    assert [record.value for record in sent] == [value] * 3
    assert {record.key for record in sent} == {b"urn:t:bad"}
    first, *again = (dict(record.headers) for record in sent)
    assert again == [{**first, "attempt": b"%d" % n} for n in (1, 2)], "the original's headers are kept"

    done = run_wire(wire, "rejected", "show", parked.name)
    assert done.returncode == 0, done.stderr
    assert "01 02 20 2e" in done.stdout, "what is no text is shown in hexadecimal"
    assert "what to do" in done.stdout
    assert run_wire(wire, "rejected", "show", "9/9").returncode == 1
    assert rejected(wire, "retry", parked.name, "--state", "parked", "--max-attempts", "9")["sent"] == 1
    assert read_letters(wire).parked == []


def test_an_export_is_taken_back_with_its_identity(wire: Settings, tmp_path: Path) -> None:
    value = b"\x01\x02 ... --- \x00"
    headers = RawHeaders(feed="desk", received=MORNING, uri="tag:agency,2026:a/b", version=MORNING, charset="cp1256")
    with working(wire, "--role", "enrich"):
        send(wire, [("tag:agency,2026:a/b", RawStory(value=value, headers=headers)), no_story("urn:t:other")])
        wait_until(lambda: len(read_letters(wire).open) == 2, "both are rejected")
    folder = tmp_path / "mend"
    told = rejected(wire, "export", str(folder), "--feed", "desk")
    assert told == {"written": 1, "there_already": 0, "missing": 0}
    (file,) = (folder / "desk").glob("[!.]*")
    assert file.read_bytes() == value
    file.write_bytes(b"Mended\n\nThe ministers met on Monday to talk about the long agenda of the week.\n")
    assert rejected(wire, "export", str(folder), "--feed", "desk")["there_already"] == 1
    assert file.read_bytes().startswith(b"Mended"), "nothing is overwritten"

    assert run_wire(wire, "produce", str(folder / "desk"), "--feed", "desk").returncode == 0
    last = max(read_to_end(wire, RAW), key=lambda record: record.timestamp)
    assert last.key == b"tag:agency,2026:a/b"
    facts = dict(last.headers)
    assert (facts["uri"], facts["version"], facts["charset"]) == (b"tag:agency,2026:a/b", b"%d" % MORNING, b"cp1256")
    assert rejected(wire, "close", "--feed", "desk")["closed"] == 1
    assert len(read_letters(wire).open) == 1
    assert run_wire(wire, "rejected", "close").returncode == 2


def test_a_replay_writes_no_letter_twice_and_closes_what_it_cures(wire: Settings, search_client: Elasticsearch) -> None:
    field = narrow(search_client, wire)
    with working(wire):
        send(wire, [raw("urn:t:1", SIGNED), raw("urn:t:fine", text(2)), no_story("urn:t:bad")])
        wait_until(lambda: drained(wire), "everything is final")
    told = replay(wire, "stories")
    assert (told["rejected"], told["rejected_new"]) == (1, 0)
    told = replay(wire, "raw")
    assert (told["rejected"], told["rejected_new"]) == (1, 0)
    assert len(read_letters(wire).all) == 2
    search_client.indices.put_mapping(index=Names(wire.index_prefix).write, properties={"signoff": field})
    told = replay(wire, "stories")
    assert (told["rejected"], told["cured"]) == (0, 1)
    assert by_reason(read_letters(wire).open) == {"no-text": 1}
    original = run_wire(wire, "rejected", "show", read_letters(wire).open[0].name, "--original")
    assert original.stdout.encode() == b"\x01\x02 ... --- \x00"
