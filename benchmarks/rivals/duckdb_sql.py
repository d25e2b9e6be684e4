"""The decisions as one SQL query on DuckDB, from a table in memory into a table in memory; its enums are small codes too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
from rows import ISSUED_TO, ITEMS, METHODS, OUTCOMES, Codes

from . import hand_polars

DECISIONS = """
  case when used_to < date '2022-04-22' then null
       when issued_to = 'rescue_staff' then case when no_recovery_value then 'clear_and_scrap' else 'recover' end
       when issued_to = 'not_issued' then null
       when item = 'single_tent' then case when used_to >= used_from + interval 6 month then 'do_not_recover'
                                           when no_recovery_value then 'clear_and_scrap' else 'recover' end
       when item = 'cotton_tent' then case when used_to >= used_from + interval 12 month then 'do_not_recover'
                                           when no_recovery_value then 'clear_and_scrap' else 'recover' end
       when item in ('quilt', 'coat', 'towel_quilt', 'sleeping_bag', 'emergency_pack', 'folding_bed', 'stove') then 'do_not_recover'
  end::outcome as outcome,
  case when annual_subsidy_cny >= 500000 then 'open_tender' else 'announcement_review' end::method as method,
  actual_stock * 10 >= task_quantity * 11 as stock_ok,
  callable_quantity >= task_quantity as full_call_ok
"""


def prepared(frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], Codes]]:
    import duckdb

    base = duckdb.connect()
    for name, words in (("item", ITEMS), ("issued_to", ISSUED_TO), ("outcome", OUTCOMES), ("method", METHODS)):
        base.execute(f"create type {name} as enum ({', '.join(repr(w) for w in words)})")
    base.execute("set preserve_insertion_order = true")
    base.register("given", frame.to_arrow())
    base.execute("create table facts as select * replace (item::item as item, issued_to::issued_to as issued_to) from given")
    base.unregister("given")

    def run() -> None:
        base.execute(f"create or replace table found as select {DECISIONS} from facts")

    return run, lambda _: hand_polars.codes(base.sql("select * from found").pl())
