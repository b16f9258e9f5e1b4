with

keywords as (
    {{ latest_snapshot(source('google_ads', 'keywords')) }}
)

select
    _account as account_id,
    "adGroup.id" as ad_group_id,
    "adGroupCriterion.criterionId" as keyword_id,
    "adGroupCriterion.keyword.text" as keyword,
    "adGroupCriterion.keyword.matchType" as match_type,
    "adGroupCriterion.status" as status,
    "adGroupCriterion.negative" as is_negative,
    "adGroupCriterion.qualityInfo.qualityScore" as quality_score,
    _loaded_at as loaded_at
from keywords
