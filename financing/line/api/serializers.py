"""The shapes of the interface: parameters are checked by them, answers are documented by them."""

from typing import TypeAlias

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from certification.models import Certificate
from enterprises.models import SizeClass
from enterprises.models.yearly_report import COUNT_FIGURES, MONEY_FIGURES
from financing.models.consent import FieldGroup
from financing.whitelist.pulls import MOST_CHANGES

Shape: TypeAlias = serializers.Serializer[dict[str, object]]
CREDIT_CODE = r"^[0-9A-HJ-NPQRTUWXY]{18}$"


class ChangesQuery(Shape):
    cursor = serializers.CharField(max_length=200, help_text="上次得到的游标")
    limit = serializers.IntegerField(
        default=500, min_value=1, max_value=MOST_CHANGES, help_text="一次最多返回的条数"
    )


class HistoryQuery(Shape):
    date = serializers.DateField(help_text="北京时间的日期；返回当日终了时在库的企业")


class IdentitySerializer(Shape):
    district = serializers.CharField(allow_null=True, help_text="区市")
    industry_code = serializers.CharField(allow_null=True, help_text="行业代码（GB/T 4754-2017）")
    size_class = serializers.ChoiceField(SizeClass.choices, allow_null=True, help_text="企业规模")
    established_on = serializers.DateField(allow_null=True, help_text="成立日期")
    registered_capital = serializers.CharField(allow_null=True, help_text="注册资本，万元")
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
        fields[name] = serializers.CharField(allow_null=True, help_text="万元")
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
    reason = serializers.CharField()


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
    reason = serializers.CharField(allow_null=True)


class HistorySerializer(Shape):
    date = serializers.DateField()
    entries = HistoricalEntrySerializer(many=True)


class ProblemFieldSerializer(Shape):
    field = serializers.CharField()
    message = serializers.CharField()


class ProblemSerializer(Shape):
    """Problem details (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    # The library has a property of this name, which is of no use here.
    errors = ProblemFieldSerializer(many=True, required=False)  # type: ignore[assignment]
