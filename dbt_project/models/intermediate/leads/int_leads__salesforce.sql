{# A lead enters a stage when it comes to a status that the settings count as that stage, or when a field of the org's
   own says so. The status in which it was created is the one that its first change left. #}
with

leads as (
    select * from {{ ref('stg_salesforce__leads') }}
),

changes as (
    select
        *,
        row_number() over (partition by account_id, lead_id order by changed_at asc, change_id asc) as place
    from {{ ref('stg_salesforce__lead_history') }}
    where field = 'Status'
),

tracking as (
    select distinct account_id from changes
),

entered as (
    select account_id, lead_id, new_value as status, changed_at as entered_at
    from changes

    union all

    select
        leads.account_id,
        leads.lead_id,
        coalesce(first_changes.old_value, leads.status) as status,
        leads.created_at as entered_at
    from leads
    -- Where the org does not track the field, nobody knows since when a status is what it is.
    inner join tracking on leads.account_id = tracking.account_id
    left join changes as first_changes
        on leads.account_id = first_changes.account_id
        and leads.lead_id = first_changes.lead_id
        and first_changes.place = 1
),

stages as (
    select
        entered.account_id,
        entered.lead_id,
        min(case when statuses.stage = 'mql' then entered.entered_at end) as mql_at,
        min(case when statuses.stage = 'sql' then entered.entered_at end) as sql_at
    from entered
    inner join {{ ref('stg_salesforce__lead_statuses') }} as statuses
        on entered.account_id = statuses.account_id and entered.status in (statuses.status, statuses.status_api_name)
    group by entered.account_id, entered.lead_id
),

wins as (
    select
        opportunities.account_id,
        opportunities.opportunity_id,
        coalesce(min(history.changed_at), cast(max(opportunities.closes_on) as {{ type_instant() }})) as won_at
    from {{ ref('stg_salesforce__opportunities') }} as opportunities
    left join {{ ref('stg_salesforce__opportunity_history') }} as history
        on opportunities.account_id = history.account_id
        and opportunities.opportunity_id = history.opportunity_id
        and opportunities.stage = history.stage
    where opportunities.is_won
    group by opportunities.account_id, opportunities.opportunity_id
)

select
    'salesforce' as platform,
    leads.account_id,
    leads.lead_id,
    leads.source as channel,
    leads.created_at as lead_at,
    coalesce(leads.mql_at, stages.mql_at) as mql_at,
    coalesce(leads.sql_at, stages.sql_at) as sql_at,
    case
        when leads.opportunity_id is not null
            then coalesce(opportunities.created_at, cast(leads.converted_on as {{ type_instant() }}))
    end as opportunity_at,
    wins.won_at as customer_at,
    accounts.time_zone,
    min(leads.updated_at) over (partition by leads.account_id) as known_since
from leads
inner join {{ ref('stg_salesforce__accounts') }} as accounts on leads.account_id = accounts.account_id
left join stages on leads.account_id = stages.account_id and leads.lead_id = stages.lead_id
left join {{ ref('stg_salesforce__opportunities') }} as opportunities
    on leads.account_id = opportunities.account_id and leads.opportunity_id = opportunities.opportunity_id
left join wins on leads.account_id = wins.account_id and leads.opportunity_id = wins.opportunity_id
