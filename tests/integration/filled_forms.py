"""Fills in the fields of a form as viewers of PDF do, each in its own way."""

from __future__ import annotations

import io
from decimal import Decimal
from random import Random
from typing import Any

import pikepdf

from app.domain.answers import format_number
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.paper_reading import field_of
from app.domain.questionnaire import Item

OFF = pikepdf.Name.Off


def fill(blank: bytes, edition: Edition, answers: Answers, random: Random) -> bytes:
    """Return the form with answers written into its fields, as a viewer drawn by chance would."""
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        for question, value in answers.items():
            _fill(pdf, fields, edition.questionnaire.items_by_id[question], value, random)
        target = io.BytesIO()
        pdf.save(target, compress_streams=random.random() < 0.5)
        return target.getvalue()


def _fill(
    pdf: pikepdf.Pdf, fields: dict[str, Any], item: Item, value: AnswerValue, random: Random
) -> None:
    chosen = value if isinstance(value, tuple) else (value,)
    if item.question.kind in {"single", "scale"}:
        press(fields[item.id], str(value), random)
    elif all(one in item.options_by_id for one in chosen):
        for option in chosen:
            tick(fields[field_of(item.id, str(option))], random)
    else:
        text = format_number(value) if isinstance(value, Decimal) else str(value)
        write(pdf, fields[item.id], text, random)


def press(field: Any, state: str, random: Random | None = None) -> None:
    """Press one button of a group: the field says so, or its button, or both.

    pypdf 7.1 says so everywhere, and of the field as a string.
    """
    way = random.choice(("both", "field", "button", "pypdf")) if random else "both"
    name = pikepdf.Name(f"/{state}")
    if way != "button":
        field.V = pikepdf.String(f"/{state}") if way == "pypdf" else name
    if way != "field":
        for kid in field.Kids:
            kid.AS = name if name in kid.AP.N else OFF
            if way == "pypdf":
                kid.V = kid.AS


def tick(field: Any, random: Random | None = None) -> None:
    """Tick a box, with its own state or with another that some viewers write."""
    way = random.choice(("both", "field", "box", "yes")) if random else "both"
    if way != "box":
        field.V = pikepdf.Name("/Yes" if way == "yes" else "/on")
    if way in {"both", "box"}:
        field.AS = pikepdf.Name("/on")


def write(pdf: pikepdf.Pdf, field: Any, text: str, random: Random | None = None) -> None:
    """Type a text: as a string of the shortest encoding, or of UTF-16, here or elsewhere."""
    way = random.choice(("plain", "utf16", "aside", "stream", "state")) if random else "plain"
    value: Any = pikepdf.String(text)
    if way == "utf16":
        value = pikepdf.String(b"\xfe\xff" + text.encode("utf-16-be"))
    elif way == "aside":
        value = pdf.make_indirect(value)
    elif way == "stream":
        value = pdf.make_stream(b"\xfe\xff" + text.encode("utf-16-be"))
    elif way == "state":  # poppler 22.12 says of every field which of its drawings is shown
        field.AS = pikepdf.Name.N
    field.V = value
