"""Write the diagram of a case's life into docs."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from procedures.cases.diagram import document


class Command(BaseCommand):
    help = "Write docs/lifecycle.md from the table of transitions."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "lifecycle.md"
        path.write_text(document(), encoding="utf-8")
        self.stdout.write(f"Written: {path}")
