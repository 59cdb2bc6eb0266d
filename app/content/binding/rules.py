"""Rules against their questionnaire and the catalogue."""

from __future__ import annotations

from app.content.binding.conditions import check_condition, check_territories
from app.content.binding.ground import Ground
from app.content.binding.logic import names_cause, parts_through
from app.content.binding.sentences import check_sentences
from app.content.document import Path
from app.content.shelf import Placed, RulesFile
from app.content.suggest import did_you_mean, listed
from app.domain.conditions import IsUnknown, Meets, walk
from app.domain.rules import Rule


def check_rules(ground: Ground, file: RulesFile) -> None:
    """Find faults in the rules of a questionnaire and in their named conditions."""
    for name, condition in file.conditions.items():
        path: Path = ("conditions", name)
        check_condition(condition, path, ground, file.reporter, file.names)
        check_territories(condition, path, ground, file.reporter)
    _loops(file)
    for rule in file.rules:
        _rule(ground, file, rule)
    _unused_conditions(file)
    _unknown_unread(ground, file)


def _rule(ground: Ground, file: RulesFile, placed: Placed[Rule]) -> None:
    rule, path, reporter = placed.value, placed.path, placed.reporter
    if rule.dimension not in ground.nodes:
        reporter.add(
            "dimension-unknown",
            (*path, "dimension"),
            f"La dimension « {rule.dimension} » n'existe pas."
            f"{did_you_mean(rule.dimension, ground.nodes)}",
            f"Dimensions du questionnaire : {listed(ground.nodes)}.",
        )
    for key, condition in (("when", rule.when), ("unless", rule.unless)):
        if condition is not None:
            check_condition(condition, (*path, key), ground, reporter, file.names)
            check_territories(condition, (*path, key), ground, reporter)
    if not names_cause(rule.when, file.conditions):
        reporter.add(
            "rule-without-cause",
            (*path, "when"),
            f"La règle « {rule.id} » peut s'appliquer sans qu'aucune réponse ni aucun niveau "
            "ne l'explique.",
            "Ajoutez sous « all » une condition answer, context, number, territory, unknown, "
            "level ou score.",
        )
    check_sentences(ground, file, placed)
    _resources(ground, placed)


def _resources(ground: Ground, placed: Placed[Rule]) -> None:
    shelf = ground.shelf
    known = shelf.ids("resources")
    audiences = {resource.value.id: resource.value.audiences for resource in shelf.resources}
    for index, id_ in enumerate(placed.value.recommend):
        at = (*placed.path, "recommend", index)
        if id_ not in known:
            if "resources" not in shelf.unread:
                placed.reporter.add(
                    "resource-unknown",
                    at,
                    f"La ressource « {id_} » n'existe pas.{did_you_mean(id_, known)}",
                    "Écrivez l'identifiant d'une ressource de rules/resources/.",
                )
        elif ground.questionnaire.id not in audiences.get(id_, (ground.questionnaire.id,)):
            placed.reporter.add(
                "audience-missing",
                at,
                f"La ressource « {id_} » n'est pas destinée à « {ground.questionnaire.id} ».",
                "Ajoutez ce parcours à ses « audiences », ou recommandez-en une autre.",
            )


def _loops(file: RulesFile) -> None:
    for name in file.conditions:
        chain = _chain(file, name)
        if chain:
            file.reporter.add(
                "condition-loop",
                ("conditions", name),
                f"La condition « {name} » dépend d'elle-même : {' → '.join(chain)}.",
                "Écrivez l'une d'elles sans « meets ».",
            )


def _chain(file: RulesFile, start: str) -> list[str]:
    """Return a way from a named condition back to itself, or nothing."""
    waiting: list[list[str]] = [[start]]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop()
        for part in walk(file.conditions[way[-1]]):
            if not isinstance(part, Meets):
                continue
            if part.meets == start:
                return [*way, start]
            if part.meets in file.conditions and part.meets not in seen:
                seen.add(part.meets)
                waiting.append([*way, part.meets])
    return []


def _unused_conditions(file: RulesFile) -> None:
    if file.rule_set is None:
        return
    conditions = [c for rule in file.rule_set.rules for c in (rule.when, rule.unless) if c]
    parts = [p for c in (*conditions, *file.conditions.values()) for p in walk(c)]
    used = {part.meets for part in parts if isinstance(part, Meets)}
    for name in file.conditions:
        if name not in used:
            file.reporter.add(
                "condition-unused",
                ("conditions", name),
                f"Aucune règle n'utilise la condition « {name} ».",
                f"Retirez-la, ou écrivez « {{meets: {name}}} » dans une règle.",
            )


def _unknown_unread(ground: Ground, file: RulesFile) -> None:
    """Warn where « je ne sais pas » leads nowhere."""
    if file.rule_set is None:
        return
    read = {
        part.unknown
        for rule in file.rule_set.rules
        for part in parts_through(rule.when, file.conditions)
        if isinstance(part, IsUnknown)
    }
    for question in ground.questions:
        if question.id not in read and any(option.unknown for option in question.options):
            ground.reporter.add(
                "unknown-unread",
                question.path,
                f"Aucune règle ne dit que faire quand on répond « je ne sais pas » à "
                f"« {question.id} ».",
                f"Ajoutez une règle avec « {{unknown: {question.id}}} ».",
            )
