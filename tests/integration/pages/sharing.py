"""How the tests share a roadmap, and what they read of it."""

from __future__ import annotations

import html
import re

from httpx2 import Response

from tests.integration.pages.browser import Browser

LABEL = "Le conseil d’administration"


def finish(browser: Browser) -> None:
    """Complete the assessment of a browser, with one answer from which actions follow."""
    browser.answer("charter", reponse="no")
    done = browser.client.post(f"{browser.base}/terminer", data={"confirmer": "oui"})
    assert done.status_code == 303


def send(browser: Browser, **fields: str) -> Response:
    """Send the form that makes a link."""
    sent = {"pour": LABEL, "droit": "lire", "duree": "90", **fields}
    return browser.client.post(f"{browser.base}/partages", data=sent)


def make(browser: Browser, **fields: str) -> str:
    """Make a link and return its path."""
    return path_in(send(browser, **fields))


def path_in(response: Response) -> str:
    """Return the path of the link that a page shows."""
    found = re.search(r'id="secret" href="(?:http://localhost)?(/p/[^"]+)"', response.text)
    assert found, "no share link"
    return html.unescape(found[1])


def revoke_paths(browser: Browser) -> list[str]:
    """Return where each of the links listed is revoked."""
    shown = browser.get(f"{browser.base}/partages").text
    return re.findall(r'href="([^"]+/partages/[0-9a-f]{32}/revoquer)"', shown)
