"""What a scaffold is about to write. Nothing is written before all of it is known to be possible."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from orchestration.mistakes import FILL_IN

TEMPLATES = Path(__file__).parent / "templates"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class Mistake(Exception):
    """What was asked for cannot be made; the message is a sentence for the person who asked."""


@dataclass
class Draft:
    """New texts of files under `project`, and the commands that try them."""

    project: Path
    commands: tuple[str, ...]
    texts: dict[Path, str] = field(default_factory=dict)

    def add(self, path: Path, text: str) -> None:
        """A new file. Raises Mistake where there is one already."""
        if path.exists():
            raise Mistake(f"{path.relative_to(self.project)} exists already.")
        self.texts[path] = text

    def read(self, path: Path) -> str:
        """A file as it will be."""
        return self.texts.get(path) or path.read_text(encoding="utf-8")

    def change(self, path: Path, text: str) -> None:
        self.texts[path] = text

    @property
    def written(self) -> list[str]:
        """The files, by their paths in the project."""
        return [str(path.relative_to(self.project)) for path in self.texts]

    def left(self) -> Iterator[str]:
        """Each line that a person has to fill in, with its place."""
        for path, text in self.texts.items():
            known = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
            for number, line in enumerate(text.splitlines(), 1):
                if FILL_IN in line and line not in known:
                    yield f"{path.relative_to(self.project)}:{number}: {line.strip()}"

    def write(self) -> None:
        for path, text in self.texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def filled(template: str, **words: str) -> str:
    """A template with its words put in."""
    return Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(words)


def checked(name: str) -> str:
    """A name that may be one of ours. Raises Mistake."""
    if not NAME.fullmatch(name):
        raise Mistake(f"{name!r} is no name: lower-case words joined by underscores, such as cost_per_click.")
    return name


def spoken(name: str) -> str:
    """`cost_per_click` as people say it."""
    return name.replace("_", " ").capitalize()
