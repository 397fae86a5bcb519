// Writes what `kubectl explain` says of every kind and field, out of the OpenAPI definitions that the API server is built with:
//
//	cd scripts/kubernetes-texts && go run ./fields > ../../src/engine/apiserver/openapi/definitions.ts
//
// The file that it writes says at its head how it is read.
package main

import (
	"fmt"
	"sort"
	"strings"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/generated/openapi"
)

// The packages whose kinds the API server serves by default (Kubernetes 1.36), and the meta types that they are made of.
var served = []string{
	"io.k8s.api.core.v1", "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1", "io.k8s.api.apps.v1", "io.k8s.api.events.v1",
	"io.k8s.api.authentication.v1", "io.k8s.api.authorization.v1", "io.k8s.api.autoscaling.v1", "io.k8s.api.autoscaling.v2",
	"io.k8s.api.batch.v1", "io.k8s.api.certificates.v1", "io.k8s.api.networking.v1", "io.k8s.api.policy.v1", "io.k8s.api.rbac.v1",
	"io.k8s.api.storage.v1", "io.k8s.api.admissionregistration.v1",
	"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1", "io.k8s.api.scheduling.v1", "io.k8s.api.coordination.v1",
	"io.k8s.api.node.v1", "io.k8s.api.discovery.v1", "io.k8s.api.resource.v1", "io.k8s.api.flowcontrol.v1",
}

var definitions = openapi.GetOpenAPIDefinitions(func(name string) spec.Ref {
	return spec.MustCreateRef(name)
})

func main() {
	wanted := map[string]bool{}
	for name := range definitions {
		if isServedKind(name) {
			reach(name, wanted)
		}
	}
	names := make([]string, 0, len(wanted))
	for name := range wanted {
		names = append(names, name)
	}
	sort.Strings(names)
	texts := sharedTexts(names)
	fmt.Println("/* oxlint-disable max-lines -- generated */")
	fmt.Println("// Written by scripts/kubernetes-texts/fields out of the OpenAPI definitions of Kubernetes 1.36.3, which the Apache License 2.0")
	fmt.Println("// covers (THIRD_PARTY_NOTICES.md); not edited by hand. First the texts that occur more than once, a line each. Then \"#name|type|text\"")
	fmt.Println("// opens a definition, and a field is \"name|type|text|values\": a type is a JSON type, the name of a definition, or one after \"[]\" or")
	fmt.Println("// \"{}\" (map); \"!\" after a name: required. \"$n\" is the nth text, \"\\\\n\" a line's end; values are those of an enum. Read by read-definitions.ts.")
	fmt.Println("export const DEFINITIONS = String.raw`")
	for _, text := range texts.list {
		fmt.Println(text)
	}
	for _, name := range names {
		writeDefinition(name, texts)
	}
	fmt.Println("`;")
}

func isServedKind(name string) bool {
	for _, pkg := range served {
		if !strings.HasPrefix(name, pkg+".") {
			continue
		}
		properties := definitions[name].Schema.Properties
		_, hasKind := properties["kind"]
		_, hasVersion := properties["apiVersion"]
		return hasKind && hasVersion && !strings.HasSuffix(name, "List")
	}
	return false
}

func reach(name string, seen map[string]bool) {
	if seen[name] {
		return
	}
	seen[name] = true
	for _, property := range definitions[name].Schema.Properties {
		if below := definitionOf(property); below != "" {
			reach(below, seen)
		}
	}
}

// definitionOf is the definition that a field's type ends in, within lists and maps.
func definitionOf(schema spec.Schema) string {
	switch {
	case schema.Items != nil && schema.Items.Schema != nil:
		return definitionOf(*schema.Items.Schema)
	case schema.AdditionalProperties != nil && schema.AdditionalProperties.Schema != nil:
		return definitionOf(*schema.AdditionalProperties.Schema)
	}
	return refOf(schema)
}

func refOf(schema spec.Schema) string {
	if ref := schema.Ref.String(); ref != "" {
		return ref
	}
	if len(schema.AllOf) == 1 {
		return refOf(schema.AllOf[0])
	}
	return ""
}

func typeOf(schema spec.Schema) string {
	switch {
	case schema.Items != nil && schema.Items.Schema != nil:
		return "[]" + typeOf(*schema.Items.Schema)
	case schema.AdditionalProperties != nil && schema.AdditionalProperties.Schema != nil:
		return "{}" + typeOf(*schema.AdditionalProperties.Schema)
	}
	if ref := refOf(schema); ref != "" {
		return short(ref)
	}
	if len(schema.Type) > 0 {
		return schema.Type[0]
	}
	return ""
}

// short leaves out what every name has.
func short(name string) string {
	name = strings.TrimPrefix(name, "io.k8s.")
	return strings.TrimPrefix(name, "api.")
}

type texts struct {
	list  []string
	index map[string]int
}

func (t texts) of(text string) string {
	if at, isShared := t.index[text]; isShared {
		return fmt.Sprintf("$%d", at)
	}
	return text
}

func sharedTexts(names []string) texts {
	counts := map[string]int{}
	for _, name := range names {
		for _, property := range definitions[name].Schema.Properties {
			counts[escape(property.Description)]++
		}
	}
	result := texts{index: map[string]int{}}
	for text, count := range counts {
		if count > 1 && len(text) > 8 {
			result.list = append(result.list, text)
		}
	}
	sort.Strings(result.list)
	for at, text := range result.list {
		result.index[text] = at
	}
	return result
}

func writeDefinition(name string, texts texts) {
	schema := definitions[name].Schema
	kind := ""
	if len(schema.Type) > 0 {
		kind = schema.Type[0]
	}
	fmt.Printf("#%s|%s|%s\n", short(name), kind, escape(schema.Description))
	fields := make([]string, 0, len(schema.Properties))
	for field := range schema.Properties {
		fields = append(fields, field)
	}
	sort.Strings(fields)
	required := map[string]bool{}
	for _, field := range schema.Required {
		required[field] = true
	}
	for _, field := range fields {
		property := schema.Properties[field]
		mark := ""
		if required[field] {
			mark = "!"
		}
		line := fmt.Sprintf("%s%s|%s|%s", field, mark, typeOf(property), texts.of(escape(property.Description)))
		if len(property.Enum) > 0 {
			values := make([]string, 0, len(property.Enum))
			for _, value := range property.Enum {
				values = append(values, fmt.Sprint(value))
			}
			line += "|" + strings.Join(values, ",")
		}
		fmt.Println(line)
	}
}

// escape keeps a text on one line of a raw template literal.
func escape(text string) string {
	return strings.NewReplacer("\\", "\\\\", "\n", "\\n", "\t", "\\t", "`", "\\q", "${", "$\\{", "|", "\\p").Replace(text)
}
