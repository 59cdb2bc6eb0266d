"""The result as data, carried inside the PDF: enough to restore the answers on any instance.

Writes only what the person said and what was made of it; no secret, no address of the service.
"""

from __future__ import annotations

from typing import Any

from app.domain.answers import dump_answers
from app.domain.diagnosis import Answers, Diagnosis
from app.domain.edition import Edition
from app.domain.follow_up import FollowUp, dump_details
from app.domain.serialise import canonical_json, diagnosis_to_dict
from app.report.contexts import ReportMeta

FORMAT = "balises-result/1"
"""Raised when the keys change; older forms must stay readable."""
NAME = "resultat.json"
"""How the record is called among the attachments of the PDF."""
NO_FOLLOW_UP = FollowUp()
"""Nothing is taken up."""


def write_record(
    edition: Edition,
    answers: Answers,
    diagnosis: Diagnosis,
    meta: ReportMeta,
    follow_up: FollowUp = NO_FOLLOW_UP,
) -> bytes:
    """Return the record as canonical JSON, the same for the same arguments.

    Keys: ``format``, ``questionnaire``, ``edition`` (the whole hash), ``reference``, ``created``
    and ``updated`` (ISO dates), ``answers`` (as ``diagnose`` reads them), ``completeness`` and
    ``profile`` (as ``diagnose`` gives them); ``follow_up`` where anything is taken up.
    """
    result = diagnosis_to_dict(edition, diagnosis)
    said: dict[str, Any] = {
        "format": FORMAT,
        "questionnaire": edition.questionnaire.id,
        "edition": diagnosis.edition,
        "reference": meta.reference,
        "created": meta.created_at.isoformat(),
        "updated": meta.updated_at.isoformat(),
        "answers": dump_answers(answers),
        "completeness": result["completeness"],
        "profile": result["profile"],
    }
    if follow_up:
        said["follow_up"] = dump_follow_up(edition, follow_up)
    return canonical_json(said)


def dump_follow_up(edition: Edition, follow_up: FollowUp) -> list[dict[str, str | None]]:
    """Return what people say of the actions they carry out, in their order.

    Keys: ``rule`` (None for an action added by hand) and those of ``dump_details``; ``do`` always
    has the words of the action, in the language of the edition: where another edition has no such
    rule, they are all that is left of it.
    """
    return [
        {**dump_details(one.details), "rule": one.rule, "do": one.words(edition)}
        for one in follow_up
    ]
