"""Every word of the report that authors do not write, in French. Must not compute.

They are marked here, and said in the language spoken where ``gettext`` is called.
"""

from __future__ import annotations

from app.domain.follow_up import Progress
from app.domain.resource import ResourceKind
from app.domain.rules import Horizon
from app.locale.speech import mark

NO_LEVEL = mark("Pas encore de niveau")
NO_SCORE = "–"
NO_ANSWER = mark("Pas encore de réponse")
NO_PORTRAIT = mark(
    "Aucune des réponses données ne permet de dire où vous en êtes ici. Ce n’est pas un zéro : "
    "c’est une page encore blanche."
)

KINDS: dict[ResourceKind, tuple[str, str, str]] = {
    ResourceKind.DATA: (
        mark("Données"),
        mark("Donnée"),
        mark("Des chiffres et des études pour savoir de quoi l’on parle."),
    ),
    ResourceKind.TOOL: (
        mark("Outils"),
        mark("Outil"),
        mark("Des guides et des méthodes à prendre en main."),
    ),
    ResourceKind.SKILL: (
        mark("Compétences"),
        mark("Compétence"),
        mark("Des personnes et des organisations qui accompagnent ou qui forment."),
    ),
    ResourceKind.EXAMPLE: (
        mark("Exemples"),
        mark("Exemple"),
        mark("Des pairs qui ont essayé avant vous."),
    ),
}
"""Title of the group, name of one, and what the group is for."""

HORIZONS: dict[Horizon, tuple[str, str, str]] = {
    Horizon.OPERATIONAL: (
        mark("Opérationnel"),
        mark("3 à 9 mois"),
        mark("Tirer parti de ce qui existe déjà."),
    ),
    Horizon.STRATEGIC: (
        mark("Stratégique"),
        mark("6 à 12 mois"),
        mark("Construire avec d’autres, et regarder ce que cela change."),
    ),
    Horizon.POLITICAL: (
        mark("Politique"),
        mark("12 à 18 mois"),
        mark("Rendre visible l’engagement de votre organisation."),
    ),
}
"""Name, span and purpose of each horizon."""

PROGRESS: dict[Progress, str] = {
    Progress.TO_START: mark("À lancer"),
    Progress.VERY_SATISFACTORY: mark("Très satisfaisant"),
    Progress.SATISFACTORY: mark("Satisfaisant"),
    Progress.DELAY_EXPLAINED: mark("Retard expliqué"),
    Progress.NO_LEVER: mark("Pas de levier identifié"),
    Progress.ABANDONED: mark("Abandonnée"),
}
"""How an action goes: the legend of the ministerial roadmap (S2)."""

EFFORTS = {1: mark("une heure ou deux"), 2: mark("quelques jours"), 3: mark("plusieurs semaines")}
ACCESS = {
    "free": mark("en libre accès"),
    "on_request": mark("personnalisation sur demande"),
    "bespoke": mark("recherche-action sur mesure"),
}
USES = {"inform": mark("s’informer"), "train": mark("se former"), "act": mark("agir")}

EFFECTS = {
    "base": mark("point d’appui"),
    "halfway": mark("à mi-chemin"),
    "margin": mark("marge de progression"),
    "unknown": mark("reste à trouver"),
}

AGGREGATIONS = {
    "mean": mark("la moyenne des points de ce qui le compose, chacun compté selon sa part."),
    "sum": mark("la somme des points obtenus, rapportée à tous ceux qui pouvaient l’être."),
    "min": mark(
        "le plus faible des points de ce qui le compose : ici, un manque ne se compense pas."
    ),
    "max": mark("le plus élevé des points de ce qui le compose."),
}

STATES = {
    "unknown": mark("Vous avez répondu « je ne sais pas »"),
    "missing": NO_ANSWER,
}

PRINCIPLES = (
    mark(
        "Chaque réponse qui compte vaut de 0 à 100 points. Une question peut peser plus qu’une "
        "autre : sa part est indiquée."
    ),
    mark(
        "« Je ne sais pas » ne vaut pas zéro. La réponse pourrait valoir de 0 à 100 : le résultat "
        "devient un intervalle, et le niveau annoncé est celui qui est sûr."
    ),
    mark(
        "Une question sans objet pour vous ne compte pas. Une question sans réponse compte comme "
        "inconnue."
    ),
    mark(
        "Les chiffres sont arrondis vers le bas : aucun n’annonce un niveau qui n’est pas atteint."
    ),
    mark(
        "Certains niveaux demandent aussi des conditions, sans lesquelles les points ne suffisent "
        "pas."
    ),
    mark(
        "Ce n’est ni une note ni un contrôle : deux personnes de la même organisation peuvent "
        "répondre autrement, et c’est utile d’en parler."
    ),
)

RANKING = (
    mark(
        "Une action vient d’autant plus tôt qu’elle a d’effet (1 à 3 points) et que le volet où "
        "elle agit en a besoin (0 à 3 points : 3 pour le premier niveau, 0 pour le dernier)."
    ),
    mark("À points égaux, la moins lourde d’abord, puis celle dont l’horizon est le plus proche."),
    mark(
        "Six premières actions au plus, deux au plus par volet tant que d’autres volets en "
        "proposent : une feuille de route que personne ne peut porter ne sert à rien."
    ),
    mark("Une ressource prend la place de la première action qui la cite."),
)

NOT_BY_ANSWERS = mark(
    "Aucun changement de réponse n’y suffit avec certitude : voyez les conditions qui manquent."
)
"""The note of a next level that no set of answers surely reaches."""

RADAR_TITLE = mark("Votre profil, volet par volet")
"""The title of the radar."""
