"""What a reader saw of the progress page at their last visit."""

from django.db import models


class ProgressVisit(models.Model):
    """The last visit of one person in one duty, and the one before it, with the figures that the
    page showed then (`reports.progress.visits`). All that is seen within a local day is one visit.
    """

    reader = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    membership = models.OneToOneField("accounts.Membership", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField("上次查看")
    figures = models.JSONField("看到的数字", default=dict)
    before_at = models.DateTimeField("再上一次查看", null=True)
    before = models.JSONField("再上一次看到的数字", default=dict)

    def __str__(self) -> str:
        return f"{self.reader_id} {self.seen_at:%Y-%m-%d %H:%M}"
