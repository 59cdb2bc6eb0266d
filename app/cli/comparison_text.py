"""A comparison as text: what changed, the verdicts, who moves, and some examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from app.content.findings import typeset
from app.domain.answers import format_number
from app.domain.causes import Example, Move
from app.domain.comparison import Comparison, DimensionEffect, Effects
from app.domain.edition import Edition
from app.domain.effects import Standing
from app.domain.model import LEVELS, MaturityLevel
from app.domain.scoring import label_of
from app.domain.suggesting import Suggestion, suggestions_to_yaml
from app.domain.verdicts import Verdict

_PARTS = {
    "questionnaire": "Parcours",
    "section": "Sections",
    "question": "Questions",
    "option": "Options",
    "dimension": "Dimensions",
    "level": "Niveaux",
    "portrait": "Portraits",
    "rule": "Règles",
    "condition": "Conditions nommées",
    "resource": "Ressources",
    "figure": "Chiffres",
    "source": "Documents",
    "territories": "Territoires",
}
_VERDICTS = {
    Verdict.SAME: "identique(s)",
    Verdict.TEXT_ONLY: "à peine changée(s) : les réponses comptent comme avant",
    Verdict.SCORE_MOVED: "au score déplacé : les réponses restent, mais comptent autrement",
    Verdict.INCOMPATIBLE: "incompatible(s) : des réponses ne peuvent pas être reprises",
}
_SHORT = {
    Verdict.TEXT_ONLY: "texte seul",
    Verdict.SCORE_MOVED: "score déplacé",
    Verdict.INCOMPATIBLE: "incompatible",
}
_NOTHING = "(rien)"
_MOST_LISTED = 15
_MOST_CAUSES = 8


def comparison_to_text(
    comparison: Comparison, effects: Effects | None, suggestions: Sequence[Suggestion] = ()
) -> str:
    """Return a comparison for people to read; without effects where no answers were given."""
    lines = [
        f"Parcours « {comparison.new.questionnaire.id} » : de l'édition "
        f"{comparison.old.hash[:12]} à l'édition {comparison.new.hash[:12]}."
    ]
    if not comparison.changes:
        lines.append("Les deux éditions sont identiques.")
    else:
        lines += [*_changes(comparison), *_questions(comparison)]
    if suggestions:
        lines += _suggested(comparison, suggestions)
    if effects is None:
        lines += ["", "Aucun jeu de réponses donné : l'effet n'est pas mesuré."]
    else:
        lines += _effects(comparison, effects)
    return typeset("\n".join(lines))


def _suggested(comparison: Comparison, suggestions: Sequence[Suggestion]) -> Iterator[str]:
    id_ = comparison.new.questionnaire.id
    yield from _title("Étapes qui manquent peut-être")
    yield (
        "Des questions ou des options ont l'air d'avoir changé de nom. Si c'est le cas, collez "
        f"ceci dans questionnaires/migrations/{id_}.yaml (mettez la date de parution) :"
    )
    yield ""
    yield suggestions_to_yaml(suggestions, id_, "2000-01-01")


def _title(text: str) -> Iterator[str]:
    yield ""
    yield text
    yield "-" * len(text)


def _changes(comparison: Comparison) -> Iterator[str]:
    yield from _title(f"Ce qui change ({len(comparison.changes)})")
    for part, changes in groupby(comparison.changes, key=lambda change: change.part):
        yield f"{_PARTS[part]} :"
        for change in changes:
            yield f"  - {change.sentence}"


def _questions(comparison: Comparison) -> Iterator[str]:
    counts = Counter(one.verdict for one in comparison.verdicts)
    yield from _title("Question par question")
    if comparison.steps:
        days = ", ".join(f"{step.date:%d/%m/%Y}" for step in comparison.steps)
        yield f"Étapes suivies : {days}."
    for verdict in Verdict:
        if counts[verdict]:
            yield f"{counts[verdict]} question(s) {_VERDICTS[verdict]}."
    for one in comparison.verdicts:
        if one.verdict is not Verdict.SAME:
            yield f"  {one.question} [{_SHORT[one.verdict]}]"
            for sentence in one.because:
                yield f"      {sentence}"


# Effects ----------------------------------------------------------------------------------------


def _effects(comparison: Comparison, effects: Effects) -> Iterator[str]:
    yield from _title(f"Effet sur {_many(effects.sets)} jeu(x) de réponses")
    if effects.refused:
        yield (
            f"{_many(effects.refused)} jeu(x) refusé(s) : ce ne sont pas des réponses à "
            "l'ancienne édition."
        )
        for source, message in effects.refusals:
            yield f"  {source} : {message}"
    if not effects.sets:
        return
    if not effects.changed:
        yield "Rien ne bouge : ni score, ni niveau, ni préconisation, ni réponse perdue."
        return
    whole = effects.sets
    yield f"{_part(effects.changed, whole)} voient quelque chose changer."
    yield f"{_part(effects.moved, whole)} changent de score ou de niveau quelque part."
    yield f"{_part(effects.levelled, whole)} changent de niveau sûr quelque part."
    yield f"{_part(effects.advised, whole)} reçoivent d'autres préconisations."
    if effects.shortened:
        yield f"{_part(effects.shortened, whole)} perdent au moins une réponse :"
        for question, count in effects.dropped:
            yield f"  {question} : {_many(count)}"
    yield from _dimensions(comparison, effects)
    yield from _resources(effects)
    yield from _examples(comparison, effects)


def _many(count: int) -> str:
    return format_number(Decimal(count))


def _part(count: int, whole: int) -> str:
    share = Decimal(count * 1000 // whole) / 10
    return f"{_many(count)} ({format_number(share)} %)"


def _dimensions(comparison: Comparison, effects: Effects) -> Iterator[str]:
    moved = [one for one in effects.dimensions if one.moved]
    if not moved:
        return
    yield from _title("Qui bouge, et où")
    width = max(len(one.title) for one in moved)
    for one in moved:
        yield (
            f"{one.title:<{width}}  {_many(one.moved)} score(s) ; "
            f"{_many(one.up)} niveau(x) en hausse, {_many(one.down)} en baisse"
        )
    for one in moved:
        if one.up or one.down:
            yield ""
            yield from _matrix(comparison, one)


def _matrix(comparison: Comparison, one: DimensionEffect) -> Iterator[str]:
    """Yield the table of levels: a line for each level before, a column for each after."""
    rows = list(dict.fromkeys(cell.before for cell in one.cells))
    columns = sorted(
        {cell.after for cell in one.cells}, key=lambda level: -1 if level is None else level.rank
    )
    counts = {(cell.before, cell.after): cell.count for cell in one.cells}
    heads = [_label(comparison.new, one.id, level) for level in columns]
    names = [_label(comparison.old, one.id, level) for level in rows]
    corner = "avant ↓  après →"
    first = max(len(corner), *(len(name) for name in names))
    yield one.title
    yield f"  {corner:<{first}}  " + "  ".join(heads)
    for name, row in zip(names, rows, strict=True):
        cells = [
            f"{_many(counts[row, column]) if (row, column) in counts else '.':>{len(head)}}"
            for head, column in zip(heads, columns, strict=True)
        ]
        yield f"  {name:<{first}}  " + "  ".join(cells)


def _label(edition: Edition, dimension: str, level: MaturityLevel | None) -> str:
    if level is None:
        return _NOTHING
    return label_of(edition.questionnaire, dimension, level)


def _resources(effects: Effects) -> Iterator[str]:
    if not effects.resources:
        return
    yield from _title("Préconisations qui apparaissent et qui disparaissent")
    for one in effects.resources[:_MOST_LISTED]:
        yield f"  +{_many(one.appears)}  -{_many(one.goes)}  {one.id} ({one.title})"
    if len(effects.resources) > _MOST_LISTED:
        yield f"  … et {len(effects.resources) - _MOST_LISTED} autre(s)."


def _examples(comparison: Comparison, effects: Effects) -> Iterator[str]:
    yield from _title("Exemples")
    for example in effects.examples:
        yield from _example(comparison, example)


def _example(comparison: Comparison, example: Example) -> Iterator[str]:
    others = f" (et {_many(example.alike - 1)} autre(s) comme lui)" if example.alike > 1 else ""
    yield f"{example.reference}{others}"
    for move in example.moves:
        yield f"  {_move(comparison, move)}"
    for sign, ids in (("+", example.appeared), ("-", example.gone)):
        if ids:
            yield f"  {sign} {', '.join(ids[:_MOST_LISTED])}"
    if example.dropped:
        yield f"  réponse(s) perdue(s) : {', '.join(example.dropped)}"
    for cause in example.causes[:_MOST_CAUSES]:
        yield f"    parce que : {cause}"
    if len(example.causes) > _MOST_CAUSES:
        yield f"    … et {len(example.causes) - _MOST_CAUSES} autre(s) raison(s)."


def _move(comparison: Comparison, move: Move) -> str:
    title = comparison.new.questionnaire.title_of(move.dimension)
    before = _standing(comparison.old, move.dimension, move.before)
    after = _standing(comparison.new, move.dimension, move.after)
    return f"{title} : {before} → {after}"


def _standing(edition: Edition, dimension: str, standing: Standing | None) -> str:
    if standing is None:
        return _NOTHING
    low, high = (format_number(Decimal(str(one))) for one in (standing.low, standing.high))
    score = low if low == high else f"{low} à {high}"
    return f"{_label(edition, dimension, LEVELS[standing.rank])} ({score})"
