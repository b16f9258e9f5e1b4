select
    share.date_day,
    share.account_id,
    share.campaign_id,
    campaigns.campaign_name,
    cast(share.impressions as bigint) as impressions,
    share.eligible_impressions
from {{ ref('stg_google_ads__campaign_share_daily') }} as share
left join {{ ref('stg_google_ads__campaigns') }} as campaigns
    on share.account_id = campaigns.account_id and share.campaign_id = campaigns.campaign_id
