// The five points of the main job, as a new user does them.
import { expect, test } from "./kubehop.ts";

test("Send: the packet asks DNS, meets the rules, is rewritten to a pod, and the answer comes back", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page, strip, caption } = kubehop;
  await expect(page.locator(".request__from")).toContainText("numbers-web");
  await expect(page.getByRole("combobox", { name: "URL" })).toHaveValue("http://numbers-api/rng");
  await kubehop.sendAndWatch();
  for (const row of ["DNS query", "DNS answer", "SYN", "SYN-ACK", "GET /rng", "200 OK"])
    await expect(strip).toContainText(row);
  await expect(caption).toContainText("numbers-web");
  await expect(page.locator(".react-flow__node", { hasText: "numbers-api" }).first()).toBeVisible();
});

test("the sender and the target are offered: pods, nodes, the client outside; Services and names", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page } = kubehop;
  await page.locator(".request__from").click();
  for (const name of [/numbers-api-/, /coredns-/, /node-1/, /client/])
    await expect(page.getByRole("option", { name }).first()).toBeVisible();
  await page.getByRole("option", { name: /node-1/ }).click();
  await page.getByRole("combobox", { name: "URL" }).click();
  await page
    .getByRole("option", { name: /default\/numbers-api/ })
    .first()
    .click();
  await expect(page.getByRole("combobox", { name: "URL" })).toHaveValue(/^http:\/\/10\.96\.\d+\.\d+\/$/);
  await kubehop.sendAndWatch();
  await expect(kubehop.strip).toContainText("200 OK");
});

test("playback stops, steps, scrubs; the inspector shows header, rules, draw, conntrack and why", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page, inspector, caption, strip } = kubehop;
  await kubehop.sendAndWatch();
  await page.locator("body").press("Home");
  const first = await caption.textContent();
  await page.locator("body").press("ArrowRight");
  await expect(caption).not.toHaveText(first ?? "");
  await page.locator("body").press("ArrowLeft");
  await expect(caption).toHaveText(first ?? "");
  // Of the query, the answer and the SYN, each of which is rewritten.
  await strip
    .getByRole("button", { name: /^DNAT on node-/ })
    .nth(2)
    .click();
  await expect(inspector).toContainText(/destination/i);
  await expect(inspector).toContainText("KUBE-SVC");
  await expect(inspector).toContainText("--to-destination");
  await expect(inspector).toContainText("conntrack");
  await expect(inspector).toContainText("app=numbers-api");
});

test("a selector that matches nothing is refused with its reason; taking it back mends it", async ({ kubehop }) => {
  await kubehop.open();
  const { page, caption, strip } = kubehop;
  await kubehop.setValue("app", "nothing");
  await expect(kubehop.sync).toHaveText("1 line not applied");
  await page.keyboard.press("ControlOrMeta+Enter");
  await kubehop.isReady();
  await kubehop.sendAndWatch();
  await expect(strip).toContainText("curl: (7)");
  await strip
    .getByRole("button", { name: /rejected/ })
    .last()
    .click();
  await expect(caption).toContainText("app=nothing");
  await expect(caption).toContainText("service.yaml, line 7");
  await page.locator(".monaco-editor .view-lines").first().click();
  for (let i = 0; i < 40 && !(await kubehop.editorText()).includes("app: numbers-api"); i++)
    await page.keyboard.press("ControlOrMeta+z");
  expect(await kubehop.editorText()).toContain("app: numbers-api");
  await kubehop.apply();
  await kubehop.isReady();
  await kubehop.sendAndWatch();
  await expect(strip).toContainText("200 OK");
});

test("what kubectl does in the terminal is seen on the canvas", async ({ kubehop }) => {
  await kubehop.open();
  const { page, strip } = kubehop;
  const pods = page.locator(".react-flow__node", { hasText: /^(?!.*node-).*numbers-api/ });
  await kubehop.type("kubectl get pods -o wide");
  expect(await kubehop.said()).toMatch(/numbers-web-\S+ +1\/1 +Running/);
  await kubehop.type("kubectl get svc,endpointslices");
  expect(await kubehop.said()).toMatch(/endpointslice\.discovery\.k8s\.io\/numbers-api-\w{5}/);
  const before = await pods.allTextContents();
  await kubehop.type("kubectl delete pod -l app=numbers-api");
  expect(await kubehop.said()).toMatch(/pod "numbers-api-\S+" deleted/);
  await expect.poll(() => pods.allTextContents()).not.toEqual(before);
  await kubehop.type("kubectl scale deploy numbers-api --replicas=3");
  expect(await kubehop.said()).toContain("deployment.apps/numbers-api scaled");
  await expect
    .poll(async () => await page.locator(".react-flow__node-pod", { hasText: "numbers-api" }).count())
    .toBe(3);
  await kubehop.type("kubectl exec deploy/numbers-web -- curl -sS http://numbers-api/rng");
  await expect(strip).toContainText("200 OK");
});

const SCENARIOS = [
  { title: /^Two pods, no Service/, ends: "curl: (6)" },
  { title: /^Two pods and a Service/, ends: "curl: (7)" },
  { title: /^NodePort/, ends: "200 OK" },
  { title: /^LoadBalancer/, ends: "200 OK" },
  { title: /^ExternalName/, ends: "200 OK" },
  { title: /^A Service without a selector/, ends: /curl: \((7|28)\)/ },
  { title: /^Two namespaces/, ends: "200 OK" },
] as const;

test("every scenario of the chapter loads, and its request ends as the chapter says", async ({ kubehop }) => {
  await kubehop.open();
  for (const { title, ends } of SCENARIOS) {
    await test.step(String(title), async () => {
      await kubehop.loadScenario(title);
      await kubehop.sendAndWatch();
      await expect(kubehop.strip).toContainText(ends);
    });
  }
});

test("without a Service nslookup finds nothing; with one it does, and ping gets no answer", async ({ kubehop }) => {
  await kubehop.open();
  await kubehop.loadScenario(/^Two pods, no Service/);
  await kubehop.type("kubectl exec deploy/sleep-1 -- nslookup sleep-2");
  expect(await kubehop.said()).toContain("NXDOMAIN");
  await kubehop.loadScenario(/^Two pods and a Service/);
  await kubehop.type("kubectl exec deploy/sleep-1 -- nslookup sleep-2");
  expect(await kubehop.said()).toMatch(/Address: *10\.96\.\d+\.\d+/);
  await kubehop.type("kubectl exec deploy/sleep-1 -- ping -c 1 -W 2 sleep-2");
  expect(await kubehop.said()).toContain("100% packet loss");
});
