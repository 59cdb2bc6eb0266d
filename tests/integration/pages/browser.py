"""What a person does in a browser without scripts, and what they then read."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from httpx2 import Response
from starlette.testclient import TestClient

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "main#page"}


@dataclass
class Browser:
    """A client with its cookies, and the assessment it has started."""

    client: TestClient
    id: str = ""

    def start(self) -> Response:
        """Start an assessment."""
        response = self.client.post("/parcours/test/commencer")
        self.id = response.headers["Location"].split("/")[2]
        return response

    @property
    def base(self) -> str:
        """The address of the assessment."""
        return f"/diagnostic/{self.id}"

    def question(self, question: str) -> str:
        """Return the address of a question."""
        return f"{self.base}/question/{question}"

    def get(self, path: str, **headers: str) -> Response:
        """Open an address."""
        return self.client.get(path, headers=headers)

    def answer(self, question: str, **fields: str | list[str]) -> Response:
        """Open a question and send its form, with the version and edition that it holds."""
        shown = self.get(self.question(question)).text
        sent = {"version": hidden(shown, "version"), "edition": hidden(shown, "edition"), **fields}
        return self.client.post(self.question(question), data=sent)


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return html.unescape(found[1])


def text(response: Response) -> str:
    """Return what is read: no tags, entities decoded, white space single."""
    main = re.search(r"<main.*</main>", response.text, re.S)
    bare = re.sub(r"<[^>]+>", " ", main[0] if main else response.text)
    return re.sub(r"[ \n\t]+", " ", html.unescape(bare)).strip()


def title(response: Response) -> str:
    """Return the title of the document."""
    found = re.search(r"<title>(.*?)</title>", response.text, re.S)
    assert found, "no title"
    return html.unescape(found[1])


def checked(response: Response) -> list[str]:
    """Return the values of the boxes and buttons that are ticked."""
    inputs: list[str] = re.findall(r"<input[^>]*>", response.text)
    return [
        found[1]
        for one in inputs
        if " checked" in one and (found := re.search(r'value="([^"]*)"', one))
    ]
