with

ads as (
    {{ latest_snapshot(source('google_ads', 'ads')) }}
)

select
    _account as account_id,
    "adGroup.id" as ad_group_id,
    "adGroupAd.ad.id" as ad_id,
    "adGroupAd.ad.name" as ad_name,
    "adGroupAd.ad.type" as ad_type,
    "adGroupAd.status" as status,
    "adGroupAd.adStrength" as ad_strength,
    "adGroupAd.policySummary.approvalStatus" as approval_status,
    "adGroupAd.ad.finalUrls" as final_urls,
    _loaded_at as loaded_at
from ads
