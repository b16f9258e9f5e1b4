{{ told_once(ref('int_social_accounts'), ['network', 'profile_id', 'date_day']) }}
