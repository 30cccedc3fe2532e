"""The shapes of the interface: parameters are checked by them, answers are documented by them."""

from typing import TypeAlias

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from certification.models import Certificate
from enterprises.models import SizeClass
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES
from financing.feedback.actions.void_credit import LONGEST_REASON
from financing.feedback.shape import SHAPES, UNKNOWN_FIELD
from financing.models import CreditFeedback, DemandHandling
from financing.models.consent import FieldGroup
from financing.models.demand import Guarantee, Purpose
from financing.models.reasons import DeclineReason, RemovalReason
from financing.whitelist.feed import CODE_CHANGED
from financing.whitelist.pulls import MOST_CHANGES

Shape: TypeAlias = serializers.Serializer[dict[str, object]]
CREDIT_CODE = r"^[0-9A-HJ-NPQRTUWXY]{18}$"
AMOUNT = r"^-?[0-9]+(\.[0-9]+)?$"
CURSOR = r"^[A-Za-z0-9:_-]{1,200}$"
SAYS_SOMETHING = r"^[^\x00]*[^\s\x00][^\x00]*$"
AMOUNT_TOLD = "万元，十进制文本，不带末尾的 0"
MOST_ROWS = 500


def money_text(label: str, *, allow_null: bool = True) -> serializers.RegexField:
    """Money as the interface sends it."""
    told = "，".join(filter(None, (label, AMOUNT_TOLD)))
    return serializers.RegexField(AMOUNT, allow_null=allow_null, help_text=told)


class Strict(Shape):
    """A body whose unknown fields are refused by name."""

    def to_internal_value(self, data: object) -> dict[str, object]:
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else ()
        if unknown:
            raise serializers.ValidationError({str(one)[:64]: [UNKNOWN_FIELD] for one in unknown})
        return super().to_internal_value(data)


class ChangesQuery(Shape):
    cursor = serializers.RegexField(CURSOR, help_text="上次得到的游标")
    limit = serializers.IntegerField(
        default=500, min_value=1, max_value=MOST_CHANGES, help_text="一次最多返回的条数"
    )


class HistoryQuery(Shape):
    date = serializers.DateField(help_text="北京时间的日期，YYYY-MM-DD；返回当日终了时在库的企业")


class PageQuery(Shape):
    """Of a list that is read by pages."""

    cursor = serializers.RegexField(
        CURSOR, required=False, help_text="上一页得到的游标；不填则从头开始"
    )
    limit = serializers.IntegerField(
        default=100, min_value=1, max_value=MOST_ROWS, help_text="一页最多返回的条数"
    )
    changed_since = serializers.DateTimeField(
        required=False, help_text="只要这一时刻以来有变化的，如 2026-10-08T01:02:03Z"
    )


class DemandsQuery(PageQuery):
    state = serializers.ChoiceField(DemandHandling.State.choices, required=False)


class CreditsQuery(PageQuery):
    state = serializers.ChoiceField(CreditFeedback.State.choices, required=False)


class IdentitySerializer(Shape):
    district = serializers.CharField(allow_null=True, help_text="区市")
    industry_code = serializers.CharField(allow_null=True, help_text="行业代码（GB/T 4754-2017）")
    size_class = serializers.ChoiceField(SizeClass.choices, allow_null=True, help_text="企业规模")
    established_on = serializers.DateField(allow_null=True, help_text="成立日期")
    registered_capital = money_text("注册资本")
    address = serializers.CharField(allow_null=True, help_text="注册地址")
    legal_representative = serializers.CharField(allow_null=True, help_text="法定代表人")


class CertificateSerializer(Shape):
    kind = serializers.ChoiceField(Certificate.Kind.choices)
    kind_name = serializers.CharField()
    number = serializers.CharField()
    title = serializers.CharField()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField()


class ContactsSerializer(Shape):
    name = serializers.CharField(allow_null=True)
    phone = serializers.CharField(allow_null=True)
    email = serializers.CharField(allow_null=True)


def _figures() -> type[Shape]:
    fields: dict[str, serializers.Field] = {"year": serializers.IntegerField(help_text="数据年度")}
    for name in MONEY_FIGURES:
        fields[name] = money_text("")
    for name in COUNT_FIGURES:
        fields[name] = serializers.IntegerField(allow_null=True)
    return type("FiguresSerializer", (serializers.Serializer,), fields)


FiguresSerializer = _figures()


class EntrySerializer(Shape):
    """An enterprise on the list. Groups without consent are null."""

    credit_code = serializers.CharField(help_text="统一社会信用代码")
    name = serializers.CharField()
    status = serializers.ChoiceField([("listed", "在库")])
    listed_at = serializers.DateTimeField()
    valid_to = serializers.DateField()
    consent = serializers.ListField(child=serializers.ChoiceField(FieldGroup.choices))
    consent_until = serializers.DateField(allow_null=True)
    identity = IdentitySerializer(allow_null=True)
    certificates = CertificateSerializer(many=True, allow_null=True)
    figures = FiguresSerializer(allow_null=True)
    contacts = ContactsSerializer(allow_null=True)


class ListSerializer(Shape):
    cursor = serializers.CharField(help_text="从这里继续获取变化")
    entries = EntrySerializer(many=True)


class RemovalSerializer(Shape):
    """An enterprise that left the list."""

    credit_code = serializers.CharField()
    status = serializers.ChoiceField([("left", "已移出")])
    left_at = serializers.DateTimeField()
    reason = serializers.ChoiceField([*RemovalReason.choices, (CODE_CHANGED, "信用代码已变更")])
    replaced_by = serializers.CharField(
        allow_null=True, help_text="信用代码变更后的新代码；其他原因为 null"
    )


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="Change",
        serializers={"listed": EntrySerializer, "left": RemovalSerializer},
        resource_type_field_name="status",
        many=False,
    )
)
class ChangeField(serializers.JSONField):
    """An entry as it is now, or its removal."""


class ChangesSerializer(Shape):
    cursor = serializers.CharField(help_text="从这里继续")
    has_more = serializers.BooleanField(help_text="为 true 时请立即用新的游标再取")
    changes = serializers.ListField(child=ChangeField())


class HistoricalEntrySerializer(Shape):
    credit_code = serializers.CharField()
    name = serializers.CharField()
    listed_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.ChoiceField(RemovalReason.choices, allow_null=True)


class HistorySerializer(Shape):
    date = serializers.DateField()
    entries = HistoricalEntrySerializer(many=True)


class DemandSerializer(Shape):
    """A loan demand that was put to the bank, and how the bank handles it."""

    number = serializers.CharField(help_text="需求编号，如 RZ2026000001")
    handling = serializers.IntegerField(help_text="贵行对这项需求的办理，平台内的编号")
    state = serializers.ChoiceField(DemandHandling.State.choices)
    credit_code = serializers.CharField()
    enterprise_name = serializers.CharField()
    district = serializers.CharField(help_text="区市")
    amount = money_text("需要的金额", allow_null=False)
    term_months = serializers.IntegerField(help_text="期限，月")
    purpose = serializers.ChoiceField(Purpose.choices)
    explanation = serializers.CharField(help_text="用途说明")
    guarantees = serializers.ListField(child=serializers.ChoiceField(Guarantee.choices))
    highest_rate = serializers.RegexField(
        AMOUNT, allow_null=True, help_text="可接受的年利率，%；null 为由银行报价"
    )
    needed_by = serializers.DateField(allow_null=True, help_text="希望到账日期")
    contact_name = serializers.CharField()
    contact_phone = serializers.CharField()
    renews = serializers.CharField(
        allow_null=True, help_text="申请无还本续贷的，原贷款的银行业务编号"
    )
    sent_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField(help_text="最近一次办理或答复的时间")
    due_on = serializers.DateField(allow_null=True, help_text="答复时限；不在银行办理时为 null")
    decided_at = serializers.DateTimeField(allow_null=True, help_text="银行首次答复的时间")
    declined_because = serializers.ChoiceField(DeclineReason.choices, allow_null=True)


class DemandsSerializer(Shape):
    cursor = serializers.CharField(help_text="从这里继续")
    has_more = serializers.BooleanField(help_text="为 true 时还有下一页")
    demands = DemandSerializer(many=True)


def _reported(shape: serializers.Field) -> serializers.Field:
    """A field of feedback as it is read back."""
    told = str(shape.help_text or shape.label)
    if isinstance(shape, serializers.DecimalField):
        return serializers.RegexField(AMOUNT, allow_null=True, help_text=told)
    if isinstance(shape, serializers.DateField):
        return serializers.DateField(allow_null=not shape.required, help_text=told)
    if isinstance(shape, serializers.BooleanField):
        return serializers.BooleanField(help_text=told)
    if isinstance(shape, serializers.ChoiceField):
        choices = [(code, label) for code, label in shape.choices.items() if code]
        return serializers.ChoiceField(choices, allow_null=shape.allow_null, help_text=told)
    return serializers.CharField(allow_null=not shape.required, help_text=told)


class _AlsoReported(Shape):
    enterprise_name = serializers.CharField()
    first_reported_at = serializers.DateTimeField()
    reported_at = serializers.DateTimeField()
    reported_by = serializers.CharField(help_text="反馈人或接口")
    voided_at = serializers.DateTimeField(
        allow_null=True, help_text="作废的时间；作废的不再计入，没有作废的为 null"
    )
    voided_by = serializers.CharField(allow_null=True, help_text="作废人或接口")
    void_reason = serializers.CharField(allow_null=True, help_text="作废原因")


class VoidSerializer(Strict):
    reason = serializers.RegexField(
        SAYS_SOMETHING, max_length=LONGEST_REASON, help_text="作废的原因，企业会看到",
        error_messages={
            **dict.fromkeys(
                ("required", "blank", "null", "invalid"), "请写明作废的原因，企业会看到。"
            ),
            "max_length": f"最多 {LONGEST_REASON} 字。",
        },
    )  # fmt: skip


# A credit as the bank last reported it; what is empty is null.
ReportedCreditSerializer: type[Shape] = type(
    "ReportedCreditSerializer",
    (_AlsoReported,),
    {name: _reported(shape) for name, shape in SHAPES.items()},
)


class CreditsSerializer(Shape):
    cursor = serializers.CharField(help_text="从这里继续")
    has_more = serializers.BooleanField(help_text="为 true 时还有下一页")
    items = ReportedCreditSerializer(many=True)


class ProblemFieldSerializer(Shape):
    field = serializers.CharField()
    message = serializers.CharField()


class ProblemSerializer(Shape):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="问题的种类，是说明页的地址")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    # The library has properties of these names, which are of no use here.
    instance = serializers.CharField(  # type: ignore[assignment]
        help_text="这次请求的编号，与 X-Request-Id 响应头相同"
    )
    errors = ProblemFieldSerializer(many=True, required=False)  # type: ignore[assignment]
