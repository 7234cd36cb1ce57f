#!/usr/bin/env python3
"""Computes, with scikit-learn and scipy, what the tests of measures compare with.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install scikit-learn
    /tmp/reference/bin/python tools/reference/measures.py

rewrites Tests/TrainingTests/Measures/MeasureFigures.swift and
Tests/ReportingTests/Measures/ReportTexts.swift.
"""
import pathlib
import warnings

import numpy as np
import scipy.stats
from sklearn import metrics

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEAD = "// Written by tools/reference/measures.py with scikit-learn and scipy.\n\n"
NAMES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"]
warnings.filterwarnings("ignore")


def swift(value):
    """A number, a boolean, None or a nested list as Swift."""
    if value is None:
        return "nil"
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    return "[" + ", ".join(swift(v) for v in value) + "]"


def outputs(rng, labels, classes, taken, strength):
    """Probabilities of rows, mostly for their own class, never largest for one that is not taken."""
    scores = rng.normal(size=(len(labels), classes))
    scores[np.arange(len(labels)), labels] += strength
    for c in range(classes):
        if c not in taken:
            scores[:, c] = -4 - rng.random(len(labels))
    p = np.exp(scores)
    return np.round(p / p.sum(axis=1, keepdims=True), 5)


def class_cases(rng):
    cases = []
    for name, classes, seen, taken in [
        ("all classes", 4, [0, 1, 2, 3], [0, 1, 2, 3]),
        ("a class that is never predicted", 5, [0, 1, 2, 3, 4], [0, 1, 3, 4]),
        ("a class that no row has", 5, [0, 1, 2, 4], [0, 1, 2, 3, 4]),
        ("a class that is nowhere", 4, [0, 1, 3], [0, 1, 3]),
        ("two classes", 2, [0, 1], [0, 1]),
    ]:
        labels = rng.choice(seen, size=48)
        p = outputs(rng, labels, classes, taken, 1.2)
        predicted = p.argmax(axis=1)
        if name == "a class that no row has":
            assert (predicted == 3).any()
        present = sorted(set(labels) | set(predicted))
        precision, recall, f1, support = metrics.precision_recall_fscore_support(
            labels, predicted, labels=present, zero_division=0)
        mean = lambda kind: metrics.precision_recall_fscore_support(
            labels, predicted, average=kind, zero_division=0)[:3]
        cases.append(dict(
            name=name, labels=labels, outputs=p, predicted=predicted, present=present,
            matrix=metrics.confusion_matrix(labels, predicted, labels=range(classes)),
            precision=precision, recall=recall, f1=f1, support=support, macro=mean("macro"),
            weighted=mean("weighted"), accuracy=metrics.accuracy_score(labels, predicted),
            top2=metrics.top_k_accuracy_score(labels, p, k=2, labels=range(classes))
            if classes > 2 else 1.0))
    return cases


def training_figures(rng, cases):
    lines = [HEAD, "/// What scikit-learn and scipy make of the answers of the tests.\n",
             "// swift-format-ignore\n", "enum MeasureFigures {\n",
             "  /// Answers that are classes.\n", "  static let classes: [ClassCase] = [\n"]
    for case in cases:
        lines.append("    ClassCase(\n")
        members = [("name", '"%s"' % case["name"])] + [
            (key, swift(case[key])) for key in
            ["labels", "outputs", "matrix", "present", "precision", "recall", "f1", "support",
             "macro", "weighted", "accuracy", "top2"]]
        lines.append(",\n".join("      %s: %s" % member for member in members) + "),\n")
    lines.append("  ]\n\n  /// The probability of class 1 of rows, with many that are equal.\n")
    lines.append("  static let binary: [BinaryCase] = [\n")
    for digits, count in [(1, 60), (2, 37), (5, 50)]:
        positive = rng.random(count) < 0.4
        p = np.round(np.clip(rng.normal(0.35 + 0.25 * positive, 0.25), 0, 1), digits)
        lines.append("    BinaryCase(\n      positive: %s,\n      probabilities: %s,\n" % (
            swift(positive), swift(p)))
        lines.append("      rocArea: %s, logLoss: %s),\n" % (
            swift(metrics.roc_auc_score(positive, p)), swift(metrics.log_loss(positive, p))))
    lines.append("  ]\n\n  /// Answers that are plain numbers.\n")
    lines.append("  static let values: [ValueCase] = [\n")
    y = np.round(rng.normal(150, 40, size=(30, 2)), 2)
    p = np.round(y + rng.normal(0, 25, size=(30, 2)), 2)
    constant = y.copy()
    constant[:, 1] = 7
    exact = constant.copy()
    for targets, predictions in [
        (y[:, :1], p[:, :1]), (y, p), (y, y), (constant, p), (constant, exact),
        (y[:, :1], p[::-1, :1]),
    ]:
        lines.append("    ValueCase(\n      targets: %s,\n      predictions: %s,\n" % (
            swift(targets), swift(predictions)))
        lines.append("      squared: %s, absolute: %s, r2: %s),\n" % (
            swift(metrics.mean_squared_error(targets, predictions)),
            swift(metrics.mean_absolute_error(targets, predictions)),
            swift(metrics.r2_score(targets, predictions))))
    lines.append("  ]\n\n  /// Rows that only one of two models has right, and the exact binomial test.\n")
    lines.append("  static let pairs: [(first: Int, second: Int, probability: Double)] = [\n")
    for a, b in [(0, 0), (1, 0), (5, 5), (6, 5), (2, 9), (40, 20), (300, 420), (2000, 1900),
                 (9000, 10)]:
        value = scipy.stats.binomtest(a, a + b).pvalue if a + b else 1.0
        lines.append("    (%d, %d, %s),\n" % (a, b, swift(value)))
    lines.append("  ]\n}\n")
    return "".join(lines)


def report_texts(cases):
    lines = [HEAD, "/// What scikit-learn's `classification_report` prints.\n",
             "// swift-format-ignore\n", "enum ReportTexts {\n",
             "  static let names = %s\n" % str(NAMES).replace("'", '"'),
             "  static let cases: [(labels: [Int], predictions: [Int], classes: Int, text: String)] = [\n"]
    eighths = (np.array([0] * 8 + [1] * 8), np.array([0] * 7 + [1] + [0] * 5 + [1] * 3))
    rare = (np.array([0] * 200 + [1] * 17), np.array([0] * 59 + [1] * 141 + [1] * 9 + [0] * 8))
    pairs = [(c["labels"], c["predicted"], len(c["matrix"])) for c in cases]
    for labels, predicted, classes in pairs + [(*eighths, 2), (*rare, 2)]:
        present = sorted(set(labels) | set(predicted))
        text = metrics.classification_report(
            labels, predicted, target_names=[NAMES[c] for c in present], zero_division=0)
        lines.append("    (%s, %s, %d,\n" % (swift(labels), swift(predicted), classes))
        lines.append('      "%s"),\n' % text.replace("\n", "\\n"))
    lines.append("  ]\n}\n")
    return "".join(lines)


def main():
    rng = np.random.default_rng(7)
    cases = class_cases(rng)
    for path, text in [
        ("Tests/TrainingTests/Measures/MeasureFigures.swift", training_figures(rng, cases)),
        ("Tests/ReportingTests/Measures/ReportTexts.swift", report_texts(cases)),
    ]:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text)


main()
