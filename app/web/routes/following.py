"""Following a roadmap: taking up its actions, saying how they go and in which order."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.follow_up import FollowUpFull, InvalidDetails, Undertaking
from app.locale.speech import current_language
from app.services import secrets
from app.services.errors import (
    ActionNotProposed,
    AssessmentNotCompleted,
    FollowUpConflict,
    UndertakingNotFound,
)
from app.services.follow_up_writing import Author
from app.services.following import Following
from app.services.services import Services
from app.services.sharing import RoadmapAccess
from app.services.views import AssessmentView
from app.web import follow_up_forms, follow_up_pages, forms, urls
from app.web.access import Assessment, RoadmapToEdit, RoadmapToRead, VisitOf
from app.web.dependencies import FormOf, PagesOf, ServicesOf, SettingsOf
from app.web.follow_up_contexts import ClearHistoryPage
from app.web.follow_up_forms import FieldError, GivenDetails, read_details
from app.web.follow_up_pages import DOWN, UP
from app.web.share_pages import SharedBanner, shared_banner

router = APIRouter(prefix="/diagnostic/{assessment_id}/suivi")

KEEP_PLACE = {"HX-Push-Url": "false"}
"""Tells htmx that the address has not changed."""
NO_STORE = {"Cache-Control": "no-store"}
STEPS = {UP: -1, DOWN: 1}


@router.get("")
def show_follow_up(
    request: Request,
    follower: RoadmapToRead,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
    geste: str = "",
    action: str = "",
) -> Response:
    """Show what is followed, and what could be; a draft that is not followed is checked first."""
    view = follower.view
    follow_up = services.following.of(view)
    if not view.is_completed and not follow_up:
        return _unfinished(view)
    page = follow_up_pages.follow_up_page(
        follower,
        follow_up,
        services.reporting.actions_of(view, current_language()),
        settings.day_of(services.clock()),
        to_carry=_to_carry(services, follower),
        banner=_banner(services, follower),
        gesture=geste,
        about=action,
    )
    return pages.render(request, "pages/follow_up.html", page, headers=NO_STORE)


@router.post("/prendre")
def take_up(leader: RoadmapToEdit, form: FormOf, services: ServicesOf) -> Response:
    """Take up an action of the roadmap."""
    view = leader.view
    try:
        taken = services.following.take_up(view.id, forms.field(form, "regle"), by=leader.by)
    except AssessmentNotCompleted:
        return _unfinished(view)
    except ActionNotProposed:
        return _back(view, "ailleurs")
    except FollowUpFull:
        return _back(view, "plein")
    return _back(view, "prise", taken.id)


@router.post("/reprendre")
def carry(view: Assessment, visit: VisitOf, services: ServicesOf) -> Response:
    """Copy what is under way in the assessment that this one repeats, which is not shared."""
    try:
        services.following.carry(view.id, by=services.visits.holder_of(visit, view.id))
    except AssessmentNotCompleted:
        return _unfinished(view)
    except FollowUpFull as error:
        return _back(view, "texte" if error.is_text else "plein")
    return _back(view, "reprise")


@router.get("/ajouter")
def show_new(
    request: Request, leader: RoadmapToEdit, services: ServicesOf, pages: PagesOf
) -> Response:
    """Show the form of an action of one's own."""
    if not leader.view.is_completed and not services.following.of(leader.view):
        return _unfinished(leader.view)
    page = follow_up_pages.new_page(leader.view, secrets.new_id())
    return pages.render(request, "pages/follow_up_details.html", page)


@router.post("/ajouter")
def add(
    request: Request, leader: RoadmapToEdit, form: FormOf, services: ServicesOf, pages: PagesOf
) -> Response:
    """Add an action of one's own; pressing twice adds one."""
    view, given, id_ = leader.view, read_details(form), forms.field(form, "cle")
    errors = _unexplained(given)
    if not errors:
        try:
            added = services.following.add(view.id, given.raw, by=leader.by, id_=id_)
            return _back(view, "ajout", added.id)
        except AssessmentNotCompleted:
            return _unfinished(view)
        except InvalidDetails as error:
            errors = follow_up_forms.errors_of(error.problems, given)
        except FollowUpFull as error:
            errors = (follow_up_forms.full(error),)
    page = follow_up_pages.new_page(view, id_ or secrets.new_id(), given, errors=errors)
    template = "pages/follow_up_details.html"
    return pages.render(request, template, page, status=422, headers=KEEP_PLACE)


@router.get("/historique")
def show_history(
    request: Request,
    follower: RoadmapToRead,
    services: ServicesOf,
    settings: SettingsOf,
    pages: PagesOf,
) -> Response:
    """Show who changed what, when."""
    history = services.following.history(follower.view)
    page = follow_up_pages.history_page(follower, history, settings)
    return pages.render(request, "pages/follow_up_history.html", page, headers=NO_STORE)


@router.get("/historique/effacer")
def show_clearing(request: Request, holder: Assessment, pages: PagesOf) -> Response:
    """Ask before the history is erased."""
    history = urls.follow_up_history(holder.id)
    page = ClearHistoryPage(action=f"{history}/effacer", back_url=history)
    return pages.render(request, "pages/follow_up_clear.html", page)


@router.post("/historique/effacer")
def clear_history(holder: Assessment, visit: VisitOf, services: ServicesOf) -> Response:
    """Erase the history: the holder of the whole assessment alone may."""
    with suppress(AssessmentNotCompleted):
        by = services.visits.holder_of(visit, holder.id)
        services.following.clear_history(holder.id, by=by)
    return RedirectResponse(urls.follow_up_history(holder.id), status_code=303)


@router.get("/action/{undertaking_id}")
def show_undertaking(
    request: Request,
    leader: RoadmapToEdit,
    undertaking_id: str,
    services: ServicesOf,
    pages: PagesOf,
) -> Response:
    """Show the form of an action that is followed."""
    one = services.following.of(leader.view).find(undertaking_id)
    if one is None:
        raise UndertakingNotFound
    page = follow_up_pages.details_page(leader.view, one)
    return pages.render(request, "pages/follow_up_details.html", page, headers=NO_STORE)


@router.post("/action/{undertaking_id}")
def change(
    request: Request,
    leader: RoadmapToEdit,
    undertaking_id: str,
    form: FormOf,
    services: ServicesOf,
    pages: PagesOf,
) -> Response:
    """Save what is said of an action, unless it was changed elsewhere in the meantime."""
    view, given, version = leader.view, read_details(form), forms.read_version(form)
    template = "pages/follow_up_details.html"
    try:
        errors = _change(services.following, view, undertaking_id, given, version, leader.by)
    except AssessmentNotCompleted:
        return _unfinished(view)
    except UndertakingNotFound:
        # Removed elsewhere: what was typed is not lost.
        again = follow_up_pages.new_page(view, secrets.new_id(), given, is_again=True)
        return pages.render(request, template, again, status=409, headers=KEEP_PLACE)
    except FollowUpConflict as conflict:
        one = _find(services.following, view, undertaking_id)
        one = replace(one, version=conflict.current_version)
        both = follow_up_pages.conflict_page(view, one, given, conflict.yours, conflict.theirs)
        template = "pages/follow_up_conflict.html"
        return pages.render(request, template, both, status=409, headers=KEEP_PLACE)
    if not errors:
        return _back(view, "change", undertaking_id)
    one = _find(services.following, view, undertaking_id)
    page = follow_up_pages.details_page(view, one, given=given, version=version, errors=errors)
    return pages.render(request, template, page, status=422, headers=KEEP_PLACE)


@router.post("/action/{undertaking_id}/deplacer")
def move(
    leader: RoadmapToEdit, undertaking_id: str, form: FormOf, services: ServicesOf
) -> Response:
    """Move an action one place up or down."""
    way = forms.field(form, "sens")
    if way not in STEPS:
        return _back(leader.view)
    try:
        services.following.move(leader.view.id, undertaking_id, STEPS[way], by=leader.by)
    except (UndertakingNotFound, AssessmentNotCompleted):
        return _back(leader.view)
    return _back(leader.view, way, undertaking_id)


@router.get("/action/{undertaking_id}/retirer")
def show_removal(
    request: Request,
    leader: RoadmapToEdit,
    undertaking_id: str,
    services: ServicesOf,
    pages: PagesOf,
) -> Response:
    """Ask before an action is taken out."""
    one = services.following.of(leader.view).find(undertaking_id)
    if one is None:
        return _back(leader.view)
    page = follow_up_pages.remove_page(leader.view, one)
    return pages.render(request, "pages/follow_up_remove.html", page, headers=NO_STORE)


@router.post("/action/{undertaking_id}/retirer")
def remove(leader: RoadmapToEdit, undertaking_id: str, services: ServicesOf) -> Response:
    """Take an action out of the follow-up."""
    try:
        services.following.remove(leader.view.id, undertaking_id, by=leader.by)
    except (UndertakingNotFound, AssessmentNotCompleted):
        return _back(leader.view)
    return _back(leader.view, "retrait")


def _change(
    following: Following,
    view: AssessmentView,
    undertaking_id: str,
    given: GivenDetails,
    version: int,
    by: Author,
) -> tuple[FieldError, ...]:
    """Save, and return what is wrong if it could not be."""
    if errors := _unexplained(given):
        return errors
    try:
        following.change(view.id, undertaking_id, given.raw, version, by=by)
    except InvalidDetails as error:
        return follow_up_forms.errors_of(error.problems, given)
    except FollowUpFull as error:
        return (follow_up_forms.full(error),)
    return ()


def _find(following: Following, view: AssessmentView, undertaking_id: str) -> Undertaking:
    one = following.of(view).find(undertaking_id)
    if one is None:
        raise UndertakingNotFound
    return one


def _unexplained(given: GivenDetails) -> tuple[FieldError, ...]:
    return (follow_up_forms.unexplained(),) if given.is_unexplained else ()


def _to_carry(services: Services, follower: RoadmapAccess) -> int:
    """Return how much of an earlier assessment could be carried: for the owner, who saw that."""
    if not follower.is_owner or not follower.view.is_completed:
        return 0
    return len(services.following.to_carry(follower.view))


def _banner(services: Services, follower: RoadmapAccess) -> SharedBanner | None:
    """Return what whoever came by a share link is told."""
    if follower.is_owner:
        return None
    summary = services.reporting.summary_of(follower.view, current_language())
    return shared_banner(follower, summary, services.settings)


def _back(view: AssessmentView, gesture: str = "", about: str = "") -> Response:
    return RedirectResponse(urls.follow_up(view.id, gesture, about), status_code=303)


def _unfinished(view: AssessmentView) -> Response:
    return RedirectResponse(urls.check(view.id), status_code=303)
