package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	pb "example.com/autorec-client/autorecv1"
	"example.com/autorec-client/connection"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	patience = 60 * time.Second // for one answer, a restart of the server included
	maxWait  = 2 * time.Second
)

var top = uint32(10)

// recommendAll asks for many users through one stream. When it breaks, another goes on from the first user without an
// answer.
type recommendAll struct {
	service pb.AutoRecServiceClient
	model   *pb.ModelRef
	take    func(user string, answer *pb.RecommendStreamResponse) error
}

func (all *recommendAll) run(users []string) error {
	done, attempts := 0, 0
	deadline := time.Now().Add(patience)
	for done < len(users) {
		answered, err := all.resume(users[done:], attempts > 0, deadline)
		done += answered
		if err == nil {
			continue
		}
		if answered > 0 {
			attempts, deadline = 0, time.Now().Add(patience)
		}
		wait, again := waitAfter(err, attempts)
		attempts++
		if !again || time.Now().Add(wait).After(deadline) {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s after %d users, going on\n", status.Code(err), done)
		time.Sleep(wait)
	}
	return nil
}

// waitAfter returns how long to wait before another stream, and whether to open one at all.
func waitAfter(err error, attempts int) (time.Duration, bool) {
	wait, asked := connection.Asked(err)
	switch code := status.Code(err); {
	case code == codes.Unavailable && !asked:
		return min(200*time.Millisecond<<attempts, maxWait), true
	case code == codes.Unavailable || code == codes.ResourceExhausted:
		return wait, asked
	default:
		return 0, false
	}
}

// resume opens a stream. After a break it first asks whether the server still has the model: if it came back without
// it, each user would get an error.
func (all *recommendAll) resume(users []string, broke bool, deadline time.Time) (int, error) {
	if broke {
		ctx, cancel := context.WithDeadline(context.Background(), deadline)
		defer cancel()
		if _, err := all.service.GetModel(ctx, &pb.GetModelRequest{Model: all.model}); err != nil {
			return 0, err
		}
	}
	return all.stream(users)
}

// stream takes answers until all users have one or the stream breaks. It returns how many have one.
//
// Neither side piles up: Send blocks while the server reads no more, and the server stops while Recv is not called.
func (all *recommendAll) stream(users []string) (int, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel() // also ends send
	call, err := all.service.RecommendStream(ctx)
	if err != nil {
		return 0, err
	}
	go all.send(call, users)
	// A deadline of the call would cover the whole stream. This one is for each answer, and stops while it is taken.
	late := time.AfterFunc(patience, cancel)
	for done, user := range users {
		answer, err := call.Recv()
		if !late.Stop() {
			return done, status.Error(codes.DeadlineExceeded, "the stream is open, but no answer came in time")
		}
		if errors.Is(err, io.EOF) {
			return done, status.Error(codes.Internal, "the server ended the stream before the last answer")
		}
		if err != nil {
			return done, err
		}
		if err := all.take(user, answer); err != nil {
			return done, err
		}
		late.Reset(patience)
	}
	return len(users), nil
}

// send ends when all is sent, or the stream has ended: why, Recv tells.
func (all *recommendAll) send(call grpc.BidiStreamingClient[pb.RecommendRequest, pb.RecommendStreamResponse],
	users []string) {
	for _, user := range users {
		request := &pb.RecommendRequest{
			Model: all.model, TopN: &top, Subject: &pb.RecommendRequest_UserId{UserId: user}}
		if call.Send(request) != nil {
			return
		}
	}
	call.CloseSend()
}
