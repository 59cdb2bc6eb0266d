"""Small editions with one question of each kind, enough to start, answer and diagnose."""

from __future__ import annotations

import json
from typing import Any

from app.domain.edition import Edition
from app.domain.migration import Migration

_BANDS = [
    {"level": "not_engaged", "label": "Non engagé", "at_least": 0, "below": 50},
    {"level": "active", "label": "Actif", "at_least": 50},
]
_SOURCE = {"document": "S1", "place": "page 1"}


def association_edition(**changes: Any) -> Edition:
    """Return the edition of the questionnaire ``association``; ``changes`` go to the latter."""
    return _edition("association", changes)


def other_edition(**changes: Any) -> Edition:
    """Return the edition of another questionnaire, ``commune``."""
    return _edition("commune", changes)


def newer_edition() -> Edition:
    """Return ``association`` as it was changed since; ``NEWER`` says how.

    « accord-ecrit » is « accord » now, and its option « parfois » is « quelquefois »;
    « partenaires » does not mean the same any more; « benevoles » ends at 100; « nom » has gone.
    """
    raw = association_edition().model_dump(mode="json", by_alias=True, exclude_none=True)
    text = json.dumps(raw, ensure_ascii=False)
    for old, new in (("accord-ecrit", "accord"), ("parfois", "quelquefois")):
        text = text.replace(f'"{old}"', f'"{new}"').replace(f"{{{old}}}", f"{{{new}}}")
    changed: dict[str, Any] = json.loads(text)
    practice, context = (one["questions"] for one in changed["questionnaire"]["sections"])
    practice[1]["text"] = "Avec qui depuis un an ?"
    context[0]["maximum"] = "100"
    del context[2]
    return Edition.model_validate(changed)


NEWER = Migration.model_validate(
    {
        "questionnaire": "association",
        "steps": [
            {
                "date": "2027-01-10",
                "changes": [
                    {
                        "renamed": "accord-ecrit",
                        "into": "accord",
                        "options": [{"renamed": "parfois", "into": "quelquefois"}],
                    },
                    {
                        "reworded": "partenaires",
                        "was": "Avec qui ?",
                        "note": "Nous demandons maintenant ce qui s’est fait depuis un an.",
                    },
                    {"dropped": "nom"},
                ],
            }
        ],
    }
)


def _edition(id_: str, changes: dict[str, Any]) -> Edition:
    questionnaire = {
        "id": id_,
        "title": "Faire alliance",
        "audience": "Petites associations",
        "summary": "Où en êtes-vous ?",
        "introduction": "Quelques questions.",
        "not_covered": "La comptabilité.",
        "duration": {"minimum": 2, "maximum": 5, "estimate": "compté"},
        "score_range": {"minimum": 0, "maximum": 4},
        "levels": _BANDS,
        "overall": {"title": "Ensemble"},
        "dimensions": [{"id": "accords", "title": "Accords"}],
        "sections": [
            {"id": "pratiques", "title": "Vos pratiques", "questions": _SCORED},
            {"id": "contexte", "title": "Qui êtes-vous", "context": True, "questions": _CONTEXT},
        ],
        **changes,
    }
    return Edition.model_validate(
        {
            "questionnaire": questionnaire,
            "rules": {"questionnaire": id_, "rules": [_RULE]},
            "resources": [_RESOURCE],
            "sources": [{"id": "S1", "title": "Étude", "publisher": "Nous", "year": 2024}],
            "territories": {
                "source": "INSEE",
                "regions": [{"code": "75", "name": "Nouvelle-Aquitaine"}],
                "departments": [{"code": "79", "name": "Deux-Sèvres", "region": "75"}],
            },
        }
    )


_SCORED: list[dict[str, Any]] = [
    {
        "id": "accord-ecrit",
        "kind": "single",
        "text": "Vos accords sont-ils écrits ?",
        "dimension": "accords",
        "options": [
            {"id": "jamais", "label": "Jamais", "score": 0},
            {"id": "parfois", "label": "Parfois", "score": 2},
            {"id": "toujours", "label": "Toujours", "score": 4},
            {"id": "ne-sais-pas", "label": "Je ne sais pas", "unknown": True},
        ],
    },
    {
        "id": "partenaires",
        "kind": "multiple",
        "text": "Avec qui ?",
        "dimension": "accords",
        "options": [
            {"id": "communes", "label": "Communes", "score": 2},
            {"id": "entreprises", "label": "Entreprises", "score": 2},
            {"id": "aucun", "label": "Personne", "score": 0, "exclusive": True},
        ],
    },
]
_CONTEXT: list[dict[str, Any]] = [
    {
        "id": "benevoles",
        "kind": "number",
        "text": "Combien de bénévoles ?",
        "unit": "bénévoles",
        "minimum": 0,
        "maximum": 10000,
        "decimals": 1,
    },
    {"id": "departement", "kind": "territory", "text": "Où ?"},
    {"id": "nom", "kind": "text", "text": "Votre nom ?", "optional": True, "max_length": 200},
]
_RULE: dict[str, Any] = {
    "id": "ecrire",
    "dimension": "accords",
    "when": {"answer": "accord-ecrit", "one_of": ["jamais", "parfois"]},
    "because": "Vous écrivez {accord-ecrit} vos accords.",
    "recommend": ["modele"],
    "action": {
        "do": "Écrire un accord",
        "who": "La présidence",
        "duration": "Un mois",
        "done_when": "L’accord est signé",
    },
    "horizon": "operational",
    "effort": 1,
    "impact": 2,
}
_RESOURCE: dict[str, Any] = {
    "id": "modele",
    "kind": "tool",
    "title": "Un modèle d’accord",
    "publisher": "Nous",
    "summary": "Deux pages.",
    "not_covered": "Le droit.",
    "audiences": ["association"],
    "use": ["act"],
    "access": "free",
    "effort": 1,
    "source": _SOURCE,
}
