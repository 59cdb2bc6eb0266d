"""What this machine has of the libraries that PDFs are made with, asked in processes that end.

Must load none of them into the service, which works without.
"""

from __future__ import annotations

import logging
import subprocess
import sys

from app.report.pdf import PdfUnavailable

PATIENCE = 60
"""Seconds within which a machine that does anything at all has answered."""

_TRY = """
import os
getattr(os, "nice", int)(10)  # nobody waits for it, and the first pages must not
try:
    import weasyprint
except (OSError, ImportError) as error:
    print(str(error).partition("\\n")[0][:200])
"""

_ASK = """
import ctypes
for says, names in (
    ("pango_version_string", ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")),
    ("hb_version_string", ("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll")),
):
    for name in names:
        try:
            say = getattr(ctypes.CDLL(name), says)
        except (OSError, AttributeError):
            continue
        say.restype = ctypes.c_char_p
        print(says, say().decode())
        break
"""

_log = logging.getLogger(__name__)


def warn_if_missing() -> None:
    """Log a warning, with what to install, if no PDF can be made; takes a second or two."""
    missing = _say(_TRY)
    if missing:
        how = " ; ".join(PdfUnavailable(missing).how_to_install)
        _log.warning("PDFs cannot be made, all else works: %s. To install: %s", missing, how)


def typesetting_versions() -> str:
    """Return the versions of Pango and HarfBuzz, which decide how texts are laid out.

    Empty where they do not say: found by the name that the system gives them, in 0.05 s.
    """
    return _say(_ASK)


def _say(code: str) -> str:
    """Return what a piece of Python prints, nothing where it cannot run."""
    try:
        run = subprocess.run(  # noqa: S603 - our own code, above
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout.strip()
