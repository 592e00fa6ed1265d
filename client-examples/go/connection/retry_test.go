package connection

import (
	"context"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

func TestCall(t *testing.T) {
	for name, test := range map[string]struct {
		failure  error
		failures int
		attempts int
		answered bool
	}{
		"asked twice":          {exhausted(t, 0), 2, 3, true},
		"asked for ever":       {exhausted(t, 0), 9, maxAttempts, false},
		"asked too long":       {exhausted(t, time.Hour), 9, 1, false},
		"not asked":            {status.Error(codes.ResourceExhausted, "too large"), 9, 1, false},
		"another code":         {status.Error(codes.NotFound, "no such user"), 9, 1, false},
		"answered immediately": {nil, 0, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			attempts := 0
			answer, err := Call(ctx, func(context.Context) (string, error) {
				attempts++
				if attempts <= test.failures {
					return "", test.failure
				}
				return "answer", nil
			})
			if attempts != test.attempts {
				t.Errorf("%d attempts (expected: %d)", attempts, test.attempts)
			}
			if answered := err == nil && answer == "answer"; answered != test.answered {
				t.Errorf("answer %q, error %v", answer, err)
			}
		})
	}
}

func exhausted(t *testing.T, wait time.Duration) error {
	failure, err := status.New(codes.ResourceExhausted, "full").
		WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(wait)})
	if err != nil {
		t.Fatal(err)
	}
	return failure.Err()
}
