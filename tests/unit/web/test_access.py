from __future__ import annotations

from fastapi import APIRouter, FastAPI

from app.web.access import PUBLIC, routes_without_rule


def test_a_route_without_a_rule_is_found() -> None:
    router = APIRouter(prefix="/open")

    @router.get("/door")
    def door() -> str:
        return "come in"

    public = APIRouter(dependencies=[PUBLIC])

    @public.get("/street")
    def street() -> str:
        return "walk by"

    app = FastAPI(openapi_url=None)
    app.include_router(router)
    app.include_router(public)
    assert list(routes_without_rule(app)) == ["/open/door"]
