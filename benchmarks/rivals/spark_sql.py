"""The decisions as one query on PySpark `local[2]`, from a cached data frame to a sink that takes every row and keeps none."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from rows import Codes

from . import hand_polars

DECISIONS = """
  case when used_to < date '2022-04-22' then null
       when issued_to = 'rescue_staff' then case when no_recovery_value then 'clear_and_scrap' else 'recover' end
       when issued_to = 'not_issued' then null
       when item = 'single_tent' then case when used_to >= add_months(used_from, 6) then 'do_not_recover'
                                           when no_recovery_value then 'clear_and_scrap' else 'recover' end
       when item = 'cotton_tent' then case when used_to >= add_months(used_from, 12) then 'do_not_recover'
                                           when no_recovery_value then 'clear_and_scrap' else 'recover' end
       when item in ('quilt', 'coat', 'towel_quilt', 'sleeping_bag', 'emergency_pack', 'folding_bed', 'stove') then 'do_not_recover'
  end as outcome,
  case when annual_subsidy_cny >= 500000 then 'open_tender' else 'announcement_review' end as method,
  actual_stock * 10 >= task_quantity * 11 as stock_ok,
  callable_quantity >= task_quantity as full_call_ok
"""


def prepared(frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], Codes]]:
    from pyspark.sql import SparkSession

    folder = tempfile.TemporaryDirectory()
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", "4g")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.warehouse.dir", folder.name)
        .getOrCreate()
    )
    path = str(Path(folder.name) / "facts.parquet")
    frame.with_columns(pl.col("item", "issued_to").cast(pl.String)).with_row_index("row").write_parquet(path)
    facts = spark.read.parquet(path).cache()
    facts.count()
    found = facts.selectExpr("row", *_split(DECISIONS))

    def run() -> Any:
        found.write.format("noop").mode("overwrite").save()
        return folder  # kept until here

    def codes(_: Any) -> Codes:
        there = str(Path(folder.name) / "found.parquet")
        found.write.mode("overwrite").parquet(there)
        return hand_polars.codes(pl.read_parquet(there + "/*.parquet").sort("row"))

    return run, codes


def _split(text: str) -> list[str]:
    """The columns of a list of SQL expressions that have no comma outside brackets."""
    found, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            found.append(text[start:at])
            start = at + 1
    return [*found, text[start:]]
