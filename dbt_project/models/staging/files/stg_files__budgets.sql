{{ staged_budgets('files') }}
