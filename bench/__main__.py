"""Runs benchmarks: `python -m bench [NAME…] [--servers KAFKA,URL]`; without a name, all that take a few minutes."""

from __future__ import annotations

import argparse
import signal
from contextlib import ExitStack
from importlib import import_module

from bench.figures import Figure, machine, proportions, table
from bench.page import DOCS, write_section
from bench.servers import Bench

NAMES = ("core", "language", "parsers", "entities", "index", "replay", "latency")
"""In the order of a whole run."""
ON_REQUEST: tuple[str, ...] = ("search", "peers", "scaling", "backpressure", "costs")
"""Those that take longer and run only when asked for by name."""


def main() -> None:
    """Measure, and print tables that fit into `docs/benchmarks.md`."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES + ON_REQUEST)}")
    parser.add_argument(
        "--servers", metavar="KAFKA,URL", help="running servers, instead of an embedded stack of its own"
    )
    parser.add_argument("--long", action="store_true", help="the long form of what has one")
    parser.add_argument(
        "--write", action="store_true", help="put what makes a section or a chart into docs/, instead of printing it"
    )
    asked = parser.parse_args()
    if unknown := set(asked.names) - {*NAMES, *ON_REQUEST}:
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what is open is closed
    measured: list[Figure] = []
    print(f"{machine()}\n")
    with ExitStack() as open_things:
        bench = Bench(asked.servers, open_things, long=asked.long)
        for name in asked.names or NAMES:
            module = import_module(f"bench.{name}")
            figures = module.measure(bench)
            measured += figures
            print(f"| {name}: {module.TITLE} | |\n|---|---|\n{table(figures)}\n", flush=True)
    if compared := proportions(measured):
        print(f"| proportions, in this run | |\n|---|---|\n{table(compared)}")
    for name, text in bench.pages.items():
        write_section(name, text) if asked.write else print(f"\n{text}")
    for name, chart in bench.charts.items():
        if asked.write:
            (DOCS / name).write_text(chart, encoding="utf-8")


if __name__ == "__main__":
    main()
