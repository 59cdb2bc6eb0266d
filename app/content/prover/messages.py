"""The words of each verdict, in French: what is wrong and how to mend it."""

from __future__ import annotations

KINDS = {"data": "donnée", "tool": "outil", "skill": "compétence", "example": "exemple"}

MESSAGES: dict[str, tuple[str, str]] = {
    "rule-unreachable": (
        "Aucune réponse possible ne déclenche la règle « {0} ».",
        "Cherchez dans « when » et « unless » ce qui se contredit, ou retirez la règle.",
    ),
    "level-unreachable": (
        "Aucune réponse possible ne mène « {0} » au niveau « {1} » : son portrait ne sera jamais "
        "montré.",
        "Revoyez le seuil du niveau, ses exigences et celles des niveaux du dessous.",
    ),
    "question-unreachable": (
        "La question « {0} » n'est jamais posée.",
        "Revoyez « show_when » : ce qu'elle demande ne peut pas être vrai.",
    ),
    "kind-uncovered": (
        "Certaines réponses ne reçoivent aucune ressource de la famille « {0} » ({1}).",
        "Rejouez l'exemple, puis ajoutez une ressource de cette famille à une règle qu'il "
        "déclenche, ou une règle pour ce cas.",
    ),
    "actions-too-few": (
        "Certaines réponses reçoivent moins de trois premières actions ({0} dans l'exemple).",
        "Rejouez l'exemple, puis ajoutez une règle pour ce cas.",
    ),
    "better-answer-worse": (
        "Une meilleure réponse à « {0} » peut faire baisser « {1} » : dans l'exemple, en passant "
        "de « {2} » à « {3} ».",
        "Revoyez ce que le niveau exige, ou la question qui apparaît ou disparaît avec cette "
        "réponse.",
    ),
    "rule-equivalent": (
        "Les règles « {0} » et « {1} » s'appliquent toujours ensemble et recommandent les mêmes "
        "ressources.",
        "Gardez-en une seule, ou distinguez leurs conditions.",
    ),
    "rule-subsumed": (
        "Quand la règle « {0} » s'applique, « {1} » s'applique toujours aussi et recommande déjà "
        "ses ressources.",
        "Ajoutez à « {0} » une ressource qui lui soit propre, ou écartez « {1} » de ce cas avec "
        "« unless ».",
    ),
    "rule-removable": (
        "Sans la règle « {0} », personne ne perdrait ni ressource ni action.",
        "Retirez-la, ou donnez-lui une action ou une ressource qui lui soit propre.",
    ),
    "best-answer-advised": (
        "La règle « {0} » peut conseiller une pratique de sa dimension à qui la fait déjà au "
        "mieux : c'est alors la meilleure réponse à « {1} » qui la déclenche.",
        "Adressez ce conseil à qui n'en est pas encore là, appuyez-le sur autre chose, ou écrivez "
        "« further: true » s'il emmène plus loin.",
    ),
    "unknown-idle": (
        "Répondre « je ne sais pas » à « {0} » ne mène à aucun conseil : la règle qui en parle ne "
        "s'applique jamais pour cela.",
        "Revoyez la règle qui lit « {{unknown: {0}}} ».",
    ),
    "question-idle": (
        "La réponse à « {0} » ne change aucun score, aucun niveau et aucune recommandation.",
        "Retirez la question, ou servez-vous d'elle dans une règle.",
    ),
    "proof-unknown": (
        "La recherche de « {0} » n'a pas abouti : on ne sait pas si le contenu est en défaut.",
        "Simplifiez les conditions et les poids en cause, ou relancez sur une machine moins "
        "occupée.",
    ),
}


def words_of(code: str, details: tuple[str, ...]) -> tuple[str, str]:
    """Return the message and the remedy of a verdict."""
    if code == "kind-uncovered":
        details = (details[0], KINDS[details[0]])
    message, remedy = MESSAGES[code]
    return message.format(*details), remedy.format(*details)
