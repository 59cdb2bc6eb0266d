"""Files that come back, sound and hostile, made without typesetting."""

from __future__ import annotations

import io
import json
import zlib
from typing import Any

import pikepdf

from app.domain.edition import Edition
from app.report.record import FORMAT, NAME


def record_of(content: Edition, given: dict[str, Any], /, **changed: Any) -> bytes:
    """Return the record of raw answers to an edition; ``changed`` replaces or adds keys."""
    said = {
        "format": FORMAT,
        "questionnaire": content.questionnaire.id,
        "edition": content.hash,
        "reference": "BAL-7K3M-Q2XD",
        "answers": given,
        "profile": {},
        **changed,
    }
    return json.dumps(said).encode()


def pdf_with(attached: bytes | None, name: str = NAME, **saving: Any) -> bytes:
    """Return a PDF of one page, with an attachment if any."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if attached is not None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, attached, filename=name)
    return saved(pdf, **saving)


def saved(pdf: pikepdf.Pdf, **saving: Any) -> bytes:
    """Return the bytes of a PDF, and close it."""
    target = io.BytesIO()
    pdf.save(target, **saving)
    pdf.close()
    return target.getvalue()


def bomb_attached(mebibytes: int) -> bytes:
    """Return a PDF whose attachment inflates to so many mebibytes."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(mebibytes)) + packer.flush()
    stream = pikepdf.Stream(pdf, b"")
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    stream.Type = pikepdf.Name.EmbeddedFile
    specification = pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec,
        F=NAME,
        UF=NAME,
        EF=pikepdf.Dictionary(F=pdf.make_indirect(stream)),
    )
    names = pikepdf.Array([pikepdf.String(NAME), pdf.make_indirect(specification)])
    pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
    return saved(pdf)


def bomb_of_objects(mebibytes: int) -> bytes:
    """Return a PDF whose objects lie in a stream that inflates to so many mebibytes."""
    packer = zlib.compressobj(9)
    body = packer.compress(b"1 0 2 30 << /Type /Catalog /Pages 2 0 R >>")
    body += b"".join(packer.compress(b" " * 2**20) for _ in range(mebibytes)) + packer.flush()
    head = b"%PDF-1.7\n"
    stream = (
        b"3 0 obj\n<< /Type /ObjStm /N 2 /First 8 /Filter /FlateDecode /Length "
        + str(len(body)).encode()
        + b" >>\nstream\n"
        + body
        + b"\nendstream\nendobj\n"
    )
    start = len(head) + len(stream)
    rows = [(0, 0, 255), (2, 3, 0), (2, 3, 1), (1, len(head), 0), (1, start, 0)]
    table = b"".join(
        bytes([kind]) + where.to_bytes(4, "big") + bytes([n]) for kind, where, n in rows
    )
    xref = (
        b"4 0 obj\n<< /Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R /Length "
        + str(len(table)).encode()
        + b" >>\nstream\n"
        + table
        + b"\nendstream\nendobj\nstartxref\n"
        + str(start).encode()
        + b"\n%%EOF\n"
    )
    return head + stream + xref


def form_with(fields: Any, **root: Any) -> bytes:
    """Return a PDF that says it is a form, with the fields that a function makes of it."""
    from app.report.returned import FORM_NAME

    pdf = pikepdf.new()
    pdf.add_blank_page()
    said = root or {"format": "balises-form/1", "questionnaire": "test", "edition": "0" * 64}
    pdf.attachments[FORM_NAME] = pikepdf.AttachedFileSpec(
        pdf, json.dumps(said).encode(), filename=FORM_NAME
    )
    if fields is not None:
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields(pdf)))
    return saved(pdf)
