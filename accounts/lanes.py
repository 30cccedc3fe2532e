"""The lanes of the outbox; known to processes that have loaded no models yet."""

from django.db.models import TextChoices


class Lane(TextChoices):
    """Each is delivered by itself, so that a mail server that does not answer holds up mails
    alone. Those of the first touch nothing but the database."""

    NOTICES = "notices", "通知与记录"
    JOBS = "jobs", "后台任务"
    MAIL = "mail", "邮件"
    FILES = "files", "文件检查"
