// As pkg/controller/serviceaccount and pkg/controller/certificates/rootcacertpublisher: each namespace has its default service
// account, and the certificate with which its pods trust the API server.
import type { KubernetesObject } from "../model/objects.ts";
import type { Controller, ControllerContext } from "./controller.ts";

const ROOT_CA = "kube-root-ca.crt";

/** Woken by namespaces, and by the end or change of what it gave them. */
export function serviceAccountsController({ api }: ControllerContext): Controller {
  return {
    name: "serviceaccount-controller",
    wakes({ object, type }) {
      if (object.kind === "Namespace") return type === "DELETED" ? [] : [object.metadata.name];
      const { name, namespace } = object.metadata;
      const isGiven =
        (object.kind === "ServiceAccount" && name === "default") || (object.kind === "ConfigMap" && name === ROOT_CA);
      return isGiven && type !== "ADDED" && namespace ? [namespace] : [];
    },
    reconcile(namespace) {
      const found = api.get("Namespace", namespace);
      if (!found || found.metadata.deletionTimestamp) return;
      if (!api.get("ServiceAccount", "default", namespace)) api.create(defaultAccount(namespace));
      const given = api.get("ConfigMap", ROOT_CA, namespace);
      const wanted = rootCertificate(namespace);
      if (!given) api.create(wanted);
      else if (given.data?.["ca.crt"] !== CERTIFICATE) api.update({ ...given, data: { "ca.crt": CERTIFICATE } });
    },
  };
}

const CERTIFICATE =
  "-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVkIGNsdXN0ZXI6IG5vdGhpbmcgaXMgc2lnbmVkIGhlcmU=\n-----END CERTIFICATE-----\n";

function defaultAccount(namespace: string): KubernetesObject {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace } };
}

function rootCertificate(namespace: string): KubernetesObject {
  const description =
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: ROOT_CA, namespace, annotations: { "kubernetes.io/description": description } },
    data: { "ca.crt": CERTIFICATE },
  };
}
