with growth as (
    {{ latest_snapshot(source('mailchimp', 'list_growth')) }}
)

select
    _account as account_id,
    list_id,
    cast(month || '-01' as date) as date_month,
    subscribed as members,
    unsubscribed,
    cleaned,
    pending,
    deleted,
    _loaded_at as loaded_at
from growth
