import { describe, expect, it, test } from "vitest";
import { REFUSED } from "../engine/trace/refused.fixture.ts";
import { STORY } from "../engine/trace/story.fixture.ts";
import { playbackOf } from "../state/playback.ts";
import { unitedColumns } from "../state/visits.ts";
import { eventsOf, findEvents } from "./event-model.ts";
import { pictureOf } from "./picture.ts";
import type { PictureLook } from "./picture.ts";

const LOOK: PictureLook = {
  token: (name) => name,
  words: { query: "DNS query", answer: "DNS answer", error: "ICMP error" },
  outcome: "200",
  nodeAddresses: new Map([
    ["node node-1", "172.18.0.3"],
    ["node node-2", "172.18.0.4"],
  ]),
};

describe("the picture of a trace", () => {
  it("has a line for each packet of the simple strip, with its name and its marks", () => {
    const { svg } = pictureOf(STORY, LOOK);
    for (const word of ["DNS query", "DNS answer", "SYN", "SYN-ACK", "GET /rng", "200 OK", "KUBE-SVC", "172.18.0.3"])
      expect(svg).toContain(`${word}</text>`);
    const { momentsOfRow } = playbackOf(STORY, "simple");
    expect(svg.match(/<g transform=/g)).toHaveLength(momentsOfRow.flat().length);
  });

  it("shows what the tool said when it failed", () => {
    expect(pictureOf(REFUSED, LOOK).svg).toContain("curl: (7)");
  });

  it("takes no text of a trace for markup", () => {
    const url = 'http://x/"><script>alert(1)</script>&';
    const { svg } = pictureOf({ ...STORY, request: { ...STORY.request, url } }, LOOK);
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;");
  });
});

test("events come in the order in which they happened, a packet's own never the wrong way round", () => {
  const events = eventsOf(playbackOf(STORY, "simple"));
  const own = events.filter(({ moment }) => STORY.packets[moment.packet]?.kind === "tcp-syn");
  expect(own.map(({ moment }) => moment.at)).toEqual(own.map(({ moment }) => moment.at).toSorted((a, b) => a - b));
  const times = events.map(({ moment }) => STORY.packets[moment.packet]!.hops[moment.hop]!.arrivedMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test.each`
  topics            | words        | finds
  ${["nat"]}        | ${""}        | ${/dnat|reply|conntrack|snat|masquerade/}
  ${["routes"]}     | ${"node-2"}  | ${/route|bridge/}
  ${["dns", "arp"]} | ${"coredns"} | ${/./}
  ${["replies"]}    | ${"SYN-ACK"} | ${/./}
`("the list narrowed to $topics and '$words' holds only what was asked for", ({ topics, words, finds }) => {
  const found = findEvents(eventsOf(playbackOf(STORY, "simple")), { topics: new Set(topics), words });
  expect(found.length).toBeGreaterThan(0);
  for (const { text } of found) expect(text).toMatch(finds);
});

test("words that no event has find nothing", () => {
  const events = eventsOf(playbackOf(STORY, "simple"));
  expect(findEvents(events, { topics: new Set(), words: "KUBE-SVC matched" })).toEqual([]);
});

test("two traces stand on the same places: each place once, a host's places side by side", () => {
  const [story, refused] = [playbackOf(STORY, "simple").columns, playbackOf(REFUSED, "simple").columns];
  const united = unitedColumns(story, refused);
  const name = ({ host, place }: { host: string; place: string }) => `${host} ${place}`;
  expect(new Set(united.map(name))).toEqual(new Set([...story, ...refused].map(name)));
  expect(united.length).toBe(new Set(united.map(name)).size);
  const runs = united.filter(({ host }, index) => host !== united[index - 1]?.host);
  expect(runs.length).toBe(new Set(united.map(({ host }) => host)).size);
});
