"""Sections carried out of an XLSForm -> the texts of a new pathway; writes no file itself."""

from __future__ import annotations

from typing import Any

from app.content.findings import Findings
from app.content.scaffold import scaffold
from app.content.sheets.pathway import Folder
from app.content.sheets.xlsform.carry import Carried, carry
from app.content.sheets.xlsform.form import Form
from app.content.sheets.yaml_edit import edited
from app.content.yaml_tree import parse_yaml

_SECONDS = 20


def pathway_from(folder: Folder, id_: str, form: Form) -> tuple[dict[str, str], Carried]:
    """Return the texts of the files of a pathway by name, and what was carried and lost.

    The questions of the form are asked, not scored; two dimensions of example follow, to replace.

    Raises:
        CannotScaffold: if the id cannot be that of a new pathway.
    """
    title = form.settings.get("form_title") or None
    texts = scaffold(folder, id_, title, None)
    name = f"questionnaires/{id_}.yaml"
    document = parse_yaml(name, texts[name], Findings())
    assert document is not None  # noqa: S101 - it was just written
    tree: dict[str, Any] = document.data
    examples = tree["sections"]
    taken = {one["id"] for section in examples for one in (section, *section["questions"])}
    carried = carry(form, taken)
    for section in examples:
        section["title"] = f"Exemple à remplacer\u00a0: {section['title'].lower()}"
    count = sum(len(section["questions"]) for section in carried.sections) + 5
    minutes = max(1, count * _SECONDS // 60)
    tree["language"] = carried.language
    tree["duration"] = {
        "minimum": min(minutes, 240),
        "maximum": min(2 * minutes, 240),
        "estimate": f"{count} questions, de vingt à quarante secondes chacune.",
    }
    tree["sections"] = [*carried.sections, *examples]
    texts[name] = edited(texts[name], tree, carried.language)
    return texts, carried
