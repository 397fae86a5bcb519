/** A rule's options as groups that are not to be torn apart: "-m comment", "--dport 80", "! -s 10.244.0.0/16". */
export function ruleGroups(rule: string): readonly string[] {
  const words = rule.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const groups: string[] = [];
  for (const word of words) {
    const last = groups.at(-1);
    const isOption = word === "!" || (/^--?[a-zA-Z]/.test(word) && last !== "!");
    if (isOption || last === undefined) groups.push(word);
    else groups[groups.length - 1] = `${last} ${word}`;
  }
  return groups;
}

/** The chain that a rule sends to; undefined for a target of its own right (ACCEPT, DNAT, MARK …). */
export function jumpTarget(rule: string): string | undefined {
  const target = / -[jg] (\S+)/.exec(rule)?.[1];
  return target !== undefined && target.includes("-") ? target : undefined;
}

/** Whether a group is what made the rule matter: the probability, the new address, the verdict. */
export function isTelling(group: string): boolean {
  return /^--(probability|to-destination)|^-j (DNAT|REJECT|DROP|MASQUERADE|MARK)/.test(group);
}
