"""Every route of the application, as tried by whoever came by a share link, and by an outsider.

A route that is not in the table fails: whoever adds one says here what each of them is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from app.domain.follow_up_changes import ChangeKind
from app.main import create_app
from app.services.services import Services
from tests.builders import tiny_edition
from tests.integration.pages.browser import Browser
from tests.integration.pages.sharing import LABEL, finish, make
from tests.integration.pages.test_rate_limits import StandIn

# Nothing here depends on the database: one suffices.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OWN = "/diagnostic/{assessment_id}"
FOLLOW = f"{OWN}/suivi"
API = "/api/v1"
OF_API = f"{API}/assessments/{{assessment_id}}"
NOBODY = (404, 404, 404)
"""Editor, reader and outsider are told what is told of what does not exist."""


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    """The services, with something that prints."""
    return make_services(tiny_edition(), pdf=StandIn())


def everyone(status: int) -> tuple[int, int, int]:
    """Return the same status for editor, reader and outsider."""
    return status, status, status


TABLE: dict[tuple[str, str], tuple[int, int, int]] = {
    # The assessment as a whole, its answers and its links are the owner's alone.
    ("GET", OWN): NOBODY,
    ("GET", f"{OWN}/question/{{question_id}}"): NOBODY,
    ("POST", f"{OWN}/question/{{question_id}}"): NOBODY,
    ("GET", f"{OWN}/verification"): NOBODY,
    ("POST", f"{OWN}/terminer"): NOBODY,
    ("GET", f"{OWN}/lien"): NOBODY,
    ("POST", f"{OWN}/lien"): NOBODY,
    ("POST", f"{OWN}/lien/envoyer"): NOBODY,
    ("GET", f"{OWN}/rappels"): NOBODY,
    ("POST", f"{OWN}/rappels"): NOBODY,
    ("POST", f"{OWN}/rappels/arreter"): NOBODY,
    ("GET", f"{OWN}/effacer"): NOBODY,
    ("POST", f"{OWN}/effacer"): NOBODY,
    ("GET", f"{OWN}/version"): NOBODY,
    ("POST", f"{OWN}/version"): NOBODY,
    ("POST", f"{OWN}/version/rester"): NOBODY,
    ("GET", f"{OWN}/refaire"): NOBODY,
    ("POST", f"{OWN}/refaire"): NOBODY,
    ("POST", f"{OWN}/confirmer"): NOBODY,
    ("GET", f"{OWN}/mes-donnees"): NOBODY,
    ("GET", f"{OWN}/mes-donnees/balises.json"): NOBODY,
    ("POST", f"{OWN}/mes-donnees/autres-acces"): NOBODY,
    ("POST", f"{OWN}/mes-donnees/liens-envoyes"): NOBODY,
    ("GET", f"{OWN}/resultat"): NOBODY,
    ("GET", f"{OWN}/feuille-de-route.pdf"): NOBODY,
    ("HEAD", f"{OWN}/feuille-de-route.pdf"): NOBODY,
    ("GET", f"{OWN}/feuille-de-route"): NOBODY,
    ("GET", f"{OWN}/essentiel.pdf"): NOBODY,
    ("HEAD", f"{OWN}/essentiel.pdf"): NOBODY,
    ("GET", f"{OWN}/essentiel"): NOBODY,
    ("GET", f"{OWN}/calcul"): NOBODY,
    ("GET", f"{OWN}/reprise"): NOBODY,
    ("GET", f"{OWN}/partages"): NOBODY,
    ("POST", f"{OWN}/partages"): NOBODY,
    ("GET", f"{OWN}/partages/revoquer"): NOBODY,
    ("POST", f"{OWN}/partages/revoquer"): NOBODY,
    ("GET", f"{OWN}/partages/{{share_id}}/revoquer"): NOBODY,
    ("POST", f"{OWN}/partages/{{share_id}}/revoquer"): NOBODY,
    # The roadmap as it is followed: read by those who came by a link, changed by editors.
    ("GET", FOLLOW): (200, 200, 404),
    ("GET", f"{FOLLOW}/historique"): (200, 200, 404),
    ("GET", f"{FOLLOW}/export.csv"): (200, 200, 404),
    ("GET", f"{FOLLOW}/export.xlsx"): (200, 200, 404),
    ("GET", f"{FOLLOW}/export.json"): (200, 200, 404),
    ("GET", f"{FOLLOW}/calendrier.ics"): (200, 200, 404),
    ("GET", f"{FOLLOW}/ajouter"): (200, 403, 404),
    ("GET", f"{FOLLOW}/action/{{undertaking_id}}"): (200, 403, 404),
    ("GET", f"{FOLLOW}/action/{{undertaking_id}}/retirer"): (200, 403, 404),
    ("POST", f"{FOLLOW}/prendre"): (303, 403, 404),
    ("POST", f"{FOLLOW}/ajouter"): (303, 403, 404),
    ("POST", f"{FOLLOW}/action/{{undertaking_id}}"): (303, 403, 404),
    ("POST", f"{FOLLOW}/action/{{undertaking_id}}/deplacer"): (303, 403, 404),
    ("POST", f"{FOLLOW}/action/{{undertaking_id}}/retirer"): (303, 403, 404),
    ("GET", f"{FOLLOW}/historique/effacer"): NOBODY,
    ("POST", f"{FOLLOW}/historique/effacer"): NOBODY,
    # What an earlier assessment followed was not shared.
    ("POST", f"{FOLLOW}/reprendre"): NOBODY,
    # The JSON interface knows resume links only: the secret of a share opens nothing there.
    ("GET", OF_API): (404, 404, 401),
    ("DELETE", OF_API): (404, 404, 401),
    ("GET", f"{OF_API}/answers/{{question_id}}"): (404, 404, 401),
    ("PUT", f"{OF_API}/answers/{{question_id}}"): (404, 404, 401),
    ("PUT", f"{OF_API}/answers"): (404, 404, 401),
    ("POST", f"{OF_API}/complete"): (404, 404, 401),
    ("POST", f"{OF_API}/edition"): (404, 404, 401),
    ("POST", f"{OF_API}/repeat"): (404, 404, 401),
    ("GET", f"{OF_API}/diagnosis"): (404, 404, 401),
    ("GET", f"{OF_API}/roadmap.pdf"): (404, 404, 401),
    ("HEAD", f"{OF_API}/roadmap.pdf"): (404, 404, 401),
    ("GET", f"{OF_API}/essential.pdf"): (404, 404, 401),
    ("HEAD", f"{OF_API}/essential.pdf"): (404, 404, 401),
    ("GET", f"{OF_API}/follow-up"): (404, 404, 401),
    ("POST", f"{OF_API}/follow-up"): (404, 404, 401),
    ("GET", f"{OF_API}/follow-up/{{undertaking_id}}"): (404, 404, 401),
    ("PUT", f"{OF_API}/follow-up/{{undertaking_id}}"): (404, 404, 401),
    ("DELETE", f"{OF_API}/follow-up/{{undertaking_id}}"): (404, 404, 401),
    # Open to anyone, and about no assessment that exists.
    ("GET", "/"): everyone(200),
    ("GET", "/parcours/{questionnaire_id}"): everyone(200),
    ("POST", "/parcours/{questionnaire_id}/commencer"): everyone(303),
    ("GET", "/parcours/{questionnaire_id}/papier.pdf"): everyone(200),
    ("GET", "/r/{secret}"): NOBODY,
    ("GET", "/p/{secret}"): NOBODY,
    ("GET", "/rappels/confirmer/{token}"): NOBODY,
    ("POST", "/rappels/confirmer/{token}"): NOBODY,
    # A mail program is not to be told that a link has been used already.
    ("GET", "/rappels/arreter/{token}"): everyone(200),
    ("POST", "/rappels/arreter/{token}"): everyone(200),
    ("GET", "/mes-diagnostics"): everyone(200),
    ("GET", "/reprendre"): everyone(200),
    ("POST", "/reprendre"): everyone(422),
    ("GET", "/confidentialite"): everyone(200),
    ("GET", "/confidentialite/registre"): everyone(200),
    ("GET", "/confidentialite/analyse-impact"): everyone(200),
    ("GET", "/accessibilite"): everyone(200),
    ("GET", "/healthz"): everyone(200),
    ("GET", "/apercu"): everyone(200),
    ("GET", "/apercu/anomalies"): everyone(404),
    ("GET", "/apercu/anomalies/etat"): everyone(404),
    ("GET", "/apercu/{questionnaire_id}"): everyone(200),
    ("GET", f"{API}/questionnaires"): everyone(200),
    ("GET", f"{API}/questionnaires/{{questionnaire_id}}"): everyone(200),
    ("POST", f"{API}/assessments"): everyone(422),
    ("POST", f"{API}/assessments/from-record"): everyone(422),
    ("GET", f"{API}/openapi.json"): everyone(200),
    **{
        (method, f"{API}/{{anything:path}}"): everyone(404)
        for method in ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
    },
    # The last one: it ends the visit of the browser.
    ("POST", "/mes-diagnostics/oublier"): everyone(303),
}

BODIES = {
    f"{OF_API}/answers/{{question_id}}": {"value": "draft"},
    f"{OF_API}/answers": {"answers": {"charter": "draft"}},
    f"{OF_API}/follow-up": {"do": "Fêter"},
    f"{OF_API}/follow-up/{{undertaking_id}}": {"do": "Fêter"},
}
"""What the JSON interface takes, so that what is refused is not refused for its form."""


def all_routes(services: Services) -> Iterator[tuple[str, str]]:
    """Yield the method and path of each route; mounted files are public."""
    app = create_app(services.settings, services)
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute):
            for method in context.methods or ():
                yield method, context.path or ""


def test_the_table_names_every_route_and_no_other(services: Services) -> None:
    assert set(all_routes(services)) == set(TABLE)


@pytest.mark.parametrize(("place", "right"), [(0, "changer"), (1, "lire"), (2, "")])
def test_each_is_told_what_the_table_says(
    services: Services,
    alice: Browser,
    visitor: Browser,
    place: int,
    right: str,
) -> None:
    finish(alice)
    link = make(alice, droit=right or "lire")
    (share,) = services.sharing.shares_of(alice.id)
    if right:
        assert visitor.get(link).status_code == 303
    else:
        visitor.start()
    first = services.following.add(alice.id, {"do": "Appeler la mairie"})
    services.following.add(alice.id, {"do": "Fêter"})
    before = services.assessments.load(alice.id)
    followed = services.following.of(before)
    data = {
        "confirmer": "oui",
        "pour": "Moi",
        "droit": "changer",
        "duree": "30",
        "regle": "no-charter",
        "do": "Appeler l’école",
        "sens": "descendre",
        "version": str(first.version),
    }
    known = {
        "assessment_id": alice.id,
        "question_id": "charter",
        "undertaking_id": first.id,
        "questionnaire_id": "test",
        "secret": "none",
        "token": "none",
        "share_id": share.id,
        "anything:path": "nothing",
    }
    found = {}
    for method, path in TABLE:
        address = re.sub(r"\{([\w:]+)\}", lambda name: known[name[1]], path)
        secret = link.removeprefix("/p/")
        headers = {"Authorization": f"Bearer {secret}"} if right and path.startswith(API) else {}
        if path.startswith(API):
            body = BODIES.get(path, {}) if method in {"PUT", "POST"} else None
            told = visitor.client.request(method, address, headers=headers, json=body)
        else:
            sent = data if method == "POST" and path.startswith(OWN) else None
            told = visitor.client.request(method, address, data=sent)
        found[method, path] = told.status_code
    assert found == {route: statuses[place] for route, statuses in TABLE.items()}
    after = services.assessments.load(alice.id)
    history = services.following.history(after)
    if right == "changer":
        assert {one.by_whom for one in history[:5]} == {LABEL}
        assert [one.kind for one in reversed(history[:5])] == [
            ChangeKind.TAKEN_UP,
            ChangeKind.ADDED,
            ChangeKind.CHANGED,
            ChangeKind.MOVED,
            ChangeKind.REMOVED,
        ]
        assert (after.answers, after.status) == (before.answers, before.status)
        assert after.completed_at == before.completed_at
    else:
        assert after == before
        assert services.following.of(after) == followed
        assert {one.by_whom for one in history} == {""}
    (kept,) = services.sharing.shares_of(alice.id)
    assert (kept.id, kept.label, kept.may_edit) == (share.id, share.label, share.may_edit)
    assert alice.get(alice.base).status_code == 200


NOT_ALWAYS = ("/{share_id}/revoquer", "/reprise", "{undertaking_id}", "}/retirer")
"""What there is only with an id of a share, or for an assessment that came in a file."""


def test_what_is_refused_to_them_is_open_to_the_owner(
    alice: Browser,
) -> None:
    """The table would say the same of routes that do not work at all."""
    finish(alice)
    make(alice)
    for (method, path), _ in TABLE.items():
        if method == "GET" and path.startswith(OWN) and not path.endswith(NOT_ALWAYS):
            address = path.replace("{assessment_id}", alice.id).replace("{question_id}", "charter")
            assert alice.get(address).status_code in {200, 303}, path
