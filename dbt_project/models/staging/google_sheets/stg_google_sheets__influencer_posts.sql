{{ staged_influencer_posts('google_sheets') }}
