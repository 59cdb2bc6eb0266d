"""pydantic's complaints in French: a code, what is wrong, how to mend it; knows no file."""

from __future__ import annotations

from typing import Any

from pydantic_core import ErrorDetails

from app.content.suggest import short
from app.domain.texts import LANGUAGE_PATTERN

Words = tuple[str, str, str]
"""Code, message, remedy."""

_OPERATORS = "is, one_of, includes, includes_any, count_at_least, count_at_most"
_BOUNDS = "at_least, at_most, above, below"

VALUE_ERRORS: dict[str, Words] = {
    "a number is expected, not true or false": (
        "value-type",
        "Un nombre est attendu, pas « true » ni « false ».",
        "Écrivez un nombre.",
    ),
    f"exactly one of {_OPERATORS} is expected": (
        "condition-operator",
        "La condition doit avoir un opérateur, et un seul.",
        f"Gardez l'un de ceux-ci : {_OPERATORS}.",
    ),
    "exactly one of is, at_least, at_most, one_of is expected": (
        "condition-operator",
        "La condition doit avoir un opérateur, et un seul.",
        "Gardez l'un de ceux-ci : is, at_least, at_most, one_of.",
    ),
    f"at least one of {_BOUNDS} is expected": (
        "condition-operator",
        "La condition ne compare à aucun nombre.",
        f"Ajoutez l'un de ceux-ci : {_BOUNDS}.",
    ),
    "at least one of departments, regions is expected": (
        "condition-operator",
        "La condition ne nomme aucun lieu.",
        "Ajoutez « departments » ou « regions ».",
    ),
    "only one of score, unknown, not_applicable is expected": (
        "option-meaning",
        "Une option a une note, ou dit « je ne sais pas », ou « sans objet ».",
        "Gardez une seule des clés score, unknown, not_applicable.",
    ),
    "at least one thing that was said is expected in was": (
        "step-malformed",
        "« was » ne dit rien.",
        "Écrivez le texte d'alors, ou une clé : text, hint, kind, unit, answers…",
    ),
    "exactly one of renamed, merged, split, dropped, reworded is expected": (
        "step-malformed",
        "Un changement d'option dit une chose, et une seule.",
        "Gardez l'un de ceux-ci : renamed, merged, split, dropped, reworded.",
    ),
    "exactly one verb, question or answer_set is expected": (
        "step-malformed",
        "Un changement dit une chose, et une seule.",
        "Gardez l'un de ceux-ci : question, answer_set, renamed, merged, split, dropped, reworded.",
    ),
    "options are for question, answer_set and renamed": (
        "step-malformed",
        "« options » n'a pas de sens ici.",
        "Écrivez les options sous « question », « answer_set » ou « renamed ».",
    ),
    "options are expected under question and answer_set": (
        "step-malformed",
        "Il manque « options » : rien ne change à cette question.",
        "Dites ce que deviennent ses options, ou retirez le changement.",
    ),
    "answers are for renamed, merged, split and reworded": (
        "step-malformed",
        "« answers » n'a pas de sens ici.",
        "Écrivez les lignes de réponses sous « renamed », « merged », « split » ou « reworded ».",
    ),
    "either options or answers are expected": (
        "step-malformed",
        "« options » et « answers » disent deux fois ce que deviennent les réponses.",
        "Gardez l'un des deux.",
    ),
    "either options or bounds are expected": (
        "step-malformed",
        "Une réponse attendue est une option, une liste d'options, ou des bornes.",
        "Écrivez « question: option », ou « question: {at_least: 2, below: 10} ».",
    ),
    "into is expected after renamed, merged and split, and only there": (
        "step-malformed",
        "« into » va avec renamed, merged et split, et avec eux seulement.",
        "Ajoutez « into: … », ou retirez-le.",
    ),
    "one id is expected in into, or several after split": (
        "step-malformed",
        "« into » nomme un seul identifiant, ou plusieurs après « split ».",
        "Corrigez « into ».",
    ),
    "several ids are expected in merged": (
        "step-malformed",
        "« merged » réunit au moins deux identifiants.",
        "Ajoutez les autres, ou écrivez « renamed ».",
    ),
    "one place at most is expected": (
        "erratum-malformed",
        "Une correction a un seul lieu.",
        "Faites une correction pour chacun.",
    ),
    "maximum must be greater than minimum": (
        "score-range",
        "L'étendue des notes est vide : « maximum » doit dépasser « minimum ».",
        "Corrigez « minimum » ou « maximum ».",
    ),
}
"""The messages of the models' own checks -> their words. A test keeps the list complete."""

_EXPECTED = {
    "string_type": ("un texte", "Entourez la valeur de guillemets."),
    "string_unicode": ("un texte", "Effacez la valeur et tapez-la de nouveau."),
    "bool_type": ("true ou false", "Écrivez « true », ou retirez la ligne."),
    "int_type": ("un nombre entier", "Écrivez un nombre entier, sans guillemets."),
    "int_parsing": ("un nombre entier", "Écrivez un nombre entier, sans guillemets."),
    "int_parsing_size": ("un nombre entier", "Écrivez un nombre plus petit."),
    "int_from_float": ("un nombre entier", "Retirez la partie décimale."),
    "decimal_type": ("un nombre", "Écrivez un nombre, avec un point : 1.5."),
    "decimal_parsing": ("un nombre", "Écrivez un nombre, avec un point : 1.5."),
    "finite_number": ("un nombre", "Écrivez un nombre ordinaire."),
    "tuple_type": ("une liste", "Mettez chaque élément sur sa ligne, après un tiret « - »."),
    "dict_type": ("des clés et des valeurs", "Écrivez « clé: valeur », une par ligne."),
    "model_type": ("des clés et des valeurs", "Écrivez « clé: valeur », une par ligne."),
    "model_attributes_type": ("des clés et des valeurs", "Écrivez « clé: valeur », une par ligne."),
    "date_type": ("une date", "Écrivez-la ainsi : 2021-05-20."),
    "date_parsing": ("une date", "Écrivez-la ainsi : 2021-05-20."),
    "date_from_datetime_parsing": ("une date", "Écrivez-la ainsi : 2021-05-20."),
    "date_from_datetime_inexact": ("une date", "Écrivez-la sans l'heure : 2021-05-20."),
}

_COMPARISONS = {
    "greater_than": ("gt", "plus grand que"),
    "greater_than_equal": ("ge", "au moins"),
    "less_than": ("lt", "plus petit que"),
    "less_than_equal": ("le", "au plus"),
}


def describe(detail: ErrorDetails, key: str) -> Words:
    """Return the words for an error that depends on the value alone."""
    kind = detail["type"]
    context: dict[str, Any] = detail.get("ctx", {})
    if kind in _EXPECTED:
        return _wrong_type(kind, key, detail["input"])
    if kind in _COMPARISONS:
        name, words = _COMPARISONS[kind]
        return (
            "value-range",
            f"« {short(detail['input'])} » ne convient pas : un nombre {words} "
            f"{context[name]} est attendu.",
            f"Écrivez un nombre {words} {context[name]}.",
        )
    if kind in ("string_too_short", "too_short", "string_too_long", "too_long"):
        return _wrong_length(kind, key, context)
    if kind == "string_pattern_mismatch":
        return _wrong_form(str(detail["input"]), str(context.get("pattern", "")))
    return (
        "value-malformed",
        f"« {short(detail['input'])} » ne convient pas ({detail['msg']}).",
        "Corrigez la valeur d'après le guide.",
    )


def _wrong_type(kind: str, key: str, given: object) -> Words:
    expected, remedy = _EXPECTED[kind]
    if given is None:
        return (
            "value-type",
            f"La clé « {short(key)} » n'a pas de valeur : {expected} est attendu.",
            "Écrivez une valeur, ou retirez la ligne si elle est facultative.",
        )
    if isinstance(given, dict):
        found = "un bloc de clés"
    elif isinstance(given, list):
        found = "une liste"
    else:
        found = f"« {short(given)} »"
    return "value-type", f"« {short(key)} » : {expected} est attendu, pas {found}.", remedy


def _wrong_length(kind: str, key: str, context: dict[str, Any]) -> Words:
    unit = "caractère(s)" if kind.startswith("string") else "élément(s)"
    if kind.endswith("short"):
        return (
            "value-length",
            f"« {short(key)} » est trop court : il faut au moins {context['min_length']} {unit}.",
            "Complétez la valeur.",
        )
    return (
        "value-length",
        f"« {short(key)} » est trop long : {context['max_length']} {unit} au plus.",
        "Raccourcissez la valeur.",
    )


def _wrong_form(given: str, pattern: str) -> Words:
    if pattern == LANGUAGE_PATTERN:
        return (
            "value-malformed",
            f"« {short(given)} » n'est pas le code d'une langue.",
            "Écrivez deux lettres minuscules, par exemple fr ou en.",
        )
    if pattern.startswith("^[a-z][a-z0-9]*"):
        return (
            "id-malformed",
            f"« {short(given)} » n'est pas un identifiant.",
            "Des minuscules sans accent et des chiffres, séparés par des tirets, "
            "par exemple « written-agreement ».",
        )
    if pattern.startswith("^https?"):
        return (
            "url-invalid",
            f"« {short(given)} » n'est pas une adresse web.",
            "Écrivez une adresse qui commence par https:// ou http://.",
        )
    return (
        "value-malformed",
        f"« {short(given)} » n'a pas la forme attendue.",
        "Corrigez la valeur d'après le guide.",
    )
