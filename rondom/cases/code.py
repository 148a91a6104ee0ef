"""A case's code as people say and type it (sql/code.sql makes them)."""

from django.utils.translation import gettext_lazy as _

SIGNS = "23456789CDFGHJKMNPRTVWX"
_PLACES = 5
_DIGITS = {
    "2": _("two"), "3": _("three"), "4": _("four"), "5": _("five"),
    "6": _("six"), "7": _("seven"), "8": _("eight"), "9": _("nine"),
}  # fmt: skip


def clean(text: str) -> str:
    """The code someone typed, in its own form "R7K-42D"; empty when it cannot be one.

    Spaces, dashes and small letters do not matter; a wrong or swapped sign is found by the check sign.
    """
    typed = [sign for sign in text.upper() if sign.isalnum()]
    if len(typed) != _PLACES + 1 or any(sign not in SIGNS for sign in typed):
        return ""
    code = "".join(typed)
    if check_sign(code[:_PLACES]) != code[_PLACES]:
        return ""
    return f"{code[:3]}-{code[3:]}"


def check_sign(signs: str) -> str:
    """The sign after these that finds every wrong sign and every swap of neighbours, up to 22 of them."""
    weighed = sum(place * SIGNS.index(sign) for place, sign in enumerate(signs, start=1))
    return SIGNS[weighed % len(SIGNS)]


def looks_like(text: str) -> bool:
    """Whether someone meant to type a code: six letters or digits, right or wrong."""
    return len([sign for sign in text if sign.isalnum()]) == _PLACES + 1


def said(code: str) -> str:
    """The code as one says it over the phone: "R seven K, four two M"."""
    return ", ".join(" ".join(str(_DIGITS.get(sign, sign)) for sign in half) for half in code.split("-"))
