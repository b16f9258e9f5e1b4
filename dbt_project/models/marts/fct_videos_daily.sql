select *
from {{ ref('int_videos') }}
