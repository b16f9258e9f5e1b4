select *
from {{ ref('int_seo_visibility') }}
