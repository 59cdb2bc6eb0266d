"""Draws a link as a QR code that a telephone reads. Must not keep, log or cache what it draws."""

from __future__ import annotations

from io import BytesIO

import segno
from markupsafe import Markup

QUIET = 4
"""Modules left blank around the code, as ISO/IEC 18004 asks for."""


def qr_code(link: str) -> Markup:
    """Return the code of a link as an SVG element: dark on light, whatever the page's colours.

    At least a seventh of it may be stained or torn (level M). It holds no style and no identifier,
    and takes the size that its container gives it.
    """
    drawn = BytesIO()
    segno.make(link, error="m", micro=False).save(
        drawn,
        kind="svg",
        border=QUIET,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgns=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        nl=False,
    )
    return Markup(drawn.getvalue().decode("ascii"))  # noqa: S704 - made of numbers alone
