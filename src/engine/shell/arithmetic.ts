const LEVELS: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
];
const DEPTH_MAX = 64;

/** What stands in `$((…))`, in whole numbers; undefined for text that is no expression, and for a division by zero. */
export function evaluateArithmetic(
  expression: string,
  variable: (name: string) => string | undefined,
): number | undefined {
  const tokens = expression.match(/\d+|\$?[A-Za-z_]\w*|[<>=!]=|&&|\|\||\S/g) ?? [];
  if (tokens.length === 0) return 0;
  let at = 0;
  let depth = 0;

  function level(index: number): number | undefined {
    const operators = LEVELS[index];
    if (!operators) return unary();
    let left = level(index + 1);
    for (let operator = tokens[at]; operator !== undefined && operators.includes(operator); operator = tokens[at]) {
      at++;
      const right = level(index + 1);
      if (left === undefined || right === undefined) return undefined;
      left = apply(operator, left, right);
    }
    return left;
  }

  function unary(): number | undefined {
    const token = tokens[at++];
    if (token === undefined || ++depth > DEPTH_MAX) return undefined;
    if (token === "(") {
      const inner = level(0);
      return tokens[at++] === ")" ? inner : undefined;
    }
    if (token === "-" || token === "+" || token === "!") {
      const value = unary();
      if (value === undefined) return undefined;
      return token === "-" ? -value : token === "!" ? Number(value === 0) : value;
    }
    if (/^\d/.test(token)) return Number(token);
    if (!/^\$?[A-Za-z_]/.test(token)) return undefined;
    const value = Number(variable(token.replace(/^\$/, "")) ?? "0");
    return Number.isInteger(value) ? value : 0;
  }

  const value = level(0);
  return at === tokens.length ? value : undefined;
}

function apply(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : Math.trunc(left / right);
    case "%":
      return right === 0 ? undefined : left % right;
    case "<":
      return Number(left < right);
    case ">":
      return Number(left > right);
    case "<=":
      return Number(left <= right);
    case ">=":
      return Number(left >= right);
    case "==":
      return Number(left === right);
    case "!=":
      return Number(left !== right);
    case "&&":
      return Number(left !== 0 && right !== 0);
    default:
      return Number(left !== 0 || right !== 0);
  }
}
