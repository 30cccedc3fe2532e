"""The pages of the imports, walked with the test client."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import jobs
from accounts.duties import Duty
from accounts.models import Job
from accounts.tenancy import system_scope
from enterprises.models import Enterprise, ImportBatch, ImportRow
from tests.enterprises.imports import code, csv_bytes, enterprise, line, workbook
from tests.enterprises.test_import_titles import HEADINGS as TITLE_HEADINGS

pytestmark = pytest.mark.usefixtures("own_media")


@pytest.fixture
def reviewer(as_actor, district):
    return as_actor(Duty.DISTRICT_REVIEWER, district=district)


def upload(client, data, name, page="enterprises:imports_titles"):
    return client.post(reverse(page), {"file": SimpleUploadedFile(name, data)})


def only_batch():
    with system_scope(reason="test"):
        return ImportBatch.objects.select_related("uploaded_by").get()


def run_jobs():
    with system_scope(reason="test"):
        waiting = list(Job.objects.filter(state=Job.State.QUEUED).values_list("pk", flat=True))
    for pk in waiting:
        jobs.run(str(pk))
    with system_scope(reason="test"):
        return list(Job.objects.filter(pk__in=waiting))


def page(client, batch):
    return client.get(reverse("enterprises:import", args=[batch.pk]))


def titles_csv(*names):
    return csv_bytes([[name, "称号甲", "", ""] for name in names], TITLE_HEADINGS)


def test_list_goes_from_upload_to_the_last_decision(reviewer, signed_in):
    known = enterprise("青岛明月海藻集团有限公司", code(1))
    client = signed_in(reviewer)
    response = upload(client, titles_csv("青岛明月海藻集团", "青岛全新精密有限公司"), "名单.csv")
    batch = only_batch()
    assert response.url == reverse("people:job", args=[batch.check_job])
    assert "正在核对" in page(client, batch).content.decode()

    (job,) = run_jobs()
    assert (job.state, job.progress) == (Job.State.DONE, 2)
    assert job.result["link"] == reverse("enterprises:import", args=[batch.pk])
    assert "可以导入 1 行，1 个名称存疑" in page(client, batch).content.decode()

    response = client.post(reverse("enterprises:import_apply", args=[batch.pk]))
    assert response.url == reverse("people:job", args=[only_batch().apply_job])
    run_jobs()
    assert "判断 1 个存疑的名称" in page(client, batch).content.decode()

    doubtful = reverse("enterprises:import_doubtful", args=[batch.pk])
    assert known.name in client.get(doubtful).content.decode()
    with system_scope(reason="test"):
        row = ImportRow.objects.get(verdict="doubtful")
    client.post(
        reverse("enterprises:import_decide", args=[batch.pk, row.pk]),
        {"enterprise": known.pk},
    )
    assert "都已判断" in client.get(doubtful).content.decode()


def test_doubtful_names_take_fixed_queries_and_can_be_taken_along(reviewer, signed_in):
    client = signed_in(reviewer)
    for number in range(3):
        enterprise(f"青岛明月海藻{'甲乙丙'[number]}集团有限公司", code(number + 1))
    names = [f"青岛明月海藻{one}集团" for one in "甲乙丙"]
    upload(client, titles_csv(*names), "名单.csv")
    run_jobs()
    batch = only_batch()
    client.post(reverse("enterprises:import_apply", args=[batch.pk]))
    run_jobs()
    address = reverse("enterprises:import_doubtful", args=[batch.pk])
    assert len(client.get(address).context["page"]) == 3
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    with system_scope(reason="test"):
        ImportRow.objects.filter(number__gt=2).delete()
    with CaptureQueriesContext(connection) as one:
        assert len(client.get(address).context["page"]) == 1
    assert len(one) == len(three)
    file = b"".join(client.get(address, {"export": "csv"}).streaming_content).decode()
    assert f",{names[0]}," in file and f",{names[1]}," not in file


def test_files_are_found_by_name_and_state(reviewer, signed_in):
    client = signed_in(reviewer)
    for name in ("甲名单.csv", "乙名单.csv"):
        upload(client, titles_csv("青岛全新精密有限公司"), name)
    page = reverse("enterprises:imports_titles")
    assert [row.file_name for row in client.get(page).context["page"]] == [
        "乙名单.csv", "甲名单.csv",
    ]  # fmt: skip
    assert [row.file_name for row in client.get(page, {"q": "甲"}).context["page"]] == [
        "甲名单.csv"
    ]
    assert client.get(page, {"state": "applied"}).context["page"].rows == []
    assert client.get(reverse("enterprises:imports")).context["page"].rows == []


def test_files_that_wait_for_a_decision_come_first(reviewer, signed_in):
    client = signed_in(reviewer)
    for number in range(25):
        upload(client, titles_csv("青岛全新精密有限公司"), f"{number}.csv")
    with system_scope(reason="test"):
        oldest = ImportBatch.objects.order_by("created_at").values_list("check_job", flat=True)[0]
    jobs.run(str(oldest))
    page = client.get(reverse("enterprises:imports_titles"))
    assert page.context["page"].rows[0].file_name == "0.csv"
    assert len(client.get(page.context["page"].next_url).context["page"]) == 5


def test_apply_pressed_twice_starts_one_job(reviewer, signed_in):
    client = signed_in(reviewer)
    upload(client, titles_csv("青岛全新精密有限公司"), "名单.csv")
    run_jobs()
    for _ in range(2):
        client.post(reverse("enterprises:import_apply", args=[only_batch().pk]))
    assert len(run_jobs()) == 1


def test_given_up_file_writes_nothing_and_cannot_be_written_later(reviewer, signed_in):
    client = signed_in(reviewer)
    upload(client, titles_csv("青岛全新精密有限公司"), "名单.csv")
    run_jobs()
    batch = only_batch()
    client.post(reverse("enterprises:import_discard", args=[batch.pk]))
    client.post(reverse("enterprises:import_apply", args=[batch.pk]))
    assert run_jobs() == []
    assert "已放弃" in page(client, batch).content.decode()
    with system_scope(reason="test"):
        assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("名单.xls", b"x", "xlsx"),
        ("名单.csv", b"", "空文件"),
    ],
)
def test_unfit_file_is_refused_at_the_field(reviewer, signed_in, name, data, said):
    response = upload(signed_in(reviewer), data, name)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_file_that_cannot_be_read_says_why(reviewer, signed_in):
    client = signed_in(reviewer)
    upload(client, csv_bytes([["甲"]], ["名字"]), "名单.csv")
    run_jobs()
    assert "缺少列：企业名称" in page(client, only_batch()).content.decode()


def test_other_bureaus_do_not_see_the_file(reviewer, signed_in, as_actor, other_district):
    upload(signed_in(reviewer), titles_csv("青岛全新精密有限公司"), "名单.csv")
    run_jobs()
    batch = only_batch()
    others = (
        as_actor(Duty.DISTRICT_REVIEWER, district=other_district),
        as_actor(Duty.CITY_OFFICER),
    )
    for other in others:
        client = signed_in(other)
        assert page(client, batch).status_code == 404
        for act in ("apply", "discard"):
            address = reverse(f"enterprises:import_{act}", args=[batch.pk])
            assert client.post(address).status_code == 404


@pytest.mark.parametrize("duty", [Duty.ENTERPRISE_STAFF, Duty.LEADER, Duty.AUDITOR, Duty.EXPERT])
def test_other_duties_are_turned_away(as_actor, signed_in, duty):
    client = signed_in(as_actor(duty))
    for name in ("imports", "imports_titles", "import_template", "import_titles_template"):
        assert client.get(reverse(f"enterprises:{name}")).status_code == 403


def test_both_upload_pages_and_templates_open(reviewer, signed_in):
    client = signed_in(reviewer)
    for name in ("imports", "imports_titles", "import_template", "import_titles_template"):
        assert client.get(reverse(f"enterprises:{name}")).status_code == 200


def test_registry_workbook_shows_its_problems_and_gives_the_annotated_copy(reviewer, signed_in):
    client = signed_in(reviewer)
    upload(client, workbook([line(1), line(2, staff="很多")]), "企业.xlsx", "enterprises:imports")
    run_jobs()
    batch = only_batch()
    shown = page(client, batch).content.decode()
    assert "可以导入 1 行，1 行需要更正" in shown
    assert "I3" in shown and "应为数字" in shown
    assert "只导入正确的行" in shown
    copy = client.get(reverse("enterprises:import_annotated", args=[batch.pk]))
    assert copy.headers["Content-Type"].endswith("sheet")


def test_bring_in_of_20000_rows_end_to_end(reviewer, signed_in):
    client = signed_in(reviewer)
    rows = [line(n, report_year=2025, rd_cost=n % 5000) for n in range(20_000)]
    upload(client, workbook(rows), "全区企业.xlsx", "enterprises:imports")
    (job,) = run_jobs()
    assert (job.state, job.progress, job.total) == (Job.State.DONE, 20_000, 20_000)
    batch = only_batch()
    client.post(reverse("enterprises:import_apply", args=[batch.pk]))
    (job,) = run_jobs()
    assert (job.state, job.progress) == (Job.State.DONE, 20_000)
    assert "已导入：新增 20000 行" in page(client, batch).content.decode()
    with system_scope(reason="test"):
        assert Enterprise.objects.filter(registration_state="confirmed").count() == 20_000


def test_check_that_breaks_off_gives_its_batch_up(reviewer, signed_in, monkeypatch):
    client = signed_in(reviewer)
    upload(client, titles_csv("青岛全新精密有限公司"), "名单.csv")

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("enterprises.imports.steps._check_rows", broken)
    with pytest.raises(ZeroDivisionError):
        run_jobs()
    with system_scope(reason="test"):
        assert Job.objects.get().state == Job.State.FAILED
    assert "这个文件无法导入" in page(client, only_batch()).content.decode()


def test_unreadable_file_is_told_where_its_job_ends(reviewer, signed_in):
    client = signed_in(reviewer)
    upload(client, b"PK\x03\x04 junk", "名单.xlsx")
    (job,) = run_jobs()
    assert job.message.startswith("无法导入：")
    assert job.result["link_label"] == "查看说明"
