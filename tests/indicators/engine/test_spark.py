"""The same tables on Spark give the same figures: definitions and facts are expressions, and any engine can run them.

One session for all; Spark takes seconds to start and most of a second for each question, so the councils are few.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from riia.indicators.engine.tables import Tables
from tests.indicators.engine.test_twin import GENERATED
from tests.indicators.engine.twin.answers import applicable, counted_by_engine
from tests.indicators.engine.twin.small_councils import periods

pytestmark = pytest.mark.spark
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    # Compiling a plan for a handful of rows takes longer than reading them.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
# A Java that runs for a minute spends most of it making its own code fast, and collecting garbage on many threads.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Spark in this process, which speaks to nobody. Never skipped: a missing Spark or Java is a failure."""
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        pytest.fail("Spark is not in this environment. Run `./run test`, or `./run setup --spark` once.")
    scratch = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_SUBMIT_ARGS", f'--conf spark.log.level=OFF --driver-java-options "{JAVA}" pyspark-shell')
        builder = SparkSession.builder.master("local[1]").appName("riia tests")
        for name, value in {
            **SETTINGS,
            "spark.local.dir": str(scratch),
            "spark.sql.warehouse.dir": str(scratch),
        }.items():
            builder = builder.config(name, value)
        made = builder.getOrCreate()
    made.sparkContext.setLogLevel("OFF")
    yield made
    made.stop()


@pytest.mark.parametrize("collection", GENERATED)
@settings(
    max_examples=int(os.environ.get("RIIA_SPARK_EXAMPLES", "1")),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_spark_counts_as_polars_does(
    collection: str, session: Any, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    period = data.draw(periods())
    reading = data.draw(GENERATED[collection](period)).reading()
    on_spark = Tables.on_spark(reading, session, Path(tmp_path_factory.mktemp("tables")))
    polars, spark = counted_by_engine(Tables.of(reading), period), counted_by_engine(on_spark, period)
    assert {one.address for one in applicable(reading.collection)} == set(spark)
    assert {one: (spark[one], polars[one]) for one in polars if spark[one] != polars[one]} == {}
