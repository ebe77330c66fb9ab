"""What the embedded stack looks at before it starts: memory, disk, ports, and whether a stack runs there already."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.stack import Stack, StackConfig, StackError
from pipeline.stack.claim import Claim, owner, runs
from pipeline.stack.ports import free_port, listens
from pipeline.stack.room import available_memory, memory_for, must_have_disk, must_have_memory
from tests.conftest import Ended

ROOT = Path(__file__).parents[2]
GB = 10**9


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port()))
        other.listen()
        yield other.getsockname()[1]


def machine(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_a_taken_port_of_kafka_is_named_with_the_setting_that_chooses_another(tmp_path: Path, taken: int) -> None:
    with pytest.raises(StackError, match=rf"port {taken}, which Kafka .* WIRE_STACK_KAFKA_PORT"):
        Stack(StackConfig(data=tmp_path, kafka_port=taken)).start()


def test_a_taken_port_of_elasticsearch_is_named_with_the_setting_that_chooses_another(
    tmp_path: Path, taken: int
) -> None:
    with pytest.raises(StackError, match=rf"port {taken}, which Elasticsearch .* WIRE_STACK_ELASTICSEARCH_PORT"):
        Stack(StackConfig(data=tmp_path, elasticsearch_port=taken)).start()


def test_a_stack_that_could_not_start_gives_its_folder_back(tmp_path: Path, taken: int) -> None:
    with pytest.raises(StackError):
        Stack(StackConfig(data=tmp_path, kafka_port=taken)).start()
    assert not runs(tmp_path)


def test_a_free_port_is_one_on_which_nobody_listens_and_below_those_of_outgoing_connections() -> None:
    port = free_port()
    assert not listens(port)
    assert port < int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])


def test_wire_up_says_what_is_wrong_in_one_sentence_and_exits_with_3(
    tmp_path: Path, taken: int, wire_here: Callable[..., Ended]
) -> None:
    own = {"WIRE_STACK_FOLDER": str(tmp_path), "WIRE_STACK_KAFKA_PORT": str(taken)}
    ended = wire_here("up", "--processes", "0", **own)
    assert ended.status == 3
    assert ended.said.count("\n") == 1
    assert f"wire: port {taken}" in ended.said


def test_heaps_larger_than_the_machine_are_refused_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"need 1\d{3}\.\d GB of memory, and [\d.]+ GB are available.*_HEAP"):
        Stack(StackConfig(data=tmp_path, elasticsearch_heap="900g")).start()
    assert not (tmp_path / "elasticsearch").exists()


def test_memory_that_is_there_is_no_complaint() -> None:
    must_have_memory(2 * GB, 3 * GB)
    must_have_memory(2 * GB, None)


def test_servers_need_more_than_their_heaps() -> None:
    assert 2**30 < memory_for(["1g"]) < 2 * 2**30
    assert memory_for(["512m", "512m"]) == 2 * memory_for(["512m"])


MACHINE = {"proc/meminfo": "MemTotal: 9000000 kB\nMemAvailable: 8000000 kB\n", "proc/self/cgroup": "0::/\n"}
V2 = {"proc/self/cgroup": "0::/pod/box\n"}
V2_BOX = {
    "sys/fs/cgroup/pod/memory.max": "3000000000\n",
    "sys/fs/cgroup/pod/memory.current": "1000000000\n",
    "sys/fs/cgroup/pod/memory.stat": "anon 400000000\ninactive_file 600000000\n",
}
V1 = {
    "proc/self/cgroup": "4:memory:/box\n0::/\n",
    "sys/fs/cgroup/memory/box/memory.limit_in_bytes": "2000000000\n",
    "sys/fs/cgroup/memory/box/memory.usage_in_bytes": "500000000\n",
    "sys/fs/cgroup/memory/box/memory.stat": "total_inactive_file 0\n",
}
UNLIMITED = {
    "sys/fs/cgroup/pod/memory.max": "max\n",
    "sys/fs/cgroup/pod/memory.current": "1\n",
    "sys/fs/cgroup/pod/memory.stat": "anon 1\n",
}


@pytest.mark.parametrize(
    ("files", "available"),
    [
        (MACHINE, 8_192_000_000),
        ({**MACHINE, **V2, **V2_BOX}, 2_600_000_000),
        ({**MACHINE, **V1}, 1_500_000_000),
        ({**MACHINE, **V2, **UNLIMITED}, 8_192_000_000),
        ({**MACHINE, **V2}, 8_192_000_000),
        ({}, None),
    ],
    ids=["machine", "version-2-group-above", "version-1", "no-limit", "group-without-files", "no-linux"],
)
def test_available_memory_is_what_machine_and_control_groups_leave(
    tmp_path: Path, files: dict[str, str], available: int | None
) -> None:
    assert available_memory(machine(tmp_path, files)) == available


def test_too_little_disk_is_said_with_both_numbers(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"are free on the disk of .*, and 9000000\.0 GB are needed there.*WIRE_CACHE"):
        must_have_disk(tmp_path, 9 * 10**15, "WIRE_CACHE")


SMALL_DISK = """
import subprocess, sys
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", sys.argv[1]], check=True)
from pathlib import Path
from pipeline.stack import Stack, StackConfig, StackError
try:
    Stack(StackConfig(data=Path(sys.argv[1]) / "data", cache=Path(sys.argv[2]))).start()
except StackError as error:
    print(error)
"""


@pytest.mark.parametrize(("which", "setting"), [("data", "WIRE_STACK_FOLDER"), ("cache", "WIRE_CACHE")])
def test_a_full_disk_is_said_before_anything_is_written(tmp_path: Path, which: str, setting: str) -> None:
    mount_namespace = ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*mount_namespace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("namespaces are forbidden here: no small disk can be mounted")
    small, large = tmp_path / "small", tmp_path / "large"
    small.mkdir()
    script = (
        SMALL_DISK
        if which == "data"
        else SMALL_DISK.replace("sys.argv[1]) /", "sys.argv[2]) /").replace(
            "Path(sys.argv[2]))", "Path(sys.argv[1]) / 'cache')"
        )
    )
    command = [*mount_namespace, sys.executable, "-c", script, str(small), str(large)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"0.0 GB are free on the disk of {small}" in done.stdout
    assert setting in done.stdout


def test_a_second_stack_on_a_folder_is_refused_and_told_who_runs_the_first(tmp_path: Path) -> None:
    claim = Claim(tmp_path)
    try:
        with pytest.raises(StackError, match=rf"runs on .* already \(process {os.getpid()}\); `wire down`"):
            Stack(StackConfig(data=tmp_path)).start()
        assert owner(tmp_path) == os.getpid()
    finally:
        claim.release()
    assert owner(tmp_path) is None


def test_a_folder_where_nothing_ran_is_nobody_s(tmp_path: Path) -> None:
    assert not runs(tmp_path)
    assert owner(tmp_path / "missing") is None


def test_a_claim_outlives_its_process_as_long_as_a_server_holds_it(tmp_path: Path) -> None:
    """The stack's process is gone, a server of it still ends: no owner, and a new stack waits for it."""
    script = (
        "import subprocess, sys; from pathlib import Path; from pipeline.stack.claim import Claim;"
        "fd = Claim(Path(sys.argv[1])).fd;"
        "print(subprocess.Popen(['sleep', '600'], pass_fds=[fd], stdout=-3, stderr=-3).pid)"  # -3: /dev/null
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    server = int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    assert runs(tmp_path)
    assert owner(tmp_path) is None
    os.kill(server, 9)
    Claim(tmp_path).release()  # waits until the kernel has ended it
    assert not runs(tmp_path)


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StackError, match="can't start: Not a directory"):
        Stack(StackConfig(data=tmp_path / "file" / "data")).start()
