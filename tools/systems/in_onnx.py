"""ONNX, executed by ONNX Runtime."""

from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from tools.systems.facts import trimmed_by
from tools.systems.system import Pair, Setting, System

__all__ = ["SYSTEMS", "opsets"]

OPSET = 22
OLDER = (10, 11)  # the equations for an odd number of rows changed between these two
NAMED = ("strides", "pads", "output_padding", "dilations", "group", "auto_pad")


class ONNX(System):
    """The operator ConvTranspose."""

    name, package, layer = "ONNX", "onnxruntime", "ConvTranspose"
    words = ("VALID", "SAME_UPPER", "SAME_LOWER")

    def __init__(self, opset: int = OPSET) -> None:
        self.opset = opset

    def run(self, X: Any, K: Any, setting: Setting) -> Any:
        """Compute a model of one node."""
        return self._node(
            X, K, strides=setting.stride, pads=setting.padding * 2, dilations=setting.dilation,
            output_padding=setting.output_padding, group=setting.groups,
        )  # fmt: skip

    def bare(self, X: Any, K: Any, stride: Pair, word: str | None = None) -> Any:
        """Say nothing but the stride, and perhaps the word."""
        return self._node(X, K, strides=stride, **({"auto_pad": word} if word else {}))

    def _node(self, X: Any, K: Any, **attributes: Any) -> Any:
        node = helper.make_node("ConvTranspose", ["X", "W"], ["Y"], **attributes)
        values = [helper.make_tensor_value_info("X", TensorProto.FLOAT, X.shape)]
        outputs = [helper.make_tensor_value_info("Y", TensorProto.FLOAT, [None] * 4)]
        weights = [onnx.numpy_helper.from_array(np.ascontiguousarray(K), "W")]
        graph = helper.make_graph([node], "layer", values, outputs, weights)
        opset = [helper.make_opsetid("", self.opset)]
        model = helper.make_model(graph, opset_imports=opset, ir_version=10)
        onnx.checker.check_model(model)
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), providers=["CPUExecutionProvider"]
        )
        return session.run(None, {"X": X})[0]

    def defaults(self) -> dict[str, str]:
        """Read the schema."""
        schema = onnx.defs.get_schema("ConvTranspose", OPSET)
        found = {name: schema.attributes[name].default_value for name in NAMED}
        values = {n: helper.get_attribute_value(v) if v.name else None for n, v in found.items()}
        return {n: v.decode() if isinstance(v, bytes) else repr(v) for n, v in values.items()}


def opsets() -> dict[str, dict[str, list[int]]]:
    """Return what the words cut off with a kernel of 3 and a stride of 2, by version."""
    return {
        str(opset): {word: list(trimmed_by(ONNX(opset), 3, 2, word)) for word in ONNX.words}
        for opset in (*OLDER, OPSET)
    }


SYSTEMS = [ONNX()]
