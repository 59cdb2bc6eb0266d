"""Faults of texts in several languages."""

from __future__ import annotations

from tests.content.cases.case import Case
from tests.content.folders import QUESTIONS, RESOURCES, RULES

_SUMMARY = 'summary: "Cinq minutes pour voir ce qui tient et ce qui manque."'
_PROMISE = (QUESTIONS, "language: fr\n", "language: fr\nlanguages: [en]\n")
_BECAUSE = 'because: "Parce que vos tâches se répartissent {planning}."'

LANGUAGES = (
    Case("translation-missing", *_PROMISE, "title:", "{fr: …, en: …}", spares=True),
    Case(
        "translation-own-missing",
        QUESTIONS,
        _SUMMARY,
        'summary: {en: "Five minutes.", de: "Fünf Minuten."}',
        "summary",
        "« fr: … » à côté de : de, en",
    ),
    Case(
        "translation-own-missing",
        RESOURCES,
        'title: "Modèle de planning"',
        'title: {en: "A rota to fill in"}',
        "A rota",
        "« fr »",
    ),
    Case(
        "translation-placeholder",
        RULES,
        _BECAUSE,
        "because:\n"
        '      fr: "Parce que vos tâches se répartissent {planning}."\n'
        '      en: "Because you say {level:voisinage}."',
        "because:>>en:",
        "il manque {planning} ; il y a en trop {level:voisinage}",
    ),
    Case(
        "translation-unpromised",
        QUESTIONS,
        _SUMMARY,
        'summary:\n  fr: "Cinq minutes."\n  en: "Five minutes."',
        "en:",
        "Ajoutez « en » aux « languages »",
    ),
    Case(
        "language-duplicate",
        QUESTIONS,
        "language: fr\n",
        "language: fr\nlanguages: [en, fr]\n",
        "languages",
        "« fr »",
    ),
    Case(
        "value-malformed",
        QUESTIONS,
        _SUMMARY,
        'summary:\n  fr: "Cinq minutes."\n  English: "Five minutes."',
        "English",
        "deux lettres minuscules",
    ),
    Case("value-length", QUESTIONS, _SUMMARY, "summary: {}", "summary", "au moins 1"),
    Case("value-length", QUESTIONS, _SUMMARY, 'summary: {fr: "Oui", en: " "}', "summary", "« en »"),
    Case(
        "value-type",
        QUESTIONS,
        _SUMMARY,
        'summary:\n  fr: "Cinq minutes."\n  en: {short: "Five."}',
        "en:",
        "pas un bloc de clés",
    ),
    Case("value-type", QUESTIONS, _SUMMARY, "summary: {fr: 5}", "summary", "« fr »"),
    Case(
        "placeholder-malformed",
        RULES,
        'who: "Le collectif"',
        'who: {fr: "Le collectif", en: "The {group}"}',
        "The {group}",
    ),
    Case(
        "placeholder-malformed",
        RULES,
        _BECAUSE,
        'because: {fr: "Parce que {planning}.", en: "Because { planning }."}',
        "Because {",
    ),
    Case(
        "text-duplicate",
        QUESTIONS,
        'title: "Organisation"',
        'title: "Organisation"',
        "en: Neighbours",
        more=(
            (
                QUESTIONS,
                'first_steps: "Des voisins viennent parfois."',
                'first_steps: {fr: "Des voisins viennent parfois.", en: Twice}',
            ),
            (
                QUESTIONS,
                'active: "Le quartier compte sur le jardin."',
                'active: {fr: "Le quartier compte sur le jardin.", en: Twice} # en: Neighbours',
            ),
        ),
    ),
)
