select *
from {{ ref('int_budgets') }}
