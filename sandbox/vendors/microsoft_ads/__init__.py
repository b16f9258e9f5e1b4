"""Microsoft Advertising over HTTP: sign-in, accounts, campaigns, and reports from order to download."""

from urllib.parse import parse_qs

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sandbox.company import Company
from sandbox.vendors.microsoft_ads.desk import Desk
from sandbox.vendors.microsoft_ads.errors import ERRORS, Refusal
from sandbox.vendors.microsoft_ads.things import CUSTOMER, Things

__all__ = ["ENV", "ERRORS", "PATHS", "routes"]

ENV = {
    "MICROSOFT_ADS_DEVELOPER_TOKEN": "012SANDBOXDEVTOKEN",
    "MICROSOFT_ADS_CLIENT_ID": "9b0dc3a0-0000-4000-8000-5a4db0c5e70a",
    "MICROSOFT_ADS_CLIENT_SECRET": "sand~box~client~secret",
    "MICROSOFT_ADS_REFRESH_TOKEN": "M.C500_SANDBOX.0.U.first",
    "MICROSOFT_ADS_POLL_SECONDS": "0.001",  # reports are ready on the second look
}
PATHS = {"MICROSOFT_ADS_TOKEN_URL": "/common/oauth2/v2.0/token"}
ACCESS_TOKEN = "EwB4sandboxAccessToken"


def routes(company: Company) -> list[BaseRoute]:
    """Everything under one host; the real services have one each."""
    things, desk = Things(company), Desk(company)
    refresh_tokens = [ENV["MICROSOFT_ADS_REFRESH_TOKEN"]]

    async def token(request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        app = (form.get("client_id"), form.get("client_secret"))
        if app != (ENV["MICROSOFT_ADS_CLIENT_ID"], ENV["MICROSOFT_ADS_CLIENT_SECRET"]):
            return _json({"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret."}, 401)
        if form.get("refresh_token") not in refresh_tokens or "msads.manage" not in form.get("scope", ""):
            fault = ERRORS["consent_gone"]
            return _json(fault.body, fault.status)
        refresh_tokens.append(f"M.C500_SANDBOX.0.U.{len(refresh_tokens)}")
        granted = {"token_type": "Bearer", "expires_in": 3600, "access_token": ACCESS_TOKEN}
        return _json({**granted, "refresh_token": refresh_tokens[-1]})

    async def service(request: Request) -> Response:
        body = orjson.loads(await request.body() or b"{}")
        try:
            _check(request, company)
            match request.path_params["path"]:
                case "CustomerManagement/v13/User/Query":
                    return _json(things.user())
                case "CustomerManagement/v13/Accounts/Search":
                    return _json(things.accounts(body))
                case "CampaignManagement/v13/Campaigns/QueryByAccountId":
                    return _json(things.campaigns(body))
                case "Reporting/v13/GenerateReport/Submit":
                    return _json(desk.order(body))
                case "Reporting/v13/GenerateReport/Poll":
                    home, _, _ = str(request.url).partition("/Reporting/")
                    return _json(desk.status(body, f"{home}/download"))
        except Refusal as refusal:
            return _json(refusal.body, refusal.status)
        return _json({"message": "No HTTP resource was found"}, 404)

    async def download(request: Request) -> Response:
        # Storage knows nobody: whoever has the link reads, and who shows an API's token is turned away.
        if "Authorization" in request.headers or request.query_params.get("sig") != "sandbox":
            return Response("AuthenticationFailed", 403)
        return Response(desk.archive(request.path_params["id"]), media_type="application/x-zip-compressed")

    return [
        Route(PATHS["MICROSOFT_ADS_TOKEN_URL"], token, methods=["POST"]),
        Route("/download/{id}.zip", download),
        Route("/{path:path}", service, methods=["POST"]),
    ]


def _check(request: Request, company: Company) -> None:
    signed = request.headers.get("Authorization") == f"Bearer {ACCESS_TOKEN}"
    if not signed or request.headers.get("DeveloperToken") != ENV["MICROSOFT_ADS_DEVELOPER_TOKEN"]:
        raise Refusal(401, 105, "InvalidCredentials", "Authentication failed.")
    table = company.ad_accounts
    ours = set(table[table["platform"] == "microsoft_ads"]["account_id"])
    account, customer = (request.headers.get(name) for name in ("CustomerAccountId", "CustomerId"))
    is_about_people = request.path_params["path"].startswith("CustomerManagement")
    if not is_about_people and (account not in ours or customer != CUSTOMER):
        raise Refusal(403, 106, "UserIsNotAuthorized", "The user is not authorized to perform this action.")


def _json(body: object, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json; charset=utf-8")
