"""Why an answer is refused, in words: one sentence for each fault, in each language.

Must not decide whether an answer is refused.
"""

from __future__ import annotations

FAULTS: dict[str, dict[str, str]] = {
    "one-option": {
        "fr": "Choisissez une seule réponse.",
        "en": "Choose one answer only.",
    },
    "unknown-option": {
        "fr": "« {given} » n’est pas une réponse proposée. Réponses possibles : {options}.",
        "en": "“{given}” is not one of the answers offered. Possible answers: {options}.",
    },
    "list-of-options": {
        "fr": "Cochez une ou plusieurs réponses de la liste.",
        "en": "Tick one or more answers in the list.",
    },
    "exclusive": {
        "fr": "« {label} » ne va pas avec une autre réponse : gardez l’une ou les autres.",
        "en": "“{label}” does not go with another answer: keep either it or the others.",
    },
    "out-of-bounds": {
        "fr": "Écrivez un nombre entre {minimum} et {maximum} ({unit}).",
        "en": "Enter a number between {minimum} and {maximum} ({unit}).",
    },
    "whole-number": {
        "fr": "Écrivez un nombre entier.",
        "en": "Enter a whole number.",
    },
    "decimals": {
        "fr": "Écrivez au plus {count} décimale(s).",
        "en": "Enter no more than {count} decimal place(s).",
    },
    "number": {
        "fr": "Écrivez un nombre en chiffres, par exemple 12.",
        "en": "Enter a number in figures, for example 12.",
    },
    "number-kind": {
        "fr": "Écrivez un nombre en chiffres.",
        "en": "Enter a number in figures.",
    },
    "department": {
        "fr": "Choisissez un département de la liste (par exemple 79).",
        "en": "Choose a department from the list (for example 79).",
    },
    "text": {
        "fr": "Écrivez quelques mots.",
        "en": "Write a few words.",
    },
    "too-long": {
        "fr": "Le texte compte {length} caractères pour {limit} au plus : retirez-en {over}.",
        "en": "The text is {length} characters long and {limit} is the most: take out {over}.",
    },
}


def fault_in_words(fault: str, language: str, **values: object) -> str:
    """Return the sentence of a fault in a language, in French where it has none."""
    words = FAULTS[fault]
    return words.get(language, words["fr"]).format(**values)
