with

days as (
    select * from {{ source('linkedin_ads', 'creative_daily') }}
),

campaigns as (
    select * from {{ ref('stg_linkedin_ads__campaigns') }}
),

creatives as (
    select * from {{ ref('stg_linkedin_ads__creatives') }}
),

accounts as (
    select * from {{ ref('stg_linkedin_ads__accounts') }}
)

select
    days._account as account_id,
    days."date" as date_day,
    {{ dbt.split_part('days.campaign', "':'", 4) }} as campaign_id,
    campaigns.campaign_name,
    {{ dbt.split_part('days.creative', "':'", 4) }} as creative_id,
    creatives.creative_name,
    accounts.currency,
    days."costInLocalCurrency" as spend,
    days."costInUsd" as spend_usd,
    days.impressions,
    days.clicks,
    days."landingPageClicks" as link_clicks,
    days."companyPageClicks" as company_page_clicks,
    days."totalEngagements" as engagements,
    days.likes,
    days.comments,
    days.shares,
    days.follows,
    days.reactions,
    days.sends,
    days.opens,
    days."oneClickLeads" as leads,
    days."oneClickLeadFormOpens" as lead_form_opens,
    days."videoStarts" as video_starts,
    days."videoViews" as video_plays,
    days."videoCompletions" as video_completions,
    days."viralImpressions" as viral_impressions,
    days."viralClicks" as viral_clicks,
    days."externalWebsiteConversions" as conversions,
    days."externalWebsitePostClickConversions" as click_conversions,
    days."externalWebsitePostViewConversions" as view_conversions,
    days."conversionValueInLocalCurrency" as conversions_value,
    days._loaded_at as loaded_at
from days
left join accounts on days._account = accounts.account_id
left join campaigns
    on days._account = campaigns.account_id and {{ dbt.split_part('days.campaign', "':'", 4) }} = campaigns.campaign_id
left join creatives
    on days._account = creatives.account_id and {{ dbt.split_part('days.creative', "':'", 4) }} = creatives.creative_id
