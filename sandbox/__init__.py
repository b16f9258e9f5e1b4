"""The vendors' side of the wire: one simulated company served on loopback in the vendors' own words.

Nothing here knows the connectors; both sides read the vendors' contracts on their own, so that a mistake shows.
"""
