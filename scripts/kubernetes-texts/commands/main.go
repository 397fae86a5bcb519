// Writes kubectl's commands with their words, their flags and what `--help` prints of them, out of kubectl's own command tree:
//
//	cd scripts/kubernetes-texts && HOME=/root go run ./commands > ../../src/engine/shell/kubectl/command-texts.ts
//
// The file that it writes says at its head how it is read.
package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/kubectl/pkg/cmd"
)

func main() {
	root := cmd.NewKubectlCommand(cmd.KubectlOptions{Arguments: []string{"kubectl"}, IOStreams: genericiooptions.NewTestIOStreamsDiscard()})
	root.InitDefaultHelpCmd()
	counts := map[string]int{}
	walk(root, func(command *cobra.Command) {
		for _, line := range flagLines(command) {
			counts[line]++
		}
	})
	shared := []string{}
	for line, count := range counts {
		if count > 1 {
			shared = append(shared, line)
		}
	}
	sort.Strings(shared)
	index := map[string]int{}
	fmt.Println("/* oxlint-disable max-lines -- generated */")
	fmt.Println("// Written by scripts/kubernetes-texts/commands out of kubectl 1.36.3, which the Apache License 2.0 covers (THIRD_PARTY_NOTICES.md);")
	fmt.Println("// not edited by hand. First the flags that several commands have, a line each. Then \"#path|aliases|marks|usage|short\" opens a")
	fmt.Println("// command (marks: r runs by itself, h hidden), \"<\" is its long text, \">\" its examples, and a flag is")
	fmt.Println("// \"name|letter|type|default|value without =|marks|help\" (marks: p persistent, h hidden, r required, d deprecated) or \"$n\", the nth of those above.")
	fmt.Println("// \"\\\\n\" is a line's end. Read by command-docs.ts.")
	fmt.Println("export const COMMAND_TEXTS = String.raw`")
	for at, line := range shared {
		index[line] = at
		fmt.Println(line)
	}
	walk(root, func(command *cobra.Command) {
		marks := ""
		if command.Runnable() {
			marks += "r"
		}
		if command.Hidden || command.Deprecated != "" {
			marks += "h"
		}
		path := strings.TrimPrefix(strings.TrimPrefix(command.CommandPath(), "kubectl"), " ")
		fmt.Printf("#%s|%s|%s|%s|%s\n", path, strings.Join(command.Aliases, ","), marks, escape(usageLine(command)), escape(command.Short))
		if text := strings.TrimSpace(command.Long); text != "" && text != strings.TrimSpace(command.Short) {
			fmt.Println("<" + escape(text))
		}
		if text := strings.TrimRight(command.Example, " \n\t"); text != "" {
			fmt.Println(">" + escape(text))
		}
		for _, line := range flagLines(command) {
			if at, isShared := index[line]; isShared {
				line = fmt.Sprintf("$%d", at)
			}
			fmt.Println(line)
		}
	})
	fmt.Println("`;")
}

func walk(command *cobra.Command, visit func(*cobra.Command)) {
	visit(command)
	for _, below := range command.Commands() {
		walk(below, visit)
	}
}

// usageLine is as the help template prints it.
func usageLine(command *cobra.Command) string {
	usage := command.UseLine()
	if command.HasFlags() && !strings.Contains(usage, "[options]") {
		usage += " [options]"
	}
	return usage
}

// flagLines are the command's own flags, without those that it has from the commands above it.
func flagLines(command *cobra.Command) []string {
	lines := []string{}
	command.LocalFlags().VisitAll(func(flag *pflag.Flag) {
		if flag.Name == "help" {
			return
		}
		marks := ""
		if command.PersistentFlags().Lookup(flag.Name) != nil {
			marks += "p"
		}
		if flag.Hidden {
			marks += "h"
		}
		if len(flag.Annotations[cobra.BashCompOneRequiredFlag]) > 0 {
			marks += "r"
		}
		usage := flag.Usage
		if flag.Deprecated != "" {
			marks += "d"
			usage += fmt.Sprintf(" (DEPRECATED: %s)", flag.Deprecated)
		}
		bare := flag.NoOptDefVal
		if flag.Value.Type() == "bool" && bare == "true" {
			bare = ""
		}
		fields := []string{flag.Name, flag.Shorthand, flag.Value.Type(), escape(flag.DefValue), escape(bare), marks, escape(usage)}
		lines = append(lines, strings.Join(fields, "|"))
	})
	return lines
}

// escape keeps a text on one line of a raw template literal, in one column.
func escape(text string) string {
	return strings.NewReplacer("\\", "\\\\", "\n", "\\n", "\t", "\\t", "`", "\\q", "${", "$\\{", "|", "\\p").Replace(text)
}
