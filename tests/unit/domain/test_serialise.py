"""The public JSON form of a diagnosis."""

from __future__ import annotations

import json

import pytest

from app.domain.diagnose import diagnose
from app.domain.serialise import canonical_json, diagnosis_to_dict
from tests.builders import answered, rule, tiny_edition

CONTENT = tiny_edition(
    rules=[
        *[rule(f"r{n}", {"answer": "charter", "is": "no"}, horizon="strategic") for n in range(7)],
    ]
)
FOUND = diagnosis_to_dict(
    CONTENT,
    diagnose(CONTENT, answered(CONTENT, charter="no", partners=["town", "school"], hours="unsure")),
)


def test_its_keys() -> None:
    assert list(FOUND) == [
        *("edition", "questionnaire", "language", "completeness", "profile"),
        *("recommendations", "roadmap", "next_level"),
    ]
    assert FOUND["edition"] == CONTENT.hash
    assert FOUND["completeness"] == {"answered": 3, "asked": 8, "unknown": 1, "complete": False}


def test_the_profile() -> None:
    profile = FOUND["profile"]
    assert list(profile["dimensions"]) == ["links", "skills"]
    links = profile["dimensions"]["links"]
    assert (links["score"], links["low"], links["high"]) == (16.6, 16.6, 41.6)
    assert (links["level"], links["possible_level"]) == ("not_engaged", "first_steps")
    assert (links["level_label"], links["uncertain"], links["parent"]) == (
        "Pas engagé",
        True,
        "overall",
    )
    assert links["questions"][0] == {
        "question": "partners",
        "state": "known",
        "low": 66.6,
        "high": 66.6,
        "share": 0.25,
    }


def test_a_recommendation() -> None:
    assert FOUND["recommendations"][0] == {
        "resource": "about-r0",
        "kind": "data",
        "title": "Ressource about-r0",
        "reasons": [
            {
                "rule": "r0",
                "text": "Raison r0.",
                "facts": [{"kind": "answer", "subject": "charter", "value": "no"}],
            }
        ],
        "rank": {
            "position": 1,
            "impact": 2,
            "need": 3,
            "effort": 1,
            "horizon": "strategic",
            "explanation": "Points\xa0: 5 (impact 2 sur 3 + besoin 3 sur 3)\xa0; "
            "effort 1 sur 3\xa0; rang 1.",
        },
    }


def test_the_roadmap() -> None:
    roadmap = FOUND["roadmap"]
    assert [action["id"] for action in roadmap["first"]] == [f"r{n}" for n in range(6)]
    assert {key: [a["id"] for a in each] for key, each in roadmap["later"].items()} == {
        "operational": [],
        "strategic": ["r6"],
        "political": [],
    }
    assert roadmap["others"] == {"data": [], "tool": [], "skill": ["about-r6"], "example": []}
    first = roadmap["first"][0]
    assert (first["do"], first["who"], first["resources"]) == (
        "Faire r0",
        "Le bureau",
        ["about-r0"],
    )


def test_the_next_level() -> None:
    assert list(FOUND["next_level"]) == ["overall", "links", "skills"]
    step = FOUND["next_level"]["links"]
    assert (step["level"], step["target"], step["target_label"]) == (
        "not_engaged",
        "first_steps",
        "Premiers pas",
    )
    assert step["effort"] == sum(change["effort"] for change in step["changes"]) > 0
    for change in step["changes"]:
        assert set(change) == {"question", "before", "after", "effort"}


def test_nothing_answered_has_neither_scores_nor_levels() -> None:
    found = diagnosis_to_dict(CONTENT, diagnose(CONTENT, {}))
    overall = found["profile"]["overall"]
    assert overall["score"] is overall["low"] is overall["high"] is overall["level"] is None
    assert (found["next_level"], found["recommendations"]) == ({}, [])


def test_canonical_json() -> None:
    assert canonical_json({"b": ["é", 1.5], "a": None}) == '{"a":null,"b":["é",1.5]}'.encode()
    assert json.loads(canonical_json(FOUND)) == FOUND
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(float("nan"))
