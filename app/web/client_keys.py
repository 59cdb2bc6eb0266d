"""Tells the clients of a service apart without knowing who they are; must not keep an address.

An address is made a keyed hash at once. The key is drawn at random, lives in memory alone, and is
drawn anew every day: nothing that is kept, written or dumped leads back to an address.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

DAY = 24 * 3600
"""Seconds after which the same address gets another key."""


class ClientKeys:
    """Makes keys of addresses."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Draw a salt; ``clock`` returns seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._salt = secrets.token_bytes(32)
        self._drawn = clock()

    def of(self, address: str) -> str:
        """Return the key of an address: 32 hexadecimal digits, the same for a day."""
        with self._lock:
            if self._clock() - self._drawn >= DAY:
                self._salt, self._drawn = secrets.token_bytes(32), self._clock()
            salt = self._salt
        return hashlib.blake2b(household(address).encode(), key=salt, digest_size=16).hexdigest()


def household(address: str) -> str:
    """Return what one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 one."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return f"{int(known) >> 64:x}"
