"""How real files that were never made for Kadran are laid out for it: a sidecar each, as a person would write it.

`drop(shared, folder, name)` fills a drop folder with one of the data sets; what is known to be true of them stands in
the README of each under `data/` in the shared folder.
"""

from pathlib import Path
from typing import NamedTuple

from tests.real_data.sidecars import (
    AD_DAYS,
    AD_DAYS_BY_PLACEMENT,
    AD_MONTHS,
    AD_TOTALS,
    CUSTOMERS,
    DEALS,
    LEADS,
    MENTIONS,
    ORDER_LINES,
    ORDER_PAYMENTS,
    ORDER_REVIEWS,
    ORDERS,
    PICTURES,
    POSTS,
    PURCHASES,
    REVIEWS_AS_TICKETS,
    SAMPLE_OF_PURCHASES,
    TICKERS,
    TICKET_EVENTS,
    VIDEOS,
)


class Laid(NamedTuple):
    """A file of a data set, the folder it is dropped into, and its sidecar."""

    stream: str
    file: str
    sidecar: str


DATA_SETS = {
    "olist_marketing_funnel": (
        Laid("leads", "olist_marketing_qualified_leads_dataset.csv", LEADS),
        Laid("deals", "olist_closed_deals_dataset.csv", DEALS),
    ),
    "olist_orders_sample": (
        Laid("customers", "olist_customers_dataset.csv.gz", CUSTOMERS),
        Laid("orders", "olist_orders_dataset.csv.gz", ORDERS),
        Laid("order_lines", "olist_order_items_dataset.csv.gz", ORDER_LINES),
        Laid("order_payments", "olist_order_payments_dataset.csv.gz", ORDER_PAYMENTS),
        Laid("order_reviews", "olist_order_reviews_dataset.csv.gz", ORDER_REVIEWS),
    ),
    "helpdesk_log": (Laid("ticket_events", "helpdesk.csv.gz", TICKET_EVENTS),),
    "facebook_ads_kag": (Laid("ad_spend", "KAG_conversion_data.csv", AD_TOTALS),),
    "display_ads_daily_2020": (Laid("ad_spend", "online_advertising_performance_data.csv.gz", AD_DAYS),),
    "cdnow_transactions": (Laid("orders", "CDNOW_master.txt.gz", PURCHASES),),
    "cdnow_sample": (Laid("orders", "CDNOW_sample.txt.gz", SAMPLE_OF_PURCHASES),),
    "facebook_page_posts": (Laid("social_posts", "dataset_Facebook.csv", POSTS),),
    **{
        f"mentions_{name}": (Laid("social_messages", f"Twitter_volume_{name}.csv.gz", MENTIONS % name),)
        for name in TICKERS
    },
    "paid_search_shop_2021": (Laid("ad_spend", "final_shop_6modata.csv", AD_MONTHS),),
    "instagram_insights": (Laid("social_posts", "instagram_data_utf8.csv", PICTURES),),
    "youtube_channel": (Laid("video_audience", "Aggregated_Metrics_By_Video.csv", VIDEOS),),
}
AGAIN = {
    "olist_all_orders": tuple(
        each._replace(sidecar=each.sidecar.replace("  status: order_status\n", ""))  # cancelled ones, too
        for each in DATA_SETS["olist_orders_sample"]
        if each.stream in ("customers", "orders", "order_lines")
    ),
    "olist_reviews": (Laid("tickets", "olist_order_reviews_dataset.csv.gz", REVIEWS_AS_TICKETS),),
    "display_ads_by_placement": (Laid("ad_spend", DATA_SETS["display_ads_daily_2020"][0].file, AD_DAYS_BY_PLACEMENT),),
}
"""Files of these data sets, laid out in another way."""
FOLDERS = {
    "cdnow_sample": "cdnow_transactions",
    "olist_all_orders": "olist_orders_sample",
    "olist_reviews": "olist_orders_sample",
    "display_ads_by_placement": "display_ads_daily_2020",
    **{f"mentions_{name}": "nab_ads_and_mentions" for name in TICKERS},
}
"""Where the files of those lie that are not called like their folder."""


def drop(shared: Path, folder: Path, name: str) -> None:
    """Lay a data set and its sidecars into a drop folder; the account is called like the data set."""
    for laid in (DATA_SETS | AGAIN)[name]:
        source = shared / "data" / FOLDERS.get(name, name) / laid.file
        home = folder / laid.stream
        home.mkdir(parents=True, exist_ok=True)
        (home / f"{name}.csv{'.gz' if source.suffix == '.gz' else ''}").symlink_to(source)
        (home / f"{name}.yml").write_text(laid.sidecar)
