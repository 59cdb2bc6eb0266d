"""axe-core on a page: the barriers that a machine can find, about a third of those there are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4")
RUN = """options => axe.run(document, {
  runOnly: {type: "tag", values: options.tags}, resultTypes: ["violations"],
})"""


@cache
def _script() -> str:
    script: str = Axe().axe_script
    return script


def run_axe(page: Page, tags: Sequence[str] = TAGS) -> dict[str, Any]:
    """Return what axe says of the page as it stands.

    Evaluated by the browser's own debugger, which the policy of the page does not bind: the page
    stays as it is served.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    found: dict[str, Any] = page.evaluate(RUN, {"tags": list(tags)})
    return found


def barriers(page: Page) -> list[str]:
    """Return each barrier in one line: which rule, where, and what to mend."""
    return [
        f"{rule['id']} ({rule['help']}): {node['html'][:200]}\n    "
        + node["failureSummary"].replace("\n", "\n    ")
        for rule in run_axe(page)["violations"]
        for node in rule["nodes"]
    ]
