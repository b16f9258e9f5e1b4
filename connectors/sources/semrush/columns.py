"""Semrush's columns by report, under its own codes: they are both what is asked for and what is kept."""

from connectors.source import Type
from connectors.sources._notation import typed

ASKED = typed(Type.TEXT, "domain database")
RANKS = {
    **typed(Type.DAY, "Dt"),
    **typed(Type.INTEGER, "Rk Or X0 X1 X2 X3 X4 X5 X6 X7 X8 X9 XA Ot Ad At"),
    **typed(Type.MONEY, "Oc Ac"),
}
KEYWORDS = {
    **typed(Type.TEXT, "Ph"),
    **typed(Type.INTEGER, "Po Pp Nq"),
    **typed(Type.MONEY, "Cp"),
    **typed(Type.NUMBER, "Co Kd Tr Tc"),
    **typed(Type.INTEGER, "Tg Nr Ts"),
    **typed(Type.TEXT, "Td Fp Fk In Ur"),
}
LINKS = typed(
    Type.INTEGER,
    "ascore total domains_num urls_num ips_num ipclassc_num follows_num nofollows_num sponsored_num ugc_num texts_num "
    "images_num forms_num frames_num",
)
LINKS_V4 = typed(Type.INTEGER, "backlinks_count domains_count follows_count ips_count score")
LINK_MONTHS = {**typed(Type.DAY, "date"), **typed(Type.INTEGER, "backlinks_num domains_num score")}
VISITS = {
    **typed(Type.DAY, "display_date"),
    **typed(Type.TEXT, "country device_type target"),
    **typed(Type.INTEGER, "rank visits users"),
    **typed(Type.NUMBER, "direct referral search_organic search_paid social_organic social_paid display_ad"),
    **typed(Type.NUMBER, "ai_assistants ai_search time_on_site pages_per_visit bounce_rate desktop_share mobile_share"),
}
VISITS_A_DAY = {**VISITS, "hits": Type.INTEGER, "is_forecasted": Type.BOOLEAN}
