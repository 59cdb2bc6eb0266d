"""An edition with a question of every kind, on which each operator of conditions can be tried."""

from __future__ import annotations

from tests.builders import Raw, edition, option, question

CONTENT = edition(
    [
        question("charter", "links"),
        question("more", "links", show_when={"answer": "charter", "is": "yes"}),
        question(
            "partners",
            kind="multiple",
            options=[
                *(option("school"), option("town"), option("firm")),
                *(option("none", exclusive=True), option("unsure", unknown=True)),
            ],
        ),
        question(
            "hours",
            kind="number",
            unit="heures",
            minimum=0,
            maximum=100,
            decimals=1,
            options=[option("unsure", unknown=True), option("no-hours", not_applicable=True)],
        ),
        question("place", kind="territory", options=[option("unsure", unknown=True)]),
        question("score", "score"),
    ],
    context=[question("staff", options=[option("none"), option("some")])],
    conditions={
        "has-charter": {"answer": "charter", "is": "yes"},
        "ready": {"all": [{"meets": "has-charter"}, {"context": "staff", "is": "some"}]},
    },
)


def says(operator: str, value: object) -> Raw:
    """Return a condition on the question ``partners``."""
    return {"answer": "partners", operator: value}
