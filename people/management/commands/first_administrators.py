"""manage.py first_administrators FILE: name the people with whom the public organisations begin."""

import csv
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import RuleViolation
from people.actions.appoint_first_administrators import (
    Named,
    appoint_first_administrators,
    without_administrator,
)


class Command(BaseCommand):
    help = "Name the first administrator of bureaus, leadership group and operator (csv)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="lines of: code,name,email")
        parser.add_argument(
            "--list", action="store_true", help="print a file to fill in: who has none yet"
        )

    def handle(self, *args: object, file: Path | None, **options: object) -> None:
        if options["list"]:
            self._list()
            return
        if file is None:
            raise CommandError("请给出文件（每行：机构代码,姓名,邮箱），或用 --list 打印待填的表。")
        try:
            appointed = appoint_first_administrators(_people_in(file))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"无法读取文件：{error}") from error
        except RuleViolation as violation:
            raise CommandError("\n".join(violation.errors.values())) from violation
        for one in appointed:
            self.stdout.write(f"{one.organisation}：{one.name} {one.link}".rstrip())

    def _list(self) -> None:
        writer = csv.writer(self.stdout, lineterminator="")
        for code, name in without_administrator():
            writer.writerow([code, "", "", name])


def _people_in(file: Path) -> list[Named]:
    """The lines in which a name or an address was filled in; a fourth column is a remark."""
    rows = csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
    cells = ([cell.strip() for cell in (*row, "", "", "")[:3]] for row in rows)
    return [Named(*three) for three in cells if three[1] or three[2]]
