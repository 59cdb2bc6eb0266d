"""A route of the JSON interface: reads JSON strictly and answers every error as a problem."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from app.domain.strict_json import read_strictly
from app.web import problems

_log = logging.getLogger(__name__)


class StrictRequest(Request):
    """A request whose JSON can be kept: finite numbers, whole characters, reasonable depth."""

    async def json(self) -> Any:
        """Return the body.

        Raises:
            json.JSONDecodeError: if it is not JSON, or JSON that could not be kept and given back.
        """
        if not hasattr(self, "_json"):
            body = await self.body()
            try:
                self._json = read_strictly(body)
            except ValueError:
                raise json.JSONDecodeError("refused", "", 0) from None
        return self._json


class JsonRoute(APIRoute):
    """A route that answers every error as problem details (RFC 9457)."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        takes_body = self.body_field is not None

        async def handle_json(request: Request) -> Response:
            try:
                if takes_body and not _is_json(request.headers.get("content-type", "")):
                    raise problems.wrong_media_type()
                return await handle(StrictRequest(request.scope, request.receive))
            except Exception as error:
                problem = problems.problem_of(error)
                if problem is None:
                    _log.exception("unforeseen error")
                    problem = problems.unforeseen()
                return problem.response()

        return handle_json


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"
