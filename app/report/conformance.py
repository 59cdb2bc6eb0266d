"""What PDF/UA-1 and PDF/A-3a ask of one file and WeasyPrint leaves out, added on writing.

Must not change what is seen. Imported by PDF workers only.
"""

from __future__ import annotations

import zlib
from typing import Any

import pydyf

from app.report.structure import flatten, set_apart, tell_languages

# PDF/A allows a property of its own making (that of PDF/UA is one) only where the file describes
# it: ISO 19005-3, 6.6.2.3.
_UA = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Indicates the part of ISO 14289 that the file conforms to"
    b"</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
_END_OF_RDF = b"</rdf:RDF>"
_AMBIGUOUS = b"\r\nendstream"
_PRINTED = 4
_SHORT = 160
"""Bytes of a stream that compressing makes no smaller, such as the drawing of an empty box."""
_LEVEL = 6
"""Nine, pydyf's own, costs a thirtieth of the whole rendering for a fiftieth of the size."""


def finish(document: Any, pdf: Any, attempt: int = 0, *, is_mixed: bool = False) -> None:
    """Complete a PDF just before it is written.

    Header cells get a scope, links are printed like the rest, metadata say PDF/UA beside PDF/A and
    are left readable to any tool, form fields are drawn as they stand. Another ``attempt`` gives
    other bytes of the same document (see ``is_ambiguous``); ``is_mixed`` says that some texts are
    in another language than it.
    """
    if attempt:
        pdf.info["Attempt"] = attempt
    dictionaries: list[Any] = [one for one in pdf.objects if isinstance(one, dict)]
    by_reference = {one.reference: one for one in dictionaries}
    if is_mixed:
        tell_languages(document, pdf, by_reference)
    set_apart(pdf, by_reference)
    flatten(pdf, by_reference)
    for one in dictionaries:
        if one.get("S") == "/TH":
            siblings = [by_reference.get(key) for key in by_reference[one["P"]]["K"]]
            in_body = any(cell is not None and cell.get("S") == "/TD" for cell in siblings)
            one["A"]["Scope"] = "/Row" if in_body else "/Column"
        elif one.get("Subtype") == "/Link":
            one["F"] = _PRINTED
    form = pdf.catalog.get("AcroForm")
    if form is not None:
        form["NeedAppearances"] = "false"
    _pack(pdf)


def _pack(pdf: Any) -> None:
    """Compress all streams but the metadata, which say that it is PDF/UA too."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream):
            if one.extra and one.extra.get("Type") == "/Metadata":
                _declare(one)
            elif one.compress:
                _compress(one)


def _declare(metadata: pydyf.Stream) -> None:
    raw = b"".join(metadata.stream)
    end = raw.rindex(_END_OF_RDF)
    metadata.stream = [raw[:end] + _UA + raw[end:]]
    metadata.compress = False


def is_ambiguous(data: bytes) -> bool:
    """Whether some stream of a written PDF ends with a carriage return.

    With the line feed that follows it, that byte reads as the end of a line, so that the length
    which the stream gives looks wrong to a checker of PDF/A (ISO 19005-3, 6.1.7.1).
    """
    return _AMBIGUOUS in data


def _is_drawing(stream: pydyf.Stream) -> bool:
    """Whether a stream is what a page or a form draws, not a file whose every byte counts."""
    return not stream.extra or stream.extra.get("Subtype") == "/Form"


def _compress(stream: pydyf.Stream) -> None:
    raw = b"\n".join(
        one if isinstance(one, bytes) else one.data if hasattr(one, "data") else str(one).encode()
        for one in stream.stream
    )
    stream.compress = False
    if len(raw) <= _SHORT and not raw.endswith(b"\r"):
        stream.stream = [raw]
        return
    packed = zlib.compress(raw, _LEVEL)
    if packed.endswith(b"\r") and _is_drawing(stream):
        # White space at the end of what is drawn draws nothing, and changes the checksum.
        packed = zlib.compress(raw + b"\n", _LEVEL)
    if packed.endswith(b"\r"):
        # One in 256: the last byte is that of a checksum, and no other level would change it.
        stream.stream = [raw if not raw.endswith(b"\r") else raw + b"\n"]
        return
    stream.stream = [packed]
    stream.extra["Filter"] = "/FlateDecode"
