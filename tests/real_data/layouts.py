"""How real files that were never made for Kadran are laid out for it: a sidecar each, as a person would write it.

`drop(shared, folder, name)` fills a drop folder with one of the data sets; what is known to be true of them stands in
the README of each under `data/` in the shared folder.
"""

from pathlib import Path
from typing import NamedTuple


class Laid(NamedTuple):
    """A file of a data set, the folder it is dropped into, and its sidecar."""

    stream: str
    file: str
    sidecar: str


LEADS = """\
columns: {lead_id: mql_id, created_at: first_contact_date, source: origin, landing_page: landing_page_id}
time_zone: America/Sao_Paulo
"""
# A lead becomes one deal at most, so its id is the deal's, too. What firms say they earn is not what the deal is worth.
DEALS = """\
columns: {deal_id: mql_id, lead_id: mql_id, customer_id: seller_id, closed_at: won_date}
constants: {is_won: "true", stage: won}
time_zone: America/Sao_Paulo
"""

CUSTOMERS = """\
columns: {person_id: customer_unique_id, region: customer_state}
constants: {country: BR}
time_zone: America/Sao_Paulo
"""
ORDERS = """\
columns:
  status: order_status
  ordered_at: order_purchase_timestamp
  approved_at: order_approved_at
  shipped_at: order_delivered_carrier_date
  delivered_at: order_delivered_customer_date
  delivery_due_at: order_estimated_delivery_date
time_zone: America/Sao_Paulo
"""
ORDER_LINES = """\
columns: {line_number: order_item_id, shipping: freight_value}
constants: {quantity: "1"}
currency: BRL
"""
ORDER_PAYMENTS = """\
columns:
  payment_number: payment_sequential
  method: payment_type
  installments: payment_installments
  amount: payment_value
currency: BRL
"""
ORDER_REVIEWS = """\
columns: {score: review_score, created_at: review_creation_date, answered_at: review_answer_timestamp}
time_zone: America/Sao_Paulo
"""

# What a customer says of an order asks for an answer, as a ticket does.
REVIEWS_AS_TICKETS = """\
columns:
  ticket_id: "{review_id}/{order_id}"
  created_at: review_creation_date
  solved_at: review_answer_timestamp
  satisfaction: review_score
constants: {channel: review, status: solved}
time_zone: America/Sao_Paulo
"""

TICKET_EVENTS = """\
columns: {ticket_id: CaseID, activity: ActivityID, occurred_at: CompleteTimestamp}
"""

# The file has neither dates nor a currency; its figures are of one period.
AD_TOTALS = """\
columns:
  campaign_id: xyz_campaign_id
  ad_group_id: fb_campaign_id
  impressions: Impressions
  clicks: Clicks
  spend: Spent
  leads: Total_Conversion
  conversions: Approved_Conversion
constants: {date_day: 2017-08-30, platform: facebook, channel: paid_social}
currency: USD
"""
# Days come without their year, and money without its currency.
AD_DAYS = """\
columns:
  date_day: "{day} {month} 2020"
  campaign_id: campaign_number
  campaign_name: campaign_number
  ad_name: banner
  impressions: displays
  spend: cost
  conversions: post_click_conversions
  conversions_value: revenue
constants: {platform: display_network, channel: display}
dates: {date_day: "%d %B %Y"}
null: ["#N/A"]
currency: USD
"""

# The same with what was sold after the click as value, and the placement, which no KPI is cut by, as channel.
AD_DAYS_BY_PLACEMENT = (
    AD_DAYS.replace("conversions_value: revenue", "conversions_value: post_click_sales_amount")
    .replace("  ad_name: banner\n", "  channel: placement\n")
    .replace(", channel: display}", "}")
)
# Groups of ads have a month, and money no currency.
AD_MONTHS = """\
columns:
  date_day: "1 {Month} 2021"
  campaign_name: Ad Group
  impressions: Impressions
  clicks: Clicks
  conversions: Conversions
  spend: Cost
  conversions_value: Revenue
constants: {platform: google, channel: paid_search}
dates: {date_day: "%d %B %Y"}
currency: USD
"""

PURCHASES = """\
delimiter: whitespace
columns: {order_id: "{row_number}", ordered_at: date, quantity: number_of_cds, revenue: dollar_value}
currency: USD
"""
SAMPLE_OF_PURCHASES = """\
delimiter: whitespace
header: [customer, customer_id, date, number_of_cds, dollar_value]
columns: {order_id: "{row_number}", ordered_at: date, quantity: number_of_cds, revenue: dollar_value}
currency: USD
"""

# Posts have a month and an hour, no day: the first of the month stands for it.
POSTS = """\
columns:
  post_id: "{row_number}"
  published_at: "2014-{Post Month}-01 {Post Hour}:00"
  post_type: Type
  is_paid: Paid
  followers: Page_total_likes
  reach: Lifetime Post Total Reach
  impressions: Lifetime Post Total Impressions
  engaged_users: Lifetime Engaged Users
  clicks: Lifetime Post Consumptions
  comments: comment
  likes: like
  shares: share
constants: {network: facebook}
dates: {published_at: "%Y-%m-%d %H:%M"}
"""

PICTURES = """\
columns:
  post_id: "{row_number}"
  impressions: Impressions
  likes: Likes
  comments: Comments
  shares: Shares
  saves: Saves
constants: {network: instagram, published_at: 2022-03-31}
"""

# Below the names of the columns stands a row with the total of all videos: the table begins after it.
VIDEOS = """\
skip: 2
header: [video, title, published, comments, shares, dislikes, likes, subscribers_lost, subscribers_gained, rpm, cpm,
  share_viewed, view_duration, views, hours, subscribers, revenue, impressions, click_rate]
columns:
  date_day: published
  video_id: video
  video_title: title
  watch_hours: hours
  followers_gained: subscribers_gained
  followers_lost: subscribers_lost
dates: {date_day: "%m-%d-%Y"}
constants: {platform: youtube}
"""

TICKERS = ("AAPL", "AMZN", "CRM", "CVS", "FB", "GOOG", "IBM", "KO", "PFE", "UPS")
MENTIONS = """\
columns: {date_day: timestamp, mentions: value}
dates: {date_day: "%%Y-%%m-%%d %%H:%%M:%%S"}
constants: {network: twitter %s}
"""

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
    "paid_search_shop_2021": (Laid("ad_spend", "final_shop_6modata.csv", AD_MONTHS),),
    "instagram_insights": (Laid("social_posts", "instagram_data_utf8.csv", PICTURES),),
    "youtube_channel": (Laid("video_audience", "Aggregated_Metrics_By_Video.csv", VIDEOS),),
}
DATA_SETS |= {
    "olist_all_orders": tuple(
        each._replace(sidecar=each.sidecar.replace("  status: order_status\n", ""))  # cancelled ones, too
        for each in DATA_SETS["olist_orders_sample"]
        if each.stream in ("customers", "orders", "order_lines")
    ),
    "olist_reviews": (Laid("tickets", "olist_order_reviews_dataset.csv.gz", REVIEWS_AS_TICKETS),),
    "display_ads_by_placement": (Laid("ad_spend", DATA_SETS["display_ads_daily_2020"][0].file, AD_DAYS_BY_PLACEMENT),),
    **{
        f"mentions_{name}": (Laid("social_messages", f"Twitter_volume_{name}.csv.gz", MENTIONS % name),)
        for name in TICKERS
    },
}
FOLDERS = {
    "cdnow_sample": "cdnow_transactions",
    "olist_all_orders": "olist_orders_sample",
    "olist_reviews": "olist_orders_sample",
    "display_ads_by_placement": "display_ads_daily_2020",
    **{f"mentions_{name}": "nab_ads_and_mentions" for name in TICKERS},
}
"""Where the files of a data set lie that is called otherwise: one folder may be laid out in several ways."""


def drop(shared: Path, folder: Path, name: str) -> None:
    """Lay a data set and its sidecars into a drop folder; the account is called like the data set."""
    for laid in DATA_SETS[name]:
        source = shared / "data" / FOLDERS.get(name, name) / laid.file
        home = folder / laid.stream
        home.mkdir(parents=True, exist_ok=True)
        (home / f"{name}.csv{'.gz' if source.suffix == '.gz' else ''}").symlink_to(source)
        (home / f"{name}.yml").write_text(laid.sidecar)
