"""Tells photographs from pictures of text, most of which is paper: as bright as the brightest spot near by."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

PAPER = 0.85  # of the brightest spot near by: so bright is paper, in shadow and on grey paper, too
LEAST_PAPER = (
    0.38  # share of a picture of text: measured 0.39 to 0.99 for text in 6 to 22 points, blurred, noisy and in shadow,
)
# 0.06 to 0.38 for 11 of 13 photographs of people, things and streets; the others, mostly sky or wall, count as text
BLOCK = 8  # pixels of 1/72 inch: near by are three blocks each way, wider than the strokes of a character
LEAST_SIDE = 3 * BLOCK
LARGEST = 10_000_000  # square points: a larger page is not drawn

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
Grey = npt.NDArray[np.uint8]


def are_photographs(page: Any, boxes: Iterable[Box]) -> bool:  # noqa: ANN401  # pypdfium2 has no types
    """Whether all pictures of a page show photographs, as far as their light tells; `boxes` are where they stand."""
    if page.get_width() * page.get_height() > LARGEST:
        return False
    shown = page.render(scale=1, grayscale=True).to_numpy()
    grey: Grey = shown[:, :, 0] if shown.ndim > 2 else shown
    height = grey.shape[0]
    parts = [grey[int(height - top) : int(height - bottom), int(left) : int(right)] for left, bottom, right, top in boxes]
    parts = [part for part in parts if min(part.shape) >= LEAST_SIDE]
    return bool(parts) and all(share_of_paper(part) < LEAST_PAPER for part in parts)


def share_of_paper(grey: Grey) -> float:
    """The share of a picture that is about as bright as the brightest spot near by; 1 for an empty sheet."""
    high, wide = (side // BLOCK for side in grey.shape)
    blocks = grey[: high * BLOCK, : wide * BLOCK].reshape(high, BLOCK, wide, BLOCK)
    brightest = np.pad(blocks.max(axis=(1, 3)), 1, mode="edge")
    near = np.max([brightest[down : down + high, over : over + wide] for down in range(3) for over in range(3)], axis=0)
    return float((blocks > PAPER * near[:, None, :, None]).mean())
