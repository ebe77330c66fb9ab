"""The damage experiment: clean look-alike stories × each kind of damage, and what cleaning makes of it.

    python -m bench.damage [--stories 500] [--write]

For each kind: how many stories it was done to, the share restored exactly (headline, dateline, body and sign-off are
those of the undamaged story), left as damaged, and wrongly changed (more than white space altered, and not to what it
had been). Then the speed on undamaged stories. `--write` puts the table into docs/cleaning.md.

Everything is drawn from a fixed seed: two runs give the same table, but for the times.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bench.damages import ONE_ANSWER, OPEN, Damage, mistyped
from bench.lookalikes import TEMPLATES, LookAlike, look_alikes
from pipeline.lexicon.build import load_words
from pipeline.lexicon.words import NO_WORDS, Words
from pipeline.story.clean import clean
from pipeline.story.model import Cleaned, Fix, ParsedStory

PAGE = Path(__file__).parents[1] / "docs" / "cleaning.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
AT = datetime(2023, 9, 5, 18, tzinfo=UTC)


class Outcome(NamedTuple):
    """What became of one kind of damage: numbers of stories."""

    done: int
    restored: int
    wrong: int


def parsed(text: str) -> ParsedStory:
    """The text as a plain file brings it."""
    return ParsedStory(
        uri="urn:wire:bench:1", version=1, feed="bench", format="plain", versioncreated=AT, headline=None, body=text
    )


def is_whole(result: Cleaned, story: LookAlike) -> bool:
    """Every part came out as it should."""
    headline = f"{result.kicker}: {result.headline}" if result.kicker else result.headline
    return (
        result.body_text == story.body
        and headline == story.headline
        and result.signoff == story.signoff
        and result.dateline is not None
        and result.dateline.place is not None
        and result.dateline.place in story.dateline
    )


def outcome(damage: Damage, stories: list[LookAlike], seed: int = 7) -> Outcome:
    """One kind of damage, done to every story that it can be done to."""
    chance = random.Random(seed)
    done = restored = wrong = 0
    for story in stories:
        damaged = damage(story, chance)
        if damaged is None:
            continue
        done += 1
        result = clean(parsed(damaged))
        if is_whole(result, story):
            restored += 1
        elif any((fix.before + fix.after).strip() and fix.moved_to is None for fix in _beyond(result)):
            wrong += 1
    return Outcome(done, restored, wrong)


def _beyond(result: Cleaned) -> list[Fix]:
    return [fix for fix in result.fixes if fix.rule != "derived-headline"]


def undamaged(stories: list[LookAlike]) -> list[LookAlike]:
    """The stories that cleaning changes beyond white space, though nothing is wrong with them."""
    return [story for story in stories if not is_whole(clean(parsed(story.sent)), story)]


def suspected(stories: list[LookAlike], words: Words, seed: int = 7) -> tuple[int, int, int]:
    """Mistyped words: how many, how many suspected with the right suggestion; and suspects in undamaged stories."""
    chance = random.Random(seed)
    done = right = false = 0
    for story in stories:
        false += any(s.rule == "typo" for s in clean(parsed(story.sent), words).suspects)
        if damaged := mistyped(story, chance):
            done += 1
            suggestions = {s.suggestion for s in clean(parsed(damaged), words).suspects if s.rule == "typo"}
            right += any(
                word.lower() in {str(s).lower() for s in suggestions} for word in TEMPLATES[story.language]["typo"]
            )
    return done, right, false


def times(stories: list[LookAlike], words: Words) -> list[float]:
    """Milliseconds of processor time for 2 KB of each story: the best of five, as others share the machine."""
    measured = []
    for story in stories:
        source = parsed(story.sent)
        best = min(_once(source, words) for _ in range(5))
        measured.append(best * 1000 * 2048 / len(story.sent.encode()))
    return measured


def _once(source: ParsedStory, words: Words) -> float:
    start = time.process_time()
    clean(source, words)
    return time.process_time() - start


def table(stories: list[LookAlike], words: Words) -> str:
    """The page's measured part."""
    count = len(stories)
    lines = [
        f"{count} stories, seed 5; `python -m bench.damage --stories {count} --write`.",
        "",
        f"Undamaged stories changed beyond white space: **{len(undamaged(stories))} of {count}**.",
        "",
        "| damage with one right answer | stories | restored exactly | left | wrongly changed |",
        "|---|---|---|---|---|",
    ]
    lines += [_row(name, outcome(damage, stories)) for name, damage in ONE_ANSWER.items()]
    lines += [
        "",
        "| damage without one | stories | restored exactly | left | wrongly changed |",
        "|---|---|---|---|---|",
    ]
    lines += [_row(name, outcome(damage, stories)) for name, damage in OPEN.items()]
    done, right, false = suspected(stories, words)
    measured, bare = times(stories, words), times(stories, NO_WORDS)
    lines += [
        "",
        f"Two letters swapped: suspected, with the right suggestion, in {right} of {done} ({right / done:.0%});",
        f"undamaged stories with a suspected word: {false} of {count}.",
        "",
        f"Processor time for 2 KB: median {statistics.median(measured):.2f} ms, 95th percentile {_p95(measured):.2f}",
        f"ms; without the search for typing errors {statistics.median(bare):.2f} ms. Machine: 2 shared cores, 24 GiB.",
    ]
    return "\n".join(lines)


def _row(name: str, found: Outcome) -> str:
    left = found.done - found.restored - found.wrong
    return f"| {name} | {found.done} | {found.restored / found.done:.1%} | {left} | {found.wrong} |"


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def main() -> None:
    """Run the experiment and print its table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--stories", type=int, default=500)
    options.add_argument("--write", action="store_true", help="put the table into docs/cleaning.md")
    chosen = options.parse_args()
    measured = table(look_alikes(chosen.stories), load_words())
    print(measured)
    if chosen.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{measured}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
