"""Speed and latency of the pipeline: `python -m bench` (`make bench`), or `python -m bench core latency`.

Every benchmark is a module with

* `TITLE`, one line on what is measured, and
* `measure(bench: Bench) -> list[Figure]`: measures, and gives figures with their units.

It is listed in `bench/__main__.py`, in the order of a whole run. `Bench` holds what several need, made once and only
where asked for: the rules, the servers. Figures measured in the same run can be set in proportion: machines differ and
are shared, so a proportion says more than a rate. A benchmark is bounded: a whole run takes a few minutes. One that
takes longer is named in `ON_REQUEST` and runs only when asked for by name.

Rates of the core are per second of CPU time, as other programs on the machine then count less; everything with servers
is measured by the clock. Texts are made from `sentences.json`, written for the project.
"""
