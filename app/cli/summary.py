"""A diagnosis as text for a terminal; decides nothing that the diagnosis does not say.

Its words are those of the language spoken (see ``app.locale.speech``).
"""

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
from app.locale.formats import colon, number, semicolon
from app.locale.speech import FRENCH, current_language, gettext, mark, ngettext
from app.report.foreign import marked

_WIDTH = 96
_KINDS = {
    ResourceKind.DATA: mark("Données"),
    ResourceKind.TOOL: mark("Outils"),
    ResourceKind.SKILL: mark("Compétences"),
    ResourceKind.EXAMPLE: mark("Exemples"),
}
_HORIZONS = {
    Horizon.OPERATIONAL: mark("3 à 9 mois"),
    Horizon.STRATEGIC: mark("6 à 12 mois"),
    Horizon.POLITICAL: mark("12 à 18 mois"),
}


def summarise(edition: Edition, diagnosis: Diagnosis) -> str:
    """Return where the person stands, what to do first, why, and what comes next."""
    lines = [
        marked(edition.questionnaire.title),
        "=" * len(marked(edition.questionnaire.title)),
        *_standing(edition, diagnosis),
        *_first_actions(edition, diagnosis),
        *_later(diagnosis),
        *_recommendations(edition, diagnosis),
        *_next_levels(edition, diagnosis),
        "",
        gettext("Édition %(edition)s.", edition=diagnosis.edition[:12]),
    ]
    text = "\n".join(lines)
    return typeset(text) if current_language() == FRENCH else text


def _standing(edition: Edition, diagnosis: Diagnosis) -> Iterator[str]:
    complete = diagnosis.completeness
    yield gettext(
        "%(answered)s réponse(s) sur %(asked)s, dont %(unknown)s « je ne sais pas ».",
        answered=complete.answered,
        asked=complete.asked,
        unknown=complete.unknown,
    )
    yield ""
    width = max(len(one.title) for one in (diagnosis.overall, *diagnosis.dimensions))
    for result in (diagnosis.overall, *diagnosis.dimensions):
        yield f"{result.title:<{width}}  {_level(result)}"
    portrait = edition.questionnaire.overall.portraits
    if diagnosis.overall.level in portrait:
        yield ""
        yield from _wrapped(marked(portrait[diagnosis.overall.level]))


def _level(result: DimensionResult) -> str:
    if result.level_label is None or result.low is None or result.high is None:
        return gettext("rien n’a été répondu")
    low, high = number(result.low), number(result.high)
    score = gettext("%(points)s sur 100", points=low)
    if result.low != result.high:
        score = gettext("de %(low)s à %(high)s sur 100", low=low, high=high)
    words = f"{result.level_label} ({score})"
    if result.is_uncertain:
        words += gettext(", peut-être %(level)s", level=result.possible_level_label)
    return words


def _first_actions(edition: Edition, diagnosis: Diagnosis) -> Iterator[str]:
    yield from _title(gettext("Vos premières actions"))
    for place, action in enumerate(diagnosis.roadmap.first, start=1):
        yield from _action(edition, place, action)
    if not diagnosis.roadmap.first:
        yield gettext("Aucune pour le moment : répondez à quelques questions de plus.")


def _action(edition: Edition, place: int, action: Action) -> Iterator[str]:
    yield from _wrapped(f"{place}. {marked(action.do)}", indent="   ", first="")
    horizon = gettext(_HORIZONS[action.horizon])
    yield from _wrapped(f"{action.who} · {action.duration} · {horizon}", indent="   ")
    yield from _wrapped(marked(action.done_when), indent="   ")
    yield from _reasons(action.reasons)
    titles = [marked(edition.resources_by_id[one].title) for one in action.resources]
    words = gettext("Avec : %(resources)s.", resources=semicolon().join(titles))
    yield from _wrapped(words, indent="   ")
    yield ""


def _later(diagnosis: Diagnosis) -> Iterator[str]:
    if not any(diagnosis.roadmap.later.values()):
        return
    yield from _title(gettext("Ensuite"))
    for horizon, actions in diagnosis.roadmap.later.items():
        if actions:
            yield f"{gettext(_HORIZONS[horizon])}{colon()}"
        for action in actions:
            yield from _wrapped(f"- {marked(action.do)}", indent="  ", first="")


def _recommendations(edition: Edition, diagnosis: Diagnosis) -> Iterator[str]:
    for kind in ResourceKind:
        found = [one for one in diagnosis.recommendations if one.kind is kind]
        if found:
            yield from _title(gettext(_KINDS[kind]))
        for one in found:
            resource = edition.resources_by_id[one.resource]
            words = f"- {marked(resource.title)} ({resource.publisher})"
            yield from _wrapped(words, indent="  ", first="")
            yield from _reasons(one.reasons)


def _reasons(reasons: tuple[Reason, ...]) -> Iterator[str]:
    for reason in reasons:
        yield from _wrapped(f"→ {marked(reason.text)}", indent="     ", first="   ")


def _next_levels(edition: Edition, diagnosis: Diagnosis) -> Iterator[str]:
    if not diagnosis.next_levels:
        return
    yield from _title(gettext("Ce qui vous ferait passer au niveau suivant"))
    for step in diagnosis.next_levels:
        name = (
            edition.questionnaire.overall.title
            if step.dimension == OVERALL
            else edition.questionnaire.title_of(step.dimension)
        )
        yield from _wrapped(f"{name} → {step.target_label}{colon()} {_way(step)}", first="")
        for change in step.changes or ():
            item = edition.questionnaire.items_by_id[change.question]
            after = words_of(edition, change.question, change.after)
            yield from _wrapped(f"- {item.question.text} {after}", indent="    ", first="  ")


def _way(step: NextLevel) -> str:
    if step.changes is None:
        return gettext("aucun changement de réponse n’y suffit.")
    return ngettext(
        "%(count)s réponse(s) à faire évoluer.",
        "%(count)s réponse(s) à faire évoluer.",
        len(step.changes),
    )


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
