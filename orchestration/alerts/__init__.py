"""Alerts: what is new about alarms, told to the owners of their KRAs, once, at a time that suits them."""
