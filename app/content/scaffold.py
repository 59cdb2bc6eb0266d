"""A first pathway, small and sound, for an author to turn into their own. Writes no file itself.

What is written comes from ``data/scaffold``, with the resources of the folder where it has some.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.content.findings import Findings
from app.content.reader import read_document
from app.content.sheets.pathway import SOURCES, Folder, Tree
from app.content.sheets.yaml_edit import edited
from app.domain.model import Identifier
from app.domain.resource import ResourceKind

_FOLDER = Path(__file__).resolve().parent / "data" / "scaffold"
_TOPICS = ("listening", "cooperation")
_IDENTIFIER: TypeAdapter[str] = TypeAdapter(Identifier)


class CannotScaffold(Exception):
    """A pathway that cannot be started under this name, or in this folder; the words say why."""


def scaffold(folder: Folder, id_: str, title: str | None, audience: str | None) -> dict[str, str]:
    """Return the texts of the files of a new pathway, by their name in the content folder.

    Raises:
        CannotScaffold: if the id is none, is taken, or the folder's documents cannot be named.
    """
    _check_name(folder, id_)
    chosen = _choose(folder)
    questionnaire = {"id": id_}
    questionnaire |= {k: v for k, v in (("title", title), ("audience", audience)) if v}
    texts = {
        f"questionnaires/{id_}.yaml": _from("questionnaire.yaml", lambda t: t | questionnaire),
        f"rules/{id_}.yaml": _from("rules.yaml", lambda t: _with_resources(t, id_, chosen)),
    }
    if len(chosen) < 2 * len(ResourceKind):
        texts |= _examples(folder, id_, chosen)
    return texts


def _check_name(folder: Folder, id_: str) -> None:
    try:
        _IDENTIFIER.validate_python(id_)
    except ValidationError as error:
        raise CannotScaffold(
            f"« {id_[:60]} » n'est pas un identifiant : des minuscules sans accent et des "
            "chiffres, séparés par des tirets, par exemple « mon-parcours »."
        ) from error
    for name in (f"questionnaires/{id_}.yaml", f"rules/{id_}.yaml", f"rules/resources/{id_}.yaml"):
        path = folder.root / name
        if path.exists() or path.is_symlink():
            raise CannotScaffold(f"{name} existe déjà : rien n'est écrit. Choisissez un autre nom.")
    for document in (folder.questionnaire(id_), folder.rules(id_)):
        if document is not None:
            raise CannotScaffold(f"{document.file} est déjà le parcours « {id_} ».")


def _choose(folder: Folder) -> dict[str, str]:
    """Return the resources of the catalogue that stand for those of the example, by its ids.

    Of each family, those that suit most pathways and ask for the least effort.
    """
    found: dict[str, str] = {}
    for kind in ResourceKind:
        fit = [entry for _, entry in folder.catalogue if entry.get("kind") == kind.value]
        fit = [entry for entry in fit if isinstance(entry.get("id"), str)]
        fit.sort(key=lambda entry: (-_count(entry), str(entry.get("effort")), entry["id"]))
        for topic, entry in zip(_TOPICS, fit if len(fit) > 1 else fit * 2, strict=False):
            found[f"{topic}-{kind.value}"] = entry["id"]
    return found


def _count(entry: Tree) -> int:
    audiences = entry.get("audiences")
    return len(audiences) if isinstance(audiences, list) else 0


def _with_resources(rules: Tree, id_: str, chosen: dict[str, str]) -> Tree:
    rules["questionnaire"] = id_
    for rule in rules["rules"]:
        named = [chosen.get(resource, resource) for resource in rule["recommend"]]
        rule["recommend"] = list(dict.fromkeys(named))
    return rules


def _examples(folder: Folder, id_: str, chosen: dict[str, str]) -> dict[str, str]:
    """Return the files of a catalogue of examples, for the families that the folder lacks."""
    texts = {}
    document = "exemple"
    if (folder.root / SOURCES).exists():
        ids = [entry["id"] for entry in folder.sources if isinstance(entry.get("id"), str)]
        if not ids:
            raise CannotScaffold(f"{SOURCES} ne se lit pas, ou ne nomme aucun document.")
        document = ids[0]
    else:
        texts[SOURCES] = (_FOLDER / "sources.yaml").read_text("utf-8")

    def kept(tree: Tree) -> Tree:
        tree["resources"] = [one for one in tree["resources"] if one["id"] not in chosen]
        for one in tree["resources"]:
            one["audiences"] = [id_]
            one["source"]["document"] = document
        return tree

    return {f"rules/resources/{id_}.yaml": _from("resources.yaml", kept), **texts}


def _from(name: str, change: Callable[[Tree], Tree]) -> str:
    """Return the text of an example, changed; its comments stay."""
    findings = Findings()
    document = read_document(_FOLDER, _FOLDER / name, findings)
    if document is None:
        raise RuntimeError(f"{name}: {[finding.message for finding in findings]}")
    text = (_FOLDER / name).read_text("utf-8")
    return edited(text, change(copy.deepcopy(document.data)))
