with profiles as (
    {{ latest_snapshot(source('hootsuite', 'social_profiles')) }}
)

select
    _account as account_id,
    type as profile_type,
    case
        when type in ('FACEBOOKPAGE', 'FACEBOOK', 'FACEBOOKGROUP') then 'facebook'
        when type in ('INSTAGRAMBUSINESS', 'INSTAGRAM') then 'instagram'
        when type = 'TWITTER' then 'x'
        when type in ('TIKTOKBUSINESS', 'TIKTOK') then 'tiktok'
        when type = 'YOUTUBECHANNEL' then 'youtube'
        when type like 'LINKEDIN%' then 'linkedin'
        else lower(type)
    end as network,
    "socialNetworkId" as profile_id,
    "socialNetworkUsername" as profile_name,
    "isReauthRequired" as is_disconnected,
    _loaded_at as loaded_at
from profiles
