"""What the pieces of content are called in French, with their article; for messages only."""

from __future__ import annotations

from pydantic import BaseModel

from app.content import files
from app.content.personas import persona
from app.domain import conditions, errata, migration, model, questionnaire, resource, rules

NOUNS: dict[type[BaseModel], str] = {
    questionnaire.Questionnaire: "un questionnaire",
    questionnaire.Section: "une section",
    questionnaire.SingleChoice: "une question à choix unique (single)",
    questionnaire.MultipleChoice: "une question à choix multiple (multiple)",
    questionnaire.Scale: "une question sur une échelle (scale)",
    questionnaire.NumberQuestion: "une question à nombre (number)",
    questionnaire.TerritoryQuestion: "une question de territoire (territory)",
    questionnaire.TextQuestion: "une question à texte libre (text)",
    questionnaire.Option: "une option",
    questionnaire.AnswerSet: "une échelle commune (answer_sets)",
    questionnaire.NumberBand: "une tranche de nombres (bands)",
    questionnaire.LevelBand: "un niveau (levels)",
    questionnaire.Requirement: "une exigence (requires)",
    questionnaire.Dimension: "une dimension",
    questionnaire.Overall: "la vue d'ensemble (overall)",
    questionnaire.ScoreRange: "l'étendue des notes (score_range)",
    questionnaire.Duration: "la durée (duration)",
    rules.RuleSet: "un fichier de règles",
    rules.Rule: "une règle",
    rules.RuleAction: "l'action d'une règle",
    resource.Resource: "une ressource",
    resource.Figure: "un chiffre clé",
    resource.FigureShare: "la part qu'un chiffre clé compte (share)",
    resource.FigurePlace: "la place d'un chiffre clé (shown)",
    model.Source: "une source",
    model.SourceDocument: "un document source",
    persona.Persona: "un personnage",
    persona.Expected: "ce qu'on attend d'un personnage (expect)",
    migration.Migration: "un fichier de migrations",
    migration.Step: "une étape (steps)",
    migration.Change: "un changement (changes)",
    migration.OptionChange: "le changement d'une option (options)",
    migration.Seen: "ce que disait une question (was)",
    migration.AnswerRow: "une ligne de réponses (answers)",
    migration.Held: "une réponse attendue (when)",
    errata.Errata: "un fichier de corrections",
    errata.Erratum: "une correction (errata)",
    files.ResourceFile: "un fichier du catalogue",
    files.FigureFile: "le fichier des chiffres clés",
    files.SourceFile: "le fichier des sources",
    conditions.All: "la condition « all »",
    conditions.AnyOf: "la condition « any »",
    conditions.Not: "la condition « not »",
    conditions.Meets: "la condition « meets »",
    conditions.AnswerIs: "la condition « answer »",
    conditions.ContextIs: "la condition « context »",
    conditions.NumberIs: "la condition « number »",
    conditions.ScoreIs: "la condition « score »",
    conditions.LevelIs: "la condition « level »",
    conditions.Uncertain: "la condition « uncertain »",
    conditions.TerritoryIn: "la condition « territory »",
    conditions.Answered: "la condition « answered »",
    conditions.IsUnknown: "la condition « unknown »",
    conditions.IsVisible: "la condition « visible »",
}

"""Every model that authors write, and what it is called."""


def noun_of(owner: type[BaseModel] | None) -> str:
    """Return how a piece of content is called, « ce bloc » for want of better."""
    return NOUNS.get(owner, "ce bloc") if owner else "ce bloc"


_BY_NAME = {owner.__name__: noun for owner, noun in NOUNS.items()}


def noun_by_name(name: str) -> str | None:
    """Return how a piece of content is called, by the name of its model, None if unnamed."""
    return _BY_NAME.get(name)
