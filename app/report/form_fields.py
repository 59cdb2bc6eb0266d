"""What WeasyPrint writes of form fields, mended so that viewers, screen readers and PDF/A agree.

Must not change what a blank sheet looks like. Imported by PDF workers only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pydyf

from app.report.conformance import finish

_EDITABLE = 1 << 18
"""A list in which something else may be typed: names are written in many ways."""
_DRAWING = re.compile(rb"([\d.]+ [\d.]+ [\d.]+) rg.*?/\S+ ([\d.]+) Tf", re.S)
_FONT = "Helv"
"""What is typed is drawn by the viewer, in the font that every viewer has: a subset of ours, with
glyphs for characters, is more than most can type with."""


def finish_form(
    titles: Mapping[str, str],
    document: Any,
    pdf: Any,
    attempt: int = 0,
    *,
    is_mixed: bool = False,
) -> None:
    """Complete the PDF of a form just before it is written; ``titles`` name the groups of buttons.

    The buttons of a group are one field of that group's name, their states the ids of the options;
    fields to type in are drawn even when empty, as PDF/A asks (ISO 19005-3, 6.3.3).
    """
    dictionaries: list[Any] = [one for one in pdf.objects if isinstance(one, dict)]
    by_reference = {one.reference: one for one in dictionaries}
    form = pdf.catalog["AcroForm"]
    for reference in form["Fields"]:
        field = by_reference[reference]
        if "Kids" in field:
            _mend_group(field, [by_reference[kid] for kid in field["Kids"]], titles)
        elif field.get("FT") in {"/Tx", "/Ch"}:
            _mend_text(pdf, field)
    form["DR"] = pydyf.Dictionary({"Font": pydyf.Dictionary({_FONT: _add_font(pdf)})})
    form["Fields"] = pydyf.Array(
        reference for reference in form["Fields"] if "Parent" not in by_reference[reference]
    )
    finish(document, pdf, attempt, is_mixed=is_mixed)


def _add_font(pdf: Any) -> bytes:
    font = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type1",
            "BaseFont": "/Helvetica",
            "Encoding": "/WinAnsiEncoding",
        }
    )
    pdf.add_object(font)
    reference: bytes = font.reference
    return reference


def _mend_group(group: Any, kids: list[Any], titles: Mapping[str, str]) -> None:
    name = group["T"].string
    group["TU"] = pydyf.String(titles.get(name, name))
    for kid, option in zip(kids, group.pop("Opt"), strict=True):
        # A name of its own would make each button a field apart: two could be on at once.
        del kid["T"], kid["FT"]
        (drawing,) = kid["AP"]["N"].values()
        kid["AP"] = pydyf.Dictionary({"N": pydyf.Dictionary({option.string: drawing})})


def _mend_text(pdf: Any, field: Any) -> None:
    left, top, right, bottom = field["Rect"]
    drawing = pydyf.Stream(
        [],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array((0, 0, abs(right - left), abs(top - bottom))),
            "Resources": pydyf.Dictionary(),
        },
    )
    pdf.add_object(drawing)
    field["AP"] = pydyf.Dictionary({"N": drawing.reference})
    # Only colours and text belong in how the text of a field is drawn (ISO 32000-1, 12.7.3.3).
    found = _DRAWING.search(field["DA"].string)
    if found is not None:
        drawn = b"%b rg /%b %b Tf" % (found[1], _FONT.encode(), found[2])
        field["DA"] = pydyf.String(drawn)
    if field["FT"] == "/Ch":
        field["Ff"] |= _EDITABLE
