with products as (
    {{ latest_version(source('shopify', 'products'), ['_account', 'id'], '"updatedAt"') }}
)

select
    _account as account_id,
    "legacyResourceId" as product_id,
    title as product_title,
    "productType" as product_type,
    vendor,
    status,
    "createdAt" as created_at,
    "publishedAt" as published_at,
    cast("priceRangeV2.minVariantPrice.amount" as {{ type_money() }}) as lowest_price,
    cast("priceRangeV2.maxVariantPrice.amount" as {{ type_money() }}) as highest_price,
    "priceRangeV2.minVariantPrice.currencyCode" as currency,
    _loaded_at as loaded_at
from products
