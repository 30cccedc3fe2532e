"""Kinds of organisations and the duties that people have in them."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    ENTERPRISE = "enterprise", "企业"
    DISTRICT_BUREAU = "district_bureau", "区市主管部门"
    CITY_BUREAU = "city_bureau", "市级主管部门"
    LEADERSHIP_GROUP = "leadership_group", "市促进小企业发展领导小组"
    BANK = "bank", "银行"
    INVESTOR = "investor", "投资机构"
    PROVIDER = "provider", "服务机构"
    AUDIT_FIRM = "audit_firm", "审计机构"
    PLATFORM = "platform", "平台运维"


class Duty(TextChoices):
    ENTERPRISE_STAFF = "enterprise_staff", "填报人"
    DISTRICT_REVIEWER = "district_reviewer", "审核人"
    CITY_OFFICER = "city_officer", "市级经办人"
    LEADER = "leader", "领导小组成员"
    AUDITOR = "auditor", "审计员"
    EXPERT = "expert", "专家"
    BANK_OFFICER = "bank_officer", "银行经办人"
    INVESTOR = "investor", "投资经理"
    PROVIDER_STAFF = "provider_staff", "服务机构人员"
    AUDIT_FIRM_STAFF = "audit_firm_staff", "审计机构人员"
    OPERATOR = "operator", "平台运维"


DUTIES_OF_KIND: dict[str, tuple[Duty, ...]] = {
    OrganisationKind.ENTERPRISE: (Duty.ENTERPRISE_STAFF,),
    OrganisationKind.DISTRICT_BUREAU: (Duty.DISTRICT_REVIEWER,),
    OrganisationKind.CITY_BUREAU: (Duty.CITY_OFFICER, Duty.AUDITOR, Duty.EXPERT),
    OrganisationKind.LEADERSHIP_GROUP: (Duty.LEADER,),
    OrganisationKind.BANK: (Duty.BANK_OFFICER,),
    OrganisationKind.INVESTOR: (Duty.INVESTOR,),
    OrganisationKind.PROVIDER: (Duty.PROVIDER_STAFF,),
    OrganisationKind.AUDIT_FIRM: (Duty.AUDIT_FIRM_STAFF,),
    OrganisationKind.PLATFORM: (Duty.OPERATOR,),
}

# Duties that may see every district; the wall gives them the list of all districts.
CITY_WIDE_DUTIES = frozenset({Duty.CITY_OFFICER, Duty.LEADER, Duty.AUDITOR, Duty.OPERATOR})
