"""The streams of what exists now: pipelines, property definitions, marketing e-mails."""

from collections.abc import Iterator

from connectors.source import Account, Page, Stream, Type, Window
from connectors.sources._notation import typed
from connectors.sources.hubspot import fetch
from connectors.sources.hubspot.client import Portal

DATES = {
    **typed(Type.INSTANT, "createdAt updatedAt"),
    **typed(Type.BOOLEAN, "archived"),
}


def _pipeline_stages(portal: Portal, account: Account, window: Window) -> Iterator[Page]:
    for pipeline in portal.crm.get("/crm/v3/pipelines/deals")["results"]:
        of = {name: value for name, value in pipeline.items() if name != "stages"}
        yield [{**stage, "pipeline": of} for stage in pipeline["stages"]]


def _properties(portal: Portal, account: Account, window: Window) -> Iterator[Page]:
    for records in (fetch.CONTACTS, fetch.DEALS):
        yield [{**each, "objectType": records.type} for each in portal.definitions(records.type)]


def _email_stats(portal: Portal, account: Account, window: Window) -> Iterator[Page]:
    return fetch.listed(portal, "/marketing/v3/emails", {"includeStats": "true"})


PIPELINE_STAGES = Stream(
    name="pipeline_stages",
    description="The stages of every deal pipeline; a stage is won when it is closed with probability 1.",
    fetch=_pipeline_stages,
    columns={
        **typed(Type.TEXT, "pipeline.id pipeline.label"),
        **typed(Type.INTEGER, "pipeline.displayOrder"),
        **typed(Type.INSTANT, "pipeline.createdAt pipeline.updatedAt"),
        **typed(Type.BOOLEAN, "pipeline.archived"),
        **typed(Type.TEXT, "id label"),
        **typed(Type.INTEGER, "displayOrder"),
        **typed(Type.BOOLEAN, "metadata.isClosed"),
        **typed(Type.NUMBER, "metadata.probability"),
        **typed(Type.TEXT, "writePermissions"),
        **DATES,
    },
    key=("pipeline.id", "id"),
    kind="snapshot",
    ranges={"metadata.probability": (0, 1)},
    required=("label",),
)

PROPERTIES = Stream(
    name="properties",
    description="The properties that contacts and deals have in this portal: what could be loaded, what is missing.",
    fetch=_properties,
    columns={
        **typed(Type.TEXT, "objectType name label type fieldType description groupName"),
        **typed(Type.JSON, "options"),
        **typed(Type.INTEGER, "displayOrder"),
        **typed(Type.BOOLEAN, "calculated externalOptions hasUniqueValue hidden hubspotDefined formField"),
        **typed(Type.TEXT, "dataSensitivity"),
        **typed(Type.JSON, "modificationMetadata"),
        **DATES,
    },
    key=("objectType", "name"),
    kind="snapshot",
    personal=("createdUserId", "updatedUserId"),
    required=("type",),
)

EMAIL_STATS = Stream(
    name="email_stats",
    description="Marketing e-mails with all that happened to each since it was sent.",
    fetch=_email_stats,
    columns={
        **typed(Type.TEXT, "id name subject state type subcategory language"),
        **typed(Type.INSTANT, "publishDate"),
        **typed(Type.BOOLEAN, "isPublished isAb"),
        **typed(Type.TEXT, "campaign campaignName campaignUtm clonedFrom businessUnitId activeDomain"),
        **typed(Type.TEXT, "emailTemplateMode"),
        **typed(Type.BOOLEAN, "sendOnPublish jitterSendTime"),
        **typed(Type.JSON, "subscriptionDetails webversion stats.counters stats.ratios stats.deviceBreakdown"),
        **typed(Type.JSON, "stats.qualifierStats"),
        **DATES,
    },
    key=("id",),
    kind="snapshot",
    # Who sends, who gets it, who wrote it, what it says, and a key that opens it.
    personal=("from", "to", "content", "createdById", "updatedById", "publishedById", "previewKey"),
)
