{# The lake files a changed entity under each day it changed, and a snapshot under each day it was taken.
   These read the truth of today out of that history. #}

{# `changes` streams: the newest version of each key. `version` orders the versions. #}
{% macro latest_version(relation, key, version) %}
    select * exclude (_rank)
    from (
        select
            *,
            row_number() over (partition by {{ key | join(', ') }} order by {{ version }} desc, _loaded_at desc) as _rank
        from {{ relation }}
    ) as versions
    where _rank = 1
{% endmacro %}

{# `snapshot` streams: the rows of each account's newest snapshot. #}
{% macro latest_snapshot(relation) %}
    select snapshots.*
    from {{ relation }} as snapshots
    inner join (select _account, max(_day) as _day from {{ relation }} group by _account) as newest
        on snapshots._account = newest._account and snapshots._day = newest._day
{% endmacro %}
