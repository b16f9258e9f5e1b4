{{ told_once(ref('int_social_posts'), ['network', 'post_id', 'seen_on']) }}
