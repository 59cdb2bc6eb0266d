"""The result as data, carried inside the PDF: enough to restore the answers on any instance.

Writes only what the person said and what was made of it; no secret, no address of the service.
"""

from __future__ import annotations

from app.domain.answers import dump_answers
from app.domain.diagnosis import Answers, Diagnosis
from app.domain.edition import Edition
from app.domain.serialise import canonical_json, diagnosis_to_dict
from app.report.contexts import ReportMeta

FORMAT = "balises-result/1"
"""Raised when the keys change; older forms must stay readable."""
NAME = "resultat.json"
"""How the record is called among the attachments of the PDF."""


def write_record(
    edition: Edition, answers: Answers, diagnosis: Diagnosis, meta: ReportMeta
) -> bytes:
    """Return the record as canonical JSON, the same for the same arguments.

    Keys: ``format``, ``questionnaire``, ``edition`` (the whole hash), ``reference``, ``created``
    and ``updated`` (ISO dates), ``answers`` (as ``diagnose`` reads them), ``completeness`` and
    ``profile`` (as ``diagnose`` gives them).
    """
    result = diagnosis_to_dict(edition, diagnosis)
    return canonical_json(
        {
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
    )
