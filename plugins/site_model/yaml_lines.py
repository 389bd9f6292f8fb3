"""YAML to plain strings, lists and mappings, with the line of every value.

Every scalar stays the text that was typed: no dates, booleans or numbers are guessed (the
"Norway problem"). Anchors, aliases and tags are refused: a small file could unfold into a huge one,
and a value that starts with `&` or `!` would lose its first word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from plugins.fast_text import switch as fast_text
from plugins.fast_text import yaml_subset
from plugins.site_model.text_input import fits

Path = tuple[str | int, ...]
Value = str | list["Value"] | dict[str, "Value"]


class YamlError(Exception):
    """The text is no YAML that we take; `line` counts from 1 in the text given."""

    def __init__(self, line: int, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.line, self.message, self.cure = line, message, cure


# `#1` right after a value was meant as text; `# a remark` was not.
_COMMENT = re.compile(r"[ \t]+#[^\s#]")


_BAD_START = re.compile(r"character '(.)' that cannot start|"
                        r"alphabetic or numeric character, but found '(.)'")


class _Loader(yaml.BaseLoader):
    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        event = self.peek_event()
        sign = "*" if isinstance(event, yaml.AliasEvent) else \
            "&" if getattr(event, "anchor", None) else "!" if getattr(event, "tag", None) else ""
        if sign:
            names = {"*": "a YAML alias", "&": "a YAML anchor", "!": "a YAML tag"}
            raise YamlError(event.start_mark.line + 1, f"'{sign}' starts {names[sign]}",
                            "put the value in quotes")
        return super().compose_node(parent, index)


@dataclass(frozen=True)
class Document:
    """The values, and the line of each by its path, such as `("tags", 2)`."""

    value: Value
    lines: dict[Path, int]

    def line(self, *path: str | int) -> int:
        """The line of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load(text: str) -> Document:
    """Read one YAML document. Raises YamlError with the line, in an author's words."""
    if fast_text.on("PyYAML") and (simple := yaml_subset.read(text)) is not None:
        return Document(*simple)
    try:
        node = yaml.compose(text, Loader=_Loader)
        lines: dict[Path, int] = {}
        return Document("" if node is None else _value(node, (), lines), lines)
    except yaml.MarkedYAMLError as error:
        raise _author_error(error, text) from None
    except yaml.YAMLError as error:
        raise YamlError(1, f"not readable as YAML: {error}") from None
    except (ValueError, OverflowError):
        line = next((i for i, row in enumerate(text.split("\n"), 1) if "\\U" in row), 1)
        raise YamlError(line, "an escape such as \\U00110000 stands for no character",
                        "type the character itself") from None
    except RecursionError:
        rows = text.split("\n")
        deepest = max(range(len(rows)), key=lambda i: len(re.findall(r"[\[{]|- ", rows[i])))
        raise YamlError(deepest + 1, "the lists are nested too deep", "flatten them") from None


def _value(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Value:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        if not fits(node.value):
            raise YamlError(node.start_mark.line + 1, "an escape stands for a control character, "
                            "or for one that nobody sees",
                            "type the word again without it")
        if node.style is None:
            if _COMMENT.match(node.end_mark.buffer or "", node.end_mark.pointer):
                raise YamlError(node.end_mark.line + 1, "'#' starts a comment, the rest would be "
                                "lost", "put the value in quotes")
            if node.value in ("null", "Null", "NULL", "~"):
                return ""
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, i), lines) for i, item in enumerate(node.value)]
    result: dict[str, Value] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlError(line, "a name must be plain text", "put it in quotes")
        if key_node.value in result:
            raise YamlError(line, f"'{key_node.value}' is there twice", "delete one of the two")
        result[key_node.value] = _value(value_node, (*path, key_node.value), lines)
        lines[(*path, key_node.value)] = line
    return result


def _author_error(error: yaml.MarkedYAMLError, text: str) -> YamlError:
    mark = error.context_mark or error.problem_mark
    line = mark.line + 1 if mark else 1
    what = error.problem or error.context or "not readable as YAML"
    if "mapping values are not allowed" in what or "could not find expected ':'" in what:
        line = error.problem_mark.line + 1 if error.problem_mark else line
        return YamlError(line, "a second ': ' in one line (YAML)", "put the value in quotes")
    last = error.problem_mark.line + 1 if error.problem_mark else line
    odd = next((n for n, row in enumerate(text.split("\n")[:last], 1) if row.count('"') % 2), 0)
    if odd or "quoted scalar" in (error.context or ""):
        line = odd or line
        return YamlError(line, "a quote is opened and not closed (YAML)", "add the closing quote")
    if "\\t" in what:
        return YamlError(line, "a tab in the indentation (YAML)", "use spaces")
    if found := _BAD_START.search(what):
        return YamlError(last, f"a value cannot start with '{found[1] or found[2]}' (YAML)",
                         "put the value in quotes")
    if "flow" in (error.context or ""):
        return YamlError(line, "a list in brackets is not closed, or a value in it has a sign of "
                         "its own (YAML)", "close it, or put the value in quotes")
    if "<document start>" in what or "<block end>" in what:
        return YamlError(last, "this line does not fit those above it (YAML)", "start each name "
                         "in the first column, and the entries of a list with '- ' below it")
    return YamlError(line, f"not readable as YAML: {what}", "compare with docs/authoring.md")
