{{ told_once(ref('int_social_messages'), ['network', 'profile_id', 'date_day']) }}
