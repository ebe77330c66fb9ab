"""Cleaning: repairs wire damage, moves wire furniture to fields, and lists everything that it did.

`clean` is pure and never raises for any text. For every field, `apply_fixes(raw, fixes, field)` is the clean text and
`undo_fixes(clean, fixes, field)` the raw one. The raw text of `body_text` is `ParsedStory.body`; that of `headline` is
the format's own headline, or the lines that a fix moved out of the body (`moved_to="headline"`), or nothing when the
headline is derived from the first sentence.
"""

from __future__ import annotations

import re

from pipeline.lexicon.words import NO_WORDS, Words
from pipeline.story.clean import fixes as order
from pipeline.story.clean import guard, heading, quotes, repeats, typos
from pipeline.story.clean.dateline import dateline_of
from pipeline.story.clean.furniture import Furniture, furniture_of
from pipeline.story.clean.ledger import (
    Edit,
    Ledger,
    RawOffsets,
    apply_fixes,
    encodable,
    headline_before,
    undo_fixes,
)
from pipeline.story.model import Cleaned, Fix, Kind, ParsedStory, Suspect

__all__ = ["RawOffsets", "apply_fixes", "clean", "headline_before", "undo_fixes"]

_SENTENCE = re.compile(r"[^\n]{10,220}?[.!?؟…][\"'”’»)]*(?=\s)|[^\n]+")
LONGEST_ALERT = 300
"""Characters: an alert is one sentence."""


def clean(parsed: ParsedStory, words: Words = NO_WORDS) -> Cleaned:
    """The clean text of a story, with what was repaired, moved and suspected; `words` tells typing errors."""
    done: list[Fix] = []
    breaches: list[str] = []
    raw = encodable(parsed.body)
    body = Ledger("body_text", raw, done)
    order.run(order.CHARACTERS, body, breaches)
    found = furniture_of(body.text, parsed.versioncreated, wants_headline=parsed.headline is None)
    _move(body, found, breaches)
    order.run(order.MARKED_PARAGRAPHS if parsed.paragraphs_marked else order.PARAGRAPHS, body, breaches)
    order.run(order.SENTENCES, body, breaches)
    headline_raw = headline_before(done, parsed.headline)
    headline = Ledger("headline", headline_raw, done)
    derived = not headline.text.strip()
    if derived:
        _derive(headline, body.text)
    kicker = _headline(headline, found, breaches)
    replayed = guard.replays(raw, done, body.text, "body_text") and guard.replays(
        headline_raw, done, headline.text, "headline"
    )
    if not replayed:
        return Cleaned(headline=parsed.headline or "", headline_derived=False, body_text=raw, quality=["guard-breach"])
    parts = body.text.split()
    urgency = min((u for u in map(heading.urgency_of, found.labels) if u), default=None)
    return Cleaned(
        headline=headline.text,
        headline_derived=derived,
        body_text=body.text,
        kicker=kicker,
        dateline=dateline_of(parsed.dateline_text, parsed.versioncreated) if parsed.dateline_text else found.dateline,
        byline=found.byline,
        signoff=found.signoff,
        ednote="\n".join(found.notes) or None,
        copyrightholder=found.copyrightholder,
        creditline=found.creditline,
        labels=found.labels,
        urgency=urgency,
        kind=_kind(found, headline.text, body.text, derived, urgency),
        fixes=done,
        suspects=[
            *repeats.near_repeats(body.text, parts),
            *quotes.suspect_marks(body.text),
            *typos.typos(body.text, parts, words),
            *map(_breach, dict.fromkeys(breaches)),
        ],
        quality=["guard-breach"] if breaches else [],
    )


def _breach(rule: str) -> Suspect:
    """What a person reads of a repair that the guard refused."""
    evidence = f"the repair {rule} would have changed letters or digits and was not made"
    return Suspect(rule="guard-breach", field="body_text", start=0, end=0, text="", evidence=evidence)


def _move(body: Ledger, found: Furniture, breaches: list[str]) -> None:
    if all(guard.moves(body.text, edit) for edit in found.edits):
        body.apply("furniture", found.edits)
    else:
        breaches.append("furniture")


def _headline(headline: Ledger, found: Furniture, breaches: list[str]) -> str | None:
    """Cleans the headline and takes label and kicker out of it; returns the kicker."""
    order.run(order.CHARACTERS, headline, breaches)
    order.run(order.HEADLINE, headline, breaches)
    while prefix := heading.label_prefix(headline.text):
        found.labels.append(prefix[0])
        headline.apply("label", [Edit(0, prefix[1], "", "labels")])
    if (split := heading.kicker_of(headline.text)) is None:
        return None
    headline.apply("kicker", [Edit(0, split[1], "", "kicker")])
    return split[0]


def _derive(headline: Ledger, body: str) -> None:
    """The first sentence stands in for a headline; no text, no headline.

    Source: AFP's alerts have none: one sentence and a sign-off. The story says that its headline is derived.
    """
    m = _SENTENCE.search(body)
    if m:
        headline.apply("derived-headline", [Edit(0, len(headline.text), m[0].strip())])


def _kind(found: Furniture, headline: str, body: str, derived: bool, urgency: int | None) -> Kind | None:
    if any(map(heading.is_service, found.labels)) or heading.is_service_headline(headline):
        return "advisory"
    single = derived and "\n\n" not in body and len(body) <= LONGEST_ALERT and found.dateline is None
    return "alert" if single and (found.signoff or urgency) else None
