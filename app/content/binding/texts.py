"""The same words written twice where they should differ."""

from __future__ import annotations

from collections.abc import Iterator

from app.content.binding.ground import Ground
from app.content.document import Path, Reporter
from app.content.shelf import Shelf
from app.domain.texts import LocalText
from app.domain.wording import PLACEHOLDER

Spot = tuple[Reporter, Path, str]


def check_texts(shelf: Shelf, grounds: list[Ground]) -> None:
    """Warn of texts that are the same, each within its own kind."""
    for ground in grounds:
        _same([(ground.reporter, (*q.path, "text"), q.question.text) for q in ground.questions])
        _same(list(_portraits(ground)))
        for question in ground.questions:
            if question.question.kind != "scale":
                path = (*question.path, "options")
                _same(
                    [
                        (ground.reporter, (*path, i, "label"), option.label)
                        for i, option in enumerate(question.options)
                    ]
                )
    for file in shelf.rules:
        rules = file.rules
        plain = [rule for rule in rules if not PLACEHOLDER.search(rule.value.because)]
        _same([(r.reporter, (*r.path, "because"), r.value.because) for r in plain])
        _same([(r.reporter, (*r.path, "action", "do"), r.value.action.do) for r in rules])
    resources = shelf.resources
    _same([(r.reporter, (*r.path, "title"), r.value.title) for r in resources])
    _same([(r.reporter, (*r.path, "summary"), r.value.summary) for r in resources])
    figures = shelf.figures
    _same(
        [
            (f.reporter, (*f.path, "statement"), f"{f.value.value} {f.value.statement}")
            for f in figures
        ]
    )


def _portraits(ground: Ground) -> Iterator[Spot]:
    for level, text in ground.questionnaire.overall.portraits.items():
        yield ground.reporter, ("overall", "portraits", level.value), text
    for placed in ground.dimensions:
        for level, text in placed.dimension.portraits.items():
            yield ground.reporter, (*placed.path, "portraits", level.value), text


def _same(spots: list[Spot]) -> None:
    languages = dict.fromkeys(
        language
        for *_, text in spots
        if isinstance(text, LocalText)
        for language in text.translations
        if language != text.language
    )
    _same_in(spots)
    for language in languages:
        _same_in(
            [
                (reporter, (*path, language), text.translations[language])
                for reporter, path, text in spots
                if isinstance(text, LocalText) and language in text.translations
            ]
        )


def _same_in(spots: list[Spot]) -> None:
    first: dict[str, str] = {}
    for reporter, path, text in spots:
        words = " ".join(text.lower().split())
        here = f"{reporter.document.file}:{reporter.document.line_of(path)}"
        if words in first:
            reporter.add(
                "text-duplicate",
                path,
                f"Le même texte se trouve déjà à {first[words]}.",
                "Écrivez ce qui les distingue, ou retirez l'un des deux.",
            )
        else:
            first[words] = here
