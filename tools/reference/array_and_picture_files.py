#!/usr/bin/env python3
"""Prints the files that DatasetsTests read, as numpy and Pillow write them: a name and base64 a line.

Needs numpy and Pillow.  The numbers are given here, so the tests know what the files hold.
"""
import base64
import io

import numpy as np
from PIL import Image


def show(name, data):
    print(name, base64.b64encode(data).decode())


def npy(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return file.getvalue()


def png(image):
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


x = np.arange(12).reshape(4, 3)
show("float32", npy((x / 4).astype("<f4")))
show("bigEndianFortran", npy(np.asfortranarray(x - 6).astype(">i2", order="F")))
show("float16version2", npy((x / 8 - 0.5).astype("<f2"), (2, 0)))

arrays = dict(
    x_train=(np.arange(24) * 10).astype("u1").reshape(4, 2, 3),
    y_train=np.array([0, 2, 1, 2]),
    x_test=np.arange(12).astype("u1").reshape(2, 2, 3),
    y_test=np.array([[1], [0]], dtype="u1"),
)
file = io.BytesIO()
np.savez_compressed(file, **arrays)
show("compressed", file.getvalue())
file = io.BytesIO()
np.savez(file, x=x / 2, y=np.eye(3)[[2, 0, 1, 1]])
show("stored", file.getvalue())

pixels = np.arange(24).reshape(2, 3, 4).astype("u1") * 10
show("grey", png(Image.fromarray(pixels[..., 0])))
show("greyAlpha", png(Image.fromarray(np.ascontiguousarray(pixels[..., 1:3]), "LA")))
show("rgb", png(Image.fromarray(np.ascontiguousarray(pixels[..., :3]))))
show("rgba", png(Image.fromarray(pixels)))
show("palette", png(Image.fromarray(np.ascontiguousarray(pixels[..., :3])).quantize(6)))
show("grey16", png(Image.fromarray(pixels[..., 0].astype("u2") * 257)))
