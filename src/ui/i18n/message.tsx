import { Fragment } from "react";
import type { ReactNode } from "react";
import type { MessageKey, ParameterName } from "./catalogue.ts";
import { useLanguage } from "./language.ts";
import type { Language } from "./language.ts";
import { textOf } from "./texts.ts";

type Arguments<K extends MessageKey, V> = [ParameterName<K>] extends [never]
  ? []
  : [parameters: Readonly<Record<ParameterName<K>, V>>];

/** Says a message in a language, to be called wherever a component's language is known. */
export type Say = <K extends MessageKey>(key: K, ...rest: Arguments<K, string | number>) => string;

/** The message in the language of the moment. In components use `useMessage`, which draws anew when the language changes. */
export const message: Say = (key, ...[parameters]) =>
  format({ key, language: useLanguage.getState().language }, parameters).join("");

/** `message` for a component. */
export function useMessage(): Say {
  const language = useLanguage((state) => state.language);
  return (key, ...[parameters]) => format({ key, language }, parameters).join("");
}

/** A message whose parameters may be elements: names in bold, links to a line. */
export function Message<K extends MessageKey>(props: { readonly id: K } & MessageValues<K>): ReactNode {
  const language = useLanguage((state) => state.language);
  const values: Readonly<Record<string, ReactNode>> = "values" in props ? (props.values ?? {}) : {};
  const parts = format<ReactNode>({ key: props.id, language }, values);
  return parts.map((part, index) => <Fragment key={index}>{part}</Fragment>);
}

type MessageValues<K extends MessageKey> = [ParameterName<K>] extends [never]
  ? { readonly values?: undefined }
  : { readonly values: Readonly<Record<ParameterName<K>, ReactNode>> };

function format<V>(
  { key, language }: { readonly key: MessageKey; readonly language: Language },
  parameters: Readonly<Record<string, V>> = {},
): (V | string)[] {
  return textOf(key, language)
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      if (!part.startsWith("{")) return part;
      const [name = "", one, many] = part.slice(1, -1).split("|");
      const value = parameters[name];
      if (one === undefined) return value ?? "";
      return Number(value) === 1 ? one : (many ?? one);
    });
}
