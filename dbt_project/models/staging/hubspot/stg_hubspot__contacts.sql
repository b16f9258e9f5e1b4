with

contacts as (
    {{ latest_version(source('hubspot', 'contacts'), ['_account', 'id'], '"properties.lastmodifieddate"') }}
),

{# A merge leaves one record, which names those that are gone. #}
merged as (
    select distinct contacts._account as account_id, cast(items.item as {{ dbt.type_string() }}) as contact_id
    from contacts
    cross join {{ json_items("'[' || replace(contacts.\"properties.hs_merged_object_ids\", ';', ',') || ']'") }}
),

deleted as (
    select account_id, contact_id, deleted_at from {{ ref('stg_hubspot__deleted_contacts') }}
)

select
    contacts._account as account_id,
    contacts.id as contact_id,
    contacts."properties.createdate" as created_at,
    contacts."properties.lastmodifieddate" as updated_at,
    {{ hubspot_source('contacts."properties.hs_analytics_source"') }} as source,
    contacts."properties.hs_analytics_source_data_1" as source_detail,
    contacts."properties.hs_analytics_source_data_2" as source_detail_2,
    {{ hubspot_source('contacts."properties.hs_latest_source"') }} as latest_source,
    contacts."properties.utm_source" as utm_source,
    contacts."properties.utm_medium" as utm_medium,
    contacts."properties.utm_campaign" as utm_campaign,
    contacts."properties.lifecyclestage" as lifecycle_stage,
    contacts."properties.hs_lead_status" as lead_status,
    {% for stage, short in [
        ('lead', 'lead'), ('marketingqualifiedlead', 'mql'), ('salesqualifiedlead', 'sql'),
        ('opportunity', 'opportunity'), ('customer', 'customer')
    ] -%}
        coalesce(
            contacts."properties.hs_v2_date_entered_{{ stage }}",
            contacts."properties.hs_date_entered_{{ stage }}",
            contacts."properties.hs_lifecyclestage_{{ stage }}_date"
        ) as {{ short }}_at,
    {% endfor -%}
    contacts."properties.first_conversion_date" as first_converted_at,
    contacts."properties.num_associated_deals" as deals,
    contacts."properties.email" as email_key,
    contacts._loaded_at as loaded_at
from contacts
left join merged on contacts._account = merged.account_id and contacts.id = merged.contact_id
left join deleted on contacts._account = deleted.account_id and contacts.id = deleted.contact_id
where
    merged.contact_id is null
    -- A deleted record may be restored, which changes it.
    and (deleted.deleted_at is null or contacts."properties.lastmodifieddate" > deleted.deleted_at)
