"""Squares around a dot, put together from smaller ones, are what a filter gives."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageFilter

from formulir.press.inking.raster import narrow, thicken


@pytest.mark.parametrize("side", [3, 5, 7, 9, 15])
@pytest.mark.parametrize("shape", [(40, 50), (3, 90), (200, 7)])
def test_squares_are_those_of_a_filter(shape, side):
    dots = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    picture = Image.fromarray(dots)
    most = np.asarray(picture.filter(ImageFilter.MaxFilter(side)))
    least = np.asarray(picture.filter(ImageFilter.MinFilter(side)))
    assert np.array_equal(thicken(dots, side), most)
    assert np.array_equal(narrow(dots, side), least)
