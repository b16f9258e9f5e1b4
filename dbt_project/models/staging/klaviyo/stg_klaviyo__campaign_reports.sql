with

reports as (
    select * from {{ source('klaviyo', 'campaign_reports') }}
),

accounts as (
    select * from {{ ref('stg_klaviyo__accounts') }}
)

select
    reports._account as account_id,
    reports.date as date_day,
    reports."groupings.campaign_id" as campaign_id,
    reports."groupings.campaign_message_id" as campaign_message_id,
    reports."statistics.recipients" as emails_sent,
    reports."statistics.delivered" as delivered,
    reports."statistics.bounced" as bounces,
    reports."statistics.failed" as failed,
    reports."statistics.opens" as opens_total,
    reports."statistics.opens_unique" as unique_opens,
    reports."statistics.clicks" as clicks_total,
    reports."statistics.clicks_unique" as unique_clicks,
    reports."statistics.unsubscribe_uniques" as unsubscribed,
    reports."statistics.spam_complaints" as spam_complaints,
    reports."statistics.conversions" as conversions,
    reports."statistics.conversion_uniques" as converted_people,
    cast(reports."statistics.conversion_value" as {{ type_money() }}) as conversion_value,
    accounts.currency,
    reports.conversion_metric_id,
    reports._loaded_at as loaded_at
from reports
left join accounts on reports._account = accounts.account_id
