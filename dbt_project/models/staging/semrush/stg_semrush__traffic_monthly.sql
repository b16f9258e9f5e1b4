with visits as (
    {{
        latest_version(
            source('semrush', 'traffic_monthly'), ['_account', 'display_date', 'country', 'device_type'], '_day'
        )
    }}
)

select
    _account as account_id,
    display_date as date_day,
    country,
    device_type as device,
    target,
    visits,
    users,
    direct as direct_share,
    referral as referral_share,
    search_organic as search_organic_share,
    search_paid as search_paid_share,
    social_organic as social_organic_share,
    social_paid as social_paid_share,
    display_ad as display_ad_share,
    ai_assistants as ai_assistants_share,
    ai_search as ai_search_share,
    time_on_site as visit_seconds,
    pages_per_visit,
    bounce_rate,
    desktop_share,
    mobile_share,
    _loaded_at as loaded_at
from visits
