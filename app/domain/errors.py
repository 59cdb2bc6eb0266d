"""The errors that the domain raises; they carry data and know nothing of pages or exit codes.

::

    BalisesError
    ├── InvalidAnswers      one or more answers do not fit their questions
    └── UnknownQuestion     the questionnaire has no such question
"""

from __future__ import annotations

from dataclasses import dataclass


class BalisesError(Exception):
    """Anything that went wrong through no fault of the code."""


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """Why one answer is refused: a stable code, a sentence that says how to mend it, the input."""

    question: str
    code: str
    message: str
    given: object


class InvalidAnswers(BalisesError):
    """One or more answers do not fit their questions; all the problems are told at once."""

    def __init__(self, problems: tuple[AnswerProblem, ...]) -> None:
        """Keep the problems, in the order of the answers given."""
        super().__init__(" ; ".join(f"{p.question} : {p.message}" for p in problems))
        self.problems = problems


class UnknownQuestion(BalisesError):
    """The questionnaire has no question of this id; ``suggestion`` is the nearest that exists."""

    def __init__(self, question: str, suggestion: str | None = None) -> None:
        """Keep the id asked for and the nearest id."""
        hint = f" Vouliez-vous dire « {suggestion} » ?" if suggestion else ""
        shown = "".join(c for c in question if c.isprintable())[:64]
        super().__init__(f"La question « {shown} » n’existe pas dans ce parcours.{hint}")
        self.question = question
        self.suggestion = suggestion
