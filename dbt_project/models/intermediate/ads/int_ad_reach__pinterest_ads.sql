select
    'pinterest_ads' as platform,
    reach.date_day,
    reach.account_id,
    reach.campaign_id,
    campaigns.campaign_name,
    reach.impressions,
    reach.reach
from {{ ref('stg_pinterest_ads__campaign_weekly_reach') }} as reach
left join {{ ref('stg_pinterest_ads__campaigns') }} as campaigns
    on reach.account_id = campaigns.account_id and reach.campaign_id = campaigns.campaign_id
where reach.reach is not null
