"""Bytes are read in the charset that they are in, whatever is declared, and the reason is kept."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.story.parse.charset import decoded

_AR = "وقالت المتحدثة باسم الحكومة إن الأعمال في الميناء تستأنف صباح الأربعاء"
_FR = "Les dockers de Sète ont levé leur mouvement, a annoncé la préfecture après une réunion"
_DE = "Die Fähre läuft nach der Überprüfung wieder aus, weiß die Hafenbehörde"
_ES = "El túnel de Peñalba reabrió el martes según informó el ministerio"
_PT = "A estação de Valmar reabriu após a manutenção, informou a administração"
_RU = "Паром снова выходит в море после ремонта, сообщила администрация порта"


@pytest.mark.parametrize(
    ("text", "charset", "declared", "name"),
    [
        (_AR, "utf-8", None, "utf-8"),
        (_AR, "utf-8", "iso-8859-1", "utf-8"),
        (_AR, "cp1256", None, "cp1256"),
        (_AR, "cp1256", "windows-1256", "cp1256"),
        (_AR, "cp1256", "iso-8859-1", "cp1256"),
        (_AR, "cp1256", "utf-8", "cp1256"),
        (_AR, "iso8859-6", None, "iso8859-6"),
        (_AR, "utf-16-le", None, "utf-16-le"),
        (_AR, "utf-16-be", None, "utf-16-be"),
        (_AR, "utf-16", "utf-8", "utf-16-le"),
        (_AR, "utf-8-sig", "windows-1256", "utf-8"),
        (_AR, "utf-32", None, "utf-32-le"),
        (_RU, "cp1251", None, "cp1251"),
        (_RU, "koi8-r", "koi8-r", "koi8-r"),
        (_FR, "latin-1", None, "latin-1"),
        (_FR, "latin-1", "utf-8", "latin-1"),
        (f"«{_FR}»", "cp1252", "windows-1252", "cp1252"),
        (f"“{_FR}” – enfin", "cp1252", "iso-8859-1", "cp1252"),
        (_FR, "utf-16-le", None, "utf-16-le"),
        (_DE, "utf-8", "us-ascii", "utf-8"),
        (_DE, "latin-1", "iso-8859-15", "iso8859-15"),
        (_ES, "latin-1", "no-such-charset", "latin-1"),
        (_PT, "latin-1", "rot13", "latin-1"),
        (_PT, "cp1250", "cp1250", "cp1250"),
    ],
)
def test_text_is_read_in_its_own_charset(text: str, charset: str, declared: str | None, name: str) -> None:
    if charset == "cp1250":
        text = "Příliš žluťoučký kůň"
    read = decoded(text.encode(charset), declared)
    assert read.charset.name == name
    assert read.text == text
    assert read.charset.reason
    assert "charset-damaged" not in read.flags


@pytest.mark.parametrize(
    ("value", "declared"),
    [(_FR.encode(), "iso-8859-1"), (f"“{_FR}”".encode("cp1252"), "latin-1"), (_AR.encode("cp1256"), "utf-8")],
)
def test_a_declaration_that_lies_is_flagged_and_named(value: bytes, declared: str) -> None:
    read = decoded(value, declared)
    assert "charset-contradicted" in read.flags
    assert "is declared, but" in read.charset.reason


@pytest.mark.parametrize(
    ("value", "declared"),
    [
        (_FR.encode(), "utf-8"),
        (_FR.encode("latin-1"), "iso-8859-1"),
        (_AR.encode("cp1256"), "cp1256"),
        (b"plain ASCII", "iso-8859-1"),
        (b"plain ASCII", None),
        (_FR.encode(), "us-ascii"),
        (_FR.encode(), "no-such-charset"),
    ],
)
def test_a_declaration_that_is_right_or_says_nothing_is_not_flagged(value: bytes, declared: str | None) -> None:
    assert decoded(value, declared).flags == ()


def test_a_declaration_in_the_xml_is_heard_before_the_transport() -> None:
    value = f'<?xml version="1.0" encoding="windows-1251"?><p>{_DE}</p>'.encode("cp1252")
    assert decoded(value, "iso-8859-1").charset.reason.startswith("as declared") is True
    assert decoded(value, "iso-8859-1").charset.name == "cp1251"


def test_a_few_damaged_bytes_stay_utf8_and_are_flagged() -> None:
    read = decoded(_AR.encode()[:-1] + b"\xff", None)
    assert read.charset.name == "utf-8"
    assert read.text.startswith(_AR[:-1])
    assert read.flags == ("charset-damaged",)


@pytest.mark.parametrize(
    "text",
    [
        "ÉTÉ À SÈTE: GRÈVE LEVÉE",
        "Œuvre d’été – à l’Île",
        "Çà et là",
        "Ä Ö Ü",
        "MÉXICO – ¿Qué pasó?",
    ],
)
def test_capitals_and_quotes_in_latin_text_are_not_taken_for_arabic(text: str) -> None:
    assert decoded(text.encode("cp1252")).text == text


@pytest.mark.parametrize("text", ["NUL\0 in ASCII", "a\0b\0", "\0" * 40, "Sète\0"])
def test_nul_bytes_alone_do_not_make_utf16(text: str) -> None:
    assert decoded(text.encode()).charset.name == "utf-8"


@given(st.text(max_size=200))
def test_every_text_comes_back_from_utf8(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    marked = decoded(codecs.BOM_UTF8 + text.encode())
    assert marked.text == text


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "utf-8", "utf-7", "cp1256", "punycode", "base64", "\udcff", "x" * 50]),
)
def test_any_bytes_are_decoded_somehow(value: bytes, declared: str | None) -> None:
    read = decoded(value, declared)
    assert isinstance(read.text, str)
    assert ("charset-damaged" in read.flags) == ("\N{REPLACEMENT CHARACTER}" in read.text) or "\ufffd".encode() in value
