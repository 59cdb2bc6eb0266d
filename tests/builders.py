"""Small editions with defaults: a test writes down only what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from app.domain.answers import parse_answers
from app.domain.compiled import compile_edition
from app.domain.conditions import Condition
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.firing import RuleIndex
from app.domain.layout import State
from app.domain.predicates import Predicate
from app.domain.resource import ResourceKind

Raw = dict[str, Any]

_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)

LEVEL_IDS = ("not_engaged", "first_steps", "active", "pioneer")
LABELS = ("Pas engagé", "Premiers pas", "Actif", "Pionnier")
TERRITORIES: Raw = {
    "source": "INSEE, code officiel géographique 2024",
    "regions": [{"code": "75", "name": "Nouvelle-Aquitaine"}, {"code": "94", "name": "Corse"}],
    "departments": [
        {"code": "79", "name": "Deux-Sèvres", "region": "75"},
        {"code": "86", "name": "Vienne", "region": "75"},
        {"code": "2A", "name": "Corse-du-Sud", "region": "94"},
        {"code": "2B", "name": "Haute-Corse", "region": "94"},
    ],
}


def levels(*starts: float, requires: Mapping[str, Sequence[Raw]] | None = None) -> list[Raw]:
    """Return level bands starting at 0 and at each of ``starts``, at most three of them."""
    floors: list[float] = [0, *starts]
    found: list[Raw] = []
    for place, floor in enumerate(floors):
        band: Raw = {"level": LEVEL_IDS[place], "label": LABELS[place], "at_least": floor}
        if place + 1 < len(floors):
            band["below"] = floors[place + 1]
        asked = (requires or {}).get(LEVEL_IDS[place], ())
        if asked:
            band["requires"] = [{"when": when, "label": f"Condition {when}"} for when in asked]
        found.append(band)
    return found


def option(id_: str, score: float | None = None, **more: Any) -> Raw:
    """Return an option labelled by its id."""
    found: Raw = {"id": id_, "label": id_.capitalize(), **more}
    if score is not None:
        found["score"] = score
    return found


UNSURE = option("unsure", unknown=True)
NOT_FOR_US = option("not-for-us", not_applicable=True)


def question(id_: str, dimension: str | None = None, kind: str = "single", **more: Any) -> Raw:
    """Return a question; a single one has ``no``/``some``/``yes`` worth 0, 1 and 3 of 3."""
    found: Raw = {"id": id_, "kind": kind, "text": f"Question {id_} ?", **more}
    if dimension is not None:
        found["dimension"] = dimension
    if kind == "single" and "options" not in found:
        scored = dimension is not None
        found["options"] = [
            option("no", 0 if scored else None),
            option("some", 1 if scored else None),
            option("yes", 3 if scored else None),
            UNSURE,
            NOT_FOR_US,
        ]
    return found


def dimension(id_: str, **more: Any) -> Raw:
    """Return a dimension titled by its id."""
    return {"id": id_, "title": id_.capitalize(), **more}


def rule(id_: str, when: Raw, **more: Any) -> Raw:
    """Return a rule of the dimension ``links`` that recommends the resource of its own id."""
    return {
        "id": id_,
        "dimension": "links",
        "when": when,
        "because": f"Raison {id_}.",
        "recommend": [f"about-{id_}"],
        "action": {
            "do": f"Faire {id_}",
            "who": "Le bureau",
            "duration": "Une heure",
            "done_when": "C’est fait.",
        },
        "horizon": "operational",
        "effort": 1,
        "impact": 2,
        **more,
    }


def resource(id_: str, kind: str = "data", **more: Any) -> Raw:
    """Return an entry of the catalogue."""
    return {
        "id": id_,
        "kind": kind,
        "title": f"Ressource {id_}",
        "publisher": "L’éditeur",
        "summary": "Ce que c’est.",
        "not_covered": "Ce que ce n’est pas.",
        "audiences": ["association"],
        "use": ["inform"],
        "access": "free",
        "effort": 1,
        "source": {"document": "S1", "place": "page 1"},
        **more,
    }


def edition(
    questions: Sequence[Raw] = (),
    *,
    context: Sequence[Raw] = (),
    dimensions: Sequence[Raw] = (),
    rules: Sequence[Raw] = (),
    conditions: Mapping[str, Raw] | None = None,
    resources: Sequence[Raw] | None = None,
    overall: Raw | None = None,
    **questionnaire: Any,
) -> Edition:
    """Return an edition of the practice ``questions`` given and the ``context`` ones before them.

    Scores range from 0 to 3; levels start at 25, 50 and 75. Dimensions not given are those that the
    questions name; resources not given are those that the rules recommend.
    """
    asked = list(questions) or [question("charter", "links")]
    named = dict.fromkeys(one["dimension"] for one in asked if one.get("dimension"))
    sections: list[Raw] = []
    if context:
        sections.append({"id": "you", "title": "Vous", "context": True, "questions": list(context)})
    sections.append({"id": "practice", "title": "Vos pratiques", "questions": asked})
    tree = list(dimensions) or [dimension(name) for name in named] or [dimension("links")]
    always = rule("always", {"level": "overall", "one_of": [*LEVEL_IDS]}, dimension=tree[0]["id"])
    written = list(rules) or [always]
    if resources is None:
        ids = sorted({one for each in written for one in each["recommend"]})
        kinds = list(ResourceKind)
        resources = [resource(id_, kinds[n % 4].value) for n, id_ in enumerate(ids)]
    return Edition.model_validate(
        {
            "questionnaire": {
                "id": "test",
                "title": "Un parcours d’essai",
                "audience": "Les associations",
                "summary": "En bref.",
                "introduction": "Pour commencer.",
                "not_covered": "Le reste.",
                "duration": {"minimum": 1, "maximum": 2, "estimate": "À la louche."},
                "score_range": {"minimum": 0, "maximum": 3},
                "levels": levels(25, 50, 75),
                "overall": {"title": "Ensemble", **(overall or {})},
                "dimensions": tree,
                "sections": sections,
                **questionnaire,
            },
            "rules": {
                "questionnaire": "test",
                "conditions": dict(conditions or {}),
                "rules": written,
            },
            "resources": list(resources),
            "territories": TERRITORIES,
        }
    )


def tiny_edition(**changes: Any) -> Edition:
    """Return an edition of two dimensions with every kind of question; ``changes`` replace parts.

    Context: ``staff`` (single), ``department``, ``members`` (number), ``name`` (text, optional).
    ``links``: ``partners`` (multiple, ``none`` alone), ``charter`` (single; under ``no`` comes
    ``obstacle``), ``rhythm`` (scale). ``skills``: ``hours`` (number in bands), ``training`` (asked
    of those with ``staff``: ``some``).
    """
    given: Raw = {
        "context": [
            question("staff", options=[option("volunteers"), option("some"), UNSURE]),
            question("department", kind="territory", options=[option("abroad", unknown=True)]),
            question("members", kind="number", unit="membres", minimum=0, maximum=100000),
            question("name", kind="text", optional=True, max_length=40),
        ],
        "questions": [
            question(
                "partners",
                "links",
                "multiple",
                options=[
                    option("school", 1),
                    option("town", 1),
                    option("firm", 2),
                    option("none", 0, exclusive=True),
                    UNSURE,
                ],
            ),
            question(
                "charter",
                "links",
                weight=2,
                options=[
                    option(
                        "no",
                        0,
                        follow_up=[
                            question("obstacle", options=[option("time"), option("will"), UNSURE])
                        ],
                    ),
                    option("draft", 1, phrase="un brouillon"),
                    option("signed", 3, phrase="une charte signée"),
                    UNSURE,
                    NOT_FOR_US,
                ],
            ),
            question("rhythm", "links", "scale", answers="often"),
            question(
                "hours",
                "skills",
                "number",
                unit="heures",
                minimum=0,
                maximum=50,
                decimals=1,
                bands=[
                    {"at_least": 0, "below": 2.5, "score": 0},
                    {"at_least": 2.5, "below": 10, "score": 2},
                    {"at_least": 10, "score": 3},
                ],
                options=[UNSURE, NOT_FOR_US],
            ),
            question("training", "skills", show_when={"context": "staff", "is": "some"}),
        ],
        "dimensions": [dimension("links", weight=2), dimension("skills")],
        "answer_sets": {
            "often": {"options": [option("never", 0), option("yearly", 1.5), option("weekly", 3)]}
        },
        "rules": [
            rule("no-charter", {"answer": "charter", "is": "no"}, because="Vous dites {charter}."),
            rule("alone", {"answer": "partners", "includes": "none"}, impact=3),
            rule("unsure", {"unknown": "charter"}, horizon="strategic"),
            rule("far", {"territory": "department", "regions": ["94"]}, horizon="political"),
        ],
    }
    return edition(**{**given, **changes})


def scores_edition(*scores_asked: Sequence[float], **changes: Any) -> Edition:
    """Return an edition of single questions ``q1``, ``q2``… of ``links``.

    Option ``o<n>`` is worth the n-th score of the question's list; ``unsure`` and ``not-for-us``
    come last.
    """
    asked = [
        question(
            f"q{place}",
            "links",
            options=[
                *(option(f"o{n}", score) for n, score in enumerate(scores, 1)),
                UNSURE,
                NOT_FOR_US,
            ],
        )
        for place, scores in enumerate(scores_asked, 1)
    ]
    return edition(asked, **changes)


def state_of(content: Edition, raw: Mapping[str, object]) -> State:
    """Return the scored state of raw answers."""
    return compile_edition(content).scored(parse_answers(content, raw))[0]


def compiled_condition(content: Edition, when: Raw) -> Predicate:
    """Return the compiled form of a condition written as a plain dictionary."""
    return compile_edition(content).compiler.compile(parse_condition(when))


def parse_condition(when: Raw) -> Condition:
    """Return the condition that a plain dictionary writes."""
    return _CONDITION.validate_python(when)


def answered(content: Edition, **raw: object) -> Answers:
    """Return valid answers; underscores in names stand for hyphens."""
    return parse_answers(content, {name.replace("_", "-"): value for name, value in raw.items()})


def fired_plainly(index: RuleIndex, state: State) -> list[int]:
    """Return the rules that hold, by trying each: the reference of ``RuleIndex.fired``."""
    return [ready.index for ready in index.rules if ready.holds(state)]
