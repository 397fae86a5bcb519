// Why it failed, and the way out: another request, a line of the text, a command.
import { expect, test } from "./kubehop.ts";

/** Pods that are never ready, behind a Service that names ready ones only. */
const SLOW = `apiVersion: v1
kind: Service
metadata:
  name: slow
spec:
  clusterIP: None
  selector:
    app: slow
  ports:
    - port: 80
---
apiVersion: v1
kind: Pod
metadata:
  name: slow
  labels:
    app: slow
spec:
  containers:
    - name: web
      image: nginx
      readinessProbe:
        exec:
          command: ["false"]
`;

test("a misspelt name: the one that was meant is offered, and sent", async ({ kubehop }) => {
  await kubehop.open();
  const { page, inspector } = kubehop;
  await page.getByRole("combobox", { name: "URL" }).fill("http://number-api/rng");
  await kubehop.sendAndWatch();
  await expect(inspector).toContainText("There is no Service number-api. There is one called numbers-api.");
  await inspector.getByRole("button", { name: "Send this" }).click();
  await expect(page.getByRole("combobox", { name: "URL" })).toHaveValue("http://numbers-api/rng");
  await expect(kubehop.strip).toContainText("200 OK");
});

test("a field that is not written yet: the line comes into the file, and the request is answered", async ({
  kubehop,
}) => {
  await kubehop.open();
  const { page, inspector } = kubehop;
  await kubehop.write(SLOW);
  await kubehop.apply();
  await expect(kubehop.sync).toHaveText("In sync");
  await page.getByRole("combobox", { name: "URL" }).fill("http://slow/");
  await kubehop.sendAndWatch();
  await expect(inspector).toContainText("its name has no addresses");
  await expect(inspector).toContainText("+ publishNotReadyAddresses: true");
  await inspector.getByRole("button", { name: "Change and apply" }).click();
  await expect.poll(() => kubehop.editorText()).toContain("publishNotReadyAddresses: true");
  await expect(kubehop.sync).toHaveText("In sync");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(kubehop.strip).toContainText("200 OK");
});

test("an object that no file has: kubectl changes it, in the terminal", async ({ kubehop }) => {
  await kubehop.open();
  const { page, inspector } = kubehop;
  await kubehop.type("kubectl create service clusterip shop --tcp=80:9999");
  await kubehop.type(`kubectl patch service shop -p '{"spec":{"selector":{"app":"numbers-api"}}}'`);
  await page.getByRole("combobox", { name: "URL" }).fill("http://shop/");
  await kubehop.sendAndWatch();
  await expect(inspector).toContainText("nothing listens on port 9999");
  await inspector.getByRole("button", { name: "Change with kubectl patch" }).click();
  await expect.poll(() => kubehop.said()).toContain("service/shop patched");
  // kube-proxy takes it up within a second.
  await expect(async () => {
    await kubehop.sendAndWatch();
    await expect(kubehop.strip).toContainText("200 OK", { timeout: 1000 });
  }).toPass();
});
