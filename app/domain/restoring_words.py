"""What is said of an answer or action that comes back and is not simply restored, per language.

Must not decide what becomes of an answer.
"""

from __future__ import annotations

REASONS: dict[str, dict[str, str]] = {
    "gone": {
        "fr": "Cette question n’est plus dans le parcours tel qu’il est proposé aujourd’hui.",
        "en": "This question is no longer in the pathway as it is offered today.",
    },
    "not-there": {
        "fr": "Cette question n’est pas dans le parcours tel qu’il est proposé aujourd’hui.",
        "en": "This question is not in the pathway as it is offered today.",
    },
    "two-answers": {
        "fr": "Plusieurs réponses sont données là où une seule est attendue\u00a0: gardez-en une.",
        "en": "Several answers are given where one is expected: keep one of them.",
    },
    "no-such-option": {
        "fr": "Cette case n’est pas une réponse proposée.",
        "en": "This box is not one of the answers offered.",
    },
    "garbled": {
        "fr": "Un caractère s’est perdu quand le fichier a été enregistré, par exemple un "
        "émoji\u00a0: écrivez-le de nouveau, ou sans lui.",
        "en": "A character was lost when the file was saved, an emoji perhaps: write this again, "
        "or leave it out.",
    },
    "not-asked": {
        "fr": "Cette question n’est posée que si {condition}. Votre réponse est gardée\u00a0: elle "
        "comptera si la question se pose.",
        "en": "This question is only asked if {condition}. Your answer is kept: it will count if "
        "the question comes up.",
    },
    "action-gone": {
        "fr": "Cette action n’est plus proposée par le parcours tel qu’il est aujourd’hui. Elle "
        "est gardée comme une action que vous auriez ajoutée.",
        "en": "The pathway as it is today no longer offers this action. It is kept as one that you "
        "added yourself.",
    },
    "action-no-room": {
        "fr": "Cette action n’est pas reprise\u00a0: le suivi ne peut pas contenir plus de texte. "
        "Raccourcissez les autres, puis ajoutez-la de nouveau.",
        "en": "This action is not restored: the follow-up cannot hold more text. Shorten the "
        "others, then add it again.",
    },
}

_BETWEEN = {"fr": "\u00a0; "}


def reason_in_words(reason: str, language: str, **values: object) -> str:
    """Return the sentence of a reason in a language, in French where it has none."""
    words = REASONS[reason]
    return words.get(language, words["fr"]).format(**values)


def between(language: str) -> str:
    """Return what stands between several answers to one question: labels have their own commas."""
    return _BETWEEN.get(language, "; ")
