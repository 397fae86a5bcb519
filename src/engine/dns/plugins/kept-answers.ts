import type { DnsQuestion } from "../../model/dns.ts";
import type { ClusterNames } from "../cluster-names.ts";
import type { Served } from "../contract.ts";

/** Answers that are kept; then all are forgotten, as names that are asked once help nobody. */
const ANSWERS_MAX = 10_000;

/** Answers to A and AAAA queries, kept for as long as names stand for the same (`names.edition`). */
export class KeptAnswers {
  readonly #names: ClusterNames;
  readonly #byName = { A: new Map<string, Served>(), AAAA: new Map<string, Served>() };
  #edition = -1;

  constructor(names: ClusterNames) {
    this.#names = names;
  }

  get({ name, type }: DnsQuestion): Served | undefined {
    if (type !== "A" && type !== "AAAA") return undefined;
    const { edition } = this.#names;
    if (edition !== this.#edition) {
      this.#forget();
      this.#edition = edition;
    }
    return this.#byName[type].get(name);
  }

  /** Keeps what has just been looked up, and gives it back. */
  keep({ name, type }: DnsQuestion, served: Served): Served {
    if (type !== "A" && type !== "AAAA") return served;
    const answers = this.#byName[type];
    if (answers.size >= ANSWERS_MAX) this.#forget();
    answers.set(name, served);
    return served;
  }

  #forget(): void {
    this.#byName.A.clear();
    this.#byName.AAAA.clear();
  }
}
