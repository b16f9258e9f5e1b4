{# A lead counts on the day it became one; a contact that skipped a stage still passed through it.
   A contact comes when it changes, so of days before the oldest change only some leads are known: they are left out. #}
select
    platform,
    account_id,
    lead_id,
    channel,
    {{ day_in_zone('lead_at', 'time_zone') }} as date_day,
    {{ day_in_zone('coalesce(mql_at, sql_at, opportunity_at, customer_at)', 'time_zone') }} as mql_on,
    {{ day_in_zone('coalesce(sql_at, opportunity_at, customer_at)', 'time_zone') }} as sql_on,
    {{ day_in_zone('coalesce(opportunity_at, customer_at)', 'time_zone') }} as opportunity_on,
    {{ day_in_zone('customer_at', 'time_zone') }} as customer_on
from {{ ref('int_leads') }}
where lead_at is not null and (known_since is null or lead_at >= known_since)
