with ratings as (
    {{ latest_version(source('zendesk', 'satisfaction_ratings'), ['_account', 'id'], 'updated_at') }}
)

select
    _account as account_id,
    cast(id as {{ dbt.type_string() }}) as rating_id,
    cast(ticket_id as {{ dbt.type_string() }}) as ticket_id,
    cast(group_id as {{ dbt.type_string() }}) as group_id,
    cast(assignee_id as {{ dbt.type_string() }}) as assignee_id,
    cast(requester_id as {{ dbt.type_string() }}) as requester_id,
    case when score like 'good%' then 'good' when score like 'bad%' then 'bad' else score end as satisfaction,
    reason,
    created_at,
    updated_at,
    _loaded_at as loaded_at
from ratings
