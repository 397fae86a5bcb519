/** Unchanged lines that are shown around a change. */
const CONTEXT_LINES = 3;

/** The hunks of `diff -u` between two texts; "" when they are the same. */
export function unifiedDiff(before: string, after: string): string {
  const edits = editsOf(linesOf(before), linesOf(after));
  const changed = edits.flatMap((edit, index) => (edit.kind === " " ? [] : [index]));
  const hunks: string[] = [];
  for (let at = 0; at < changed.length;) {
    let last = at;
    while (last + 1 < changed.length && (changed[last + 1] ?? 0) - (changed[last] ?? 0) <= 2 * CONTEXT_LINES) last++;
    const from = Math.max(0, (changed[at] ?? 0) - CONTEXT_LINES);
    const to = Math.min(edits.length, (changed[last] ?? 0) + CONTEXT_LINES + 1);
    hunks.push(hunkOf(edits, from, to));
    at = last + 1;
  }
  return hunks.join("");
}

type Edit = { readonly kind: " " | "-" | "+"; readonly line: string; readonly oldAt: number; readonly newAt: number };

function hunkOf(edits: readonly Edit[], from: number, to: number): string {
  const part = edits.slice(from, to);
  const range = (kinds: string, at: number) => {
    const count = part.filter((edit) => kinds.includes(edit.kind)).length;
    const start = count === 0 ? at : at + 1;
    return count === 1 ? String(start) : `${start},${count}`;
  };
  const [first] = part;
  const head = `@@ -${range(" -", first?.oldAt ?? 0)} +${range(" +", first?.newAt ?? 0)} @@\n`;
  return head + part.map(({ kind, line }) => `${kind}${line}\n`).join("");
}

function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** The shortest way from one list of lines to the other, by their longest common subsequence. */
function editsOf(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const lengths = commonLengths(before, after);
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const at = { oldAt: i, newAt: j };
    if (i < before.length && j < after.length && before[i] === after[j]) {
      edits.push({ kind: " ", line: before[i] ?? "", ...at });
      i++;
      j++;
    } else if (i < before.length && (j >= after.length || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      edits.push({ kind: "-", line: before[i] ?? "", ...at });
      i++;
    } else {
      edits.push({ kind: "+", line: after[j] ?? "", ...at });
      j++;
    }
  }
  return edits;
}

function commonLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const lengths: number[][] = Array.from({ length: before.length + 1 }, () =>
    Array.from({ length: after.length + 1 }, () => 0),
  );
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const [row, below] = [lengths[i], lengths[i + 1]];
      if (!row || !below) continue;
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
