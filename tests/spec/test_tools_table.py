"""Every cell of the source's first table of tools is told to somebody whom it is for.

The table « La diversité des outils pour s’informer, se former et agir efficacement » (S2) says, for
four audiences, which data, tools and skills there are.
"""

from __future__ import annotations

import pytest

from app.domain.compiled import compile_edition
from app.domain.resource import ResourceKind
from tests.spec.test_personas import heard, library

ORGANISATIONS = ("association", "entreprise", "modele-socio-economique", "partenariat")
TERRITORIES = ("collectivite", "forces-du-changement")
AUTHORITIES = ("collectivite",)
INVESTORS = ("fondation-investisseur",)

TABLE: tuple[tuple[tuple[str, ...], ResourceKind, tuple[str, ...]], ...] = (
    (ORGANISATIONS, ResourceKind.DATA, ("impact-innovative-practices",)),
    (ORGANISATIONS, ResourceKind.TOOL, ("odd17-in-practice-kit",)),
    (ORGANISATIONS, ResourceKind.SKILL, ("network-heads", "dla", "syntec-conseil")),
    (TERRITORIES, ResourceKind.DATA, ("regional-impact-reports",)),
    (
        TERRITORIES,
        ResourceKind.TOOL,
        ("odd17-post-crisis-kit", "territorial-innovation-platform"),
    ),
    (
        TERRITORIES,
        ResourceKind.SKILL,
        ("anct", "banque-des-territoires", "territorial-catalysts-network"),
    ),
    (AUTHORITIES, ResourceKind.DATA, ("impact-local-elected-2020",)),
    (AUTHORITIES, ResourceKind.TOOL, ("letter-to-elected-2020",)),
    (
        AUTHORITIES,
        ResourceKind.SKILL,
        ("cnfpt-webinars", "territoires-conseils", "anpp", "comite-21"),
    ),
    (INVESTORS, ResourceKind.DATA, ("impact-programme",)),
    (INVESTORS, ResourceKind.TOOL, ("partnerships-in-france-2020", "four-projects-21-measures")),
    (INVESTORS, ResourceKind.SKILL, ("fonds-i", "fonds-odd-17", "syntec-conseil")),
)
"""Pathways of an audience, a line of the table, and the resources in the cell.

« État des lieux » stands among the tools there; it is a datum here.
"""


@pytest.mark.parametrize(
    ("pathways", "resource"),
    [(pathways, resource) for pathways, _, cell in TABLE for resource in cell],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_a_rule_tells_somebody_of_it(pathways: tuple[str, ...], resource: str) -> None:
    told: set[str] = set()
    for pathway in pathways:
        edition = library().editions[pathway]
        compiled = compile_edition(edition)
        for answers in heard().answers[pathway]:
            for index in compiled.evaluate(answers).fired:
                told.update(edition.rules.rules[index].recommend)
    assert resource in told


@pytest.mark.parametrize("kind", [ResourceKind.DATA, ResourceKind.TOOL, ResourceKind.SKILL])
def test_the_table_has_its_twelve_cells(kind: ResourceKind) -> None:
    audiences = {pathways for pathways, line, _ in TABLE if line is kind}
    assert len(audiences) == 4
