"""The figures of the language stage as Markdown, for the terminal and `docs/evaluation.md`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.evaluate.language import (
    BINS,
    CALIBRATION_TARGET,
    CUTS,
    HEADLINE_LENGTHS,
    SETS,
    STAGE,
    TARGETS,
    LanguageReport,
    Outcome,
    accuracy,
    calibration,
    calibration_error,
    confusions,
)


def language_page(report: LanguageReport, half: str) -> str:
    """All tables, with what each shows. Aggregates only: no text of the corpus stands here."""
    own = report.outcomes[STAGE]
    every = [one for name in SETS for one in own[name]]
    texts = {name: len(own[name]) for name in SETS}
    return "\n\n".join(
        (
            f"### Half `{half}`: "
            + ", ".join(f"{count} {name}" for name, count in texts.items())
            + f", {len({one.asked.language for one in every})} languages",
            _accuracy_table(report),
            _length_table(report),
            f"Calibration of the stage over the three sets, in {BINS} bins of equal width (none is shown empty):\n\n"
            + _calibration_table(every),
            "By language, over the three sets; what it was taken for, and how often:\n\n" + _language_table(every),
        )
    )


def _accuracy_table(report: LanguageReport) -> str:
    rows = []
    for name, outcomes in report.outcomes.items():
        every = [one for chosen in SETS for one in outcomes[chosen]]
        rows.append([name, *(_share(outcomes[chosen]) for chosen in SETS), f"{calibration_error(every):.3f}"])
        known = report.known[name]
        own = {chosen: [one for one in outcomes[chosen] if known(one.asked.language)] for chosen in SETS}
        if sum(map(len, own.values())) < len(every):
            error = calibration_error([one for chosen in SETS for one in own[chosen]])
            languages = len({one.asked.language for one in every if known(one.asked.language)})
            rows.append([f"– of its {languages} languages", *map(_share, own.values()), f"{error:.3f}"])
    rows.append(["*target*", *(f"≥ {TARGETS[name]:.1%}" for name in SETS), f"≤ {CALIBRATION_TARGET}"])
    return _table(["right", *SETS, "calibration error"], rows)


def _length_table(report: LanguageReport) -> str:
    names = list(report.outcomes)
    rows = [
        [f"bodies, first {cut} characters", *(_share(report.outcomes[name][str(cut)]) for name in names)]
        for cut in CUTS
    ]
    start = 0
    for end in HEADLINE_LENGTHS:
        for kind in ("headlines", "capitals"):
            of_length = {
                name: [one for one in report.outcomes[name][kind] if start < len(one.asked.text) <= end]
                for name in names
            }
            count = len(of_length[STAGE])
            shares = [_share(chosen) for chosen in of_length.values()]
            rows.append([f"{kind} of {start + 1}–{end} characters ({count})", *shares])
        start = end
    return _table(["right, by length", *names], rows)


def _calibration_table(outcomes: Sequence[Outcome]) -> str:
    rows = [
        [f"{one.start:.1f}–{one.start + 1 / BINS:.1f}", str(one.texts), f"{one.score:.3f}", f"{one.right:.3f}"]
        for one in calibration(outcomes)
    ]
    return _table(["score", "texts", "mean score", "share right"], rows)


def _language_table(outcomes: Sequence[Outcome]) -> str:
    asked = Counter(one.asked.language for one in outcomes)
    taken = confusions(outcomes)
    rows = []
    for tag, count in asked.items():
        wrong = sorted(
            ((answer, n) for (wanted, answer), n in taken.items() if wanted == tag), key=lambda p: (-p[1], p)
        )
        share = 1 - sum(n for _, n in wrong) / count
        rows.append([f"`{tag}`", str(count), f"{share:.1%}", ", ".join(f"`{answer}` {n}" for answer, n in wrong)])
    return _table(["language", "texts", "right", "taken for"], rows)


def _share(outcomes: Sequence[Outcome]) -> str:
    return f"{accuracy(outcomes):.1%}" if outcomes else "–"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
