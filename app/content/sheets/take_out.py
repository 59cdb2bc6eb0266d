"""A pathway of a content folder -> a workbook that holds all of it, or a refusal that says why."""

from __future__ import annotations

from app.content.document import Document
from app.content.sheets.bring_in import stamps_of
from app.content.sheets.fold import fold
from app.content.sheets.pathway import Folder, Pathway, pathway_of
from app.content.sheets.tables import CellFindings
from app.content.sheets.unfold import first_difference, unfold
from app.content.sheets.workbook import CellTooLong, workbook_bytes


class CannotExport(Exception):
    """A pathway that no workbook can hold as it is; the words say why."""


def take_out(folder: Folder, id_: str) -> bytes:
    """Return the file of a workbook with a whole pathway.

    Raises:
        CannotExport: if there is no such pathway, or something in it has no place in the sheets.
    """
    questionnaire, rules = folder.questionnaire(id_), folder.rules(id_)
    if questionnaire is None or rules is None:
        known = sorted(
            str(document.data["id"])
            for name, document in folder.documents.items()
            if name.startswith("questionnaires/") and isinstance(document.data, dict)
            if "id" in document.data
        )
        what = "Le parcours" if questionnaire is None else "Le fichier de règles du parcours"
        raise CannotExport(
            f"{what} « {id_} » n'existe pas, ou ne se lit pas. Parcours : {', '.join(known)}."
        )
    pathway = pathway_of(folder, questionnaire.data, rules.data)
    tables = unfold(pathway)
    findings = CellFindings()
    _refuse_losses(pathway, fold(tables, findings).pathway, questionnaire, rules)
    title = str(pathway.questionnaire.get("title"))
    stamps = stamps_of(pathway, questionnaire.file, rules.file)
    ids = {str(entry.get("id")) for _, entry in folder.catalogue}
    try:
        return workbook_bytes(tables, title, stamps, ids)
    except CellTooLong as error:
        raise CannotExport(
            f"Un texte est trop long pour une cellule ({error}). Raccourcissez-le."
        ) from error


def _refuse_losses(
    before: Pathway, after: Pathway, questionnaire: Document, rules: Document
) -> None:
    """Refuse a pathway that would not come back as it was."""
    pairs = (
        (questionnaire.file, before.questionnaire, after.questionnaire),
        (rules.file, before.rules, after.rules),
        ("rules/resources", [[*one] for one in before.resources], [[*a] for a in after.resources]),
        ("rules/sources.yaml", before.documents, after.documents),
    )
    for name, old, new in pairs:
        place = first_difference(old, new, before.language)
        if place is not None:
            raise CannotExport(
                f"{name} : « {place} » n'a pas de place dans un classeur. Corrigez-le d'abord "
                "(python -m app check dit ce qui est à corriger)."
            )
