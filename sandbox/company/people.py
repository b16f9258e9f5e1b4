"""Invented people: names and addresses that cannot belong to anybody (example.org is reserved)."""

import numpy as np

from sandbox.company.chance import Array, pick

FIRST = ["Anna", "Ben", "Clara", "David", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Kim", "Lea", "Milan"]
LAST = ["Adler", "Berger", "Costa", "Dubois", "Engel", "Fischer", "Garnier", "Hahn", "Ivanov", "Jansen", "Keller"]


def names(u: Array, v: Array) -> tuple[Array, Array]:
    """First and last names for two uniform numbers each."""
    return pick(np.array(FIRST, dtype=object), u), pick(np.array(LAST, dtype=object), v)


def email_address(first: Array, last: Array, ids: Array, domain: str = "example.org") -> Array:
    """One address for each person, unique through the id."""
    people = zip(first, last, ids, strict=True)
    return np.array([f"{a}.{b}.{i[-7:]}@{domain}".lower() for a, b, i in people], dtype=object)
