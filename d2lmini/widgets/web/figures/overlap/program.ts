// Overlap as programs: the layers on a constant.
import { isPainted, kernelOf, type OverlapState } from "./state.ts";

export function program(s: OverlapState) {
  const K = kernelOf(s);
  const whole = K.flat().every(Number.isInteger);
  const kernel = (ones: string, array: string) => (isPainted(s) ? array : ones);
  const rows = JSON.stringify([[K]]).replaceAll(",", ", ");
  return {
    torch: `import torch
from torch.nn import functional as F

Y = torch.ones(1, 1, ${s.n}, ${s.n})
K = ${kernel(`torch.ones(1, 1, ${s.kernel}, ${s.kernel})`, `torch.tensor(${rows}, dtype=torch.float32)`)}
for _ in range(${s.layers}):
    Y = F.conv_transpose2d(Y, K, stride=${s.stride})
torch.set_printoptions(threshold=10_000, linewidth=400)
print(Y[0, 0]${whole ? ".int()" : ""})
`,
    mxnet: `from mxnet import np, npx

npx.set_np()
Y = np.ones((1, 1, ${s.n}, ${s.n}))
K = ${kernel(`np.ones((1, 1, ${s.kernel}, ${s.kernel}))`, `np.array(${rows})`)}
for _ in range(${s.layers}):
    Y = npx.deconvolution(Y, K, kernel=(${s.kernel}, ${s.kernel}), num_filter=1, stride=(${s.stride}, ${s.stride}), no_bias=True)
print(Y[0, 0]${whole ? '.astype("int32")' : ""}.asnumpy().tolist())
`,
  };
}
