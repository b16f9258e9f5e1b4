select *
from {{ ref('int_email_lists') }}
