"""A roadmap that tests follow, and what they read of it."""

from __future__ import annotations

from app.domain.follow_up import FollowUp
from app.services.services import Services

OWN = {"do": "Fêter l’accord"}
"""What is said of an action of one's own."""


def completed(services: Services, **answers: object) -> str:
    id_ = services.assessments.start("association").assessment.id
    services.answering.save_answers(id_, {"accord-ecrit": "jamais", **answers})
    services.assessments.complete(id_)
    return id_


def followed(services: Services, id_: str) -> FollowUp:
    return services.following.of(services.assessments.load(id_))


def told(services: Services, id_: str) -> list[tuple[str, str, str, str]]:
    """Return the history, the first change first: kind, field, before, after."""
    found = services.following.history(services.assessments.load(id_))
    return [(one.kind.value, one.field, one.before, one.after) for one in reversed(found)]
