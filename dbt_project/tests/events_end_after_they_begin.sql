select kind, name, starts_on, ends_on
from {{ ref('calendar_events') }}
where ends_on < starts_on
