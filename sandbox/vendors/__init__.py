"""Finds the vendors: each module beside this one is one vendor, named like the source that pulls from it.

A vendor module offers ENV (what its clients must be configured with) and routes(company), and where it needs them
ERRORS (its own ways to fail, by name) and PATHS (settings that are URLs below its mount point, by name). Modules that
start with an underscore are parts of a vendor, not vendors.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.routing import BaseRoute

from sandbox.company import Company
from sandbox.faults import Fault


@dataclass(frozen=True)
class Vendor:
    """One vendor as its module declares it."""

    name: str
    env: Mapping[str, str]
    routes: Callable[[Company], list[BaseRoute]]
    errors: Mapping[str, Fault]
    paths: Mapping[str, str]


def vendor(name: str) -> Vendor:
    """Loads one vendor by its source name."""
    module = importlib.import_module(f"{__name__}.{name}")
    return Vendor(name, module.ENV, module.routes, getattr(module, "ERRORS", {}), getattr(module, "PATHS", {}))


def all_vendors() -> list[Vendor]:
    """Loads every vendor, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [vendor(name) for name in names if not name.startswith("_")]
