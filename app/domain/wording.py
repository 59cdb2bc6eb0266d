"""The sentences of a reason: placeholders of ``because`` replaced by the person's own words.

The few joining words the domain needs in each language are here; pages have their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from app.domain.answers import department_name, format_number
from app.domain.diagnosis import AnswerValue
from app.domain.edition import Edition
from app.domain.layout import Layout, State
from app.domain.model import LEVELS
from app.domain.questionnaire import TerritoryQuestion
from app.domain.scoring import label_of
from app.domain.texts import ForeignText

PLACEHOLDER = re.compile(r"\{(?:(?P<kind>level):)?(?P<id>[a-z0-9_-]+)\}")
"""``{question-id}`` or ``{level:dimension-id}``."""

_AND = {"fr": " et ", "en": " and "}
_NOT_SAID = {"fr": "(sans réponse)", "en": "(no answer)"}

Sentence = Callable[[State], str]


def compile_sentence(edition: Edition, layout: Layout, template: str) -> Sentence:
    """Return the function from a state to the sentence with its placeholders replaced.

    A sentence that has no translation quotes the answers in its own language too.
    """
    if isinstance(template, ForeignText):
        foreign = template
        whole = compile_sentence(edition.original, layout, str(template))
        return lambda s: foreign.like(whole(s))
    template = str(template)
    parts: list[str | Sentence] = []
    end = 0
    for match in PLACEHOLDER.finditer(template):
        parts.append(template[end : match.start()])
        if match["kind"]:
            parts.append(_level_words(edition, layout, match["id"]))
        else:
            parts.append(_answer_words(edition, layout, match["id"]))
        end = match.end()
    parts.append(template[end:])
    if len(parts) == 1:
        return lambda s: template
    return lambda s: "".join(part if isinstance(part, str) else part(s) for part in parts)


def _level_words(edition: Edition, layout: Layout, dimension: str) -> Sentence:
    slot = layout.rank(dimension)
    labels = {level.rank: label_of(edition.questionnaire, dimension, level) for level in LEVELS}
    nothing = _NOT_SAID.get(edition.questionnaire.language, "…")
    return lambda s: labels.get(s[slot], nothing)


def _answer_words(edition: Edition, layout: Layout, question: str) -> Sentence:
    item = edition.questionnaire.items_by_id[question]
    slot = layout.questions[question]
    language = edition.questionnaire.language
    nothing = _NOT_SAID.get(language, "…")
    joint = _AND.get(language, ", ")
    words = {option.id: option.words for option in item.options}
    is_territory = isinstance(item.question, TerritoryQuestion)

    def one(value: str) -> str:
        if is_territory and value not in words:
            return department_name(edition, value)
        return words.get(value, value)

    def said(s: State) -> str:
        value: AnswerValue | None = s[slot]
        if not value and value != 0:
            return nothing
        if isinstance(value, Decimal):
            return format_number(value, language)
        if isinstance(value, tuple):
            listed = [one(chosen) for chosen in value]
            return joint.join([", ".join(listed[:-1]), listed[-1]]) if listed[1:] else listed[0]
        return one(str(value))

    return said
