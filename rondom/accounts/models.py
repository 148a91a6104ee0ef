"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth import hashers
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import functions

from rondom.core.db import Noun
from rondom.core.sealed import seal, unseal


class UserManager(BaseUserManager["User"]):
    """Finds a user by the name they sign in with, case-insensitively."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(Noun, AbstractBaseUser):
    """A professional with an account. Rights come from memberships and grants, never from the account.

    `password` is the hash, sealed for this very account: read from the database it can be neither guessed at nor
    replaced by one that was made elsewhere.
    """

    password = models.CharField(max_length=255)
    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    signed_in_at = models.DateTimeField(null=True)
    last_login = None  # Django's, which it would write for whoever signs in, before anyone acts

    working: list[Any]  # the memberships, when the session's back-end found them too

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(functions.Lower("username"), name="one_account_per_name")]

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        if self.has_usable_password():
            self.password = seal(self.password, self._about)

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is their password; the same work when they have none."""
        return hashers.check_password(raw_password, unseal(self.password, self._about) or "!")

    @property
    def _about(self) -> str:
        return f"password of {self.pk}"

    def __str__(self) -> str:
        return self.display_name
