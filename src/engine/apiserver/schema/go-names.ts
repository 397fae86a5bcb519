/** Words of field names that Go writes in capitals, at the name's beginning. */
const INITIALISMS =
  /^(api|cidr|cpu|dns|fc|fs|gce|gcp|grpc|http|id|ip|iscsi|nfs|os|qos|rbd|ssl|tcp|tls|ttl|tty|uid|url|aws|csi|fqdn|gmsa|wwns|gid)(?=[A-Z]|s?$)/;
const FIELD_NAMES: Readonly<Record<string, string>> = {
  metadata: "ObjectMeta",
  serviceAccount: "DeprecatedServiceAccount",
  selinuxOptions: "SELinuxOptions",
  seLinuxOptions: "SELinuxOptions",
  seLinuxChangePolicy: "SELinuxChangePolicy",
  awsElasticBlockStore: "AWSElasticBlockStore",
  lastState: "LastTerminationState",
  storageos: "StorageOS",
  cephfs: "CephFS",
  pdName: "PDName",
  runAsGroup: "RunAsGroup",
  targetWWNs: "TargetWWNs",
  wwids: "WWIDs",
  iqn: "IQN",
  fsUser: "RadosUser",
};

/** The Go name of a field of the API: capital first, initialisms whole. */
export function goFieldName(name: string): string {
  const known = FIELD_NAMES[name];
  if (known !== undefined) return known;
  const raised = name.replace(INITIALISMS, (word) => word.toUpperCase());
  return raised[0]?.toUpperCase() + raised.slice(1);
}
