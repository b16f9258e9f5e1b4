with

declared as (
    select kpi, dimension, member, valid_from, valid_to, target, warn, fail
    from {{ ref('targets') }}

    union all

    select kpi, dimension, member, valid_from, valid_to, target, warn, fail
    from {{ ref('stg_files__targets') }}

    union all

    select kpi, dimension, member, valid_from, valid_to, target, warn, fail
    from {{ ref('stg_google_sheets__targets') }}
)

select
    kpi,
    dimension,
    member,
    valid_from,
    valid_to,
    cast(target as {{ type_double() }}) as target,
    cast(warn as {{ type_double() }}) as warn,
    cast(fail as {{ type_double() }}) as fail
from declared
