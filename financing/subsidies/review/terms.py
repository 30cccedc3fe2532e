"""How claims of a scheme are reviewed: the scheme's own terms, the general ones, or the usual."""

from financing.models import CheckFinding, ReviewTerms, SubsidyClaim

# Source: guides of 工信专项资金, 区市初审: truth, no double project, credit, green threshold.
USUAL_CHECKS = ("真实性", "项目查重", "失信惩戒", "绿色门槛")
HINTS = {
    "真实性": "合同、发票、付款、入账与实物是否一致，现场是否见到设备。",
    "项目查重": "同一设备、发票或项目是否在其他资金、其他年度或关联企业申报过。",
    "失信惩戒": "当日查询信用中国和企业信用信息公示系统，是否列入严重失信或经营异常。",
    "绿色门槛": "环保、能耗和安全方面是否有不得支持的情形，可函询有关部门。",
}


def terms_for_scheme(scheme_id: int) -> ReviewTerms:
    """The terms in force; not saved where the city has set none."""
    rows = {
        one.scheme_id: one
        for one in ReviewTerms.objects.filter(retired_at=None)
        if one.scheme_id in (None, scheme_id)
    }
    return rows.get(scheme_id) or rows.get(None) or ReviewTerms(checks=list(USUAL_CHECKS))


def terms_for(claim: SubsidyClaim) -> ReviewTerms:
    """The terms of the claim's scheme."""
    return terms_for_scheme(claim.application.scheme_version.scheme_id)


def last_findings(claim: SubsidyClaim) -> dict[str, CheckFinding]:
    """Check -> what was found of it last."""
    rows = CheckFinding.objects.filter(claim=claim).select_related("found_by")
    found = rows.order_by("check_name", "-id").distinct("check_name")
    return {one.check_name: one for one in found}
