"""Simulated and real rows never share a data folder: a marker in the lake says whose it is."""

from orchestration.settings import Kadran

MARKER = ".sandbox"


class WrongLake(Exception):
    """Simulated and real data were about to be mixed."""


def guard(kadran: Kadran) -> None:
    """Call before anything is loaded. Raises WrongLake with the way out."""
    root = kadran.lake.root
    marker = root / MARKER
    if kadran.sandbox and not root.exists():
        root.mkdir(parents=True)
        marker.touch()
    if root.exists() and marker.exists() != kadran.sandbox:
        held, coming = ("simulated", "real") if marker.exists() else ("real", "simulated")
        raise WrongLake(
            f"{root} holds {held} data, and {coming} data would be mixed in. Set KADRAN_DATA to another folder"
            + (", or remove the simulated data with `make clean`." if held == "simulated" else ".")
        )
