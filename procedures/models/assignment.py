"""What bureaus keep of a case among themselves: on whose desk it lay, and their notes."""

from typing import ClassVar, Self

from django.db import models

from accounts.tenancy import Scope, TenantManager, TenantModel, TenantQuerySet


class CaseAssignmentQuerySet(TenantQuerySet["CaseAssignment"]):
    def in_scope(self, scope: Scope) -> Self:
        """Bureaus keep these among themselves: an enterprise does not read their notes."""
        return self.none() if scope.one_organisation else super().in_scope(scope)


class CaseNoteQuerySet(TenantQuerySet["CaseNote"]):
    def in_scope(self, scope: Scope) -> Self:
        """As of assignments."""
        return self.none() if scope.one_organisation else super().in_scope(scope)


CaseAssignmentManager = TenantManager.from_queryset(CaseAssignmentQuerySet, "CaseAssignmentManager")
CaseNoteManager = TenantManager.from_queryset(CaseNoteQuerySet, "CaseNoteManager")


class CaseAssignment(TenantModel):
    """A case went from one reviewer (or nobody) to another (or nobody). Append-only."""

    application = models.ForeignKey(
        "procedures.Application", models.PROTECT, related_name="assignments"
    )
    by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="经办", related_name="+")
    from_user = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="原审核人", null=True, related_name="+"
    )
    to_user = models.ForeignKey(
        "accounts.User", models.PROTECT, verbose_name="现审核人", null=True, related_name="+"
    )
    note = models.CharField("说明", max_length=500, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    objects: ClassVar[CaseAssignmentManager] = CaseAssignmentManager()

    class Meta:
        indexes = [models.Index(fields=["application", "id"], name="case_assignment_order")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.from_user_id} → {self.to_user_id}"

    @property
    def what(self) -> str:
        """The act in the words of the timeline; the people must be loaded."""
        if self.to_user is None:
            return f"从{self.from_user}名下移出"
        return "认领" if self.to_user_id == self.by_id else f"转交给{self.to_user}"


class CaseNote(TenantModel):
    """What a reviewer notes about a case for the bureaus alone (内部记录). Append-only."""

    application = models.ForeignKey("procedures.Application", models.PROTECT, related_name="notes")
    text = models.TextField("内部记录", max_length=2000)
    noted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation_name = models.CharField("记录单位", max_length=100)
    noted_at = models.DateTimeField("记录时间", auto_now_add=True)

    objects: ClassVar[CaseNoteManager] = CaseNoteManager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["application", "id"], name="case_note_order")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.noted_at:%Y-%m-%d %H:%M}"
