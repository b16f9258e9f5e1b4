with days as (
    select * from {{ source('linkedin_pages', 'views_daily') }}
)

select
    _account as account_id,
    "date" as date_day,
    "totalPageStatistics.views.allPageViews.pageViews" as page_views,
    "totalPageStatistics.views.allPageViews.uniquePageViews" as page_visitors,
    "totalPageStatistics.views.overviewPageViews.pageViews" as overview_views,
    "totalPageStatistics.views.overviewPageViews.uniquePageViews" as overview_visitors,
    "totalPageStatistics.views.careersPageViews.pageViews" as careers_views,
    "totalPageStatistics.views.careersPageViews.uniquePageViews" as careers_visitors,
    "totalPageStatistics.views.allDesktopPageViews.pageViews" as desktop_views,
    "totalPageStatistics.views.allDesktopPageViews.uniquePageViews" as desktop_visitors,
    "totalPageStatistics.views.allMobilePageViews.pageViews" as mobile_views,
    "totalPageStatistics.views.allMobilePageViews.uniquePageViews" as mobile_visitors,
    _loaded_at as loaded_at
from days
