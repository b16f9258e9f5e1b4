with

actions as (
    {{ latest_snapshot(source('google_ads', 'conversion_actions')) }}
)

select
    _account as account_id,
    "conversionAction.id" as conversion_action_id,
    "conversionAction.name" as conversion_action_name,
    "conversionAction.status" as status,
    "conversionAction.type" as conversion_action_type,
    "conversionAction.category" as category,
    "conversionAction.primaryForGoal" as is_primary_for_goal,
    "conversionAction.includeInConversionsMetric" as is_counted_as_conversion,
    "conversionAction.countingType" as counting_type,
    "conversionAction.attributionModelSettings.attributionModel" as attribution_model,
    "conversionAction.clickThroughLookbackWindowDays" as click_window_days,
    "conversionAction.viewThroughLookbackWindowDays" as view_window_days,
    _loaded_at as loaded_at
from actions
