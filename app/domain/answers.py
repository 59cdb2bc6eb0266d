"""What counts as an answer to a question, in its raw (JSON) and its valid form, and its words.

Says nothing of what an answer is worth.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from app.domain.diagnosis import Answers, AnswerValue
from app.domain.edition import Edition
from app.domain.errors import AnswerProblem, InvalidAnswers, UnknownQuestion
from app.domain.questionnaire import (
    Item,
    MultipleChoice,
    NumberQuestion,
    TerritoryQuestion,
    TextQuestion,
)

Json = str | int | float | list[str]
"""The JSON form of an answer."""


class _Refused(Exception):
    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message


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
        problem = AnswerProblem(question, refused.code, refused.message, raw)
        raise InvalidAnswers((problem,)) from None


def _parse(edition: Edition, item: Item, raw: object) -> AnswerValue | None:
    match item.question:
        case MultipleChoice():
            return _parse_several(item, raw)
        case NumberQuestion() as question:
            if isinstance(raw, str) and raw in item.options_by_id:
                return raw
            return _parse_number(question, raw)
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
        raise _Refused("one-option", "Choisissez une seule réponse.")
    if raw not in item.options_by_id:
        raise _Refused(
            "unknown-option",
            f"« {_short(raw)} » n’est pas une réponse proposée. "
            f"Réponses possibles : {', '.join(item.options_by_id)}.",
        )
    return raw


def _parse_several(item: Item, raw: object) -> tuple[str, ...]:
    given = [raw] if isinstance(raw, str) else raw
    if not isinstance(given, Sequence) or isinstance(given, bytes):
        raise _Refused("list-of-options", "Cochez une ou plusieurs réponses de la liste.")
    chosen = {_parse_option(item, one) for one in given}
    ordered = tuple(option.id for option in item.options if option.id in chosen)
    alone = [option for option in item.options if option.clears_others and option.id in chosen]
    if alone and len(ordered) > 1:
        raise _Refused(
            "exclusive",
            f"« {alone[0].label} » ne va pas avec une autre réponse : gardez l’une ou les autres.",
        )
    return ordered


def _parse_number(question: NumberQuestion, raw: object) -> Decimal:
    value = _read_number(raw)
    if not question.minimum <= value <= question.maximum:
        raise _Refused(
            "out-of-bounds",
            f"Écrivez un nombre entre {format_number(question.minimum)} et "
            f"{format_number(question.maximum)} ({question.unit}).",
        )
    rounded = value.quantize(Decimal(1).scaleb(-question.decimals))
    if rounded != value:
        kind = (
            f"au plus {question.decimals} décimale(s)" if question.decimals else "un nombre entier"
        )
        raise _Refused("decimals", f"Écrivez {kind}.")
    return Decimal(format(rounded.normalize() + 0, "f"))


def _read_number(raw: object) -> Decimal:
    """Return the number that was given or written, in French or in English."""
    if isinstance(raw, str):
        raw = "".join(c for c in raw if not c.isspace()).replace(",", ".").replace("−", "-")
        if len(raw) > _LONGEST_NUMBER or not _WRITTEN_NUMBER.fullmatch(raw):
            raise _Refused("number", "Écrivez un nombre en chiffres, par exemple 12.")
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise _Refused("number", "Écrivez un nombre en chiffres.")
    try:
        value = Decimal(str(raw))
    except (InvalidOperation, ValueError):  # a whole number of thousands of digits
        raise _Refused("number", "Écrivez un nombre en chiffres, par exemple 12.") from None
    if not value.is_finite():
        raise _Refused("number", "Écrivez un nombre en chiffres, par exemple 12.")
    return value


_WRITTEN_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_LONGEST_NUMBER = 40


def _parse_department(edition: Edition, raw: object) -> str:
    departments = edition.territories.departments if edition.territories else ()
    if isinstance(raw, str):
        code = raw.strip().upper()
        if any(department.code == code for department in departments):
            return code
    raise _Refused("department", "Choisissez un département de la liste (par exemple 79).")


def _parse_text(question: TextQuestion, raw: object) -> str | None:
    if not isinstance(raw, str):
        raise _Refused("text", "Écrivez quelques mots.")
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in text if c == "\n" or _is_printable(c)).strip()
    if not question.multiline:
        kept = " ".join(kept.split())
    if len(kept) > question.max_length:
        over = len(kept) - question.max_length
        raise _Refused(
            "too-long",
            f"Le texte compte {len(kept)} caractères pour {question.max_length} au plus : "
            f"retirez-en {over}.",
        )
    return kept or None


def _is_printable(character: str) -> bool:
    """Whether a character may be stored and typeset: no control, surrogate or non-character."""
    if unicodedata.category(character) in {"Cc", "Cs"}:
        return False
    return ord(character) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(character) <= 0xFDEF


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
        return f"{format_number(value)} {unit}".strip()
    chosen = (value,) if isinstance(value, str) else value
    if all(one in item.options_by_id for one in chosen):
        return ", ".join(item.options_by_id[one].label for one in chosen)
    if isinstance(item.question, TerritoryQuestion) and isinstance(value, str):
        return department_name(edition, value, region=region)
    return ", ".join(chosen)


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


def format_number(value: Decimal) -> str:
    """Return a number as written in French: thousands apart, a comma for decimals."""
    return f"{value.normalize():,f}".replace(",", "\u202f").replace(".", ",")


def _short(text: str) -> str:
    text = "".join(c for c in text if _is_printable(c))
    return text if len(text) <= 60 else text[:59] + "…"
