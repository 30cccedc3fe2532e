"""What the library cannot say of the interface: a line of feedback by its state, where tokens come
from, headers of every answer, who signs messages."""

from typing import Any

from django.urls import reverse

from financing.feedback.shape import BELONGS, NEEDED, SHAPES
from financing.line.api.problems import MEDIA_TYPE
from financing.models import CreditFeedback

Schema = dict[str, Any]
ITEM, BATCH, VOID = "FeedbackItem", "Batch", "Void"
NOTHING = {"BlankEnum", "NullEnum"}
HEADERS: Schema = {
    "X-Request-Id": {
        "description": "这次请求的编号，联系平台时请提供", "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": '每分钟的上限，如 "minute";q=600;w=60', "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": '本分钟还剩的次数和到下一分钟的秒数，如 "minute";r=599;t=42',
        "schema": {"type": "string"},
    },
    "Retry-After": {"description": "多少秒后再试", "schema": {"type": "integer"}},
}  # fmt: skip
_ERROR, _PROBLEM = ("application/json", "TokenError"), (MEDIA_TYPE, "Problem")
TOKEN: Schema = {
    "post": {
        "operationId": "token",
        "summary": "取令牌",
        "description": "OAuth 2 客户端凭据。令牌 30 分钟有效；出错时的格式见 RFC 6749 第 5.2 节。",
        "tags": ["token"],
        "security": [{"program": []}],
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {"$ref": "#/components/schemas/TokenRequest"}
                }
            },
        },
        "responses": {
            "200": {
                "description": "令牌",
                "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Token"}}
                },
            },
            **{
                status: {
                    "description": told,
                    "content": {
                        media: {"schema": {"$ref": f"#/components/schemas/{shape}"}}
                        for media, shape in media_types
                    },
                }
                for status, told, media_types in (
                    ("400", "请求有误", (_ERROR, _PROBLEM)),
                    ("401", "标识、密钥或调用地址不对，或已停用", (_ERROR,)),
                    ("411", "没有给出正文长度", (_PROBLEM,)),
                    ("429", "请求过于频繁", (_ERROR,)),
                )
            },
        },
    }
}  # fmt: skip
TOKEN_SHAPES: Schema = {
    "TokenRequest": {
        "type": "object",
        "required": ["grant_type"],
        "properties": {
            "grant_type": {"type": "string", "enum": ["client_credentials"]},
            "scope": {"type": "string", "description": "以空格分隔；不填则为程序的全部权限"},
        },
    },
    "Token": {
        "type": "object",
        "required": ["access_token", "token_type", "expires_in", "scope"],
        "properties": {
            "access_token": {"type": "string"},
            "token_type": {"type": "string", "enum": ["Bearer"]},
            "expires_in": {"type": "integer", "description": "秒"},
            "scope": {"type": "string"},
        },
    },
    "TokenError": {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "string",
                "description": "invalid_client、invalid_request、invalid_scope、"
                "unsupported_grant_type 或 temporarily_unavailable",
            },
            "error_description": {"type": "string"},
        },
    },
}
TAGS = {
    "token": "取令牌",
    "whitelist": "重点融资支持企业名单",
    "demands": "送达贵行的融资需求",
    "feedback": "贵行反馈的授信情况",
    "webhooks": "平台发给贵行的变化通知",
}


def completed(result: Schema, **_: object) -> Schema:
    """The description with all this in it."""
    parts = result["components"]
    parts["schemas"] |= _lines_by_state(parts["schemas"])
    for strict in (BATCH, VOID):
        parts["schemas"][strict]["additionalProperties"] = False
    for name in NOTHING:
        if f"#/components/schemas/{name}" not in str(result):
            parts["schemas"].pop(name, None)
    parts["schemas"] |= TOKEN_SHAPES
    parts["headers"] = HEADERS
    parts["securitySchemes"] |= {
        "program": {"type": "http", "scheme": "basic", "description": "程序标识和密钥"},
        "signature": {
            "type": "apiKey", "in": "header", "name": "webhook-signature",
            "description": "Standard Webhooks 签名",
        },
    }  # fmt: skip
    for path in result["paths"].values():
        for operation in path.values():
            _add_headers(operation)
    for name, message in result["webhooks"].items():
        message["post"] |= {"security": [{"signature": []}], "operationId": name.replace(".", "_")}
    paths = {reverse("api:token"): TOKEN, **result["paths"]}
    # Addresses answer with the slash and without it.
    result["paths"] = {path.rstrip("/"): operations for path, operations in paths.items()}
    result["tags"] = [{"name": name, "description": told} for name, told in TAGS.items()]
    base = result["servers"][0]["url"]
    result["info"] |= {
        "contact": {"name": "市级主管部门", "url": base},
        "license": {"name": "供接入银企专线的银行使用", "url": f"{base}{reverse('api:docs')}"},
    }
    return result


def _lines_by_state(schemas: Schema) -> Schema:
    """A line of feedback as one of four: what each state asks for, and what belongs to it."""
    whole = schemas[ITEM]
    names = {
        state: f"Credit{str(state).title().replace('_', '')}"
        for state in CreditFeedback.State.values
    }
    lines = {
        names[state]: _line(whole, CreditFeedback.State(state))
        for state in CreditFeedback.State.values
    }
    refs = {state: f"#/components/schemas/{name}" for state, name in names.items()}
    one_of = {
        "description": whole.get("description", ""),
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": "state", "mapping": refs},
    }
    return {**lines, ITEM: one_of}


def _line(whole: Schema, state: CreditFeedback.State) -> Schema:
    needed = [name for name, shape in SHAPES.items() if shape.required] + list(NEEDED[state])
    belonging = [name for name in SHAPES if name not in BELONGS or state in BELONGS[name]]
    properties = {name: _without_nothing(whole["properties"][name]) for name in belonging}
    properties["state"] = {"type": "string", "enum": [str(state)], "description": str(state.label)}
    return {
        "type": "object",
        "description": f"{state.label}的一笔",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _without_nothing(shape: Schema) -> Schema:
    """A field without null and "": what is not known is left out."""
    kept = dict(shape)
    for one in kept.pop("oneOf", ()):
        if one.get("$ref", "").rsplit("/", 1)[-1] not in NOTHING and one.get("maxLength") != 0:
            kept = {**one, **kept}
    if isinstance(kept.get("type"), list):
        kept["type"] = next(one for one in kept["type"] if one != "null")
    return kept


def _add_headers(operation: Schema) -> None:
    for status, answer in operation["responses"].items():
        names = ["X-Request-Id"]
        if status != "401":
            names += ["RateLimit-Policy", "RateLimit"]
        if status == "429":
            names.append("Retry-After")
        known = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
        answer["headers"] = {**answer.get("headers", {}), **known}
