"""Users, log-in attempts and the audit log. People and accounts live in the lake."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from jinpai.apps.team import roles


class Users(BaseUserManager["User"]):
    """Makes users; names are kept as typed and found without regard to case."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username.strip(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=(username or "").strip())


class User(AbstractBaseUser):
    """Someone who can log in. `person` is the person code of the lake, where there is one."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=16, choices=roles.Role.choices)
    person = models.CharField(max_length=64, blank=True, db_index=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1)  # grows with every change by someone

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]

    class Meta:
        ordering: ClassVar = ["username"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("username"), name="username_any_case"),
            models.CheckConstraint(
                condition=models.Q(role__in=roles.Role.values), name="role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def may(self, permission: str) -> bool:
        return self.is_active and roles.may(self.role, permission)

    @property
    def own_person(self) -> str | None:
        """The only person whose figures, chats and orders this user may see; None = everyone.

        A user without the right to the team's board who is bound to no person sees no one: the
        empty string, which is nobody's code.
        """
        return None if self.may(roles.SEE_TEAM_BOARD) else self.person


class LoginAttempt(models.Model):
    """A password that was tried: what the throttle counts."""

    username = models.CharField(max_length=150)  # lower case, as typed, known or not
    address = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    succeeded = models.BooleanField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["username", "at"], name="attempt_by_username"),
            models.Index(fields=["address", "at"], name="attempt_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.at:%Y-%m-%d %H:%M:%S}"


class Unchanging(models.QuerySet["AuditEntry"]):
    """Entries in number cannot be changed or deleted either."""

    def update(self, **fields: Any) -> int:
        raise TypeError("entries of the audit log are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("entries of the audit log are never deleted")


class AuditEntry(models.Model):
    """One thing someone did. Entries are written once and never changed."""

    at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, blank=True)  # at that time
    address = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=64, db_index=True)  # "account.bound"
    subject = models.CharField(max_length=200, blank=True, db_index=True)
    detail = models.JSONField(default=dict)

    objects = Unchanging.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an entry of the audit log is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an entry of the audit log is never deleted")
