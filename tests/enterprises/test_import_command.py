"""manage.py import_titles."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.tenancy import system_scope
from enterprises.models import Enterprise, ImportBatch
from tests.enterprises.imports import workbook
from tests.enterprises.test_import_titles import HEADINGS

pytestmark = pytest.mark.usefixtures("db", "own_media")
LIST = Path(__file__).parent / "data" / "published-titles.csv"


def run(path):
    out = StringIO()
    call_command("import_titles", str(path), stdout=out, stderr=out)
    return out.getvalue()


def test_list_is_brought_in_once_and_reported():
    assert "16 行：与名录一致 0，新建待认领 16" in run(LIST)
    assert "以前导入过 16" in run(LIST)
    with system_scope(reason="test"):
        assert Enterprise.objects.filter(registration_state="unclaimed").count() == 16
        assert {b.organisation.kind for b in ImportBatch.objects.all()} == {"city_bureau"}


def test_list_may_be_a_workbook(tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook([["青岛全新精密有限公司", "甲;乙", "", ""]], HEADINGS, "名单"))
    assert "新建待认领 1" in run(path)


def test_doubtful_names_are_pointed_to(tmp_path):
    run(LIST)
    path = tmp_path / "list.csv"
    path.write_text("企业名称,称号\n青岛海佳机械厂,甲\n", encoding="utf-8")
    assert "/doubtful/" in run(path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "x", "csv 或 xlsx"),
        ("a.csv", "名字\n甲\n", "缺少列"),
        ("a.xlsx", "x", "不是 Excel"),
    ],
)
def test_unreadable_list_is_an_error(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=said):
        run(path)


def test_missing_file_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="无法打开"):
        run(tmp_path / "nothing.csv")
