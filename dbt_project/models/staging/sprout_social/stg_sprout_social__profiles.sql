with profiles as (
    {{ latest_snapshot(source('sprout_social', 'profiles')) }}
)

select
    _account as account_id,
    customer_profile_id,
    network_type,
    case network_type
        when 'twitter' then 'x'
        when 'fb_instagram_account' then 'instagram'
        when 'linkedin_company' then 'linkedin'
        else network_type
    end as network,
    native_id as profile_id,
    name as profile_name,
    _loaded_at as loaded_at
from profiles
