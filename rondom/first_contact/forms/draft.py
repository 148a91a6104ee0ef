"""What a page says about the draft that it shows."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from rondom.first_contact.typed import KEY, PAGE, TURN, VERSION, Typed, content_of

_MOST = 2_000_000_000  # as a column holds


class DraftForm(forms.Form):
    """Which draft, and on which version of it, page and turn this was typed."""

    def __init__(self, data: QueryDict, key: UUID | None = None) -> None:
        super().__init__({**data.dict(), KEY: str(key)} if key else data)
        self.sent = data
        self.fields = {
            KEY: forms.UUIDField(),
            VERSION: forms.IntegerField(min_value=0, max_value=_MOST),
            PAGE: forms.UUIDField(),
            TURN: forms.IntegerField(min_value=0, max_value=_MOST),
        }

    def typed(self, **more: Any) -> Typed | None:
        """What was typed, on which draft; None when the page did not say."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        return Typed(said[KEY], said[VERSION], said[PAGE], said[TURN], content_of(self.sent), **more)
