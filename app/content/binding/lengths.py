"""Sentences too long to be read in one go. Counts words; must not judge how they are written.

Plain-language guides ask for fifteen to twenty words on average and for twenty-five at most
(« Rédiger clairement », European Commission; GOV.UK). A question is read with its options in mind:
twenty. A reason holds words of the person's own answer, which are counted: thirty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.content.binding.ground import Ground
from app.content.binding.logic import parts_through
from app.content.document import Path, Reporter
from app.content.shelf import RulesFile
from app.content.suggest import short
from app.domain.conditions import AnswerIs, ContextIs, Not, question_of
from app.domain.questionnaire import Option
from app.domain.rules import Rule
from app.domain.wording import PLACEHOLDER

ASKED = 20
"""Words at most in a sentence of a question, of its help, of an option."""
READ = 25
"""Words at most in a sentence of an introduction, a portrait, an action."""
REASON = 30
"""Words at most in a sentence of a reason, with the longest words that an answer may bring."""

Spot = tuple[Reporter, Path, str, int]

_ABBREVIATED = ("M", "MM", "Dr", "cf", "art", "ex", "p", "n°", "[A-Z]")
_STOP = r"(?<=\.)" + "".join(rf"(?<!\b{word}\.)" for word in _ABBREVIATED)
_END = re.compile(
    # The end of a sentence, not that of « M. », of « etc. pour » or of « Pourquoi ? » demande-t-on.
    rf"(?:(?<=[!?…])|{_STOP})[\s»”)]*\s+(?![a-zà-ÿ\s»”)])"
    r"|\s*[:;]\s+"  # what a list announces, and each of its longer items, are read apart
)
_WORD = re.compile(r"\w[\w’'-]*")


def check_lengths(grounds: list[Ground], files: list[RulesFile]) -> None:
    """Warn of sentences that are longer than people read in one go."""
    by_id = {ground.questionnaire.id: ground for ground in grounds}
    for ground in grounds:
        for spot in (*_opening(ground), *_nodes(ground), *_asked(ground)):
            _measure(*spot)
    for file in files:
        for spot in _rules(file, by_id.get(file.questionnaire or "")):
            _measure(*spot)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text; a colon or a semicolon ends one too."""
    return [one for one in _END.split(text) if one.strip()]


def _measure(reporter: Reporter, path: Path, text: str, most: int) -> None:
    for sentence in sentences_of(text):
        count = len(_WORD.findall(sentence))
        if count > most:
            reporter.add(
                "sentence-too-long",
                path,
                f"Une phrase de {count} mots : « {short(sentence)} ».",
                f"Coupez-la en deux, ou retirez ce qui n'aide pas : {most} mots au plus ici.",
            )


def _opening(ground: Ground) -> Iterator[Spot]:
    questionnaire, reporter = ground.questionnaire, ground.reporter
    for key in ("audience", "summary", "introduction", "not_covered"):
        yield reporter, (key,), getattr(questionnaire, key), READ
    for index, section in enumerate(questionnaire.sections):
        if section.introduction is not None:
            yield reporter, ("sections", index, "introduction"), section.introduction, READ


def _nodes(ground: Ground) -> Iterator[Spot]:
    reporter, overall = ground.reporter, ground.questionnaire.overall
    for level, text in overall.portraits.items():
        yield reporter, ("overall", "portraits", level.value), text, READ
    for placed in ground.dimensions:
        if placed.dimension.description is not None:
            yield reporter, (*placed.path, "description"), placed.dimension.description, READ
        for level, text in placed.dimension.portraits.items():
            yield reporter, (*placed.path, "portraits", level.value), text, READ


def _asked(ground: Ground) -> Iterator[Spot]:
    for placed in ground.questions:
        for key in ("text", "hint", "why"):
            text = getattr(placed.question, key)
            if text is not None:
                yield ground.reporter, (*placed.path, key), text, ASKED
        if placed.question.kind != "scale":
            yield from _options(ground, placed.options, (*placed.path, "options"))
    for name, answer_set in ground.questionnaire.answer_sets.items():
        yield from _options(ground, answer_set.options, ("answer_sets", name, "options"))


def _options(ground: Ground, options: tuple[Option, ...], path: Path) -> Iterator[Spot]:
    for index, option in enumerate(options):
        yield ground.reporter, (*path, index, "label"), option.label, ASKED
        if option.hint is not None:
            yield ground.reporter, (*path, index, "hint"), option.hint, ASKED


def _rules(file: RulesFile, ground: Ground | None) -> Iterator[Spot]:
    for placed in file.rules:
        rule = placed.value

        def longest(match: re.Match[str], rule: Rule = rule) -> str:
            return _longest(ground, file, rule, match)

        said = PLACEHOLDER.sub(longest, rule.because)
        yield file.reporter, (*placed.path, "because"), said, REASON
        for key in ("do", "who", "duration", "done_when"):
            yield file.reporter, (*placed.path, "action", key), getattr(rule.action, key), READ


def _longest(ground: Ground | None, file: RulesFile, rule: Rule, match: re.Match[str]) -> str:
    """Return the longest words that one option, or one level, brings into the reason of a rule."""
    name = match["id"]
    if ground is None:
        return name
    if match["kind"]:
        return max((band.label for band in ground.bands_of(name)), key=len)
    placed = ground.by_id.get(name)
    read = _options_read(file, rule, name)
    options = placed.options if placed else ()
    words = [option.words for option in options if not read or option.id in read]
    return max(words, key=len, default=name)


def _options_read(file: RulesFile, rule: Rule, question: str) -> frozenset[str]:
    """Return the options of a question that a rule names; none where it may hold for others."""
    parts = parts_through(rule.when, file.conditions)
    leaves = [part for part in parts if question_of(part) == question]
    if any(isinstance(part, Not) for part in parts):
        return frozenset()
    named = [
        frozenset(leaf.options if isinstance(leaf, AnswerIs | ContextIs) else ()) for leaf in leaves
    ]
    return frozenset().union(*named) if all(named) else frozenset()
