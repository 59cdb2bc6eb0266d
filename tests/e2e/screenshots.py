"""``python -m tests.e2e.screenshots``: pictures of every page in every state, to be looked at.

Writes ``var/screenshots/*.png`` and a contact sheet, ``index.html``, and nothing else. Judges
nothing: people do.
"""

from __future__ import annotations

import argparse
import html
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.chromium import find_chromium, launch
from tests.e2e.serving import ROOT, serving
from tests.e2e.stage import Stage
from tests.e2e.views import VIEWS, View

OUT = ROOT / "var" / "screenshots"
WIDTHS = (360, 768, 1280)
HEIGHT = 800
TALLEST = 12_000
"""Pixels after which a picture is cut: Chromium paints no more than 16,384."""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> None:
    """Photograph the views asked for, all of them if none is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.screenshots", description=__doc__)
    parser.add_argument("views", nargs="*", metavar="view", help="the beginning of a name")
    wanted = parser.parse_args().views
    views = [v for v in VIEWS if not wanted or any(v.name.startswith(w) for w in wanted)]
    if not views:
        parser.error(f"no such view; there are: {', '.join(v.name for v in VIEWS)}")
    if not wanted:
        shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="balises-screenshots-") as folder:
        database, log = Path(folder) / "balises.sqlite3", Path(folder) / "server.log"
        with serving(database, log) as address, sync_playwright() as playwright:
            browser = launch(playwright, find_chromium())
            for view in views:
                print(view.name, flush=True)  # noqa: T201 - a command says what it does
                photograph(browser, address, view)
            browser.close()
    (OUT / "index.html").write_text(sheet(), encoding="utf-8")
    print(OUT / "index.html")  # noqa: T201


def photograph(browser: Browser, address: str, view: View) -> None:
    """Write the pictures of a view: every width, light and dark."""
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": HEIGHT})
    page = context.new_page()
    view.reach(Stage(page, address))
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.screenshot(
                path=OUT / picture(view.name, width, scheme),
                full_page=True,
                clip={"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)},
            )
    context.close()


def picture(name: str, width: int, scheme: str) -> str:
    """Return the name of the file of a picture."""
    return f"{name}-{width}-{scheme}.png"


def sheet() -> str:
    """Return the contact sheet: every view that has pictures, one a row."""
    rows = "\n".join(_row(view.name) for view in VIEWS if any(_pictures(view.name)))
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Balises: every page in every state</title>
<style>
body {{ margin: 2rem; font: 1rem/1.5 sans-serif; background: #ddd; }}
section > div {{ display: flex; gap: 1rem; align-items: start; overflow-x: auto; }}
img {{ height: 420px; width: auto; max-width: 420px; object-fit: cover; object-position: top; }}
</style>
<h1>Every page in every state</h1>
<p>At {", ".join(map(str, WIDTHS))} pixels, light then dark. A picture opens in full.</p>
{rows}
</html>
"""


def _row(name: str) -> str:
    pictures = "".join(
        f'<a href="{file}"><img src="{file}" alt="{html.escape(name)}, {width} pixels, {scheme}" '
        'loading="lazy"></a>'
        for file, width, scheme in _pictures(name)
    )
    return f'<section id="{name}"><h2>{name}</h2><div>{pictures}</div></section>'


def _pictures(name: str) -> Iterator[tuple[str, int, str]]:
    for scheme in SCHEMES:
        for width in WIDTHS:
            file = picture(name, width, scheme)
            if (OUT / file).exists():
                yield file, width, scheme


if __name__ == "__main__":
    main()
