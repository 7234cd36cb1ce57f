#!/usr/bin/env python3
"""What layers compute in PyTorch, in double precision: writes Tests/Fixtures/layers.json, which the
tests compare nnc with. The file has two lists.

- operators: the text of a graph whose loss is the sum of (y + w)^2 for an operator's result y, the
  values of its input and states, and PyTorch's y and gradients.
- models: a model of the language with its rows, ten batches of five; the states before and after ten
  steps of plain gradient descent, moving averages among them; and what it predicts in the end for the
  first batch.

    python3 -m venv ~/.torch && ~/.torch/bin/pip install torch numpy
    ~/.torch/bin/python tools/reference/layers.py
"""
import json
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(1)


def coarse(*shape, scale=1.0):
    """Normal numbers with few digits."""
    return torch.randn(*shape).mul(100 * scale).round().div(100)


# Where functions bend, their far ends, and 0 itself.
POINTS = torch.tensor([-30.0, -12.5, -8, -4.25, -3, -2, -1.278, -1, -0.751, -0.5, -0.1, -1e-4, 0, 1e-4, 0.1, 0.5,
                       0.75, 1, 2, 3, 4.25, 8, 12.5, 30]).reshape(4, 6)


def operator(name, text, attributes, function, x=POINTS, results="", **parameters):
    """A case of an operator over x and further states."""
    tensors = {"x": x, **parameters}
    w = coarse(*x.shape)
    shape = ",".join(map(str, x.shape))
    states = [f"  state %{key}: f64[{','.join(map(str, value.shape))}] parameter constant(0)"
              for key, value in tensors.items()]
    operands = ", ".join(f"%{key}" for key in tensors)
    extra, first = results, 1 + results.count("%")
    lines = ["graph reference seed=1 {", f"  input %w: f64[{shape}]", *states,
             f"  %0: f64[{shape}]{extra} = {text}({operands}) {attributes}",
             f"  %{first}: f64[{shape}] = add(%0, %w)",
             f"  %{first + 1}: f64[{x.shape[0]}] = row_square_sum(%{first})",
             f"  %{first + 2}: f64[] = sum(%{first + 1})", "  output y = %0", f"  output loss = %{first + 2}", "}"]
    variables = {key: value.clone().requires_grad_() for key, value in tensors.items()}
    y = function(*variables.values())
    (y + w).square().sum().backward()
    return {"name": name, "graph": "\n".join(lines) + "\n", "w": w.flatten().tolist(),
            "states": {key: value.flatten().tolist() for key, value in tensors.items()}, "y": y.flatten().tolist(),
            "gradients": {key: value.grad.flatten().tolist() for key, value in variables.items()}}


def layernorm(epsilon):
    return lambda x, gamma, beta: F.layer_norm(x, x.shape[1:], gamma, beta, epsilon)


def operators():
    # PyTorch turns to the identity where beta x is above its threshold.
    softplus = lambda beta: lambda x: F.softplus(x, beta=beta, threshold=1e9)
    rows, gamma, beta = coarse(5, 11), coarse(11), coarse(11)
    per_row = ", %1: f64[5], %2: f64[5]"
    return [
        operator("relu", "relu", "", F.relu),
        operator("leaky_relu 0.1", "leaky_relu", "{slope=0.1}", lambda x: F.leaky_relu(x, 0.1)),
        operator("sigmoid", "sigmoid", "", torch.sigmoid),
        operator("tanh", "tanh", "", torch.tanh),
        operator("elu", "elu", "{alpha=1.0}", F.elu),
        operator("elu 0.5", "elu", "{alpha=0.5}", lambda x: F.elu(x, 0.5)),
        operator("selu", "selu", "", F.selu),
        operator("gelu", "gelu", "", F.gelu),
        operator("gelu by tanh", "gelu", "{tanh=true}", lambda x: F.gelu(x, approximate="tanh")),
        operator("silu", "silu", "", F.silu),
        operator("softplus", "softplus", "{beta=1.0}", softplus(1)),
        operator("softplus 3", "softplus", "{beta=3.0}", softplus(3)),
        operator("prelu of a layer", "prelu", "", F.prelu, slope=torch.tensor([0.25])),
        operator("prelu of units", "prelu", "", F.prelu, slope=coarse(6)),
        operator("layernorm", "layernorm", "{epsilon=1e-05}", layernorm(1e-5), x=rows, results=per_row,
                 gamma=gamma, beta=beta),
        operator("layernorm, large epsilon and a large mean", "layernorm", "{epsilon=0.5}", layernorm(0.5),
                 x=rows + 3, results=per_row, gamma=gamma, beta=beta),
    ]


STEPS, BATCH, INPUTS, CLASSES = 10, 5, 4, 3
ROWS = coarse(STEPS * BATCH, INPUTS)
LABELS = torch.randint(CLASSES, (STEPS * BATCH,))


def model(text, *layers):
    """Trains layers, of which those with states have a name, and gives the case."""
    network = torch.nn.Sequential(*[layer for _, layer in layers])
    names = {"weight": "weight", "bias": "bias", "running_mean": "mean", "running_var": "variance"}

    def states():
        found = {}
        for name, layer in layers:
            for key, value in layer.state_dict().items():
                if key == "num_batches_tracked":
                    continue
                suffix = names[key]
                if isinstance(layer, (torch.nn.BatchNorm1d, torch.nn.LayerNorm)):
                    suffix = {"weight": "gamma", "bias": "beta"}.get(key, suffix)
                if isinstance(layer, torch.nn.PReLU):
                    suffix = "slope"
                matrix = value.T if isinstance(layer, torch.nn.Linear) and key == "weight" else value
                found[f"{name}.{suffix}"] = matrix.flatten().tolist()
        return found

    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(coarse(*parameter.shape, scale=0.5))
    initial = states()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    network.train()
    for step in range(STEPS):
        batch = slice(step * BATCH, (step + 1) * BATCH)
        optimizer.zero_grad()
        F.cross_entropy(network(ROWS[batch]), LABELS[batch]).backward()
        optimizer.step()
    network.eval()
    with torch.no_grad():
        prediction = torch.softmax(network(ROWS[:BATCH]), 1)
    return {"model": f"input {INPUTS}; {text}; softmax {CLASSES}; optimizer sgd lr=0.1", "initial": initial,
            "final": states(), "prediction": prediction.flatten().tolist()}


def models():
    nn = torch.nn
    dense = lambda name, inputs, units: (name, nn.Linear(inputs, units))
    # nnc's momentum is the share that stays.
    return [
        model("dense 6; batchnorm momentum=0.8 epsilon=1e-3; relu", dense("dense1", INPUTS, 6),
              ("batchnorm1", nn.BatchNorm1d(6, eps=1e-3, momentum=0.2)), ("", nn.ReLU()),
              dense("softmax1", 6, CLASSES)),
        model("dense 6 relu; batchnorm", dense("dense1", INPUTS, 6), ("", nn.ReLU()),
              ("batchnorm1", nn.BatchNorm1d(6)), dense("softmax1", 6, CLASSES)),
        model("batchnorm scale=no center=no; dense 6 tanh", ("batchnorm1", nn.BatchNorm1d(INPUTS, affine=False)),
              dense("dense1", INPUTS, 6), ("", nn.Tanh()), dense("softmax1", 6, CLASSES)),
        model("dense 6; layernorm epsilon=1e-4; gelu", dense("dense1", INPUTS, 6),
              ("layernorm1", nn.LayerNorm(6, eps=1e-4)), ("", nn.GELU()), dense("softmax1", 6, CLASSES)),
        model("dense 6; layernorm scale=no center=no; elu alpha=0.5", dense("dense1", INPUTS, 6),
              ("layernorm1", nn.LayerNorm(6, elementwise_affine=False)), ("", nn.ELU(0.5)),
              dense("softmax1", 6, CLASSES)),
        model("dense 6 prelu; dense 6 prelu per=unit", dense("dense1", INPUTS, 6), ("dense1", nn.PReLU()),
              dense("dense2", 6, 6), ("dense2", nn.PReLU(6)), dense("softmax1", 6, CLASSES)),
        model("dense 6 selu; dense 6 silu; dense 6 softplus beta=2", dense("dense1", INPUTS, 6), ("", nn.SELU()),
              dense("dense2", 6, 6), ("", nn.SiLU()), dense("dense3", 6, 6),
              ("", nn.Softplus(beta=2, threshold=1e9)), dense("softmax1", 6, CLASSES)),
    ]


if __name__ == "__main__":
    dump = lambda value: json.dumps(value, separators=(",", ":"))
    cases = lambda found: "[\n" + ",\n".join(map(dump, found)) + "]"
    text = f"""{{"made_by":"tools/reference/layers.py, PyTorch {torch.__version__}",
"rows":{dump(ROWS.flatten().tolist())},
"labels":{dump(LABELS.tolist())},
"operators":{cases(operators())},
"models":{cases(models())}}}
"""
    path = pathlib.Path(__file__).parents[2] / "Tests/Fixtures/layers.json"
    path.write_text(text)
    print(path, path.stat().st_size, "bytes")
