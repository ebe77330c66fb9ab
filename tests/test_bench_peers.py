"""What the pipeline is measured beside does its work, and the figures of a comparison are reckoned right."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from importlib.util import find_spec

import pytest
from lxml import etree

from bench.chart import Bar, chart, shown, spread
from bench.page import with_section
from bench.peers import PROGRAMS, peer
from bench.peers_page import BULK, CORE, NAIVE, OURS, QUIX, Run, faster, overhead, page
from bench.processes import cpu_seconds, tree
from bench.stories import raw
from pipeline.settings import Settings

ROUNDS = {
    CORE: [Run(100, 0.1, own=0.1, elasticsearch=0.0), Run(100, 0.2, own=0.2, elasticsearch=0.0)],
    BULK: [Run(100, 0.1, own=0.01, elasticsearch=0.1), Run(100, 0.1, own=0.01, elasticsearch=0.1)],
    OURS: [Run(100, 0.2, own=0.2, elasticsearch=0.1), Run(100, 0.4, own=0.3, elasticsearch=0.15)],
    NAIVE: [Run(10, 0.4, own=0.3, elasticsearch=0.1), Run(10, 0.4, own=0.3, elasticsearch=0.1)],
}


def test_a_peer_is_compared_round_by_round_whatever_its_count_of_stories() -> None:
    assert faster(ROUNDS, NAIVE) == pytest.approx([20, 10])
    assert faster(ROUNDS, OURS) == [1, 1]


def test_overhead_is_cpu_time_beside_the_core_and_elasticsearch_alone() -> None:
    assert overhead(ROUNDS) == pytest.approx([1.5, 1.5])


def test_the_section_has_a_row_for_each_that_was_measured_and_no_other() -> None:
    text = page(ROUNDS, "here")
    assert text.startswith("here\n\n|")
    assert "| naive Faust | 25 | 25 | 25 | 30 | 10 | 10 × |" in text
    assert "rate ÷ naive Faust, at least 15 × | 10 | 10 | 20 |" in text
    assert QUIX not in text


def test_only_what_stands_between_its_marks_is_written_anew() -> None:
    before = "# T\n<!-- a: begin -->\nold\n<!-- a: end -->\n<!-- b: begin -->\nkept\n<!-- b: end -->\n"
    assert with_section(before, "a", r"new \1") == before.replace("old", r"new \1")


@pytest.mark.parametrize("document", ["", "# T\n", "<!-- a: begin -->\nno end", "<!-- b: begin -->\n<!-- b: end -->"])
def test_a_page_without_the_marks_is_refused_rather_than_changed(document: str) -> None:
    with pytest.raises(ValueError, match="no section a"):
        with_section(document, "a", "text")


def test_a_bar_is_as_long_as_its_median_and_names_are_safe_in_xml() -> None:
    svg = etree.fromstring(chart("A & B", "per second", [Bar("<ours>", [50, 100, 200], ours=True), Bar("b", [50])]))
    bars = [element for element in svg.iter("{http://www.w3.org/2000/svg}rect") if element.get("x")]
    lengths = [float(str(bar.get("width"))) for bar in bars]
    assert lengths[0] == pytest.approx(2 * lengths[1])
    assert "<ours>" in [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("bars", [[], [Bar("nothing", [0.0])]])
def test_nothing_to_draw_is_an_error(bars: list[Bar]) -> None:
    with pytest.raises(ValueError, match="above zero"):
        chart("T", "u", bars)


@pytest.mark.parametrize(("values", "expected"), [([5], (5, 5, 5)), ([3, 1, 2], (1, 2, 3)), ([4, 1, 3, 2], (1, 2, 4))])
def test_a_spread_is_of_values_that_were_measured(values: list[float], expected: tuple[float, ...]) -> None:
    assert spread(values) == expected


@pytest.mark.parametrize(("value", "text"), [(0.0449, "0.0449"), (99.9, "99.9"), (12345.6, "12,346"), (0, "0")])
def test_figures_show_three_digits(value: float, text: str) -> None:
    assert shown(value) == text


def test_a_tree_has_a_process_s_children_and_a_stranger_s_not() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        found = {process.pid: process for process in tree(os.getpid())}
        assert found[child.pid].parent == os.getpid()
        assert found[child.pid].resident > 0
        assert [process.pid for process in tree(child.pid)] == [child.pid]
        assert os.getppid() not in found
        child.communicate(b"\n")
    assert tree(child.pid) == []


def test_the_cpu_time_of_a_child_that_ended_stays_counted() -> None:
    before = cpu_seconds(os.getpid())
    subprocess.run([sys.executable, "-c", "import time\nwhile time.process_time() < 0.3: pass"], check=True)
    assert cpu_seconds(os.getpid()) - before >= 0.25


@pytest.mark.stack
@pytest.mark.parametrize("name", PROGRAMS)
def test_each_peer_indexes_every_story(name: str, wire: Settings) -> None:
    if "quix" in PROGRAMS[name] and not find_spec("quixstreams"):
        pytest.skip("quixstreams is not installed: make bench-peers does it, in an environment of its own")
    stories = [raw(number) for number in range(20)]
    with ExitStack() as open_things:
        run = peer(wire, PROGRAMS[name], open_things)(stories)
    assert run.stories == 20
    ticks = 2 / os.sysconf("SC_CLK_TCK")  # twenty stories may take less than one: then none is counted
    assert 0 <= run.own <= run.seconds * (os.cpu_count() or 1) + ticks
