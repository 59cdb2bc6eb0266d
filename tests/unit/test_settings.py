"""Settings come from the environment, cannot change, and are safe as they are."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import ROOT, Settings


def test_the_defaults_serve_this_machine_alone_from_the_checkout() -> None:
    settings = Settings()
    assert settings.host == "127.0.0.1"
    assert settings.content == ROOT
    assert (ROOT / "pyproject.toml").is_file()
    assert settings.database_url == f"sqlite:///{ROOT}/var/balises.sqlite3"
    assert settings.base_url is None


def test_what_is_given_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALISES_PORT", "9001")
    monkeypatch.setenv("BALISES_CONTENT", "/srv/contenu")
    assert Settings().port == 9001
    assert Settings().content == Path("/srv/contenu")
    assert Settings(port=9002).port == 9002


def test_settings_are_frozen_and_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Settings.model_validate({"prot": 1})


@pytest.mark.parametrize(
    ("base_url", "asked", "expected"),
    [
        (None, None, False),
        ("http://localhost:8000", None, False),
        ("https://balises.example.org", None, True),
        ("https://balises.example.org", False, False),
        (None, True, True),
    ],
)
def test_cookies_are_secure_where_the_address_is(
    base_url: str | None, asked: bool | None, expected: bool
) -> None:
    assert Settings(base_url=base_url, secure_cookies=asked).cookies_are_secure is expected


@pytest.mark.parametrize("url", ["https://a.example/", "ftp://a.example", "a.example", ""])
def test_a_public_address_is_scheme_and_host_alone(url: str) -> None:
    with pytest.raises(ValidationError):
        Settings(base_url=url)


def test_a_database_of_another_kind_is_refused_without_repeating_its_password() -> None:
    with pytest.raises(ValidationError) as error:
        Settings(database_url="mysql://me:hunter2@db/balises")
    assert "hunter2" not in str(error.value)
    assert "hunter2" not in repr(Settings(database_url="postgresql://me:hunter2@db/balises"))


def test_a_moment_is_the_day_of_the_zone() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert Settings().day_of(late) == date(2026, 7, 1)
    assert Settings(timezone="America/Cayenne").day_of(late) == date(2026, 6, 30)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(ValidationError):
        Settings(timezone=zone)


def test_proxies_and_limits_are_read_from_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALISES_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.1")
    monkeypatch.setenv("BALISES_LIMIT_STARTS", "")
    settings = Settings()
    assert settings.trusted_proxies == ("10.0.0.0/8", "192.0.2.1")
    assert settings.limit_starts == ""
    assert Settings(trusted_proxies=("*",)).trusted_proxies == ("*",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("trusted_proxies", "nginx"),
        ("trusted_proxies", "10.0.0.0/33"),
        ("limit_pdfs", "many"),
        ("limit_guesses", "60 an hour or so"),
    ],
)
def test_a_proxy_or_limit_that_means_nothing_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({name: value})


@pytest.mark.parametrize(
    ("host", "base_url", "address"),
    [
        ("127.0.0.1", None, "http://127.0.0.1:8000"),
        ("::1", None, "http://[::1]:8000"),
        ("0.0.0.0", None, None),  # noqa: S104 - what a container listens on
        ("0.0.0.0", "https://balises.example", "https://balises.example"),  # noqa: S104
        ("127.0.0.1", "https://balises.example", "https://balises.example"),
    ],
)
def test_without_a_public_address_only_this_machine_knows_where_it_is(
    host: str, base_url: str | None, address: str | None
) -> None:
    settings = Settings(host=host, base_url=base_url)
    assert settings.public_address == address
    assert settings.can_remind is (address is not None)


def test_a_mail_server_needs_an_address_to_send_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BALISES_SMTP_HOST", "")
    assert Settings().smtp_host is None
    monkeypatch.setenv("BALISES_SMTP_HOST", "mail.example")
    monkeypatch.setenv("BALISES_SMTP_PASSWORD", "hunter2")
    with pytest.raises(ValidationError, match="mail_from") as error:
        Settings()
    assert "hunter2" not in str(error.value)
    for wrong in ("personne", "a b@phare.example", "a@phare.example\nBcc: x@evil.example", "a@b\n"):
        with pytest.raises(ValidationError):
            Settings(mail_from=wrong)
    settings = Settings(mail_from="bonjour@phare.example")
    assert settings.can_mail
    assert "hunter2" not in repr(settings)


def test_mails_can_be_done_without() -> None:
    settings = Settings.model_validate({"outbox": ""})
    assert not settings.can_mail
    assert not settings.can_remind
