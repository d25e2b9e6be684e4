"""Typed models of the shared questions: `Recoverable.Facts`, `Recoverable.Values`, and so on for every question.

Generated from `policykit/questions/*.yaml` by `make models` (`python -m policykit.questions.generate`): do not edit; a test compares.

>>> from datetime import date
>>> import policykit
>>> from policykit.questions.models import Recoverable
>>> facts = Recoverable.Facts(item="single_tent", issued_to="victims", used_from=date(2025, 3, 1), used_to=date(2025, 8, 31))
>>> policykit.load("liaoning").ask(Recoverable, facts).values.outcome
'recover'

These are the shared questions as they stand in the library. A code that a pack adds to a choice is not among them: plain dicts take it.
"""

from collections.abc import Sequence, Set
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias

from pydantic import Field

from .base import Day, Exact, ExactFromZero, FactsModel, Flag, Moment, Name, OrUnknown, QuestionModel, RecordModel, ValuesModel, Whole, WholeFromZero

ScrapEligibleStage: TypeAlias = Literal[
    "in_reserve",  # 在库储备 / in reserve
    "after_dispatch",  # 调拨使用后 / after dispatch
]


class ScrapEligibleFacts(FactsModel):
    """Facts for `scrap_eligible`: 物资能否报废 / May goods in store or recovered be scrapped?"""

    stage: OrUnknown[ScrapEligibleStage] = Field(
        description="物资所处阶段 / stage.",
    )
    non_human_cause: OrUnknown[Flag] = Field(
        description="是否因非人为因素 / without human fault.",
    )
    damaged_or_aged: OrUnknown[Flag] = Field(
        description="是否破损或老化严重 / damaged or aged.",
    )
    still_usable: OrUnknown[Flag] = Field(
        description="能否继续使用 / still usable. 质量和性能仍能满足要求 / quality and performance still meet the needs.",
    )
    over_age: OrUnknown[Flag] = Field(
        description="是否超过储存或使用期限 / past its storage or service life.",
    )
    approved: OrUnknown[Flag] | None = Field(
        default=None,
        description="报废是否已获批准 / scrapping approved. 辽宁为省政府批准；未填即只问报废条件 / Liaoning: by the provincial government; left out where only the grounds are asked. 未给出即为无 / if left out: none.",
    )
    recoverable_class: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否属于回收类物资 / of the recoverable class. 山西调拨后报废只适用于回收类 / Shanxi: after dispatch only this class. 未给出即为不知道 / if left out: unknown.",
    )
    recovery_cost_cny: OrUnknown[ExactFromZero] | None = Field(
        default=None,
        description="回收成本 / cost of recovery. 未给出即为无 / if left out: none.",
    )
    original_value_cny: OrUnknown[ExactFromZero] | None = Field(
        default=None,
        description="物资原值 / original value. 未给出即为无 / if left out: none.",
    )


ScrapEligibleEligible: TypeAlias = Literal[
    "yes",  # 可以报废 / yes
    "no",  # 不得报废 / no
    "undetermined",  # 不能确定 / undetermined
]


ScrapEligibleInstead: TypeAlias = Literal[
    "keep",  # 继续储存 / keep
    "priority_dispatch",  # 优先安排调用 / dispatch first
    "none",  # 无另行处理 / nothing else
]


class ScrapEligibleValues(ValuesModel):
    """Outputs of `scrap_eligible`: 物资能否报废 / May goods in store or recovered be scrapped?"""

    eligible: ScrapEligibleEligible = Field(
        description="能否报废 / may be scrapped.",
    )
    instead: ScrapEligibleInstead | None = Field(
        description="不报废时的处理 / what is done instead.",
    )


class ScrapEligible(QuestionModel[ScrapEligibleFacts, ScrapEligibleValues]):
    """物资能否报废 / May goods in store or recovered be scrapped?"""

    question: ClassVar[str] = "scrap_eligible"
    Facts: TypeAlias = ScrapEligibleFacts
    Values: TypeAlias = ScrapEligibleValues


ScrapProcedureBody: TypeAlias = Literal[
    "national",  # 国家级检验机构 / national
    "provincial",  # 省级检验机构 / provincial
    "city",  # 市级检验机构 / city
    "county",  # 县级检验机构 / county
    "qualified_third_party",  # 有资质的第三方检验机构 / qualified third party
    "unqualified",  # 无资质机构 / unqualified
]


class ScrapProcedureFacts(FactsModel):
    """Facts for `scrap_procedure`: 报废程序走到哪一步、鉴定是否有效 / What is the next step of scrapping, and is the panel valid?"""

    steps_done: OrUnknown[Sequence[Name]] = Field(
        description="已办步骤 / steps done. 步骤代码，按办理先后填写 / step codes in the order done.",
    )
    experts: OrUnknown[Whole] | None = Field(
        default=None,
        description="评定专家人数 / number of experts. 未给出即为无 / if left out: none.",
    )
    body: OrUnknown[ScrapProcedureBody] | None = Field(
        default=None,
        description="质量检验机构 / quality inspection body. 未给出即为无 / if left out: none.",
    )


class ScrapProcedureValues(ValuesModel):
    """Outputs of `scrap_procedure`: 报废程序走到哪一步、鉴定是否有效 / What is the next step of scrapping, and is the panel valid?"""

    steps: tuple[str, ...] | None = Field(
        description="应办步骤 / steps.",
    )
    next_step: str | None = Field(
        description="下一步 / next step. 步骤代码；done为已办结，order_violated为步骤颠倒或缺漏 / a step code, done or order_violated.",
    )
    panel_ok: bool | None = Field(
        description="专家人数是否符合要求 / panel is large enough.",
    )
    body_ok: bool | None = Field(
        description="检验机构是否符合要求 / inspection body is right.",
    )


class ScrapProcedure(QuestionModel[ScrapProcedureFacts, ScrapProcedureValues]):
    """报废程序走到哪一步、鉴定是否有效 / What is the next step of scrapping, and is the panel valid?"""

    question: ClassVar[str] = "scrap_procedure"
    Facts: TypeAlias = ScrapProcedureFacts
    Values: TypeAlias = ScrapProcedureValues


ScrapProceedsStage: TypeAlias = Literal[
    "in_reserve",  # 在库储备 / in reserve
    "after_dispatch",  # 调拨使用后 / after dispatch
]


class ScrapProceedsFacts(FactsModel):
    """Facts for `scrap_proceeds`: 报废残值收入上缴多少、缴给谁 / How much residual income is remitted and to whom?"""

    stage: OrUnknown[ScrapProceedsStage] = Field(
        description="物资所处阶段 / stage.",
    )
    gross_cny: OrUnknown[ExactFromZero] = Field(
        description="残值收入总额 / gross income.",
    )
    tax_cny: OrUnknown[ExactFromZero] = Field(
        description="相关税金 / tax.",
    )
    disposal_cost_cny: OrUnknown[ExactFromZero] = Field(
        description="处置费用 / cost of disposal.",
    )


class ScrapProceedsValues(ValuesModel):
    """Outputs of `scrap_proceeds`: 报废残值收入上缴多少、缴给谁 / How much residual income is remitted and to whom?"""

    remit_cny: Decimal | int | None = Field(
        description="应上缴金额 / amount remitted.",
    )
    recipient: str | None = Field(
        description="收缴单位 / recipient.",
    )


class ScrapProceeds(QuestionModel[ScrapProceedsFacts, ScrapProceedsValues]):
    """报废残值收入上缴多少、缴给谁 / How much residual income is remitted and to whom?"""

    question: ClassVar[str] = "scrap_proceeds"
    Facts: TypeAlias = ScrapProceedsFacts
    Values: TypeAlias = ScrapProceedsValues


DistributionRequirementsSteps: TypeAlias = Literal[
    "appearance_check",  # 外观检查 / check of appearance
    "quantity_check",  # 数量核对 / check of quantity
    "register",  # 登记造册 / register
    "ledger",  # 建立台账、账目清楚 / clear accounts
    "publish",  # 向社会公布 / publication
    "formalities_complete",  # 手续完备 / formalities complete
]


class DistributionRequirementsFacts(FactsModel):
    """Facts for `distribution_requirements`: 发放物资是否符合要求 / Are the requirements of distribution met?"""

    steps: OrUnknown[Set[DistributionRequirementsSteps]] = Field(
        description="已办事项 / steps done.",
    )


class DistributionRequirementsValues(ValuesModel):
    """Outputs of `distribution_requirements`: 发放物资是否符合要求 / Are the requirements of distribution met?"""

    missing: frozenset[DistributionRequirementsSteps] | None = Field(
        description="未办事项 / steps missing.",
    )


class DistributionRequirements(QuestionModel[DistributionRequirementsFacts, DistributionRequirementsValues]):
    """发放物资是否符合要求 / Are the requirements of distribution met?"""

    question: ClassVar[str] = "distribution_requirements"
    Facts: TypeAlias = DistributionRequirementsFacts
    Values: TypeAlias = DistributionRequirementsValues


DisclosureInfo: TypeAlias = Literal[
    "reserve_kinds",  # 储备种类 / kinds of reserve
    "reserve_scale",  # 储备规模 / scale of the reserve
    "reserve_quantity",  # 储备数量 / quantity of the reserve
    "procurement",  # 采购情况 / procurement
    "dispatch",  # 调拨情况 / dispatch
    "distribution",  # 发放情况 / distribution
    "use",  # 使用情况 / use
    "supplier_list",  # 供应企业名单 / list of suppliers
]


class DisclosureFacts(FactsModel):
    """Facts for `disclosure`: 某类信息是否公开 / Is a kind of information made public?"""

    info: OrUnknown[DisclosureInfo] = Field(
        description="信息种类 / information.",
    )


DisclosureDisclose: TypeAlias = Literal[
    "must",  # 应当公开 / must be made public
    "in_principle_not",  # 原则上不予公开 / in principle not
    "within_prescribed_range",  # 在规定范围内公开 / within the prescribed range
    "undetermined",  # 不能确定 / undetermined
]


class DisclosureValues(ValuesModel):
    """Outputs of `disclosure`: 某类信息是否公开 / Is a kind of information made public?"""

    disclose: DisclosureDisclose = Field(
        description="公开要求 / disclosure.",
    )


class Disclosure(QuestionModel[DisclosureFacts, DisclosureValues]):
    """某类信息是否公开 / Is a kind of information made public?"""

    question: ClassVar[str] = "disclosure"
    Facts: TypeAlias = DisclosureFacts
    Values: TypeAlias = DisclosureValues


CompositionCheckBody: TypeAlias = Literal[
    "conference",  # 联席会议 / joint conference
    "conference_office",  # 联席会议办公室 / office of the conference
    "member_unit",  # 联席会议成员单位 / member unit of the conference
    "leading_group",  # 市场供应协调领导小组 / leading group for market supply
    "material_group_unit",  # 物资保障组成员单位 / member unit of the materials group
]


class CompositionCheckRosterDeputies(RecordModel):
    """办公室副主任 / deputy directors"""

    body: OrUnknown[Name] = Field(
        description="所在单位 / body.",
    )
    rank: OrUnknown[Name] | None = Field(
        default=None,
        description="职务 / rank. 未给出即为无 / if left out: none.",
    )


class CompositionCheckRosterLiaisons(RecordModel):
    """联络员 / liaisons"""

    rank: OrUnknown[Name] | None = Field(
        default=None,
        description="职级 / rank. 未给出即为无 / if left out: none.",
    )


class CompositionCheckRoster(RecordModel):
    """组成情况 / roster"""

    convener: OrUnknown[Name] | None = Field(
        default=None,
        description="召集人 / convener. 未给出即为无 / if left out: none.",
    )
    deputy_conveners: OrUnknown[Set[Name]] | None = Field(
        default=None,
        description="副召集人 / deputy conveners. 未给出即为无 / if left out: none.",
    )
    member_units: OrUnknown[Set[Name]] | None = Field(
        default=None,
        description="成员单位 / member units. 未给出即为无 / if left out: none.",
    )
    seat: OrUnknown[Name] | None = Field(
        default=None,
        description="办公室设在何单位 / seat of the office. 未给出即为无 / if left out: none.",
    )
    director: OrUnknown[Name] | None = Field(
        default=None,
        description="办公室主任 / director. 未给出即为无 / if left out: none.",
    )
    deputies: OrUnknown[Sequence[CompositionCheckRosterDeputies]] | None = Field(
        default=None,
        description="办公室副主任 / deputy directors. 未给出即为无 / if left out: none.",
    )
    lead_division: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否明确牵头处室 / lead division named. 未给出即为无 / if left out: none.",
    )
    liaisons: OrUnknown[Sequence[CompositionCheckRosterLiaisons] | int] | None = Field(
        default=None,
        description="联络员 / liaisons. 未给出即为无 / if left out: none.",
    )
    contact_staff: OrUnknown[Whole] | None = Field(
        default=None,
        description="日常联系工作人员人数 / number of contact staff. 未给出即为无 / if left out: none.",
    )
    head: OrUnknown[Name] | None = Field(
        default=None,
        description="组长 / head. 未给出即为无 / if left out: none.",
    )
    office_seat: OrUnknown[Name] | None = Field(
        default=None,
        description="领导小组办公室设在何处 / seat of the group's office. 未给出即为无 / if left out: none.",
    )
    sections: OrUnknown[Set[Name]] | None = Field(
        default=None,
        description="成员科室 / member sections. 未给出即为无 / if left out: none.",
    )


class CompositionCheckFacts(FactsModel):
    """Facts for `composition_check`: 机构组成是否符合规定 / Is a body composed as required?"""

    body: OrUnknown[CompositionCheckBody] = Field(
        description="机构 / body.",
    )
    roster: OrUnknown[CompositionCheckRoster] = Field(
        description="组成情况 / roster. 填职务代码或单位代码；未填的部分不检查 / codes of offices and bodies; a part left out is not checked.",
    )


CompositionCheckOk: TypeAlias = Literal[
    "yes",  # 符合 / yes
    "no",  # 不符合 / no
    "undetermined",  # 不能确定 / undetermined
]


class CompositionCheckValues(ValuesModel):
    """Outputs of `composition_check`: 机构组成是否符合规定 / Is a body composed as required?"""

    ok: CompositionCheckOk = Field(
        description="是否符合 / as required.",
    )
    problems: frozenset[str] | None = Field(
        description="存在的问题 / problems. 问题代码，如liaison_count；missing_unit_、extra_unit_、missing_deputy_from_后接单位代码 / codes such as liaison_count; missing_unit_, extra_unit_ and missing_deputy_from_ end in the code of the body.",
    )


class CompositionCheck(QuestionModel[CompositionCheckFacts, CompositionCheckValues]):
    """机构组成是否符合规定 / Is a body composed as required?"""

    question: ClassVar[str] = "composition_check"
    Facts: TypeAlias = CompositionCheckFacts
    Values: TypeAlias = CompositionCheckValues
    RosterDeputies: TypeAlias = CompositionCheckRosterDeputies
    RosterLiaisons: TypeAlias = CompositionCheckRosterLiaisons
    Roster: TypeAlias = CompositionCheckRoster


MeetingRuleMeeting: TypeAlias = Literal[
    "conference_plenary",  # 联席会议全体会议 / plenary of the conference
    "conference_special",  # 联席会议专题会议 / special meeting of the conference
    "office_plenary",  # 联席会议办公室全体会议 / plenary of the office
    "office_special",  # 联席会议办公室专题会议 / special meeting of the office
    "group_consultation",  # 领导小组会商 / consultation of the leading group
]


MeetingRuleCalledBy: TypeAlias = Literal[
    "convener",  # 召集人 / convener
    "deputy_convener",  # 副召集人 / deputy convener
    "office_director",  # 办公室主任 / director of the office
    "office_deputy_director",  # 办公室副主任 / deputy director of the office
]


class MeetingRuleFacts(FactsModel):
    """Facts for `meeting_rule`: 会议由谁召集、谁参加、每年几次 / Who calls a meeting, who attends and how often?"""

    meeting: OrUnknown[MeetingRuleMeeting] = Field(
        description="会议 / meeting.",
    )
    regular_count_in_year: OrUnknown[Whole] | None = Field(
        default=None,
        description="当年已召开的定期会议次数 / regular meetings in the year. 未给出即为无 / if left out: none.",
    )
    called_by: OrUnknown[MeetingRuleCalledBy] | None = Field(
        default=None,
        description="实际召集人 / called by. 未给出即为无 / if left out: none.",
    )


MeetingRuleFrequency: TypeAlias = Literal[
    "one_to_two_a_year",  # 每年1至2次 / one or two a year
    "as_needed",  # 根据需要召开 / as needed
    "regular_no_interval",  # 定期召开，未规定间隔 / regular without an interval
]


MeetingRuleCountOk: TypeAlias = Literal[
    "yes",  # 符合 / yes
    "below_norm",  # 少于规定次数 / below the norm
    "above_norm_allowed",  # 多于规定次数，允许临时召开 / above the norm and allowed
]


MeetingRuleMinutes: TypeAlias = Literal[
    "required",  # 应当形成 / required
    "if_necessary",  # 必要时形成 / if necessary
]


class MeetingRuleValues(ValuesModel):
    """Outputs of `meeting_rule`: 会议由谁召集、谁参加、每年几次 / Who calls a meeting, who attends and how often?"""

    convened_by: frozenset[str] | None = Field(
        description="召集人 / convened by.",
    )
    attendees: str | None = Field(
        description="参加人员 / attendees.",
    )
    frequency: MeetingRuleFrequency | None = Field(
        description="召开频次 / frequency.",
    )
    agenda_by: str | None = Field(
        description="时间和议题决定人 / time and agenda set by.",
    )
    call_ok: bool | None = Field(
        description="召集人是否适格 / rightly called.",
    )
    count_ok: MeetingRuleCountOk | None = Field(
        description="次数是否符合 / number of meetings.",
    )
    minutes: MeetingRuleMinutes | None = Field(
        description="会议纪要 / minutes.",
    )


class MeetingRule(QuestionModel[MeetingRuleFacts, MeetingRuleValues]):
    """会议由谁召集、谁参加、每年几次 / Who calls a meeting, who attends and how often?"""

    question: ClassVar[str] = "meeting_rule"
    Facts: TypeAlias = MeetingRuleFacts
    Values: TypeAlias = MeetingRuleValues


DocumentSignatoryDocument: TypeAlias = Literal[
    "conference_document",  # 联席会议文件 / document of the conference
    "conference_plenary_minutes",  # 联席会议全体会议纪要 / minutes of the plenary
    "conference_special_minutes",  # 联席会议专题会议纪要 / minutes of a special meeting
    "office_document",  # 联席会议办公室文件 / document of the office
    "office_minutes",  # 联席会议办公室会议纪要 / minutes of the office
    "conference_opinion",  # 联席会议工作意见、重大事项 / opinion of the conference
]


DocumentSignatorySignedBy: TypeAlias = Literal[
    "convener",  # 召集人 / convener
    "deputy_convener",  # 副召集人 / deputy convener
    "office_director",  # 办公室主任 / director of the office
    "office_deputy_director",  # 办公室副主任 / deputy director of the office
]


class DocumentSignatoryFacts(FactsModel):
    """Facts for `document_signatory`: 文件由谁签发 / Who signs a document?"""

    document: OrUnknown[DocumentSignatoryDocument] = Field(
        description="文件 / document.",
    )
    signed_by: OrUnknown[DocumentSignatorySignedBy] | None = Field(
        default=None,
        description="实际签发人 / signed by. 未给出即为无 / if left out: none.",
    )


DocumentSignatoryNumbering: TypeAlias = Literal[
    "conference",  # 以联席会议编号 / of the conference
    "office",  # 以联席会议办公室编号 / of the office
]


DocumentSignatoryRoutes: TypeAlias = Literal[
    "direct",  # 联席会议直接下发 / issued directly
    "government_endorses",  # 报请省政府批转 / endorsed by the government
    "government_office_forwards",  # 省政府办公厅转发 / forwarded by the government office
]


class DocumentSignatoryValues(ValuesModel):
    """Outputs of `document_signatory`: 文件由谁签发 / Who signs a document?"""

    signatories: frozenset[str] | None = Field(
        description="有权签发人 / who may sign.",
    )
    valid: bool | None = Field(
        description="签发是否有效 / validly signed.",
    )
    numbering: DocumentSignatoryNumbering | None = Field(
        description="编号 / numbering.",
    )
    routes: frozenset[DocumentSignatoryRoutes] | None = Field(
        description="印发途径 / ways of issue.",
    )


class DocumentSignatory(QuestionModel[DocumentSignatoryFacts, DocumentSignatoryValues]):
    """文件由谁签发 / Who signs a document?"""

    question: ClassVar[str] = "document_signatory"
    Facts: TypeAlias = DocumentSignatoryFacts
    Values: TypeAlias = DocumentSignatoryValues


MembershipChangeChange: TypeAlias = Literal[
    "unit",  # 成员单位 / member unit
    "person",  # 组成人员 / person
]


class MembershipChangeFacts(FactsModel):
    """Facts for `membership_change`: 成员单位或组成人员如何调整 / How are member units or persons changed?"""

    change: OrUnknown[MembershipChangeChange] = Field(
        description="调整对象 / what changes.",
    )
    steps_done: OrUnknown[Sequence[Name]] = Field(
        description="已办步骤 / steps done. 步骤代码，按办理先后填写 / step codes in the order done.",
    )


class MembershipChangeValues(ValuesModel):
    """Outputs of `membership_change`: 成员单位或组成人员如何调整 / How are member units or persons changed?"""

    steps: tuple[str, ...] | None = Field(
        description="应办步骤 / steps.",
    )
    next_step: str | None = Field(
        description="下一步 / next step. 步骤代码；done为已办结，order_violated为步骤颠倒或缺漏 / a step code, done or order_violated.",
    )


class MembershipChange(QuestionModel[MembershipChangeFacts, MembershipChangeValues]):
    """成员单位或组成人员如何调整 / How are member units or persons changed?"""

    question: ClassVar[str] = "membership_change"
    Facts: TypeAlias = MembershipChangeFacts
    Values: TypeAlias = MembershipChangeValues


InformationReportContents: TypeAlias = Literal[
    "decisions_implemented",  # 省委、省政府决策部署落实情况 / decisions carried out
    "leader_instructions",  # 省领导重要批示落实情况 / instructions of leaders
    "conference_matters",  # 联席会议及其办公室议定交办事项落实情况 / matters given by the conference
    "plan_execution",  # 储备工作计划、方案执行情况 / execution of plans
    "major_problems",  # 发现的重大问题 / major problems
    "supervised_matters",  # 办公室督办事项 / matters under supervision
    "developments",  # 工作动态、信息 / developments
    "reserve_data",  # 储备计划、品种、数量、布局、动用、消耗等数据 / data of the reserve
]


class InformationReportFacts(FactsModel):
    """Facts for `information_report`: 成员单位应报告哪些内容 / Which contents must a member report?"""

    contents: OrUnknown[Set[InformationReportContents]] = Field(
        description="已报告的内容 / contents reported.",
    )


InformationReportDeadlineKind: TypeAlias = Literal[
    "none_stated",  # 未规定具体时限 / none stated
]


class InformationReportValues(ValuesModel):
    """Outputs of `information_report`: 成员单位应报告哪些内容 / Which contents must a member report?"""

    missing: frozenset[InformationReportContents] | None = Field(
        description="缺少的内容 / contents missing.",
    )
    deadline_kind: InformationReportDeadlineKind | None = Field(
        description="时限类型 / kind of deadline.",
    )


class InformationReport(QuestionModel[InformationReportFacts, InformationReportValues]):
    """成员单位应报告哪些内容 / Which contents must a member report?"""

    question: ClassVar[str] = "information_report"
    Facts: TypeAlias = InformationReportFacts
    Values: TypeAlias = InformationReportValues


class CoordinationMeetingFacts(FactsModel):
    """Facts for `coordination_meeting`: 一个单位不能解决的事项如何协调 / Where does a matter go that one unit cannot settle?"""

    needs_several_units: OrUnknown[Flag] = Field(
        description="是否需多家单位协调 / needs several units.",
    )
    needs_city_government: OrUnknown[Flag] = Field(
        description="是否需市政府解决 / needs the city government.",
    )


CoordinationMeetingRoute: TypeAlias = Literal[
    "own_unit",  # 本单位自行处理 / own unit
    "coordination_meeting",  # 报小组办公室召开重大事项协调会议 / coordination meeting
    "group_reports_to_city_government",  # 由小组统一上报市政府 / the group reports to the city government
]


class CoordinationMeetingValues(ValuesModel):
    """Outputs of `coordination_meeting`: 一个单位不能解决的事项如何协调 / Where does a matter go that one unit cannot settle?"""

    route: CoordinationMeetingRoute | None = Field(
        description="处理途径 / route.",
    )


class CoordinationMeeting(QuestionModel[CoordinationMeetingFacts, CoordinationMeetingValues]):
    """一个单位不能解决的事项如何协调 / Where does a matter go that one unit cannot settle?"""

    question: ClassVar[str] = "coordination_meeting"
    Facts: TypeAlias = CoordinationMeetingFacts
    Values: TypeAlias = CoordinationMeetingValues


CostBearerCostItem: TypeAlias = Literal[
    "purchase",  # 物资购置费 / purchase of goods
    "storage_management",  # 储备管理费 / storage management
    "capital_occupation",  # 资金占用费 / capital tied up in stock
    "storage_fee",  # 仓储保管费 / warehousing
    "transport",  # 运输费 / transport
    "loading",  # 装卸费 / loading and unloading
    "toll",  # 通行费 / road tolls
    "transport_insurance",  # 运输保险费 / transport insurance
    "goods_price",  # 货款 / price of the goods
    "price_difference",  # 价差费用 / price difference
    "rotation_profit_loss",  # 轮换盈亏 / profit or loss of rotation
    "recovery",  # 物资回收费用 / recovery of goods
    "depot_construction",  # 储备库建设维修费 / building and repair of depots
    "scrapping",  # 物资报废支出 / scrapping
    "requisition_compensation",  # 征用补偿 / compensation for requisition
    "requisitioned_transport",  # 征用社会运力费用 / requisitioned transport
    "drop_point_goods",  # 应急投放点物资货款 / goods at drop points
    "extra_supply_subsidy",  # 增量调运、储备等补贴 / subsidy for extra supply
    "team_office",  # 工作队办公经费 / office money of a work team
]


CostBearerUse: TypeAlias = Literal[
    "rescue",  # 应急救援调用 / emergency rescue
    "market_release",  # 应急投放市场 / release to the market
    "application",  # 申请调拨 / dispatch on application
    "urgent",  # 紧急调拨 / urgent dispatch
    "winter_spring",  # 冬春救助调拨 / winter and spring relief
    "prepositioning",  # 预置调拨 / pre-positioning
    "building",  # 楼栋封闭管理 / closed building
    "unit",  # 单位（场所）封闭管理 / closed unit or site
    "sealed",  # 封控管理 / sealed area
]


CostBearerReceivedByLevel: TypeAlias = Literal[
    "county",  # 县级 / county
    "city",  # 市级 / city
]


class CostBearerFacts(FactsModel):
    """Facts for `cost_bearer`: 某项费用由谁承担 / Who bears a cost?"""

    cost_item: OrUnknown[CostBearerCostItem] = Field(
        description="费用项目 / cost item.",
    )
    use: OrUnknown[CostBearerUse] | None = Field(
        default=None,
        description="动用情形 / kind of use. 未给出即为不知道 / if left out: unknown.",
    )
    received_by_level: OrUnknown[CostBearerReceivedByLevel] | None = Field(
        default=None,
        description="接收物资的政府层级 / level that received the goods. 未说明时，答案为市或县级人民政府 / if not said the answer stays city or county government. 未给出即为无 / if left out: none.",
    )


CostBearerExtent: TypeAlias = Literal[
    "full",  # 全额承担 / in full
    "actual",  # 据实承担 / actual cost
    "fixed_amount",  # 定额 / fixed amount
    "capped",  # 不超过规定标准 / up to a cap
    "subsidy",  # 适当补贴 / subsidy
    "shared",  # 分担 / shared
]


class CostBearerValues(ValuesModel):
    """Outputs of `cost_bearer`: 某项费用由谁承担 / Who bears a cost?"""

    bearer: str | None = Field(
        description="承担主体 / who bears it.",
    )
    advanced_by: str | None = Field(
        description="垫付主体 / who advances it.",
    )
    extent: CostBearerExtent | None = Field(
        description="承担方式 / extent.",
    )


class CostBearer(QuestionModel[CostBearerFacts, CostBearerValues]):
    """某项费用由谁承担 / Who bears a cost?"""

    question: ClassVar[str] = "cost_bearer"
    Facts: TypeAlias = CostBearerFacts
    Values: TypeAlias = CostBearerValues


class SettlementDeadlineFacts(FactsModel):
    """Facts for `settlement_deadline`: 调运费用最迟何时结算、由谁与谁结算 / By when is the transport cost settled and between whom?"""

    arrived_on: OrUnknown[Day] = Field(
        description="物资运抵指定目的地日期 / arrival at the destination. 未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given.",
    )


class SettlementDeadlineValues(ValuesModel):
    """Outputs of `settlement_deadline`: 调运费用最迟何时结算、由谁与谁结算 / By when is the transport cost settled and between whom?"""

    nominal_last_day: date | None = Field(
        description="期限届满日 / last day of the period. 不顺延 / without roll-over.",
    )
    effective_last_day: date | None = Field(
        description="节假日顺延后的届满日 / last day after roll-over. 参照民法典第二百零三条顺延 / moved past rest days as in article 203 of the Civil Code.",
    )
    debtor: str | None = Field(
        description="付款单位 / who pays.",
    )
    creditor: str | None = Field(
        description="收款单位 / who is paid.",
    )


class SettlementDeadline(QuestionModel[SettlementDeadlineFacts, SettlementDeadlineValues]):
    """调运费用最迟何时结算、由谁与谁结算 / By when is the transport cost settled and between whom?"""

    question: ClassVar[str] = "settlement_deadline"
    Facts: TypeAlias = SettlementDeadlineFacts
    Values: TypeAlias = SettlementDeadlineValues


class DisputeResolutionFacts(FactsModel):
    """Facts for `dispute_resolution`: 费用承担争议由谁处理 / Who decides a dispute on cost?"""

    negotiation_failed: OrUnknown[Flag] = Field(
        description="是否协商不成 / negotiation has failed.",
    )


DisputeResolutionForum: TypeAlias = Literal[
    "negotiation",  # 协商解决 / negotiation
    "local_court",  # 所在地人民法院判决 / local court
]


class DisputeResolutionValues(ValuesModel):
    """Outputs of `dispute_resolution`: 费用承担争议由谁处理 / Who decides a dispute on cost?"""

    forum: DisputeResolutionForum | None = Field(
        description="处理途径 / forum.",
    )


class DisputeResolution(QuestionModel[DisputeResolutionFacts, DisputeResolutionValues]):
    """费用承担争议由谁处理 / Who decides a dispute on cost?"""

    question: ClassVar[str] = "dispute_resolution"
    Facts: TypeAlias = DisputeResolutionFacts
    Values: TypeAlias = DisputeResolutionValues


CostShareSentBy: TypeAlias = Literal[
    "provincial_unit",  # 省直单位 / provincial unit
    "central_unit_in_anhui",  # 中央驻皖单位 / central unit in Anhui
    "city_unit",  # 市直单位 / city unit
    "county_unit",  # 县直单位 / county unit
]


CostShareWorksIn: TypeAlias = Literal[
    "north_anhui_3_cities_9_counties",  # 皖北三市九县 / three cities and nine counties of north Anhui
    "dabie_revolutionary_area",  # 大别山革命老区 / Dabie old revolutionary area
    "national_poverty_alleviation_county",  # 国家扶贫开发片区县 / county of a national poverty-relief area
    "none",  # 不属于上述区域 / none of these
]


class CostShareFacts(FactsModel):
    """Facts for `cost_share`: 选派帮扶干部办公经费如何分担 / How is the office money of seconded cadres shared?"""

    amount_cny: OrUnknown[ExactFromZero] = Field(
        description="年度办公经费金额 / amount of a year.",
    )
    sent_by: OrUnknown[CostShareSentBy] = Field(
        description="选派单位 / sending unit.",
    )
    works_in: OrUnknown[Set[CostShareWorksIn]] = Field(
        description="工作队所在县所属区域 / areas the county belongs to. 名单不在本文件内，由填报人认定 / the lists are outside the text and the user states it.",
    )


class CostShareValues(ValuesModel):
    """Outputs of `cost_share`: 选派帮扶干部办公经费如何分担 / How is the office money of seconded cadres shared?"""

    province_cny: Decimal | int | None = Field(
        description="省级承担 / share of the province.",
    )
    city_cny: Decimal | int | None = Field(
        description="市级承担 / share of the city.",
    )
    county_cny: Decimal | int | None = Field(
        description="县级承担 / share of the county.",
    )


class CostShare(QuestionModel[CostShareFacts, CostShareValues]):
    """选派帮扶干部办公经费如何分担 / How is the office money of seconded cadres shared?"""

    question: ClassVar[str] = "cost_share"
    Facts: TypeAlias = CostShareFacts
    Values: TypeAlias = CostShareValues


EarmarkedUseExpense: TypeAlias = Literal[
    "office_supplies",  # 办公用品购置 / office supplies
    "newspapers",  # 报刊订阅 / newspapers
    "official_post",  # 公务邮寄 / official post
    "meeting_training",  # 会议培训 / meetings and training
    "study_travel",  # 外出考察差旅费 / study travel
    "entertainment",  # 公务接待 / entertainment
    "personal_allowance",  # 个人津贴补贴 / personal allowance
    "other",  # 其他支出 / another expense
]


class EarmarkedUseFacts(FactsModel):
    """Facts for `earmarked_use`: 办公经费能否用于某项支出 / May the office money pay an expense?"""

    expense: OrUnknown[EarmarkedUseExpense] = Field(
        description="支出项目 / expense.",
    )
    centrally_organised: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否统一组织 / centrally organised. 未给出即为不知道 / if left out: unknown.",
    )
    approved: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否经批准 / approved. 未给出即为不知道 / if left out: unknown.",
    )


EarmarkedUseAllowed: TypeAlias = Literal[
    "yes",  # 可以 / yes
    "no",  # 不可以 / no
    "undetermined",  # 不能确定 / undetermined
]


class EarmarkedUseValues(ValuesModel):
    """Outputs of `earmarked_use`: 办公经费能否用于某项支出 / May the office money pay an expense?"""

    allowed: EarmarkedUseAllowed = Field(
        description="能否列支 / allowed.",
    )


class EarmarkedUse(QuestionModel[EarmarkedUseFacts, EarmarkedUseValues]):
    """办公经费能否用于某项支出 / May the office money pay an expense?"""

    question: ClassVar[str] = "earmarked_use"
    Facts: TypeAlias = EarmarkedUseFacts
    Values: TypeAlias = EarmarkedUseValues


InspectionScheduleKind: TypeAlias = Literal[
    "stocktake",  # 盘点 / stocktake
    "routine_check",  # 常规检查 / routine check
    "ad_hoc_check",  # 临时检查 / ad hoc check
    "spot_check",  # 抽查 / spot check
    "performance_evaluation",  # 绩效评价 / evaluation of performance
    "distribution_check",  # 发放使用情况检查 / check of distribution
    "drill",  # 应急演练 / drill
]


class InspectionScheduleFacts(FactsModel):
    """Facts for `inspection_schedule`: 盘点和检查每年几次、由谁实施 / How often are stocktakes and inspections due and by whom?"""

    kind: OrUnknown[InspectionScheduleKind] = Field(
        description="检查种类 / kind of inspection.",
    )
    year: OrUnknown[Whole] = Field(
        description="年度 / year.",
    )
    done_dates: OrUnknown[Sequence[Day]] = Field(
        description="已实施日期 / days done.",
    )


class InspectionScheduleValues(ValuesModel):
    """Outputs of `inspection_schedule`: 盘点和检查每年几次、由谁实施 / How often are stocktakes and inspections due and by whom?"""

    required_per_year: int | None = Field(
        description="每年应有次数 / required a year.",
    )
    shortfall: int | None = Field(
        description="尚缺次数 / still missing.",
    )
    actor: frozenset[str] | None = Field(
        description="实施单位 / who does it.",
    )


class InspectionSchedule(QuestionModel[InspectionScheduleFacts, InspectionScheduleValues]):
    """盘点和检查每年几次、由谁实施 / How often are stocktakes and inspections due and by whom?"""

    question: ClassVar[str] = "inspection_schedule"
    Facts: TypeAlias = InspectionScheduleFacts
    Values: TypeAlias = InspectionScheduleValues


ViolationConsequenceActor: TypeAlias = Literal[
    "depot",  # 承储库（储备库） / depot
    "storage_enterprise",  # 承储企业 / storage enterprise
    "official",  # 行政管理部门工作人员 / official
    "locality",  # 地方 / locality
    "user",  # 物资使用者 / user of the goods
]


ViolationConsequenceAct: TypeAlias = Literal[
    "refuse_order",  # 拒不执行入库、出库或调拨指令 / refusing an order
    "unauthorised_use",  # 擅自动用 / use without approval
    "unauthorised_disposal",  # 擅自处置 / disposal without approval
    "unauthorised_move",  # 擅自变更储存地点 / moving stock without approval
    "false_quantity",  # 虚报、瞒报数量 / false quantity
    "bad_management_loss",  # 管理不善致物资缺失或质量明显下降 / loss by bad management
    "obstruct_inspection",  # 拒绝、阻挠、干涉监督检查 / obstructing inspection
    "monthly_report_missing",  # 未按要求报送月报表 / monthly report not made
    "expired_goods",  # 储备商品超过保质期 / goods past their date
    "counterfeit_goods",  # 购入假冒伪劣商品、以次充好 / counterfeit goods
    "plan_not_done",  # 未按期完成储备计划 / storage plan not done
    "books_disagree",  # 弄虚作假、账实不符 / books disagree with stock
    "conditions_lost",  # 不再符合承储资质条件 / conditions no longer met
    "late_delivery",  # 因自身原因未及时运送到位 / late delivery
    "subsidy_fraud",  # 骗取补贴资金 / subsidy fraud
    "neglect_abuse_favouritism",  # 玩忽职守、滥用职权、徇私舞弊 / neglect or abuse of office
    "slow_progress",  # 工作进展缓慢 / slow progress
    "other",  # 其他行为 / another act
]


class ViolationConsequenceFacts(FactsModel):
    """Facts for `violation_consequence`: 违规行为有何后果 / What follows from a violation?"""

    actor: OrUnknown[ViolationConsequenceActor] = Field(
        description="行为人 / who acted.",
    )
    act: OrUnknown[ViolationConsequenceAct] = Field(
        description="行为 / act.",
    )
    serious_consequences: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否造成严重后果 / serious consequences. 未给出即为不知道 / if left out: unknown.",
    )
    corrected_in_time: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否限期整改到位 / corrected in time. 未给出即为不知道 / if left out: unknown.",
    )
    force_majeure: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否因不可抗力 / force majeure. 未给出即为否 / if left out: false.",
    )
    crime_suspected: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否涉嫌违法犯罪 / crime suspected. 未给出即为否 / if left out: false.",
    )
    loss_of_goods: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否造成物资损失 / loss of goods. 未给出即为不知道 / if left out: unknown.",
    )


ViolationConsequenceIsViolation: TypeAlias = Literal[
    "yes",  # 构成 / yes
    "no",  # 不构成 / no
    "undetermined",  # 不能确定 / undetermined
]


ViolationConsequenceConsequence: TypeAlias = Literal[
    "order_correction",  # 责令限期整改 / order to correct
    "move_stock_out",  # 调出储存物资 / stock moved out
    "dealt_with_by_law",  # 依法依规处理 / dealt with by law
    "urge_correction",  # 督促改正 / urged to correct
    "cancel_qualification",  # 取消承储资格 / qualification cancelled
    "refer_to_authorities",  # 交由有关部门依法处理 / referred to the authorities
    "administrative_discipline",  # 给予行政处分 / administrative discipline
    "transfer_to_justice",  # 移送司法机关 / transfer to justice
    "graded_talk",  # 分级约谈 / talk with superiors
    "none",  # 没有规定 / none laid down
]


class ViolationConsequenceValues(ValuesModel):
    """Outputs of `violation_consequence`: 违规行为有何后果 / What follows from a violation?"""

    is_violation: ViolationConsequenceIsViolation = Field(
        description="是否构成违规 / is a violation.",
    )
    choice: bool | None = Field(
        description="后果是否由主管部门择一适用 / consequences are alternatives. 为真时，所列后果由主管部门视情况选择 / true where the authority chooses among them.",
    )
    consequence: frozenset[ViolationConsequenceConsequence] | None = Field(
        description="后果 / consequences.",
    )


class ViolationConsequence(QuestionModel[ViolationConsequenceFacts, ViolationConsequenceValues]):
    """违规行为有何后果 / What follows from a violation?"""

    question: ClassVar[str] = "violation_consequence"
    Facts: TypeAlias = ViolationConsequenceFacts
    Values: TypeAlias = ViolationConsequenceValues


FundsMisuseAct: TypeAlias = Literal[
    "cheat",  # 骗取 / obtaining by fraud
    "retain",  # 截留 / keeping back
    "crowd_out",  # 挤占 / crowding out
    "divert",  # 挪用 / diversion
]


class FundsMisuseFacts(FactsModel):
    """Facts for `funds_misuse`: 骗取、截留、挤占、挪用资金如何处理 / What applies to misuse of money?"""

    act: OrUnknown[FundsMisuseAct] = Field(
        description="行为 / act.",
    )


FundsMisuseConsequence: TypeAlias = Literal[
    "urge_correction_or_cancel_qualification",  # 由市发展和改革委员会视情况督促改正或取消承储企业资格 / correction urged or qualification cancelled, as the city commission chooses
    "fiscal_violation_regulation",  # 依照《财政违法行为处罚处分条例》等规定查处 / dealt with under the regulation on penalties for fiscal violations and the like
    "dealt_with_by_law",  # 依照有关法律法规查处 / dealt with by law
]


class FundsMisuseValues(ValuesModel):
    """Outputs of `funds_misuse`: 骗取、截留、挤占、挪用资金如何处理 / What applies to misuse of money?"""

    prohibited: bool | None = Field(
        description="是否禁止 / prohibited.",
    )
    consequence: FundsMisuseConsequence | None = Field(
        description="后果 / consequence.",
    )


class FundsMisuse(QuestionModel[FundsMisuseFacts, FundsMisuseValues]):
    """骗取、截留、挤占、挪用资金如何处理 / What applies to misuse of money?"""

    question: ClassVar[str] = "funds_misuse"
    Facts: TypeAlias = FundsMisuseFacts
    Values: TypeAlias = FundsMisuseValues


class SubsidyReturnFacts(FactsModel):
    """Facts for `subsidy_return`: 补贴资金是否须交回 / Must subsidy be paid back?"""

    qualification_cancelled: OrUnknown[Flag] = Field(
        description="是否被取消承储资质 / qualification cancelled.",
    )


SubsidyReturnRepay: TypeAlias = Literal[
    "yes",  # 应当交回 / yes
    "no",  # 不须交回 / no
    "undetermined",  # 不能确定 / undetermined
]


SubsidyReturnAmountRule: TypeAlias = Literal[
    "by_actual_circumstances",  # 根据实际情况 / by the actual circumstances
]


class SubsidyReturnValues(ValuesModel):
    """Outputs of `subsidy_return`: 补贴资金是否须交回 / Must subsidy be paid back?"""

    repay: SubsidyReturnRepay = Field(
        description="是否交回 / to be paid back.",
    )
    amount_rule: SubsidyReturnAmountRule | None = Field(
        description="交回数额 / rule for the amount.",
    )


class SubsidyReturn(QuestionModel[SubsidyReturnFacts, SubsidyReturnValues]):
    """补贴资金是否须交回 / Must subsidy be paid back?"""

    question: ClassVar[str] = "subsidy_return"
    Facts: TypeAlias = SubsidyReturnFacts
    Values: TypeAlias = SubsidyReturnValues


PlanningDeadlineTask: TypeAlias = Literal[
    "purchase_plan",  # 年度购置计划 / yearly purchase plan
    "depot_information",  # 储备库库容等情况通报 / information on depots
    "budget_proposal",  # 购置费用预算安排意见 / budget proposal
]


PlanningDeadlineCategory: TypeAlias = Literal[
    "general_relief",  # 救灾物资 / general relief goods
    "civil_military",  # 军民融合储备物资 / civil-military goods
]


class PlanningDeadlineFacts(FactsModel):
    """Facts for `planning_deadline`: 购置计划、库容通报和预算意见何时提出 / When are the purchase plan, the depot information and the budget proposal due?"""

    task: OrUnknown[PlanningDeadlineTask] = Field(
        description="事项 / task.",
    )
    target_year: OrUnknown[Whole] = Field(
        description="计划或预算所属年度 / year of the plan or budget. 库容通报填所服务计划的年度 / for depot information the year of the plan it serves.",
    )
    category: OrUnknown[PlanningDeadlineCategory] | None = Field(
        default=None,
        description="物资类别 / category of goods. 江苏分别由两个部门确定 / in Jiangsu two bodies plan. 未给出即为不知道 / if left out: unknown.",
    )


class PlanningDeadlineValues(ValuesModel):
    """Outputs of `planning_deadline`: 购置计划、库容通报和预算意见何时提出 / When are the purchase plan, the depot information and the budget proposal due?"""

    due_date: date | None = Field(
        description="最迟日期 / due date.",
    )
    lead: str | None = Field(
        description="牵头单位 / lead.",
    )
    with_: frozenset[str] | None = Field(
        validation_alias="with",
        serialization_alias="with",
        description="会同单位 / acting jointly.",
    )
    recipient: frozenset[str] | None = Field(
        description="报送或通报对象 / recipients.",
    )


class PlanningDeadline(QuestionModel[PlanningDeadlineFacts, PlanningDeadlineValues]):
    """购置计划、库容通报和预算意见何时提出 / When are the purchase plan, the depot information and the budget proposal due?"""

    question: ClassVar[str] = "planning_deadline"
    Facts: TypeAlias = PlanningDeadlineFacts
    Values: TypeAlias = PlanningDeadlineValues


ProcurementModeUrgency: TypeAlias = Literal[
    "annual",  # 年度购置 / yearly purchase
    "urgent",  # 紧急购置 / urgent purchase
]


class ProcurementModeFacts(FactsModel):
    """Facts for `procurement_mode`: 物资如何采购、由谁计划执行和出资 / How are goods procured and who plans, buys and pays?"""

    urgency: OrUnknown[ProcurementModeUrgency] = Field(
        description="缓急程度 / urgency.",
    )


ProcurementModeMode: TypeAlias = Literal[
    "government_procurement",  # 政府采购 / government procurement
    "urgent_procurement",  # 紧急采购 / urgent procurement
    "enterprise_own_procurement",  # 企业自行采购或生产 / bought or made by the enterprise
]


class ProcurementModeValues(ValuesModel):
    """Outputs of `procurement_mode`: 物资如何采购、由谁计划执行和出资 / How are goods procured and who plans, buys and pays?"""

    mode: ProcurementModeMode | None = Field(
        description="采购方式 / mode.",
    )
    plan_lead: str | None = Field(
        description="计划牵头单位 / lead of the plan.",
    )
    plan_with: frozenset[str] | None = Field(
        description="计划会同单位 / joining in the plan.",
    )
    notice_by: str | None = Field(
        description="购置通知发出单位 / who gives the purchase notice.",
    )
    executor: str | None = Field(
        description="采购执行单位 / who buys.",
    )
    funded_by: str | None = Field(
        description="资金保障单位 / who pays.",
    )


class ProcurementMode(QuestionModel[ProcurementModeFacts, ProcurementModeValues]):
    """物资如何采购、由谁计划执行和出资 / How are goods procured and who plans, buys and pays?"""

    question: ClassVar[str] = "procurement_mode"
    Facts: TypeAlias = ProcurementModeFacts
    Values: TypeAlias = ProcurementModeValues


class SelectionMethodFacts(FactsModel):
    """Facts for `selection_method`: 承储企业如何选定 / How is a storage enterprise selected?"""

    annual_subsidy_cny: OrUnknown[ExactFromZero] = Field(
        description="企业年储备费用补贴 / yearly storage subsidy of the enterprise. 每家企业每年的补贴额（元） / yuan per enterprise and year.",
    )


SelectionMethodMethod: TypeAlias = Literal[
    "open_tender",  # 公开招标 / open tender
    "announcement_review",  # 公告报名审核 / announcement and review
]


SelectionMethodSteps: TypeAlias = Literal[
    "web_announcement",  # 网上发布公告 / announcement on the web
    "application",  # 企业报名 / enterprises apply
    "document_review",  # 资料审核 / review of documents
    "publicity",  # 公示 / public notice of the candidates
    "site_survey",  # 联合有关部门实地调研 / site visit with other departments
    "drc_decision",  # 市发展和改革委员会研究确定 / decision of the city DRC
]


class SelectionMethodValues(ValuesModel):
    """Outputs of `selection_method`: 承储企业如何选定 / How is a storage enterprise selected?"""

    method: SelectionMethodMethod | None = Field(
        description="选定方式 / method.",
    )
    steps: tuple[SelectionMethodSteps, ...] | None = Field(
        description="选定程序 / steps. 仅限公告报名审核方式 / of announcement and review only.",
    )


class SelectionMethod(QuestionModel[SelectionMethodFacts, SelectionMethodValues]):
    """承储企业如何选定 / How is a storage enterprise selected?"""

    question: ClassVar[str] = "selection_method"
    Facts: TypeAlias = SelectionMethodFacts
    Values: TypeAlias = SelectionMethodValues


EnterpriseEligibilityScopeGoods: TypeAlias = Literal[
    "drinking_water",  # 饮用水 / drinking water
    "instant_noodles",  # 方便面 / instant noodles
    "biscuits",  # 饼干 / biscuits
]


EnterpriseEligibilityCapacity: TypeAlias = Literal[
    "staff",  # 人员 / staff
    "premises",  # 厂房 / premises
    "money",  # 资金 / money
    "supply",  # 货品来源 / source of goods
    "storage",  # 仓储 / storage
    "transport",  # 物流运输 / transport
]


class EnterpriseEligibilityFacts(FactsModel):
    """Facts for `enterprise_eligibility`: 企业是否具备承储条件 / Is an enterprise eligible to store the reserve?"""

    registered_in_changzhi: OrUnknown[Flag] = Field(
        description="是否在长治市内注册 / registered in Changzhi.",
    )
    independent_legal_person: OrUnknown[Flag] = Field(
        description="是否为独立法人单位 / independent legal person.",
    )
    scope_goods: OrUnknown[Set[EnterpriseEligibilityScopeGoods]] = Field(
        description="经营范围包含的储备品种 / reserve goods in its scope of business.",
    )
    business_licence_valid: OrUnknown[Flag] = Field(
        description="营业执照是否有效 / valid business licence.",
    )
    food_business_licence: OrUnknown[Flag] = Field(
        description="有无有效的食品经营许可证 / valid food business licence.",
    )
    food_production_licence: OrUnknown[Flag] = Field(
        description="有无有效的食品生产许可证 / valid food production licence.",
    )
    prepackaged_only: OrUnknown[Flag] = Field(
        description="是否仅销售预包装食品 / sells prepackaged food only.",
    )
    capacity: OrUnknown[Set[EnterpriseEligibilityCapacity]] = Field(
        description="已具备的实施能力 / capacity found sufficient.",
    )
    finances_good: OrUnknown[Flag] = Field(
        description="财务状况是否良好 / sound finances.",
    )
    credit_good: OrUnknown[Flag] = Field(
        description="商业信誉是否良好 / good business credit.",
    )
    tax_record_good: OrUnknown[Flag] = Field(
        description="有无依法缴纳税收记录 / record of taxes paid.",
    )
    internal_rules_sound: OrUnknown[Flag] = Field(
        description="内部管理制度是否健全 / sound internal rules.",
    )
    application_date: OrUnknown[Day] = Field(
        description="报名日期 / day of application. 未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given.",
    )
    person_record_dates: OrUnknown[Sequence[Day]] = Field(
        description="负责人不良记录日期 / records of the responsible person. 失信被执行人、限制消费人员记录 / dishonest-debtor or consumption-restriction records.",
    )
    enterprise_record_dates: OrUnknown[Sequence[Day]] = Field(
        description="企业不良记录日期 / records of the enterprise. 失信被执行人、严重违法失信企业名单记录 / dishonest-debtor or seriously-illegal listings.",
    )


class EnterpriseEligibilityValues(ValuesModel):
    """Outputs of `enterprise_eligibility`: 企业是否具备承储条件 / Is an enterprise eligible to store the reserve?"""

    eligible: bool | None = Field(
        description="是否具备条件 / eligible.",
    )
    failed: frozenset[int] | None = Field(
        description="未达到的条件 / conditions failed. 第九条所列条件序号（1至5） / numbers 1 to 5 of article 9.",
    )


class EnterpriseEligibility(QuestionModel[EnterpriseEligibilityFacts, EnterpriseEligibilityValues]):
    """企业是否具备承储条件 / Is an enterprise eligible to store the reserve?"""

    question: ClassVar[str] = "enterprise_eligibility"
    Facts: TypeAlias = EnterpriseEligibilityFacts
    Values: TypeAlias = EnterpriseEligibilityValues


TaskAssignmentSelectedBy: TypeAlias = Literal[
    "tender",  # 经招投标确定 / by tender
    "application",  # 报名择优确定 / on application
]


TaskAssignmentStepsDone: TypeAlias = Literal[
    "drc_proposes_plan",  # 市发展和改革委员会提出储备计划 / DRC proposes the plan
    "party_group_agrees",  # 委党组同意 / Party group agrees
    "task_fixed",  # 确定储备任务 / task is fixed
    "contract_signed",  # 签订储备合同 / contract is signed
]


class TaskAssignmentFacts(FactsModel):
    """Facts for `task_assignment`: 储备任务如何确定 / How is a storage task fixed?"""

    selected_by: OrUnknown[TaskAssignmentSelectedBy] = Field(
        description="承储企业的确定方式 / how the enterprise was selected.",
    )
    steps_done: OrUnknown[Sequence[TaskAssignmentStepsDone]] = Field(
        description="已办步骤 / steps done. 按办理先后填写 / in the order done.",
    )


TaskAssignmentQuantityBasis: TypeAlias = Literal[
    "tendered_quantity",  # 按标的数量 / quantity tendered
    "merit_by_capacity",  # 结合实际能力择优安排 / on merit by capacity
]


TaskAssignmentNextStep: TypeAlias = Literal[
    "drc_proposes_plan",  # 市发展和改革委员会提出储备计划 / DRC proposes the plan
    "party_group_agrees",  # 委党组同意 / Party group agrees
    "task_fixed",  # 确定储备任务 / task is fixed
    "contract_signed",  # 签订储备合同 / contract is signed
    "done",  # 程序已完成 / nothing left to do
    "order_violated",  # 步骤颠倒或缺漏 / steps out of order
]


class TaskAssignmentValues(ValuesModel):
    """Outputs of `task_assignment`: 储备任务如何确定 / How is a storage task fixed?"""

    quantity_basis: TaskAssignmentQuantityBasis | None = Field(
        description="任务数量依据 / basis of the quantity.",
    )
    next_step: TaskAssignmentNextStep | None = Field(
        description="下一步 / next step.",
    )


class TaskAssignment(QuestionModel[TaskAssignmentFacts, TaskAssignmentValues]):
    """储备任务如何确定 / How is a storage task fixed?"""

    question: ClassVar[str] = "task_assignment"
    Facts: TypeAlias = TaskAssignmentFacts
    Values: TypeAlias = TaskAssignmentValues


TaskAdjustmentGround: TypeAlias = Literal[
    "enterprise_cannot_perform",  # 承储企业不能按要求完成任务 / the enterprise cannot perform
    "enterprise_withdraws",  # 承储企业因自身原因提出不承担任务 / the enterprise withdraws
    "work_need",  # 因工作需要 / needs of the work
    "enterprise_reason_within_scale",  # 因承储企业原因进行规模内计划调整 / enterprise's reason within the scale
    "major_scale_change",  # 储备规模等重大调整 / major change of scale
    "none",  # 无上述事由 / none of these
]


class TaskAdjustmentFacts(FactsModel):
    """Facts for `task_adjustment`: 储备任务能否调整、由谁调整 / May a storage task be changed and by whom?"""

    ground: OrUnknown[TaskAdjustmentGround] = Field(
        description="调整事由 / ground.",
    )
    in_contract_period: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否在合同储备期内 / within the contract period. 未给出即为不知道 / if left out: unknown.",
    )


TaskAdjustmentMayAdjust: TypeAlias = Literal[
    "yes",  # 可以 / yes
    "no",  # 不可以 / no
    "undetermined",  # 不能确定 / undetermined
]


class TaskAdjustmentValues(ValuesModel):
    """Outputs of `task_adjustment`: 储备任务能否调整、由谁调整 / May a storage task be changed and by whom?"""

    may_adjust: TaskAdjustmentMayAdjust = Field(
        description="能否调整 / may be changed.",
    )
    by: str | None = Field(
        description="调整单位 / changed by.",
    )
    copy_to: frozenset[str] | None = Field(
        description="抄送单位 / copy to.",
    )


class TaskAdjustment(QuestionModel[TaskAdjustmentFacts, TaskAdjustmentValues]):
    """储备任务能否调整、由谁调整 / May a storage task be changed and by whom?"""

    question: ClassVar[str] = "task_adjustment"
    Facts: TypeAlias = TaskAdjustmentFacts
    Values: TypeAlias = TaskAdjustmentValues


RecoverableItem: TypeAlias = Literal[
    "single_tent",  # 单帐篷 / single tent
    "cotton_tent",  # 棉帐篷 / cotton tent
    "frame_tent",  # 框架帐篷 / frame tent
    "command_tent",  # 救灾指挥帐篷 / command tent
    "large_lighting",  # 大型照明设备 / large lighting set
    "large_water_purifier",  # 大型净水设备 / large water purifier
    "quilt",  # 棉被（褥） / quilt
    "coat",  # 棉大衣 / padded coat
    "towel_quilt",  # 毛巾被 / towelling quilt
    "sleeping_bag",  # 睡袋 / sleeping bag
    "emergency_pack",  # 应急包 / emergency pack
    "folding_bed",  # 折叠床 / folding bed
    "stove",  # 炉具 / stove
    "washing_set",  # 盥洗用品 / washing set
    "generator",  # 发电机 / generator
    "other",  # 其他物资 / another item
]


RecoverableCategory: TypeAlias = Literal[
    "shelter",  # 住所类 / shelter
    "sleeping",  # 床寝类 / bedding
    "washing",  # 盥洗类 / washing
    "clothing",  # 服装类 / clothing
    "equipment",  # 装具类 / equipment
    "other",  # 其他类 / other
]


RecoverableIssuedTo: TypeAlias = Literal[
    "victims",  # 受灾群众 / disaster victims
    "rescue_staff",  # 救灾工作人员 / relief staff
    "not_issued",  # 未发放使用 / not issued
]


RecoverableRuling: TypeAlias = Literal[
    "recoverable",  # 回收类 / recoverable
    "non_recoverable",  # 非回收类 / not recoverable
]


class RecoverableFacts(FactsModel):
    """Facts for `recoverable`: 某物资是否需要回收 / Is an item to be recovered?"""

    item: OrUnknown[RecoverableItem] = Field(
        description="物资 / item.",
    )
    category: OrUnknown[RecoverableCategory] | None = Field(
        default=None,
        description="物资类别 / category of the item. 山西办法的分类；未给出时由物资推定 / class of the Shanxi measures; worked out from the item if not given. 未给出即为由 item 推定之值 / if left out: worked out from item.",
    )
    issued_to: OrUnknown[RecoverableIssuedTo] = Field(
        description="发放对象 / issued to.",
    )
    used_from: OrUnknown[Day] | None = Field(
        default=None,
        description="开始使用日期 / first day of use. 未给出即为不知道 / if left out: unknown.",
    )
    used_to: OrUnknown[Day] | None = Field(
        default=None,
        description="停止使用日期 / last day of use. 仍在使用的，以查询当日计 / the day asked about while still in use. 未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given. 未给出即为所问之日 / if left out: the day asked about.",
    )
    reusable: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否可重复使用 / reusable. 未说明的，按物资类别认定 / if not said the category decides. 未给出即为无 / if left out: none.",
    )
    no_recovery_value: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否没有回收价值 / not worth recovering. 未给出即为否 / if left out: false.",
    )
    damaged_beyond_use: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否破损严重无法继续使用 / damaged beyond use. 未给出即为否 / if left out: false.",
    )
    recovery_cost_cny: OrUnknown[ExactFromZero] | None = Field(
        default=None,
        description="回收成本 / cost of recovery. 未给出即为无 / if left out: none.",
    )
    original_value_cny: OrUnknown[ExactFromZero] | None = Field(
        default=None,
        description="物资原值 / original value. 未给出即为无 / if left out: none.",
    )
    ruling: OrUnknown[RecoverableRuling] | None = Field(
        default=None,
        description="省应急厅对品种的认定 / ruling of the provincial emergency department. 未给出即为无 / if left out: none.",
    )


RecoverableOutcome: TypeAlias = Literal[
    "recover",  # 回收 / recover
    "do_not_recover",  # 不再回收 / do not recover
    "clear_and_scrap",  # 清理报废 / clear and scrap
    "undetermined",  # 不能确定 / undetermined
]


class RecoverableValues(ValuesModel):
    """Outputs of `recoverable`: 某物资是否需要回收 / Is an item to be recovered?"""

    outcome: RecoverableOutcome = Field(
        description="处理结论 / outcome.",
    )


class Recoverable(QuestionModel[RecoverableFacts, RecoverableValues]):
    """某物资是否需要回收 / Is an item to be recovered?"""

    question: ClassVar[str] = "recoverable"
    Facts: TypeAlias = RecoverableFacts
    Values: TypeAlias = RecoverableValues


RecoveryArrangementReceivedByLevel: TypeAlias = Literal[
    "county",  # 县级 / county
    "city",  # 市级 / city
]


class RecoveryArrangementFacts(FactsModel):
    """Facts for `recovery_arrangement`: 由谁回收、进入谁的储备、费用由谁承担 / Who recovers goods and into whose stock and at whose cost?"""

    received_by_level: OrUnknown[RecoveryArrangementReceivedByLevel] = Field(
        description="接收物资的政府层级 / level that received the goods.",
    )
    inspection_passed: OrUnknown[Flag] | None = Field(
        default=None,
        description="回收后检验是否合格 / passed inspection after recovery. 未给出即为不知道 / if left out: unknown.",
    )


class RecoveryArrangementValues(ValuesModel):
    """Outputs of `recovery_arrangement`: 由谁回收、进入谁的储备、费用由谁承担 / Who recovers goods and into whose stock and at whose cost?"""

    organiser: str | None = Field(
        description="组织单位 / organiser.",
    )
    recoverer: str | None = Field(
        description="回收单位 / who recovers.",
    )
    processor: str | None = Field(
        description="维修、清洗、消毒和整理单位 / who repairs and cleans and sorts.",
    )
    into_stock: str | None = Field(
        description="纳入谁的储备 / into whose stock.",
    )
    cost_bearer: str | None = Field(
        description="费用承担主体 / who bears the cost.",
    )


class RecoveryArrangement(QuestionModel[RecoveryArrangementFacts, RecoveryArrangementValues]):
    """由谁回收、进入谁的储备、费用由谁承担 / Who recovers goods and into whose stock and at whose cost?"""

    question: ClassVar[str] = "recovery_arrangement"
    Facts: TypeAlias = RecoveryArrangementFacts
    Values: TypeAlias = RecoveryArrangementValues


PostUseReportContents: TypeAlias = Literal[
    "use",  # 使用情况 / use
    "recovery",  # 回收情况 / recovery
    "damage_scrap",  # 损坏、报废情况 / damage and scrapping
    "place",  # 储存地点 / place of storage
    "beneficiaries",  # 受益人（次）数 / number of people helped
]


PostUseReportSentTo: TypeAlias = Literal[
    "emergency",  # 省应急厅 / provincial emergency department
    "grain_reserves_bureau",  # 省粮食和储备局 / grain and reserves bureau
    "finance",  # 省财政厅 / provincial finance department
]


class PostUseReportFacts(FactsModel):
    """Facts for `post_use_report`: 使用回收情况报告是否齐全、报给谁 / Is the report after use complete and to whom does it go?"""

    contents: OrUnknown[Set[PostUseReportContents]] = Field(
        description="报告已载明的内容 / contents given.",
    )
    sent_to: OrUnknown[Set[PostUseReportSentTo]] = Field(
        description="已报送单位 / sent to.",
    )


PostUseReportDeadlineKind: TypeAlias = Literal[
    "none_stated",  # 未规定具体时限 / none stated
]


class PostUseReportValues(ValuesModel):
    """Outputs of `post_use_report`: 使用回收情况报告是否齐全、报给谁 / Is the report after use complete and to whom does it go?"""

    missing: frozenset[PostUseReportContents] | None = Field(
        description="缺少的内容 / contents missing.",
    )
    missing_recipients: frozenset[str] | None = Field(
        description="漏报的单位 / recipients missing.",
    )
    reporter: str | None = Field(
        description="报告单位 / reporter.",
    )
    deadline_kind: PostUseReportDeadlineKind | None = Field(
        description="时限类型 / kind of deadline.",
    )


class PostUseReport(QuestionModel[PostUseReportFacts, PostUseReportValues]):
    """使用回收情况报告是否齐全、报给谁 / Is the report after use complete and to whom does it go?"""

    question: ClassVar[str] = "post_use_report"
    Facts: TypeAlias = PostUseReportFacts
    Values: TypeAlias = PostUseReportValues


ResponsibleActorCategory: TypeAlias = Literal[
    "all",  # 全部物资 / all goods
    "animal_epidemic",  # 重大动物疫病应急物资 / goods against animal epidemics
    "civil_defence",  # 人防应急物资 / civil defence goods
    "civil_military",  # 军民融合储备物资 / civil-military goods
    "communications",  # 通讯应急物资 / communications goods
    "cotton",  # 棉花 / cotton
    "donated_goods",  # 慈善捐赠物资 / donated goods
    "edible_oil",  # 食用油 / edible oil
    "emergency_medical",  # 短缺和应急药品、医疗卫生应急基本储备物资 / scarce and emergency medical goods
    "environmental_rescue",  # 生态环境应急救援物资 / environmental rescue goods
    "fire_equipment",  # 消防装备物资 / fire-fighting equipment
    "fire_living",  # 消防生活物资 / living goods of the fire service
    "flood_control",  # 防汛物资 / flood-control goods
    "forest_fire",  # 森林防火物资 / forest-fire goods
    "general_relief",  # 救灾物资 / general relief goods
    "grain",  # 粮食 / grain
    "national_oil_gas",  # 国家石油、天然气储备 / state reserve of oil and gas
    "nuclear_emergency",  # 核应急物资 / nuclear emergency goods
    "oil_gas",  # 石油、天然气 / oil and gas
    "ordinary_medicine_device",  # 普通药品、医疗器械 / ordinary medicines and devices
    "police",  # 警用应急物资 / police goods
    "pork",  # 猪肉 / pork
    "regulating_commodity",  # 其他调节性重要商品 / other market-regulating commodities
    "rescue_carry_on",  # 应急救援携行物资 / carry-on rescue goods
    "salt",  # 食盐 / salt
    "seed",  # 作物种子 / crop seed
    "silkworm",  # 蚕种 / silkworm eggs
    "sugar",  # 食糖 / sugar
    "transport_emergency",  # 交通运输应急物资 / transport emergency goods
]


ResponsibleActorFunction: TypeAlias = Literal[
    "acceptance",  # 验收入库 / acceptance
    "accounting",  # 财务管理 / accounting
    "agreement_reserve",  # 协议储备 / reserve by agreement
    "allocation",  # 物资调配 / allocation
    "annual_plan",  # 年度计划 / yearly plan
    "annual_plan_coordination",  # 年度计划协调和指导 / coordination of yearly plans
    "approve_scheme",  # 审定工作方案 / approval of schemes
    "assign_duties",  # 确定职责分工 / division of duties
    "budget_coordination",  # 预算协调和指导 / coordination of budgets
    "budget_proposal",  # 提出预算安排意见 / budget proposal
    "budgeting",  # 预算编制 / budgeting
    "capacity_mobilisation",  # 产能动员 / mobilising production
    "capacity_reserve",  # 生产能力储备 / reserve of production capacity
    "catalogue",  # 品种目录 / catalogue
    "catering_support",  # 餐饮配送支持 / catering support
    "commercial_reserve",  # 商业储备 / commercial reserve
    "communication_support",  # 通讯联络保障 / communications support
    "contact",  # 联系应急相关机构 / contact with emergency bodies
    "coordination",  # 统筹协调 / coordination
    "daily_management",  # 日常管理 / daily management
    "daily_management_on_site",  # 在库日常管理 / daily management in the depot
    "daily_work",  # 日常工作 / daily work
    "demand",  # 物资需求调度 / gathering demand
    "demand_proposal",  # 提出储备需求 / proposal of demand
    "depot_choice",  # 选定储备库 / choice of depots
    "depot_construction",  # 储备库建设、维修 / building and repair of depots
    "depot_guidance",  # 储备库业务检查指导 / guidance of depots
    "depot_layout_proposal",  # 储备库布局、立项建议 / proposal of depot sites
    "dispatch_coordination",  # 协调参与统一调度 / coordinating joint dispatch
    "dispatch_order",  # 下达调拨指令 / dispatch order
    "distribution_inspection",  # 发放使用监督检查 / inspection of distribution
    "distribution_management",  # 发放使用管理 / management of distribution
    "drafting",  # 文稿、计划、方案拟制 / drafting
    "emergency_dispatch",  # 市场应急调度 / emergency market dispatch
    "emergency_release",  # 市场应急投放 / emergency market release
    "emergency_supply_command",  # 应急供应指挥协调 / command of emergency supply
    "emergency_use_support",  # 配合应急动用 / support of emergency use
    "entrusted_management",  # 受委托管理 / entrusted management
    "follow_up",  # 督促落实 / follow-up
    "foreign_procurement",  # 对外（境外）采购 / procurement abroad
    "fund_management",  # 资金管理 / management of funds
    "fund_supervision",  # 资金监管 / supervision of funds
    "fund_use_report",  # 资金使用情况报告 / report on use of funds
    "funding",  # 经费保障 / funding
    "funding_application",  # 资金申请 / application for money
    "green_lane",  # 应急运输绿色通道 / green lane for transport
    "guidance",  # 提出储备指导意见 / guidance on reserves
    "import_export",  # 进出口调节 / imports and exports
    "information_platform",  # 信息平台建设 / information platform
    "information_release",  # 对外发布信息 / release of information
    "inspection",  # 监督检查 / inspection
    "institution_reserve_supervision",  # 督导医疗机构常规储备 / supervising reserves of medical institutions
    "interpretation",  # 文件解释 / interpretation
    "layout",  # 储备布局 / layout
    "local_supervision",  # 本地区监督检查 / local supervision
    "logistics",  # 后勤保障 / logistics
    "major_decision",  # 重大事项研究决定 / major decisions
    "market_analysis",  # 市场供应需求分析 / market analysis
    "market_enforcement",  # 查处违规、维护市场秩序 / market enforcement
    "market_regulation",  # 市场调控 / market regulation
    "medical_market_watch",  # 药品及医疗防护物资市场监测 / watching the medical market
    "minutes",  # 会议记录和纪要 / minutes
    "monitoring",  # 市场运行监测 / monitoring
    "monitoring_decision",  # 监测会商和处置决策 / decisions on monitoring
    "necessities_supply",  # 生活必需品供给保障 / supply of necessities
    "payment",  # 资金拨付 / payment
    "performance",  # 绩效管理 / performance management
    "performance_self_evaluation",  # 绩效自评 / self-evaluation of performance
    "performance_supervision",  # 绩效管理指导督促 / supervision of performance
    "plan_implementation",  # 计划（方案）组织实施 / carrying out the plan
    "planning",  # 储备规划（计划）编制 / planning
    "policy",  # 储备政策和制度制定 / policy
    "prepare_meetings",  # 会议筹备 / preparing meetings
    "price_monitoring",  # 市场价格监测 / price monitoring
    "procurement",  # 采购 / procurement
    "procurement_budget",  # 采购保障经费审核 / procurement budget
    "producer_dispatch",  # 生产企业调度 / dispatch of producers
    "production_base",  # 副食品基地建设 / production bases
    "province_contact",  # 对接省级部门 / contact with the province
    "purchase_coordination",  # 采购协调 / coordination of purchases
    "purchase_plan",  # 年度购置计划 / yearly purchase plan
    "purchase_plan_proposal",  # 提出购置计划 / proposal of the purchase plan
    "rail_freight",  # 铁路货运配合 / rail freight
    "recovery",  # 物资回收 / recovery
    "release",  # 组织调出、动用 / release
    "replenishment",  # 动用后补库 / refilling stock
    "reporting",  # 情况汇总反馈 / reporting
    "requisition_compensation",  # 征用补偿 / compensation for requisition
    "rescue_teams",  # 调派救援队伍 / sending rescue teams
    "reserve_plan",  # 储备计划 / reserve plan
    "rotation",  # 轮换 / rotation
    "rotation_rules",  # 制定轮换管理办法 / rules on rotation
    "scale",  # 储备规模 / scale
    "scrapping",  # 报废处置 / scrapping
    "scrapping_approval",  # 办理报废审批 / approval of scrapping
    "spot_check",  # 库容和数量抽查 / spot checks
    "staffing",  # 工作人员安排与调度 / staffing
    "standard",  # 标准制定 / standards
    "statistics",  # 统计汇总 / statistics
    "stockpiling",  # 收储 / stockpiling
    "stockpiling_proposal",  # 提出收储建议 / proposal to stockpile
    "stocktake",  # 盘点 / stocktake
    "storage",  # 储备保管 / storage
    "storage_management",  # 储备管理 / storage management
    "storage_supervision",  # 储备工作指导监督 / supervision of storage
    "subsidy_budget",  # 补贴资金预算编制 / subsidy budget
    "subsidy_funding",  # 安排补贴资金 / subsidy funding
    "subsidy_payment",  # 补贴资金分配拨付 / subsidy payment
    "substitute_depot_choice",  # 选定代储点 / choice of substitute depots
    "supermarket_contact",  # 重点保供商超联络 / contact with supermarkets
    "supervise_local",  # 督促地方政府 / supervising local governments
    "supervision",  # 日常监督管理 / supervision
    "supply_coordination",  # 供应保障组织协调 / coordination of supply
    "system_plan",  # 储备体系建设规划 / plan of the reserve system
    "total_quantity_plan",  # 总量计划 / total quantity plan
    "transport",  # 运输保障 / transport
    "transport_coordination",  # 运输统筹协调、高效调度 / coordination of transport
    "transport_requisition",  # 征用社会运力 / requisition of transport
    "transport_security",  # 调运安全保障 / security of transport
    "upward_application",  # 向上级申请 / application to a higher level
    "urgent_purchase_plan",  # 紧急购置计划 / urgent purchase plan
    "use",  # 统筹调度使用 / use
    "use_decision",  # 动用决策 / decision to use
    "use_order",  # 下达动用指令 / order to use
    "use_proposal",  # 提出动用建议 / proposal to use
]


class ResponsibleActorFacts(FactsModel):
    """Facts for `responsible_actor`: 某类物资的某项职能由谁负责 / Who is responsible for a category of goods and a function?"""

    category: OrUnknown[ResponsibleActorCategory] = Field(
        description="物资类别 / category of goods.",
    )
    function: OrUnknown[ResponsibleActorFunction] = Field(
        description="职能 / function.",
    )


class ResponsibleActorValues(ValuesModel):
    """Outputs of `responsible_actor`: 某类物资的某项职能由谁负责 / Who is responsible for a category of goods and a function?"""

    lead: frozenset[str] | None = Field(
        description="牵头（负责）单位 / lead.",
    )
    with_: frozenset[str] | None = Field(
        validation_alias="with",
        serialization_alias="with",
        description="会同单位 / acting jointly. 会同、联合、商 / acts jointly but not as head.",
    )
    assisting: frozenset[str] | None = Field(
        description="配合单位 / assisting. 配合、协同、参与 / helps or takes part.",
    )


class ResponsibleActor(QuestionModel[ResponsibleActorFacts, ResponsibleActorValues]):
    """某类物资的某项职能由谁负责 / Who is responsible for a category of goods and a function?"""

    question: ClassVar[str] = "responsible_actor"
    Facts: TypeAlias = ResponsibleActorFacts
    Values: TypeAlias = ResponsibleActorValues


StockScopeSource: TypeAlias = Literal[
    "provincial_procurement",  # 省级财政资金购置 / bought with provincial money
    "national_allotment",  # 国家调拨 / allotted by the state
    "donation_provincial",  # 省本级接收的社会捐赠 / donation received at provincial level
    "other_route",  # 其他途径接收 / received in another way
    "city_budget",  # 市级财政资金购置 / bought with city money
    "enterprise_funds",  # 企业自筹资金购置 / bought by the enterprise
]


StockScopePurpose: TypeAlias = Literal[
    "disaster_victims_living",  # 受灾群众基本生活救助 / basic living of disaster victims
    "emergency_relocation_living",  # 紧急转移安置群众生活救助 / living needs of people moved to safety
    "rescue_staff_equipment",  # 救灾工作人员设备和装备 / equipment of relief staff
    "market_supply",  # 保障市场供应 / supply of the market
    "epidemic_response",  # 疫情防控 / epidemic response
    "other",  # 其他用途 / another purpose
]


class StockScopeFacts(FactsModel):
    """Facts for `stock_scope`: 某物资是否属于本文件所称储备物资 / Is a thing part of the regulated reserve?"""

    source: OrUnknown[StockScopeSource] = Field(
        description="物资来源 / source of the goods. 由谁出资或从何处取得 / who paid or where it came from.",
    )
    purpose: OrUnknown[StockScopePurpose] = Field(
        description="储备用途 / purpose.",
    )
    variety: OrUnknown[Name] | None = Field(
        default=None,
        description="品种 / variety. 长治填drinking_water、instant_noodles、biscuits或其他；江苏填物资类别代码；也可填条文中的名称（如饮用水、粮食）；两个保障方案填物资种类 / Changzhi: drinking_water, instant_noodles, biscuits or another; Jiangsu: a category code; or the name that the text gives (饮用水, 粮食); the two supply plans: kind of goods. 未给出即为不知道 / if left out: unknown.",
    )


StockScopeInScope: TypeAlias = Literal[
    "yes",  # 属于 / yes
    "no",  # 不属于 / no
    "undetermined",  # 不能确定 / undetermined
]


class StockScopeValues(ValuesModel):
    """Outputs of `stock_scope`: 某物资是否属于本文件所称储备物资 / Is a thing part of the regulated reserve?"""

    in_scope: StockScopeInScope = Field(
        description="是否属于储备物资 / in scope.",
    )


class StockScope(QuestionModel[StockScopeFacts, StockScopeValues]):
    """某物资是否属于本文件所称储备物资 / Is a thing part of the regulated reserve?"""

    question: ClassVar[str] = "stock_scope"
    Facts: TypeAlias = StockScopeFacts
    Values: TypeAlias = StockScopeValues


PermittedUsePurpose: TypeAlias = Literal[
    "disaster_victims_living",  # 受灾群众基本生活救助 / basic living of disaster victims
    "emergency_relocation_living",  # 紧急转移安置群众生活救助 / living needs of people moved to safety
    "rescue_staff_equipment",  # 救灾工作人员设备和装备 / equipment of relief staff
    "low_income_living",  # 低收入困难群众基本生活保障 / basic living of low-income people
    "drill",  # 演练演习 / drills and exercises
    "epidemic_prevention",  # 卫生防疫 / epidemic prevention
    "other_emergency",  # 其他突发事件应对 / another emergency
    "commercial",  # 商业经营 / commercial use
    "other",  # 其他用途 / another purpose
]


PermittedUseBeneficiary: TypeAlias = Literal[
    "victims",  # 受灾群众 / disaster victims
    "low_income",  # 低保户 / households on minimum living allowance
    "borderline",  # 低保边缘户 / households just above the allowance line
    "destitute",  # 特困人员 / destitute persons
    "other",  # 其他对象 / others
]


PermittedUseItemCategory: TypeAlias = Literal[
    "clothing",  # 衣物类 / clothing
    "quilts",  # 被褥类 / quilts and bedding
    "tents",  # 帐篷类 / tents
    "beds",  # 床具类 / beds
    "stoves",  # 炉具类 / stoves
    "food",  # 食品类 / food
    "other",  # 其他物资 / other goods
]


PermittedUseApplicant: TypeAlias = Literal[
    "city_emergency",  # 市级应急管理部门 / city emergency department
    "provincial_department",  # 省政府有关部门（单位） / department of the provincial government
    "garrison",  # 驻军 / garrison
    "other",  # 其他单位或个人 / any other body or person
]


class PermittedUseFacts(FactsModel):
    """Facts for `permitted_use`: 储备物资能否用于某一用途 / May the reserve be used for a given purpose?"""

    purpose: OrUnknown[PermittedUsePurpose] = Field(
        description="用途 / purpose.",
    )
    beneficiary: OrUnknown[PermittedUseBeneficiary] | None = Field(
        default=None,
        description="使用对象 / beneficiary. 未给出即为无 / if left out: none.",
    )
    item_category: OrUnknown[PermittedUseItemCategory] | None = Field(
        default=None,
        description="物资类别 / category of goods. 未给出即为无 / if left out: none.",
    )
    a17_application: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否已履行书面申请手续 / written application made. 市级应急管理部门向省应急厅提出书面申请 / by the city emergency department to the provincial one. 未给出即为无 / if left out: none.",
    )
    approved_by_emergency: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否经省应急厅批准 / approved by the provincial emergency department. 未给出即为无 / if left out: none.",
    )
    applicant: OrUnknown[PermittedUseApplicant] | None = Field(
        default=None,
        description="申请单位 / applicant. 未给出即为无 / if left out: none.",
    )
    coordinating_body_request: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否由省级议事协调机构提出需求 / requested by the provincial coordinating body. 未给出即为无 / if left out: none.",
    )
    provincial_leader_approval: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否经省政府领导审批同意 / approved by a leader of the provincial government. 未给出即为无 / if left out: none.",
    )


PermittedUsePermitted: TypeAlias = Literal[
    "yes",  # 允许 / yes
    "no",  # 不允许 / no
    "undetermined",  # 不能确定 / undetermined
]


PermittedUseMissing: TypeAlias = Literal[
    "item_category",  # 物资类别不符 / category of goods
    "beneficiary",  # 使用对象不符 / beneficiary
    "a17_application",  # 未履行书面申请手续 / written application
    "approved_by_emergency",  # 未经省应急厅批准 / approval by the provincial emergency department
    "applicant",  # 申请单位不符 / applicant
    "coordinating_body_request_or_provincial_leader_approval",  # 既无议事协调机构提出需求，也未经省政府领导审批同意 / request of the coordinating body or approval of a provincial leader
]


class PermittedUseValues(ValuesModel):
    """Outputs of `permitted_use`: 储备物资能否用于某一用途 / May the reserve be used for a given purpose?"""

    permitted: PermittedUsePermitted = Field(
        description="是否允许 / permitted.",
    )
    missing: frozenset[PermittedUseMissing] | None = Field(
        description="未满足的条件 / conditions not met. 例外用途所需而未具备的条件 / what an exception asks for and the case does not show.",
    )


class PermittedUse(QuestionModel[PermittedUseFacts, PermittedUseValues]):
    """储备物资能否用于某一用途 / May the reserve be used for a given purpose?"""

    question: ClassVar[str] = "permitted_use"
    Facts: TypeAlias = PermittedUseFacts
    Values: TypeAlias = PermittedUseValues


BeneficiaryChargeChargedParty: TypeAlias = Literal[
    "disaster_victim",  # 受灾人员 / disaster victim
    "affected_person",  # 受影响人员 / affected person
    "low_income_person",  # 低收入困难群众 / low-income person
    "applying_unit",  # 申请调用单位 / applying unit
]


class BeneficiaryChargeFacts(FactsModel):
    """Facts for `beneficiary_charge`: 能否向受助人员或使用单位收费 / May the people helped or the users be charged?"""

    charged_party: OrUnknown[BeneficiaryChargeChargedParty] = Field(
        description="收费对象 / who would be charged.",
    )


BeneficiaryChargeChargeAllowed: TypeAlias = Literal[
    "yes",  # 可以 / yes
    "no",  # 不得收费 / no
    "undetermined",  # 不能确定 / undetermined
]


class BeneficiaryChargeValues(ValuesModel):
    """Outputs of `beneficiary_charge`: 能否向受助人员或使用单位收费 / May the people helped or the users be charged?"""

    charge_allowed: BeneficiaryChargeChargeAllowed = Field(
        description="能否收费 / charge allowed.",
    )


class BeneficiaryCharge(QuestionModel[BeneficiaryChargeFacts, BeneficiaryChargeValues]):
    """能否向受助人员或使用单位收费 / May the people helped or the users be charged?"""

    question: ClassVar[str] = "beneficiary_charge"
    Facts: TypeAlias = BeneficiaryChargeFacts
    Values: TypeAlias = BeneficiaryChargeValues


OwnershipStage: TypeAlias = Literal[
    "in_reserve",  # 在库储备 / in reserve
    "dispatched",  # 已调拨 / dispatched
    "recovered",  # 已回收 / recovered
]


OwnershipReceivedByLevel: TypeAlias = Literal[
    "county",  # 县级 / county
    "city",  # 市级 / city
]


class OwnershipFacts(FactsModel):
    """Facts for `ownership`: 物资在某一阶段归谁所有、由谁管理 / Who owns and who manages the goods at a given stage?"""

    stage: OrUnknown[OwnershipStage] = Field(
        description="物资所处阶段 / stage.",
    )
    received_by_level: OrUnknown[OwnershipReceivedByLevel] | None = Field(
        default=None,
        description="接收物资的政府层级 / level that received the goods. 未说明时，答案为市或县级人民政府 / if not said the answer stays city or county government. 未给出即为无 / if left out: none.",
    )


class OwnershipValues(ValuesModel):
    """Outputs of `ownership`: 物资在某一阶段归谁所有、由谁管理 / Who owns and who manages the goods at a given stage?"""

    owner: str | None = Field(
        description="所有权归属 / ownership. 文本未规定所有权的，为空 / none where the text names no owner.",
    )
    manager: str | None = Field(
        description="管理单位 / manager.",
    )
    use_right: str | None = Field(
        description="使用权和调度权人 / holder of the right of use and dispatch. 文本明确的才填 / where the text names one.",
    )


class Ownership(QuestionModel[OwnershipFacts, OwnershipValues]):
    """物资在某一阶段归谁所有、由谁管理 / Who owns and who manages the goods at a given stage?"""

    question: ClassVar[str] = "ownership"
    Facts: TypeAlias = OwnershipFacts
    Values: TypeAlias = OwnershipValues


AcceptanceResultTeam: TypeAlias = Literal[
    "grain_reserves_bureau",  # 省粮食和储备局 / grain and reserves bureau
    "emergency",  # 省应急厅 / provincial emergency department
    "centre",  # 省军粮供应和物资储备服务中心 / reserve service centre
]


class AcceptanceResultFacts(FactsModel):
    """Facts for `acceptance_result`: 入库验收结果如何处理 / What follows from the inspection at intake?"""

    inspection_passed: OrUnknown[Flag] = Field(
        description="验收检验是否合格 / inspection passed.",
    )
    reinspection_passed: OrUnknown[Flag] | None = Field(
        default=None,
        description="重新验收是否合格 / second inspection passed. 未填即尚未重新验收 / left out where there was no second inspection. 未给出即为无 / if left out: none.",
    )
    team: OrUnknown[Set[AcceptanceResultTeam]] | None = Field(
        default=None,
        description="验收组组成单位 / acceptance team. 仅山西规定验收组 / Shanxi only. 未给出即为无 / if left out: none.",
    )


AcceptanceResultAction: TypeAlias = Literal[
    "intake",  # 办理入库 / take in
    "refuse",  # 拒收 / refuse
    "return_or_rectify",  # 退回或责令供货方整改 / return or have the supplier put right
]


class AcceptanceResultValues(ValuesModel):
    """Outputs of `acceptance_result`: 入库验收结果如何处理 / What follows from the inspection at intake?"""

    action: AcceptanceResultAction | None = Field(
        description="处理方式 / action.",
    )
    report_to: frozenset[str] | None = Field(
        description="报告对象 / report to.",
    )
    team_complete: bool | None = Field(
        description="验收组组成是否齐全 / team is complete.",
    )


class AcceptanceResult(QuestionModel[AcceptanceResultFacts, AcceptanceResultValues]):
    """入库验收结果如何处理 / What follows from the inspection at intake?"""

    question: ClassVar[str] = "acceptance_result"
    Facts: TypeAlias = AcceptanceResultFacts
    Values: TypeAlias = AcceptanceResultValues


class AcceptanceReportDeadlineFacts(FactsModel):
    """Facts for `acceptance_report_deadline`: 验收入库情况最迟何时报告 / By when is the acceptance reported?"""

    completed_on: OrUnknown[Day] = Field(
        description="验收工作完成日期 / day the acceptance was completed. 未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given.",
    )


AcceptanceReportDeadlineForm: TypeAlias = Literal[
    "written",  # 书面 / written
    "unspecified",  # 未规定 / not specified
]


class AcceptanceReportDeadlineValues(ValuesModel):
    """Outputs of `acceptance_report_deadline`: 验收入库情况最迟何时报告 / By when is the acceptance reported?"""

    last_day: date | None = Field(
        description="报告截止日 / last day.",
    )
    reporter: str | None = Field(
        description="报告单位 / reporter.",
    )
    recipient: str | None = Field(
        description="报告对象 / recipient.",
    )
    form: AcceptanceReportDeadlineForm | None = Field(
        description="报告形式 / form.",
    )


class AcceptanceReportDeadline(QuestionModel[AcceptanceReportDeadlineFacts, AcceptanceReportDeadlineValues]):
    """验收入库情况最迟何时报告 / By when is the acceptance reported?"""

    question: ClassVar[str] = "acceptance_report_deadline"
    Facts: TypeAlias = AcceptanceReportDeadlineFacts
    Values: TypeAlias = AcceptanceReportDeadlineValues


class RequiredBufferFacts(FactsModel):
    """Facts for `required_buffer`: 库存须达到储备任务的多少 / How much must be in stock against the storage task?"""

    task_quantity: OrUnknown[ExactFromZero] = Field(
        description="储备任务数量（任务所用计量单位） / quantity of the task (unit of the task).",
    )
    actual_stock: OrUnknown[Exact] | None = Field(
        default=None,
        description="实际库存（任务所用计量单位） / actual stock (unit of the task). 未给出即为无 / if left out: none.",
    )
    callable_quantity: OrUnknown[Exact] | None = Field(
        default=None,
        description="应急时可调用数量（任务所用计量单位） / quantity that can be called on (unit of the task). 未给出即为无 / if left out: none.",
    )


RequiredBufferStockStrength: TypeAlias = Literal[
    "must",  # 应当 / must
    "in_principle",  # 原则上 / in principle
]


class RequiredBufferValues(ValuesModel):
    """Outputs of `required_buffer`: 库存须达到储备任务的多少 / How much must be in stock against the storage task?"""

    minimum_stock: Decimal | int | None = Field(
        description="最低库存（任务所用计量单位） / minimum stock (unit of the task).",
    )
    stock_ok: bool | None = Field(
        description="实际库存是否达标 / actual stock is enough.",
    )
    full_call_ok: bool | None = Field(
        description="能否按任务数量足额调用 / the full task can be called on. 可调用数量不少于任务数量的100% / callable quantity is at least the whole task.",
    )
    stock_strength: RequiredBufferStockStrength | None = Field(
        description="库存倍数要求的强度 / strength of the stock rule.",
    )
    call_strength: RequiredBufferStockStrength | None = Field(
        description="足额调用要求的强度 / strength of the full-call rule.",
    )


class RequiredBuffer(QuestionModel[RequiredBufferFacts, RequiredBufferValues]):
    """库存须达到储备任务的多少 / How much must be in stock against the storage task?"""

    question: ClassVar[str] = "required_buffer"
    Facts: TypeAlias = RequiredBufferFacts
    Values: TypeAlias = RequiredBufferValues


class RotationComplianceFacts(FactsModel):
    """Facts for `rotation_compliance`: 轮换是否合规 / Does a rotation comply?"""

    out_quantity: OrUnknown[Exact] = Field(
        description="轮出数量 / quantity rotated out.",
    )
    in_quantity: OrUnknown[Exact] = Field(
        description="轮入数量 / quantity rotated in.",
    )
    same_variety: OrUnknown[Flag] = Field(
        description="是否同品种 / same variety.",
    )
    same_grade: OrUnknown[Flag] = Field(
        description="是否同等级 / same grade.",
    )
    in_new_goods: OrUnknown[Flag] = Field(
        description="轮入的是否为新商品 / the goods rotated in are new.",
    )


RotationComplianceCompliant: TypeAlias = Literal[
    "yes",  # 合规 / yes
    "no",  # 不合规 / no
    "undetermined",  # 不能确定 / undetermined
]


RotationComplianceReasons: TypeAlias = Literal[
    "quantity",  # 数量不足 / quantity
    "variety",  # 品种不同 / variety
    "grade",  # 等级不同 / grade
    "not_new",  # 不是新商品 / goods not new
]


class RotationComplianceValues(ValuesModel):
    """Outputs of `rotation_compliance`: 轮换是否合规 / Does a rotation comply?"""

    compliant: RotationComplianceCompliant = Field(
        description="是否合规 / complies.",
    )
    reasons: frozenset[RotationComplianceReasons] | None = Field(
        description="不合规之处 / reasons.",
    )


class RotationCompliance(QuestionModel[RotationComplianceFacts, RotationComplianceValues]):
    """轮换是否合规 / Does a rotation comply?"""

    question: ClassVar[str] = "rotation_compliance"
    Facts: TypeAlias = RotationComplianceFacts
    Values: TypeAlias = RotationComplianceValues


ReserveScaleResponseLevel: TypeAlias = Literal[
    "I",  # Ⅰ级 / level I
    "II",  # Ⅱ级 / level II
    "III",  # Ⅲ级 / level III
    "IV",  # Ⅳ级 / level IV
]


class ReserveScaleFacts(FactsModel):
    """Facts for `reserve_scale`: 储备规模须保障到哪一级响应 / What scale must the reserve have?"""

    response_level: OrUnknown[ReserveScaleResponseLevel] = Field(
        description="救助应急响应级别 / response level. Ⅰ级最高 / level I is the gravest.",
    )


class ReserveScaleValues(ValuesModel):
    """Outputs of `reserve_scale`: 储备规模须保障到哪一级响应 / What scale must the reserve have?"""

    level_covered: bool | None = Field(
        description="储备规模是否应保障该级响应 / level covered. 储备数量应足以应对该级响应 / the reserve must be enough for a response of this level.",
    )
    quantity: Decimal | int | None = Field(
        description="储备数量 / quantity.",
    )


class ReserveScale(QuestionModel[ReserveScaleFacts, ReserveScaleValues]):
    """储备规模须保障到哪一级响应 / What scale must the reserve have?"""

    question: ClassVar[str] = "reserve_scale"
    Facts: TypeAlias = ReserveScaleFacts
    Values: TypeAlias = ReserveScaleValues


StorageConditionsContactWith: TypeAlias = Literal[
    "acid",  # 酸 / acid
    "alkali",  # 碱 / alkali
    "grease",  # 油脂 / grease
    "oxidiser",  # 氧化剂 / oxidiser
    "organic_solvent",  # 有机溶剂 / organic solvent
]


class StorageConditionsFacts(FactsModel):
    """Facts for `storage_conditions`: 储存条件是否符合要求 / Are the storage conditions met?"""

    features: OrUnknown[Set[Name]] = Field(
        description="已具备的条件 / features present. 代码见各文件的规则 / codes as listed by the pack.",
    )
    contact_with: OrUnknown[Set[StorageConditionsContactWith]] = Field(
        description="接触的危禁物品 / substances touched.",
    )
    quantities_agree: OrUnknown[Flag] | None = Field(
        default=None,
        description="账、物、卡是否相符 / goods and labels and books agree. 未给出即为无 / if left out: none.",
    )


class StorageConditionsValues(ValuesModel):
    """Outputs of `storage_conditions`: 储存条件是否符合要求 / Are the storage conditions met?"""

    missing: frozenset[str] | None = Field(
        description="缺少的条件 / features missing. 代码见各文件的规则 / codes as listed by the pack.",
    )
    forbidden_contact: frozenset[StorageConditionsContactWith] | None = Field(
        description="接触了禁止接触的物品 / forbidden contact.",
    )
    records_ok: bool | None = Field(
        description="账实是否相符 / records agree. 未掌握的，为空 / none if not known.",
    )


class StorageConditions(QuestionModel[StorageConditionsFacts, StorageConditionsValues]):
    """储存条件是否符合要求 / Are the storage conditions met?"""

    question: ClassVar[str] = "storage_conditions"
    Facts: TypeAlias = StorageConditionsFacts
    Values: TypeAlias = StorageConditionsValues


LabelFieldsFields: TypeAlias = Literal[
    "name",  # 品名 / name
    "specification",  # 规格 / specification
    "model",  # 型号 / model
    "batch_number",  # 生产批号 / batch number
    "producer",  # 生产企业 / producer
    "quantity",  # 数量 / quantity
    "quality",  # 质量 / quality
    "production_date",  # 生产日期 / date of production
    "intake_date",  # 入库时间 / date of intake
]


class LabelFieldsFacts(FactsModel):
    """Facts for `label_fields`: 物资标签（标识牌）内容是否齐全 / Is the label complete?"""

    fields: OrUnknown[Set[LabelFieldsFields]] = Field(
        description="标签已标明的内容 / contents of the label.",
    )


class LabelFieldsValues(ValuesModel):
    """Outputs of `label_fields`: 物资标签（标识牌）内容是否齐全 / Is the label complete?"""

    missing: frozenset[LabelFieldsFields] | None = Field(
        description="缺少的内容 / contents missing.",
    )


class LabelFields(QuestionModel[LabelFieldsFacts, LabelFieldsValues]):
    """物资标签（标识牌）内容是否齐全 / Is the label complete?"""

    question: ClassVar[str] = "label_fields"
    Facts: TypeAlias = LabelFieldsFacts
    Values: TypeAlias = LabelFieldsValues


EncumbranceObject: TypeAlias = Literal[
    "reserve_goods",  # 储备物资 / goods in reserve
    "depot_equipment",  # 承储库设施设备 / depot and its equipment
    "dispatched_goods",  # 已调拨物资 / goods dispatched
]


EncumbranceAction: TypeAlias = Literal[
    "guarantee",  # 担保 / guarantee
    "pledge",  # 质押 / pledge
    "mortgage",  # 抵押 / mortgage
    "debt_settlement",  # 清偿债务 / settlement of debts
    "invest",  # 投资 / investment
    "lease",  # 出租 / lease
    "lend",  # 出借 / lending
    "joint_operation",  # 合作经营 / joint operation
    "sell",  # 出售 / sale
    "discard",  # 丢弃 / throwing away
]


class EncumbranceFacts(FactsModel):
    """Facts for `encumbrance`: 能否抵押、质押、担保、出租、出借等 / May goods or depots be pledged, leased, lent and the like?"""

    object: OrUnknown[EncumbranceObject] = Field(
        description="标的 / object.",
    )
    action: OrUnknown[EncumbranceAction] = Field(
        description="处分行为 / action.",
    )
    approved: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否经批准 / approved. 未给出即为否 / if left out: false.",
    )


EncumbranceAllowed: TypeAlias = Literal[
    "yes",  # 允许 / yes
    "no",  # 禁止 / no
    "undetermined",  # 不能确定 / undetermined
]


class EncumbranceValues(ValuesModel):
    """Outputs of `encumbrance`: 能否抵押、质押、担保、出租、出借等 / May goods or depots be pledged, leased, lent and the like?"""

    allowed: EncumbranceAllowed = Field(
        description="是否允许 / allowed.",
    )


class Encumbrance(QuestionModel[EncumbranceFacts, EncumbranceValues]):
    """能否抵押、质押、担保、出租、出借等 / May goods or depots be pledged, leased, lent and the like?"""

    question: ClassVar[str] = "encumbrance"
    Facts: TypeAlias = EncumbranceFacts
    Values: TypeAlias = EncumbranceValues


StorageSiteSite: TypeAlias = Literal[
    "provincial_depot",  # 省级救灾物资储备库 / provincial depot
    "substitute_depot",  # 代储点 / substitute depot
    "depot_in_designated_region",  # 指定区域内的储备库 / depot in the designated region
    "depot_outside_designated_region",  # 指定区域外的储备库 / depot outside the designated region
]


StorageSiteChosenBy: TypeAlias = Literal[
    "grain_reserves_bureau",  # 省粮食和储备局 / grain and reserves bureau
    "emergency",  # 省应急厅 / provincial emergency department
    "centre",  # 省军粮供应和物资储备服务中心 / reserve service centre
]


class StorageSiteFacts(FactsModel):
    """Facts for `storage_site`: 物资能否储存于某一地点 / May goods be stored at a site?"""

    site: OrUnknown[StorageSiteSite] = Field(
        description="储存地点 / site.",
    )
    qualified: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否具有资质 / qualified. 未给出即为无 / if left out: none.",
    )
    meets_standard: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否符合储备标准 / meets the storage standard. 未给出即为无 / if left out: none.",
    )
    chosen_by: OrUnknown[Set[StorageSiteChosenBy]] | None = Field(
        default=None,
        description="选定单位 / chosen by. 未给出即为无 / if left out: none.",
    )
    contract_signed: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否签订监管协议或代储合同 / contract signed. 未给出即为无 / if left out: none.",
    )


StorageSiteAllowed: TypeAlias = Literal[
    "yes",  # 可以 / yes
    "no",  # 不可以 / no
    "undetermined",  # 不能确定 / undetermined
]


StorageSiteMissing: TypeAlias = Literal[
    "qualified",  # 不具有资质 / qualification
    "meets_standard",  # 不符合储备标准 / storage standard
    "chosen_by",  # 未由规定单位共同选定 / choice by the bodies named
    "contract_signed",  # 未签订协议或合同 / contract
]


class StorageSiteValues(ValuesModel):
    """Outputs of `storage_site`: 物资能否储存于某一地点 / May goods be stored at a site?"""

    allowed: StorageSiteAllowed = Field(
        description="能否储存 / allowed.",
    )
    missing: frozenset[StorageSiteMissing] | None = Field(
        description="未满足的条件 / conditions not met.",
    )


class StorageSite(QuestionModel[StorageSiteFacts, StorageSiteValues]):
    """物资能否储存于某一地点 / May goods be stored at a site?"""

    question: ClassVar[str] = "storage_site"
    Facts: TypeAlias = StorageSiteFacts
    Values: TypeAlias = StorageSiteValues


PeriodicReportReport: TypeAlias = Literal[
    "daily",  # 日报 / daily
    "monthly",  # 月报 / monthly
    "half_year",  # 半年报 / half-yearly
    "annual",  # 年报 / yearly
    "quantity_change",  # 数量变动通报 / change of quantity
    "urgent_dispatch",  # 紧急调运报告 / urgent dispatch
    "fund_use",  # 资金使用情况报告 / use of funds
]


class PeriodicReportFacts(FactsModel):
    """Facts for `periodic_report`: 定期报告何时报、报什么 / When and what is reported periodically?"""

    report: OrUnknown[PeriodicReportReport] = Field(
        description="报告种类 / report.",
    )
    period: OrUnknown[Name] | None = Field(
        default=None,
        description="报告期 / period. 日报填年月日，月报填年月，半年报和年报填年份 / YYYY-MM-DD, YYYY-MM or YYYY. 未给出即为无 / if left out: none.",
    )


PeriodicReportDeadlineKind: TypeAlias = Literal[
    "date",  # 有明确日期 / a date
    "immediate",  # 立即 / at once
    "none_stated",  # 未规定具体时限 / none stated
]


PeriodicReportContents: TypeAlias = Literal[
    "intake",  # 入库情况 / intake
    "release",  # 出库情况 / release
    "rotation",  # 轮换情况 / rotation
    "scrapping",  # 报废情况 / scrapping
    "stock_movements",  # 入库、出库、轮换、处置及库存情况 / stock and its movements
    "management_money",  # 管理经费收支和结转情况 / management money
    "work_plan",  # 本年度工作计划 / work plan of the year
    "usable_depots",  # 可用储备库基本情况 / depots that can be used
    "stock_change_table",  # 库存变化情况表 / table of stock changes
    "fund_use",  # 资金使用情况 / use of funds
    "measures",  # 具体落实措施 / measures taken
    "progress",  # 工作进展情况 / progress
]


class PeriodicReportValues(ValuesModel):
    """Outputs of `periodic_report`: 定期报告何时报、报什么 / When and what is reported periodically?"""

    due_date: date | None = Field(
        description="最迟日期 / due date.",
    )
    deadline_kind: PeriodicReportDeadlineKind | None = Field(
        description="时限类型 / kind of deadline.",
    )
    reporter: frozenset[str] | None = Field(
        description="报告单位 / reporters.",
    )
    recipient: frozenset[str] | None = Field(
        description="报告对象 / recipients.",
    )
    contents: frozenset[PeriodicReportContents] | None = Field(
        description="报告内容 / contents.",
    )


class PeriodicReport(QuestionModel[PeriodicReportFacts, PeriodicReportValues]):
    """定期报告何时报、报什么 / When and what is reported periodically?"""

    question: ClassVar[str] = "periodic_report"
    Facts: TypeAlias = PeriodicReportFacts
    Values: TypeAlias = PeriodicReportValues


SupplierCountLevel: TypeAlias = Literal[
    "preventive",  # 防范管理 / preventive
    "controlled",  # 管控管理 / controlled
    "sealed",  # 封控管理 / sealed
]


SupplierCountScenario: TypeAlias = Literal[
    "building",  # 一栋楼 / a building
    "estate",  # 一个居民小区 / an estate
    "village",  # 一个村（居） / a village
    "unit",  # 一个单位（场所） / a unit or site
    "township",  # 一个乡镇（街道） / a township
]


class SupplierCountFacts(FactsModel):
    """Facts for `supplier_count`: 应确定几家保供企业、设几个投放点 / How many suppliers and drop points?"""

    level: OrUnknown[SupplierCountLevel] = Field(
        description="防控管理级别 / level of control.",
    )
    scenario: OrUnknown[SupplierCountScenario] | None = Field(
        default=None,
        description="封闭管理场景 / what is closed. 未给出即为无 / if left out: none.",
    )
    suppliers: OrUnknown[Whole] | None = Field(
        default=None,
        description="已确定的保供企业数量 / suppliers chosen. 未给出即为无 / if left out: none.",
    )


class SupplierCountValues(ValuesModel):
    """Outputs of `supplier_count`: 应确定几家保供企业、设几个投放点 / How many suppliers and drop points?"""

    min: int | None = Field(
        description="保供企业最少数量 / fewest suppliers.",
    )
    max: int | None = Field(
        description="保供企业最多数量 / most suppliers.",
    )
    drop_points_min: int | None = Field(
        description="投放点最少数量 / fewest drop points.",
    )
    drop_points_max: int | None = Field(
        description="投放点最多数量 / most drop points.",
    )
    ok: bool | None = Field(
        description="数量是否符合 / number is right.",
    )


class SupplierCount(QuestionModel[SupplierCountFacts, SupplierCountValues]):
    """应确定几家保供企业、设几个投放点 / How many suppliers and drop points?"""

    question: ClassVar[str] = "supplier_count"
    Facts: TypeAlias = SupplierCountFacts
    Values: TypeAlias = SupplierCountValues


ScenarioMeasuresLevel: TypeAlias = Literal[
    "preventive",  # 防范管理 / preventive
    "controlled",  # 管控管理 / controlled
    "sealed",  # 封控管理 / sealed
]


ScenarioMeasuresScenario: TypeAlias = Literal[
    "building",  # 一栋楼 / a building
    "estate",  # 一个居民小区 / an estate
    "village",  # 一个村（居） / a village
    "unit",  # 一个单位（场所） / a unit or site
]


class ScenarioMeasuresFacts(FactsModel):
    """Facts for `scenario_measures`: 某情形下须采取哪些措施 / Which measures apply in a situation?"""

    level: OrUnknown[ScenarioMeasuresLevel] = Field(
        description="防控管理级别 / level of control.",
    )
    scenario: OrUnknown[ScenarioMeasuresScenario] | None = Field(
        default=None,
        description="封闭管理场景 / what is closed. 封控管理下四个场景的措施一并适用，不看场景 / not looked at under sealed management. 未给出即为无 / if left out: none.",
    )


class ScenarioMeasuresValues(ValuesModel):
    """Outputs of `scenario_measures`: 某情形下须采取哪些措施 / Which measures apply in a situation?"""

    measure_ids: frozenset[str] | None = Field(
        description="适用的措施条款 / measures. 条款编号 / ids of clauses.",
    )
    includes_scenarios: frozenset[ScenarioMeasuresScenario] | None = Field(
        description="一并适用的场景 / scenarios included.",
    )
    vehicle_pass_by: frozenset[str] | None = Field(
        description="车辆通行证明出具单位 / who gives vehicle passes.",
    )


class ScenarioMeasures(QuestionModel[ScenarioMeasuresFacts, ScenarioMeasuresValues]):
    """某情形下须采取哪些措施 / Which measures apply in a situation?"""

    question: ClassVar[str] = "scenario_measures"
    Facts: TypeAlias = ScenarioMeasuresFacts
    Values: TypeAlias = ScenarioMeasuresValues


RiskAreaMeasuresRisk: TypeAlias = Literal[
    "low",  # 低风险地区 / low
    "medium",  # 中风险地区 / medium
    "high",  # 高风险地区 / high
]


class RiskAreaMeasuresFacts(FactsModel):
    """Facts for `risk_area_measures`: 各风险等级地区有何保供要求 / What applies to suppliers by level of risk?"""

    risk: OrUnknown[RiskAreaMeasuresRisk] = Field(
        description="风险等级 / level of risk.",
    )


RiskAreaMeasuresMeasures: TypeAlias = Literal[
    "cleaning",  # 环境清洁 / cleaning
    "disinfection",  # 消毒 / disinfection
    "ventilation",  # 通风 / ventilation
    "temperature",  # 体温检测 / temperature checks
    "code_scan",  # 扫码亮码 / health code scan
    "mask",  # 佩戴口罩 / masks
    "flow_and_distance_limit",  # 限流限距 / limits of flow and distance
    "headcount_limit",  # 控制场所内总人数 / limit of people inside
]


RiskAreaMeasuresContactlessDelivery: TypeAlias = Literal[
    "none",  # 未作要求 / not asked for
    "encouraged",  # 鼓励 / encouraged
    "required_drop_points",  # 应急投放点点对点供应 / required through drop points
]


class RiskAreaMeasuresValues(ValuesModel):
    """Outputs of `risk_area_measures`: 各风险等级地区有何保供要求 / What applies to suppliers by level of risk?"""

    store_open: bool | None = Field(
        description="门店是否营业 / stores open.",
    )
    entry_pass_required: bool | None = Field(
        description="是否凭出入证购买 / entry pass needed.",
    )
    measures: frozenset[RiskAreaMeasuresMeasures] | None = Field(
        description="防控措施 / measures.",
    )
    contactless_delivery: RiskAreaMeasuresContactlessDelivery | None = Field(
        description="无接触配送 / contactless delivery.",
    )


class RiskAreaMeasures(QuestionModel[RiskAreaMeasuresFacts, RiskAreaMeasuresValues]):
    """各风险等级地区有何保供要求 / What applies to suppliers by level of risk?"""

    question: ClassVar[str] = "risk_area_measures"
    Facts: TypeAlias = RiskAreaMeasuresFacts
    Values: TypeAlias = RiskAreaMeasuresValues


ResponseStartStopLevel: TypeAlias = Literal[
    "preventive",  # 防范管理 / preventive
    "controlled",  # 管控管理 / controlled
    "sealed",  # 封控管理 / sealed
]


class ResponseStartStopFacts(FactsModel):
    """Facts for `response_start_stop`: 应急响应何时启动、何时终止 / Does the response start or end?"""

    level: OrUnknown[ResponseStartStopLevel] = Field(
        description="防控管理级别 / level of control.",
    )
    abnormal_fluctuation: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否发生市场异常波动 / abnormal market fluctuation. 未给出即为无 / if left out: none.",
    )
    response_level: OrUnknown[Name] | None = Field(
        default=None,
        description="市委、市政府发布的响应级别 / response level declared by the city. 未给出即为无 / if left out: none.",
    )
    fluctuation_grade: OrUnknown[Name] | None = Field(
        default=None,
        description="市场异常波动等级 / grade of the fluctuation. 分级标准不在本文件内 / the grading is outside the text. 未给出即为无 / if left out: none.",
    )
    hq_ended: OrUnknown[Flag] | None = Field(
        default=None,
        description="指挥部是否决定终止防控管理 / headquarters has ended the management. 未给出即为无 / if left out: none.",
    )
    incident_handled: OrUnknown[Flag] | None = Field(
        default=None,
        description="突发事件是否处置完毕 / incident has been dealt with. 未给出即为无 / if left out: none.",
    )


class ResponseStartStopValues(ValuesModel):
    """Outputs of `response_start_stop`: 应急响应何时启动、何时终止 / Does the response start or end?"""

    start: bool | None = Field(
        description="是否启动响应 / response starts.",
    )
    ends: bool | None = Field(
        description="是否终止响应 / response ends.",
    )
    compensation_due: bool | None = Field(
        description="是否应予补偿 / compensation is due.",
    )
    report_to: str | None = Field(
        description="报告对象 / report to.",
    )


class ResponseStartStop(QuestionModel[ResponseStartStopFacts, ResponseStartStopValues]):
    """应急响应何时启动、何时终止 / Does the response start or end?"""

    question: ClassVar[str] = "response_start_stop"
    Facts: TypeAlias = ResponseStartStopFacts
    Values: TypeAlias = ResponseStartStopValues


PorkReleaseBuyer: TypeAlias = Literal[
    "household",  # 居民家庭 / household
    "canteen_school",  # 院校伙食单位 / school canteen
    "canteen_factory",  # 工厂伙食单位 / factory canteen
    "other",  # 其他采购方 / another buyer
]


class PorkReleaseFacts(FactsModel):
    """Facts for `pork_release`: 储备冻猪肉能否投放、如何投放 / May reserve frozen pork be released and how?"""

    serious_shortage: OrUnknown[Flag] = Field(
        description="市场供应是否严重不足 / supply is seriously short.",
    )
    large_gap: OrUnknown[Flag] = Field(
        description="市场缺口是否较大 / the gap is large.",
    )
    buyer: OrUnknown[PorkReleaseBuyer] | None = Field(
        default=None,
        description="采购方 / buyer. 未给出即为不知道 / if left out: unknown.",
    )


class PorkReleaseValues(ValuesModel):
    """Outputs of `pork_release`: 储备冻猪肉能否投放、如何投放 / May reserve frozen pork be released and how?"""

    release_allowed: bool | None = Field(
        description="能否投放 / release allowed.",
    )
    direct_purchase_allowed: bool | None = Field(
        description="能否直接向承储单位采购 / direct purchase allowed.",
    )
    channel: str | None = Field(
        description="投放渠道 / channel.",
    )


class PorkRelease(QuestionModel[PorkReleaseFacts, PorkReleaseValues]):
    """储备冻猪肉能否投放、如何投放 / May reserve frozen pork be released and how?"""

    question: ClassVar[str] = "pork_release"
    Facts: TypeAlias = PorkReleaseFacts
    Values: TypeAlias = PorkReleaseValues


class DailyReportFacts(FactsModel):
    """Facts for `daily_report`: 日报何时报、报给谁 / When is the daily report due and to whom?"""

    date: OrUnknown[Day] = Field(
        description="报告日期 / day of the report. 未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given.",
    )
    sent_at: OrUnknown[Moment] | None = Field(
        default=None,
        description="实际报送时间 / sent at. 未给出即为无 / if left out: none.",
    )


DailyReportContents: TypeAlias = Literal[
    "measures",  # 具体落实措施 / measures taken
    "progress",  # 工作进展情况 / progress
]


class DailyReportValues(ValuesModel):
    """Outputs of `daily_report`: 日报何时报、报给谁 / When is the daily report due and to whom?"""

    due_at: datetime | None = Field(
        description="最迟报送时间 / due at.",
    )
    on_time: bool | None = Field(
        description="是否按时 / on time.",
    )
    recipient: str | None = Field(
        description="报送对象 / recipient.",
    )
    forwarded_to: str | None = Field(
        description="汇总后报送对象 / forwarded to.",
    )
    contents: frozenset[DailyReportContents] | None = Field(
        description="报告内容 / contents.",
    )


class DailyReport(QuestionModel[DailyReportFacts, DailyReportValues]):
    """日报何时报、报给谁 / When is the daily report due and to whom?"""

    question: ClassVar[str] = "daily_report"
    Facts: TypeAlias = DailyReportFacts
    Values: TypeAlias = DailyReportValues


UseTriggerEvent: TypeAlias = Literal[
    "natural_disaster",  # 自然灾害 / natural disaster
    "major_natural_disaster",  # 重大自然灾害 / major natural disaster
    "major_accident",  # 重大事故灾难 / major accident
    "epidemic_supply_tight_sellout_price",  # 疫情致供应严重紧张，脱销且价格异常波动 / epidemic with tight supply and sell-out and abnormal prices
    "epidemic_supply_tight_price_only",  # 疫情致供应严重紧张，价格异常波动但未脱销 / epidemic with tight supply and abnormal prices but no sell-out
    "epidemic_without_sellout",  # 疫情，未脱销且价格无异常波动 / epidemic with neither sell-out nor abnormal prices
    "war",  # 战争等重大事件 / war
    "urgent_external_aid",  # 紧急对外援助 / urgent aid outside the area
    "other_urgent",  # 其他紧急事项 / another urgent matter
    "closure_measures_shopping_inconvenient",  # 封控、管控等措施致群众采购不便 / closure makes shopping inconvenient
    "market_shock_widespread_sellout",  # 市场供求突变，大范围脱销 / market shock with widespread sell-out
    "ordinary_price_rise",  # 一般性价格上涨 / ordinary price rise
    "planned_sale",  # 计划销售 / planned sale
]


class UseTriggerFacts(FactsModel):
    """Facts for `use_trigger`: 何种情形可以动用储备 / Does an event allow use of the reserve?"""

    event: OrUnknown[UseTriggerEvent] = Field(
        description="情形 / event.",
    )
    in_area: OrUnknown[Flag] = Field(
        description="是否发生在本行政区域内 / inside the area. 长治指市内 / Changzhi: inside the city.",
    )
    response_active: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否已启动救助应急响应 / relief response is active. 未给出即为不知道 / if left out: unknown.",
    )
    locally_very_severe: OrUnknown[Flag] | None = Field(
        default=None,
        description="局部地区灾情是否特别严重 / a locality is very hard hit. 未给出即为不知道 / if left out: unknown.",
    )
    local_insufficient: OrUnknown[Flag] | None = Field(
        default=None,
        description="地方储备是否不足 / local stock is insufficient. 辽宁指县、市级储备不足 / in Liaoning county and city stock. 未给出即为不知道 / if left out: unknown.",
    )
    a25_request: OrUnknown[Flag] | None = Field(
        default=None,
        description="有无议事协调机构需求或省政府领导审批 / request of the coordinating body or approval of a leader. 辽宁省政府部门、驻军申请动用的前提 / Liaoning: for a department or the garrison. 未给出即为无 / if left out: none.",
    )
    epidemic_cause: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否因疫情引起 / caused by an epidemic. 用于生活必需品保供方案 / for the supply plan of necessities. 未给出即为不知道 / if left out: unknown.",
    )


UseTriggerMayUse: TypeAlias = Literal[
    "yes",  # 可以 / yes
    "no",  # 不可以 / no
    "undetermined",  # 不能确定 / undetermined
]


class UseTriggerValues(ValuesModel):
    """Outputs of `use_trigger`: 何种情形可以动用储备 / Does an event allow use of the reserve?"""

    may_use: UseTriggerMayUse = Field(
        description="能否动用 / may be used.",
    )
    discretionary: bool | None = Field(
        description="是否属酌情支持 / at discretion.",
    )


class UseTrigger(QuestionModel[UseTriggerFacts, UseTriggerValues]):
    """何种情形可以动用储备 / Does an event allow use of the reserve?"""

    question: ClassVar[str] = "use_trigger"
    Facts: TypeAlias = UseTriggerFacts
    Values: TypeAlias = UseTriggerValues


DispatchTypeGrade: TypeAlias = Literal[
    "ordinary",  # 非重特大自然灾害 / not extraordinary
    "extraordinary",  # 重特大自然灾害 / extraordinary
]


class DispatchTypeFacts(FactsModel):
    """Facts for `dispatch_type`: 属于哪种调拨 / Which kind of dispatch is it?"""

    warning: OrUnknown[Flag] = Field(
        description="有无灾害风险预警 / disaster warning.",
    )
    disaster_occurred: OrUnknown[Flag] = Field(
        description="灾害是否已发生 / disaster has occurred.",
    )
    response_active: OrUnknown[Flag] = Field(
        description="是否已启动救助应急响应 / relief response is active.",
    )
    locally_very_severe: OrUnknown[Flag] = Field(
        description="局部地区灾情是否特别严重 / a locality is very hard hit.",
    )
    grade: OrUnknown[DispatchTypeGrade] = Field(
        description="灾害等级 / grade of the disaster.",
    )
    serious_effect: OrUnknown[Flag] = Field(
        description="是否对群众生产生活造成严重影响 / serious effect on people's lives.",
    )
    province_ordered: OrUnknown[Flag] | None = Field(
        default=None,
        description="省委、省政府有无部署安排 / ordered by the provincial committee and government. 未给出即为否 / if left out: false.",
    )
    local_insufficient: OrUnknown[Flag] = Field(
        description="当地物资是否不足 / local stock is insufficient.",
    )
    winter_spring_need: OrUnknown[Flag] = Field(
        description="有无冬春救助需求 / need of winter and spring relief.",
    )


DispatchTypeKind: TypeAlias = Literal[
    "prepositioning",  # 预置调拨 / pre-positioning
    "application",  # 申请调拨 / on application
    "urgent",  # 紧急调拨 / urgent
    "winter_spring",  # 冬春救助调拨 / winter and spring relief
    "none",  # 不属于任何一种 / none of these
]


class DispatchTypeValues(ValuesModel):
    """Outputs of `dispatch_type`: 属于哪种调拨 / Which kind of dispatch is it?"""

    kind: DispatchTypeKind | None = Field(
        description="调拨种类 / kind of dispatch.",
    )
    discretionary: bool | None = Field(
        description="是否属酌情支持 / at discretion.",
    )


class DispatchType(QuestionModel[DispatchTypeFacts, DispatchTypeValues]):
    """属于哪种调拨 / Which kind of dispatch is it?"""

    question: ClassVar[str] = "dispatch_type"
    Facts: TypeAlias = DispatchTypeFacts
    Values: TypeAlias = DispatchTypeValues


UseApprovalChainKind: TypeAlias = Literal[
    "prepositioning",  # 预置调拨 / pre-positioning
    "application",  # 申请调拨 / dispatch on application
    "urgent",  # 紧急调拨 / urgent dispatch
    "winter_spring",  # 冬春救助调拨 / winter and spring relief
    "special_telephone",  # 特殊情况电话调运 / telephone order in special cases
    "department_request",  # 省政府部门、驻军申请动用 / request of a department or the garrison
    "market_release",  # 应急投放市场 / release to the market
    "rescue",  # 应急救援调用 / emergency rescue
]


class UseApprovalChainFacts(FactsModel):
    """Facts for `use_approval_chain`: 动用须经哪些步骤 / Which steps lead to the release of goods and in which order?"""

    kind: OrUnknown[UseApprovalChainKind] = Field(
        description="动用种类 / kind of use.",
    )
    steps_done: OrUnknown[Sequence[Name]] = Field(
        description="已办步骤 / steps done. 步骤代码，按办理先后填写 / step codes in the order done.",
    )


class UseApprovalChainValues(ValuesModel):
    """Outputs of `use_approval_chain`: 动用须经哪些步骤 / Which steps lead to the release of goods and in which order?"""

    steps: tuple[str, ...] | None = Field(
        description="应办步骤 / steps.",
    )
    next_step: str | None = Field(
        description="下一步 / next step. 步骤代码；done为已办结，order_violated为步骤颠倒或缺漏 / a step code, done or order_violated.",
    )
    release_lawful: bool | None = Field(
        description="出库是否合法 / release is lawful.",
    )


class UseApprovalChain(QuestionModel[UseApprovalChainFacts, UseApprovalChainValues]):
    """动用须经哪些步骤 / Which steps lead to the release of goods and in which order?"""

    question: ClassVar[str] = "use_approval_chain"
    Facts: TypeAlias = UseApprovalChainFacts
    Values: TypeAlias = UseApprovalChainValues


ApplicationContentsStage: TypeAlias = Literal[
    "first",  # 初次申请 / first application
    "formal",  # 正式申请 / formal application
]


ApplicationContentsFields: TypeAlias = Literal[
    "time",  # 灾害发生时间 / time of the disaster
    "place",  # 灾害发生地点 / place of the disaster
    "kind",  # 灾害种类 / kind of disaster
    "damage",  # 具体灾情 / damage
    "county_city_total",  # 县、市两级储备物资总量 / total stock of county and city
    "county_city_used",  # 县、市两级储备物资使用情况 / stock of county and city used
    "variety",  # 申请物资品种 / variety
    "quantity",  # 申请物资数量 / quantity
    "distribution_plan",  # 分配方案 / plan of distribution
    "disaster_situation",  # 受灾情况 / disaster situation
    "relief_situation",  # 救灾救助工作开展情况 / relief work so far
    "reason",  # 申请原因 / reason
    "local_dispatches",  # 地方调拨物资情况 / local dispatches
    "specification",  # 规格 / specification
    "destination",  # 运往地点 / destination
    "time_requirement",  # 时间要求 / when needed
    "contact_person",  # 交接联系人 / contact person
    "contact_method",  # 联系方式 / contact details
]


ApplicationContentsForm: TypeAlias = Literal[
    "written",  # 书面 / written
    "telephone",  # 电话 / telephone
    "fax",  # 传真 / fax
    "messenger",  # 即时通信工具 / messenger
]


ApplicationContentsApplicant: TypeAlias = Literal[
    "city_emergency",  # 市级应急管理部门 / city emergency department
    "county_emergency",  # 县级应急管理部门 / county emergency department
    "other",  # 其他单位 / another body
]


ApplicationContentsDisasterGrade: TypeAlias = Literal[
    "ordinary",  # 非重特大自然灾害 / not extraordinary
    "extraordinary",  # 重特大自然灾害 / extraordinary
]


class ApplicationContentsFacts(FactsModel):
    """Facts for `application_contents`: 申请内容是否齐全 / Is the application complete?"""

    stage: OrUnknown[ApplicationContentsStage] = Field(
        description="申请阶段 / stage.",
    )
    fields: OrUnknown[Set[ApplicationContentsFields]] = Field(
        description="申请已载明的内容 / contents given.",
    )
    form: OrUnknown[ApplicationContentsForm] = Field(
        description="申请方式 / form.",
    )
    applicant: OrUnknown[ApplicationContentsApplicant] = Field(
        description="申请单位 / applicant.",
    )
    disaster_grade: OrUnknown[ApplicationContentsDisasterGrade] | None = Field(
        default=None,
        description="灾害等级 / grade of the disaster. 用于山西县级能否直接向省申请；未说明的，不评价申请单位是否适格 / Shanxi: whether a county may address the province; if not said this is left open. 未给出即为无 / if left out: none.",
    )


class ApplicationContentsValues(ValuesModel):
    """Outputs of `application_contents`: 申请内容是否齐全 / Is the application complete?"""

    missing: frozenset[ApplicationContentsFields] | None = Field(
        description="缺少的内容 / contents missing.",
    )
    form_ok: bool | None = Field(
        description="申请方式是否符合要求 / form is right.",
    )
    applicant_ok: bool | None = Field(
        description="申请单位是否适格 / applicant is right.",
    )


class ApplicationContents(QuestionModel[ApplicationContentsFacts, ApplicationContentsValues]):
    """申请内容是否齐全 / Is the application complete?"""

    question: ClassVar[str] = "application_contents"
    Facts: TypeAlias = ApplicationContentsFacts
    Values: TypeAlias = ApplicationContentsValues


UpwardApplicationDisasterGrade: TypeAlias = Literal[
    "ordinary",  # 非重特大自然灾害 / not extraordinary
    "extraordinary",  # 重特大自然灾害 / extraordinary
]


UpwardApplicationApplicantLevel: TypeAlias = Literal[
    "county",  # 县级 / county
    "city",  # 市级 / city
]


class UpwardApplicationFacts(FactsModel):
    """Facts for `upward_application`: 能否向上级申请物资、能否越级 / May goods be applied for from a higher level and may a level be skipped?"""

    own_stock: OrUnknown[Exact] = Field(
        description="本级库存数量 / stock of the own level. 辽宁为县、市两级库存合计 / in Liaoning county and city stock together.",
    )
    need: OrUnknown[Exact] = Field(
        description="需求数量 / quantity needed.",
    )
    foreseen_large_gap: OrUnknown[Flag] = Field(
        description="是否预计缺口较大 / a large gap is foreseen.",
    )
    disaster_grade: OrUnknown[UpwardApplicationDisasterGrade] = Field(
        description="灾害等级 / grade of the disaster.",
    )
    applicant_level: OrUnknown[UpwardApplicationApplicantLevel] = Field(
        description="申请单位层级 / level of the applicant.",
    )


UpwardApplicationMayApply: TypeAlias = Literal[
    "yes",  # 可以 / yes
    "no",  # 不可以 / no
    "undetermined",  # 不能确定 / undetermined
]


UpwardApplicationRoute: TypeAlias = Literal[
    "level_by_level",  # 逐级申请 / level by level
    "skip_allowed",  # 可越级申请 / a level may be skipped
    "city_to_province",  # 由市级向省级申请 / from the city to the province
    "city_and_province",  # 向市级和省级申请 / to the city and the province
]


class UpwardApplicationValues(ValuesModel):
    """Outputs of `upward_application`: 能否向上级申请物资、能否越级 / May goods be applied for from a higher level and may a level be skipped?"""

    may_apply: UpwardApplicationMayApply = Field(
        description="能否申请 / may apply.",
    )
    route: UpwardApplicationRoute | None = Field(
        description="申请途径 / route of the application.",
    )


class UpwardApplication(QuestionModel[UpwardApplicationFacts, UpwardApplicationValues]):
    """能否向上级申请物资、能否越级 / May goods be applied for from a higher level and may a level be skipped?"""

    question: ClassVar[str] = "upward_application"
    Facts: TypeAlias = UpwardApplicationFacts
    Values: TypeAlias = UpwardApplicationValues


StockOrderLotsLevel: TypeAlias = Literal[
    "county",  # 县级储备 / county
    "city",  # 市级储备 / city
    "province",  # 省级储备 / province
    "enterprise",  # 企业承储 / enterprise
]


class StockOrderLots(RecordModel):
    """库存批次 / lots in stock"""

    id: OrUnknown[Name] = Field(
        description="批次编号 / lot number.",
    )
    level: OrUnknown[StockOrderLotsLevel] = Field(
        description="储备层级 / whose stock.",
    )
    quantity: OrUnknown[WholeFromZero] = Field(
        description="数量 / quantity.",
    )
    intake_date: OrUnknown[Day] | None = Field(
        default=None,
        description="入库日期 / date of intake. 未给出即为无 / if left out: none.",
    )
    production_date: OrUnknown[Day] | None = Field(
        default=None,
        description="生产日期 / date of production. 未给出即为无 / if left out: none.",
    )
    distance_km: OrUnknown[Exact] | None = Field(
        default=None,
        description="距受灾地区公里数（公里） / distance to the disaster area in km (km). 未给出即为无 / if left out: none.",
    )
    over_age: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否超过储存年限 / past its storage life. 未给出即为否 / if left out: false.",
    )
    fit: OrUnknown[Flag] | None = Field(
        default=None,
        description="性能质量是否仍满足要求 / still fit for use. 未给出即为无 / if left out: none.",
    )


class StockOrderFacts(FactsModel):
    """Facts for `stock_order`: 动用哪些库存、按什么顺序 / Which lots are used and in what order?"""

    need: OrUnknown[WholeFromZero] = Field(
        description="需求数量（件） / quantity needed (pieces).",
    )
    lots: OrUnknown[Sequence[StockOrderLots]] = Field(
        description="库存批次 / lots in stock. 不掌握的批次信息可以不填，用来排序的，该批次排在填了的之后；条文以此认定可用的（如超过储存年限的须仍满足要求），不填即不计入库存，影响安排时答案写明；填unknown的，对顺序有影响时不能确定 / what is not known of a lot may be left out: of what orders lots, the lot comes after those that have it; of what the text asks before a lot counts (as that goods past their life are still fit), the lot is not counted as stock, and the answer says so where that matters; as `unknown` it leaves open what it may decide.",
    )


class StockOrderAllocation(RecordModel):
    """调拨安排 / allocation"""

    lot: str = Field(
        description="批次编号 / lot number.",
    )
    quantity: int = Field(
        description="动用数量 / quantity drawn.",
    )


class StockOrderValues(ValuesModel):
    """Outputs of `stock_order`: 动用哪些库存、按什么顺序 / Which lots are used and in what order?"""

    allocation: tuple[StockOrderAllocation, ...] | None = Field(
        description="调拨安排 / allocation. 按动用顺序排列 / in order of use.",
    )
    higher_level_request: int | None = Field(
        description="须向上级申请的数量 / quantity to be applied for at a higher level. 一般指省级；区级方案指任一上级 / the province; in the district plan any higher level.",
    )
    shortfall: int | None = Field(
        description="缺口数量 / shortfall. 任何批次都不能满足的部分 / need that no lot covers.",
    )


class StockOrder(QuestionModel[StockOrderFacts, StockOrderValues]):
    """动用哪些库存、按什么顺序 / Which lots are used and in what order?"""

    question: ClassVar[str] = "stock_order"
    Facts: TypeAlias = StockOrderFacts
    Values: TypeAlias = StockOrderValues
    Lots: TypeAlias = StockOrderLots
    Allocation: TypeAlias = StockOrderAllocation


class DispatchDeadlineFacts(FactsModel):
    """Facts for `dispatch_deadline`: 物资最迟何时发运或运抵 / By when must goods be sent off or arrive?"""

    notice_received_at: OrUnknown[Moment] = Field(
        description="接到调运通知时间 / transport notice received. 未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given.",
    )
    event_at: OrUnknown[Moment] | None = Field(
        default=None,
        description="实际发运完成或首批运抵时间 / when it was done. 辽宁为完成发运，山西为首批物资运抵灾区 / Liaoning: dispatch completed; Shanxi: first batch arrived. 未给出即为无 / if left out: none.",
    )


DispatchDeadlineWhat: TypeAlias = Literal[
    "dispatch_completed",  # 完成发运 / dispatch completed
    "first_batch_arrived",  # 首批物资运抵 / first batch arrived
]


DispatchDeadlineDeadlineKind: TypeAlias = Literal[
    "datetime",  # 有明确时限 / a date and time
    "none_stated",  # 未规定具体时限 / none stated
]


class DispatchDeadlineValues(ValuesModel):
    """Outputs of `dispatch_deadline`: 物资最迟何时发运或运抵 / By when must goods be sent off or arrive?"""

    what: DispatchDeadlineWhat | None = Field(
        description="时限所指事项 / what is due.",
    )
    due_at: datetime | None = Field(
        description="最迟时间 / due at.",
    )
    deadline_kind: DispatchDeadlineDeadlineKind | None = Field(
        description="时限类型 / kind of deadline.",
    )
    on_time: bool | None = Field(
        description="是否按时 / on time.",
    )


class DispatchDeadline(QuestionModel[DispatchDeadlineFacts, DispatchDeadlineValues]):
    """物资最迟何时发运或运抵 / By when must goods be sent off or arrive?"""

    question: ClassVar[str] = "dispatch_deadline"
    Facts: TypeAlias = DispatchDeadlineFacts
    Values: TypeAlias = DispatchDeadlineValues


class PaperworkDeadlineFacts(FactsModel):
    """Facts for `paperwork_deadline`: 紧急调拨手续最迟何时补办 / By when must the paperwork of an oral order be made up?"""

    oral_order_at: OrUnknown[Moment] = Field(
        description="电话等口头调拨指令下达时间 / oral order given. 未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given.",
    )
    oral_notice_at: OrUnknown[Moment] | None = Field(
        default=None,
        description="储备部门口头通知时间 / oral notice given. 山西指省粮食和储备局向中心发出口头通知 / Shanxi: oral notice of the bureau to the centre. 未给出即为无 / if left out: none.",
    )


PaperworkDeadlineDeadlineKind: TypeAlias = Literal[
    "datetime",  # 有明确时限 / a date and time
    "none_stated",  # 未规定具体时限 / none stated
]


class PaperworkDeadlineValues(ValuesModel):
    """Outputs of `paperwork_deadline`: 紧急调拨手续最迟何时补办 / By when must the paperwork of an oral order be made up?"""

    due_at: datetime | None = Field(
        description="书面调拨指令最迟时间 / written order due at.",
    )
    notice_due_at: datetime | None = Field(
        description="书面调拨通知最迟时间 / written notice due at. 自口头通知起算；该时间不明的，为空 / counted from the oral notice; none if that time is not known.",
    )
    deadline_kind: PaperworkDeadlineDeadlineKind | None = Field(
        description="时限类型 / kind of deadline.",
    )
    actors: frozenset[str] | None = Field(
        description="补办单位 / who makes it up.",
    )


class PaperworkDeadline(QuestionModel[PaperworkDeadlineFacts, PaperworkDeadlineValues]):
    """紧急调拨手续最迟何时补办 / By when must the paperwork of an oral order be made up?"""

    question: ClassVar[str] = "paperwork_deadline"
    Facts: TypeAlias = PaperworkDeadlineFacts
    Values: TypeAlias = PaperworkDeadlineValues


class ReceiptAcceptanceFacts(FactsModel):
    """Facts for `receipt_acceptance`: 物资运抵后由谁验收、向谁报告 / When and by whom are arriving goods accepted and reported?"""

    arrived_at: OrUnknown[Moment] = Field(
        description="物资运抵时间 / arrival of the goods. 未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given.",
    )
    problem: OrUnknown[Flag] | None = Field(
        default=None,
        description="有无数量或质量问题 / fault in quantity or quality. 未给出即为否 / if left out: false.",
    )


ReceiptAcceptanceDeadlineKind: TypeAlias = Literal[
    "date",  # 有明确日期 / a date
    "none_stated",  # 未规定具体时限 / none stated
]


class ReceiptAcceptanceValues(ValuesModel):
    """Outputs of `receipt_acceptance`: 物资运抵后由谁验收、向谁报告 / When and by whom are arriving goods accepted and reported?"""

    due_date: date | None = Field(
        description="验收期限 / due date.",
    )
    deadline_kind: ReceiptAcceptanceDeadlineKind | None = Field(
        description="时限类型 / kind of deadline.",
    )
    actor: str | None = Field(
        description="验收单位 / who accepts.",
    )
    report_to: frozenset[str] | None = Field(
        description="验收情况报告对象 / report to.",
    )
    problem_report_to: frozenset[str] | None = Field(
        description="问题报告和反馈对象 / faults reported to.",
    )


class ReceiptAcceptance(QuestionModel[ReceiptAcceptanceFacts, ReceiptAcceptanceValues]):
    """物资运抵后由谁验收、向谁报告 / When and by whom are arriving goods accepted and reported?"""

    question: ClassVar[str] = "receipt_acceptance"
    Facts: TypeAlias = ReceiptAcceptanceFacts
    Values: TypeAlias = ReceiptAcceptanceValues


class TransportArrangementFacts(FactsModel):
    """Facts for `transport_arrangement`: 物资由谁运输、按多少价值保价 / Who transports the goods and for what value are they insured?"""

    special_vehicles_sent: OrUnknown[Flag] | None = Field(
        default=None,
        description="是否派出专项运输车辆 / special vehicles were sent. 未给出即为不知道 / if left out: unknown.",
    )
    goods_value_cny: OrUnknown[ExactFromZero] | None = Field(
        default=None,
        description="调运物资价值 / value of the goods. 未给出即为无 / if left out: none.",
    )


class TransportArrangementValues(ValuesModel):
    """Outputs of `transport_arrangement`: 物资由谁运输、按多少价值保价 / Who transports the goods and for what value are they insured?"""

    carrier: str | None = Field(
        description="运输单位 / carrier.",
    )
    insured_value_cny: Decimal | int | None = Field(
        description="保价金额 / insured value.",
    )


class TransportArrangement(QuestionModel[TransportArrangementFacts, TransportArrangementValues]):
    """物资由谁运输、按多少价值保价 / Who transports the goods and for what value are they insured?"""

    question: ClassVar[str] = "transport_arrangement"
    Facts: TypeAlias = TransportArrangementFacts
    Values: TypeAlias = TransportArrangementValues


class ReplenishmentFacts(FactsModel):
    """Facts for `replenishment`: 动用后由谁补库、补多少、何时补齐 / Must stock be refilled after use, by whom and by when?"""

    used_quantity: OrUnknown[Exact] = Field(
        description="动用数量 / quantity used.",
    )


ReplenishmentDeadlineKind: TypeAlias = Literal[
    "none_stated",  # 未规定具体时限 / none stated
]


class ReplenishmentValues(ValuesModel):
    """Outputs of `replenishment`: 动用后由谁补库、补多少、何时补齐 / Must stock be refilled after use, by whom and by when?"""

    quantity: Decimal | int | None = Field(
        description="补充数量 / quantity to refill.",
    )
    actor: str | None = Field(
        description="补充单位 / who refills.",
    )
    deadline_kind: ReplenishmentDeadlineKind | None = Field(
        description="时限类型 / kind of deadline.",
    )


class Replenishment(QuestionModel[ReplenishmentFacts, ReplenishmentValues]):
    """动用后由谁补库、补多少、何时补齐 / Must stock be refilled after use, by whom and by when?"""

    question: ClassVar[str] = "replenishment"
    Facts: TypeAlias = ReplenishmentFacts
    Values: TypeAlias = ReplenishmentValues


class InForceFacts(FactsModel):
    """Facts for `in_force`: 该文件在某日是否有效 / Is the document in force on a given day?"""

    as_of: OrUnknown[Day] | None = Field(
        default=None,
        description="查询日期 / day asked about. 未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given. 未给出即为所问之日 / if left out: the day asked about.",
    )


InForceForce: TypeAlias = Literal[
    "in_force",  # 现行有效 / in force
    "not_yet",  # 尚未施行 / not yet in force
    "expired",  # 有效期已满 / expired
    "draft",  # 征求意见稿（未生效） / draft
    "unknown_date",  # 施行日期不明 / date of entry into force unknown
]


class InForceValues(ValuesModel):
    """Outputs of `in_force`: 该文件在某日是否有效 / Is the document in force on a given day?"""

    force: InForceForce | None = Field(
        description="效力状态 / state of the document.",
    )
    first_day: date | None = Field(
        description="施行首日 / first day in force.",
    )
    last_day: date | None = Field(
        description="有效期末日 / last day in force. 无此日期即文本未规定终止日 / none where the text sets no end.",
    )


class InForce(QuestionModel[InForceFacts, InForceValues]):
    """该文件在某日是否有效 / Is the document in force on a given day?"""

    question: ClassVar[str] = "in_force"
    Facts: TypeAlias = InForceFacts
    Values: TypeAlias = InForceValues


RepealedByInstrument: TypeAlias = Literal[
    "liaominfa_2015_13",  # 辽民发〔2015〕13号 / Liaominfa [2015] No. 13
    "jinliang_an_2020_120",  # 晋粮安字〔2020〕120号 / Jinliang Anzi [2020] No. 120
    "other",  # 其他文件 / another instrument
]


class RepealedByFacts(FactsModel):
    """Facts for `repealed_by`: 旧文件在某日是否已被本文件废止 / Is an older instrument repealed by this document on a given day?"""

    instrument: OrUnknown[RepealedByInstrument] = Field(
        description="旧文件 / older instrument.",
    )
    as_of: OrUnknown[Day] | None = Field(
        default=None,
        description="查询日期 / day asked about. 未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given. 未给出即为所问之日 / if left out: the day asked about.",
    )


class RepealedByValues(ValuesModel):
    """Outputs of `repealed_by`: 旧文件在某日是否已被本文件废止 / Is an older instrument repealed by this document on a given day?"""

    repealed: bool | None = Field(
        description="是否已废止 / repealed.",
    )
    repealed_from: date | None = Field(
        description="废止之日 / repealed from.",
    )


class RepealedBy(QuestionModel[RepealedByFacts, RepealedByValues]):
    """旧文件在某日是否已被本文件废止 / Is an older instrument repealed by this document on a given day?"""

    question: ClassVar[str] = "repealed_by"
    Facts: TypeAlias = RepealedByFacts
    Values: TypeAlias = RepealedByValues


class InterpretationBodyFacts(FactsModel):
    """Facts for `interpretation_body`: 本文件由谁负责解释 / Who interprets the document?"""


class InterpretationBodyValues(ValuesModel):
    """Outputs of `interpretation_body`: 本文件由谁负责解释 / Who interprets the document?"""

    bodies: frozenset[str] | None = Field(
        description="解释机关 / interpreting bodies.",
    )


class InterpretationBody(QuestionModel[InterpretationBodyFacts, InterpretationBodyValues]):
    """本文件由谁负责解释 / Who interprets the document?"""

    question: ClassVar[str] = "interpretation_body"
    Facts: TypeAlias = InterpretationBodyFacts
    Values: TypeAlias = InterpretationBodyValues


__all__ = [
    "AcceptanceReportDeadline",
    "AcceptanceResult",
    "ApplicationContents",
    "BeneficiaryCharge",
    "CompositionCheck",
    "CoordinationMeeting",
    "CostBearer",
    "CostShare",
    "DailyReport",
    "Disclosure",
    "DispatchDeadline",
    "DispatchType",
    "DisputeResolution",
    "DistributionRequirements",
    "DocumentSignatory",
    "EarmarkedUse",
    "Encumbrance",
    "EnterpriseEligibility",
    "FundsMisuse",
    "InForce",
    "InformationReport",
    "InspectionSchedule",
    "InterpretationBody",
    "LabelFields",
    "MeetingRule",
    "MembershipChange",
    "Ownership",
    "PaperworkDeadline",
    "PeriodicReport",
    "PermittedUse",
    "PlanningDeadline",
    "PorkRelease",
    "PostUseReport",
    "ProcurementMode",
    "ReceiptAcceptance",
    "Recoverable",
    "RecoveryArrangement",
    "RepealedBy",
    "Replenishment",
    "RequiredBuffer",
    "ReserveScale",
    "ResponseStartStop",
    "ResponsibleActor",
    "RiskAreaMeasures",
    "RotationCompliance",
    "ScenarioMeasures",
    "ScrapEligible",
    "ScrapProcedure",
    "ScrapProceeds",
    "SelectionMethod",
    "SettlementDeadline",
    "StockOrder",
    "StockScope",
    "StorageConditions",
    "StorageSite",
    "SubsidyReturn",
    "SupplierCount",
    "TaskAdjustment",
    "TaskAssignment",
    "TransportArrangement",
    "UpwardApplication",
    "UseApprovalChain",
    "UseTrigger",
    "ViolationConsequence",
]
