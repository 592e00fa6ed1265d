// Package connection opens a connection to the server, and says when to call again.
package connection

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// policy lets gRPC repeat single calls that end with UNAVAILABLE, after growing waits, until their deadline. It leaves
// out RecommendStream: that goes on from the first unanswered user, which only its caller can do.
const policy = `{"methodConfig": [
  {"name": [{"service": "autorec.v1.AutoRecService"}],
   "retryPolicy": {"maxAttempts": 4, "initialBackoff": "0.2s", "maxBackoff": "2s", "backoffMultiplier": 2,
                   "retryableStatusCodes": ["UNAVAILABLE"]}},
  {"name": [{"service": "autorec.v1.AutoRecService", "method": "RecommendStream"}]}]}`

// Open makes a connection as variables say: in the clear, or over TLS where AUTOREC_CA is set.
//
//	AUTOREC_CA     certificates that the server's must be signed by, in PEM
//	AUTOREC_CERT   this client's certificate, for a server that wants one; with
//	AUTOREC_KEY    its private key
//	AUTOREC_TOKEN  the token that the server knows this client by; over TLS only
//
// A program opens one and keeps it: it carries many calls at once, and reconnects by itself.
func Open(server string, more ...grpc.DialOption) (*grpc.ClientConn, error) {
	options := append([]grpc.DialOption{grpc.WithDefaultServiceConfig(policy)}, more...)
	authorities := os.Getenv("AUTOREC_CA")
	if authorities == "" {
		return grpc.NewClient(server, append(options, grpc.WithTransportCredentials(insecure.NewCredentials()))...)
	}
	config, err := tlsOf(authorities, os.Getenv("AUTOREC_CERT"), os.Getenv("AUTOREC_KEY"))
	if err != nil {
		return nil, err
	}
	options = append(options, grpc.WithTransportCredentials(credentials.NewTLS(config)))
	if token := os.Getenv("AUTOREC_TOKEN"); token != "" {
		options = append(options, grpc.WithPerRPCCredentials(bearer(token)))
	}
	return grpc.NewClient(server, options...)
}

func tlsOf(authorities, certificate, key string) (*tls.Config, error) {
	pem, err := os.ReadFile(authorities)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{RootCAs: x509.NewCertPool(), MinVersion: tls.VersionTLS12}
	if !config.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("no certificate in %s", authorities)
	}
	if certificate != "" {
		own, err := tls.LoadX509KeyPair(certificate, key)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{own}
	}
	return config, nil
}

// bearer is a token that goes with each call, and never in the clear.
type bearer string

func (token bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(token)}, nil
}

func (bearer) RequireTransportSecurity() bool { return true }
