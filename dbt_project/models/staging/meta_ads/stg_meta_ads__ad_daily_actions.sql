{# Each item of the two lists carries its value by attribution window; one row per window that has one. #}
with

days as (
    select * from {{ source('meta_ads', 'ad_daily') }}
),

items as (
    select _account, date_start, ad_id, account_currency, _loaded_at, 'count' as measure, items.item
    from days cross join {{ json_items('actions') }}

    union all

    select _account, date_start, ad_id, account_currency, _loaded_at, 'value' as measure, items.item
    from days cross join {{ json_items('action_values') }}
),

windows as (
    {% for window in ['default', '1d_click', '7d_click', '28d_click', '1d_view'] %}
        select
            *,
            {{ json_text('item', 'action_type') }} as action_type,
            '{{ window }}' as attribution_window,
            {{ json_text('item', 'value' if window == 'default' else window) }} as amount
        from items
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    _account as account_id,
    date_start as date_day,
    ad_id,
    action_type,
    attribution_window,
    account_currency as currency,
    max(case when measure = 'count' then cast(amount as {{ type_double() }}) end) as actions,
    max(case when measure = 'value' then cast(amount as {{ type_money() }}) end) as action_value,
    max(_loaded_at) as loaded_at
from windows
where amount is not null
group by _account, date_start, ad_id, action_type, attribution_window, account_currency
