"""Puts together what the source says and what was found: the only place where the two meet.

What the source's metadata says wins over what cleaning found in the text, because an editor set it; the text fills
what the metadata leaves open. Urgency is the exception that is none: a flash in the text is a flash.
"""

from __future__ import annotations

import msgspec

from pipeline.story.model import Cleaned, Entities, Language, ParsedStory, SourceFields, Story

_SOURCE_FIELDS = SourceFields.__struct_fields__
_DECIDED_HERE = ("urgency", "kind", "ednote", "byline", "copyrightholder", "labels", "quality")
_COPIED = tuple(f for f in _SOURCE_FIELDS if f not in _DECIDED_HERE)

NORMAL_URGENCY = 4
"""What a story without a stated urgency gets: news agencies' 'regular' (ninjs leaves the default open)."""


def assemble(parsed: ParsedStory, cleaned: Cleaned, language: Language, entities: Entities, generation: int) -> Story:
    """The finished story."""
    return Story(
        **{name: getattr(parsed, name) for name in _COPIED},
        urgency=_urgency(parsed.urgency, cleaned.urgency),
        kind=parsed.kind if parsed.kind != "story" else (cleaned.kind or "story"),
        ednote=_joined(parsed.ednote, cleaned.ednote),
        byline=parsed.byline or cleaned.byline,
        copyrightholder=parsed.copyrightholder or cleaned.copyrightholder,
        labels=_merged(parsed.labels, cleaned.labels),
        quality=_merged(parsed.quality, cleaned.quality),
        generation=generation,
        headline=cleaned.headline,
        headline_derived=cleaned.headline_derived,
        kicker=cleaned.kicker,
        dateline=cleaned.dateline,
        signoff=cleaned.signoff,
        creditline=cleaned.creditline,
        body_text=cleaned.body_text,
        wordcount=len(cleaned.body_text.split()),
        charcount=len(cleaned.body_text),
        language=language.language,
        language_score=language.score,
        language_opinions=language.opinions,
        language_shares=language.shares,
        language_disagrees=language.disagrees,
        people=entities.people,
        organisations=entities.organisations,
        places=entities.places,
        countries=entities.countries,
        fixes=cleaned.fixes,
        suspects=cleaned.suspects,
    )


def _urgency(declared: int | None, found: int | None) -> int:
    stated = [u for u in (declared, found) if u is not None]
    return min(stated) if stated else NORMAL_URGENCY


def _joined(declared: str | None, found: str | None) -> str | None:
    """Both notes, each once: the metadata's advisory line and the one in the text are often the same."""
    if declared and found and found not in declared:
        return f"{declared}\n{found}"
    return declared or found


def _merged(declared: list[str], found: list[str]) -> list[str]:
    return list(dict.fromkeys([*declared, *found]))


def to_json(story: Story) -> bytes:
    """One line of UTF-8 JSON, as `wire process` prints it and `wire.stories` carries it."""
    return msgspec.json.encode(story)
