"""Yours and expected as pictures: PNG for a notebook, characters for a terminal."""

import base64
import io
from dataclasses import dataclass

import numpy as np

from tinydata.course.checker.verdict_parts import WRAPPING

SHADES = " .:-=+*#%@"
SHOWN = 4  # images
SIDE = 160  # pixels on the screen


@dataclass(frozen=True)
class Pictures:
    """Up to four images that differ: which they are, yours, and the one expected."""

    pairs: list[tuple[str, np.ndarray, np.ndarray]]

    @classmethod
    def of(cls, yours: np.ndarray, expected: np.ndarray) -> "Pictures":
        """Those that differ; where the shapes do not agree, the first ones."""
        single = yours.ndim == expected.ndim == 2
        yours, expected = (a[None] if a.ndim == 2 else a for a in (yours, expected))
        pairs = [
            ("" if single else f" [{i}]", *pair)
            for i, pair in enumerate(zip(yours, expected, strict=False))
            if not np.array_equal(*pair, equal_nan=True) or yours.shape != expected.shape
        ]
        return cls(pairs[:SHOWN])

    def plain(self) -> str:
        """The first of them: two characters a pixel, and lines as wide as a terminal allows."""
        return "\n".join(_characters(*pair) for pair in self.pairs[:1])

    def html(self) -> str:
        return f'<div style="{WRAPPING}">{"".join(_column(*pair) for pair in self.pairs)}</div>'


def _column(which, yours, expected) -> str:
    """Yours above the expected, drawn alike: white is zero, black the largest value expected."""
    images = {f"yours{which}": yours, f"expected{which}": expected}
    scale = SIDE // max(yours.shape + expected.shape)
    drawn = "".join(
        f'<div>{label}<br><img alt="{label}: {image.shape[0]} by {image.shape[1]} pixels" '
        f'src="data:image/png;base64,{_png(_levels(image, expected, 255), scale)}" '
        'style="border:1px solid #888;image-rendering:pixelated"></div>'
        for label, image in images.items()
    )
    return f"<div>{drawn}</div>"


def _png(levels, scale) -> str:
    from PIL import Image

    dark = np.repeat(np.repeat(255 - levels, scale, axis=0), scale, axis=1)
    file = io.BytesIO()
    Image.fromarray(dark.astype(np.uint8)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def _characters(which, yours, expected) -> str:
    """Two images side by side, two characters a pixel."""
    left, right = (
        ["".join(SHADES[level] * 2 for level in row) for row in _levels(image, expected, 9)]
        for image in (yours, expected)
    )
    left, right = [f"yours{which}", *left], [f"expected{which}", *right]
    height, width = max(len(left), len(right)), max(map(len, left))
    left, right = (side + [""] * (height - len(side)) for side in (left, right))
    return "\n".join(f"  {a:{width}}   {b}".rstrip() for a, b in zip(left, right, strict=True))


def _levels(image, expected, top) -> np.ndarray:
    """An image's values as integers up to `top`, which the largest value expected gets."""
    largest = expected[np.isfinite(expected)].max(initial=1e-9)
    with np.errstate(all="ignore"):
        return np.nan_to_num(image / largest * top).clip(0, top).astype(int)
