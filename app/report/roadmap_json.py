"""The roadmap as JSON, for tools: each line with its words and its codes, and what people said.

Must hold no secret; texts are exactly those of the service, nothing is neutralised.
"""

from __future__ import annotations

from typing import Any

from app.domain.serialise import canonical_json
from app.locale.speech import current_language
from app.report.record import dump_follow_up
from app.report.roadmap_lines import Line
from app.report.roadmap_table import Takeaway

FORMAT = "balises-roadmap/1"
"""Raised when the keys change."""


def write_json(takeaway: Takeaway) -> bytes:
    """Return the roadmap as canonical JSON (UTF-8, sorted keys), the same for the same arguments.

    Keys:
        ``format``, ``language`` (that of the words), ``questionnaire`` (``id``, ``title``),
        ``organisation``, ``reference``, ``edition`` (12 digits), ``updated`` (ISO date), ``url``;
        ``levels``: ``dimension``, ``title``, ``level`` in words, ``rank`` 0–3 or None, ``low`` and
        ``high`` 0–100 or None, overall first; ``low`` and ``high`` are None for whoever is told
        the levels alone;
        ``actions``: see ``Line``, plus ``origin_words``, ``horizon_words``, ``progress_words``;
        ``due`` is an ISO date or None; ``resources`` have ``id``, ``kind``, ``title``, ``url``;
        ``follow_up``: what people said, as the record of the PDF has it (``app.report.record``).
    """
    report = takeaway.report
    return canonical_json(
        {
            "format": FORMAT,
            "language": current_language(),
            "questionnaire": {"id": report.questionnaire, "title": str(report.title)},
            "organisation": report.organisation,
            "reference": report.reference,
            "edition": report.edition,
            "updated": takeaway.updated_on.isoformat(),
            "url": takeaway.roadmap_url,
            "levels": [
                {
                    "dimension": one.id,
                    "title": str(one.title),
                    "level": str(one.level),
                    "rank": one.rank,
                    "low": one.low if takeaway.with_scores else None,
                    "high": one.high if takeaway.with_scores else None,
                }
                for one in takeaway.standings
            ],
            "actions": [_dump_line(line) for line in takeaway.lines],
            "follow_up": dump_follow_up(takeaway.edition, takeaway.follow_up),
        }
    )


def _dump_line(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "origin": line.origin.value,
        "origin_words": line.origin_words,
        "rule": line.rule,
        "do": line.do,
        "dimension": line.dimension,
        "horizon": line.horizon.value,
        "horizon_words": line.horizon_words,
        "reasons": list(line.reasons),
        "advised": line.advised,
        "owner": line.owner,
        "due": None if line.due is None else line.due.isoformat(),
        "progress": None if line.progress is None else line.progress.value,
        "progress_words": line.progress_words,
        "done": line.done,
        "next_step": line.next_step,
        "done_when": line.done_when,
        "effort": line.effort,
        "duration": line.duration,
        "resources": [
            {"id": one.id, "kind": one.kind, "title": str(one.title), "url": one.url}
            for one in line.resources
        ],
    }
