// What is said of a run: right, wrong and why, not attempted, broken, stopped; arrays as tables.

export type Value = number | boolean | string | null | Value[];
export type Fault = { kind: string; message: string; line: number | null };
export type Verdict =
  | { status: "passed"; cases: number }
  | { status: "not attempted"; cases: number }
  | { status: "broken"; error: Fault }
  | { status: "missing"; function: string }
  | {
      status: "failed";
      cases: number;
      case: number;
      name: string;
      names: string[];
      given: Value[];
      expected: Value;
      got: Value;
      error: Fault | null;
      feedback: string;
    };

const number = (value: Value) =>
  typeof value === "number" ? String(Math.round(value * 1e4) / 1e4).replace("-", "−") : String(value);

const same = (a: Value, b: Value | undefined) => JSON.stringify(a) === JSON.stringify(b);

/** "2 × 3", from nested lists. */
const shape = (value: Value): string => {
  const sizes: number[] = [];
  for (let level: Value | undefined = value; Array.isArray(level); level = level[0]) sizes.push(level.length);
  return sizes.join(" × ");
};

/** An array as a table; elements unlike those of `like` are marked. */
function Shown({ name, value, like }: { name: string; value: Value; like?: Value }) {
  if (!Array.isArray(value))
    return (
      <p class="one">
        {name} <code>{value === null ? "nothing" : number(value)}</code>
      </p>
    );
  const rows = value.some(Array.isArray) ? value : [value];
  const others = Array.isArray(like) && like.some(Array.isArray) ? like : [like];
  const comparable = like !== undefined && like !== null && shape(value) === shape(like);
  return (
    <table>
      <caption>
        {name} <small>{shape(value)}</small>
      </caption>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            {(Array.isArray(row) ? row : [row]).map((cell, j) => {
              const other = others[i];
              const unlike = comparable && !same(cell, Array.isArray(other) ? other[j] : other);
              return (
                <td key={j} class={unlike ? "unlike" : ""}>
                  {unlike ? <strong>{number(cell)}</strong> : number(cell)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const faultText = ({ kind, message, line }: Fault) =>
  `${kind}${line === null ? "" : ` in line ${line}`}: ${message}`;

/** A verdict's first sentence, which is announced. */
export function headline(verdict: Verdict): string {
  if (verdict.status === "passed") return `Right, in all ${verdict.cases} cases.`;
  if (verdict.status === "not attempted") return "Not attempted yet: the function returns nothing.";
  if (verdict.status === "broken") return `The program does not run. ${faultText(verdict.error)}`;
  if (verdict.status === "missing") return `The program defines no function ${verdict.function}.`;
  return `Wrong in case ${verdict.case + 1} of ${verdict.cases}, ${verdict.name}. ${verdict.feedback}`.trim();
}

/** The line to mark in the editor, if an error has one. */
export const faultLine = (verdict: Verdict | null) =>
  verdict && "error" in verdict ? (verdict.error?.line ?? null) : null;

/** The case that failed: what was given, expected and got. */
export function Case({ verdict }: { verdict: Verdict }) {
  if (verdict.status !== "failed") return null;
  return (
    <div class="case">
      {verdict.given.map((value, index) => (
        <Shown key={index} name={`given ${verdict.names[index]}`} value={value} />
      ))}
      <Shown name="expected" value={verdict.expected} />
      {verdict.error ? (
        <p class="one">got {faultText(verdict.error)}</p>
      ) : (
        <Shown name="got" value={verdict.got} like={verdict.expected} />
      )}
    </div>
  );
}
