"""Cookies that no other host can set or read."""

from django.contrib.messages.storage.cookie import CookieStorage


class HostMessages(CookieStorage):
    """Sentences for the next page, in a cookie bound to this very host; over TLS only."""

    cookie_name = "__Host-messages"
