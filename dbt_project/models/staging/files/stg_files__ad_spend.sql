{{ staged_ad_spend('files') }}
