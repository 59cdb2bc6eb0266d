"""Whatever a file is made of, reading it is short, bounded and ends in words."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from app.report import pdf_contents
from app.report.pdf_reader import PdfReader
from app.report.record import NAME
from app.report.returned import REASONS, FilledForm, Record, Unreadable, read_returned
from tests.builders import tiny_edition
from tests.integration.returned_samples import (
    bomb_attached,
    bomb_of_objects,
    form_with,
    pdf_with,
    record_of,
)

EDITION = tiny_edition()
ANSWERS = {"staff": "some", "members": 12, "partners": ["school", "town"], "name": "Été"}
SECONDS = 2.0
"""Of computing, whatever else this machine does meanwhile."""


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader()


def record(**changed: Any) -> bytes:
    return record_of(EDITION, ANSWERS, **changed)


@pytest.mark.parametrize(
    "saving",
    [
        {},
        {"compress_streams": False},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"linearize": True},
        {"encryption": pikepdf.Encryption(owner="secret", user="")},
    ],
)
def test_a_record_is_read_however_the_pdf_was_saved(
    reader: PdfReader, saving: dict[str, Any]
) -> None:
    expected = Record("test", EDITION.hash, ANSWERS)
    assert read_returned(pdf_with(record(), **saving), reader) == expected


def test_a_record_alone_is_read(reader: PdfReader) -> None:
    for data in (record(), b"\xef\xbb\xbf" + record(), b"\n " + record(format="balises-result/1")):
        found = read_returned(data, reader)
        assert isinstance(found, Record)
        assert found.answers == ANSWERS


def looping(pdf: pikepdf.Pdf) -> list[Any]:
    """Return a field that is its own child."""
    field = pdf.make_indirect(pikepdf.Dictionary(T="a", FT=pikepdf.Name.Tx, V="x"))
    field.Kids = pikepdf.Array([field, field])
    return [field]


def spreading(pdf: pikepdf.Pdf) -> list[Any]:
    """Return fields whose children are shared, so that there are 1,000 to the power of five."""
    below = pdf.make_indirect(pikepdf.Array([pikepdf.Dictionary(T="a", V="x")]))
    for _ in range(5):
        one = pdf.make_indirect(pikepdf.Dictionary(Kids=below))
        below = pdf.make_indirect(pikepdf.Array([one] * 1000))
    return list(below)


def long_text(pdf: pikepdf.Pdf) -> list[Any]:
    return [pikepdf.Dictionary(T="staff", FT=pikepdf.Name.Tx, V="x" * 2**20)]


def many_fields(pdf: pikepdf.Pdf) -> list[Any]:
    return [pikepdf.Dictionary(T=f"f{n}", FT=pikepdf.Name.Tx, V="x") for n in range(5000)]


def nothing(pdf: pikepdf.Pdf) -> list[Any]:
    return [
        pikepdf.Dictionary(T="staff", FT=pikepdf.Name.Btn, V=pikepdf.Name.Off),
        pikepdf.Dictionary(T="name", FT=pikepdf.Name.Tx, V=""),
    ]


def cut(pdf: pikepdf.Pdf) -> list[Any]:
    """Return fields as poppler 22.12 leaves them when it takes out pages: groups become null."""
    return [None, pikepdf.Dictionary(T="name", FT=pikepdf.Name.Tx, V="Nous")]


def doubled(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the fields of two forms joined in one file."""
    return [
        pikepdf.Dictionary(T="partners/town", FT=pikepdf.Name.Btn, AS=pikepdf.Name("/on")),
        pikepdf.Dictionary(T="partners/town", FT=pikepdf.Name.Btn, AS=pikepdf.Name.Off),
    ]


def without_end() -> bytes:
    """Return a filled form whose last bytes, and the table of its objects, are lost."""
    whole = form_with(lambda _: [pikepdf.Dictionary(T="name", FT=pikepdf.Name.Tx, V="Nous")])
    return whole[: whole.rindex(b"startxref")]


SMALL_BODY = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
)


def tables(count: int) -> bytes:
    """Return a PDF with so many tables of objects, each sending to the one before, the first to
    itself.
    """
    parts, place, before = [SMALL_BODY], len(SMALL_BODY), len(SMALL_BODY)
    for _ in range(count):
        parts.append(
            b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n"
            b"trailer\n<</Size 3/Root 1 0 R/Prev %d>>\n" % before
        )
        before, place = place, place + len(parts[-1])
    return b"".join(parts) + b"startxref\n%d\n%%%%EOF\n" % before


def nested(opening: bytes, closing: bytes, depth: int) -> bytes:
    """Return a PDF whose catalogue holds something nested so many times."""
    deep = b"/X " + opening * depth + b"1" + closing * depth + b">>"
    return SMALL_BODY.replace(b">>", deep, 1) + b"trailer\n<</Size 3/Root 1 0 R>>\n%%EOF\n"


sound = pdf_with(record())
HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("empty", lambda: b""),
    "a text": ("not-ours", lambda: b"Bonjour"),
    "an image": ("not-ours", lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000)),
    "only a head": ("damaged", lambda: b"%PDF-1.7\n"),
    "noise after a head": ("damaged", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4000),
    "the first half": ("damaged", lambda: sound[: len(sound) // 3]),
    "no attachment": ("no-data", lambda: pdf_with(None)),
    "another attachment": ("no-data", lambda: pdf_with(record(), name="facture.json")),
    "a password": (
        "encrypted",
        lambda: pdf_with(record(), encryption=pikepdf.Encryption(owner="a", user="b")),
    ),
    "a bomb attached": ("too-heavy", lambda: bomb_attached(600)),
    "a bomb of objects": ("damaged", lambda: bomb_of_objects(600)),
    "an attachment of 1 MB": ("too-heavy", lambda: pdf_with(record(x="a" * 10**6))),
    "10,000 attachments": ("too-heavy", lambda: many_attachments()),
    "no JSON": ("bad-json", lambda: pdf_with(b"{")),
    "not UTF-8": ("bad-json", lambda: pdf_with(b'{"format": "\xff"}')),
    "a list": ("bad-json", lambda: pdf_with(b"[]")),
    "a deep JSON": ("bad-json", lambda: pdf_with(b'{"a":' + b"[" * 90000 + b"]" * 90000 + b"}")),
    "a deep record alone": ("bad-json", lambda: b'{"a":' * 40000 + b"1" + b"}" * 40000),
    "a null character": ("bad-json", lambda: record(x="\x00")),
    "half a character": ("bad-json", lambda: record(x="\ud800")),
    "a number without end": ("bad-json", lambda: b'{"format": 1' + b"0" * 10000 + b"}"),
    "an infinite number": ("bad-json", lambda: b'{"format": 1e999}'),
    "a later format": ("unknown-format", lambda: record(format="balises-result/2")),
    "no format": ("unknown-format", lambda: b"{}"),
    "10,000 answers": ("forged", lambda: record(answers={f"q{n}": "a" for n in range(10_000)})),
    "an answer of 100,000 characters": ("forged", lambda: record(answers={"name": "a" * 10**5})),
    "1,000 options": ("forged", lambda: record(answers={"partners": ["school"] * 1000})),
    "an answer that is an object": ("forged", lambda: record(answers={"name": {"a": 1}})),
    "a question of no name": ("forged", lambda: record(answers={"": "a"})),
    "a question that is markup": ("forged", lambda: record(answers={"<b>": "a"})),
    "answers that are a list": ("forged", lambda: record(answers=["a"])),
    "a hash that is none": ("forged", lambda: record(edition="../etc")),
    "a pathway that is none": ("forged", lambda: record(questionnaire="../../etc/passwd")),
    "a follow-up of nothing": ("forged-follow-up", lambda: record(follow_up=[{}])),
    "a follow-up that is markup": ("forged-follow-up", lambda: record(follow_up="<b>")),
    "10,000 actions": ("forged-follow-up", lambda: pdf_with(record(follow_up=[{}] * 10_000))),
    "a form that loops": ("too-heavy", lambda: form_with(looping)),
    "a form that spreads": ("too-heavy", lambda: form_with(spreading)),
    "a form with 1 MB in a field": ("too-heavy", lambda: form_with(long_text)),
    "a form of 5,000 fields": ("too-heavy", lambda: form_with(many_fields)),
    "a form without fields": ("flattened", lambda: form_with(None)),
    "a form whose fields are gone": ("flattened", lambda: form_with(lambda _: [])),
    "a form with nothing in it": ("blank", lambda: form_with(nothing)),
    "a form cut apart": ("cut", lambda: form_with(cut)),
    "two forms in one file": ("doubled", lambda: form_with(doubled)),
    "a form without its end": ("damaged", without_end),
    "a table that sends to itself": ("damaged", lambda: tables(1)),
    "10,000 tables in a loop": ("damaged", lambda: tables(10_000)),
    "half a million arrays in each other": ("damaged", lambda: nested(b"[", b"]", 500_000)),
    "objects in each other": ("damaged", lambda: nested(b"<</A", b">>", 300_000)),
    "3,000,000 objects begun": ("too-heavy", lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 3_000_000),
    "a form of later": ("unknown-format", lambda: form_with(nothing, format="balises-form/9")),
}


def many_attachments() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    empty = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="a"))
    names: list[Any] = []
    for n in range(10_000):
        names += [pikepdf.String(f"a{n:05}"), empty]
    tree = pikepdf.Dictionary(Names=pikepdf.Array(names))
    pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=tree)
    from tests.integration.returned_samples import saved

    return saved(pdf)


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.replace(" ", "-"))
def test_a_hostile_file_is_refused_in_words_and_in_time(reader: PdfReader, case: str) -> None:
    code, make = HOSTILE[case]
    data = make()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.process_time()
    with pytest.raises(Unreadable) as refused:
        read_returned(data, reader)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = time.process_time() - began
    spent += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert refused.value.code == code
    assert str(refused.value) == REASONS[code]
    assert spent < SECONDS


def test_every_reason_but_those_told_elsewhere_has_a_case() -> None:
    elsewhere = {"too-large", "unknown-questionnaire", "nothing-fits"}
    assert {code for code, _ in HOSTILE.values()} | elsewhere == set(REASONS)


def test_no_damage_to_a_sound_file_goes_unanswered(reader: PdfReader) -> None:
    """Bytes are lost, changed and repeated: what is read is refused, or is what was written."""
    for place in range(0, len(sound), len(sound) // 5):
        for damaged in (
            sound[:place] + sound[place + 20 :],
            sound[:place] + b"\xff" * 5 + sound[place + 5 :],
            sound[:place] + sound[place - 50 : place] + sound[place:],
        ):
            try:
                found = read_returned(damaged, reader)
            except Unreadable:
                continue
            assert isinstance(found, Record)
            assert found.edition == EDITION.hash


def test_the_process_that_reads_has_no_setting_of_ours(
    reader: PdfReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}
    run = subprocess.run

    def watch(command: list[str], **options: Any) -> Any:
        seen.update(options, command=command)
        return run(command, **options)

    monkeypatch.setenv("BALISES_DATABASE_URL", "postgresql://u:secret@h/d")
    monkeypatch.setattr(subprocess, "run", watch)
    read_returned(sound, reader)
    assert set(seen["env"]) == {"LC_ALL"}
    assert seen["command"][0] == sys.executable


def test_the_process_that_reads_cannot_grow_nor_write(tmp_path: Any) -> None:
    """Its limits are set by itself, before anything of the file is looked at."""
    probe = (
        "import runpy, sys, json\n"
        f"m = runpy.run_path({pdf_contents.__file__!r}, run_name='probe')\n"
        "m['limit']()\n"
        "told = {}\n"
        "try:\n    bytearray(600 * 2**20)\nexcept MemoryError:\n    told['memory'] = True\n"
        f"try:\n    open({str(tmp_path / 'x')!r}, 'wb', buffering=0).write(b'x')\n"
        "except OSError:\n    told['file'] = True\n"
        "import resource\n"
        "told['seconds'] = resource.getrlimit(resource.RLIMIT_CPU)[0]\n"
        "print(json.dumps(told))\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True)
    assert json.loads(done.stdout) == {"memory": True, "file": True, "seconds": 1}


def test_a_form_gives_the_values_that_viewers_keep(reader: PdfReader) -> None:
    def fields(pdf: pikepdf.Pdf) -> list[Any]:
        on, off = pikepdf.Name("/on"), pikepdf.Name.Off
        button, text = pikepdf.Name.Btn, pikepdf.Name.Tx

        def radio(name: str, value: Any, *states: Any) -> Any:
            kids = [
                pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, AS=state))
                for state in states
            ]
            return pikepdf.Dictionary(T=name, FT=button, V=value, Kids=pikepdf.Array(kids))

        return [
            pikepdf.Dictionary(T="kept", FT=button, V=pikepdf.Name("/Yes"), AS=off),
            pikepdf.Dictionary(T="drawn", FT=button, V=off, AS=on),
            pikepdf.Dictionary(T="off", FT=button, V=off, AS=off),
            radio("agree", pikepdf.Name("/some"), pikepdf.Name("/some"), off),
            radio("two", off, pikepdf.Name("/some"), pikepdf.Name("/yes")),
            radio("far", pikepdf.Name("/some"), off, pikepdf.Name("/yes")),
            pikepdf.Dictionary(T="utf16", FT=text, V=pikepdf.String("Œuvre – été 🌻")),
            pikepdf.Dictionary(T="bytes", FT=text, V=pikepdf.String(b"\xe9t\xe9")),
            pikepdf.Dictionary(T="aside", FT=text, V=pdf.make_indirect(pikepdf.String("loin"))),
            pikepdf.Dictionary(
                T="stream", FT=text, V=pdf.make_stream("très long".encode("utf-16"))
            ),
            pikepdf.Dictionary(T="list", FT=pikepdf.Name.Ch, V=pikepdf.Array(["79"])),
            pikepdf.Dictionary(T="name", TU="Le nom", FT=text, V="Nous"),
            pikepdf.Dictionary(
                T="group", FT=text, Kids=pikepdf.Array([pikepdf.Dictionary(T="inner", V="x")])
            ),
        ]

    found = read_returned(form_with(fields), reader)
    assert isinstance(found, FilledForm)
    assert {one.name: list(one.values) for one in found.fields} == {
        "kept": ["Yes"],
        "drawn": ["on"],
        "agree": ["some"],
        "two": ["some", "yes"],
        "far": ["some", "yes"],
        "utf16": ["Œuvre – été 🌻"],
        "bytes": ["été"],
        "aside": ["loin"],
        "stream": ["très long"],
        "list": ["79"],
        "name": ["Nous"],
        "group.inner": ["x"],
    }
    assert {one.name: one.title for one in found.fields}["name"] == "Le nom"
    assert NAME not in {one.name for one in found.fields}


def test_a_value_that_a_button_keeps_of_its_own_is_not_an_answer(reader: PdfReader) -> None:
    """pypdf writes the value to each button too; whatever changes the answer leaves it there."""

    def fields(pdf: pikepdf.Pdf) -> list[Any]:
        off, some, none = pikepdf.Name.Off, pikepdf.Name("/some"), pikepdf.Name("/none")
        kids = [
            pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, AS=state, V=value))
            for state, value in ((off, some), (none, off))
        ]
        group = pikepdf.Dictionary(T="staff", FT=pikepdf.Name.Btn, V=none, Kids=pikepdf.Array(kids))
        return [group]

    found = read_returned(form_with(fields), reader)
    assert isinstance(found, FilledForm)
    assert [one.values for one in found.fields] == [("none",)]
