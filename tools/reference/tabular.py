#!/usr/bin/env python3
"""Computes, with numpy and scikit-learn, what the tests of tables, splits and scaling compare with.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install scikit-learn
    /tmp/reference/bin/python tools/reference/tabular.py

rewrites Tests/DatasetsTests/SplitFigures.swift and Tests/TrainingTests/ScalingFigures.swift.  Which
rows a draw takes is computed here a second time, from the papers: Philox4x32-10 (Salmon et al., 2011),
numbers below a bound (Lemire, 2019) and the Fisher-Yates shuffle (Durstenfeld, 1964).
"""
import pathlib

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold, StratifiedKFold, train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEAD = "// Written by tools/reference/tabular.py with scikit-learn and numpy.\n\n"


class Stream:
    """The numbers of one stream of a seed."""

    def __init__(self, seed, stream):
        key = seed ^ 0x7374_7265_616D_7321
        self.key = (key & 0xFFFFFFFF, key >> 32)
        self.stream, self.counter, self.words = stream, 0, []

    def next(self):
        if not self.words:
            c = [self.counter & 0xFFFFFFFF, self.counter >> 32,
                 self.stream & 0xFFFFFFFF, self.stream >> 32]
            k0, k1 = self.key
            for _ in range(10):
                p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
                c = [(p1 >> 32) ^ c[1] ^ k0, p1 & 0xFFFFFFFF, (p0 >> 32) ^ c[3] ^ k1, p0 & 0xFFFFFFFF]
                k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
            self.words = c
            self.counter += 1
        return self.words.pop(0)

    def below(self, n):
        threshold = (2**64 - n) % n
        while True:
            low = self.next()
            product = ((self.next() << 32) | low) * n
            if product & (2**64 - 1) >= threshold:
                return product >> 64

    def permutation(self, count):
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


TEST, FOLDS = 0x74657374, 0x666F6C64


def random_rows(length, count, seed):
    return sorted(Stream(seed, TEST).permutation(count)[:length])


def stratified_rows(shares, labels, seed):
    stream, rows = Stream(seed, TEST), []
    for label, share in enumerate(shares):
        members = [row for row, other in enumerate(labels) if other == label]
        rows += [members[place] for place in stream.permutation(len(members))[:share]]
    return sorted(rows)


def swift(name, value):
    text = repr(value).replace("(", "[").replace(")", "]").replace("'", '"')
    return f"  static let {name} = {text}\n"


def splits():
    cases = []
    # Class counts of breast cancer, wine and digits, and some that do not divide evenly.
    for counts, test in [([212, 357], 0.25), ([59, 71, 48], 0.25), ([59, 71, 48], 0.1),
                         ([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], 0.25),
                         ([744, 855], 0.25), ([3, 50, 947], 0.01), ([5, 6, 7], 7)]:
        labels = np.repeat(np.arange(len(counts)), counts)
        _, taken = train_test_split(labels, test_size=test, stratify=labels, random_state=0)
        cases.append((counts, float(test), np.bincount(taken, minlength=len(counts)).tolist()))
    labels = [(row * row + row // 3) % 3 for row in range(20)]
    counts = np.bincount(labels).tolist()
    _, taken = train_test_split(labels, test_size=6, stratify=labels, random_state=0)
    shares = np.bincount(taken).tolist()
    folds = []
    for counts_, k in [([212, 357], 5), ([59, 71, 48], 10), ([5, 6, 7], 4)]:
        y = np.repeat(np.arange(len(counts_)), counts_)
        parts = [np.bincount(y[test], minlength=len(counts_)).tolist()
                 for _, test in StratifiedKFold(k).split(y, y)]
        folds.append((counts_, k, parts))
    plain = [(n, k, [test.tolist() for _, test in KFold(k).split(range(n))])
             for n, k in [(10, 3), (7, 7), (11, 4)]]
    order = Stream(1, FOLDS).permutation(11)
    random_folds = [sorted(order[place] for place in test) for test in plain[2][2]]
    nan = float("nan")
    table = np.array([[1, nan, 3], [4, 2, nan], [nan, 8, 1], [7, 1, 9], [2, 2.5, 4]])
    figures = {m: SimpleImputer(strategy=m).fit(table).statistics_.tolist() for m in ("mean", "median")}
    body = "/// What scikit-learn makes of splits, folds and missing cells.\nenum SplitFigures {\n"
    body += "  /// The rows of each class, the test size, and the test rows of each class.\n"
    body += "  static let stratified: [(counts: [Int], test: Double, taken: [Int])] = [\n"
    body += "".join(f"    ({c}, {t}, {s}),\n" for c, t, s in cases) + "  ]\n"
    body += "  /// The rows of each class, and those of each fold's test rows.\n"
    body += "  static let stratifiedFolds: [(counts: [Int], folds: Int, taken: [[Int]])] = [\n"
    body += "".join(f"    ({c}, {k}, {p}),\n" for c, k, p in folds) + "  ]\n"
    body += "  /// The test rows of each fold, in the order of the rows.\n"
    body += "  static let folds: [(rows: Int, folds: Int, taken: [[Int]])] = [\n"
    body += "".join(f"    ({n}, {k}, {p}),\n" for n, k, p in plain) + "  ]\n"
    body += "  /// The last of these at random by seed 1.\n" + swift("randomFolds", random_folds)
    body += "  /// 6 of 20 rows by seed 1, and by seed 2.\n"
    body += swift("randomRows", [random_rows(6, 20, 1), random_rows(6, 20, 2)])
    body += "  /// Labels, and 6 of the rows by their classes, by seed 1.\n"
    body += f"  static let labels: [Int32] = {labels}\n"
    body += swift("stratifiedRows", stratified_rows(shares, labels, 1))
    body += "  /// The mean and the median of the columns of the test's table without its missing cells.\n"
    body += swift("means", figures["mean"]) + swift("medians", figures["median"]) + "}\n"
    (ROOT / "Tests/DatasetsTests/SplitFigures.swift").write_text(HEAD + body)



def scaling():
    # The same numbers as in the test: whole ones, and so exact in single precision.
    rows = np.array([[(row * 7 + column * 5) % 11 - 3 for column in range(2)]
                     + [1_000_000 + row % 4, 42, (row % 5) * 2.0**-10] for row in range(30)], float)
    standard, minmax = StandardScaler().fit(rows), MinMaxScaler().fit(rows)
    both = MinMaxScaler().fit(standard.transform(rows))
    body = "/// What scikit-learn's scalers make of the rows of the test.\nenum ScalingFigures {\n"
    body += "  /// The means and the deviations.\n" + swift("means", standard.mean_.tolist())
    body += swift("deviations", standard.scale_.tolist())
    body += "  /// The smallest numbers and the ranges.\n" + swift("minima", minmax.data_min_.tolist())
    body += swift("ranges", (1 / minmax.scale_).tolist())
    body += "  /// The same of the standardised rows.\n"
    body += swift("standardMinima", both.data_min_.tolist())
    body += swift("standardRanges", (1 / both.scale_).tolist()) + "}\n"
    (ROOT / "Tests/TrainingTests/ScalingFigures.swift").write_text(HEAD + body)


splits()
scaling()
