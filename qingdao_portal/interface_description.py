"""How the banks' interface describes itself (drf-spectacular)."""

DESCRIPTION: dict[str, object] = {
    "TITLE": "银企专线接口",
    "DESCRIPTION": "青岛市重点融资支持企业名单库向银行提供的接口。接入步骤见 /api/docs/。",
    "WEBHOOKS": [
        "financing.line.api.described.list_changed",
        "financing.line.api.described.demand_changed",
        "financing.line.api.described.ping",
    ],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "financing.line.api.schema.completed",
    ],
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": 0},
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "GuaranteeEnum": "financing.models.demand.Guarantee",
        "CreditStateEnum": "financing.models.feedback.CreditFeedback.State",
        "HandlingStateEnum": "financing.models.demand.DemandHandling.State",
    },
}
