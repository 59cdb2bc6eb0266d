"""Documents -> models: every fault of shape is a finding, in French, with line and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.content.document import Document, Path, Reporter
from app.content.findings import Findings
from app.content.locate import Place, keys_of, locate
from app.content.nouns import noun_of
from app.content.shape_words import VALUE_ERRORS, describe
from app.content.suggest import did_you_mean, listed, nearest, short
from app.domain.conditions import CONDITION_KEYS

M = TypeVar("M", bound=BaseModel)

_TRUTHS = {"True": "true", "False": "false"}
"""How pydantic and YAML write the same."""
_MOST = 200
"""More findings than that in one value help nobody."""


def read_shape(document: Document, model: type[M], findings: Findings, path: Path = ()) -> M | None:
    """Return the model of the value at ``path``, or None after adding findings."""
    value = value_at(document.data, path)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        reporter = Reporter(document, findings)
        for detail in error.errors(include_url=False)[:_MOST]:
            report_fault(reporter, model, path, detail)
        return None
    except RecursionError:
        Reporter(document, findings).add(
            "yaml-too-deep",
            path,
            "Les valeurs sont trop emboîtées.",
            "Nommez une partie de la condition sous « conditions ».",
        )
        return None


def value_at(data: Any, path: Path) -> Any:
    """Return the value at a path, or None where there is none."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def report_fault(
    reporter: Reporter, model: type[BaseModel], start: Path, detail: ErrorDetails
) -> None:
    """Add the finding for one of pydantic's errors about the model of the value at ``start``."""
    if _is_echo(detail):
        return
    place = locate(model, detail["loc"])
    at = (*start, *place.path)
    key = str(place.path[-1]) if place.path else ""
    match detail["type"]:
        case "extra_forbidden":
            _unknown_key(reporter, place, at, key)
        case "missing":
            noun = noun_of(place.owner)
            reporter.add(
                "key-missing",
                at[:-1],
                f"Il manque la clé « {key} » à {noun}.",
                f"Ajoutez une ligne « {key}: … ».",
            )
        case "condition_kind":
            _unknown_condition(reporter, at, detail["input"])
        case "union_tag_invalid" | "union_tag_not_found":
            _unknown_kind(reporter, place, at, detail["input"])
        case "enum" | "literal_error":
            _unknown_value(reporter, place, at, detail)
        case "value_error":
            english = str(detail["ctx"]["error"])
            code, message, remedy = VALUE_ERRORS.get(
                english,
                (
                    "value-malformed",
                    f"Cette valeur ne convient pas ({english}).",
                    "Corrigez-la d'après le guide.",
                ),
            )
            reporter.add(code, at, message, remedy)
        case _:
            code, message, remedy = describe(detail, key)
            reporter.add(code, at, message, remedy)


def _is_echo(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because of its faulty items, told beside."""
    given = detail["input"]
    if detail["type"] != "too_short" or not isinstance(given, list | dict):
        return False
    return len(given) >= int(detail["ctx"]["min_length"])


def _unknown_key(reporter: Reporter, place: Place, at: Path, key: str) -> None:
    keys = keys_of(place.owner) if place.owner else ()
    kinds = [name for name in keys if name in CONDITION_KEYS]
    if kinds and key in CONDITION_KEYS:
        reporter.add(
            "condition-unknown",
            at,
            f"Deux conditions se suivent ici : « {kinds[0]} » et « {key} ».",
            "Mettez-les en liste sous « all » (toutes) ou « any » (au moins une).",
        )
        return
    reporter.add(
        "key-unknown",
        at,
        f"La clé « {short(key)} » n'existe pas dans {noun_of(place.owner)}."
        f"{did_you_mean(key, keys)}",
        f"Clés possibles ici : {', '.join(keys)}.",
    )


def _unknown_condition(reporter: Reporter, at: Path, given: object) -> None:
    keys = [str(key) for key in given] if isinstance(given, Mapping) else []
    close = next((key for key in keys if nearest(key, CONDITION_KEYS)), keys[0] if keys else "")
    if not keys:
        message = "Une condition s'écrit « {answer: question, is: option} », par exemple."
    else:
        message = (
            f"« {short(close)} » ne commence aucune condition.{did_you_mean(close, CONDITION_KEYS)}"
        )
    reporter.add(
        "condition-unknown",
        (*at, close) if close else at,
        message,
        f"Une condition contient l'une de ces clés : {', '.join(CONDITION_KEYS)}.",
    )


def _unknown_kind(reporter: Reporter, place: Place, at: Path, given: object) -> None:
    kinds = list(place.expected) if isinstance(place.expected, Mapping) else []
    if not isinstance(given, Mapping):
        reporter.add(
            "value-type", at, "Une question est attendue ici.", "Écrivez ses clés : id, kind, text…"
        )
    elif "kind" not in given:
        reporter.add(
            "key-missing",
            at,
            "Il manque la clé « kind » à une question.",
            f"Ajoutez « kind: … », avec l'une de ces valeurs : {', '.join(kinds)}.",
        )
    else:
        _value(reporter, (*at, "kind"), str(given["kind"]), kinds)


def _unknown_value(reporter: Reporter, place: Place, at: Path, detail: ErrorDetails) -> None:
    expected = str(detail["ctx"]["expected"])
    words = [word.strip("'") for part in expected.split(", ") for word in part.split(" or ")]
    written = [_TRUTHS.get(word, word) for word in words]
    _value(reporter, at, _TRUTHS.get(given := str(detail["input"]), given), written)


def _value(reporter: Reporter, at: Path, given: str, known: list[str]) -> None:
    reporter.add(
        "value-unknown",
        at,
        f"« {short(given)} » n'est pas une valeur possible ici.{did_you_mean(given, known)}",
        f"Valeurs possibles : {listed(known)}.",
    )
