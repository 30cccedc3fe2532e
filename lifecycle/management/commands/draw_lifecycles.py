"""Write the diagrams of all lives into docs."""

from django.conf import settings
from django.core.management.base import BaseCommand

from lifecycle.diagram import document
from lifecycle.registry import all_machines


class Command(BaseCommand):
    help = "Write docs/lifecycles/ from the tables of transitions."

    def handle(self, *args: object, **options: object) -> None:
        folder = settings.BASE_DIR / "docs" / "lifecycles"
        folder.mkdir(exist_ok=True)
        for machine in all_machines():
            path = folder / f"{machine.name}.md"
            path.write_text(document(machine), encoding="utf-8")
            self.stdout.write(f"Written: {path}")
