"""The placeholders in the sentences of a rule."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.binding.ground import Ground
from app.content.binding.logic import questions_read, surely_answered
from app.content.document import Path
from app.content.shelf import Placed, RulesFile
from app.content.suggest import did_you_mean, listed
from app.domain.rules import Rule
from app.domain.texts import LocalText
from app.domain.wording import PLACEHOLDER


def check_sentences(ground: Ground, file: RulesFile, placed: Placed[Rule]) -> None:
    """Find placeholders that are malformed, unknown, or that nothing in ``when`` fills."""
    rule = placed.value
    at: Path = (*placed.path, "because")
    for text, place in _each_language(rule.because, at):
        _braces(placed, text, place)
    read = questions_read(rule.when, file.conditions)
    sure = surely_answered(rule.when, file.conditions)
    for match in PLACEHOLDER.finditer(rule.because):
        if match["kind"]:
            _level(ground, placed, match["id"], at)
        else:
            _answer(ground, placed, match["id"], at, read, sure)
    for key in ("do", "who", "duration", "done_when"):
        for text, place in _each_language(getattr(rule.action, key), (*placed.path, "action", key)):
            if "{" in text or "}" in text:
                placed.reporter.add(
                    "placeholder-malformed",
                    place,
                    "Les accolades ne sont remplacées que dans « because ».",
                    "Écrivez la phrase sans accolades.",
                )


def _each_language(text: str, at: Path) -> Iterator[tuple[str, Path]]:
    """Yield a text, in each of its languages where it has several, and where it is written."""
    if isinstance(text, LocalText):
        for language, translation in text.translations.items():
            yield translation, (*at, language)
    else:
        yield text, at


def _braces(placed: Placed[Rule], text: str, at: Path) -> None:
    rest = PLACEHOLDER.sub("", text)
    if "{" in rest or "}" in rest:
        placed.reporter.add(
            "placeholder-malformed",
            at,
            "Une accolade ne se lit pas dans « because ».",
            "Écrivez {identifiant-de-question} ou {level:identifiant-de-dimension}, sans espace.",
        )


def _level(ground: Ground, placed: Placed[Rule], dimension: str, at: Path) -> None:
    if dimension not in ground.nodes:
        placed.reporter.add(
            "dimension-unknown",
            at,
            f"La dimension « {dimension} » n'existe pas.{did_you_mean(dimension, ground.nodes)}",
            f"Dimensions du questionnaire : {listed(ground.nodes)}.",
        )


def _answer(
    ground: Ground,
    placed: Placed[Rule],
    question: str,
    at: Path,
    read: frozenset[str],
    sure: frozenset[str],
) -> None:
    if question not in ground.by_id:
        placed.reporter.add(
            "question-unknown",
            at,
            f"La question « {question} » n'existe pas.{did_you_mean(question, ground.by_id)}",
            f"Questions que la règle lit : {listed(sorted(read)) or 'aucune'}.",
        )
    elif question not in read:
        placed.reporter.add(
            "placeholder-unread",
            at,
            f"La phrase cite « {question} », que la condition « when » ne lit pas.",
            "Citez une question de « when », ou ajoutez-la à « when ».",
        )
    elif question not in sure:
        placed.reporter.add(
            "placeholder-unanswered",
            at,
            f"La phrase cite « {question} », qui peut n'avoir aucune réponse quand la règle "
            "s'applique.",
            "Faites deux règles, ou une phrase qui ne cite pas cette réponse.",
        )
