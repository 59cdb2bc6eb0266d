"""A questionnaire as a form to fill in on screen or on paper: what it says and names, no layout.

Pure: the same for everyone. The names of its fields are those that ``paper_reading`` reads.
"""

from __future__ import annotations

from app.domain.answers import format_number
from app.domain.edition import Edition
from app.domain.navigation import asked_range
from app.domain.questionnaire import Item, NumberQuestion, Option, TextQuestion
from app.domain.serialise import canonical_json
from app.domain.translation import in_language
from app.report.paper_contexts import (
    Kind,
    PaperForm,
    PaperOption,
    PaperQuestion,
    PaperSection,
    PaperWords,
)
from app.report.paper_words import say_condition, words_in
from app.report.returned import FORM_FORMAT, keywords_of

_SHORT = 36
"""Characters of labels that leave room for two columns of options."""
_EDITION_DIGITS = 12
_WIDEST_NUMBER = 12


def build_form(
    edition: Edition, language: str, address: str | None = None, online: str | None = None
) -> PaperForm:
    """Return the form of a questionnaire in one of its languages.

    ``address`` is where the filled form is sent, ``online`` where the same questions are asked;
    None where they are not known.
    """
    read = in_language(edition, language)
    questionnaire = read.questionnaire
    words = words_in(language)
    numbers = {item.id: place for place, item in enumerate(questionnaire.items, 1)}
    items = list(questionnaire.items)
    count = len(questionnaire.sections)
    on_screen = words.on_screen_at.format(address) if address else words.on_screen
    on_paper = words.on_paper_at.format(online) if online else words.on_paper
    return PaperForm(
        language=language,
        questionnaire=questionnaire.id,
        title=questionnaire.title,
        audience=questionnaire.audience,
        introduction=questionnaire.introduction,
        not_covered=questionnaire.not_covered,
        facts=_facts(read, words),
        edition=words.edition.format(edition.hash[:_EDITION_DIGITS]),
        ways=(on_screen, on_paper),
        words=words,
        sections=tuple(
            PaperSection(
                id=section.id,
                title=section.title,
                place=words.section.format(place, count),
                introduction=section.introduction,
                questions=tuple(
                    _question(read, item, numbers, items, language)
                    for item in items
                    if item.section.id == section.id
                ),
            )
            for place, section in enumerate(questionnaire.sections, 1)
        ),
        keywords=keywords_of(questionnaire.id, edition.hash, language),
        record=canonical_json(
            {
                "format": FORM_FORMAT,
                "questionnaire": questionnaire.id,
                "edition": edition.hash,
                "language": language,
            }
        ),
    )


def _facts(edition: Edition, words: PaperWords) -> str:
    duration = edition.questionnaire.duration
    fewest, most = asked_range(edition)
    time = (
        words.minutes.format(duration.minimum)
        if duration.minimum == duration.maximum
        else words.minutes_range.format(duration.minimum, duration.maximum)
    )
    count = str(most) if fewest == most else f"{fewest}–{most}"
    return f"{time} · {words.questions.format(count)}"


def _question(
    edition: Edition, item: Item, numbers: dict[str, int], items: list[Item], language: str
) -> PaperQuestion:
    words = words_in(language)
    number = numbers[item.id]
    title = f"{number}. {item.question.text}"
    kind = _kind(item)
    options = tuple(_option(option, title) for option in item.options)
    beside = kind not in {"one", "several"}
    return PaperQuestion(
        id=item.id,
        kind=kind,
        number=number,
        text=item.question.text,
        hint=item.question.hint,
        condition=_condition(edition, item, numbers, items, language),
        instruction=_instruction(item, kind, words),
        title=title,
        is_follow_up=item.parent is not None,
        is_optional=item.question.optional,
        is_short=not beside and all(len(one.label) <= _SHORT and not one.hint for one in options),
        options=() if beside else options,
        apart=options if beside else (),
        departments=_departments(edition) if kind == "territory" else (),
        unit=item.question.unit if isinstance(item.question, NumberQuestion) else "",
        max_length=_longest(item),
    )


def _kind(item: Item) -> Kind:
    match item.question:
        case NumberQuestion():
            return "number"
        case TextQuestion(multiline=multiline, max_length=longest):
            return "lines" if multiline or longest > 120 else "line"
    return {"multiple": "several", "territory": "territory"}.get(  # type: ignore[return-value]
        item.question.kind, "one"
    )


def _longest(item: Item) -> int:
    if isinstance(item.question, TextQuestion):
        return item.question.max_length
    return _WIDEST_NUMBER if isinstance(item.question, NumberQuestion) else 0


def _option(option: Option, title: str) -> PaperOption:
    return PaperOption(option.id, option.label, option.hint, f"{title} – {option.label}")


def _departments(edition: Edition) -> tuple[PaperOption, ...]:
    known = edition.territories.departments if edition.territories else ()
    return tuple(PaperOption(one.code, f"{one.name} ({one.code})", None, "") for one in known)


def _instruction(item: Item, kind: Kind, words: PaperWords) -> str:
    match item.question:
        case NumberQuestion() as question:
            low, high = format_number(question.minimum), format_number(question.maximum)
            return words.number.format(low, high)
        case TextQuestion() as question:
            return words.characters.format(question.max_length)
    return {
        "one": words.one,
        "several": words.several,
        "territory": words.department_hint,
    }[kind]


def _condition(
    edition: Edition, item: Item, numbers: dict[str, int], items: list[Item], language: str
) -> str | None:
    """Return when a question is to be answered, and where to go when it is not."""
    if item.show_when is None:
        return None
    words = words_in(language)
    following = next(
        (one for one in items[numbers[item.id] :] if one.show_when != item.show_when), None
    )
    clause = say_condition(edition, item.show_when, numbers, language)
    way = (
        words.otherwise_end
        if following is None
        else words.otherwise.format(f"\u00a0{numbers[following.id]}".strip())
    )
    return f"{words.only_if.format(clause)} {way}"
