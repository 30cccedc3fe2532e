"""The person who signs in."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import models

if TYPE_CHECKING:
    from accounts.models.organisations import Membership


class User(AbstractUser):
    """A person. What they may do comes from their memberships, never from this row."""

    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("手机", max_length=20, blank=True)
    # When they agreed to the terms and the privacy notice; None for accounts from before.
    terms_agreed_at = models.DateTimeField("同意条款时间", null=True, blank=True)

    # Of whoever is signed in, the oldest duty first (accounts/sign_in.py); else None.
    present_duties: "list[Membership] | None" = None

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name or self.username
