/* oxlint-disable max-lines -- generated */
// Written by scripts/api-schema out of the Go types of k8s.io/api v0.36.3 (Kubernetes 1.36); not edited by hand.
// "# core/v1" opens a Go package; "Protocol string" names a type; "ServicePort{…}" is a struct, a field of it
// "name,flags type merge". Flags: ? omitempty, ~ omitzero, ! inline. Merge: @key or @ for patchStrategy=merge, ^ for retainKeys.
// In a type ".X" is of the same package. Read by schema.ts.
export const GO_TYPES = `
# apps/v1
ControllerRevision{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;data,? pkg/runtime.RawExtension;revision, int64}
DaemonSet{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .DaemonSetSpec;status,? .DaemonSetStatus}
DaemonSetCondition{type, .DaemonSetConditionType;status, core/v1.ConditionStatus;lastTransitionTime,? meta/v1.Time;reason,? string;message,? string}
DaemonSetConditionType string
DaemonSetSpec{selector, *meta/v1.LabelSelector;template, core/v1.PodTemplateSpec;updateStrategy,? .DaemonSetUpdateStrategy;minReadySeconds,? int32;revisionHistoryLimit,? *int32}
DaemonSetStatus{currentNumberScheduled, int32;numberMisscheduled, int32;desiredNumberScheduled, int32;numberReady, int32;observedGeneration,? int64;updatedNumberScheduled,? int32;numberAvailable,? int32;numberUnavailable,? int32;collisionCount,? *int32;conditions,? [].DaemonSetCondition @type}
DaemonSetUpdateStrategy{type,? .DaemonSetUpdateStrategyType;rollingUpdate,? *.RollingUpdateDaemonSet}
DaemonSetUpdateStrategyType string
Deployment{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .DeploymentSpec;status,? .DeploymentStatus}
DeploymentCondition{type, .DeploymentConditionType;status, core/v1.ConditionStatus;lastUpdateTime,? meta/v1.Time;lastTransitionTime,? meta/v1.Time;reason,? string;message,? string}
DeploymentConditionType string
DeploymentSpec{replicas,? *int32;selector, *meta/v1.LabelSelector;template, core/v1.PodTemplateSpec;strategy,? .DeploymentStrategy ^;minReadySeconds,? int32;revisionHistoryLimit,? *int32;paused,? bool;progressDeadlineSeconds,? *int32}
DeploymentStatus{observedGeneration,? int64;replicas,? int32;updatedReplicas,? int32;readyReplicas,? int32;availableReplicas,? int32;unavailableReplicas,? int32;terminatingReplicas,? *int32;conditions,? [].DeploymentCondition @type;collisionCount,? *int32}
DeploymentStrategy{type,? .DeploymentStrategyType;rollingUpdate,? *.RollingUpdateDeployment}
DeploymentStrategyType string
PersistentVolumeClaimRetentionPolicyType string
PodManagementPolicyType string
ReplicaSet{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .ReplicaSetSpec;status,? .ReplicaSetStatus}
ReplicaSetCondition{type, .ReplicaSetConditionType;status, core/v1.ConditionStatus;lastTransitionTime,? meta/v1.Time;reason,? string;message,? string}
ReplicaSetConditionType string
ReplicaSetSpec{replicas,? *int32;minReadySeconds,? int32;selector, *meta/v1.LabelSelector;template,? core/v1.PodTemplateSpec}
ReplicaSetStatus{replicas, int32;fullyLabeledReplicas,? int32;readyReplicas,? int32;availableReplicas,? int32;terminatingReplicas,? *int32;observedGeneration,? int64;conditions,? [].ReplicaSetCondition @type}
RollingUpdateDaemonSet{maxUnavailable,? *util/intstr.IntOrString;maxSurge,? *util/intstr.IntOrString}
RollingUpdateDeployment{maxUnavailable,? *util/intstr.IntOrString;maxSurge,? *util/intstr.IntOrString}
RollingUpdateStatefulSetStrategy{partition,? *int32;maxUnavailable,? *util/intstr.IntOrString}
StatefulSet{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .StatefulSetSpec;status,? .StatefulSetStatus}
StatefulSetCondition{type, .StatefulSetConditionType;status, core/v1.ConditionStatus;lastTransitionTime,? meta/v1.Time;reason,? string;message,? string}
StatefulSetConditionType string
StatefulSetOrdinals{start, int32}
StatefulSetPersistentVolumeClaimRetentionPolicy{whenDeleted,? .PersistentVolumeClaimRetentionPolicyType;whenScaled,? .PersistentVolumeClaimRetentionPolicyType}
StatefulSetSpec{replicas,? *int32;selector, *meta/v1.LabelSelector;template, core/v1.PodTemplateSpec;volumeClaimTemplates,? []core/v1.PersistentVolumeClaim;serviceName, string;podManagementPolicy,? .PodManagementPolicyType;updateStrategy,? .StatefulSetUpdateStrategy;revisionHistoryLimit,? *int32;minReadySeconds,? int32;persistentVolumeClaimRetentionPolicy,? *.StatefulSetPersistentVolumeClaimRetentionPolicy;ordinals,? *.StatefulSetOrdinals}
StatefulSetStatus{observedGeneration,? int64;replicas, int32;readyReplicas,? int32;currentReplicas,? int32;updatedReplicas,? int32;currentRevision,? string;updateRevision,? string;collisionCount,? *int32;conditions,? [].StatefulSetCondition @type;availableReplicas, int32}
StatefulSetUpdateStrategy{type,? .StatefulSetUpdateStrategyType;rollingUpdate,? *.RollingUpdateStatefulSetStrategy}
StatefulSetUpdateStrategyType string
# autoscaling/v1
CrossVersionObjectReference{kind, string;name, string;apiVersion,? string}
HorizontalPodAutoscaler{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .HorizontalPodAutoscalerSpec;status,? .HorizontalPodAutoscalerStatus}
HorizontalPodAutoscalerSpec{scaleTargetRef, .CrossVersionObjectReference;minReplicas,? *int32;maxReplicas, int32;targetCPUUtilizationPercentage,? *int32}
HorizontalPodAutoscalerStatus{observedGeneration,? *int64;lastScaleTime,? *meta/v1.Time;currentReplicas, int32;desiredReplicas, int32;currentCPUUtilizationPercentage,? *int32}
Scale{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .ScaleSpec;status,? .ScaleStatus}
ScaleSpec{replicas,? int32}
ScaleStatus{replicas, int32;selector,? string}
# autoscaling/v2
ContainerResourceMetricSource{name, core/v1.ResourceName;target, .MetricTarget;container, string}
ContainerResourceMetricStatus{name, core/v1.ResourceName;current, .MetricValueStatus;container, string}
CrossVersionObjectReference{kind, string;name, string;apiVersion,? string}
ExternalMetricSource{metric, .MetricIdentifier;target, .MetricTarget}
ExternalMetricStatus{metric, .MetricIdentifier;current, .MetricValueStatus}
HPAScalingPolicy{type, .HPAScalingPolicyType;value, int32;periodSeconds, int32}
HPAScalingPolicyType string
HPAScalingRules{stabilizationWindowSeconds,? *int32;selectPolicy,? *.ScalingPolicySelect;policies,? [].HPAScalingPolicy;tolerance,? *api/resource.Quantity}
HorizontalPodAutoscaler{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .HorizontalPodAutoscalerSpec;status,? .HorizontalPodAutoscalerStatus}
HorizontalPodAutoscalerBehavior{scaleUp,? *.HPAScalingRules;scaleDown,? *.HPAScalingRules}
HorizontalPodAutoscalerCondition{type, .HorizontalPodAutoscalerConditionType;status, core/v1.ConditionStatus;lastTransitionTime,? meta/v1.Time;reason,? string;message,? string}
HorizontalPodAutoscalerConditionType string
HorizontalPodAutoscalerSpec{scaleTargetRef, .CrossVersionObjectReference;minReplicas,? *int32;maxReplicas, int32;metrics,? [].MetricSpec;behavior,? *.HorizontalPodAutoscalerBehavior}
HorizontalPodAutoscalerStatus{observedGeneration,? *int64;lastScaleTime,? *meta/v1.Time;currentReplicas,? int32;desiredReplicas, int32;currentMetrics, [].MetricStatus;conditions,? [].HorizontalPodAutoscalerCondition @type}
MetricIdentifier{name, string;selector,? *meta/v1.LabelSelector}
MetricSourceType string
MetricSpec{type, .MetricSourceType;object,? *.ObjectMetricSource;pods,? *.PodsMetricSource;resource,? *.ResourceMetricSource;containerResource,? *.ContainerResourceMetricSource;external,? *.ExternalMetricSource}
MetricStatus{type, .MetricSourceType;object,? *.ObjectMetricStatus;pods,? *.PodsMetricStatus;resource,? *.ResourceMetricStatus;containerResource,? *.ContainerResourceMetricStatus;external,? *.ExternalMetricStatus}
MetricTarget{type, .MetricTargetType;value,? *api/resource.Quantity;averageValue,? *api/resource.Quantity;averageUtilization,? *int32}
MetricTargetType string
MetricValueStatus{value,? *api/resource.Quantity;averageValue,? *api/resource.Quantity;averageUtilization,? *int32}
ObjectMetricSource{describedObject, .CrossVersionObjectReference;target, .MetricTarget;metric, .MetricIdentifier}
ObjectMetricStatus{metric, .MetricIdentifier;current, .MetricValueStatus;describedObject, .CrossVersionObjectReference}
PodsMetricSource{metric, .MetricIdentifier;target, .MetricTarget}
PodsMetricStatus{metric, .MetricIdentifier;current, .MetricValueStatus}
ResourceMetricSource{name, core/v1.ResourceName;target, .MetricTarget}
ResourceMetricStatus{name, core/v1.ResourceName;current, .MetricValueStatus}
ScalingPolicySelect string
# batch/v1
CompletionMode string
ConcurrencyPolicy string
CronJob{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .CronJobSpec;status,? .CronJobStatus}
CronJobSpec{schedule, string;timeZone,? *string;startingDeadlineSeconds,? *int64;concurrencyPolicy,? .ConcurrencyPolicy;suspend,? *bool;jobTemplate, .JobTemplateSpec;successfulJobsHistoryLimit,? *int32;failedJobsHistoryLimit,? *int32}
CronJobStatus{active,? []core/v1.ObjectReference;lastScheduleTime,? *meta/v1.Time;lastSuccessfulTime,? *meta/v1.Time}
Job{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .JobSpec;status,? .JobStatus}
JobCondition{type, .JobConditionType;status, core/v1.ConditionStatus;lastProbeTime,? meta/v1.Time;lastTransitionTime,? meta/v1.Time;reason,? string;message,? string}
JobConditionType string
JobSpec{parallelism,? *int32;completions,? *int32;activeDeadlineSeconds,? *int64;podFailurePolicy,? *.PodFailurePolicy;successPolicy,? *.SuccessPolicy;backoffLimit,? *int32;backoffLimitPerIndex,? *int32;maxFailedIndexes,? *int32;selector,? *meta/v1.LabelSelector;manualSelector,? *bool;template, core/v1.PodTemplateSpec;ttlSecondsAfterFinished,? *int32;completionMode,? *.CompletionMode;suspend,? *bool;podReplacementPolicy,? *.PodReplacementPolicy;managedBy,? *string}
JobStatus{conditions,? [].JobCondition @type;startTime,? *meta/v1.Time;completionTime,? *meta/v1.Time;active,? int32;succeeded,? int32;failed,? int32;terminating,? *int32;completedIndexes,? string;failedIndexes,? *string;uncountedTerminatedPods,? *.UncountedTerminatedPods;ready,? *int32}
JobTemplateSpec{metadata,? meta/v1.ObjectMeta;spec,? .JobSpec}
PodFailurePolicy{rules, [].PodFailurePolicyRule}
PodFailurePolicyAction string
PodFailurePolicyOnExitCodesOperator string
PodFailurePolicyOnExitCodesRequirement{containerName,? *string;operator, .PodFailurePolicyOnExitCodesOperator;values, []int32}
PodFailurePolicyOnPodConditionsPattern{type, core/v1.PodConditionType;status, core/v1.ConditionStatus}
PodFailurePolicyRule{action, .PodFailurePolicyAction;onExitCodes,? *.PodFailurePolicyOnExitCodesRequirement;onPodConditions,? [].PodFailurePolicyOnPodConditionsPattern}
PodReplacementPolicy string
SuccessPolicy{rules, [].SuccessPolicyRule}
SuccessPolicyRule{succeededIndexes,? *string;succeededCount,? *int32}
UncountedTerminatedPods{succeeded,? []pkg/types.UID;failed,? []pkg/types.UID}
# coordination/v1
CoordinatedLeaseStrategy string
Lease{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .LeaseSpec}
LeaseSpec{holderIdentity,? *string;leaseDurationSeconds,? *int32;acquireTime,? *meta/v1.MicroTime;renewTime,? *meta/v1.MicroTime;leaseTransitions,? *int32;strategy,? *.CoordinatedLeaseStrategy;preferredHolder,? *string}
# core/v1
AWSElasticBlockStoreVolumeSource{volumeID, string;fsType,? string;partition,? int32;readOnly,? bool}
Affinity{nodeAffinity,? *.NodeAffinity;podAffinity,? *.PodAffinity;podAntiAffinity,? *.PodAntiAffinity}
AppArmorProfile{type, .AppArmorProfileType;localhostProfile,? *string}
AppArmorProfileType string
AttachedVolume{name, .UniqueVolumeName;devicePath, string}
AzureDataDiskCachingMode string
AzureDataDiskKind string
AzureDiskVolumeSource{diskName, string;diskURI, string;cachingMode,? *.AzureDataDiskCachingMode;fsType,? *string;readOnly,? *bool;kind,? *.AzureDataDiskKind}
AzureFilePersistentVolumeSource{secretName, string;shareName, string;readOnly,? bool;secretNamespace, *string}
AzureFileVolumeSource{secretName, string;shareName, string;readOnly,? bool}
Binding{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;target, .ObjectReference}
CSIPersistentVolumeSource{driver, string;volumeHandle, string;readOnly,? bool;fsType,? string;volumeAttributes,? map[string]string;controllerPublishSecretRef,? *.SecretReference;nodeStageSecretRef,? *.SecretReference;nodePublishSecretRef,? *.SecretReference;controllerExpandSecretRef,? *.SecretReference;nodeExpandSecretRef,? *.SecretReference}
CSIVolumeSource{driver, string;readOnly,? *bool;fsType,? *string;volumeAttributes,? map[string]string;nodePublishSecretRef,? *.LocalObjectReference}
Capabilities{add,? [].Capability;drop,? [].Capability}
Capability string
CephFSPersistentVolumeSource{monitors, []string;path,? string;user,? string;secretFile,? string;secretRef,? *.SecretReference;readOnly,? bool}
CephFSVolumeSource{monitors, []string;path,? string;user,? string;secretFile,? string;secretRef,? *.LocalObjectReference;readOnly,? bool}
CinderPersistentVolumeSource{volumeID, string;fsType,? string;readOnly,? bool;secretRef,? *.SecretReference}
CinderVolumeSource{volumeID, string;fsType,? string;readOnly,? bool;secretRef,? *.LocalObjectReference}
ClaimResourceStatus string
ClientIPConfig{timeoutSeconds,? *int32}
ClusterTrustBundleProjection{name,? *string;signerName,? *string;labelSelector,? *meta/v1.LabelSelector;optional,? *bool;path, string}
ConditionStatus string
ConfigMap{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;immutable,? *bool;data,? map[string]string;binaryData,? map[string][]uint8}
ConfigMapEnvSource{,! .LocalObjectReference;optional,? *bool}
ConfigMapKeySelector{,! .LocalObjectReference;key, string;optional,? *bool}
ConfigMapNodeConfigSource{namespace, string;name, string;uid,? pkg/types.UID;resourceVersion,? string;kubeletConfigKey, string}
ConfigMapProjection{,! .LocalObjectReference;items,? [].KeyToPath;optional,? *bool}
ConfigMapVolumeSource{,! .LocalObjectReference;items,? [].KeyToPath;defaultMode,? *int32;optional,? *bool}
Container{name, string;image,? string;command,? []string;args,? []string;workingDir,? string;ports,? [].ContainerPort @containerPort;envFrom,? [].EnvFromSource;env,? [].EnvVar @name;resources,? .ResourceRequirements;resizePolicy,? [].ContainerResizePolicy;restartPolicy,? *.ContainerRestartPolicy;restartPolicyRules,? [].ContainerRestartRule;volumeMounts,? [].VolumeMount @mountPath;volumeDevices,? [].VolumeDevice @devicePath;livenessProbe,? *.Probe;readinessProbe,? *.Probe;startupProbe,? *.Probe;lifecycle,? *.Lifecycle;terminationMessagePath,? string;terminationMessagePolicy,? .TerminationMessagePolicy;imagePullPolicy,? .PullPolicy;securityContext,? *.SecurityContext;stdin,? bool;stdinOnce,? bool;tty,? bool}
ContainerExtendedResourceRequest{containerName, string;resourceName, string;requestName, string}
ContainerImage{names, []string;sizeBytes,? int64}
ContainerPort{name,? string;hostPort,? int32;containerPort, int32;protocol,? .Protocol;hostIP,? string}
ContainerResizePolicy{resourceName, .ResourceName;restartPolicy, .ResourceResizeRestartPolicy}
ContainerRestartPolicy string
ContainerRestartRule{action,? .ContainerRestartRuleAction;exitCodes,? *.ContainerRestartRuleOnExitCodes}
ContainerRestartRuleAction string
ContainerRestartRuleOnExitCodes{operator,? .ContainerRestartRuleOnExitCodesOperator;values,? []int32}
ContainerRestartRuleOnExitCodesOperator string
ContainerState{waiting,? *.ContainerStateWaiting;running,? *.ContainerStateRunning;terminated,? *.ContainerStateTerminated}
ContainerStateRunning{startedAt,? meta/v1.Time}
ContainerStateTerminated{exitCode, int32;signal,? int32;reason,? string;message,? string;startedAt,? meta/v1.Time;finishedAt,? meta/v1.Time;containerID,? string}
ContainerStateWaiting{reason,? string;message,? string}
ContainerStatus{name, string;state,? .ContainerState;lastState,? .ContainerState;ready, bool;restartCount, int32;image, string;imageID, string;containerID,? string;started,? *bool;allocatedResources,? .ResourceList;resources,? *.ResourceRequirements;volumeMounts,? [].VolumeMountStatus @mountPath;user,? *.ContainerUser;allocatedResourcesStatus,? [].ResourceStatus @name;stopSignal,? *.Signal}
ContainerUser{linux,? *.LinuxContainerUser}
DNSPolicy string
DaemonEndpoint{Port, int32}
DownwardAPIProjection{items,? [].DownwardAPIVolumeFile}
DownwardAPIVolumeFile{path, string;fieldRef,? *.ObjectFieldSelector;resourceFieldRef,? *.ResourceFieldSelector;mode,? *int32}
DownwardAPIVolumeSource{items,? [].DownwardAPIVolumeFile;defaultMode,? *int32}
EmptyDirVolumeSource{medium,? .StorageMedium;sizeLimit,? *api/resource.Quantity}
EndpointAddress{ip, string;hostname,? string;nodeName,? *string;targetRef,? *.ObjectReference}
EndpointPort{name,? string;port, int32;protocol,? .Protocol;appProtocol,? *string}
EndpointSubset{addresses,? [].EndpointAddress;notReadyAddresses,? [].EndpointAddress;ports,? [].EndpointPort}
Endpoints{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;subsets,? [].EndpointSubset}
EnvFromSource{prefix,? string;configMapRef,? *.ConfigMapEnvSource;secretRef,? *.SecretEnvSource}
EnvVar{name, string;value,? string;valueFrom,? *.EnvVarSource}
EnvVarSource{fieldRef,? *.ObjectFieldSelector;resourceFieldRef,? *.ResourceFieldSelector;configMapKeyRef,? *.ConfigMapKeySelector;secretKeyRef,? *.SecretKeySelector;fileKeyRef,? *.FileKeySelector}
EphemeralContainer{,! .EphemeralContainerCommon;targetContainerName,? string}
EphemeralContainerCommon{name, string;image,? string;command,? []string;args,? []string;workingDir,? string;ports,? [].ContainerPort @containerPort;envFrom,? [].EnvFromSource;env,? [].EnvVar @name;resources,? .ResourceRequirements;resizePolicy,? [].ContainerResizePolicy;restartPolicy,? *.ContainerRestartPolicy;restartPolicyRules,? [].ContainerRestartRule;volumeMounts,? [].VolumeMount @mountPath;volumeDevices,? [].VolumeDevice @devicePath;livenessProbe,? *.Probe;readinessProbe,? *.Probe;startupProbe,? *.Probe;lifecycle,? *.Lifecycle;terminationMessagePath,? string;terminationMessagePolicy,? .TerminationMessagePolicy;imagePullPolicy,? .PullPolicy;securityContext,? *.SecurityContext;stdin,? bool;stdinOnce,? bool;tty,? bool}
EphemeralVolumeSource{volumeClaimTemplate,? *.PersistentVolumeClaimTemplate}
Event{,! meta/v1.TypeMeta;metadata, meta/v1.ObjectMeta;involvedObject, .ObjectReference;reason,? string;message,? string;source,? .EventSource;firstTimestamp,? meta/v1.Time;lastTimestamp,? meta/v1.Time;count,? int32;type,? string;eventTime,? meta/v1.MicroTime;series,? *.EventSeries;action,? string;related,? *.ObjectReference;reportingComponent, string;reportingInstance, string}
EventSeries{count,? int32;lastObservedTime,? meta/v1.MicroTime}
EventSource{component,? string;host,? string}
ExecAction{command,? []string}
FCVolumeSource{targetWWNs,? []string;lun,? *int32;fsType,? string;readOnly,? bool;wwids,? []string}
FileKeySelector{volumeName, string;path, string;key, string;optional,? *bool}
FinalizerName string
FlexPersistentVolumeSource{driver, string;fsType,? string;secretRef,? *.SecretReference;readOnly,? bool;options,? map[string]string}
FlexVolumeSource{driver, string;fsType,? string;secretRef,? *.LocalObjectReference;readOnly,? bool;options,? map[string]string}
FlockerVolumeSource{datasetName,? string;datasetUUID,? string}
GCEPersistentDiskVolumeSource{pdName, string;fsType,? string;partition,? int32;readOnly,? bool}
GRPCAction{port, int32;service, *string}
GitRepoVolumeSource{repository, string;revision,? string;directory,? string}
GlusterfsPersistentVolumeSource{endpoints, string;path, string;readOnly,? bool;endpointsNamespace,? *string}
GlusterfsVolumeSource{endpoints, string;path, string;readOnly,? bool}
HTTPGetAction{path,? string;port, util/intstr.IntOrString;host,? string;scheme,? .URIScheme;httpHeaders,? [].HTTPHeader}
HTTPHeader{name, string;value, string}
HostAlias{ip, string;hostnames,? []string}
HostIP{ip, string}
HostPathType string
HostPathVolumeSource{path, string;type,? *.HostPathType}
IPFamily string
IPFamilyPolicy string
ISCSIPersistentVolumeSource{targetPortal, string;iqn, string;lun, int32;iscsiInterface,? string;fsType,? string;readOnly,? bool;portals,? []string;chapAuthDiscovery,? bool;chapAuthSession,? bool;secretRef,? *.SecretReference;initiatorName,? *string}
ISCSIVolumeSource{targetPortal, string;iqn, string;lun, int32;iscsiInterface,? string;fsType,? string;readOnly,? bool;portals,? []string;chapAuthDiscovery,? bool;chapAuthSession,? bool;secretRef,? *.LocalObjectReference;initiatorName,? *string}
ImageVolumeSource{reference,? string;pullPolicy,? .PullPolicy}
ImageVolumeStatus{imageRef,? string}
KeyToPath{key, string;path, string;mode,? *int32}
Lifecycle{postStart,? *.LifecycleHandler;preStop,? *.LifecycleHandler;stopSignal,? *.Signal}
LifecycleHandler{exec,? *.ExecAction;httpGet,? *.HTTPGetAction;tcpSocket,? *.TCPSocketAction;sleep,? *.SleepAction}
LimitRange{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .LimitRangeSpec}
LimitRangeItem{type, .LimitType;max,? .ResourceList;min,? .ResourceList;default,? .ResourceList;defaultRequest,? .ResourceList;maxLimitRequestRatio,? .ResourceList}
LimitRangeSpec{limits, [].LimitRangeItem}
LimitType string
LinuxContainerUser{uid, int64;gid, int64;supplementalGroups,? []int64}
LoadBalancerIPMode string
LoadBalancerIngress{ip,? string;hostname,? string;ipMode,? *.LoadBalancerIPMode;ports,? [].PortStatus}
LoadBalancerStatus{ingress,? [].LoadBalancerIngress}
LocalObjectReference{name,? string}
LocalVolumeSource{path, string;fsType,? *string}
ModifyVolumeStatus{targetVolumeAttributesClassName,? string;status, .PersistentVolumeClaimModifyVolumeStatus}
MountPropagationMode string
NFSVolumeSource{server, string;path, string;readOnly,? bool}
Namespace{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .NamespaceSpec;status,? .NamespaceStatus}
NamespaceCondition{type, .NamespaceConditionType;status, .ConditionStatus;lastTransitionTime,? meta/v1.Time;reason,? string;message,? string}
NamespaceConditionType string
NamespacePhase string
NamespaceSpec{finalizers,? [].FinalizerName}
NamespaceStatus{phase,? .NamespacePhase;conditions,? [].NamespaceCondition @type}
Node{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .NodeSpec;status,? .NodeStatus}
NodeAddress{type, .NodeAddressType;address, string}
NodeAddressType string
NodeAffinity{requiredDuringSchedulingIgnoredDuringExecution,? *.NodeSelector;preferredDuringSchedulingIgnoredDuringExecution,? [].PreferredSchedulingTerm}
NodeAllocatableResourceClaimStatus{resourceClaimName, string;containers,? []string;resources, map[.ResourceName]api/resource.Quantity}
NodeCondition{type, .NodeConditionType;status, .ConditionStatus;lastHeartbeatTime,? meta/v1.Time;lastTransitionTime,? meta/v1.Time;reason,? string;message,? string}
NodeConditionType string
NodeConfigSource{configMap,? *.ConfigMapNodeConfigSource}
NodeConfigStatus{assigned,? *.NodeConfigSource;active,? *.NodeConfigSource;lastKnownGood,? *.NodeConfigSource;error,? string}
NodeDaemonEndpoints{kubeletEndpoint,? .DaemonEndpoint}
NodeFeatures{supplementalGroupsPolicy,? *bool}
NodeInclusionPolicy string
NodePhase string
NodeRuntimeHandler{name, string;features,? *.NodeRuntimeHandlerFeatures}
NodeRuntimeHandlerFeatures{recursiveReadOnlyMounts,? *bool;userNamespaces,? *bool}
NodeSelector{nodeSelectorTerms, [].NodeSelectorTerm}
NodeSelectorOperator string
NodeSelectorRequirement{key, string;operator, .NodeSelectorOperator;values,? []string}
NodeSelectorTerm{matchExpressions,? [].NodeSelectorRequirement;matchFields,? [].NodeSelectorRequirement}
NodeSpec{podCIDR,? string;podCIDRs,? []string @;providerID,? string;unschedulable,? bool;taints,? [].Taint;configSource,? *.NodeConfigSource;externalID,? string}
NodeStatus{capacity,? .ResourceList;allocatable,? .ResourceList;phase,? .NodePhase;conditions,? [].NodeCondition @type;addresses,? [].NodeAddress @type;daemonEndpoints,? .NodeDaemonEndpoints;nodeInfo,? .NodeSystemInfo;images,? [].ContainerImage;volumesInUse,? [].UniqueVolumeName;volumesAttached,? [].AttachedVolume;config,? *.NodeConfigStatus;runtimeHandlers,? [].NodeRuntimeHandler;features,? *.NodeFeatures;declaredFeatures,? []string}
NodeSwapStatus{capacity,? *int64}
NodeSystemInfo{machineID, string;systemUUID, string;bootID, string;kernelVersion, string;osImage, string;containerRuntimeVersion, string;kubeletVersion, string;kubeProxyVersion, string;operatingSystem, string;architecture, string;swap,? *.NodeSwapStatus}
OSName string
ObjectFieldSelector{apiVersion,? string;fieldPath, string}
ObjectReference{kind,? string;namespace,? string;name,? string;uid,? pkg/types.UID;apiVersion,? string;resourceVersion,? string;fieldPath,? string}
PersistentVolume{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .PersistentVolumeSpec;status,? .PersistentVolumeStatus}
PersistentVolumeAccessMode string
PersistentVolumeClaim{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .PersistentVolumeClaimSpec;status,? .PersistentVolumeClaimStatus}
PersistentVolumeClaimCondition{type, .PersistentVolumeClaimConditionType;status, .ConditionStatus;lastProbeTime,? meta/v1.Time;lastTransitionTime,? meta/v1.Time;reason,? string;message,? string}
PersistentVolumeClaimConditionType string
PersistentVolumeClaimModifyVolumeStatus string
PersistentVolumeClaimPhase string
PersistentVolumeClaimSpec{accessModes,? [].PersistentVolumeAccessMode;selector,? *meta/v1.LabelSelector;resources,? .VolumeResourceRequirements;volumeName,? string;storageClassName,? *string;volumeMode,? *.PersistentVolumeMode;dataSource,? *.TypedLocalObjectReference;dataSourceRef,? *.TypedObjectReference;volumeAttributesClassName,? *string}
PersistentVolumeClaimStatus{phase,? .PersistentVolumeClaimPhase;accessModes,? [].PersistentVolumeAccessMode;capacity,? .ResourceList;conditions,? [].PersistentVolumeClaimCondition @type;allocatedResources,? .ResourceList;allocatedResourceStatuses,? map[.ResourceName].ClaimResourceStatus;currentVolumeAttributesClassName,? *string;modifyVolumeStatus,? *.ModifyVolumeStatus}
PersistentVolumeClaimTemplate{metadata,? meta/v1.ObjectMeta;spec, .PersistentVolumeClaimSpec}
PersistentVolumeClaimVolumeSource{claimName, string;readOnly,? bool}
PersistentVolumeMode string
PersistentVolumePhase string
PersistentVolumeReclaimPolicy string
PersistentVolumeSource{gcePersistentDisk,? *.GCEPersistentDiskVolumeSource;awsElasticBlockStore,? *.AWSElasticBlockStoreVolumeSource;hostPath,? *.HostPathVolumeSource;glusterfs,? *.GlusterfsPersistentVolumeSource;nfs,? *.NFSVolumeSource;rbd,? *.RBDPersistentVolumeSource;iscsi,? *.ISCSIPersistentVolumeSource;cinder,? *.CinderPersistentVolumeSource;cephfs,? *.CephFSPersistentVolumeSource;fc,? *.FCVolumeSource;flocker,? *.FlockerVolumeSource;flexVolume,? *.FlexPersistentVolumeSource;azureFile,? *.AzureFilePersistentVolumeSource;vsphereVolume,? *.VsphereVirtualDiskVolumeSource;quobyte,? *.QuobyteVolumeSource;azureDisk,? *.AzureDiskVolumeSource;photonPersistentDisk,? *.PhotonPersistentDiskVolumeSource;portworxVolume,? *.PortworxVolumeSource;scaleIO,? *.ScaleIOPersistentVolumeSource;local,? *.LocalVolumeSource;storageos,? *.StorageOSPersistentVolumeSource;csi,? *.CSIPersistentVolumeSource}
PersistentVolumeSpec{capacity,? .ResourceList;,! .PersistentVolumeSource;accessModes,? [].PersistentVolumeAccessMode;claimRef,? *.ObjectReference;persistentVolumeReclaimPolicy,? .PersistentVolumeReclaimPolicy;storageClassName,? string;mountOptions,? []string;volumeMode,? *.PersistentVolumeMode;nodeAffinity,? *.VolumeNodeAffinity;volumeAttributesClassName,? *string}
PersistentVolumeStatus{phase,? .PersistentVolumePhase;message,? string;reason,? string;lastPhaseTransitionTime,? *meta/v1.Time}
PhotonPersistentDiskVolumeSource{pdID, string;fsType,? string}
Pod{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .PodSpec;status,? .PodStatus}
PodAffinity{requiredDuringSchedulingIgnoredDuringExecution,? [].PodAffinityTerm;preferredDuringSchedulingIgnoredDuringExecution,? [].WeightedPodAffinityTerm}
PodAffinityTerm{labelSelector,? *meta/v1.LabelSelector;namespaces,? []string;topologyKey, string;namespaceSelector,? *meta/v1.LabelSelector;matchLabelKeys,? []string;mismatchLabelKeys,? []string}
PodAntiAffinity{requiredDuringSchedulingIgnoredDuringExecution,? [].PodAffinityTerm;preferredDuringSchedulingIgnoredDuringExecution,? [].WeightedPodAffinityTerm}
PodCertificateProjection{signerName,? string;keyType,? string;maxExpirationSeconds,? *int32;credentialBundlePath,? string;keyPath,? string;certificateChainPath,? string;userAnnotations,? map[string]string}
PodCondition{type, .PodConditionType;observedGeneration,? int64;status, .ConditionStatus;lastProbeTime,? meta/v1.Time;lastTransitionTime,? meta/v1.Time;reason,? string;message,? string}
PodConditionType string
PodDNSConfig{nameservers,? []string;searches,? []string;options,? [].PodDNSConfigOption}
PodDNSConfigOption{name,? string;value,? *string}
PodExtendedResourceClaimStatus{requestMappings, [].ContainerExtendedResourceRequest;resourceClaimName, string}
PodFSGroupChangePolicy string
PodIP{ip, string}
PodOS{name, .OSName}
PodPhase string
PodQOSClass string
PodReadinessGate{conditionType, .PodConditionType}
PodResizeStatus string
PodResourceClaim{name, string;resourceClaimName,? *string;resourceClaimTemplateName,? *string}
PodResourceClaimStatus{name, string;resourceClaimName,? *string}
PodSELinuxChangePolicy string
PodSchedulingGate{name, string}
PodSchedulingGroup{podGroupName,? *string}
PodSecurityContext{seLinuxOptions,? *.SELinuxOptions;windowsOptions,? *.WindowsSecurityContextOptions;runAsUser,? *int64;runAsGroup,? *int64;runAsNonRoot,? *bool;supplementalGroups,? []int64;supplementalGroupsPolicy,? *.SupplementalGroupsPolicy;fsGroup,? *int64;sysctls,? [].Sysctl;fsGroupChangePolicy,? *.PodFSGroupChangePolicy;seccompProfile,? *.SeccompProfile;appArmorProfile,? *.AppArmorProfile;seLinuxChangePolicy,? *.PodSELinuxChangePolicy}
PodSpec{volumes,? [].Volume @name ^;initContainers,? [].Container @name;containers, [].Container @name;ephemeralContainers,? [].EphemeralContainer @name;restartPolicy,? .RestartPolicy;terminationGracePeriodSeconds,? *int64;activeDeadlineSeconds,? *int64;dnsPolicy,? .DNSPolicy;nodeSelector,? map[string]string;serviceAccountName,? string;serviceAccount,? string;automountServiceAccountToken,? *bool;nodeName,? string;hostNetwork,? bool;hostPID,? bool;hostIPC,? bool;shareProcessNamespace,? *bool;securityContext,? *.PodSecurityContext;imagePullSecrets,? [].LocalObjectReference @name;hostname,? string;subdomain,? string;affinity,? *.Affinity;schedulerName,? string;tolerations,? [].Toleration;hostAliases,? [].HostAlias @ip;priorityClassName,? string;priority,? *int32;dnsConfig,? *.PodDNSConfig;readinessGates,? [].PodReadinessGate;runtimeClassName,? *string;enableServiceLinks,? *bool;preemptionPolicy,? *.PreemptionPolicy;overhead,? .ResourceList;topologySpreadConstraints,? [].TopologySpreadConstraint @topologyKey;setHostnameAsFQDN,? *bool;os,? *.PodOS;hostUsers,? *bool;schedulingGates,? [].PodSchedulingGate @name;resourceClaims,? [].PodResourceClaim @name ^;resources,? *.ResourceRequirements;hostnameOverride,? *string;schedulingGroup,? *.PodSchedulingGroup}
PodStatus{observedGeneration,? int64;phase,? .PodPhase;conditions,? [].PodCondition @type;message,? string;reason,? string;nominatedNodeName,? string;hostIP,? string;hostIPs,? [].HostIP @ip;podIP,? string;podIPs,? [].PodIP @ip;startTime,? *meta/v1.Time;initContainerStatuses,? [].ContainerStatus;containerStatuses,? [].ContainerStatus;qosClass,? .PodQOSClass;ephemeralContainerStatuses,? [].ContainerStatus;resize,? .PodResizeStatus;resourceClaimStatuses,? [].PodResourceClaimStatus @name ^;extendedResourceClaimStatus,? *.PodExtendedResourceClaimStatus;allocatedResources,? .ResourceList;resources,? *.ResourceRequirements;nodeAllocatableResourceClaimStatuses,? [].NodeAllocatableResourceClaimStatus}
PodTemplate{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;template,? .PodTemplateSpec}
PodTemplateSpec{metadata,? meta/v1.ObjectMeta;spec,? .PodSpec}
PortStatus{port, int32;protocol, .Protocol;error,? *string}
PortworxVolumeSource{volumeID, string;fsType,? string;readOnly,? bool}
PreemptionPolicy string
PreferredSchedulingTerm{weight, int32;preference, .NodeSelectorTerm}
Probe{,! .ProbeHandler;initialDelaySeconds,? int32;timeoutSeconds,? int32;periodSeconds,? int32;successThreshold,? int32;failureThreshold,? int32;terminationGracePeriodSeconds,? *int64}
ProbeHandler{exec,? *.ExecAction;httpGet,? *.HTTPGetAction;tcpSocket,? *.TCPSocketAction;grpc,? *.GRPCAction}
ProcMountType string
ProjectedVolumeSource{sources, [].VolumeProjection;defaultMode,? *int32}
Protocol string
PullPolicy string
QuobyteVolumeSource{registry, string;volume, string;readOnly,? bool;user,? string;group,? string;tenant,? string}
RBDPersistentVolumeSource{monitors, []string;image, string;fsType,? string;pool,? string;user,? string;keyring,? string;secretRef,? *.SecretReference;readOnly,? bool}
RBDVolumeSource{monitors, []string;image, string;fsType,? string;pool,? string;user,? string;keyring,? string;secretRef,? *.LocalObjectReference;readOnly,? bool}
RecursiveReadOnlyMode string
ReplicationController{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .ReplicationControllerSpec;status,? .ReplicationControllerStatus}
ReplicationControllerCondition{type, .ReplicationControllerConditionType;status, .ConditionStatus;lastTransitionTime,? meta/v1.Time;reason,? string;message,? string}
ReplicationControllerConditionType string
ReplicationControllerSpec{replicas,? *int32;minReadySeconds,? int32;selector,? map[string]string;template,? *.PodTemplateSpec}
ReplicationControllerStatus{replicas, int32;fullyLabeledReplicas,? int32;readyReplicas,? int32;availableReplicas,? int32;observedGeneration,? int64;conditions,? [].ReplicationControllerCondition @type}
ResourceClaim{name, string;request,? string}
ResourceFieldSelector{containerName,? string;resource, string;divisor,? api/resource.Quantity}
ResourceHealth{resourceID, .ResourceID;health,? .ResourceHealthStatus;message,? *string}
ResourceHealthStatus string
ResourceID string
ResourceList map[.ResourceName]api/resource.Quantity
ResourceName string
ResourceQuota{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .ResourceQuotaSpec;status,? .ResourceQuotaStatus}
ResourceQuotaScope string
ResourceQuotaSpec{hard,? .ResourceList;scopes,? [].ResourceQuotaScope;scopeSelector,? *.ScopeSelector}
ResourceQuotaStatus{hard,? .ResourceList;used,? .ResourceList}
ResourceRequirements{limits,? .ResourceList;requests,? .ResourceList;claims,? [].ResourceClaim}
ResourceResizeRestartPolicy string
ResourceStatus{name, .ResourceName;resources,? [].ResourceHealth}
RestartPolicy string
SELinuxOptions{user,? string;role,? string;type,? string;level,? string}
ScaleIOPersistentVolumeSource{gateway, string;system, string;secretRef, *.SecretReference;sslEnabled,? bool;protectionDomain,? string;storagePool,? string;storageMode,? string;volumeName,? string;fsType,? string;readOnly,? bool}
ScaleIOVolumeSource{gateway, string;system, string;secretRef, *.LocalObjectReference;sslEnabled,? bool;protectionDomain,? string;storagePool,? string;storageMode,? string;volumeName,? string;fsType,? string;readOnly,? bool}
ScopeSelector{matchExpressions,? [].ScopedResourceSelectorRequirement}
ScopeSelectorOperator string
ScopedResourceSelectorRequirement{scopeName, .ResourceQuotaScope;operator, .ScopeSelectorOperator;values,? []string}
SeccompProfile{type, .SeccompProfileType;localhostProfile,? *string}
SeccompProfileType string
Secret{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;immutable,? *bool;data,? map[string][]uint8;stringData,? map[string]string;type,? .SecretType}
SecretEnvSource{,! .LocalObjectReference;optional,? *bool}
SecretKeySelector{,! .LocalObjectReference;key, string;optional,? *bool}
SecretProjection{,! .LocalObjectReference;items,? [].KeyToPath;optional,? *bool}
SecretReference{name,? string;namespace,? string}
SecretType string
SecretVolumeSource{secretName,? string;items,? [].KeyToPath;defaultMode,? *int32;optional,? *bool}
SecurityContext{capabilities,? *.Capabilities;privileged,? *bool;seLinuxOptions,? *.SELinuxOptions;windowsOptions,? *.WindowsSecurityContextOptions;runAsUser,? *int64;runAsGroup,? *int64;runAsNonRoot,? *bool;readOnlyRootFilesystem,? *bool;allowPrivilegeEscalation,? *bool;procMount,? *.ProcMountType;seccompProfile,? *.SeccompProfile;appArmorProfile,? *.AppArmorProfile}
Service{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .ServiceSpec;status,? .ServiceStatus}
ServiceAccount{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;secrets,? [].ObjectReference @name;imagePullSecrets,? [].LocalObjectReference;automountServiceAccountToken,? *bool}
ServiceAccountTokenProjection{audience,? string;expirationSeconds,? *int64;path, string}
ServiceAffinity string
ServiceExternalTrafficPolicy string
ServiceInternalTrafficPolicy string
ServicePort{name,? string;protocol,? .Protocol;appProtocol,? *string;port, int32;targetPort,? util/intstr.IntOrString;nodePort,? int32}
ServiceSpec{ports,? [].ServicePort @port;selector,? map[string]string;clusterIP,? string;clusterIPs,? []string;type,? .ServiceType;externalIPs,? []string;sessionAffinity,? .ServiceAffinity;loadBalancerIP,? string;loadBalancerSourceRanges,? []string;externalName,? string;externalTrafficPolicy,? .ServiceExternalTrafficPolicy;healthCheckNodePort,? int32;publishNotReadyAddresses,? bool;sessionAffinityConfig,? *.SessionAffinityConfig;ipFamilies,? [].IPFamily;ipFamilyPolicy,? *.IPFamilyPolicy;allocateLoadBalancerNodePorts,? *bool;loadBalancerClass,? *string;internalTrafficPolicy,? *.ServiceInternalTrafficPolicy;trafficDistribution,? *string}
ServiceStatus{loadBalancer,? .LoadBalancerStatus;conditions,? []meta/v1.Condition @type}
ServiceType string
SessionAffinityConfig{clientIP,? *.ClientIPConfig}
Signal string
SleepAction{seconds, int64}
StorageMedium string
StorageOSPersistentVolumeSource{volumeName,? string;volumeNamespace,? string;fsType,? string;readOnly,? bool;secretRef,? *.ObjectReference}
StorageOSVolumeSource{volumeName,? string;volumeNamespace,? string;fsType,? string;readOnly,? bool;secretRef,? *.LocalObjectReference}
SupplementalGroupsPolicy string
Sysctl{name, string;value, string}
TCPSocketAction{port, util/intstr.IntOrString;host,? string}
Taint{key, string;value,? string;effect, .TaintEffect;timeAdded,? *meta/v1.Time}
TaintEffect string
TerminationMessagePolicy string
Toleration{key,? string;operator,? .TolerationOperator;value,? string;effect,? .TaintEffect;tolerationSeconds,? *int64}
TolerationOperator string
TopologySelectorLabelRequirement{key, string;values, []string}
TopologySelectorTerm{matchLabelExpressions,? [].TopologySelectorLabelRequirement}
TopologySpreadConstraint{maxSkew, int32;topologyKey, string;whenUnsatisfiable, .UnsatisfiableConstraintAction;labelSelector,? *meta/v1.LabelSelector;minDomains,? *int32;nodeAffinityPolicy,? *.NodeInclusionPolicy;nodeTaintsPolicy,? *.NodeInclusionPolicy;matchLabelKeys,? []string}
TypedLocalObjectReference{apiGroup, *string;kind, string;name, string}
TypedObjectReference{apiGroup, *string;kind, string;name, string;namespace,? *string}
URIScheme string
UniqueVolumeName string
UnsatisfiableConstraintAction string
Volume{name, string;,! .VolumeSource}
VolumeDevice{name, string;devicePath, string}
VolumeMount{name, string;readOnly,? bool;recursiveReadOnly,? *.RecursiveReadOnlyMode;mountPath, string;subPath,? string;mountPropagation,? *.MountPropagationMode;subPathExpr,? string}
VolumeMountStatus{name, string;mountPath, string;readOnly,? bool;recursiveReadOnly,? *.RecursiveReadOnlyMode;volumeStatus,? *.VolumeStatus}
VolumeNodeAffinity{required,? *.NodeSelector}
VolumeProjection{secret,? *.SecretProjection;downwardAPI,? *.DownwardAPIProjection;configMap,? *.ConfigMapProjection;serviceAccountToken,? *.ServiceAccountTokenProjection;clusterTrustBundle,? *.ClusterTrustBundleProjection;podCertificate,? *.PodCertificateProjection}
VolumeResourceRequirements{limits,? .ResourceList;requests,? .ResourceList}
VolumeSource{hostPath,? *.HostPathVolumeSource;emptyDir,? *.EmptyDirVolumeSource;gcePersistentDisk,? *.GCEPersistentDiskVolumeSource;awsElasticBlockStore,? *.AWSElasticBlockStoreVolumeSource;gitRepo,? *.GitRepoVolumeSource;secret,? *.SecretVolumeSource;nfs,? *.NFSVolumeSource;iscsi,? *.ISCSIVolumeSource;glusterfs,? *.GlusterfsVolumeSource;persistentVolumeClaim,? *.PersistentVolumeClaimVolumeSource;rbd,? *.RBDVolumeSource;flexVolume,? *.FlexVolumeSource;cinder,? *.CinderVolumeSource;cephfs,? *.CephFSVolumeSource;flocker,? *.FlockerVolumeSource;downwardAPI,? *.DownwardAPIVolumeSource;fc,? *.FCVolumeSource;azureFile,? *.AzureFileVolumeSource;configMap,? *.ConfigMapVolumeSource;vsphereVolume,? *.VsphereVirtualDiskVolumeSource;quobyte,? *.QuobyteVolumeSource;azureDisk,? *.AzureDiskVolumeSource;photonPersistentDisk,? *.PhotonPersistentDiskVolumeSource;projected,? *.ProjectedVolumeSource;portworxVolume,? *.PortworxVolumeSource;scaleIO,? *.ScaleIOVolumeSource;storageos,? *.StorageOSVolumeSource;csi,? *.CSIVolumeSource;ephemeral,? *.EphemeralVolumeSource;image,? *.ImageVolumeSource}
VolumeStatus{image,? *.ImageVolumeStatus}
VsphereVirtualDiskVolumeSource{volumePath, string;fsType,? string;storagePolicyName,? string;storagePolicyID,? string}
WeightedPodAffinityTerm{weight, int32;podAffinityTerm, .PodAffinityTerm}
WindowsSecurityContextOptions{gmsaCredentialSpecName,? *string;gmsaCredentialSpec,? *string;runAsUserName,? *string;hostProcess,? *bool}
# discovery/v1
AddressType string
Endpoint{addresses, []string;conditions,? .EndpointConditions;hostname,? *string;targetRef,? *core/v1.ObjectReference;deprecatedTopology,? map[string]string;nodeName,? *string;zone,? *string;hints,? *.EndpointHints}
EndpointConditions{ready,? *bool;serving,? *bool;terminating,? *bool}
EndpointHints{forZones,? [].ForZone;forNodes,? [].ForNode}
EndpointPort{name,? *string;protocol,? *core/v1.Protocol;port,? *int32;appProtocol,? *string}
EndpointSlice{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;addressType, .AddressType;endpoints, [].Endpoint;ports, [].EndpointPort}
ForNode{name, string}
ForZone{name, string}
# events/v1
Event{,! meta/v1.TypeMeta;metadata, meta/v1.ObjectMeta;eventTime, meta/v1.MicroTime;series,? *.EventSeries;reportingController,? string;reportingInstance,? string;action,? string;reason,? string;regarding,? core/v1.ObjectReference;related,? *core/v1.ObjectReference;note,? string;type,? string;deprecatedSource,? core/v1.EventSource;deprecatedFirstTimestamp,? meta/v1.Time;deprecatedLastTimestamp,? meta/v1.Time;deprecatedCount,? int32}
EventSeries{count, int32;lastObservedTime, meta/v1.MicroTime}
# meta/v1
Condition{type, string;status, .ConditionStatus;observedGeneration,? int64;lastTransitionTime, .Time;reason, string;message, string}
ConditionStatus string
LabelSelector{matchLabels,? map[string]string;matchExpressions,? [].LabelSelectorRequirement}
LabelSelectorOperator string
LabelSelectorRequirement{key, string;operator, .LabelSelectorOperator;values,? []string}
ManagedFieldsEntry{manager,? string;operation,? .ManagedFieldsOperationType;apiVersion,? string;time,? *.Time;fieldsType,? string;fieldsV1,? *.FieldsV1;subresource,? string}
ManagedFieldsOperationType string
ObjectMeta{name,? string;generateName,? string;namespace,? string;selfLink,? string;uid,? pkg/types.UID;resourceVersion,? string;generation,? int64;creationTimestamp,?~ .Time;deletionTimestamp,? *.Time;deletionGracePeriodSeconds,? *int64;labels,? map[string]string;annotations,? map[string]string;ownerReferences,? [].OwnerReference @uid;finalizers,? []string @;managedFields,? [].ManagedFieldsEntry}
OwnerReference{apiVersion, string;kind, string;name, string;uid, pkg/types.UID;controller,? *bool;blockOwnerDeletion,? *bool}
TypeMeta{kind,? string;apiVersion,? string}
# networking/v1
HTTPIngressPath{path,? string;pathType, *.PathType;backend, .IngressBackend}
HTTPIngressRuleValue{paths, [].HTTPIngressPath}
IPAddress{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .IPAddressSpec}
IPAddressSpec{parentRef,? *.ParentReference}
IPBlock{cidr, string;except,? []string}
Ingress{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .IngressSpec;status,? .IngressStatus}
IngressBackend{service,? *.IngressServiceBackend;resource,? *core/v1.TypedLocalObjectReference}
IngressClass{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .IngressClassSpec}
IngressClassParametersReference{apiGroup,? *string;kind, string;name, string;scope, *string;namespace,? *string}
IngressClassSpec{controller,? string;parameters,? *.IngressClassParametersReference}
IngressLoadBalancerIngress{ip,? string;hostname,? string;ports,? [].IngressPortStatus}
IngressLoadBalancerStatus{ingress,? [].IngressLoadBalancerIngress}
IngressPortStatus{port, int32;protocol, core/v1.Protocol;error,? *string}
IngressRule{host,? string;,! .IngressRuleValue}
IngressRuleValue{http,? *.HTTPIngressRuleValue}
IngressServiceBackend{name, string;port,? .ServiceBackendPort}
IngressSpec{ingressClassName,? *string;defaultBackend,? *.IngressBackend;tls,? [].IngressTLS;rules,? [].IngressRule}
IngressStatus{loadBalancer,? .IngressLoadBalancerStatus}
IngressTLS{hosts,? []string;secretName,? string}
NetworkPolicy{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .NetworkPolicySpec}
NetworkPolicyEgressRule{ports,? [].NetworkPolicyPort;to,? [].NetworkPolicyPeer}
NetworkPolicyIngressRule{ports,? [].NetworkPolicyPort;from,? [].NetworkPolicyPeer}
NetworkPolicyPeer{podSelector,? *meta/v1.LabelSelector;namespaceSelector,? *meta/v1.LabelSelector;ipBlock,? *.IPBlock}
NetworkPolicyPort{protocol,? *core/v1.Protocol;port,? *util/intstr.IntOrString;endPort,? *int32}
NetworkPolicySpec{podSelector, meta/v1.LabelSelector;ingress,? [].NetworkPolicyIngressRule;egress,? [].NetworkPolicyEgressRule;policyTypes,? [].PolicyType}
ParentReference{group,? string;resource,? string;namespace,? string;name,? string}
PathType string
PolicyType string
ServiceBackendPort{name,? string;number,? int32}
ServiceCIDR{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .ServiceCIDRSpec;status,? .ServiceCIDRStatus}
ServiceCIDRSpec{cidrs,? []string}
ServiceCIDRStatus{conditions,? []meta/v1.Condition @type}
# node/v1
Overhead{podFixed,? core/v1.ResourceList}
RuntimeClass{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;handler, string;overhead,? *.Overhead;scheduling,? *.Scheduling}
Scheduling{nodeSelector,? map[string]string;tolerations,? []core/v1.Toleration}
# pkg/types
UID string
# policy/v1
PodDisruptionBudget{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec,? .PodDisruptionBudgetSpec;status,? .PodDisruptionBudgetStatus}
PodDisruptionBudgetSpec{minAvailable,? *util/intstr.IntOrString;selector,? *meta/v1.LabelSelector;maxUnavailable,? *util/intstr.IntOrString;unhealthyPodEvictionPolicy,? *.UnhealthyPodEvictionPolicyType}
PodDisruptionBudgetStatus{observedGeneration,? int64;disruptedPods,? map[string]meta/v1.Time;disruptionsAllowed, int32;currentHealthy, int32;desiredHealthy, int32;expectedPods, int32;conditions,? []meta/v1.Condition @type}
UnhealthyPodEvictionPolicyType string
# rbac/v1
AggregationRule{clusterRoleSelectors,? []meta/v1.LabelSelector}
ClusterRole{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;rules, [].PolicyRule;aggregationRule,? *.AggregationRule}
ClusterRoleBinding{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;subjects,? [].Subject;roleRef, .RoleRef}
PolicyRule{verbs, []string;apiGroups,? []string;resources,? []string;resourceNames,? []string;nonResourceURLs,? []string}
Role{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;rules, [].PolicyRule}
RoleBinding{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;subjects,? [].Subject;roleRef, .RoleRef}
RoleRef{apiGroup, string;kind, string;name, string}
Subject{kind, string;apiGroup,? string;name, string;namespace,? string}
# scheduling/v1
PriorityClass{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;value, int32;globalDefault,? bool;description,? string;preemptionPolicy,? *core/v1.PreemptionPolicy}
# storage/v1
CSIDriver{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec, .CSIDriverSpec}
CSIDriverSpec{attachRequired,? *bool;podInfoOnMount,? *bool;volumeLifecycleModes,? [].VolumeLifecycleMode;storageCapacity,? *bool;fsGroupPolicy,? *.FSGroupPolicy;tokenRequests,? [].TokenRequest;requiresRepublish,? *bool;seLinuxMount,? *bool;nodeAllocatableUpdatePeriodSeconds,? *int64;serviceAccountTokenInSecrets,? *bool;preventPodSchedulingIfMissing,? *bool}
CSINode{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec, .CSINodeSpec}
CSINodeDriver{name, string;nodeID, string;topologyKeys, []string;allocatable,? *.VolumeNodeResources}
CSINodeSpec{drivers, [].CSINodeDriver @name}
CSIStorageCapacity{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;nodeTopology,? *meta/v1.LabelSelector;storageClassName, string;capacity,? *api/resource.Quantity;maximumVolumeSize,? *api/resource.Quantity}
FSGroupPolicy string
StorageClass{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;provisioner, string;parameters,? map[string]string;reclaimPolicy,? *core/v1.PersistentVolumeReclaimPolicy;mountOptions,? []string;allowVolumeExpansion,? *bool;volumeBindingMode,? *.VolumeBindingMode;allowedTopologies,? []core/v1.TopologySelectorTerm}
TokenRequest{audience, string;expirationSeconds,? *int64}
VolumeAttachment{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;spec, .VolumeAttachmentSpec;status,? .VolumeAttachmentStatus}
VolumeAttachmentSource{persistentVolumeName,? *string;inlineVolumeSpec,? *core/v1.PersistentVolumeSpec}
VolumeAttachmentSpec{attacher, string;source, .VolumeAttachmentSource;nodeName, string}
VolumeAttachmentStatus{attached, bool;attachmentMetadata,? map[string]string;attachError,? *.VolumeError;detachError,? *.VolumeError}
VolumeAttributesClass{,! meta/v1.TypeMeta;metadata,? meta/v1.ObjectMeta;driverName, string;parameters,? map[string]string}
VolumeBindingMode string
VolumeError{time,? meta/v1.Time;message,? string;errorCode,? *int32}
VolumeLifecycleMode string
VolumeNodeResources{count,? *int32}
`;
