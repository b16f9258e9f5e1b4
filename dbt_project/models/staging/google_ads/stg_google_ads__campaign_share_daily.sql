{# The share is one of the Search Network; it becomes additive as impressions over those that were to be had. #}
with

shares as (
    select *, "segments.date" as date_day, "campaign.id" as campaign_id
    from {{ source('google_ads', 'campaign_share_daily') }}
),

shown as (
    select account_id, campaign_id, date_day, sum(impressions) as impressions
    from {{ ref('stg_google_ads__campaign_daily') }}
    where ad_network_type in ('SEARCH', 'SEARCH_PARTNERS')
    group by account_id, campaign_id, date_day
)

select
    shares.date_day,
    shares._account as account_id,
    shares.campaign_id,
    case when shares."metrics.searchImpressionShare" is not null then shown.impressions end as impressions,
    {{ ratio('shown.impressions', 'shares."metrics.searchImpressionShare"') }} as eligible_impressions,
    shares."metrics.searchImpressionShare" as search_impression_share,
    shares."metrics.searchImpressionShare" < 0.1 as is_share_below_a_tenth,
    shares."metrics.searchBudgetLostImpressionShare" as search_budget_lost_impression_share,
    shares."metrics.searchRankLostImpressionShare" as search_rank_lost_impression_share,
    shares."metrics.searchTopImpressionShare" as search_top_impression_share,
    shares."metrics.searchAbsoluteTopImpressionShare" as search_absolute_top_impression_share,
    shares."metrics.searchClickShare" as search_click_share,
    shares._loaded_at as loaded_at
from shares
left join shown
    on shares._account = shown.account_id
    and shares.campaign_id = shown.campaign_id
    and shares.date_day = shown.date_day
