{# Two targets in force on one day would double a KPI's status. #}
select
    one.kpi,
    one.dimension,
    one.member,
    one.valid_from,
    other.valid_from as also_from
from {{ ref('kpi_targets') }} as one
inner join {{ ref('kpi_targets') }} as other
    on one.kpi = other.kpi
    and one.dimension = other.dimension
    and one.member = other.member
    and one.valid_from < other.valid_from
where one.valid_to is null or one.valid_to >= other.valid_from
