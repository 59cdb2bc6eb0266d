"""A process of its own that answers questions over many connections at once, and says what it saw.

``python -m tests.benchmarks.respondents PORT FACE CONNECTIONS SECONDS`` prints one JSON object: the
milliseconds that each saving took, how many failed, and for each assessment and question the last
answer that the server acknowledged. FACE is ``api`` or ``form``.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from app.content.library import DEFAULT_ROOT, load_library
from app.domain.questionnaire import Item, Scale, SingleChoice
from tests.benchmarks.connection import Answer, Connection

QUESTIONNAIRE = "association"


@dataclass
class Tally:
    """What all the respondents saw."""

    milliseconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    acknowledged: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass
class Respondent:
    """A person with an assessment of their own, who changes answers without end."""

    connection: Connection
    assessment: str
    headers: dict[str, str]
    face: str
    version: int = 0
    versions: dict[str, int] = field(default_factory=dict)

    @classmethod
    async def arrive(cls, port: int, face: str) -> Respondent:
        """Start an assessment, by the interface or by the page."""
        connection = await Connection.open(port)
        if face == "api":
            kind = {"Content-Type": "application/json"}
            body = json.dumps({"questionnaire": QUESTIONNAIRE}).encode()
            started = json.loads(
                (await connection.send("POST", "/api/v1/assessments", kind, body)).body
            )
            headers = {**kind, "Authorization": f"Bearer {started['token']}"}
            return cls(connection, started["id"], headers, face)
        origin = {"Sec-Fetch-Site": "same-origin"}
        started_page = await connection.send(
            "POST",
            f"/parcours/{QUESTIONNAIRE}/commencer",
            {**origin, "Content-Type": "application/x-www-form-urlencoded"},
            b"x=1",
        )
        headers = {
            **origin,
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": started_page.header("set-cookie").partition(";")[0],
        }
        assessment = started_page.header("location").split("/")[2]
        return cls(connection, assessment, headers, face)

    async def answer(self, question: str, value: str) -> Answer:
        """Save an answer that differs from the last; return what the server says of it."""
        expected = self.versions.get(question, 0)
        if self.face == "api":
            answer = await self.connection.send(
                "PUT",
                f"/api/v1/assessments/{self.assessment}/answers/{question}",
                {**self.headers, "If-Match": f'"{expected}"'},
                json.dumps({"value": value}).encode(),
            )
        else:
            answer = await self.connection.send(
                "POST",
                f"/diagnostic/{self.assessment}/question/{question}",
                self.headers,
                urlencode({"reponse": value, "version": expected}).encode(),
            )
        if answer.status in (200, 303):
            self.version += 1
            self.versions[question] = self.version
        return answer


async def _respond(person: Respondent, items: list[Item], end: float, tally: Tally) -> None:
    mine = tally.acknowledged.setdefault(person.assessment, {})
    turn = 0
    while time.perf_counter() < end:
        item = items[turn % len(items)]
        value = item.options[(turn // len(items)) % len(item.options)].id
        turn += 1
        start = time.perf_counter()
        answer = await person.answer(item.id, value)
        tally.milliseconds.append((time.perf_counter() - start) * 1000)
        if answer.status in (200, 303):
            mine[item.id] = value
        else:
            tally.failures.append(f"{answer.status} {answer.body[:200]!r}")
    await person.connection.close()


async def _run(port: int, face: str, connections: int, seconds: float) -> dict[str, Any]:
    questionnaire = load_library(DEFAULT_ROOT).editions[QUESTIONNAIRE].questionnaire
    items = [
        item
        for item in questionnaire.items
        if item.show_when is None and isinstance(item.question, SingleChoice | Scale)
    ]
    people = [await Respondent.arrive(port, face) for _ in range(connections)]
    tally = Tally()
    start = time.perf_counter()
    await asyncio.gather(*(_respond(one, items, start + seconds, tally) for one in people))
    return {
        "seconds": time.perf_counter() - start,
        "milliseconds": tally.milliseconds,
        "failures": tally.failures,
        "acknowledged": tally.acknowledged,
    }


if __name__ == "__main__":
    port_, face_, connections_, seconds_ = sys.argv[1:]
    found = asyncio.run(_run(int(port_), face_, int(connections_), float(seconds_)))
    sys.stdout.write(json.dumps(found))
