"""A diagnosis as French text for a terminal; decides nothing that the diagnosis does not say."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from app.content.findings import typeset
from app.domain.answers import words_of
from app.domain.diagnosis import Action, Diagnosis, DimensionResult, NextLevel, Reason
from app.domain.edition import Edition
from app.domain.model import OVERALL
from app.domain.resource import ResourceKind
from app.domain.rules import Horizon
from app.report.french import number_fr

_WIDTH = 96
_KINDS = {
    ResourceKind.DATA: "Données",
    ResourceKind.TOOL: "Outils",
    ResourceKind.SKILL: "Compétences",
    ResourceKind.EXAMPLE: "Exemples",
}
_HORIZONS = {
    Horizon.OPERATIONAL: "3 à 9 mois",
    Horizon.STRATEGIC: "6 à 12 mois",
    Horizon.POLITICAL: "12 à 18 mois",
}


def summarise(edition: Edition, diagnosis: Diagnosis) -> str:
    """Return where the person stands, what to do first, why, and what comes next."""
    lines = [
        edition.questionnaire.title,
        "=" * len(edition.questionnaire.title),
        *_standing(edition, diagnosis),
        *_first_actions(edition, diagnosis),
        *_later(diagnosis),
        *_recommendations(edition, diagnosis),
        *_next_levels(edition, diagnosis),
        "",
        f"Édition {diagnosis.edition[:12]}.",
    ]
    return typeset("\n".join(lines))


def _standing(edition: Edition, diagnosis: Diagnosis) -> Iterator[str]:
    complete = diagnosis.completeness
    yield (
        f"{complete.answered} réponse(s) sur {complete.asked}, dont {complete.unknown} "
        "« je ne sais pas »."
    )
    yield ""
    width = max(len(one.title) for one in (diagnosis.overall, *diagnosis.dimensions))
    for result in (diagnosis.overall, *diagnosis.dimensions):
        yield f"{result.title:<{width}}  {_level(result)}"
    portrait = edition.questionnaire.overall.portraits
    if diagnosis.overall.level in portrait:
        yield ""
        yield from _wrapped(portrait[diagnosis.overall.level])


def _level(result: DimensionResult) -> str:
    if result.level_label is None or result.low is None or result.high is None:
        return "rien n'a été répondu"
    score = f"{number_fr(result.low)} sur 100"
    if result.low != result.high:
        score = f"de {number_fr(result.low)} à {number_fr(result.high)} sur 100"
    words = f"{result.level_label} ({score})"
    if result.is_uncertain:
        words += f", peut-être {result.possible_level_label}"
    return words


def _first_actions(edition: Edition, diagnosis: Diagnosis) -> Iterator[str]:
    yield from _title("Vos premières actions")
    for number, action in enumerate(diagnosis.roadmap.first, start=1):
        yield from _action(edition, number, action)
    if not diagnosis.roadmap.first:
        yield "Aucune pour le moment : répondez à quelques questions de plus."


def _action(edition: Edition, number: int, action: Action) -> Iterator[str]:
    yield from _wrapped(f"{number}. {action.do}", indent="   ", first="")
    yield from _wrapped(
        f"{action.who} · {action.duration} · {_HORIZONS[action.horizon]}", indent="   "
    )
    yield from _wrapped(action.done_when, indent="   ")
    yield from _reasons(action.reasons)
    titles = [edition.resources_by_id[one].title for one in action.resources]
    yield from _wrapped(f"Avec : {' ; '.join(titles)}.", indent="   ")
    yield ""


def _later(diagnosis: Diagnosis) -> Iterator[str]:
    if not any(diagnosis.roadmap.later.values()):
        return
    yield from _title("Ensuite")
    for horizon, actions in diagnosis.roadmap.later.items():
        if actions:
            yield f"{_HORIZONS[horizon]} :"
        for action in actions:
            yield from _wrapped(f"- {action.do}", indent="  ", first="")


def _recommendations(edition: Edition, diagnosis: Diagnosis) -> Iterator[str]:
    for kind in ResourceKind:
        found = [one for one in diagnosis.recommendations if one.kind is kind]
        if found:
            yield from _title(_KINDS[kind])
        for one in found:
            resource = edition.resources_by_id[one.resource]
            yield from _wrapped(f"- {resource.title} ({resource.publisher})", indent="  ", first="")
            yield from _reasons(one.reasons)


def _reasons(reasons: tuple[Reason, ...]) -> Iterator[str]:
    for reason in reasons:
        yield from _wrapped(f"→ {reason.text}", indent="     ", first="   ")


def _next_levels(edition: Edition, diagnosis: Diagnosis) -> Iterator[str]:
    if not diagnosis.next_levels:
        return
    yield from _title("Ce qui vous ferait passer au niveau suivant")
    for step in diagnosis.next_levels:
        name = (
            edition.questionnaire.overall.title
            if step.dimension == OVERALL
            else edition.questionnaire.title_of(step.dimension)
        )
        yield from _wrapped(f"{name} → {step.target_label} : {_way(step)}", first="")
        for change in step.changes or ():
            item = edition.questionnaire.items_by_id[change.question]
            after = words_of(edition, change.question, change.after)
            yield from _wrapped(f"- {item.question.text} {after}", indent="    ", first="  ")


def _way(step: NextLevel) -> str:
    if step.changes is None:
        return "aucun changement de réponse n'y suffit."
    return f"{len(step.changes)} réponse(s) à faire évoluer."


def _title(words: str) -> Iterator[str]:
    yield ""
    yield words
    yield "-" * len(words)


def _wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split(" ")),
        _WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )
