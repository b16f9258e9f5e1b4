"""Google Ads: one manager account above the company's ad accounts, asked in GAQL over searchStream."""

from datetime import date, timedelta

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.vendors._google import as_json, oauth_env, signed_in, token_route
from sandbox.vendors.google_ads.answers import Customer, chunks
from sandbox.vendors.google_ads.entities import entities
from sandbox.vendors.google_ads.failures import ERRORS, Failure
from sandbox.vendors.google_ads.performance import Performance
from sandbox.vendors.google_ads.query import Query, parse
from sandbox.vendors.google_ads.reference import customer_clients

__all__ = ["ENV", "ERRORS", "PATHS", "routes"]

MANAGER, NOT_ENABLED = "9999999999", "8888888888"
VERSIONS = ("v23", "v24", "v25", "v26")
ENV = {**oauth_env("google_ads"), "GOOGLE_ADS_LOGIN_CUSTOMER_ID": MANAGER}
PATHS = {"GOOGLE_ADS_TOKEN_URL": "/token"}
SCOPE = "https://www.googleapis.com/auth/adwords"
MONTHS_OF_DAYS = 37


class Office:
    """Who may ask about which account, and the accounts as of the company's today."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._customers: dict[tuple[str, date], Customer] = {}

    def customer(self, customer: str, login: str) -> Customer:
        """The account, for someone who comes in through another one (or itself). Raises Failure."""
        if customer == NOT_ENABLED:
            said = "The customer account can't be accessed because it is not yet enabled or has been deactivated."
            raise Failure("authorizationError", "CUSTOMER_NOT_ENABLED", said, 403)
        accounts = self._company.ad_accounts
        below = accounts.loc[accounts["manager_id"] == MANAGER, "account_id"].tolist()
        if customer not in (MANAGER, *below) or login != MANAGER:
            said = (
                "User doesn't have permission to access customer. Set the manager id in the login-customer-id header."
            )
            raise Failure("authorizationError", "USER_PERMISSION_DENIED", said, 403)
        key = (customer, self._company.today)
        if key not in self._customers:
            self._customers = {known: value for known, value in self._customers.items() if known[1] == key[1]}
            self._customers[key] = self._manager() if customer == MANAGER else self._client(customer)
        return self._customers[key]

    def _manager(self) -> Customer:
        return Customer(MANAGER, {"customer_client": customer_clients(self._company.ad_accounts, MANAGER)}, None)

    def _client(self, customer: str) -> Customer:
        return Customer(customer, entities(self._company, customer), Performance(self._company, customer))

    def check_days(self, query: Query) -> None:
        """Days need a range, and Google forgets them after 37 months."""
        if "segments.date" not in query.fields:
            return
        days = [each.values[0] for each in query.conditions if each.field == "segments.date"]
        if not days:
            said = "Query requires filters on date range."
            raise Failure("queryError", "EXPECTED_FILTERS_ON_DATE_RANGE", said)
        if min(days) < str(self._company.today - timedelta(days=MONTHS_OF_DAYS * 31)):
            said = f"Daily, hourly and weekly segments reach back {MONTHS_OF_DAYS} months only."
            raise Failure("dateRangeError", "REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED", said)


def routes(company: Company) -> list[BaseRoute]:
    office = Office(company)

    async def accessible(request: Request) -> Response:
        return as_json({"resourceNames": [f"customers/{NOT_ENABLED}", f"customers/{MANAGER}"]})

    async def search_stream(request: Request) -> Response:
        asked, login = request.path_params["customer"], request.headers.get("login-customer-id")
        if request.path_params["version"] not in VERSIONS:
            return Response("<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>", 404, media_type="text/html")
        try:
            customer = office.customer(asked, login or asked)
            query = parse(orjson.loads(await request.body())["query"])
            office.check_days(query)
            rows = customer.answer(query)
        except Failure as failure:
            return as_json([failure.body], failure.status)
        return Response(chunks(query, rows), media_type="application/json; charset=UTF-8")

    return [
        token_route(SCOPE),
        Route("/{version}/customers:listAccessibleCustomers", signed_in(accessible)),
        Route("/{version}/customers/{customer}/googleAds:searchStream", signed_in(search_stream), methods=["POST"]),
    ]
