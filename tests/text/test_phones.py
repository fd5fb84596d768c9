"""A telephone number is dialled as it is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releases.text import phones
from releases.text.phones import NotAPhone, Phone


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("202-454-4680", Phone("+12024544680", "202-454-4680")),
        ("  (202)  454\u20114680 ", Phone("+12024544680", "(202) 454-4680")),
        ("202\u00a0454.4680", Phone("+12024544680", "202 454.4680")),
        ("2024544680", Phone("+12024544680", "2024544680")),
        ("1-202-454-4680", Phone("+12024544680", "1-202-454-4680")),
        ("+1 202 454 4680", Phone("+12024544680", "+1 202 454 4680")),
        ("+49 30 123456", Phone("+4930123456", "+49 30 123456")),
        ("+49 30/123456", Phone("+4930123456", "+49 30/123456")),
        ("２０２-454-4680", Phone("+12024544680", "202-454-4680")),
        ("202-454-4680 ext. 12", Phone("+12024544680", "202-454-4680 ext. 12", "12")),
        ("202-454-4680 x12", Phone("+12024544680", "202-454-4680 ext. 12", "12")),
        ("202-454-4680, Extension 007", Phone("+12024544680", "202-454-4680 ext. 007", "007")),
        ("+12024544680;ext=12", Phone("+12024544680", "+12024544680 ext. 12", "12")),
    ],
)
def test_a_number_is_taken_as_it_is_written(typed: str, phone: Phone) -> None:
    assert phones.parse(typed) == phone


@pytest.mark.parametrize(
    ("typed", "uri"),
    [("202-454-4680", "tel:+12024544680"), ("202-454-4680 ext. 12", "tel:+12024544680;ext=12")],
)
def test_the_link_dials_the_number_with_its_extension(typed: str, uri: str) -> None:
    assert phones.parse(typed).tel_uri == uri


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "There is no telephone number. Write it like 202-555-0100"),
        ("ext. 12", "There is no telephone number."),
        ("call the office", "There is no telephone number."),
        ("202-FAS-4680", "contains something that cannot be dialled."),
        ("202-454-4680 or 4681", "contains something that cannot be dialled."),
        ("202+454+4680", "contains something that cannot be dialled."),
        ("٢٠٢-454-4680", "contains something that cannot be dialled."),
        ("454-4680", "has 7 digits; a number without + has ten."),
        ("202-454-46800", "has 11 digits; a number without + has ten."),
        ("+1234567890123456", "has 16 digits; no number has more than 15."),
        ("+49 30", "is not complete"),
        ("+0 202 454 4680", "is not complete"),
        ("102-454-4680", "is no number of the United States or Canada"),
        ("+1 202 154 4680", "is no number of the United States or Canada"),
        ("+1 202 454 468", "is no number of the United States or Canada"),
        ("202-454-4680 ext. 12345678", "contains something that cannot be dialled."),
    ],
)
def test_what_cannot_be_dialled_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(NotAPhone) as refusal:
        phones.parse(typed)

    assert sentence in str(refusal.value)


@given(st.text("+0123456789 -()./x,", max_size=24) | st.text(max_size=20))
@settings(max_examples=200)
def test_a_number_that_is_taken_stays_the_same_when_it_is_saved_again(typed: str) -> None:
    try:
        phone = phones.parse(typed)
    except NotAPhone:
        return

    assert phones.parse(phone.text) == phone
