"""A changed text says what it should, and what did not change has not moved."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.findings import Findings
from app.content.library import DEFAULT_ROOT
from app.content.sheets.cells import is_same
from app.content.sheets.yaml_edit import edited, paired
from app.content.yaml_tree import parse_yaml
from tests.content.folders import QUESTIONS, RESOURCES, RULES, SMALL

TEXTS = (
    "court",
    "Un texte « plus » long : avec deux-points # et dièse, bien plus large qu’une ligne ordinaire, "
    "deux fois plutôt qu’une, pour qu’il se replie.",
    "=1+1",
    "a\nb\n\n  c",
    "fin\n",
    "'q' \"d\" \\ back",
    "  espaces  ",
    "- tiret",
    "{x}",
    "yes",
    "null",
    "12",
    "😀 emoji",
    "x\u2028y\x85z",
    "a: b",
    "long " * 300,
    "tab\tici",
    "@x",
    "%y",
    "\n debut",
)


def read(text: str) -> Any:
    document = parse_yaml("", text, Findings())
    assert document is not None
    return document.data


def _paths(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    pairs: Any = tree.items() if isinstance(tree, dict) else ()
    for key, value in enumerate(tree) if isinstance(tree, list) else pairs:
        yield from _paths(value, (*path, key))


def _piece(random: Random) -> Any:
    return random.choice(
        [
            random.choice(TEXTS),
            random.randrange(100),
            0.1,
            True,
            ["a", "b"],
            {"id": f"n{random.randrange(9)}", "label": random.choice(TEXTS), "score": 1},
            {"all": [{"level": "x", "is": "active"}, {"not": {"answer": "q", "is": "01"}}]},
            {"id": "z", "title": random.choice(TEXTS), "options": [{"id": "o", "label": "L"}]},
        ]
    )


def _mutate(random: Random, tree: Any) -> None:
    path = random.choice(list(_paths(tree))[1:])
    holder = tree
    for key in path[:-1]:
        holder = holder[key]
    key, choice = path[-1], random.randrange(5)
    value = holder[key]
    if choice == 0 and len(holder) > 1:
        del holder[key]
    elif choice == 1 and isinstance(holder, list):
        holder.insert(key, _piece(random))
    elif choice == 1:
        items = list(holder.items())
        items.insert(random.randrange(len(items) + 1), ("new_key", _piece(random)))
        holder.clear()
        holder.update(items)
    elif choice == 2 and isinstance(holder, list):
        random.shuffle(holder)
    elif isinstance(value, str):
        holder[key] = random.choice(TEXTS)
    elif not isinstance(value, dict | list):
        holder[key] = _piece(random)


@given(st.integers(0, 2**32), st.sampled_from([QUESTIONS, RULES, RESOURCES]), st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_any_change_is_said(seed: int, file: str, count: int) -> None:
    random = Random(seed)  # noqa: S311 - repeatable on purpose
    text = (SMALL / file).read_text("utf-8")
    new = copy.deepcopy(read(text))
    for _ in range(count):
        _mutate(random, new)
    assert is_same(read(edited(text, new)), new)


def changed_lines(old: str, new: str) -> list[str]:
    """Return the lines taken out and put in, each after its sign."""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@"]


def test_one_word_changes_one_line() -> None:
    text = (DEFAULT_ROOT / "questionnaires/association.yaml").read_text("utf-8")
    new = read(text)
    new["sections"][1]["questions"][0]["options"][1]["score"] = 2
    new["levels"][1]["below"] = 51
    label = 'label: {fr: "Premiers pas", en: "First steps"}'
    assert changed_lines(text, edited(text, new)) == [
        f"-  - {{level: first_steps, {label}, at_least: 25, below: 50}}",
        f"+  - {{level: first_steps, {label}, at_least: 25, below: 51}}",
        *[f"{sign}            score: {n}" for sign, n in (("-", 1), ("+", 2))],
    ]


def test_a_rule_goes_with_its_lines_alone() -> None:
    text = (DEFAULT_ROOT / "rules/association.yaml").read_text("utf-8")
    new = read(text)
    place = next(n for n, one in enumerate(new["rules"]) if one["id"] == "purpose-active")
    del new["rules"][place]
    lines = changed_lines(text, edited(text, new))
    assert {line[0] for line in lines} == {"-"}
    assert lines[0] == "-  - id: purpose-active"
    assert not any("#" in line for line in lines)


def test_moved_pieces_keep_their_words() -> None:
    text = (DEFAULT_ROOT / "rules/association.yaml").read_text("utf-8")
    new = read(text)
    new["rules"].reverse()
    result = edited(text, new)
    assert sorted(filter(None, result.split("\n"))) == sorted(filter(None, text.split("\n")))


OLD = """\
# en tête
rules:
  # première partie

  - id: a  # un
    text: >-
      Deux lignes
      repliées.

  # à propos de b
  - id: b
    # juste au-dessus de x
    x: 1
    y: [1, 2]  # la liste

  # deuxième partie

  - id: c
    x: 'un'
# à la fin
"""


@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        (lambda rules: rules.pop(0), ["  - id: a  # un"], []),
        (lambda rules: rules.pop(1), ["  - id: b", "  # à propos de b"], []),
        (lambda rules: rules[1].pop("x"), ["    # juste au-dessus de x", "    x: 1"], []),
        (
            lambda rules: rules[1].update(y=[1, 2, 3]),
            ["    y: [1, 2]  # la liste"],
            ["    y: [1, 2, 3]  # la liste"],
        ),
        (
            lambda rules: rules[2].update(x="l’autre, c'est"),
            ["    x: 'un'"],
            ["    x: 'l’autre, c''est'"],
        ),
        (lambda rules: rules.insert(1, {"id": "n", "x": 1}), [], ["  - {id: n, x: 1}"]),
        (lambda rules: rules[0].update(z="bref"), [], ["    z: bref"]),
    ],
)
def test_comments_stay_where_they_are(change: Any, gone: list[str], come: list[str]) -> None:
    new = read(OLD)
    change(new["rules"])
    result = edited(OLD, new)
    lines = changed_lines(OLD, result)
    assert set(gone) <= {line[1:] for line in lines if line[0] == "-"}
    assert [line[1:] for line in lines if line[0] == "+" and line[1:].strip()] == come
    for kept in ("# en tête", "  # première partie", "  # deuxième partie", "# à la fin"):
        assert kept in result.splitlines()


def test_elements_are_known_by_their_names() -> None:
    old = [{"id": "a"}, {"id": "b", "x": 1}, {"id": "c"}]
    assert paired(old, [{"id": "c"}, {"id": "a"}, {"id": "b"}]) == [2, 0, 1]
    assert paired(old, [{"id": "a"}, {"id": "renamed", "x": 1}, {"id": "c"}]) == [0, 1, 2]
    assert paired(old, [{"id": "a"}, {"id": "b"}, {"id": "n"}, {"id": "c"}]) == [0, 1, None, 2]
    assert paired(["x", "y"], ["x", "z", "y"]) == [0, None, 1]
