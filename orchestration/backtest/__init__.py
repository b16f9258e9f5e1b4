"""Backtests: what a KRI would have raised over history, as a table and a page, so that a sensitivity can be chosen."""
