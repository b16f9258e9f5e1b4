{# What each system counts of a channel. GA4's rows have GA4's own group; what the others know is their UTM. #}
with

tagged as (
    select
        platform,
        'orders' as measure,
        date_day,
        utm_source,
        utm_medium,
        utm_campaign,
        cast(null as {{ dbt.type_string() }}) as channel_word,
        1 as results,
        net_revenue_reporting as revenue_reporting
    from {{ ref('fct_orders') }}
    where is_counted

    union all

    select
        leads.platform,
        'leads' as measure,
        leads.date_day,
        utm.utm_source,
        utm.utm_medium,
        utm.utm_campaign,
        leads.channel as channel_word,
        1 as results,
        cast(null as {{ type_money() }}) as revenue_reporting
    from {{ ref('fct_leads') }} as leads
    left join {{ ref('int_lead_utm') }} as utm
        on leads.platform = utm.platform and leads.account_id = utm.account_id and leads.lead_id = utm.lead_id

    union all

    select
        platform,
        'email_orders' as measure,
        date_day,
        platform as utm_source,
        'email' as utm_medium,
        utm_campaign,
        cast(null as {{ dbt.type_string() }}) as channel_word,
        orders as results,
        revenue_reporting
    from {{ ref('fct_email_sends') }}
    where orders is not null
),

grouped as (
    select
        tagged.platform,
        tagged.measure,
        tagged.date_day,
        case
            when coalesce(tagged.utm_source, tagged.utm_medium) is null and tagged.channel_word is not null
                then {{ channel_group_of_word('tagged.channel_word') }}
            else
                {{ channel_group('tagged.utm_source', 'tagged.utm_medium', 'tagged.utm_campaign', 'sources.category') }}
        end as channel_group,
        tagged.results,
        tagged.revenue_reporting
    from tagged
    left join {{ ref('channel_sources') }} as sources on lower(tagged.utm_source) = sources.source

    union all

    {% for measure in ['sessions', 'transactions'] %}
        select
            'ga4' as platform,
            '{{ measure }}' as measure,
            date_day,
            channel_group,
            {{ measure }} as results,
            {{ 'revenue_reporting' if measure == 'transactions' else 'null' }} as revenue_reporting
        from {{ ref('fct_web_daily') }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    date_day,
    platform,
    measure,
    channel_group,
    cast(sum(results) as bigint) as results,
    cast(sum(revenue_reporting) as {{ type_money() }}) as revenue_reporting
from grouped
group by date_day, platform, measure, channel_group
