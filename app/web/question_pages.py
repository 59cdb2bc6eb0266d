"""Builds the page of one question, from an edition and what was answered or just given.

Must not read the request nor save anything.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.answers import Json, dump_answer, parse_answer, words_of
from app.domain.diagnosis import Answers
from app.domain.edition import Edition
from app.domain.errors import InvalidAnswers
from app.domain.navigation import next_question, previous_question, visible_items
from app.domain.questionnaire import Item, NumberQuestion, Option, TextQuestion
from app.domain.translation import in_language
from app.locale.formats import number
from app.locale.speech import current_language, gettext, mark
from app.services.views import AssessmentView
from app.web import forms, urls
from app.web.assessment_pages import as_spoken
from app.web.contexts import Choice, ConflictPage, Field, Progress, QuestionPage
from app.web.forms import Given

NOTHING_GIVEN = {
    "single": mark("Choisissez une réponse."),
    "scale": mark("Choisissez une réponse."),
    "multiple": mark("Cochez au moins une réponse."),
    "number": mark("Écrivez un nombre en chiffres."),
    "territory": mark("Choisissez un département dans la liste."),
    "text": mark("Écrivez quelques mots."),
}
TWO_ANSWERS = mark(
    "Vous avez donné une réponse et coché «\u00a0%(label)s\u00a0»\u00a0: gardez l’une ou l’autre."
)
_LISTS = {forms.TO_CHECK: urls.check, forms.TO_SETTLE: urls.restored}
"""The pages that list answers, by what a question says of where the person came from."""


def question_page(
    view: AssessmentView,
    item: Item,
    came_from: str,
    *,
    given: Given | None = None,
    version: int | None = None,
    error: str | None = None,
) -> QuestionPage:
    """Return the page of a question, with what was just given or else the answer saved."""
    view, item = _as_spoken(view, item)
    saved = view.answers.get(item.id)
    if given is None:
        given = forms.given_of(item, None if saved is None else dump_answer(saved))
    page = blank_question_page(view.edition, item, given, action=urls.question(view.id, item.id))
    return replace(
        page,
        progress=progress_of(view.edition, view.answers, item),
        section_introduction=_introduction(view.edition, view.answers, item),
        version=view.version_of(item.id) if version is None else version,
        came_from=came_from,
        is_answered=saved is not None,
        skip_to=after(view, item.id, came_from),
        error=error,
    )


def blank_question_page(
    edition: Edition, item: Item, given: Given, *, action: str, trouble: str | None = None
) -> QuestionPage:
    """Return the page of a question alone, when nothing is known of the other answers."""
    edition = in_language(edition, current_language())
    item = edition.questionnaire.items_by_id[item.id]
    return QuestionPage(
        text=item.question.text,
        hint=item.question.hint,
        why=item.question.why,
        section_introduction=None,
        progress=None,
        field=field_of(edition, item, given),
        action=action,
        edition=edition.hash,
        version=0,
        came_from="",
        is_optional=item.question.optional,
        is_answered=False,
        is_follow_up=item.parent is not None,
        skip_to=action,
        trouble=trouble,
    )


def after(view: AssessmentView, question: str, came_from: str) -> str:
    """Return the address of what follows a question, or of the page where answers are checked."""
    following = item_after(view, question, came_from)
    if following is None:
        return _LISTS.get(came_from, urls.check)(view.id)
    return urls.question(view.id, following, came_from)


def item_after(view: AssessmentView, question: str, came_from: str) -> str | None:
    """Return the question that follows another, None where a list of answers does.

    Coming from that page, or from the one that says what was restored, a person goes back to it,
    unless a follow-up has just come up.
    """
    following = next_question(view.edition, view.answers, question)
    if came_from in _LISTS and following is not None:
        item = view.edition.questionnaire.items_by_id[following]
        if item.parent != question or following in view.answers:
            return None
    return following


def before(view: AssessmentView, question: str, came_from: str) -> str:
    """Return the address of what comes before a question."""
    if came_from in _LISTS:
        return _LISTS[came_from](view.id)
    earlier = item_before(view, question, came_from)
    return urls.overview(view.id) if earlier is None else urls.question(view.id, earlier)


def item_before(view: AssessmentView, question: str, came_from: str) -> str | None:
    """Return the question that comes before another, None where a list of some kind does."""
    return None if came_from in _LISTS else previous_question(view.edition, view.answers, question)


def progress_of(edition: Edition, answers: Answers, item: Item) -> Progress | None:
    """Return how far a question is among those asked, None if it is not asked."""
    items = visible_items(edition, answers)
    sections = list(dict.fromkeys(one.section.id for one in items))
    own = [one.id for one in items]
    if item.id not in own:
        return None
    return Progress(
        section_title=item.section.title,
        section=sections.index(item.section.id) + 1,
        sections=len(sections),
        question=own.index(item.id) + 1,
        questions=len(own),
    )


def field_of(edition: Edition, item: Item, given: Given) -> Field:
    """Return the field of a question, holding what was given."""
    chosen = set(given.chosen)
    choices = tuple(_choice(option, chosen) for option in item.options if not option.is_special)
    apart = tuple(_choice(option, chosen) for option in item.options if option.is_special)
    match item.question:
        case NumberQuestion() as question:
            return Field(
                kind="number",
                apart=choices + apart,
                value=given.typed,
                unit=question.unit,
                inputmode="decimal" if question.decimals else "numeric",
                bounds=gettext(
                    "Entre %(minimum)s et %(maximum)s.",
                    minimum=number(question.minimum),
                    maximum=number(question.maximum),
                ),
            )
        case TextQuestion() as question:
            return Field(
                kind="text",
                value=given.typed,
                max_length=question.max_length,
                is_multiline=question.multiline,
            )
        case question if question.kind == "territory":
            return Field(
                kind="territory",
                apart=choices + apart,
                regions=_regions(edition, given.typed),
                value=given.typed,
            )
        case question:
            kind = "several" if question.kind == "multiple" else "one"
            return Field(kind=kind, choices=choices, apart=apart)


def problem_of(edition: Edition, item: Item, given: Given) -> str | None:
    """Return what is wrong with what was given and how to mend it, None when it can be saved."""
    edition = in_language(edition, current_language())
    item = edition.questionnaire.items_by_id[item.id]
    if given.is_two_answers:
        option = item.options_by_id.get(given.chosen[0])
        return gettext(TWO_ANSWERS, label=option.label if option else given.chosen[0])
    raw = forms.raw_of(item, given)
    try:
        value = parse_answer(edition, item.id, raw)
    except InvalidAnswers as error:
        return error.problems[0].message
    if value is None and not item.question.optional:
        return gettext(NOTHING_GIVEN[item.question.kind])
    return None


def conflict_page(
    view: AssessmentView,
    item: Item,
    came_from: str,
    given: Given,
    theirs: Json | None,
    version: int,
) -> ConflictPage:
    """Return the page that shows both answers and lets the person choose."""
    view, item = _as_spoken(view, item)
    return ConflictPage(
        text=item.question.text,
        action=urls.question(view.id, item.id),
        edition=view.edition.hash,
        came_from=came_from,
        yours=_words(view.edition, item, forms.raw_of(item, given)),
        theirs=_words(view.edition, item, theirs),
        yours_given=given,
        current_version=version,
    )


def _words(edition: Edition, item: Item, raw: Json | None) -> str:
    value = parse_answer(edition, item.id, raw)
    if value is None:
        return gettext("Pas de réponse")
    return words_of(edition, item.id, value, region=True)


def _as_spoken(view: AssessmentView, item: Item) -> tuple[AssessmentView, Item]:
    """Return an assessment and one of its questions, with their content in the language spoken."""
    view = as_spoken(view)
    return view, view.edition.questionnaire.items_by_id[item.id]


def _introduction(edition: Edition, answers: Answers, item: Item) -> str | None:
    asked = visible_items(edition, answers)
    first = next((one for one in asked if one.section.id == item.section.id), item)
    return item.section.introduction if first.id == item.id else None


def _choice(option: Option, chosen: set[str]) -> Choice:
    return Choice(
        id=option.id,
        label=option.label,
        hint=option.hint,
        is_chosen=option.id in chosen,
        is_exclusive=option.clears_others,
    )


def _regions(edition: Edition, code: str) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    if edition.territories is None:
        return ()
    return tuple(
        (
            region.name,
            tuple(
                Choice(id=d.code, label=f"{d.name} ({d.code})", is_chosen=d.code == code)
                for d in edition.territories.departments
                if d.region == region.code
            ),
        )
        for region in edition.territories.regions
    )
