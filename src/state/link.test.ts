import fc from "fast-check";
import { expect, test } from "vitest";
import { STORY } from "../engine/trace/story.fixture.ts";
import { linkOf, linkText, parseLink } from "./link.ts";
import type { Link } from "./link.ts";

const WEB = { namespace: "default", pod: "web-0" };

test.each`
  link                                                                                    | text
  ${{ from: WEB, url: "http://api/", draws: [], at: { packet: 4, hop: 1, step: 6 } }}     | ${"#from=pod+default/web-0&url=http://api/&at=4.1.6"}
  ${{ from: WEB, url: "http://api/?a=b&c", draws: [0.27, 0], at: { packet: 0, hop: 0 } }} | ${"#from=pod+default/web-0&url=http://api/%3Fa%3Db%26c&draws=0.27,0&at=0.0"}
  ${{ from: { node: "node-1" }, url: "172.18.0.3:30080/", draws: [] }}                    | ${"#from=node+node-1&url=172.18.0.3:30080/"}
  ${{ from: { outside: "198.51.100.7" }, url: "https://api/100%25", draws: [] }}          | ${"#from=outside+198.51.100.7&url=https://api/100%2525"}
`("$text", ({ link, text }: { link: Link; text: string }) => {
  expect(linkText(link)).toBe(text);
  expect(parseLink(text)).toEqual(link);
});

test.each([
  "",
  "#",
  "#trace",
  "#%",
  "#%E0%A4%A&from=%FF",
  "#from=pod+default/web-0",
  "#from=pod+web-0&url=http://api/",
  "#from=moon+1&url=http://api/",
  "#from=node+n&url=javascript:alert(1)",
  "#from=node+n&url=javascript://%250aalert(1)",
  "#from=node+n&url=file:///etc/passwd",
  "#from=node+n&url=http://a%0a-o/etc/passwd",
  "#from=node+n&url=http://api/&at=1",
  "#from=node+n&url=http://api/&at=-1.0",
  "#from=node+n&url=http://api/&at=99999999.0",
  "#from=node+n&url=http://api/&draws=NaN",
  "#from=node+n&url=http://api/&draws=2",
  `#from=node+n&url=http://${"a".repeat(3000)}/`,
])("%s is no link", (text) => {
  expect(parseLink(text)).toBeUndefined();
});

test("no text breaks it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
      expect(parseLink(`#from=${text}&url=${text}&at=${text}`)).toBeUndefined();
    }),
  );
});

test("a trace's link has its draws and reads back", () => {
  const link = linkOf(STORY, { packet: 2, hop: 1 });
  expect(link?.draws.length).toBeGreaterThan(0);
  expect(parseLink(linkText(link!))).toMatchObject({ from: link!.from, url: link!.url, at: { packet: 2, hop: 1 } });
});
