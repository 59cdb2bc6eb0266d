"""The JSON Schemas are fresh, valid, described in French, and agree with what we ship."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import jsonschema
import pytest

from app.content.findings import Findings
from app.content.library import DEFAULT_ROOT
from app.content.reader import list_files, read_document
from app.content.schema import SCHEMAS, schema_files
from tests.content.folders import SMALL

FOLDERS = {
    "questionnaires/migrations/schema.json": "questionnaires/migrations",
    "questionnaires/errata/schema.json": "questionnaires/errata",
    "questionnaires/schema.json": "questionnaires",
    "rules/schema.json": "rules",
    "rules/resources/schema.json": "rules/resources",
    "rules/figures.schema.json": "rules",
    "rules/sources.schema.json": "rules",
}


@lru_cache
def schema(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(schema_files()[name])
    return data


def documents(name: str) -> list[Any]:
    """Return the shipped documents that a schema is for."""
    findings = Findings()
    single = {
        "rules/figures.schema.json": "figures.yaml",
        "rules/sources.schema.json": "sources.yaml",
    }
    # We have not changed what we ship yet.
    root = SMALL if name.split("/")[1] in ("migrations", "errata") else DEFAULT_ROOT
    paths = [
        path
        for path in list_files(root, FOLDERS[name], findings)
        if (path.name == single[name] if name in single else path.name not in single.values())
    ]
    found = [read_document(root, path, findings) for path in paths]
    return [document.data for document in found if document is not None]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_fresh(name: str) -> None:
    written = (DEFAULT_ROOT / name).read_text("utf-8")
    assert written == schema_files()[name], "run: python -m app schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_valid_and_admits_what_we_ship(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    validator = jsonschema.Draft202012Validator(schema(name))
    shipped = documents(name)
    assert shipped
    for document in shipped:
        assert [error.message for error in validator.iter_errors(document)] == []


def test_schema_refuses_what_the_reader_refuses() -> None:
    validator = jsonschema.Draft202012Validator(schema("rules/sources.schema.json"))
    assert not validator.is_valid({"sources": [{"id": "S1", "titre": "x"}]})
    assert not validator.is_valid({"sources": []})


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_described_in_french(name: str) -> None:
    definitions = {"": schema(name), **schema(name).get("$defs", {})}
    for title, definition in definitions.items():
        for key, value in definition.get("properties", {}).items():
            assert value.get("description"), f"{title}.{key}"
            assert "`" not in value["description"]


def test_defaults_are_numbers_where_numbers_are_expected() -> None:
    weight = schema("questionnaires/schema.json")["$defs"]["Dimension"]["properties"]["weight"]
    assert weight["default"] == 1
