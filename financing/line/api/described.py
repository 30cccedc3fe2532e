"""What the description of the interface says besides its views: signing in, and messages sent."""

from django.urls import reverse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse, OpenApiWebhook, extend_schema
from rest_framework import serializers

from financing.line.api.bank_view import BankView
from financing.line.api.serializers import CREDIT_CODE, Shape
from financing.models import ClientScope, DemandHandling, WebhookDelivery


class BankProgramScheme(OpenApiAuthenticationExtension):
    target_class = "financing.line.api.sign_in.BankProgram"
    name = "client_credentials"

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[str]]:
        assert isinstance(auto_schema.view, BankView)
        return {self.name: [auto_schema.view.required_scope]}

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, object]:
        return {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": reverse("api:token"),
                    "scopes": {str(scope): str(scope.label) for scope in ClientScope},
                }
            },
        }


class ListedEnterpriseSerializer(Shape):
    credit_code = serializers.RegexField(CREDIT_CODE)
    status = serializers.ChoiceField(choices=["listed", "left"])


class ListChangesSerializer(Shape):
    count = serializers.IntegerField(help_text="变化的企业数")
    complete = serializers.BooleanField(help_text="enterprises 是否列全")
    enterprises = ListedEnterpriseSerializer(many=True)


class ListChangedSerializer(Shape):
    """What a message on the list says."""

    type = serializers.ChoiceField(choices=[str(WebhookDelivery.Event.CHANGED)])
    timestamp = serializers.DateTimeField()
    data = ListChangesSerializer()  # type: ignore[assignment]


# What the enterprise did; what the bank's own officers do is no news to the bank.
TOLD_STATES = (
    DemandHandling.State.SENT, DemandHandling.State.TAKEN, DemandHandling.State.ACCEPTED,
    DemandHandling.State.CLOSED,
)  # fmt: skip


class HandlingSerializer(Shape):
    handling = serializers.IntegerField(help_text="贵行对这项需求的办理，平台内的编号")
    demand = serializers.CharField(
        help_text="需求编号，如 RZ2026000001；内容用 GET /api/v1/demands/{number}/ 取"
    )
    credit_code = serializers.RegexField(CREDIT_CODE)
    state = serializers.ChoiceField(choices=[(one.value, one.label) for one in TOLD_STATES])
    due_on = serializers.DateField(required=False, help_text="答复时限")


class DemandChangedSerializer(Shape):
    """What a message on a loan demand says."""

    type = serializers.ChoiceField(choices=[str(WebhookDelivery.Event.DEMAND)])
    timestamp = serializers.DateTimeField()
    data = HandlingSerializer()  # type: ignore[assignment]


class TestSerializer(Shape):
    message = serializers.CharField()


class PingSerializer(Shape):
    """What a message says that is sent to try the address out."""

    type = serializers.ChoiceField(choices=[str(WebhookDelivery.Event.PING)])
    timestamp = serializers.DateTimeField()
    data = TestSerializer()  # type: ignore[assignment]


def _sent(event: str, content: type[Shape], summary: str) -> OpenApiWebhook:
    return OpenApiWebhook(
        name=event,
        decorator=extend_schema(
            summary=summary,
            description="按 Standard Webhooks 规范签名；以 2xx 答复表示收到。",
            tags=["webhooks"],
            request={"application/json": content},
            responses={"2XX": OpenApiResponse(description="收到")},
        ),
    )


list_changed = _sent("whitelist.changed", ListChangedSerializer, "名单有变化")
demand_changed = _sent("demand.changed", DemandChangedSerializer, "融资需求有变化")
ping = _sent("ping", PingSerializer, "测试消息")
