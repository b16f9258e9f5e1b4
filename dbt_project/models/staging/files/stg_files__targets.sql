{{ staged_targets('files') }}
