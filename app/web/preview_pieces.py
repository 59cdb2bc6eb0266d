"""Puts every piece of an edition into words, with links between them. Must not filter anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.condition_words import word_condition
from app.domain.conditions import Condition, Meets, question_of, walk
from app.domain.edition import Edition
from app.domain.model import OVERALL
from app.domain.questionnaire import (
    Dimension,
    Item,
    NumberQuestion,
    Option,
    Overall,
)
from app.domain.resource import Resource
from app.domain.rules import Rule
from app.locale.formats import NBSP, number, quote, upper_first
from app.report import wording
from app.report.actions import describe_resource, web_address
from app.report.branching import decided_by, lay_out
from app.web.preview_contexts import (
    BandView,
    ConditionView,
    DimensionView,
    FigureView,
    Link,
    OptionRow,
    QuestionView,
    ResourceLink,
    ResourceView,
    RuleView,
    Said,
    SectionView,
    SourceView,
    Whole,
    Words,
)
from app.web.preview_words import facts_of, folded, rule_link, source_link, span_of

_KINDS = {
    "single": "une réponse au choix",
    "multiple": "plusieurs réponses au choix",
    "scale": "une réponse sur une échelle commune",
    "number": "un nombre",
    "territory": "un département",
    "text": "quelques mots",
}
_IMPACTS = {1: "1 point sur 3", 2: "2 points sur 3", 3: "3 points sur 3"}


def show_whole(edition: Edition) -> Whole:
    """Return every piece of an edition in words, each linked to those it reads and serves."""
    return _Teller(edition).tell()


class _Teller:
    """Knows which pieces of an edition lead to which."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._questionnaire = edition.questionnaire
        self._items = self._questionnaire.items_by_id
        self._under = dict(_ancestry(self._questionnaire.dimensions, frozenset()))
        self._read_by: dict[str, list[str]] = {}
        self._used_by: dict[str, list[Link]] = {}
        self._recommended_by: dict[str, list[str]] = {}
        for rule in edition.rules.rules:
            for question in self._read_in(rule):
                self._read_by.setdefault(question, []).append(rule.id)
            for resource in rule.recommend:
                self._recommended_by.setdefault(resource, []).append(rule.id)
            self._note_names(rule_link(rule.id), rule.when, rule.unless)
        for name, condition in edition.rules.conditions.items():
            self._note_names(Link(name, f"condition-{name}"), condition)
        self._decides: dict[str, list[str]] = {}
        for item in self._questionnaire.items:
            for question in decided_by(item):
                self._decides.setdefault(question, []).append(item.id)

    def tell(self) -> Whole:
        questionnaire, edition = self._questionnaire, self._edition
        dimensions = [self._dimension(OVERALL, questionnaire.overall, None)]
        dimensions += self._dimensions(questionnaire.dimensions, OVERALL)
        return Whole(
            sections=tuple(
                SectionView(
                    anchor=f"section-{section.id}",
                    id=section.id,
                    folded=folded(section.title),
                    title=section.title,
                    introduction=section.introduction,
                    is_context=section.context,
                    questions=tuple(
                        self._question(item)
                        for item in questionnaire.items
                        if item.section.id == section.id
                    ),
                )
                for section in questionnaire.sections
            ),
            dimensions=tuple(dimensions),
            rules=tuple(self._rule(rule) for rule in edition.rules.rules),
            conditions=tuple(self._conditions()),
            resources=tuple(self._resource(one) for one in edition.resources),
            figures=tuple(self._figures()),
            sources=tuple(
                SourceView(
                    anchor=f"source-{one.id}",
                    id=one.id,
                    folded=folded(one.title, one.publisher),
                    title=one.title,
                    origin=f"{one.publisher}, {one.year}",
                    url=web_address(one.url),
                )
                for one in edition.sources
            ),
            branching=lay_out(questionnaire.items),
            decided=tuple(
                (self._question_link(item.id), self._say(item.show_when))
                for item in questionnaire.items
                if item.show_when is not None
            ),
        )

    # What leads where ---------------------------------------------------------------------------

    def _read_in(self, rule: Rule) -> Iterable[str]:
        """Return the questions that a rule reads, through named conditions too."""
        found: dict[str, None] = {}
        waiting = [one for one in (rule.when, rule.unless) if one is not None]
        seen: set[str] = set()
        while waiting:
            for part in walk(waiting.pop()):
                if isinstance(part, Meets) and part.meets not in seen:
                    seen.add(part.meets)
                    waiting.append(self._edition.rules.conditions[part.meets])
                elif question := question_of(part):
                    found[question] = None
        return found

    def _note_names(self, user: Link, *conditions: Condition | None) -> None:
        names = {
            part.meets
            for condition in conditions
            if condition is not None
            for part in walk(condition)
            if isinstance(part, Meets)
        }
        for name in names:
            self._used_by.setdefault(name, []).append(user)

    def _say(self, condition: Condition) -> Said:
        return tuple(
            Words(span.text, f"{span.kind}-{span.id}" if span.kind else None)
            for span in word_condition(self._edition, condition)
        )

    def _question_link(self, id_: str) -> Link:
        return Link(self._items[id_].question.text, f"question-{id_}")

    def _dimension_link(self, id_: str) -> Link:
        return Link(self._questionnaire.title_of(id_), f"dimension-{id_}")

    # Questions ----------------------------------------------------------------------------------

    def _question(self, item: Item) -> QuestionView:
        question = item.question
        options = tuple(self._option(item, option) for option in item.options)
        bands = question.bands if isinstance(question, NumberQuestion) else ()
        figures = [
            Link(figure.value, f"figure-{figure.id}")
            for figure in self._edition.figures
            for place in figure.shown
            if place.questionnaire == self._questionnaire.id and item.id in place.questions
        ]
        dimension = question.dimension
        return QuestionView(
            anchor=f"question-{item.id}",
            id=item.id,
            folded=folded(
                item.id,
                question.text,
                question.hint,
                question.why,
                *(text for option in item.options for text in (option.id, option.label)),
                *(option.hint for option in item.options),
            ),
            text=question.text,
            kind=_KINDS[question.kind],
            facts=tuple(facts_of(item)),
            hint=question.hint,
            why=question.why,
            dimension=self._dimension_link(dimension) if dimension else None,
            under=self._under[dimension] if dimension else frozenset(),
            asked_when=self._say(item.show_when) if item.show_when is not None else None,
            options=options,
            has_notes=any(row.hint or row.notes or row.follow_ups for row in options),
            bands=tuple((span_of(band), number(band.score)) for band in bands),
            read_by=tuple(rule_link(id_) for id_ in self._read_by.get(item.id, ())),
            decides=tuple(self._question_link(id_) for id_ in self._decides.get(item.id, ())),
            figures=tuple(figures),
            source=source_link(question.source),
        )

    def _option(self, item: Item, option: Option) -> OptionRow:
        if option.unknown:
            worth = "inconnue"
        elif option.not_applicable:
            worth = "sans objet"
        else:
            worth = "–" if option.score is None else number(option.score)
        notes = []
        if option.exclusive:
            notes.append("ne va avec aucune autre")
        if option.effort is not None:
            notes.append(f"effort{NBSP}: {option.effort}")
        if option.phrase is not None:
            notes.append(f"dans une phrase{NBSP}: {quote(option.phrase)}")
        return OptionRow(
            label=option.label,
            worth=worth,
            hint=option.hint,
            notes=tuple(notes),
            follow_ups=tuple(self._question_link(one.id) for one in option.follow_up),
        )

    # Dimensions ---------------------------------------------------------------------------------

    def _dimensions(self, listed: Iterable[Dimension], above: str) -> Iterator[DimensionView]:
        for dimension in listed:
            yield self._dimension(dimension.id, dimension, above)
            yield from self._dimensions(dimension.dimensions, dimension.id)

    def _dimension(self, id_: str, node: Dimension | Overall, above: str | None) -> DimensionView:
        facts = [f"Le résultat est {wording.AGGREGATIONS[node.aggregation]}"]
        description = source = None
        if isinstance(node, Dimension):
            facts.insert(0, f"Poids{NBSP}: {number(node.weight)}.")
            description, source = node.description, node.source
        return DimensionView(
            anchor=f"dimension-{id_}",
            id=id_,
            folded=folded(id_, node.title, description, *node.portraits.values()),
            title=node.title,
            description=description,
            above=self._dimension_link(above) if above else None,
            facts=tuple(facts),
            bands=tuple(
                BandView(
                    label=band.label,
                    span=span_of(band),
                    portrait=node.portraits.get(band.level),
                    requires=tuple((one.label, self._say(one.when)) for one in band.requires),
                )
                for band in self._questionnaire.bands_of(id_)
            ),
            under=self._under.get(id_, frozenset()),
            source=source_link(source),
        )

    # Rules --------------------------------------------------------------------------------------

    def _rule(self, rule: Rule) -> RuleView:
        catalogue = self._edition.resources_by_id
        action = rule.action
        horizon, span, _ = wording.HORIZONS[rule.horizon]
        return RuleView(
            anchor=f"rule-{rule.id}",
            id=rule.id,
            folded=folded(rule.id, rule.because, action.do, action.who, *rule.recommend),
            do=action.do,
            facts=(
                ("Qui", action.who),
                ("Temps", action.duration),
                ("Horizon", f"{horizon.lower()}, {span}"),
                ("Effort", wording.EFFORTS[rule.effort]),
                ("Effet", _IMPACTS[rule.impact]),
            ),
            done_when=action.done_when,
            because=rule.because,
            when=self._say(rule.when),
            unless=self._say(rule.unless) if rule.unless is not None else None,
            dimension=self._dimension_link(rule.dimension),
            under=self._under.get(rule.dimension, frozenset()),
            recommends=tuple(
                ResourceLink(
                    kind=wording.KINDS[catalogue[id_].kind][1],
                    link=Link(catalogue[id_].title, f"resource-{id_}"),
                )
                for id_ in rule.recommend
            ),
        )

    def _conditions(self) -> Iterator[ConditionView]:
        for name, condition in self._edition.rules.conditions.items():
            said = self._say(condition)
            yield ConditionView(
                anchor=f"condition-{name}",
                id=name,
                folded=folded(name, *(words.text for words in said)),
                said=said,
                used_by=tuple(self._used_by.get(name, ())),
            )

    # Catalogue ----------------------------------------------------------------------------------

    def _resource(self, resource: Resource) -> ResourceView:
        told = describe_resource(resource)
        return ResourceView(
            anchor=f"resource-{resource.id}",
            id=resource.id,
            folded=folded(resource.id, resource.title, resource.publisher, resource.summary),
            title=resource.title,
            kind=resource.kind.value,
            about=f"{told.origin}. {upper_first(told.access)}, {told.use}{NBSP}; {told.effort}.",
            summary=resource.summary,
            url=told.url,
            source=Link(
                f"{resource.source.document}, {resource.source.place}",
                f"source-{resource.source.document}",
            ),
            recommended_by=tuple(
                rule_link(id_) for id_ in self._recommended_by.get(resource.id, ())
            ),
        )

    def _figures(self) -> Iterator[FigureView]:
        known = {figure.id for figure in self._edition.figures}
        for figure in self._edition.figures:
            places = [
                place
                for place in figure.shown
                if place.questionnaire == self._questionnaire.id
                and figure.superseded_by not in known
            ]
            yield FigureView(
                anchor=f"figure-{figure.id}",
                id=figure.id,
                folded=folded(figure.id, figure.value, figure.statement, figure.study),
                value=figure.value,
                statement=figure.statement,
                study=f"{figure.study}, {figure.year}. Population{NBSP}: {figure.population}",
                source=Link(
                    f"{figure.source.document}, {figure.source.place}",
                    f"source-{figure.source.document}",
                ),
                shown=tuple(
                    link
                    for place in places
                    for link in (
                        *(self._question_link(id_) for id_ in place.questions),
                        *(self._dimension_link(id_) for id_ in place.dimensions),
                    )
                ),
            )


def _ancestry(
    listed: Iterable[Dimension], above: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each dimension with itself and those above it."""
    for dimension in listed:
        own = above | {dimension.id}
        yield dimension.id, own
        yield from _ancestry(dimension.dimensions, own)
