"""Drafts of personas for rules that no persona exercises; must not pretend that they are people.

Starts from the personas that exist, whose answers make sense together; changes one answer at a time
while more of the missing rules fire; keeps the one that then covers most, and goes on with the rest
(greedy set cover). What no persona leads to is looked for by chance, then asked of the prover.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from random import Random

from app.content.holdings import Library
from app.content.personas.hearing import Hearing
from app.content.prover.oracle import Oracle, Undecided, asked_only, fires
from app.content.prover.sampling import Urn
from app.domain.answers import dump_answers, words_of
from app.domain.compiled import CompiledEdition, compile_edition
from app.domain.diagnose import diagnose
from app.domain.diagnosis import Answers
from app.domain.edition import Edition

_DRAWN = 4000
_ROUNDS = 3
_TRIED = 24
"""How many answers to one question are tried, about; a multiple choice may have many more."""


def drafts_of(library: Library, heard: Hearing) -> Iterator[str]:
    """Yield the YAML of each draft, those of one pathway after those of another."""
    for id_, edition in library.editions.items():
        missing = heard.coverage[id_].rules.never
        for number, answers in enumerate(propose(edition, missing, heard.answers[id_]), start=1):
            yield draft_text(edition, answers, missing, number)


def propose(edition: Edition, missing: Iterable[str], personas: Iterable[Answers]) -> list[Answers]:
    """Return few complete answer sets that together fire every missing rule that can fire."""
    compiled = compile_edition(edition)
    ids = [rule.id for rule in edition.rules.rules]
    wanted = {ids.index(rule) for rule in missing}
    urn = Urn(compiled, Random(1))  # noqa: S311 - the same drafts at each run
    drawn = list(urn.draw(_DRAWN)) if wanted else []
    fired = [frozenset(compiled.evaluate(answers).fired) for answers in drawn]
    people = [{**other, **known} for known, other in zip(personas, drawn, strict=False)]
    found: list[Answers] = []
    while wanted:
        best = _best(compiled, urn, people, wanted)
        if best is None:
            chosen = drawn[max(range(len(drawn)), key=lambda place: len(fired[place] & wanted))]
            best = _best(compiled, urn, [chosen], wanted) or _witness(compiled, wanted, chosen)
        if best is None:
            break
        wanted -= _gain(compiled, best, wanted)
        found.append(asked_only(compiled, best))
    return found


def _best(
    compiled: CompiledEdition, urn: Urn, starts: Iterable[Answers], wanted: set[int]
) -> Answers | None:
    """Return the start that a few changes lead furthest, changed; None if none leads anywhere."""
    climbed = [_climb(compiled, urn, start, wanted) for start in starts]
    best = max(climbed, key=lambda answers: len(_gain(compiled, answers, wanted)), default=None)
    return best if best is not None and _gain(compiled, best, wanted) else None


def _gain(compiled: CompiledEdition, answers: Answers, wanted: set[int]) -> set[int]:
    return wanted.intersection(compiled.evaluate(answers).fired)


def _witness(compiled: CompiledEdition, wanted: set[int], others: Answers) -> Answers | None:
    """Return the prover's answers under which a wanted rule fires, None if it finds none."""
    oracle = Oracle(compiled)
    for index in sorted(wanted):
        try:
            witness = oracle.find(oracle.encoding.fires(index), confirm=fires(index))
        except Undecided:
            continue
        if witness is not None:
            return {**others, **witness}
    return None


def _climb(compiled: CompiledEdition, urn: Urn, answers: Answers, wanted: set[int]) -> Answers:
    """Return the answers with those changed that make more of the wanted rules fire."""
    best, most = answers, len(_gain(compiled, answers, wanted))
    for _ in range(_ROUNDS):
        before = most
        for lot in urn.lots:
            step = max(1, len(lot.plain) // _TRIED)
            for value in (*lot.plain[::step], *lot.special):
                if value is None:
                    continue
                tried = {**best, lot.question: value}
                count = len(_gain(compiled, tried, wanted))
                if count > most:
                    best, most = tried, count
        if most == before:
            break
    return best


# As YAML ------------------------------------------------------------------------------------------


def draft_text(edition: Edition, answers: Answers, missing: Iterable[str], number: int) -> str:
    """Return one persona as YAML, each answer under its question and beside its words."""
    diagnosis = diagnose(edition, answers, next_levels=False)
    questionnaire = edition.questionnaire
    fired = {reason.rule for one in diagnosis.recommendations for reason in one.reasons}
    new = [rule for rule in missing if rule in fired]
    first = [action.id for action in diagnosis.roadmap.first]
    lines = [
        "---",
        f"# {questionnaire.id}/brouillon-{number}.yaml : un brouillon, à rendre vraisemblable.",
        "# Changez les réponses qui ne vont pas ensemble, donnez un nom et une histoire, relisez.",
        f"# Nouvelles règles : {', '.join(new)}.",
        'persona: "À écrire : qui est-ce, en une phrase ?"',
        f"questionnaire: {questionnaire.id}",
        "answers:",
    ]
    for question, value in dump_answers(answers).items():
        text = questionnaire.items_by_id[question].question.text
        words = " ".join(words_of(edition, question, answers[question]).split())
        lines.append(f"  # {' '.join(text.split())}")
        lines.append(f"  {question}: {_value(value)}  # {words}")
    lines.append("expect:")
    if diagnosis.overall.level is not None:
        lines.append(f"  overall: {diagnosis.overall.level.value}")
    levels = {one.id: one.level.value for one in diagnosis.dimensions if one.level is not None}
    if levels:
        lines.append("  dimensions:")
        lines += [f"    {name}: {level}" for name, level in levels.items()]
    lines.append(f"  first_actions: [{', '.join(first)}]")
    later = [rule for rule in new if rule not in first]
    if later:
        lines.append(f"  actions: [{', '.join(later)}]")
    return "\n".join(lines)


_WORDS = {"null", "true", "false"}


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, str) and (not value[:1].isalpha() or " " in value or value in _WORDS):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
