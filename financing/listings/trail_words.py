"""What the trail calls the tables, columns and system acts of this wing."""

from accounts.trail_words import register_trail_words
from schemes.models import Scheme

EVENTS = {
    "shareholding": "完成股改",
    "tutoring": "辅导备案",
    "accepted": "申报受理",
    "listed": "上市",
    "neeq_listed": "新三板挂牌",
    "financed": "区域股权融资",
}


def _schemes() -> dict[str, str]:
    return dict(Scheme.objects.values_list("code", "name"))


register_trail_words(
    tables={
        "financing_listingtrack": "上市路径设置",
        "financing_listingstage": "上市路径阶段",
        "financing_adviser": "上市中介机构",
        "financing_listingpath": "企业上市进程",
        "financing_milestone": "上市里程碑",
        "financing_listingproposal": "上市奖补提示",
        "financing_investorprofile": "投资偏好",
        "financing_contestwinner": "四新和市长杯名单",
        "financing_financingproject": "融资项目",
        "financing_introduction": "投融资对接",
        "financing_contactcard": "投融资联系人",
        "financing_roadshow": "路演",
        "financing_roadshowbooking": "路演报名",
    },
    columns={
        "financing_milestone.path_id": "上市进程",
        "financing_milestone.filed_by_id": "填报人",
        "financing_listingproposal.milestone_id": "里程碑",
        "financing_listingproposal.application_id": "申报",
        "financing_financingproject.plan_agreed_at": "同意提供计划书的时间",
        "financing_financingproject.plan_agreed_by_id": "同意提供计划书的人",
        "financing_introduction.project_id": "融资项目",
        "financing_roadshowbooking.show_id": "路演",
        "financing_roadshowbooking.project_id": "融资项目",
        "financing_roadshowbooking.booked_by_id": "报名人",
    },
    values={
        "financing_listingstage.scheme_code": _schemes,
        "financing_listingstage.event_key": EVENTS,
        "financing_listingproposal.scheme_code": _schemes,
        "financing_listingproposal.event_key": EVENTS,
        "documents_attachment.purpose": {
            "listing-milestone": "上市里程碑证明",
            "business-plan": "商业计划书",
            "road-show": "路演材料",
        },
    },
    reasons={
        "exchange contacts once both agreed": "双方同意后互换联系方式",
        "count the seats of a road show": "核对路演名额",
        "pass on a seat of a road show": "把路演名额让给候补",
        "remind those on the way to a listing": "上市和投融资对接提醒",
        "place the winners of contests": "把获奖名单列入融资项目",
    },
)
