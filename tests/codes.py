"""The code app of a test."""

import time

from allauth.mfa.totp.internal import auth


def code(secret, steps=0):
    """What an app with this secret shows now, or some half minutes later."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + steps))
