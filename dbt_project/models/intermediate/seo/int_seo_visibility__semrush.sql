with ranks as (
    select * from {{ ref('stg_semrush__domain_overview') }}
    union all
    -- The 15th of each month, for the time before the daily figures.
    select months.*
    from {{ ref('stg_semrush__domain_months') }} as months
    left join {{ ref('stg_semrush__domain_overview') }} as days
        on
        months.account_id = days.account_id
        and months.date_day = days.date_day
        and months.database = days.database
    where days.account_id is null
),

links as (
    select
        coalesce(looks.account_id, months.account_id) as account_id,
        coalesce(looks.date_day, months.date_day) as date_day,
        coalesce(looks.backlinks, months.backlinks) as backlinks,
        coalesce(looks.referring_domains, months.referring_domains) as referring_domains
    from {{ ref('stg_semrush__backlinks_overview') }} as looks
    full outer join {{ ref('stg_semrush__backlinks_history') }} as months
        on looks.account_id = months.account_id and looks.date_day = months.date_day
),

-- Links are measured on other days than rankings: each day has the newest figures of the five weeks before it.
ranks_with_links as (
    select
        ranks.*,
        links.backlinks,
        links.referring_domains,
        row_number() over (
            partition by ranks.account_id, ranks.date_day, ranks.database
            order by links.date_day desc
        ) as link_age_rank
    from ranks
    left join links
        on
        ranks.account_id = links.account_id
        and ranks.date_day >= links.date_day
        and ranks.date_day < {{ dbt.dateadd('day', 35, 'links.date_day') }}
)

select
    'semrush' as platform,
    ranks.date_day,
    ranks.account_id,
    ranks.domain as target,
    -- Databases are named by country, but for the United Kingdom and for those of phones.
    case replace(replace(ranks.database, 'mobile-', ''), '-ext', '')
        when 'uk' then 'gb'
        else replace(replace(ranks.database, 'mobile-', ''), '-ext', '')
    end as market,
    case when ranks.database like 'mobile-%' then 'mobile' else 'desktop' end as device,
    cast(ranks.keywords_top_3 as bigint) as keywords_top_3,
    cast(ranks.keywords_top_10 as bigint) as keywords_top_10,
    cast(ranks.keywords_top_20 as bigint) as keywords_top_20,
    cast(ranks.keywords_top_100 as bigint) as keywords_top_100,
    cast(ranks.organic_traffic as {{ type_double() }}) as estimated_traffic,
    cast(null as {{ type_double() }}) as visibility,
    -- Those of the whole domain, repeated for each market.
    cast(ranks.referring_domains as bigint) as referring_domains,
    cast(ranks.backlinks as bigint) as backlinks,
    targets.is_own
from ranks_with_links as ranks
left join {{ ref('stg_semrush__targets') }} as targets on ranks.account_id = targets.account_id
where ranks.link_age_rank = 1
