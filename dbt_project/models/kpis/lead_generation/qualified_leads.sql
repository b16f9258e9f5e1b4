with

qualified as (
    select mql_on as date_day, channel
    from {{ ref('fct_leads') }}
    where mql_on is not null
)

{{ kpi('qualified', numerator='count(*)', dimensions=["coalesce(channel, '(none)') as source"]) }}
