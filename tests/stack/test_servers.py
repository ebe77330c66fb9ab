"""The embedded servers as they are started, stopped, killed and started again."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer

from pipeline.failure import OperatorError
from pipeline.stack import Stack, StackError
from pipeline.stack.artifacts import cache_folder
from pipeline.stack.claim import owner, runs
from pipeline.stack.elasticsearch import UNPRIVILEGED, hand_over
from pipeline.stack.server import java_home
from tests.stack_fixtures import Servers, wait_until

pytestmark = pytest.mark.stack

ROOT = Path(__file__).parents[2]
UP = [sys.executable, "-m", "pipeline.cli", "up", "--processes", "0"]
IN_FOREGROUND = ["env", "--default-signal=INT"]
"""A shell lets what it runs in the background ignore Ctrl-C, and children inherit that."""
ENDED_SECONDS = 60.0


def environment(folder: Path) -> dict[str, str]:
    """The environment of a `wire up` on a folder of its own, with free ports."""
    own = {
        "WIRE_STACK_FOLDER": str(folder),
        "WIRE_STACK_KAFKA_PORT": "0",
        "WIRE_STACK_ELASTICSEARCH_PORT": "0",
        "WIRE_STACK_ELASTICSEARCH_HEAP": "512m",
        "PYTHONPATH": str(ROOT),
    }
    return {**os.environ, **own}


def processes_on(folder: Path) -> list[str]:
    """Command lines of live processes that name the folder: guards and servers."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            if str(folder) in command + (place / "environ").read_text(encoding="utf-8", errors="replace"):
                found.append(f"{place.name}: {command}")
    return found


def wire(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "pipeline.cli", command]
    return subprocess.run(words, env=environment(folder), cwd=ROOT, capture_output=True, text=True, check=False)


@contextlib.contextmanager
def upping(
    folder: Path, command: Sequence[str] = UP, other: Mapping[str, str] | None = None, ends_with: int = 0
) -> Iterator[Path]:
    """`wire up` while the block runs, told to stop at its end; gives the file of what it says."""
    said = folder.parent / f"{folder.name}.said"
    with said.open("wb") as out:
        running = subprocess.Popen(
            command, env=environment(folder) | dict(other or {}), cwd=ROOT, stdout=out, stderr=out
        )
    try:
        wait_until(
            lambda: "up; Ctrl-C ends it" in said.read_text() or running.poll() is not None, "it is up", seconds=400
        )
        assert running.poll() is None, said.read_text()
        yield said
        running.terminate()
        assert running.wait(ENDED_SECONDS) == ends_with, said.read_text()
    finally:
        running.kill()  # where the block failed: the servers end with it


def test_kafka_answers(stack: Servers) -> None:
    """The broker takes a topic and names it."""
    admin = KafkaAdminClient(bootstrap_servers=stack.bootstrap_servers)
    try:
        assert isinstance(admin.list_topics(), (list, set))
    finally:
        admin.close()


def test_elasticsearch_keeps_what_it_was_given_over_a_stop_and_a_kill(own_stack: Stack, prefix: str) -> None:
    """A document that was confirmed is there after the next start, on the same port."""
    index = f"{prefix}kept"
    with Elasticsearch(own_stack.elasticsearch_url) as client:
        for number, end in enumerate((own_stack.elasticsearch.stop, own_stack.elasticsearch.kill)):
            client.index(index=index, id=str(number), document={"headline": "kept"}, refresh=True)
            end()
            own_stack.elasticsearch.start()
            own_stack.elasticsearch.wait_ready()
            assert client.get(index=index, id=str(number))["_source"] == {"headline": "kept"}


def test_a_server_that_ends_by_itself_is_noticed_and_told_with_the_end_of_its_log(own_stack: Stack) -> None:
    assert own_stack.fallen() is None
    own_stack.kafka.kill()
    try:
        assert own_stack.fallen() is own_stack.kafka
        assert str(own_stack.kafka.log) in own_stack.kafka.last_words()
    finally:
        own_stack.kafka.start()
        own_stack.kafka.wait_ready()
    assert own_stack.fallen() is None


def test_with_three_brokers_a_lost_leader_loses_no_confirmed_record(cluster: Stack, prefix: str) -> None:
    topic = f"{prefix}kept"
    admin = KafkaAdminClient(bootstrap_servers=cluster.bootstrap_servers)
    shape = {"num_partitions": 1, "replication_factor": 3}
    admin.create_topics({topic: shape}, wait_for_metadata=True)
    (described,) = admin.describe_topics([topic])
    assert len(described["partitions"][0]["replica_nodes"]) == 3
    leader = cluster.kafka_servers[described["partitions"][0]["leader_id"] - 1]
    producer = KafkaProducer(bootstrap_servers=cluster.bootstrap_servers, acks="all", delivery_timeout_ms=60_000)
    for number in range(20):
        if number == 10:
            leader.kill()
        producer.send(topic, str(number).encode()).get(60)
    leader.start()
    leader.wait_ready()
    consumer = KafkaConsumer(
        topic, bootstrap_servers=cluster.bootstrap_servers, auto_offset_reset="earliest", consumer_timeout_ms=10_000
    )
    seen = set()
    for record in consumer:
        seen.add(int(record.value))
        if len(seen) == 20:
            break
    for client in (producer, consumer, admin):
        client.close()
    assert seen == set(range(20))


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_when_it_is_ended_while_it_starts(tmp_path: Path, signum: signal.Signals) -> None:
    folder = tmp_path / "stack"
    with (tmp_path / "said").open("wb") as out:
        up = subprocess.Popen(IN_FOREGROUND + UP, env=environment(folder), cwd=ROOT, stdout=out, stderr=out)
    wait_until(lambda: sum("java" in one for one in processes_on(folder)) >= 3, "guards and servers run", seconds=200)
    os.kill(up.pid, signum)
    assert up.wait(ENDED_SECONDS) == (-signal.SIGKILL if signum == signal.SIGKILL else 0)
    wait_until(lambda: not processes_on(folder), f"nothing is left of {processes_on(folder)}", ENDED_SECONDS)
    wait_until(lambda: not runs(folder), "its claim is given up")


def test_killed_it_comes_back_with_its_data_and_wire_down_ends_it(tmp_path: Path) -> None:
    """`wire up` is killed with -9, at once another on the same folder, a third beside it, then `wire down`."""
    folder = tmp_path / "stack"
    with upping(folder, ends_with=-signal.SIGKILL) as said:
        assert re.search(r"index stories-v\d+: made", said.read_text())
        first = owner(folder)
        assert first is not None
        os.kill(first, signal.SIGKILL)
    with upping(folder) as said:
        assert "topic wire.raw: exists" in said.read_text()
        second = wire("up", folder)
        assert second.returncode == 3
        assert f"a stack runs on {folder} already (process {owner(folder)})" in second.stderr
        ended = wire("down", folder)
        assert (ended.returncode, ended.stdout) == (0, "down\n"), ended.stderr
        wait_until(lambda: not processes_on(folder), "nothing is left", ENDED_SECONDS)
    ended = wire("down", folder)
    assert ended.returncode == 1
    assert "no stack runs on" in ended.stdout


def test_wire_up_ends_with_3_and_names_the_server_when_one_ends_by_itself(tmp_path: Path) -> None:
    folder = tmp_path / "stack"
    with upping(folder, ends_with=OperatorError.EXIT) as said:
        (broker,) = (one for one in processes_on(folder) if " kafka.Kafka " in one and "stack.guard" not in one)
        os.kill(int(broker.partition(":")[0]), signal.SIGKILL)
        wait_until(lambda: "Kafka ended by itself." in said.read_text(), "it says which")
        wait_until(lambda: not processes_on(folder), "the other server ends with it", ENDED_SECONDS)
    assert "Traceback" not in said.read_text()


@pytest.fixture(scope="module")
def everybody_s() -> Iterator[Path]:
    """A folder that every user reaches, with a cache in it that belongs to nobody (the user of that name)."""
    if os.geteuid() != 0:
        pytest.skip("not root: these tests already run as an ordinary user")
    place = Path(tempfile.mkdtemp(prefix="wire-everybody-"))
    try:
        place.chmod(0o755)
        shutil.copytree(cache_folder(), place / "cache", ignore=shutil.ignore_patterns("*.part", "making", "coming"))
        for path in (place, *place.rglob("*")):
            os.chown(path, UNPRIVILEGED, UNPRIVILEGED, follow_symlinks=False)
        if not may(["-x", str(java_home() / "bin" / "java")]):
            pytest.skip(f"the user nobody can't reach Java at {java_home()}: the checkout is in a closed folder")
        yield place
    finally:
        shutil.rmtree(place)


def may(test: Sequence[str]) -> bool:
    """Whether the user nobody may do what `test` asks."""
    user = UNPRIVILEGED
    return not subprocess.run(["test", *test], user=user, group=user, extra_groups=[], check=False).returncode


def as_nobody() -> list[str]:
    """The words that run a command as an ordinary user, who may read Python where it lies in root's closed home."""
    words = ["setpriv", f"--reuid={UNPRIVILEGED}", f"--regid={UNPRIVILEGED}", "--clear-groups"]
    if not may(["-x", str(Path(sys.executable).resolve())]):
        words += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return words


def test_an_ordinary_user_starts_it_without_network_when_the_cache_is_full(stack: Servers, everybody_s: Path) -> None:
    """In a network of its own, in which there is the loopback and nothing else; `stack` has filled the cache."""
    alone = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    if (
        not all(map(shutil.which, ("unshare", "ip", "setpriv")))
        or subprocess.run([*alone, "true"], check=False).returncode
    ):
        pytest.skip("a network namespace, ip or setpriv is not to be had here")
    folder = everybody_s / "ordinary"
    command = [*alone, *as_nobody(), *UP]
    with upping(folder, command, {"WIRE_CACHE": str(everybody_s / "cache"), "HOME": str(everybody_s)}) as said:
        assert "fetching" not in said.read_text()
        assert (folder / "elasticsearch" / "data").stat().st_uid == UNPRIVILEGED


def test_root_runs_elasticsearch_as_nobody_where_namespaces_are_forbidden(stack: Servers, everybody_s: Path) -> None:
    """Forbidden here by there being no `unshare`; `stack` has filled the cache."""
    programs = everybody_s / "programs"
    programs.mkdir()
    for place in ("/usr/bin", "/bin"):
        for program in Path(place).iterdir():
            if program.name != "unshare" and not (programs / program.name).is_symlink():
                (programs / program.name).symlink_to(program)
    folder = everybody_s / "root"
    with upping(folder, other={"WIRE_CACHE": str(everybody_s / "cache"), "PATH": str(programs)}):
        assert (folder / "elasticsearch" / "data" / "node.lock").stat().st_uid == UNPRIVILEGED


def test_root_without_namespaces_is_told_which_folder_is_closed(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("not root")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "elasticsearch").mkdir()
    with pytest.raises(StackError, match=r"run as user 65534, who can't reach .*closed.* WIRE_STACK_FOLDER"):
        hand_over(closed / "elasticsearch", tmp_path, UNPRIVILEGED)
