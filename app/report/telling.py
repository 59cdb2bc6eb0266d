"""How resources and figures are told in print: each once, what is usual said for all.

Must not choose nor order anything: that is the report's.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.report.contexts import FigureView, Report

MOST_FIGURES = 8
"""How many key figures are printed: those that place the person stand first."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What the printed roadmap says of the resources of a report."""

    report: Report

    @property
    def resource_numbers(self) -> dict[str, int]:
        """The number of each resource, in the order in which they are told by kind."""
        every = (one.resource.id for kind in self.report.kinds for one in kind.recommendations)
        return {id_: number for number, id_ in enumerate(every, 1)}

    @property
    def figures(self) -> tuple[FigureView, ...]:
        """The key figures that are printed."""
        return self.report.figures[:MOST_FIGURES]

    @property
    def figures_left(self) -> int:
        """How many key figures are on the page of the result alone."""
        return len(self.report.figures) - len(self.figures)

    @property
    def called_for_first(self) -> frozenset[str]:
        """The ids of the resources that the first actions call for."""
        return frozenset(one.id for action in self.report.first_actions for one in action.resources)

    @property
    def reasons_apart(self) -> dict[str, tuple[str, ...]]:
        """For each resource that has any, its reasons that no action calling for it has."""
        actions = [one for horizon in self.report.horizons for one in horizon.actions]
        told = {action.number: action.reasons for action in actions}
        found = {}
        for kind in self.report.kinds:
            for one in kind.recommendations:
                said = {reason for number in one.actions for reason in told.get(number, ())}
                found[one.resource.id] = tuple(r for r in one.reasons if r not in said)
        return {id_: reasons for id_, reasons in found.items() if reasons}
