"""Errors of the JSON interface as problem details (RFC 9457): one table, error to answer.

Must not render pages: ``errors`` does that for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.domain.edition import Edition
from app.domain.errors import AnswerProblem, BalisesError, InvalidAnswers, UnknownQuestion
from app.report.pdf import PdfBusy, PdfError, PdfTimeout, PdfTooLong, PdfUnavailable
from app.report.returned import ReaderBusy, Unreadable
from app.services.errors import (
    AnswerConflict,
    AnswersToConfirm,
    AssessmentCompleted,
    AssessmentConflict,
    AssessmentNotCompleted,
    AssessmentNotFound,
    KeyReused,
    QuestionnaireNotFound,
    StoreUnavailable,
)

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = "2"
"""Seconds after which a client whose request could not be served may come back."""


class Problem(Exception):
    """An error of the interface itself, ready to be answered."""

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members

    def response(self) -> JSONResponse:
        """Return the answer."""
        body = {
            "type": f"urn:balises:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }
        headers = {"Cache-Control": "no-store", **self.headers}
        return JSONResponse(body, self.status, headers, media_type=MEDIA_TYPE)


class TooMany(Problem):
    """The client asks too often; ``seconds`` until it may ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            429,
            "too-many-requests",
            "Trop de demandes",
            "Trop de demandes de ce genre sont venues de cette adresse. Enregistrer une réponse "
            "n’est jamais limité.",
            headers={"Retry-After": str(seconds)},
        )
        self.seconds = seconds


def problem_of(error: Exception) -> Problem | None:
    """Return how an error is answered, None for one that nobody foresaw."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Unreadable | ReaderBusy):
        return _of_file(error)
    if isinstance(error, BalisesError):
        return _of_service(error)
    if isinstance(error, PdfError):
        return _of_pdf(error)
    if isinstance(error, RequestValidationError):
        return _of_request(error)
    if isinstance(error, HTTPException):
        return _of_status(error)
    return None


def unforeseen() -> Problem:
    """Return the answer to an error that nobody foresaw; it says nothing of the error."""
    return Problem(500, "internal-error", "Erreur interne", "Une erreur inattendue s’est produite.")


def invalid_answers(problems: tuple[AnswerProblem, ...], edition: Edition | None) -> Problem:
    """Return the answer to refused answers: for each the question, what was given, what may be."""
    return Problem(
        422,
        "invalid-answers",
        "Réponses refusées",
        " ".join(f"{problem.question}\u00a0: {problem.message}" for problem in problems),
        errors=[_answer_problem(problem, edition) for problem in problems],
    )


def not_found() -> Problem:
    """Return the answer to an address that leads nowhere."""
    return Problem(404, "not-found", "Introuvable", "Cette adresse ne mène à rien.")


def method_not_allowed(allowed: str) -> Problem:
    """Return the answer to a method that the address does not know."""
    return Problem(
        405,
        "method-not-allowed",
        "Méthode refusée",
        f"Cette adresse accepte seulement\u00a0: {allowed}.",
        headers={"Allow": allowed},
    )


def _answer_problem(problem: AnswerProblem, edition: Edition | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "question": problem.question,
        "code": problem.code,
        "message": problem.message,
        "given": problem.given,
    }
    item = edition.questionnaire.items_by_id.get(problem.question) if edition else None
    if item is not None and item.options:
        told["allowed"] = list(item.options_by_id)
    return told


_REFUSED = {
    KeyReused: ("key-reused", "Clé déjà utilisée"),
    AssessmentCompleted: ("assessment-completed", "Diagnostic terminé"),
    AssessmentNotCompleted: ("assessment-not-completed", "Diagnostic inachevé"),
}


def _of_service(error: BalisesError) -> Problem | None:
    detail = str(error)
    match error:
        case AssessmentNotFound():
            return Problem(404, "assessment-not-found", "Diagnostic introuvable", detail)
        case QuestionnaireNotFound():
            return Problem(404, "questionnaire-not-found", "Parcours introuvable", detail)
        case UnknownQuestion(suggestion=suggestion):
            title = "Question inconnue"
            return Problem(404, "unknown-question", title, detail, suggestion=suggestion)
        case InvalidAnswers(problems=problems):
            return invalid_answers(problems, None)
        case AnswerConflict():
            return Problem(
                412,
                "answer-conflict",
                "Réponse modifiée entre-temps",
                detail,
                headers={"ETag": f'"{error.current_version}"'},
                question=error.question,
                yours=error.yours,
                theirs=error.theirs,
                current_version=error.current_version,
            )
        case AssessmentConflict(current_version=version):
            return Problem(
                412,
                "assessment-conflict",
                "Diagnostic modifié entre-temps",
                detail,
                headers={"ETag": f'"{version}"'},
                current_version=version,
            )
        case AnswersToConfirm(questions=questions):
            title = "Réponses à confirmer"
            told = list(questions)
            return Problem(409, "answers-to-confirm", title, detail, to_confirm=told)
        case KeyReused() | AssessmentCompleted() | AssessmentNotCompleted():
            return Problem(409, *_REFUSED[type(error)], detail)
        case StoreUnavailable():
            again = {"Retry-After": RETRY_AFTER}
            return Problem(503, "unavailable", "Service indisponible", detail, headers=again)
    return None


def _of_file(error: Unreadable | ReaderBusy) -> Problem:
    if isinstance(error, Unreadable):
        return Problem(422, f"file-{error.code}", "Fichier refusé", str(error))
    again = {"Retry-After": RETRY_AFTER}
    return Problem(503, "file-busy", "Trop de fichiers à lire", str(error), headers=again)


def _of_pdf(error: PdfError) -> Problem:
    title, detail = "Feuille de route indisponible", str(error)
    match error:
        case PdfBusy(retry_after=seconds):
            return Problem(503, "pdf-busy", title, detail, headers={"Retry-After": str(seconds)})
        case PdfTooLong():
            return Problem(422, "pdf-too-long", title, detail)
        case PdfTimeout():
            return Problem(503, "pdf-timeout", title, detail)
        case PdfUnavailable(how_to_install=lines):
            return Problem(503, "pdf-unavailable", title, detail, how_to_install=list(lines))
    return Problem(500, "pdf-failed", title, "La feuille de route n’a pas pu être produite.")


_STATUSES = {
    400: ("bad-request", "Requête illisible", "La requête n’a pas pu être lue."),
    413: ("too-large", "Requête trop longue", "Le corps de la requête est trop long."),
}


def _of_status(error: HTTPException) -> Problem:
    code, title, detail = _STATUSES.get(
        error.status_code, ("error", "Requête refusée", "La requête a été refusée.")
    )
    return Problem(error.status_code, code, title, detail, headers=error.headers)


_SHAPES = {
    "missing": "Ce champ manque.",
    "extra_forbidden": "Ce champ n’est pas connu.",
    "string_type": "Un texte est attendu.",
    "dict_type": "Un objet JSON est attendu.",
    "model_attributes_type": "Un objet JSON est attendu.",
    "too_long": "Il y a trop d’éléments.",
    "too_short": "Il manque des éléments.",
    "string_too_long": "Le texte est trop long.",
    "string_pattern_mismatch": "Le texte n’a pas la forme attendue.",
}


def _of_request(error: RequestValidationError) -> Problem:
    problems = error.errors()
    if any(problem["type"] == "json_invalid" for problem in problems):
        return bad_json()
    errors = [
        {
            "where": ".".join(str(part) for part in problem["loc"]),
            "code": problem["type"],
            "message": _SHAPES.get(problem["type"], "La valeur n’a pas la forme attendue."),
        }
        for problem in problems
    ]
    detail = " ".join(f"{told['where']}\u00a0: {told['message']}" for told in errors)
    return Problem(422, "invalid-request", "Requête refusée", detail, errors=errors)


def bad_json() -> Problem:
    """Return the answer to a body that is no JSON, or not of the kind that can be kept."""
    return Problem(
        400,
        "bad-json",
        "JSON illisible",
        "Le corps de la requête n’est pas du JSON valide en UTF-8 (ni NaN, ni Infinity, ni "
        "caractère nul, ni caractère à moitié codé, et pas plus de 20 niveaux).",
    )


def wrong_media_type() -> Problem:
    """Return the answer to a body of another kind than JSON."""
    return Problem(
        415,
        "unsupported-media-type",
        "Type de contenu refusé",
        "Envoyez le corps en JSON, avec l’en-tête Content-Type\u00a0: application/json.",
        headers={"Accept": "application/json"},
    )


def wrong_file_type() -> Problem:
    """Return the answer to a file of another kind than those that come back."""
    return Problem(
        415,
        "unsupported-media-type",
        "Type de contenu refusé",
        "Envoyez une feuille de route (Content-Type\u00a0: application/pdf) ou ses données "
        "(application/json).",
        headers={"Accept": "application/pdf, application/json"},
    )


def no_token() -> Problem:
    """Return the answer to a request without a bearer token."""
    return Problem(
        401,
        "no-token",
        "Jeton manquant",
        "Envoyez le jeton du diagnostic\u00a0: «\u00a0Authorization: Bearer …\u00a0».",
        headers={"WWW-Authenticate": "Bearer"},
    )


def bad_key() -> Problem:
    """Return the answer to an idempotency key that could be guessed, or is no key at all."""
    return Problem(
        400,
        "bad-key",
        "Clé refusée",
        "Idempotency-Key attend une valeur tirée au hasard, comme un UUID\u00a0: de 22 à 128 "
        "lettres, chiffres, tirets ou soulignés, dont au moins 8 différents.",
    )


def bad_version(given: str) -> Problem:
    """Return the answer to an If-Match that names no version."""
    return Problem(
        400,
        "bad-version",
        "Version illisible",
        'If-Match attend une seule version entre guillemets, telle que "3".',
        given=given,
    )


def unknown_questionnaire(given: str, allowed: list[str]) -> Problem:
    """Return the answer to the start of a questionnaire that is not offered."""
    return Problem(
        422,
        "unknown-questionnaire",
        "Parcours inconnu",
        f"Le parcours «\u00a0{given}\u00a0» n’existe pas. Parcours proposés\u00a0: "
        f"{', '.join(allowed)}.",
        given=given,
        allowed=allowed,
    )
