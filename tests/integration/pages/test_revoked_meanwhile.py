"""A right that ends while a change is under way changes nothing, and what was typed is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response

from app.services.services import Services
from tests.integration.conftest import Clock
from tests.integration.pages.browser import Browser, text, title
from tests.integration.pages.following import DATE, OWN_ID, add, post
from tests.integration.pages.sharing import LABEL, make

End = Callable[[], None]

TYPED = {"do": "Appeler <b>l’école</b>", "owner": "le bureau", "done": "Deux\nlettres", **DATE}
VERBS = {
    "take_up": ("/prendre", {"regle": "alone"}),
    "add": ("/ajouter", {"cle": "c" * 32, **TYPED}),
    "change": (f"/action/{OWN_ID}", {"version": "", **TYPED}),
    "move": (f"/action/{OWN_ID}/deplacer", {"sens": "descendre"}),
    "remove": (f"/action/{OWN_ID}/retirer", {}),
}


@pytest.fixture
def followed(lead: Browser) -> Browser:
    """Alice, who follows two actions of her own."""
    add(lead)
    add(lead, "Réunir", "b" * 32)
    return lead


@pytest.fixture
def editor(followed: Browser, visitor: Browser) -> Browser:
    """Somebody who came by a link that lets them edit."""
    visitor.get(make(followed, droit="changer", duree="30"))
    visitor.id = followed.id
    return visitor


@pytest.fixture
def meanwhile(services: Services, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, End], None]:
    """Have something happen once the request was let in, before the service is called."""

    def put_before(verb: str, end: End) -> None:
        inner = getattr(services.following, verb)

        def late(*given: Any, **more: Any) -> Any:
            end()
            return inner(*given, **more)

        monkeypatch.setattr(services.following, verb, late)

    return put_before


def send(browser: Browser, services: Services, verb: str) -> Response:
    path, fields = VERBS[verb]
    one = services.following.of(services.assessments.load(browser.id)).find(OWN_ID)
    assert one is not None
    sent = {**fields, "version": str(one.version)} if "version" in fields else fields
    return post(browser, path, **sent)


def everything(browser: Browser, services: Services) -> object:
    view = services.assessments.load(browser.id)
    return view, services.following.of(view), services.following.history(view)


@pytest.mark.parametrize("how", ["revoked", "all revoked", "ended"])
@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_written_by_a_link_that_opens_nothing_any_more(
    editor: Browser,
    services: Services,
    clock: Clock,
    meanwhile: Callable[[str, End], None],
    verb: str,
    how: str,
) -> None:
    (share,) = services.sharing.shares_of(editor.id)
    ends: dict[str, End] = {
        "revoked": lambda: services.sharing.revoke(editor.id, share.id),
        "all revoked": lambda: services.sharing.revoke_all(editor.id),
        "ended": lambda: clock.advance(days=31),
    }
    before = everything(editor, services)
    if how == "ended":  # the visit lasts for 30 days: it is the link that is to end
        clock.advance(days=29)
        (opened,) = services.sharing.shares_of(editor.id)
        assert not opened.has_ended
        editor.get(f"{editor.base}/suivi")
        ends["ended"] = lambda: clock.advance(days=2)
    meanwhile(verb, ends[how])
    told = send(editor, services, verb)
    assert told.status_code == 404
    assert title(told) == "Page introuvable – Balises"
    assert "Un lien de partage révoqué, ou dont la date est passée, n’ouvre plus rien." in text(
        told
    )
    assert told.headers["HX-Push-Url"] == "false"
    assert everything(editor, services) == before


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_written_by_whom_only_a_link_to_read_is_left(
    followed: Browser,
    editor: Browser,
    services: Services,
    meanwhile: Callable[[str, End], None],
    verb: str,
) -> None:
    editor.get(make(followed, pour="Lecture seule"))
    (share,) = (one for one in services.sharing.shares_of(editor.id) if one.may_edit)
    before = everything(editor, services)
    meanwhile(verb, lambda: services.sharing.revoke(editor.id, share.id))
    told = send(editor, services, verb)
    assert told.status_code == 403
    assert title(told) == "Vous pouvez lire, pas changer – Balises"
    assert ("le bureau" in text(told)) == (verb in {"add", "change"})
    assert everything(editor, services) == before


@pytest.mark.parametrize("verb", ["add", "change"])
@pytest.mark.parametrize("is_late", [True, False])
def test_what_was_typed_is_shown_to_be_copied(
    editor: Browser,
    services: Services,
    meanwhile: Callable[[str, End], None],
    verb: str,
    is_late: bool,
) -> None:
    if is_late:
        meanwhile(verb, lambda: services.sharing.revoke_all(editor.id))
    else:
        services.sharing.revoke_all(editor.id)
    told = send(editor, services, verb)
    assert told.status_code == 404
    assert told.headers["Cache-Control"] == "no-store"
    said = text(told)
    assert "Ce que vous aviez écrit Rien n’en a été enregistré." in said
    for words in ("Appeler <b>l’école</b>", "le bureau", "Deux lettres", "Échéance 31 3 2027"):
        assert words in said
    assert "<b>l’école" not in told.text
    assert "Réessayer" not in said
    # A form that holds nothing has nothing to be copied, nor has an address of something else.
    assert "Ce que vous aviez écrit" not in text(post(editor, "/ajouter"))
    assert "Ce que vous aviez écrit" not in text(post(editor, "/prendre", do="Appeler"))


def test_a_change_says_the_link_that_still_lets_edit(
    followed: Browser,
    editor: Browser,
    services: Services,
    meanwhile: Callable[[str, End], None],
) -> None:
    editor.get(make(followed, pour="La consultante", droit="changer"))
    (first,) = (one for one in services.sharing.shares_of(editor.id) if one.label == LABEL)
    meanwhile("remove", lambda: services.sharing.revoke(editor.id, first.id))
    assert send(editor, services, "remove").status_code == 303
    last = services.following.history(services.assessments.load(editor.id))[0]
    assert last.by_whom == "La consultante"


@pytest.mark.parametrize("verb", [*VERBS, "clear_history", "carry"])
def test_a_browser_whose_whole_access_was_ended_writes_nothing(
    followed: Browser,
    new_browser: Callable[[], Browser],
    services: Services,
    meanwhile: Callable[[str, End], None],
    verb: str,
) -> None:
    left = services.visits.open_visit()
    meanwhile(
        verb,
        lambda: void(services.assessments.renew_secret(followed.id, keep_visit=left)),
    )
    before = everything(followed, services)
    paths = {"clear_history": "/historique/effacer", "carry": "/reprendre"}
    if verb in paths:
        told = post(followed, paths[verb])
    else:
        told = send(followed, services, verb)
    assert told.status_code == 404
    assert everything(followed, services) == before


def void(_: object) -> None:
    """Drop what a function returns."""
