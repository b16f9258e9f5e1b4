{# What several sources tell of one thing counts once: the network's own word goes before that of a tool that reads it.
   Of what one source told several times, the newest by the column `newest` counts. #}
{% macro told_once(relation, thing, newest=none) %}
    select * exclude (_rank)
    from (
        select
            *,
            row_number() over (
                partition by {{ thing | join(', ') }}
                order by
                    case when platform in ('sprout_social', 'hootsuite') then 2 when platform = 'files' then 3 else 1 end,
                    {%- if newest %}
                    {{ newest }} desc,
                    {%- endif %}
                    platform,
                    account_id
            ) as _rank
        from {{ relation }}
    ) as told
    where _rank = 1
{% endmacro %}
