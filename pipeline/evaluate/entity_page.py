"""The figures of the entities stage as Markdown, for the terminal and `docs/evaluation.md`."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.evaluate.entities import ALL, CITY_TARGET, ID_TARGET, KINDS, TARGETS, EntityReport, Score

_NAMES = {"person": "people", "place": "places", "organisation": "organisations", ALL: "all"}


def entity_page(report: EntityReport, without: dict[str, EntityReport], half: str) -> str:
    """All tables, with what each shows. Aggregates only: no text of the corpus stands here.

    `without`: reports of the tagger with fewer steps, by what is left (`gazetteer`, `+ introductions`).
    """
    mentions = report.scores[ALL, ALL].annotated
    cities = report.city_words
    rows = [
        ["ids", f"{report.ids_right} of {report.ids_compared}", f"{report.id_accuracy:.3f}", f"≥ {ID_TARGET}"],
        ["city words: precision", f"{cities.right} of {cities.found}", f"{cities.precision:.3f}", f"≥ {CITY_TARGET}"],
        ["– recall", f"{cities.right} of {cities.annotated}", f"{cities.recall:.3f}", ""],
        ["traps sprung", f"{report.sprung} of {report.traps}", "", "0"],
    ]
    return "\n\n".join(
        (
            f"### Half `{half}`: {report.stories} stories with {mentions} mentions, {report.city_sentences} sentences, "
            f"{report.traps} traps",
            _type_table(report),
            _table(["", "counts", "share", "target"], rows),
            "F1 by language and type (mentions annotated):\n\n" + _language_table(report),
            "What each step adds (F1 over all languages):\n\n" + _ablation_table({**without, "+ propagation": report}),
        )
    )


def _type_table(report: EntityReport) -> str:
    rows = []
    for kind in (*KINDS, ALL):
        score = report.scores[ALL, kind]
        figures = (f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
        rows.append([_NAMES[kind], *figures, f"≥ {TARGETS[kind]}", str(score.annotated)])
    return _table(["spans", "precision", "recall", "F1", "target", "mentions"], rows)


def _language_table(report: EntityReport) -> str:
    languages = sorted({language for language, _ in report.scores if language != ALL})
    rows = []
    for language in languages:
        scores = [report.scores.get((language, kind), Score()) for kind in (*KINDS, ALL)]
        rows.append([f"`{language}`", *(f"{score.f1:.3f} ({score.annotated})" for score in scores)])
    return _table(["", *(_NAMES[kind] for kind in (*KINDS, ALL))], rows)


def _ablation_table(reports: dict[str, EntityReport]) -> str:
    rows = [[name, *(f"{one.scores[ALL, kind].f1:.3f}" for kind in (*KINDS, ALL))] for name, one in reports.items()]
    return _table(["", *(_NAMES[kind] for kind in (*KINDS, ALL))], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
