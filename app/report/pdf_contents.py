"""Run by path in a process of its own, never imported: says what a PDF that was sent carries.

Reads the PDF on its input and writes JSON; must not decide what any of it means. Whoever made the
file may mean harm: this process has no secret, opens no file, and dies of its own limits.
"""

from __future__ import annotations

import io
import json
import sys
import zlib
from collections.abc import Iterator
from typing import Any

MIB = 1024 * 1024
MEMORY = 512 * MIB
CPU_SECONDS = 1
ATTACHMENT_BYTES = 512 * 1024
"""An attachment of ours is a twentieth of that."""
MOST_ATTACHMENTS = 100
MOST_FIELDS = 2_000
MOST_WIDGETS = 10_000
DEEPEST_FIELD = 6
LONGEST_VALUE = 20_000
LONGEST_NAME = 500
ALL_VALUES = 400_000
"""Characters read of all the fields together."""
_MENDED = "Attempting to reconstruct"
"""What qpdf says when it looks for objects one by one, as the table of them is lost."""


class Refused(Exception):
    """The PDF is not read any further; the message is the code that says why."""


def limit() -> None:
    """Bound what this process may use, before anything of the file is looked at."""
    try:
        import resource
    except ImportError:  # not a system that has it: the wall clock of whoever started us remains
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def contents(data: bytes, names: tuple[str, ...]) -> dict[str, Any]:
    """Return what a PDF carries under some names, and what its form was filled with.

    Keys: ``attachments`` (text by name), ``keywords`` (of the document), ``is_mended``,
    ``has_form``, ``is_cut`` and ``is_doubled`` (what becomes of a form in some programs),
    ``fields`` (name, title and values each).

    Raises:
        Refused: if it cannot be read, or is not worth the trouble.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            attachments = _attachments(pdf, names)
            form = pdf.Root.get("/AcroForm")
            has_form = isinstance(form, pikepdf.Dictionary) and len(form.get("/Fields", ())) > 0
            return {
                "attachments": attachments,
                "keywords": _string(pdf.docinfo.get("/Keywords"))[:LONGEST_NAME],
                "is_mended": any(_MENDED in str(one) for one in pdf.get_warnings()),
                "has_form": has_form,
                "is_cut": has_form and _is_cut(form),
                "is_doubled": has_form and _is_doubled(form),
                "fields": list(_fields(form)) if has_form else [],
            }
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except MemoryError:
        raise Refused("too-heavy") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused("damaged") from None


def _attachments(pdf: Any, names: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for count, (key, specification) in enumerate(pdf.attachments.items()):
        if count >= MOST_ATTACHMENTS:
            raise Refused("too-heavy")
        for name in {str(key), str(specification.filename)} & set(names):
            found.setdefault(name, _text(specification.get_file().obj))
    return found


def _text(stream: Any) -> str:
    """Return the text of an attached stream, inflated no further than it may be long."""
    try:
        return _inflated(stream, ATTACHMENT_BYTES).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("bad-json") from None


def _inflated(stream: Any, limit: int) -> bytes:
    filters = stream.get("/Filter")
    raw: bytes = stream.read_raw_bytes()
    kinds = [] if filters is None else _names(filters)
    if kinds == ["/FlateDecode"]:
        try:
            raw = zlib.decompressobj().decompress(raw, limit + 1)
        except zlib.error:
            raise Refused("damaged") from None
    elif kinds:
        raise Refused("damaged")
    if len(raw) > limit:
        raise Refused("too-heavy")
    return raw


def _names(filters: Any) -> list[str]:
    import pikepdf

    many = filters if isinstance(filters, pikepdf.Array) else [filters]
    return [str(one) for one in many]


def _is_cut(form: Any) -> bool:
    """Whether fields are missing that the form speaks of: what is left of them has no name.

    So does poppler leave the groups of buttons, when it takes a document apart or joins two.
    """
    import pikepdf

    return any(not isinstance(one, pikepdf.Dictionary) for one in form.Fields)


def _is_doubled(form: Any) -> bool:
    """Whether two fields bear the same name: several forms were joined in one file."""
    import pikepdf

    names = [
        _string(one.get("/T"))
        for one in form.Fields
        if isinstance(one, pikepdf.Dictionary) and "/Parent" not in one
    ]
    named = [name for name in names if name]
    return len(set(named)) < len(named)


class _Field:
    """A field whose widgets may be several, and may say different things."""

    def __init__(self, name: str, title: str) -> None:
        self.name = name
        self.title = title
        self.values: list[str] = []

    def add(self, value: str) -> None:
        if value not in self.values:
            self.values.append(value)


def _fields(form: Any) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the fields that hold something: full name, title, and each value once.

    Of boxes and buttons a value is the name of a state that is on, be it said by the field or by
    one of its widgets: what is drawn and what is kept differ after some viewers.
    """
    found: dict[str, _Field] = {}
    left = ALL_VALUES
    for count, (name, title, value) in enumerate(_walk(form.get("/Fields", ()), "", "", None, 0)):
        left -= len(value)
        if count > MOST_WIDGETS or len(found) > MOST_FIELDS or left < 0:
            raise Refused("too-heavy")
        field = found.setdefault(name, _Field(name, title))
        field.title = field.title or title
        if value:
            field.add(value)
    for field in found.values():
        if field.values:
            yield field.name, field.title, field.values


def _walk(
    nodes: Any, name: str, title: str, kind: str | None, depth: int
) -> Iterator[tuple[str, str, str]]:
    import pikepdf

    if depth > DEEPEST_FIELD or len(nodes) > MOST_FIELDS:
        raise Refused("too-heavy")
    for node in nodes:
        if not isinstance(node, pikepdf.Dictionary):
            continue
        own = _string(node.get("/T"))[:LONGEST_NAME]
        full = f"{name}.{own}" if name and own and own != name else own or name
        said = _string(node.get("/TU"))[:LONGEST_NAME] or title
        type_ = str(node.get("/FT", kind or ""))
        # Only a field has a value. pypdf writes one to its buttons as well, which stays there when
        # another program changes the answer.
        kept = node.get("/V") if own or not name else None
        if type_ == "/Btn":
            yield full, said, _state(kept)
            yield full, said, _state(node.get("/AS"))
        else:
            for value in _texts(kept):
                yield full, said, value
        kids = node.get("/Kids")
        if isinstance(kids, pikepdf.Array):
            yield from _walk(kids, full, said, type_, depth + 1)


def _state(value: Any) -> str:
    state = _string(value).removeprefix("/")
    return "" if state == "Off" else state[:LONGEST_NAME]


def _texts(value: Any) -> list[str]:
    import pikepdf

    many = value if isinstance(value, pikepdf.Array) else [value]
    return [_string(one) for one in many]


def _string(value: Any) -> str:
    import pikepdf

    if isinstance(value, pikepdf.Stream):  # a long text may be one, says the standard
        raw = _inflated(value, 4 * LONGEST_VALUE)
        return _bounded(str(pikepdf.String(raw)))
    if isinstance(value, pikepdf.String | pikepdf.Name):
        return _bounded(str(value))
    return ""


def _bounded(text: str) -> str:
    if len(text) > LONGEST_VALUE:
        raise Refused("too-heavy")
    # No half characters, no nulls: they could neither be kept nor shown.
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def main() -> None:
    """Read the PDF on the input, write what it carries as JSON."""
    limit()
    data = sys.stdin.buffer.read()
    try:
        told: dict[str, Any] = contents(data, tuple(sys.argv[1:]))
    except Refused as refused:
        told = {"refused": str(refused)}
    except MemoryError:
        told = {"refused": "too-heavy"}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    import logging

    logging.disable(logging.CRITICAL)  # what a file is made of is nobody's business
    main()
