{# What a post has brought so far: as it was seen last. #}
select * exclude (_rank)
from (
    select
        *,
        row_number() over (partition by network, post_id order by seen_on desc) as _rank
    from {{ ref('fct_social_posts_daily') }}
) as seen
where _rank = 1
