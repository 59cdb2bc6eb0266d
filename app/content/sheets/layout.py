"""The sheets of a workbook and their columns: keys, French headers, kinds. Reads nothing.

A key such as ``source.place`` is the way to a value inside the piece that a row stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.model import LEVELS
from app.domain.resource import ResourceKind
from app.domain.rules import Horizon

Kind = Literal["text", "id", "number", "flag", "choice", "list", "spread", "condition", "date"]
"""What a cell holds. ``list``: words between commas; ``spread``: a word a cell, side by side."""

SPREAD = 8
"""How many cells a ``spread`` column has at least."""

LEVEL_IDS = tuple(level.value for level in LEVELS)
AGGREGATIONS = ("mean", "sum", "min", "max")
YES, NO = "oui", "non"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``choices``: the words that may stand there, or ``@sheet.key``, a column of ids."""

    key: str
    title: str
    kind: Kind = "text"
    width: int = 40
    choices: tuple[str, ...] | str = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The way to the value inside its piece."""
        return tuple(self.key.split("."))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. ``models`` are those whose keys the guides explain; ``marks`` place a row.

    The columns named by ``marks`` say where a piece belongs and are no values of its own.
    A ``vertical`` sheet holds one piece, a value a row.
    """

    key: str
    title: str
    about: str
    columns: tuple[Column, ...]
    models: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    vertical: bool = False

    def column(self, key: str) -> Column:
        """Return the column of a key."""
        return next(column for column in self.columns if column.key == key)

    @property
    def fields(self) -> tuple[Column, ...]:
        """The columns that are values of the piece itself."""
        return tuple(column for column in self.columns if column.key not in self.marks)


_SOURCE = (
    Column("source.document", "Source : document", "id", 12, "@documents.id"),
    Column("source.place", "Source : endroit", "text", 30),
)
_LEVEL = Column("level", "Niveau", "choice", 14, LEVEL_IDS)
_DIMENSION = Column("dimension", "Dimension", "choice", 20, "@dimensions.id")
_EFFORT = Column("effort", "Effort", "number", 8)
_OPTION = (
    Column("id", "Identifiant", "id", 22),
    Column("label", "Réponse telle qu’on la lit", "text", 45),
    Column("phrase", "Dans une phrase", "text", 40),
    Column("hint", "Précision", "text", 30),
    Column("score", "Note", "number", 8),
    Column("unknown", "« Je ne sais pas »", "flag", 10),
    Column("not_applicable", "« Sans objet »", "flag", 10),
    Column("exclusive", "Décoche les autres", "flag", 10),
    _EFFORT,
)

PATHWAY = Sheet(
    "pathway",
    "Parcours",
    "Le titre, les textes d’accueil, la durée et l’étendue des notes. Une valeur par ligne.",
    (
        Column("id", "Identifiant", "id"),
        Column("title", "Titre"),
        Column("audience", "Pour qui"),
        Column("summary", "Ce qu’on y gagne"),
        Column("introduction", "Introduction"),
        Column("not_covered", "Ce dont il ne parle pas"),
        Column("language", "Langue", "id"),
        Column("languages", "Autres langues promises", "list"),
        Column("order", "Place sur la page d’accueil", "number"),
        Column("duration.minimum", "Durée la plus courte (minutes)", "number"),
        Column("duration.maximum", "Durée la plus longue (minutes)", "number"),
        Column("duration.estimate", "Comment la durée est estimée"),
        Column("score_range.minimum", "Note la plus basse", "number"),
        Column("score_range.maximum", "Note la plus haute", "number"),
    ),
    ("Questionnaire",),
    vertical=True,
)

DIMENSIONS = Sheet(
    "dimensions",
    "Dimensions",
    "Une ligne par dimension, et une pour la vue d’ensemble (overall) ; les portraits des niveaux.",
    (
        Column("id", "Identifiant", "id", 20),
        Column("under", "Fait partie de", "choice", 18, "@dimensions.id"),
        Column("title", "Titre", "text", 26),
        Column("description", "Ce qu’elle regarde", "text", 45),
        Column("weight", "Poids", "number", 8),
        Column("aggregation", "Combinaison", "choice", 13, AGGREGATIONS),
        *_SOURCE,
        *(
            Column(f"portraits.{level}", f"Portrait : {words}", "text", 50)
            for level, words in zip(
                LEVEL_IDS,
                ("pas encore engagée", "premiers pas", "active", "pionnière"),
                strict=True,
            )
        ),
    ),
    ("Dimension",),
    marks=("under",),
)

LEVELS_SHEET = Sheet(
    "levels",
    "Niveaux",
    "Les seuils. Sans dimension : pour toutes celles qui n’ont pas les leurs.",
    (
        _DIMENSION,
        _LEVEL,
        Column("label", "Nom du niveau", "text", 24),
        Column("at_least", "À partir de", "number", 11),
        Column("below", "En dessous de", "number", 13),
    ),
    ("LevelBand",),
    marks=("dimension",),
)

REQUIREMENTS = Sheet(
    "requirements",
    "Exigences",
    "Ce sans quoi un niveau n’est pas atteint, quel que soit le score.",
    (
        _DIMENSION,
        _LEVEL,
        Column("when", "Condition", "condition", 60),
        Column("label", "Dit aux gens", "text", 55),
    ),
    ("Requirement",),
    marks=("dimension", "level"),
)

SECTIONS = Sheet(
    "sections",
    "Sections",
    "Les sections, dans l’ordre où elles sont posées.",
    (
        Column("id", "Identifiant", "id", 22),
        Column("title", "Titre", "text", 35),
        Column("introduction", "Phrase d’introduction", "text", 60),
        Column("context", "Contexte, jamais notée", "flag", 12),
    ),
    ("Section",),
)

QUESTIONS = Sheet(
    "questions",
    "Questions",
    "Une ligne par question, dans l’ordre. Une question de suite dit de quoi elle dépend.",
    (
        Column("section", "Section", "choice", 18, "@sections.id"),
        Column("under", "Suite de (question/réponse)", "id", 22),
        Column("id", "Identifiant", "id", 24),
        Column(
            "kind",
            "Sorte",
            "choice",
            11,
            ("single", "multiple", "scale", "number", "territory", "text"),
        ),
        Column("text", "Question", "text", 55),
        Column("hint", "Aide", "text", 40),
        Column("why", "Pourquoi on le demande", "text", 40),
        _DIMENSION,
        Column("weight", "Poids", "number", 8),
        *_SOURCE,
        Column("show_when", "Condition d’affichage", "condition", 40),
        Column("optional", "Peut être passée", "flag", 10),
        Column("answers", "Échelle commune", "choice", 18, "@answer_sets.set"),
        Column("combine", "Combinaison des cases", "choice", 13, ("sum", "max", "mean")),
        Column("unit", "Unité", "text", 14),
        Column("unit_one", "Unité au singulier", "text", 14),
        Column("minimum", "Minimum", "number", 10),
        Column("maximum", "Maximum", "number", 10),
        Column("decimals", "Décimales", "number", 10),
        Column("max_length", "Longueur du texte", "number", 10),
        Column("multiline", "Plusieurs lignes", "flag", 10),
    ),
    (
        "SingleChoice",
        "MultipleChoice",
        "Scale",
        "NumberQuestion",
        "TerritoryQuestion",
        "TextQuestion",
    ),
    marks=("section", "under"),
)

OPTIONS = Sheet(
    "options",
    "Réponses",
    "Les réponses possibles de chaque question, dans l’ordre.",
    (Column("question", "Question", "choice", 24, "@questions.id"), *_OPTION),
    ("Option",),
    marks=("question",),
)

BANDS = Sheet(
    "bands",
    "Tranches",
    "Les tranches qui notent une question à nombre.",
    (
        Column("question", "Question", "choice", 24, "@questions.id"),
        Column("at_least", "À partir de", "number", 11),
        Column("below", "En dessous de", "number", 13),
        Column("score", "Note", "number", 8),
        _EFFORT,
    ),
    ("NumberBand",),
    marks=("question",),
)

ANSWER_SETS = Sheet(
    "answer_sets",
    "Échelles",
    "Les réponses communes à plusieurs questions (sorte « scale »).",
    (Column("set", "Échelle", "id", 20), *_OPTION),
    ("Option",),
    marks=("set",),
)

CONDITIONS = Sheet(
    "conditions",
    "Conditions",
    "Des conditions nommées, que les règles reprennent avec {meets: nom}.",
    (
        Column("name", "Nom", "id", 26),
        Column("condition", "Condition", "condition", 100),
    ),
    marks=("name",),
)

RULES = Sheet(
    "rules",
    "Règles",
    "Quand telle chose est vraie, recommander telles ressources. Leur ordre ne compte pas.",
    (
        Column("id", "Identifiant", "id", 26),
        _DIMENSION,
        Column("when", "Quand", "condition", 45),
        Column("unless", "Sauf si", "condition", 30),
        Column("because", "Parce que", "text", 50),
        Column("recommend", "Ressource", "spread", 22, "@lists.resources"),
        Column("action.do", "Quoi faire", "text", 50),
        Column("action.who", "Qui", "text", 28),
        Column("action.duration", "Combien de temps", "text", 22),
        Column("action.done_when", "C’est fait quand", "text", 40),
        Column("horizon", "Horizon", "choice", 13, tuple(one.value for one in Horizon)),
        Column("effort", "Effort", "number", 8, ("1", "2", "3")),
        Column("impact", "Impact", "number", 8, ("1", "2", "3")),
        Column("further", "Pour qui fait déjà au mieux", "flag", 12),
    ),
    ("Rule", "RuleAction"),
)

RESOURCES = Sheet(
    "resources",
    "Ressources",
    "Celles du catalogue que ce parcours recommande. D’autres parcours peuvent s’en servir.",
    (
        Column("file", "Fichier", "id", 16),
        Column("id", "Identifiant", "id", 28),
        Column("kind", "Famille", "choice", 10, tuple(one.value for one in ResourceKind)),
        Column("title", "Titre", "text", 40),
        Column("publisher", "Qui la publie", "text", 28),
        Column("year", "Année", "number", 8),
        Column("url", "Adresse", "id", 35),
        Column("url_cited_in", "Adresse citée en", "number", 9),
        Column("url_checked", "Adresse vérifiée le", "date", 12),
        Column("summary", "Ce que c’est", "text", 55),
        Column("not_covered", "Ce que cela ne couvre pas", "text", 45),
        Column("audiences", "Parcours", "list", 30),
        Column("dimensions", "Dimensions", "list", 30),
        Column("levels", "Niveaux", "list", 26),
        Column("use", "Usage", "list", 16),
        Column("access", "Accès", "choice", 12, ("free", "on_request", "bespoke")),
        Column("effort", "Effort", "number", 8, ("1", "2", "3")),
        Column("regions", "Régions", "list", 14),
        *_SOURCE,
    ),
    ("Resource",),
    marks=("file",),
)

DOCUMENTS = Sheet(
    "documents",
    "Documents",
    "Les documents d’où viennent les faits et les ressources de ce parcours.",
    (
        Column("id", "Identifiant", "id", 14),
        Column("title", "Titre", "text", 60),
        Column("publisher", "Qui le publie", "text", 30),
        Column("year", "Année", "number", 8),
        Column("url", "Adresse", "id", 40),
    ),
    ("SourceDocument",),
)

SHEETS = (
    PATHWAY,
    DIMENSIONS,
    LEVELS_SHEET,
    REQUIREMENTS,
    SECTIONS,
    QUESTIONS,
    OPTIONS,
    BANDS,
    ANSWER_SETS,
    CONDITIONS,
    RULES,
    RESOURCES,
    DOCUMENTS,
)

README_TITLE = "Lisez-moi"
LISTS_TITLE = "Listes"
"""The two sheets that hold no content: how to go about it, and what cells may be chosen from."""
