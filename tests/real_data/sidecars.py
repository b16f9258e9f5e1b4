"""The sidecars of real files that were never made for Kadran, as a person would write them."""

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
