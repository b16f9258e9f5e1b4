with clicks as (
    select * from {{ source('mailchimp', 'link_clicks') }}
),

accounts as (
    select * from {{ ref('stg_mailchimp__accounts') }}
)

select
    clicks._account as account_id,
    {{ day_in_zone('clicks.send_time', 'accounts.time_zone') }} as date_day,
    clicks.campaign_id,
    clicks.id as link_id,
    clicks.url,
    clicks.total_clicks as clicks_total,
    clicks.unique_clicks,
    clicks.last_click as last_clicked_at,
    clicks._loaded_at as loaded_at
from clicks
left join accounts on clicks._account = accounts.account_id
