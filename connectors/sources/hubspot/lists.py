"""The streams of what exists now: pipelines, property definitions, marketing e-mails."""

from collections.abc import Iterator

from connectors.source import Account, Page, Stream, Type, Window
from connectors.sources.hubspot import fetch
from connectors.sources.hubspot.portal import Portal

DATES = {
    "createdAt": Type.INSTANT,
    "updatedAt": Type.INSTANT,
    "archived": Type.BOOLEAN,
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
        "pipeline.id": Type.TEXT,
        "pipeline.label": Type.TEXT,
        "pipeline.displayOrder": Type.INTEGER,
        "pipeline.createdAt": Type.INSTANT,
        "pipeline.updatedAt": Type.INSTANT,
        "pipeline.archived": Type.BOOLEAN,
        "id": Type.TEXT,
        "label": Type.TEXT,
        "displayOrder": Type.INTEGER,
        "metadata.isClosed": Type.BOOLEAN,
        "metadata.probability": Type.NUMBER,
        "writePermissions": Type.TEXT,
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
        "objectType": Type.TEXT,
        "name": Type.TEXT,
        "label": Type.TEXT,
        "type": Type.TEXT,
        "fieldType": Type.TEXT,
        "description": Type.TEXT,
        "groupName": Type.TEXT,
        "options": Type.JSON,
        "displayOrder": Type.INTEGER,
        "calculated": Type.BOOLEAN,
        "externalOptions": Type.BOOLEAN,
        "hasUniqueValue": Type.BOOLEAN,
        "hidden": Type.BOOLEAN,
        "hubspotDefined": Type.BOOLEAN,
        "formField": Type.BOOLEAN,
        "dataSensitivity": Type.TEXT,
        "modificationMetadata": Type.JSON,
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
        "id": Type.TEXT,
        "name": Type.TEXT,
        "subject": Type.TEXT,
        "state": Type.TEXT,
        "type": Type.TEXT,
        "subcategory": Type.TEXT,
        "language": Type.TEXT,
        "publishDate": Type.INSTANT,
        "isPublished": Type.BOOLEAN,
        "isAb": Type.BOOLEAN,
        "campaign": Type.TEXT,
        "campaignName": Type.TEXT,
        "campaignUtm": Type.TEXT,
        "clonedFrom": Type.TEXT,
        "businessUnitId": Type.TEXT,
        "activeDomain": Type.TEXT,
        "emailTemplateMode": Type.TEXT,
        "sendOnPublish": Type.BOOLEAN,
        "jitterSendTime": Type.BOOLEAN,
        "subscriptionDetails": Type.JSON,
        "webversion": Type.JSON,
        "stats.counters": Type.JSON,
        "stats.ratios": Type.JSON,
        "stats.deviceBreakdown": Type.JSON,
        "stats.qualifierStats": Type.JSON,
        **DATES,
    },
    key=("id",),
    kind="snapshot",
    # Who sends, who gets it, who wrote it, what it says, and a key that opens it.
    personal=("from", "to", "content", "createdById", "updatedById", "publishedById", "previewKey"),
)
