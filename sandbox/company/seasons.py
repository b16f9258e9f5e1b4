"""What the calendar does to demand: weekdays, the year's wave, holidays and promotions. Functions of the date alone."""

import numpy as np
import pandas as pd

from sandbox.company.chance import Array

SHOP_WEEK = np.array([1.06, 1.01, 0.98, 0.97, 0.95, 0.96, 1.07])
OFFICE_WEEK = np.array([1.25, 1.32, 1.30, 1.22, 1.00, 0.42, 0.49])
HOLIDAYS = ("01-01", "05-01", "10-03", "12-24", "12-25", "12-26", "12-31")
PROMOTIONS = (  # name, first day, last day, lift of the wish to buy
    ("January sale", "01-07", "01-27", 0.22),
    ("Spring roast", "04-08", "04-15", 0.18),
    ("Summer sale", "07-01", "07-14", 0.20),
    ("Coffee day", "10-01", "10-03", 0.30),
    ("Advent", "12-01", "12-19", 0.28),
)
BLACK_FRIDAY_LIFT = 0.75


def weekday(days: Array) -> Array:
    """0 for Monday to 6 for Sunday."""
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7


def black_friday(year: int) -> np.datetime64:
    """The day after the fourth Thursday of November."""
    return np.busday_offset(f"{year}-11", 3, roll="forward", weekmask="Thu") + np.timedelta64(1, "D")


def promotion(days: Array) -> Array:
    """How much the running promotion lifts the wish to buy; 0 without one."""
    stamps = pd.DatetimeIndex(days)
    month_day = stamps.strftime("%m-%d").to_numpy(dtype=str)
    lift = np.zeros(len(days))
    for _, first, last, gain in PROMOTIONS:
        lift = np.where((month_day >= first) & (month_day <= last), gain, lift)
    for year in sorted(set(stamps.year)):
        since = (days.astype("datetime64[D]") - black_friday(year)).astype(np.int64)
        lift = np.where((since >= 0) & (since <= 3), BLACK_FRIDAY_LIFT, lift)
    return lift


def holiday(days: Array) -> Array:
    """Whether offices are closed although it may be a weekday."""
    return np.isin(pd.DatetimeIndex(days).strftime("%m-%d").to_numpy(dtype=str), HOLIDAYS)


def shop_demand(days: Array) -> Array:
    """Visitors of the shop against a plain day: a wave with its top in early December."""
    angle = 2 * np.pi * (pd.DatetimeIndex(days).day_of_year.to_numpy() - 340) / 365.25
    wave = 1 + 0.10 * np.cos(angle) + 0.03 * np.cos(2 * angle)
    demand: Array = wave * SHOP_WEEK[weekday(days)] * (1 + 0.45 * promotion(days))
    return demand


def office_demand(days: Array) -> Array:
    """Business enquiries against a plain day: nothing much on weekends, on holidays and in August."""
    summer = np.where(pd.DatetimeIndex(days).month.to_numpy() == 8, 0.75, 1.03)
    return OFFICE_WEEK[weekday(days)] * summer * np.where(holiday(days), 0.3, 1.0)
