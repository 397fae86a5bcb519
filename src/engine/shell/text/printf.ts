import { unescapeText } from "./escapes.ts";

const ROUNDS_MAX = 10_000;
const WIDTH_MAX = 4096;
const DIGITS_MAX = 100;

/** Fills a format as printf(1) does: it is used again for as long as there are values. */
export function formatPrintf(
  format: string,
  values: readonly string[],
): { readonly text: string; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const rest = [...values];
  let text = "";
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const before = rest.length;
    const filled = fill(format, rest, problems);
    text += filled.text;
    if (filled.isCut || rest.length === 0 || rest.length === before) break;
  }
  return { text, problems };
}

function fill(
  format: string,
  values: string[],
  problems: string[],
): { readonly text: string; readonly isCut: boolean } {
  let isCut = false;
  const pattern = /%%|%([-+ 0#]*)(\*|\d+)?(?:\.(\d+))?([a-zA-Z])|\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|[^])|[^]/g;
  const text = format.replaceAll(pattern, (whole, flags, width, precision, type) => {
    if (isCut) return "";
    if (whole === "%%") return "%";
    if (whole.startsWith("\\")) {
      const shown = unescapeText(whole.replace(/^\\([1-7])/, "\\0$1"));
      isCut = shown.isCut;
      return shown.text;
    }
    if (typeof type !== "string") return whole;
    const columns = atMost(width === "*" ? values.shift() : width);
    const spec = {
      flags: String(flags),
      columns,
      type,
      ...(precision === undefined ? {} : { precision: atMost(precision) }),
    };
    const shown = formatValue(values.shift(), spec, problems);
    if (type === "b" && shown.isCut) isCut = true;
    return shown.text;
  });
  return { text, isCut };
}

/** A width as a number; absurd ones are cut. */
function atMost(text: string | undefined): number {
  return Math.min(Math.max(0, Number(text ?? 0) || 0), WIDTH_MAX);
}

type Spec = { readonly flags: string; readonly columns: number; readonly precision?: number; readonly type: string };

/** One value in a place of a format: "%5.1f", "%-10s", "%03d", "%x". */
export function formatValue(
  value: string | undefined,
  { flags, columns, precision, type }: Spec,
  problems: string[],
): { readonly text: string; readonly isCut: boolean } {
  const shown = render(value, { precision, type, flags }, problems);
  const isLeft = flags.includes("-");
  const isNumber = /[dioxXufeEgG]/.test(type);
  const fillWith = flags.includes("0") && isNumber && !isLeft ? "0" : " ";
  if (fillWith === "0" && shown.text.startsWith("-"))
    return { ...shown, text: `-${shown.text.slice(1).padStart(columns - 1, "0")}` };
  return { ...shown, text: isLeft ? shown.text.padEnd(columns) : shown.text.padStart(columns, fillWith) };
}

function render(
  value: string | undefined,
  spec: { readonly precision: number | undefined; readonly type: string; readonly flags: string },
  problems: string[],
): { readonly text: string; readonly isCut: boolean } {
  const { precision, type, flags } = spec;
  const plain = (text: string) => ({ text, isCut: false });
  if (type === "s") return plain((value ?? "").slice(0, precision));
  if (type === "c") return plain((value ?? "").slice(0, 1));
  if (type === "b") return unescapeText(value ?? "");
  if (type === "q") return plain(`'${(value ?? "").replaceAll("'", "'\\''")}'`);
  const number = readNumber(value ?? "0");
  if (number === undefined) problems.push(`${value}: invalid number`);
  const known = number ?? 0;
  const digits = Math.min(precision ?? 6, DIGITS_MAX);
  const sign = flags.includes("+") && known >= 0 ? "+" : "";
  switch (type) {
    case "d":
    case "i":
    case "u":
      return plain(sign + String(Math.trunc(known)).padStart(precision ?? 0, "0"));
    case "o":
      return plain(Math.trunc(known).toString(8));
    case "x":
      return plain((flags.includes("#") ? "0x" : "") + Math.trunc(known).toString(16));
    case "X":
      return plain(Math.trunc(known).toString(16).toUpperCase());
    case "e":
    case "E":
      return plain(known.toExponential(digits).replace(/e([-+])(\d)$/, "e$10$2"));
    case "g":
    case "G":
      return plain(String(Number(known.toPrecision(Math.max(1, digits)))));
    case "f":
      return plain(sign + known.toFixed(digits));
    default:
      problems.push(`%${type}: invalid conversion specification`);
      return plain("");
  }
}

/** "12", "0x1f", "017", "1.5", "'a"; undefined for what is no number. */
function readNumber(text: string): number | undefined {
  if (/^['"]/.test(text)) return text.codePointAt(1) ?? 0;
  if (/^[-+]?0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  const number = Number(text);
  return text.trim() === "" ? 0 : Number.isNaN(number) ? undefined : number;
}
