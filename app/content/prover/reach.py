"""Every rule, every level and every question is reached by some answer set."""

from __future__ import annotations

from app.content.prover.case import Case
from app.content.prover.oracle import Undecided, fires, holds_at
from app.content.prover.verdict import Place
from app.domain.layout import KNOWN, NOT_APPLICABLE, UNANSWERED, UNKNOWN
from app.domain.model import LEVELS

_ASKED = (UNANSWERED, UNKNOWN, NOT_APPLICABLE, KNOWN)


def check_rules_reached(case: Case) -> None:
    """Find rules that never apply; note a witness for the others."""
    for index, rule in enumerate(case.rules):
        if index in case.survey.fired:
            continue
        place = Place("rule", rule.id)
        try:
            witness = case.oracle.find(case.oracle.encoding.fires(index), confirm=fires(index))
        except Undecided:
            case.undecided(place, "rule-unreachable")
            continue
        if witness is None:
            case.add("rule-unreachable", place, rule.id)
        else:
            case.survey.fired[index] = witness
            fired = case.compiled.evaluate(witness).fired
            case.survey.beside[index] = sum(1 << other for other in fired if other != index)


def check_levels_reached(case: Case) -> None:
    """Find levels, and so portraits, that nobody reaches."""
    for node in case.compiled.scorer.nodes:
        for band in case.compiled.edition.questionnaire.bands_of(node.id):
            rank = band.level.rank
            if (node.id, rank) in case.survey.ranks:
                continue
            place = Place("level", node.id, band.level.value)
            try:
                witness = case.oracle.find(
                    case.oracle.encoding.node(node.id).has_rank(rank),
                    confirm=holds_at(node.rank, {rank}.__contains__),
                )
            except Undecided:
                case.undecided(place, "level-unreachable")
                continue
            if witness is None:
                case.add("level-unreachable", place, node.id, LEVELS[rank].value)


def check_questions_reached(case: Case) -> None:
    """Find questions that nobody is asked."""
    count = len(case.compiled.slots)
    for slot in case.compiled.slots:
        id_ = slot.item.id
        if id_ in case.survey.asked:
            continue
        place = Place("question", id_)
        try:
            witness = case.oracle.find(
                case.oracle.encoding.shown(id_)[0],
                confirm=holds_at(slot.index + count, _ASKED.__contains__),
            )
        except Undecided:
            case.undecided(place, "question-unreachable")
            continue
        if witness is None:
            case.add("question-unreachable", place, id_)
        else:
            case.survey.asked[id_] = witness
