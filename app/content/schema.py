"""JSON Schemas of the content files, with which text editors complete and check as one types."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from app.content.files import FigureFile, ResourceFile, SourceFile
from app.content.guide import key_descriptions
from app.content.nouns import noun_by_name
from app.domain.errata import Errata
from app.domain.migration import Migration
from app.domain.questionnaire import Questionnaire
from app.domain.rules import RuleSet
from app.domain.texts import TEXT_SCHEMA

SCHEMAS: dict[str, type[BaseModel]] = {
    "questionnaires/schema.json": Questionnaire,
    "questionnaires/migrations/schema.json": Migration,
    "questionnaires/errata/schema.json": Errata,
    "rules/schema.json": RuleSet,
    "rules/resources/schema.json": ResourceFile,
    "rules/figures.schema.json": FigureFile,
    "rules/sources.schema.json": SourceFile,
}
"""The name of each schema file in a content folder, and what it describes."""


def schema_files() -> dict[str, str]:
    """Return the text of every schema by its name in a content folder."""
    return {
        name: json.dumps(schema_of(model), ensure_ascii=False, indent=2) + "\n"
        for name, model in SCHEMAS.items()
    }


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a model, its keys described in French."""
    schema = model.model_json_schema(by_alias=True, mode="validation")
    for name, definition in schema.get("$defs", {}).items():
        _describe(name, definition)
    _describe(model.__name__, schema)
    _make_numbers(schema)
    if _share_texts(schema):
        schema.setdefault("$defs", {})["Text"] = {
            "title": "Un texte, ou un texte par langue",
            **TEXT_SCHEMA,
        }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _describe(name: str, definition: dict[str, Any]) -> None:
    noun = noun_by_name(name)
    definition.pop("description", None)
    if noun is not None:
        definition["title"] = noun[:1].upper() + noun[1:]
    meanings = key_descriptions().get(name, {})
    for key, property_ in definition.get("properties", {}).items():
        property_.pop("title", None)
        if key in meanings:
            property_["description"] = meanings[key]


_TEXT: list[Any] = TEXT_SCHEMA["anyOf"]
_TEXT_REF = {"$ref": "#/$defs/Text"}


def _share_texts(value: Any) -> bool:
    """Turn every schema of a text into a reference to one; return whether there was any."""
    found = False
    for inner in value.values() if isinstance(value, dict) else value:
        if not isinstance(inner, dict | list):
            continue
        ways = inner.get("anyOf", []) if isinstance(inner, dict) else []
        if isinstance(inner, dict) and ways[: len(_TEXT)] == _TEXT:
            others = ways[len(_TEXT) :]
            if others:
                inner["anyOf"] = [_TEXT_REF, *others]
            else:
                del inner["anyOf"]
                inner |= _TEXT_REF
            found = True
        found = _share_texts(inner) or found
    return found


def _make_numbers(value: Any) -> None:
    """Turn defaults that are exact decimals, written as text, back into numbers."""
    if isinstance(value, dict):
        if value.get("type") == "number" and isinstance(value.get("default"), str):
            value["default"] = json.loads(value["default"])
        for inner in value.values():
            _make_numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            _make_numbers(inner)
