"""What the cells of a column may be chosen from, as Excel and LibreOffice understand it."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation

from app.content.findings import typeset
from app.content.guide import key_descriptions
from app.content.sheets.layout import LISTS_TITLE, NO, SHEETS, YES, Column, Sheet
from app.content.sheets.tables import letters
from app.content.sheets.unfold import FIRST_ROW

LAST_ROW = 2000
"""How far down the lists reach: new rows have them too."""
_LONGEST_PROMPT = 250
_LONGEST_TITLE = 32


def validation(sheet: Sheet, column: Column, resources: int) -> DataValidation:
    """Return the list of a column, and what the guides say of it, shown when a cell is chosen.

    Nothing typed is refused: an identifier may be written before the row that bears it.
    """
    formula = _formula(column, resources)
    rule = DataValidation(
        type="list" if formula else None,
        formula1=formula,
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=typeset(column.title)[:_LONGEST_TITLE],
        prompt=_prompt(sheet, column) or None,
    )
    if isinstance(column.choices, tuple) and formula:
        rule.showErrorMessage = True
        rule.errorStyle = "stop"
        rule.errorTitle = "Valeur inconnue"
        rule.error = "Choisissez dans la liste."
    return rule


def _formula(column: Column, resources: int) -> str | None:
    if column.kind == "flag":
        return f'"{YES},{NO}"'
    if isinstance(column.choices, tuple):
        return f'"{",".join(column.choices)}"' if column.choices else None
    sheet_key, _, key = column.choices.removeprefix("@").partition(".")
    if sheet_key == "lists":
        return f"'{LISTS_TITLE}'!$A$1:$A${max(resources, 1)}"
    target = next(sheet for sheet in SHEETS if sheet.key == sheet_key)
    letter = letters([one.key for one in target.columns].index(key) + 1)
    return f"'{target.title}'!${letter}${FIRST_ROW}:${letter}${LAST_ROW}"


_MARKS = {
    (
        "dimensions",
        "under",
    ): "L’identifiant de la dimension qui la contient ; vide le plus souvent.",
    ("levels", "dimension"): "Vide : pour toutes les dimensions. overall : la vue d’ensemble.",
    ("requirements", "dimension"): "La dimension dont le niveau exige cela, ou overall.",
    ("requirements", "level"): "Le niveau qui l’exige.",
    ("questions", "section"): "L’identifiant de la section ; vide pour une question de suite.",
    (
        "questions",
        "under",
    ): "Pour une question de suite : question/réponse, par exemple staff/none.",
    ("options", "question"): "L’identifiant de la question.",
    ("bands", "question"): "L’identifiant de la question à nombre.",
    ("answer_sets", "set"): "Le nom de l’échelle, que les questions « scale » reprennent.",
    ("conditions", "name"): "Un nom court, repris dans les règles : {meets: nom}.",
    ("conditions", "condition"): "Entre accolades : {answer: question, is: réponse}.",
    (
        "resources",
        "file",
    ): "Le fichier de rules/resources/ qui la contient, par exemple tools.yaml.",
}


def _prompt(sheet: Sheet, column: Column) -> str:
    """Return what the guides say of a key, as far as it may be long."""
    known = key_descriptions()
    first = column.path[0]
    names = [first]
    models = list(sheet.models)
    if len(column.path) > 1:
        inner = {"source": "Source", "duration": "Duration", "score_range": "ScoreRange"}
        models = [inner.get(first, ""), *(m for m in models if m == "RuleAction")]
        names = [column.path[-1]]
        if first == "portraits":
            models, names = list(sheet.models), [first]
    text = _MARKS.get((sheet.key, column.key), "")
    for model in models:
        text = text or known.get(model, {}).get(names[0], "")
    text = typeset(text)
    return text if len(text) <= _LONGEST_PROMPT else text[: _LONGEST_PROMPT - 1] + "…"
