"""The document as a page for people: no script, no file from elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from presence_api.html import page, words


def docs_page(document: Mapping[str, Any]) -> str:
    """All operations by their paths; codes of problems lead to their pages."""
    said = str(document["info"]["description"])
    more = 'For programs: <a href="/openapi.json">openapi.json</a>.'
    found = [
        (path, method, one)
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    ]
    operations = ["\n".join(_operation(*one)) for one in found]
    title = str(document["info"]["title"])
    return page(title, f"<p>{words(said)} {more}</p>", _contents(found), *operations)


def _contents(found: Sequence[tuple[str, str, Mapping[str, Any]]]) -> str:
    lines = (
        f'<li><a href="#{escape(one["operationId"])}">{method.upper()} {escape(path)}</a></li>'
        for path, method, one in found
    )
    return "\n".join(['<nav aria-label="Operations"><ul>', *lines, "</ul></nav>"])


def _operation(path: str, method: str, one: Mapping[str, Any]) -> Iterator[str]:
    yield f'<h2 id="{escape(one["operationId"])}">{method.upper()} {escape(path)}</h2>'
    yield f"<p>{words(one['summary'])} {words(one.get('description', ''))}</p>"
    if one.get("parameters"):
        yield _table("Parameters", [_parameter(each) for each in one["parameters"]])
    if "requestBody" in one:
        yield _table("Body", list(_bodies(one["requestBody"]["content"])))
    yield _table("Answers", [_answer(status, each) for status, each in one["responses"].items()])


def _parameter(one: Mapping[str, Any]) -> Sequence[str]:
    return (escape(one["name"]), escape(one["in"]), words(one.get("description", "")))


def _bodies(content: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for media, one in content.items():
        yield escape(media), escape(_shape(one["schema"]))


def _answer(status: str, one: Mapping[str, Any]) -> Sequence[str]:
    content = one.get("content", {})
    kinds = ", ".join(
        f"{media} {_shape(each['schema'])}".strip() for media, each in content.items()
    )
    return escape(status), "<br>".join(map(_line, one["description"].split("\n"))), escape(kinds)


def _line(text: str) -> str:
    code, colon, rest = text.partition(": ")
    if not colon:
        return words(text)
    return f'<a href="/problems/{escape(code.lower())}">{escape(code)}</a>: {words(rest)}'


def _shape(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _table(title: str, rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    body = "\n".join(f"<tr>{row}</tr>" for row in cells)
    return f"<table>\n<caption>{title}</caption>\n{body}\n</table>"
