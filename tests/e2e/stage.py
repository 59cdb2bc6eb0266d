"""A browser on a server, and how it is brought into a state that a person could be in.

Answers are given through the JSON interface, which is quick; pages are opened and forms sent by the
browser itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.personas import persona

GO_ON = ".actions button[value=suite]"


@dataclass
class Stage:
    """One page of one browser."""

    page: Page
    address: str = ""
    """Empty when the browser itself knows where the service is."""

    def open(self, path: str) -> None:
        """Open an address of the service."""
        self.page.goto(f"{self.address}{path}")

    def start(self, questionnaire: str, answers: dict[str, object] | None = None) -> Assessment:
        """Start an assessment, give answers, and open it to this browser."""
        started = self._ask("POST", "/assessments", {"questionnaire": questionnaire})
        assessment = Assessment(self, started["id"], started["token"])
        if answers:
            assessment.answer(answers)
        self.open(f"/r/{assessment.token}")
        return assessment

    def persona(self, path: str, **others: object) -> Assessment:
        """Answer as the persona of a file of ``tests/spec``, and finish."""
        who = persona(path)
        assessment = self.start(who.questionnaire, {**who.answers, **others})
        self._ask("POST", f"/assessments/{assessment.id}/complete", token=assessment.token)
        return assessment

    def _ask(self, method: str, path: str, body: object = None, token: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self.page.request.fetch(
            f"{self.address}/api/v1{path}", method=method, data=body, headers=headers
        )
        assert answer.ok, answer.text()
        return answer.json()


@dataclass
class Assessment:
    """An assessment that the browser of a stage may open."""

    stage: Stage
    id: str
    token: str

    def answer(self, answers: dict[str, object]) -> None:
        """Save answers, as another device would."""
        path = f"/assessments/{self.id}/answers"
        self.stage._ask("PUT", path, {"answers": answers}, self.token)

    def follow(self, path: str, **fields: str) -> None:
        """Send a form of the follow-up, as another tab would."""
        told = {"Sec-Fetch-Site": "same-origin"}
        address = f"{self.stage.address}/diagnostic/{self.id}/suivi{path}"
        answer = self.stage.page.request.post(address, form=dict(fields), headers=told)
        assert answer.ok, answer.text()

    def open(self, path: str = "") -> None:
        """Open a page of the assessment."""
        self.stage.open(f"/diagnostic/{self.id}{path}")

    def ask(self, question: str) -> Page:
        """Open a question; return the page."""
        self.open(f"/question/{question}")
        expect(self.stage.page.locator("fieldset")).to_be_visible()
        return self.stage.page
