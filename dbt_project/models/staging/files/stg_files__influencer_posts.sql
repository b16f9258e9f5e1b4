{{ staged_influencer_posts('files') }}
