"""The texts of a pathway in the languages it promises, and translations that do not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from app.content.binding.ground import Ground
from app.content.document import Path, Reporter
from app.content.shelf import Placed, RulesFile, Shelf
from app.content.suggest import listed
from app.domain.questionnaire import Questionnaire
from app.domain.text_places import texts_in
from app.domain.texts import LocalText, written_in
from app.domain.translation import says_words
from app.domain.wording import PLACEHOLDER


@dataclass(frozen=True, slots=True)
class _Spot:
    """A text where it is written; ``is_shared`` if other pathways may use it too."""

    reporter: Reporter
    path: Path
    text: str
    is_name: bool
    is_shared: bool

    @property
    def key(self) -> str:
        return str(next(part for part in reversed(self.path) if isinstance(part, str)))


def check_translations(shelf: Shelf, grounds: Mapping[str, Ground]) -> None:
    """Find texts that lack a language promised, or whose translations do not fit."""
    for ground in grounds.values():
        questionnaire = ground.questionnaire
        _promises(ground)
        for spot in _spots(shelf, ground):
            _own(spot, questionnaire.language)
            _missing(spot, questionnaire)
            if not spot.is_shared:
                _unpromised(spot, questionnaire)
    for file in shelf.rules:
        for rule in file.rules:
            _placeholders(rule.reporter, (*rule.path, "because"), rule.value.because)


def _promises(ground: Ground) -> None:
    questionnaire = ground.questionnaire
    for index, language in enumerate(questionnaire.languages):
        earlier = (questionnaire.language, *questionnaire.languages[:index])
        if language in earlier:
            ground.reporter.add(
                "language-duplicate",
                ("languages", index),
                f"La langue « {language} » est déjà celle du parcours, ou déjà promise.",
                "Retirez-la de « languages », qui ne cite que les autres langues.",
            )


def _spots(shelf: Shelf, ground: Ground) -> Iterator[_Spot]:
    """Yield every text that somebody on a pathway may read, each with its place."""
    questionnaire = ground.questionnaire
    yield from _of(ground.reporter, (), questionnaire, is_shared=False)
    files = [file for file in shelf.rules if file.questionnaire == questionnaire.id]
    for file in files:
        for rule in file.rules:
            yield from _of(rule.reporter, rule.path, rule.value, is_shared=False)
    for placed in _catalogue(shelf, questionnaire, files):
        yield from _of(placed.reporter, placed.path, placed.value, is_shared=True)


def _catalogue(
    shelf: Shelf, questionnaire: Questionnaire, files: Iterable[RulesFile]
) -> Iterator[Placed[BaseModel]]:
    used = {id_ for file in files for rule in file.rules for id_ in rule.value.recommend}
    for resource in shelf.resources:
        if resource.value.id in used:
            yield Placed(resource.reporter, resource.path, resource.value)
    for figure in shelf.figures:
        if any(place.questionnaire == questionnaire.id for place in figure.value.shown):
            yield Placed(figure.reporter, figure.path, figure.value)


def _of(reporter: Reporter, path: Path, value: BaseModel, *, is_shared: bool) -> Iterator[_Spot]:
    for place in texts_in(value):
        at = (*path, *place.path)
        yield _Spot(reporter, at, place.text, place.form.is_name, is_shared)


def _own(spot: _Spot, own: str) -> None:
    if isinstance(spot.text, LocalText) and own not in spot.text.translations:
        spot.reporter.add(
            "translation-own-missing",
            spot.path,
            f"« {spot.key} » n'a pas de texte en « {own} », la langue du parcours.",
            f"Ajoutez « {own}: … » à côté de : {listed(spot.text.translations)}.",
        )


def _missing(spot: _Spot, questionnaire: Questionnaire) -> None:
    if spot.is_name or not says_words(spot.text):
        return
    own = questionnaire.language
    for language in questionnaire.languages:
        if language != own and written_in(spot.text, language, own) is None:
            spot.reporter.add(
                "translation-missing",
                spot.path,
                f"« {spot.key} » n'a pas de traduction en « {language} ».",
                f"Écrivez « {spot.key}: {{{own}: …, {language}: …}} ».",
            )


def _unpromised(spot: _Spot, questionnaire: Questionnaire) -> None:
    if not isinstance(spot.text, LocalText):
        return
    promised = (questionnaire.language, *questionnaire.languages)
    for language in spot.text.translations:
        if language not in promised:
            spot.reporter.add(
                "translation-unpromised",
                (*spot.path, language),
                f"Le parcours ne promet pas la langue « {language} » : "
                "cette traduction n'est pas proposée.",
                f"Ajoutez « {language} » aux « languages » du questionnaire, ou retirez-la.",
            )


def _placeholders(reporter: Reporter, path: Path, text: str) -> None:
    if not isinstance(text, LocalText):
        return
    wanted = placeholders_of(text)
    for language, translation in text.translations.items():
        given = placeholders_of(translation)
        if given != wanted:
            lacking, more = sorted(wanted - given), sorted(given - wanted)
            told = [f"il manque {listed(lacking)}"] if lacking else []
            told += [f"il y a en trop {listed(more)}"] if more else []
            reporter.add(
                "translation-placeholder",
                (*path, language),
                f"La traduction en « {language} » ne cite pas les mêmes réponses : "
                f"{' ; '.join(told)}.",
                "Écrivez entre accolades les mêmes identifiants dans toutes les langues.",
            )


def placeholders_of(text: str) -> frozenset[str]:
    """Return the placeholders that a sentence has, as written."""
    return frozenset(match[0] for match in PLACEHOLDER.finditer(text))
