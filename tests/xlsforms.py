"""XLSForms made on the spot: a household survey with one of everything."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]

SURVEY: Rows = (
    (
        "type",
        "name",
        "label::Français (fr)",
        "label::English (en)",
        "hint::Français (fr)",
        "required",
        "relevant",
        "constraint",
        "appearance",
        "calculation",
        "choice_filter",
        "media::image",
    ),
    ("start", "start"),
    ("note", "Bienvenue", "Bienvenue à tous.", "Welcome, all."),
    ("text", "Nom de l’enquêté", "Comment vous appelez-vous ?", "Your name?", "Prénom", "yes"),
    ("begin_group", "Foyer", "Votre foyer", "Your household"),
    (
        "integer",
        "1_taille",
        "Combien êtes-vous ?",
        "How many?",
        None,
        "yes",
        None,
        ". >= 1 and . <= 30",
    ),
    (
        "decimal",
        "revenu",
        "Combien gagnez-vous ?",
        None,
        None,
        None,
        "${1_taille} > 2",
        "regex(., 'x')",
    ),
    (
        "select_one oui_non",
        "eau",
        "Avez-vous l’eau ?",
        "Water?",
        None,
        "true",
        None,
        None,
        "minimal",
    ),
    (
        "select_multiple source",
        "sources",
        "D’où vient-elle ?",
        "From where?",
        None,
        None,
        "${eau} = 'oui' and not(selected(${eau}, 'non'))",
        None,
        None,
        None,
        "region=${region}",
    ),
    (
        "select_one oui_non",
        "puits",
        "Le puits est-il gardé ?",
        None,
        None,
        None,
        "selected(${sources}, 'Puits 2')",
    ),
    ("end_group",),
    ("begin_repeat", "enfants", "Vos enfants"),
    ("text", "prenom", "Son prénom ?"),
    ("end_repeat",),
    ("calculate", "total", None, None, None, None, None, None, None, "${1_taille} * 2"),
    ("geopoint", "lieu", "Où est-ce ?"),
    ("note", "fin", "Encore un mot, ${eau}."),
    (
        "text",
        "avis",
        "Votre avis ?",
        None,
        None,
        None,
        "${total} > 3 or string-length(${eau}) > 1",
        None,
        "multiline",
        None,
        None,
        "a.png",
    ),
    ("select_one une", "seule", "Une seule réponse ?"),
    ("text", "avis", "Encore un avis ?"),
)

CHOICES: Rows = (
    ("list_name", "name", "label::Français (fr)", "label::English (en)", "region"),
    ("oui_non", "oui", "Oui", "Yes"),
    ("oui_non", "non", "Non", "No"),
    ("source", "Robinet", "Le robinet", "The tap"),
    ("source", "Puits 2", "Un puits", "A well"),
    ("source", "Puits 2", "Un puits encore", "A well again"),
    ("source", "99", "Autre", "Other"),
    ("une", "a", "A"),
)

SETTINGS: Rows = (("form_title", "form_id"), ("Le foyer et l’eau", "eau"))


def form(survey: Rows = SURVEY, choices: Rows = CHOICES, settings: Rows = SETTINGS) -> bytes:
    """Return the file of a form."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
