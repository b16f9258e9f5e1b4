with

qualified as (
    select sql_on as date_day, channel
    from {{ ref('fct_leads') }}
    where sql_on is not null
)

{{ kpi('qualified', numerator='count(*)', dimensions=["coalesce(channel, '(none)') as source"]) }}
