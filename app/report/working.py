"""Makes the page that shows how a result is computed, for this person, from answers to actions.

Must not compute a score, fire a rule or rank an action: the domain says what came of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from app.domain.condition_words import plain, word_condition
from app.domain.conditions import Condition
from app.domain.diagnose import diagnose
from app.domain.diagnosis import Action, Answers
from app.domain.edition import Edition
from app.domain.model import OVERALL
from app.domain.near import NearRule, find_near, spell_out
from app.domain.roadmap import FIRST_ACTIONS, PER_DIMENSION
from app.domain.rules import Rule
from app.domain.texts import ForeignText
from app.domain.working import CheckedLevel, CheckedRequirement, Sum, Term, show_working
from app.locale.formats import NBSP, percent, quote, semicolon, sentence, upper_first
from app.locale.speech import gettext, mark, speaking
from app.report import wording
from app.report.actions import because
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
    "unknown": mark("«\u00a0Je ne sais pas\u00a0»\u00a0: de 0 à 100"),
    "unanswered": mark("Pas encore de réponse\u00a0: de 0 à 100"),
    "maybe": mark("Peut-être posée, selon une réponse qui manque\u00a0: de 0 à 100"),
    "not_applicable": mark("Sans objet\u00a0: ne compte pas"),
}
_RULES = {
    "mean": mark("Moyenne des points, chacun multiplié par son poids."),
    "sum": mark(
        "Points obtenus, chacun multiplié par son poids, divisés par tous les poids possibles"
        "\u00a0: ce qui ne compte pas n’ajoute rien."
    ),
    "min": mark("Le plus faible des points\u00a0: ici, un manque ne se compense pas."),
    "max": mark("Le plus élevé des points."),
}
_NEAR = {
    "pending": (
        mark("En attente d’une réponse"),
        mark("Une réponse qui reste à trouver dira si elles s’appliquent."),
    ),
    "one_missing": (mark("À une condition près"), mark("Tout est rempli, sauf un point.")),
    "prevented": (
        mark("Écartées"),
        mark("Leur condition est remplie, mais une exception les retient."),
    ),
}


def build_working(edition: Edition, answers: Answers) -> Working:
    """Return the computation in words, the edition being one in the language spoken."""
    subject = Subject(edition, answers, diagnose(edition, answers, next_levels=False))
    sums = show_working(edition, answers)
    near = find_near(edition, answers)
    fired = tuple(_fired(subject))
    others = len(edition.rules.rules) - len(fired) - len(near)
    return Working(
        sums=tuple(_sum(subject, one) for one in sums),
        fired=fired,
        near=tuple(_groups(edition, near)),
        others=gettext(
            "Règles qui restent loin\u00a0: %(others)s. Plusieurs de leurs conditions manquent, "
            "ou la seule qu’elles aient.",
            others=others,
        ),
        ranking=tuple(map(gettext, wording.RANKING)),
    )


# Scores -----------------------------------------------------------------------------------------


def _sum(subject: Subject, one: Sum) -> SumView:
    note = None
    if one.low is None:
        note = gettext("Rien ne compte ici\u00a0: aucune question de ce volet ne vous concerne.")
    elif one.is_open:
        note = gettext(
            "Rien n’est encore certain de compter ici\u00a0: le plus haut possible reste 100."
        )
    return SumView(
        id=one.id,
        title=one.title,
        rule=gettext(_RULES[one.aggregation]),
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
        label, answer, why = subject.edition.questionnaire.title_of(term.id), gettext("Volet"), None
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
        return gettext(_STATES.get(term.status, _STATES["unanswered"])), None
    questionnaire = subject.edition.questionnaire
    item = questionnaire.items_by_id[term.id]
    return subject.answer(term.id), explain_points(item, value, questionnaire.score_range)


def _level(edition: Edition, one: Sum, level: CheckedLevel) -> LevelLine:
    lines = tuple(_requirement(edition, requirement) for requirement in level.requirements)
    if level.is_reached:
        verdict = gettext("atteint")
    elif level.is_possible:
        verdict = gettext("encore possible")
    else:
        verdict = gettext("pas atteint")
    return LevelLine(
        label=level.label,
        comparison=_compare(one, level),
        requirements=lines,
        verdict=verdict if one.is_begun else gettext("pas encore de réponse"),
        rank=level.level.rank,
        is_reached=level.is_reached,
    )


def _compare(one: Sum, level: CheckedLevel) -> str:
    """Return « 58,3 ≥ 50 », each end of an interval compared."""
    floor = exact(level.floor)
    if one.low is None or one.high is None:
        return gettext("à partir de %(low)s", low=floor)
    if level.floor == 0:
        return gettext("sans condition")
    ends = (one.low,) if one.low == one.high else (one.low, one.high)
    return semicolon().join(
        f"{shown(end)}{NBSP}{'≥' if end >= level.floor else '<'}{NBSP}{floor}" for end in ends
    )


def _requirement(edition: Edition, requirement: CheckedRequirement) -> RequirementLine:
    states = {True: mark("rempli"), False: mark("manque"), None: mark("reste à savoir")}
    return RequirementLine(
        label=requirement.label,
        condition=_clause(edition, requirement.when),
        state=gettext(states[requirement.holds]),
    )


def _conclude(one: Sum) -> str:
    if not one.is_begun:
        return gettext("Pas encore de niveau\u00a0: rien n’a été répondu ici.")
    reached = [level for level in one.levels if level.is_reached]
    best = [level for level in one.levels if level.is_possible]
    words = gettext("Niveau sûr\u00a0: %(level)s.", level=quote(reached[-1].label))
    if best and best[-1] != reached[-1]:
        possible = quote(best[-1].label)
        words += " " + gettext("Niveau encore possible\u00a0: %(level)s.", level=possible)
    return words


# Rules ------------------------------------------------------------------------------------------


def _fired(subject: Subject) -> Iterator[FiredRule]:
    roadmap = subject.diagnosis.roadmap
    rules = subject.edition.rules_by_id
    later = [action for actions in roadmap.later.values() for action in actions]
    first = {action.id for action in roadmap.first}
    per_dimension = Counter(action.dimension for action in roadmap.first)
    for action in sorted((*roadmap.first, *later), key=lambda one: one.rank.position):
        yield FiredRule(
            position=action.rank.position,
            do=action.do,
            dimension=subject.edition.questionnaire.title_of(action.dimension),
            because=because(action.reasons),
            condition=_whole(subject.edition, rules[action.id]),
            place=_place(action, action.id in first, per_dimension),
            points=_points(action),
            impact=action.impact,
            need=action.rank.need,
            effort=action.effort,
            horizon=gettext(wording.HORIZONS[action.horizon][0]),
        )


def _points(action: Action) -> str:
    return f"{action.impact} + {action.rank.need} ={NBSP}{action.rank.points}"


def _place(action: Action, is_first: bool, per_dimension: Counter[str]) -> str:
    if is_first:
        return gettext("Parmi les premières actions.")
    if per_dimension[action.dimension] >= PER_DIMENSION:
        return gettext(
            "Plus tard\u00a0: son volet a déjà %(count)s premières actions.", count=PER_DIMENSION
        )
    return gettext(
        "Plus tard\u00a0: les %(count)s premières actions sont déjà là.", count=FIRST_ACTIONS
    )


def _groups(edition: Edition, near: tuple[NearRule, ...]) -> Iterator[NearGroup]:
    for kind, (title, introduction) in _NEAR.items():
        own = [one for one in near if one.kind == kind]
        if own:
            rules = tuple(_near(edition, one) for one in own)
            yield NearGroup(gettext(title), gettext(introduction), rules)


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

    def say(told: Edition) -> str:
        when = _say(told, rule.when)
        if rule.unless is None:
            return gettext("S’applique si %(when)s", when=when)
        unless = _say(told, rule.unless)
        return gettext("S’applique si %(when)s, sauf si %(unless)s", when=when, unless=unless)

    return sentence(_told(edition, say))


def _clause(edition: Edition, condition: Condition) -> str:
    return _told(edition, lambda told: _say(told, condition))


def _say(edition: Edition, condition: Condition) -> str:
    return plain(word_condition(edition, spell_out(edition, condition)))


def _told(edition: Edition, say: Callable[[Edition], str]) -> str:
    """Return what is said of an edition; in its own language where it has no translation."""
    title = edition.questionnaire.title
    if not isinstance(title, ForeignText):
        return say(edition)
    with speaking(title.language):
        return title.like(say(edition.original))
