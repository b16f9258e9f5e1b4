"""What is in the orders' baskets, and what it adds up to."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.company.chance import Array, dice, divide, pick
from sandbox.company.offering import PRODUCTS
from sandbox.company.seasons import promotion

if TYPE_CHECKING:
    from sandbox.company import Company

MOST_LINES = 3
FREE_SHIPPING, SHIPPING = 4_500, 490  # cents


def baskets(company: "Company") -> dict[str, Array]:
    """By (order, line): product (position in PRODUCTS), quantity (0: no such line), price and discount in cents."""
    orders, days = company.sales, company.history
    counts = np.bincount(orders["day"], minlength=len(days))
    u = dice(company.seed, "baskets", days, counts, 2 * MOST_LINES + 2)
    first = pick(np.arange(len(PRODUCTS)), u[:, :MOST_LINES], PRODUCTS["first_weight"])
    later = pick(np.arange(len(PRODUCTS)), u[:, :MOST_LINES], PRODUCTS["repeat_weight"])
    product = np.where(orders["index"].to_numpy()[:, None] > 0, later, first)
    lines = 1 + (u[:, -1] < 0.5) + (u[:, -1] < 0.16)
    cheap = PRODUCTS["price"].to_numpy()[product] < 30
    quantity = 1 + (cheap & (u[:, MOST_LINES : 2 * MOST_LINES] < 0.42)) + (cheap & (u[:, MOST_LINES:-2] < 0.12))
    quantity = quantity * (np.arange(MOST_LINES) < lines[:, None])
    level = np.where(orders["currency"] == "USD", 110, 100)[:, None]
    price = np.rint(PRODUCTS["price"].to_numpy()[product] * level).astype(np.int64)
    # In a promotion most baskets are reduced, otherwise a few carry a voucher.
    offer = promotion(days)[orders["day"]] > 0
    reduced = u[:, -2] < np.where(offer, 0.8, 0.12)
    discount = np.rint((price * quantity).sum(axis=1) * np.where(reduced, np.where(offer, 0.15, 0.10), 0.0))
    return {
        "product": product,
        "quantity": quantity,
        "price": price,
        "discount": divide(discount, (price * quantity).astype(float)),
    }


def totals(orders: pd.DataFrame, grids: dict[str, Array]) -> pd.DataFrame:
    """The orders with subtotal (after discounts), discounts, shipping, tax (included) and total, in their currency."""
    discounts = grids["discount"].sum(axis=1)
    subtotal = (grids["price"] * grids["quantity"]).sum(axis=1) - discounts
    shipping = np.where(subtotal < FREE_SHIPPING, SHIPPING, 0)
    total = subtotal + shipping
    rate = orders["tax_rate"].to_numpy()
    return orders.assign(
        subtotal=subtotal / 100,
        discounts=discounts / 100,
        shipping=shipping / 100,
        tax=np.rint(total * rate / (1 + rate)) / 100,
        total=total / 100,
    )


def order_lines(company: "Company") -> pd.DataFrame:
    """order_id, line_id, sku, product_id, quantity, price (one piece, before discount), discount (of the whole line).

    Of every order: sum(price * quantity - discount) = subtotal.
    """
    orders, grids = company.sales, company.baskets
    shown = orders["order_id"].isin(set(company.orders["order_id"])).to_numpy()
    order, line = np.nonzero((grids["quantity"] > 0) & shown[:, None])
    bought = PRODUCTS.iloc[grids["product"][order, line]]
    order_id = orders["order_id"].to_numpy(dtype=object)[order]
    return pd.DataFrame(
        {
            "order_id": order_id,
            "line_id": np.array([f"{o}{n + 1}" for o, n in zip(order_id, line, strict=True)], dtype=object),
            "sku": bought["sku"].to_numpy(),
            "product_id": bought["product_id"].to_numpy(),
            "quantity": grids["quantity"][order, line],
            "price": grids["price"][order, line] / 100,
            "discount": grids["discount"][order, line] / 100,
        }
    )
