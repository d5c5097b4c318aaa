"""YAML as an editor means it: every value keeps its line, `no` is a word, and a date stays as it was typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.problems import Problem, shown

Keys = tuple[str | int, ...]
# The only fields that are numbers; a phone such as 911 must stay a string even without quotes.
NUMBER_FIELDS = frozenset({"priority"})


@dataclass(frozen=True)
class YamlFile:
    """One file of a pack: its data, and the line of each value."""

    path: Path
    data: Any
    lines: dict[Keys, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The path as an editor reads it."""
        return shown(self.path)

    def line(self, keys: Keys = ()) -> int:
        """The line of a value, or of the nearest parent that is written."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def value(self, keys: Keys) -> Any:
        """The value at a path; None when there is none."""
        value = self.data
        for key in keys:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def problem(self, keys: Keys, message: str, advice: str, level: str = "error") -> Problem:
        """A problem at the line of this value."""
        return Problem(self.name, self.line(keys), message, advice, level)


class _Reader:
    """Turns YAML nodes into plain data and notes lines and problems on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[Keys, int] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, keys: Keys) -> Any:
        self.lines.setdefault(keys, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, keys)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*keys, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, keys)

    def _mapping(self, node: yaml.MappingNode, keys: Keys) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            line = key_node.start_mark.line + 1
            if not key:
                self._report(line, "A key must be one word.", "Write `word: value`.")
                continue
            if key in data:
                self._report(line, f'The key "{key}" is written twice.', "Keep one of the two.")
                continue
            self.lines[(*keys, key)] = line
            data[key] = self.value(value_node, (*keys, key))
        return data

    def _scalar(self, node: yaml.Node, keys: Keys) -> Any:
        text = str(node.value)
        if getattr(node, "style", None) is not None:
            return text
        if text in {"", "~", "null"}:
            return None
        if text in {"true", "false"}:
            return text == "true"
        if keys and keys[-1] in NUMBER_FIELDS and text.isdigit():
            return int(text)
        return text

    def _report(self, line: int, message: str, advice: str) -> None:
        self.problems.append(Problem(shown(self.path), line, message, advice))


class _NoAlias(yaml.SafeLoader):
    """A composer that refuses aliases: an entry must be readable from top to bottom."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.events.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(None, None, "aliases (*name) are not allowed, write the value again", mark)
        return super().compose_node(parent, index)


def read_yaml(path: Path) -> tuple[YamlFile, list[Problem]]:
    """Read one file; a file that cannot be read gives a problem and empty data, never an exception."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return YamlFile(path, None), [Problem(shown(path), 1, f"Cannot be read: {error}.", "Save it as UTF-8 text.")]
    return parse_yaml(text, path)


def parse_yaml(text: str, path: Path) -> tuple[YamlFile, list[Problem]]:
    """Read YAML text as if it came from `path`."""
    try:
        node = _NoAlias(text).get_single_node()
    except (yaml.YAMLError, RecursionError) as error:
        return YamlFile(path, None), [_syntax_problem(path, error)]
    reader = _Reader(path)
    data = reader.value(node, ()) if node is not None else None
    return YamlFile(path, data, reader.lines), reader.problems


def _syntax_problem(path: Path, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    what = getattr(error, "problem", None) or str(error).split("\n")[0]
    advice = 'Check indentation, and quote texts that contain ": " or begin with a special character.'
    return Problem(shown(path), line, f"Not valid YAML: {what}.", advice)
