/** The styles that a string may be written in without changing what it means. */
export type AllowedStyles = { readonly plain: boolean; readonly singleQuoted: boolean; readonly block: boolean };

/** Which styles a text may have in block context. As go-yaml v2's yaml_emitter_analyze_scalar. */
export function analyseScalar(text: string): AllowedStyles {
  if (text === "") return { plain: true, singleQuoted: true, block: false };
  const hasSpecial = /[^\n\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u.test(text);
  const hasSpaceBeforeBreak = / [\n\u0085\u2028\u2029]/.test(text);
  const hasBreakBeforeSpace = /[\n\u0085\u2028\u2029] /.test(text);
  const isSafe = !hasSpecial && !hasSpaceBeforeBreak;
  return {
    plain: isSafe && !/^[ \n]|[ \n]$|\n/.test(text) && !hasIndicator(text),
    singleQuoted: isSafe && !hasBreakBeforeSpace,
    block: isSafe && !text.endsWith(" "),
  };
}

/** Whether a reader of YAML would take the unquoted text for a string, and for nothing else. As go-yaml v2's resolve. */
export function isPlainText(text: string): boolean {
  if (text === "" || RESERVED.has(text) || BASE_60.test(text)) return false;
  if (text.startsWith(".")) return !/^\.\d+([eE][-+]?\d+)?$/.test(text);
  if (!/^[-+\d]/.test(text)) return true;
  if (isTimestamp(text)) return false;
  const plain = text.replaceAll("_", "");
  return !INTEGER.test(plain) && !FLOAT.test(plain);
}

function hasIndicator(text: string): boolean {
  return (
    /^(---|\.\.\.)/.test(text) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[?:-]([\s\0]|$)/.test(text) ||
    /.:([\s\0]|$)/.test(text) ||
    /\s#/.test(text)
  );
}

const RESERVED = new Set(
  (
    "y Y yes Yes YES true True TRUE on On ON n N no No NO false False FALSE off Off OFF ~ null Null NULL " +
    ".nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF"
  ).split(" "),
);
const BASE_60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/;
const INTEGER = /^[-+]?(0|[1-9]\d*|0[0-7]+|0[oO][0-7]+|0[xX][\da-fA-F]+|0[bB][01]+)$/;
const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;

function isTimestamp(text: string): boolean {
  const found =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/.exec(
      text,
    );
  return found !== null && Number(found[2]) >= 1 && Number(found[2]) <= 12 && Number(found[3]) <= 31;
}
