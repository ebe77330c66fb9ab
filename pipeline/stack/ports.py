"""Ports of the loopback: which are free, who listens."""

from __future__ import annotations

import random
import socket
from pathlib import Path

from pipeline.stack.failure import StackError

_LOWEST = 10_000
_EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port() -> int:
    """A port of the loopback that nobody listens on now.

    Below the range from which the kernel takes ports for outgoing connections: a server that is stopped for a while
    and started again finds its port free.
    """
    ceiling = _lowest_ephemeral()
    if ceiling - _LOWEST < 1000:
        return _any_free_port()
    return next(port for port in random.sample(range(_LOWEST, ceiling), 200) if _is_free(port))


def must_be_free(port: int, server: str, setting: str) -> None:
    """Raise StackError where somebody listens on the port already."""
    if not _is_free(port):
        raise StackError(
            f"port {port}, which {server} is to listen on, is in use by another program; end that one, or choose "
            f"another port with {setting} (0 takes a free one)."
        )


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _lowest_ephemeral() -> int:
    try:
        return int(_EPHEMERAL.read_text(encoding="ascii").split()[0])
    except OSError:  # no Linux
        return 0
