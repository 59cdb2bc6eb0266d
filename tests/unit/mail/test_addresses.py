"""What can be an address is taken, what cannot is refused with a word on what to mend."""

from __future__ import annotations

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.locale.speech import speaking
from app.mail.addresses import BadAddress, parse_address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("claire@rives.example", "claire@rives.example"),
        ("  Claire.Petit+lien@Rives.Example \n", "Claire.Petit+lien@rives.example"),
        ("o'neil@mail.rives.example", "o'neil@mail.rives.example"),
        ("contact@forêt.example", "contact@xn--fort-ipa.example"),
        (f"{'a' * 64}@rives.example", f"{'a' * 64}@rives.example"),
    ],
)
def test_addresses_that_people_have_are_taken(typed: str, address: str) -> None:
    assert parse_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Écrivez l’adresse"),
        ("   ", "Écrivez l’adresse"),
        ("claire", "Il manque le signe @"),
        ("claire@", "Ce qui suit le signe @"),
        ("@rives.example", "Ce qui précède le signe @"),
        ("claire@rives", "Ce qui suit le signe @"),
        ("claire@rives..example", "Ce qui suit le signe @"),
        ("claire@-rives.example", "Ce qui suit le signe @"),
        ("claire@127.0.0.1", "Ce qui suit le signe @"),
        ("claire@[127.0.0.1]", "Ce qui suit le signe @"),
        ("é@rives.example", "Ce qui précède le signe @"),
        (".claire@rives.example", "Ce qui précède le signe @"),
        ('"claire"@rives.example', "Ce qui précède le signe @"),
        ("Claire <claire@rives.example>", "ne contient pas d’espace"),
        ("a@rives.example,b@rives.example", "ne contient pas d’espace"),
        ("a@b@rives.example", "ne contient pas d’espace"),
        ("a@rives.example\nBcc: b@rives.example", "ne contient pas d’espace"),
        ("a@rives.example\r\nX: y", "ne contient pas d’espace"),
        ("a\x00@rives.example", "ne contient pas d’espace"),
        (f"{'a' * 65}@rives.example", "Ce qui précède le signe @"),
        (f"a@{'b' * 250}.example", "trop longue"),
    ],
)
def test_the_others_are_refused_with_what_to_mend(typed: str, words: str) -> None:
    with pytest.raises(BadAddress, match=words):
        parse_address(typed)


def test_the_words_are_in_the_language_spoken() -> None:
    with speaking("en"), pytest.raises(BadAddress, match="The @ sign is missing"):
        parse_address("claire")


@given(
    st.text(max_size=60)
    | st.from_regex(r"[a-z\r\n\0 <>,;:\"]{1,9}@[a-zé.\r\n-]{1,12}", fullmatch=True)
)
def test_whatever_is_taken_can_stand_in_a_header(typed: str) -> None:
    try:
        address = parse_address(typed)
    except BadAddress:
        return
    assert address.isascii()
    assert address.isprintable()
    assert str(Address(addr_spec=address)) == address
    assert parse_address(address) == address
