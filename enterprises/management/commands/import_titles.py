"""manage.py import_titles FILE: bring a published list of titles into the registry."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from enterprises.imports.load_list import load_titles
from enterprises.models import ImportBatch


class Command(BaseCommand):
    help = "Bring a published list of titles (csv or xlsx) into the registry, for the city's bureau"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        if file.suffix.lower() not in (".csv", ".xlsx"):
            raise CommandError("请给出 csv 或 xlsx 文件。")
        try:
            batch = load_titles(file)
        except OSError as error:
            raise CommandError(f"无法打开文件：{error}") from error
        if batch.state == ImportBatch.State.REFUSED:
            raise CommandError(batch.refusal)
        self.stdout.write(
            f"{batch.rows_total} 行：与名录一致 {batch.rows_changed}，新建待认领 {batch.rows_new}，"
            f"存疑 {batch.rows_doubtful}，以前导入过 {batch.rows_unchanged}，"
            f"有误 {batch.rows_wrong}。"
        )
        for problem in batch.problems:
            self.stderr.write(f"{problem['cell']} {problem['column']}：{problem['reason']}")
        if batch.rows_doubtful:
            address = settings.PUBLIC_URL + reverse("enterprises:import_doubtful", args=[batch.pk])
            self.stdout.write(f"存疑的名称请市级经办人判断：{address}")
