"""``migrate``, ``purge``, ``remind`` and ``serve``: running the service."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.check import text_of
from app.cli.console import FAULTY, MISUSE, CommandError, Console

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from app.settings import Settings

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="ADRESSE",
        help="sqlite:///CHEMIN ou postgresql://… (sinon BALISES_DATABASE_URL).",
        show_default=False,
    ),
]


def migrate(database: Database = None) -> None:
    """Bring the database to the tables of this version."""
    from app.store.migrate import upgrade

    upgrade(read_settings(database_url=database).database_url)
    typer.echo("La base de données est à jour.")


def purge(context: typer.Context, database: Database = None) -> None:
    """Erase what is kept no longer."""
    from app.main import build_services
    from app.services.retention import purge as purge_services
    from app.store.migrate import check_current

    console: Console = context.obj
    settings = read_settings(database_url=database, content=console.content)
    check_current(settings.database_url)
    services = build_services(settings)
    try:
        purged = purge_services(services)
    finally:
        services.close()
    typer.echo(f"{purged.assessments} diagnostic(s) et {purged.visits} visite(s) effacés.")


def remind(
    context: typer.Context,
    database: Database = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Compte ce qui partirait, sans rien envoyer."),
    ] = False,
) -> None:
    """Send the reminders that are due."""
    from app.main import build_services
    from app.store.migrate import check_current
    from app.web.links import own_links

    console: Console = context.obj
    settings = read_settings(database_url=database, content=console.content)
    check_current(settings.database_url)
    addresses = own_links(settings)
    if addresses is None:
        raise CommandError("Donnez BALISES_BASE_URL : les rappels contiennent des liens.", MISUSE)
    services = build_services(settings)
    try:
        if dry_run:
            typer.echo(f"{services.reminders.due()} rappel(s) à envoyer.")
            return
        done = services.reminders.send_due(addresses)
    finally:
        services.close()
    typer.echo(
        f"{done.sent} rappel(s) envoyés, {done.failed} à réessayer demain, "
        f"{done.dropped} abandonnés."
    )
    if done.failed or done.dropped:
        raise CommandError("Le serveur de courriel n’a pas tout pris.", FAULTY)


def serve(
    context: typer.Context,
    host: Annotated[
        str | None,
        typer.Option(metavar="ADRESSE", help="L'adresse où écouter.", show_default="127.0.0.1"),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, metavar="PORT", help="Le port où écouter.", show_default="8000"
        ),
    ] = None,
    database: Database = None,
) -> None:
    """Serve the sound pathways until stopped; print what is to be mended first."""
    import uvicorn

    from app.main import build_services, create_app
    from app.report.libraries import warn_if_missing
    from app.store.migrate import check_current

    console: Console = context.obj
    settings = read_settings(database_url=database, content=console.content, host=host, port=port)
    check_current(settings.database_url)
    services = build_services(settings)
    library = services.library
    if getattr(library, "findings", ()):
        typer.echo(text_of(library), err=True)  # type: ignore[arg-type]
    if not library.editions and services.workbench is None:
        services.close()
        raise CommandError("Aucun parcours ne peut être servi : corrigez les erreurs.", FAULTY)
    Thread(target=warn_if_missing, daemon=True).start()
    uvicorn.run(
        create_app(settings, services),
        host=settings.host,
        port=settings.port,
        workers=1,
        timeout_graceful_shutdown=3,
        server_header=False,
        access_log=settings.access_log,
        proxy_headers=False,  # the application reads them, from trusted proxies alone
    )


def read_settings(**given: Any) -> Settings:
    """Return the settings, the options given winning over the environment."""
    from pydantic import ValidationError

    from app.settings import Settings

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        names = ", ".join(
            f"BALISES_{name.upper()}"
            for detail in error.errors(include_url=False)
            for name in _settings_in(detail)
        )
        raise CommandError(
            f"Ce réglage ne convient pas : {names}. Voyez app/settings.py."
        ) from None


def _settings_in(detail: ErrorDetails) -> list[str]:
    """Return the settings that an error is about; one between several names them in its words."""
    from app.settings import Settings

    if detail["loc"]:
        return [str(detail["loc"][0])]
    return [name for name in Settings.model_fields if name in detail["msg"].split()]
