"""Adds entries to YAML as text: every other line, comment and anchor stays as it was written."""

import yaml

from orchestration.scaffold.draft import Mistake


def add_entry(text: str, section: str, entry: str) -> str:
    """`entry`, a list item with its indentation, behind the last one of a section; the section is made where needed."""
    found = _member(_root(text), section)
    if found is None:
        return _whole(f"{text.rstrip()}\n\n{section}:\n{entry.rstrip()}\n")
    return _insert(text, _last_line(*found), f"\n{entry.rstrip()}\n")


def add_kri(text: str, kpi: str, entry: str) -> str:
    """`entry` (a flow mapping) behind the last KRI of a KPI. Raises Mistake where the text has no such KPI."""
    for model in _items(_root(text), "models"):
        if _value(model, "name") == kpi:
            break
    else:
        raise Mistake(f"No entry under models has the name {kpi}.")
    meta = model
    for name in ("config", "meta"):
        if (found := _member(meta, name)) is None or not isinstance(found[1], yaml.MappingNode):
            raise Mistake(f"The entry of {kpi} has no {name}.")
        meta = found[1]
    kris = _member(meta, "kris")
    if kris is None:
        indent = " " * meta.start_mark.column
        return _insert(text, _last_line(meta, meta), f"{indent}kris:\n{indent}  - {entry}\n")
    if isinstance(kris[1], yaml.SequenceNode) and kris[1].value and not kris[1].flow_style:
        indent = " " * kris[1].start_mark.column
        return _insert(text, _last_line(*kris), f"{indent}- {entry}\n")
    raise Mistake(f"Write kris of {kpi} as a list, one line a KRI.")


def declared(text: str) -> dict[str, list[str]]:
    """The names under each section."""
    root = _root(text)
    sections = [key.value for key, _ in root.value]
    return {section: [str(_value(item, "name")) for item in _items(root, section)] for section in sections}


def _root(text: str) -> yaml.MappingNode:
    root = yaml.compose(text, yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise Mistake("The YAML file is not a mapping.")
    return root


def _member(node: yaml.Node, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    """A key and its value."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next(((key, value) for key, value in pairs if key.value == name), None)


def _items(root: yaml.Node, section: str) -> list[yaml.Node]:
    found = _member(root, section)
    return found[1].value if found and isinstance(found[1], yaml.SequenceNode) else []


def _value(node: yaml.Node, name: str) -> object:
    found = _member(node, name)
    return found[1].value if found else None


def _last_line(key: yaml.Node, value: yaml.Node) -> int:
    """The number of the last line of a value; that of its key where it is an alias, which stands elsewhere."""
    if value.start_mark.index < key.start_mark.index:
        return int(key.start_mark.line)
    if isinstance(value, yaml.CollectionNode) and not value.flow_style and value.value:
        last = value.value[-1]
        return _last_line(*last) if isinstance(last, tuple) else _last_line(last, last)
    end = value.end_mark
    return int(end.line if end.column else end.line - 1)


def _insert(text: str, after: int, addition: str) -> str:
    lines = text.splitlines(keepends=True)
    lines[after] = lines[after].rstrip("\n") + "\n"
    while after and not lines[after].strip():  # a text block ends behind its blank lines
        after -= 1
    return _whole("".join([*lines[: after + 1], addition, *lines[after + 1 :]]))


def _whole(text: str) -> str:
    yaml.safe_load(text)
    return text
