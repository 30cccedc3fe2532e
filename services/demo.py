"""Policies of the demo city: plainly samples, of every level, one of them expired, one retired."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.demo.bulk import Row
from accounts.demo.city import DemoStep
from accounts.demo.people import actor_of
from accounts.models import Membership
from accounts.tenancy import acting_as, system_scope
from documents.pdf import render_pdf
from enterprises.demo.accounts import AccountStep
from pages.records.actions import retire_record, save_record
from services.models import Policy
from services.records import PolicyRecord

Level = Policy.Level
TEXT = (
    "{title}（本文为演示内容）。\n\n一、支持对象：在本市依法登记、守法经营的中小企业。\n\n"
    "二、支持方式：符合条件的企业按年度申报，经审核、公示后给予支持。\n\n"
    "三、申报：登录本平台填报，由区市主管部门推荐、市级主管部门审定。"
)
# Title, issuer, level, how many days ago it began, for how many days, tags, sizes, industries.
ROWS: tuple[tuple[str, str, Level, int, int | None, list[str], list[str], list[str]], ...] = (
    ("示例：中小企业数字化转型支持措施", "示例省工业主管部门", Level.PROVINCE, 200, 1095,
     ["数字化", "技改"], ["medium", "small", "micro"], ["C", "I"]),
    ("示例：专精特新企业贷款贴息办法", "示例市财政主管部门", Level.CITY, 120, 730,
     ["融资", "贴息"], ["medium", "small", "micro"], []),
    ("示例：首台（套）技术装备奖励办法", "示例市工业主管部门", Level.CITY, 400, None,
     ["研发", "奖励"], [], ["C"]),
    ("示例：研发费用加计扣除指引", "示例国家税务主管部门", Level.STATE, 800, None,
     ["税费", "研发"], [], []),
    ("示例：中小企业稳岗补贴通知", "示例市人社主管部门", Level.CITY, 900, 365, ["用工"], [], []),
    ("示例：农产品加工企业用地支持意见", "示例市农业主管部门", Level.CITY, 60, 365,
     ["用地"], ["small", "micro"], ["A"]),
)  # fmt: skip


class PolicyStep(DemoStep):
    """Samples that `city` publishes, one of them for the district of `sme`."""

    after = (AccountStep,)

    def finish(self) -> None:
        with system_scope(reason="seed the demo city"):
            home = Membership.objects.get(user__username="sme")
        officer = actor_of("city")
        file = SimpleUploadedFile(
            "示例政策原文.pdf",
            render_pdf("sample.typ", {"title": "政策原文（示例）"}),
            "application/pdf",
        )
        with acting_as(officer):
            rows = [
                save_record(officer, PolicyRecord, values).row
                for values in _all(home.district_id, timezone.localdate())
            ]
            save_record(officer, PolicyRecord, {"attachment": file}, pk=rows[1].pk)
            longer = {
                "valid_to": timezone.localdate() + timedelta(days=1000),
                "tags": ["融资", "贴息", "续贷"],
            }
            save_record(officer, PolicyRecord, longer, pk=rows[1].pk)
            retire_record(officer, PolicyRecord, rows[-1].pk, "示例：已被新的通知代替")


def _all(district: int, today: date) -> list[Row]:
    found = []
    for number, (title, issuer, level, ago, days, tags, sizes, industries) in enumerate(ROWS, 1):
        begins = today - timedelta(days=ago)
        found.append(
            {
                "title": title, "issuer": issuer, "level": level, "tags": tags, "sizes": sizes,
                "industries": industries, "valid_from": begins, "text": TEXT.format(title=title),
                "valid_to": begins + timedelta(days=days) if days else None,
                "document_number": f"示例〔{begins.year}〕{number}号",
            }
        )  # fmt: skip
    of_district = {
        **found[1], "title": "示例：区级专精特新企业厂房租金补贴", "issuer": "示例区工业主管部门",
        "level": Level.DISTRICT, "district": district, "tags": ["厂房", "补贴"],
        "document_number": "示例区〔2026〕7号", "text": TEXT.format(title="厂房租金补贴"),
    }  # fmt: skip
    return [*found[:4], of_district, found[4], found[5]]
