{# A zone with another name may cut the same days: it is the hours between them that count, in winter and in summer. #}
{% set reporting_zone = var('reporting_time_zone', env_var('KADRAN_TIME_ZONE', 'Europe/Paris')) %}

with

accounts as (
    select
        source,
        account_id,
        account_name,
        time_zone,
        {% for month in ['january', 'july'] %}
            {% set noon = "cast('" ~ run_started_at.year ~ ('-01' if month == 'january' else '-07')
                ~ "-15 12:00:00+00' as " ~ type_instant() ~ ")" %}
            {{ hours_between(noon, literal(reporting_zone), 'time_zone') }} as hours_ahead_in_{{ month }},
        {% endfor %}
        currency
    from {{ ref('dim_account') }}
    where source <> 'holidays' -- days of a calendar, which nobody cuts
)

select
    source,
    account_id,
    account_name,
    time_zone,
    hours_ahead_in_january,
    hours_ahead_in_july,
    hours_ahead_in_january <> 0 or hours_ahead_in_july <> 0 as cuts_other_days,
    currency,
    coalesce(currency <> {{ literal(var('reporting_currency')) }}, false) as has_other_currency
from accounts
