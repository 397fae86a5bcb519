// kubectl port-forward in the page: it runs in one shell while another asks, and the drawing shows the way that it carries.
import { expect, test } from "./kubehop.ts";

test("port-forward runs in the workstation's shell; curl localhost in the client's reaches the pod through the API server", async ({
  kubehop,
}) => {
  test.setTimeout(120_000);
  await kubehop.open();
  const { page } = kubehop;
  await kubehop.type("clear");
  await page.keyboard.type("kubectl port-forward svc/numbers-api 8080:80\n");
  await expect.poll(() => kubehop.said()).toContain("Forwarding from 127.0.0.1:8080 -> 80");
  await page.getByRole("button", { name: "New shell in a pod or on a node" }).click();
  await page.getByRole("option", { name: /^client/ }).click();
  await kubehop.type("curl -s localhost:8080");
  await expect.poll(() => kubehop.said()).toContain("numbers-api");
  await expect(kubehop.strip).toContainText("control-plane");
  await page.getByRole("tab", { name: "kubectl", exact: true }).click();
  await expect.poll(() => kubehop.said()).toContain("Handling connection for 8080");
  await kubehop.shell.click();
  await page.keyboard.press("Control+c");
  await page.getByRole("tab", { name: /^client/ }).click();
  await kubehop.type("curl -sS localhost:8080");
  await expect.poll(() => kubehop.said()).toContain("Failed to connect to localhost port 8080");
});
