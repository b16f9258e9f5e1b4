"""The docs site: the guides, and pages about KRAs, KPIs and sources that are made from what is declared."""
