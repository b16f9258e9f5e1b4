with report as (
    select * from {{ source('ga4', 'items') }}
)

select
    _account as account_id,
    date as date_day,
    "itemId" as item_id,
    "itemName" as item_name,
    "itemBrand" as brand,
    "itemCategory" as category,
    "itemsViewed" as items_viewed,
    "itemsAddedToCart" as items_added_to_cart,
    "itemsCheckedOut" as items_checked_out,
    "itemsPurchased" as items_purchased,
    "metadata.currencyCode" as currency,
    "itemRevenue" as revenue,
    "metadata.samplingMetadatas" is not null as is_sampled,
    "metadata.subjectToThresholding" as is_thresholded,
    "metadata.dataLossFromOtherRow" as has_other_row,
    _loaded_at as loaded_at
from report
