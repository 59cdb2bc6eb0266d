"""Who takes part: holders of a token, a renderer that obeys, and how a problem must look."""

from __future__ import annotations

import threading
from typing import Any

from starlette.testclient import TestClient

from app.report.contexts import Report
from app.report.paper_contexts import PaperForm

API = "/api/v1"
KEY = "5c1b7e0a-92d4-4b8e-a3f6-1d2c3b4a5968"
PROBLEM = "application/problem+json"


class Renderer:
    """Stands for the PDF renderer: gives bytes, or fails as it is told to."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.begun = threading.Event()
        self.count = 0
        self.languages: list[str] = []
        self.last: Report | None = None

    def warm(self) -> None: ...

    def render(self, report: Report) -> bytes:
        self.begun.set()
        self.count += 1
        self.languages.append(report.language)
        self.last = report
        if self.error:
            raise self.error
        return b"%PDF-1.7 " + report.reference.encode()

    def render_form(self, form: PaperForm) -> bytes:
        if self.error:
            raise self.error
        return b"%PDF-1.7 " + form.record

    def close(self) -> None:
        pass


class Holder:
    """Somebody with an assessment and its token."""

    def __init__(self, client: TestClient, questionnaire: str = "association") -> None:
        started = client.post(f"{API}/assessments", json={"questionnaire": questionnaire})
        assert started.status_code == 201
        self.started: dict[str, Any] = started.json()
        self.id: str = self.started["id"]
        self.path: str = self.started["links"]["self"]["href"]
        self.token: str = self.started["token"]
        self.headers = {"Authorization": f"Bearer {self.token}"}


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """Check that an answer is a problem of this status and code; return it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    assert response.headers["cache-control"] == "no-store"
    told: dict[str, Any] = response.json()
    assert told["type"] == f"urn:balises:problem:{code}"
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    return told
