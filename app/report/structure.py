"""Makes the structure tree of a PDF say what its elements say, and nothing twice.

WeasyPrint gives each line of text, and each piece of it, an element of its own: two thirds of a
tree that screen readers walk through for nothing. Must not change what is seen, nor the order in
which it is read. Imported by PDF workers only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

_SILENT = frozenset({"/Span", "/NonStruct"})
_GROUPING = frozenset(
    "/Document /Part /Sect /Div /L /LI /Table /THead /TBody /TFoot /TR /StructTreeRoot".split()
)
"""What may only hold other elements (ISO 32000-1, 14.8.4.2): text is left in one of its own."""
_PAGINATION = pydyf.Dictionary({"Type": "/Pagination"})
_SAYING = frozenset({"A", "Alt", "Lang", "ActualText", "E", "ID"})


class _Nothing(pydyf.Object):  # type: ignore[misc]
    """What takes the place of an object that nothing refers to any more.

    A number, not null: MuPDF 1.21 does not find a null in a stream of objects, and then cannot save
    the file under another name.
    """

    def __init__(self, former: Any) -> None:
        super().__init__()
        self.number, self.generation = former.number, former.generation

    @property
    def data(self) -> bytes:
        return b"0"


def flatten(pdf: Any, by_reference: Mapping[bytes, Any]) -> None:
    """Give the text of elements that say nothing of it to the element that they are in."""
    root = by_reference.get(pdf.catalog.get("StructTreeRoot"))
    if root is None:
        return
    owners: dict[bytes, bytes] = {}
    for reference, element in by_reference.items():
        if (
            element.get("Type") == "/StructElem"
            and element["S"] not in _GROUPING
            and reference not in owners
        ):
            element["K"][:] = _kept(element["K"], reference, by_reference, owners)
    places = by_reference[root["ParentTree"]]["Nums"]
    for place, entry in enumerate(places):
        if isinstance(entry, list):
            entry[:] = [owners.get(one, one) for one in entry]
        else:
            places[place] = owners.get(entry, entry)
    _forget(pdf, owners)


def _kept(
    kids: list[Any], owner: bytes, by_reference: Mapping[bytes, Any], owners: dict[bytes, bytes]
) -> Iterator[Any]:
    """Yield kids, silent ones replaced by their own; ``owners`` is told whose they are."""
    for kid in kids:
        element = None if isinstance(kid, int) else by_reference[kid]
        if element is not None and _is_silent(element):
            owners[kid] = owner
            yield from _kept(element["K"], owner, by_reference, owners)
        else:
            yield kid


def set_apart(pdf: Any, by_reference: Mapping[bytes, Any]) -> None:
    """Mark running heads and page numbers as artefacts (ISO 14289-1, 7.8).

    WeasyPrint gives them elements that no other element holds.
    """
    root = by_reference.get(pdf.catalog.get("StructTreeRoot"))
    if root is None:
        return
    (whole,) = root["K"]
    held = set(by_reference[whole]["K"])
    apart: set[bytes] = set()
    numbers: dict[bytes, set[int]] = {}
    for reference, element in by_reference.items():
        if element.get("P") == whole and reference not in held:
            _gather(reference, by_reference, apart, numbers)
    streams = {one.reference: one for one in pdf.objects if isinstance(one, pydyf.Stream)}
    for page, left in numbers.items():
        drawn = streams[by_reference[page]["Contents"]].stream
        # They are drawn last.
        for place in range(len(drawn) - 1, 0, -1):
            one = drawn[place]
            if isinstance(one, dict) and one.get("MCID") in left:
                left.remove(one["MCID"])
                drawn[place - 1 : place + 1] = ["/Artifact", _PAGINATION]
                if not left:
                    break
    for entry in by_reference[root["ParentTree"]]["Nums"]:
        if isinstance(entry, list):
            entry[:] = ["null" if one in apart else one for one in entry]
    _forget(pdf, apart)


def _gather(
    reference: bytes,
    by_reference: Mapping[bytes, Any],
    apart: set[bytes],
    numbers: dict[bytes, set[int]],
) -> None:
    """Collect an element and all below, and the numbers of their content by page."""
    element = by_reference[reference]
    apart.add(reference)
    for kid in element["K"]:
        if isinstance(kid, int):
            numbers.setdefault(element["Pg"], set()).add(kid)
        else:
            _gather(kid, by_reference, apart, numbers)


def _forget(pdf: Any, references: Iterable[bytes]) -> None:
    """Leave nothing of objects that nothing refers to any more; they stand by their numbers."""
    for reference in references:
        number = int(reference.partition(b" ")[0])
        pdf.objects[number] = _Nothing(pdf.objects[number])


def tell_languages(document: Any, pdf: Any, by_reference: Mapping[bytes, Any]) -> None:
    """Say of each text in another language than the document which one it is in.

    WeasyPrint knows it and does not write it (ISO 14289-1, 7.2). Elements hold the texts of a page
    in the order of its boxes: that is how one is known by the other.
    """
    main = document.metadata.lang
    root = by_reference[pdf.catalog["StructTreeRoot"]]
    told: dict[bytes, list[Any]] = {}
    for element in _leaves(by_reference[root["K"][0]], by_reference):
        told.setdefault(element["Pg"], []).append(element)
    for page, reference in zip(document.pages, pdf.page_references, strict=True):
        languages = list(_languages(page._page_box))
        for element, language in zip(told.get(reference, []), languages, strict=True):
            if language and language != main:
                element["Lang"] = pydyf.String(language)


def _leaves(element: Any, by_reference: Mapping[bytes, Any]) -> Iterator[Any]:
    """Yield the element of each piece of content, in order; once for each piece."""
    for kid in element["K"]:
        if isinstance(kid, int):
            yield element
        elif by_reference[kid].get("Type") == "/StructElem":
            yield from _leaves(by_reference[kid], by_reference)


def _languages(box: Any) -> Iterator[str | None]:
    """Yield the language of each piece of content of a page, running heads left out."""
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box.style["lang"]
        return
    for child in getattr(box, "children", ()):
        yield from _languages(child)


def _is_silent(element: Any) -> bool:
    return element.get("S") in _SILENT and _SAYING.isdisjoint(element)
