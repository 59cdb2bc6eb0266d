from __future__ import annotations

import logging

import pytest

from app.web.access_log import HideSecrets, hide, install


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("/r/AbCdEf0123456789_-AbCd", "/r/…"),
        ("/r/secret?x=1", "/r/…?x=1"),
        ("/en/p/AbCdEf0123456789_-AbCd", "/en/p/…"),
        (
            f"/diagnostic/{'0a' * 16}/partages/{'0b' * 16}/revoquer",
            "/diagnostic/…/partages/…/revoquer",
        ),
        ('"GET /r/secret HTTP/1.1" 303', '"GET /r/… HTTP/1.1" 303'),
        ("/rappels/confirmer/AbCdEf0123456789_-AbCd", "/rappels/confirmer/…"),
        (
            '"POST /en/rappels/arreter/secret HTTP/1.1" 200',
            '"POST /en/rappels/arreter/… HTTP/1.1" 200',
        ),
        ("/diagnostic/0123", "/diagnostic/0123"),
        (f"/diagnostic/{'0a' * 16}/question/x", "/diagnostic/…/question/x"),
        (f"/api/v1/assessments/{'0a' * 16}/answers", "/api/v1/assessments/…/answers"),
        (
            f"GET /diagnostic/{'0' * 32}/suivi/action/{'a1' * 16}?geste=monter&action={'b2' * 16}",
            "GET /diagnostic/…/suivi/action/…?geste=monter&action=…",
        ),
    ],
)
def test_secrets_are_hidden(line: str, kept: str) -> None:
    assert hide(line) == kept


def test_uvicorn_lines_are_filtered() -> None:
    args = ("127.0.0.1:1", "GET", "/r/very-secret", "1.1", 303)
    record = logging.LogRecord("x", 20, "", 0, '%s - "%s %s HTTP/%s" %d', args, None)
    assert HideSecrets().filter(record)
    assert "very-secret" not in record.getMessage()
    assert "127.0.0.1" not in record.getMessage()
    assert record.getMessage().endswith('"GET /r/… HTTP/1.1" 303')


def test_installing_twice_filters_once() -> None:
    install()
    install()
    filters = logging.getLogger("uvicorn.access").filters
    assert sum(isinstance(one, HideSecrets) for one in filters) == 1
