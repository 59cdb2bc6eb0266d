"""Text corrections against what is offered today, which must say what they say is right."""

from __future__ import annotations

from collections.abc import Mapping

from app.content.binding.catalogue import is_web_address
from app.content.binding.ground import Ground
from app.content.binding.migrations import report_unknown_pathway
from app.content.document import Path, Reporter
from app.content.shelf import Shelf
from app.content.suggest import did_you_mean, listed, short
from app.domain.edition import Edition
from app.domain.errata import KEYS, Errata, Erratum, ids_of, value_at, way_to
from app.domain.rules import RuleSet
from app.domain.texts import says


def check_errata(shelf: Shelf, grounds: Mapping[str, Ground]) -> None:
    """Find faults in the corrections of every pathway."""
    seen: set[str] = set()
    for placed in shelf.errata:
        name, reporter = placed.value.questionnaire, placed.reporter
        if name in seen:
            reporter.add(
                "errata-duplicate",
                ("questionnaire",),
                f"Le parcours « {name} » a déjà un fichier de corrections.",
                "Mettez toutes ses corrections dans un seul fichier.",
            )
        seen.add(name)
        ground = grounds.get(name)
        if ground is not None:
            today = _today(shelf, ground)
            for index, erratum in enumerate(placed.value.errata):
                if _is_sound(reporter, ("errata", index), erratum):
                    _against(reporter, ("errata", index), erratum, today, placed.value)
        elif name not in shelf.ids("questionnaires") and "questionnaires" not in shelf.unread:
            report_unknown_pathway(shelf, reporter, name)


def _today(shelf: Shelf, ground: Ground) -> Edition:
    """Return what is offered today, as far as it could be read; not fit to be served."""
    id_ = ground.questionnaire.id
    rules = tuple(
        rule.value for file in shelf.rules if file.questionnaire == id_ for rule in file.rules
    )
    return Edition.model_construct(
        questionnaire=ground.questionnaire,
        rules=RuleSet.model_construct(questionnaire=id_, conditions={}, rules=rules),
        resources=tuple(placed.value for placed in shelf.resources),
        figures=tuple(placed.value for placed in shelf.figures),
        sources=tuple(placed.value for placed in shelf.sources),
    )


def _is_sound(reporter: Reporter, path: Path, erratum: Erratum) -> bool:
    keys = KEYS[erratum.part]
    if erratum.key not in keys:
        reporter.add(
            "erratum-key",
            (*path, "key"),
            f"« {short(erratum.key)} » ne se corrige pas ici.{did_you_mean(erratum.key, keys)}",
            f"Clés possibles : {listed(keys)}. Le reste demande une nouvelle édition.",
        )
    elif erratum.before == erratum.after:
        reporter.add(
            "erratum-idle",
            (*path, "after"),
            "« before » et « after » disent la même chose.",
            "Écrivez le texte corrigé sous « after ».",
        )
    elif not erratum.is_allowed:
        reporter.add(
            "erratum-placeholder",
            (*path, "after"),
            "Les renvois entre accolades ne sont pas les mêmes dans « before » et « after ».",
            "Gardez-les tels quels : les changer demande une nouvelle édition.",
        )
    elif erratum.key == "url" and not is_web_address(erratum.after):
        reporter.add(
            "url-invalid",
            (*path, "after"),
            f"« {short(erratum.after)} » n'est pas une adresse web.",
            "Écrivez une adresse qui commence par https:// ou http://.",
        )
    else:
        return True
    return False


def _against(
    reporter: Reporter, path: Path, erratum: Erratum, today: Edition, errata: Errata
) -> None:
    way = way_to(today, erratum)
    text = None if way is None else value_at(today, way)
    if says(text, erratum.after) or _is_corrected_again(erratum, errata):
        return
    if says(text, erratum.before):
        reporter.add(
            "erratum-uncorrected",
            (*path, "after"),
            "Le contenu d'aujourd'hui dit encore « before » : la correction n'y est pas faite.",
            "Corrigez-le aussi, ou retirez cette correction.",
        )
        return
    known = ids_of(today, erratum.part)
    gone = f"« {erratum.id} » n'existe plus.{did_you_mean(erratum.id, known)}"
    reporter.add(
        "erratum-superseded",
        (*path, "after") if way is not None else (*path, erratum.part),
        "Le contenu d'aujourd'hui dit autre chose que « after »." if way is not None else gone,
        "Vérifiez qu'il n'y a pas de faute de frappe ; sinon, rien à faire : la correction vaut "
        "toujours pour les éditions qui disent « before ».",
    )


def _is_corrected_again(erratum: Erratum, errata: Errata) -> bool:
    place = erratum.part, erratum.id, erratum.key, erratum.after
    return any(place == (one.part, one.id, one.key, one.before) for one in errata.errata)
