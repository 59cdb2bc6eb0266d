"""What counts as an answer to a question, in its raw (JSON) and its valid form, and its words.

Says nothing of what an answer is worth.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from app.domain.answer_words import fault_in_words
from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.errors import AnswerProblem, InvalidAnswers, UnknownQuestion
from app.domain.plain_text import clean_text, is_printable
from app.domain.questionnaire import (
    Item,
    MultipleChoice,
    NumberQuestion,
    TerritoryQuestion,
    TextQuestion,
)
from app.domain.texts import FIRST_LANGUAGE, ForeignText

Json = str | int | float | list[str]
"""The JSON form of an answer."""


class _Refused(Exception):
    """An answer does not fit; ``fault`` names the sentence, whose code it is unless another is."""

    def __init__(self, fault: str, code: str | None = None, **values: object) -> None:
        self.fault = fault
        self.code = code or fault
        self.values = values


def parse_answers(edition: Edition, raw: Mapping[str, object]) -> Answers:
    """Return the valid form of raw answers, in the order of the questionnaire.

    ``None`` means not answered and is left out. Answers to questions that are not shown are kept:
    whether they count is decided when they are read.

    Raises:
        InvalidAnswers: with every problem of every answer, an unknown question among them.
    """
    problems: list[AnswerProblem] = []
    valid: Answers = {}
    for question in raw:
        try:
            value = parse_answer(edition, question, raw[question])
        except InvalidAnswers as error:
            problems.extend(error.problems)
        except UnknownQuestion as error:
            problems.append(AnswerProblem(question, "unknown-question", str(error), raw[question]))
        else:
            if value is not None:
                valid[question] = value
    if problems:
        raise InvalidAnswers(tuple(problems))
    return {item.id: valid[item.id] for item in edition.questionnaire.items if item.id in valid}


def retold(problems: Sequence[AnswerProblem], edition: Edition) -> tuple[AnswerProblem, ...]:
    """Return problems as the edition of another language tells them."""
    told: list[AnswerProblem] = []
    for problem in problems:
        try:
            parse_answer(edition, problem.question, problem.given)
        except InvalidAnswers as error:
            told.extend(error.problems)
        except UnknownQuestion:
            told.append(problem)
    return tuple(told)


def parse_answer(edition: Edition, question: str, raw: object) -> AnswerValue | None:
    """Return the valid form of one raw answer, or None when it says nothing.

    Raises:
        UnknownQuestion: if the questionnaire has no such question.
        InvalidAnswers: if the answer does not fit the question.
    """
    item = edition.questionnaire.items_by_id.get(question)
    if item is None:
        near = difflib.get_close_matches(question, edition.questionnaire.items_by_id, n=1)
        raise UnknownQuestion(question, near[0] if near else None)
    if raw is None or raw == "" or raw == []:
        return None
    try:
        return _parse(edition, item, raw)
    except _Refused as refused:
        language = edition.questionnaire.language
        message = fault_in_words(refused.fault, language, **refused.values)
        problem = AnswerProblem(question, refused.code, message, raw)
        raise InvalidAnswers((problem,)) from None


def _parse(edition: Edition, item: Item, raw: object) -> AnswerValue | None:
    match item.question:
        case MultipleChoice():
            return _parse_several(item, raw)
        case NumberQuestion() as question:
            if isinstance(raw, str) and raw in item.options_by_id:
                return raw
            return _parse_number(question, raw, edition.questionnaire.language)
        case TerritoryQuestion():
            if isinstance(raw, str) and raw in item.options_by_id:
                return raw
            return _parse_department(edition, raw)
        case TextQuestion() as question:
            return _parse_text(question, raw)
        case _:
            return _parse_option(item, raw)


def _parse_option(item: Item, raw: object) -> str:
    if not isinstance(raw, str):
        raise _Refused("one-option")
    if raw not in item.options_by_id:
        options = ", ".join(item.options_by_id)
        raise _Refused("unknown-option", given=_short(raw), options=options)
    return raw


def _parse_several(item: Item, raw: object) -> tuple[str, ...]:
    given = [raw] if isinstance(raw, str) else raw
    if not isinstance(given, Sequence) or isinstance(given, bytes):
        raise _Refused("list-of-options")
    chosen = {_parse_option(item, one) for one in given}
    ordered = tuple(option.id for option in item.options if option.id in chosen)
    alone = [option for option in item.options if option.clears_others and option.id in chosen]
    if alone and len(ordered) > 1:
        raise _Refused("exclusive", label=alone[0].label)
    return ordered


def _parse_number(question: NumberQuestion, raw: object, language: str) -> Decimal:
    value = _read_number(raw)
    if not question.minimum <= value <= question.maximum:
        raise _Refused(
            "out-of-bounds",
            minimum=format_number(question.minimum, language),
            maximum=format_number(question.maximum, language),
            unit=question.unit,
        )
    rounded = value.quantize(Decimal(1).scaleb(-question.decimals))
    if rounded != value:
        fault = "decimals" if question.decimals else "whole-number"
        raise _Refused(fault, "decimals", count=question.decimals)
    return Decimal(format(rounded.normalize() + 0, "f"))


def _read_number(raw: object) -> Decimal:
    """Return the number that was given or written, in French or in English."""
    if isinstance(raw, str):
        raw = "".join(c for c in raw if not c.isspace()).replace(",", ".").replace("−", "-")
        if len(raw) > _LONGEST_NUMBER or not _WRITTEN_NUMBER.fullmatch(raw):
            raise _Refused("number")
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise _Refused("number-kind", "number")
    try:
        value = Decimal(str(raw))
    except (InvalidOperation, ValueError):  # a whole number of thousands of digits
        raise _Refused("number") from None
    if not value.is_finite():
        raise _Refused("number")
    return value


def ungrouped(written: str, language: str) -> str:
    """Return a number that was written, without the commas that group thousands but in French."""
    if language != FIRST_LANGUAGE and _GROUPED.fullmatch(written.strip()):
        return written.replace(",", "")
    return written


_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_WRITTEN_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_LONGEST_NUMBER = 40


def _parse_department(edition: Edition, raw: object) -> str:
    departments = edition.territories.departments if edition.territories else ()
    if isinstance(raw, str):
        code = raw.strip().upper()
        if any(department.code == code for department in departments):
            return code
    raise _Refused("department")


def _parse_text(question: TextQuestion, raw: object) -> str | None:
    if not isinstance(raw, str):
        raise _Refused("text")
    kept = clean_text(raw, multiline=question.multiline)
    if len(kept) > question.max_length:
        over = len(kept) - question.max_length
        raise _Refused("too-long", length=len(kept), limit=question.max_length, over=over)
    return kept or None


def dump_answer(value: AnswerValue) -> Json:
    """Return the JSON form of a valid answer: text, list of ids, or number."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def dump_answers(answers: Answers) -> dict[str, Json]:
    """Return the JSON form of valid answers by question id."""
    return {question: dump_answer(value) for question, value in answers.items()}


def words_of(edition: Edition, question: str, value: AnswerValue, *, region: bool = False) -> str:
    """Return the words of an answer as people read them, the region too where asked."""
    item = edition.questionnaire.items_by_id[question]
    if isinstance(value, Decimal):
        unit = ""
        if isinstance(item.question, NumberQuestion):
            unit = unit_after(item.question, value, edition.questionnaire.language)
        return number_in_unit(value, unit, edition.questionnaire.language)
    chosen = (value,) if isinstance(value, str) else value
    if all(one in item.options_by_id for one in chosen):
        return ", ".join(item.options_by_id[one].label for one in chosen)
    if isinstance(item.question, TerritoryQuestion) and isinstance(value, str):
        return department_name(edition, value, region=region)
    return ", ".join(chosen)


def number_in_unit(value: Decimal, unit: str, language: str) -> str:
    """Return « 12 % du budget », “12% of the budget”: only French parts a number from its sign."""
    is_close = unit.startswith("%") and language != "fr" and not isinstance(unit, ForeignText)
    space = "" if is_close else " "
    return f"{format_number(value, language)}{space}{unit}".strip()


def unit_after(question: NumberQuestion, value: Decimal, language: str) -> str:
    """Return the unit as it is written after a number, singular or plural."""
    is_one = abs(value) < 2 if language == "fr" else value == 1
    return question.unit_one if is_one and question.unit_one else question.unit


def department_name(edition: Edition, code: str, *, region: bool = False) -> str:
    """Return the name of a department, followed by its region in brackets where asked."""
    if edition.territories is None:
        return code
    department = next((d for d in edition.territories.departments if d.code == code), None)
    if department is None:
        return code
    if not region:
        return department.name
    name = next((r.name for r in edition.territories.regions if r.code == department.region), "")
    return f"{department.name} ({name})" if name else department.name


def format_number(value: Decimal, language: str = "fr") -> str:
    """Return a number as written in a language: 1 234,5 in French, 1,234.5 in another one."""
    text = f"{value.normalize():,f}"
    if language != "fr":
        return text
    return text.replace(",", "\u202f").replace(".", ",")


def _short(text: str) -> str:
    text = "".join(c for c in text if is_printable(c))
    return text if len(text) <= 60 else text[:59] + "…"
