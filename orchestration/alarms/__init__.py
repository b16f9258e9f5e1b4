"""Alarms: what the KRIs say, night after night, as events with a beginning, an end, an owner and persons' words."""
