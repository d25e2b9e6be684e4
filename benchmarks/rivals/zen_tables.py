"""The decisions as ZEN decision tables behind a static loader, asked row by row over a sample; its time is scaled to all rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import zen
from rows import METHODS, NOTHING, OUTCOMES, Codes

SAMPLE = 5_000


def table(id_: str, inputs: dict[str, str], outputs: list[str], rules: list[tuple[list[str], list[str]]]) -> dict[str, Any]:
    """A decision table node: name -> expression of each input, cells of each rule in order."""
    columns, results = list(inputs), outputs
    return {
        "id": id_,
        "name": id_,
        "type": "decisionTableNode",
        "content": {
            "hitPolicy": "first",
            "inputs": [{"id": c, "name": c, "field": e} for c, e in inputs.items()],
            "outputs": [{"id": o, "name": o, "field": o} for o in results],
            "rules": [{"_id": str(i), **dict(zip(columns, cells, strict=True)), **dict(zip(results, then, strict=True))} for i, (cells, then) in enumerate(rules)],
            "passThrough": False,
            "inputField": None,
            "outputPath": None,
            "executionMode": "single",
        },
    }


def graph() -> dict[str, Any]:
    """Three tables fed by one input and joined in one output."""
    bedding = "'quilt','coat','towel_quilt','sleeping_bag','emergency_pack','folding_bed','stove'"
    recovery = table(
        "recovery",
        {
            "early": "d(used_to).isBefore(d('2022-04-22'))",
            "issued_to": "issued_to",
            "item": "item",
            "within": "d(used_to).isBefore(d(used_from).add(item == 'single_tent' ? 6 : 12, 'month'))",
            "worthless": "no_recovery_value",
        },
        ["outcome"],
        [
            (["true", "", "", "", ""], ["'nothing'"]),
            (["", "'rescue_staff'", "", "", "true"], ["'clear_and_scrap'"]),
            (["", "'rescue_staff'", "", "", "false"], ["'recover'"]),
            (["", "'not_issued'", "", "", ""], ["'nothing'"]),
            (["", "", "'single_tent','cotton_tent'", "true", "true"], ["'clear_and_scrap'"]),
            (["", "", "'single_tent','cotton_tent'", "true", "false"], ["'recover'"]),
            (["", "", "'single_tent','cotton_tent'", "false", ""], ["'do_not_recover'"]),
            (["", "", bedding, "", ""], ["'do_not_recover'"]),
            (["", "", "", "", ""], ["'nothing'"]),
        ],
    )
    tender = table("tender", {"subsidy": "annual_subsidy_cny"}, ["method"], [([">= 500000"], ["'open_tender'"]), (["< 500000"], ["'announcement_review'"])])
    buffer = table(
        "buffer",
        {"stock": "actual_stock >= 1.1 * task_quantity", "call": "callable_quantity >= task_quantity"},
        ["stock_ok", "full_call_ok"],
        [(["true", "true"], ["true", "true"]), (["true", "false"], ["true", "false"]), (["false", "true"], ["false", "true"]), (["false", "false"], ["false", "false"])],
    )
    return decision(recovery, tender, buffer)


def decision(*tables: dict[str, Any]) -> dict[str, Any]:
    """A decision whose input goes to each table, and whose output joins theirs."""
    nodes = [{"id": "in", "name": "in", "type": "inputNode"}, *tables, {"id": "out", "name": "out", "type": "outputNode"}]
    edges = [{"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for t in tables for a, b in (("in", t["id"]), (t["id"], "out"))]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def engine() -> Any:
    """The engine with its decision compiled once: the static loader."""
    return zen.ZenEngine({"loader": {"type": "static", "content": {"relief": graph()}}})


def prepared(frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], Codes]]:
    facts = frame.head(SAMPLE).with_columns(pl.col("used_from", "used_to").cast(pl.String), pl.col("item", "issued_to").cast(pl.String)).to_dicts()
    made = engine()

    def run() -> list[Any]:
        return [made.evaluate("relief", f)["result"] for f in facts]

    def codes(found: list[Any]) -> Codes:
        place = {w: i for i, w in enumerate(OUTCOMES)}
        return {
            "outcome": np.array([place.get(f["outcome"], NOTHING) for f in found], np.uint8),
            "method": np.array([METHODS.index(f["method"]) for f in found], np.uint8),
            "stock_ok": np.array([f["stock_ok"] for f in found]),
            "full_call_ok": np.array([f["full_call_ok"] for f in found]),
        }

    return run, codes
