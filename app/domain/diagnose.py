"""The one function everything hangs on: an edition and answers in, a diagnosis out.

Pure: same edition and same answers, same diagnosis, byte for byte, on any machine.
"""

from __future__ import annotations

from collections import Counter

from app.domain.bounds import percent
from app.domain.compiled import CompiledEdition, Evaluation, compile_edition
from app.domain.diagnosis import (
    Action,
    Answers,
    Diagnosis,
    DimensionResult,
    QuestionResult,
    Reason,
    Recommendation,
)
from app.domain.edition import Edition
from app.domain.layout import HIDDEN, KNOWN, MAYBE, NOT_APPLICABLE, UNKNOWN
from app.domain.model import LEVELS, OVERALL
from app.domain.navigation import completeness_of
from app.domain.next_level import find_next_level
from app.domain.ranking import SortKey, need_of, rank_of, sort_key
from app.domain.roadmap import build_roadmap
from app.domain.rules import Rule
from app.domain.scoring import Node
from app.domain.translation import in_language

_STATES = {KNOWN: "known", UNKNOWN: "unknown", NOT_APPLICABLE: "not_applicable"}
_SAID = (UNKNOWN, NOT_APPLICABLE, KNOWN)


def diagnose(
    edition: Edition, answers: Answers, *, reasons: bool = True, next_levels: bool = True
) -> Diagnosis:
    """Return where the person stands, why, and what to do next.

    Args:
        edition: the content that the answers were given to.
        answers: valid answers (see ``answers.parse_answers``), complete or not.
        reasons: whether recommendations and actions carry their reasons (else they have none).
        next_levels: whether to look for the least changes that reach the next levels.
    """
    # What it says is plain strings, whatever else the texts are written in.
    edition = in_language(edition, edition.questionnaire.language)
    compiled = compile_edition(edition)
    found = compiled.evaluate(answers)
    actions, recommendations = _advise(compiled, found, with_reasons=reasons)
    results = [_dimension_result(compiled, found, node) for node in compiled.scorer.nodes]
    by_id = {result.id: result for result in results}
    order = compiled.dimensions
    steps = (
        tuple(
            step
            for name in (OVERALL, *order)
            if (step := find_next_level(compiled, answers, name)) is not None
        )
        if next_levels
        else ()
    )
    return Diagnosis(
        edition=edition.hash,
        questionnaire=edition.questionnaire.id,
        completeness=completeness_of(compiled, found.state),
        overall=by_id[OVERALL],
        dimensions=tuple(by_id[name] for name in order),
        recommendations=recommendations,
        roadmap=build_roadmap(actions, recommendations),
        next_levels=steps,
    )


def _advise(
    compiled: CompiledEdition, found: Evaluation, *, with_reasons: bool
) -> tuple[tuple[Action, ...], tuple[Recommendation, ...]]:
    state, language = found.state, compiled.edition.questionnaire.language
    ranked: list[tuple[SortKey, Rule, int, tuple[Reason, ...]]] = []
    for index in found.fired:
        ready = compiled.index.rules[index]
        need = need_of(state[ready.dimension_rank])
        why: tuple[Reason, ...] = ()
        if with_reasons:
            why = (Reason(ready.rule.id, compiled.sentences[index](state), ready.facts(state)),)
        ranked.append((sort_key(ready.rule, need), ready.rule, need, why))
    ranked.sort(key=lambda entry: entry[0])
    actions = tuple(
        Action(
            id=rule.id,
            dimension=rule.dimension,
            do=rule.action.do,
            who=rule.action.who,
            duration=rule.action.duration,
            done_when=rule.action.done_when,
            horizon=rule.horizon,
            effort=rule.effort,
            impact=rule.impact,
            resources=rule.recommend,
            reasons=why,
            rank=rank_of(rule, need, place, language),
        )
        for place, (_, rule, need, why) in enumerate(ranked, 1)
    )
    return actions, _recommend(compiled.edition, ranked, language)


def _recommend(
    edition: Edition, ranked: list[tuple[SortKey, Rule, int, tuple[Reason, ...]]], language: str
) -> tuple[Recommendation, ...]:
    """Collect the resources of the fired rules; each keeps all its reasons, once each."""
    best: dict[str, int] = {}
    backers: Counter[str] = Counter()
    why: dict[str, dict[str, Reason]] = {}
    for place, (_, rule, _, reasons) in enumerate(ranked):
        for resource in rule.recommend:
            best.setdefault(resource, place)
            backers[resource] += 1
            kept = why.setdefault(resource, {})
            for reason in reasons:
                kept.setdefault(reason.text, reason)
    order = sorted(best, key=lambda r: (best[r], -backers[r], r))
    return tuple(
        Recommendation(
            resource=resource,
            kind=edition.resources_by_id[resource].kind,
            reasons=tuple(why[resource].values()),
            rank=rank_of(ranked[best[resource]][1], ranked[best[resource]][2], place, language),
        )
        for place, resource in enumerate(order, 1)
    )


def _dimension_result(compiled: CompiledEdition, found: Evaluation, node: Node) -> DimensionResult:
    state, count = found.state, len(compiled.slots)
    statuses = [state[index + count] for index in node.descendants]
    rank, high_rank = state[node.rank], state[node.high_rank]
    low = high = None
    if rank is not None:
        low, high = percent(*state[node.low]), percent(*state[node.high])
    level = None if rank is None else LEVELS[rank]
    possible = None if high_rank is None else LEVELS[high_rank]
    missing = [
        label
        for band in node.bands
        if rank is not None and band.rank == rank + 1
        for holds, label in band.requirements
        if not holds(state)
    ]
    return DimensionResult(
        id=node.id,
        title=compiled.titles[node.id],
        parent=node.parent,
        score=low,
        low=low,
        high=high,
        level=level,
        possible_level=possible,
        level_label=compiled.labels[node.id].get(level) if level else None,
        possible_level_label=compiled.labels[node.id].get(possible) if possible else None,
        answered=sum(status in _SAID for status in statuses),
        asked=sum(status not in (HIDDEN, MAYBE) for status in statuses),
        missing_requirements=tuple(missing),
        questions=_question_results(compiled, found, node),
    )


def _question_results(
    compiled: CompiledEdition, found: Evaluation, node: Node
) -> tuple[QuestionResult, ...]:
    count, unit = len(compiled.slots), compiled.scorer.unit
    counted = sum(weight for index, weight in node.questions if found.units[index] is not None)
    results = []
    for index, weight in node.questions:
        status, pair = found.state[index + count], found.units[index]
        if status in (HIDDEN, MAYBE):
            continue
        low = high = None
        if pair is not None:
            low, high = percent(pair[0], unit), percent(unit if pair[1] < 0 else pair[1], unit)
        results.append(
            QuestionResult(
                question=compiled.slots[index].item.id,
                dimension=node.id,
                state=_STATES.get(status, "unanswered"),
                low=low,
                high=high,
                share=round(weight / counted, 3) if pair is not None else 0.0,
            )
        )
    return tuple(results)
