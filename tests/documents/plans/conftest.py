"""The seed plan, where it lies beside the checkout."""

from pathlib import Path

import pytest

from riia.documents.model import Reading
from riia.documents.plans import read
from riia.documents.readers import read_document

SHARED = Path(__file__).resolve().parents[4] / "shared"
SEED = SHARED / "seeds" / "5-south-west-csc-send-plan-2025-26.txt"


@pytest.fixture(scope="session")
def seed() -> Reading:
    if not SEED.exists():
        pytest.skip("needs the South West plan in ../shared/seeds, which is not beside this checkout")
    return read(read_document(SEED))


@pytest.fixture(scope="session")
def seed_data(seed: Reading) -> Path:
    return SHARED / "seed-data"
