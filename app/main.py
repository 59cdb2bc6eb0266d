"""The only wiring: settings in, a web application out. Must hold no behaviour of its own."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.content.remembered import remembered_library
from app.report.pdf import PdfRenderer
from app.report.templates import make_environment
from app.services.exporting import KINDS
from app.services.retention import finish_erasing, purge_daily
from app.services.services import Services
from app.settings import Settings
from app.store.database import Database
from app.web import access_log, errors, urls
from app.web.api_words import FROM_RECORD
from app.web.assets import Assets
from app.web.languages import SpeakLanguage
from app.web.limits import LimitBody
from app.web.links import own_links
from app.web.rate_limits import RateLimits
from app.web.rendering import Pages, Site
from app.web.routes import (
    api,
    assessments,
    carrying,
    exports,
    following,
    home,
    information,
    mailing,
    own_data,
    papers,
    preview,
    questions,
    reminders,
    restoring,
    results,
    sharing,
    visits,
    working,
)
from app.web.security import RefuseForeignForms, SecurityHeaders
from app.web.uploads import ENVELOPE
from app.web.workbench import bench_of

_ROUTES = (
    home,
    questions,
    assessments,
    carrying,
    exports,
    following,
    own_data,
    mailing,
    reminders,
    results,
    working,
    sharing,
    visits,
    restoring,
    papers,
    information,
    preview,
    api,
)


def build_services(settings: Settings) -> Services:
    """Return the services of one process; the database must have been migrated."""
    database, pdf = Database(settings.database_url), PdfRenderer(settings)
    if settings.reload:
        from app.content.live import LiveLibrary  # reads YAML at once: only authors wait for it

        live = LiveLibrary(settings.content)
        return Services(settings, database, live, pdf, workbench=live)
    return Services(settings, database, remembered_library(settings.content, settings.cache), pdf)


def create_app(settings: Settings, services: Services | None = None) -> FastAPI:
    """Return the application; it closes its services when it stops."""
    services = services or build_services(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        access_log.install()
        # The content stays for good: no collection need walk through it again.
        gc.collect()
        gc.freeze()
        if services.workbench is not None:
            services.workbench.follow()
        housekeeping = [
            asyncio.create_task(purge_daily(services, addresses=own_links(settings))),
            asyncio.create_task(finish_erasing(services)),
        ]
        yield
        for task in housekeeping:
            task.cancel()
        gc.unfreeze()
        services.close()

    app = FastAPI(
        title="Balises",
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Outermost first: what an inner one answers still gets the headers of the outer ones.
        middleware=[
            Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies)),
            Middleware(SpeakLanguage),
            Middleware(
                SecurityHeaders,
                is_secure=settings.cookies_are_secure,
                embed_hosts=settings.embed_hosts,
            ),
            Middleware(
                GZipMiddleware,
                minimum_size=600,
                compresslevel=5,
                # Compressed already, and its tag is that of these bytes.
                exclude_content_types=(
                    *DEFAULT_EXCLUDED_CONTENT_TYPES,
                    "application/pdf",
                    KINDS["xlsx"].media_type,
                ),
            ),
            Middleware(
                RefuseForeignForms,
                base_url=settings.base_url,
                refuse=errors.refuse_foreign,
                is_open=urls.is_one_click,
            ),
            Middleware(errors.CatchErrors),
            Middleware(RateLimits, settings=settings),
            Middleware(
                LimitBody,
                limit=settings.max_body_bytes,
                larger={
                    urls.RESTORE: settings.max_upload_bytes + ENVELOPE,
                    FROM_RECORD: settings.max_upload_bytes,
                },
            ),
        ],
    )
    assets = Assets()
    app.state.settings = settings
    app.state.services = services
    app.state.pages = Pages(
        make_environment(),
        assets,
        Site(
            operator=settings.operator_name,
            reminds=settings.can_remind,
        ),
        lambda: None if services.workbench is None else bench_of(services.workbench.reading),
    )
    errors.install(app)
    for module in _ROUTES:
        app.include_router(module.router)
    app.mount("/static", assets)
    return app
