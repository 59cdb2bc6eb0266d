"""The errors that services raise; they carry data, and the edges give them a status or exit code.

::

    BalisesError
    ├── AssessmentNotFound      erased, never made, or not yours: nobody is told which
    ├── QuestionnaireNotFound   no questionnaire of this id is offered
    ├── AnswerConflict          someone else answered this question in the meantime
    ├── AssessmentConflict      the assessment has changed since it was read
    ├── AssessmentCompleted     what is finished stays on its edition
    ├── AssessmentNotCompleted  only what is finished can be done again
    ├── RoadmapReadOnly         the link by which somebody came lets them read, not change
    ├── InvalidLabel            for whom a share link is, missing or too long
    ├── TooManyShares           an assessment has as many share links as it may have
    ├── UndertakingNotFound     it was removed, or never taken up
    ├── ActionNotProposed       the answers do not lead to this action
    ├── FollowUpConflict        someone else changed this undertaking in the meantime
    ├── AnswersToConfirm        nobody has said yet whether carried answers still hold
    ├── KeyReused               an idempotency key came back with something else to do
    ├── EditionNotFound         no stored edition has a hash that begins so
    ├── EditionAmbiguous        the hashes of several stored editions begin so
    └── StoreUnavailable        the database cannot be reached, is locked or is full (see store)
"""

from __future__ import annotations

from app.domain.answers import Json
from app.domain.errors import BalisesError
from app.domain.follow_up import Details
from app.locale.speech import mark
from app.store.errors import DatabaseNotReady, StoreUnavailable

__all__ = [
    "ActionNotProposed",
    "AnswerConflict",
    "AnswersToConfirm",
    "AssessmentCompleted",
    "AssessmentConflict",
    "AssessmentNotCompleted",
    "AssessmentNotFound",
    "DatabaseNotReady",
    "EditionAmbiguous",
    "EditionNotFound",
    "FollowUpConflict",
    "InvalidLabel",
    "KeyReused",
    "QuestionnaireNotFound",
    "RoadmapReadOnly",
    "StoreUnavailable",
    "TooManyShares",
    "UndertakingNotFound",
]


class AssessmentNotFound(BalisesError):
    """There is no such assessment, or it is not open to whoever asks."""

    def __init__(self) -> None:
        super().__init__(mark("Ce diagnostic n’existe pas, ou n’existe plus."))


class QuestionnaireNotFound(BalisesError):
    """No questionnaire of this id is offered."""

    def __init__(self, questionnaire: str) -> None:
        super().__init__(mark("Ce parcours n’existe pas."))
        self.questionnaire = questionnaire


class AnswerConflict(BalisesError):
    """The question was answered elsewhere since the version that was expected.

    ``yours`` is what was to be saved and ``theirs`` what stands now, both in raw (JSON) form, None
    for no answer; ``current_version`` is what to expect in order to overwrite (0: not answered).
    """

    def __init__(
        self, question: str, yours: Json | None, theirs: Json | None, current_version: int
    ) -> None:
        super().__init__(
            mark("La réponse a été modifiée entre-temps, dans un autre onglet ou ailleurs.")
        )
        self.question = question
        self.yours = yours
        self.theirs = theirs
        self.current_version = current_version


class AssessmentConflict(BalisesError):
    """The assessment is not at the version that was expected; nothing was changed."""

    def __init__(self, current_version: int) -> None:
        super().__init__(
            mark("Ce diagnostic a été modifié entre-temps : relisez-le puis recommencez.")
        )
        self.current_version = current_version


class AssessmentCompleted(BalisesError):
    """A finished assessment stays on its edition for good."""

    def __init__(self) -> None:
        super().__init__(mark("Un diagnostic terminé garde sa version : refaites plutôt le point."))


class AssessmentNotCompleted(BalisesError):
    """Only a finished assessment can be done again."""

    def __init__(self) -> None:
        super().__init__(
            mark("Ce diagnostic n’est pas terminé : finissez-le avant de refaire le point.")
        )


class AnswersToConfirm(BalisesError):
    """A repeated assessment has carried answers that nobody has confirmed: ``questions``."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        super().__init__(
            mark(
                "Des réponses viennent du diagnostic précédent\u00a0: redonnez chacune, la même ou "
                "une autre, avant de terminer."
            )
        )
        self.questions = questions


class RoadmapReadOnly(BalisesError):
    """The share link by which somebody came lets them read the roadmap, not change it."""

    def __init__(self) -> None:
        super().__init__("Ce lien permet de lire la feuille de route, pas de la changer.")


class InvalidLabel(BalisesError):
    """Nothing says for whom a share link is (``length`` 0), or more than ``limit`` characters."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__("Il faut dire en peu de mots pour qui est ce lien.")
        self.length = length
        self.limit = limit


class TooManyShares(BalisesError):
    """An assessment has ``limit`` share links already: one must be revoked first."""

    def __init__(self, limit: int) -> None:
        super().__init__("Ce diagnostic a déjà trop de liens de partage.")
        self.limit = limit


class UndertakingNotFound(BalisesError):
    """There is no such undertaking in this assessment."""

    def __init__(self) -> None:
        super().__init__("Cette action n’est pas, ou n’est plus, dans le suivi.")


class ActionNotProposed(BalisesError):
    """The answers as they stand do not lead to the action of this rule."""

    def __init__(self, rule: str) -> None:
        super().__init__("Vos réponses ne mènent pas, ou plus, à cette action.")
        self.rule = rule


class FollowUpConflict(BalisesError):
    """The undertaking was changed elsewhere since the version that was expected.

    ``yours`` is what was to be saved and ``theirs`` what stands now; ``current_version`` is what
    to expect in order to overwrite.
    """

    def __init__(
        self, undertaking: str, yours: Details, theirs: Details, current_version: int
    ) -> None:
        super().__init__(
            "Cette action a été modifiée entre-temps, dans un autre onglet ou ailleurs."
        )
        self.undertaking = undertaking
        self.yours = yours
        self.theirs = theirs
        self.current_version = current_version


class KeyReused(BalisesError):
    """An idempotency key came back while its first use cannot be answered again."""

    def __init__(self, message: str) -> None:
        super().__init__(message)


class EditionNotFound(BalisesError):
    """No stored edition has a hash that begins so."""

    def __init__(self, prefix: str) -> None:
        super().__init__(f"La base de données n’a pas d’édition « {prefix} ».")
        self.prefix = prefix


class EditionAmbiguous(BalisesError):
    """The hashes of several stored editions begin so."""

    def __init__(self, prefix: str) -> None:
        super().__init__(
            f"Plusieurs éditions commencent par « {prefix} » : donnez plus de chiffres."
        )
        self.prefix = prefix
