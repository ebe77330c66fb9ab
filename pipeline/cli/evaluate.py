"""`wire evaluate`: each stage against a corpus with the right answers. No server is needed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pipeline.cli.bidi import isolated
from pipeline.console import errors
from pipeline.evaluate.sections import EVALUATION, write_section
from pipeline.failure import OperatorError

evaluate = typer.Typer(
    name="evaluate", help="Evaluate a stage on a corpus with the right answers.", no_args_is_help=True
)


class Half(StrEnum):
    """`dev` may be read while rules are written; `test` is kept apart, and only aggregates of it are shown."""

    DEV = "dev"
    TEST = "test"


class Part(StrEnum):
    """The halves of the language corpus, and the headlines that weights are fitted to."""

    TRAIN = "train"
    DEV = Half.DEV
    TEST = Half.TEST


Write = Annotated[bool, typer.Option("--write", help="Write the figures to docs/evaluation.md too.")]


@evaluate.command()
def language(
    half: Annotated[Part, typer.Option(help="Which part of the corpus.")] = Part.DEV,
    corpus: Annotated[Path, typer.Option(help="Folder with the parts.")] = Path("corpora/language"),
    mistakes: Annotated[
        bool, typer.Option("--mistakes", help="List the texts that were misjudged; not those of test.")
    ] = False,
    write: Write = False,
) -> None:
    """Accuracy, confusions and calibration of the language stage, beside langdetect and py3langid by themselves.

    Exit codes: 0 every target is met; 1 one is missed; 2 wrong use; 3 the corpus can't be read.

    Example:  wire evaluate language --half dev --mistakes
    """
    from pipeline.evaluate.language import SETS, STAGE, evaluate_language, read_corpus  # noqa: PLC0415  # loads profiles
    from pipeline.evaluate.language_page import language_page  # noqa: PLC0415  # loads profiles
    from pipeline.story.language import load_detector  # noqa: PLC0415  # loads profiles

    if mistakes and half is Part.TEST:
        raise typer.BadParameter("single texts of the half that is kept apart aren't shown", param_hint="--mistakes")
    try:
        texts = read_corpus(corpus / half)
    except (OSError, msgspec.DecodeError) as error:
        raise OperatorError(f"the corpus {corpus / half} can't be read: {error}") from error
    report = evaluate_language(load_detector(), texts)
    page = language_page(report, half)
    sys.stdout.write(page + "\n")
    if mistakes:
        for one in (one for name in SETS for one in report.outcomes[STAGE][name] if not one.right):
            asked = one.asked
            line = f"{asked.id}  {asked.language} taken for {one.answer} {one.score:.2f}:  {isolated(asked.text[:90])}"
            sys.stdout.write(line + "\n")
    if write:
        _write(f"language-{half}", page)
    missed = report.missed()
    for sentence in missed:
        errors.print(f"missed: {sentence}", highlight=False)
    raise typer.Exit(1 if missed else 0)


@evaluate.command()
def entities(
    half: Annotated[Half, typer.Option(help="Which half of the corpus.")] = Half.DEV,
    corpus: Annotated[Path, typer.Option(help="Folder with both halves.")] = Path("corpora/entities"),
    mistakes: Annotated[
        bool, typer.Option("--mistakes", help="List what was missed and what was false in dev.")
    ] = False,
    write: Write = False,
) -> None:
    """Spans and ids of people, places and organisations, cities whose names are words, traps, and what each step adds.

    Exit codes: 0 every target is met; 1 one is missed; 2 wrong use; 3 the corpus can't be read.

    Example:  wire evaluate entities --half dev --mistakes
    """
    from pipeline.evaluate.entities import evaluate_entities, read_corpus  # noqa: PLC0415  # loads the gazetteer
    from pipeline.evaluate.entity_page import entity_page  # noqa: PLC0415  # as above
    from pipeline.gazetteer.build import load_gazetteer  # noqa: PLC0415  # as above
    from pipeline.story.entities import Tagger  # noqa: PLC0415  # as above

    if mistakes and half is Half.TEST:
        raise typer.BadParameter("single texts of the half that is kept apart aren't shown", param_hint="--mistakes")
    try:
        texts = read_corpus(corpus / half)
    except (OSError, msgspec.DecodeError) as error:
        raise OperatorError(f"the corpus {corpus / half} can't be read: {error}") from error
    built = load_gazetteer()
    fewer = {"gazetteer": frozenset[str](), "+ introductions": frozenset(("introductions",))}
    without = {name: evaluate_entities(Tagger(built, steps), texts) for name, steps in fewer.items()}
    report = evaluate_entities(Tagger(built), texts)
    page = entity_page(report, without, half)
    sys.stdout.write(page + "\n")
    if mistakes:
        for what, found in (("missed", report.missed), ("false", report.false)):
            for name, count in sorted(found.items()):
                sys.stdout.write(f"{what}  {isolated(name)}{f'  ({count})' if count > 1 else ''}\n")
    if write:
        _write(f"entities-{half}", page)
    failed = report.failed()
    for sentence in failed:
        errors.print(f"missed: {sentence}", highlight=False)
    raise typer.Exit(1 if failed else 0)


@evaluate.command()
def fit_language(
    corpus: Annotated[Path, typer.Option(help="Folder with the parts train and dev.")] = Path("corpora/language"),
    rounds: Annotated[int, typer.Option(min=1, help="Steps of the search.")] = 600,
) -> None:
    """Fit the weights of the language stage to the parts train and dev, and print them in the form of weights.json.

    Nothing is written: read the figures of `wire evaluate language` with the new weights before you keep them.

    Exit codes: 0 weights were found; 3 the corpus can't be read.

    Example:  wire evaluate fit-language > weights.json
    """
    from pipeline.evaluate.language import read_corpus  # noqa: PLC0415  # loads profiles
    from pipeline.evaluate.language_fit import fit  # noqa: PLC0415  # loads profiles
    from pipeline.story.language.evidence import load_weights, load_witnesses  # noqa: PLC0415  # loads profiles
    from pipeline.story.language.languages import load_languages  # noqa: PLC0415  # loads profiles

    try:
        texts = [one for part in (Part.TRAIN, Part.DEV) for one in read_corpus(corpus / part)]
    except (OSError, msgspec.DecodeError) as error:
        raise OperatorError(f"the corpus {corpus} can't be read: {error}") from error
    weights, before, after = fit(load_weights(), load_witnesses(load_languages()), texts, rounds)
    errors.print(f"mean log loss {before:.4f}, now {after:.4f}", highlight=False)
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(weights), indent=2) + b"\n")


def _write(section: str, page: str) -> None:
    """Put the figures into the document, with the day of the measurement."""
    try:
        write_section(EVALUATION, section, f"{page}\n\nMeasured on {datetime.now(UTC):%Y-%m-%d}.")
    except OSError as error:
        raise OperatorError(f"{EVALUATION} can't be written ({error.strerror}): run it in a checkout") from error
