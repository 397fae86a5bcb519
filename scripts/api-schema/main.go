// Writes the API server's schema out of the Go types of k8s.io/api:
//
//	cd scripts/api-schema && go run . > ../../src/engine/apiserver/schema/go-types.ts
//
// The file that it writes says at its head how it is read.
package main

import (
	"fmt"
	"reflect"
	"sort"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	eventsv1 "k8s.io/api/events/v1"
	networkingv1 "k8s.io/api/networking/v1"
	nodev1 "k8s.io/api/node/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	storagev1 "k8s.io/api/storage/v1"
)

var kinds = []any{
	corev1.Binding{}, corev1.ConfigMap{}, corev1.Endpoints{}, corev1.Event{}, corev1.LimitRange{}, corev1.Namespace{}, corev1.Node{},
	corev1.PersistentVolume{}, corev1.PersistentVolumeClaim{}, corev1.Pod{}, corev1.PodTemplate{}, corev1.ReplicationController{},
	corev1.ResourceQuota{}, corev1.Secret{}, corev1.Service{}, corev1.ServiceAccount{},
	appsv1.ControllerRevision{}, appsv1.DaemonSet{}, appsv1.Deployment{}, appsv1.ReplicaSet{}, appsv1.StatefulSet{},
	autoscalingv1.HorizontalPodAutoscaler{}, autoscalingv1.Scale{}, autoscalingv2.HorizontalPodAutoscaler{},
	batchv1.CronJob{}, batchv1.Job{}, coordinationv1.Lease{}, discoveryv1.EndpointSlice{}, eventsv1.Event{},
	networkingv1.IPAddress{}, networkingv1.Ingress{}, networkingv1.IngressClass{}, networkingv1.NetworkPolicy{}, networkingv1.ServiceCIDR{},
	nodev1.RuntimeClass{}, policyv1.PodDisruptionBudget{},
	rbacv1.ClusterRole{}, rbacv1.ClusterRoleBinding{}, rbacv1.Role{}, rbacv1.RoleBinding{},
	schedulingv1.PriorityClass{},
	storagev1.CSIDriver{}, storagev1.CSINode{}, storagev1.CSIStorageCapacity{}, storagev1.StorageClass{}, storagev1.VolumeAttachment{},
	storagev1.VolumeAttributesClass{},
}

// Types with a reader of their own; the schema names them and goes no further.
var leaves = map[string]bool{
	"meta/v1.Time": true, "meta/v1.MicroTime": true, "meta/v1.FieldsV1": true, "meta/v1.Duration": true,
	"util/intstr.IntOrString": true, "api/resource.Quantity": true, "apimachinery/pkg/runtime.RawExtension": true,
	"pkg/runtime.RawExtension": true,
}

type line struct{ pkg, name, text string }

var lines = map[string]line{}

func main() {
	for _, kind := range kinds {
		visit(reflect.TypeOf(kind))
	}
	names := make([]string, 0, len(lines))
	for name := range lines {
		names = append(names, name)
	}
	sort.Strings(names)
	fmt.Println("/* oxlint-disable max-lines -- generated */")
	fmt.Println("// Written by scripts/api-schema out of the Go types of k8s.io/api v0.36.3 (Kubernetes 1.36); not edited by hand.")
	fmt.Println("// \"# core/v1\" opens a Go package; \"Protocol string\" names a type; \"ServicePort{…}\" is a struct, a field of it")
	fmt.Println("// \"name,flags type merge\". Flags: ? omitempty, ~ omitzero, ! inline. Merge: @key or @ for patchStrategy=merge, ^ for retainKeys.")
	fmt.Println("// In a type \".X\" is of the same package. Read by schema.ts.")
	fmt.Println("export const GO_TYPES = `")
	pkg := ""
	for _, name := range names {
		entry := lines[name]
		if entry.pkg != pkg {
			pkg = entry.pkg
			fmt.Println("# " + pkg)
		}
		fmt.Println(entry.name + entry.text)
	}
	fmt.Println("`;")
}

func packageOf(t reflect.Type) string {
	parts := strings.Split(t.PkgPath(), "/")
	return strings.Join(parts[max(0, len(parts)-2):], "/")
}

func visit(t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		visit(t.Elem())
	case reflect.Map:
		visit(t.Key())
		visit(t.Elem())
	}
	if t.PkgPath() == "" {
		return
	}
	key := packageOf(t) + "." + t.Name()
	if _, known := lines[key]; known || leaves[key] {
		return
	}
	switch t.Kind() {
	case reflect.Struct:
	case reflect.Map:
		lines[key] = line{packageOf(t), t.Name(), fmt.Sprintf(" map[%s]%s", typeText(packageOf(t), t.Key()), typeText(packageOf(t), t.Elem()))}
		return
	case reflect.Slice:
		lines[key] = line{packageOf(t), t.Name(), " []" + typeText(packageOf(t), t.Elem())}
		return
	default:
		lines[key] = line{packageOf(t), t.Name(), " " + t.Kind().String()}
		return
	}
	lines[key] = line{}
	fields := make([]string, 0, t.NumField())
	for i := range t.NumField() {
		if text := fieldText(packageOf(t), t.Field(i)); text != "" {
			fields = append(fields, text)
		}
	}
	lines[key] = line{packageOf(t), t.Name(), "{" + strings.Join(fields, ";") + "}"}
}

func fieldText(pkg string, f reflect.StructField) string {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	flags := ""
	if name == "" {
		flags = "!"
	}
	if strings.Contains(options, "omitempty") {
		flags += "?"
	}
	if strings.Contains(options, "omitzero") {
		flags += "~"
	}
	visit(f.Type)
	merge := ""
	strategy := f.Tag.Get("patchStrategy")
	if strings.Contains(strategy, "merge") {
		merge = " @" + f.Tag.Get("patchMergeKey")
	}
	if strings.Contains(strategy, "retainKeys") {
		merge += " ^"
	}
	return name + "," + flags + " " + typeText(pkg, f.Type) + merge
}

func typeText(pkg string, t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + typeText(pkg, t.Elem())
	case reflect.Slice:
		if t.PkgPath() == "" {
			return "[]" + typeText(pkg, t.Elem())
		}
	case reflect.Map:
		if t.PkgPath() == "" {
			return "map[" + typeText(pkg, t.Key()) + "]" + typeText(pkg, t.Elem())
		}
	}
	switch {
	case t.PkgPath() == "":
		return t.Name()
	case packageOf(t) == pkg:
		return "." + t.Name()
	default:
		return packageOf(t) + "." + t.Name()
	}
}
