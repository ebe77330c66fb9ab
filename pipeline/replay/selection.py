"""Which stories of a topic an operator wants replayed. Pure."""

from __future__ import annotations

from msgspec import Struct

from pipeline.story.model import RawHeaders, RawStory, Rejected, Story
from pipeline.story.parse import parse


class Filters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a story must be. An empty list asks for nothing; of a list's entries any will do; all lists must agree."""

    feeds: list[str] = []
    languages: list[str] = []
    """BCP 47, as found by the pipeline; `pt` takes `pt-BR` too."""
    uris: list[str] = []
    formats: list[str] = []
    """The format that was read (`plain`, `newsml12` …)."""
    agencies: list[str] = []
    """The dateline's credit (`AFP`) or what the source states as `infosource`."""

    def __bool__(self) -> bool:
        return any((self.feeds, self.languages, self.uris, self.formats, self.agencies))


class Window(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When a record must have been written to its topic: milliseconds since the epoch, `until` excluded."""

    since: int | None = None
    until: int | None = None

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    def holds(self, timestamp: int) -> bool:
        """Whether a record with this time stamp is in it."""
        return (self.since is None or timestamp >= self.since) and (self.until is None or timestamp < self.until)


def wants_story(filters: Filters, story: Story) -> bool:
    """Whether a story passes."""
    return (
        _among(filters.feeds, story.feed)
        and _among(filters.uris, story.uri)
        and _among(filters.formats, story.format)
        and (not filters.languages or _language_among(filters.languages, story.language))
        and (not filters.agencies or bool(_agencies(story) & {name.casefold() for name in filters.agencies}))
    )


def wants_rejected(filters: Filters, rejected: Rejected, form: str | None) -> bool:
    """Whether a rejection passes; `form` is the format that intake stated, if any.

    A rejection has neither language nor agency: a replay that asks for one leaves all rejections out.
    """
    return (
        not filters.languages
        and not filters.agencies
        and _among(filters.feeds, rejected.feed)
        and (not filters.uris or rejected.uri in filters.uris)
        and (not filters.formats or form in (*filters.formats, "auto"))
    )


def may_want(filters: Filters, headers: RawHeaders, value: bytes) -> bool:
    """Whether anything of a transmission could pass, told from its headers and a parse, before the whole core is paid.

    Never False for a transmission of which a story passes: `parse` decides feed, uri and format for good.
    """
    if not _among(filters.feeds, headers.feed):
        return False
    if not filters.uris and not filters.formats:
        return True
    parts = parse(RawStory(value=value, headers=headers))
    return any(
        wants_rejected(filters, part, headers.format)
        if isinstance(part, Rejected)
        else _among(filters.uris, part.uri) and _among(filters.formats, part.format)
        for part in parts
    )


def _among(wanted: list[str], value: str) -> bool:
    return not wanted or value in wanted


def _language_among(wanted: list[str], language: str) -> bool:
    return language in wanted or language.partition("-")[0] in wanted


def _agencies(story: Story) -> set[str]:
    names = (story.dateline.agency if story.dateline else None, story.infosource)
    return {name.casefold() for name in names if name}
