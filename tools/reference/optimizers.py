#!/usr/bin/env python3
"""Ten training steps of every optimizer, loss, penalty and kind of clipping in PyTorch, in double
precision: writes Tests/Fixtures/training.json, which the tests compare nnc with.

    python3 -m venv ~/.torch && ~/.torch/bin/pip install torch numpy
    ~/.torch/bin/python tools/reference/optimizers.py
"""
import json
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(1)
STEPS = 10
ROWS = torch.randn(7, 3).mul(100).round().div(100)
LABELS = torch.tensor([0, 2, 1, 2, 2, 0, 2])
CLASSES = 3


def network(outputs):
    """The first values of a network with a hidden layer of 4 tanh units."""
    torch.manual_seed(outputs)
    shapes = {"dense1.weight": (3, 4), "dense1.bias": (4,), "out.weight": (4, outputs), "out.bias": (outputs,)}
    return {name: torch.randn(shape).mul(50).round().div(100) for name, shape in shapes.items()}


def scores(p):
    return torch.tanh(ROWS @ p["dense1.weight"] + p["dense1.bias"]) @ p["out.weight"] + p["out.bias"]


def cross_entropy(z, smoothing=0.0, weights=None):
    losses = F.cross_entropy(z, LABELS, reduction="none", label_smoothing=smoothing)
    if weights is None:
        return losses.mean()
    rows = torch.tensor(weights)[LABELS]
    if smoothing == 0:
        # PyTorch's own mean divides by the sum of the rows' weights.
        own = F.cross_entropy(z, LABELS, weight=torch.tensor(weights))
        assert torch.allclose(own * rows.sum() / len(rows), (losses * rows).mean())
    return (losses * rows).mean()


def one_hot(z):
    return F.one_hot(LABELS, CLASSES).double() if z.shape[1] > 1 else (LABELS > 0).double()[:, None]


def binary(z, weights=None):
    losses = F.binary_cross_entropy_with_logits(z, one_hot(z), reduction="none").mean(1)
    if weights is None:
        return losses.mean()
    rows = torch.tensor(weights)[LABELS if z.shape[1] > 1 else (LABELS > 0).long()]
    return (losses * rows).mean()


def plain(loss):
    """A loss of a single plain number and the label as a number."""
    return lambda z: loss(z, LABELS.double()[:, None])


def balanced():
    counts = torch.bincount(LABELS, minlength=CLASSES).double()
    return (len(LABELS) / (CLASSES * counts)).tolist()


def sgd(**k):
    return lambda weights, biases: torch.optim.SGD(weights + biases, **k)


def on_weights(optimizer, **k):
    """Weight decay on weights alone, as nnc has it."""
    decay = k.pop("weight_decay")

    def make(weights, biases):
        groups = [{"params": weights, "weight_decay": decay}, {"params": biases, "weight_decay": 0}]
        return optimizer(groups, **k)

    return make


def plainly(optimizer, **k):
    return lambda weights, biases: optimizer(weights + biases, **k)


def run(text, optimizer=None, head="softmax 3", loss=cross_entropy, penalty=None, clip=None, decay=None, layer=""):
    """One case: nnc's statements beside what they mean to PyTorch. `decay` shrinks weights by
    lr x decay before each step, for optimizers that PyTorch gives no decoupled decay."""
    first = network(int(head.split()[1]))
    p = {name: value.clone().requires_grad_() for name, value in first.items()}
    weights = [p["dense1.weight"], p["out.weight"]]
    biases = [p["dense1.bias"], p["out.bias"]]
    step = (optimizer or sgd(lr=0.1))(weights, biases)
    losses = []
    for _ in range(STEPS):
        step.zero_grad()
        value = loss(scores(p))
        if penalty:
            value = value + penalty(weights)
        losses.append(value.item())
        value.backward()
        if clip:
            clip(weights + biases)
        if decay:
            with torch.no_grad():
                for w in weights:
                    w.mul_(1 - step.param_groups[0]["lr"] * decay)
        step.step()
    kind = head.split()[0]
    rename = lambda name: name.replace("out.", f"{kind}1.")
    statements = ["input 3", f"dense 4 tanh {layer}".strip(), head, *text.split("; ")]
    if not any(s.startswith("optimizer") for s in statements):
        statements.append("optimizer sgd lr=0.1")
    return {
        "model": "\n".join(statements),
        "labels": (LABELS > 0).long().tolist() if head == "sigmoid 1" else LABELS.tolist(),
        "initial": {rename(k): v.flatten().tolist() for k, v in first.items()},
        "losses": losses,
        "final": {rename(k): v.detach().flatten().tolist() for k, v in p.items()},
    }


O = torch.optim
l1 = lambda factor: lambda weights: factor * sum(w.abs().sum() for w in weights)
l2 = lambda factor: lambda weights: factor * sum((w * w).sum() for w in weights)
clip_norm = lambda norm: lambda p: torch.nn.utils.clip_grad_norm_(p, norm)
clip_value = lambda value: lambda p: torch.nn.utils.clip_grad_value_(p, value)
huber = lambda delta: plain(lambda z, t: F.huber_loss(z, t, delta=delta))

CASES = [
    run("optimizer sgd", sgd(lr=0.01)),
    run("optimizer sgd lr=0.1 decay=0.05", sgd(lr=0.1), decay=0.05),
    run("optimizer momentum", sgd(lr=0.01, momentum=0.9)),
    run("optimizer momentum lr=0.05 momentum=0.8 decay=0.1", sgd(lr=0.05, momentum=0.8), decay=0.1),
    run("optimizer nesterov", sgd(lr=0.01, momentum=0.9, nesterov=True)),
    run("optimizer nesterov lr=0.05 momentum=0.8 decay=0.1", sgd(lr=0.05, momentum=0.8, nesterov=True), decay=0.1),
    run("optimizer rmsprop", plainly(O.RMSprop, lr=0.001, alpha=0.9, eps=1e-8)),
    run("optimizer rmsprop lr=0.01 rho=0.99 epsilon=1e-3", plainly(O.RMSprop, lr=0.01, eps=1e-3)),
    run("optimizer rmsprop lr=0.01 momentum=0.6", plainly(O.RMSprop, lr=0.01, alpha=0.9, momentum=0.6)),
    run("optimizer rmsprop lr=0.01 centered=yes", plainly(O.RMSprop, lr=0.01, alpha=0.9, centered=True)),
    run("optimizer rmsprop lr=0.01 rho=0.8 epsilon=1e-4 momentum=0.6 centered=yes",
        plainly(O.RMSprop, lr=0.01, alpha=0.8, eps=1e-4, momentum=0.6, centered=True)),
    run("optimizer adam", plainly(O.Adam)),
    run("optimizer adam lr=0.01 beta1=0.8 beta2=0.95 epsilon=1e-3",
        plainly(O.Adam, lr=0.01, betas=(0.8, 0.95), eps=1e-3)),
    run("optimizer adam lr=0.05 beta2=0.5 amsgrad=yes", plainly(O.Adam, lr=0.05, betas=(0.9, 0.5), amsgrad=True)),
    run("optimizer adamw", on_weights(O.AdamW, weight_decay=0.01)),
    run("optimizer adamw lr=0.05 beta1=0.7 beta2=0.5 epsilon=1e-4 decay=0.3 amsgrad=yes",
        on_weights(O.AdamW, lr=0.05, betas=(0.7, 0.5), eps=1e-4, weight_decay=0.3, amsgrad=True)),
    run("optimizer adamax", plainly(O.Adamax)),
    run("optimizer adamax lr=0.01 beta1=0.8 beta2=0.9 epsilon=1e-3",
        plainly(O.Adamax, lr=0.01, betas=(0.8, 0.9), eps=1e-3)),
    run("optimizer adagrad", plainly(O.Adagrad)),
    run("optimizer adagrad lr=0.05 lr_decay=0.1 initial_accumulator=0.2 epsilon=1e-3",
        plainly(O.Adagrad, lr=0.05, lr_decay=0.1, initial_accumulator_value=0.2, eps=1e-3)),
    run("l1 0.01", penalty=l1(0.01)),
    run("l2 0.01", penalty=l2(0.01)),
    run("l1 half(0.02); l2 half(0.04); optimizer adam", plainly(O.Adam), penalty=lambda w: l1(0.01)(w) + l2(0.02)(w)),
    # PyTorch's coupled weight decay is half its factor times the sum of squares, outside of the loss.
    run("l2 0.01; clip norm=0.3; optimizer adam lr=0.01", plainly(O.Adam, lr=0.01), penalty=l2(0.01),
        clip=clip_norm(0.3)),
    run("l2 0.01", penalty=lambda w: l2(0.01)(w[1:]) + l2(0.05)(w[:1]), layer="l2=half(0.1)"),
    run("clip norm=0.2", clip=clip_norm(0.2)),
    run("clip norm=100", clip=clip_norm(100)),
    run("clip value=0.02", clip=clip_value(0.02)),
    run("clip value=0.02; optimizer momentum lr=0.1", sgd(lr=0.1, momentum=0.9), clip=clip_value(0.02)),
    run("loss cross_entropy smoothing=0.2", loss=lambda z: cross_entropy(z, 0.2)),
    run("loss cross_entropy class_weights=[1, 0.5, 3]", loss=lambda z: cross_entropy(z, 0, [1, 0.5, 3])),
    run("loss cross_entropy class_weights=balanced", loss=lambda z: cross_entropy(z, 0, balanced())),
    run("loss cross_entropy smoothing=0.1 class_weights=[0, 0.5, 3]",
        loss=lambda z: cross_entropy(z, 0.1, [0, 0.5, 3])),
    run("loss binary_cross_entropy", head="sigmoid 1", loss=binary),
    run("loss binary_cross_entropy class_weights=[0.5, 2]", head="sigmoid 1", loss=lambda z: binary(z, [0.5, 2])),
    run("loss binary_cross_entropy class_weights=[1, 2, 0.5]", head="sigmoid 3", loss=lambda z: binary(z, [1, 2, 0.5])),
    run("loss mean_squared", head="linear 1", loss=plain(F.mse_loss)),
    run("loss mean_absolute", head="linear 1", loss=plain(F.l1_loss)),
    run("loss huber", head="linear 1", loss=huber(1.0)),
    run("loss huber delta=0.4", head="linear 1", loss=huber(0.4)),
    run("loss mean_absolute", head="sigmoid 1", loss=lambda z: F.l1_loss(torch.sigmoid(z), one_hot(z))),
    run("loss huber delta=0.3", head="sigmoid 1", loss=lambda z: F.huber_loss(torch.sigmoid(z), one_hot(z), delta=0.3)),
]

# The same coupled weight decay by PyTorch's own argument.
coupled = run("l2 half(0.08)", on_weights(O.SGD, lr=0.1, weight_decay=0.08))
del coupled["losses"]
CASES.append(coupled)

folder = pathlib.Path(__file__).resolve().parents[2] / "Tests/Fixtures"
folder.mkdir(parents=True, exist_ok=True)
cases = ",\n".join(json.dumps(case, separators=(",", ":")) for case in CASES)
(folder / "training.json").write_text(
    f'{{"made_by":"tools/reference/optimizers.py, PyTorch {torch.__version__}",\n'
    f'"rows":{json.dumps(ROWS.flatten().tolist())},\n"cases":[\n{cases}\n]}}\n')
