"""What Slack itself says about a field before it submits the form ("Input block", "Block elements")."""

import re
from decimal import Decimal

from playground import limits
from playground.checks import is_number
from playground.inputs import held
from playground.shapes import Payload

_FORMS = {
    "url_text_input": (re.compile(r"https?://[^\s/]+\S*"), "Please enter a valid URL."),
    "email_text_input": (re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"), "Please enter a valid email address."),
}


def complaint(block: Payload, value: Payload) -> str | None:
    """Say what is wrong with the content of a field, if anything is."""
    content, element = held(value), block["element"]
    if not content:
        return None if block.get("optional") else "Please complete this required field."
    if element["type"] == "number_input":
        return _number(element, content)
    if element["type"] in _FORMS:
        form, words = _FORMS[element["type"]]
        return None if form.fullmatch(content) else words
    return _length(element, content) if element["type"] == "plain_text_input" else None


def _length(element: Payload, content: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", limits.INPUT_LENGTH)
    if len(content) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(content) > most else None


def _number(element: Payload, content: str) -> str | None:
    if not is_number(content, decimal=element["is_decimal_allowed"]):
        return "Please enter a number." if element["is_decimal_allowed"] else "Please enter a whole number."
    number, least, most = Decimal(content), element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(least):
        return f"Please enter {least} or more."
    if most is not None and number > Decimal(most):
        return f"Please enter {most} or less."
    return None
