"""What a persona is told, against what its author expects: each difference is a finding."""

from __future__ import annotations

from collections.abc import Iterable

from app.content.document import Path
from app.content.findings import typeset
from app.content.personas.reading import PlacedPersona
from app.content.suggest import did_you_mean, listed
from app.domain.answers import parse_answers
from app.domain.diagnose import diagnose
from app.domain.diagnosis import Answers, Diagnosis, DimensionResult
from app.domain.edition import Edition
from app.domain.errors import InvalidAnswers
from app.domain.navigation import visible_items

_REVIEW = "L'un des deux a tort : corrigez ce que vous attendez, ou le questionnaire et ses règles."


def check_persona(placed: PlacedPersona, edition: Edition) -> Answers | None:
    """Add a finding for all that is not as expected; return the answers, None if refused."""
    try:
        answers = parse_answers(edition, placed.value.answers)
    except InvalidAnswers as error:
        for problem in error.problems:
            placed.reporter.add(
                "persona-answer",
                ("answers", problem.question),
                f"Réponse à « {problem.question} » : {problem.message}",
                "Corrigez la réponse d'après le questionnaire.",
            )
        return None
    asked = {item.id for item in visible_items(edition, answers)}
    for question in answers:
        if question not in asked:
            placed.reporter.add(
                "persona-not-asked",
                ("answers", question),
                f"La question « {question} » n'est pas posée à cette personne.",
                "Retirez sa réponse, ou changez celle qui décide si la question est posée.",
            )
    diagnosis = diagnose(edition, answers, next_levels=False)
    _levels(placed, diagnosis)
    _resources(placed, edition, diagnosis)
    _actions(placed, edition, diagnosis)
    _reasons(placed, edition, diagnosis)
    return answers


def _levels(placed: PlacedPersona, diagnosis: Diagnosis) -> None:
    expect = placed.value.expect
    results = {result.id: result for result in diagnosis.dimensions}
    if expect.overall not in (None, diagnosis.overall.level):
        _level(placed, ("expect", "overall"), expect.overall, diagnosis.overall)
    for name, level in expect.dimensions.items():
        path = ("expect", "dimensions", name)
        if name not in results:
            _unknown(placed, path, f"Aucune dimension ne s'appelle « {name} ».", name, results)
        elif results[name].level is not level:
            _level(placed, path, level, results[name])


def _level(placed: PlacedPersona, path: Path, level: object, result: DimensionResult) -> None:
    placed.reporter.add(
        "persona-level",
        path,
        f"« {result.id} » devait être {level}, {_standing(result)}.",
        _REVIEW,
    )


def _standing(result: DimensionResult) -> str:
    if result.level is None:
        return "rien n'y est répondu"
    said = f"il est {result.level.value} (score sûr {result.low} sur 100, au plus {result.high})"
    if result.missing_requirements:
        said += " ; il manque au niveau suivant : " + " / ".join(result.missing_requirements)
    return said.rstrip(".")


def _resources(placed: PlacedPersona, edition: Edition, diagnosis: Diagnosis) -> None:
    told = {one.resource: one for one in diagnosis.recommendations}
    for key in ("recommends", "does_not_recommend"):
        for index, name in enumerate(getattr(placed.value.expect, key)):
            path = ("expect", key, index)
            if name not in edition.resources_by_id:
                message = f"Aucune règle ne conseille jamais « {name} »."
                _unknown(placed, path, message, name, edition.resources_by_id)
            elif key == "recommends" and name not in told:
                message = f"« {name} » devait être conseillée, elle ne l'est pas."
                placed.reporter.add("persona-resource", path, message, _REVIEW)
            elif key == "does_not_recommend" and name in told:
                rules = ", ".join(reason.rule for reason in told[name].reasons)
                message = f"« {name} » ne devait pas être conseillée, elle l'est par : {rules}."
                placed.reporter.add("persona-resource", path, message, _REVIEW)


def _actions(placed: PlacedPersona, edition: Edition, diagnosis: Diagnosis) -> None:
    first = [action.id for action in diagnosis.roadmap.first]
    later = [action.id for each in diagnosis.roadmap.later.values() for action in each]
    expect = placed.value.expect
    wanted = (
        ("first_actions", expect.first_actions, first, "parmi les premières"),
        ("actions", expect.actions, [*first, *later], "dans la feuille de route"),
    )
    for key, names, found, where in wanted:
        for index, name in enumerate(names):
            path = ("expect", key, index)
            if not _is_rule(placed, path, name, edition) or name in found:
                continue
            why = "elle vient plus tard" if name in later else "sa règle ne s'applique pas"
            placed.reporter.add(
                "persona-action",
                path,
                f"L'action « {name} » devait être {where}, {why} ; premières actions : "
                f"{', '.join(first) or 'aucune'}.",
                _REVIEW,
            )


def _reasons(placed: PlacedPersona, edition: Edition, diagnosis: Diagnosis) -> None:
    texts = {
        reason.rule: reason.text for one in diagnosis.recommendations for reason in one.reasons
    }
    for name, words in placed.value.expect.because.items():
        path = ("expect", "because", name)
        if not _is_rule(placed, path, name, edition):
            continue
        if name not in texts:
            message = f"La règle « {name} » devait s'appliquer, elle ne s'applique pas."
        elif _plain(words) not in _plain(texts[name]):
            message = f"La raison de « {name} » ne contient pas « {words} » : « {texts[name]} »"
        else:
            continue
        placed.reporter.add("persona-because", path, message, _REVIEW)


def _is_rule(placed: PlacedPersona, path: Path, name: str, edition: Edition) -> bool:
    rules = [rule.id for rule in edition.rules.rules]
    if name not in rules:
        _unknown(placed, path, f"Aucune règle ne s'appelle « {name} ».", name, rules)
    return name in rules


def _unknown(
    placed: PlacedPersona, path: Path, message: str, name: str, known: Iterable[str]
) -> None:
    names = list(known)
    remedy = f"Il y a : {listed(names)}."
    message = f"{message}{did_you_mean(name, names)}"
    placed.reporter.add("persona-unknown", path, message, remedy)


def _plain(text: str) -> str:
    """Return a text without what typography alone adds to it."""
    return " ".join(typeset(text).replace("\u00a0", " ").replace("\u202f", " ").split()).lower()
