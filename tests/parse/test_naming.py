"""Updates and kills join their story; nothing depends on file names, offsets or today's clock."""

from __future__ import annotations

import pytest

from pipeline.story.model import ParsedStory, RawHeaders, RawStory
from pipeline.story.parse import parse
from pipeline.story.parse.naming import MAX_URI_BYTES
from pipeline.story.parse.split import split

_RECEIVED = 1_693_996_800_000


def _stories(value: bytes | str, **headers: str | int) -> list[ParsedStory]:
    raw = RawStory(
        value=value if isinstance(value, bytes) else value.encode(),
        headers=RawHeaders(**{"feed": "desk", "received": _RECEIVED, **headers}),  # type: ignore[arg-type] # a test's
    )
    stories = parse(raw)
    assert all(isinstance(story, ParsedStory) for story in stories), stories
    return [story for story in stories if isinstance(story, ParsedStory)]


def _afp_like(revision: str, created: str, status: str = "Usable") -> str:
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>agx.example</ProviderId><DateId>20230905</DateId>"
        f"<NewsItemId>TX-1</NewsItemId><RevisionId>{revision}</RevisionId>"
        f"<PublicIdentifier>urn:newsml:agx.example:20230905:TX-1:{revision}</PublicIdentifier></NewsIdentifier>"
        f"</Identification><NewsManagement><ThisRevisionCreated>{created}</ThisRevisionCreated>"
        f'<Status FormalName="{status}"/></NewsManagement><NewsComponent><NewsLines><HeadLine>Quay</HeadLine>'
        "</NewsLines></NewsComponent></NewsItem></NewsML>"
    )


def test_an_update_and_a_kill_have_the_uri_of_their_story_and_grow_in_version() -> None:
    (first,) = _stories(_afp_like("1", "20230905T100000Z"))
    (update,) = _stories(_afp_like("2", "20230905T100000Z"))
    (kill,) = _stories(_afp_like("3", "20230905T110000Z", "Canceled"))
    assert first.uri == update.uri == kill.uri == "urn:newsml:agx.example:20230905:TX-1"
    assert first.version < update.version < kill.version
    assert kill.pubstatus == "canceled"


def test_a_revision_beyond_999_never_overtakes_a_later_second() -> None:
    (many,) = _stories(_afp_like("123456", "20230905T100000Z"))
    (later,) = _stories(_afp_like("1", "20230905T100001Z"))
    assert many.version < later.version


def test_a_public_identifier_alone_loses_its_revision_but_keeps_it_as_one() -> None:
    text = _afp_like("7", "20230905T100000Z").replace("ProviderId", "Provider").replace("RevisionId", "Revision")
    (story,) = _stories(text)
    assert story.uri == "urn:newsml:agx.example:20230905:TX-1"
    assert story.version % 1000 == 7


@pytest.mark.parametrize(
    ("guid", "uri"),
    [
        ("tag:wire.example,2014:newsml_L3N0SG0PJ:4", "tag:wire.example,2014:newsml_L3N0SG0PJ"),
        ("tag:wire.example,2016:newsml_KBN13X1WU", "tag:wire.example,2016:newsml_KBN13X1WU"),
        ("urn:newsml:dpx.example:20230905:99-12:4", "urn:newsml:dpx.example:20230905:99-12:4"),
        ("http://docs.agx.example/9XX8YZ", "http://docs.agx.example/9XX8YZ"),
    ],
)
def test_a_guid_loses_only_a_revision_that_is_known_to_be_one(guid: str, uri: str) -> None:
    text = f'<newsItem guid="{guid}" version="4"><contentMeta><headline>Quay</headline></contentMeta></newsItem>'
    assert _stories(text)[0].uri == uri


def test_an_identity_in_the_story_wins_over_the_one_that_intake_gave() -> None:
    (story,) = _stories('{"uri": "urn:a:1", "headline": "Quay"}', uri="urn:wire:desk:file-name", version=5)
    assert story.uri == "urn:a:1"


def test_without_one_the_headers_name_a_single_story_and_date_it() -> None:
    (story,) = _stories("Quay reopens", uri="urn:wire:desk:0001", version=1_693_900_000_000)
    assert (story.uri, story.version) == ("urn:wire:desk:0001", 1_693_900_000_000)
    assert story.quality == []


def test_the_headers_never_name_one_of_several_stories() -> None:
    """Else two stories of a file would overwrite each other."""
    first, second = _stories('[{"headline": "Quay"}, {"headline": "Bridge"}]', uri="urn:wire:desk:0001")
    assert len({first.uri, second.uri, "urn:wire:desk:0001"}) == 3
    assert "identity-derived" in first.quality
    (alone,) = _stories('{"headline": "Quay"}')
    assert alone.uri == first.uri, "the identity of a story's own bytes doesn't depend on its neighbours"


def test_the_same_bytes_are_the_same_story_and_other_bytes_another() -> None:
    assert _stories("Quay")[0].uri == _stories("Quay", received=1)[0].uri
    assert _stories("Quay")[0].uri != _stories("Quay.")[0].uri


def test_a_uri_that_no_index_takes_is_named_by_its_hash() -> None:
    long = "urn:a:" + "x" * MAX_URI_BYTES
    (first,) = _stories(f'{{"uri": "{long}", "headline": "Quay"}}')
    (update,) = _stories(f'{{"uri": "{long}", "headline": "Quay reopens"}}')
    assert first.uri == update.uri
    assert len(first.uri) < MAX_URI_BYTES
    (other,) = _stories(f'{{"uri": "{long}y", "headline": "Quay"}}')
    assert other.uri != first.uri


def test_a_7901_message_is_named_by_service_number_and_day() -> None:
    text = "\x01abc0123 4 pol 12\r\n\x02Quay reopens\r\n\x03\r\n{}\r\n"
    (story,) = _stories(text.format("051032"))
    (again,) = _stories(text.format("051040"))
    (next_day,) = _stories(text.format("060001"))
    assert story.uri == again.uri == "urn:wire:desk:abc0123:2023-09-05"
    assert story.version < again.version
    assert next_day.uri == "urn:wire:desk:abc0123:2023-09-06"


def test_a_missing_word_count_or_time_loses_no_message() -> None:
    (story,) = _stories("\x01abc0123 4 pol\r\n\x02Quay reopens\r\n\x03")
    assert story.body == "Quay reopens"
    assert story.version == _RECEIVED
    assert "version-derived" in story.quality


def test_a_day_that_its_month_lacks_is_of_an_earlier_month() -> None:
    (story,) = _stories("\x01abc0123 4 pol\r\n\x02Quay\r\n\x03\r\n311032\r\n", received=1_696_000_000_000)
    assert story.versioncreated.date().isoformat() == "2023-08-31"


@pytest.mark.parametrize("received", [-(10**15), -1, 0, 10**18])
def test_an_absurd_time_of_receipt_is_no_exception(received: int) -> None:
    (story,) = _stories("Quay reopens", received=received)
    assert 0 <= story.version < 2**53


_STREAM_7901 = b"".join(
    b"\r\n\x01abc%04d 4 pol 2\r\nQUAY\r\n\x02Quay reopens\r\n\x03\r\n051032\r\n" % n for n in range(5)
)
_STREAM_ANPA = b"".join(
    b"\x16\x16\x01a%04d\x1fxx\r\nr i\x13\x11bc-quay 09-05 0002\r\n\x02\tQuay<\r\n\x03XX-NY-09-05-23 1032GMT<\r\n" % n
    for n in range(5)
)
_LINES = b"".join(b'{"uri": "urn:a:%d", "headline": "Quay"}\n' % n for n in range(5))


@pytest.mark.parametrize("stream", [_STREAM_7901, _STREAM_ANPA, _LINES], ids=["iptc7901", "anpa1312", "ninjs"])
def test_a_stream_is_cut_into_transmissions_of_one_story_each(stream: bytes) -> None:
    pieces = split(stream)
    assert b"".join(pieces) == stream
    assert len(pieces) == 5
    alone = [one.uri for piece in pieces for one in _stories(piece)]
    assert alone == [one.uri for one in _stories(stream)]
    assert len(set(alone)) == 5


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"Quay reopens\n\nPORT ELLIS (XX) - It did.\n",
        b"\x01not a header at all\r\n",
        b"<newsMessage><itemSet/></newsMessage>",
        b'[{"uri": "urn:a:1"},\n{"uri": "urn:a:2"}]',
        b'{\n "uri": "urn:a:1"\n}\n',
        b'{"uri": "urn:a:1"}\nand then words\n',
        b"Text with a stray \x02 and \x03 in it",
        '{"uri": 1}\n{"uri": 2}\n'.encode("utf-16"),
    ],
)
def test_what_is_no_stream_stays_whole(value: bytes) -> None:
    assert split(value) == [value]


def test_a_line_end_between_soh_and_header_does_not_cut_the_message() -> None:
    stream = b"".join(b"\x01\r\nabc012%d 4 pol 1\r\n\x02Quay %d\x03\r\n" % (number, number) for number in range(3))
    assert [story.sequence for story in _stories(stream)] == [120, 121, 122]
    assert len(split(stream)) == 3


def test_the_end_of_a_message_whose_beginning_was_lost_is_a_piece_of_its_own() -> None:
    stream = b"... the quay was closed.\r\n\x03\r\n051030\r\n" + _STREAM_7901
    pieces = split(stream)
    assert b"".join(pieces) == stream
    assert len(pieces) == 6
    first, *_ = _stories(stream)
    assert first.body == "... the quay was closed."
    assert "framing-repaired" in first.quality
