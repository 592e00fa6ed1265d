// Generate writes the Go code of the service, from the schemas in a folder into ./autorecv1:
//
//	go run ./generate ../../proto/src/main/protobuf
//
// It stands in for protoc, so that Go is all you need. With protoc installed, and google/api beside the schemas, this
// does the same:
//
//	protoc -I SCHEMAS --go_out=. --go-grpc_out=. OPTIONS autorec/v1/model.proto autorec/v1/service.proto
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/bufbuild/protocompile"
	_ "google.golang.org/genproto/googleapis/api/annotations" // registers google/api/annotations.proto
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/pluginpb"
)

// The schemas leave the import path to you: here it is set for each file.
const (
	module = "example.com/autorec-client"
	target = module + "/autorecv1"
)

var files = []string{"autorec/v1/model.proto", "autorec/v1/service.proto"}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./generate SCHEMAS-FOLDER")
	}
	request, err := read(os.Args[1])
	if err != nil {
		log.Fatal("error: ", err)
	}
	for _, plugin := range []string{"protoc-gen-go", "protoc-gen-go-grpc"} {
		if err := generate(plugin, request); err != nil {
			log.Fatalf("error: %s: %v", plugin, err)
		}
	}
}

// read parses the schemas, as protoc does before it calls a plugin.
func read(folder string) ([]byte, error) {
	linked := protocompile.ResolverFunc(func(path string) (protocompile.SearchResult, error) {
		found, err := protoregistry.GlobalFiles.FindFileByPath(path)
		return protocompile.SearchResult{Desc: found}, err
	})
	compiler := protocompile.Compiler{
		Resolver: protocompile.CompositeResolver{
			&protocompile.SourceResolver{ImportPaths: []string{folder}}, linked},
		SourceInfoMode: protocompile.SourceInfoStandard, // keeps the comments
	}
	compiled, err := compiler.Compile(context.Background(), files...)
	if err != nil {
		return nil, err
	}
	options := []string{"module=" + module}
	for _, file := range files {
		options = append(options, "M"+file+"="+target)
	}
	request := &pluginpb.CodeGeneratorRequest{
		FileToGenerate: files,
		Parameter:      proto.String(strings.Join(options, ",")),
	}
	seen := map[string]bool{}
	for _, file := range compiled {
		request.ProtoFile = withImports(request.ProtoFile, file, seen)
	}
	return proto.Marshal(request)
}

// withImports appends a file after all files that it imports.
func withImports(
	all []*descriptorpb.FileDescriptorProto, file protoreflect.FileDescriptor, seen map[string]bool,
) []*descriptorpb.FileDescriptorProto {
	if seen[file.Path()] {
		return all
	}
	seen[file.Path()] = true
	imports := file.Imports()
	for i := range imports.Len() {
		all = withImports(all, imports.Get(i).FileDescriptor, seen)
	}
	return append(all, protodesc.ToFileDescriptorProto(file))
}

// generate runs a plugin of protoc, and writes the files that it answers.
func generate(plugin string, request []byte) error {
	command := exec.Command("go", "tool", plugin)
	command.Stdin = bytes.NewReader(request)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return err
	}
	answer := &pluginpb.CodeGeneratorResponse{}
	if err := proto.Unmarshal(out, answer); err != nil {
		return err
	}
	if answer.Error != nil {
		return errors.New(answer.GetError())
	}
	for _, file := range answer.File {
		name := filepath.FromSlash(file.GetName())
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(file.GetContent()), 0o644); err != nil {
			return err
		}
		fmt.Println("wrote", name)
	}
	return nil
}
