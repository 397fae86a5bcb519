import { Fragment } from "react";
import { isTelling, jumpTarget, ruleGroups } from "./rule-text.ts";

/** A rule whose options do not break; what mattered is lit, and the chain that it sends to can be gone to. */
export function RuleText(props: {
  readonly rule: string;
  readonly isLit: boolean;
  readonly onJump?: (chain: string) => void;
}) {
  const { rule, isLit, onJump } = props;
  const target = jumpTarget(rule);
  return ruleGroups(rule).map((group, index) => {
    const [, option, to] = /^(-[jg]) (\S+)$/.exec(group) ?? [];
    const isJump = to !== undefined && to === target;
    return (
      <Fragment key={index}>
        <span>
          {isJump && onJump ? (
            <>
              {option}{" "}
              <button type="button" className="line-link" onClick={() => onJump(to)}>
                {to}
              </button>
            </>
          ) : isLit && isTelling(group) ? (
            <em>{group}</em>
          ) : (
            group
          )}
        </span>{" "}
      </Fragment>
    );
  });
}
