"""Load the demo city."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from accounts.models import User
from accounts.tenancy import system_scope
from enterprises.models import Enterprise
from reports.demo.accounts import make_accounts
from reports.demo.bank_line import fill_the_list
from reports.demo.credits import report_demo_credits
from reports.demo.everyday import live_a_day
from reports.demo.expert_review import make_pool, make_review
from reports.demo.filings import FilingWriter
from reports.demo.loan_demands import make_demands
from reports.demo.policies import publish_policies
from reports.demo.registry import invent_chunk, write_chunk

CHUNK = 2000


class Command(BaseCommand):
    help = "Load a fictional city: enterprises, cases in every state, and the demo accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--enterprises", type=int, default=2000)
        parser.add_argument("--applications", type=int, default=600)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo city is not for production.")
        wanted, filings = options["enterprises"], options["applications"]
        if wanted < 2 or filings > wanted - 2:
            raise CommandError("At least 2 enterprises are needed, and 2 more than applications.")
        with system_scope(reason="seed the demo city"):
            if Enterprise.objects.exists():
                raise CommandError("The registry is not empty: the demo city needs an empty one.")
        seed, last_year = options["seed"], timezone.localdate().year - 1
        writer: FilingWriter | None = None
        left = filings
        with tqdm(total=wanted + filings, unit=" rows", desc="demo city", ascii=True) as bar:
            for start in range(0, wanted, CHUNK):
                numbers = range(start, min(wanted, start + CHUNK))
                chunk = invent_chunk(numbers, seed, last_year)
                with system_scope(reason="seed the demo city"):
                    enterprises = write_chunk(chunk)
                    bar.update(len(enterprises))
                    if start == 0:
                        make_accounts(enterprises[0], enterprises[1])
                        people = dict(User.objects.values_list("username", "id"))
                        writer = FilingWriter(seed, people)
                        make_pool(people)
                    # The first two belong to the demo accounts, who file for themselves.
                    candidates = enterprises[2:] if start == 0 else enterprises
                    share = min(left, round(filings * len(enterprises) / wanted) or left)
                    if numbers.stop == wanted:
                        share = min(left, len(candidates))
                    assert writer is not None, "made with the first chunk"
                    written = writer.write(candidates[:share], with_files=start == 0)
                    if start == 0:
                        make_review(enterprises[2:], people)
                    left -= written
                    bar.update(written)
        live_a_day()
        fill_the_list()
        make_demands()
        report_demo_credits()
        publish_policies()
