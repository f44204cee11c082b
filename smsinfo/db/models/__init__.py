"""All tables, one aggregate a file. Importing this package registers them on `Base.metadata`."""

from smsinfo.db.models.alerting import (
    AlertCode,
    AlertTemplate,
    DirectoryEntry,
    DutyRoster,
    SavedArea,
    SavedAreaRegion,
    StaffPhone,
)
from smsinfo.db.models.alerts import Alert, AlertEvent, AlertRegion, AlertText
from smsinfo.db.models.audit import AuditEvent, AuditHead
from smsinfo.db.models.cap import CapDocument
from smsinfo.db.models.cards import VillageCard
from smsinfo.db.models.cases import (
    CaseAnswer,
    CaseEvent,
    CaseTold,
    CitizenCase,
    ReportOffice,
    Rumour,
    RumourCount,
)
from smsinfo.db.models.changes import Change, ChangePart, ReviewComment
from smsinfo.db.models.channels import ChannelState, Mark
from smsinfo.db.models.claims import Claim, ClaimSign, ClaimText
from smsinfo.db.models.community import KimAttendance, KimGroup, KimTraining, Membership
from smsinfo.db.models.contacts import (
    ConsentEvent,
    Contact,
    ContactCheck,
    ContactRole,
    HandledThread,
    Subscription,
    Suppression,
)
from smsinfo.db.models.content import (
    ContentVersion,
    Keyword,
    Revision,
    Source,
    Summary,
    Topic,
    TopicKeeper,
    TopicName,
)
from smsinfo.db.models.figures import DailyOutcome, DailyPlace, DailyTiming, DailyTopic
from smsinfo.db.models.gaps import GapCluster, GapCount, GapMessage
from smsinfo.db.models.keeping import Holiday, HolidayYear, LinkCheck
from smsinfo.db.models.lessons import (
    Certificate,
    Course,
    CourseCount,
    CourseName,
    Lesson,
    LessonProgress,
    LessonText,
    TopicRating,
)
from smsinfo.db.models.messages import (
    Attempt,
    Conversation,
    DailyCount,
    InboundMessage,
    OutboundMessage,
    ParkedReceipt,
    ReceiptPart,
)
from smsinfo.db.models.news import Contribution, ContributionStep
from smsinfo.db.models.numbers import CommunityNumber
from smsinfo.db.models.privacy import LastWord, PrivacyCount, PrivacyRequest, RetentionRun, StoreErasure
from smsinfo.db.models.proposals import Proposal
from smsinfo.db.models.regions import Region, RegionAlias, RegionFact, RegionField, RegionPoint
from smsinfo.db.models.relays import RelayTask
from smsinfo.db.models.staff import (
    StaffAccount,
    StaffFailure,
    StaffGrant,
    StaffLink,
    StaffRecoveryCode,
    StaffRequest,
    StaffSession,
    StaffTask,
)
from smsinfo.db.models.ussd import UssdSession

__all__ = [
    "Alert",
    "AlertCode",
    "AlertEvent",
    "AlertRegion",
    "AlertTemplate",
    "AlertText",
    "Attempt",
    "AuditEvent",
    "AuditHead",
    "CapDocument",
    "CaseAnswer",
    "CaseEvent",
    "CaseTold",
    "Certificate",
    "Change",
    "ChangePart",
    "ChannelState",
    "CitizenCase",
    "Claim",
    "ClaimSign",
    "ClaimText",
    "CommunityNumber",
    "ConsentEvent",
    "Contact",
    "ContactCheck",
    "ContactRole",
    "ContentVersion",
    "Contribution",
    "ContributionStep",
    "Conversation",
    "Course",
    "CourseCount",
    "CourseName",
    "DailyCount",
    "DailyOutcome",
    "DailyPlace",
    "DailyTiming",
    "DailyTopic",
    "DirectoryEntry",
    "DutyRoster",
    "GapCluster",
    "GapCount",
    "GapMessage",
    "HandledThread",
    "Holiday",
    "HolidayYear",
    "InboundMessage",
    "Keyword",
    "KimAttendance",
    "KimGroup",
    "KimTraining",
    "LastWord",
    "Lesson",
    "LessonProgress",
    "LessonText",
    "LinkCheck",
    "Mark",
    "Membership",
    "OutboundMessage",
    "ParkedReceipt",
    "PrivacyCount",
    "PrivacyRequest",
    "Proposal",
    "ReceiptPart",
    "Region",
    "RegionAlias",
    "RegionFact",
    "RegionField",
    "RegionPoint",
    "RelayTask",
    "ReportOffice",
    "RetentionRun",
    "ReviewComment",
    "Revision",
    "Rumour",
    "RumourCount",
    "SavedArea",
    "SavedAreaRegion",
    "Source",
    "StaffAccount",
    "StaffFailure",
    "StaffGrant",
    "StaffLink",
    "StaffPhone",
    "StaffRecoveryCode",
    "StaffRequest",
    "StaffSession",
    "StaffTask",
    "StoreErasure",
    "Subscription",
    "Summary",
    "Suppression",
    "Topic",
    "TopicKeeper",
    "TopicName",
    "TopicRating",
    "UssdSession",
    "VillageCard",
]
