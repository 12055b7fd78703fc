// Matrix as programs: the operation, and its matrix made of unit arrays.
import { mxnetArrays, mxnetConv, mxnetTransInto, torchArrays, torchConv, torchTrans } from "../program.ts";
import { type MatrixState, matrixOf, result } from "./state.ts";

const indented = (lines: string) => lines.replaceAll("\n", "\n    ");

export function program(s: MatrixState) {
  const printed = [result(s), matrixOf(s)];
  const torch = s.transposed ? torchTrans("X", "K", s) : torchConv("X", "K", s);
  const mxnet = s.transposed
    ? mxnetTransInto("Y", { name: "X", value: s.X }, { name: "K", value: s.K }, s)
    : `Y = ${mxnetConv("X", "K", s.K, s)}`;
  return {
    torch: `${torchArrays({ X: s.X, K: s.K }, printed)}

def operation(X):
    return ${indented(torch)}

Y = operation(X)
# column j of the matrix is what the operation makes of the j-th unit array
units = torch.eye(X.numel(), dtype=X.dtype).reshape(-1, *X.shape)
M = torch.stack([operation(unit).flatten() for unit in units], 1)
print(Y)
print(M)
print(torch.equal((M @ X.flatten()).reshape(Y.shape), Y))
`,
    mxnet: `${mxnetArrays({ X: s.X, K: s.K }, printed)}

def operation(X):
    ${indented(mxnet)}
    return Y

Y = operation(X)
# column j of the matrix is what the operation makes of the j-th unit array
units = np.eye(X.size, dtype="float64").reshape(-1, *X.shape)
M = np.stack([operation(unit).reshape(-1) for unit in units], 1)
print(Y)
print(M)
print(float(abs(np.dot(M, X.reshape(-1)).reshape(*Y.shape) - Y).max()) == 0)
`,
  };
}
