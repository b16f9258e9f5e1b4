"""What the company is: a coffee roaster with a web shop and an office line; its pages, products and countries."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from sandbox.company import Company

DEVICES = ("mobile", "desktop", "tablet")

PAGES = pd.DataFrame(
    [
        ("/", "home", 0.9, 0.001),
        ("/collections/beans", "collections", 1.3, 0.0),
        ("/collections/machines", "collections", 0.8, 0.0),
        ("/collections/grinders", "collections", 0.9, 0.0),
        ("/products/house-espresso", "products", 1.6, 0.0),
        ("/products/filter-sampler", "products", 1.5, 0.0),
        ("/products/hand-grinder", "products", 1.1, 0.0),
        ("/guides/espresso-at-home", "guides", 0.5, 0.001),
        ("/guides/grind-size", "guides", 0.4, 0.0),
        ("/guides/descaling", "guides", 0.35, 0.0),
        ("/business", "business", 0.05, 0.052),
        ("/business/quote", "business", 0.02, 0.098),
        ("/sale", "promotions", 1.7, 0.0),
    ],
    columns=["landing_page", "page_group", "buying", "enquiring"],
)

COUNTRIES = pd.DataFrame(
    [
        ("DE", "deu", "Germany", "EUR", 0.19),
        ("FR", "fra", "France", "EUR", 0.20),
        ("AT", "aut", "Austria", "EUR", 0.20),
        ("GB", "gbr", "United Kingdom", "EUR", 0.20),
        ("IE", "irl", "Ireland", "EUR", 0.23),
        ("US", "usa", "United States", "USD", 0.0),
        ("CA", "can", "Canada", "USD", 0.0),
    ],
    columns=["country", "alpha3", "country_name", "currency", "tax_rate"],
)

PRODUCTS = pd.DataFrame(
    [
        ("7100000000001", "BEAN-HOUSE-1KG", "House Espresso 1 kg", "beans", 24.90, 9.80, 30, 46),
        ("7100000000002", "BEAN-FILTER-3", "Filter Sampler 3 x 250 g", "beans", 21.90, 8.90, 20, 22),
        ("7100000000003", "BEAN-DECAF-500", "Decaf 500 g", "beans", 14.90, 6.10, 9, 12),
        ("7100000000004", "BEAN-GUEST-250", "Guest Roaster 250 g", "beans", 12.50, 6.20, 11, 16),
        ("7100000000005", "GEAR-GRIND-01", "Hand Grinder", "grinders", 89.00, 41.00, 9, 2),
        ("7100000000006", "GEAR-KETTLE-01", "Gooseneck Kettle", "gear", 59.00, 27.50, 6, 2),
        ("7100000000007", "GEAR-SCALE-01", "Brewing Scale", "gear", 39.00, 17.00, 6, 2),
        ("7100000000008", "GEAR-MUG-02", "Stoneware Mug", "gear", 15.00, 5.20, 7, 5),
        ("7100000000009", "CARE-DESCALE-1", "Descaler", "care", 9.90, 3.10, 5, 12),
        ("7100000000010", "MACH-ESPR-01", "Espresso Machine", "machines", 449.00, 276.00, 1.6, 0.2),
    ],
    columns=["product_id", "sku", "title", "category", "price", "unit_cost", "first_weight", "repeat_weight"],
)


def products(company: "Company") -> pd.DataFrame:
    """product_id, sku, title, category, price (EUR, tax included), unit_cost (EUR)."""
    return PRODUCTS.drop(columns=["first_weight", "repeat_weight"])


def pages(company: "Company") -> pd.DataFrame:
    """landing_page (path), page_group (home|collections|products|guides|business|promotions)."""
    return PAGES[["landing_page", "page_group"]].copy()


def countries(company: "Company") -> pd.DataFrame:
    """country (ISO alpha-2, as in session_days), alpha3 (lower case, as in search_days), country_name, currency."""
    return COUNTRIES.drop(columns=["tax_rate"])
