"""Addresses that readers type."""

import pytest

from releases.text.mailboxes import Mailbox, NotAMailbox, mailbox


@pytest.mark.parametrize(
    ("typed", "address", "key", "limit_key"),
    [
        ("ana@example.org", "ana@example.org", "ana@example.org", "ana@example.org"),
        (" Ana.Ruiz@Example.ORG\t", "Ana.Ruiz@example.org", "ana.ruiz@example.org", "ana.ruiz@example.org"),
        ("Ana+Press@example.org", "Ana+Press@example.org", "ana+press@example.org", "ana@example.org"),
        ("ana+a+b@example.org", "ana+a+b@example.org", "ana+a+b@example.org", "ana@example.org"),
        ("+ana@example.org", "+ana@example.org", "+ana@example.org", "+ana@example.org"),
        ("o'neil@example.org", "o'neil@example.org", "o'neil@example.org", "o'neil@example.org"),
        ("a@bücher.example", "a@xn--bcher-kva.example", "a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        ("a@example。org", "a@example.org", "a@example.org", "a@example.org"),
    ],
)
def test_an_address_has_one_spelling_for_each_use(typed, address, key, limit_key):
    assert mailbox(typed) == Mailbox(address, key, limit_key)


@pytest.mark.parametrize(
    "typed",
    [
        "", "ana", "@example.org", "ana@", "ana@example", "ana@@example.org", "a@b@example.org", "ana@-x.org",
        "ana@example..org", "ana@.org", "ana@example.org.", ".ana@example.org", "ana.@example.org",
        "a..b@example.org", "ana ruiz@example.org", '"ana"@example.org', "Ana <ana@example.org>",
        "ana@example.org, b@example.org", "ana@[127.0.0.1]", "ana@127.0.0.1", "ana@example.org\nBcc: x@y.org",
        "ana\r\n@example.org", "ana@exa\nmple.org", "ana@example.org\x00", "ána@example.org",
        "ana@straße.example",
        "a" * 65 + "@example.org", "a@" + "b" * 64 + ".org", "a@" + "b." * 130 + "org", "ana@exa_mple.org",
        "ana@ex℀mple.org", "\ud800@example.org", "ana@\ud800.org", "ana%0a@example.org\u2028",
        "ana@example.org;",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_a_sentence(typed):
    with pytest.raises(NotAMailbox) as refusal:
        mailbox(typed)

    assert str(refusal.value).endswith((".", "?"))
