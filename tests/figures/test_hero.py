"""The first page's picture: its numbers against PyTorch, and its drawing against its numbers."""

import json
import re

import torch
from torch.nn import functional as F  # noqa: N812

from d2lmini.widgets.hero import hero_html, larger, picture


def test_the_larger_picture_is_what_the_framework_s_layer_makes_of_the_small_one():
    p = picture()
    X, K = (torch.tensor(p[name], dtype=torch.float64)[None, None] for name in "XK")
    Y = F.conv_transpose2d(X, K / 16, stride=p["stride"], padding=p["padding"])
    assert Y[0, 0].tolist() == larger()
    smooth = F.interpolate(X, scale_factor=2, mode="bilinear", align_corners=False)
    inside = (..., slice(1, -1), slice(1, -1))
    assert torch.equal(Y[inside], smooth[inside])


def test_the_still_drawing_holds_every_pixel_and_the_state_that_its_script_reads():
    html = hero_html()
    counts = {
        name: len(re.findall("<rect", cells))
        for name, cells in re.findall(r'data-cells="(\w)"[^>]*>(.*?)</g>', html)
    }
    assert counts == {"x": 8 * 8, "k": 4 * 4, "y": 16 * 16}
    data = json.loads(re.search(r"<script[^>]*>(.*?)</script>", html)[1])
    assert data == {key: picture()[key] for key in data}
    shown = picture()["X"][1][3]
    assert f"The outlined pixel is {shown}: its stamp is {shown} times the kernel." in html
