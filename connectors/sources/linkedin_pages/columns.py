"""The columns of the tables, by the paths in LinkedIn's answers."""

from connectors.source import Row, Type
from connectors.sources._notation import typed

SHARE = {
    **typed(Type.INTEGER, "impressionCount clickCount likeCount commentCount shareCount", "totalShareStatistics"),
    **typed(Type.INTEGER, "shareMentionsCount commentMentionsCount uniqueImpressionsCount", "totalShareStatistics"),
    **typed(Type.NUMBER, "engagement", "totalShareStatistics"),
}
NOTHING: Row = {"totalShareStatistics": {path.rpartition(".")[2]: 0 for path in SHARE}}
KINDS = (
    "all allDesktop allMobile overview desktopOverview mobileOverview careers desktopCareers mobileCareers "
    "jobs desktopJobs mobileJobs lifeAt desktopLifeAt mobileLifeAt people desktopPeople mobilePeople"
)
VIEWS = {
    f"totalPageStatistics.views.{kind}PageViews.{count}": Type.INTEGER
    for kind in KINDS.split()
    for count in ("pageViews", "uniquePageViews")
}
POST = {
    **typed(Type.TEXT, "id author commentary visibility lifecycleState"),
    **typed(Type.INSTANT, "createdAt publishedAt lastModifiedAt"),
    **typed(Type.BOOLEAN, "isReshareDisabledByAuthor"),
    **typed(Type.JSON, "content distribution adContext reshareContext"),
}
