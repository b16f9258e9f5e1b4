"""Risks by name, as the catalogue of KRIs has them, and where the owner of one looks first."""

from orchestration.language import word

SEARCH = "search_algorithm_change"
LOOK = {
    "ai_assistant_shift": word("Look at which questions assistants answer instead, and whether they cite you."),
    "audience_loss": word("Look at what was posted less, and at changes of the network's feed."),
    "audience_mix_shift": word("Look at who left and who came: by campaign, market and device."),
    "backlog_growth": word("Look at tickets by topic and at the hours staffed."),
    "brand_demand_loss": word("Look at campaigns that ended, the press, and what competitors launched."),
    "budget_overrun": word("Look at the campaigns with the highest spend against plan, and at their caps."),
    "channel_dependency": word("Look at which second channel could carry more."),
    "channel_saturation": word("Look at frequency and audience size; move the last part of the budget elsewhere."),
    "churn_rise": word("Look at failed payments, prices, and the cohort that leaves."),
    "conversion_drop": word("Try the path yourself on that device and page; look at stock, prices and payment."),
    "cost_inflation": word("Look at auction insights, bids and the share of impressions lost to rank."),
    "engagement_loss": word("Look at subject, format and frequency of what was sent or shown since then."),
    "follower_loss": word("Look at the posts of the days before, and at accounts removed by the network."),
    "list_fatigue": word("Look at how often each segment is mailed, and stop mailing those who never open."),
    "over_attribution": word("Compare attribution windows, and look for conversions counted twice."),
    "satisfaction_drop": word("Read the worst ratings since then; look at waiting times."),
    "search_algorithm_change": word("Compare the pages that lost with those that took their place."),
    "slow_replies": word("Look at volume by hour against the hours staffed."),
    "tracking_break": word("Look at the tag, the consent banner and the last release before anything else."),
    "traffic_drop": word("Look at landing pages that vanished, redirects, and the channels that brought less."),
    "visibility_loss": word("Look at the keywords and pages that left the first page."),
}
"""A KRI with another name is told without such a hint."""
