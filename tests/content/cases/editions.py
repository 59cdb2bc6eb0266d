"""Faults of migrations and errata: what is told of earlier editions."""

from __future__ import annotations

from tests.content.cases.case import Case
from tests.content.folders import ERRATA, MIGRATIONS, QUESTIONS

PLANNING = "Comment se répartissent les tâches ?"
DROPPED = "      - dropped: slogan\n"

EDITIONS = (
    Case("step-malformed", MIGRATIONS, '{unit: "heures par mois"}', "{}", "was: {}"),
    Case("step-malformed", MIGRATIONS, "{dropped: other}", "{note: rien}", "{note: rien}"),
    Case(
        "step-malformed",
        MIGRATIONS,
        DROPPED,
        "      - {dropped: slogan, renamed: autre}\n",
        "dropped: slogan",
        "dropped",
    ),
    Case("step-malformed", MIGRATIONS, DROPPED, "      - {question: nom}\n", "question: nom"),
    Case(
        "step-malformed",
        MIGRATIONS,
        DROPPED,
        "      - {dropped: slogan, options: [{dropped: x}]}\n",
        "dropped: slogan",
    ),
    Case(
        "step-malformed",
        MIGRATIONS,
        DROPPED,
        "      - {dropped: slogan, answers: [{when: {a: b}, then: {c: d}}]}\n",
        "dropped: slogan",
    ),
    Case(
        "step-malformed",
        MIGRATIONS,
        DROPPED,
        "      - {renamed: devise, into: nom, options: [{dropped: x}],"
        " answers: [{when: {devise: b}, then: {nom: d}}]}\n",
        "renamed: devise",
    ),
    Case("step-malformed", MIGRATIONS, "invites: non", "invites: {}", "invites: {}"),
    Case("step-malformed", MIGRATIONS, "into: planning", "note: rien", "renamed: repartition"),
    Case("step-malformed", MIGRATIONS, "[school, town]", "[school]", "split: public"),
    Case("step-malformed", MIGRATIONS, "[tableau, affiche]", "[tableau]", "merged: [tableau]"),
    Case(
        "question-unknown",
        MIGRATIONS,
        "into: planning",
        "into: planing",
        "into: planing",
        "« planning »",
    ),
    Case(
        "answer-set-unknown",
        MIGRATIONS,
        "how-often",
        "how-oftn",
        "answer_set: how-oftn",
        "« how-often »",
    ),
    Case("option-unknown", MIGRATIONS, "into: oral", "into: orale", "into: orale", "« oral »"),
    Case(
        "option-unknown",
        MIGRATIONS,
        "{invitation: often}",
        "{invitation: oftn}",
        "oftn",
        "« often »",
    ),
    Case(
        "questionnaire-unknown",
        MIGRATIONS,
        "e: jardin",
        "e: jardn",
        "questionnaire: jardn",
        spares=True,
    ),
    Case("step-order", MIGRATIONS, "2026-01-15", "2024-01-15", "date: 2024", "2025-03-01"),
    Case("step-twice", MIGRATIONS, DROPPED, DROPPED + DROPPED, "- dropped>>- dropped", "la ligne"),
    Case(
        "step-twice",
        MIGRATIONS,
        "merged: [tableau, affiche], into: written",
        "renamed: affiche, into: oral",
        "renamed: affiche",
        "merged",
    ),
    Case(
        "step-was",
        MIGRATIONS,
        DROPPED,
        "      - dropped: nom\n",
        "- dropped: nom",
        "was",
    ),
    Case(
        "step-was",
        MIGRATIONS,
        "{dropped: other}",
        "{dropped: company}",
        "dropped: company",
        "company",
    ),
    Case(
        "step-was", MIGRATIONS, "split: equipe", "split: slogan", "dropped: slogan", "autre étape"
    ),
    Case(
        "step-was",
        MIGRATIONS,
        "    changes:\n      - reworded: heures",
        "    changes:\n      - {question: partenaires, options: [{dropped: other}]}\n"
        "      - reworded: heures",
        "{dropped: other}",
        "autre étape",
    ),
    Case(
        "step-always",
        MIGRATIONS,
        '{unit: "heures par mois"}',
        "{unit: heures}",
        "was: {unit",
        "avant",
    ),
    Case(
        "step-always", MIGRATIONS, "De temps en temps, sans plus", "Quelquefois", "reworded: some"
    ),
    Case(
        "step-loop",
        MIGRATIONS,
        "split: equipe",
        "renamed: planning\n        into: repartition\n      - split: equipe",
        "renamed: repartition",
        "repartition",
    ),
    Case(
        "step-loop",
        MIGRATIONS,
        "{renamed: bouche-a-oreille, into: oral}",
        "{renamed: oral, into: oral}",
        "renamed: oral",
        more=((MIGRATIONS, "renamed: repartition\n        into: planning", "question: planning"),),
    ),
    Case("step-table", MIGRATIONS, "{invites: non}", "{invite: non}", "invite: non", "« invites »"),
    Case("step-table", MIGRATIONS, "{invitation: never}", "{heures: never}", "heures: never"),
    Case(
        "erratum-malformed",
        ERRATA,
        "    question: planning\n",
        "    question: planning\n    rule: x\n",
        "date: 2026-02-01",
    ),
    Case("erratum-key", ERRATA, "key: hint", "key: weight", "key: weight", "édition"),
    Case("erratum-idle", ERRATA, "Arosage", "Arrosage", "after: "),
    Case("erratum-placeholder", ERRATA, 'after: "Arrosage', 'after: "{nom}', 'after: "{nom}'),
    Case(
        "erratum-uncorrected",
        QUESTIONS,
        "Arrosage, compost",
        "Arosage, compost",
        "after: ",
        "encore",
        shown_in=ERRATA,
    ),
    Case(
        "erratum-superseded",
        QUESTIONS,
        "Arrosage, compost",
        "L’arrosage, le compost",
        "after: ",
        "autre chose",
        shown_in=ERRATA,
    ),
    Case(
        "erratum-superseded",
        ERRATA,
        "question: planning",
        "question: plannin",
        "question: plannin",
        "« planning »",
    ),
    Case(
        "url-invalid",
        ERRATA,
        "key: hint",
        "key: url",
        "after: ",
        more=((ERRATA, "question: planning", "resource: guide"),),
    ),
)
