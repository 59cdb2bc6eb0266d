"""Makes the page that shows how a result is computed, for this person, from answers to actions.

Must not compute a score, fire a rule or rank an action: the domain says what came of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.domain.condition_words import plain, word_condition
from app.domain.conditions import Condition
from app.domain.diagnose import diagnose
from app.domain.diagnosis import Action, Answers
from app.domain.edition import Edition
from app.domain.model import OVERALL
from app.domain.near import NearRule, find_near, spell_out
from app.domain.roadmap import FIRST_ACTIONS, PER_DIMENSION
from app.domain.rules import Rule
from app.domain.working import CheckedLevel, CheckedRequirement, Sum, Term, show_working
from app.locale.formats import NBSP, percent, sentence, upper_first
from app.locale.formats import quote as quote_fr
from app.report import wording
from app.report.standing import Subject
from app.report.sums import exact, explain_points, shown, span, write_equations
from app.report.working_contexts import (
    FiredRule,
    LevelLine,
    NearGroup,
    NearRuleView,
    RequirementLine,
    SumView,
    TermRow,
    Working,
)

_STATES = {
    "unknown": "«\u00a0Je ne sais pas\u00a0»\u00a0: de 0 à 100",
    "unanswered": "Pas encore de réponse\u00a0: de 0 à 100",
    "maybe": "Peut-être posée, selon une réponse qui manque\u00a0: de 0 à 100",
    "not_applicable": "Sans objet\u00a0: ne compte pas",
}
_RULES = {
    "mean": "Moyenne des points, chacun multiplié par son poids.",
    "sum": "Points obtenus, chacun multiplié par son poids, divisés par tous les poids possibles"
    "\u00a0: ce qui ne compte pas n’ajoute rien.",
    "min": "Le plus faible des points\u00a0: ici, un manque ne se compense pas.",
    "max": "Le plus élevé des points.",
}
_NEAR = {
    "pending": (
        "En attente d’une réponse",
        "Une réponse qui reste à trouver dira si elles s’appliquent.",
    ),
    "one_missing": ("À une condition près", "Tout est rempli, sauf un point."),
    "prevented": ("Écartées", "Leur condition est remplie, mais une exception les retient."),
}


def build_working(edition: Edition, answers: Answers) -> Working:
    """Return the computation in words; the same for the same arguments."""
    subject = Subject(edition, answers, diagnose(edition, answers, next_levels=False))
    sums = show_working(edition, answers)
    near = find_near(edition, answers)
    fired = tuple(_fired(subject))
    others = len(edition.rules.rules) - len(fired) - len(near)
    return Working(
        sums=tuple(_sum(subject, one) for one in sums),
        fired=fired,
        near=tuple(_groups(edition, near)),
        others=f"Règles qui restent loin{NBSP}: {others}. Plusieurs de leurs conditions manquent, "
        "ou la seule qu’elles aient.",
        ranking=wording.RANKING,
    )


# Scores -----------------------------------------------------------------------------------------


def _sum(subject: Subject, one: Sum) -> SumView:
    note = None
    if one.low is None:
        note = "Rien ne compte ici\u00a0: aucune question de ce volet ne vous concerne."
    elif one.is_open:
        note = "Rien n’est encore certain de compter ici\u00a0: le plus haut possible reste 100."
    return SumView(
        id=one.id,
        title=one.title,
        rule=_RULES[one.aggregation],
        rows=tuple(_row(subject, one, term) for term in one.terms),
        equations=write_equations(one),
        note=note,
        levels=tuple(_level(subject.edition, one, level) for level in one.levels),
        conclusion=_conclude(one),
    )


def _row(subject: Subject, one: Sum, term: Term) -> TermRow:
    counts = term.low is not None
    weigh = one.aggregation in ("mean", "sum") and one.divisor > 0
    share = percent(float(term.weight / one.divisor)) if counts and weigh else wording.NO_SCORE
    if term.status == "dimension":
        label, answer, why = subject.edition.questionnaire.title_of(term.id), "Volet", None
    else:
        label = subject.text(term.id)
        answer, why = _said(subject, term)
    return TermRow(
        label=label,
        answer=answer,
        why=why,
        points=span(term.low, term.high),
        weight=exact(term.weight) if weigh else wording.NO_SCORE,
        share=share,
        counts=counts,
    )


def _said(subject: Subject, term: Term) -> tuple[str, str | None]:
    value = subject.answers.get(term.id)
    if term.status != "known" or value is None:
        return _STATES.get(term.status, _STATES["unanswered"]), None
    questionnaire = subject.edition.questionnaire
    item = questionnaire.items_by_id[term.id]
    return subject.answer(term.id), explain_points(item, value, questionnaire.score_range)


def _level(edition: Edition, one: Sum, level: CheckedLevel) -> LevelLine:
    lines = tuple(_requirement(edition, requirement) for requirement in level.requirements)
    if level.is_reached:
        verdict = "atteint"
    elif level.is_possible:
        verdict = "encore possible"
    else:
        verdict = "pas atteint"
    return LevelLine(
        label=level.label,
        comparison=_compare(one, level),
        requirements=lines,
        verdict=verdict if one.is_begun else "pas encore de réponse",
        rank=level.level.rank,
        is_reached=level.is_reached,
    )


def _compare(one: Sum, level: CheckedLevel) -> str:
    """Return « 58,3 ≥ 50 », each end of an interval compared."""
    floor = exact(level.floor)
    if one.low is None or one.high is None:
        return f"à partir de {floor}"
    if level.floor == 0:
        return "sans condition"
    ends = (one.low,) if one.low == one.high else (one.low, one.high)
    return "\u00a0; ".join(
        f"{shown(end)}{NBSP}{'≥' if end >= level.floor else '<'}{NBSP}{floor}" for end in ends
    )


def _requirement(edition: Edition, requirement: CheckedRequirement) -> RequirementLine:
    state = {True: "rempli", False: "manque", None: "reste à savoir"}[requirement.holds]
    return RequirementLine(
        label=requirement.label, condition=_clause(edition, requirement.when), state=state
    )


def _conclude(one: Sum) -> str:
    if not one.is_begun:
        return f"{wording.NO_LEVEL}\u00a0: rien n’a été répondu ici."
    reached = [level for level in one.levels if level.is_reached]
    best = [level for level in one.levels if level.is_possible]
    words = f"Niveau sûr\u00a0: {quote_fr(reached[-1].label)}."
    if best and best[-1] != reached[-1]:
        words += f" Niveau encore possible\u00a0: {quote_fr(best[-1].label)}."
    return words


# Rules ------------------------------------------------------------------------------------------


def _fired(subject: Subject) -> Iterator[FiredRule]:
    roadmap = subject.diagnosis.roadmap
    rules = {rule.id: rule for rule in subject.edition.rules.rules}
    later = [action for actions in roadmap.later.values() for action in actions]
    first = {action.id for action in roadmap.first}
    per_dimension = Counter(action.dimension for action in roadmap.first)
    for action in sorted((*roadmap.first, *later), key=lambda one: one.rank.position):
        yield FiredRule(
            position=action.rank.position,
            do=action.do,
            dimension=subject.edition.questionnaire.title_of(action.dimension),
            because=" ".join(reason.text for reason in action.reasons),
            condition=_whole(subject.edition, rules[action.id]),
            place=_place(action, action.id in first, per_dimension),
            points=_points(action),
            impact=action.impact,
            need=action.rank.need,
            effort=action.effort,
            horizon=wording.HORIZONS[action.horizon][0],
        )


def _points(action: Action) -> str:
    return f"{action.impact} + {action.rank.need} ={NBSP}{action.rank.points}"


def _place(action: Action, is_first: bool, per_dimension: Counter[str]) -> str:
    if is_first:
        return "Parmi les premières actions."
    if per_dimension[action.dimension] >= PER_DIMENSION:
        return f"Plus tard\u00a0: son volet a déjà {PER_DIMENSION} premières actions."
    return f"Plus tard\u00a0: les {FIRST_ACTIONS} premières actions sont déjà là."


def _groups(edition: Edition, near: tuple[NearRule, ...]) -> Iterator[NearGroup]:
    for kind, (title, introduction) in _NEAR.items():
        own = [one for one in near if one.kind == kind]
        if own:
            yield NearGroup(title, introduction, tuple(_near(edition, one) for one in own))


def _near(edition: Edition, one: NearRule) -> NearRuleView:
    return NearRuleView(
        do=one.rule.action.do,
        dimension=edition.questionnaire.title_of(one.rule.dimension)
        if one.rule.dimension != OVERALL
        else edition.questionnaire.overall.title,
        condition=_whole(edition, one.rule),
        missing=tuple(upper_first(_clause(edition, part)) for part in one.missing),
    )


def _whole(edition: Edition, rule: Rule) -> str:
    """Return when a rule applies, as a sentence."""
    words = f"S’applique si {_clause(edition, rule.when)}"
    if rule.unless is not None:
        words += f", sauf si {_clause(edition, rule.unless)}"
    return sentence(words)


def _clause(edition: Edition, condition: Condition) -> str:
    return plain(word_condition(edition, spell_out(edition, condition)))
