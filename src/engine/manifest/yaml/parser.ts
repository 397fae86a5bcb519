// Tokens -> nodes, as libyaml's parser and go-yaml v2's composer take them (parserc.go, decode.go): the first document of a text.
import type { YamlEntry, YamlNode } from "./node.ts";
import { YamlFailure } from "./reader.ts";
import type { Mark } from "./reader.ts";
import { Scanner } from "./scanner.ts";
import type { Token, TokenKind } from "./scanner.ts";

/** Nodes within nodes that are followed. */
const DEPTH_MAX = 2000;

/** The first document of a text; undefined when there is none. What is no YAML is thrown as a `YamlFailure`. */
export function parseNodes(text: string): YamlNode | undefined {
  return new Parser(text).parseDocument();
}

type Building<Kind extends "list" | "map"> = Kind extends "list"
  ? { kind: "list"; range: { from: number; to: number }; items: YamlNode[] }
  : { kind: "map"; range: { from: number; to: number }; entries: YamlEntry[] };

class Parser {
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, YamlNode>();
  #depth = 0;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  parseDocument(): YamlNode | undefined {
    let token = this.#scanner.peek();
    if (token.kind === "stream-end") return undefined;
    const isExplicit = token.kind === "directive" || token.kind === "document-start";
    while (token.kind === "directive") {
      if (token.value.startsWith("%YAML") && !/^%YAML\s+1\.1\b/.test(token.value)) {
        throw failure("found incompatible YAML document", token.start);
      }
      this.#scanner.take();
      token = this.#scanner.peek();
    }
    if (isExplicit) {
      if (token.kind !== "document-start") throw failure("did not find expected <document start>", token.start);
      this.#scanner.take();
      token = this.#scanner.peek();
      if (isOneOf(token, "directive", "document-start", "document-end", "stream-end")) return empty(token.start);
    }
    const node = this.#parseNode({ isBlock: true });
    this.#scanner.peek();
    return node;
  }

  #parseNode(context: { readonly isBlock: boolean; readonly mayBeIndentless?: boolean }): YamlNode {
    if (++this.#depth > DEPTH_MAX) {
      throw new YamlFailure("exceeded max depth of 10000", this.#scanner.peek().start, "scanner");
    }
    const node = this.#parseAnchored(context);
    this.#depth--;
    return node;
  }

  #parseAnchored({ isBlock, mayBeIndentless = false }: { isBlock: boolean; mayBeIndentless?: boolean }): YamlNode {
    if (this.#scanner.peek().kind === "alias") return this.#parseAlias();
    const { anchor, tag, start } = this.#parseProperties();
    const token = this.#scanner.peek();
    const keep = <Node extends YamlNode>(node: Node): Node => {
      if (anchor !== undefined) this.#anchors.set(anchor, node);
      return node;
    };
    const list = (): Building<"list"> =>
      keep({ kind: "list", range: { from: start.offset, to: start.offset }, items: [] });
    const map = (): Building<"map"> =>
      keep({ kind: "map", range: { from: start.offset, to: start.offset }, entries: [] });
    if (mayBeIndentless && token.kind === "-") return this.#parseIndentless(list());
    switch (token.kind) {
      case "scalar":
        this.#scanner.take();
        return keep(scalarOf(token, { from: start.offset, tag }));
      case "[":
        return this.#parseFlowList(list());
      case "{":
        return this.#parseFlowMap(map());
      case "block-sequence-start":
        if (isBlock) return this.#parseBlockList(list());
        break;
      case "block-mapping-start":
        if (isBlock) return this.#parseBlockMap(map());
        break;
      default:
    }
    if (anchor === undefined && tag === "") throw failure("did not find expected node content", token.start);
    return keep({ kind: "scalar", range: { from: start.offset, to: start.offset }, text: "", tag, isPlain: true });
  }

  #parseAlias(): YamlNode {
    const { value, start, end } = this.#scanner.take();
    const target = this.#anchors.get(value);
    if (!target) throw new YamlFailure(`unknown anchor '${value}' referenced`, start, "reader");
    return { kind: "alias", range: { from: start.offset, to: end.offset }, target };
  }

  #parseProperties(): { readonly anchor?: string; readonly tag: string; readonly start: Mark } {
    const { start } = this.#scanner.peek();
    let anchor: string | undefined;
    let tag = "";
    for (let i = 0; i < 2; i++) {
      const token = this.#scanner.peek();
      if (token.kind === "anchor" && anchor === undefined) anchor = token.value;
      else if (token.kind === "tag" && tag === "") tag = tagOf(token);
      else break;
      this.#scanner.take();
    }
    return { tag, start, ...(anchor !== undefined && { anchor }) };
  }

  #parseBlockList(list: Building<"list">): YamlNode {
    this.#scanner.take();
    for (;;) {
      const token = this.#scanner.take();
      if (token.kind === "block-end") return list;
      if (token.kind !== "-") throw failure("did not find expected '-' indicator", token.start);
      const item = this.#nodeUnless({ isBlock: true }, token.end, "-", "block-end");
      list.items.push(item);
      list.range.to = item.range.to;
    }
  }

  #parseIndentless(list: Building<"list">): YamlNode {
    while (this.#scanner.peek().kind === "-") {
      const { end } = this.#scanner.take();
      const item = this.#nodeUnless({ isBlock: true }, end, "-", "?", ":", "block-end");
      list.items.push(item);
      list.range.to = item.range.to;
    }
    return list;
  }

  #parseBlockMap(map: Building<"map">): YamlNode {
    this.#scanner.take();
    for (;;) {
      const token = this.#scanner.take();
      if (token.kind === "block-end") return map;
      if (token.kind !== "?") throw failure("did not find expected key", token.start);
      const context = { isBlock: true, mayBeIndentless: true };
      const key = this.#nodeUnless(context, token.end, "?", ":", "block-end");
      const after = this.#scanner.peek();
      let value = empty(after.start);
      if (after.kind === ":") {
        this.#scanner.take();
        value = this.#nodeUnless(context, after.end, "?", ":", "block-end");
      }
      map.entries.push({ key, value });
      map.range.to = Math.max(value.range.to, key.range.to);
    }
  }

  #parseFlowList(list: Building<"list">): YamlNode {
    this.#scanner.take();
    for (let isFirst = true; this.#continuesFlow("]", isFirst); isFirst = false) {
      const token = this.#scanner.peek();
      if (token.kind !== "?") {
        list.items.push(this.#parseNode({ isBlock: false }));
        continue;
      }
      this.#scanner.take();
      const key = this.#nodeUnless({ isBlock: false }, token.end, ":", ",", "]");
      const value = this.#flowValue("]");
      const range = { from: key.range.from, to: value.range.to };
      list.items.push({ kind: "map", range, entries: [{ key, value }] });
    }
    list.range.to = this.#scanner.take().end.offset;
    return list;
  }

  #parseFlowMap(map: Building<"map">): YamlNode {
    this.#scanner.take();
    for (let isFirst = true; this.#continuesFlow("}", isFirst); isFirst = false) {
      const token = this.#scanner.peek();
      if (token.kind === "?") {
        this.#scanner.take();
        const key = this.#nodeUnless({ isBlock: false }, token.end, ":", ",", "}");
        map.entries.push({ key, value: this.#flowValue("}") });
      } else {
        const key = this.#parseNode({ isBlock: false });
        map.entries.push({ key, value: empty(this.#scanner.peek().start) });
      }
    }
    map.range.to = this.#scanner.take().end.offset;
    return map;
  }

  /** Whether another entry follows; takes the comma before it. */
  #continuesFlow(close: "]" | "}", isFirst: boolean): boolean {
    const token = this.#scanner.peek();
    if (token.kind === close) return false;
    if (isFirst) return true;
    if (token.kind !== ",") throw failure(`did not find expected ',' or '${close}'`, token.start);
    this.#scanner.take();
    return this.#scanner.peek().kind !== close;
  }

  #flowValue(close: "]" | "}"): YamlNode {
    const token = this.#scanner.peek();
    if (token.kind !== ":") return empty(token.start);
    this.#scanner.take();
    return this.#nodeUnless({ isBlock: false }, token.end, ",", close);
  }

  /** A node, or an empty scalar when the next token is one of those. */
  #nodeUnless(
    context: { readonly isBlock: boolean; readonly mayBeIndentless?: boolean },
    mark: Mark,
    ...kinds: readonly TokenKind[]
  ): YamlNode {
    return isOneOf(this.#scanner.peek(), ...kinds) ? empty(mark) : this.#parseNode(context);
  }
}

function scalarOf(token: Token, { from, tag }: { readonly from: number; readonly tag: string }): YamlNode {
  const isPlain = (tag === "" && token.style === "plain") || tag === "!";
  return {
    kind: "scalar",
    range: { from, to: token.end.offset },
    text: token.value,
    tag: tag === "!" ? "" : tag,
    isPlain,
  };
}

function tagOf({ value, start }: Token): string {
  const verbatim = /^!<(.*)>$/.exec(value)?.[1];
  if (verbatim !== undefined) return verbatim.replace(/^tag:yaml\.org,2002:/, "!!");
  const handle = /^(![\w-]*!)/.exec(value)?.[1];
  if (handle !== undefined && handle !== "!!") throw failure("found undefined tag handle", start);
  return value;
}

function empty({ offset }: Mark): YamlNode {
  return { kind: "scalar", range: { from: offset, to: offset }, text: "", tag: "", isPlain: true };
}

function isOneOf(token: Token, ...kinds: readonly TokenKind[]): boolean {
  return kinds.includes(token.kind);
}

function failure(problem: string, mark: Mark): YamlFailure {
  return new YamlFailure(problem, mark, "parser");
}
