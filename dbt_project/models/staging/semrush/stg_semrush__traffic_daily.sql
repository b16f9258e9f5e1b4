with visits as (
    select * from {{ source('semrush', 'traffic_daily') }}
)

select
    _account as account_id,
    display_date as date_day,
    country,
    device_type as device,
    target,
    visits,
    users,
    hits as pageviews,
    direct as direct_visits,
    referral as referral_visits,
    search_organic as search_organic_visits,
    search_paid as search_paid_visits,
    social_organic as social_organic_visits,
    social_paid as social_paid_visits,
    display_ad as display_ad_visits,
    ai_assistants as ai_assistants_visits,
    ai_search as ai_search_visits,
    time_on_site as visit_seconds,
    pages_per_visit,
    bounce_rate,
    desktop_share,
    mobile_share,
    _loaded_at as loaded_at
from visits
