"""OpenAPI 3.1, made from the tables of actions, and a page to read it."""

import asyncio
import html
import json
from collections.abc import Sequence
from typing import Any, Literal, get_origin

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from channels.errors import CATALOGUE
from channels.types import Fact
from handlers.actions.action import Access, Action

REF = "#/components/schemas/{model}"
PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem. `code` is stable; title and detail follow Accept-Language.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(CATALOGUE)},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "hint": {"type": "string"},
                },
            },
        },
        "current": {"description": "What stands now, with a conflict"},
        "retry_after": {"type": "integer", "description": "seconds"},
    },
}


PATHS = ("/api/openapi.json", "/api/docs", "/api/docs.css")


class Documents:
    """Documents at `PATHS`, made at the first request for one: making them takes as long as the rest of a start."""

    def __init__(self, actions: Sequence[Action], version: str) -> None:
        self._actions, self._version = actions, version
        self._made: dict[str, tuple[str, str]] = {}
        self._making = asyncio.Lock()

    async def of(self, path: str) -> tuple[str, str]:
        """Returns the text and its media type."""
        async with self._making:
            self._made = self._made or await asyncio.to_thread(self._make)
        return self._made[path]

    def _make(self) -> dict[str, tuple[str, str]]:
        document = openapi(self._actions, self._version)
        texts = (json.dumps(document, ensure_ascii=False), page(document), STYLE)
        return dict(zip(PATHS, zip(texts, ("application/json", "text/html", "text/css"), strict=True), strict=True))


def openapi(actions: Sequence[Action], version: str) -> dict[str, Any]:
    """Returns the document: requests and answers of the actions, and under `Fact` the content of publications."""
    facts = published()
    used: list[tuple[type[BaseModel], str]] = [
        (model, mode)
        for action in actions
        for model, mode in ((action.body, "validation"), (action.answer, "serialization"))
        if model is not None
    ]
    used += [(fact, "serialization") for fact in facts]
    keyed, definitions = models_json_schema(list(dict.fromkeys(used)), ref_template=REF)  # type: ignore[arg-type]
    schemas = definitions.get("$defs", {})
    paths: dict[str, dict[str, Any]] = {}
    for action in actions:
        paths.setdefault(action.path, {})[action.method.lower()] = _operation(action, keyed)
        if action.query is not None:
            schemas |= _query_schema(action.query).get("$defs", {})
    schemas["Fact"] = {
        "description": "What a publication of a channel holds.",
        "oneOf": [keyed[fact, "serialization"] for fact in facts],
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Zvonok",
            "version": version,
            "summary": "Marks, absences and messages of a school, the moment they are entered",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Problem": PROBLEM},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "__Host-zvonok"},
            },
        },
    }


def published() -> list[type[Fact]]:
    """Returns the facts that the school publishes, by name; not the rings, whose shapes other systems decide."""
    ours = [fact for fact in Fact.__subclasses__() if get_origin(fact.model_fields["type"].annotation) is Literal]
    return sorted(ours, key=lambda fact: fact.__name__)


def _operation(action: Action, keyed: Any) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": action.summary,
        "operationId": action.name,
        "x-rpc": action.by_rpc,
        "security": [] if action.access is Access.PUBLIC else [{"bearer": []}, {"cookie": []}],
        "parameters": [*_path_parameters(action), *_query_parameters(action), *_key_parameter(action)],
        "responses": {
            str(action.status): {"description": "Done"},
            "default": {
                "description": "A problem",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    }
    if action.answer is not None:
        operation["responses"][str(action.status)]["content"] = _content(keyed[action.answer, "serialization"])
    if isinstance(action.gives, str):
        operation["responses"][str(action.status)]["content"] = {action.gives: {}}
    if action.takes is not None:
        operation["requestBody"] = {"required": True, "content": {action.takes: {}}}
    if action.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(keyed[action.body, "validation"])}
    return operation


def _content(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _path_parameters(action: Action) -> list[dict[str, Any]]:
    schema = {"type": "string", "pattern": "^[0-9]{1,18}$"}
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in action.ids]


def _query_parameters(action: Action) -> list[dict[str, Any]]:
    if action.query is None:
        return []
    schema = _query_schema(action.query)
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": one}
        for name, one in schema["properties"].items()
    ]


def _query_schema(query: type[BaseModel]) -> dict[str, Any]:
    return query.model_json_schema(ref_template=REF)


def _key_parameter(action: Action) -> list[dict[str, Any]]:
    if not action.writes or action.access is Access.PUBLIC:
        return []
    return [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "A repeat with the same key and body gets the first answer",
            "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,100}$"},
        }
    ]


def page(document: dict[str, Any]) -> str:
    """Returns the API as one page, without scripts."""
    rows = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            answers = [a for status, a in operation["responses"].items() if status != "default"]
            answer = answers[0].get("content", {}).get("application/json", {}).get("schema", {})
            rows.append(
                f"<tr><td><code>{method.upper()}</code></td><td><code>{html.escape(path)}</code></td>"
                f"<td>{html.escape(operation['summary'])}</td><td>{_rpc(operation)}</td><td>{_link(body)}</td><td>{_link(answer)}</td></tr>"
            )
    schemas = "".join(
        f'<h3 id="{name}">{name}</h3><p>{html.escape(schema.get("description", ""))}</p>{_fields(schema)}'
        for name, schema in document["components"]["schemas"].items()
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>Zvonok: API</title><link rel="stylesheet" href="/api/docs.css">'
        '<main><h1>Zvonok: API</h1><p><a href="/api/openapi.json">openapi.json</a></p>'
        f"<table><tr><th>Method<th>Path<th>What it does<th>rpc<th>Body<th>Answer</tr>{''.join(rows)}</table>"
        f"<h2>Shapes</h2>{schemas}</main></html>"
    )


def _rpc(operation: dict[str, Any]) -> str:
    return f"<code>{operation['operationId']}</code>" if operation["x-rpc"] else ""


def _link(schema: dict[str, Any]) -> str:
    name = schema.get("$ref", "").rpartition("/")[2]
    return f'<a href="#{name}"><code>{name}</code></a>' if name else ""


def _fields(schema: dict[str, Any]) -> str:
    required = schema.get("required", [])
    items = "".join(
        f"<li><code>{html.escape(name)}</code>{'' if name in required else ' (optional)'}: {_type(field)}"
        f" {html.escape(field.get('description', ''))}</li>"
        for name, field in schema.get("properties", {}).items()
    )
    return f"<ul>{items}</ul>" if items else ""


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return _link(field)
    for union in ("anyOf", "oneOf", "allOf"):
        if union in field:
            return " or ".join(_type(one) for one in field[union])
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    if "const" in field:
        return html.escape(repr(field["const"]))
    return html.escape(str(field.get("format") or field.get("type") or "any"))


STYLE = """body { font: 16px/1.45 system-ui, sans-serif; margin: 0; color: #1c211f; background: #f4f3ef }
main { max-width: 1100px; margin: auto; padding: 24px } table { border-collapse: collapse; background: #fff }
th, td { text-align: left; padding: 6px 12px; border-bottom: 1px solid #dfddd5; vertical-align: top }
a { color: #0a6656 } code { font-size: 14px } .btn, textarea { font: inherit; border-radius: 10px }
.btn { padding: 10px 20px; border: 0; background: #0a6656; color: #fff; font-weight: 600 }
textarea { width: 100%; max-width: 60ch; box-sizing: border-box; padding: 10px 12px; border: 1px solid #767f79 }
"""
