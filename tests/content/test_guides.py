"""The guides for authors say what the models say, and their example works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter

from app.content.findings import CODES, Findings
from app.content.guide import GUIDES, key_descriptions
from app.content.library import DEFAULT_ROOT, load_library
from app.content.locate import keys_of
from app.content.nouns import NOUNS
from app.content.yaml_tree import MAX_DEPTH, MAX_NODES, parse_yaml
from app.domain.conditions import CONDITION_KEYS, Condition

TEXT = "\n".join((DEFAULT_ROOT / guide).read_text("utf-8") for guide in GUIDES)
CONDITION_ROW = re.compile(r"^\| `(\{.*\})` \| .+ \|$", re.MULTILINE)


def example(root: Path) -> Path:
    """Write the files of the worked example, each named by its first line."""
    for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL):
        name = block.splitlines()[0].removeprefix("# ")
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, "utf-8")
    return root


def test_worked_example_has_nothing_to_mend(tmp_path: Path) -> None:
    library = load_library(example(tmp_path))
    assert library.findings == ()
    assert list(library.editions) == ["jardin"]


def test_worked_example_uses_every_kind_of_question(tmp_path: Path) -> None:
    edition = load_library(example(tmp_path)).editions["jardin"]
    kinds = {item.question.kind for item in edition.questionnaire.items}
    assert kinds == {"single", "multiple", "scale", "number", "territory", "text"}


@pytest.mark.parametrize("model", NOUNS, ids=lambda model: model.__name__)
def test_guides_explain_exactly_the_keys_of(model: type[BaseModel]) -> None:
    described = key_descriptions().get(model.__name__, {})
    assert set(keys_of(model)) <= set(described)
    if model.__module__ != "app.domain.conditions":  # those share one table
        assert set(described) == set(keys_of(model))


def test_guides_name_required_keys() -> None:
    for model in NOUNS:
        if model.__module__ == "app.domain.conditions":
            continue
        for name, field in model.model_fields.items():
            word = "oui" if field.is_required() else "non"
            marked = re.findall(rf"^\| `{field.alias or name}` \| (\w+) \|", TEXT, re.M)
            assert word in marked, f"{model.__name__}.{name}"


def test_guides_explain_every_code_and_its_severity() -> None:
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (erreur|avertissement|traduction) \| .+ \|$", TEXT, re.MULTILINE
    )
    words = {"error": "erreur", "warning": "avertissement", "translation": "traduction"}
    assert sorted(rows) == sorted((code, words[severity]) for code, severity in CODES.items())


@pytest.mark.parametrize("text", CONDITION_ROW.findall(TEXT))
def test_condition_of_the_guide_is_one(text: str) -> None:
    findings = Findings()
    document = parse_yaml("guide", text, findings)
    assert document is not None
    TypeAdapter(Condition).validate_python(document.data)


def test_guide_shows_every_condition() -> None:
    shown = " ".join(CONDITION_ROW.findall(TEXT))
    assert [key for key in CONDITION_KEYS if f"{key}:" not in shown] == []


def test_guides_give_the_limits_of_the_reader() -> None:
    assert f"{MAX_NODES:,}".replace(",", " ") in TEXT
    assert f"Plus de {MAX_DEPTH} niveaux" in TEXT
