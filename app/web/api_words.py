"""From views and editions to what the JSON interface says; plain dictionaries, nothing read."""

from __future__ import annotations

from typing import Any

from app.domain.answers import dump_answer
from app.domain.diagnosis import AnswerValue
from app.domain.edition import Edition
from app.domain.fate_words import FateInWords, Words
from app.domain.navigation import completeness, first_unanswered
from app.domain.questionnaire import Item, NumberQuestion, Section, TextQuestion
from app.domain.restoring import Note
from app.domain.serialise import foreign_pointers
from app.domain.translation import languages_of
from app.services.services import Services
from app.services.views import AssessmentView

API = "/api/v1"
FROM_RECORD = f"{API}/assessments/from-record"
"""Where files are sent to become assessments."""


def links_of(assessment_id: str) -> dict[str, dict[str, str]]:
    """Return the addresses of an assessment."""
    own = f"{API}/assessments/{assessment_id}"
    return {
        "self": {"href": own},
        "answers": {"href": f"{own}/answers"},
        "complete": {"href": f"{own}/complete"},
        "diagnosis": {"href": f"{own}/diagnosis"},
        "roadmap": {"href": f"{own}/roadmap.pdf"},
        "essential": {"href": f"{own}/essential.pdf"},
        "edition": {"href": f"{own}/edition"},
        "repeat": {"href": f"{own}/repeat"},
        "follow_up": {"href": f"{own}/follow-up"},
    }


def summary_out(edition: Edition) -> dict[str, Any]:
    """Return a questionnaire in short (``QuestionnaireSummary``)."""
    questionnaire = edition.questionnaire
    return {
        "id": questionnaire.id,
        "title": questionnaire.title,
        "audience": questionnaire.audience,
        "summary": questionnaire.summary,
        "language": questionnaire.language,
        "languages": list(languages_of(edition)),
        "edition": edition.hash,
        "questions": len(questionnaire.items),
        "minutes": [questionnaire.duration.minimum, questionnaire.duration.maximum],
        "links": {"self": {"href": f"{API}/questionnaires/{questionnaire.id}"}},
    }


def questionnaire_out(edition: Edition) -> dict[str, Any]:
    """Return a questionnaire in full (``QuestionnaireOut``)."""
    questionnaire = edition.questionnaire
    told = {
        **summary_out(edition),
        "introduction": questionnaire.introduction,
        "not_covered": questionnaire.not_covered,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "introduction": section.introduction,
                "context": section.context,
                "questions": [_question_out(item) for item in _items_of(edition, section)],
            }
            for section in questionnaire.sections
        ],
    }
    return {**told, "untranslated": foreign_pointers(told)}


def answer_out(question: str, value: AnswerValue | None, version: int) -> dict[str, Any]:
    """Return an answer (``AnswerOut``)."""
    raw = None if value is None else dump_answer(value)
    return {"question": question, "value": raw, "version": version}


def fate_out(fate: FateInWords) -> dict[str, Any]:
    """Return what became of an answer (``FateOut``)."""
    return {
        "fate": fate.kind.value,
        "before": _words_out(fate.before),
        "into": [_words_out(one) for one in fate.now],
        "ask_again": [_words_out(one) for one in fate.again],
        "why": fate.why,
        "note": fate.note,
        "lost": list(fate.lost),
    }


def _words_out(words: Words) -> dict[str, Any]:
    return {"question": words.question, "text": words.text, "answer": words.answer}


def note_out(note: Note) -> dict[str, str]:
    """Return what became of an answer that was not simply restored (``NoteOut``)."""
    return {
        "question": note.question,
        "title": note.title,
        "given": note.given,
        "code": note.code,
        "message": note.reason,
    }


def assessment_out(services: Services, view: AssessmentView) -> dict[str, Any]:
    """Return an assessment (``AssessmentOut``)."""
    offered = services.library.editions.get(view.edition.questionnaire.id)
    is_newer = offered is not None and offered.hash != view.edition.hash
    done = completeness(view.edition, view.answers)
    return {
        "id": view.id,
        "reference": view.reference,
        "questionnaire": view.edition.questionnaire.id,
        "edition": view.edition.hash,
        "status": view.status.value,
        "version": view.version,
        "created_at": view.created_at.isoformat(),
        "updated_at": view.updated_at.isoformat(),
        "completed_at": view.completed_at.isoformat() if view.completed_at else None,
        "answers": {
            question: answer_out(question, value, view.version_of(question))
            for question, value in view.answers.items()
        },
        "completeness": {
            "answered": done.answered,
            "asked": done.asked,
            "unknown": done.unknown,
            "complete": done.is_complete,
        },
        "next_question": first_unanswered(view.edition, view.answers),
        "offered_edition": offered.hash if offered is not None and is_newer else None,
        "follows": view.follows,
        "to_confirm": list(view.carried_from),
        "set_aside": [
            {
                "question": one.question,
                "text": one.text,
                "answer": one.answer,
                "value": one.value,
                "edition": one.edition,
                "why": one.why,
                "note": one.note,
            }
            for one in services.carrying.set_aside_of(view)
        ],
        "links": links_of(view.id),
    }


def _items_of(edition: Edition, section: Section) -> list[Item]:
    return [item for item in edition.questionnaire.items if item.section.id == section.id]


def _question_out(item: Item) -> dict[str, Any]:
    question = item.question
    told: dict[str, Any] = {
        "id": item.id,
        "kind": question.kind,
        "text": question.text,
        "hint": question.hint,
        "optional": question.optional,
        "options": [
            {
                "id": option.id,
                "label": option.label,
                "hint": option.hint,
                "unknown": option.unknown,
                "not_applicable": option.not_applicable,
                "exclusive": option.clears_others,
            }
            for option in item.options
        ],
        "show_when": None,
    }
    if item.show_when is not None:
        told["show_when"] = item.show_when.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(question, NumberQuestion):
        told |= {
            "unit": question.unit,
            "minimum": float(question.minimum),
            "maximum": float(question.maximum),
            "decimals": question.decimals,
        }
    if isinstance(question, TextQuestion):
        told["max_length"] = question.max_length
    return told
