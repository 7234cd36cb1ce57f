#!/usr/bin/env python3
"""Fifty steps, or epochs, of every schedule in PyTorch: writes
Tests/Fixtures/schedules.json, which the tests compare nnc with. See optimizers.py."""
import json
import math
import pathlib

import torch
from torch.optim import lr_scheduler as S

STEPS = 50
PER_EPOCH = 4


def run(text, base, by_step=None, by_epoch=None):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=base)
    each_step = by_step(optimizer) if by_step else None
    each_epoch = by_epoch(optimizer) if by_epoch else None
    rates = []
    for step in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if each_step and step + 1 < STEPS:
            each_step.step()
        if each_epoch and (step + 1) % PER_EPOCH == 0:
            each_epoch.step()
    return {"schedule": text, "base": base, "steps_per_epoch": PER_EPOCH, "rates": rates}


def plateau(text, base, figures, **k):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=base)
    schedule = S.ReduceLROnPlateau(optimizer, **k)
    rates = []
    for figure in figures:
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step(figure)
    return {"schedule": text, "base": base, "steps_per_epoch": 1, "figures": figures, "rates": rates}


def warm(steps):
    return lambda o: S.LinearLR(o, start_factor=1 / steps, total_iters=steps - 1)


def warm_cosine(steps, low):
    return lambda o: S.SequentialLR(
        o, [warm(steps)(o), S.CosineAnnealingLR(o, T_max=STEPS - steps, eta_min=low)], milestones=[steps])


def one_cycle(**k):
    return lambda o: S.OneCycleLR(o, total_steps=STEPS, **k)


# A loss that falls, stands still, falls by too little, and rises.
LOSSES = [round(1 / (1 + e / 3) + 0.05 * math.sin(e) + (0.02 * (e - 30) if e > 30 else 0), 4) for e in range(STEPS)]
SHARES = [round(1 - loss / 2, 4) for loss in LOSSES]

CASES = [
    run("constant", 0.1),
    run("constant warmup=8", 0.1, by_step=warm(8)),
    run("step every=3 factor=0.5", 0.1, by_epoch=lambda o: S.StepLR(o, 3, 0.5)),
    run("step at=[2, 5, 9]", 0.1, by_epoch=lambda o: S.MultiStepLR(o, [2, 5, 9])),
    run("step every=2 factor=0.7 warmup=5", 0.1, by_step=warm(5), by_epoch=lambda o: S.StepLR(o, 2, 0.7)),
    run("exponential factor=0.9", 0.1, by_epoch=lambda o: S.ExponentialLR(o, 0.9)),
    run("exponential factor=0.8 warmup=6", 0.1, by_step=warm(6), by_epoch=lambda o: S.ExponentialLR(o, 0.8)),
    run("cosine", 0.1, by_step=lambda o: S.CosineAnnealingLR(o, T_max=STEPS)),
    run("cosine min=0.01", 0.1, by_step=lambda o: S.CosineAnnealingLR(o, T_max=STEPS, eta_min=0.01)),
    run("cosine min=0.01 warmup=10", 0.1, by_step=warm_cosine(10, 0.01)),
    run("cyclic min=0.001 max=0.1 half=7", 0.1,
        by_step=lambda o: S.CyclicLR(o, 0.001, 0.1, step_size_up=7, cycle_momentum=False)),
    run("cyclic min=0 max=1 half=1", 0.1,
        by_step=lambda o: S.CyclicLR(o, 0, 1, step_size_up=1, cycle_momentum=False)),
    run("one_cycle max=0.1", 0.1, by_step=one_cycle(max_lr=0.1, cycle_momentum=False)),
    run("one_cycle max=0.5 rise=0.55 start=10 end=100", 0.1,
        by_step=one_cycle(max_lr=0.5, pct_start=0.55, div_factor=10, final_div_factor=100, cycle_momentum=False)),
    plateau("plateau train_loss patience=2 factor=0.5", 0.1, LOSSES, patience=2, factor=0.5),
    plateau("plateau train_loss patience=0 factor=0.3 min=0.001 threshold=0.05", 0.1, LOSSES, patience=0, factor=0.3,
            min_lr=0.001, threshold=0.05),
    plateau("plateau train_accuracy patience=3", 0.1, SHARES, mode="max", patience=3),
]

folder = pathlib.Path(__file__).resolve().parents[2] / "Tests/Fixtures"
folder.mkdir(parents=True, exist_ok=True)
cases = ",\n".join(json.dumps(case, separators=(",", ":")) for case in CASES)
(folder / "schedules.json").write_text(
    f'{{"made_by":"tools/reference/schedules.py, PyTorch {torch.__version__}",\n"cases":[\n{cases}\n]}}\n')
