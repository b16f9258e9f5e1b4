{# GA4's own rows, grouped once more by our rules: what they cannot know shows here, and when Google changes its own. #}
with

grouped as (
    select
        web.date_day,
        web.account_id,
        web.source,
        web.medium,
        web.channel_group as ga4_channel_group,
        {{ channel_group('web.source', 'web.medium', 'web.campaign_name', 'sources.category') }} as channel_group,
        web.sessions
    from {{ ref('fct_web_daily') }} as web
    left join {{ ref('channel_sources') }} as sources on lower(web.source) = sources.source
)

select
    date_day,
    account_id,
    source,
    medium,
    ga4_channel_group,
    channel_group,
    cast(sum(sessions) as bigint) as sessions,
    cast(sum(case when channel_group = ga4_channel_group then sessions else 0 end) as bigint) as agreeing_sessions
from grouped
group by date_day, account_id, source, medium, ga4_channel_group, channel_group
