// Makes the tables of feature gates afresh from the Kubernetes modules, as the Go module proxy serves them:
//
//	go run .ci/feature-gates.go 1.37 > src/knowledge/kubernetes/feature-gate-rows.ts
//
// The argument is the newest minor version to look at. A gate has a row when a version no longer registers it, or locks it.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// The first minor version that is looked at: no target is as old, and each gate that was gone by then has no name any more.
const oldest = 8

// The modules beside k8s.io/kubernetes that register gates of its components. Up to 1.14 they were a part of it.
var staging = []string{"apiserver", "apiextensions-apiserver", "component-base", "controller-manager", "client-go"}

const firstStaging = 15

// A gate as one version registers it.
type gate struct {
	defaults, locked bool
	module           string
}

// What the table says of a gate.
type row struct {
	name             string
	removedIn, since int
	locked, lockedTo bool
	module           string
}

type gates map[string]gate

func main() {
	newest, err := newestMinor(os.Args)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	components, kubeadm := map[int]gates{}, map[int]gates{}
	for minor := oldest; minor <= newest; minor++ {
		components[minor], kubeadm[minor], err = registered(minor)
		if err != nil {
			fmt.Fprintf(os.Stderr, "1.%d: %v\n", minor, err)
			os.Exit(1)
		}
		fmt.Fprintf(os.Stderr, "1.%d: %d gates, %d of kubeadm\n", minor, len(components[minor]), len(kubeadm[minor]))
	}
	fmt.Printf(`/*
 * Feature gates that a version no longer knows, or no longer lets anybody turn.
 * Made by .ci/feature-gates.go from the modules of Kubernetes 1.%d to 1.%d; do not edit. A row's source is the last module that
 * registers the gate: the next minor version of it has no such gate.
 */

/** What the versions do to a gate. */
export interface FeatureGateRow {
  readonly name: string
  /** The first version that does not know it: a component stops at it, whatever its value. */
  readonly removedIn?: string
  /** The only value that it may be given, and the first version that refuses the other. */
  readonly lockedTo?: boolean
  readonly lockedIn?: string
  readonly source: string
}
`, oldest, newest)
	write("COMPONENT_GATES", "Gates of the kubelet, kube-proxy and the control plane.", components, newest)
	write("KUBEADM_GATES", "Gates of kubeadm itself.", kubeadm, newest)
}

func newestMinor(args []string) (int, error) {
	if len(args) == 2 {
		if minor, err := strconv.Atoi(strings.TrimPrefix(args[1], "1.")); err == nil && minor > oldest {
			return minor, nil
		}
	}
	return 0, errors.New("usage: go run .ci/feature-gates.go 1.37")
}

// The gates of one minor version, of the components and of kubeadm.
func registered(minor int) (components, kubeadm gates, err error) {
	components, kubeadm = gates{}, gates{}
	root, version, err := download("kubernetes", "1", minor)
	if err != nil {
		return nil, nil, err
	}
	roots := map[string]string{"k8s.io/kubernetes@" + version: root}
	if minor >= firstStaging {
		found := 0
		for _, module := range staging {
			// Some are younger, and not every version was published.
			if root, version, err := download(module, "0", minor); err == nil {
				roots["k8s.io/"+module+"@"+version] = root
				found++
			}
		}
		if found < 3 {
			return nil, nil, errors.New("the modules beside k8s.io/kubernetes cannot be downloaded")
		}
	}
	names := map[string]string{}
	var files []source
	for module, root := range roots {
		more, err := sources(module, root)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, more...)
	}
	sort.Slice(files, func(i, j int) bool { return files[i].path < files[j].path })
	for _, file := range files {
		constants(file.syntax, names)
	}
	for _, file := range files {
		into := components
		if strings.Contains(file.path, "/cmd/kubeadm/") {
			into = kubeadm
		}
		collect(file, names, minor, into)
	}
	// kubeadm lets anybody turn a gate that its own table calls locked: NewFeatureGate in cmd/kubeadm/app/features.
	for name, found := range kubeadm {
		found.locked = false
		kubeadm[name] = found
	}
	return components, kubeadm, nil
}

// Downloads a module: the first patch version of the minor that the proxy has.
func download(module, major string, minor int) (root, version string, err error) {
	for _, patch := range []string{"0", "4", "7"} {
		version = fmt.Sprintf("v%s.%d.%s", major, minor, patch)
		out, failed := exec.Command("go", "mod", "download", "-json", "k8s.io/"+module+"@"+version).Output()
		var answer struct{ Dir, Error string }
		if jsonErr := json.Unmarshal(out, &answer); jsonErr == nil && answer.Dir != "" {
			return answer.Dir, version, nil
		}
		err = fmt.Errorf("k8s.io/%s@%s: %v %s", module, version, failed, answer.Error)
	}
	return "", "", err
}

type source struct {
	path, module string
	syntax       *ast.File
}

// The files of a module that speak of gates.
func sources(module, root string) ([]source, error) {
	var found []source
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch entry.Name() {
			case "vendor", "test", "testing", "testdata", "hack", "cluster", "third_party":
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || !strings.Contains(path, "feature") {
			return nil
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		found = append(found, source{path, module, syntax})
		return nil
	})
	return found, err
}

// The texts of the constants that gates are named by. A name is a gate's own, or nearly.
func constants(file *ast.File, names map[string]string) {
	for _, declaration := range file.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok || general.Tok != token.CONST {
			continue
		}
		for _, spec := range general.Specs {
			value := spec.(*ast.ValueSpec)
			for i, name := range value.Names {
				if i < len(value.Values) {
					if text, ok := textOf(value.Values[i]); ok {
						names[name.Name] = text
					}
				}
			}
		}
	}
}

// Reads the maps from gates to what is registered for them.
func collect(file source, names map[string]string, minor int, into gates) {
	ast.Inspect(file.syntax, func(node ast.Node) bool {
		list, ok := node.(*ast.CompositeLit)
		if !ok || !isGateMap(list.Type) {
			return true
		}
		for _, element := range list.Elts {
			entry, ok := element.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			name, ok := textOf(entry.Key)
			if !ok {
				name = lastName(entry.Key)
				if text, known := names[name]; known {
					name = text
				}
			}
			if found, ok := specOf(entry.Value, minor); ok && name != "" {
				found.module = file.module
				into[name] = found
			}
		}
		return false
	})
}

// map[featuregate.Feature]featuregate.FeatureSpec, the same with VersionedSpecs, and the FeatureList of kubeadm.
func isGateMap(expression ast.Expr) bool {
	if list, ok := expression.(*ast.Ident); ok {
		return list.Name == "FeatureList"
	}
	table, ok := expression.(*ast.MapType)
	if !ok || lastName(table.Key) != "Feature" {
		return false
	}
	value := lastName(table.Value)
	return value == "FeatureSpec" || value == "VersionedSpecs"
}

// What is registered for a gate in a minor version. Of versioned specs the last counts that is not newer.
func specOf(expression ast.Expr, minor int) (gate, bool) {
	literal, ok := expression.(*ast.CompositeLit)
	if !ok {
		return gate{}, false
	}
	var found gate
	known := false
	fields := map[string]ast.Expr{}
	for _, element := range literal.Elts {
		switch part := element.(type) {
		case *ast.CompositeLit:
			if since, ok := minorOf(part); ok && since <= minor {
				found, known = specOf(part, minor)
			}
		case *ast.KeyValueExpr:
			fields[lastName(part.Key)] = part.Value
		}
	}
	if inner, ok := fields["FeatureSpec"]; ok {
		return specOf(inner, minor)
	}
	if len(fields) > 0 {
		return gate{defaults: lastName(fields["Default"]) == "true", locked: lastName(fields["LockToDefault"]) == "true"},
			lastName(fields["PreRelease"]) != "PreAlpha"
	}
	return found, known
}

// The minor version of a versioned spec: version.MustParse("1.30") or version.MajorMinor(1, 30).
func minorOf(literal *ast.CompositeLit) (int, bool) {
	for _, element := range literal.Elts {
		field, ok := element.(*ast.KeyValueExpr)
		if !ok || lastName(field.Key) != "Version" {
			continue
		}
		if call, ok := field.Value.(*ast.CallExpr); ok && len(call.Args) > 0 {
			last := call.Args[len(call.Args)-1].(*ast.BasicLit).Value
			minor, err := strconv.Atoi(strings.TrimPrefix(strings.Trim(last, `"`), "1."))
			return minor, err == nil
		}
	}
	return 0, false
}

func textOf(expression ast.Expr) (string, bool) {
	literal, ok := expression.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(literal.Value)
	return text, err == nil
}

func lastName(expression ast.Expr) string {
	switch name := expression.(type) {
	case *ast.Ident:
		return name.Name
	case *ast.SelectorExpr:
		return name.Sel.Name
	}
	return ""
}

func write(name, comment string, versions map[int]gates, newest int) {
	rows := rowsOf(versions, newest)
	fmt.Printf("\n/** %s */\nexport const %s: readonly FeatureGateRow[] = [\n", comment, name)
	for _, row := range rows {
		text := fmt.Sprintf("name: '%s'", row.name)
		if row.removedIn > 0 {
			text += fmt.Sprintf(", removedIn: '1.%d'", row.removedIn)
		}
		if row.locked {
			text += fmt.Sprintf(", lockedTo: %t, lockedIn: '1.%d'", row.lockedTo, row.since)
		}
		fmt.Printf("  { %s, source: '%s' },\n", text, row.module)
	}
	fmt.Println("]")
	fmt.Fprintf(os.Stderr, "%s: %d rows\n", name, len(rows))
}

// A gate that came back is as one that was never gone.
func rowsOf(versions map[int]gates, newest int) []row {
	last := map[string]int{}
	for minor := oldest; minor <= newest; minor++ {
		for name := range versions[minor] {
			last[name] = minor
		}
	}
	var rows []row
	for name, minor := range last {
		found := versions[minor][name]
		made := row{name: name, module: found.module, locked: found.locked, lockedTo: found.defaults, since: minor}
		if minor < newest {
			made.removedIn = minor + 1
		}
		for made.locked && made.since > oldest {
			before, ok := versions[made.since-1][name]
			if !ok || !before.locked || before.defaults != found.defaults {
				break
			}
			made.since--
		}
		if made.locked || made.removedIn > 0 {
			rows = append(rows, made)
		}
	}
	sort.Slice(rows, func(i, j int) bool { return rows[i].name < rows[j].name })
	return rows
}
