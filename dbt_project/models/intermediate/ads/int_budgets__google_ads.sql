select
    'google_ads' as platform,
    cast(loaded_at as date) as date_day,
    account_id,
    campaign_id,
    currency,
    daily_budget
from {{ ref('stg_google_ads__campaigns') }}
where daily_budget is not null
