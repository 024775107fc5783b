"""The API's documentation as a page of our own: FastAPI's loads its script from elsewhere."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from chat.web.html import Html, tag
from chat.web.reader import page
from chat.web.strings import EN
from corpus.models import Show

router = APIRouter(include_in_schema=False)


@router.get("/docs", response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    """Every route with its parameters, an example and what can go wrong."""
    show: Show = request.app.state.options.show
    return HTMLResponse(docs_page(request.app.openapi(), show))


def docs_page(schema: dict[str, Any], show: Show) -> Html:
    """The page for an OpenAPI document."""
    head = tag(
        "header",
        tag("h1", schema["info"]["title"]),
        tag("p", schema["info"].get("description", ""), class_="about"),
        tag("p", tag("a", "openapi.json", href="/openapi.json"), class_="about"),
    )
    sections = [
        _operation(method, path, operation, schema)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return page("API", tag("article", head, *sections), show, EN)


def _operation(method: str, path: str, operation: dict[str, Any], schema: dict[str, Any]) -> Html:
    parts = [tag("h2", tag("code", f"{method.upper()} {path}")), tag("p", operation.get("description", ""))]
    parameters = [_parameter(each) for each in operation.get("parameters", ())]
    if parameters:
        parts.append(tag("ul", *parameters))
    body = _body_example(operation, schema)
    if body:
        parts += [tag("p", "Send", class_="about"), _pretty(body)]
    for status, response in operation["responses"].items():
        parts += _response(status, response)
    return tag("section", *parts)


def _parameter(parameter: dict[str, Any]) -> Html:
    told = parameter.get("description") or ("needed" if parameter.get("required") else "may be left out")
    return tag("li", tag("code", parameter["name"]), f" — {told}")


def _response(status: str, response: dict[str, Any]) -> list[Html]:
    example = next((each["example"] for each in response.get("content", {}).values() if "example" in each), None)
    if example is None:
        return [tag("p", f"{status}: {response['description']}", class_="about")]
    return [tag("p", f"{status}:", class_="about"), _pretty(example)]


def _body_example(operation: dict[str, Any], schema: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    examples = schema.get("components", {}).get("schemas", {}).get(name, {}).get("examples", [])
    return examples[-1] if examples else None


def _pretty(example: Any) -> Html:
    text = example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=2)
    return tag("pre", text, tabindex="0")
