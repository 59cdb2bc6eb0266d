"""Every French word of the report that authors do not write. Must not compute."""

from __future__ import annotations

from app.domain.resource import ResourceKind
from app.domain.rules import Horizon

NO_LEVEL = "Pas encore de niveau"
NO_SCORE = "–"
NO_ANSWER = "Pas encore de réponse"
NO_PORTRAIT = (
    "Aucune des réponses données ne permet de dire où vous en êtes ici. Ce n’est pas un zéro : "
    "c’est une page encore blanche."
)

KINDS: dict[ResourceKind, tuple[str, str, str]] = {
    ResourceKind.DATA: (
        "Données",
        "Donnée",
        "Des chiffres et des études pour savoir de quoi l’on parle.",
    ),
    ResourceKind.TOOL: (
        "Outils",
        "Outil",
        "Des guides et des méthodes à prendre en main.",
    ),
    ResourceKind.SKILL: (
        "Compétences",
        "Compétence",
        "Des personnes et des organisations qui accompagnent ou qui forment.",
    ),
    ResourceKind.EXAMPLE: (
        "Exemples",
        "Exemple",
        "Des pairs qui ont essayé avant vous.",
    ),
}
"""Title of the group, name of one, and what the group is for."""

HORIZONS: dict[Horizon, tuple[str, str, str]] = {
    Horizon.OPERATIONAL: (
        "Opérationnel",
        "3 à 9 mois",
        "Tirer parti de ce qui existe déjà.",
    ),
    Horizon.STRATEGIC: (
        "Stratégique",
        "6 à 12 mois",
        "Construire avec d’autres, et regarder ce que cela change.",
    ),
    Horizon.POLITICAL: (
        "Politique",
        "12 à 18 mois",
        "Rendre visible l’engagement de votre organisation.",
    ),
}
"""Name, span and purpose of each horizon."""

EFFORTS = {1: "une heure ou deux", 2: "quelques jours", 3: "plusieurs semaines"}
ACCESS = {
    "free": "en libre accès",
    "on_request": "personnalisation sur demande",
    "bespoke": "recherche-action sur mesure",
}
USES = {"inform": "s’informer", "train": "se former", "act": "agir"}

EFFECTS = {
    "base": "point d’appui",
    "halfway": "à mi-chemin",
    "margin": "marge de progression",
    "unknown": "reste à trouver",
}

AGGREGATIONS = {
    "mean": "la moyenne des points de ce qui le compose, chacun compté selon sa part.",
    "sum": "la somme des points obtenus, rapportée à tous ceux qui pouvaient l’être.",
    "min": "le plus faible des points de ce qui le compose : ici, un manque ne se compense pas.",
    "max": "le plus élevé des points de ce qui le compose.",
}

STATES = {
    "unknown": "Vous avez répondu « je ne sais pas »",
    "missing": NO_ANSWER,
}

PRINCIPLES = (
    "Chaque réponse qui compte vaut de 0 à 100 points. Une question peut peser plus qu’une autre : "
    "sa part est indiquée.",
    "« Je ne sais pas » ne vaut pas zéro. La réponse pourrait valoir de 0 à 100 : le résultat "
    "devient un intervalle, et le niveau annoncé est celui qui est sûr.",
    "Une question sans objet pour vous ne compte pas. Une question sans réponse compte comme "
    "inconnue.",
    "Les chiffres sont arrondis vers le bas : aucun n’annonce un niveau qui n’est pas atteint.",
    "Certains niveaux demandent aussi des conditions, sans lesquelles les points ne suffisent pas.",
    "Ce n’est ni une note ni un contrôle : deux personnes de la même organisation peuvent répondre "
    "autrement, et c’est utile d’en parler.",
)

RANKING = (
    "Une action vient d’autant plus tôt qu’elle a d’effet (1 à 3 points) et que le volet où elle "
    "agit en a besoin (0 à 3 points : 3 pour le premier niveau, 0 pour le dernier).",
    "À points égaux, la moins lourde d’abord, puis celle dont l’horizon est le plus proche.",
    "Six premières actions au plus, deux au plus par volet tant que d’autres volets en proposent : "
    "une feuille de route que personne ne peut porter ne sert à rien.",
    "Une ressource prend la place de la première action qui la cite.",
)

TOP_LEVEL = "C’est le niveau le plus avancé de cette échelle."
NOT_BY_ANSWERS = (
    "Aucun changement de réponse n’y suffit avec certitude : voyez les conditions qui manquent."
)
"""The note of a next level that no set of answers surely reaches."""

RADAR_TITLE = "Votre profil par dimension"
"""The title of the radar."""
