"""Errors of the JSON interface as problem details (RFC 9457): one table, error to answer.

Said in the language spoken, which is that of the request. Must not render pages: ``errors`` does
that for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.domain.edition import Edition
from app.domain.errors import AnswerProblem, BalisesError, InvalidAnswers, UnknownQuestion
from app.locale.formats import colon, quote
from app.locale.speech import FRENCH, current_language, gettext, mark
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
        headers = {
            "Cache-Control": "no-store",
            "Content-Language": current_language(),
            "Vary": "Accept-Language",
            **self.headers,
        }
        return JSONResponse(body, self.status, headers, media_type=MEDIA_TYPE)


class TooMany(Problem):
    """The client asks too often; ``seconds`` until it may ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            429,
            "too-many-requests",
            gettext("Trop de demandes"),
            gettext(
                "Trop de demandes de ce genre sont venues de cette adresse. Enregistrer une "
                "réponse n’est jamais limité."
            ),
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
    detail = gettext("Une erreur inattendue s’est produite.")
    return Problem(500, "internal-error", gettext("Erreur interne"), detail)


def invalid_answers(problems: tuple[AnswerProblem, ...], edition: Edition | None) -> Problem:
    """Return the answer to refused answers: for each the question, what was given, what may be."""
    return Problem(
        422,
        "invalid-answers",
        gettext("Réponses refusées"),
        " ".join(f"{problem.question}{colon()} {problem.message}" for problem in problems),
        errors=[_answer_problem(problem, edition) for problem in problems],
    )


def not_found() -> Problem:
    """Return the answer to an address that leads nowhere."""
    detail = gettext("Cette adresse ne mène à rien.")
    return Problem(404, "not-found", gettext("Introuvable"), detail)


def method_not_allowed(allowed: str) -> Problem:
    """Return the answer to a method that the address does not know."""
    return Problem(
        405,
        "method-not-allowed",
        gettext("Méthode refusée"),
        gettext("Cette adresse accepte seulement\u00a0: %(allowed)s.", allowed=allowed),
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
    KeyReused: ("key-reused", mark("Clé déjà utilisée")),
    AssessmentCompleted: ("assessment-completed", mark("Diagnostic terminé")),
    AssessmentNotCompleted: ("assessment-not-completed", mark("Diagnostic inachevé")),
}


def _of_service(error: BalisesError) -> Problem | None:
    detail = gettext(str(error))
    match error:
        case AssessmentNotFound():
            title = gettext("Diagnostic introuvable")
            return Problem(404, "assessment-not-found", title, detail)
        case QuestionnaireNotFound():
            title = gettext("Parcours introuvable")
            return Problem(404, "questionnaire-not-found", title, detail)
        case UnknownQuestion(suggestion=suggestion):
            title, detail = gettext("Question inconnue"), _unknown_question(error)
            return Problem(404, "unknown-question", title, detail, suggestion=suggestion)
        case InvalidAnswers(problems=problems):
            return invalid_answers(problems, None)
        case AnswerConflict():
            return Problem(
                412,
                "answer-conflict",
                gettext("Réponse modifiée entre-temps"),
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
                gettext("Diagnostic modifié entre-temps"),
                detail,
                headers={"ETag": f'"{version}"'},
                current_version=version,
            )
        case AnswersToConfirm(questions=questions):
            title = gettext("Réponses à confirmer")
            told = list(questions)
            return Problem(409, "answers-to-confirm", title, detail, to_confirm=told)
        case KeyReused() | AssessmentCompleted() | AssessmentNotCompleted():
            code, title = _REFUSED[type(error)]
            return Problem(409, code, gettext(title), detail)
        case StoreUnavailable():
            again, title = {"Retry-After": RETRY_AFTER}, gettext("Service indisponible")
            detail = gettext(
                "Le service ne peut pas enregistrer pour le moment. Réessayez bientôt."
            )
            return Problem(503, "unavailable", title, detail, headers=again)
    return None


def _unknown_question(error: UnknownQuestion) -> str:
    if current_language() == FRENCH:
        return str(error)
    shown = "".join(one for one in error.question if one.isprintable())[:64]
    told = gettext("La question %(name)s n’existe pas dans ce parcours.", name=quote(shown))
    if error.suggestion is None:
        return told
    near = gettext("Vouliez-vous dire %(name)s\u00a0?", name=quote(error.suggestion))
    return f"{told} {near}"


def _of_file(error: Unreadable | ReaderBusy) -> Problem:
    if isinstance(error, Unreadable):
        return Problem(422, f"file-{error.code}", gettext("Fichier refusé"), str(error))
    again = {"Retry-After": RETRY_AFTER}
    return Problem(503, "file-busy", gettext("Trop de fichiers à lire"), str(error), headers=again)


def _of_pdf(error: PdfError) -> Problem:
    title = gettext("Feuille de route indisponible")
    match error:
        case PdfBusy(retry_after=seconds):
            detail = gettext("Trop de feuilles de route sont demandées en ce moment.")
            return Problem(503, "pdf-busy", title, detail, headers={"Retry-After": str(seconds)})
        case PdfTooLong(pages=pages):
            detail = gettext(
                "Elle aurait %(pages)s pages\u00a0: c’est trop pour être imprimé.", pages=pages
            )
            return Problem(422, "pdf-too-long", title, detail)
        case PdfTimeout():
            detail = gettext("La feuille de route a pris trop de temps.")
            return Problem(503, "pdf-timeout", title, detail)
        case PdfUnavailable(how_to_install=lines):
            detail = gettext("Il manque une bibliothèque pour le produire.")
            return Problem(503, "pdf-unavailable", title, detail, how_to_install=list(lines))
    detail = gettext("La feuille de route n’a pas pu être produite.")
    return Problem(500, "pdf-failed", title, detail)


_STATUSES = {
    400: ("bad-request", mark("Requête illisible"), mark("La requête n’a pas pu être lue.")),
    413: (
        "too-large",
        mark("Requête trop longue"),
        mark("Le corps de la requête est trop long."),
    ),
}


def _of_status(error: HTTPException) -> Problem:
    code, title, detail = _STATUSES.get(
        error.status_code, ("error", mark("Requête refusée"), mark("La requête a été refusée."))
    )
    told = gettext(title), gettext(detail)
    return Problem(error.status_code, code, *told, headers=error.headers)


_SHAPES = {
    "missing": mark("Ce champ manque."),
    "extra_forbidden": mark("Ce champ n’est pas connu."),
    "string_type": mark("Un texte est attendu."),
    "dict_type": mark("Un objet JSON est attendu."),
    "model_attributes_type": mark("Un objet JSON est attendu."),
    "too_long": mark("Il y a trop d’éléments."),
    "too_short": mark("Il manque des éléments."),
    "string_too_long": mark("Le texte est trop long."),
    "string_pattern_mismatch": mark("Le texte n’a pas la forme attendue."),
}


_MISSHAPEN = mark("La valeur n’a pas la forme attendue.")


def _of_request(error: RequestValidationError) -> Problem:
    problems = error.errors()
    if any(problem["type"] == "json_invalid" for problem in problems):
        return bad_json()
    errors = [
        {
            "where": ".".join(str(part) for part in problem["loc"]),
            "code": problem["type"],
            "message": gettext(_SHAPES.get(problem["type"], _MISSHAPEN)),
        }
        for problem in problems
    ]
    detail = " ".join(f"{told['where']}{colon()} {told['message']}" for told in errors)
    return Problem(422, "invalid-request", gettext("Requête refusée"), detail, errors=errors)


def bad_json() -> Problem:
    """Return the answer to a body that is no JSON, or not of the kind that can be kept."""
    return Problem(
        400,
        "bad-json",
        gettext("JSON illisible"),
        gettext(
            "Le corps de la requête n’est pas du JSON valide en UTF-8 (ni NaN, ni Infinity, ni "
            "caractère nul, ni caractère à moitié codé, et pas plus de 20 niveaux)."
        ),
    )


def wrong_media_type() -> Problem:
    """Return the answer to a body of another kind than JSON."""
    return Problem(
        415,
        "unsupported-media-type",
        gettext("Type de contenu refusé"),
        gettext("Envoyez le corps en JSON, avec l’en-tête Content-Type\u00a0: application/json."),
        headers={"Accept": "application/json"},
    )


def wrong_file_type() -> Problem:
    """Return the answer to a file of another kind than those that come back."""
    return Problem(
        415,
        "unsupported-media-type",
        gettext("Type de contenu refusé"),
        gettext(
            "Envoyez une feuille de route (Content-Type\u00a0: application/pdf) ou ses données "
            "(application/json)."
        ),
        headers={"Accept": "application/pdf, application/json"},
    )


_BEARER = "Authorization: Bearer …"


def no_token() -> Problem:
    """Return the answer to a request without a bearer token."""
    return Problem(
        401,
        "no-token",
        gettext("Jeton manquant"),
        gettext("Envoyez le jeton du diagnostic\u00a0: %(header)s.", header=quote(_BEARER)),
        headers={"WWW-Authenticate": "Bearer"},
    )


def bad_key() -> Problem:
    """Return the answer to an idempotency key that could be guessed, or is no key at all."""
    return Problem(
        400,
        "bad-key",
        gettext("Clé refusée"),
        gettext(
            "Idempotency-Key attend une valeur tirée au hasard, comme un UUID\u00a0: de 22 à 128 "
            "lettres, chiffres, tirets ou soulignés, dont au moins 8 différents."
        ),
    )


def bad_version(given: str) -> Problem:
    """Return the answer to an If-Match that names no version."""
    return Problem(
        400,
        "bad-version",
        gettext("Version illisible"),
        gettext(
            "If-Match attend une seule version entre guillemets, telle que %(example)s.",
            example='"3"',
        ),
        given=given,
    )


def unknown_questionnaire(given: str, allowed: list[str]) -> Problem:
    """Return the answer to the start of a questionnaire that is not offered."""
    return Problem(
        422,
        "unknown-questionnaire",
        gettext("Parcours inconnu"),
        gettext(
            "Le parcours %(given)s n’existe pas. Parcours proposés\u00a0: %(allowed)s.",
            given=quote(given),
            allowed=", ".join(allowed),
        ),
        given=given,
        allowed=allowed,
    )
