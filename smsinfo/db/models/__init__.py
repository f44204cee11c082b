"""All tables, one aggregate a file. Importing this package registers them on `Base.metadata`."""

from smsinfo.db.models.claims import Claim, ClaimSign, ClaimText
from smsinfo.db.models.contacts import ConsentEvent, Contact, ContactRole, Subscription, Suppression
from smsinfo.db.models.content import (
    ContentVersion,
    Keyword,
    Revision,
    Source,
    Summary,
    Topic,
    TopicName,
)
from smsinfo.db.models.messages import Conversation, DailyCount, InboundMessage, OutboundMessage
from smsinfo.db.models.regions import Region, RegionAlias, RegionField

__all__ = [
    "Claim",
    "ClaimSign",
    "ClaimText",
    "ConsentEvent",
    "Contact",
    "ContactRole",
    "ContentVersion",
    "Conversation",
    "DailyCount",
    "InboundMessage",
    "Keyword",
    "OutboundMessage",
    "Region",
    "RegionAlias",
    "RegionField",
    "Revision",
    "Source",
    "Subscription",
    "Summary",
    "Suppression",
    "Topic",
    "TopicName",
]
