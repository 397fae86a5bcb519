// Kubernetes quantities ("500m", "1.5Gi", "2e3"). As apimachinery's pkg/api/resource/quantity.go reads and prints them.

/** An amount in billionths, exact, with the family of suffix that it was written in. */
export type Quantity = { readonly nanos: bigint; readonly format: "BinarySI" | "DecimalSI" | "DecimalExponent" };

const NANO_DIGITS = 9;
const LARGEST = 2n ** 63n - 1n;
const DECIMAL_SUFFIXES = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const BINARY_SUFFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** Reads a quantity; a text that is none gives undefined. Finer than a billionth is rounded up, as the server does. */
export function parseQuantity(text: string): Quantity | undefined {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?([eE][+-]?\d+|[A-Za-z]*)$/.exec(text);
  if (!found) return undefined;
  const [, sign = "", whole = "", fraction = "", suffix = ""] = found;
  if (whole === "" && fraction === "") return undefined;
  const scale = scaleOf(suffix);
  if (!scale) return undefined;
  const digits = BigInt(whole + fraction || "0");
  const exponent = NANO_DIGITS - fraction.length + scale.ten;
  const scaled = digits * 1024n ** BigInt(scale.binary);
  const magnitude = exponent >= 0 ? scaled * 10n ** BigInt(exponent) : divideUp(scaled, 10n ** BigInt(-exponent));
  const capped = magnitude > LARGEST * 10n ** 9n ? LARGEST * 10n ** 9n : magnitude;
  return { nanos: sign === "-" ? -capped : capped, format: scale.format };
}

/** The canonical text: no fraction, the largest suffix that loses nothing. */
export function printQuantity({ nanos, format }: Quantity): string {
  if (nanos === 0n) return "0";
  const whole = nanos / 10n ** 9n;
  const isWhole = nanos % 10n ** 9n === 0n;
  const isSmall = whole > -1024n && whole < 1024n;
  if (format === "BinarySI" && isWhole && !isSmall) return printBinary(whole);
  return printDecimal(nanos, format === "DecimalExponent");
}

/** Greater than, equal to or less than zero, as a sort wants it. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

function printBinary(whole: bigint): string {
  let [value, power] = [whole, 0];
  while (value % 1024n === 0n && power < BINARY_SUFFIXES.length - 1) {
    value /= 1024n;
    power++;
  }
  return `${value}${BINARY_SUFFIXES[power] ?? ""}`;
}

function printDecimal(nanos: bigint, isExponent: boolean): string {
  let [value, power] = [nanos, 0];
  while (value % 1000n === 0n && power < DECIMAL_SUFFIXES.length - 1) {
    value /= 1000n;
    power++;
  }
  const exponent = (power - 3) * 3;
  if (isExponent) return exponent === 0 ? String(value) : `${value}e${exponent}`;
  return `${value}${DECIMAL_SUFFIXES[power] ?? ""}`;
}

type Scale = { readonly ten: number; readonly binary: number; readonly format: Quantity["format"] };

function scaleOf(suffix: string): Scale | undefined {
  if (/^[eE][+-]?\d+$/.test(suffix)) {
    const ten = Number(suffix.slice(1));
    return Math.abs(ten) > 99 ? undefined : { ten, binary: 0, format: "DecimalExponent" };
  }
  const binary = BINARY_SUFFIXES.indexOf(suffix);
  if (binary > 0) return { ten: 0, binary, format: "BinarySI" };
  const decimal = DECIMAL_SUFFIXES.indexOf(suffix);
  return decimal < 0 ? undefined : { ten: (decimal - 3) * 3, binary: 0, format: "DecimalSI" };
}

function divideUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}
