"""Reads what a person says of an action out of the form sent, and says what is wrong with it.

Must not save anything; nothing that was typed is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from starlette.datastructures import FormData

from app.domain.follow_up import (
    EARLIEST,
    LATEST,
    DetailProblem,
    Details,
    FollowUpFull,
    Progress,
    dump_details,
)
from app.locale.speech import gettext, mark
from app.web import forms
from app.web.follow_up_words import name_field

TYPED = ("do", "owner", "done", "next_step")
CHOSEN = ("horizon", "progress")
DAY, MONTH, YEAR = "due-jour", "due-mois", "due-annee"
DUE = (DAY, MONTH, YEAR)
UNREADABLE = "?"
"""What stands for a due date that is none: no date can be written so."""

WRONG: dict[str, str] = {
    "not-a-date": mark("La date doit être une vraie date, par exemple 31 3 2027."),
    "date-out-of-bounds": mark("L’année doit être entre %(earliest)s et %(latest)s."),
    "unknown-choice": mark("Choisissez une des réponses proposées."),
    "not-text": mark("Écrivez quelques mots."),
}
SHORT_YEAR = mark("Écrivez l’année en quatre chiffres, par exemple 2027.")
MISSING_DATE: dict[str, str] = {
    DAY: mark("Il manque le jour de la date. Pour ne pas donner de date, videz les trois cases."),
    MONTH: mark("Il manque le mois de la date. Pour ne pas donner de date, videz les trois cases."),
    YEAR: mark("Il manque l’année de la date. Pour ne pas donner de date, videz les trois cases."),
}


@dataclass(frozen=True, slots=True)
class GivenDetails:
    """What was typed and chosen, word for word: by name of field, the date in its three parts."""

    values: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """Return what stands in a field, empty for nothing."""
        return self.values.get(name, "")

    @property
    def raw(self) -> dict[str, object]:
        """The JSON form of the details, which ``parse_details`` judges."""
        said: dict[str, object] = {name: self.value(name) for name in (*TYPED, *CHOSEN)}
        return {**said, "due": self._due()}

    @property
    def is_unexplained(self) -> bool:
        """Whether a delay is said to be explained, and is not."""
        is_late = self.value("progress") == Progress.DELAY_EXPLAINED
        return is_late and not self.value("done").strip()

    def _due(self) -> str:
        parts = [self.value(name).strip() for name in DUE]
        if not any(parts):
            return ""
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            return UNREADABLE
        day, month, year = map(int, parts)
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return UNREADABLE


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: its name, where the link leads, how to mend it."""

    field: str
    target: str
    message: str


def read_details(form: FormData) -> GivenDetails:
    """Return what a form says of an action."""
    return GivenDetails({name: forms.field(form, name) for name in (*TYPED, *CHOSEN, *DUE)})


def typed_in(form: FormData) -> tuple[tuple[str, str], ...]:
    """Return what a person typed of an action, each with the name of its field: to be copied."""
    given = read_details(form)
    typed = {name: given.value(name) for name in TYPED}
    typed["due"] = " ".join(filter(None, (given.value(part).strip() for part in DUE)))
    return tuple((name_field(name), text) for name, text in typed.items() if text.strip())


def given_of(details: Details, words: str) -> GivenDetails:
    """Return details as the form would have given them; ``words`` are those of the action."""
    raw = dump_details(details)
    values = {name: raw[name] or "" for name in (*TYPED, *CHOSEN)}
    if details.due is not None:
        values |= {
            DAY: str(details.due.day),
            MONTH: str(details.due.month),
            YEAR: str(details.due.year),
        }
    return GivenDetails({**values, "do": words})


def errors_of(problems: tuple[DetailProblem, ...], given: GivenDetails) -> tuple[FieldError, ...]:
    """Return what is wrong with each field, in the order of the problems."""
    return tuple(_error_of(one, given) for one in problems)


def unexplained() -> FieldError:
    """Return what is asked of whoever says that a delay is explained."""
    words = gettext("Dites pourquoi cela prend du retard\u00a0: cela aidera à le rattraper.")
    return FieldError("done", "done", words)


def full(error: FollowUpFull) -> FieldError:
    """Return how to make room."""
    if error.is_text:
        words = gettext("Les textes du suivi sont trop longs, tous ensemble. Raccourcissez-les.")
        return FieldError("done", "done", words)
    words = gettext("Le suivi est plein. Retirez une action avant d’en ajouter une autre.")
    return FieldError("do", "do", words)


def _error_of(problem: DetailProblem, given: GivenDetails) -> FieldError:
    if problem.code in ("not-a-date", "date-out-of-bounds"):
        return _date_error(problem, given)
    return FieldError(problem.field, problem.field, message_of(problem))


def message_of(problem: DetailProblem) -> str:
    """Return what is wrong with a detail that is no date, and how to mend it."""
    match problem.code:
        case "missing":
            return gettext("Dites en quelques mots ce qu’il y a à faire.")
        case "too-long":
            return gettext(
                "C’est trop long\u00a0: %(length)s caractères, et %(limit)s au plus.",
                length=problem.length,
                limit=problem.limit,
            )
    return gettext(WRONG[problem.code])


def _date_error(problem: DetailProblem, given: GivenDetails) -> FieldError:
    for part in DUE:
        if not given.value(part).strip():
            return FieldError("due", part, gettext(MISSING_DATE[part]))
    year = given.value(YEAR).strip()
    if year.isdigit() and len(year) < 4:
        return FieldError("due", YEAR, gettext(SHORT_YEAR))
    if problem.code == "date-out-of-bounds":
        bounds = {"earliest": EARLIEST.year, "latest": LATEST.year}
        return FieldError("due", YEAR, gettext(WRONG[problem.code], **bounds))
    return FieldError("due", DAY, gettext(WRONG[problem.code]))
