"""The small garden with somebody who keeps it: a sound persona, to spoil."""

from __future__ import annotations

from pathlib import Path

from tests.content.folders import small_folder

PERSONA = "personas/jardin/mariette.yaml"
"""The file of the persona, from the content folder."""

MARIETTE = """\
persona: "Le Carré de Mariette : douze voisins, un portail toujours fermé."
questionnaire: jardin
answers:
  departement: "44"
  personnes: 12
  planning: none
  heures: 1.5
  invitation: never
  partenaires: [nobody]
expect:
  overall: not_engaged
  dimensions: {organisation: not_engaged, voisinage: not_engaged}
  recommends: [fete-des-voisins]
  does_not_recommend: []
  first_actions: [planning-a-ecrire]
  actions: [ouvrir-le-portail]
  because:
    planning-a-ecrire: "se répartissent au jour le jour"
"""


def garden(root: Path) -> Path:
    """Return a small sound content folder, with one persona in ``personas/``."""
    folder = small_folder(root)
    path = folder / PERSONA
    path.parent.mkdir(parents=True)
    path.write_text(MARIETTE, "utf-8")
    return folder
