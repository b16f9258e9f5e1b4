select
    kras.axis,
    kras.kra,
    kras.label_en as kra_label_en,
    kras.label_fr as kra_label_fr,
    kras.role_en,
    kras.role_fr,
    kras.owner_name,
    kras.owner_email,
    kpis.kpi,
    kpis.label_en,
    kpis.label_fr,
    kpis.unit,
    kpis.better,
    kpis.additivity,
    kpis.description,
    kpis.caveat,
    status.as_of,
    status.value,
    status.previous_value,
    status.change,
    status.direction,
    status.target,
    status.gap,
    status.attainment,
    status.status,
    status.is_stale,
    status.stale_streams,
    kras.position as kra_position,
    kpis.position as kpi_position
from {{ ref('dim_kra') }} as kras
inner join {{ ref('dim_kpi') }} as kpis on kras.kra = kpis.kra
inner join {{ ref('kpi_status') }} as status
    on kpis.kpi = status.kpi and status.dimension = 'total' and status.member = 'total'
