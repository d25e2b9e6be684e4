"""Events of a case: what happened, when, in which matter. Typed by pydantic; packs may add kinds.

An event log is JSON lines, one event a line: `{"id": "e1", "kind": "arrived", "at": "2026-07-20T09:00", "case": "d-17"}`.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

BEIJING = timezone(timedelta(hours=8))


class Event(BaseModel):
    """Something that happened. `at` is local time (+08:00); `case` is the matter it belongs to; `data` holds the parts of its kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1, max_length=200, description="the same id again is the same event")
    kind: str = Field(min_length=1, max_length=80)
    at: datetime
    case: str | None = None
    by: str | None = Field(None, description="the party that acted")
    data: dict[str, Any] = {}

    @field_validator("at")
    @classmethod
    def _local(cls, value: datetime) -> datetime:
        return value.astimezone(BEIJING).replace(tzinfo=None) if value.tzinfo is not None else value


# kind -> (zh, en, parts): what the seven texts start and end duties with
SHARED_KINDS: dict[str, tuple[str, str, dict[str, str]]] = {
    "goods_arrived": ("物资到货", "new goods arrived for storage", {}),
    "acceptance_completed": ("验收完成", "acceptance completed", {}),
    "acceptance_failed": ("验收不合格", "acceptance failed", {}),
    "intake": ("入库", "goods taken into store", {}),
    "stock_changed": ("库存数量变动", "quantity in store changed", {}),
    "report_filed": ("报告已报送", "report filed", {"report": "text", "period": "text", "to": "text"}),
    "plan_filed": ("计划已提出", "plan filed", {"plan": "text", "period": "text"}),
    "information_sent": ("信息已通报", "information sent", {"about": "text", "period": "text", "to": "text"}),
    "application_made": ("提出申请", "application made", {"stage": "text", "form": "text"}),
    "order_issued": ("调拨指令下达", "dispatch order issued", {"form": "text", "to": "text"}),
    "order_by_telephone": ("电话或口头指令", "order given by telephone or orally", {}),
    "notice_given_orally": ("口头通知", "notice given orally", {}),
    "paperwork_made_up": ("补办手续", "paperwork made up", {"document": "text"}),
    "notice_received": ("收到调运通知", "transport notice received", {}),
    "dispatched": ("发运完成", "dispatch completed", {"kind": "text"}),
    "arrived": ("运抵指定目的地", "arrived at the destination", {"batch": "text"}),
    "accepted": ("接收方验收", "receiver accepted the goods", {}),
    "problem_found": ("发现数量或质量问题", "problem of quantity or quality found", {}),
    "settled": ("费用结算完成", "costs settled", {}),
    "distributed": ("物资发放", "goods distributed", {}),
    "published": ("已公布", "published", {"about": "text"}),
    "use_ended": ("使用结束", "use ended", {}),
    "recovery_completed": ("回收完成", "recovery completed", {}),
    "handed_over": ("移交", "handed over", {}),
    "inspected": ("检查", "inspected", {"kind": "text"}),
    "stocktaking_done": ("盘点完成", "stocktaking done", {}),
    "rotated": ("轮换", "rotated", {}),
    "replenished": ("补足库存", "replenished", {}),
    "scrapping_applied": ("提出报废申请", "scrapping applied for", {}),
    "scrapping_approved": ("报废获批", "scrapping approved", {}),
    "scrapped": ("报废处置", "scrapped", {"approved": "boolean"}),
    "proceeds_remitted": ("残值上缴", "proceeds remitted", {}),
    "correction_ordered": ("责令整改", "correction ordered", {"until": "date"}),
    "corrected": ("整改完成", "corrected", {}),
    "meeting_held": ("召开会议", "meeting held", {"meeting": "text"}),
    "minutes_issued": ("印发纪要", "minutes issued", {"meeting": "text"}),
    "drill_held": ("组织演练", "drill held", {}),
    "closure_started": ("实施封控、管控", "closure measures started", {"level": "text"}),
    "closure_ended": ("响应终止", "response ended", {}),
    "supply_arranged": ("保供措施落实", "supply measure carried out", {"measure": "text"}),
    "money_received": ("经费到账", "money received", {}),
    "money_used": ("经费支出", "money spent", {"use": "text"}),
    "goods_used": ("动用物资", "goods used", {"approved": "boolean"}),
    "encumbered": ("设定担保等负担", "goods encumbered", {"action": "text", "approved": "boolean"}),
    "fee_charged": ("收取费用", "fee charged", {"from": "text"}),
    "force_majeure": ("不可抗力", "force majeure", {}),
}
