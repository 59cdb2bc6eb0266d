"""What routes are given: the services, the renderer, the visit of this browser, the form sent.

Must not decide who may see what (see ``access``), nor hold state of its own.
"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.datastructures import FormData

from app.services.services import Services
from app.settings import Settings
from app.web.rendering import Pages


def get_services(request: Request) -> Services:
    """Return the services that ``create_app`` built."""
    return cast(Services, request.app.state.services)


def get_settings(request: Request) -> Settings:
    """Return the settings that ``create_app`` was given."""
    return cast(Settings, request.app.state.settings)


def get_pages(request: Request) -> Pages:
    """Return the renderer of pages."""
    return cast(Pages, request.app.state.pages)


# As dependencies these are asynchronous, so that no thread is woken up to read an attribute: with
# sixteen people answering at once, the hops cost more than the answers.


async def _services(request: Request) -> Services:
    return get_services(request)


async def _settings(request: Request) -> Settings:
    return get_settings(request)


async def _pages(request: Request) -> Pages:
    return get_pages(request)


async def read_form(request: Request) -> FormData:
    """Return the fields of the form sent; reading them is all that is asynchronous in a route."""
    return await request.form(max_files=0, max_fields=60)


ServicesOf = Annotated[Services, Depends(_services)]
SettingsOf = Annotated[Settings, Depends(_settings)]
PagesOf = Annotated[Pages, Depends(_pages)]
FormOf = Annotated[FormData, Depends(read_form)]
