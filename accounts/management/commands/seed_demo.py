"""Load the demo city."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from accounts.demo.city import DemoCity
from accounts.duties import OrganisationKind
from accounts.models import Organisation
from accounts.tenancy import system_scope


class Command(BaseCommand):
    help = "Load a fictional city: enterprises, cases in every state, and the demo accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--enterprises", type=int, default=2000)
        parser.add_argument("--applications", type=int, default=600)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo city is not for production.")
        sizes = {name: options[name] for name in ("enterprises", "applications", "seed")}
        wanted, filings = sizes["enterprises"], sizes["applications"]
        if wanted < 2 or filings > wanted - 2:
            raise CommandError("At least 2 enterprises are needed, and 2 more than applications.")
        with system_scope(reason="seed the demo city"):
            if Organisation.objects.filter(kind=OrganisationKind.ENTERPRISE).exists():
                raise CommandError("The registry is not empty: the demo city needs an empty one.")
        with tqdm(total=wanted + filings, unit=" rows", desc="demo city", ascii=True) as bar:
            DemoCity(**sizes, advance=bar.update).build()
