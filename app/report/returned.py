"""What comes back: a roadmap, its record alone, or a form filled in; told apart and read strictly.

Knows the files that we write (``record.py``, ``paper_form.py``). Must not judge the answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.errors import BalisesError
from app.domain.follow_up import FollowUp
from app.domain.strict_json import read_strictly
from app.domain.texts import FIRST_LANGUAGE, LANGUAGE_PATTERN
from app.locale.speech import gettext, mark
from app.report import record
from app.report.returned_follow_up import NoFollowUp, read_follow_up

if TYPE_CHECKING:
    from app.report.pdf_reader import Filled, PdfReader

RECORD_BYTES = 384 * 1024
"""The longest answers and the longest follow-up together are well under it."""
MOST_ANSWERS = 500
LONGEST_TEXT = 10_000
"""Characters; an answer may have 2,000."""
MOST_OPTIONS = 100

FORM_FORMAT = "balises-form/1"
FORM_NAME = "questionnaire.json"
"""How what a blank form says of itself is called among its attachments."""

_KEYWORDS = ("format", "questionnaire", "edition", "language")

_HASH = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")

_NOT_OURS = mark(
    "Ce PDF ne contient ni les données d’un diagnostic, ni les champs d’un questionnaire d’ici. Il "
    "vient peut-être d’ailleurs, ou il a été scanné, imprimé en PDF, converti, fusionné ou "
    "compressé. Si c’est votre feuille de route, envoyez-la telle que vous l’avez téléchargée. Si "
    "c’est un questionnaire que vous avez rempli à l’écran, ouvrez-le, choisissez "
    "«\u00a0Enregistrer\u00a0» et non «\u00a0Imprimer\u00a0», puis envoyez ce fichier. Sinon, "
    "recopiez vos réponses en ligne."
)
REASONS = {
    "empty": mark(
        "Choisissez un fichier\u00a0: la feuille de route en PDF, ou un questionnaire rempli."
    ),
    "too-large": mark(
        "Ce fichier est trop gros pour être lu. Une feuille de route pèse moins de 1 Mo, un "
        "questionnaire rempli aussi. S’il s’agit de feuilles scannées ou photographiées, elles ne "
        "se lisent pas\u00a0: recopiez leurs réponses en ligne."
    ),
    "not-ours": mark(
        "Ce fichier n’est ni un PDF ni un fichier «\u00a0resultat.json\u00a0». Choisissez la "
        "feuille de route telle qu’elle a été téléchargée, ou un questionnaire rempli. Une photo "
        "de feuilles remplies au stylo ne se lit pas\u00a0: recopiez leurs réponses en ligne."
    ),
    "encrypted": mark(
        "Ce PDF est protégé par un mot de passe. Enregistrez-en une copie sans protection, puis "
        "choisissez cette copie."
    ),
    "damaged": mark(
        "Ce PDF est incomplet ou abîmé. Si c’est votre feuille de route, téléchargez-la de "
        "nouveau. Si c’est un questionnaire rempli, ouvrez-le, enregistrez-le de nouveau, et "
        "envoyez cette copie."
    ),
    "too-heavy": mark(
        "Ce fichier demande trop de travail pour être lu, ce que ne fait aucun de nos documents. "
        "Choisissez la feuille de route telle qu’elle a été téléchargée."
    ),
    "no-data": _NOT_OURS,
    "flattened": mark(
        "Ce questionnaire n’a plus de champs à lire\u00a0: il a été aplati, ou imprimé en PDF, et "
        "ce qui y est écrit n’est plus que du dessin. Envoyez le fichier enregistré avant cela, ou "
        "recopiez les réponses en ligne."
    ),
    "cut": mark(
        "Une partie des cases de ce questionnaire a été perdue\u00a0: il a été découpé, ou joint à "
        "un autre document. Pour ne pas en reprendre la moitié seulement, rien n’est repris. "
        "Envoyez le fichier enregistré avant cela, ou recopiez les réponses en ligne."
    ),
    "doubled": mark(
        "Ce fichier contient plusieurs questionnaires, dont les réponses se mêleraient. "
        "Envoyez-les un par un\u00a0: un fichier par questionnaire rempli."
    ),
    "blank": mark(
        "Ce questionnaire est vide\u00a0: aucune case n’est cochée, aucun champ n’est rempli. Si "
        "vous l’avez rempli à l’écran, enregistrez-le, puis choisissez le fichier enregistré."
    ),
    "bad-json": mark("Les données de ce fichier sont illisibles. Choisissez le fichier d’origine."),
    "unknown-format": mark(
        "Les données de ce fichier ont une forme que ce service ne connaît pas. Il vient "
        "peut-être d’une version plus récente."
    ),
    "forged": mark(
        "Les données de ce fichier ne sont pas de celles que ce service écrit\u00a0: il a été "
        "modifié. Choisissez le fichier d’origine."
    ),
    "forged-follow-up": mark(
        "Le suivi des actions de ce fichier n’est pas de ceux que ce service écrit\u00a0: il a été "
        "modifié. Choisissez le fichier d’origine."
    ),
    "unknown-questionnaire": mark(
        "Ce fichier vient d’un parcours que ce service ne propose pas. Ouvrez-le sur le service "
        "d’où il vient."
    ),
    "nothing-fits": mark(
        "Aucune réponse de ce fichier ne convient au parcours tel qu’il est proposé "
        "aujourd’hui\u00a0: il a trop changé depuis."
    ),
}
"""Why a file that came back is not taken, and what to do, by code."""


class Unreadable(BalisesError):
    """A file that came back cannot be taken; ``code`` is a key of ``REASONS``."""

    def __init__(self, code: str) -> None:
        self.code = code if code in REASONS else "damaged"
        super().__init__(gettext(REASONS[self.code]))


class ReaderBusy(BalisesError):
    """Too many files wait to be read."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Trop de fichiers sont lus en ce moment. Réessayez dans un instant.")
        )


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a result: raw answers to an edition, known by its hash, and the follow-up.

    Of the follow-up, see ``read_follow_up``.
    """

    questionnaire: str
    edition: str
    answers: dict[str, object]
    follow_up: FollowUp = record.NO_FOLLOW_UP


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form that was filled in: what it asks, in which language, and its fields that hold any."""

    questionnaire: str
    edition: str
    language: str
    fields: tuple[Filled, ...]


Returned = Record | FilledForm


def read_returned(data: bytes, reader: PdfReader) -> Returned:
    """Return what a file that came back says.

    Raises:
        Unreadable: if it is nothing of ours, or not as we write it.
        ReaderBusy: if too many files wait to be read.
    """
    if is_pdf(data):
        return _of_pdf(data, reader)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return read_record(data)
    raise Unreadable("not-ours" if data else "empty")


def is_pdf(data: bytes) -> bool:
    """Whether the data begin as a PDF does; something may stand before, as some servers add."""
    return b"%PDF-" in data[:1024]


def keywords_of(questionnaire: str, edition: str, language: str) -> str:
    """Return the keywords of a blank form: what is attached to it, said once more."""
    return f"{FORM_FORMAT} {questionnaire} {edition} {language}"


def _of_pdf(data: bytes, reader: PdfReader) -> Returned:
    found = reader.read(data, (record.NAME, FORM_NAME))
    if record.NAME in found.attachments:
        return read_record(found.attachments[record.NAME])
    if FORM_NAME in found.attachments:
        said = _object(found.attachments[FORM_NAME])
    else:
        # Some viewers save what was filled in, and lose what was attached.
        said = dict(zip(_KEYWORDS, found.keywords.split(" "), strict=False))
        if not str(said.get("format")).startswith(FORM_FORMAT.partition("/")[0]):
            raise Unreadable("no-data")
    if said.get("format") != FORM_FORMAT:
        raise Unreadable("unknown-format")
    if found.is_mended:
        # Viewers write answers at the end: what was lost there would go unnoticed.
        raise Unreadable("damaged")
    if not found.has_form:
        raise Unreadable("flattened")
    if found.is_cut or found.is_doubled:
        raise Unreadable("doubled" if found.is_doubled else "cut")
    if not found.fields:
        raise Unreadable("blank")
    return FilledForm(_questionnaire(said), _edition(said), _language(said), found.fields)


def read_record(data: str | bytes) -> Record:
    """Return the record of a result (``record.py``), whatever else stands in it left unread.

    Raises:
        Unreadable: if it is not one, or holds what no answers hold.
    """
    said = _object(data)
    if said.get("format") != record.FORMAT:
        raise Unreadable("unknown-format")
    answers = said.get("answers")
    if not isinstance(answers, dict) or len(answers) > MOST_ANSWERS:
        raise Unreadable("forged")
    if not all(_ID.fullmatch(key[:65]) and _is_answer(value) for key, value in answers.items()):
        raise Unreadable("forged")
    try:
        follow_up = read_follow_up(said.get("follow_up"))
    except NoFollowUp:
        raise Unreadable("forged-follow-up") from None
    return Record(_questionnaire(said), _edition(said), answers, follow_up)


def _object(data: str | bytes) -> dict[str, Any]:
    if len(data) > RECORD_BYTES:
        raise Unreadable("too-heavy")
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        said = read_strictly(text)
    except ValueError:
        raise Unreadable("bad-json") from None
    if not isinstance(said, dict):
        raise Unreadable("bad-json")
    return said


def _questionnaire(said: dict[str, Any]) -> str:
    id_ = said.get("questionnaire")
    if not isinstance(id_, str) or len(id_) > 64 or not _ID.fullmatch(id_):
        raise Unreadable("forged")
    return id_


def _edition(said: dict[str, Any]) -> str:
    hash_ = said.get("edition")
    if not isinstance(hash_, str) or not _HASH.fullmatch(hash_):
        raise Unreadable("forged")
    return hash_


def _language(said: dict[str, Any]) -> str:
    language = said.get("language", FIRST_LANGUAGE)
    if not isinstance(language, str) or not re.fullmatch(LANGUAGE_PATTERN, language):
        raise Unreadable("forged")
    return language


def _is_answer(value: object) -> bool:
    """Whether a value has one of the forms in which answers are written."""
    if isinstance(value, list):
        return len(value) <= MOST_OPTIONS and all(isinstance(one, str) for one in value)
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    return isinstance(value, int | float) and not isinstance(value, bool)
