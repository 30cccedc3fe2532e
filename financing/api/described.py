"""How the description of the interface says that programs sign in."""

from typing import Any

from django.urls import reverse
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from financing.models import ClientScope


class BankProgramScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "financing.api.access.BankProgram"
    name = "client_credentials"

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {self.name: [auto_schema.view.required_scope]}

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": reverse("api:token"),
                    "scopes": {str(scope): str(scope.label) for scope in ClientScope},
                }
            },
        }
