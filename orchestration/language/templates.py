"""Templates that speak a language: texts marked with `_()` come from its catalogue."""

from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.bccache import Bucket

from orchestration.language import Language


class _Compiled(BytecodeCache):
    """Templates are compiled once a process, whatever the language and what they tell."""

    def __init__(self) -> None:
        self._codes: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._codes[bucket.key + bucket.checksum] = bucket.code


COMPILED = _Compiled()


def environment(templates: Path, language: Language) -> Environment:
    """For the templates of a folder; those called `.html.j2` escape what comes from outside."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=COMPILED,
    )
    made.install_gettext_translations(language.translations, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {"day": language.day, "told": language.told}
    made.globals |= {"language": language}
    return made
