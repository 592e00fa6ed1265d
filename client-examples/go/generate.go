// Package client is empty: the folders beside this file have the code to copy.
package client

//go:generate go run ./generate ../../proto/src/main/protobuf
