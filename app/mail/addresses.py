"""Says whether what somebody typed can be a mail address; must not ask any server.

Only the forms that every mail server takes: RFC 5321's dot-string before the @, and a domain name,
which may have accents (it is sent as IDNA). Quoted names, comments and routes are refused: nobody
types them, and they are how headers are forged.
"""

from __future__ import annotations

import re

from app.locale.speech import gettext, mark

LONGEST = 254
"""Characters of an address that a server must take (RFC 5321, 4.5.3.1.3, less the brackets)."""
_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

MISSING = mark("Écrivez l’adresse à laquelle envoyer le message.")
NO_AT = mark("Il manque le signe @, comme dans prenom@exemple.fr.")
SPACE = mark("Une adresse ne contient pas d’espace. Écrivez-en une seule.")
LOCAL = mark(
    "Ce qui précède le signe @ ne convient pas\u00a0: des lettres sans accent, des chiffres, des "
    "points entre deux lettres."
)
DOMAIN = mark("Ce qui suit le signe @ ne convient pas, comme exemple.fr dans prenom@exemple.fr.")
TOO_LONG = mark("Cette adresse est trop longue\u00a0: 254\u00a0caractères au plus.")


class BadAddress(ValueError):
    """What was typed is no address; the message says why, in the language spoken."""


def parse_address(typed: str) -> str:
    """Return the address in ASCII, its domain in lower case.

    Raises:
        BadAddress: with a sentence that says what to mend.
    """
    text = typed.strip()
    if not text:
        raise BadAddress(gettext(MISSING))
    if re.search(r"[\s,;\x00-\x1f\x7f]", text):
        raise BadAddress(gettext(SPACE))
    signs = text.count("@")
    if signs != 1:
        raise BadAddress(gettext(SPACE if signs else NO_AT))
    if len(text) > LONGEST:
        raise BadAddress(gettext(TOO_LONG))
    local, _, domain = text.partition("@")
    if len(local) > _LONGEST_LOCAL or _LOCAL.fullmatch(local) is None:
        raise BadAddress(gettext(LOCAL))
    address = f"{local}@{_ascii_domain(domain)}"
    if len(address) > LONGEST:
        raise BadAddress(gettext(TOO_LONG))
    return address


def _ascii_domain(domain: str) -> str:
    try:
        found = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        found = ""
    labels = found.split(".")
    is_name = all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    if not is_name or len(labels) < 2 or len(labels[-1]) < 2:
        raise BadAddress(gettext(DOMAIN))
    return found
