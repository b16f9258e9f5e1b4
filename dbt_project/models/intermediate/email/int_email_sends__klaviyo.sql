{# Campaigns, and the mails that each message of a flow sent on a day: a flow goes on for ever, so it is a send a day.
   Klaviyo's reports know no openings without privacy proxies. #}
with

campaign_figures as (
    select
        account_id,
        date_day,
        campaign_id,
        currency,
        min(campaign_message_id) as campaign_message_id,
        sum(emails_sent) as emails_sent,
        sum(bounces) as bounces,
        sum(delivered) as delivered,
        sum(opens_total) as opens_total,
        sum(unique_opens) as unique_opens,
        sum(clicks_total) as clicks_total,
        sum(unique_clicks) as unique_clicks,
        sum(unsubscribed) as unsubscribed,
        sum(spam_complaints) as spam_complaints,
        sum(conversions) as conversions,
        sum(conversion_value) as conversion_value
    from {{ ref('stg_klaviyo__campaign_reports') }}
    group by account_id, date_day, campaign_id, currency
),

tags as (
    select
        campaigns.account_id,
        campaigns.campaign_id,
        max({{ json_text('items.item', 'value') }}) as utm_campaign
    from {{ ref('stg_klaviyo__campaigns') }} as campaigns
    cross join {{ json_items('campaigns.link_tags') }}
    where
        {{ json_text('items.item', 'name') }} = 'utm_campaign'
        and {{ json_text('items.item', 'type') }} = 'static'
    group by campaigns.account_id, campaigns.campaign_id
),

audiences as (
    select account_id, list_id as audience_id, list_name as audience_name from {{ ref('stg_klaviyo__lists') }}
    union all
    select account_id, segment_id, segment_name from {{ ref('stg_klaviyo__segments') }}
),

sends as (
    select
        figures.*,
        campaigns.audience_id,
        audiences.audience_name,
        tags.utm_campaign,
        messages.subject
    from campaign_figures as figures
    left join {{ ref('stg_klaviyo__campaigns') }} as campaigns
        on figures.account_id = campaigns.account_id and figures.campaign_id = campaigns.campaign_id
    left join audiences
        on campaigns.account_id = audiences.account_id and campaigns.audience_id = audiences.audience_id
    left join tags on figures.account_id = tags.account_id and figures.campaign_id = tags.campaign_id
    left join {{ ref('stg_klaviyo__campaign_messages') }} as messages
        on figures.account_id = messages.account_id and figures.campaign_message_id = messages.campaign_message_id

    union all

    select
        account_id,
        date_day,
        flow_message_id || '/' || cast(date_day as {{ dbt.type_string() }}) as campaign_id,
        currency,
        flow_message_id as campaign_message_id,
        emails_sent,
        bounces,
        delivered,
        opens_total,
        unique_opens,
        clicks_total,
        unique_clicks,
        unsubscribed,
        spam_complaints,
        conversions,
        conversion_value,
        null as audience_id,
        null as audience_name,
        null as utm_campaign,
        -- The report does not tell the subject.
        flow_name || ': ' || flow_message_name as subject
    from {{ ref('stg_klaviyo__flow_reports') }}
    where emails_sent > 0
)

select
    'klaviyo' as platform,
    date_day,
    account_id,
    campaign_id,
    audience_id as list_id,
    audience_name as list_name,
    utm_campaign,
    subject,
    cast(emails_sent as bigint) as emails_sent,
    cast(bounces as bigint) as bounces,
    cast(delivered as bigint) as delivered,
    cast(opens_total as bigint) as opens_total,
    cast(unique_opens as bigint) as unique_opens,
    cast(null as bigint) as proxy_excluded_unique_opens,
    cast(clicks_total as bigint) as clicks_total,
    cast(unique_clicks as bigint) as unique_clicks,
    cast(unsubscribed as bigint) as unsubscribed,
    cast(spam_complaints as bigint) as abuse_reports,
    cast(conversions as bigint) as orders,
    currency,
    cast(conversion_value as {{ type_money() }}) as revenue
from sends
