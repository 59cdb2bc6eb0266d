"""What a report comes to in two pages: the one that says it all, and who does what by when.

Whatever people or authors wrote, two pages are two pages: texts are cut where they would be more,
visibly, and the whole is said to hold them. Must not choose anew: what the report chose stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.locale.formats import like
from app.locale.speech import gettext, ngettext, speaking
from app.report.contexts import ActionView, NextStep, Report, Standing, Strength, Undertaken
from app.report.paper import cut
from app.report.since_contexts import Since

TIGHTER = (1.0, 0.75, 0.55, 0.4, 0.25, 0.12)
"""By how much the texts are cut, one after the other, until they take two pages."""


@dataclass(frozen=True, slots=True)
class Essential:
    """Two pages of a report. ``whole`` says where the rest is, ``is_cut`` if texts were cut."""

    report: Report
    step: NextStep | None
    whole: str
    is_cut: bool


def extract(report: Report, factor: float = 1.0) -> Essential:
    """Return the two pages of a report, its texts cut to ``factor`` (0–1) of what usually fits."""
    scissors = _Scissors(factor)
    with speaking(report.language):
        later = sum(len(one.actions) for one in report.horizons) - len(report.first_actions)
        step = report.next_steps[0] if report.next_steps else None
        shown = replace(
            report,
            title=scissors.cut(report.title, 90),
            organisation=report.organisation and scissors.cut(report.organisation, 70),
            overall=scissors.standing(report.overall),
            dimensions=tuple(scissors.standing(one) for one in report.dimensions[:8]),
            strengths=tuple(scissors.strength(one) for one in report.strengths),
            first_actions=tuple(scissors.action(one) for one in report.first_actions),
            since=report.since and scissors.since(report.since),
            # The rest is not printed here: nor is it made fit to print.
            horizons=(),
            kinds=(),
            unknowns=(),
            figures=(),
            sections=(),
            sources=(),
        )
        return Essential(
            shown, step and scissors.step(step), _whole(later, report.kinds), scissors.is_used
        )


def _whole(later: int, kinds: tuple[object, ...]) -> str:
    """Return where the rest is, and what it is."""
    if not later and not kinds:
        return gettext(
            "La feuille de route complète (PDF) et la page du résultat\u00a0: votre profil volet "
            "par volet, toutes vos réponses et le calcul."
        )
    return ngettext(
        "La feuille de route complète (PDF) et la page du résultat\u00a0: votre profil volet par "
        "volet, %(count)s\u00a0autre action, les raisons de chacune, de quoi vous aider, toutes "
        "vos réponses et le calcul.",
        "La feuille de route complète (PDF) et la page du résultat\u00a0: votre profil volet par "
        "volet, %(count)s\u00a0autres actions, les raisons de chacune, de quoi vous aider, toutes "
        "vos réponses et le calcul.",
        later,
    )


class _Scissors:
    """Cuts texts, and remembers whether any was."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self.is_used = False

    def cut(self, text: str, usual: int) -> str:
        """Return a text of at most its share of ``usual`` characters, on one line."""
        line = " ".join(text.split("\n"))
        limit = max(12, int(usual * self._factor))
        if len(line) > limit:
            self.is_used = True
        return like(text, cut(line, limit))

    def standing(self, one: Standing) -> Standing:
        return replace(
            one,
            title=self.cut(one.title, 60),
            level=self.cut(one.level, 40),
            portrait=one.portrait and self.cut(one.portrait, 700),
            uncertainty=one.uncertainty and self.cut(one.uncertainty, 300),
        )

    def since(self, one: Since) -> Since:
        return replace(one, summary=self.cut(one.summary, 320), rows=(), notes=())

    def strength(self, one: Strength) -> Strength:
        return replace(
            one, practice=self.cut(one.practice, 240), dimension=self.cut(one.dimension, 50)
        )

    def action(self, one: ActionView) -> ActionView:
        known = one.undertaken
        return replace(
            one,
            do=self.cut(one.do, 320),
            who=self.cut(one.who, 110),
            duration=self.cut(one.duration, 50),
            done_when=self.cut(one.done_when, 220),
            undertaken=known
            and Undertaken(self.cut(known.owner, 90), known.due, self.cut(known.status, 40)),
        )

    def step(self, one: NextStep) -> NextStep:
        changes = tuple(
            replace(
                change,
                question=self.cut(change.question, 260),
                before=self.cut(change.before, 240),
                after=self.cut(change.after, 240),
            )
            for change in one.changes
        )
        return replace(one, changes=changes[:8], note=one.note and self.cut(one.note, 200))
