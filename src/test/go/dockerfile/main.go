// Prints what BuildKit's own Dockerfile frontend reads, as a line of JSON for each document: tests hold our reader to it.
//
//	dockerfile files FILE…   one line for each file
//	dockerfile stream        documents on standard input, each after a line with its length in bytes
//	dockerfile words         words on standard input, each after such a line; expanded by the variables below
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

type instruction struct {
	Keyword  string       `json:"keyword"`
	Flags    []string     `json:"flags"`
	JSON     bool         `json:"json"`
	Words    []string     `json:"words"`
	First    int          `json:"first"`
	Last     int          `json:"last"`
	Heredocs []heredoc    `json:"heredocs"`
	Comments []string     `json:"comments"`
	Trigger  *instruction `json:"trigger,omitempty"`
}

type heredoc struct {
	Name    string `json:"name"`
	Expands bool   `json:"expands"`
	Chomps  bool   `json:"chomps"`
	Fd      uint   `json:"fd"`
	Content string `json:"content"`
}

type stage struct {
	Name     string `json:"name"`
	Base     string `json:"base"`
	Platform string `json:"platform"`
	Count    int    `json:"count"`
}

type document struct {
	Error        string        `json:"error,omitempty"`
	Escape       string        `json:"escape,omitempty"`
	Instructions []instruction `json:"instructions,omitempty"`
	Globals      []string      `json:"globals,omitempty"`
	Stages       []stage       `json:"stages,omitempty"`
}

type word struct {
	Error string   `json:"error,omitempty"`
	Text  string   `json:"text"`
	Words []string `json:"words"`
	Set   []string `json:"set"`
	Unset []string `json:"unset"`
}

func describe(node *parser.Node) instruction {
	out := instruction{
		Keyword:  strings.ToUpper(node.Value),
		Flags:    append([]string{}, node.Flags...),
		JSON:     node.Attributes["json"],
		Words:    []string{},
		First:    node.StartLine,
		Last:     node.EndLine,
		Heredocs: []heredoc{},
		Comments: append([]string{}, node.PrevComment...),
	}
	for next := node.Next; next != nil; next = next.Next {
		if len(next.Children) > 0 {
			trigger := describe(next.Children[0])
			out.Trigger = &trigger
			continue
		}
		out.Words = append(out.Words, next.Value)
	}
	for _, h := range node.Heredocs {
		out.Heredocs = append(out.Heredocs, heredoc{h.Name, h.Expand, h.Chomp, h.FileDescriptor, h.Content})
	}
	return out
}

func read(bytesRead []byte) document {
	result, err := parser.Parse(bytes.NewReader(bytesRead))
	if err != nil {
		return document{Error: err.Error()}
	}
	stages, globals, err := instructions.Parse(result.AST, linter.New(&linter.Config{}))
	if err != nil {
		return document{Error: err.Error()}
	}
	if len(stages) == 0 {
		return document{Error: "dockerfile contains no stages to build"}
	}
	out := document{Escape: string(result.EscapeToken)}
	for _, child := range result.AST.Children {
		out.Instructions = append(out.Instructions, describe(child))
	}
	for _, global := range globals {
		for _, arg := range global.Args {
			text := arg.Key
			if arg.Value != nil {
				text += "=" + *arg.Value
			}
			out.Globals = append(out.Globals, text)
		}
	}
	for _, s := range stages {
		out.Stages = append(out.Stages, stage{s.Name, s.BaseName, s.Platform, len(s.Commands)})
	}
	return out
}

func expand(text string) word {
	env := shell.EnvsFromSlice([]string{"FOO=foo", "EMPTY=", "PATH=/usr/bin:/bin", "SPACED=a b  c", "ARCH=x86_64", "STAR=a*b?c"})
	lex := shell.NewLex('\\')
	result, err := lex.ProcessWordWithMatches(text, env)
	if err != nil {
		return word{Error: err.Error(), Words: []string{}, Set: []string{}, Unset: []string{}}
	}
	return word{Text: result.Result, Words: append([]string{}, result.Words...), Set: keys(result.Matched), Unset: keys(result.Unmatched)}
}

func keys(set map[string]struct{}) []string {
	out := []string{}
	for key := range set {
		out = append(out, key)
	}
	sort.Strings(out)
	return out
}

func stream(out *bufio.Writer, handle func([]byte) any) {
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadString('\n')
		if err == io.EOF && line == "" {
			return
		}
		length, err := strconv.Atoi(strings.TrimSpace(line))
		must(err)
		buffer := make([]byte, length)
		_, err = io.ReadFull(in, buffer)
		must(err)
		print(out, handle(buffer))
		must(out.Flush())
	}
}

func print(out io.Writer, value any) {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(value))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "expected files, stream or words")
		os.Exit(2)
	}
	switch os.Args[1] {
	case "files":
		for _, file := range os.Args[2:] {
			content, err := os.ReadFile(file)
			must(err)
			print(out, read(content))
		}
	case "stream":
		stream(out, func(content []byte) any { return read(content) })
	case "words":
		stream(out, func(content []byte) any { return expand(string(content)) })
	}
}
