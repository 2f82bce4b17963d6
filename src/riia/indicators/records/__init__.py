"""Datasets of single records: what they hold, how they are read, and the scan that keeps out what names a child."""

from riia.indicators.records.datasets import DATASETS, SCHOOL_MOVES, SEND_PLACEMENTS, UnknownDataset, dataset_of
from riia.indicators.records.nouns import Cut, CutRefused, Dataset, Field, FieldKind, RecordList, cut_by
from riia.indicators.records.problems import RecordProblem, RecordsRefused
from riia.indicators.records.reading import Records, from_bytes, read_records

__all__ = [
    "DATASETS",
    "SCHOOL_MOVES",
    "SEND_PLACEMENTS",
    "Cut",
    "CutRefused",
    "Dataset",
    "Field",
    "FieldKind",
    "RecordList",
    "RecordProblem",
    "Records",
    "RecordsRefused",
    "UnknownDataset",
    "cut_by",
    "dataset_of",
    "from_bytes",
    "read_records",
]
