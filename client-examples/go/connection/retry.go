package connection

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// maxAttempts is the most attempts of a call, the first included.
const maxAttempts = 4

// Call makes a call, and again as often as the server asks for it: on RESOURCE_EXHAUSTED with a RetryInfo, after the
// wait that it names. All calls of the service only read, so calling twice is harmless. The context's deadline covers
// all attempts, and no wait begins that would not end before it. gRPC itself repeats after UNAVAILABLE.
func Call[T any](ctx context.Context, call func(context.Context) (T, error)) (T, error) {
	for attempt := 1; ; attempt++ {
		answer, err := call(ctx)
		wait, asked := Asked(err)
		if err == nil || !asked || status.Code(err) != codes.ResourceExhausted || attempt == maxAttempts ||
			!pause(ctx, wait) {
			return answer, err
		}
	}
}

// Asked returns how long the server asks to wait before the call is made again, and whether it asks at all.
func Asked(err error) (time.Duration, bool) {
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.RetryInfo); ok {
			return info.GetRetryDelay().AsDuration(), true
		}
	}
	return 0, false
}

// pause returns false at once if the context would end before the wait, and early if the context ends meanwhile.
func pause(ctx context.Context, wait time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return false
	}
	select {
	case <-time.After(wait):
		return true
	case <-ctx.Done():
		return false
	}
}

// Describe returns the failure of a call in one line.
func Describe(err error) string {
	if failure, called := status.FromError(err); called {
		return fmt.Sprintf("%s: %s", failure.Code(), failure.Message())
	}
	return err.Error()
}
