"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import functions

from rondom.core.db import Noun


class UserManager(BaseUserManager["User"]):
    """Finds a user by the name they sign in with, case-insensitively."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(Noun, AbstractBaseUser):
    """A professional with an account. Rights come from memberships and grants, never from the account."""

    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    working: list[Any]  # the memberships, when the session's back-end found them too

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(functions.Lower("username"), name="one_account_per_name")]

    def __str__(self) -> str:
        return self.display_name
