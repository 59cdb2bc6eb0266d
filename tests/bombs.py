"""Files that call themselves workbooks and are meant to hurt, one of each kind."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from app.content.sheets.pathway import read_folder
from app.content.sheets.take_out import take_out
from tests.content.folders import SMALL

_SHEET = "xl/worksheets/sheet2.xml"
_STRINGS = "xl/sharedStrings.xml"
_OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_CLOSE = b"</sheetData></worksheet>"
_GIB = 1024**3
_MIB = 1024**2
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def sound() -> bytes:
    """Return a workbook that nothing is wrong with."""
    return take_out(read_folder(SMALL), "jardin")


def _with(changes: dict[str, bytes]) -> bytes:
    """Return the sound workbook with parts replaced or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sound())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.pop(name) if name in changes else old.read(name))
        for name, data in changes.items():
            new.writestr(name, data)
    return stream.getvalue()


def _spaces(size: int) -> bytes:
    """Return a raw deflate stream of blanks, made of one block said again and again."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = squeeze.compress(b" " * _MIB) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return block * (size // _MIB) + squeeze.flush(zlib.Z_FINISH)


def _one_entry(name: str, data: bytes, declared: int, crc: int) -> bytes:
    """Return an archive of one entry whose header says what it is told to."""
    raw = name.encode()
    common = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, crc, len(data), declared, len(raw), 0)
    local = b"PK\x03\x04" + common + raw + data
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common
    central += struct.pack("<3H2L", 0, 0, 0, 0, 0) + raw
    end = struct.pack("<4H2LH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


def _honest_gigabyte() -> bytes:
    return _one_entry("xl/workbook.xml", _spaces(_GIB), _GIB, 0)


def _lying_gigabyte() -> bytes:
    said = b" " * 1000
    return _one_entry("xl/workbook.xml", _spaces(_GIB), len(said), zlib.crc32(said))


def _many_entries(count: int = 10_000) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(count):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"")
    return stream.getvalue()


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">{entities}]><sst><t>&j;</t></sst>'
    return _with({_STRINGS: text.encode()})


def _outside() -> bytes:
    text = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><t>&a;</t></sst>'
    return _with({_STRINGS: text.encode()})


def _rows(row: bytes, count: int) -> bytes:
    return _with({_SHEET: _OPEN + row * count + _CLOSE})


def _far_cell() -> bytes:
    cell = b'<row r="1"><c r="XFD1"><v>1</v></c></row>'
    return _with({_SHEET: _OPEN + cell + _CLOSE})


def _many_cells() -> bytes:
    row = b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>"
    return _with({_SHEET: _OPEN + row + _CLOSE})


def _strings(piece: bytes, size: int) -> bytes:
    return _with({_STRINGS: b"<sst>" + piece * (size // len(piece)) + b"</sst>"})


def _nested() -> bytes:
    return _with({"xl/media/image1.png": _many_entries(5)})


def _deep() -> bytes:
    return _with({_STRINGS: b"<a>" * 100_000 + b"</a>" * 100_000})


def _formulas() -> bytes:
    row = b'<row r="99"><c r="C99"><f>HYPERLINK("http://x")</f><v>1</v></c></row>'
    with zipfile.ZipFile(io.BytesIO(sound())) as archive:
        sheet = archive.read(_SHEET)
    return _with({_SHEET: sheet.replace(b"</sheetData>", row + b"</sheetData>")})


def _twice() -> bytes:
    data = _with({"xl/media/a.xml": b"", "xl/media/b.xml": b""})
    return data.replace(b"xl/media/b.xml", b"xl/media/a.xml")


def _encrypted() -> bytes:
    data = bytearray(sound())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a gigabyte, said": (_honest_gigabyte, "décomprimé, dépasse"),
    "a gigabyte, denied": (_lying_gigabyte, "décomprimé, dépasse"),
    "10,000 entries": (_many_entries, "10000 fichiers"),
    "60,000 entries": (lambda: _many_entries(60_000), "dépasse 5 Mio"),
    "entity expansion": (_laughs, "déclaration interdite"),
    "an outside entity": (_outside, "déclaration interdite"),
    "500,000 rows": (lambda: _rows(b"<row><c><v>1</v></c></row>", 500_000), "décomprimé, dépasse"),
    "500,000 empty rows": (lambda: _rows(b"<row/>", 500_000), "20000 lignes"),
    "a row far down": (lambda: _rows(b'<row r="1048576"/>', 1), "20000 lignes"),
    "16,384 columns": (_many_cells, "256 colonnes"),
    "the last column": (_far_cell, "256 colonnes"),
    "10 MB of shared strings": (
        lambda: _strings(b"<si><t>abcdefghij</t></si>", 10 * _MIB),
        "décomprimé, dépasse",
    ),
    "8 MB of empty strings": (lambda: _strings(b"<si/>", 8 * _MIB - 100), "bien trop grande"),
    "deep nesting": (_deep, "bien trop grande"),
    "formulas": (_formulas, "C99"),
    "an old or encrypted workbook": (lambda: _OLE + b"\0" * 5000, ".xls"),
    "encrypted entries": (_encrypted, "chiffré"),
    "macros": (lambda: _with({"xl/vbaProject.bin": _OLE}), "macros"),
    "links to other files": (
        lambda: _with({"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "autres fichiers",
    ),
    "an archive inside": (_nested, "autre archive"),
    "an unexpected part": (lambda: _with({"evil.exe": b"MZ"}), "partie inattendue"),
    "a way out": (lambda: _with({"../../etc/passwd": b"x"}), "partie inattendue"),
    "truncated": (lambda: sound()[:-5000], "abîmé"),
    "a part twice": (_twice, "deux fois"),
    "not a zip": (lambda: b"id: jardin\n" * 100, "n’est pas un classeur"),
    "empty": (lambda: b"", "n’est pas un classeur"),
    "another kind of archive": (
        lambda: _one_entry("content.xml", zlib.compress(b"<a/>")[2:-4], 4, zlib.crc32(b"<a/>")),
        ".ods",
    ),
}
"""A name -> how to make the file, and words of the refusal."""


def write(name: str, folder: Path) -> tuple[Path, str]:
    """Write a bomb into a folder; return its path and words of its refusal."""
    make, words = BOMBS[name]
    path = folder / "bomb.xlsx"
    path.write_bytes(make())
    return path, words
