with ad_spend as (
    {{ latest_snapshot(source('google_sheets', 'ad_spend')) }}
)

select
    _account as account_id,
    row_number as row_id,
    date_day,
    coalesce(platform, _account) as platform,
    coalesce(channel, '(not set)') as channel,
    ad_account_id,
    coalesce(campaign_id, campaign_name, '(not set)') as campaign_id,
    coalesce(campaign_name, campaign_id, '(not set)') as campaign_name,
    ad_group_id,
    ad_group_name,
    ad_id,
    ad_name,
    placement,
    coalesce(lower(device), 'all') as device,
    country,
    currency,
    spend,
    impressions,
    clicks,
    conversions,
    conversions_value,
    leads,
    video_views,
    _loaded_at as loaded_at
from ad_spend
