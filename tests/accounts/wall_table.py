"""Who gets through to which address: one row for each address of the portal."""

from dataclasses import dataclass, field

from accounts.duties import Duty

LOGIN = "login"  # a redirect to the sign-in page
STAFF = frozenset({Duty.ENTERPRISE_STAFF})
DISTRICT = frozenset({Duty.DISTRICT_REVIEWER})
CITY = frozenset({Duty.CITY_OFFICER})
LEADER = frozenset({Duty.LEADER})
AUDITOR = frozenset({Duty.AUDITOR})
OPERATOR = frozenset({Duty.OPERATOR})
BANK = frozenset({Duty.BANK_OFFICER})
EXPERT = frozenset({Duty.EXPERT})
BUREAUS = DISTRICT | CITY
OVERSIGHT = BUREAUS | LEADER
WATCHERS = OVERSIGHT | AUDITOR
ALL = frozenset(Duty)


@dataclass(frozen=True)
class Page:
    """`may`: duties that get through, None for whoever is signed in. `args`: names of things,
    or literals after "=". `own`: the answer to a GET of one's own thing, `by_duty` where it
    differs. `method`: GET, POST (a GET is 405) or BOTH; `post_first`: 405 before anything else.
    """

    may: frozenset[Duty] | None = None
    args: tuple[str, ...] = ()
    own: int = 200
    by_duty: dict[Duty | None, int] = field(default_factory=dict)
    method: str = "GET"
    public: bool = False
    post_first: bool = False


def post(may: frozenset[Duty] | None, *args: str, **more: object) -> Page:
    return Page(may, args, method="POST", **more)


TABLE: dict[str, Page] = {
    "landing": Page(public=True, own=302, by_duty={None: 200}),
    "home": Page(),
    "healthz": Page(public=True),
    # --- people ---------------------------------------------------------------------------------
    "accounts:switch_duty": post(None),
    "accounts:session": Page(public=True, method="BOTH"),
    "accounts:signed_in_again": Page(),
    "people:notifications": Page(),
    "people:notifications_read": post(None),
    "people:mail_choices": Page(method="BOTH"),
    "people:contact": Page(BUREAUS, method="BOTH"),
    "people:help": Page(public=True),
    "people:privacy": Page(public=True),
    "people:terms": Page(public=True),
    "people:accessibility": Page(public=True),
    "people:notification": Page(args=("notification",), own=302),
    "people:job": Page(ALL, ("job",)),
    "people:proposals": Page(CITY),
    "people:proposal": Page(CITY, ("act_proposal",)),
    "people:decide_proposal": post(CITY, "act_proposal", "=refuse"),
    "people:members": Page(ALL, method="BOTH"),
    "people:remove_member": post(ALL, "member"),
    "people:set_administrator": post(ALL, "member"),
    "people:duties": Page(),
    "people:leave": post(ALL),
    "people:cover": Page(BUREAUS, method="BOTH"),
    "people:end_cover": post(BUREAUS, "cover"),
    "people:invitation": Page(args=("=nonsense",), public=True, own=302, by_duty={None: 200}),
    "people:answer_invitation": post(None, "invitation"),
    "people:withdraw_invitation": post(ALL, "invitation"),
    "people:trail": Page(AUDITOR),
    "people:audited_reads": Page(AUDITOR),
    "people:sign_ins": Page(AUDITOR),
    "people:own_sign_ins": Page(),
    "people:deliveries": Page(OPERATOR),
    "people:all_jobs": Page(OPERATOR),
    "people:reads": Page(STAFF),
    # --- documents ------------------------------------------------------------------------------
    # Who does not read the case does not read its files.
    "documents:download": Page(ALL, ("file",), by_duty={Duty.AUDITOR: 404, Duty.OPERATOR: 404}),
    "documents:view": Page(ALL, ("file",), by_duty={Duty.AUDITOR: 404, Duty.OPERATOR: 404}),
    # --- the registry ---------------------------------------------------------------------------
    "enterprises:list": Page(STAFF | OVERSIGHT | AUDITOR, by_duty={Duty.ENTERPRISE_STAFF: 302}),
    "enterprises:register": Page(public=True, method="BOTH"),
    "enterprises:check_code": Page(),
    "enterprises:check_name": Page(),
    "enterprises:claim": Page(method="BOTH"),
    "enterprises:my_claims": Page(),
    "enterprises:claim_review": Page(BUREAUS, ("claim",), method="BOTH"),
    "enterprises:queue": Page(BUREAUS),
    "enterprises:profile": Page(STAFF),
    "enterprises:profile_edit": Page(STAFF, method="BOTH"),
    "enterprises:reports": Page(STAFF),
    "enterprises:report": Page(STAFF, ("year",), method="BOTH"),
    "enterprises:report_reopen": post(STAFF, "year"),
    "enterprises:items": Page(STAFF, ("kind",)),
    "enterprises:item_add": Page(STAFF, ("kind",), method="BOTH"),
    "enterprises:item_edit": Page(STAFF, ("kind", "product"), method="BOTH"),
    "enterprises:item_delete": post(STAFF, "kind", "product"),
    "enterprises:identity_changes": Page(STAFF | BUREAUS),
    "enterprises:identity_change_new": Page(STAFF, method="BOTH"),
    "enterprises:identity_change": Page(STAFF | BUREAUS, ("change",), method="BOTH"),
    "enterprises:imports": Page(BUREAUS, method="BOTH"),
    "enterprises:import_template": Page(BUREAUS),
    "enterprises:imports_titles": Page(BUREAUS, method="BOTH"),
    "enterprises:import_titles_template": Page(BUREAUS),
    "enterprises:import": Page(BUREAUS, ("import",)),
    "enterprises:import_annotated": Page(BUREAUS, ("import",)),
    "enterprises:import_apply": post(BUREAUS, "import", post_first=True),
    "enterprises:import_discard": post(BUREAUS, "import", post_first=True),
    "enterprises:import_doubtful": Page(BUREAUS, ("import",)),
    "enterprises:import_doubtful_rows": Page(BUREAUS, ("import",)),
    "enterprises:import_decide": Page(BUREAUS, ("import", "=1"), own=302, method="BOTH"),
    "enterprises:import_rows": Page(BUREAUS, ("import",)),
    "enterprises:import_take_back": post(BUREAUS, "import", post_first=True),
    "certification:issued_list": Page(OVERSIGHT | AUDITOR),
    "certification:issued": Page(OVERSIGHT | AUDITOR, ("issued",)),
    "certification:issued_new": Page(CITY, method="BOTH"),
    "certification:issued_edit": Page(CITY, ("issued",), method="BOTH"),
    "certification:issued_retire": post(CITY, "issued"),
    "certification:issued_restore": post(CITY, "issued"),
    "certification:issued_file": Page(OVERSIGHT | AUDITOR, ("issued", "=x"), own=404),
    "certification:issued_import": Page(CITY, method="BOTH"),
    "certification:issued_import_template": Page(CITY),
    "certification:issued_import_result": Page(CITY, ("issued_import",)),
    "certification:issued_import_apply": post(CITY, "issued_import"),
    "certification:issued_import_discard": post(CITY, "issued_import"),
    "certification:titles": Page(CITY, method="GET"),
    "certification:titles_confirm": post(CITY),
    "enterprises:proposals": Page(STAFF | BUREAUS),
    "enterprises:proposal": Page(STAFF | BUREAUS, ("proposal",), method="BOTH"),
    "enterprises:unplaced": Page(CITY),
    "enterprises:place": Page(CITY, ("unplaced",), method="BOTH"),
    "enterprises:detail": Page(OVERSIGHT | AUDITOR, ("enterprise",)),
    "enterprises:decide": post(BUREAUS, "enterprise"),
    "enterprises:pool": post(BUREAUS, "enterprise"),
    # --- filings --------------------------------------------------------------------------------
    "procedures:own": Page(STAFF),
    "procedures:batches": Page(CITY),
    "procedures:plan_batch": Page(CITY, method="BOTH"),
    "procedures:change_batch": Page(CITY, ("batch",), own=302, method="BOTH"),
    "procedures:extend_batch": Page(CITY, ("batch",), method="BOTH"),
    "procedures:guides": Page(public=True),
    "procedures:guide": Page(args=("=certified-product",), public=True, method="BOTH"),
    "procedures:schemes": Page(STAFF),
    "procedures:scheme": Page(STAFF, ("=certified-product",)),
    "procedures:watch": post(STAFF, "=certified-product"),
    "schemes:designer": Page(CITY),
    "schemes:new_scheme": Page(CITY, method="BOTH"),
    "schemes:version": Page(CITY, ("draft_version",)),
    "schemes:version_preview": Page(CITY, ("draft_version",)),
    "schemes:version_compare": Page(CITY, ("draft_version",)),
    "schemes:version_export": Page(CITY, ("draft_version",)),
    "schemes:part": Page(CITY, ("draft_version", "=sections.0"), method="BOTH"),
    "schemes:change_material": post(CITY, "draft_version", "=test_report", "=template"),
    "schemes:material": Page(args=("version", "=test_report", "=sample"), public=True),
    "schemes:arrange": post(CITY, "draft_version", "=sections.0"),
    "procedures:try_indicator": post(CITY, "draft_version"),
    "procedures:simulation_export": Page(CITY, ("simulation",)),
    "schemes:version_file": post(CITY, "draft_version"),
    "schemes:version_details": Page(CITY, ("draft_version",), method="BOTH"),
    "schemes:version_clone": post(CITY, "draft_version"),
    "procedures:take_over": post(CITY, "draft_version"),
    "procedures:simulate": post(CITY, "draft_version"),
    "schemes:version_act": post(CITY, "draft_version", "=submit"),
    "procedures:simulation": Page(CITY, ("simulation",)),
    "procedures:start": post(STAFF, "batch"),
    "procedures:compose_notice": Page(CITY, ("batch",), method="BOTH"),
    "procedures:worklist": Page(OVERSIGHT),
    "procedures:assign": Page(BUREAUS, own=302, method="BOTH"),
    "procedures:take": post(BUREAUS, "case"),
    "procedures:case": Page(STAFF | OVERSIGHT, ("case",)),
    "procedures:paper": Page(STAFF | OVERSIGHT, ("case",)),
    "procedures:fill": Page(STAFF, ("draft",)),
    "procedures:autosave": post(STAFF, "draft"),
    "procedures:take_product": post(STAFF, "draft"),
    "procedures:upload": post(STAFF, "draft"),
    "procedures:remove_file": post(STAFF, "draft", "draft_file"),
    "procedures:submit": post(STAFF, "draft"),
    "procedures:delete": post(STAFF, "draft"),
    "procedures:restore": post(STAFF, "draft"),
    "procedures:share": post(STAFF, "draft"),
    "procedures:act": post(STAFF | OVERSIGHT, "case", "=recommend"),
    "procedures:mark": post(BUREAUS, "case", "=product_name"),
    "procedures:unmark": post(BUREAUS, "case", "=product_name"),
    "procedures:holidays": Page(OVERSIGHT),
    "procedures:holiday_new": Page(CITY, method="BOTH"),
    "procedures:holiday": Page(OVERSIGHT, ("holiday",)),
    "procedures:holiday_edit": Page(CITY, ("holiday",), method="BOTH"),
    "procedures:holiday_retire": post(CITY, "holiday"),
    "procedures:holiday_restore": post(CITY, "holiday"),
    "procedures:holiday_file": Page(OVERSIGHT, ("holiday", "=attachment"), own=404),
    "procedures:note": post(BUREAUS, "case"),
    "procedures:write_message": post(STAFF | BUREAUS, "case"),
    "procedures:investigate": post(CITY, "noticed", "objection"),
    "procedures:judge": post(BUREAUS, "case", "=advanced"),
    "procedures:judge_many": post(BUREAUS, "batch"),
    "procedures:waive": post(CITY, "case"),
    "procedures:unwaive": post(CITY, "case", "waiver"),
    "procedures:answer": post(CITY, "noticed", "objection"),
    "procedures:notices": Page(public=True),
    "procedures:notice": Page(args=("notice",), public=True),
    "procedures:notice_document": Page(args=("notice", "=notice", "=docx"), public=True),
    "procedures:conclude": post(CITY, "notice"),
    "procedures:objection": Page(args=("line",), public=True, method="BOTH"),
    "procedures:receipt": Page(args=("code",), public=True),
    "procedures:deliberation": Page(BUREAUS, ("batch",)),
    "procedures:decisions_run": post(BUREAUS, "batch"),
    "procedures:quotas": Page(CITY, ("batch",), method="BOTH"),
    "procedures:decision_run": Page(BUREAUS, ("run",)),
    # --- expert review --------------------------------------------------------------------------
    "procedures:experts": Page(CITY),
    "procedures:new_expert": Page(CITY, method="BOTH"),
    "procedures:expert": Page(CITY, ("expert",), method="BOTH"),
    "procedures:declare_tie": post(CITY | EXPERT, "expert"),
    "procedures:end_tie": post(CITY, "tie"),
    "procedures:panels": Page(CITY),
    "procedures:draw_panel": Page(CITY, ("batch",), method="BOTH"),
    "procedures:panel": Page(CITY, ("panel",)),
    "procedures:panel_results": Page(CITY, ("panel",)),
    "procedures:panel_paper": Page(CITY, ("panel",)),
    "procedures:panel_act": post(CITY, "panel", "=remind"),
    "procedures:panel_decide": post(CITY, "panel", "panel_case", "=opinion"),
    "procedures:replace_expert": post(CITY, "panel", "panel_sheet"),
    "procedures:reviews": Page(EXPERT),
    "procedures:expert_profile": Page(EXPERT, method="BOTH"),
    "procedures:review_sheet": Page(EXPERT, ("sheet",)),
    "procedures:review_autosave": post(EXPERT, "sheet"),
    "procedures:review_submit": post(EXPERT, "sheet"),
    "procedures:review_recuse": post(EXPERT, "sheet"),
    "procedures:review_file": Page(EXPERT, ("sheet", "paper_file")),
    # --- certificates ---------------------------------------------------------------------------
    "certification:own": Page(STAFF),
    "certification:listing": Page(OVERSIGHT),
    "enterprises:pool_members": Page(OVERSIGHT),
    "procedures:reopen": post(CITY, "case"),
    "certification:ladder": Page(STAFF),
    "certification:standing": Page(OVERSIGHT, ("enterprise",)),
    "certification:detail": Page(STAFF | OVERSIGHT, ("certificate",)),
    "certification:act": Page(CITY, ("certificate", "=suspend"), method="BOTH"),
    "certification:recheck": post(STAFF, "certificate"),
    "certification:pdf": Page(STAFF | OVERSIGHT, ("certificate",)),
    "certification:public": Page(public=True),
    "certification:verify": Page(args=("token",), public=True),
    "certification:verify_number": Page(public=True),
    # --- financing ------------------------------------------------------------------------------
    "enterprises:credit_add": Page(BUREAUS, ("enterprise",), method="BOTH"),
    "enterprises:credit_lift": Page(BUREAUS, ("credit_record",), method="BOTH"),
    "financing:entries": Page(OVERSIGHT),
    "financing:on_day": Page(OVERSIGHT),
    "financing:decide": post(CITY),
    "financing:search": post(BUREAUS),
    "financing:propose": post(BUREAUS, "enterprise"),
    "financing:entry": Page(OVERSIGHT, ("entry",)),
    "financing:entry_act": post(BUREAUS, "entry", "=decline"),
    "financing:banks": Page(CITY, method="BOTH"),
    "financing:bank": Page(CITY, ("bank",)),
    "financing:bank_suspend": post(CITY, "bank"),
    "financing:bank_resume": post(CITY, "bank"),
    "financing:bank_invite_again": post(CITY, "bank", "invitation"),
    "financing:own": Page(STAFF),
    "financing:leave": post(STAFF),
    "financing:consents": Page(STAFF),
    "financing:consent": post(STAFF, "bank"),
    "financing:withdraw": post(STAFF, "bank"),
    "financing:disclosures": Page(STAFF),
    "financing:demands": Page(OVERSIGHT),
    "financing:demand": Page(OVERSIGHT, ("demand",)),
    "financing:demand_urge": post(CITY, "handling"),
    "financing:own_demands": Page(STAFF),
    "financing:new_demand": Page(STAFF, method="BOTH"),
    "financing:own_demand": Page(STAFF, ("demand",)),
    "financing:demand_banks": post(STAFF, "demand"),
    "financing:demand_close": post(STAFF, "demand"),
    "financing:handling_answer": post(STAFF, "handling"),
    "financing:handling_accept": post(STAFF, "handling"),
    "financing:bank_demands": Page(BANK),
    "financing:bank_demand": Page(BANK, ("at_bank",)),
    "financing:demand_file": Page(BANK, ("file_at_bank",)),
    "financing:bank_act": post(BANK, "at_bank", "=take_up"),
    "financing:own_credits": Page(STAFF),
    "financing:feedback": Page(BANK),
    "financing:feedback_template": Page(BANK),
    "financing:report_credit": Page(BANK, method="BOTH"),
    "financing:report_again": Page(BANK, ("reference",), method="BOTH"),
    "financing:void_credit": post(BANK, "reference"),
    "financing:feedback_uploads": Page(BANK, method="BOTH"),
    "financing:feedback_enterprises": Page(BANK),
    "financing:feedback_upload": Page(BANK, ("upload",)),
    "financing:feedback_wrong_rows": Page(BANK, ("upload",)),
    "financing:feedback_apply": post(BANK, "upload"),
    "financing:plan": post(BANK, "listed_code"),
    "financing:bank_list": Page(BANK),
    "financing:bank_entry": Page(BANK, ("listed_code",)),
    "financing:programs": Page(BANK),
    "financing:program_make": post(BANK),
    "financing:program": Page(BANK, ("client",), method="BOTH"),
    "financing:program_rotate": post(BANK, "client"),
    "financing:program_disable": post(BANK, "client"),
    "financing:secret_end": post(BANK, "secret"),
    "financing:results": Page(OVERSIGHT),
    "financing:credits": Page(OVERSIGHT),
    "financing:market_rates": Page(CITY, method="BOTH"),
    "financing:usage": Page(BANK),
    "financing:undelivered": Page(OPERATOR),
    "financing:webhooks": Page(BANK, method="BOTH"),
    "financing:webhook": Page(BANK, ("webhook",)),
    "financing:webhook_rotate": post(BANK, "webhook"),
    "financing:webhook_act": post(BANK, "webhook", "=test"),
    "financing:webhook_key_end": post(BANK, "webhook_key"),
    "financing:delivery": Page(BANK, ("delivery",)),
    "financing:delivery_again": post(BANK, "delivery"),
    # --- services -------------------------------------------------------------------------------
    "services:policies": Page(ALL),
    "services:policy_new": Page(CITY, method="BOTH"),
    "services:policy": Page(ALL, ("policy",)),
    "services:policy_edit": Page(CITY, ("policy",), method="BOTH"),
    "services:policy_retire": post(CITY, "policy"),
    "services:policy_restore": post(CITY, "policy"),
    "services:policy_file": Page(ALL, ("policy", "=attachment")),
    "services:policy_import": Page(CITY, method="BOTH"),
    "services:policy_import_template": Page(CITY),
    "services:policy_import_result": Page(CITY, ("policy_import",)),
    "services:policy_import_apply": post(CITY, "policy_import"),
    "services:policy_import_discard": post(CITY, "policy_import"),
    # --- reports --------------------------------------------------------------------------------
    "reports:plans": Page(WATCHERS),
    "reports:plan_new": Page(CITY, method="BOTH"),
    "reports:plan": Page(WATCHERS, ("plan",)),
    "reports:plan_edit": Page(CITY, ("plan",), method="BOTH"),
    "reports:plan_retire": post(CITY, "plan"),
    "reports:plan_restore": post(CITY, "plan"),
    "reports:plan_file": Page(WATCHERS, ("plan", "=attachment"), own=404),
    "reports:targets": Page(WATCHERS),
    "reports:target_new": Page(CITY, method="BOTH"),
    "reports:target": Page(WATCHERS, ("target",)),
    "reports:target_edit": Page(CITY, ("target",), method="BOTH"),
    "reports:target_retire": post(CITY, "target"),
    "reports:target_restore": post(CITY, "target"),
    "reports:target_file": Page(WATCHERS, ("target", "=attachment"), own=404),
    "reports:split": Page(CITY, ("target",), method="BOTH"),
    # Programs of banks sign in by themselves; a person's session is nobody here.
    "api:token": Page(public=True, own=405),
    "api:schema": Page(public=True),
    "api:docs": Page(public=True),
    "api:problems": Page(public=True),
    "api:demands": Page(public=True, own=401),
    "api:demand": Page(args=("=RZ2026000001",), public=True, own=401),
    "api:feedback": Page(public=True, own=401),
    "api:feedback_of_reference": Page(args=("=A-1",), public=True, own=401),
    "api:void_feedback": Page(args=("=A-1",), public=True, own=401),
    "api:whitelist": Page(public=True, own=401),
    "api:changes": Page(public=True, own=401),
    "api:history": Page(public=True, own=401),
    "api:entry": Page(args=("=91370212MA3C000000",), public=True, own=401),
}


def expected_get(page: Page, duty: Duty | None, *, foreign: bool) -> int | str:
    """The answer to a GET; `duty` None is nobody signed in."""
    if page.post_first:
        return 405
    if not page.public:
        if duty is None:
            return LOGIN
        if page.may is not None and duty not in page.may:
            return 403
    if page.method == "POST":
        return 405
    return 404 if foreign else page.by_duty.get(duty, page.own)


def expected_post(page: Page, duty: Duty | None) -> int | str:
    """The answer to a POST to a foreign thing."""
    if not page.public:
        if duty is None:
            return LOGIN
        if page.may is not None and duty not in page.may:
            return 403
    return 404
