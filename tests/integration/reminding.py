"""What tests of reminders do again and again: finish, ask, confirm, read what arrived."""

from __future__ import annotations

import re

from app.services.services import Services
from tests.integration.test_mailing import LINKS, TO
from tests.mail_server import MailServer


def completed(services: Services) -> str:
    """Return the id of a finished assessment."""
    id_ = services.assessments.start("association").assessment.id
    services.assessments.complete(id_)
    return id_


def body(server: MailServer, place: int = -1) -> str:
    """Return the plain text of a mail that arrived."""
    part = server.messages[place].get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def token_in(text: str, kind: str) -> str:
    """Return the token of a link of reminders in a mail."""
    found = re.search(rf"/rappels/{kind}/([\w-]+)", text)
    assert found, text
    return found[1]


def ask(services: Services, server: MailServer, id_: str, *months: int, address: str = TO) -> str:
    """Ask for reminders; return the token that confirms them."""
    services.reminders.ask(id_, address, months, LINKS)
    return token_in(body(server), "confirmer")


def confirmed(
    services: Services, server: MailServer, id_: str, *months: int, address: str = TO
) -> None:
    """Ask for reminders and confirm them."""
    assert services.reminders.confirm(ask(services, server, id_, *months, address=address))


def addresses_kept(services: Services) -> list[str | None]:
    """Return every address in the database."""
    from sqlalchemy import text

    with services.database.read() as connection:
        return [row[0] for row in connection.execute(text("SELECT address FROM reminder_request"))]
