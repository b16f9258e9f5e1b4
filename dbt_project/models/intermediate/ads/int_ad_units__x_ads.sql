{# An ad is a promoted post; it has no name but the number of the post. #}
select
    'x_ads' as platform,
    delivery.date_day,
    delivery.account_id,
    line_items.campaign_id,
    campaigns.campaign_name,
    promoted.line_item_id as ad_group_id,
    line_items.line_item_name as ad_group_name,
    delivery.promoted_tweet_id as ad_id,
    promoted.tweet_id as ad_name,
    coalesce(campaigns.currency, accounts.currency) as currency,
    delivery.spend,
    delivery.impressions,
    delivery.link_clicks as clicks,
    delivery.purchases as conversions,
    delivery.purchases_value as conversions_value
from {{ ref('stg_x_ads__promoted_tweet_daily') }} as delivery
left join {{ ref('stg_x_ads__promoted_tweets') }} as promoted
    on delivery.account_id = promoted.account_id and delivery.promoted_tweet_id = promoted.promoted_tweet_id
left join {{ ref('stg_x_ads__line_items') }} as line_items
    on delivery.account_id = line_items.account_id and promoted.line_item_id = line_items.line_item_id
left join {{ ref('stg_x_ads__campaigns') }} as campaigns
    on delivery.account_id = campaigns.account_id and line_items.campaign_id = campaigns.campaign_id
left join {{ ref('stg_x_ads__accounts') }} as accounts on delivery.account_id = accounts.account_id
