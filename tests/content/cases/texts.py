"""Faults of what people read: sentences that nobody reads in one go."""

from __future__ import annotations

from tests.content.cases.case import Case
from tests.content.folders import QUESTIONS, RULES


def words(count: int) -> str:
    """Return a sentence of so many words, without its full stop."""
    return "Un " + "grand " * (count - 2) + "jardin"


BECAUSE = "Parce que vos tâches se répartissent {planning}."

TEXT = (
    Case(
        "sentence-too-long",
        QUESTIONS,
        "Comment se répartissent les tâches ?",
        f"{words(21)} ?",
        'text: "Un grand',
        "20 mots au plus",
    ),
    Case(
        "sentence-too-long",
        QUESTIONS,
        "Arrosage, compost, ouverture, réunions.",
        f"Court. {words(21)}.",
        'hint: "Court.',
        "21 mots",
    ),
    Case("sentence-too-long", QUESTIONS, "On se le dit", words(21), '{id: oral, label: "Un grand'),
    Case(
        "sentence-too-long",
        QUESTIONS,
        "  Ce diagnostic parle de ce que vous faites.",
        f"  {words(26)}.",
        "introduction:",
        "25 mots au plus",
    ),
    Case(
        "sentence-too-long",
        QUESTIONS,
        "Chacun vient quand il peut.",
        f"{words(26)}.",
        'not_engaged: "Un grand',
        "25 mots au plus",
    ),
    Case(
        "sentence-too-long",
        RULES,
        "Écrivez les quatre tâches de la semaine",
        words(25),
        'do: "Un grand',
        "25 mots au plus",
    ),
    # The words of the longest answer that the rule names are counted: « au jour le jour », four.
    Case(
        "sentence-too-long",
        RULES,
        BECAUSE,
        f"{words(27)} {{planning}}.",
        'because: "Un grand',
        "31 mots",
    ),
    Case(
        "sentence-too-long",
        RULES,
        "{level:voisinage}",
        f"{words(20)} {{level:voisinage}}",
        'because: "Parce que, pour le voisinage',
        "30 mots au plus",
    ),
)
