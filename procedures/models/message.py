"""What bureaus and the applicant write to each other about a case, without a decision."""

from django.db import models

from accounts.tenancy import TenantModel


class CaseMessage(TenantModel):
    """A message of the bureau that has the case to its applicant, or an answer (留言). It is part
    of the case: read by whoever reads that, and kept as long. Append-only."""

    application = models.ForeignKey(
        "procedures.Application", models.PROTECT, related_name="messages"
    )
    from_applicant = models.BooleanField("企业的答复")
    text = models.TextField("留言", max_length=2000)
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation_name = models.CharField("留言单位", max_length=100)
    sent_at = models.DateTimeField("留言时间", auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["application", "id"], name="case_message_order")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.sent_at:%Y-%m-%d %H:%M}"


class CaseMessageFile(TenantModel):
    """A file that came with a message. Append-only."""

    message = models.ForeignKey(CaseMessage, models.PROTECT, related_name="files")
    attachment = models.ForeignKey("documents.Attachment", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.message_id} {self.attachment_id}"
