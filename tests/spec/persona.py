"""A persona file: who they are, what they answer, what they must be told."""

from __future__ import annotations

from pathlib import Path

from pydantic import ConfigDict, Field
from ruamel.yaml import YAML

from app.domain.answers import parse_answers
from app.domain.diagnose import diagnose
from app.domain.diagnosis import Diagnosis, DimensionResult
from app.domain.edition import Edition
from app.domain.errors import InvalidAnswers
from app.domain.model import MaturityLevel, Model
from app.domain.navigation import visible_items


class Expected(Model):
    """What the diagnosis must say; what is not written is not checked."""

    overall: MaturityLevel | None = None
    dimensions: dict[str, MaturityLevel] = Field(default_factory=dict)
    recommends: tuple[str, ...] = ()
    does_not_recommend: tuple[str, ...] = ()
    first_actions: tuple[str, ...] = ()


class Persona(Model):
    """One file of ``tests/spec``."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    persona: str
    questionnaire: str
    answers: dict[str, object]
    expect: Expected


def read_persona(path: Path) -> Persona:
    """Return the persona of a file.

    Raises:
        pydantic.ValidationError: if a key is missing, unknown, or of the wrong kind.
    """
    yaml = YAML(typ="safe", pure=True)
    return Persona.model_validate(yaml.load(path.read_text(encoding="utf-8")))


def disappointments(persona: Persona, edition: Edition) -> list[str]:
    """Return what is not as expected, each in one sentence; nothing when all is well."""
    try:
        answers = parse_answers(edition, persona.answers)
    except InvalidAnswers as error:
        return [f"réponse « {p.question} » : {p.message}" for p in error.problems]
    asked = {item.id for item in visible_items(edition, answers)}
    found = [
        f"la question « {question} » n’est pas posée à cette personne : retirez sa réponse"
        for question in answers
        if question not in asked
    ]
    diagnosis = diagnose(edition, answers, next_levels=False)
    found += _levels(persona.expect, diagnosis)
    found += _resources(persona.expect, edition, diagnosis)
    found += _actions(persona.expect, edition, diagnosis)
    return found


def _levels(expect: Expected, diagnosis: Diagnosis) -> list[str]:
    results = {result.id: result for result in diagnosis.dimensions}
    wanted = dict(expect.dimensions)
    found = [
        f"aucune dimension ne s’appelle « {name} » ; il y a : {', '.join(results)}"
        for name in wanted
        if name not in results
    ]
    if expect.overall is not None:
        wanted["overall"] = expect.overall
        results["overall"] = diagnosis.overall
    for name, level in wanted.items():
        if name in results and results[name].level is not level:
            found.append(f"« {name} » devait être {level.value}, {_standing(results[name])}")
    return found


def _standing(result: DimensionResult) -> str:
    if result.level is None:
        return "rien n’y est répondu"
    said = f"il est {result.level.value} (score sûr {result.low} sur 100, au plus {result.high})"
    if result.missing_requirements:
        said += " ; il manque au niveau suivant : " + " / ".join(result.missing_requirements)
    return said


def _resources(expect: Expected, edition: Edition, diagnosis: Diagnosis) -> list[str]:
    told = {one.resource: one for one in diagnosis.recommendations}
    found = [
        f"aucune règle ne conseille jamais « {name} » : l’identifiant est-il juste ?"
        for name in (*expect.recommends, *expect.does_not_recommend)
        if name not in edition.resources_by_id
    ]
    found += [
        f"« {name} » devait être conseillée, elle ne l’est pas"
        for name in expect.recommends
        if name in edition.resources_by_id and name not in told
    ]
    for name in expect.does_not_recommend:
        if name in told:
            rules = ", ".join(reason.rule for reason in told[name].reasons)
            found.append(f"« {name} » ne devait pas être conseillée, elle l’est par : {rules}")
    return found


def _actions(expect: Expected, edition: Edition, diagnosis: Diagnosis) -> list[str]:
    first = [action.id for action in diagnosis.roadmap.first]
    later = {action.id for each in diagnosis.roadmap.later.values() for action in each}
    rules = {rule.id for rule in edition.rules.rules}
    found = []
    for name in expect.first_actions:
        if name not in rules:
            found.append(f"aucune règle ne s’appelle « {name} »")
        elif name not in first:
            why = "elle vient plus tard" if name in later else "sa règle ne s’applique pas"
            found.append(
                f"l’action « {name} » devait être parmi les premières, {why} ; "
                f"premières actions : {', '.join(first)}"
            )
    return found
