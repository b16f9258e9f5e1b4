{{ staged_targets('google_sheets') }}
