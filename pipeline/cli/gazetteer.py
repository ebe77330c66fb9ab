"""`wire gazetteer`: the names that tagging knows. No server is needed."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from pipeline.cli.bidi import isolated
from pipeline.console import errors
from pipeline.failure import OperatorError
from pipeline.gazetteer.known import Known

gazetteer = typer.Typer(
    name="gazetteer", help="Build, check and look up the names that are known.", no_args_is_help=True
)


@gazetteer.command()
def build() -> None:
    """Build the gazetteer of the lists and the libraries into one file, and say what is in it.

    It is built by itself at the first use after a change; this does it at once, as for an image.

    Exit codes: 0 built; 3 a list can't be read (`wire gazetteer check` names the line), or no folder can be written.

    Example:  wire gazetteer build
    """
    from pipeline.gazetteer.build import build as build_file  # noqa: PLC0415  # loads CLDR and geonames
    from pipeline.gazetteer.lists import ListError  # noqa: PLC0415  # as above

    start = perf_counter()
    try:
        built, path = build_file()
    except ListError as error:
        raise OperatorError(str(error)) from error
    if path is None:
        raise OperatorError("the gazetteer can be written neither beside the package nor in the user's cache folder")
    kinds = Counter(known.kind for known in built.entities)
    counts = ", ".join(f"{count} {kind}s" for kind, count in sorted(kinds.items()))
    sys.stdout.write(f"{path}\n{path.stat().st_size} bytes: {counts}, {len(built.keys)} names\n")
    errors.print(f"built in {perf_counter() - start:.1f} s", highlight=False)


@gazetteer.command()
def check(
    lists: Annotated[
        Path | None, typer.Option("--lists", help="Folder of lists; those of the package by default.")
    ] = None,
    advice: Annotated[bool, typer.Option("--advice", help="Print what is only advice too, line by line.")] = False,
) -> None:
    """Look for clashes, junk, wrong ids and attributes, names that are words, and names without Arabic.

    Each fault is one line: file:line, its kind, what is wrong and what to do.

    Exit codes: 0 no fault; 1 faults; 2 wrong use; 3 the folder has no list.

    Example:  wire gazetteer check --advice | grep arabic
    """
    from pipeline.gazetteer.check import faults_of  # noqa: PLC0415  # loads ISO codes
    from pipeline.gazetteer.lists import LISTS, entity_lists  # noqa: PLC0415  # as above

    folder = lists or LISTS
    if not list(entity_lists(folder)):
        raise OperatorError(f"{folder} has no list (people-*.txt, organisations-*.txt, countries.txt, cities.txt)")
    found = faults_of(folder)
    for one in found:
        if advice or not one.advice:
            sys.stdout.write(f"{one.where}: {one.kind}: {isolated(one.message)}\n")
    faults = sum(not one.advice for one in found)
    errors.print(f"{faults} faults, {len(found) - faults} lines of advice in {folder}", highlight=False)
    raise typer.Exit(1 if faults else 0)


@gazetteer.command()
def show(
    name: Annotated[str, typer.Argument(help="A name in any script and spelling, or an id (wd:Q7747, iso3166:FR).")],
) -> None:
    """What a name resolves to and under which conditions; for an id, all the names by which it is found.

    Exit codes: 0 known; 1 unknown (the nearest known names are listed); 2 wrong use.

    Example:  wire gazetteer show بوتين
    """
    from pipeline.gazetteer import lookup  # noqa: PLC0415  # loads the gazetteer
    from pipeline.gazetteer.build import load_gazetteer  # noqa: PLC0415  # as above

    built = load_gazetteer()
    entities = lookup.with_id(built, name)
    for entity in entities:
        sys.stdout.write(f"{described(built.entities[entity])}\n")
        for key in lookup.keys_of_entity(built, entity):
            sys.stdout.write(f"    {isolated(key)}\n")
    bearers = lookup.bearers(built, name)
    for form, known in bearers:
        sys.stdout.write(f"{described(known)}  {'; '.join(lookup.conditions(form)) or 'always'}\n")
    if entities or bearers:
        return
    near = ", ".join(isolated(key) for key in lookup.near(built, name))
    errors.print(
        f"{isolated(name)} is not known{f'; near: {near}' if near else ''}",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
    raise typer.Exit(1)


def described(known: Known) -> str:
    """One line: id, name, kind, country, coordinates."""
    parts = [known.kind, known.type if known.type != known.kind else None, known.country]
    if known.lat is not None and known.lon is not None:
        parts.append(f"{known.lat:.2f} {known.lon:.2f}")
    return f"{known.id or '-':<16} {isolated(known.name)} ({', '.join(part for part in parts if part)})"
