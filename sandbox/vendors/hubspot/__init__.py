"""HubSpot's side of the wire: the office line's contacts and deals, searched, listed, archived and linked.

Every property value is a string; unknown properties are passed over; a search ends at 10,000 records.
"""

from sandbox.vendors.hubspot.api import ENV, routes
from sandbox.vendors.hubspot.errors import ERRORS

__all__ = ["ENV", "ERRORS", "routes"]
