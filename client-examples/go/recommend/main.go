// Recommend names items for a known user, or for somebody who gave ratings:
//
//	go run ./recommend localhost:50051 1
//	go run ./recommend localhost:50051 10=4.5 20=3
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	pb "example.com/autorec-client/autorecv1"
	"example.com/autorec-client/connection"
)

const deadline = 5 * time.Second // of all attempts together

func main() {
	if len(os.Args) < 3 {
		exit(2, "usage: [MODEL=name] recommend HOST:PORT USER | ID=[RATING]...")
	}
	request, err := request(os.Args[2:], os.Getenv("MODEL"))
	if err != nil {
		exit(2, "error: %v", err)
	}
	opened, err := connection.Open(os.Args[1])
	if err != nil {
		exit(1, "error: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	service := pb.NewAutoRecServiceClient(opened)
	answer, err := connection.Call(ctx, func(ctx context.Context) (*pb.RecommendResponse, error) {
		return service.Recommend(ctx, request)
	})
	if err != nil {
		exit(1, "error: %s", connection.Describe(err))
	}
	show(answer)
}

func request(words []string, model string) (*pb.RecommendRequest, error) {
	top := uint32(10)
	request := &pb.RecommendRequest{Model: &pb.ModelRef{Name: model}, TopN: &top}
	if len(words) == 1 && !strings.Contains(words[0], "=") {
		request.Subject = &pb.RecommendRequest_UserId{UserId: words[0]}
		return request, nil
	}
	given := &pb.SparseRatings{}
	for _, word := range words {
		at := strings.LastIndex(word, "=")
		if at < 0 {
			return nil, fmt.Errorf("%s (expected: ID=[RATING])", word)
		}
		var rating float64
		if word[at+1:] != "" {
			var err error
			if rating, err = strconv.ParseFloat(word[at+1:], 32); err != nil {
				return nil, fmt.Errorf("%s (expected: a number after =)", word)
			}
		}
		given.Ratings = append(given.Ratings, &pb.Rating{Id: word[:at], Rating: float32(rating)})
	}
	request.Subject = &pb.RecommendRequest_Ratings{Ratings: given}
	return request, nil
}

func show(answer *pb.RecommendResponse) {
	fmt.Printf("%s version %d, %s\n", answer.Model.Name, answer.Model.Version, answer.Basis)
	for _, item := range answer.Recommendations {
		rating := ""
		if item.PredictedRating != nil {
			rating = fmt.Sprintf("%.2f", *item.PredictedRating)
		}
		fmt.Printf("  %4s  %8s  %s\n", rating, item.ItemId, item.Title)
	}
	if unknown := answer.GetUnknownIds().GetRatings(); len(unknown) > 0 {
		fmt.Println("unknown to the model, ignored:", strings.Join(unknown, " "))
	}
}

func exit(code int, format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
	os.Exit(code)
}
