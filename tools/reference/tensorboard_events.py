#!/usr/bin/env python3
"""Prints the records of Tests/ReportingTests/TensorBoard/EventRecordsTests.swift as TensorBoard's own
writer makes them, in hexadecimal.

    pip install tensorboard; python3 tools/reference/tensorboard_events.py
"""

import io

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

TRAIN = [("loss", 0.5), ("accuracy", 0.875), ("learning_rate", 1e-3), ("loss_with_penalties", 0.75)]
VALIDATION = [("loss", 0.625)]


def epoch(scalars):
    values = [Summary.Value(tag=tag, simple_value=value) for tag, value in scalars]
    return Event(wall_time=1.7e9 + 0.25, step=300, summary=Summary(value=values))


for name, event in [
    ("beginning", Event(wall_time=1.7e9, file_version="brain.Event:2")),
    ("train", epoch(TRAIN)),
    ("validation", epoch(VALIDATION)),
]:
    file = io.BytesIO()
    RecordWriter(file).write(event.SerializeToString(deterministic=True))
    print(name, file.getvalue().hex())
