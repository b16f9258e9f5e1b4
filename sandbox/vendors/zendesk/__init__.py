"""Zendesk's side of the wire: the shop's tickets with their metrics, events and ratings, exported and listed.

Exports start at a moment and run to the present; lists have cursors; the older kind of survey is switched on.
"""

from sandbox.vendors.zendesk.api import ENV, routes
from sandbox.vendors.zendesk.errors import ERRORS

__all__ = ["ENV", "ERRORS", "routes"]
