{# Facts begin where all entities are known; from there on no union and no join may drop or double one. The last month
   tells. #}
{% set since = dbt.dateadd('day', -31, today()) %}
{% set entities = [
    ('fct_orders', 'int_orders', 'order_id', 'date_day > ' ~ since),
    ('fct_deals', 'int_deals', 'deal_id', 'not is_closed'),
    ('fct_tickets', 'int_tickets', 'ticket_id', 'date_day > ' ~ since),
] %}

with

told as (
    {% for fact, union, id, recent in entities %}
        {% for part in platforms_of(union) %}
            select '{{ fact }}' as fact, platform, account_id, {{ id }} as id
            from {{ part }}
            where {{ recent }}
            union all
        {% endfor %}
    {% endfor %}
    select null as fact, null as platform, null as account_id, null as id
    where false
),

facts as (
    {% for fact, union, id, recent in entities %}
        select '{{ fact }}' as fact, platform, account_id, {{ id }} as id from {{ ref(fact) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select told.fact, told.platform, told.account_id, told.id
from told
left join facts
    on told.fact = facts.fact
    and told.platform = facts.platform
    and told.account_id = facts.account_id
    and told.id = facts.id
where facts.id is null
