"""Secrets, tokens, ids and references: how they are made and how they are kept (hashed)."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import uuid

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ID = re.compile(r"[0-9a-f]{32}")
_KEY = re.compile(r"[A-Za-z0-9_-]{22,128}")


def new_id() -> str:
    """Return a random id of an assessment: 32 hexadecimal digits (UUID 4)."""
    return uuid.uuid4().hex


def is_id(text: str) -> bool:
    """Whether the text has the form of an id."""
    return _ID.fullmatch(text) is not None


def new_reference() -> str:
    """Return a short reference that people can spell, such as ``BAL-7K3M-Q2XD`` (40 bits).

    It names an assessment to the person who holds it; it opens nothing.
    """
    code = "".join(secrets.choice(_CROCKFORD) for _ in range(8))
    return f"BAL-{code[:4]}-{code[4:]}"


def new_secret() -> str:
    """Return a new secret of 128 bits, 22 URL-safe characters."""
    return secrets.token_urlsafe(16)


def is_key(text: str) -> bool:
    """Whether an idempotency key can be as hard to guess as a secret must be."""
    return _KEY.fullmatch(text) is not None and len(set(text)) >= 8


def digest(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256, 64 hexadecimal digits.

    The secrets have 128 random bits, so that neither salt nor slow hashing adds anything.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_same(first: str, second: str) -> bool:
    """Whether two digests are equal, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(first.encode(), second.encode())
