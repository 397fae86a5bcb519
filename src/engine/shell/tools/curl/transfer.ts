import type { HttpResponse } from "../../../tracer/http.ts";
import type { Connection } from "../../../tracer/tcp.ts";
import type { Conversation } from "../../../tracer/conversation.ts";
import type { CurlFailure } from "./connect.ts";
import type { CurlTarget } from "./options.ts";
import type { RequestHead } from "./request-head.ts";
import type { CurlUrl } from "./url.ts";
import type { TransferFacts } from "./write-out.ts";

/** An open connection of a curl run, by the number that curl gives it. */
export type Pooled = { readonly connection: Connection; readonly number: number; readonly shownHost: string };

/** One URL's progress: when it came how far. */
export class Transfer {
  readonly conversation: Conversation;
  readonly url: CurlUrl;
  readonly target: CurlTarget;
  /** Its place among the URLs of the command line. */
  readonly index: number;
  readonly beganMs: number;
  readonly redirects: number;
  resolvedMs = 0;
  connectedMs = 0;
  securedMs = 0;
  sentMs = 0;

  constructor(
    conversation: Conversation,
    what: {
      readonly url: CurlUrl;
      readonly target: CurlTarget;
      readonly index: number;
      readonly beganMs?: number;
      readonly redirects?: number;
    },
  ) {
    this.conversation = conversation;
    this.url = what.url;
    this.target = what.target;
    this.index = what.index;
    this.beganMs = what.beganMs ?? conversation.nowMs;
    this.redirects = what.redirects ?? 0;
  }

  /** The same transfer at the place that the server has sent it to. */
  redirected(url: CurlUrl): Transfer {
    const { conversation, target, index, beganMs, redirects } = this;
    return new Transfer(conversation, { url, target, index, beganMs, redirects: redirects + 1 });
  }

  markReused(): void {
    this.resolvedMs = this.connectedMs = this.conversation.nowMs;
  }

  facts(done: {
    readonly head: RequestHead;
    readonly ready?: Pooled & { readonly isNew: boolean };
    readonly endedMs: number;
    readonly response?: HttpResponse;
    readonly failure?: CurlFailure;
    readonly referer?: string;
  }): TransferFacts {
    const since = (ms: number) => (ms === 0 ? 0 : ms - this.beganMs);
    const { head, ready, endedMs, response, failure, referer } = done;
    return {
      url: this.url,
      index: this.index,
      redirects: this.redirects,
      ...(this.target.output !== undefined && { file: this.target.output }),
      ...(referer !== undefined && { referer }),
      head,
      ...(ready && { connection: ready.connection }),
      ...(response && { response }),
      ...(failure && { failure }),
      isNewConnection: ready?.isNew ?? false,
      resolvedMs: since(this.resolvedMs),
      connectedMs: ready ? since(this.connectedMs) : 0,
      securedMs: since(this.securedMs),
      sentMs: since(this.sentMs),
      endedMs: since(endedMs),
    };
  }
}
