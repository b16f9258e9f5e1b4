{{ staged_budgets('google_sheets') }}
