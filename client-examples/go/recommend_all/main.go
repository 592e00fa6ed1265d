// Recommend_all writes the best items of many users as CSV, through one stream:
//
//	go run ./recommend_all localhost:50051 > all.csv               (every user of the model)
//	go run ./recommend_all localhost:50051 users.txt > some.csv    (ids, one a line)
package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	pb "example.com/autorec-client/autorecv1"
	"example.com/autorec-client/connection"
	"google.golang.org/grpc"
)

const (
	deadline   = 5 * time.Second
	vocabulary = 64 << 20 // bytes: room for all ids with titles; gRPC's default is 4 MiB
)

func main() {
	if len(os.Args) < 2 || len(os.Args) > 3 {
		exit(2, "usage: [MODEL=name] recommend_all HOST:PORT [USERS-FILE] > FILE.csv")
	}
	var users []string
	if len(os.Args) == 3 {
		var err error
		if users, err = usersIn(os.Args[2]); err != nil {
			exit(2, "error: %v", err)
		}
	}
	errorAnswers, err := run(os.Args[1], users)
	if err != nil {
		exit(1, "error: %s", connection.Describe(err))
	}
	if errorAnswers > 0 {
		os.Exit(1)
	}
}

// run asks for the users, or for all where none are given. It returns how many have an error for an answer.
func run(server string, users []string) (int, error) {
	opened, err := connection.Open(server, grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(vocabulary)))
	if err != nil {
		return 0, err
	}
	defer opened.Close()
	service := pb.NewAutoRecServiceClient(opened)
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	model, err := connection.Call(ctx, func(ctx context.Context) (*pb.GetModelResponse, error) {
		return service.GetModel(ctx, &pb.GetModelRequest{
			Model: &pb.ModelRef{Name: os.Getenv("MODEL")}, IncludeVocabulary: len(users) == 0})
	})
	if err != nil {
		return 0, err
	}
	if len(users) == 0 {
		users = model.Users.Ids
	}
	rows := csv.NewWriter(os.Stdout)
	rows.Write([]string{"user", "rank", "item", "title", "score", "predicted_rating", "error"})
	errorAnswers := 0
	all := &recommendAll{
		service: service,
		model:   model.Model.Model, // all answers are to come from the version that the model has now
		take: func(user string, answer *pb.RecommendStreamResponse) error {
			if answer.GetResponse() == nil {
				errorAnswers++
			}
			return write(rows, user, answer)
		},
	}
	err = all.run(users)
	rows.Flush()
	if err == nil {
		err = rows.Error()
	}
	if err != nil {
		return errorAnswers, err
	}
	fmt.Fprintf(os.Stderr, "%d users, %d errors\n", len(users), errorAnswers)
	return errorAnswers, nil
}

func write(rows *csv.Writer, user string, answer *pb.RecommendStreamResponse) error {
	if failure := answer.GetError(); failure != nil {
		return rows.Write([]string{user, "", "", "", "", "", fmt.Sprintf("%d: %s", failure.Code, failure.Message)})
	}
	for at, item := range answer.GetResponse().GetRecommendations() {
		rating := ""
		if item.PredictedRating != nil {
			rating = rounded(*item.PredictedRating)
		}
		row := []string{user, strconv.Itoa(at + 1), item.ItemId, item.Title, rounded(item.Score), rating, ""}
		if err := rows.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// rounded writes four digits, half up as the other clients round: 4.28125 is 4.2813.
func rounded(number float32) string {
	return strconv.FormatFloat(math.Round(float64(number)*1e4)/1e4, 'f', 4, 64)
}

func usersIn(file string) ([]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read %w", err)
	}
	if !utf8.Valid(text) {
		return nil, fmt.Errorf("cannot read %s: it is not UTF-8 text", file)
	}
	var users []string
	for _, line := range strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n") {
		if strings.TrimSpace(line) != "" {
			users = append(users, strings.TrimSuffix(line, "\r"))
		}
	}
	if len(users) == 0 {
		return nil, errors.New("no user ids in " + file)
	}
	return users, nil
}

func exit(code int, format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
	os.Exit(code)
}
