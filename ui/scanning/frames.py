"""Codes out of one frame of a camera, off the GUI thread."""

from __future__ import annotations

from typing import Any

from spbe_assets.labels import reading

LUMA_FIRST = ("YUV420P", "YUV422P", "YV12", "NV12", "NV21", "IMC1", "IMC2", "IMC3", "IMC4", "Y8")
"""Formats whose first plane is the brightness, a byte a pixel."""
STEPS = {
    "YUYV": (0, 2), "UYVY": (1, 2), "Y16": (1, 2), "P010": (1, 2), "P016": (1, 2),
    "BGRA8888": (1, 4), "BGRX8888": (1, 4), "RGBA8888": (1, 4), "RGBX8888": (1, 4), "BGRA8888_Premultiplied": (1, 4),
    "ARGB8888": (2, 4), "XRGB8888": (2, 4), "ABGR8888": (2, 4), "XBGR8888": (2, 4), "ARGB8888_Premultiplied": (2, 4),
    "AYUV": (1, 4), "AYUV_Premultiplied": (1, 4),
}  # fmt: skip
"""For the others: the byte that stands for the brightness (green for colours), and the bytes of a pixel."""


def codes(frame: Any) -> list[str]:
    """The texts of the codes that a `QVideoFrame` shows; none where it can't be looked into.

    It is only mapped, never drawn: drawing needs the GUI thread.
    """
    kind = frame.pixelFormat().name.removeprefix("Format_")
    if not frame.map(type(frame).MapMode.ReadOnly):
        return []
    try:
        content, stride = bytes(frame.bits(0)), frame.bytesPerLine(0)
    finally:
        frame.unmap()
    found = reading.codes_in(content) if kind == "Jpeg" else _read(kind, content, stride, frame.width(), frame.height())
    return list(dict.fromkeys(code.text for code in found))


def _read(kind: str, content: bytes, stride: int, width: int, height: int) -> list[reading.Code]:
    if kind in LUMA_FIRST:
        return reading.codes_in_frame(width, height, content, stride)
    if kind in STEPS:
        first, step = STEPS[kind]
        return reading.codes_in_frame(width, height, content[first::step], stride // step)
    return []
